"""A client that takes little of the machine: open connections, whole requests written once, answers read to their length.

`python -m benchmarks._asking PORT SECONDS CONNECTIONS HEAD` asks from a process of its own and prints its figures; `{n}` in the head of
the request becomes a number that no other request has, so that no kept answer fits.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Figures:
    """What one client saw: answers a second, milliseconds of each answer in order, and how many were not 200."""

    a_second: float
    milliseconds: list[float]
    failed: int

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of the answers came."""
        return self.milliseconds[min(len(self.milliseconds) - 1, int(len(self.milliseconds) * share))]


def started(port: int, seconds: float, connections: int, head: str) -> subprocess.Popen[str]:
    """A client that has begun to ask."""
    command = [sys.executable, "-m", "benchmarks._asking", str(port), str(seconds), str(connections), head]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def told(client: subprocess.Popen[str]) -> Figures:
    """What a client saw, when it has ended."""
    out, _ = client.communicate()
    return Figures(**json.loads(out))


def asked(port: int, seconds: float, connections: int, head: str) -> Figures:
    """Ask for so many seconds over so many connections at once."""
    return told(started(port, seconds, connections, head))


def get(path: str, accept: str = "*/*") -> str:
    """The head of a request."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n\r\n"


def processor_seconds(process: int) -> float:
    """The processor time of a process and of those that it started and that live."""
    ticks = 0.0
    for one in (process, *_children(process)):
        try:
            fields = Path(f"/proc/{one}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _children(process: int) -> Iterator[int]:
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, task.read_text(encoding="ascii").split()):
            yield child
            yield from _children(child)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 120.0) -> None:
    """Return when somebody listens.

    Raises:
        TimeoutError: nobody does within so many seconds.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nothing listens on port {port}")


class _Connection:
    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""

    def ask(self, request: bytes) -> bool:
        """Whether a request was answered with 200."""
        self._socket.sendall(request)
        while (end := self._rest.find(b"\r\n\r\n")) < 0:
            self._receive()
        head, self._rest = self._rest[:end].lower(), self._rest[end + 4 :]
        if b"transfer-encoding: chunked" in head:
            while (end := self._rest.find(b"0\r\n\r\n")) < 0 or (end and self._rest[end - 1 : end] != b"\n"):
                self._receive()
            self._rest = self._rest[end + 5 :]
        else:
            length = int(head.partition(b"content-length:")[2].split(b"\r\n")[0])
            while len(self._rest) < length:
                self._receive()
            self._rest = self._rest[length:]
        return head.startswith(b"http/1.1 200")

    def _receive(self) -> None:
        piece = self._socket.recv(1 << 16)
        if not piece:
            raise ConnectionError("the server closed the connection")
        self._rest += piece


def _main(arguments: Sequence[str]) -> None:
    port, seconds, connections, head = int(arguments[0]), float(arguments[1]), int(arguments[2]), arguments[3]
    milliseconds: list[float] = []
    failed: list[int] = []
    end = time.monotonic() + seconds

    def ask(place: int) -> None:
        connection, number = _Connection(port), 0
        while time.monotonic() < end:
            number += 1
            request = head.replace("{n}", f"{os.getpid()}-{place}-{number}").encode()
            began = time.perf_counter()
            if not connection.ask(request):
                failed.append(number)
            milliseconds.append(1000 * (time.perf_counter() - began))

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(connections)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.monotonic() - began
    figures = {"a_second": len(milliseconds) / taken, "milliseconds": sorted(milliseconds), "failed": len(failed)}
    print(json.dumps(figures))


if __name__ == "__main__":
    _main(sys.argv[1:])
