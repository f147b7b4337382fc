"""MODS: one record, a collection, and the answers of SRU that hold such records (https://www.loc.gov/standards/mods/)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from loaders import _xml
from loaders._mods_work import mods_work
from loaders._told_works import known_by_something, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said, Work

LABEL = "MODS"
MEDIA = "xml"


def recognise(capture: Capture) -> float:
    """By the root `mods` or `modsCollection`, or such an element inside the answer of a service."""
    space, name = _xml.root_name(capture)
    if name in {"mods", "modsCollection"}:
        return 0.98 if "mods" in space.casefold() else 0.9
    return 0.4 if name and name != "html" and "mods" in _xml.names_in(capture) else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each element `mods`, in their order."""
    yield from told(capture, "mods", _entries(capture), "no element `mods` in it")


def _entries(capture: Capture) -> Iterator[tuple[str, int | None, Work | InputError]]:
    for number, element in enumerate(_xml.elements(capture, "mods"), 1):
        line = _xml.line_of(element)
        try:
            yield f"record {number}, line {line}", line, known_by_something(mods_work(element))
        except InputError as wrong:
            yield f"record {number}, line {line}", line, wrong
