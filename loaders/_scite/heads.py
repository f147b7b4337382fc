"""The lines above an abstract: title, authors, journal, year, DOI, each only where a line surely is that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identify import normal_doi
from graph.record import Venue, Work
from loaders._page.page import clean
from loaders._values.volume import printed_date, read_place
from loaders.reading.people import all_people

if TYPE_CHECKING:
    from loaders._page.page import Page
    from loaders._scite.entries import Entry

_LABEL = re.compile(
    r"^(?P<label>title|authors?|journal|publication|published(?: in)?|year|date|doi)\s*[:|]\s*(?P<value>.+)$", re.IGNORECASE
)
_YEAR = re.compile(r"(?:^|[\s,·(|-]+)\(?(?P<year>(?:19|20)\d\d)\)?\.?$")
_YEAR_FIRST = re.compile(r"^\(?(?P<year>(?:19|20)\d\d)\)?\s*[,·•|–-]\s*(?=[^\W\d_])")
_MARKS = re.compile(r"(?<=[^\W\d_])\s?[¹²³⁴-⁹*†‡]+|(?<=[a-zß-ÿ])\d{1,2}(?=\s*(?:,|$))")
_SURNAME = r"(?:(?:van|von|de|der|den|del|da|di|du|la|le|ten|ter)\s){0,2}[^\W\d_a-z][\w'’-]+"
_SPACED_YEAR = re.compile(r"^(?P<year>(?:19|20)\d\d)\s+(?=[^\W\d_a-z])")
_CITED = re.compile(r"^(?P<who>[^()]{3,400}?)\s\((?P<year>(?:19|20)\d\d)\)[.,]\s+(?P<where>.+)$")
_YEAR_ALONE = re.compile(r"^\(?(?:19|20)\d\d\)?(?:$|[\s,·•|–-])")
_SURNAMES = re.compile(rf"{_SURNAME}(?:(?:,\s*|,?\s+(?:and|&)\s+){_SURNAME}){{1,12}}(?:,?\s+et al\.?)?|{_SURNAME},?\s+et al\.?")


def read_head(page: Page, entry: Entry, *, trusted: bool) -> Work:
    """The work of an abstract with what its head prints. `trusted`: every abstract of the page has such lines, so that they are heads."""
    work = Work()
    lines = [(start, end, clean(page.text[start:end])) for start, end in entry.head]
    left = [(start, end, text) for start, end, text in lines if not _take(text, work)]
    headed = {(block.start, block.end) for block in page.blocks if re.fullmatch(r"h[1-6]", block.tag)}
    title = next((one for one in left if one[:2] in headed), None) or _title(left, work, trusted=trusted)
    if title is not None:
        left = left[left.index(title) + 1 :]
        work.title = work.title or title[2]
        _rest(_joined([text for _, _, text in left]), work)
    for link in page.markup.inlines:
        if entry.head and entry.head[0][0] <= link.start < entry.start and "doi.org/" in link.href:
            work.doi = work.doi or normal_doi(link.href)
    if work.venue is not None:
        work.kind = "article"
    return work


def _joined(lines: list[str]) -> list[str]:
    """The lines with a byline made whole that the page broke at its commas and marks ("Lind", "1", ",", "Falk", "2")."""
    found: list[str] = []
    for line in lines:
        if re.fullmatch(r"\d{1,3}", line):
            continue
        if found and (line[:1] in ",&" or line == "and" or found[-1][-1:] in ",&" or found[-1].endswith(" and")):
            found[-1] = f"{found[-1]} {line}".replace(" ,", ",")
        else:
            found.append(line)
    return found


def _take(text: str, work: Work) -> bool:
    """Take a line that says what it is: a DOI, or a label with its value."""
    if (doi := normal_doi(text)) and len(text) < len(doi) + 40:
        work.doi = work.doi or doi
        return True
    found = _LABEL.match(text)
    if not found:
        return False
    label, value = found["label"].casefold(), found["value"].strip()
    if label == "title":
        work.title = value
    elif label.startswith("author"):
        _people(value, work)
    elif label in ("year", "date"):
        _dated(printed_date(value), work)
    elif label != "doi":
        _journal(value, work)
    return True


def _title(left: list[tuple[int, int, str]], work: Work, *, trusted: bool) -> tuple[int, int, str] | None:
    """The first line of a head that is followed by authors, journal or year, or that alone stands above each abstract."""
    if work.title or not left:
        return None
    for number, (_, _, text) in enumerate(left):
        named = _names(text) and not any(_names(other) for _, _, other in left[number + 1 :])  # else a title in the shape of names
        told = any(_tells(other) for _, _, other in left[number + 1 :]) or bool(work.doi or work.year or work.venue)
        if len(text.split()) >= 2 and (told or (trusted and len(text.split()) >= 4)) and not named:
            return left[number]
    return None


def _tells(text: str) -> bool:
    return (
        bool(_names(text))
        or _CITED.match(text) is not None
        or (_YEAR.search(text) is not None and len(text) < 160)
        or read_place(text).numbered
    )


def _names(text: str) -> bool:
    """Whether a line is surely a list of persons: two or more, or one and "et al." after it."""
    bare = _MARKS.sub("", _YEAR.sub("", text))
    people = all_people(bare, natural=True)
    if people is None:
        return _SURNAMES.fullmatch(bare) is not None
    return (len(people.people) > 1 or people.et_al) and not any(who.organisation for who in people.people)


def _rest(lines: list[str], work: Work) -> None:
    for number, text in enumerate(lines):
        cited = _CITED.match(text)
        if cited and not (work.authors or work.authors_as_printed) and (people := all_people(cited["who"].strip(" ,"))):
            work.authors, work.et_al = people.people, people.et_al
            _dated(cited["year"], work)
            _journal(cited["where"].strip(" ."), work)
            continue
        if not (work.authors or work.authors_as_printed) and _people(text, work, alone=number == 0):
            continue
        if number == 0 and len(lines) > 1 and _YEAR_ALONE.match(lines[1]) and re.fullmatch(_SURNAME, text):
            work.authors_as_printed = [text]  # a lone surname, then the year, then the journal
            continue
        pieces = []
        for piece in re.split(r"\s+[·•|]\s+", text):
            left = piece
            for pattern in (_YEAR_FIRST, _SPACED_YEAR, _YEAR):
                if year := pattern.search(left):
                    _dated(year["year"], work)
                    left = pattern.sub("", left)
            pieces += [left] if left.strip() else []
        _journal(", ".join(pieces), work)


def _people(text: str, work: Work, *, alone: bool = True) -> bool:
    """Persons in the order of given and family name; where surnames alone are printed they are kept as printed."""
    year = _YEAR.search(text)
    bare = _MARKS.sub("", _YEAR.sub("", text)).strip(" ,")
    people = all_people(bare, natural=True)
    if people is not None and (len(people.people) > 1 or people.et_al or alone):
        work.authors, work.et_al = people.people, people.et_al
    elif _SURNAMES.fullmatch(bare):
        work.authors_as_printed = [name for name in re.split(r",\s*|\s+(?:and|&)\s+", bare) if name]
        work.et_al = "et al" in bare
    else:
        return False
    if year:
        _dated(year["year"], work)
    return True


def _dated(issued: str, work: Work) -> None:
    if issued and not work.issued:
        work.issued, work.year = issued, int(issued[:4])


def _journal(text: str, work: Work) -> None:
    place = read_place(text)
    if work.venue is None and re.search(r"[^\W\d_]{3}", place.title) and len(place.title) < 160 and not place.title.endswith("."):
        work.venue = Venue(clean(place.title))
        work.volume, work.issue, work.pages, work.article_number = place.volume, place.issue, place.pages, place.article_number
        _dated(place.issued, work)
