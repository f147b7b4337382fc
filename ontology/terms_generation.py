"""The text of `terms.py`: every term as a plain constant, so that a misspelt name fails in the type checker."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

NAMESPACES = {
    "GOV": "https://w3id.org/govgraph/ns#",
    "RDF": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "RDFS": "http://www.w3.org/2000/01/rdf-schema#",
    "OWL": "http://www.w3.org/2002/07/owl#",
    "XSD": "http://www.w3.org/2001/XMLSchema#",
    "SKOS": "http://www.w3.org/2004/02/skos/core#",
    "DCTERMS": "http://purl.org/dc/terms/",
    "PROV": "http://www.w3.org/ns/prov#",
    "OA": "http://www.w3.org/ns/oa#",
    "FOAF": "http://xmlns.com/foaf/0.1/",
    "SCHEMA": "https://schema.org/",
    "BIBO": "http://purl.org/ontology/bibo/",
    "FABIO": "http://purl.org/spar/fabio/",
    "CITO": "http://purl.org/spar/cito/",
    "PRO": "http://purl.org/spar/pro/",
    "ORG": "http://www.w3.org/ns/org#",
    "PRISM": "http://prismstandard.org/namespaces/basic/2.0/",
    "SH": "http://www.w3.org/ns/shacl#",
    "VOID": "http://rdfs.org/ns/void#",
}
BORROWED = {
    "RDF": ("type", "first", "rest", "nil", "List", "langString"),
    "RDFS": ("label", "comment", "subClassOf", "subPropertyOf", "domain", "range", "seeAlso"),
    "OWL": ("sameAs", "differentFrom", "Class", "ObjectProperty", "DatatypeProperty", "NamedIndividual", "Ontology", "deprecated"),
    "SKOS": (
        "Concept", "ConceptScheme", "prefLabel", "altLabel", "hiddenLabel", "definition", "scopeNote", "note", "example", "notation",
        "broader", "narrower", "related", "inScheme", "topConceptOf", "hasTopConcept",
        "exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch",
    ),
    "DCTERMS": ("isReplacedBy", "replaces", "title", "creator", "created", "modified", "license", "source", "identifier", "subject"),
    "PROV": (
        "Activity", "Entity", "SoftwareAgent", "wasGeneratedBy", "wasDerivedFrom", "wasAssociatedWith", "wasAttributedTo", "startedAtTime",
        "endedAtTime", "generatedAtTime", "used", "hadPrimarySource",
    ),
    "OA": ("Annotation", "hasBody", "hasTarget", "start", "end", "exact"),
    "XSD": ("string", "integer", "decimal", "boolean", "dateTime", "date", "gYear", "nonNegativeInteger", "positiveInteger", "anyURI"),
}  # fmt: skip
HEAD = '''"""Every term as a plain constant; generated from govgraph.ttl by `python -m ontology.generation`, not edited by hand."""

from __future__ import annotations

from typing import Final

BASE: Final = "https://w3id.org/govgraph/"
'''


def constant(name: str) -> str:
    """The name of a term's constant: `hasAuthor` is HAS_AUTHOR, `issnL` ISSN_L."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()


def terms_module(vocabulary: Vocabulary) -> str:
    """The module's whole text; ValueError where two terms would share a constant."""
    taken: dict[str, str] = {}
    parts = [HEAD]

    def section(title: str, names: dict[str, str]) -> None:
        parts.append(f"\n# {title}\n")
        for name, iri in names.items():
            if taken.setdefault(name, iri) != iri:
                raise ValueError(f"{iri} and {taken[name]} would both be the constant {name}: rename one in govgraph.ttl")
            parts.append(f'{name}: Final = "{iri}"\n')

    section("Namespaces", NAMESPACES)
    section("Classes", {constant(term.name): term.iri for term in vocabulary.classes})
    section("Object properties", {constant(term.name): term.iri for term in vocabulary.properties if not term.literal})
    section("Data properties", {constant(term.name): term.iri for term in vocabulary.properties if term.literal})
    section("The seven stances", {constant(term.name): term.iri for term in vocabulary.individuals})
    section("Annotations", {constant(term.name): term.iri for term in vocabulary.annotations})
    for prefix, names in BORROWED.items():
        section(f"Borrowed from {prefix}", {f"{prefix}_{constant(name)}": NAMESPACES[prefix] + name for name in names})
    parts.append("\n# Groups\n")
    parts.append(_mapping("PREFIXES", {f'"{prefix.lower()}"': prefix for prefix in NAMESPACES}))
    stances = [term.name for term in vocabulary.individuals]
    parts.append(_mapping("STANCES", {f'"{name}"': constant(name) for name in stances}))
    parts.append(_mapping("STANCE_PROPERTIES", {f'"{name}"': constant(f"{name}Theory") for name in stances}))
    return "".join(parts)


def _mapping(name: str, pairs: dict[str, str]) -> str:
    lines = "".join(f"    {key}: {value},\n" for key, value in pairs.items())
    return f"{name}: Final[dict[str, str]] = {{\n{lines}}}\n"
