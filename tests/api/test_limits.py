"""Answers kept by graph version, limits for one client, slow clients, huge parameters, and logs without secrets."""

from __future__ import annotations

import gc
import json
import logging
import socket
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest
import uvicorn
from engines import free_port
from hypothesis import given
from hypothesis import strategies as st
from small import small_atlas
from starlette.testclient import TestClient

from api.app import application
from api.server.listening import SELDOM, TURN, server_of
from api.server.patience import patient
from api.server.requests import logs
from api.server.requests.limits import Budgets, client_of
from api.settings import Settings
from graph.errors import UsageError
from graph.loads.version import version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.store import Store

CONCEPT = "/id/concept/shared-counters"
KEPT = [
    CONCEPT,
    f"{CONCEPT}.ttl",
    "/queries/all-claims.json",
    "/queries/all-claims",
    "/cards/shared-counters",
    "/",
    "/concepts",
    "/openapi.json",
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = small_atlas(tmp_path_factory.mktemp("limits") / "store")
    yield made
    made.close()


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[TestClient]:
    with TestClient(application(Settings(), store), follow_redirects=False) as made:
        yield made


@pytest.mark.parametrize("path", KEPT)
def test_a_second_time_the_same_bytes_or_none(client: TestClient, store: Store, path: str) -> None:
    first, second = client.get(path), client.get(path)
    assert first.headers["graph-version"] == second.headers["graph-version"] == version(store)
    assert (second.status_code, second.content, second.headers["etag"]) == (200, first.content, first.headers["etag"])
    assert second.headers["content-type"] == first.headers["content-type"]
    held = client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (held.status_code, held.content) == (304, b"")
    assert held.headers["etag"] == first.headers["etag"]
    other = client.get(path, headers={"accept-encoding": "identity"})
    assert other.content == first.content


def test_forms_and_hosts_are_kept_apart(client: TestClient) -> None:
    turtle, page = (client.get(CONCEPT, headers={"accept": kind}) for kind in ("text/turtle", "text/html"))
    for _ in range(2):
        assert client.get(CONCEPT, headers={"accept": "text/turtle"}).content == turtle.content
        assert client.get(CONCEPT, headers={"accept": "text/html"}).content == page.content
    assert b"http://other.example/" in client.get("/queries", headers={"accept": "application/json", "host": "other.example"}).content
    assert b"http://testserver/" in client.get("/queries", headers={"accept": "application/json"}).content


def test_a_store_that_nothing_changes_is_asked_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    import queries

    path = "/queries/contested-theories.csv"
    first = client.get(path)
    monkeypatch.setattr(queries, "run", lambda *_, **__: 1 / 0)
    assert client.get(path).content == first.content
    assert 'path="/queries/{name}",status="200"' in client.get("/metrics").text


def test_a_change_of_the_graph_drops_what_was_kept(tmp_path: Path) -> None:
    from api.tasks.intake import load_paths

    made = small_atlas(tmp_path / "store")
    with TestClient(application(Settings(), made)) as client:
        before = client.get("/works?q=wholly")
        assert client.get("/works?q=wholly").content == before.content
        (tmp_path / "new.ris").write_text("TY  - JOUR\nTI  - A wholly new article\nAU  - Newman, Nora\nPY  - 2026\nER  - \n")
        load_paths(made, [tmp_path / "new.ris"], Settings())
        after = client.get("/works?q=wholly", headers={"if-none-match": before.headers["etag"]})
        assert after.status_code == 200
        assert "A wholly new article" in after.text
        assert after.headers["graph-version"] != before.headers["graph-version"]
    made.close()


def test_faults_and_states_are_not_kept(client: TestClient) -> None:
    for path in ("/id/concept/nothing", "/queries/nothing", "/queries/contested-theories.json?limit=0"):
        assert client.get(path).status_code == client.get(path).status_code >= 400
    assert "graph-version" not in client.get("/healthz").headers
    assert "etag" not in client.get("/metrics").headers
    assert "Graph-Version" in client.get(f"{CONCEPT}.ttl").headers["access-control-expose-headers"]


def test_a_client_over_its_measure_waits(store: Store) -> None:
    with TestClient(application(Settings(requests_a_minute=3), store)) as client:
        answers = [client.get("/queries/contested-theories.csv") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert 1 <= int(answers[3].headers["retry-after"]) <= 20
        assert answers[3].headers["access-control-allow-origin"] == "*"
        assert client.get("/healthz").status_code == 200


@given(gaps=st.lists(st.floats(0, 100), min_size=1, max_size=60), a_minute=st.integers(1, 100))
def test_nobody_gets_more_than_the_measure(gaps: list[float], a_minute: int) -> None:
    now, taken = 0.0, []
    budgets = Budgets(a_minute, lambda: now)
    for n, gap in enumerate(gaps):
        now += gap
        short = budgets.wait("somebody")
        if short:
            assert 0 < short <= 60 / a_minute + 1e-6
        else:
            taken.append(now)
        assert budgets.wait(f"another {n}") == 0
    for start in taken:
        assert sum(start <= at < start + 60 for at in taken) <= 2 * a_minute + 1


def test_a_network_of_ipv6_is_one_client() -> None:
    one, two, three = ({"client": (host, 1)} for host in ("2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:1::1"))
    assert client_of(one) == client_of(two) != client_of(three)
    assert client_of({"client": None}) == ""


@pytest.fixture(scope="module")
def address(store: Store) -> Iterator[tuple[str, int]]:
    port = free_port()
    config = uvicorn.Config(application(Settings(client_seconds=0.6), store), port=port, log_level="critical", http=patient(0.6))
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        thread.join(0.05)
    yield "127.0.0.1", port
    running.should_exit = True
    thread.join(10)


HEAD = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 1000\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"", b""),
        (b"GET / HTTP/1.1\r\nHost:", b""),
        (HEAD, b"HTTP/1.1 408"),
        (HEAD + b"ASK", b"HTTP/1.1 408"),
        (b"\x00\x01", b"HTTP/1.1 400"),
    ],
    ids=["nothing", "half a head", "no body", "half a body", "no HTTP"],
)
def test_a_client_that_says_no_more_is_let_go(address: tuple[str, int], sent: bytes, told: bytes) -> None:
    with socket.create_connection(address, timeout=20) as connection:
        connection.sendall(sent)
        heard, began = b"", time.monotonic()
        while piece := connection.recv(4096):
            heard += piece
        assert time.monotonic() - began < 15
        assert heard.startswith(told)


