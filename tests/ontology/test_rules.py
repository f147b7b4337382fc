"""The rules: each has something to say, the store and the in-memory chainer agree on random facts, and derivations explain."""

from __future__ import annotations

import pytest
from facts import facts_in, facts_of
from hypothesis import given, settings
from hypothesis import strategies as st
from little_atlas import derive, little_atlas, stored

from ontology import terms
from ontology.chaining import Facts
from ontology.rules import rules
from ontology.vocabulary import vocabulary

ATLAS = Facts(facts_of(little_atlas()))


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_every_rule_fires_on_the_little_atlas(rule) -> None:
    assert next(ATLAS.matches(rule.body, {}), None) is not None


def test_rules_are_told_apart_and_linear_ones_come_first() -> None:
    assert len({rule.name for rule in rules()}) == len(rules())
    assert [rule.linear for rule in rules()] == sorted((rule.linear for rule in rules()), reverse=True)
    assert sum(not rule.linear for rule in rules()) == 19


def test_rules_conclude_in_our_namespace_only() -> None:
    for rule in rules():
        _, predicate, value = rule.head
        assert predicate.startswith(terms.GOV) or (predicate == terms.RDF_TYPE and value.startswith(terms.GOV))


def test_construct_and_insert_say_the_same() -> None:
    rule = next(rule for rule in rules() if rule.name == "chain/citesAuthor/authorOf-cites-hasAuthor")
    store = derive(stored(little_atlas()))
    constructed = {(t.subject.value, t.object.value) for t in store.query(rule.construct(), use_default_graph_as_union=True)}
    assert constructed == {(s, o) for s, p, o in facts_in(store) if p == terms.CITES_AUTHOR}
    assert constructed
    before = len(store)
    store.update(rule.insert("https://w3id.org/govgraph/graph/resolved"))
    assert len(store) == before


def test_the_store_and_the_chainer_agree_on_the_little_atlas() -> None:
    assert facts_in(derive(stored(little_atlas()))) == set(ATLAS.because)


THINGS = [f"https://example.org/{letter}" for letter in "abcd"]
LINKS = [term.iri for term in vocabulary().properties if not term.literal]
FACT = st.one_of(
    st.tuples(st.sampled_from(THINGS), st.sampled_from(LINKS), st.sampled_from(THINGS)),
    st.tuples(st.sampled_from(THINGS), st.just(terms.RDF_TYPE), st.sampled_from([term.iri for term in vocabulary().classes])),
)


@settings(max_examples=12, deadline=None)
@given(st.lists(FACT, max_size=12))
def test_the_store_and_the_chainer_agree_on_any_facts(facts) -> None:
    lines = [f"<{s}> <{p}> <{o}> ." for s, p, o in facts]
    assert facts_in(derive(stored(lines))) == set(Facts(facts).because)


def test_a_derived_fact_is_explained_down_to_given_ones() -> None:
    given_facts = set(facts_of(little_atlas()))
    for fact, why in ATLAS.because.items():
        assert (why is None) == (fact in given_facts)
        if why is not None:
            assert why.rule.axiom
            assert all(premise in ATLAS.because for premise in why.premises)


def test_one_triple_gives_stance_class_case_and_author() -> None:
    text = [
        ("c", terms.CHALLENGES_THEORY, "t"),
        ("c", terms.RESTS_ON_CASE, "k"),
        ("c", terms.STATED_IN, "w"),
        ("w", terms.HAS_AUTHOR, "p"),
        ("p", terms.RDF_TYPE, terms.PERSON),
    ]
    known = Facts(text).because
    for wanted in (
        ("c", terms.HAS_STANCE, terms.CHALLENGES),
        ("c", terms.RDF_TYPE, terms.CHALLENGING_CLAIM),
        ("c", terms.BEARS_ON, "t"),
        ("k", terms.CASE_CHALLENGES, "t"),
        ("k", terms.CASE_BEARS_ON, "t"),
        ("p", terms.ENGAGES_WITH, "t"),
        ("p", terms.RDF_TYPE, terms.AUTHOR),
        ("t", terms.RDF_TYPE, terms.CONCEPT),
    ):
        assert wanted in known
    assert ("t", terms.RDF_TYPE, terms.THEORY) not in known


def test_an_anonymised_case_gains_no_place_and_no_body() -> None:
    known = Facts(
        [
            ("a", terms.RDF_TYPE, terms.ANONYMISED_CASE),
            ("whole", terms.HAS_SUB_CASE, "a"),
            ("whole", terms.CASE_IN, "place"),
            ("whole", terms.INVOLVES, "body"),
            ("place", terms.WITHIN, "country"),
            ("place", terms.IN_COUNTRY, "country"),
        ]
    ).because
    told = {predicate for subject, predicate, _ in known if subject == "a"}
    assert not told & {terms.SITUATED_IN, terms.CASE_IN, terms.IN_COUNTRY, terms.INVOLVES}
    assert ("whole", terms.SITUATED_IN, "country") in known
