"""What must not hold together is found in the store and in memory, and told by its fewest facts."""

from __future__ import annotations

import pytest
from facts import facts_of
from little_atlas import ID, derive, lines_of, little_atlas, stored
from pyoxigraph import NamedNode

from ontology import terms
from ontology.chaining import clashes, explained
from ontology.rules import contradictions

PLANTED = {
    "disjoint/Agent-AtlasSubject-AtlasTopic-and-17-more": ":x a gov:Work, gov:Case .",
    "disjoint/Organisation-Person": ":x a gov:Person . :y gov:affiliatedWith :x .",
    "disjoint/Country-Locality-Subdivision-and-1-more": ":x a gov:Country, gov:Subdivision .",
    "disjoint/ApplyingClaim-ChallengingClaim-ExtendingClaim-and-4-more": ":x gov:supportsTheory :t ; gov:challengesTheory :u .",
    "disjoint/Issue-Practice-Theory": ":x a gov:Paradigm, gov:Practice .",
    "functional/statedIn": ":x gov:statedIn :work-1 , :work-2 .",
    "functional/hasStance": ":x gov:hasStance gov:supports , gov:applies .",
    "functional/foundIn": ":x gov:foundIn :source-a , :source-b .",
    "functional/citingWork": ":x gov:citingWork :work-1 , :work-2 .",
    "functional/citedWork": ":x gov:citedWork :work-1 , :work-2 .",
    "functional/isoCode": ':x gov:isoCode "FI" , "SE" .',
    "functional/contentHash": ':x gov:contentHash "aa" , "bb" .',
    "asymmetric/hasSubCase": ":x gov:hasSubCase :y . :y gov:hasSubCase :x .",
    "asymmetric/succeeds": ":x gov:succeeds :y . :y gov:succeeds :x .",
    "asymmetric/succeedsParadigm": ":x gov:succeedsParadigm :y . :y gov:succeedsParadigm :x .",
    "irreflexive/hasSubCase": ":x gov:hasSubCase :x .",
    "irreflexive/succeeds": ":x gov:succeeds :x .",
    "irreflexive/succeedsParadigm": ":x gov:succeedsParadigm :x .",
}


def test_every_contradiction_has_a_planted_offender() -> None:
    assert {one.name for one in contradictions()} == PLANTED.keys()


@pytest.mark.parametrize("one", contradictions(), ids=lambda one: one.name)
def test_the_little_atlas_is_clean_and_a_planted_offender_is_found(one) -> None:
    clean = derive(stored(little_atlas()))
    assert list(clean.query(one.select(), use_default_graph_as_union=True)) == []
    store = derive(stored([*little_atlas(), *lines_of(PLANTED[one.name])]))
    rows = list(store.query(one.select(), use_default_graph_as_union=True))
    assert rows
    bindings = [{name: row[name].value if isinstance(row[name], NamedNode) else str(row[name]) for name in one.variables} for row in rows]
    assert any(f"{ID}x" in {binding[name[1:]] for name in one.offenders} for binding in bindings)
    for subject, predicate, value in one.premises(bindings[0]):
        shown = value if value.startswith('"') else f"<{value}>"
        ask = f"ASK {{ <{subject}> <{predicate}> {shown} }}"
        assert store.query(ask, use_default_graph_as_union=True)


@pytest.mark.parametrize("name", PLANTED)
def test_the_chainer_finds_the_same_and_leaves_no_spare_fact(name) -> None:
    facts = facts_of(lines_of(PLANTED[name]))
    assert name in {clash.contradiction.name for clash in clashes(facts)}
    noise = facts_of(little_atlas())[:40]
    fewest = explained([*noise, *facts])
    assert set(fewest) <= set(facts)
    assert clashes(fewest)
    for fact in fewest:
        assert not clashes([other for other in fewest if other != fact])


def test_two_stances_are_explained_by_exactly_the_two_triples() -> None:
    planted = [("c", terms.SUPPORTS_THEORY, "t"), ("c", terms.CHALLENGES_THEORY, "t")]
    near = [("c", terms.STATED_IN, "w"), ("c", terms.RESTS_ON_CASE, "k"), ("w", terms.HAS_AUTHOR, "p"), ("t", terms.RDF_TYPE, terms.THEORY)]
    assert set(explained([*near, *planted])) == set(planted)
    assert explained(near) == ()
