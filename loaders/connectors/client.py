"""Asking a service politely: who asks, how often, how long and how much; again after a fault, never round in circles.

Etiquette: https://github.com/CrossRef/rest-api-doc#etiquette, RFC 9110 (Retry-After, redirects).
"""

from __future__ import annotations

import random
import re
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin, urlsplit

import httpx2

from graph.errors import InputError, LaterError, UsageError
from loaders.connectors.answers import Answer, Answers
from loaders.connectors.patience import body_of, retry_after

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import Self

AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
MOST_REDIRECTS = 5
_CONTACT = re.compile(r"(?:mailto:)?[^\s@<>()\"\x00-\x1f]{1,64}@[\w.-]+\.\w+|https?://[^\s<>()\"\x00-\x1f]{3,200}")


@dataclass(slots=True, frozen=True)
class Manners:
    """How a client behaves. Units: seconds, bytes.

    `contact` is an e-mail address or page; `interval` lies between two requests to one host; `longest` ends one answer, `patience` a wait
    that a service asks for; `tries` is how often one thing is asked.
    """

    contact: str
    interval: float = 0.25
    longest: float = 60.0
    largest: int = 64 << 20
    patience: float = 120.0
    tries: int = 5
    backoff: float = 1.0


@dataclass(slots=True)
class Client:
    """One client for all services of a run; use it in a `with`.

    `sleep`, `clock` and `chance` are time's and chance's own unless a test gives others.
    """

    manners: Manners
    answers: Answers = field(default_factory=lambda: Answers("", 0))
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random
    asked: int = 0
    _http: httpx2.Client = field(init=False)
    _next: dict[str, float] = field(init=False, default_factory=lambda: defaultdict(float))
    _intervals: dict[str, float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        if not (self.manners.contact.isascii() and _CONTACT.fullmatch(self.manners.contact)):
            raise UsageError("services ask who is asking: set GOVGRAPH_CONTACT (or `contact` in govgraph.toml) to your e-mail address")
        agent = f"govgraph (https://w3id.org/govgraph/; {self._mailto() or self.manners.contact})"
        limit = min(self.manners.longest, 20.0)
        self._http = httpx2.Client(
            headers={"User-Agent": agent}, timeout=httpx2.Timeout(limit, connect=min(10.0, limit)), follow_redirects=False, trust_env=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None) -> None:
        self._http.close()

    def _mailto(self) -> str:
        contact = self.manners.contact
        return f"mailto:{contact.removeprefix('mailto:')}" if "@" in contact and not contact.startswith("http") else ""

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        *,
        media: str,
        check: Callable[[bytes], object],
        mailto: bool = False,
        key: str = "",
        accept: str = "",
    ) -> Answer | None:
        """What a service answers at an address; None where it says that there is nothing (404, 410).

        Args:
            url: http or https.
            params: of the query; the address of the answer has them.
            media: "json" or "xml", what the answer has to be.
            check: raises ValueError or InputError for bytes that are not whole; they are then asked for again.
            mailto: whether the contact is sent as a parameter, too; it is no part of the address.
            key: of the user at that service, sent as a parameter and neither kept nor told.
            accept: the media type asked for, where a service has several.

        Raises:
            UsageError: the address is none of the web.
            LaterError: the service wants more patience than there is, or fails again and again.
            InputError: what it answers is not what was asked for.
        """
        address = f"{url}{'&' if '?' in url else '?'}{urlencode(params)}" if params else url
        _of_the_web(address)
        if (kept := self.answers.get(address)) is not None:
            return kept if kept.data else None
        private = {"mailto": self._mailto().removeprefix("mailto:") if mailto else "", "api_key": key}
        private = {name: value for name, value in private.items() if value}
        sent = f"{address}{'&' if '?' in address else '?'}{urlencode(private)}" if private else address
        answer = self._persistently(address, sent, media, check, accept)
        self.answers.keep(answer)
        return answer if answer.data else None

    def _persistently(self, address: str, sent: str, media: str, check: Callable[[bytes], object], accept: str) -> Answer:
        told = ""
        for number in range(1, self.manners.tries + 1):
            wait = self.manners.backoff * 2 ** (number - 1) * (0.75 + self.chance() / 2)
            try:
                status, kind, data, asks = self._once(sent, accept)
            except (httpx2.TransportError, httpx2.DecodingError, httpx2.InvalidURL) as wrong:
                told = f"{type(wrong).__name__}: {wrong}"
            else:
                if status in {404, 410}:
                    return Answer(address, b"")
                if status == 200:
                    _expected(address, kind, media)
                    try:
                        check(data)
                    except (ValueError, InputError, RecursionError) as wrong:
                        told = f"an answer that is not whole ({wrong})"
                    else:
                        return Answer(address, data, kind)
                elif status in AGAIN:
                    told, wait = f"status {status}", max(wait, asks)
                else:
                    raise InputError(f"{address}: the service refuses with status {status}: {_words(data)}")
            if wait > self.manners.patience:
                raise LaterError(f"{address}: the service asks for {wait:.0f} seconds of patience ({told}); try again later")
            if number < self.manners.tries:
                self.sleep(wait)
        raise LaterError(f"{address}: no good answer in {self.manners.tries} tries, the last: {told}; try again later")

    def _once(self, url: str, accept: str) -> tuple[int, str, bytes, float]:
        """(status, media type, bytes, seconds the service asks to wait); redirects are followed within the web, never in a circle."""
        seen, deadline = set[str](), self.clock() + self.manners.longest
        while True:
            if url in seen or len(seen) > MOST_REDIRECTS:
                raise InputError(f"{_bare(url)}: redirected in a circle, or more than {MOST_REDIRECTS} times")
            seen.add(url)
            self._turn(urlsplit(url).netloc)
            self.asked += 1
            with self._http.stream("GET", url, headers={"Accept": accept or "*/*"}) as response:
                self._slow_down(urlsplit(url).netloc, response.headers)
                if response.is_redirect:
                    onward = urljoin(url, response.headers.get("location", ""))
                    if not _is_of_the_web(onward) or (url.startswith("https:") and not onward.startswith("https:")):
                        raise InputError(f"{_bare(url)}: redirected to {_bare(onward)[:100]}, which is not followed")
                    url = onward
                    continue
                data = body_of(response, _bare(url), self.manners.largest, lambda: self._late(deadline))
                return response.status_code, response.headers.get("content-type", ""), data, retry_after(response.headers)

    def _late(self, deadline: float) -> httpx2.ReadTimeout | None:
        late = self.clock() > deadline
        return httpx2.ReadTimeout(f"the answer took longer than {self.manners.longest:.0f} seconds") if late else None

    def _turn(self, host: str) -> None:
        wait = self._next[host] - self.clock()
        if wait > 0:
            self.sleep(wait)
        self._next[host] = self.clock() + self._intervals.get(host, self.manners.interval)

    def _slow_down(self, host: str, headers: Mapping[str, str]) -> None:
        """What a service says of its limit: so many requests in so many seconds."""
        limit, span = headers.get("x-rate-limit-limit", ""), headers.get("x-rate-limit-interval", "").rstrip("s")
        if limit.isdecimal() and int(limit) and span.isdecimal():
            self._intervals[host] = min(max(self.manners.interval, int(span) / int(limit)), self.manners.patience)


def _of_the_web(address: str) -> None:
    if not _is_of_the_web(address):
        raise UsageError(f"'{address[:200]}' is no http or https address (or has a password in it)")


def _bare(url: str) -> str:
    """An address without its parameters, which may tell a key."""
    return url.partition("?")[0]


def _is_of_the_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
    except ValueError:
        return False


def _expected(address: str, kind: str, media: str) -> None:
    """An answer of another media type is a page of a proxy or of a fault, not a record."""
    main = kind.partition(";")[0].strip().lower()
    if main and media not in main and main not in {"text/plain", "application/octet-stream"}:
        raise InputError(f"{address}: the service answers with {main}, not with {media}; is the address of the service right?")


def _words(data: bytes) -> str:
    return " ".join(re.sub(r"<[^<>]{0,300}>", " ", data[:2000].decode("utf-8", errors="replace")).split())[:200]
