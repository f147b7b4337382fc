"""MARCXML: one record, a collection, and the answers of SRU and OAI-PMH that hold such records (https://www.loc.gov/standards/marcxml/)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from loaders._files import xml
from loaders._files.told_works import known_by_something, told
from loaders._marc.elements import FIELDS, is_marc, record_of
from loaders._marc.work import work_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from graph.record import Capture, Said, Work

LABEL = "MARCXML"
MEDIA = "xml"
_SLIM = "http://www.loc.gov/MARC21/slim"


def recognise(capture: Capture) -> float:
    """By the namespace of MARC 21 or the names of its elements."""
    space, name = xml.root_name(capture)
    if not name or name == "OAI-PMH":
        return 0.4 if name and {"datafield", "subfield"} <= xml.names_in(capture) else 0.0
    if space == _SLIM and name in {"collection", "record"}:
        return 0.98
    inside = xml.names_in(capture)
    if name in {"collection", "record", "records", "searchRetrieveResponse", "marc", "file", "bib", "bibs"} and inside & FIELDS - {
        "leader"
    }:
        return 0.95
    if name in {"collection", "record"} and ("subfield" in inside or space.startswith("info:lc/xmlns/marcxchange")):
        return 0.9
    return 0.35 if {"datafield", "subfield"} <= inside else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each record, in their order."""
    nothing = "no MARC record in it: a record is an element `record` with `datafield` elements"
    yield from told(capture, "marcxml", _entries(capture), nothing)


def _entries(capture: Capture) -> Iterator[tuple[str, int | None, Work | InputError]]:
    number = 0
    for outer in xml.elements(capture, "record", "diagnostic"):
        held = (
            [outer] if is_marc(outer) or xml.local(outer) == "diagnostic" else [one for one in xml.within(outer, "record") if is_marc(one)]
        )
        for element in held or [outer]:
            number += 1
            line = xml.line_of(element)
            try:
                yield f"record {number}, line {line}", line, _work(element)
            except InputError as wrong:
                yield f"record {number}, line {line}", line, wrong


def _work(element: _Element) -> Work:
    if xml.local(element) == "diagnostic":
        raise InputError(f"the server's diagnostic: {xml.text(xml.child(element, 'message')) or xml.text(element)}"[:200])
    record = record_of(element)
    if record.empty:
        raise InputError("an element `record` without a MARC field in it")
    return known_by_something(work_of(record))
