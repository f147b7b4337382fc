"""What a work is published in, in DataCite's JSON: journal, book or series, with volume, issue and pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.record import Venue, Work
from graph.sources import edtf
from loaders._datacite.people import name
from loaders._datacite.values import Entry, field, listed, sort_of, text
from loaders._values.numbers import isbns_in, issns_in, span

if TYPE_CHECKING:
    from collections.abc import Iterator

CITED = {"references", "cites"}
_HOLDS = {"ispublishedin", "ispartof"}
_NO_HOLDERS = {*CITED, "iscitedby", "isreferencedby", "isreviewedby", "reviews"}
_ISSNS = {"issn", "eissn", "lissn"}
_SERIES = re.compile(
    r"(?P<title>.*?)(?:,\s*(?P<volume>[^,()]{1,20}?)\s*(?:\((?P<issue>[^)]{1,20})\))?)?(?:,\s*(?P<pages>\w{0,4}\d+(?:\s*[-–]\s*\w{0,4}\d+)?))?"
)


def place(work: Work, said: Entry, extra: dict[str, Any]) -> None:
    """Put the work in its container: a related thing in which it is published, else what DataCite makes of it, else a printed series."""
    held = next((one for one in listed(field(said, "relatedItems")) if _holds(work, one)), {})
    box = said.get("container") if isinstance(said.get("container"), Mapping) else {}
    assert isinstance(box, Mapping)
    titles = [text(one.get("title")) for one in listed(held.get("titles")) if not text(field(one, "titleType"))]
    title = next((one for one in titles if one), "") or text(box.get("title")) or text(said.get("container-title"))
    work.volume, work.issue = (text(held.get(part)) or text(box.get(part)) for part in ("volume", "issue"))
    work.pages = span(*(text(field(held, part)) or text(field(box, part)) for part in ("firstPage", "lastPage")))
    if not title and work.kind in {"article", "chapter"}:
        title = _printed_series(work, said)
    marks = list(_marks(said, held, box))
    issns = issns_in(mark for sort, mark in marks if sort in _ISSNS)
    isbns = isbns_in(mark for sort, mark in marks if sort == "isbn")
    work.isbns = isbns_in(mark for sort, mark in _own_marks(said) if sort == "isbn")
    if work.kind == "chapter" and title:
        _in_book(work, held, title, isbns)
        if issns:
            work.venue = Venue(title, issns=issns)
    elif work.kind in {"book", "report", "thesis"} and title:
        extra["collection-title"] = title
        if issns:
            work.venue = Venue(title, issns=issns)
    elif title or issns:
        work.venue = Venue(title, issns=issns, journal=bool(issns) or work.kind == "article")


def _holds(work: Work, one: Entry) -> bool:
    """Whether a related thing is what the work is published in; a journal is that of an article, whatever the relation is called."""
    relation = sort_of(one, "relationType")
    return relation in _HOLDS or (work.kind == "article" and sort_of(one, "relatedItemType") == "journal" and relation not in _NO_HOLDERS)


def _printed_series(work: Work, said: Entry) -> str:
    """`Title, volume(issue), pages` of a description of the series; gives the title."""
    told = [
        text(one.get("description")) for one in listed(said.get("descriptions")) if sort_of(one, "descriptionType") == "seriesinformation"
    ]
    found = _SERIES.fullmatch(told[0][:300]) if told else None
    if found is None:
        return ""
    work.volume, work.issue = work.volume or found["volume"] or "", work.issue or found["issue"] or ""
    work.pages = work.pages or re.sub(r"\s*[-–]\s*", "-", found["pages"] or "")
    return found["title"].strip()


def _marks(said: Entry, held: Entry, box: Entry) -> Iterator[tuple[str, str]]:
    """(sort, identifier) of the container."""
    inner = field(held, "relatedItemIdentifier")
    one: Entry = inner if isinstance(inner, Mapping) else held
    yield sort_of(one, "relatedItemIdentifierType"), text(field(one, "relatedItemIdentifier"))
    yield sort_of(box, "identifierType"), text(box.get("identifier"))
    for one in listed(field(said, "relatedIdentifiers")):
        if sort_of(one, "relationType") in _HOLDS:
            yield sort_of(one, "relatedIdentifierType"), text(field(one, "relatedIdentifier"))


def _own_marks(said: Entry) -> Iterator[tuple[str, str]]:
    for one in listed(field(said, "alternateIdentifiers")):
        yield sort_of(one, "alternateIdentifierType"), text(field(one, "alternateIdentifier"))
    for one in listed(said.get("identifiers")):
        yield sort_of(one, "identifierType"), text(one.get("identifier"))


def _in_book(work: Work, held: Entry, title: str, isbns: list[str]) -> None:
    editors = [who for one in listed(held.get("contributors")) if sort_of(one, "contributorType") == "editor" and (who := name(one))]
    book = Work(kind="book", title=title, isbns=isbns, editors=editors or work.editors)
    book.publisher = text(held.get("publisher")) or work.publisher
    book.year, book.issued = work.year, edtf.joined(work.year) if work.year else ""
    work.part_of, work.editors = book, []
