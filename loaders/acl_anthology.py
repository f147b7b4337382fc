"""The ACL Anthology's XML: a collection of volumes, each with its papers (https://acl-anthology.readthedocs.io, "XML schema")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identify import normal_doi
from graph.record import Organisation, Venue, Work
from graph.sources import edtf
from graph.sources.csl import web_address
from loaders._files import xml
from loaders._files.told_works import entries, told
from loaders._people.names import in_parts
from loaders._values.languages import language_tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from graph.record import Capture, Contributor, Said

LABEL = "ACL Anthology XML"
MEDIA = "xml"
_SITE = "https://aclanthology.org/"
_NOTHING = "no volume with papers in it"
_RANGE = re.compile(r"\s*[-–—]+\s*")


def recognise(capture: Capture) -> float:
    """By a `collection` of volumes with papers."""
    if xml.root_name(capture)[1] != "collection":
        return 0.0
    inside = xml.names_in(capture)
    return 0.96 if "volume" in inside and inside & {"booktitle", "paper", "frontmatter"} else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each paper, in their order."""
    return told(capture, "acl_anthology", entries(_papers(capture), lambda one: _paper(*one)), _NOTHING)


def _papers(capture: Capture) -> Iterator[tuple[int | None, tuple[_Element, _Element | None, Work]]]:
    for volume in xml.elements(capture, "volume"):
        meta = xml.child(volume, "meta")
        book = _book(meta)
        for paper in xml.children(volume, "paper"):
            yield xml.line_of(paper), (paper, meta, book)


def _value(element: _Element | None, name: str) -> str:
    return xml.text(xml.child(element, name))


def _names(element: _Element | None, role: str) -> list[Contributor]:
    found = []
    for name in xml.children(element, role):
        family, given = _value(name, "last"), _value(name, "first")
        who = in_parts(family or given, given if family else "")
        who.affiliations = [Organisation(place) for one in xml.children(name, "affiliation") if (place := xml.text(one))]
        who.alternatives = [" ".join((_value(v, "first"), _value(v, "last"))).strip() for v in xml.children(name, "variant")]
        if who.family:
            found.append(who)
    return found


def _address(printed: str) -> str:
    return web_address(printed if "://" in printed else f"{_SITE}{printed}/") if printed else ""


def _book(meta: _Element | None) -> Work:
    book = Work(kind="book", title=_value(meta, "booktitle"), editors=_names(meta, "editor"))
    book.publisher, book.place = _value(meta, "publisher"), _value(meta, "address")
    isbn = re.sub(r"[ -]", "", _value(meta, "isbn"))
    book.isbns, book.doi, book.url = [isbn] if isbn else [], normal_doi(_value(meta, "doi")), _address(_value(meta, "url"))
    year, month = _value(meta, "year"), re.split(r"[-–/ ]", _value(meta, "month"))[0]
    book.issued = edtf.joined(int(year), edtf.month(month)) if re.fullmatch(r"\d{4}", year) else ""
    book.year = edtf.year_of(book.issued)
    return book


def _paper(paper: _Element, meta: _Element | None, book: Work) -> Work:
    journal = _value(meta, "journal-title")
    work = Work(kind="article" if journal else "chapter", key=_value(paper, "bibkey"), title=_value(paper, "title"))
    work.authors, work.abstract, work.doi = _names(paper, "author"), _value(paper, "abstract"), normal_doi(_value(paper, "doi"))
    work.pages, work.language = _RANGE.sub("-", _value(paper, "pages")), language_tag(_value(paper, "language"))
    work.url, work.year, work.issued = _address(_value(paper, "url")), book.year, book.issued
    work.publisher, work.place = book.publisher, book.place
    if journal:
        work.venue, work.volume, work.issue = Venue(journal), _value(meta, "journal-volume"), _value(meta, "journal-issue")
    else:
        work.custom["csl"] = {"type": "paper-conference"}
        work.part_of = book if book.title else None
    return work
