"""OAI-PMH answers and Dublin Core documents (https://www.openarchives.org/OAI/openarchivesprotocol.html).

Records in oai_dc, qualified Dublin Core, DSpace's dim and xoai are read here; those in MARCXML, MODS, DataCite's schema and JATS by the
mappings of those formats.
A record that the repository deleted, or whose metadata are in another format, is a Reject that says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from loaders._datacite.elements import resource_of
from loaders._datacite.work import work_of as datacite_work
from loaders._dublin_core.work import core_work
from loaders._files import xml
from loaders._files.told_works import known_by_something, told
from loaders._jats.listed import BOOKS, article_work, book_work
from loaders._marc.elements import is_marc, record_of
from loaders._marc.work import work_of
from loaders._mods.work import mods_work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from graph.record import Capture, Said, Work

LABEL = "OAI-PMH, Dublin Core"
MEDIA = "xml"
_DC = ("http://www.openarchives.org/oai/2.0/", "http://purl.org/dc/")
_DOCUMENTS = {"dc", "qualifieddc", "qdc", "dim", "dublin_core", "oai_dc", "simpledc"}
_HARVESTED = {"ListRecords", "GetRecord", "records", "harvest", "recordset", "metadata", "searchRetrieveResponse"}
_OTHERS = {
    "lido": "LIDO describes objects of museums",
    "lidoWrap": "LIDO describes objects of museums",
    "ead": "EAD describes the holdings of archives",
    "eac-cpf": "EAC-CPF describes persons and bodies",
    "mets": "METS describes files; the MODS in it can be read by itself",
    "edm": "EDM is RDF of Europeana",
    "CinematographicWork": "the FORWARD format describes films",
    "collectionMetadata": "this describes a collection",
}


def recognise(capture: Capture) -> float:
    """By the root OAI-PMH or Dublin Core; XML that no other loader knows is refused here with what it is."""
    space, name = xml.root_name(capture)
    if not name or name.casefold() in {"html", "svg", "rss", "feed", "rdf"}:
        return 0.0
    if name == "OAI-PMH":
        return 0.95
    inside = xml.names_in(capture)
    if name in _DOCUMENTS and (space.casefold().startswith(_DC) or inside & {"title", "creator", "identifier", "dcvalue", "field"}):
        return 0.95
    if name in _HARVESTED and inside & {"header", "dc", "dim", "qualifieddc"}:
        return 0.9
    if name == "record" and "metadata" in inside and inside & {"header", "dc"}:
        return 0.9
    if name in _OTHERS:
        return 0.5
    return 0.3 if not inside & {"html", "head", "body"} else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each record, in their order."""
    yield from told(capture, "oai_dc", _entries(capture), "no record in it: this answer of OAI-PMH lists none")


def _entries(capture: Capture) -> Iterator[tuple[str, int | None, Work | InputError]]:
    name = xml.root_name(capture)[1]
    if name in _DOCUMENTS:
        elements, read = [xml.root_of(capture)], core_work
    elif name == "OAI-PMH" or name in _HARVESTED or name == "record":
        elements, read = xml.elements(capture, "record", "error"), _harvested  # type: ignore[assignment] # as the readers above
    else:
        raise InputError(_other(xml.root_of(capture)))
    number = 0
    for number, element in enumerate(elements, 1):
        line = xml.line_of(element)
        where = f"record {number}, line {line}"
        try:
            yield where, line, known_by_something(read(element))
        except InputError as wrong:
            yield where, line, wrong
    if not number and name == "OAI-PMH":
        raise InputError(_nothing(capture))


def _other(root: _Element) -> str:
    name = xml.local(root)
    why = _OTHERS.get(name) or f"XML with the root <{name}>"
    return (
        f"{why}: no format of bibliographic records that is read here; export MARCXML, MODS or Dublin Core, or name the format with --from"
    )


def _nothing(capture: Capture) -> str:
    verbs = [xml.local(child) for child in xml.root_of(capture) if xml.local(child) not in {"responseDate", "request"}]
    verb = verbs[0] if verbs else "nothing"
    return f"this answer of OAI-PMH is one to {verb}, which lists no records; ask with ListRecords or GetRecord"


def _harvested(record: _Element) -> Work:
    """One `record` of an answer."""
    if xml.local(record) == "error":
        raise InputError(f"the repository answers with the error {record.get('code') or 'unknown'}: {xml.text(record)}"[:300])
    header = xml.child(record, "header")
    key = xml.text(xml.child(header, "identifier"))
    if header is not None and header.get("status") == "deleted":
        raise InputError(f"{key or 'the record'} is deleted in its repository")
    held = xml.children(xml.child(record, "metadata")) or xml.children(xml.child(record, "recordData"))
    held = held or ([record] if header is None else [])
    if not held:
        raise InputError(f"{key or 'the record'} has no metadata")
    work = _mapped(held, key)
    work.key = key or work.key
    return work


def _mapped(held: list[_Element], key: str) -> Work:
    element, name = held[0], xml.local(held[0])
    if len(held) > 1 and not is_marc(element):  # Dublin Core without an element around it
        parent = element.getparent()
        element = parent if parent is not None else element
    elif name == "collection" and xml.children(element, "record"):
        element = xml.children(element, "record")[0]
    elif name == "modsCollection" and xml.children(element, "mods"):
        element = xml.children(element, "mods")[0]
    if is_marc(element):
        return work_of(record_of(element))
    if xml.local(element) == "mods":
        return mods_work(element)
    if resources := [element] if name == "resource" else xml.within(element, "resource") if name == "oai_datacite" else []:
        return datacite_work(resource_of(resources[0]))
    if name == "article" and xml.within(element, "article-meta", "liminaire"):
        return article_work(element)
    if name in BOOKS and xml.within(element, "book-meta", "book-part-meta"):
        return book_work(element)
    if element.getparent() is not None and (_is_core(element) or len(held) > 1):
        return core_work(element, key)
    namespace = str(element.tag).partition("}")[0].lstrip("{")
    told = _OTHERS.get(name, "") or f"its metadata are <{name}>{f' of {namespace}' if namespace != name else ''}"
    raise InputError(f"{key or 'the record'}: {told}, which is not read here; harvest it as oai_dc, marc21, mods, oai_datacite or jats")


def _is_core(element: _Element) -> bool:
    names = {xml.local(one).casefold() for one in element}
    return (
        xml.local(element).casefold() in {*_DOCUMENTS, "metadata", "thesis"}
        or len(names & {"title", "creator", "identifier", "date", "type"}) > 2
    )
