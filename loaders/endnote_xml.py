"""EndNote's XML export, as EndNote, Bookends and JabRef write it: records with styled text, meant by their reference type.

The DTD (RSXML) is Clarivate's; which field means what for a type is EndNote's own table of reference types.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.identify import normal_doi
from graph.record import Contributor, Venue, Work
from graph.sources import edtf
from graph.sources.csl import MOST_CONTRIBUTORS, name_to, plain, web_address
from loaders._endnote_types import kind_of
from loaders._files import xml
from loaders._files.told_works import csl_of, entries, pages_of, told
from loaders._people.names import endnote_name, is_others
from loaders._values.languages import language_tag
from loaders._values.numbers import isbns_in, issns_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from graph.record import Capture, Said

LABEL = "EndNote XML"
MEDIA = "xml"
_NOTHING = "no record in it: export the references from EndNote again, as XML"


def recognise(capture: Capture) -> float:
    """By its root, `xml`, with records inside (or `records` alone) that have reference types or contributors."""
    name = xml.root_name(capture)[1]
    if name not in {"xml", "records"}:
        return 0.0
    inside = xml.names_in(capture)
    if "record" in inside and inside & {"ref-type", "contributors", "titles"}:
        return 0.97
    return 0.5 if name == "xml" and "records" in inside else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each record, in their order."""
    return told(capture, "endnote_xml", entries(xml.lined(xml.elements(capture, "record")), _work), _NOTHING)


def _lines(element: _Element | None) -> list[str]:
    """The lines of a field: EndNote separates values by carriage returns."""
    if element is None:
        return []
    return [line for part in re.split(r"[\r\n]+", "".join(map(str, element.itertext()))) if (line := plain(part))]


def _value(record: _Element, *path: str) -> str:
    return xml.text(xml.child(record, *path))


def _work(record: _Element) -> Work:
    types = xml.child(record, "ref-type")
    kind, csl_type, edited = kind_of(xml.attribute(types, "name"), xml.text(types))
    if types is None and _value(record, "titles", "secondary-title"):
        kind = "article"
    work = Work(kind=kind, title=_value(record, "titles", "title"))
    if csl_type:
        csl_of(work)["type"] = csl_type
    work.key = _value(record, "label") if re.fullmatch(r"[\w:.+/-]{1,60}", _value(record, "label")) else ""
    work.key = work.key or _value(record, "rec-number")
    work.volume, work.edition = _value(record, "volume"), _value(record, "edition")
    work.publisher, work.place = _value(record, "publisher"), _value(record, "pub-location")
    work.language, work.abstract = language_tag(_value(record, "language")), _value(record, "abstract")
    printed = _value(record, "pages")
    if kind in {"book", "thesis"} and re.fullmatch(r"\d+\s*(?:p|pp|pages|S)?\.?", printed):
        csl_of(work)["number-of-pages"] = printed  # the field has this meaning for these types
    else:
        work.pages = pages_of(printed)
    work.article_number = _value(record, "custom7") if kind == "article" else ""
    if (genre := _value(record, "work-type")) and kind in {"thesis", "report"}:
        csl_of(work)["genre"] = genre
    if number := _value(record, "number") or _value(record, "issue"):
        if kind in {"article", "chapter"}:
            work.issue = number
        else:
            csl_of(work)["number"] = number
    _date(work, record)
    _people(work, record, edited=edited)
    _container(work, record)
    _addresses(work, record)
    words = [word for one in xml.within(xml.child(record, "keywords"), "keyword") for line in _lines(one) for word in line.split(";")]
    work.keywords = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    return work


