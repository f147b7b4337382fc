"""DataCite's XML, kernel 2 to 4 (https://schema.datacite.org/): one `resource`, or several in a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from graph.record import Reject
from loaders._datacite.work import texts_of, work_of
from loaders._decode import source_of
from loaders._record_text import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from graph.record import Capture, Said

LABEL = "DataCite XML"
MEDIA = "xml"
# The elements that repeat, by the element around them; the rest stands once.
_LISTS = {
    "creators": "creator", "contributors": "contributor", "titles": "title", "subjects": "subject", "dates": "date",
    "descriptions": "description", "relatedIdentifiers": "relatedIdentifier", "rightsList": "rights", "relatedItems": "relatedItem",
    "fundingReferences": "fundingReference", "alternateIdentifiers": "alternateIdentifier",
}  # fmt: skip
_OWN_NAME = {"title": "title", "subject": "subject", "date": "date", "description": "description", "rights": "rights"}


def recognise(capture: Capture) -> float:
    """By the root element and its namespace."""
    head = capture.data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return 0.0
    from loaders._xml import names_in, root_name

    space, name = root_name(capture)
    if name not in {"resource", "resources"}:
        return 0.0
    if "datacite.org/schema" in space:
        return 0.97
    return 0.9 if {"identifier", "creators", "titles"} <= names_in(capture) else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each resource."""
    from loaders._xml import elements, line_of

    try:
        capture.text = Layout.written(_texts(capture))
    except InputError as wrong:
        yield source_of(capture, "datacite_xml")
        yield Reject("file", str(wrong))
        return
    yield source_of(capture, "datacite_xml")
    layout, number = Layout(), 0
    for element in elements(capture, "resource"):
        number += 1
        entry, line = _entry(element), line_of(element)
        try:
            work = work_of(entry)
        except InputError as wrong:
            yield Reject(f"record {number}, line {line}", str(wrong))
            continue
        work.line, work.passages = line, layout.passages(work.title, work.abstract)
        yield work
    if not number:
        yield Reject("file", "no `resource` of DataCite's schema in it")


def _texts(capture: Capture) -> Iterator[tuple[str, str]]:
    from loaders._xml import elements

    for element in elements(capture, "resource"):
        entry = _entry(element)
        try:
            work_of(entry)
        except InputError:
            continue
        yield texts_of(entry)


def _entry(resource: _Element) -> dict[str, Any]:
    """The form of DataCite's JSON."""
    from loaders._xml import attribute, child, children, local, text

    out: dict[str, Any] = {}
    for one in resource:
        name = local(one)
        if name in _LISTS:
            out[name] = [_part(each) for each in children(one, _LISTS[name])]
        elif name == "resourceType":
            out["types"] = {"resourceTypeGeneral": attribute(one, "resourceTypeGeneral"), "resourceType": text(one)}
        elif name == "identifier":
            out["doi" if attribute(one, "identifierType").upper() in {"DOI", ""} else "identifier"] = text(one)
        elif name == "rights":  # kernel 2: a single one
            out["rightsList"] = [_part(one)]
        elif name and text(one):
            out[name] = text(one)
    # kernel 2 has no nameType; an identifier that is no DOI is a record's id
    if "doi" not in out and (own := text(child(resource, "identifier"))):
        out["id"] = own
    return out


def _part(one: _Element) -> dict[str, Any]:
    """An element of a list: its attributes, its text under its own name, its children."""
    from loaders._xml import attribute, children, local, text

    name = local(one)
    out: dict[str, Any] = {str(key).rpartition("}")[2]: value for key, value in one.attrib.items()}
    inner = [each for each in one if local(each) not in {"br", ""}]
    if not inner or name in _OWN_NAME:
        out[name] = _broken_lines(one)
        return out
    for each in inner:
        key = local(each)
        if key in {"creatorName", "contributorName"}:
            out["name"] = text(each)
            out["nameType"] = attribute(each, "nameType") or out.get("nameType", "")
        elif key in {"nameIdentifier", "affiliation"}:
            value = {"nameIdentifier": text(each)} if key == "nameIdentifier" else {"name": text(each)}
            out.setdefault("nameIdentifiers" if key == "nameIdentifier" else key, []).append(value)
        elif key in _LISTS:
            out[key] = [_part(part) for part in children(each, _LISTS[key])]
        elif key == "relatedItemIdentifier":
            out[key] = {"relatedItemIdentifier": text(each), "relatedItemIdentifierType": attribute(each, "relatedItemIdentifierType")}
        else:
            out[key] = text(each)
    return out


def _broken_lines(one: _Element) -> str:
    """The text of an element in which `<br/>` parts lines."""
    from loaders._xml import local, text

    if not any(local(each) == "br" for each in one):
        return text(one)
    return re.sub(r"\s+", " ", " ".join([one.text or "", *(f"{text(each)} {each.tail or ''}" for each in one)])).strip()