def test_a_patient_client_is_served_while_others_dawdle(address: tuple[str, int]) -> None:
    dawdling = [socket.create_connection(address, timeout=20) for _ in range(50)]
    for one in dawdling:
        one.sendall(HEAD)
    with socket.create_connection(address, timeout=20) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 200")
    for one in dawdling:
        one.close()


def test_many_slow_queries_leave_room_for_others(address: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import PlainTextResponse

    from api import sparql

    let_go, running = threading.Event(), threading.Semaphore(0)

    async def slow(*_: object) -> PlainTextResponse:
        running.release()
        await run_in_threadpool(let_go.wait, 30)
        return PlainTextResponse("done")

    monkeypatch.setattr(sparql, "_run", slow)
    asking = [socket.create_connection(address, timeout=30) for _ in range(60)]
    for one in asking:
        one.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert running.acquire(timeout=20)
    with socket.create_connection(address, timeout=20) as connection:
        connection.sendall(b"GET /works?q=counters HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 200")
    let_go.set()
    for one in asking:
        assert one.recv(4096).startswith(b"HTTP/1.1 200")
        one.close()


@pytest.mark.parametrize("length", [10_000, 60_000, 2_000_000])
def test_a_huge_address_is_answered(address: tuple[str, int], length: int) -> None:
    with socket.create_connection(address, timeout=20) as connection:
        asked = b"GET /queries/cases-challenging-theory.json?theory=" + b"x" * length + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        try:
            connection.sendall(asked)
            heard = connection.recv(4096)
        except (BrokenPipeError, ConnectionResetError):
            heard = b"HTTP/1.1 4"  # hung up on while it was still talking
        assert heard.startswith(b"HTTP/1.1 4")
    with socket.create_connection(address, timeout=20) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 200")


def test_logs_are_json_without_secrets(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(log="json", password="hidden-password", reviewing="a-long-token-of-reviewers", query="http://u:in-address@h/q")
    logs.configure(settings)
    try:
        with TestClient(application(settings, store)) as client:
            client.get("/concepts?token=in-the-query", headers={"authorization": "Bearer in-a-header"})
            client.get("/id/concept/a%0Ab-a-long-token-of-reviewers")
        logging.getLogger("govgraph").error("cannot reach http://u:in-address@h/q with %s", "hidden-password")
        written = capsys.readouterr().err
    finally:
        logging.getLogger("govgraph").handlers = []
        logging.getLogger("uvicorn").handlers = []
    lines = [json.loads(line) for line in written.splitlines()]
    request = next(line for line in lines if line.get("path") == "/concepts")
    assert (request["status"], request["method"]) == (200, "GET")
    assert request["graphVersion"] == version(store)
    for secret in ("hidden-password", "a-long-token-of-reviewers", "in-address", "in-the-query", "in-a-header", "testclient"):
        assert secret not in written
    assert lines[-1]["level"] == "error"


def test_another_kind_of_log_is_refused() -> None:
    with pytest.raises(UsageError, match="'log' is one of errors, requests, json"):
        logs.configure(Settings(log="everything"))


def test_a_server_lets_threads_take_short_turns_and_looks_for_old_garbage_seldom() -> None:
    interval, thresholds = sys.getswitchinterval(), gc.get_threshold()
    try:
        server_of(Settings(store=":memory:"))
        assert sys.getswitchinterval() == pytest.approx(TURN)
        assert gc.get_threshold() == (*thresholds[:2], SELDOM)
    finally:
        sys.setswitchinterval(interval)
        gc.set_threshold(*thresholds)
