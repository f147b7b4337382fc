"""One thing's statements as RDF text, with the words of captures kept within their sources' rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple, serialize

from graph.engines.oxigraph import GRAPH_FORMATS
from graph.rights import Shown
from graph.store import RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from graph.store import Store, Term

PREFIXES = {"gov": terms.GOV, "rdfs": terms.RDFS, "skos": terms.SKOS, "dcterms": "http://purl.org/dc/terms/"}
PREFIXES |= {"xsd": "http://www.w3.org/2001/XMLSchema#", "owl": terms.OWL}


def unchecked_links(store: Store, iri: str) -> set[Term]:
    """The concepts that a person engages with in claims which nobody has checked: contract, "Captures and rights"."""
    checked = f"<{terms.AUTHOR_OF}>/<{terms.MAKES_CLAIM}> ?claim . ?claim <{terms.BEARS_ON}> ?concept ; <{terms.CLAIM_STATUS}> ?status"
    stated = f'FILTER NOT EXISTS {{ {NamedNode(iri)} {checked} FILTER(?status NOT IN ("EXTRACTED", "REJECTED")) }}'
    rows = store.select(f"SELECT DISTINCT ?concept WHERE {{ {NamedNode(iri)} <{terms.ENGAGES_WITH}> ?concept {stated} }}")
    return {row[0] for row in rows if row[0] is not None}


def description_of(store: Store, iri: str, media_type: str) -> bytes:
    """All statements of a thing and of the nodes it owns (its contributions and disagreements), and the labels of what it leads to.

    What follows from unchecked claims alone is left out of a person.
    """
    subject = NamedNode(iri)
    owned = f"FILTER(STRSTARTS(STR(?s), {Literal(iri + '#')}))"
    owns = f"VALUES ?own {{ <{terms.GOV}hasContribution> }} {subject} ?own ?s . ?s ?p ?o {owned}"
    label = f"{subject} ?any ?s . ?s ?p ?o VALUES ?p {{ <{terms.RDFS}label> }} FILTER(ISIRI(?s))"
    triples = list(store.construct(f"CONSTRUCT {{ {subject} ?p ?o }} WHERE {{ {subject} ?p ?o }}", graph=RESOLVED))
    for pattern in (owns, label):
        triples += store.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", graph=RESOLVED)
    unchecked = unchecked_links(store, iri)
    triples = [t for t in triples if {t.subject, t.object}.isdisjoint(unchecked)]
    shown = Shown(store)
    kept = [allowed for triple in sorted(set(triples), key=str) if (allowed := _within_rights(triple, shown)) is not None]
    return serialize(kept, format=GRAPH_FORMATS[media_type], prefixes=PREFIXES) or b""


def _within_rights(triple: Triple, shown: Shown) -> Triple | None:
    value = triple.object
    if not isinstance(value, Literal) or not isinstance(triple.subject, NamedNode):
        return triple
    text = shown.literal(triple.subject.value, triple.predicate.value, value.value)
    if text == value.value:
        return triple
    if not text:
        return None
    return Triple(triple.subject, triple.predicate, Literal(text, language=value.language) if value.language else Literal(text))
