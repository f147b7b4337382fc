"""What a remote engine answered, read strictly: whole and as it says it is, or an error."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

import httpx2
from pyoxigraph import Literal, NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from graph.errors import StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.store import Row

HELD = 4 << 20
"""Answers up to this size are read whole and checked before the first row is given; longer ones are checked on the way."""
LARGEST = 256 << 20
"""Bytes of an answer that is wanted in one piece, unpacked."""
SLOWEST = 16 << 10
"""Bytes a second below which an engine counts as silent, once the timeout has passed."""
PACKED = 250
"""How many times its bytes on the way an answer may unpack to: SPARQL results pack 10 to 50 times."""
_TOLD = 20_000
"""Bytes read of a page that tells what went wrong."""
_TURNED_DOWN = (404, 405, 406, 411, 413, 415, 501)
_BOOLEAN = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
_TRUTH = {"1": Literal("true", datatype=_BOOLEAN), "0": Literal("false", datatype=_BOOLEAN)}


class TurnedDownError(StoreError):
    """The endpoint does not take this kind of request."""


def refusal(url: str, response: httpx2.Response) -> StoreError | UsageError:
    """An answer that is no success, as an error."""
    status, told = response.status_code, _plain(_beginning(response))
    page = "html" in response.headers.get("content-type", "")
    if status == 400 and not page:
        return UsageError(f"{url}: the engine could not read the request (400): {told}")
    if status in (401, 403):
        return StoreError(f"{url}: the engine refuses access ({status}); check `user` and `password` of the settings")
    if response.is_redirect:
        there = response.headers.get("location", "")[:200]
        return StoreError(f"{url}: the address has moved ({status}) {told}; name the engine's own address in the settings, perhaps {there}")
    if status in _TURNED_DOWN:
        return TurnedDownError(f"{url}: the engine does not take this here ({status}): {told}; check the endpoints in the settings")
    return StoreError(f"{url}: the engine failed ({status}): {told}; look into its log, then try again")


def unreachable(url: str, error: Exception, seconds: float) -> StoreError:
    """What it means that a request found no answer."""
    if isinstance(error, httpx2.TimeoutException):
        return StoreError(f"{url}: no answer within {seconds:g} s; ask for less, or raise `timeout` in the settings")
    return StoreError(f"{url}: the engine cannot be reached or broke off ({_plain(str(error))}); is it running at this address?")


def from_virtuoso(response: httpx2.Response) -> bool:
    """Whether Virtuoso answered, which has ways of its own."""
    return str(response.headers.get("server", "")).startswith("Virtuoso")


def cut_short(response: httpx2.Response) -> bool:
    """Whether an engine says that it answered less than it was asked for: Virtuoso does so with status 200."""
    return "x-sparql-maxrows" in response.headers or response.headers.get("x-sql-state") == "S1TAT"


def _beginning(response: httpx2.Response) -> str:
    parts, length = [], 0
    try:
        for piece in response.iter_bytes():
            parts.append(piece)
            length += len(piece)
            if length >= _TOLD:
                break
    except (httpx2.TransportError, httpx2.DecodingError):
        parts.append(b" (and the page that tells more broke off)")
    finally:
        response.close()
    return b"".join(parts)[: 2 * _TOLD].decode(errors="replace")


def _plain(page: str) -> str:
    """The words of an error page, in one line of 200 characters."""
    bare = re.sub(r"(?s)<(script|style)\b.*?</\1>|<[^>]*>", " ", page[:_TOLD])
    return " ".join(bare.split())[:200]


class Answer:
    """The body of an answer as a reader for the parser: held whole when it is short, streamed when it is long.

    Raises:
        StoreError: it is of another media type, broke off, was cut short by the engine, or comes too slowly.
    """

    def __init__(self, response: httpx2.Response, wanted: str, seconds: float) -> None:
        self._response, self._seconds = response, seconds
        self._url = str(response.url)
        kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
        if cut_short(response):
            raise self._left(
                "the engine cut the answer short by its own limit of rows or time",
                "raise that limit (Virtuoso: ResultSetMaxRows, MaxQueryExecutionTime)",
            )
        if kind not in (wanted, "application/json", "text/plain"):
            start = _plain(_beginning(response))
            raise StoreError(f"{self._url}: answered {kind or 'no media type'} instead of {wanted} ({start}); is this a SPARQL endpoint?")
        self.from_virtuoso = from_virtuoso(response)
        self._pieces = response.iter_bytes()
        self._held = b""
        self._received, self._waited = 0, 0.0
        self.whole = False
        parts = []
        while self._received <= HELD:
            piece = self._next()
            if not piece:
                self.whole = True
                break
            parts.append(piece)
        self._held = b"".join(parts)
        self._place = 0

    def _next(self) -> bytes:
        began = time.monotonic()
        try:
            piece = next(self._pieces, b"")
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            raise self.broken(error) from error
        self._waited += time.monotonic() - began
        self._received += len(piece)
        if self._waited > self._seconds + self._received / SLOWEST:
            raise self._left(
                f"the answer comes too slowly ({self._received} bytes in {self._waited:.0f} s)", "raise `timeout` in the settings"
            )
        if self._received > HELD + PACKED * self._response.num_bytes_downloaded:
            raise self._left(f"the answer unpacks to more than {PACKED} times its size", "have the engine answer unpacked")
        return piece

    def _left(self, fault: str, remedy: str) -> StoreError:
        self._response.close()
        return StoreError(f"{self._url}: {fault}; ask for less, or {remedy}")

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; all that is left without it.

        Raises:
            StoreError: all that is left is larger than `LARGEST`.
        """
        if size is None or size < 0:
            rest = [self._held[self._place :]]
            while not self.whole and self._received <= LARGEST and (piece := self._next()):
                rest.append(piece)
            if self._received > LARGEST:
                raise self._left(f"the answer is larger than {LARGEST >> 20} MiB", "in pages")
            self.whole, self._held, self._place = True, b"", 0
            return b"".join(rest)
        if self._place >= len(self._held) and not self.whole:
            self._held, self._place = self._next(), 0
        piece = self._held[self._place : self._place + size]
        self._place += len(piece)
        return piece

    def document(self) -> dict[str, Any]:
        """A SPARQL JSON answer in one piece."""
        try:
            told = json.loads(self.read())
        except ValueError as error:
            raise self.broken(error) from error
        if not isinstance(told, dict):
            raise self.broken(TypeError("it is no object"))
        return told

    def solutions(self) -> QuerySolutions | QueryBoolean:
        """The same, parsed from its first byte to its last."""
        told = self.document()
        if self.from_virtuoso:
            for row in told.get("results", {}).get("bindings", ()):
                for term in row.values():
                    if term.get("datatype") == _BOOLEAN.value:
                        term["value"] = {"1": "true", "0": "false"}.get(term["value"], term["value"])
        try:
            return parse_query_results(json.dumps(told), QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise self.broken(error) from error

    def parsed(self) -> QuerySolutions | QueryBoolean:
        """The head of a SPARQL JSON answer; its rows follow as they are iterated."""
        try:
            return parse_query_results(self, QueryResultsFormat.JSON)  # type: ignore[arg-type] # all it needs is .read()
        except (SyntaxError, ValueError) as error:
            raise self.broken(error) from error

    def rows(self, solutions: Iterable[Any]) -> Iterator[Row]:
        """The rows; where the answer breaks off, an error. Virtuoso's 1 and 0 are true and false, as every other engine writes them."""
        found = self.guarded(map(tuple, solutions))
        return (tuple(map(_true_or_false, row)) for row in found) if self.from_virtuoso else found

    def guarded(self, rows: Iterable[Any]) -> Iterator[Any]:
        """What is parsed; where the answer breaks off, an error."""
        try:
            yield from rows
        except (SyntaxError, ValueError, OSError) as error:
            raise self.broken(error) from error
        finally:
            self._response.close()

    def broken(self, error: Exception) -> StoreError:
        """What is wrong with this answer."""
        if isinstance(error, StoreError):
            return error
        return StoreError(
            f"{self._url}: the answer broke off or is not what it says it is ({_plain(str(error))}); "
            "the engine may have hit its own time limit: ask for less or raise that limit"
        )


def _true_or_false(term: Any) -> Any:
    if isinstance(term, Literal) and term.datatype == _BOOLEAN:
        return _TRUTH.get(term.value, term)
    return term
