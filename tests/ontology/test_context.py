"""The JSON-LD context turns our local names into the ontology's terms with their datatypes."""

from __future__ import annotations

import json

from rdflib import XSD, Graph, Literal, URIRef

from ontology.generation import CONTEXT_FILE
from ontology.vocabulary import vocabulary

CONTEXT = json.loads(CONTEXT_FILE.read_text(encoding="utf-8"))["@context"]


def test_every_class_and_property_is_in_the_context() -> None:
    words = vocabulary()
    assert {term.name for term in (*words.classes, *words.properties, *words.individuals)} <= CONTEXT.keys()


def test_a_document_becomes_the_ontologys_statements() -> None:
    document = {
        "@context": CONTEXT,
        "id": "https://w3id.org/govgraph/id/work/w",
        "type": "Article",
        "publicationYear": 2019,
        "title": {"@value": "Boats", "@language": "en"},
        "hasAuthor": {"id": "https://w3id.org/govgraph/id/person/p", "type": "Person", "prefLabel": ["Ada Ek"]},
    }
    graph = Graph().parse(data=json.dumps(document), format="json-ld")
    gov = "https://w3id.org/govgraph/ns#"
    work = URIRef("https://w3id.org/govgraph/id/work/w")
    assert (work, URIRef(gov + "publicationYear"), Literal("2019", datatype=XSD.integer)) in graph
    assert (work, URIRef(gov + "title"), Literal("Boats", lang="en")) in graph
    assert (work, URIRef(gov + "hasAuthor"), URIRef("https://w3id.org/govgraph/id/person/p")) in graph
    assert len(graph) == 6
