"""A remote engine that misbehaves is an error that says what, where and what to do; never an answer."""

from __future__ import annotations

import gzip
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qs, urlencode
from urllib.request import Request, urlopen

import pytest
from engines import remote_server

from graph.engines.forms import rows_of
from graph.errors import InputError, StoreError, UsageError
from graph.opening import open_store
from graph.store import RESOLVED, capture_graph

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
    headers_too: ClassVar[dict[str, str]] = {}
    sent: int | None = None
    endless = False
    realm = ""
    wait = threading.Event()
    patient = False
    asked: ClassVar[list[tuple[str, str, bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).asked.append((self.path, self.headers["Authorization"] or "", body))
        if self.patient:
            self.wait.wait(5)
        given = self.headers["Authorization"] or ""
        if self.realm and not given.startswith("Digest"):
            self.send_response(401)
            self.send_header("WWW-Authenticate", f'Digest realm="{self.realm}", nonce="1234", qop="auth", algorithm="MD5"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(self.status)
        self.send_header("Content-Type", self.kind)
        if not self.endless:
            self.send_header("Content-Length", str(len(self.body)))
        for name, value in self.headers_too.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.body[: self.sent])
        while self.endless and not self.wait.wait(0.02):
            self.wfile.write(b" ")

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@contextmanager
def engine(settings: dict[str, str] | None = None, *, honours: bool = True, **behaviour: object) -> Iterator[Store]:
    kind = type("Behaving", (Engine,), behaviour | {"asked": [], "wait": threading.Event()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    store = open_store(f"http://127.0.0.1:{server.server_port}", settings=settings)
    store._dataset_honoured = honours  # its probe has tests of its own
    store.engine = kind
    try:
        yield store
    finally:
        kind.wait.set()
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
    monkeypatch.setattr("graph.engines.answers.HELD", 100)
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


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
def test_a_failing_engine_is_an_error_with_its_words(status: int) -> None:
    page = b"<html><style>p{}</style><h1>Bad day</h1> <p>ask later</p></html>"
    with engine(status=status, kind="text/html", body=page) as store, pytest.raises(StoreError, match=f"{status}.*Bad day ask later"):
        store.select(ROWS)


def test_an_address_that_moved_is_not_followed_but_told() -> None:
    there = {"Location": "http://127.0.0.1:1/loop"}
    with engine(status=307, headers_too=there) as store, pytest.raises(StoreError, match=r"moved \(307\).*name.*settings.*:1/loop"):
        store.select(ROWS)


@pytest.mark.parametrize("told", [{"X-SPARQL-MaxRows": "9"}, {"X-SQL-State": "S1TAT"}])
def test_an_answer_that_the_engine_says_it_cut_is_an_error(told: dict[str, str]) -> None:
    """Virtuoso answers 200 with as many rows as its configuration allows, or as it found in time."""
    with engine(headers_too=told) as store:
        for ask in (store.select, store.ask, lambda query: store.results(query, "text/csv")):
            with pytest.raises(StoreError, match=r"/query: the engine cut the answer short.*ResultSetMaxRows"):
                ask(ROWS)


def test_an_answer_that_drips_is_left_after_the_timeout() -> None:
    with engine({"timeout": "0.2"}, body=GOOD[:20], endless=True) as store, pytest.raises(StoreError, match=r"comes too slowly.*timeout"):
        store.select(ROWS)


def test_a_packed_answer_is_read_and_one_that_unpacks_without_end_is_an_error() -> None:
    packed = {"Content-Encoding": "gzip"}
    with engine(body=gzip.compress(GOOD), headers_too=packed) as store:
        assert len(list(store.select(ROWS))) == 9
    for body in (gzip.compress(GOOD)[:-20], b"no gzip at all"):
        with engine(body=body, headers_too=packed) as store, pytest.raises(StoreError, match="broke off"):
            store.select(ROWS)
    bomb = gzip.compress(GOOD[:-2] + b" " * (64 << 20) + GOOD[-2:])
    with engine(body=bomb, headers_too=packed) as store, pytest.raises(StoreError, match="unpacks to more than"):
        list(store.select(ROWS))


def test_an_answer_wanted_in_one_piece_has_a_largest_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.engines.answers.HELD", 100)
    monkeypatch.setattr("graph.engines.answers.LARGEST", 200)
    with engine() as store, pytest.raises(StoreError, match="larger than"):
        store.results(ROWS, "text/csv")


def test_a_page_that_tells_of_a_fault_without_end_is_not_read_to_its_end() -> None:
    page = b"Out of disk. " + b"x" * 50_000
    told = pytest.raises(StoreError, match=r"failed \(500\): Out of disk")
    with engine(status=500, kind="text/plain", body=page, endless=True) as store, told:
        store.select(ROWS)


@pytest.mark.parametrize("behaviour", [{"status": 500}, {"status": 401}, {"sent": 60}, {"status": 413}, {"status": 302}])
def test_a_change_that_fails_is_an_error_that_names_the_endpoint(behaviour: dict[str, object]) -> None:
    with engine(**behaviour) as store:
        with pytest.raises(StoreError, match=r"http://127\.0\.0\.1:\d+/update: "):
            store.update("DROP ALL")
        store._takes_nquads = True
        with pytest.raises(StoreError, match=r"http://127\.0\.0\.1:\d+/store: "):
            store.load([LINE])


def test_a_change_whose_answer_drips_is_left_after_the_timeout() -> None:
    with engine({"timeout": "0.2"}, endless=True) as store, pytest.raises(StoreError, match=r"/update: no answer within 0\.2 s"):
        store.update("DROP ALL")


def test_an_engine_that_takes_quads_and_drops_them_is_sent_updates() -> None:
    """Virtuoso answers 200 to N-Quads at its Graph Store endpoint, and keeps nothing."""
    none = b'{"head": {"vars": ["s"]}, "results": {"bindings": []}}'
    with engine(body=none) as store:
        store.load([LINE, LINE])
        sent = [(path, body) for path, _, body in store.engine.asked]
        assert sent[0][0] == "/store"
        assert sent[-1][0] == "/update"
        assert sent[-1][1].startswith(b"INSERT DATA { GRAPH")
        assert len([path for path, _ in sent if path == "/store"]) == 1


def test_a_password_is_given_in_the_way_the_engine_asks_for() -> None:
    with engine({"user": "ada", "password": "s"}, realm="SPARQL") as store:
        assert len(list(store.select(ROWS))) == 9
        assert len(list(store.select(ROWS))) == 9
        ways = [key.split(" ")[0] for _, key, _ in store.engine.asked]
        assert ways == ["Basic", "", "Digest", "Digest"]


@pytest.mark.parametrize(
    "update", ["DELETE WHERE { ?s ?p ?o }", "PREFIX a: <urn:select> # SELECT\nDROP ALL", "define sql:x 1 SELECT * { ?s ?p ?o }", "", " "]
)
def test_what_is_no_query_is_never_sent_as_one(update: str) -> None:
    with engine() as store:
        for ask in (store.select, store.ask, store.construct, lambda text: store.results(text, "text/csv")):
            with pytest.raises(UsageError, match="only SELECT"):
                ask(update)
        assert store.engine.asked == []


def test_the_rows_of_a_construct() -> None:
    assert rows_of("CONSTRUCT { ?s ?p 'x{' } WHERE { ?s ?p ?o } LIMIT 5") == "SELECT *  WHERE { ?s ?p ?o } LIMIT 5"
    before, after = "PREFIX c: <urn:CONSTRUCT> #{\n", "where { ?s c:construct ?construct }"
    assert rows_of(f"{before}construct {after}") == f"{before}SELECT * {after}"


def test_statements_that_virtuoso_cut_without_a_word_are_an_error() -> None:
    """A stand-in that, like it, tells of its limit only with rows."""

    def do_post(self: Engine) -> None:
        rows = "json" in self.headers["Accept"]
        self.headers_too = {"X-SPARQL-MaxRows": "1"} if rows else {}
        self.kind, self.body = (Engine.kind, GOOD) if rows else ("application/n-triples", b"<urn:a> <urn:b> <urn:c> .\n")
        Engine.do_POST(self)

    with engine(do_POST=do_post, version_string=lambda _: "Virtuoso/07.20") as store, pytest.raises(StoreError, match="cut the answer"):
        store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")


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
        other._takes_nquads = True  # its probe has a test of its own
        list(other.select(ROWS, graph=None))
        other.update("DROP ALL")
        other.load([LINE])
        other.close()
        assert [path for path, _, _ in store.engine.asked] == ["/q", "/u", "/d"]
        assert {key for _, key, _ in store.engine.asked} == {"Basic YWRhOnM="}


def test_the_dataset_goes_into_the_protocols_parameters() -> None:
    with engine() as store:
        store.select("SELECT ?s WHERE { GRAPH ?g { ?s ?p ?o } }", named=["urn:one", "urn:two"])
        sent = parse_qs(store.engine.asked[-1][2].decode())
        assert sent["default-graph-uri"] == [RESOLVED]
        assert sent["named-graph-uri"] == ["urn:one", "urn:two"]


@contextmanager
def between(address: str, change: object) -> Iterator[str]:
    """A proxy that changes the fields of each query on the way: an engine with a fault of its own."""

    class Proxy(Engine):
        def do_POST(self) -> None:
            fields = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            change(fields)
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
        assert [row[0].value for row in store.select(count)] == ["1"]
        assert [row[0].value for row in store.select(count, graph=None)] == ["2"]


def test_where_no_quads_are_taken_they_are_inserted(tmp_path: object) -> None:
    del tmp_path
    with remote_server() as address:
        store = open_store(address, settings={"data": f"{address}/nowhere"})
        text = 'a "b" \\\\ <c> . _:d 中'
        store.load([f"<urn:s{n}> <urn:p> {json.dumps(text, ensure_ascii=False)}@en <urn:g{n % 3}> .\n".encode() for n in range(50)])
        assert len(list(store.quads())) == 50
        assert {q.object.value for q in store.quads("urn:g1")} == {json.loads(json.dumps(text))}
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
