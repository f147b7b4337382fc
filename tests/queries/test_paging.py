"""Pages of saved queries: together they are the whole answer, each row once, under equal keys and under writes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import queries
from api.settings import Settings
from api.tasks.intake import load_paths
from graph.errors import UsageError
from graph.opening import open_store
from graph.store import RESOLVED
from loaders import starter_folder
from queries import paging
from queries.header import read
from queries.result import Thing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store

TIES = """#+ summary: Which notes are there?
#+ columns:
#+   note: entity
#+   year: integer
#+   kind: text
PREFIX x: <urn:x:>
SELECT ?note ?noteLabel ?year ?kind WHERE { ?note x:kind ?kind OPTIONAL { ?note x:year ?year } OPTIONAL { ?note x:label ?noteLabel } }
ORDER BY """
ORDERS = ("DESC(?year) LCASE(STR(?kind))", "?year DESC(?kind)", "DESC(?noteLabel) ?kind", "ASC(?noteLabel) ?year", "LCASE(?kind)", "?note")


@pytest.fixture(scope="module")
def atlas() -> Iterator[Store]:
    store = open_store("")
    load_paths(store, [Path(starter_folder())], Settings())
    yield store
    store.close()


def pages(store: Store, name: str, parameters: dict[str, Any], limit: int, **more: Any) -> list[list[tuple[Any, ...]]]:
    found, after = [], ""
    for _ in range(500):
        result = queries.run(store, name, {**parameters, "limit": limit, "after": after}, **more)
        assert len(result.rows) <= limit
        found.append(result.rows)
        after = result.next
        if not after:
            return found
    raise AssertionError("no end")


def ids(rows: list[tuple[Any, ...]], quoted: set[int]) -> list[tuple[Any, ...]]:
    """Rows without the words of captures, which each answer shows within a measure of its own."""
    return [tuple(cell.id if isinstance(cell, Thing) else cell for n, cell in enumerate(row) if n not in quoted) for row in rows]


@pytest.mark.parametrize("name", [query.name for query in queries.every() if query.name != "all-claims" and not query.constructs])
def test_pages_are_the_whole_answer(atlas: Store, name: str) -> None:
    query = queries.saved(name)
    whole = queries.run(atlas, name, query.example.parameters).rows
    quoted = {n for n, column in enumerate(query.columns) if column.quoted}
    limit = max(1, len(whole) // 4)
    together = [row for page in pages(atlas, name, dict(query.example.parameters), limit) for row in page]
    assert sorted(map(repr, ids(together, quoted))) == sorted(map(repr, ids(whole, quoted)))


def test_a_query_that_pages_by_itself_takes_limit_too(atlas: Store) -> None:
    first = queries.run(atlas, "all-claims", {"limit": 7})
    assert len(first.rows) == 7
    second = queries.run(atlas, "all-claims", {"limit": 7, "after": first.next})
    assert first.rows[-1][0].id < second.rows[0][0].id


def test_the_order_of_pages_is_the_query_s(atlas: Store) -> None:
    given = {"concept": "new-public-management"}
    whole = [row[1] for row in queries.run(atlas, "readings-for-concept", given).rows]
    assert [row[1] for page in pages(atlas, "readings-for-concept", given, 5) for row in page] == whole


YEARS = ["1999", "2005", "2015", '"unknown"']
ROWS = st.lists(st.tuples(st.sampled_from(["a", "A", "b"]), st.none() | st.sampled_from(YEARS), st.none() | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=4)), max_size=14)  # fmt: skip


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=ROWS,
    limit=st.integers(1, 5),
    order=st.sampled_from(range(len(ORDERS))),
    written=st.tuples(st.sampled_from(["a", "b"]), st.sampled_from([1999, 2010])),
)
def test_equal_keys_and_writes_lose_and_repeat_no_row(
    tmp_path: Path, rows: list[tuple[str, str | None, str | None]], limit: int, order: int, written: tuple[str, int]
) -> None:
    (tmp_path / f"notes-{order}.rq").write_text(TIES + ORDERS[order])
    store = open_store("")
    lines = []
    for n, (kind, year, label) in enumerate(rows):
        lines.append(f'<urn:n:{n}> <urn:x:kind> "{kind}"')
        lines += [f"<urn:n:{n}> <urn:x:year> {year}"] if year else []
        lines += [f"<urn:n:{n}> <urn:x:label> {literal(label)}"] if label is not None else []
    store.update(f"INSERT DATA {{ GRAPH <{RESOLVED}> {{ {' . '.join(lines)} }} }}")
    seen, after = [], ""
    while True:
        result = queries.run(store, f"notes-{order}", {"limit": limit, "after": after}, folder=tmp_path)
        seen += [row[0].id for row in result.rows]
        if not seen or len(seen) == len(result.rows):
            kind, year = written
            store.update(f'INSERT DATA {{ GRAPH <{RESOLVED}> {{ <urn:n:new> <urn:x:kind> "{kind}" ; <urn:x:year> {year} }} }}')
        after = result.next
        if not after:
            break
    assert sorted(name for name in seen if name != "urn:n:new") == sorted(f"urn:n:{n}" for n in range(len(rows)))
    assert seen.count("urn:n:new") <= 1
    store.close()


def literal(text: str) -> str:
    from pyoxigraph import Literal

    return str(Literal(text))


@pytest.mark.parametrize("limit", ["0", "-1", "10001", "x", "1e3", "９", "1" * 5000])
def test_a_wrong_limit_is_told(atlas: Store, limit: str) -> None:
    with pytest.raises(UsageError, match="'limit' is a whole number from 1 to 10,000"):
        queries.run(atlas, "contested-theories", {"limit": limit})


@given(after=st.text(min_size=1, max_size=60) | st.binary(max_size=40).map(lambda b: __import__("base64").urlsafe_b64encode(b).decode()))
def test_a_wrong_place_is_told(atlas: Store, after: str) -> None:
    if after.strip():
        with pytest.raises(UsageError, match="'after' is not a place"):
            queries.run(atlas, "contested-theories", {"limit": 2, "after": after})


def test_a_place_of_another_query_is_refused(atlas: Store) -> None:
    place = queries.run(atlas, "cases-without-jurisdiction", {"limit": 1}).next
    assert place
    with pytest.raises(UsageError, match="'after' is not a place"):
        queries.run(atlas, "anonymised-cases", {"limit": 1, "after": place})


def test_what_stands_before_a_place_is_passed_over_where_it_is_matched(tmp_path: Path) -> None:
    def asked(text: str, after: str) -> str:
        (tmp_path / "one.rq").write_text(text)
        query = read(tmp_path / "one.rq")
        return paging.paged(query, query.text, paging.Page(2, after))

    store = open_store("")
    notes = " . ".join(f'<urn:n:{n}> <urn:x:kind> "k{n}"' for n in range(5))
    store.update(f"INSERT DATA {{ GRAPH <{RESOLVED}> {{ {notes} }} }}")
    (tmp_path / "one.rq").write_text(f"{TIES}?kind")
    after = queries.run(store, "one", {"limit": 2}, folder=tmp_path).next
    assert asked(f"{TIES}?kind", after).index('>= "k1"') < asked(f"{TIES}?kind", after).index("SHA256")
    grouped = TIES.replace("SELECT ?note ?noteLabel ?year ?kind", "SELECT ?note ?noteLabel ?year (MAX(?k) AS ?kind)").replace(
        "?kind OPT", "?k OPT"
    )
    assert ">=" not in asked(grouped.replace("ORDER BY ", "GROUP BY ?note ?noteLabel ?year ORDER BY ?kind"), after)
    assert ">=" not in asked(f"{TIES}?kind LIMIT 3", after)
    store.close()
