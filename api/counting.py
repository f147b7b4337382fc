"""How many things of a class there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.store import Literal
from ontology import terms

if TYPE_CHECKING:
    from graph.store import Store


def count(store: Store, cls: str) -> int:
    """How many things of a class the graph holds."""
    rows = store.select(f"SELECT (COUNT(DISTINCT ?thing) AS ?n) WHERE {{ ?thing a <{terms.GOV}{cls}> }}")
    return next((int(row[0].value) for row in rows if isinstance(row[0], Literal)), 0)
