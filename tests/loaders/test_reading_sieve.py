"""The sieve lets every pattern through that matches; the stems are those that a match must hold."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.reading.prose import cues, sieve
from loaders.reading.stances import signals


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bsupport(?:s|ed)? for\b", {"support"}),
        (r"(?:fail|weaken)(?:s|ed)?", {"fail", "weaken"}),
        (r"colou?r", {"colo"}),
        (r"(?:a|the) park", {" park"}),
        (r"(?!never)parks?(?= of)", {"park"}),
        (r"(?P<name>[a-z]+)", None),
        (r"ab|parks", None),
        (r"\(parks\)", {"(parks)"}),
    ],
)
def test_stems(pattern: str, expected: set[str] | None) -> None:
    assert sieve.stems(pattern) == expected


def test_split() -> None:
    assert list(sieve.split(r"\b(?:parks|(?:a|b) c)\b|x|\b(?:d|e)")) == [
        r"\b(?:parks)\b",
        r"\b(?:(?:a|b) c)\b",
        "x",
        r"\b(?:d)",
        r"\b(?:e)",
    ]
    assert list(sieve.split(r"\b(?:a) b (?:c)\b")) == [r"\b(?:a) b (?:c)\b"]


WORDS = sorted(
    {word for _, lazy in signals.groups()[1] for word in re.findall(r"[a-z]{3,}", lazy.words)} | {"⟦0⟧", "⟦1⟧", "We", "not", "no"}
)


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_no_pattern_is_held_back_that_matches(text: str) -> None:
    strainer, alternatives = signals.groups()
    assert {n for n, (_, lazy) in enumerate(alternatives) if lazy.pattern.search(text)} <= set(strainer.passing(text))
    assert {n for n, cue in enumerate(cues.cues()) if cue.pattern.search(text)} <= set(cues.strainer().passing(text))
