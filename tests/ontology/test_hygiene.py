"""Each hygiene rule finds nothing in the ontology and finds its planted offender; a rule without one fails here by name."""

from __future__ import annotations

import pytest

from ontology.hygiene import CHECKS, Check, checks, offences, ontology_graph

PREFIX = """@prefix gov: <https://w3id.org/govgraph/ns#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix other: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
"""
WORDS = 'rdfs:label "planted"@en ; skos:definition "A planted term."@en ; skos:example "One."@en'
PLANTED = {
    "label-in-english": 'gov:Planted a owl:Class ; skos:definition "x"@en ; rdfs:label "gepflanzt"@de .',
    "definition-in-english": 'gov:Planted a owl:Class ; rdfs:label "planted"@en .',
    "example": 'gov:Planted a owl:Class ; rdfs:label "planted"@en .',
    "no-duplicate-label": 'gov:Planted a owl:Class ; rdfs:label "Work"@en .',
    "no-orphan-class": f"gov:Planted a owl:Class ; {WORDS} .",
    "no-cycle": "gov:Planted rdfs:subClassOf gov:Work . gov:Work rdfs:subClassOf gov:Planted .",
    "header-complete": "gov:Planted a owl:Ontology .",
    "domain-or-reason": f"gov:Planted a owl:ObjectProperty ; {WORDS} ; rdfs:range gov:Work .",
    "range-or-reason": f'gov:Planted a owl:DatatypeProperty ; {WORDS} ; rdfs:range xsd:string ; gov:noRangeReason "none"@en .',
    "inverses-agree": "gov:Planted a owl:ObjectProperty ; rdfs:domain gov:Work ; owl:inverseOf gov:hasAuthor .",
    "narrower-ends": "gov:Planted a owl:ObjectProperty ; rdfs:subPropertyOf gov:hasAuthor ; rdfs:domain gov:Case .",
    "deprecated-unused": "gov:Planted owl:deprecated true . gov:Work rdfs:subClassOf gov:Planted .",
    "mapped-terms-declared": "gov:Planted skos:closeMatch other:Misspelt .",
    "terms-declared": "other:shape sh:path gov:Planted .",
    "internal-has-reason": "gov:Planted gov:internal true .",
    "no-has-key": "gov:Planted owl:hasKey ( gov:doi ) .",
    "no-cardinality": "gov:Planted a owl:FunctionalProperty ; rdfs:domain gov:Article .",
    "no-foreign-datatype": "gov:Planted a owl:DatatypeProperty ; rdfs:range xsd:gYear .",
}
RULES = {check.name: check for check in checks()}


def test_each_file_of_the_folder_is_a_rule_with_a_planted_offender() -> None:
    assert {path.stem for path in CHECKS.iterdir()} == RULES.keys() == PLANTED.keys()


@pytest.mark.parametrize("check", RULES.values(), ids=RULES)
def test_the_ontology_has_no_offender(check: Check) -> None:
    assert [str(offence) for offence in offences(using=[check])] == []


@pytest.mark.parametrize("name", RULES)
def test_a_planted_offender_is_found(name: str) -> None:
    graph = ontology_graph().parse(data=PREFIX + PLANTED[name])
    found = offences(graph, [RULES[name]])
    assert any("gov:Planted" in (one.term, *one.details) for one in found)
    assert RULES[name].problem in str(found[0])
    assert RULES[name].solution in str(found[0])


def test_inverses_the_other_way_round_and_twice_are_found() -> None:
    more = "gov:cites owl:inverseOf gov:citedBy , gov:partOfWork . gov:within owl:inverseOf gov:within ."
    graph = ontology_graph().parse(data=PREFIX + more)
    terms = {one.term for one in offences(graph, [RULES["inverses-agree"]])}
    assert {"gov:cites", "gov:within"} <= terms
