"""Answers kept by graph version: asked again, the same bytes or a 304 without asking the store; a change of the graph drops them all.

What is kept is what the graph alone decides. Pages that tell a person's state, searches (their index follows a load a moment later) and
ad-hoc queries (they read the snapshot) are not; every answer says in `Graph-Version` which version of the graph it is of.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders

from api.links import own_path
from api.server.generations import Reader
from api.server.service import service_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.server.service import Service

LARGEST = 256 << 10
"""Bytes of the longest answer that is kept whole; of a longer one only its ETag is."""
ALL = 32 << 20
_UNDER = (
    "/id/",
    "/cards/",
    "/queries",
    "/concepts",
    "/cases",
    "/works",
    "/theories",
    "/explain",
    "/oembed",
    "/ns",
    "/openapi.json",
    "/.well-known/",
)
_UNVERSIONED = ("/healthz", "/readyz", "/metrics", "/assets/", "/-/")
EXPOSED = "ETag, Link, Graph-Version, Memento-Datetime, Retry-After"


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole 200: its headers and its body, None where that is too long."""

    headers: list[tuple[bytes, bytes]]
    body: bytes | None
    etag: str
    endpoint: object


class Answers:
    """The answers of one version of the graph, the least used going first when room is short."""

    def __init__(self) -> None:
        self._version = ""
        self._held: OrderedDict[bytes, Answer] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def find(self, version: str, key: bytes) -> Answer | None:
        """What is held for a key in this version."""
        with self._lock:
            if version != self._version:
                return None
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def keep(self, version: str, key: bytes, answer: Answer) -> None:
        """Hold an answer; those of another version go."""
        with self._lock:
            if version != self._version:
                self._version, self._size = version, 0
                self._held.clear()
            self._held[key] = answer
            self._size += len(answer.body or b"") + 1000
            while self._size > ALL:
                _, gone = self._held.popitem(last=False)
                self._size -= len(gone.body or b"") + 1000


class Kept:
    """Middleware, outside of compression: what it keeps is ready to send."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._answers = Answers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, or hand on and keep what comes back."""
        serving = getattr(scope["app"].state, "service", None) if scope["type"] == "http" else None
        if isinstance(serving, Reader) and serving.behind():
            await run_in_threadpool(serving.current)
        here: Service | None = service_of(scope) if serving is not None else None
        path = own_path(scope) if here is not None else ""
        version = here.version if here is not None and not path.startswith(_UNVERSIONED) else ""
        if not version or here is None:
            await self._app(scope, receive, send)
            return
        keeps = scope["method"] == "GET" and (path == "/" or path.startswith(_UNDER))
        if not keeps or "govgraph.version" in scope:  # of an earlier version nothing is kept: today's answers would have to go
            await self._app(scope, receive, _Marked(send, version))
            return
        asked = Headers(scope=scope)
        key = _key(scope, asked)
        found = self._answers.find(version, key)
        if found is not None and (found.body is not None or _holds(asked, found.etag)):
            scope["endpoint"] = found.endpoint  # what was routed once is counted under its route
            await _sent(found, send, held=_holds(asked, found.etag))
            return
        keeping = _Keeping(send, version, key)
        await self._app(scope, receive, keeping)
        answer = keeping.answer(scope.get("endpoint"))
        if answer is not None and here.version == version:
            self._answers.keep(version, key, answer)


def _key(scope: Scope, asked: Headers) -> bytes:
    """All that an answer depends on beside the graph."""
    words = [scope.get("scheme", ""), scope["path"], scope.get("root_path", "")]
    words += [asked.get(name, "") for name in ("host", "accept", "accept-encoding", "accept-language")]
    raw = scope.get("raw_path") or b""
    return hashlib.sha256(b"\0".join([*(word.encode() for word in words), raw, scope["query_string"]])).digest()


def _holds(asked: Headers, etag: str) -> bool:
    held = [tag.strip().removeprefix("W/") for tag in asked.get("if-none-match", "").split(",")]
    return etag.removeprefix("W/") in held or "*" in held


async def _sent(answer: Answer, send: Send, *, held: bool) -> None:
    headers = answer.headers
    if held:
        headers = [(name, value) for name, value in headers if name not in (b"content-length", b"content-type", b"content-encoding")]
    await send({"type": "http.response.start", "status": 304 if held else 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if held else answer.body or b""})


class _Marked:
    """Sends on, with the version of the graph among the headers."""

    def __init__(self, send: Send, version: str) -> None:
        self._send, self._version = send, version

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._mark(MutableHeaders(scope=message))
        await self._send(message)

    def _mark(self, headers: MutableHeaders) -> None:
        headers["Graph-Version"] = self._version
        if "access-control-allow-origin" in headers:
            headers["Access-Control-Expose-Headers"] = EXPOSED


class _Keeping(_Marked):
    """Sends on and remembers; a whole answer without an ETag gets one of the version and what was asked."""

    def __init__(self, send: Send, version: str, key: bytes) -> None:
        super().__init__(self._noted, version)
        self._onward, self._key = send, key
        self._start: Message | None = None
        self._body: bytearray | None = bytearray()
        self._done = False

    async def _noted(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            if message["status"] == 200:
                self._tag(MutableHeaders(scope=message))
        elif message["type"] == "http.response.body":
            piece = message.get("body", b"")
            if self._body is not None:
                self._body = self._body + piece if len(self._body) + len(piece) <= LARGEST else None
            self._done = not message.get("more_body", False)
        await self._onward(message)

    def _tag(self, headers: MutableHeaders) -> None:
        if "etag" not in headers and "no-store" not in headers.get("cache-control", ""):
            headers["ETag"] = f'W/"{hashlib.sha256(self._key + self._version.encode()).hexdigest()[:24]}"'
            headers.setdefault("Cache-Control", "no-cache")

    def answer(self, endpoint: object) -> Answer | None:
        """The whole answer of an endpoint, if it may be kept."""
        if self._start is None or not self._done or self._start["status"] != 200:
            return None
        headers = Headers(raw=self._start["headers"])
        if "set-cookie" in headers or "etag" not in headers or "no-store" in headers.get("cache-control", ""):
            return None
        return Answer(list(self._start["headers"]), None if self._body is None else bytes(self._body), headers["etag"], endpoint)
