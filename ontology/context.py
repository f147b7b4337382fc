"""The JSON-LD context: the GraphQL-free, local names of the terms with their datatypes, so that our JSON is also RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ontology.terms_generation import NAMESPACES

if TYPE_CHECKING:
    from ontology.vocabulary import PropertyTerm, Vocabulary

USED = ("GOV", "RDF", "RDFS", "OWL", "XSD", "SKOS", "DCTERMS", "PROV", "OA")
MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
BY_LANGUAGE = {"prefLabel": "skos:prefLabel", "altLabel": "skos:altLabel", "definition": "skos:definition", "scopeNote": "skos:scopeNote"}


def _short(iri: str) -> str:
    for prefix in USED:
        if iri.startswith(NAMESPACES[prefix]):
            return f"{prefix.lower()}:{iri.removeprefix(NAMESPACES[prefix])}"
    return iri


def _definition(term: PropertyTerm) -> Any:
    if not term.literal:
        return {"@id": _short(term.iri), "@type": "@id"}
    if term.range in {"", NAMESPACES["RDF"] + "PlainLiteral", NAMESPACES["XSD"] + "string"}:
        return _short(term.iri)
    return {"@id": _short(term.iri), "@type": _short(term.range)}


def context(vocabulary: Vocabulary) -> dict[str, Any]:
    """The whole document: `{"@context": {…}}`."""
    entries: dict[str, Any] = {"@version": 1.1, "id": "@id", "type": "@type", "graph": "@graph"}
    entries |= {prefix.lower(): NAMESPACES[prefix] for prefix in USED}
    entries |= {"label": "rdfs:label", "sameAs": {"@id": "owl:sameAs", "@type": "@id"}}
    entries |= {name: {"@id": iri, "@container": "@set"} for name, iri in BY_LANGUAGE.items()}
    entries |= {name: {"@id": f"skos:{name}", "@type": "@id"} for name in MATCHES}
    entries |= {term.name: _short(term.iri) for term in vocabulary.classes}
    entries |= {term.name: _short(term.iri) for term in vocabulary.individuals}
    entries |= {term.name: _definition(term) for term in vocabulary.properties}
    return {"@context": entries}
