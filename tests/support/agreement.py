"""Whether HermiT and the rules conclude the same from the same facts; a graph's N-Triples lines in, the differences out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from little_atlas import derive, stored
from pyoxigraph import NamedNode

from ontology import reason
from ontology.terms import GOV, RDF_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ontology.chaining import Fact


def by_rules(lines: Iterable[str]) -> frozenset[Fact]:
    """The links between things and the types in our namespace, given and derived by the SPARQL rules in a store."""
    found = set()
    for quad in derive(stored(lines)):
        if isinstance(quad.object, NamedNode):
            fact = quad.subject.value, quad.predicate.value, quad.object.value
            if fact[1].startswith(GOV) or (fact[1] == RDF_TYPE and fact[2].startswith(GOV)):
                found.add(fact)
    return frozenset(found)


@dataclass(frozen=True)
class Agreement:
    """What only one of the two concluded; both empty = they agree. `common` counts what both did."""

    only_hermit: frozenset[Fact]
    only_rules: frozenset[Fact]
    common: int


def compare(lines: Iterable[str], *, seconds: float = 600) -> Agreement:
    """HermiT against the rules, on links between named individuals and their types, in our namespace.

    The ontology's own individuals (the stances) are left out as subjects: the facts do not name them all.
    """
    lines = list(lines)
    hermit = {fact for fact in reason.entailments(lines, seconds=seconds).facts if not fact[0].startswith(GOV)}
    ruled = {fact for fact in by_rules(lines) if not fact[0].startswith(GOV)}
    return Agreement(frozenset(hermit - ruled), frozenset(ruled - hermit), len(hermit & ruled))
