"""Crossref's XML: the answers of its query service (UNIXREF, UNIXSD, the older query result) and what members deposit (`doi_batch`).

Source: https://www.crossref.org/documentation/schema-library/. A book whose chapters are deposited with it is a work of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from loaders._crossref.work import work_of
from loaders._files.told_works import told_in_two_passes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from graph.record import Capture, Said
    from loaders._crossref.described import Entry

LABEL = "Crossref XML"
MEDIA = "xml"
_ROOTS = {"doi_records": 0.97, "doi_record": 0.9, "crossref_result": 0.97, "doi_batch": 0.97, "crossref": 0.8, "crossref_metadata": 0.8}


def recognise(capture: Capture) -> float:
    """By the root element."""
    head = capture.data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return 0.0
    from loaders._files.xml import root_name

    space, name = root_name(capture)
    if name in _ROOTS:
        return _ROOTS[name]
    return 0.6 if "crossref.org/" in space and "schema" in space else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each record, in their order."""
    nothing = "no journal, book, conference or other work of Crossref's schema in it"
    yield from told_in_two_passes(capture, "crossref_xml", lambda: _entries(capture), work_of, nothing)


def _entries(capture: Capture) -> Iterator[tuple[int | None, Entry | InputError]]:
    """(line, entry or why there is none) of each record."""
    from loaders._crossref import elements as form
    from loaders._files.xml import attribute, elements, line_of, local, root_name, text, within

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
            yield line_of(element), InputError(f"Crossref tells of no work here ({told or status or name})")


def _outermost(wholes: list[_Element]) -> list[_Element]:
    """Of elements inside one another the outer ones."""
    inner = {id(one) for whole in wholes for one in whole.iterdescendants()}
    return [one for one in wholes if id(one) not in inner]
