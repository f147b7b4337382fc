"""Terms that a work makes its own: frameworks, quoted phrases, perspectives, and what it says again."""

from __future__ import annotations

import pytest

from loaders.reading import extract_text

PARKS = "Parks and their keepers\n\nParks are a field of their own in many cities of the world. "


def concepts(text: str) -> set[str]:
    return {mention["mention"] for mention in extract_text(PARKS + text)["mentions"] if mention["kind"] == "concept"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We develop a heuristic framework for benches.", "framework for benches"),
        ("We present a garden gate model.", "garden gate model"),
        ("We defend the 'primacy of the hedge' against its critics.", "primacy of the hedge"),
        ("We contrast a botanical approach with a horticultural perspective.", "botanical approach"),
        ("We contrast a botanical approach with a horticultural perspective.", "horticultural perspective"),
        ("Seasonal budgeting is slow. Keepers like seasonal budgeting.", "seasonal budgeting"),
        ("The mutual pruning perspective expects that keepers gain.", "mutual pruning perspective"),
        ("We draw from a neo-botanical theoretical perspective.", "neo-botanical theoretical perspective"),
        ("The concept of greenness needs to be defined.", "concept of greenness"),
        ("We theorise keeper credibility as a matter of hats.", "keeper credibility"),
        ("It is an instance of what Moe (1997) calls rituals of hedgerows.", "rituals of hedgerows"),
        ("Gates need what Moe calls greenmindedness.", "greenmindedness"),
        ("We develop a typology of gate styles.", "typology of gate styles"),
        ("It is what Moe and Lind call 'green fatigue'.", "green fatigue"),
        ("We use Hedgeman's gate approach.", "gate approach"),
        ("The effect is moderated by Hedgeman’s (1999) model.", "Hedgeman’s (1999) model"),
        ("We apply the ‘greenness’ literature to gates.", "‘greenness’ literature"),
        ("We present a framework on the care of old trees.", "framework on the care of old trees"),
    ],
)
def test_what_a_work_makes_its_own(text: str, expected: str) -> None:
    assert expected in concepts(text)


@pytest.mark.parametrize(
    "text",
    [
        "We develop a new framework.",
        "We use an auto-regressive distributed gate approach.",
        "The proposed model expects that keepers gain.",
        "Norway's model is old, and the Council's approach is new.",
        "We use a qualitative approach and a comparative perspective.",
        "A keeper said 'we never close the gate' again.",
        "Seasonal budgeting is slow.",
        "Public service is slow. Keepers like public service.",
        "Central and Eastern Europe (CEE) has many parks, and CEE has gates.",
    ],
)
def test_plain_words_and_places_are_no_terms(text: str) -> None:
    assert concepts(text) == set()
