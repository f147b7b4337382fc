"""Invented captures for tests of the statements side: few names, so that records collide in every way that matters."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from graph.describe import statements
from graph.record import (
    Capture,
    Case,
    Claim,
    Concept,
    Contributor,
    Jurisdiction,
    Mention,
    Organisation,
    Reference,
    Source,
    Span,
    Venue,
    Work,
)
from graph.resolve import Resolver
from graph.store import IDENTITY, RESOLVED, capture_graph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.record import Thing
    from graph.store import Store


def capture(name: str, address: str = "") -> Capture:
    """A capture whose digest follows from its name."""
    return Capture(b"", name=name, retrieved_from=address, digest=hashlib.sha256(name.encode()).hexdigest(), text="x" * 400)


def put(store: Store, *captures: tuple[Capture, Sequence[Thing | list[str]]]) -> None:
    """Load captures as `graph.loading` does, all of them in one batch; a list among the things is taken as statements."""
    resolver = Resolver(store)
    for one, things in captures:
        graph = capture_graph(one.digest)
        lines = [thing if isinstance(thing, list) else statements(thing, one) for thing in (Source(label=one.name), *things)]
        end = f" <{graph}> .\n"
        store.load([(end.join(line for some in lines for line in some) + end).encode()])
        resolver.add(graph, lines)
    resolver.finish()


def graph(store: Store, name: str = RESOLVED) -> set[str]:
    """The statements of a graph, the base left out of IRIs so that failures can be read."""
    return {f"{q.subject} {q.predicate} {q.object}".replace("https://w3id.org/govgraph/", "") for q in store.quads(name)}


def identity(store: Store) -> set[str]:
    """The statements of the identity graph."""
    return graph(store, IDENTITY)


def person(name: str) -> Contributor:
    """A person from "Given Family"."""
    given, _, family = name.rpartition(" ")
    return Contributor(family=family, given=given)


__all__ = [
    "Case", "Claim", "Concept", "Contributor", "Jurisdiction", "Mention", "Organisation", "Reference", "Span", "Venue", "Work",
    "capture", "graph", "identity", "person", "put",
]  # fmt: skip
