"""The Turtle read into the plain terms of `ontology.vocabulary`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection

from ontology.terms_generation import NAMESPACES
from ontology.vocabulary import ClassTerm, IndividualTerm, PropertyTerm, Vocabulary

if TYPE_CHECKING:
    from rdflib.term import Node

GOV = Namespace(NAMESPACES["GOV"])
CHARACTERISTICS = ("Functional", "InverseFunctional", "Transitive", "Symmetric", "Asymmetric", "Irreflexive")


def _text(graph: Graph, term: Node, link: URIRef) -> str:
    return str(graph.value(term, link) or "")


def _named(graph: Graph, term: Node, link: URIRef) -> tuple[str, ...]:
    return tuple(str(value) for value in graph.objects(term, link) if not isinstance(value, BNode))


def _words(graph: Graph, term: Node) -> dict[str, str]:
    return {
        "iri": str(term),
        "name": str(term).removeprefix(str(GOV)),
        "label": _text(graph, term, RDFS.label),
        "definition": _text(graph, term, SKOS.definition),
        "example": _text(graph, term, SKOS.example),
    }


def _internal(graph: Graph, term: Node) -> bool:
    value = graph.value(term, GOV.internal)
    return value is not None and bool(value.toPython())  # type: ignore[attr-defined] # a literal, as the shape says


def _class(graph: Graph, term: Node) -> ClassTerm:
    return ClassTerm(
        **_words(graph, term),
        supers=_named(graph, term, RDFS.subClassOf),
        type_name=_text(graph, term, GOV.typeName),
        internal=_internal(graph, term),
        internal_reason=_text(graph, term, GOV.internalReason),
    )


def _inverse(graph: Graph, term: Node) -> str:
    return str(graph.value(term, OWL.inverseOf) or graph.value(None, OWL.inverseOf, term) or "")


def _property(graph: Graph, term: Node) -> PropertyTerm:
    words, internal = _words(graph, term), _internal(graph, term)
    named = tuple(str(value) for value in graph.objects(term, GOV.fieldName))
    return PropertyTerm(
        **words,
        literal=(term, RDF.type, OWL.DatatypeProperty) in graph,
        domain=_text(graph, term, RDFS.domain),
        range=_text(graph, term, RDFS.range),
        supers=_named(graph, term, RDFS.subPropertyOf),
        inverse=_inverse(graph, term),
        field_names=named or (() if internal else (words["name"],)),
        inverse_field_names=tuple(str(value) for value in graph.objects(term, GOV.inverseFieldName)),
        characteristics=tuple(name.lower() for name in CHARACTERISTICS if (term, RDF.type, OWL[f"{name}Property"]) in graph),
        chains=tuple(
            tuple(str(step).removeprefix(str(GOV)) for step in Collection(graph, chain))
            for chain in graph.objects(term, OWL.propertyChainAxiom)
        ),
        internal=internal,
        internal_reason=_text(graph, term, GOV.internalReason),
    )


def _individual(graph: Graph, term: Node) -> IndividualTerm:
    type_ = next(str(kind) for kind in graph.objects(term, RDF.type) if kind != OWL.NamedIndividual)
    return IndividualTerm(**_words(graph, term), type=type_)


def _ours(graph: Graph, kind: URIRef) -> list[Node]:
    """The named terms of ours of this kind, in the order of the Turtle: rdflib's memory store keeps it."""
    return [term for term in dict.fromkeys(graph.subjects(RDF.type, kind)) if str(term).startswith(str(GOV))]


def read_vocabulary(graph: Graph) -> Vocabulary:
    """Every class, property and named individual of our namespace in the graph."""
    version = str(graph.value(URIRef(str(GOV).removesuffix("#")), OWL.versionInfo) or "")
    return Vocabulary(
        version=version,
        classes=tuple(_class(graph, term) for term in _ours(graph, OWL.Class)),
        properties=tuple(_property(graph, term) for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for term in _ours(graph, kind)),
        annotations=tuple(replace(_property(graph, term), literal=True, field_names=()) for term in _ours(graph, OWL.AnnotationProperty)),
        individuals=tuple(_individual(graph, term) for term in _ours(graph, OWL.NamedIndividual)),
    )
