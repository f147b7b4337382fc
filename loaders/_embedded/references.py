"""`citation_reference` and `dcterms.references` of a page's head → References: Highwire's fields, or the string as printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identify import normal_doi, normal_isbn
from graph.record import Reference, Work
from loaders._embedded.journals import settle
from loaders._embedded.values import is_plain, pages_of, people_of, put_date, several_people, text_of, venue_of
from loaders.reading.references import parse_many

if TYPE_CHECKING:
    from graph.record import Contributor

_MOST = 3_000
_FIELD = re.compile(r"[;,]\s*citation_(\w{2,40})=")


def references_of(meta: dict[str, list[str]]) -> list[Reference]:
    """The references in their order; those that are strings only are read by the rules for printed references."""
    printed = [*meta.get("citation_reference", []), *meta.get("dcterms.references", [])][:_MOST]
    fields = [_fields(one) for one in printed]
    strings = iter(parse_many([text_of(one) for one, found in zip(printed, fields, strict=True) if not found and text_of(one)]))
    out = []
    for one, found in zip(printed, fields, strict=True):
        if found:
            out.append(Reference(_work(found, plain=is_plain(one)), raw=text_of(one)))
        elif text_of(one):
            out.append(next(strings))
    return out


def _fields(printed: str) -> list[tuple[str, str]]:
    """(name, value) of Highwire's fields; none of a string that has no such field."""
    first = printed.find("citation_")
    parts = _FIELD.split(f";{printed[first:]}") if first >= 0 else [""]
    return list(zip(parts[1::2], parts[2::2], strict=True))


def _work(fields: list[tuple[str, str]], *, plain: bool) -> Work:
    told: dict[str, list[str]] = {}
    for name, value in fields:
        said = value.strip(" ;")
        if said := said if plain else text_of(said):
            told.setdefault(name, []).append(said)

    def first(*names: str) -> str:
        for name in names:
            if name in told:
                return told[name][0]
        return ""

    work = Work(title=first("title"), authors=_people(told.get("author") or told.get("authors") or []))
    put_date(work, first("publication_date", "date", "year", "cover_date"))
    work.volume, work.issue = first("volume"), first("issue")
    work.pages = pages_of(first("firstpage", "pages"), first("lastpage"))
    work.publisher = first("publisher", "dissertation_institution", "technical_report_institution")
    work.doi = normal_doi(first("doi")) or normal_doi(first("id"))
    work.isbns = [n for n in map(normal_isbn, told.get("isbn", [])) if n]
    work.venue = venue_of(first("journal_title"), told.get("issn", []), first("journal_abbrev"))
    settle(work.venue)
    book = first("inbook_title", "conference_title")
    if work.venue:
        work.kind = "article"
    elif book and work.title:
        work.kind, work.part_of = "chapter", Work(kind="book", title=book, publisher=work.publisher, isbns=work.isbns)
        work.isbns = []
    elif book or work.isbns:
        work.kind, work.title = "book", work.title or book
    elif "dissertation_institution" in told:
        work.kind = "thesis"
    elif "technical_report_institution" in told or "technical_report_number" in told:
        work.kind = "report"
    return work


def _people(names: list[str]) -> list[Contributor]:
    return people_of(names) if len(names) > 1 else [who for name in names for who in several_people(name)]
