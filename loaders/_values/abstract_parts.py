"""Structured abstracts whose labels run into the text ("PurposeModern services … institutions.FindingsWe find …") → their parts."""

from __future__ import annotations

import re
from typing import NamedTuple

_LABELS = (
    "Purpose|Aims?|Objectives?|Background|Context|Introduction|Motivation|Problem definition|Setting|Participants"
    "|Design/methodology/approach|Design/Methodology/Approach|Methodology/approach|Methodology|Methods?|Approach|Study design"
    "|Data and methods|Findings|Results?|Main results|Key findings|Discussion|Conclusions?|Interpretation|Significance"
    "|Originality/value|Originality/Value|Originality|Research limitations/implications|Research limitations|Limitations"
    "|Practical implications|Social implications|Managerial implications|Policy implications|Implications|Contribution"
    "|Recommendations|IMPACT|Impact|Points for practitioners|Evidence for Practice|Practitioner Points"
    "|Policy relevance|Paper type"
)
_ONLY_WITH_COLON = "Design|Sample|Measures?|Analysis|Outcomes?|Procedure"
"""Words that sentences begin with, too: labels only where a colon follows."""
_FIRST = re.compile(r"(?:Purpose|Aims?|Objectives?|Background|Context|Introduction|Motivation)$")
_WORDS = "|".join(sorted(_LABELS.split("|"), key=len, reverse=True))
_CAPITAL = "[A-ZÀ-Þ“\"‘'(]"
_RUN_IN = re.compile(
    rf"(?:^|(?<=[.!?)”’\"'\]])|(?<=[.!?)”’\"'\]]\s))(?P<label>(?:{_ONLY_WITH_COLON})(?=:)|{_WORDS})"
    rf"(?:\s*[:–—]\s*|\s-\s|[^\S\n]*\n\s*)?(?={_CAPITAL})"
)
_SPACED = re.compile(rf"(?:^|(?<=[.!?)”’\"'\]]\s))(?P<label>{_WORDS})\s+(?={_CAPITAL})")
_OPENING = re.compile(rf"(?P<label>{_WORDS})(?:\s*[:–—.]?\s*$|\s*[:–—]\s*(?=\S)|\s*(?={_CAPITAL}))")


class Part(NamedTuple):
    """A part of an abstract: its label ("" before the first) and the (start, end) of its text."""

    label: str
    start: int
    end: int


def parts(text: str, *, labelled: bool = False) -> list[Part]:
    """The parts of an abstract, labels left out of them; one part without label where none is found.

    A label that a blank parts from its text counts only beside another one: "Impact assessments are …" begins no part. `labelled`: the text
    is one of several paragraphs that begin with labels.
    """
    found = list(_RUN_IN.finditer(text))
    spaced = [one for one in _SPACED.finditer(text) if not any(one.start() == other.start() for other in found)]
    if len(spaced) + len(found) > 1 or (labelled and spaced and spaced[0].start() == 0):
        found = sorted([*found, *spaced], key=lambda one: one.start())
    if not found:
        return [Part("", 0, len(text))]
    out = [Part("", 0, found[0].start())] if text[: found[0].start()].strip() else []
    ends = [*(one.start() for one in found[1:]), len(text)]
    out += [Part(one["label"], one.end(), end) for one, end in zip(found, ends, strict=True)]
    return [part for part in out if text[part.start : part.end].strip()]


def opening_label(text: str) -> str:
    """The label with which a paragraph begins, or the empty string."""
    found = _OPENING.match(text)
    return found["label"] if found else ""


def begins_abstract(label: str) -> bool:
    """Whether an abstract may begin with this label rather than go on with it."""
    return _FIRST.match(label) is not None
