"""Zotero's RDF export: nodes of bib:, z:, prism: and Dublin Core, read as XML and joined by rdf:about and rdf:resource.

Source of the mapping: Zotero's own translator "Zotero RDF" and https://www.zotero.org/support/kb/import_and_export.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identify import normal_doi
from graph.record import Venue, Work
from graph.sources import edtf
from graph.sources.csl import name_to, plain, web_address
from graph.sources.csl_terms import ALIASES, KIND_OF_TYPE
from loaders._files import xml
from loaders._files.decode import head_of
from loaders._files.told_works import Entry, csl_of, entries, pages_of, told
from loaders._values.languages import language_tag
from loaders._values.numbers import isbns_in, issns_in
from loaders._zotero.nodes import Nodes, is_record, people, value, values
from loaders._zotero.types import csl_type_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from graph.record import Capture, Said

LABEL = "Zotero RDF"
MEDIA = "xml"
_NOTHING = "no work in it: it holds notes, attachments or collections alone; export the library again with its entries"
_TYPE = "{http://www.zotero.org/namespaces/export#}type"
_EXTRA = re.compile(r"^\s*DOI\s*:\s*(\S+)", re.MULTILINE | re.IGNORECASE)


def recognise(capture: Capture) -> float:
    """By rdf:RDF with Zotero's or the bibliographic namespace."""
    if xml.root_name(capture)[1] != "RDF":
        return 0.0
    head = head_of(capture, 4000)
    if "zotero.org/namespaces/export" in head:
        return 0.97
    return 0.8 if "purl.org/net/biblio#" in head else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each entry that is no note, attachment or collection, in their order."""
    return told(capture, "zotero_rdf", _records(capture), _NOTHING)


def _records(capture: Capture) -> Iterator[Entry]:
    nodes = Nodes(xml.root_of(capture))
    yield from entries(xml.lined(filter(is_record, nodes.all)), lambda node: _work(node, nodes))


def _work(node: _Element, nodes: Nodes) -> Work:
    csl_type = csl_type_of(value(node, "itemType"), xml.local(node))
    work = Work(kind=KIND_OF_TYPE.get(ALIASES.get(csl_type, csl_type), "work"), title=value(node, "title"))
    csl_of(work)["type"] = csl_type
    work.key = value(node, "citationKey")
    work.authors, work.editors = people(node, "authors", "presenters", "directors", "programmers"), people(node, "editors")
    for role, names in {"translator": people(node, "translators"), "collection-editor": people(node, "seriesEditors")}.items():
        if names:
            csl_of(work)[role] = [name_to(who) for who in names]
    printed = value(node, "date")
    work.issued = edtf.edtf(printed) or edtf.edtf((re.findall(r"\b\d{4}\b", printed) or [""])[0])
    work.year = edtf.year_of(work.issued)
    if printed and not work.issued:
        work.custom["date-as-printed"] = printed[:80]
    pages = value(node, "pages")
    work.pages = pages_of(pages)
    work.edition, work.abstract = value(node, "edition"), value(node, "abstract")
    work.language = language_tag(value(node, "language"))
    work.keywords = list(dict.fromkeys(word for one in xml.children(node, "subject") if (word := _subject(one))))
    work.publisher, work.place = _publisher(node)
    work.licence = value(node, "rights") if value(node, "rights").startswith("http") else ""
    _containers(work, node, nodes)
    _identifiers(work, node)
    if genre := next((xml.text(one) for one in node if one.tag == _TYPE), ""):
        csl_of(work)["genre"] = genre
    for name, variable in {"shortTitle": "title-short", "numPages": "number-of-pages", "numberOfVolumes": "number-of-volumes"}.items():
        if said := value(node, name):
            csl_of(work)[variable] = said
    return work


def _subject(subject: _Element) -> str:
    """A tag is a literal, a z:AutomaticTag, or a classification."""
    if xml.child(subject, "LCC") is not None or xml.child(subject, "DDC") is not None:
        return ""
    return xml.text(subject)


def _publisher(node: _Element) -> tuple[str, str]:
    body = xml.child(node, "publisher", "Organization")
    place = next((xml.text(one) for one in xml.within(body, "locality")), "")
    return (value(body, "name"), place) if body is not None else (value(node, "publisher"), "")


def _identifiers(work: Work, node: _Element) -> None:
    printed = values(node, "identifier")
    for said in printed:
        if said.upper().startswith("DOI") and not work.doi:
            work.doi = normal_doi(said)
        elif said.upper().startswith("ISBN"):
            target = work.part_of if work.part_of is not None else work
            target.isbns += isbns_in([said])
    work.isbns = list(dict.fromkeys(work.isbns))
    addresses = [*printed, xml.attribute(node, "about")]
    work.url = next((url for one in addresses if (url := web_address(one))), "")
    if not work.doi and (found := _EXTRA.search("\n".join(values(node, "description", fold=False)))):
        work.doi = normal_doi(found[1])
    if not work.doi and "doi.org/" in work.url:
        work.doi = normal_doi(work.url)


def _containers(work: Work, node: _Element, nodes: Nodes) -> None:
    """The journal, book, site and series that the entry is part of, nested or named by rdf:resource."""
    work.volume, work.issue = value(node, "volume"), value(node, "number")
    if work.kind not in {"article", "chapter"} and work.issue:
        csl_of(work)["number"], work.issue = work.issue, ""
    for container in nodes.parts_of(node):
        if xml.local(container) == "Series":
            _series(work, container)
            continue
        work.volume, work.issue = work.volume or value(container, "volume"), work.issue or value(container, "number")
        _container(work, container)
        if nodes.parts_with(container) == 1 and not work.doi:  # Zotero writes an article's DOI beside its journal
            said = values(container, "identifier")
            work.doi = next((doi for text in said if text.upper().startswith("DOI") and (doi := normal_doi(text))), "")
    if work.part_of is not None:
        work.part_of.editors, work.editors = work.editors, []
    if meeting := plain(value(xml.child(node, "presentedAt", "Conference"), "title")):
        csl_of(work)["event-title"] = meeting


def _series(work: Work, series: _Element) -> None:
    if title := value(series, "title"):
        csl_of(work)["collection-title"] = title
    if number := next((said for said in values(series, "identifier") if not said.upper().startswith("ISSN")), ""):
        csl_of(work)["collection-number"] = number


def _container(work: Work, container: _Element) -> None:
    title, said = value(container, "title"), values(container, "identifier")
    if work.kind == "article" or (xml.local(container) == "Journal" and work.kind != "chapter"):
        issns = issns_in(text for text in said if "ISSN" in text.upper())
        if title or issns:
            short = [one for one in values(container, "alternative") if one != title]
            work.venue = Venue(title, short, issns, journal=work.kind == "article")
    elif work.kind == "chapter" and title:
        work.part_of = Work(kind="book", title=title, year=work.year, issued=work.issued, publisher=work.publisher, place=work.place)
        work.part_of.isbns = isbns_in(text for text in said if text.upper().startswith("ISBN"))
    elif title:
        work.venue = Venue(title, journal=False)
