"""Concepts in prose: the scheme's labels in their variants, and the terms that a text puts forward itself."""

from __future__ import annotations

import pytest

from graph.record import Concept, Passage, Work
from loaders.reading.named import concepts, terminology
from loaders.reading.prose import document


def named(*texts: tuple[str, str], keywords: tuple[str, ...] = ()) -> dict[str, concepts.Named]:
    whole, work = "", Work(keywords=list(keywords))
    for kind, text in texts:
        work.passages.append(Passage([(len(whole), len(whole) + len(text))], kind))
        whole += text + "\n"
    return {entry.concept.slug: entry for entry in concepts.named(document.build(work, whole), concepts.Lexicon())}


def body(text: str) -> dict[str, concepts.Named]:
    return named(("body", text))


@pytest.mark.parametrize(
    "surface",
    ["co-production", "Coproduction", "co-productions", "CO-PRODUCTION", "co-produced", "co‑production"],
)
def test_variants_of_one_label_are_one_concept(surface: str) -> None:
    assert "co-production" in body(f"A study of {surface} in parks.")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("decentralization of parks", "decentralisation"),
        ("inter-organizational collaboration in parks", "interorganisational-collaboration"),
        ("one stop shops for parks", "one-stop-shop"),
        ("NPM in parks", "new-public-management"),
        ("samskaping i parker", "co-creation"),
    ],
)
def test_spelling_number_and_language_are_folded(text: str, slug: str) -> None:
    assert slug in body(text)


def test_traps_stay_apart() -> None:
    assert "new-public-management" not in body("On post-NPM in parks.")
    assert "post-npm" in body("On post-NPM in parks.")
    assert "new-public-service" not in body("Some see this as a new public service paradigm.")
    assert "new-public-service" in body("The New Public Service serves.")
    assert "complexity-theory" not in body("The complexity of becoming a park user.")


def test_an_ambiguous_abbreviation_counts_only_beside_its_name() -> None:
    assert "human-learning-systems" not in body("HLS is used.")
    assert len(body("Human Learning Systems (HLS) are tried. HLS is used.")["human-learning-systems"].places) == 3


def test_an_everyday_word_counts_where_it_is_a_theme() -> None:
    assert "accountability" not in body("Parks lack clear lines of accountability.")
    assert "accountability" in named(("title", "Accountability in parks"), ("abstract", "Accountability matters."))
    assert "accountability" in named(("body", "Parks lack accountability."), keywords=("accountability",))


def test_an_abstract_does_not_speak_of_accountability_in_passing_but_of_outcomes() -> None:
    assert "accountability" in named(("abstract", "Parks lack clear lines of accountability."))
    thrice = (("abstract", "Outcomes differ. Outcomes were counted. The outcomes of parks are told."),)
    assert "outcomes" not in named(*thrice)
    assert "outcomes" in named(("title", "Outcomes of parks"), *thrice)


def test_the_head_of_two_coordinated_concepts_is_that_of_both() -> None:
    assert {"transformational-leadership", "distributed-leadership"} <= set(body("Transformational and distributed leadership of parks."))
    assert "distributed-leadership" in body("Meadow and distributed leadership of parks.")


def test_a_passage_without_a_title_tells_its_themes_by_how_its_sentences_begin() -> None:
    assert "benchmarking" in named(("abstract", "Benchmarking of parks is rare."))
    assert "benchmarking" not in named(("abstract", "Parks do without benchmarking."))
    assert "benchmarking" not in named(("title", "Parks"), ("abstract", "Benchmarking of parks is rare."))


@pytest.mark.parametrize(
    "text",
    [
        "Parks are published in the NPM registry.",
        "Spending on parks in PPP-adjusted dollars.",
        "The network governance of roads needs sensors.",
        "Public value for money lost in parks.",
        "A new public service opens in the park.",
    ],
)
def test_a_label_may_be_part_of_the_name_of_another_thing(text: str) -> None:
    told = {"new-public-management", "public-private-partnership", "governance-network-theory", "public-value", "new-public-service"}
    assert told.isdisjoint(body(text))


