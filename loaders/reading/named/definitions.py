"""Sentences that say what a term means: the term, and the stretch of text that defines it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.reading.named.discovery import Term, is_idea, kind_of
from loaders.reading.prose import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.reading.prose.document import Reading

BY_MEAN = re.compile(
    r"\bBy (?:an? |the )?(?P<term>[^,.;:]{3,60}?),? (?:we|I|the authors?) (?:mean|understand|refer to) (?P<definition>[^.]+)"
)
UNDERSTOOD = re.compile(
    r"(?P<gap>,? (?:(?:is|are|was|can be|may be) )?(?:here |commonly |broadly |often |usually )?"
    r"(?:understood|defined|conceived(?: of)?|conceptuali[sz]ed) (?:here )?as |,? that is to say, |,? refers? to )"
    r"(?P<definition>[^.]+)"
)
SEEN_AS = re.compile(
    r"(?P<gap> (?:is|are) (?:seen|viewed|treated|regarded) as )(?P<definition>an? (?:[\w-]+ )?(?:concept|process|mechanism|practice)[^.]+)"
)
MOST = 300


def definitions(reading: Reading) -> Iterator[Term]:
    """The defined terms of a passage, `definition` = where the defining words stand, citation left out."""
    text = reading.text
    for match in BY_MEAN.finditer(text):
        start, end = match.span("term")
        if is_idea(match["term"]):
            yield _term(text, start, end, match.span("definition"), 0.9)
    for pattern, confidence in ((UNDERSTOOD, 0.8), (SEEN_AS, 0.7)):
        for match in pattern.finditer(text):
            start, end = _term_before(text, match.start("gap"))
            label = text[start:end]
            if start < end and is_idea(label) and len(label.split()) > 1:
                yield _term(text, start, end, match.span("definition"), confidence)


def _term(text: str, start: int, end: int, definition: tuple[int, int], confidence: float) -> Term:
    label = text[start:end]
    return Term(label, start, end, kind_of(label), confidence, definition=_trimmed(text, *definition))


def _term_before(text: str, end: int) -> tuple[int, int]:
    """The noun phrase that ends at `end`."""
    head = re.search(r"[^\W_][\w’'/-]*$", text[max(0, end - 40) : end])
    if not head or phrases.ends_phrase(head[0]):
        return end, end
    start = phrases.left_edge(text, end - len(head[0]), 4)
    return phrases.without_weak(text, start, end), end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The defining words without the citation at their end; None where they are longer than may be quoted."""
    stretch = re.sub(r"(?:\s*\([^()]*\d{4}[^()]*\)\s*)+$", "", text[start:end]).rstrip(" ,;")
    cut = re.search(r" \([^()]*\b\d{4}[^()]*\),", stretch)
    if cut:
        stretch = stretch[: cut.start()]
    return (start, start + len(stretch)) if 12 <= len(stretch) <= MOST else None
