"""The graph as a file, in an order that only its statements decide, and the digest of that order.

The text of captures is not in it (graph/sources/capture.py keeps it apart).
"""

from __future__ import annotations

import hashlib
import tempfile
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse, serialize

from graph.errors import UsageError
from graph.exports.canonical import canonical, exported_graphs, triples_of
from graph.exports.jsonld import document
from graph.store import RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad

    from graph.exports.canonical import View
    from graph.store import Store

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
        return document(store, exported_graphs(store, view), single=view == "resolved")
    return _written(store, exported_graphs(store, view), RdfFormat.TRIG if form == "trig" else RdfFormat.TURTLE)


def digest(store: Store, view: View = "all") -> str:
    """The sha256, in hex, of the canonical N-Quads of a view: the same bytes that `export(store, view, "nq")` gives."""
    found = hashlib.sha256()
    for chunk in canonical(store, view):
        found.update(chunk)
    return found.hexdigest()


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
