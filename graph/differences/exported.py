"""The resolved graph of an N-Quads file, as far as states are compared by it, in a store in memory."""

from __future__ import annotations

import gzip
from typing import IO, TYPE_CHECKING, cast

from pyoxigraph import NamedNode, RdfFormat, parse

from graph.differences.states import PROPERTIES
from graph.errors import InputError
from graph.opening import open_store
from graph.store import CURATED, RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.store import Store

_READ = {RESOLVED: PROPERTIES, CURATED: frozenset({terms.CLAIM_STATUS})}
"""The properties that are read of each graph: of the curated one, what people rejected."""


def resolved_of(file: Path) -> Store:
    """Read the file; gzip is undone.

    Raises:
        InputError: it cannot be read, is no N-Quads, or holds no resolved graph.
    """
    store = open_store("")
    try:
        with _opened(file) as read:
            store.load(_lines(read))
    except (OSError, SyntaxError, EOFError, ValueError) as error:
        store.close()
        raise InputError(f"{file}: not an N-Quads export ({getattr(error, 'strerror', None) or error})") from error
    if not store.ask("ASK { ?s ?p ?o }", graph=RESOLVED):
        store.close()
        raise InputError(f"{file}: holds no graph {RESOLVED}; write it with `govgraph export --view resolved --format nq`")
    return store


def _opened(file: Path) -> IO[bytes]:
    with file.open("rb") as begun:
        packed = begun.read(2) == b"\x1f\x8b"
    return cast("IO[bytes]", gzip.open(file, "rb")) if packed else file.open("rb")


def _lines(read: IO[bytes]) -> Iterator[bytes]:
    for quad in parse(read, RdfFormat.N_QUADS):
        if isinstance(quad.graph_name, NamedNode) and quad.predicate.value in _READ.get(quad.graph_name.value, ()):
            yield f"{quad} .\n".encode()
