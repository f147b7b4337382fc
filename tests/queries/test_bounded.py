"""Saved queries within limits: one that runs away is an error in time, by address and GraphQL, and others go on being answered."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command import govgraph
from engines import remote_server
from small import small_atlas
from starlette.testclient import TestClient

import queries
from api.app import application
from api.settings import Settings, read_settings
from graph.opening import open_store
from graph.store import RESOLVED

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 1.0
PREFIX = "PREFIX gov: <https://w3id.org/govgraph/ns#>\n"
RUNAWAY = """#+ summary: How many ways lead from anything to anything to anything?
#+ columns:
#+   n: integer
SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?f != ?i && ?a != ?i) }
"""
IN_ORDER = """#+ summary: What stands beside anything, in order?
#+ columns:
#+   one: text
#+   other: text
SELECT ?one ?other WHERE { ?one ?b ?c . ?other ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i
"""
GRAPH = """#+ summary: What joins anything with anything?
PREFIX gov: <https://w3id.org/govgraph/ns#>
CONSTRUCT { ?a gov:relatedConcept ?d } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }
"""
FEW = """#+ summary: Which works are there?
#+ columns:
#+   work: work
#+   ofAnything: boolean
#+   number: decimal
PREFIX gov: <https://w3id.org/govgraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?work ?workLabel ?ofAnything ?number WHERE {
  ?work a gov:Work ; rdfs:label ?workLabel . OPTIONAL { ?work gov:nothing ?none } BIND(BOUND(?none) AS ?ofAnything) BIND(1.50 AS ?number)
} ORDER BY ?workLabel
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a store and queries of somebody's own."""
    made = tmp_path_factory.mktemp("bounded")
    small_atlas(str(made / "store")).close()
    (made / "theirs").mkdir()
    for name, text in (("run-away", RUNAWAY), ("run-away-graph", GRAPH), ("run-in-order", IN_ORDER), ("few-works", FEW)):
        (made / "theirs" / f"{name}.rq").write_text(text, encoding="utf-8")
    before = queries._theirs
    yield made
    queries._theirs = before


def served(folder: Path, **more: object) -> TestClient:
    told = {"store": str(folder / "store"), "queries": str(folder / "theirs"), "sparql_workers": 1, **more}
    return TestClient(application(read_settings(told)), follow_redirects=False)


@pytest.fixture
def hurried(folder: Path) -> Iterator[TestClient]:
    with served(folder, sparql_seconds=SECONDS) as made:
        yield made


@pytest.fixture
def patient(folder: Path) -> Iterator[TestClient]:
    with served(folder) as made:
        yield made


def test_an_engine_elsewhere_is_awaited_for_as_long(tmp_path: Path) -> None:
    (tmp_path / "run-away-there.rq").write_text(RUNAWAY, encoding="utf-8")
    before = queries._theirs
    with remote_server() as address:
        store = open_store(address, settings={"captures": str(tmp_path / "captures")})
        store.load(f"<urn:a:{n}> <urn:b> <urn:c:{n}> <{RESOLVED}> .\n".encode() for n in range(3_000))
        with TestClient(application(Settings(queries=str(tmp_path), sparql_seconds=SECONDS), store)) as client:
            answer = client.get("/queries/run-away-there.json")
    queries._theirs = before
    assert answer.status_code == 502
    assert "no answer within 1 s" in answer.text


@pytest.mark.parametrize("form", ["json", "csv", "html"])
def test_a_query_that_runs_away_is_an_error_in_time(hurried: TestClient, form: str) -> None:
    answer = hurried.get(f"/queries/run-away.{form}", headers={"Accept": "text/html" if form == "html" else "*/*"})
    assert answer.status_code == 503
    assert "longer than 1 s" in answer.text  # it would run for hours


def test_a_graph_that_runs_away_is_one_too(hurried: TestClient) -> None:
    answer = hurried.get("/queries/run-away-graph.ttl")
    assert answer.status_code == 503
    assert "gov:" not in answer.text


def test_graphql_tells_the_same(hurried: TestClient) -> None:
    answer = hurried.post("/graphql", json={"query": '{ savedQuery(name: "run-away") { rows } works { totalCount } }'}).json()
    assert "longer than 1 s" in answer["errors"][0]["message"]
    assert answer["errors"][0]["path"] == ["savedQuery"]
    assert answer["errors"][0]["extensions"] == {"code": "TRY_LATER"}
    assert answer["data"]["savedQuery"] is None
    assert answer["data"]["works"]["totalCount"] > 0


def test_the_command_gives_up_in_time(folder: Path) -> None:
    words = [str(Path(sys.executable).with_name("govgraph")), "query", "run-away", "--store", str(folder / "store"), "--format", "csv"]
    limits = {"PATH": "", "GOVGRAPH_QUERIES": str(folder / "theirs"), "GOVGRAPH_SPARQL_SECONDS": str(SECONDS)}
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60, env=limits)
    assert (done.returncode, done.stdout) == (75, "")
    assert done.stderr.startswith("govgraph: the query ran longer than 1 s")
    patience = limits | {"GOVGRAPH_SPARQL_SECONDS": "60"}
    few = subprocess.run([*words[:2], "few-works", *words[3:]], capture_output=True, text=True, check=False, timeout=60, env=patience)
    assert (few.returncode, few.stderr) == (0, "")


def test_the_command_gives_up_at_a_limit_of_memory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("QUERIES", str(folder / "theirs")), ("SPARQL_SECONDS", "60"), ("SPARQL_MEMORY", "64")):
        monkeypatch.setenv(f"GOVGRAPH_{name}", value)
    done = govgraph("query", "run-in-order", "--store", str(folder / "store"))
    assert done.stdout == ""
    assert done.returncode in {1, 75}  # the engine's allocation failed, or one of ours
    assert "memory" in done.stderr.partition("(limits")[0]
    assert govgraph("query", "few-works", "--store", str(folder / "store")).returncode == 0


def test_what_a_worker_answers_is_what_the_store_answers(patient: TestClient) -> None:
    store = patient.app.state.service.store
    asked = [("few-works", {}), ("few-works", {"limit": "2"})]
    asked += [(query.name, dict(query.example.parameters)) for query in queries.every() if not query.name.startswith("run-")]
    for name, given in asked:
        found = patient.get(f"/queries/{name}.json", params=given)
        try:
            told = queries.run(store, name, given)
        except queries.UsageError:
            assert found.status_code == 400, name
            continue
        assert found.text == told.written("json"), name


def test_graphql_gives_a_saved_query_page_by_page(patient: TestClient) -> None:
    query = 'query ($after: String) { savedQuery(name: "few-works", limit: 2, after: $after) { rows next } }'
    every = patient.post("/graphql", json={"query": '{ savedQuery(name: "few-works") { rows next } }'}).json()["data"]["savedQuery"]
    assert every["next"] is None
    rows, after = [], None
    for _ in range(20):
        page = patient.post("/graphql", json={"query": query, "variables": {"after": after}}).json()["data"]["savedQuery"]
        assert len(page["rows"]) <= 2
        rows += page["rows"]
        after = page["next"]
        if after is None:
            break
    assert rows == every["rows"]
    assert len(rows) > 2
