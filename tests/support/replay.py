"""A local HTTP server that replays answers in the order given, faults included, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass
class Reply:
    """One answer. `announced`: the length it claims to have; `drip`: it sends a byte and then nothing until the server ends.

    `first` is called before anything is sent.
    """

    body: Any = b""
    status: int = 200
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    announced: int | None = None
    drip: bool = False
    first: Callable[[], object] | None = None

    def data(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()


class Replay:
    """`replies[path]` are given one after the other, the last again and again; an unknown path is 404. A key may be "path?name=value"."""

    def __init__(self) -> None:
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.url = ""
        self.over = threading.Event()
        self._count: dict[str, int] = defaultdict(int)
        self._lock = threading.Lock()

    def on(self, path: str, *replies: Any) -> None:
        self.replies[path] = [one if isinstance(one, Reply) else Reply(one) for one in replies]

    def reply(self, address: str) -> Reply:
        parts = urlsplit(address)
        named = [f"{unquote(parts.path)}?{name}={value[0]}" for name, value in parse_qs(parts.query).items()]
        with self._lock:
            self.asked.append(address)
            for key in (*named, unquote(parts.path)):
                if key in self.replies:
                    number = self._count[key]
                    self._count[key] += 1
                    return self.replies[key][min(number, len(self.replies[key]) - 1)]
        return Reply(b"not found", 404, "text/plain")


@contextmanager
def replaying() -> Iterator[Replay]:
    """The server, on a free port of this machine."""
    replay = Replay()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            replay.headers.append(dict(self.headers))
            reply = replay.reply(self.path)
            data = reply.data()
            if reply.first is not None:
                reply.first()
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(data) if reply.announced is None else reply.announced))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if reply.drip:
                self.wfile.write(data[:1])
                self.wfile.flush()
                replay.over.wait(20)
            else:
                self.wfile.write(data)
            if reply.announced is not None or reply.drip:
                self.close_connection = True

        def log_message(self, *arguments: object) -> None:
            del arguments

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    replay.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield replay
    finally:
        replay.over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
