"""A value given for a parameter is a value: whatever it holds, the query keeps its shape; and every way in gives the same answer."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store
from small import small_atlas
from starlette.testclient import TestClient

import queries
from api import agent
from api.app import application
from api.cli import govgraph
from api.settings import Settings
from graph.errors import UsageError
from graph.opening import open_store
from graph.store import BASE
from queries import CLASSES, VALUES, Column, Example, Parameter, SavedQuery
from queries.binding import bind, terms_of
from queries.result import Thing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PIECES = st.sampled_from(
    ['"', "'", "\\", "}", "{", ">", "<", "#", "\n", "\r", "\t", "UNDEF", "VALUES ?_p { UNDEF }", "} UNION { ?s ?p ?o", '"""', "%22",
     "'''", "\\u0022", "\\g<0>", "\\1", "LIMIT 5 #+p", "urn:x> ?p ?o", "@en", "^^<urn:t>", "http://", "new-public-management", "10.1/x",
     "\x00", "\x1f", "\u202e", "\ud800", "\ufffe", "supports", "true", "1e999", "1e-30", "-0", "NaN", "0x1F", "٣", "1_000", " ", "-"]
)  # fmt: skip
VALUE = (
    st.lists(PIECES | st.text(max_size=8), min_size=1, max_size=6).map("".join) | st.text() | st.integers() | st.floats() | st.booleans()
)
MARK = "VALUES ?_p { UNDEF }"


def asked(kind: str) -> SavedQuery:
    """A query whose only block is the parameter's: what is bound is what it answers."""
    text = f"SELECT ?_p ?after WHERE {{ {MARK} BIND(<urn:here> AS ?after) }}"
    parameter = Parameter("p", kind)
    return SavedQuery("any", queries.HERE / "any.rq", text, "", "", (parameter,), (Column("after", "text"),), Example())


@pytest.fixture(scope="module")
def empty() -> Iterator[Any]:
    store = open_store("")
    yield store
    store.close()


def plain(term: Any) -> tuple[str, str]:
    """A term as it can be compared: an engine may write a number in another of its spellings."""
    kind = term.datatype.value if isinstance(term, Literal) else ""
    return kind, str(Decimal(term.value).normalize()) if kind.endswith(("#decimal", "#integer")) else str(term)


def keeps_its_meaning(kind: str, value: object, empty: Any) -> bool:
    """Whether the value is refused, or stands in the query as exactly the terms that it means, and nothing else changed."""
    query = asked(kind)
    try:
        text = bind(query, {"p": value}, empty)
        terms = terms_of(query.parameters[0], value, empty) if text != query.text else []
    except UsageError:
        return True
    if not terms:
        return text == query.text
    answer = Store().query(text)
    assert isinstance(answer, QuerySolutions)
    rows = [tuple(row) for row in answer]
    here = NamedNode("urn:here")
    return (
        list(map(plain, (row[0] for row in rows))) == list(map(plain, terms))
        and all(row[1] == here for row in rows)
        and all(isinstance(term, (NamedNode, Literal)) for term in terms)
    )


@pytest.mark.parametrize("kind", [*VALUES, *CLASSES])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=VALUE)
def test_a_value_is_a_value(empty: Any, kind: str, value: object) -> None:
    assert keeps_its_meaning(kind, value, empty)


@pytest.mark.long
@pytest.mark.parametrize("kind", [*VALUES, *CLASSES])
@settings(max_examples=10_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=VALUE)
def test_ten_thousand_values_are_values(empty: Any, kind: str, value: object) -> None:
    assert keeps_its_meaning(kind, value, empty)


@given(value=VALUE)
def test_a_limit_is_a_number_or_refused(value: object) -> None:
    store = open_store("")
    query = queries.saved("concepts-together")
    try:
        text = bind(query, {"concept": "https://w3id.org/govgraph/id/concept/x", "first": value}, store)
    except UsageError:
        return
    finally:
        store.close()
    assert re.search(r"\nLIMIT \d+\s*\Z", text)


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, TestClient]]:
    folder = tmp_path_factory.mktemp("ways") / "store"
    store = small_atlas(folder)
    store.flush()
    copy = folder.with_name("copy")
    store.backup(str(copy))
    with TestClient(application(Settings(), store)) as client:
        yield copy, client
    store.close()


NAMES = {
    "concept": "shared-counters",
    "theory": "shared-counters",
    "jurisdiction": "CA",
    "course": "counters-101",
    "topic": "counters-and-queues",
    "language": "de",
    "doi": "10.5555/counters",
    "issn": "1234-5679",
    "year": "2000",
}


@pytest.mark.parametrize("name", queries.names())
def test_every_way_in_gives_the_same_answer(ways: tuple[Path, TestClient], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, client = ways
    monkeypatch.setenv("GOVGRAPH_BASE", BASE)  # the command sets it for its process, which here is the tests'
    query = queries.saved(name)
    given = {p.name: NAMES.get(p.name, NAMES.get(p.type, "nobody-by-this-name")) for p in query.parameters if p.required}
    web = client.get(f"/queries/{name}.json", params=given)
    words = [word for key, value in given.items() for word in ("-p", f"{key}={value}")]
    typed = CliRunner().invoke(govgraph, ["query", name, *words, "--format", "json", "--store", str(folder)])
    field = {"query": "query($n: String!, $p: JSON) { savedQuery(name: $n, parameters: $p) { rows columns { name type } } }"}
    graphql = client.post("/graphql", json={**field, "variables": {"n": name, "p": given}}).json()
    if web.status_code == 400:
        assert isinstance(typed.exception, UsageError)
        assert graphql["errors"]
        return
    told = web.json()
    printed = json.loads(typed.stdout)
    saved = graphql["data"]["savedQuery"]
    assert told["columns"] == printed["columns"] == saved["columns"]
    order = (lambda rows: rows) if query.ordered else (lambda rows: sorted(rows, key=repr))
    assert order(told["rows"]) == order(printed["rows"]) == order(saved["rows"])
    table = list(csv.DictReader(io.StringIO(client.get(f"/queries/{name}.csv", params=given).text)))
    assert len(table) == len(told["rows"])
    store = open_store(str(folder), read_only=True)
    direct = queries.run(store, name, given)
    assert order(direct.plain()) == order(told["rows"])
    if len(direct.rows) <= agent.ROWS and not any(column.quoted for column in query.columns):
        assert sorted(agent.call(store, name, given)["rows"], key=repr) == sorted(told["rows"], key=repr)
    assert all(cell is None or isinstance(cell, (Thing, str, int, float)) for row in direct.rows for cell in row)
    store.close()
