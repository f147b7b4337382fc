"""Values as metadata in a page's head print them: text, names, dates, pages, journals, licences."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.identify import normal_issn
from graph.record import Contributor, Venue
from graph.sources.csl import plain
from graph.sources.edtf import edtf, joined, year_of
from loaders._embedded.journals import is_short_of
from loaders._page.page import clean
from loaders._people.names import comma_name
from loaders._values.volume import printed_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.record import Work

MOST = 500
"""Values of one name that are read."""
_PLAIN = re.compile(r"(?:[\w.,:;=?/()'’–-]+(?: [\w.,:;=?/()'’–-]+)*)?", re.ASCII)
"""Most values: words and marks between single blanks, nothing to clean."""
_NO_ABSTRACT = re.compile(r"\s*(?:published in\b|(?:download|read|view)\b.{0,60}$|n/?a\b|no abstract\b)", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?=$|[T\s])")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{4})$")
_BACKWARDS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")
_TWO_PARTS = 2
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?)+")
_TWO_NAMES = re.compile(r"\S+\s\S")


def is_plain(value: str) -> bool:
    """Whether `text_of` would leave a value, and what is cut out of it, as it is."""
    return _PLAIN.fullmatch(value) is not None


def text_of(value: str) -> str:
    """One line without markup, e-mail addresses and control characters."""
    return value if is_plain(value) else clean(plain(value))


def long_text_of(value: str) -> str:
    """An abstract: without markup, and without the word that heads it; a line that only says where the work appeared is none."""
    if _NO_ABSTRACT.match(value):
        return ""
    return re.sub(r"^(?:abstract|summary|zusammenfassung|résumé|resumen)\s*[:.]?\s+(?=[A-ZÀ-Þ])", "", text_of(value), flags=re.IGNORECASE)


@lru_cache(maxsize=4096)
def date_of(value: str) -> str:
    """A date in any of the forms that pages use → EDTF; of `03/04/2015` only the year is sure."""
    value = value.strip()
    if found := _DAY.match(value):
        return joined(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
    if found := _MONTH_FIRST.match(value):
        return joined(int(found[2]), int(found[1]))
    if found := _BACKWARDS.match(value):
        first, second, year = map(int, found.groups())
        return joined(year, second, first) if first > 12 else joined(year, first, second) if second > 12 else joined(year)
    return edtf(value) or printed_date(value)


def put_date(work: Work, value: str) -> None:
    """Give a work its date."""
    work.issued = date_of(value)
    work.year = year_of(work.issued)


def pages_of(first: str, last: str) -> str:
    """First and last page as one range; a `first` that is a range already stays."""
    return f"{first}-{last}" if first and last and first != last and not re.search(r"\d\s?[-–]\s?\d", first) else first


def venue_of(title: str, issns: Iterable[str], abbreviation: str = "") -> Venue | None:
    """A journal by its title, its right ISSNs beside it; a short form alone is told as both title and abbreviation."""
    normal = [n for n in map(normal_issn, issns) if n]
    title, abbreviation = text_of(title), text_of(abbreviation)
    abbreviation = abbreviation if re.search(r"[^\W\d_]", abbreviation) else ""  # a system that was never told one says "1"
    if title and abbreviation and is_short_of(title, abbreviation):
        title, abbreviation = abbreviation, title
    if not title and not abbreviation:
        return None
    return Venue(title or abbreviation, [abbreviation] if abbreviation not in ("", title) else [], list(dict.fromkeys(normal)))


def people_of(values: list[str]) -> list[Contributor]:
    """The persons of a list of values; one value may hold several names between semicolons."""
    names = [name for value in values[:MOST] for name in _apart(value)]
    return [who for who in map(comma_name, map(text_of, names)) if who]


def _apart(value: str) -> list[str]:
    """`Hill, J.; Osei, P.` and `Hill, J., Osei, P. M.`, where each family name is followed by initials, as one name each."""
    if ";" in value and ";" in plain(value):
        return value.split(";")
    parts = [part.strip() for part in value.split(",")]
    if len(parts) > _TWO_PARTS and len(parts) % 2 == 0 and all(map(_INITIALS.fullmatch, parts[1::2])):
        return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    return [value]


def several_people(value: str) -> list[Contributor]:
    """`J. Hill, P. M. Osei` and `Hill, J.; Osei, P.`: names between commas where each part is a whole name."""
    parts = [part.strip() for part in value.split(",")]
    if ";" not in value and len(parts) > 1 and all(_TWO_NAMES.match(part) for part in parts):
        return people_of(parts)
    return people_of([value])


def keywords_of(values: list[str]) -> list[str]:
    """Keywords of a list of values, each a word or several between semicolons or commas."""
    split = (re.split(r";" if ";" in value else r",", value) for value in values[:MOST])
    return list(dict.fromkeys(word for words in split for part in words if (word := text_of(part))))
