"""How a work says that it was done: the closed list of the annotation guideline, each method by the words that state it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.reading.document import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.reading.document import Document

CUES = {
    "multiple-case-study": r"multiple[- ]case stud(?:y|ies)|multiple[- ]case (?:design|analysis)|(?:\d+|two|three|four|five|"
    r"six|seven|eight|nine|ten) "
    r"(?:[\w-]+ ){0,3}case(?:s| studies)\b|cross-case",
    "comparative-case-study": r"comparative (?:case )?stud(?:y|ies)|comparative case|compar(?:es|ing|ison of) (?:[\w-]+ ){0,3}cases",
    "single-case-study": r"(?:single|empirical|illustrative|in-depth|ethnographic|an?|this|"
    r"our) (?:[\w-]+ )?case[- ]stud(?:y|ie)\b|single[- ]case|"
    r": (?:a|the) case (?:study )?of|as an? (?:[\w-]+ )?case\b|using the case of|in the case of|: a case study|"
    r"\bcase-studien\b|\bFallstudie\b",
    "interviews": r"(?<!group )(?<!groups )\binterview(?:s|ed|ing)?\b|\bintervju\w*|\bentretiens\b",
    "focus-groups": r"\bfocus[- ]groups?\b|\bfokusgruppe\w*",
    "survey": r"\bsurvey(?:s|ed|ing)? (?:data|among|targeting|respondents|was|were|results|experiment)|\b(?:a|the|from|"
    r"online|national) survey\b|\bquestionnaire",
    "observation": r"\b(?:participant )?observations?\b(?= (?:of|and|data|were|was|in))|\bparticipant observation|"
    r"\bshadow(?:ed|ing)\b|\bobserved (?:meetings|practices)",
    "ethnography": r"\bethnograph\w+",
    "document-analysis": r"\bdocument(?:ary)? (?:analysis|studies|review)|\banaly\w+ of (?:policy |official |"
    r"public )?documents|\bwhite paper\b.{0,60}\banaly[sz]ed|\bdocuments were analy[sz]ed",
    "discourse-analysis": r"\bdiscourse analy\w+",
    "thematic-analysis": r"\bthematic (?:text |content )?analysis|\banaly[sz]ed thematically",
    "text-analysis": r"(?<!thematic )\btext analysis|\btopic model\w*|\bLatent Dirichlet|\bcontent analysis|\btext mining",
    "statistical-analysis": r"\bregressions?\b|\bpanel data|\bquantitative (?:data|analys\w+)|\bstatistical\w*|"
    r"\bstructural equation|\bQAP\b|\bActor-Oriented|\beconometric|"
    r"\bmultilevel model",
    "qualitative-comparative-analysis": r"\bqualitative comparative analysis|\bfsQCA\b|\bQCA\b",
    "mixed-methods": r"\bmixed[- ]methods?\b|\bquantitative (?:data|methods?)\b.{0,80}\bqualitative (?:data|methods?)",
    "literature-review": r"\b(?:literature|scoping|systematic|integrative|selective|meta-?)[- ](?:literature )?review|"
    r"\breview of (?:the )?literature|\bmeta-analysis",
    "historical-analysis": r"\bhistorical (?:analysis|study|account|case)|\barchival (?:research|material|sources|records)",
    "longitudinal": r"\blongitudinal\b",
    "conceptual": r"\b(?:conceptual|theoretical) (?:paper|article|essay|contribution)\b",
}
PATTERNS = {method: re.compile(cue, re.IGNORECASE) for method, cue in CUES.items()}


def stated(document: Document) -> Iterator[tuple[str, Place]]:
    """The methods that the work states, each with its first place in title, abstract or body."""
    met = list(_met(document))
    several = any(method in ("multiple-case-study", "comparative-case-study") for method, _ in met)
    return (pair for pair in met if not (several and pair[0] == "single-case-study"))


def _met(document: Document) -> Iterator[tuple[str, Place]]:
    for method, pattern in PATTERNS.items():
        for reading in document.own():
            match = pattern.search(reading.text)
            if match:
                yield method, Place(reading, match.start(), match.end())
                break
