"""What a query computes is not seen through: with the words of a source that is not open nobody computes at the endpoint."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from command import govgraph
from engines import elsewhere
from said import page
from small import CLOSED, OPEN_TEXT, SECRET_TEXT, small_atlas
from starlette.testclient import TestClient

import queries
from api.app import application
from api.settings import Settings
from graph.engines.computing import TESTS_AT_MOST, computed
from graph.loading import load
from graph.opening import open_store
from graph.record import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx2

    from graph.store import Store

PREFIXES = """PREFIX gov: <https://w3id.org/govgraph/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX half: <https://w3id.org/govgraph/ns#quo> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
DRAWN = {
    "joined": 'SELECT (CONCAT("", ?q) AS ?x) { ?e gov:quote ?q }',
    "cut": "SELECT ?x { ?e gov:quote ?q BIND(SUBSTR(?q, 2) AS ?x) }",
    "all in one": "SELECT (GROUP_CONCAT(?q) AS ?x) { ?e gov:quote ?q }",
    "any predicate": "SELECT ?x { ?e ?p ?q BIND(UCASE(?q) AS ?x) }",
    "a path": "SELECT ?x { ?c gov:evidencedBy/gov:quote ?q BIND(UCASE(?q) AS ?x) }",
    "a path in parentheses": "SELECT ?x { ?e (gov:quote) ?q BIND(UCASE(?q) AS ?x) }",
    "a path with a choice": "SELECT ?x { ?e rdfs:label|gov:quote|gov:page ?q BIND(UCASE(?q) AS ?x) }",
    "all other predicates": "SELECT ?x { ?e !rdfs:label ?q BIND(UCASE(?q) AS ?x) }",
    "a path of no length": "SELECT ?x { ?q gov:quote? ?a BIND(UCASE(?q) AS ?x) }",
    "any path of no length": "SELECT ?x { ?q (rdfs:label/gov:foundIn)* ?a BIND(UCASE(?q) AS ?x) }",
    "a path backwards": "SELECT ?x { ?q ^gov:quote ?e BIND(UCASE(?q) AS ?x) }",
    "a path backwards, said later": "SELECT ?x { ?q gov:page 1.5 ; ^(gov:quote|rdfs:label) ?e BIND(UCASE(?q) AS ?x) }",
    "all other paths backwards": "SELECT ?x { ?q !^rdfs:label ?e BIND(UCASE(?q) AS ?x) }",
    "another name": "SELECT ?x { { SELECT (?q AS ?r) { ?e gov:quote ?q } } BIND(UCASE(?r) AS ?x) }",
    "another name, said first": "SELECT ?x { { SELECT (UCASE(?r) AS ?x) { BIND(?q AS ?r) } } ?e gov:quote ?q }",
    "one of several": "SELECT (CONCAT(SAMPLE(?q), '') AS ?x) { ?e gov:quote ?q }",
    "one of several, renamed": "SELECT ?x { { SELECT (SAMPLE(?q) AS ?r) { ?e gov:quote ?q } } BIND(UCASE(?r) AS ?x) }",
    "after a comma": "SELECT ?x { ?e gov:quote ?o, ?q BIND(UCASE(?q) AS ?x) }",
    "a node without a name": "SELECT ?x { [ gov:quote ?q ] BIND(UCASE(?q) AS ?x) }",
    "letters found one by one": 'SELECT ?i ?c { ?e gov:quote ?q VALUES ?i { 1 2 } VALUES ?c { "a" "N" } FILTER(SUBSTR(?q, ?i, 1) = ?c) }',
    "patterns found one by one": 'SELECT ?c { ?e gov:quote ?q VALUES ?c { "^N" "^No" } FILTER(REGEX(?q, ?c)) }',
    "lengths": "SELECT (STRLEN(?q) AS ?x) { ?e gov:quote ?q }",
    "digests": "SELECT (MD5(?q) AS ?x) { ?e gov:quote ?q }",
    "an order by a part": "SELECT ?e { ?e gov:quote ?q } ORDER BY SUBSTR(?q, 3)",
    "groups by a part": "SELECT ?x { ?e gov:quote ?q } GROUP BY (SUBSTR(?q, 1, 90) AS ?x)",
    "comparisons close together": "SELECT ?e { ?e gov:quote ?q . VALUES ?m { 'N' } FILTER(?m<?q&&?q>'A') }",
    "in a named graph": "SELECT ?x { GRAPH ?g { ?e gov:quote ?q } BIND(UCASE(?q) AS ?x) }",
    "within EXISTS": "SELECT ?n { VALUES ?n { 1 2 } ?e gov:quote ?q FILTER EXISTS { ?s ?p ?o FILTER(STRLEN(?q) > ?n) } }",
    "an escape": "SELECT ?x { ?e gov:\\u0071uote ?q BIND(UCASE(?q) AS ?x) }",
    "a prefix that ends in the name": "SELECT ?x { ?e half:te ?q BIND(UCASE(?q) AS ?x) }",
    "a relative address": "BASE <https://w3id.org/govgraph/x> SELECT ?x { ?e <ns#quote> ?q BIND(UCASE(?q) AS ?x) }",
    "dots in an address": "SELECT ?x { ?e <https://w3id.org/govgraph/x/../ns#quote> ?q BIND(UCASE(?q) AS ?x) }",
    "values elsewhere": "SELECT ?x { { VALUES ?p { rdfs:label } } UNION { } ?e ?p ?q BIND(UCASE(?q) AS ?x) }",
    "values that are not its own": "SELECT ?x { VALUES ?p { rdfs:label } { SELECT ?x { ?e ?p ?q BIND(UCASE(?q) AS ?x) } } }",
    "values that leave it open": "SELECT ?x { VALUES ?p { rdfs:label UNDEF } ?e ?p ?q BIND(UCASE(?q) AS ?x) }",
    "values with the words": "SELECT ?x { VALUES ?p { rdfs:label gov:quote } ?e ?p ?q BIND(UCASE(?q) AS ?x) }",
    "a comment between": "SELECT ?x { ?e gov:quote #)\n ?q BIND(UCASE(?q) AS ?x) }",
    "abstracts": "SELECT ?x { ?w gov:abstract ?q BIND(UCASE(?q) AS ?x) }",
    "definitions": "SELECT ?x { ?w skos:definition ?q BIND(UCASE(?q) AS ?x) }",
    "too many tests": "SELECT ?e { ?e gov:quote ?q " + "FILTER(CONTAINS(?q, 'o')) " * (TESTS_AT_MOST + 1) + "}",
    "a graph": "CONSTRUCT { ?e rdfs:comment ?x } { ?e gov:quote ?q BIND(CONCAT(?q, '') AS ?x) }",
    "a statement on a statement": "SELECT ?x { << ?e gov:quote ?q >> ?p ?o BIND(UCASE(?q) AS ?x) }",
}
ANSWERED = {
    "the words": "SELECT ?q { ?e gov:quote ?q } ORDER BY ?q",
    "their number": "SELECT (COUNT(DISTINCT ?q) AS ?n) { ?e gov:quote ?q }",
    "a test": 'SELECT ?q { ?e gov:quote ?q FILTER(CONTAINS(LCASE(STR(?q)), LCASE("Counter"))) }',
    "a pattern": 'SELECT ?q { ?e gov:quote ?q FILTER REGEX(?q, "count.*queue", "i") }',
    "one of several": "SELECT ?e (SAMPLE(?q) AS ?one) { ?e gov:quote ?q } GROUP BY ?e",
    "their language": 'SELECT ?q { ?c skos:definition ?q FILTER(BOUND(?q) && LANG(?q) != "de") }',
    "labels": 'SELECT (CONCAT(?a, " ", ?b) AS ?x) { ?e gov:quote ?q . ?t rdfs:label ?a . OPTIONAL { ?t skos:altLabel ?b } }',
    "names joined": 'SELECT (GROUP_CONCAT(?l; separator=", ") AS ?x) { ?w rdfs:label ?l }',
    "figures": "SELECT (?to - ?from AS ?x) { ?e gov:position ?from ; gov:endPosition ?to FILTER(?to - ?from > 10) }",
    "what lies within": 'SELECT (CONCAT(?l, "!") AS ?x) { ?j gov:isoCode ?code . ?j gov:within* ?k . ?k rdfs:label ?l }',
    "links backwards": 'SELECT (CONCAT(?l, "!") AS ?x) { ?t ^gov:bearsOn ?c ; rdfs:label ?l }',
    "predicates": 'SELECT DISTINCT ?p { ?s ?p ?o FILTER(STRSTARTS(STR(?p), "https://w3id.org/")) }',
    "predicates from a list": """SELECT (CONCAT(?l, " ", ?s) AS ?x) { VALUES (?p ?s) { (gov:supportsTheory "supports") (gov:bearsOn "on") }
        GRAPH ?g { ?c ?p ?t } ?t rdfs:label ?l FILTER(STR(?t) != "") }""",
}


