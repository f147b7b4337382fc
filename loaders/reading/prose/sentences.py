"""Running text → sentences, without a model: abbreviations, initials, citations, quotations and structured-abstract labels.

The closed list of abbreviations is common knowledge of English, German, French and Norwegian scholarly prose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders._words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

ABBREVIATIONS = vocabulary(
    "e.g i.e et al cf vs viz ca approx p pp no nos nr vol vols ed eds fig figs tab sec sect art ch chap para dr mr mrs ms prof st rev hon "
    "jr sr inc ltd co corp dept gov univ u.s u.k u.n bl.a f.eks m.fl o.l d.v.s jf meld z.b d.h bzw vgl u.a hrsg bd s n.d"
)
END = re.compile(r"(?<![.!?…])[.!?…]+[\"”’'»)\]*]*\s+(?=[\"“„‘'«(\[*]*[A-ZÀ-ÖØ-Þ0-9])")
WORD_BEFORE = re.compile(r"[^\s(\[“\"]+$")
LABEL = re.compile(
    r"\s*[:*_]*\s*(?P<label>Purpose|Backgrounds?|I?ntroduction|Objectives?|Aims?|Methods?|Methodology|Design/methodology/approach|Design|Setting|"
    r"Findings|Results|Analysis|Discussion|Conclusions?|Research limitations/implications|Research limitations|Practical implications|"
    r"Social implications|Policy implications|Implications|Originality/value|Originality|Points for practitioners|Evidence for practice|"
    r"IMPACT|Impact|Abstract)(?=[:.*]|[A-Z]| [-–—] )[:.*_]*(?: [-–—])?\s*|"
    r"\s*(?P<line>Purpose|Background|Objectives?|Aims?|Methods?|Methodology|Design|Findings|Results|Conclusions?|Practical implications|"
    r"Research limitations/implications|Social implications|Originality/value|Originality|Points for practitioners) "
    r"(?=(?:The|This|In|We|It|An?|Our|There|These|Findings|Results|Data|Using|Based)\b)"
)


@dataclass(slots=True, frozen=True)
class Sentence:
    """A sentence is `flow.text[start:end]`; `section` is the structured abstract's part or the passage's own section."""

    start: int
    end: int
    section: str = ""


def split(text: str, section: str = "") -> Iterator[Sentence]:
    """The sentences of a text in order, without white space around them. A structured-abstract label sets the section that follows."""
    start = 0
    for end in _ends(text):
        label = LABEL.match(text, start, end)
        if label:
            section, start = (label["label"] or label["line"]).casefold(), label.end()
        first, last = _trimmed(text, start, end)
        if first < last:
            yield Sentence(first, last, section)
        start = end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends(text: str) -> Iterator[int]:
    start = 0
    for match in END.finditer(text):
        if _is_end(text, start, match):
            yield match.end()
            start = match.end()
    yield len(text)


def _is_end(text: str, start: int, match: re.Match[str]) -> bool:
    mark = match[0]
    if mark[0] == ".":
        before = WORD_BEFORE.search(text, max(start, match.start() - 24), match.start())
        word = before[0].casefold() if before else ""
        if word in ABBREVIATIONS or (len(word) == 1 and word.isalpha() and text[match.start() - 1].isupper()):
            return False
    inside = text.rfind("(", start, match.start())
    if inside > text.rfind(")", start, match.start()) and mark.rstrip()[-1] != ")":
        closing = text.find(")", match.end(), match.end() + 120)
        return closing < 0 or "(" in text[match.end() : closing]
    return True
