"""Every saved query says what it is, and answers its example on the starter atlas alike on both engines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from engines import VIRTUOSO, opened, running
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import queries
from api.settings import Settings
from api.tasks.intake import load_paths
from graph.errors import UsageError
from graph.opening import open_store
from loaders import starter_folder
from queries.result import Thing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store

NAMES = queries.names()
NUMBERED = set(range(1, 41))
NASTY = st.text(min_size=1, max_size=40) | st.sampled_from(['"} }', "> } UNION {", "\\", "'''", "}#", "\u202e", "a b", "%3E", "${x}"])


@pytest.fixture(scope="module")
def atlas() -> Iterator[Store]:
    store = open_store("")
    load_paths(store, [Path(starter_folder())], Settings())
    yield store
    store.close()


@pytest.fixture(scope="module", params=["remote", VIRTUOSO])
def remote(atlas: Store, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Store]:
    with opened(request.param, tmp_path_factory.mktemp("remote"), running(request.param, request)) as store:
        store.load(f"{quad} .\n".encode() for graph in atlas.graphs() for quad in atlas.quads(graph))
        yield store


def plain(rows: list[tuple[Any, ...]]) -> list[list[Any]]:
    """Rows as a header writes them: things by their labels."""
    return [[(cell.label or cell.id) if isinstance(cell, Thing) else cell for cell in row] for row in rows]


def test_all_forty_questions_have_a_query() -> None:
    assert {number for query in queries.every() for number in query.numbers} == NUMBERED


@pytest.mark.parametrize("name", NAMES)
def test_a_header_is_whole(name: str) -> None:
    query = queries.saved(name)
    assert query.summary
    assert query.summary.endswith(("?", "."))
    assert query.description.endswith("."), "what a row is, and what counts, is told in a sentence under `description`"
    assert query.description != query.summary
    assert all(parameter.help for parameter in query.parameters), "each parameter needs `help`"
    assert set(query.example.parameters) >= {p.name for p in query.parameters if p.required}
    told = query.example.rows is not None or query.example.count is not None or query.example.contains
    assert told, "the example needs `rows`, `count`, or what the answer `contains` where readers of prose decide how much there is"
    for bound in (parameter.name for parameter in query.parameters):
        assert f"VALUES ?_{bound} {{ UNDEF }}" in query.text or f"#+{bound}" in query.text


@pytest.mark.parametrize("name", NAMES)
def test_the_example_answers_as_its_header_says(atlas: Store, name: str) -> None:
    query = queries.saved(name)
    result = queries.run(atlas, name, query.example.parameters)
    width = len(query.example.rows[0]) if query.example.rows else len(query.example.contains[0]) if query.example.contains else 0
    rows = [row[:width] for row in plain(result.rows)]
    if query.example.count is not None:
        assert len(result.rows) == query.example.count
    if query.example.rows is not None:
        assert (rows if query.ordered else sorted(rows, key=str)) == (
            [list(row) for row in query.example.rows] if query.ordered else sorted((list(row) for row in query.example.rows), key=str)
        )
    for row in query.example.contains:
        assert list(row) in rows


@pytest.mark.parametrize("name", NAMES)
def test_both_engines_answer_alike(atlas: Store, remote: Store, name: str) -> None:
    parameters = queries.saved(name).example.parameters
    here, there = (queries.run(store, name, parameters) for store in (atlas, remote))
    assert sorted(map(repr, here.rows)) == sorted(map(repr, there.rows))


@pytest.mark.parametrize(
    "name", ["theory-evidence-balance", "cases-without-jurisdiction", "works-cited-by-several", "readings-for-concept"]
)
def test_both_engines_give_the_same_pages(atlas: Store, remote: Store, name: str) -> None:
    given, after = dict(queries.saved(name).example.parameters), ("", "")
    for _ in range(4):
        asked = ((store, {**given, "limit": 2, "after": place}) for store, place in zip((atlas, remote), after, strict=True))
        here, there = (queries.run(store, name, parameters) for store, parameters in asked)
        assert list(map(repr, here.rows)) == list(map(repr, there.rows))
        after = here.next, there.next
        assert bool(here.next) == bool(there.next)
        if not here.next:
            break


@pytest.mark.parametrize("name", [name for name in NAMES if queries.saved(name).parameters])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=NASTY)
def test_no_value_changes_what_a_query_means(atlas: Store, name: str, value: str) -> None:
    query = queries.saved(name)
    for parameter in query.parameters:
        try:
            result = queries.run(atlas, name, {**query.example.parameters, parameter.name: value})
        except UsageError:
            continue
        assert tuple(column.name for column in result.columns) == tuple(column.name for column in query.columns)


def test_a_broken_header_is_told_with_file_and_line(tmp_path: Path) -> None:
    text = "#+ summary: What?\n#+ parameters:\n#+   theory: {type: nonsense}\n#+ columns:\n#+   case: case\nSELECT ?case {}"
    (tmp_path / "broken.rq").write_text(text)
    with pytest.raises(UsageError, match=r"broken\.rq:3: unknown type 'nonsense'"):
        queries.saved("broken", tmp_path)


def test_a_near_name_is_offered() -> None:
    with pytest.raises(UsageError, match="cases-challenging-theory"):
        queries.saved("case-challenging-theory")


@pytest.mark.parametrize("theory", ["Post-NPM", "post-New Public Management", "post-new public management", "post-new-public-management"])
@pytest.mark.parametrize("place", ["CA", "ca", "Canada", "canada"])
def test_things_may_be_called_by_their_labels(atlas: Store, theory: str, place: str) -> None:
    by_code = queries.run(atlas, "cases-challenging-theory", {"theory": "post-npm", "jurisdiction": "CA"})
    assert len(by_code.rows) > 0
    assert queries.run(atlas, "cases-challenging-theory", {"theory": theory, "jurisdiction": place}).rows == by_code.rows


@pytest.mark.parametrize(
    ("given_as", "told"),
    [
        ({"theory": "post-nmp"}, "no concept 'post-nmp' .*did you mean post-npm"),
        ({"theory": "post-npm", "jurisdiction": "Albertta"}, "no jurisdiction 'Albertta' .*did you mean CA-AB"),
        ({"theory": "qqqqqqqq"}, "give its slug, code, label or IRI"),
    ],
)
def test_a_slip_in_a_parameter_is_told_with_what_may_be_meant(atlas: Store, given_as: dict[str, str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        queries.run(atlas, "cases-challenging-theory", given_as)


@pytest.mark.parametrize("printed", ["10.1007/s11115-014-0272-0", "https://doi.org/10.1007/S11115-014-0272-0"])
@pytest.mark.parametrize(("name", "parameter"), [("claims-of", "thing"), ("self-citations", "work"), ("voices-against-work", "work")])
def test_a_work_is_named_by_its_doi_in_any_printed_form(atlas: Store, name: str, parameter: str, printed: str) -> None:
    by_key = queries.run(atlas, name, {**queries.saved(name).example.parameters, parameter: "10.1007%2Fs11115-014-0272-0"})
    by_doi = queries.run(atlas, name, {**queries.saved(name).example.parameters, parameter: printed})
    assert by_doi.rows == by_key.rows
    assert by_doi.rows or name != "claims-of"
    with pytest.raises(UsageError, match="give its slug, code, DOI or IRI"):
        queries.run(atlas, name, {**queries.saved(name).example.parameters, parameter: "10.9999/nowhere"})
