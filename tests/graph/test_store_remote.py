"""A remote engine that misbehaves is an error that says what, where and what to do; never an answer."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qs, urlencode
from urllib.request import Request, urlopen

import pytest
from engines import remote_server

from graph.errors import InputError, StoreError, UsageError
from graph.store import RESOLVED, capture_graph, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store

ROWS = "SELECT ?s WHERE { ?s ?p ?o }"
GOOD = json.dumps(
    {"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"type": "uri", "value": f"urn:{n}"}} for n in range(9)]}}
).encode()
LINE = f'<urn:a> <urn:p> "x" <{RESOLVED}> .\n'.encode()


class Engine(BaseHTTPRequestHandler):
    """Answers what the test lays down: status, media type, body, and how many bytes of it are really sent."""

    status = 200
    kind = "application/sparql-results+json"
    body = GOOD
    sent: int | None = None
    wait = threading.Event()
    patient = False
    asked: ClassVar[list[tuple[str, str, bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).asked.append((self.path, self.headers["Authorization"] or "", body))
        if self.patient:
            self.wait.wait(5)
        self.send_response(self.status)
        self.send_header("Content-Type", self.kind)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body[: self.sent])

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@contextmanager
def engine(settings: dict[str, str] | None = None, *, honours: bool = True, **behaviour: object) -> Iterator[Store]:
    kind = type("Behaving", (Engine,), behaviour | {"asked": [], "wait": threading.Event()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)  # type: ignore[arg-type]
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    store = open_store(f"http://127.0.0.1:{server.server_port}", settings=settings)
    store._dataset_honoured = honours  # type: ignore[attr-defined] # its probe has tests of its own
    store.engine = kind  # type: ignore[attr-defined]
    try:
        yield store
    finally:
        kind.wait.set()  # type: ignore[attr-defined]
        store.close()
        server.shutdown()
        server.server_close()


def test_a_sound_answer_is_read() -> None:
    with engine() as store:
        assert len(list(store.select(ROWS))) == 9


@pytest.mark.parametrize("cut", [1, 2, 10, len(GOOD) - 40, len(GOOD)])
def test_json_that_breaks_off_with_status_200_is_an_error(cut: int) -> None:
    with engine(body=GOOD[:-cut] + b"The operation has been cancelled") as store, pytest.raises(StoreError, match="broke off"):
        store.select(ROWS)
    with engine(body=GOOD[:-cut]) as store, pytest.raises(StoreError, match="broke off"):
        store.select(ROWS)


@pytest.mark.parametrize("body", [b'{"head": {}, "boolean": true', b'{"head": {}, "boolean": tr', b""])
def test_a_yes_that_breaks_off_is_no_yes(body: bytes) -> None:
    with engine(body=body) as store, pytest.raises(StoreError, match="broke off"):
        store.ask("ASK { ?s ?p ?o }")


def test_a_long_answer_that_breaks_off_raises_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.engines.remote.HELD", 100)
    with engine(body=GOOD[:-30]) as store:
        rows = store.select(ROWS)
        with pytest.raises(StoreError, match="broke off"):
            list(rows)
    with engine() as store:
        assert len(list(store.select(ROWS))) == 9


def test_a_connection_that_drops_is_an_error() -> None:
    with engine(sent=60) as store, pytest.raises(StoreError, match="broke off"):
        store.select(ROWS)


def test_statements_that_break_off_are_an_error() -> None:
    body = b"<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> <ur"
    with engine(kind="application/n-triples", body=body) as store, pytest.raises(StoreError, match="broke off"):
        store.construct("CONSTRUCT WHERE { ?s ?p ?o }")


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429, 302])
def test_a_failing_engine_is_an_error_with_its_words(status: int) -> None:
    page = b"<html><style>p{}</style><h1>Bad day</h1> <p>ask later</p></html>"
    with engine(status=status, kind="text/html", body=page) as store, pytest.raises(StoreError, match=f"{status}.*Bad day ask later"):
        store.select(ROWS)


def test_a_web_page_with_status_200_is_no_answer() -> None:
    with engine(kind="text/html; charset=utf-8", body=b"<h1>Please log in</h1>") as store, pytest.raises(StoreError, match="Please log in"):
        store.select(ROWS)


def test_refused_access_names_the_settings() -> None:
    with engine(status=401, body=b"") as store, pytest.raises(StoreError, match="`user` and `password`"):
        store.select(ROWS)


def test_a_silent_engine_is_left_after_the_timeout() -> None:
    with engine({"timeout": "0.2"}, patient=True) as store, pytest.raises(StoreError, match="no answer within"):
        store.select(ROWS)


def test_an_engine_that_is_not_there_is_an_error() -> None:
    store = open_store("http://127.0.0.1:1")
    with pytest.raises(StoreError, match="cannot be reached"):
        store.graphs()


def test_endpoints_and_credentials_come_from_the_settings() -> None:
    with engine({"user": "ada", "password": "s"}) as store:
        base = store.location
        chosen = {"query": f"{base}/q", "update": f"{base}/u", "data": f"{base}/d", "user": "ada", "password": "s"}
        other = open_store(base, settings=chosen)
        list(other.select(ROWS, graph=None))
        other.update("DROP ALL")
        other.load([LINE])
        other.close()
        assert [path for path, _, _ in store.engine.asked] == ["/q", "/u", "/d"]  # type: ignore[attr-defined]
        assert {key for _, key, _ in store.engine.asked} == {"Basic YWRhOnM="}  # type: ignore[attr-defined]


def test_the_dataset_goes_into_the_protocols_parameters() -> None:
    with engine() as store:
        store.select("SELECT ?s WHERE { GRAPH ?g { ?s ?p ?o } }", named=["urn:one", "urn:two"])
        sent = parse_qs(store.engine.asked[-1][2].decode())  # type: ignore[attr-defined]
        assert sent["default-graph-uri"] == [RESOLVED]
        assert sent["named-graph-uri"] == ["urn:one", "urn:two"]


@contextmanager
def between(address: str, change: object) -> Iterator[str]:
    """A proxy that changes the fields of each query on the way: an engine with a fault of its own."""

    class Proxy(Engine):
        def do_POST(self) -> None:
            fields = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            change(fields)  # type: ignore[operator]
            body = urlencode(fields, doseq=True).encode()
            headers = {"Accept": self.headers["Accept"], "Content-Type": self.headers["Content-Type"]}
            with urlopen(Request(address + self.path, body, headers)) as answer:
                self.body, self.kind = answer.read(), answer.headers["Content-Type"]
            self.send_response(200)
            self.send_header("Content-Type", self.kind)
            self.send_header("Content-Length", str(len(self.body)))
            self.end_headers()
            self.wfile.write(self.body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_an_engine_that_ignores_the_dataset_is_found_out_instead_of_answering_nothing() -> None:
    with remote_server() as real, between(real, lambda fields: fields.pop("default-graph-uri", None)) as address:
        open_store(real).load([LINE])
        with pytest.raises(StoreError, match="default-graph-uri"):
            open_store(address).select(ROWS)


def test_an_engine_that_reads_all_graphs_as_one_is_found_out_instead_of_counting_twice() -> None:
    with remote_server("--union-default-graph") as real, between(real, lambda fields: fields.pop("default-graph-uri", None)) as address:
        open_store(real).load([LINE, f'<urn:a> <urn:p> "x" <{capture_graph("1" * 64)}> .\n'.encode()])
        with pytest.raises(StoreError, match="ignores the default-graph-uri"):
            open_store(address).select(ROWS)


def test_a_server_with_a_union_as_its_own_default_graph_still_counts_once() -> None:
    with remote_server("--union-default-graph") as address:
        store = open_store(address)
        store.load([LINE, f'<urn:a> <urn:p> "x" <{capture_graph("1" * 64)}> .\n'.encode()])
        count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
        assert [row[0].value for row in store.select(count)] == ["1"]  # type: ignore[union-attr]
        assert [row[0].value for row in store.select(count, graph=None)] == ["2"]  # type: ignore[union-attr]


def test_where_no_quads_are_taken_they_are_inserted(tmp_path: object) -> None:
    del tmp_path
    with remote_server() as address:
        store = open_store(address, settings={"data": f"{address}/nowhere"})
        text = 'a "b" \\\\ <c> . _:d 中'
        store.load([f"<urn:s{n}> <urn:p> {json.dumps(text, ensure_ascii=False)}@en <urn:g{n % 3}> .\n".encode() for n in range(50)])
        assert len(list(store.quads())) == 50
        assert {q.object.value for q in store.quads("urn:g1")} == {json.loads(json.dumps(text))}  # type: ignore[union-attr]
        with pytest.raises(InputError, match="line 2"):
            store.load([LINE, b"nonsense\n"])


def test_the_engines_own_time_limit_is_an_error() -> None:
    with remote_server("--timeout-s", "1") as address:
        store = open_store(address)
        store.load([f'<urn:s{n}> <urn:p> "{n}" <{RESOLVED}> .\n'.encode() for n in range(2000)])
        heavy = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(?c, ?f) = CONCAT(?i, 'x')) }"
        with pytest.raises(StoreError, match="broke off"):
            list(store.select(f"SELECT * WHERE {heavy}"))
        with pytest.raises(StoreError, match="broke off"):
            list(store.construct(f"CONSTRUCT {{ ?a ?b ?i }} WHERE {heavy}"))


def test_a_query_the_engine_cannot_read_is_the_callers_fault() -> None:
    with engine(status=400, kind="text/plain", body=b"error at 1:7") as store, pytest.raises(UsageError, match="error at 1:7"):
        store.select(ROWS)