@contextmanager
def serving(engine: str, store: Store, folder: Path) -> Iterator[TestClient]:
    """A server over the store, or over the same in a remote engine."""
    if engine == "embedded":
        with TestClient(application(Settings(sparql_seconds=60.0), store)) as client:
            yield client
        return
    with elsewhere(store, folder / "there") as there, TestClient(application(Settings(sparql_seconds=60.0), there)) as client:
        yield client


@pytest.fixture(scope="module", params=["embedded", "remote"])
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("closed")
    with serving(request.param, small_atlas(folder / "store"), folder) as client:
        yield client


def asked(client: TestClient, query: str) -> httpx2.Response:
    return client.post("/sparql", data={"query": f"{PREFIXES}{query}"}, headers={"accept": "text/csv, text/turtle;q=0.5"})


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_is_computed_with_closed_words(client: TestClient, name: str) -> None:
    answer = asked(client, DRAWN[name])
    assert answer.status_code == 403, answer.text
    assert "govgraph sparql" in answer.text, "what can be done instead is told"
    assert not [text for text in (CLOSED, SECRET_TEXT, OPEN_TEXT) if text[20:60].lower() in answer.text.lower()]


@pytest.mark.parametrize("name", ANSWERED)
def test_all_else_is_answered(client: TestClient, name: str) -> None:
    answer = asked(client, ANSWERED[name])
    assert answer.status_code == 200, answer.text
    assert len(answer.text.splitlines()) > 1
    assert SECRET_TEXT[:40] not in answer.text, "of which only the place may be told"


@pytest.mark.parametrize("name", queries.names())
def test_every_saved_query_can_be_asked_as_it_is(name: str) -> None:
    assert computed(queries.saved(name).text) == ""


def test_where_every_source_is_open_all_is_computed(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    capture, said = page(1)
    load(store, capture, [Source(label="Page 1", licence="CC BY 4.0", display="full"), *said[1:]])
    with serving("embedded", store, tmp_path) as client:
        answer = asked(client, 'SELECT (CONCAT(UCASE(?q), "!") AS ?x) { ?e gov:quote ?q }')
        assert (answer.status_code, "SHARED SERVICES FAIL.!" in answer.text) == (200, True)


def test_whoever_has_the_store_computes_on_the_command_line(tmp_path: Path) -> None:
    small_atlas(tmp_path / "store").close()
    told = govgraph("sparql", f"{PREFIXES}{DRAWN['lengths']}", "--store", str(tmp_path / "store"))
    assert told.returncode == 0, told.stderr
    assert len(told.stdout.splitlines()) > 2
