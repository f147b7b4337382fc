"""Errors as HTTP answers: a page for people, a line of text for machines; nothing of the inside is told."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, cast

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse

from api.negotiation import CORS, HTML, JSON, chosen
from graph.errors import GovgraphError, LaterError, StoreError, UsageError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_LOG = logging.getLogger("govgraph")
_HEADINGS = {400: "Not understood", 404: "Not found", 405: "Not allowed", 502: "The store did not answer", 503: "Try again later"}
_STATUS = {UsageError: 400, LaterError: 503, StoreError: 502}
_NO_SUCH_PAGE = "There is nothing at this address."
"""In place of the router's own words, which only say the heading again."""


def _told(request: Request, status: int, message: str) -> Response:
    if chosen(request.headers.get("accept", ""), (JSON, HTML)) is HTML:
        from api.render import page

        return page(request, "error.html", status=status, heading=_HEADINGS.get(status, "Something went wrong"), message=message)
    return PlainTextResponse(message + "\n", status, headers=CORS)


def http(request: Request, error: Exception) -> Response:
    """What the routes raise: 404, 405 and the like."""
    fault = cast("HTTPException", error)
    return _told(request, fault.status_code, _NO_SUCH_PAGE if fault.detail == "Not Found" else fault.detail)


def ours(request: Request, error: Exception) -> Response:
    """An error of ours, with its own words."""
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)
    if status >= 500:
        _LOG.error("%s %s: %s", request.method, request.url.path, error)
    return _told(request, status, str(error))


def unexpected(request: Request, error: Exception) -> Response:
    """Anything else: logged whole, told as a line."""
    _LOG.error("%s %s", request.method, request.url.path, exc_info=error)
    return _told(request, 500, "Something went wrong here; it has been logged.")


HANDLERS: dict[Any, Any] = {HTTPException: http, GovgraphError: ours, Exception: unexpected}