def test_terms_introduced_in_quotation_marks_or_by_name() -> None:
    assert "park-circles" in body("This article introduces the idea of 'park circles': groups of users.")
    assert "meadow-thesis" in body("The ‘meadow thesis’ is addressed.")
    assert "orchard-theory" not in body("We like theory.")
    assert body("We draw on orchard theory to explain parks.")["orchard-theory"].concept.kind == "theory"


def test_terms_of_the_discipline_without_an_entry_have_an_id_of_their_own() -> None:
    found = body("Boundary objects travel; the concept of boundary objects is old. We draw on theories of meadow discretion.")
    assert {"boundary-object", "meadow-discretion"} <= set(found)
    assert "boundary-objects" not in found
    assert found["boundary-object"].concept.label == "boundary object"
    assert "bricolage" not in body("A bricolage of parks.")
    assert "bricolage" in named(("title", "Bricolage in parks"), ("abstract", "Bricolage matters."))


def test_a_theory_is_never_said_in_passing_and_may_be_called_a_perspective() -> None:
    assert "affordance-theory" in body("The gate is a matter of affordance theory.")
    assert "social-exchange-theory" in body("From a social exchange perspective the gate is open.")
    assert "systems-theory" not in body("The gate has a system perspective.")
    assert "public-administration-theory" not in body("The gate is a matter of public administration theory.")
    assert "nordic-welfare-model" in body("The Nordic model of parks is open.")


def test_a_term_said_in_passing_counts_where_it_is_spoken_of_as_an_idea() -> None:
    assert "felt-accountability" not in body("The keepers have felt accountability for the parks.")
    assert "felt-accountability" in body("The keepers know the concept of felt accountability.")


def test_the_terminology_is_sound() -> None:
    lines = [line for line in terminology.TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("# ")]
    names = [name.removesuffix("?").casefold() for line in lines for name in line.split(" | ")[1].split("; ")]
    assert {line.split(" | ")[0] for line in lines} <= {"theory", "concept", "practice", "issue", "paradigm"}
    assert len(set(names)) == len(names)


def test_a_definition_is_kept_with_its_place() -> None:
    found = body("By rooted governance, we mean a way of ruling that stays put (Alder, 2031). It is old.")
    concept = found["rooted-governance"].concept
    assert concept.definition == "a way of ruling that stays put"
    assert concept.definition_span is not None
    assert concept.definition_span.exact == concept.definition
    assert "meadow-domain" in body("They keep their meadow domain, that is to say, the way in which meadows are named.")


def test_lists_are_read_apart() -> None:
    found = body("We use three theoretical perspectives: botanical, legal and civic.")
    assert {"botanical-perspective", "legal-perspective", "civic-perspective"} <= set(found)
    assert {"mossy-opacity", "leafy-opacity"} <= set(body("It names forms of opacity -mossy, barky and leafy opacities -in parks."))


def test_abbreviations_introduce_ideas_but_not_bodies_or_instruments() -> None:
    assert "meadow-care-networking" in body("The meadow care networking (MCN) of towns grows.")
    assert body("Local park units (LPUs) and Random Graph Models (RGMs) are used.") == {}


def test_assumptions_and_literatures_are_theories() -> None:
    found = body("We need to rethink established assumptions about gardener motives and habits.")
    assert found["established-assumptions-about-gardener-motives"].concept.kind == "theory"
    found = body("This extends the literature on gardener-user encounters and more.")
    assert found["gardener-user-encounters"].concept.alternatives["en"] == ["literature on gardener-user encounters"]


def test_subsections_of_the_analysis_are_its_themes() -> None:
    headings = ["1. Introduction", "4. Analysis", "4.1. Gardeners as Hosts", "4.2. Data Collection", "5. Discussion", "5.1. Park Limits"]
    found = named(*(("heading", text) for text in headings))
    assert [entry.concept.label for entry in found.values()] == ["gardeners as hosts"]


def test_a_fuller_name_is_kept_as_another_label() -> None:
    concept: Concept = body("Reforms raise the fragmentation of public services.")["fragmentation"].concept
    assert "fragmentation of public services" in concept.alternatives["en"]
