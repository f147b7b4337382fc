"""Any SPARQL 1.1 engine over HTTP: the Query, Update and Graph Store protocols, read strictly.

An engine that runs out of time may answer 200 and break off in the middle; an engine that ignores the dataset parameters answers
nothing, or everything twice. Both are errors here, never an answer.
"""

from __future__ import annotations

import copy
import secrets
import time
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlencode

import httpx2
from pyoxigraph import (
    NamedNode,
    Quad,
    QuerySolutions,
    RdfFormat,
    parse,
    serialize,
)

from graph.engines.answers import Answer, TurnedDownError, from_virtuoso, refusal, unreachable
from graph.engines.bulk import pour
from graph.engines.forms import form_of, rows_of
from graph.engines.lines import fault, insertions
from graph.engines.sending import ThreadFeed
from graph.errors import StoreError, UsageError
from graph.loads.history import History
from graph.sources.capture import Captures
from graph.store import BASE, RESOLVED, Rows, refuse_empty_dataset

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import Triple

    from graph.store import Row

CHUNK = 8 << 20
"""Bytes of N-Quads sent in one request."""
INSERTED = 1 << 20
"""Bytes of N-Quads sent in one INSERT DATA, where the engine takes no N-Quads: its parser holds the whole update."""
ENGINES_OWN = {"http://www.openlinksw.com/schemas/virtrdf#", "http://localuriqaserver/sparql", "http://www.w3.org/ns/ldp#"}
"""Graphs that Virtuoso keeps for itself, and shows."""
NO_GRAPH = f"{BASE}graph/there-is-no-such-graph"
JSON = "application/sparql-results+json"
N_TRIPLES = "application/n-triples"
N_QUADS = "application/n-quads"


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
        self._takes_nquads: bool | None = None
        self._dataset_honoured = False
        self.seconds = float(chosen.get("timeout") or 60)
        user = chosen.get("user")
        self._client: httpx2.Client | None = httpx2.Client(
            auth=_Credentials(user, chosen.get("password", "")) if user else None,
            headers={"User-Agent": "govgraph", "Accept-Encoding": "gzip, deflate"},
        )

    # queries

    def select(self, query: str, *, graph: str | None = RESOLVED, named: Sequence[str] | None = None) -> Rows:
        """Rows of a SELECT; a long answer that breaks off raises while it is iterated."""
        answer = self._answer(query, JSON, graph, named)
        parsed = answer.parsed()
        if not isinstance(parsed, QuerySolutions):
            raise UsageError("a SELECT query is wanted here")
        rows = answer.rows(parsed)
        return Rows([variable.value for variable in parsed.variables], list(rows) if answer.whole else rows)

    def ask(self, query: str, *, graph: str | None = RESOLVED, named: Sequence[str] | None = None) -> bool:
        """The answer to an ASK."""
        answer = self._answer(query, JSON, graph, named)
        told = answer.document().get("boolean")
        if not isinstance(told, bool):
            raise UsageError("an ASK query is wanted here")
        return told

    def construct(self, query: str, *, graph: str | None = RESOLVED, named: Sequence[str] | None = None) -> Iterator[Triple]:
        """Triples of a CONSTRUCT or DESCRIBE."""
        answer = self._answer(query, N_TRIPLES, graph, named)
        if answer.from_virtuoso and form_of(query) == "CONSTRUCT":
            self._ask_engine(rows_of(query), JSON, graph, named)  # it cuts statements without a word, but rows with one
        triples = (quad.triple for quad in answer.guarded(parse(answer, RdfFormat.N_TRIPLES)))  # type: ignore[arg-type] # it reads
        return iter(list(triples)) if answer.whole else triples

    def results(self, query: str, media_type: str, *, graph: str | None = RESOLVED, named: Sequence[str] | None = None) -> bytes:
        """Any query's answer serialised as `media_type`: read strictly first, written anew, so that all engines write alike."""
        from graph.engines.oxigraph import GRAPH_FORMATS, RESULT_FORMATS, serialised

        if media_type in GRAPH_FORMATS:
            return serialize(self.construct(query, graph=graph, named=named), format=GRAPH_FORMATS[media_type]) or b""
        if media_type not in RESULT_FORMATS:
            raise UsageError(f"an answer cannot be given as {media_type}; it can as {', '.join([*RESULT_FORMATS, *GRAPH_FORMATS])}")
        return serialised(self._answer(query, JSON, graph, named).solutions(), media_type)

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """All quads of the named graphs, or those of one."""
        if graph is None:
            everything: Iterable[Any] = self.select("SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }", graph=None)
            return (Quad(*row) for row in everything if row[3].value not in ENGINES_OWN)
        name = NamedNode(graph)
        rows: Iterable[Any] = self.select(f"SELECT ?s ?p ?o WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}", graph=None)
        return (Quad(s, p, o, name) for s, p, o in rows)

    def graphs(self) -> list[str]:
        """The names of the named graphs, in order."""
        for query in ("SELECT ?g WHERE { GRAPH ?g { } }", "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"):
            found = {row[0].value for row in self.select(query, graph=None) if isinstance(row[0], NamedNode)}
            # an engine may take the first, quick form for an empty pattern and answer nothing; Virtuoso takes a minute over DISTINCT
            if found:
                return sorted(found - ENGINES_OWN)
        return []

    def update(self, update: str) -> None:
        """A SPARQL 1.1 update; atomic a call where the engine is."""
        self._post(self._update_url, update.encode(), "application/sparql-update")

    def load(self, nquads: IO[bytes] | Iterable[bytes]) -> None:
        """Send N-Quads in chunks of whole lines; a chunk that fails leaves those before it in the engine.

        Raises:
            InputError: a line is not N-Quads, or has a blank node.
        """
        pour(self.feed(), nquads)

    def feed(self) -> ThreadFeed:
        """Takes N-Quads as they are made; a thread sends them meanwhile."""
        return ThreadFeed(self._load_chunk, CHUNK)

    def _load_chunk(self, chunk: bytes, first_line: int) -> None:
        if self._takes_nquads is None:
            self._takes_nquads = self._probe_nquads()
        if self._takes_nquads:
            try:
                self._post(self._data_url, chunk, N_QUADS)
            except UsageError:
                _validate(chunk, first_line)
                raise
            return
        _validate(chunk, first_line)
        for part in insertions(chunk, INSERTED):
            self.update(part)

    def _probe_nquads(self) -> bool:
        """Whether a line of N-Quads, sent to the Graph Store endpoint, stands in the engine then: Virtuoso says 200 and drops it."""
        graph = f"{BASE}graph/probe-{secrets.token_hex(8)}"
        try:
            self._post(self._data_url, f"<{graph}> <{graph}> <{graph}> <{graph}> .\n".encode(), N_QUADS)
        except (TurnedDownError, UsageError):
            return False
        arrived = bool(list(self._plain_rows(f"SELECT ?s WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", None)))
        self.clear(graph)
        return arrived

    def clear(self, graph: str) -> None:
        """Drop one named graph; no error where there is none."""
        self.update(f"DROP SILENT GRAPH {NamedNode(graph)}")

    def flush(self) -> None:
        """Nothing to do: the engine acknowledges each request when it is durable by its own rule."""

    def within(self, seconds: float) -> RemoteStore:
        """The same store, over the same connections, that waits for at most so many seconds."""
        hurried = copy.copy(self)
        hurried.seconds = min(seconds, self.seconds)
        return hurried

    def close(self) -> None:
        """Close all connections; further calls raise."""
        if self._client is not None:
            self._client.close()
            self._client = None

    # transport

    def _answer(self, query: str, accept: str, graph: str | None, named: Sequence[str] | None) -> Answer:
        refuse_empty_dataset(query, graph, named)
        if not form_of(query):  # an engine may carry out an update that is sent as a query: Virtuoso does
            raise UsageError(f"{self._query_url}: only SELECT, ASK, CONSTRUCT and DESCRIBE are queries; this is none: {query[:80]!r}")
        if graph is not None and not self._dataset_honoured:
            self._probe_dataset()
        return self._ask_engine(query, accept, graph, named)

    def _ask_engine(self, query: str, accept: str, graph: str | None, named: Sequence[str] | None) -> Answer:
        fields = [("query", query)]
        if graph is not None:
            fields.append(("default-graph-uri", graph))
        if named is not None:
            fields += [("named-graph-uri", name) for name in named or (NO_GRAPH,)]
        body = urlencode(fields).encode()
        return Answer(self._send(self._query_url, body, "application/x-www-form-urlencoded", accept), accept, self.seconds)

    def _probe_dataset(self) -> None:
        """Ask once whether the engine heeds `default-graph-uri`: what comes back must be that graph, and no other.

        Raises:
            StoreError: it does not, so that every later answer would be empty or count a statement once a source.
        """
        anything = "SELECT ?s WHERE { ?s ?p ?o } LIMIT 1"
        try:
            other = list(self._plain_rows(anything, NO_GRAPH))
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
        return answer.rows(parsed)

    def _post(self, url: str, body: bytes, content_type: str) -> None:
        response = self._send(url, body, content_type, "*/*")
        began = time.monotonic()
        try:
            for _ in response.iter_raw():  # the connection is kept only where the answer is read to its end
                if time.monotonic() - began > self.seconds:
                    response.close()
                    raise httpx2.ReadTimeout("it drips")
        except httpx2.TransportError as error:
            raise unreachable(url, error, self.seconds) from error

    def _send(self, url: str, body: bytes, content_type: str, accept: str) -> httpx2.Response:
        if self._client is None:
            raise StoreError(f"{self.location}: the store was closed; open it again")
        headers = {"Content-Type": content_type, "Accept": accept}
        patience = httpx2.Timeout(self.seconds, connect=min(10.0, self.seconds))
        request = self._client.build_request("POST", url, content=body, headers=headers, timeout=patience)
        try:
            response = self._client.send(request, stream=True)
        except (httpx2.TransportError, httpx2.InvalidURL, httpx2.DecodingError) as error:
            raise unreachable(url, error, self.seconds) from error
        if response.is_success:
            return response
        raise refusal(url, response)


class _Credentials(httpx2.Auth):
    """Basic, or Digest where the engine wants that; Virtuoso does, and to Basic it says only no."""

    def __init__(self, user: str, password: str) -> None:
        self._basic, self._digest = httpx2.BasicAuth(user, password), httpx2.DigestAuth(user, password)
        self._wants_digest = False

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Ask in the way that the engine last wanted."""
        if not self._wants_digest:
            response = yield next(self._basic.auth_flow(request))
            challenge = response.headers.get("www-authenticate", "").lower()
            self._wants_digest = response.status_code == 401 and ("digest" in challenge or from_virtuoso(response))
            if not self._wants_digest:
                return
            del request.headers["Authorization"]
        yield from self._digest.auth_flow(request)


def _validate(chunk: bytes, first_line: int) -> None:
    try:
        for _ in parse(chunk, RdfFormat.N_QUADS):
            pass
    except SyntaxError as error:
        raise fault(error, first_line) from error
