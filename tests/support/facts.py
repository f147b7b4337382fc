"""Facts of `ontology.chaining` from N-Triples lines and from a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Store

    from ontology.chaining import Fact


def _fact(one) -> Fact:
    value = one.object.value if isinstance(one.object, NamedNode) else str(one.object)
    return one.subject.value, one.predicate.value, value


def facts_of(lines: Iterable[str]) -> list[Fact]:
    """The lines' facts, in order."""
    return [_fact(one) for one in parse(("\n".join(lines) + "\n").encode(), format=RdfFormat.N_TRIPLES)]


def facts_in(store: Store) -> set[Fact]:
    """Everything in the store, whatever the graph."""
    return {_fact(one) for one in store}
