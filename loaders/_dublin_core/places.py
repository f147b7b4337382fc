"""Where an article stands, as `dc:source` and bibliographic citations print it."""

from __future__ import annotations

import re

from loaders._marc.text import line
from loaders._values.volume import Place, read_place

_PAGES = re.compile(r"^(?:pp?\.?\s*|S\.\s*|págs?\.\s*)?(\w{0,4}\d+\s*[-–—]\s*\w{0,4}\d+|[eE]?\d+)$")
_NUMBERS = re.compile(
    r"^(?:(?:vol|v|bd|band|jg|tom[eo]?|t|año|ano|année|cilt|том|volumen?|volume)\b\.?|n[oº°r]?\b\.?|núm|num|issue|heft|no\.|iss|\d+\s?\()",
    re.IGNORECASE,
)
_NUMBER_OF_ITS_OWN = re.compile(r"(?:(?:e?ISSN:?\s*)?\d{4}-\d{3}[\dXx]|(?:doi:\s*)?10\.\d{4,9}/\S+)$", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"^((?:1[5-9]|20)\d\d)\s*:\s*(?=\D)")
_ISSN_BEHIND = re.compile(r"(?:\s*\((?:ISSN:?\s*)?\d{4}-\d{3}[\dXx]\)|,\s*(?:e-?)?ISSN(?:-e)?:?\s*\d{4}-\d{3}[\dXx])+$")
_IN = re.compile(r"^(?:in|en|dans)\s*:?\s+(?=[A-ZÀ-Þ\d])", re.IGNORECASE)
_NAMES_AND_YEAR = re.compile(r"^.{3,400}?\((?:1[5-9]|20)\d\d[a-z]?\)[.,:]?\s*")
_EDITED_BY = re.compile(r"^[^()]{3,160}?\s*\((?:eds?|hrsg|hg|red|coords?|dirs?)\.?\)[.,:;]*\s*", re.IGNORECASE)
_EDITORS_BEHIND = re.compile(r"[.,]?\s+(?:Eds?|Hrsg|Hg)\.:?\s.*$")
_PLACE_BEHIND = re.compile(r"\.\s+[A-ZÀ-Þ](?:[\w-]+|[^.:]{1,40}:\s[^:]{2,80}\s(?:1[5-9]|20)\d\d\.?)$")
_COUNTRY = re.compile(r"\s*\([^()]{3,30}\)(?=\s+N[uú]m\.\s*\S+\s+Vol\.)")
"""`Gestión (México) Num.2 Vol.14`, as Redalyc prints where a journal comes from."""
_WORDS = 60
_ISSUE_TITLE = re.compile(r"(\(\s*(?:1[5-9]|20)\d\d[^)]*\))\s*:\s.*$")
_VOLUME_ISSUE = re.compile(
    r"^(?:[^\W\d_]+\.?\s*)?(?P<volume>\d+|[IVXLC]+)\s*(?:,\s*|\s+)(?:[^\W\d_]{1,9}[.º°]?\s*)(?P<issue>[\w/.-]+(?:\s?(?:Suppl|suppl)\S*)?)\s*(?:\((?P<date>[^)]*)\))?\s*$"
)


def source_of(text: str) -> Place:
    """`dc:source`: "Journal; Vol 12, No 3 (2010): Name of the issue; 12-25" as OJS writes it, else as it is printed elsewhere.

    A source without numbers is a title alone.
    """
    text = _COUNTRY.sub("", line(text))
    inside = _IN.sub("", text)
    if inside != text and _EDITED_BY.match(inside):  # "In: Name (Hrsg.): Title. Place year, S. 1-9", "Title. Place: Publisher, year."
        place = read_place(_EDITED_BY.sub("", inside))
        place.title = _PLACE_BEHIND.sub("", place.title)
        return place
    parts = [part for part in re.split(r"\s*;\s+", text) if part and not _NUMBER_OF_ITS_OWN.match(part)]
    title, *numbers, last = parts if len(parts) > 1 else (text, "")
    if len(numbers) in {1, 2} and all(map(str.isdecimal, numbers)) and (found := _PAGES.match(last)):  # "Book; 6; 259-294"
        return Place(title, volume=numbers[0], issue="".join(numbers[1:]), pages=re.sub(r"\s", "", found[1]))
    at = next((index for index, part in enumerate(parts[1:], 1) if _NUMBERS.match(_YEAR_FIRST.sub("", part))), 0)
    place = _numbered(parts, at) if at else read_place(text)
    place.title = _ISSN_BEHIND.sub("", place.title)
    return place


def _numbered(parts: list[str], at: int) -> Place:
    """The place whose title stands before part `at`, its numbers in it and its pages behind."""
    place = Place("; ".join(parts[:at]))
    pages = next((found[1] for part in reversed(parts[at + 1 :]) if (found := _PAGES.match(part))), "")
    numbers = _ISSUE_TITLE.sub(r"\1", _YEAR_FIRST.sub("", parts[at]))
    if found := _VOLUME_ISSUE.match(numbers):
        place.volume, place.issue = found["volume"], found["issue"]
        place.issued = read_place(f"@ {found['date']}", "@").issued if found["date"] else ""
    else:
        place = read_place(f"{place.title} {numbers}", place.title)
    if not place.issued and (year := _YEAR_FIRST.match(parts[at])):
        place.issued = year[1]
    place.pages = re.sub(r"\s", "", pages) or place.pages
    return place


def citation_of(text: str, title: str, family: str = "") -> Place:
    """A citation of the work itself: what follows its title, or all where the title is not in it.

    Args:
        text: the citation.
        title: the work's title; other punctuation between its words is no other title.
        family: the first author's family name; what it begins is no container.
    """
    text = line(text)
    words = re.findall(r"\w+", title)[:_WORDS]
    found = re.search(r"\W+".join(map(re.escape, words)), text, re.IGNORECASE) if words else None
    if found:
        text = re.sub(r"^[^\w\[]*(?:\[[^\]]*\][\s.,;]*)?", "", text[found.end() :])
        text = _EDITED_BY.sub("", _IN.sub("", text))
    named = not found and bool(family) and text.casefold().find(family.casefold()) in range(40)
    place = read_place(_NAMES_AND_YEAR.sub("", text) if named else text)
    place.title = _EDITORS_BEHIND.sub("", place.title).strip(" ,;:(")
    if named:
        place.title = ""
    return place


def is_citation(text: str) -> bool:
    """Whether an identifier is a citation ("Journal, v. 3, n. 2, p. 1-10, 2010") rather than a number or an address."""
    return len(text.split()) > 3 and "://" not in text and bool(re.search(r"\d", text)) and read_place(text).numbered
