"""HermiT, the SPARQL rules and a second, independent OWL 2 RL engine conclude the same from the little atlas."""

from __future__ import annotations

import pytest
from agreement import by_rules, compare
from little_atlas import lines_of, little_atlas

from ontology.reason import ontology_lines
from ontology.terms import GOV, RDF_TYPE


@pytest.mark.java
def test_hermit_and_the_rules_agree_on_the_little_atlas() -> None:
    agreement = compare(little_atlas())
    assert not agreement.only_hermit
    assert not agreement.only_rules
    assert agreement.common > 350


@pytest.mark.java
def test_a_missing_rule_would_be_seen(monkeypatch) -> None:
    from ontology import rules

    fewer = tuple(rule for rule in rules.rules() if not rule.name.startswith("chain/teaches/"))
    monkeypatch.setattr("little_atlas.rules", lambda: fewer)
    agreement = compare(lines_of(":c gov:teachesSubject :s . :t gov:inSubject :s . :k gov:inTopic :t ."))
    assert {predicate for _, predicate, _ in agreement.only_hermit} == {GOV + "teaches", GOV + "taughtIn"}
    assert not agreement.only_rules


def by_owlrl(lines) -> frozenset:
    """What owlrl derives, restricted as `by_rules` is."""
    import owlrl
    from rdflib import Graph, URIRef

    graph = Graph().parse(data="\n".join([*ontology_lines(), *lines]), format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    return frozenset(
        (str(s), str(p), str(o))
        for s, p, o in graph
        if isinstance(s, URIRef) and isinstance(o, URIRef) and (str(p).startswith(GOV) or (str(p) == RDF_TYPE and str(o).startswith(GOV)))
    )


def test_a_second_engine_agrees_too() -> None:
    theirs = {fact for fact in by_owlrl(little_atlas()) if not fact[0].startswith(GOV)}
    ours = {fact for fact in by_rules(little_atlas()) if not fact[0].startswith(GOV)}
    assert theirs == ours
