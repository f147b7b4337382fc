"""The one port to a SPARQL store: what every engine does, the names of the graphs, and the terms that go through it.

Terms are pyoxigraph's, handed on under the names below so that nobody above this layer imports the engine.
"""

from __future__ import annotations

import os
import re
from typing import IO, TYPE_CHECKING, Protocol, TypeAlias

from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.loads.history import History
    from graph.sources.capture import Captures

IRI = NamedNode
Term: TypeAlias = NamedNode | Literal
Row: TypeAlias = tuple[Term | None, ...]

BASE = os.environ.get("GOVGRAPH_BASE", "https://w3id.org/govgraph/")
"""The base of all things' IRIs, read once: whoever takes it from a file sets the environment before importing this layer."""
RESOLVED = f"{BASE}graph/resolved"
IDENTITY = f"{BASE}graph/identity"
CURATED = f"{BASE}graph/curated"
META = f"{BASE}graph/meta"
SCHEME = f"{BASE}graph/scheme"

__all__ = [
    "BASE",
    "CURATED",
    "IDENTITY",
    "IRI",
    "META",
    "RESOLVED",
    "SCHEME",
    "Feed",
    "Literal",
    "Quad",
    "Row",
    "Rows",
    "Store",
    "Term",
    "Triple",
    "capture_graph",
]


class Rows:
    """The answer to a SELECT: the names of its variables and its rows, one term or None a variable; iterated once."""

    def __init__(self, variables: Sequence[str], rows: Iterable[Row]) -> None:
        self.variables = tuple(variables)
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)


class Feed(Protocol):
    """Takes pieces of whole lines without blank nodes, the sooner the better."""

    def write(self, piece: bytes, graph: str = "") -> None:
        """Add a piece of N-Quads, or of N-Triples where their one graph is named; an error of an earlier one may be raised here."""

    def pass_on(self) -> None:
        """Have what was written loaded meanwhile, if that goes on beside whoever writes; nobody waits."""

    def drain(self) -> None:
        """Wait until all that was written is in the store; more may follow."""

    def stop(self) -> None:
        """Let nothing go on behind the caller's back; what was not drained may be lost."""


class Store(Protocol):
    """What every engine does.

    `graph` is the default graph of a query (None = the store's own, with every named graph at hand), `named` the graphs that it may
    name with GRAPH. A query that says GRAPH without being given any is refused: its answer would be empty, and silently so.
    """

    location: str
    captures: Captures
    history: History

    def select(self, query: str, *, graph: str | None = RESOLVED, named: Sequence[str] | None = None) -> Rows:
        """Rows of a SELECT."""

    def ask(self, query: str, *, graph: str | None = RESOLVED, named: Sequence[str] | None = None) -> bool:
        """The answer to an ASK."""

    def construct(self, query: str, *, graph: str | None = RESOLVED, named: Sequence[str] | None = None) -> Iterator[Triple]:
        """Triples of a CONSTRUCT or DESCRIBE."""

    def results(self, query: str, media_type: str, *, graph: str | None = RESOLVED, named: Sequence[str] | None = None) -> bytes:
        """Any query's answer serialised as one of the SPARQL result or RDF media types."""

    def update(self, update: str) -> None:
        """A SPARQL 1.1 update; atomic a call."""

    def load(self, nquads: IO[bytes] | Iterable[bytes]) -> None:
        """Bulk-load N-Quads without blank nodes, in bounded memory; whole or not at all only up to a few MiB."""

    def feed(self) -> Feed:
        """Where N-Quads go that are made one after the other, for `graph.engines.bulk.BulkWriter`."""

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """All quads, or those of one named graph."""

    def graphs(self) -> list[str]:
        """The names of the named graphs, in order."""

    def clear(self, graph: str) -> None:
        """Drop one named graph; no error where there is none."""

    def flush(self) -> None:
        """Make all that was written durable: an acknowledgement may be given only after this."""

    def close(self) -> None:
        """Let go of the store; further calls raise."""


def capture_graph(digest: str) -> str:
    """The name of the graph that holds what one capture says; `digest` is the sha256 of its bytes in hex."""
    return f"{BASE}graph/{digest}"


_SKIPPED = re.compile(r"""\"\"\".*?\"\"\"|'''.*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|\#[^\n]*""", re.DOTALL)
_GRAPH = re.compile(r"(?<![?$:\w-])GRAPH\s*[<?$\w:]", re.IGNORECASE)


def names_graphs(query: str) -> bool:
    """Whether a query asks graphs by their names."""
    if "graph" not in query.lower().replace("govgraph", ""):  # our own IRIs name no graph
        return False
    return bool(_GRAPH.search(_SKIPPED.sub(lambda m: "<>" if m[0][0] == "<" else " ", query)))


def refuse_empty_dataset(query: str, graph: str | None, named: Sequence[str] | None) -> None:
    """Stop a query that names graphs but was given none to name.

    Raises:
        UsageError: the query would answer nothing, whatever the store holds.
    """
    if graph is not None and named is None and names_graphs(query):
        raise UsageError(
            "the query says GRAPH but no graph was given to name, so it could only answer nothing: "
            "pass named=[…], or graph=None for the store's own dataset"
        )
