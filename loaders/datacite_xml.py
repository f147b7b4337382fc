"""DataCite's XML, kernel 2 to 4 (https://schema.datacite.org/): one `resource`, or several in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders._datacite.work import work_of
from loaders._files.told_works import told_in_two_passes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said
    from loaders._datacite.values import Entry

LABEL = "DataCite XML"
MEDIA = "xml"


def recognise(capture: Capture) -> float:
    """By the root element and its namespace."""
    head = capture.data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return 0.0
    from loaders._files.xml import names_in, root_name

    space, name = root_name(capture)
    if name not in {"resource", "resources"}:
        return 0.0
    if "datacite.org/schema" in space:
        return 0.97
    return 0.9 if {"identifier", "creators", "titles"} <= names_in(capture) else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each resource."""
    nothing = "no `resource` of DataCite's schema in it"
    yield from told_in_two_passes(capture, "datacite_xml", lambda: _resources(capture), work_of, nothing)


def _resources(capture: Capture) -> Iterator[tuple[int | None, Entry]]:
    from loaders._datacite.elements import resource_of
    from loaders._files.xml import elements, line_of

    for element in elements(capture, "resource"):
        yield line_of(element), resource_of(element)
