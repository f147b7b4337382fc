"""Whose words a sentence is: one person's whom a work lets speak, a cited author's, or the work's own."""

from __future__ import annotations

import pytest

from graph.record import Claim, Passage, Respondent, Work
from loaders.reading import extract, extract_text

OPENING = "Care at home\n\nWe interviewed 20 people about co-production in home care. "

SPOKEN = [
    ("A nurse objected: “Co-production is just a word for doing our work for nothing.”", "challenges", "a nurse"),
    ('One manager said that "co-production has let us down again".', "challenges", "one manager"),
    ("“Co-production does not work here”, as one informant put it.", "challenges", "one informant"),
    ("According to respondent R12, co-production does not improve services.", "challenges", "R12"),
    ("“Co-production works for us”, said a mayor.", "supports", "a mayor"),
    ("“We tried for years. Co-production made our days much easier.” (R7, clerk)", "supports", "R7"),
    ("In the words of one clerk, co-production was a nightmare.", "challenges", "one clerk"),
    (
        "Another interviewee disagreed: “It is slow. But without co-production we could do nothing.”",
        "supports",
        "another interviewee",
    ),
    ("“Co-production does not work here,” one deputy secretary remarked.", "challenges", "one deputy secretary"),
    ("“Co-production does not work here,” the rector of a university in Kazan told me.", "challenges", "the rector"),
    ("One of the managers said that co-production does not work.", "challenges", "one of the managers"),
    ("“Nobody asked us. Co-production does not work.” (Interview 12)", "challenges", "interview 12"),
    ("“Co-production does not work.” (senior manager, agency B)", "challenges", "senior manager"),
    ("The director of a hospital, however, told us that co-production only works when staff have time.", "qualifies", "the director"),
]


@pytest.mark.parametrize(("sentence", "stance", "voice"), SPOKEN, ids=[f"{number}" for number in range(len(SPOKEN))])
def test_one_persons_words_are_hers(sentence: str, stance: str, voice: str) -> None:
    told = extract_text(OPENING + sentence)["claims"]
    assert [(one["theory"], one["stance"], one["voice"]) for one in told] == [("co-production", stance, voice)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Respondents report that co-production improves services.",
        "The interviews show that co-production improves services.",
        "Most nurses found that co-production improves services.",
        "The data that a user interface tells us show that co-production improves services.",
    ],
)
def test_what_several_say_is_what_the_work_found(sentence: str) -> None:
    (told,) = extract_text(OPENING + sentence)["claims"]
    assert (told["stance"], "voice" in told) == ("supports", False)


@pytest.mark.parametrize(
    "sentence",
    [
        "Lind (2010) shows that co-production does not improve services.",
        "According to Okafor et al. (2014), co-production fails to deliver.",
        "Lind and Moe (2009) argue that co-production has failed.",
    ],
)
def test_what_a_cited_author_says_is_no_claim_of_the_work(sentence: str) -> None:
    assert extract_text(OPENING + sentence)["claims"] == []


@pytest.mark.parametrize("subject", ["Norway (2010)", "Chile and Peru (2011)", "Wave (2012)"])
def test_a_country_or_a_stage_with_a_year_is_no_author(subject: str) -> None:
    told = extract_text(f"{OPENING}{subject} shows that co-production does not improve services.")["claims"]
    assert [(one["theory"], one["stance"], "voice" in one) for one in told] == [("co-production", "challenges", False)]


@pytest.mark.parametrize("author", ["London (2011)", "Ireland (2008)", "Power (1997)"])
def test_an_author_may_be_called_as_a_place_or_a_word(author: str) -> None:
    assert extract_text(f"{OPENING}{author} shows that co-production does not improve services.")["claims"] == []


@pytest.mark.parametrize(
    ("opening", "sentence"),
    [
        ("Vi intervjuet 20 ansatte om samskaping i hjemmetjenesten. ", "En veileder sa: «Samskaping virker ikke for oss.»"),
        ("Vi intervjua 20 tilsette om samskaping i heimetenesta. ", "Ein rådgjevar i Bergen meinte at samskaping ikkje verkar."),
        ("Vi intervjua 20 tilsette om samskaping i heimetenesta. ", "«Samskaping verkar ikkje», sa ein fylkespolitikar."),
        ("Wir befragten 20 Beschäftigte in der Pflege. ", "„Koproduktion hilft nicht“, sagte eine Schulleiterin."),
        ("Wir befragten 20 Beschäftigte zur Koproduktion in der Pflege. ", "Eine Abteilungsleiterin erklärte: „Koproduktion hilft nicht.“"),
        ("Nous avons interrogé 20 agents sur la coproduction des soins. ", "Selon une directrice, la coproduction ne marche pas."),
    ],
)
def test_one_persons_words_in_other_languages_are_no_claim_of_the_work(opening: str, sentence: str) -> None:
    told = extract_text(f"Care at home\n\n{opening}{sentence}")["claims"]
    assert [one for one in told if "voice" not in one] == []


def test_a_person_contradicts_the_work_beside_its_own_claim() -> None:
    told = extract_text(OPENING + "We find that co-production improves care. A nurse objected: “Co-production does not work.”")["claims"]
    assert {(one["stance"], one.get("voice")) for one in told} == {("supports", None), ("challenges", "a nurse")}


def test_a_quotation_of_a_known_respondent_is_that_respondents_claim() -> None:
    text = "Co-production does not work for us."
    work = Work()
    known = Respondent(work, "R1")
    work.passages.append(Passage([(0, len(text))], "quotation", voiced_by=known))
    (claim,) = [said for said in extract(work, text) if isinstance(said, Claim)]
    assert (claim.stance, claim.voiced_by) == ("challenges", known)