def _date(work: Work, record: _Element) -> None:
    year = _value(record, "dates", "year")
    day = _value(record, "dates", "pub-dates", "date") or _value(record, "dates", "month")
    month = re.sub(r"[-/–].*", "", day) if not edtf.edtf(day) else day
    tries = [f"{year} {day}", f"{year} {month}", year, day if not year else ""]
    whole = edtf.edtf(day)
    if whole and edtf.year_of(whole) == edtf.year_of(year[:4] if year[:4].isdecimal() else "0"):
        tries = [day]
    work.issued = next((date for printed in tries if printed.strip() and (date := edtf.edtf(printed))), "")
    work.year = edtf.year_of(work.issued)
    if year and not work.issued:
        work.custom["date-as-printed"] = year[:80]


def _names(record: _Element, role: str) -> tuple[list[Contributor], bool]:
    held = ["".join(map(str, one.itertext())) for one in xml.within(xml.child(record, "contributors", role), "author")]
    printed = [name for several in held for part in several.split("\r") if (name := plain(part))]
    if len(printed) > MOST_CONTRIBUTORS:
        raise InputError(f"{len(printed)} names in one field; more than {MOST_CONTRIBUTORS} are refused")
    kept = [name for name in printed if not is_others(name)]
    return [who for name in kept if (who := endnote_name(name))], len(kept) < len(printed)


def _people(work: Work, record: _Element, *, edited: bool) -> None:
    """Who secondary authors are depends on the type: editors of the book, or of the series of a book that has authors of its own."""
    authors, work.et_al = _names(record, "authors")
    second, _ = _names(record, "secondary-authors")
    series, _ = _names(record, "tertiary-authors")
    translators, _ = _names(record, "subsidiary-authors")
    if edited:
        work.editors = authors
    else:
        work.authors = authors
    of_series = bool(authors) and bool(series or _value(record, "titles", "secondary-title"))
    if work.kind in {"book", "report"} and of_series:
        work.editors, series = series or work.editors, second  # a book's own editors are its third field of names
    elif work.kind not in {"thesis", "webpage"}:
        work.editors = work.editors or second
    roles = {"collection-editor": series, "translator": translators if work.kind in {"book", "chapter"} else []}
    for role, names in roles.items():
        if names:
            csl_of(work)[role] = [name_to(who) for who in names]


def _container(work: Work, record: _Element) -> None:
    second, third = _value(record, "titles", "secondary-title"), _value(record, "titles", "tertiary-title")
    second = second or _value(record, "secondary-title")
    numbers = _lines(xml.child(record, "isbn"))
    issns, isbns = issns_in(numbers), isbns_in(numbers)
    if work.kind == "chapter":
        proceedings = _value(record, "custom3") if work.custom.get("csl", {}) == {"type": "paper-conference"} else ""
        if proceedings and second:
            csl_of(work)["event-title"], second = second, proceedings
        if second:
            book = Work(kind="book", title=second, editors=work.editors, isbns=isbns, publisher=work.publisher, place=work.place)
            book.year, book.issued, work.editors, work.part_of = work.year, work.issued, [], book
        if third:
            csl_of(work)["collection-title"] = third
        return
    work.isbns = isbns
    full, short = _value(record, "periodical", "full-title"), _value(record, "periodical", "abbr-1")
    if work.kind == "article" or (work.kind in {"work", "webpage"} and second):
        title = (second if second != short else "") or full or short  # the journal's name in full, where both are given
        names = [short, full, _value(record, "titles", "alt-title"), _value(record, "alt-periodical", "abbr-1")]
        if title or issns:
            others = list(dict.fromkeys(name for name in names if name and name != title))
            work.venue = Venue(title, others, issns, journal=work.kind == "article")
    elif second:
        csl_of(work)["collection-title"] = second


def _addresses(work: Work, record: _Element) -> None:
    urls = xml.child(record, "urls")
    addresses = [line for one in xml.within(urls, "url") for line in _lines(one)]
    addresses += [] if addresses or urls is None else [word for line in _lines(urls) for word in line.split()]
    number = _value(record, "electronic-resource-num")
    work.doi = normal_doi(number) or next((doi for one in addresses if "doi.org/" in one and (doi := normal_doi(one))), "")
    work.url = next((url for one in addresses if (url := web_address(one))), "")
