"""Ad-hoc SPARQL: refused, bounded or answered whole; the process that asks never dies."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from shared import SHARED, needs_shared

from api.server.workers.pool import Pool, pool
from api.server.workers.questions import AdHoc
from api.settings import Settings
from graph.engines.adhoc import forbidden

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JSON = "application/sparql-results+json"
GRAPH = "urn:g"
COUNT = 12_000


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    folder: Path = tmp_path_factory.mktemp("adhoc")
    store = Store(str(folder / "store"))
    p, g = NamedNode("urn:p"), NamedNode(GRAPH)
    store.extend([Quad(NamedNode(f"urn:s{i}"), p, Literal(f"line\n{i}"), g) for i in range(COUNT)])
    store.flush()
    store.backup(str(folder / "snapshot"))
    with pool(str(folder / "snapshot"), Settings(sparql_seconds=1.5)) as made:
        yield made


def ask(asked: Pool, query: str, media_type: str = JSON) -> tuple[int, bytes]:
    answer = asked.ask(AdHoc(query, media_type, GRAPH, None, Settings().sparql_rows))
    return answer.status, answer.body


def test_select_ask_and_construct(asked: Pool) -> None:
    status, body = ask(asked, "SELECT ?o { <urn:s7> ?p ?o }", "text/csv")
    assert (status, body.replace(b"\r", b"")) == (200, b'o\n"line\n7"\n')
    assert ask(asked, "ASK { ?s ?p ?o }") == (200, b'{"head":{},"boolean":true}')
    status, body = ask(asked, "CONSTRUCT WHERE { <urn:s7> ?p ?o }", "application/n-triples")
    assert (status, body.strip()) == (200, rb'<urn:s7> <urn:p> "line\n7" .')


def test_too_many_rows_are_an_error_and_not_a_part(asked: Pool) -> None:
    status, body = ask(asked, "SELECT * { ?s ?p ?o }")
    assert status == 413
    assert b"10000" in body
    assert ask(asked, "SELECT * { ?s ?p ?o } LIMIT 10000")[0] == 200


def test_a_runaway_is_stopped_and_the_next_query_answered(asked: Pool) -> None:
    began = time.monotonic()
    status, body = ask(asked, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }")
    assert status == 504
    assert b"1.5 s" in body
    assert time.monotonic() - began < 5
    assert ask(asked, "ASK { ?s ?p ?o }")[0] == 200


def test_memory_is_bounded(asked: Pool) -> None:
    status, _ = ask(asked, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?f ?i")
    assert status in (400, 503, 504)
    assert ask(asked, "ASK { ?s ?p ?o }")[0] == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403),
        ("ASK { FILTER EXISTS { SERVICE SILENT ?x { ?s ?p ?o } } }", 403),
        ("DELETE WHERE { ?s ?p ?o }", 400),
        ("LOAD <http://127.0.0.1:9/>", 403),
        ("SELECT * " + "{" * 60 + "}" * 60, 400),
    ],
)
def test_what_may_not_run_is_refused(query: str, status: int) -> None:
    refused = forbidden(query)
    assert refused is not None
    assert refused[0] == status


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "SERVICE { and LOAD" } # SERVICE',
        "PREFIX service: <urn:service> SELECT ?load { ?s service:load ?load }",
        "SELECT ?insert WHERE { ?insert <urn:SERVICE> 'it is {{{ text' }",
    ],
)
def test_words_in_strings_names_and_comments_do_no_harm(query: str) -> None:
    assert forbidden(query) is None


@needs_shared
def test_hostile_queries_are_refused_or_bounded(asked: Pool) -> None:
    for file in sorted((SHARED / "hostile" / "sparql").iterdir()):
        status, _ = ask(asked, file.read_text(encoding="utf-8"))
        assert status >= 400 or file.name == "path_star.rq", file.name
    assert ask(asked, "ASK { ?s ?p ?o }")[0] == 200


def test_a_pool_that_was_closed_answers_who_still_comes(asked: Pool) -> None:
    late = Pool(asked.snapshot, Settings(sparql_seconds=5, sparql_workers=1))
    assert ask(late, "ASK {}")[0] == 200
    late.close()
    began = time.monotonic()
    assert ask(late, "ASK {}")[0] == ask(late, "ASK {}")[0] == 200
    assert time.monotonic() - began < 5


def test_a_snapshot_that_is_gone_is_told(tmp_path: Path) -> None:
    with pool(str(tmp_path / "nothing"), Settings(sparql_seconds=5)) as made:
        status, told = ask(made, "ASK {}")
    assert status == 503
    assert b"try again" in told
