"""`graph/identity`: which records are one thing, with reasons; match keys, by which new records find the old ones; read and written.

For each record that is not canonical `owl:sameAs` leads to the one that is; each pair that was joined or may be one has a node (an
`rdf:Statement`) with the rule, the evidence in words and a score. `gov:matchKey` is what a record can be looked up by on any engine.
What people decided stands in `graph/curated` as `owl:sameAs` and `owl:differentFrom`, and wins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.identify import digest
from graph.linkage.facts import FEW
from graph.linkage.matching import Decisions, pair
from graph.linkage.matching_people import person_keys, venue_keys
from graph.linkage.works.marks import work_keys
from graph.store import CURATED, IDENTITY, IRI
from graph.text import decimal, literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.linkage.cluster import Candidate, Edge
    from graph.linkage.facts import Facts
    from graph.linkage.matching import Matched
    from graph.store import Store

MATCH_KEY = f"<{terms.MATCH_KEY}>"
SAME_AS = f"<{terms.OWL_SAME_AS}>"
DIFFERENT = f"<{terms.OWL_DIFFERENT_FROM}>"
LEFT_OUT = f"<{terms.OWL_DEPRECATED}>"
TRUE = f'"true"^^<{terms.XSD_BOOLEAN}>'
POSSIBLY = f"<{terms.POSSIBLY_SAME_AS}>"
POSSIBLE_AUTHOR = f"<{terms.POSSIBLE_AUTHOR}>"
REPLACED = f"<{terms.DCTERMS_IS_REPLACED_BY}>"
_PROPERTIES = {"possiblySameAs": POSSIBLY, "possibleAuthor": POSSIBLE_AUTHOR}
BATCH = 500
"""Terms bound in one query."""


def batches(terms_: Iterable[str], size: int = BATCH) -> Iterator[str]:
    """Terms joined for VALUES, some hundred at a time."""
    held: list[str] = []
    for one in terms_:
        held.append(one)
        if len(held) == size:
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)


def short_key(key: str) -> str:
    """A match key as it is kept: titles by a hash, since nobody needs to read them there."""
    return f"t:{digest(key[2:], 16)}" if key.startswith("t:") else key


def keys_of(facts: Facts, works: Iterable[str], persons: Iterable[str], venues: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(record, match key) of these records."""
    for iri in works:
        for key in sorted(work_keys(facts.works[iri], facts)):
            yield iri, short_key(key)
    for iri in persons:
        for key in sorted(person_keys(facts.persons[iri])):
            yield iri, key
    for iri in venues:
        for key in sorted(venue_keys(facts.venues[iri])):
            yield iri, key


def lines_of(matched: Matched) -> Iterator[str]:
    """The statements of `graph/identity` that tell the outcome of matching, keys aside."""
    for record, canonical in matched.canonical.items():
        yield f"{record} {SAME_AS} {canonical}"
    for edge in matched.edges:
        yield from reason(SAME_AS, edge)
    for one in matched.candidates:
        p = _PROPERTIES[one.property]
        yield f"{one.a} {p} {one.b}"
        yield from reason(p, one)
    for record in matched.left_out:
        yield f"{record} {LEFT_OUT} {TRUE}"


def reason_node(p: str, a: str, b: str) -> str:
    """The node that says why two records are joined, or may be one."""
    return f"<{IDENTITY}#{digest(f'{p} {a} {b}', 20)}>"


def reason(p: str, one: Edge | Candidate) -> Iterator[str]:
    """Why two records are joined, or may be one."""
    node = reason_node(p, one.a, one.b)
    yield f"{node} <{terms.RDF}subject> {one.a}"
    yield f"{node} <{terms.RDF}predicate> {p}"
    yield f"{node} <{terms.RDF}object> {one.b}"
    yield f"{node} <{terms.RULE}> {literal(one.rule)}"
    if one.evidence:
        yield f"{node} <{terms.DCTERMS}description> {literal(one.evidence)}"
    yield f"{node} <{terms.CONFIDENCE}> {decimal(min(one.score, 1.0))}"


def decisions(store: Store) -> Decisions:
    """What people said of pairs of records."""
    told = Decisions()
    query = f"SELECT ?a ?p ?b WHERE {{ VALUES ?p {{ {SAME_AS} {DIFFERENT} }} ?a ?p ?b }}"
    for a, p, b in store.select(query, graph=CURATED):
        if isinstance(a, IRI) and isinstance(b, IRI):
            (told.same if str(p) == SAME_AS else told.different).add(pair(str(a), str(b)))
    return told


def canonical_of(store: Store, records: Iterable[str]) -> dict[str, str]:
    """Records that are not canonical → those that are."""
    found: dict[str, str] = {}
    for some in batches(records):
        rows = store.select(f"SELECT ?r ?c WHERE {{ VALUES ?r {{ {some} }} ?r {SAME_AS} ?c }}", graph=IDENTITY)
        found.update((str(r), str(c)) for r, c in rows)
    return found


def members_of(store: Store, canonical: Iterable[str]) -> dict[str, list[str]]:
    """Canonical records → the other records of their clusters."""
    found: dict[str, list[str]] = {}
    for some in batches(canonical):
        for c, r in store.select(f"SELECT ?c ?r WHERE {{ VALUES ?c {{ {some} }} ?r {SAME_AS} ?c }}", graph=IDENTITY):
            found.setdefault(str(c), []).append(str(r))
    return found


def by_key(store: Store, keys: Iterable[str]) -> set[str]:
    """The records that have one of these match keys."""
    found: set[str] = set()
    for some in batches(map(literal, keys)):
        rows = store.select(f"SELECT ?r WHERE {{ VALUES ?k {{ {some} }} ?r {MATCH_KEY} ?k }}", graph=IDENTITY)
        found.update(str(row[0]) for row in rows)
    return found


def known(store: Store, records: Iterable[str]) -> set[str]:
    """Those of these works, persons and venues that some capture described before."""
    found: set[str] = set()
    for some in batches(records):
        rows = store.select(f"SELECT DISTINCT ?r WHERE {{ VALUES ?r {{ {some} }} ?r {MATCH_KEY} ?k }}", graph=IDENTITY)
        found.update(str(row[0]) for row in rows)
    return found


def standing(store: Store, records: Iterable[str]) -> set[str]:
    """What `graph/identity` says of these records now: keys, sameness, candidates and reasons, as statements."""
    found: set[str] = set()
    for some in batches(records):
        for s, p, o in store.select(f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {some} }} ?s ?p ?o }}", graph=IDENTITY):
            found.add(f"{s} {p} {o}")
        told = f"SELECT ?n ?p ?o WHERE {{ VALUES ?s {{ {some} }} ?n <{terms.RDF}subject> ?s . ?n ?p ?o }}"
        for s, p, o in store.select(told, graph=IDENTITY):
            found.add(f"{s} {p} {o}")
    return found


def redirects(matched: Matched) -> Iterator[str]:
    """What `graph/meta` says of records that have another IRI in the resolved graph."""
    for record, canonical in matched.canonical.items():
        yield f"{record} {REPLACED} {canonical}"


def few(facts: Facts, graphs: Iterable[str]) -> Iterator[str]:
    """That a capture is one list that somebody made, as a match key of its graph."""
    for graph in graphs:
        if facts.sizes.get(graph, 0) <= FEW:
            yield f'<{graph}> {MATCH_KEY} "few"'
