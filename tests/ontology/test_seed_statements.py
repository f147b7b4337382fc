"""What the loaders say of the five founding documents: HermiT and the rules agree on it, and nothing in it contradicts the ontology."""

from __future__ import annotations

import hashlib
from functools import cache

import pytest
from agreement import compare
from facts import facts_of
from shared import SHARED, needs_shared

from ontology import reason
from ontology.chaining import Facts, clashes
from ontology.terms import GOV, RDF_TYPE
from ontology.vocabulary import vocabulary

pytestmark = needs_shared


@cache
def seed_lines() -> tuple[str, ...]:
    """Every statement of the five captures, before identity is settled."""
    import loaders
    from graph.describe import statements
    from graph.record import Capture, Finding, Reject

    lines = set()
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        data = path.read_bytes()
        capture = Capture(data=data, name=path.name, path=str(path), digest=hashlib.sha256(data).hexdigest())
        for said in loaders.read(capture):
            if not isinstance(said, Finding | Reject):
                lines |= {f"{line} ." for line in statements(said, capture)}
    return tuple(sorted(lines))


def test_the_loaders_use_only_terms_that_the_ontology_has() -> None:
    words = vocabulary()
    facts = facts_of(seed_lines())
    assert len(facts) > 2000
    assert {p for _, p, _ in facts if p.startswith(GOV)} <= {term.iri for term in words.properties}
    assert {o for _, p, o in facts if p == RDF_TYPE and o.startswith(GOV)} <= {term.iri for term in words.classes}


def test_nothing_in_the_seeds_contradicts_the_ontology() -> None:
    found = {clash.contradiction.name for clash in clashes(facts_of(seed_lines()))}
    assert not found


def test_literals_are_literals_and_things_are_things() -> None:
    words = {term.iri: term for term in vocabulary().properties}
    for subject, predicate, value in facts_of(seed_lines()):
        if predicate in words:
            assert words[predicate].literal == value.startswith('"'), (subject, predicate, value)


@pytest.mark.java
def test_hermit_finds_the_seeds_consistent_and_one_more_stance_not() -> None:
    assert reason.consistent(seed_lines())
    claim = next(s for s, p, _ in Facts(facts_of(seed_lines())).because if p == GOV + "hasStance")
    spoilt = [f"<{claim}> <{GOV}{name}Theory> <https://example.org/t> ." for name in ("supports", "illustrates")]
    assert not reason.consistent([*seed_lines(), *spoilt])


@pytest.mark.java
@pytest.mark.long
def test_hermit_and_the_rules_agree_on_the_seeds() -> None:
    agreement = compare(seed_lines())
    assert not agreement.only_hermit
    assert not agreement.only_rules
    assert agreement.common > 2000
