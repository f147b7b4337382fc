"""Queries that are meant to hurt: each is refused or stopped within its time, none reaches the network, and the next one is answered."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from api.server.workers.pool import Pool, pool
from api.server.workers.questions import AdHoc, Ours
from api.settings import Settings
from graph.engines.adhoc import forbidden

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMIT = 0.3
GRACE = 5.0
"""Seconds that a loaded machine may take longer to say that the time was up."""
GRAPH = "urn:g"
PAIR = "?a ?b ?c . ?d ?e ?f"
COUNT = "SELECT (COUNT(*) AS ?n)"

STOPPED = {
    "grouped pairs": f"SELECT ?b (COUNT(DISTINCT ?f) AS ?n) (SAMPLE(?c) AS ?m) {{ {PAIR} }} GROUP BY ?b",
    "sorted pairs": f"SELECT ?a {{ {PAIR} }} ORDER BY CONCAT(?c, ?f) LIMIT 10",
    "far offset": f"SELECT ?a {{ {PAIR} }} OFFSET 9223372036854775807",
    "closure of all": COUNT + " { ?a <urn:n>+ ?b }",
    "closure of closures": COUNT + " { ?a ((<urn:n>+)*/(<urn:n>*)+)+ ?b }",
    "closure of anything": COUNT + " { ?a (<urn:n>|!<urn:n>|^<urn:n>)* ?b }",
    "deep path": "SELECT * { ?a " + "(" * 46 + "<urn:n>" + ")*" * 46 + " ?b }",
    "doubled text": "SELECT ?x40 { BIND('0123456789' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    + " }",
    "replaced text": "SELECT ?x9 { BIND('aaaaaaaaaa' AS ?x0) "
    + " ".join(f"BIND(REPLACE(?x{n}, 'a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa') AS ?x{n + 1})" for n in range(9))
    + " }",
    "joined text": f"SELECT (GROUP_CONCAT(CONCAT(?c, ?f); separator='xxxxxxxxxxxxxxxx') AS ?all) {{ {PAIR} }}",
    "expression made of data": f"{COUNT} {{ {PAIR} FILTER REGEX(STR(?c), CONCAT('(', STR(?f), '|.*){{1,50}}')) }}",
    "nested EXISTS": COUNT + " { ?a ?b ?c " + "FILTER EXISTS { ?x ?y ?z " * 15 + "FILTER(?z = 'no')" + " }" * 15 + " }",
    "NOT EXISTS twice": COUNT
    + " { ?a ?b ?c FILTER NOT EXISTS { ?d ?e ?f FILTER NOT EXISTS { ?g ?h ?i FILTER(CONCAT(?c, ?f) = ?i) } } }",
    "MINUS of pairs": f"{COUNT} {{ {PAIR} MINUS {{ ?a ?x ?c . ?d ?y ?f }} }}",
    "optional everything": COUNT + " { " + " ".join(f"OPTIONAL {{ ?a{n} ?b{n} ?c{n} }}" for n in range(20)) + " }",
    "nested OPTIONAL": "SELECT * { " + "OPTIONAL { ?a ?b ?c " * 40 + "}" * 40 + " }",
    "many unions": COUNT + " { " + " UNION ".join([f"{{ {PAIR} }}"] * 1_500) + " }",
    "product of unions": COUNT + " { " + " ".join(f"{{ {{ ?a{n} ?b ?c }} UNION {{ ?c ?b ?a{n} }} }}" for n in range(12)) + " }",
    "huge VALUES": COUNT
    + " { "
    + " ".join(f"VALUES ?{v} {{ {' '.join(map(str, range(5_000)))} }}" for v in "ab")
    + " FILTER(?a > ?b) }",
    "product of VALUES": COUNT + " { " + " ".join(f"VALUES ?v{n} {{ 1 2 3 4 5 6 7 8 9 }}" for n in range(12)) + " }",
    "product by chance": "SELECT * { " + " ".join(f"VALUES ?v{n} {{ 1 2 3 4 5 6 7 8 9 }}" for n in range(8)) + " } ORDER BY RAND()",
    "nested sub-selects": "SELECT * { " + "{ SELECT * { " * 20 + PAIR + " } ORDER BY ?c }" * 20 + " }",
    "new names": f"SELECT (COUNT(DISTINCT ?u) AS ?n) {{ {PAIR} BIND(UUID() AS ?u) }}",
    "digests": f"SELECT (MAX(?h) AS ?n) {{ {PAIR} BIND(SHA512(CONCAT(?c, ?f)) AS ?h) }}",
    "long IN": f"{COUNT} {{ {PAIR} FILTER(?c IN ({', '.join(map(str, range(5_000)))})) }}",
    "long list": "SELECT * { ?s ?p (" + " 1" * 45_000 + ") }",
    "star of patterns": "SELECT * { ?s " + "; ".join(f"?p{n} ?o{n}" for n in range(4_000)) + " }",
    "LATERAL": COUNT + " { ?a ?b ?c LATERAL { SELECT * { ?d ?e ?f . ?g ?h ?i } ORDER BY ?f LIMIT 1 } }",
    "HAVING": f"SELECT ?c {{ {PAIR} }} GROUP BY ?c HAVING (SUM(STRLEN(?f)) > 1e12)",
}  # fmt: skip
TOO_MUCH = {
    "constructed pairs": f"CONSTRUCT {{ {' '.join(f'?a <urn:x{n}> ?f .' for n in range(200))} }} WHERE {{ {PAIR} }}",
    "constructed nodes": f"CONSTRUCT {{ [] <urn:x> [ <urn:y> [ <urn:z> ?f ] ] }} WHERE {{ {PAIR} }}",
    "described pairs": f"DESCRIBE ?a ?d {{ {PAIR} }}",
    "a file as data": "SELECT * FROM <file:///etc/passwd> { ?a ?b ?c . ?d ?b ?f }",
}
UNREADABLE = {
    "additions": "SELECT (1" + "+1" * 40_000 + " AS ?n) {}",
    "negations": "ASK { FILTER(" + "! " * 45_000 + "true) }",
    "brackets": "SELECT * { ?s ?p " + "[" * 20_000 + "]" * 20_000 + " }",
    "nodes in nodes": "SELECT * { ?s ?p " + "[ <urn:p> " * 4_000 + "1" + " ]" * 4_000 + " }",
    "a huge limit": "SELECT * { ?s ?p ?o } LIMIT 99999999999999999999999",
    "half a pair": "SELECT * { ?s ?p '\\uD800' }",
    "no character": "SELECT * { ?s ?p '\\U00110000' }",
    "two requests": "ASK {} ; DROP ALL",
}
OUTSIDE = [
    "SELECT * { SERVICE SILENT <%> { ?s ?p ?o } }",
    "SELECT * { VALUES ?e { <%> } SERVICE ?e { ?s ?p ?o } }",
    "SELECT * { #\nSERVICE#\n<%> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'it\\'s' SERVICE <%> { ?s ?p ?o } }",
    "SELECT * { FILTER(?a<?b)SERVICE<%>{ ?s ?p ?o } FILTER(?b>?a) }",
    "PREFIX e: <%> SELECT * { SERVICE e:x { ?s ?p ?o } }",
    "PREFIX : <%> SELECT * { SERVICE :x { ?s ?p ?o } }",
    "PREFIX : <%> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "prefix:<%>select*{service:x{?s ?p ?o}}",
    "LOAD SILENT <%> INTO GRAPH <urn:x>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <%> { ?s ?p ?o } }",
]  # fmt: skip


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = tmp_path_factory.mktemp("hostile")
    store = Store(str(folder / "store"))
    g = NamedNode(GRAPH)
    store.extend([Quad(NamedNode(f"urn:s{n}"), NamedNode("urn:p"), Literal(f"line {n}"), g) for n in range(12_000)])
    store.extend([Quad(NamedNode(f"urn:s{n}"), NamedNode("urn:n"), NamedNode(f"urn:s{n + 1}"), g) for n in range(3_000)])
    store.flush()
    store.backup(str(folder / "snapshot"))
    return str(folder / "snapshot")


@pytest.fixture(scope="module")
def asked(snapshot: str) -> Iterator[Pool]:
    with pool(snapshot, Settings(sparql_seconds=LIMIT)) as made:
        yield made


@pytest.fixture(scope="module")
def unhurried(snapshot: str) -> Iterator[Pool]:
    with pool(snapshot, Settings(sparql_seconds=30)) as made:
        yield made


def ask(asked: Pool, query: str) -> tuple[int, bytes]:
    answer = asked.ask(AdHoc(query, "", GRAPH, None, Settings().sparql_rows))
    return answer.status, answer.body


@pytest.mark.parametrize("name", STOPPED)
def test_what_runs_away_is_stopped(asked: Pool, name: str) -> None:
    began = time.monotonic()
    status, told = ask(asked, STOPPED[name])
    assert time.monotonic() - began < LIMIT + GRACE
    assert status in (400, 503, 504), told[:200]
    assert len(told) < 500


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_answers_too_much_is_no_part_of_an_answer(unhurried: Pool, name: str) -> None:
    status, told = ask(unhurried, TOO_MUCH[name])
    assert status == 413
    assert b"LIMIT" in told


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_breaks_a_reader_is_a_fault_of_the_query(unhurried: Pool, name: str) -> None:
    assert ask(unhurried, UNREADABLE[name])[0] == 400
    assert ask(unhurried, "ASK { ?s ?p ?o }")[0] == 200


@pytest.fixture
def listener() -> Iterator[tuple[str, list[object]]]:
    """An address of this machine, and the calls that came."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    caller, where = server.accept()
                except OSError:
                    return
                calls.append(where)
                caller.close()

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", calls


@pytest.mark.parametrize("query", OUTSIDE)
def test_no_query_asks_another_server(unhurried: Pool, query: str, listener: tuple[str, list[object]]) -> None:
    address, calls = listener
    refused = forbidden(query.replace("%", address))
    assert refused is not None
    assert refused[0] == 403
    assert ask(unhurried, query.replace("%", address))[0] == 403
    assert calls == []


def test_a_worker_has_no_network_even_for_what_was_let_through(unhurried: Pool, listener: tuple[str, list[object]]) -> None:
    address, calls = listener
    query = f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"
    answer = unhurried.ask(Ours(query, GRAPH, None))  # questions of ours are not looked through
    assert answer.status == 400
    if b"Permission denied" not in answer.body:
        pytest.skip(f"this system's kernel takes no network away: {answer.body!r}")
    assert calls == []
