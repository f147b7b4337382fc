"""The one port to a SPARQL store, and how to open one: a folder is embedded Oxigraph, an http(s) URL any SPARQL 1.1 engine.

Terms are pyoxigraph's, handed on under the names below so that nobody above this layer imports the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Protocol, TypeAlias

from pyoxigraph import Literal, NamedNode, Quad, Triple

IRI = NamedNode
Term: TypeAlias = NamedNode | Literal
Row: TypeAlias = tuple[Term | None, ...]

__all__ = ["IRI", "Literal", "Quad", "Row", "Rows", "Store", "Term", "Triple", "open_store"]


class Rows:
    """The answer to a SELECT: the names of its variables and its rows, one term or None a variable; iterated once."""

    def __init__(self, variables: Sequence[str], rows: Iterable[Row]) -> None:
        self.variables = tuple(variables)
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)


class Store(Protocol):
    """What every engine does. `graph` is the default graph of a query (None = the store's own), `named` the graphs it may name."""

    location: str

    def select(self, query: str, *, graph: str | None = ..., named: Sequence[str] | None = None) -> Rows:
        """Rows of a SELECT."""

    def ask(self, query: str, *, graph: str | None = ..., named: Sequence[str] | None = None) -> bool:
        """The answer to an ASK."""

    def construct(self, query: str, *, graph: str | None = ..., named: Sequence[str] | None = None) -> Iterator[Triple]:
        """Triples of a CONSTRUCT or DESCRIBE."""

    def results(self, query: str, media_type: str, *, graph: str | None = ..., named: Sequence[str] | None = None) -> bytes:
        """Any query's answer serialised as one of the SPARQL result or RDF media types."""

    def update(self, update: str) -> None:
        """A SPARQL 1.1 update; atomic a call."""

    def load(self, nquads: IO[bytes] | Iterable[bytes]) -> None:
        """Bulk-load N-Quads, in bounded memory."""

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """All quads, or those of one named graph."""

    def graphs(self) -> list[str]:
        """The names of the named graphs."""

    def clear(self, graph: str) -> None:
        """Drop one named graph; no error where there is none."""

    def flush(self) -> None:
        """Make all that was written durable: an acknowledgement may be given only after this."""

    def close(self) -> None:
        """Let go of the store; further calls raise."""


def open_store(location: str, *, read_only: bool = False, settings: Mapping[str, str] | None = None) -> Store:
    """Open a store by its location: `http(s)://…` = SPARQL 1.1 Protocol, else a folder ("" or ":memory:" = in memory)."""
    raise NotImplementedError  # graph/oxigraph.py, graph/remote.py
