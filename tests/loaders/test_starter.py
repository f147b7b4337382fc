"""The starter atlas: loaded by the same loaders as anyone's, without a refusal, and honest about what was not seen."""

from __future__ import annotations

import re
import time
from functools import cache
from pathlib import Path

import pytest
from shared import SHARED, needs_shared

import loaders
from graph.record import Capture, Case, Claim, Concept, Course, Finding, Reform, Reject, Source, Subject, Topic, Work
from graph.sources import scheme

STARTER = Path(loaders.__file__).parent / "starter"


@cache
def said() -> list[tuple[Capture, list[object]]]:
    return [(capture, list(loaders.read(capture, extract=False))) for capture in loaders.open_paths([STARTER])]


def things(kind: type) -> list[object]:
    return [one for _, all_said in said() for one in all_said if isinstance(one, kind)]


def concepts() -> dict[str, Concept]:
    return {one.slug: one for one in things(Concept) if one.definition}


def test_nothing_is_refused_and_it_is_quick() -> None:
    start = time.process_time()
    said.cache_clear()
    assert things(Reject) == []
    assert time.process_time() - start < 60


def test_sources_are_open_and_have_an_address_each() -> None:
    sources = things(Source)
    assert {(one.licence, one.display) for one in sources} == {("CC BY 4.0", "full")}
    addresses = [one.retrieved_from for one in sources]
    assert len(set(addresses)) == len(addresses)
    assert all(address.startswith("https://w3id.org/govgraph/starter/") for address in addresses)


def test_counts() -> None:
    assert len(concepts()) >= 65
    assert len(things(Reform)) == 39
    assert len(things(Case)) == 47
    assert len(things(Subject)) == 34 + 1  # ours
    assert len(things(Topic)) == 70 + 5
    assert len(things(Course)) == 14 + 1
    keys = [
        work.key
        for capture, all_said in said()
        if capture.name.endswith((".bib", ".ris", ".json"))
        for work in all_said
        if isinstance(work, Work)
    ]
    assert len(keys) > 300
    assert len(set(keys)) == len(keys)
    assert {Path(capture.name).suffix for capture, _ in said()} == {".md", ".bib", ".ris", ".json"}


def test_concepts_are_those_of_the_scheme() -> None:
    for slug, concept in concepts().items():
        held = scheme.concepts()[slug]
        assert (concept.label, concept.kind) == (held.label, held.kind), slug
        for language, label in concept.labels.items():
            assert held.labels.get(language, label) == label, slug


def test_definitions_are_a_few_precise_sentences() -> None:
    for slug, concept in concepts().items():
        sentences = re.findall(r"[^.]+\.", concept.definition)
        assert 1 <= len(sentences) <= 3, slug
        assert 60 <= len(concept.definition) <= 420, slug
        assert concept.definition_span is not None
        assert concept.definition_span.exact == concept.definition, slug


def test_no_cycles_among_broader_and_prerequisites() -> None:
    for link in ("broader", "requires"):
        after = {slug: {one.slug for one in getattr(concept, link)} for slug, concept in concepts().items()}

        def reach(slug: str, seen: frozenset[str], after: dict[str, set[str]] = after) -> None:
            assert slug not in seen, slug
            for other in after.get(slug, ()):
                reach(other, seen | {slug})

        for slug in after:
            reach(slug, frozenset())


def test_what_no_source_bears_out_is_left_out_and_told() -> None:
    told = [one for one in things(Finding) if one.kind == "ignored"]
    assert len(told) >= 10
    assert all("not seen" in one.detail for one in told)
    open_government = concepts()["open-government"]
    assert "e-government" not in {one.slug for one in open_government.related}


def test_years_from_general_knowledge_are_marked() -> None:
    unseen = [one for one in things(Reform) if not one.dates_seen]
    assert {one.slug for one in unseen} >= {"ca-service-canada", "de-nsm", "sg-it2000"}
    assert all("general knowledge" in one.note for one in unseen if one.start_year is not None)


def test_claims_stand_in_their_files() -> None:
    for capture, all_said in said():
        for claim in all_said:
            if isinstance(claim, Claim):
                (span,) = claim.evidence
                assert capture.text[span.start : span.end] == span.exact
                assert claim.status == "STATED"
    alberta = {
        claim.stance for claim in things(Claim) if claim.theory.slug == "post-npm" and any(case.slug == "alberta" for case in claim.cases)
    }
    assert {"challenges", "qualifies"} <= alberta
    on_npm = {claim.stance for claim in things(Claim) if claim.theory.slug == "new-public-management"}
    assert {"challenges", "qualifies"} <= on_npm


def test_cases_of_which_little_was_seen_take_no_stance() -> None:
    with_claims = {case.slug for claim in things(Claim) for case in claim.cases}
    assert {case.slug for case in things(Case)} - with_claims == {
        "employment-market-2019",
        "estonia-hiding-hand",
        "german-branches",
        "slovenia",
    }


def test_anonymised_organisations_have_no_place() -> None:
    (case,) = [one for one in things(Case) if one.anonymised]
    assert (case.jurisdictions, case.organisations, len(case.parts)) == ([], [], 7)


@needs_shared
@pytest.mark.parametrize("folder", ["seeds"])
def test_no_sentence_is_copied(folder: str) -> None:
    def runs(text: str) -> set[str]:
        words = re.findall(r"[a-z0-9]+", text.lower())
        return {" ".join(words[at : at + 7]) for at in range(len(words) - 6)}

    ours = set[str]()
    for claim in things(Claim):
        ours |= runs(claim.evidence[0].exact)
    for concept in concepts().values():
        ours |= runs(concept.definition)
    for path in (SHARED / folder).rglob("*"):
        if path.is_file():
            assert not ours & runs(path.read_text(encoding="utf-8", errors="ignore")), path.name
