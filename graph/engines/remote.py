"""Any SPARQL 1.1 engine over HTTP: the Query, Update and Graph Store protocols, read strictly.

An engine that runs out of time may answer 200 and break off in the middle; an engine that ignores the dataset parameters answers
nothing, or everything twice. Both are errors here, never an answer.
"""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlencode

import httpx2
from pyoxigraph import (
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
    serialize,
)

from graph.engines.bulk import PIECE, ThreadFeed
from graph.engines.lines import fault, insertions, named_pieces
from graph.errors import StoreError, UsageError
from graph.loads.history import History
from graph.sources.capture import Captures
from graph.store import BASE, RESOLVED, Rows, refuse_empty_dataset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import Triple

    from graph.store import Row

CHUNK = 8 << 20
"""Bytes of N-Quads sent in one request."""
INSERTED = 1 << 20
"""Bytes of N-Quads sent in one INSERT DATA, where the engine takes no N-Quads: its parser holds the whole update."""
HELD = 4 << 20
"""Answers up to this size are read whole and checked before the first row is given; longer ones are checked on the way."""
JSON = "application/sparql-results+json"
N_TRIPLES = "application/n-triples"
_TURNED_DOWN = (404, 405, 406, 411, 413, 415, 501)


class RemoteStore:
    """An engine at `location`; endpoints are `location`/query, /update and /store unless the settings name others."""

    def __init__(self, location: str, settings: Mapping[str, str] | None = None) -> None:
        chosen = settings or {}
        root = location.rstrip("/")
        self.location = location
        self._query_url = chosen.get("query") or f"{root}/query"
        self._update_url = chosen.get("update") or f"{root}/update"
        self._data_url = chosen.get("data") or f"{root}/store"
        self.captures = Captures(chosen.get("captures") or None)
        self.history = History()
        self._takes_nquads = True
        self._dataset_honoured = False
        self._seconds = float(chosen.get("timeout") or 60)
        user = chosen.get("user")
        self._client: httpx2.Client | None = httpx2.Client(
            auth=(user, chosen.get("password", "")) if user else None,
            timeout=httpx2.Timeout(self._seconds, connect=min(10.0, self._seconds)),
            headers={"User-Agent": "govgraph"},
        )

    # queries

    def select(self, query: str, *, graph: str | None = RESOLVED, named: Sequence[str] | None = None) -> Rows:
        """Rows of a SELECT; a long answer that breaks off raises while it is iterated."""
        answer = self._answer(query, JSON, graph, named)
        parsed = answer.parsed()
        if not isinstance(parsed, QuerySolutions):
            raise UsageError("a SELECT query is wanted here")
        rows = answer.guarded(map(tuple, parsed))
        return Rows([variable.value for variable in parsed.variables], list(rows) if answer.whole else rows)

    def ask(self, query: str, *, graph: str | None = RESOLVED, named: Sequence[str] | None = None) -> bool:
        """The answer to an ASK."""
        answer = self._answer(query, JSON, graph, named)
        try:
            told = json.loads(answer.read())
        except ValueError as error:
            raise answer.broken(error) from error
        if not isinstance(told, dict) or not isinstance(told.get("boolean"), bool):
            raise UsageError("an ASK query is wanted here")
        return bool(told["boolean"])

    def construct(self, query: str, *, graph: str | None = RESOLVED, named: Sequence[str] | None = None) -> Iterator[Triple]:
        """Triples of a CONSTRUCT or DESCRIBE."""
        answer = self._answer(query, N_TRIPLES, graph, named)
        triples = (quad.triple for quad in answer.guarded(parse(answer, RdfFormat.N_TRIPLES)))  # type: ignore[arg-type] # it reads
        return iter(list(triples)) if answer.whole else triples

    def results(self, query: str, media_type: str, *, graph: str | None = RESOLVED, named: Sequence[str] | None = None) -> bytes:
        """Any query's answer serialised as `media_type`: read strictly first, written anew, so that all engines write alike."""
        from graph.engines.oxigraph import GRAPH_FORMATS, RESULT_FORMATS, serialised

        if media_type in GRAPH_FORMATS:
            return serialize(self.construct(query, graph=graph, named=named), format=GRAPH_FORMATS[media_type]) or b""
        if media_type not in RESULT_FORMATS:
            raise UsageError(f"an answer cannot be given as {media_type}; it can as {', '.join([*RESULT_FORMATS, *GRAPH_FORMATS])}")
        answer = self._answer(query, JSON, graph, named)
        body = answer.read()
        try:
            json.loads(body)
            parsed = parse_query_results(body, QueryResultsFormat.JSON)
        except (ValueError, SyntaxError) as error:
            raise answer.broken(error) from error
        assert isinstance(parsed, QuerySolutions | QueryBoolean)
        return serialised(parsed, media_type)

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """All quads of the named graphs, or those of one."""
        if graph is None:
            everything: Iterable[Any] = self.select("SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }", graph=None)
            return (Quad(*row) for row in everything)
        name = NamedNode(graph)
        rows: Iterable[Any] = self.select(f"SELECT ?s ?p ?o WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}", graph=None)
        return (Quad(s, p, o, name) for s, p, o in rows)

    def graphs(self) -> list[str]:
        """The names of the named graphs, in order."""
        for query in ("SELECT ?g WHERE { GRAPH ?g { } }", "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"):
            found = {row[0].value for row in self.select(query, graph=None) if isinstance(row[0], NamedNode)}
            if found:  # an engine may take the first, quick form for an empty pattern and answer nothing
                return sorted(found)
        return []

    # changes

    def update(self, update: str) -> None:
        """A SPARQL 1.1 update; atomic a call where the engine is."""
        self._post(self._update_url, update.encode(), "application/sparql-update")

    def load(self, nquads: IO[bytes] | Iterable[bytes]) -> None:
        """Send N-Quads in chunks of whole lines; a chunk that fails leaves those before it in the engine.

        Raises:
            InputError: a line is not N-Quads, or has a blank node.
        """
        feed = self.feed()
        try:
            for piece in named_pieces(nquads, PIECE):
                feed.write(piece)
            feed.drain()
        finally:
            feed.stop()

    def feed(self) -> ThreadFeed:
        """Takes N-Quads as they are made; a thread sends them meanwhile."""
        return ThreadFeed(self._load_chunk, CHUNK)

    def _load_chunk(self, chunk: bytes, first_line: int) -> None:
        if self._takes_nquads:
            try:
                self._post(self._data_url, chunk, "application/n-quads")
            except _TurnedDownError:
                self._takes_nquads = False
            except UsageError:
                _validate(chunk, first_line)
                self._takes_nquads = False  # good N-Quads that the engine does not want in this form
            else:
                return
        else:
            _validate(chunk, first_line)
        for part in insertions(chunk, INSERTED):
            self.update(part)

    def clear(self, graph: str) -> None:
        """Drop one named graph; no error where there is none."""
        self.update(f"DROP SILENT GRAPH {NamedNode(graph)}")

    def flush(self) -> None:
        """Nothing to do: the engine acknowledges each request when it is durable by its own rule."""

    def close(self) -> None:
        """Close all connections; further calls raise."""
        if self._client is not None:
            self._client.close()
            self._client = None

    # transport

    def _answer(self, query: str, accept: str, graph: str | None, named: Sequence[str] | None) -> _Answer:
        refuse_empty_dataset(query, graph, named)
        if graph is not None and not self._dataset_honoured:
            self._probe_dataset()
        return self._ask_engine(query, accept, graph, named)

    def _ask_engine(self, query: str, accept: str, graph: str | None, named: Sequence[str] | None) -> _Answer:
        fields = [("query", query)]
        if graph is not None:
            fields.append(("default-graph-uri", graph))
        fields += [("named-graph-uri", name) for name in named or ()]
        body = urlencode(fields).encode()
        return _Answer(self._send(self._query_url, body, "application/x-www-form-urlencoded", accept), accept)

    def _probe_dataset(self) -> None:
        """Ask once whether the engine heeds `default-graph-uri`: what comes back must be that graph, and no other.

        Raises:
            StoreError: it does not, so that every later answer would be empty or count a statement once a source.
        """
        anything = "SELECT ?s WHERE { ?s ?p ?o } LIMIT 1"
        try:
            other = list(self._plain_rows(anything, f"{BASE}graph/there-is-no-such-graph"))
        except (StoreError, UsageError) as error:
            if "404" not in str(error) and "400" not in str(error):
                raise
            other = []  # an engine may call an unknown graph an error
        if other:
            raise StoreError(
                f"{self._query_url}: this engine ignores the default-graph-uri parameter of the SPARQL protocol, so counts would be wrong; "
                "use another of its endpoints or another engine"
            )
        held = list(self._plain_rows(f"SELECT ?s WHERE {{ GRAPH <{RESOLVED}> {{ ?s ?p ?o }} }} LIMIT 1", None))
        if not held:
            return  # nothing to judge by yet: ask again next time
        if not list(self._plain_rows(anything, RESOLVED)):
            raise StoreError(
                f"{self._query_url}: the engine holds {RESOLVED} but answers nothing when it is named in default-graph-uri; "
                "use another of its endpoints or another engine"
            )
        self._dataset_honoured = True

    def _plain_rows(self, query: str, graph: str | None) -> Iterator[Row]:
        answer = self._ask_engine(query, JSON, graph, None)
        parsed = answer.parsed()
        assert isinstance(parsed, QuerySolutions)
        return answer.guarded(map(tuple, parsed))

    def _post(self, url: str, body: bytes, content_type: str) -> None:
        response = self._send(url, body, content_type, "*/*")
        try:
            response.read()
        except httpx2.TransportError as error:
            raise self._unreachable(url, error) from error

    def _send(self, url: str, body: bytes, content_type: str, accept: str) -> httpx2.Response:
        if self._client is None:
            raise StoreError(f"{self.location}: the store was closed; open it again")
        request = self._client.build_request("POST", url, content=body, headers={"Content-Type": content_type, "Accept": accept})
        try:
            response = self._client.send(request, stream=True)
            if not response.is_success:
                response.read()
        except (httpx2.TransportError, httpx2.InvalidURL, httpx2.DecodingError) as error:
            raise self._unreachable(url, error) from error
        if response.is_success:
            return response
        raise _refusal(url, response)

    def _unreachable(self, url: str, error: Exception) -> StoreError:
        if isinstance(error, httpx2.TimeoutException):
            return StoreError(f"{url}: no answer within {self._seconds:g} s; ask for less, or raise the timeout of the settings")
        return StoreError(f"{url}: the engine cannot be reached or broke off ({_plain(str(error))}); is it running at this address?")


