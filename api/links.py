"""Addresses: from the IRI of a thing to where this server answers it and back, under the prefix that a proxy may give the server.

This is the one place that knows the prefix: all else has its addresses made here, and asks here for a request's path without it.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from typing import TYPE_CHECKING
from urllib.parse import quote

from graph.errors import UsageError
from graph.store import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.routing import Route
    from starlette.types import ASGIApp, Receive, Scope, Send

THINGS = f"{BASE}id/"
_PREFIX = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")
_prefix: ContextVar[str] = ContextVar("prefix", default="")


def address(path: str) -> str:
    """The address of a path of this server (`/concepts`), as whoever asks it sees it (`/atlas/concepts`)."""
    return _prefix.get() + path


def local(iri: str) -> str:
    """The address of one of our things here (`/id/concept/…`); another IRI is given back as it is if it is a web address, else `#`."""
    if iri.startswith(THINGS):
        return address("/id/" + iri.removeprefix(THINGS))
    return iri if iri.startswith(("https://", "http://")) else "#"


def iri_of(kind: str, key: str) -> str:
    """The IRI of a thing; `key` is percent-encoded as it stands in the path."""
    return f"{THINGS}{kind}/{key}"


def own_path(scope: Scope) -> str:
    """The path of a request within this server."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def own_raw_path(scope: Scope) -> str:
    """The same, percent-encoded as it was sent."""
    raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    return raw.partition(b"?")[0].decode("latin-1").removeprefix(scope.get("root_path", ""))


def prefix_of(setting: str, routes: Iterable[Route] = ()) -> str:
    """The prefix that a setting names: "", or a slash and a path without one in the end.

    Raises:
        UsageError: it is no path, or one of the routes begins as it does: whether it was taken off could not be told.
    """
    told = setting.rstrip("/")
    if not _PREFIX.fullmatch(told):
        raise UsageError(f"'prefix' is a path of letters, digits and hyphens that begins with a slash (/atlas), not '{setting}'")
    first = told.split("/")[:2]
    if told and any(route.path.split("/")[:2] == first for route in routes):
        raise UsageError(f"'prefix' may not begin with {'/'.join(first)}, where the server itself answers; choose another, such as /atlas")
    return told


class Prefixed:
    """Middleware, outermost: requests come to the rest with the prefix, whether the proxy passed it on or took it off.

    Source: https://asgi.readthedocs.io/en/latest/specs/www.html (`root_path`)
    """

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app, self._prefix = app, prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on; each request has a context of its own, in which `address` finds the prefix."""
        _prefix.set(self._prefix)
        if self._prefix and scope["type"] == "http":
            scope["root_path"] = self._prefix
            if not f"{scope['path']}/".startswith(f"{self._prefix}/"):
                scope["path"] = self._prefix + scope["path"]
                scope["raw_path"] = self._prefix.encode() + scope.get("raw_path", b"")
        await self._app(scope, receive, send)
