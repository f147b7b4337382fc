"""Requests about the graph as it was: `?asOf=` or `Accept-Datetime` names a version, which then answers the request throughout.

Source: https://www.rfc-editor.org/rfc/rfc7089 (Memento): the address with `asOf` is the memento, the one without is original and timegate.
"""

from __future__ import annotations

from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response

from api.links import address, own_path, own_raw_path
from api.negotiation import CORS
from api.server.service import service_of
from graph.errors import GovgraphError, UsageError
from graph.loads.history import names

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from graph.loads.history import Version

AS_OF = "asOf"
DATETIME = "accept-datetime"
_BY_POST = ("/graphql", "/sparql", "/reconcile")
"""What is asked by POST, too."""
_TIMEMAP = "/timemap"
_OF_NOW = ("/review", "/-/", "/healthz", "/readyz", "/metrics", "/versions", f"{_TIMEMAP}/")


class Remembering:
    """Middleware: a request that names a version is answered from it, others pass."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        told = _told(scope) if scope["type"] == "http" else ""
        if not told:
            await self._app(scope, receive, send)
            return
        if _only_now(scope):
            await _refusal("this is only told and done as of now: leave `asOf` out")(scope, receive, send)
            return
        try:
            chosen, generation = await run_in_threadpool(scope["app"].state.past.generation, told)
        except GovgraphError as error:
            if names(service_of(scope).version, told) and isinstance(error, UsageError):  # decisions since the last load made it
                await self._app(scope, receive, send)
                return
            status = 404 if isinstance(error, UsageError) else 502
            await _refusal(str(error), status)(scope, receive, send)
            return
        scope["govgraph.generation"], scope["govgraph.version"] = generation, chosen
        await self._app(scope, receive, _Dated(send, scope, chosen))


def _refusal(reason: str, status: int = 404) -> Response:
    return PlainTextResponse(f"{reason}\n", status, headers=CORS)


def _only_now(scope: Scope) -> bool:
    """Whether a request asks for what is of no version, or does something."""
    path = own_path(scope)
    return path.startswith(_OF_NOW) or not (scope["method"] in {"GET", "HEAD"} or path.startswith(_BY_POST))


def _told(scope: Scope) -> str:
    """What a request says of the version that it wants; "" = the graph as it is now."""
    query: str = scope["query_string"].decode("latin-1")
    if f"{AS_OF}=" in query:
        return parse_qs(query).get(AS_OF, [""])[-1]
    wanted: str = Headers(scope=scope).get(DATETIME, "")
    try:
        return parsedate_to_datetime(wanted).isoformat() if wanted else ""
    except ValueError:
        return wanted  # named in the refusal


class _Dated:
    """Sends on, with the version's time and where its original is."""

    def __init__(self, send: Send, scope: Scope, chosen: Version) -> None:
        self._send, self._scope, self._chosen = send, scope, chosen

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            links = related(asked(self._scope), "timemap")
            headers["Memento-Datetime"] = dated(self._chosen)
            headers["Content-Location"] = address(asked(self._scope, self._chosen.mark))
            headers["Link"] = ", ".join([*([headers["Link"]] if "Link" in headers else []), *links])
            headers.add_vary_header("Accept-Datetime")
        await self._send(message)


def dated(chosen: Version) -> str:
    """The time of a version, as a header has it."""
    return format_datetime(chosen.at, usegmt=True)


def asked(scope: Scope, mark: str = "") -> str:
    """The path and query of a request, as of a version or as of now."""
    given = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    given.pop(AS_OF, None)
    pairs = [(name, value) for name, values in given.items() for value in values] + ([(AS_OF, mark)] if mark else [])
    path = own_raw_path(scope).removeprefix(_TIMEMAP)
    return path + (f"?{urlencode(pairs)}" if pairs else "")


def related(original: str, timemap: str) -> list[str]:
    """The links to an original and to its TimeMap."""
    told = f'<{address(f"{_TIMEMAP}{original}")}>; rel="{timemap}"; type="application/link-format"'
    return [f'<{address(original)}>; rel="original timegate"', told]
