"""The statements of the graph as lines, in an order that only they decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from graph.engines.lines import pieces
from graph.exports.sorting import sorted_lines
from graph.store import META, RESOLVED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store

View: TypeAlias = Literal["resolved", "all"]
"""`resolved` is what queries read; `all` is every graph but `graph/meta`, whose times differ from run to run."""


def exported_graphs(store: Store, view: View) -> list[str]:
    """The names of a view's graphs, in order."""
    return [RESOLVED] if view == "resolved" else [graph for graph in store.graphs() if graph != META]


def canonical(store: Store, view: View) -> Iterator[bytes]:
    """The N-Quads lines of a view, sorted by their bytes, in chunks of whole lines."""
    return sorted_lines(piece for graph in exported_graphs(store, view) for piece in _quads_of(store, graph))


def triples_of(store: Store, graph: str) -> Iterator[bytes]:
    """The N-Triples lines of one graph, sorted by their bytes, in chunks of whole lines."""
    return sorted_lines(_dumped(store, graph))


def _quads_of(store: Store, graph: str) -> Iterator[bytes]:
    """The N-Quads lines of one graph, in pieces of whole lines, as the store has them. A line ends only where a literal cannot."""
    end = f" <{graph}> .\n".encode()
    return (piece.replace(b" .\n", end) for piece in pieces(_dumped(store, graph), 1 << 20))


def _dumped(store: Store, graph: str) -> Iterator[bytes]:
    """N-Triples of one graph, in pieces, as the store has them."""
    dump = getattr(store, "dump", None)
    if dump is not None:
        yield from dump(graph)
        return
    held: list[str] = []
    for quad in store.quads(graph):
        held.append(f"{quad.triple} .\n")
        if len(held) == 4096:
            yield "".join(held).encode()
            held.clear()
    yield "".join(held).encode()
