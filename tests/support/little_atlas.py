"""The invented little atlas of tests/ontology/fixture.ttl as N-Triples lines, and a store with everything derived from facts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from facts import facts_of
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from ontology.chaining import Facts, statement
from ontology.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterable

FIXTURE = Path(__file__).parents[1] / "ontology" / "fixture.ttl"
RESOLVED = "https://w3id.org/govgraph/graph/resolved"
ID = "https://w3id.org/govgraph/id/"
PREFIXES = """@prefix gov: <https://w3id.org/govgraph/ns#> .
@prefix : <https://w3id.org/govgraph/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def lines_of(turtle: str) -> list[str]:
    """Turtle with the prefixes above as N-Triples lines."""
    triples = parse((PREFIXES + turtle).encode(), format=RdfFormat.TURTLE)
    return [f"{one.subject} {one.predicate} {one.object} ." for one in triples]


@cache
def little_atlas() -> tuple[str, ...]:
    """The fixture's statements."""
    return tuple(lines_of(FIXTURE.read_text(encoding="utf-8")))


def stored(lines: Iterable[str]) -> Store:
    """A store with the facts in the resolved graph."""
    store, graph = Store(), NamedNode(RESOLVED)
    triples = parse(("\n".join(lines) + "\n").encode(), format=RdfFormat.N_TRIPLES)
    store.bulk_extend(Quad(one.subject, one.predicate, one.object, graph) for one in triples)
    return store


def derive(store: Store) -> Store:
    """The store after the SPARQL rules have run until nothing is new."""
    size = -1
    while size != len(store):
        size = len(store)
        for rule in rules():
            store.update(rule.insert(RESOLVED))
    return store


def derived(lines: Iterable[str]) -> list[str]:
    """The facts and all that the rules derive from them, in memory, which a test holds equal to the store's."""
    return [statement(fact) for fact in Facts(facts_of(lines)).because]
