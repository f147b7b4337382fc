"""The `reference` list of a Crossref record → References (https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/references/)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graph.identify import normal_doi
from graph.record import Contributor, Reference, Venue, Work
from graph.sources import edtf
from graph.sources.csl import plain
from loaders._jats.text import unmarked
from loaders._people.names import comma_name, is_body, is_others
from loaders._values.numbers import isbns_in, issns_in

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
_YEAR = re.compile(r"(?<!\d)((?:1[4-9]|20)\d\d)([a-z])?(?!\d)")
_SEVERAL = re.compile(r";|\d|\b(?:and|und|et)\b|\b(?-i:y)\b|&|,.*,", re.IGNORECASE)
_LONGEST = 3000


def references(value: object, citing: str) -> list[Reference]:
    """What a record cites, in its order; an entry that says nothing is left out. A work without title is keyed under `citing`."""
    out: list[Reference] = []
    for place, entry in enumerate(value if isinstance(value, list) else [], 1):
        if isinstance(entry, Mapping) and (found := _reference(entry)):
            if not (found.work.doi or found.work.title):
                found.work.key = f"{citing}#{_text(entry, 'key') or place}"
            out.append(found)
    return out


def _text(entry: Mapping[str, Any], *names: str) -> str:
    for name in names:
        value = entry.get(name)
        if isinstance(value, str) and (found := unmarked(value[:_LONGEST]) if "<" in value or "&" in value else plain(value[:_LONGEST])):
            return found
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9:
            return str(value)
    return ""


def _reference(entry: Mapping[str, Any]) -> Reference | None:
    raw = _text(entry, "unstructured")
    work = Work(doi=normal_doi(_text(entry, "DOI", "doi")) or _printed_doi(raw))
    _year(work, _text(entry, "year"))
    work.volume, work.issue = _text(entry, "volume"), _text(entry, "issue")
    work.pages, work.edition = _text(entry, "first-page"), _text(entry, "edition")
    _title(work, entry)
    _author(work, _text(entry, "author"))
    known = work.title or work.doi or work.authors or work.authors_as_printed or work.venue or work.part_of
    if raw and not known:
        return _read(raw, work)
    return Reference(work, raw=raw) if known or work.year else None


def _read(raw: str, given: Work) -> Reference:
    """A reference that is a string alone, read as those of reference lists are; what the record says beside it goes before."""
    from loaders.reading.references import parse

    reference = parse(raw)
    if given.year is not None and given.year != reference.work.year:
        reference.work.year, reference.work.issued, reference.work.year_suffix = given.year, given.issued, given.year_suffix
    return reference


def _printed_doi(raw: str) -> str:
    found = _DOI.findall(raw)
    return normal_doi(found[0].rstrip(".,;)]")) if len(set(found)) == 1 else ""


def _year(work: Work, printed: str) -> None:
    found = _YEAR.search(printed)
    if found:
        work.year, work.issued, work.year_suffix = int(found[1]), edtf.joined(int(found[1])), found[2] or ""


def _title(work: Work, entry: Mapping[str, Any]) -> None:
    title, book, journal = _text(entry, "article-title"), _text(entry, "volume-title"), _text(entry, "journal-title")
    series, standard = _text(entry, "series-title"), _text(entry, "standard-designator")
    issns, isbns = issns_in([_text(entry, "ISSN", "issn")]), isbns_in([_text(entry, "ISBN", "isbn")])
    if title and book and not journal:
        work.kind, work.title = "chapter", title
        work.part_of = Work(kind="book", title=book, isbns=isbns, year=work.year, issued=work.issued)
    elif journal:
        work.kind, work.title = "article", title
        work.venue = Venue(journal, issns=issns)
    elif book:
        work.kind, work.title, work.isbns = "book", book, isbns
    else:
        work.title, work.isbns = title or series or standard, isbns
        if issns:
            work.kind, work.venue = "article", Venue("", issns=issns)
    if series and work.title != series:
        work.custom["csl"] = {"collection-title": series}


def _author(work: Work, printed: str) -> None:
    """The first author, as Crossref has it. A cited work with a DOI has its authors in its own record: here they stay as printed."""
    if not printed or is_others(printed):
        return
    work.authors_as_printed = [printed]
    if work.doi or len(printed) > 100:
        return
    if is_body(printed):
        work.authors = [Contributor(literal=printed, organisation=True)]
        return
    if _SEVERAL.search(printed):
        return
    words = printed.replace(".", ". ").split()
    if "," in printed:
        who = comma_name(printed)
    elif len(words) > 1 and all(len(word.strip(".")) <= 2 and word.isupper() for word in words[1:]):  # "Osborne S P"
        who = comma_name(f"{words[0]}, {' '.join(words[1:])}")
    else:
        who = comma_name(printed)
    if who is not None and who.family:
        work.authors = [who]
