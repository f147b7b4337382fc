"""Crossref's XML: the answers of its query service (UNIXREF, UNIXSD, the older query result) and what members deposit (`doi_batch`).

Source: https://www.crossref.org/documentation/schema-library/. A book whose chapters are deposited with it is a work of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.record import Reject
from loaders._crossref.work import texts_of, work_of
from loaders._decode import source_of
from loaders._record_text import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from graph.record import Capture, Said
    from loaders._crossref.elements import Entry

LABEL = "Crossref XML"
MEDIA = "xml"
_ROOTS = {"doi_records": 0.97, "doi_record": 0.9, "crossref_result": 0.97, "doi_batch": 0.97, "crossref": 0.8, "crossref_metadata": 0.8}


def recognise(capture: Capture) -> float:
    """By the root element."""
    head = capture.data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return 0.0
    from loaders._xml import root_name

    space, name = root_name(capture)
    if name in _ROOTS:
        return _ROOTS[name]
    return 0.6 if "crossref.org/" in space and "schema" in space else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each record, in their order."""
    try:
        capture.text = Layout.written(_texts(capture))
    except InputError as wrong:
        yield source_of(capture, "crossref_xml")
        yield Reject("file", str(wrong))
        return
    yield source_of(capture, "crossref_xml")
    layout, number = Layout(), 0
    for line, entry in _entries(capture):
        number += 1
        where = f"record {number}, line {line}" if line else f"record {number}"
        if isinstance(entry, str):
            yield Reject(where, entry)
            continue
        try:
            work = work_of(entry)
        except InputError as wrong:
            yield Reject(where, str(wrong))
            continue
        work.line, work.passages = line, layout.passages(*texts_of(entry))
        yield work
    if not number:
        yield Reject("file", "no journal, book, conference or other work of Crossref's schema in it")


def _texts(capture: Capture) -> Iterator[tuple[str, str]]:
    """Title and abstract of every record that becomes a Work."""
    for _, entry in _entries(capture):
        if not isinstance(entry, str):
            try:
                work = work_of(entry)
            except InputError:
                continue
            yield work.title, work.abstract


def _entries(capture: Capture) -> Iterator[tuple[int | None, Entry | str]]:
    """(line, entry or the reason why there is none) of each record."""
    from loaders._crossref import elements as form
    from loaders._xml import attribute, elements, line_of, local, root_name, text, within

    deposit = root_name(capture)[1] == "doi_batch"
    for element in elements(capture, "query", "doi_record", *form.WHOLES):
        name, found = local(element), False
        publisher = next((text(one) for one in within(element, "crm-item") if attribute(one, "name") == "publisher-name"), "")
        wholes = [element] if name in form.WHOLES else _outermost(within(element, *form.WHOLES))
        for whole in wholes:
            for part, entry in form.entries(whole, with_book=deposit):
                found = True
                entry["publisher"] = entry.get("publisher") or publisher
                yield line_of(part), entry
        if found:
            continue
        status = attribute(element, "status")
        if name == "query" and status in {"resolved", "multiresolved", ""}:
            yield line_of(element), form.query_entry(element)
        else:
            told = " ".join(text(one) for one in within(element, "msg", "error"))[:200]
            yield line_of(element), f"Crossref tells of no work here ({told or status or name})"


def _outermost(wholes: list[_Element]) -> list[_Element]:
    """Of elements inside one another the outer ones."""
    inner = {id(one) for whole in wholes for one in whole.iterdescendants()}
    return [one for one in wholes if id(one) not in inner]
