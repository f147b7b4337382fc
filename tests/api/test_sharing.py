"""Several readers of one server: connections go to each of them evenly, and a client's measure is one over all."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from engines import free_port
from small import small_atlas

from api.server import sharing
from api.server.requests.limits import PLACES, Budgets

if TYPE_CHECKING:
    from collections.abc import Iterator

GOVGRAPH = str(Path(sys.executable).with_name("govgraph"))
A_MINUTE = 20


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server with two readers and a measure for each client."""
    folder = str(tmp_path_factory.mktemp("sharing") / "store")
    small_atlas(folder).close()
    port = free_port()
    words = [GOVGRAPH, "serve", "--store", folder, "--port", str(port), "--workers", "2"]
    environment = {"PATH": "", "GOVGRAPH_REQUESTS_A_MINUTE": str(A_MINUTE)}
    with subprocess.Popen(words, stderr=subprocess.DEVNULL, env=environment) as server:
        for _ in range(300):
            try:
                if len({reader(connection) for connection in opened(port, 4)}) == 2:
                    break
            except OSError:
                pass
            time.sleep(0.1)
        yield port
        server.terminate()
        server.wait(30)


def opened(port: int, count: int) -> list[http.client.HTTPConnection]:
    """So many connections, all held open."""
    made = [http.client.HTTPConnection("127.0.0.1", port, timeout=30) for _ in range(count)]
    for one in made:
        one.connect()
    return made


def reader(connection: http.client.HTTPConnection) -> str:
    """Which reader a connection leads to; /metrics counts for nobody's measure."""
    connection.request("GET", "/metrics")
    found = re.search(r'process="(\d+)"', connection.getresponse().read().decode())
    return found[1] if found else ""


def test_connections_go_to_each_reader_evenly(port: int) -> None:
    """In some round: a reader that is busy for longer than the other gives way gets fewer."""
    rounds = []
    for _ in range(20):
        held = opened(port, 8)
        for connection in held:
            reader(connection)  # a reader tells nothing of itself before its first answer
        shares = Counter(reader(connection) for connection in held)
        for connection in held:
            connection.close()
        rounds.append(sorted(shares.values()))
        if rounds[-1] in ([4, 4], [3, 5]):
            return
        time.sleep(0.2)
    pytest.fail(f"shares of two readers: {rounds}")


def test_a_measure_counts_over_all_readers(port: int) -> None:
    statuses = []
    for connection in opened(port, 2 * A_MINUTE):
        connection.request("GET", "/queries")
        statuses.append(connection.getresponse().status)
        connection.close()
    assert A_MINUTE <= statuses.count(200) <= A_MINUTE + 2  # a token comes back every three seconds
    assert set(statuses) == {200, 429}


def test_who_shares_memory_counts_together_and_forgets_the_oldest() -> None:
    now, memory = 100.0, [0.0] * PLACES
    one, other = (Budgets(2, lambda: now, memory) for _ in range(2))
    assert [one.wait("somebody"), other.wait("somebody")] == [0, 0]
    assert one.wait("somebody") == other.wait("somebody") == 30
    now += 1
    for n in range(PLACES):  # many times as many as there are places
        other.wait(f"client {n}")
    assert one.wait("somebody") == 0


def test_a_reader_with_more_connections_gives_way_but_not_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as public:
        public.setblocking(False)
        address, counts = public.getsockname(), [0, 0]
        with sharing.Fair(public, counts, 0) as fair:
            fair.setblocking(False)
            clients = [socket.create_connection(address) for _ in range(3)]
            taken = [fair.accept()[0]]
            assert counts == [1, 0]
            with pytest.raises(BlockingIOError):
                fair.accept()
            counts[1] = 1  # the other took one
            taken.append(fair.accept()[0])
            with pytest.raises(BlockingIOError):
                fair.accept()
            monkeypatch.setattr(sharing, "GIVES_WAY", 0.0)
            taken.append(fair.accept()[0])
            fair.gone()
            assert counts == [2, 1]
            for one in (*clients, *taken):
                one.close()
