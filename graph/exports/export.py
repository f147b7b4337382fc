"""The graph as a file, in an order that only its statements decide, and the digest of that order.

`resolved` is what queries read; `all` is every graph but `graph/meta`, whose times differ from run to run. The text of captures is in
neither (graph/sources/capture.py keeps it apart).
"""

from __future__ import annotations

import hashlib
import tempfile
from typing import TYPE_CHECKING, Literal, TypeAlias

from pyoxigraph import RdfFormat, parse, serialize

from graph.engines.lines import pieces
from graph.errors import UsageError
from graph.exports.sorting import sorted_lines
from graph.store import META, RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad

    from graph.store import Store

View: TypeAlias = Literal["resolved", "all"]
RDF = ("nq", "nt", "trig", "ttl", "jsonld")


def export(store: Store, view: View = "resolved", form: str = "nq") -> Iterator[bytes]:
    """The graph in chunks of bytes; the same statements give the same bytes, whatever order they were loaded in.

    Args:
        store: where the graph is.
        view: `resolved`, or `all` graphs but `graph/meta`.
        form: nq, nt, trig, ttl or jsonld; records in bibliographic formats are `graph.exports.works` and above.

    Raises:
        UsageError: there is no such view or format, or the format cannot hold several graphs.
    """
    if view not in ("resolved", "all"):
        raise UsageError(f"no view '{view}'; there are resolved and all")
    if form not in RDF:
        raise UsageError(f"no format '{form}'; there are {', '.join(RDF)}")
    if view == "all" and form in ("ttl", "nt"):
        raise UsageError(f"{form} holds one graph; take nq, trig or jsonld for all of them")
    if form == "nq":
        return canonical(store, view)
    if form == "nt":
        return triples_of(store, RESOLVED)
    if form == "jsonld":
        from graph.exports.jsonld import document

        return document(store, exported_graphs(store, view), single=view == "resolved")
    return _written(store, exported_graphs(store, view), RdfFormat.TRIG if form == "trig" else RdfFormat.TURTLE)


def digest(store: Store, view: View = "all") -> str:
    """The sha256, in hex, of the canonical N-Quads of a view: the same bytes that `export(store, view, "nq")` gives."""
    found = hashlib.sha256()
    for chunk in canonical(store, view):
        found.update(chunk)
    return found.hexdigest()


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


def _written(store: Store, graphs: Iterable[str], form: RdfFormat) -> Iterator[bytes]:
    """Turtle or TriG, subjects in order, short names by our prefixes."""
    with tempfile.TemporaryFile(prefix="govgraph-") as file:
        serialize(_quads(store, graphs, named=form == RdfFormat.TRIG), file, form, prefixes=terms.PREFIXES)
        file.seek(0)
        while chunk := file.read(1 << 18):
            yield chunk


def _quads(store: Store, graphs: Iterable[str], *, named: bool) -> Iterator[Quad]:
    for graph in graphs:
        end = f" <{graph}> .\n".encode() if named else b" .\n"
        for chunk in triples_of(store, graph):
            yield from parse(chunk.replace(b" .\n", end), RdfFormat.N_QUADS)
