"""Whether independent reasoners conclude the same from the same facts; a graph's N-Triples lines in, the differences out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from ontology import reason
from ontology.rules import rules
from ontology.terms import GOV, RDF_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ontology.chaining import Fact

GRAPH = "https://w3id.org/govgraph/graph/resolved"


def stored(lines: Iterable[str]) -> Store:
    """A store with the facts in the resolved graph."""
    store = Store()
    text = "\n".join(lines) + "\n"
    graph = NamedNode(GRAPH)
    store.bulk_extend(Quad(one.subject, one.predicate, one.object, graph) for one in parse(text.encode(), format=RdfFormat.N_TRIPLES))
    return store


def by_rules(lines: Iterable[str]) -> frozenset[Fact]:
    """The links between things and the types in our namespace after the SPARQL rules have run in a store until nothing is new."""
    store = stored(lines)
    size = -1
    while size != len(store):
        size = len(store)
        for rule in rules():
            store.update(rule.insert(GRAPH))
    return links_of(store)


def links_of(store: Store) -> frozenset[Fact]:
    found = set()
    for quad in store:
        if isinstance(quad.object, NamedNode):
            fact = quad.subject.value, quad.predicate.value, quad.object.value
            if fact[1].startswith(GOV) or (fact[1] == RDF_TYPE and fact[2].startswith(GOV)):
                found.add(fact)
    return frozenset(found)


@dataclass(frozen=True)
class Agreement:
    """What only one of the two concluded; both empty = they agree."""

    only_hermit: frozenset[Fact]
    only_rules: frozenset[Fact]
    common: int


def compare(lines: Iterable[str], *, seconds: float = 600) -> Agreement:
    """HermiT against the rules, on links between named individuals and their types, in our namespace.

    The ontology's own individuals (the stances) count only as far as the facts name them; a property named as a value
    (`disagreesOn`) is compared like any individual.
    """
    lines = list(lines)
    hermit = {fact for fact in reason.entailments(lines, seconds=seconds).facts if not fact[0].startswith(GOV)}
    ruled = {fact for fact in by_rules(lines) if not fact[0].startswith(GOV)}
    return Agreement(frozenset(hermit - ruled), frozenset(ruled - hermit), len(hermit & ruled))