class _TurnedDownError(StoreError):
    """The endpoint does not take this kind of request."""


def _validate(chunk: bytes, first_line: int) -> None:
    try:
        for _ in parse(chunk, RdfFormat.N_QUADS):
            pass
    except SyntaxError as error:
        raise fault(error, first_line) from error


def _refusal(url: str, response: httpx2.Response) -> StoreError | UsageError:
    """An answer that is no success, as an error."""
    status, told = response.status_code, _plain(response.text)
    page = "html" in response.headers.get("content-type", "")
    if status == 400 and not page:
        return UsageError(f"{url}: the engine could not read the request (400): {told}")
    if status in (401, 403):
        return StoreError(f"{url}: the engine refuses access ({status}); check `user` and `password` of the settings")
    if status in _TURNED_DOWN:
        return _TurnedDownError(f"{url}: the engine does not take this here ({status}): {told}; check the endpoints in the settings")
    return StoreError(f"{url}: the engine failed ({status}): {told}; look into its log, then try again")


def _plain(page: str) -> str:
    """The words of an error page, in one line of 200 characters."""
    bare = re.sub(r"(?s)<(script|style)\b.*?</\1>|<[^>]*>", " ", page[:20_000])
    return " ".join(bare.split())[:200]


class _Answer:
    """The body of an answer as a reader for the parser: held whole when it is short, streamed when it is long."""

    def __init__(self, response: httpx2.Response, wanted: str) -> None:
        self._response = response
        self._url = str(response.url)
        kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind not in (wanted, "application/json", "text/plain"):
            start = _plain(next(iter(response.iter_bytes()), b"").decode(errors="replace"))
            response.close()
            raise StoreError(f"{self._url}: answered {kind or 'no media type'} instead of {wanted} ({start}); is this a SPARQL endpoint?")
        self._pieces = response.iter_bytes()
        self._held = b""
        self.whole = False
        parts, length = [], 0
        while length <= HELD:
            piece = self._next()
            if not piece:
                self.whole = True
                break
            parts.append(piece)
            length += len(piece)
        self._held = b"".join(parts)
        self._place = 0

    def _next(self) -> bytes:
        try:
            return next(self._pieces, b"")
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            raise self.broken(error) from error

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; all that is left without it."""
        if size is None or size < 0:
            rest = [self._held[self._place :]]
            while not self.whole and (piece := self._next()):
                rest.append(piece)
            self.whole, self._held, self._place = True, b"", 0
            return b"".join(rest)
        if self._place >= len(self._held) and not self.whole:
            self._held, self._place = self._next(), 0
        piece = self._held[self._place : self._place + size]
        self._place += len(piece)
        return piece

    def parsed(self) -> QuerySolutions | QueryBoolean:
        """The head of a SPARQL JSON answer; its rows follow as they are iterated."""
        try:
            return parse_query_results(self, QueryResultsFormat.JSON)  # type: ignore[arg-type] # all it needs is .read()
        except (SyntaxError, ValueError) as error:
            raise self.broken(error) from error

    def guarded(self, rows: Iterable[Any]) -> Iterator[Any]:
        """The rows; where the answer breaks off, an error."""
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
