"""MODS: one record, a collection, and the answers of SRU that hold such records (https://www.loc.gov/standards/mods/)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders._files import xml
from loaders._files.told_works import entries, told
from loaders._mods.work import mods_work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said

LABEL = "MODS"
MEDIA = "xml"


def recognise(capture: Capture) -> float:
    """By the root `mods` or `modsCollection`, or such an element inside the answer of a service."""
    space, name = xml.root_name(capture)
    if name in {"mods", "modsCollection"}:
        return 0.98 if "mods" in space.casefold() else 0.9
    return 0.4 if name and name != "html" and "mods" in xml.names_in(capture) else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each element `mods`, in their order."""
    yield from told(capture, "mods", entries(xml.lined(xml.elements(capture, "mods")), mods_work), "no element `mods` in it")
