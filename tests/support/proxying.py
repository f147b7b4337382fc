"""A reverse proxy that shows a server under a path of its own, as a web server in front of it would."""

from __future__ import annotations

import contextlib
import http.client
import http.server
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

_BETWEEN = frozenset(("connection", "transfer-encoding", "content-length", "date", "server"))


@contextmanager
def proxied(server: str, prefix: str, *, strips: bool) -> Iterator[str]:
    """The address of the proxy, without a slash in the end; what is not under the prefix it does not know.

    Args:
        server: the address of what it hands on to.
        prefix: the path that it shows that under.
        strips: whether it takes the prefix off.
    """
    place = urlsplit(server).netloc

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if not f"{self.path.partition('?')[0]}/".startswith(f"{prefix}/"):
                self._send(404, [], b"not of this server")
                return
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            onward = self.path.removeprefix(prefix) or "/" if strips else self.path
            connection = http.client.HTTPConnection(place, timeout=30)
            connection.request(self.command, onward, body or None, dict(self.headers))
            got = connection.getresponse()
            self._send(got.status, got.getheaders(), got.read())
            connection.close()

        def _send(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers:
                if name.lower() not in _BETWEEN:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(BrokenPipeError):  # a browser that has gone on needs it no more
                self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the name that the server looks for

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{web.server_port}"
        web.shutdown()
