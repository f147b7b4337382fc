"""DataCite's XML, kernel 2 to 4 (https://schema.datacite.org/): one `resource`, or several in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.record import Reject
from loaders._datacite.work import texts_of, work_of
from loaders._decode import source_of
from loaders._record_text import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said

LABEL = "DataCite XML"
MEDIA = "xml"


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
    from loaders._datacite.elements import resource_of
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
        entry, line = resource_of(element), line_of(element)
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
    from loaders._datacite.elements import resource_of
    from loaders._xml import elements

    for element in elements(capture, "resource"):
        entry = resource_of(element)
        try:
            work_of(entry)
        except InputError:
            continue
        yield texts_of(entry)
