"""Whether a work takes a stand on a concept, and which: the whole work and its surest sentence weigh together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.record import STANCES, Passage, Work
from loaders.reading import extract_text, passages
from loaders.reading.named import concepts
from loaders.reading.prose import document
from loaders.reading.stances import claims, proposals, stands, training, weights

ABSTRACT = (
    "Co-production in parks\n\nThis article examines co-production in four parks. Scholars have often praised public value. "
    "We find that co-production improves the parks. However, co-production depends on the patience of the keepers."
)


def weighed(text: str) -> tuple[list[concepts.Named], list[stands.Weighed]]:
    read = document.build(Work(passages=passages(text)), text)
    named = concepts.named(read, concepts.Lexicon())
    met = claims.by_place(list(claims.ruled(read, named)))
    return named, [(each, weights.chances(each.features)) for each in proposals.proposals(read, named, met)]


def test_a_work_takes_its_stand_on_what_it_is_about() -> None:
    named, chances = weighed(ABSTRACT)
    sure = {slug: weights.takes_stand(found) for slug, found in stands.of_work(named, chances).items()}
    assert sure["co-production"] > 0.8
    assert sure["public-value"] < 0.4
    assert {claim["theory"] for claim in extract_text(ABSTRACT)["claims"]} == {"co-production"}


def test_two_plain_verdicts_on_one_concept_are_both_told() -> None:
    assert [claim["stance"] for claim in extract_text(ABSTRACT)["claims"]] == ["supports", "qualifies"]


def test_what_is_granted_is_no_verdict() -> None:
    text = "Parks\n\nWe argue that although co-production does not improve every park, it can be a valuable frame for keepers."
    assert {claim["stance"] for claim in extract_text(text)["claims"]} <= {"supports"}


def test_praise_that_is_denied_is_a_challenge() -> None:
    text = "Public value in parks\n\nThe results show a clear lack of evidence for the benefits of public value in parks."
    assert [claim["stance"] for claim in extract_text(text)["claims"]] == ["challenges"]


def test_fewer_claims_are_told_the_more_confidence_is_asked() -> None:
    named, chances = weighed(ABSTRACT)
    told = [len(list(stands.told(named, chances, dict.fromkeys(STANCES, least)))) for least in (0.0, 0.3, 0.6, 0.9, 2.5)]
    assert told == sorted(told, reverse=True)
    assert told[0] > told[-1] == 0


def test_all_that_stands_beside_a_concept_has_a_say_in_the_stance() -> None:
    named, chances = weighed("Parks\n\nThis article examines co-production in four parks. Co-production spread from park to park.")
    every: dict[str, float] = dict.fromkeys(STANCES, 0.0)
    for stance in ("extends", "illustrates"):
        whole = stands.Whole(lambda _: 1.0, lambda _, stance=stance: {each: float(each == stance) for each in STANCES})
        assert {told for _, told, _ in stands.told(named, chances, every, whole)} == {stance}


def test_where_words_stand_is_no_part_of_what_stands_beside_a_concept() -> None:
    _, chances = weighed(ABSTRACT)
    found = stands.beside(chances)
    assert {"finding", "kind practice"} <= found
    assert not {each for each in found if ", " in each and not each.endswith("turning")}
    assert not {each for each in found if each.startswith(("part ", "carried", "marks"))}


def test_training_again_gives_the_same_weights() -> None:
    lines = (Path(__file__).parent / "annotated" / "batch-7.jsonl").read_text(encoding="utf-8").splitlines()
    first, second = (training.trained([training.Text(json.loads(line)) for line in lines], 2) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    "text",
    [
        "Purpose - The paper looks at parks. Findings - Parks are green.",
        "Purpose\n\nThe paper looks at parks.\n\nFindings\n\nThe parks are green.",
        "PurposeThe paper looks at parks in 2019.FindingsThe parks are green.",
    ],
)
def test_the_labels_of_structured_abstracts_are_no_words_of_their_sentences(text: str) -> None:
    (reading,) = document.build(Work(passages=[Passage([(0, len(text))], "abstract")]), text).readings
    assert [sentence.section for sentence in reading.sentences] == ["purpose", "findings"]
    assert not any(reading.text[each.start : each.end].startswith(("Purpose", "Findings")) for each in reading.sentences)


def test_a_sentence_nearly_as_sure_is_evidence_beside_the_surest() -> None:
    told = extract_text(
        "Co-production in parks\n\nThis article examines co-production in four parks. We find that co-production improves the parks. "
        "Our results show that co-production strengthens the parks. The parks have gates."
    )["claims"]
    (one,) = [claim for claim in told if claim["stance"] == "supports"]
    assert {each["exact"] for each in one["evidence"]} == {
        "We find that co-production improves the parks.",
        "Our results show that co-production strengthens the parks.",
    }


def test_a_far_less_sure_sentence_is_no_evidence() -> None:
    (one,) = extract_text(ABSTRACT.replace(" However, co-production depends on the patience of the keepers.", ""))["claims"]
    assert [each["exact"] for each in one["evidence"]] == ["We find that co-production improves the parks."]
