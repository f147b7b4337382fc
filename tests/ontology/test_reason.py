"""HermiT by way of owlready2: the ontology is consistent, classified as written, within OWL 2 DL and RL, and clashes are told."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from facts import facts_of
from little_atlas import lines_of, little_atlas
from profiles import profile_violations

from ontology import reason, terms
from ontology.hermit import ReasonerError, read_entailments, unavailable
from ontology.hygiene import HERE
from ontology.vocabulary import vocabulary

if TYPE_CHECKING:
    from pathlib import Path

PREFIX = f"@prefix gov: <{terms.GOV}> . @prefix owl: <{terms.OWL}> . @prefix rdfs: <{terms.RDFS}> . @prefix xsd: <{terms.XSD}> ."


def also(turtle: str) -> list[str]:
    """The ontology's lines with more axioms."""
    from rdflib import Graph

    return [*reason.ontology_lines(), *Graph().parse(data=PREFIX + turtle).serialize(format="nt").splitlines()]


def whole() -> list[str]:
    from rdflib import Graph

    graph = Graph()
    for name in ("govgraph.ttl", "alignments.ttl"):
        graph.parse(HERE / name)
    return [*graph.serialize(format="nt").splitlines(), *little_atlas()]


@pytest.mark.java
def test_ontology_alignments_and_facts_break_neither_profile(tmp_path: Path) -> None:
    assert profile_violations(reason.ontology_lines(), tmp_path) == {"OWL 2 DL": [], "OWL 2 RL": []}
    assert profile_violations(whole(), tmp_path) == {"OWL 2 DL": [], "OWL 2 RL": []}


@pytest.mark.java
@pytest.mark.parametrize(
    ("axiom", "profile"),
    [
        ("gov:Work rdfs:subClassOf [ a owl:Restriction ; owl:onProperty gov:hasAuthor ; owl:someValuesFrom gov:Agent ] .", "OWL 2 RL"),
        ("gov:within a owl:FunctionalProperty .", "OWL 2 DL"),
        ("gov:Country rdfs:subClassOf [ a owl:Restriction ; owl:onProperty gov:inCountry ; owl:hasSelf true ] .", "OWL 2 DL"),
    ],
)
def test_an_axiom_outside_a_profile_is_found(axiom, profile, tmp_path: Path) -> None:
    assert profile_violations(also(axiom), tmp_path)[profile]


@pytest.mark.java
def test_every_class_can_have_an_instance_and_the_hierarchy_is_the_written_one() -> None:
    found = reason.entailments()
    assert found.consistent
    assert found.unsatisfiable == ()
    words = vocabulary()
    written = {(term.iri, above) for term in words.classes for above in words.supers_of(term.iri)}
    assert found.subclasses == written


@pytest.mark.java
def test_the_little_atlas_is_consistent_and_two_stances_are_not() -> None:
    assert reason.consistent(little_atlas())
    clash = lines_of(":c gov:supportsTheory :t ; gov:challengesTheory :t .")
    assert not reason.consistent([*little_atlas(), *clash])
    assert not reason.entailments(clash).consistent


@pytest.mark.java
def test_what_people_try_first_stays_consistent() -> None:
    """Decision 10: a claim on a practice; an anonymised body that is an organisation and takes part in its case."""
    assert reason.consistent(
        lines_of("""
        :c gov:challengesTheory :tendering ; gov:restsOnCase :k ; gov:statedIn :w . :tendering a gov:Practice . :w gov:hasAuthor :p .
        :p a gov:Person ; gov:affiliatedWith :body . :body gov:anonymised true . :k a gov:AnonymisedCase ; gov:involves :body .
        :title gov:title "Fr"@fr , "plain" . :w gov:publicationYear 2001, 2002 .
        """)
    )


@pytest.mark.java
def test_the_fewest_facts_of_a_planted_contradiction() -> None:
    planted = facts_of(lines_of(":c gov:supportsTheory :t ; gov:challengesTheory :u ."))
    near = facts_of(lines_of(":c gov:statedIn :w ; gov:bearsOn :t . :w gov:hasAuthor :p ."))
    assert set(reason.minimal_contradiction([*near, *planted])) == set(planted)
    assert reason.minimal_contradiction(near) == ()


@pytest.mark.java
def test_odd_text_does_not_stop_the_reasoner() -> None:
    odd = lines_of(r""" :w gov:title "quote \" back \\ tab \t 漢 \U0001F600"@en ; gov:doi "10.1/<x>" ; gov:abstract '''a
b''' . """)
    kept = list(reason.worth_reasoning([*odd, '<u:s> <u:foreign> "x" .', "not a triple", ""]))
    assert len(kept) == len(odd)
    assert all("quote" not in line for line in kept)
    assert reason.consistent(odd)


@pytest.mark.java
def test_owlready2_shows_the_classes_as_python_classes() -> None:
    world = reason.world(little_atlas())
    assert world[terms.PARADIGM].is_a == [world[terms.THEORY]]
    assert issubclass(world[terms.PARADIGM], world[terms.CONCEPT])
    world.close()


def test_without_java_it_is_said_what_is_missing(monkeypatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert "Java" in unavailable()
    with pytest.raises(ReasonerError, match="Java"):
        reason.consistent()


def test_an_undecided_link_is_an_error_not_an_answer() -> None:
    said = f"<{terms.CITES}> (known instances:  | possible instances: (<u:a>, <u:b>)) \n"
    with pytest.raises(ReasonerError, match="undecided"):
        read_entailments(said)


def test_an_unsatisfiable_class_is_read_from_the_output() -> None:
    said = f"EquivalentClasses( <http://www.w3.org/2002/07/owl#Nothing> <{terms.WORK}> )\n"
    assert read_entailments(said).unsatisfiable == (terms.WORK,)
