"""Who may review on the pages, and that what is posted comes from our own page.

Local reviewing takes a browser on this machine that asked for this machine by name: no other host's name (DNS rebinding), no proxy in
between. Every post carries a token that only a page of ours could read, bound to a cookie that other sites' requests do not send.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from api.links import address
from api.server.service import service
from graph.errors import UsageError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

COOKIE = "govgraph_review"
SHORTEST = 12
_FORWARDED = ("x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via")


def refuse_weak(reviewing: str) -> None:
    """Stop a server whose token for reviewers could be guessed.

    Raises:
        UsageError: it is shorter than 12 characters.
    """
    if reviewing not in ("local", "off") and len(reviewing) < SHORTEST:
        raise UsageError(f"reviewing is local, off, or a token of {SHORTEST} characters or more that reviewers type in")


def access(request: Request) -> Literal["open", "token", "closed"]:
    """Whether this browser may review, must give the token first, or may not."""
    mode = service(request).settings.reviewing
    if mode == "local":
        return "open" if _local(request) else "closed"
    if mode == "off" or len(mode) < SHORTEST:
        return "closed"
    return "open" if hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), _pass(request).encode()) else "token"


def admitted(request: Request, given: str) -> bool:
    """Whether the token that a reviewer typed is the server's."""
    mode = service(request).settings.reviewing
    return mode not in ("local", "off") and len(mode) >= SHORTEST and hmac.compare_digest(given.encode(), mode.encode())


def admit(request: Request, answer: Response) -> None:
    """Give the browser its pass, for as long as this server runs."""
    _set(request, answer, _pass(request))


def session(request: Request) -> str:
    """The browser's cookie; a new one where it has none."""
    return request.cookies.get(COOKIE) or secrets.token_urlsafe(24)


def remember(request: Request, answer: Response, held: str) -> None:
    """Set the cookie where the browser has none."""
    if request.cookies.get(COOKIE) != held:
        _set(request, answer, held)


def form_token(request: Request, held: str) -> str:
    """What a form of ours carries: bound to this server and the browser's cookie."""
    return hmac.new(service(request).token.encode(), f"form {held}".encode(), hashlib.sha256).hexdigest()


def ours(request: Request, given: str) -> bool:
    """Whether a post comes from a page of ours: its origin, its cookie and the form's token agree."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        return False
    held = request.cookies.get(COOKIE, "")
    return bool(held) and hmac.compare_digest(given.encode(), form_token(request, held).encode())


def _pass(request: Request) -> str:
    here = service(request)
    return hmac.new(here.token.encode(), f"pass {here.settings.reviewing}".encode(), hashlib.sha256).hexdigest()


def _set(request: Request, answer: Response, value: str) -> None:
    answer.set_cookie(COOKIE, value, path=address("/review"), httponly=True, samesite="strict", secure=request.url.scheme == "https")


def _local(request: Request) -> bool:
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    proxied = any(name in request.headers for name in _FORWARDED) or request.scope.get("http_version") == "1.0"
    return not proxied and _loopback(host) and request.client is not None and _loopback(request.client.host)


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
