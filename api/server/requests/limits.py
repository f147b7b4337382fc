"""What one client may ask of the server: so many requests a minute, and no longer pause within a request or answer than is set."""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import math
import time
from array import array
from typing import TYPE_CHECKING

from api.links import own_path

if TYPE_CHECKING:
    from collections.abc import Callable, MutableSequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SETS, WAYS, FIELDS = 2_048, 8, 3
"""Clients are remembered in so many sets of so many places; in a full set who was not seen for longest is forgotten first."""
PLACES = SETS * WAYS * FIELDS
"""Numbers that what clients have asked takes: a client's mark, what it has left, and when it was seen last (monotonic seconds)."""
_FREE = ("/healthz", "/readyz", "/metrics", "/-/")


class Budgets:
    """A bucket of tokens a client: full at first, a token gone a request, filled again within a minute.

    Args:
        a_minute: how many tokens a bucket holds.
        clock: seconds; of the whole machine where processes share.
        spent: `PLACES` numbers, 0 at first, that processes may share. They take no lock, since who dies holding one would stop them all:
            of two requests within the same microseconds one may go uncounted.
    """

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic, spent: MutableSequence[float] | None = None) -> None:
        self._most, self._clock = float(a_minute), clock
        self._spent = array("d", bytes(8 * PLACES)) if spent is None else spent

    def wait(self, client: str) -> float:
        """Take a token: 0 where there was one, else how many seconds until there is."""
        now, spent = self._clock(), self._spent
        drawn = int.from_bytes(hashlib.blake2b(client.encode(), digest_size=8).digest())
        mark = float(drawn >> 11) + 1.0  # 53 bits are exact, and 0 is nobody
        first = drawn % SETS * WAYS * FIELDS
        places = range(first, first + WAYS * FIELDS, FIELDS)
        place = next((place for place in places if spent[place] == mark), -1)
        if place < 0:
            place = min(places, key=lambda place: spent[place + 2] if spent[place] else -math.inf)
            left = self._most
        else:
            left = min(self._most, spent[place + 1] + max(0.0, now - spent[place + 2]) * self._most / 60)
        short = max(0.0, (1 - left) * 60 / self._most)
        spent[place], spent[place + 1], spent[place + 2] = mark, left if short else left - 1, now
        return short


def client_of(scope: Scope) -> str:
    """A client by its address; of IPv6 the network that one subscriber has."""
    host = str((scope.get("client") or ("", 0))[0])
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else host


class Limited:
    """Middleware, outermost.

    Args:
        app: what answers.
        a_minute: requests of one client a minute, 0 = any number.
        seconds: how long a client may let the server wait for the next piece of a request, or to take one of an answer.
        spent: as of `Budgets`.
    """

    def __init__(self, app: ASGIApp, a_minute: int, seconds: float, spent: MutableSequence[float] | None = None) -> None:
        self._app, self._seconds = app, seconds
        self._budgets = Budgets(a_minute, spent=spent) if a_minute > 0 else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what is within the limits."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._budgets is not None and not own_path(scope).startswith(_FREE):
            short = self._budgets.wait(client_of(scope))
            if short:
                await _refused(send, 429, "too many requests from one client; wait as long as Retry-After says\n", math.ceil(short))
                return
        begun = ended = False

        async def received() -> Message:
            nonlocal ended
            if ended:
                return await receive()  # a disconnection may come at any time
            try:
                async with asyncio.timeout(self._seconds):
                    message = await receive()
            except TimeoutError as error:
                raise _SlowError from error
            ended = message["type"] != "http.request" or not message.get("more_body", False)
            return message

        async def sent(message: Message) -> None:
            nonlocal begun
            begun = True
            try:
                async with asyncio.timeout(self._seconds):
                    await send(message)
            except TimeoutError as error:
                raise _SlowError from error

        try:
            await self._app(scope, received, sent)
        except _SlowError:
            if begun:
                return  # the server closes the connection: a part is never taken for the whole
            await _refused(send, 408, "the request did not come within the time that a client has\n")


class _SlowError(Exception):
    """The client let the server wait too long."""


async def _refused(send: Send, status: int, told: str, wait: int = 0) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(told)).encode())]
    headers += [(b"access-control-allow-origin", b"*"), (b"access-control-expose-headers", b"Retry-After"), (b"cache-control", b"no-store")]
    headers += [(b"retry-after", str(wait).encode())] if wait else []
    headers += [(b"connection", b"close")] if status == 408 else []
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": told.encode()})
