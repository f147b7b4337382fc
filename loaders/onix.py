"""ONIX for Books, releases 2.1 and 3.0, with reference or short tags (https://www.editeur.org/12/Current-Release-3.0/)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders._files import xml
from loaders._files.told_works import entries, told
from loaders._onix.product import product_work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said

LABEL = "ONIX for Books"
MEDIA = "xml"


def recognise(capture: Capture) -> float:
    """By the root of a message, or of a lone product."""
    space, name = xml.root_name(capture)
    if name.lower() == "onixmessage":
        return 0.98
    if name in {"Product", "product"} and ("onix" in space.lower() or xml.names_in(capture) & {"RecordReference", "a001"}):
        return 0.9
    return 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each product, in their order."""
    products = xml.lined(xml.elements(capture, "Product", "product"))
    yield from told(capture, "onix", entries(products, product_work), "no product in it: the message has no element Product")
