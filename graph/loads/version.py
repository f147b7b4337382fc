"""The version of a graph: a mark in `graph/meta` that every change of the store renews, for whatever is kept beside it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from graph.store import META
from ontology import terms

if TYPE_CHECKING:
    from graph.store import Store

_GRAPH = f"{META}#graph"
_VERSION = f"{terms.GOV}graphVersion"


def version(store: Store) -> str:
    """The mark of the last change; "" where nothing was ever loaded."""
    rows = store.select(f"SELECT ?v WHERE {{ <{_GRAPH}> <{_VERSION}> ?v }}", graph=META)
    return max((row[0].value for row in rows if row[0] is not None), default="")


def renewal() -> str:
    """The SPARQL update that puts a new mark in the place of the old one."""
    mark = uuid.uuid4().hex
    return (
        f"DELETE WHERE {{ GRAPH <{META}> {{ <{_GRAPH}> <{_VERSION}> ?old }} }} ; "
        f'INSERT DATA {{ GRAPH <{META}> {{ <{_GRAPH}> <{_VERSION}> "{mark}" }} }}'
    )
