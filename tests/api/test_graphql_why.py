"""Why links and other statements stand, over an atlas that was loaded as anything else is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from asked import Questions
from small import small_atlas

from api.graphql.answer import Answerer, Asked
from graph.explain import why
from graph.store import BASE, IRI
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store

ALL = "subject predicate object labels rule axiom notes text said { graph source subject object cited places { start end page } }"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    made = small_atlas()
    yield made
    made.close()


@pytest.fixture(scope="module")
def asked(store: Store) -> Questions:
    return Questions(store)


def test_a_link_that_a_source_says(asked: Questions, store: Store) -> None:
    query = f'{{ concept(slug: "shared-counters") {{ related {{ edges {{ node {{ id }} why {{ {ALL} premises {{ text }} }} }} }} }} }}'
    edges = asked.data(query)["concept"]["related"]["edges"]
    assert edges
    for edge in edges:
        told = why(store, IRI(f"{BASE}id/concept/shared-counters"), IRI(terms.RELATED_CONCEPT), IRI(edge["node"]["id"]))
        assert edge["why"]["text"] == told.as_text()
        assert [one["source"] for one in edge["why"]["said"]] == [one.source for one in told.said]
        assert edge["why"]["labels"] == list(told.labels)


def leaves(derivation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if not derivation["premises"]:
        yield derivation
    for one in derivation["premises"]:
        yield from leaves(one)


def test_links_that_follow_by_rules(asked: Questions) -> None:
    nested = "rule said { source } premises { " * 4 + "rule said { source } premises { text }" + " }" * 4
    query = f"""{{ jurisdiction(slug: "ca") {{ cases(first: 1) {{ edges {{ node {{ label }} why {{ {nested} axiom
      __typename }} }} }} }} }}"""
    edge = asked.data(query)["jurisdiction"]["cases"]["edges"][0]
    assert edge["node"]["label"] == "Northmark"
    assert edge["why"]["rule"]
    assert edge["why"]["axiom"]
    assert edge["why"]["__typename"] == "Derivation"
    assert not edge["why"]["said"]
    assert all(leaf["said"] for leaf in leaves(edge["why"]))


def test_any_statement(asked: Questions) -> None:
    query = "query($s: ID!, $p: String!, $o: String!) { why(subject: $s, predicate: $p, object: $o) { subject predicate object text } }"
    told = asked.data(query, s="shared-counters", p="relatedConcept", o=f"{BASE}id/concept/separate-offices")["why"]
    assert told["subject"] == f"{BASE}id/concept/shared-counters"
    assert told["predicate"] == terms.RELATED_CONCEPT
    assert "Counter atlas" in told["text"]
    value = asked.data(query, s="shared-counters", p="slug", o="shared-counters")["why"]
    assert value["object"] == '"shared-counters"'
    for wrong in ({"s": "shared-counters", "p": "relatedConcept", "o": "nothing"}, {"s": "a b", "p": "x", "o": "y"}):
        answer = asked.answer(query, **wrong)
        assert answer["data"] == {"why": None}
        assert answer["errors"][0]["path"] == ["why"]


def test_lists_that_no_link_leads_to(asked: Questions) -> None:
    assert asked.data("{ concepts(first: 1) { edges { why { text } } } }") == {"concepts": {"edges": [{"why": None}]}}


def test_derivations_have_limits(asked: Questions, store: Store) -> None:
    assert "smaller pages" in asked.refused("{ works(first: 10) { edges { node { cites(first: 10) { edges { why { text } } } } } } }")
    late = Answerer(store, seconds=0.0).answer(Asked('{ concept(slug: "shared-counters") { related { edges { why { text } } } } }'))
    assert "more than 0 seconds" in late.errors[0]["message"]
