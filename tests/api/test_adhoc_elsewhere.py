"""Ad-hoc SPARQL over a remote engine keeps to the same limits, and to the same rights, as over our own store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from engines import elsewhere
from small import SECRET_TEXT, small_atlas
from starlette.testclient import TestClient

from api.app import application
from api.settings import Settings
from graph.store import RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUOTES = f"SELECT ?s ?q WHERE {{ ?s <{terms.QUOTE}> ?q }} ORDER BY ?s"
PAIR = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("here")
    with TestClient(application(Settings(), small_atlas(folder / "store"))) as client:
        yield client


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with (
        elsewhere(small_atlas(), tmp_path_factory.mktemp("captures")) as store,
        TestClient(application(Settings(sparql_seconds=3.0, sparql_rows=200), store)) as client,
    ):
        yield client


@pytest.mark.parametrize("accept", ["text/csv", "application/sparql-results+json", "text/tab-separated-values"])
def test_words_of_captures_keep_to_their_rights(here: TestClient, there: TestClient, accept: str) -> None:
    own, other = (client.get("/sparql", params={"query": QUOTES}, headers={"accept": accept}) for client in (here, there))
    assert other.status_code == 200
    assert other.text == own.text
    whole = f"CONSTRUCT {{ ?s <{terms.QUOTE}> ?q }} WHERE {{ ?s <{terms.QUOTE}> ?q }}"
    own, other = (client.get("/sparql", params={"query": whole}, headers={"accept": "application/n-triples"}) for client in (here, there))
    assert sorted(other.text.splitlines()) == sorted(own.text.splitlines())
    assert SECRET_TEXT[:60] not in other.text


def test_a_yes_is_a_yes(there: TestClient) -> None:
    assert there.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True
    assert there.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}, headers={"accept": "text/csv"}).text == "true"


def test_graphs_may_be_asked_by_name(here: TestClient, there: TestClient) -> None:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    own, other = (client.get("/sparql", params={"query": query}, headers={"accept": "text/csv"}) for client in (here, there))
    assert RESOLVED in own.text
    assert other.text == own.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403),
        ("LOAD <http://127.0.0.1:9/>", 403),
        ("DELETE WHERE { ?s ?p ?o }", 400),
        ("SELECT * { ?s ?p", 400),
        ("SELECT * { ?s ?p ?o }", 413),
        ("CONSTRUCT WHERE { ?s ?p ?o }", 413),
        (f"SELECT (COUNT(*) AS ?n) {{ {PAIR} }}", 502),
        (f"ASK {{ {PAIR} FILTER(CONCAT(STR(?a), STR(?d)) = CONCAT(STR(?g), 'no', STR(?m))) }}", 502),
    ],
)
def test_what_is_too_much_is_refused(there: TestClient, query: str, status: int) -> None:
    answer = there.get("/sparql", params={"query": query})
    assert answer.status_code == status, answer.text
    assert len(answer.text) < 1_000
    assert there.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).status_code == 200
