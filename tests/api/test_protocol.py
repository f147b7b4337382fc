"""The SPARQL endpoint as its protocol has it: what it says of itself, examples that run, datasets, formats, and what it refuses."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from shared import SHARED, needs_shared
from small import small_atlas
from starlette.testclient import TestClient

import queries
from api.app import application
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SH = "http://www.w3.org/ns/shacl#"
VOID = "http://rdfs.org/ns/void#"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    store = small_atlas(tmp_path_factory.mktemp("protocol") / "store")
    with TestClient(application(Settings(sparql_seconds=60.0), store), follow_redirects=False) as made:
        yield made
    store.close()


@pytest.fixture
def hurried(tmp_path: Path) -> Iterator[TestClient]:
    """A server that soon gives up."""
    store = small_atlas(tmp_path / "store")
    with TestClient(application(Settings(sparql_seconds=1.5), store), follow_redirects=False) as made:
        yield made
    store.close()


def test_every_saved_query_is_an_example_that_runs(client: TestClient) -> None:
    answer = client.get("/.well-known/sparql-examples")
    assert answer.headers["content-type"].startswith("text/turtle")
    assert answer.headers["access-control-allow-origin"] == "*"
    triples = list(parse(answer.content, format=RdfFormat.TURTLE))
    texts = {t.subject.value: t.object.value for t in triples if t.predicate.value in (f"{SH}select", f"{SH}construct")}
    assert {iri.rsplit("/", 1)[1] for iri in texts} == set(queries.names())
    executable = {NamedNode(f"{SH}SPARQL{kind}Executable") for kind in ("Select", "Construct")}
    assert sum(t.object in executable for t in triples) == len(texts)
    for iri, text in texts.items():
        ran = client.post("/sparql", content=text, headers={"content-type": "application/sparql-query", "accept": "text/csv"})
        assert ran.status_code == 200, (iri, ran.text)


def test_void_counts_what_there_is(client: TestClient) -> None:
    triples = list(parse(client.get("/.well-known/void").content, format=RdfFormat.TURTLE))
    told = {t.predicate.value.removeprefix(VOID): t.object.value for t in triples if t.predicate.value.startswith(VOID)}
    counted = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).json()
    sizes = {t.object.value for t in triples if t.predicate.value == f"{VOID}triples"}
    assert counted["results"]["bindings"][0]["n"]["value"] in sizes
    assert told["sparqlEndpoint"] == "http://testserver/sparql"
    assert any(t.object.value.endswith("ns#Concept") for t in triples if t.predicate.value == f"{VOID}class")


FORMATS = ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_three_ways_to_ask_and_four_formats(client: TestClient, way: str, kind: str) -> None:
    query, headers = "SELECT ?c { ?c a <https://w3id.org/govgraph/ns#Case> } ORDER BY ?c", {"accept": kind}
    if way == "get":
        answer = client.get("/sparql", params={"query": query}, headers=headers)
    elif way == "form":
        answer = client.post("/sparql", data={"query": query}, headers=headers)
    else:
        answer = client.post("/sparql", content=query, headers={**headers, "content-type": "application/sparql-query; charset=utf-8"})
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, kind)
    assert "/id/case/" in answer.text


def test_the_dataset_of_the_protocol_goes_before_the_usual_one(client: TestClient) -> None:
    ask = {"query": "ASK { ?s ?p ?o }"}
    meta, nothing = "https://w3id.org/govgraph/graph/meta", "urn:nothing"
    assert client.get("/sparql", params={**ask, "default-graph-uri": meta}).json()["boolean"]
    assert not client.get("/sparql", params={**ask, "default-graph-uri": nothing}).json()["boolean"]
    named = {"query": "ASK { GRAPH ?g { ?s ?p ?o } }"}
    assert client.get("/sparql", params={**named, "named-graph-uri": [nothing, meta]}).json()["boolean"]
    assert not client.get("/sparql", params={**named, "named-graph-uri": nothing}).json()["boolean"]
    assert client.get("/sparql", params={**ask, "default-graph-uri": "not an iri"}).status_code == 400
    assert client.post("/sparql", params={"default-graph-uri": nothing}, data=ask).json()["boolean"] is False


META, NOTHING = "<https://w3id.org/govgraph/graph/meta>", "<urn:nothing>"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (f"ASK FROM {META} {{ ?s ?p ?o }}", True),
        (f"ASK from{NOTHING} {{ ?s ?p ?o }}", False),
        ("PREFIX from: <https://w3id.org/govgraph/graph/> ASK FROM from:meta { ?s ?p ?o }", True),
        (f"ASK FROM NAMED {META} {{ GRAPH ?g {{ ?s ?p ?o }} }}", True),
        (f"ASK FROM NAMED {META} {{ ?s ?p ?o }}", False),
        ("ASK { ?from a <https://w3id.org/govgraph/ns#Case> }  # FROM <urn:nothing>", True),
        ("ASK { ?s a <https://w3id.org/govgraph/ns#Case> FILTER('FROM <urn:nothing>' != '') }", True),
    ],
)
def test_the_dataset_that_a_query_tells_is_the_one_it_runs_on(client: TestClient, query: str, found: bool) -> None:
    assert client.get("/sparql", params={"query": query}).json()["boolean"] is found


def test_the_dataset_of_the_protocol_goes_before_that_of_the_query(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": f"ASK FROM {META} {{ ?s ?p ?o }}", "default-graph-uri": NOTHING.strip("<>")})
    assert answer.json()["boolean"] is False


def test_two_default_graphs_are_refused_however_they_are_told(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": f"ASK FROM {META} FROM {NOTHING} {{ ?s ?p ?o }}"})
    assert (answer.status_code, "counts a statement once a graph" in answer.text) == (400, True)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"params": {"query": "SELECT"}}, 400),
        ({"params": {"query": ["ASK {}", "ASK {}"]}}, 400),
        ({"params": {"query": "ASK {}", "update": "CLEAR ALL"}}, 403),
        ({"params": {"query": ""}}, 400),
    ],
)
def test_what_is_not_a_query_is_a_fault_of_the_client(client: TestClient, sent: dict[str, object], status: int) -> None:
    answer = client.get("/sparql", **sent)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (status, "*")


def test_a_body_of_another_kind_or_too_long(client: TestClient) -> None:
    assert client.post("/sparql", content="{}", headers={"content-type": "application/json"}).status_code == 415
    assert client.post("/sparql", content="DROP ALL", headers={"content-type": "application/sparql-update"}).status_code == 403
    assert client.post("/sparql", content=b"x" * 200_000, headers={"content-type": "application/sparql-query"}).status_code == 413
    assert client.post("/sparql", content=b"\xff\xfe", headers={"content-type": "application/sparql-query"}).status_code == 400


@needs_shared
def test_hostile_queries_over_http(hurried: TestClient) -> None:
    for file in sorted((SHARED / "hostile" / "sparql").iterdir()):
        began = time.monotonic()
        answer = hurried.post("/sparql", data={"query": file.read_text(encoding="utf-8")})
        assert answer.status_code in (200, 400, 403, 413, 503, 504), file.name
        assert time.monotonic() - began < 1.5 + 5, file.name
        assert hurried.get("/healthz").json() == {"status": "ok"}
        if answer.status_code == 200:
            json.loads(answer.text)


def test_a_prefix_that_is_not_declared_is_named(client: TestClient) -> None:
    answer = client.post("/sparql", data={"query": "SELECT ?s WHERE { ?s foo:stance ?o }"})
    told = "the query could not be read: line 1, column 32: the prefix foo: is not declared; begin with PREFIX foo: <…>"
    assert (answer.status_code, answer.text) == (400, told)


def test_the_form_begins_with_a_saved_question(client: TestClient) -> None:
    page = client.get("/sparql?example=contested-theories", headers={"accept": "text/html"}).text
    assert "COUNT(DISTINCT ?for)" in page
    assert '<option value="contested-theories" selected>' in page
    assert "#+ summary" not in page
    assert client.get("/sparql?example=../../etc", headers={"accept": "text/html"}).status_code == 200
