"""Where an article stands, as `dc:source` and bibliographic citations print it."""

from __future__ import annotations

import re

from loaders._marc_text import line
from loaders._volume import Place, read_place

Printed = Place
_PAGES = re.compile(r"^(?:pp?\.?\s*|S\.\s*|págs?\.\s*)?(\w{0,4}\d+\s*[-–—]\s*\w{0,4}\d+|[eE]?\d+)$")
_NUMBERS = re.compile(
    r"^(?:(?:vol|v|bd|band|jg|tom[eo]?|t|año|ano|année|cilt|том|volumen?|volume)\b\.?|n[oº°r]?\b\.?|núm|num|issue|heft|no\.|iss|\d+\s?\()",
    re.IGNORECASE,
)
_ISSUE_TITLE = re.compile(r"(\(\s*(?:1[5-9]|20)\d\d[^)]*\))\s*:\s.*$")
_VOLUME_ISSUE = re.compile(
    r"^(?:[^\W\d_]+\.?\s*)?(?P<volume>\d+|[IVXLC]+)\s*(?:,\s*|\s+)(?:[^\W\d_]{1,9}[.º°]?\s*)(?P<issue>[\w/.-]+(?:\s?(?:Suppl|suppl)\S*)?)\s*(?:\((?P<date>[^)]*)\))?\s*$"
)


def source_of(text: str) -> Place:
    """`dc:source`: "Journal; Vol 12, No 3 (2010): Name of the issue; 12-25" as OJS writes it, else as it is printed elsewhere.

    A source without numbers is a title alone.
    """
    text = line(text)
    parts = [part.strip() for part in text.split("; ") if part.strip()]
    at = next((index for index, part in enumerate(parts[1:], 1) if _NUMBERS.match(part)), 0)
    if at:
        place = Place("; ".join(parts[:at]))
        pages = next((found[1] for part in reversed(parts[at + 1 :]) if (found := _PAGES.match(part))), "")
        numbers = _ISSUE_TITLE.sub(r"\1", parts[at])
        if found := _VOLUME_ISSUE.match(numbers):
            place.volume, place.issue = found["volume"], found["issue"]
            place.issued = read_place(f"@ {found['date']}", "@").issued if found["date"] else ""
        else:
            place = read_place(f"{place.title} {numbers}", place.title)
        place.pages = re.sub(r"\s", "", pages) or place.pages
        return place
    return read_place(text)


def citation_of(text: str, title: str) -> Place:
    """A citation of the work itself: what follows its title, or all where the title is not in it."""
    text = line(text)
    at = text.casefold().find(title.casefold()) if title else -1
    if at >= 0:
        text = text[at + len(title) :].strip(" .,;:\"'”’»")
        text = re.sub(r"^(?:in|en|dans)\s*:?\s+(?=[A-ZÀ-Þ])", "", text, flags=re.IGNORECASE)
    return read_place(text)


def is_citation(text: str) -> bool:
    """Whether an identifier is a citation ("Journal, v. 3, n. 2, p. 1-10, 2010") rather than a number or an address."""
    return len(text.split()) > 3 and "://" not in text and bool(re.search(r"\d", text)) and read_place(text).numbered
