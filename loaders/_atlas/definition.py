"""Where a concept page says what its concept is: in its own first words, or in those of a work that it names for them.

Queue justice is the principle that …                                        own words
Lind (reference below, p. 3) defines queue justice as the principle …        told by a work
Wikipedia defines queue justice as: “… the principle that …”                 quoted, on the same line or in the next paragraph
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from graph.record import Span
from loaders._page.page import clean, span

if TYPE_CHECKING:
    from graph.record import Concept
    from loaders._atlas.page_layout import Line

_LONGEST = 2_000
_OPENING, _CLOSING = '“"«‘ ', '”"»’ '


class Told(NamedTuple):
    """Where a line defines the concept: the (start, end) in its text; both None where the next quotation does."""

    start: int | None = None
    end: int | None = None


def told(text: str, label: str) -> Told | None:
    """What a line says of the concept: its definition, that the definition follows, or nothing."""
    if not label or len(text) > _LONGEST:
        return None
    name = rf"[“\"‘']?{re.escape(label)}[”\"’']?"
    own = re.match(
        rf"(?:an?\s|the\s(?:term\s|concept\s(?:of\s)?)?)?{name}(?:\s\([\w\s-]{{2,30}}\))?\s(?:is|are|refers?|means?|denotes?|describes?)\b"
        r"(?!\s(?:often\s|commonly\s|usually\s)?(?:defined|described)\s(?:by|in|as)\b)",
        text,
        re.IGNORECASE,
    )
    if own:
        return Told(0, len(text))
    given = re.search(
        rf"\b(?:(?:defines?|describes?|characteri[sz]es?)\s(?:the\s(?:term|concept)(?:\sof)?\s|an?\s|the\s)?(?:{name}|it|the\sterm|the\sconcept)\s"
        rf"(?:as|to\sbe|to\smean)|{name}\s(?:is|are|has\sbeen|can\sbe)\s(?:often\s|commonly\s|usually\s)?(?:defined|described)\s"
        r"(?:(?:by|in)\s[^.:;]{2,80}\s)?as)\b(?:\sfollows)?\s*[:,]?\s*",
        text,
        re.IGNORECASE,
    )
    if not given:
        return None
    return Told(given.end(), len(text)) if re.search(r"\w", text[given.end() :]) else Told()


def define(concept: Concept, line: Line, where: Told) -> None:
    """Give the concept its definition, the quotation marks around it and an ellipsis before it left out."""
    cut = line.text[where.start or 0 : where.end]
    lead = len(cut) - len(cut.lstrip(_OPENING + "….")) if cut[:1] in _OPENING + "…." else 0
    tail = re.search(rf"[{re.escape(_CLOSING)}]+(?:\s*\([^()]{{0,60}}\))?[.\s]*$", cut[lead:]) if lead else None
    start = line.start + (where.start or 0) + lead
    end = start + (tail.start() if tail else len(cut) - lead)
    place = span(line.text, start - line.start, end - line.start)
    concept.definition = clean(place.exact)
    concept.definition_span = Span(line.start + place.start, line.start + place.end, place.exact)
