"""What titles and headings name: perspectives, the themes of an analysis, a qualified concept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders._words import vocabulary
from loaders.reading.named.discovery import Term, is_idea, kind_of
from loaders.reading.prose import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.reading.named.vocabulary import Hit
    from loaders.reading.prose.document import Document, Reading

NUMBER = re.compile(r"^(?P<number>\d+(?:\.\d+)*)\.?\s+(?P<title>.+)$", re.DOTALL)
ANALYSIS = re.compile(r"^(?:analysis|findings|results|empirical (?:analysis|findings|results)|results and analysis|themes)$", re.IGNORECASE)
FRAME = re.compile(
    r"^(?:introduction|background|state of the art|literature review|method\w*|data\b.*|sampl\w*|setting|context|case selection|overview|"
    r"summary|limitations|discussion\b.*|conclusions?\b.*|implications\b.*|.*\b(?:collection|analysis|respondents|"
    r"interviews|survey|questionnaire|research|"
    r"results|findings|case study|data)\b.*)$",
    re.IGNORECASE,
)
PERSPECTIVE = re.compile(r"^(?P<term>(?:[\w-]+ ){1,3}(?:perspective|theory|lens|logic|paradigm))\b(?=\s*[:–—-]|\s*$)", re.IGNORECASE)
QUALIFIERS = vocabulary(
    "sustainable democratic digital hybrid adaptive relational inclusive collective strategic responsible participatory interactive agile "
    "robust resilient transformative collaborative deliberative anticipatory networked ethical equitable mandated emergent informal"
)
"""Adjectives that make a concept of its own out of the concept they stand before, in a title."""

ROLE = re.compile(r"\b(?:[Rr]ole|[Ii]nfluence|[Ii]mportance|[Pp]ower) of (?:the )?(?=[^\W\d_])")
"""What stands in a title before that which is said to matter."""

AGAIN = 2
"""So many times at least does a text say a phrase that its title sets before a colon, the title included."""


def heading_terms(document: Document) -> Iterator[tuple[Reading, Term]]:
    """The terms of headings: named perspectives, and the subsections of the section that holds the analysis."""
    analysed = ""
    for reading in document.readings:
        if reading.kind != "heading":
            continue
        text = reading.text
        numbered = NUMBER.match(text)
        title, offset = (numbered["title"], numbered.start("title")) if numbered else (text, 0)
        perspective = PERSPECTIVE.match(title)
        if perspective and perspective["term"].split(maxsplit=1)[0].casefold() not in phrases.FUNCTION_WORDS:
            label = _plain(perspective["term"])
            yield reading, Term(label, offset, offset + len(label), "theory", 0.8, whole=True)
        if numbered and "." not in numbered["number"]:
            analysed = numbered["number"] + "." if ANALYSIS.match(title.strip()) else ""
        elif numbered and analysed and numbered["number"].startswith(analysed) and not FRAME.match(title):
            yield from _theme(reading, title, offset)


def _theme(reading: Reading, title: str, offset: int) -> Iterator[tuple[Reading, Term]]:
    label = title.partition(":")[0].strip().rstrip(".")
    if is_idea(label) and len(label.split()) > 1 and not label.endswith("?"):
        yield reading, Term(_plain(label), offset, offset + len(label), kind_of(label), 0.7, whole=True)


def title_terms(document: Document, reading: Reading, hits: list[Hit]) -> Iterator[Term]:
    """What a work's title names: a scheme concept narrowed by an adjective; the phrase before its colon, if the text takes that up."""
    main = re.match(r"(?P<term>[^:?.]+):", reading.text)
    if main and phrases.right_edge(reading.text, 0, 5) == main.end("term") and is_idea(main["term"]) and " " in main["term"]:
        again = sum(other.text.casefold().count(main["term"].casefold()) for other in document.own())
        if again > AGAIN:
            yield Term(_plain(main["term"]), 0, main.end("term"), kind_of(main["term"]), 0.7)
    for role in ROLE.finditer(reading.text):
        start = phrases.without_weak(reading.text, role.end(), len(reading.text))
        end = phrases.right_edge(reading.text, start, 3)
        label = _plain(reading.text[start:end])
        if " " in label and is_idea(label) and re.match(r"[^\w(]*$| (?:in|on|for|during)\b|[:?]", reading.text[end:]):
            yield Term(label, start, end, kind_of(label), 0.7)
    for hit in hits:
        before = re.search(r"([\w-]+) $", reading.text[max(0, hit.start - 30) : hit.start])
        if before and before[1].casefold() in QUALIFIERS:
            start = hit.start - len(before[0])
            label = _plain(reading.text[start : hit.end])
            yield Term(label, start, hit.end, kind_of(label), 0.7)


def _plain(label: str) -> str:
    """A label in title case set in lower case; names and abbreviations keep their capitals."""
    words = label.split(" ")
    if sum(word[:1].isupper() for word in words) * 2 < len(words):
        return label
    return " ".join(word if any(not part[1:].islower() and part[1:] for part in word.split("-")) else word.casefold() for word in words)
