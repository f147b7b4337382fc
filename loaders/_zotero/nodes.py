"""Nodes of Zotero's RDF: their properties, persons, and which is part of which."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.record import Contributor
from graph.sources.csl import MOST_CONTRIBUTORS
from loaders._files import xml
from loaders._people.names import in_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_NO_RECORDS = {"Memo", "Attachment", "Collection", "Series", "Journal", "Website", "Periodical", "UserItem"}
"""Classes of nodes that describe no entry of their own."""


class Nodes:
    """The nodes of a file, each found by its address."""

    def __init__(self, root: _Element) -> None:
        self.all = xml.children(root)
        self._by_address = {address: node for node in self.all if (address := _address(node))}
        self._parts = Counter(
            xml.attribute(link, "resource") for node in self.all for link in xml.children(node, "isPartOf") if is_record(node)
        )

    def parts_of(self, node: _Element) -> Iterator[_Element]:
        """What a node is part of and, as of proceedings in a series, what those are; near ones first."""
        for near in self._of(node):
            yield near
            yield from self._of(near)

    def _of(self, node: _Element) -> Iterator[_Element]:
        for link in xml.children(node, "isPartOf"):
            nested = xml.children(link)
            named = self._by_address.get(xml.attribute(link, "resource") or xml.attribute(link, "nodeID"))
            yield from nested or ([named] if named is not None else [])

    def parts_with(self, container: _Element) -> int:
        """How many entries name this container; one where it is nested."""
        return self._parts.get(address, 1) if (address := _address(container)) else 1


def _address(node: _Element) -> str:
    return xml.attribute(node, "about") or xml.attribute(node, "nodeID")


def is_record(node: _Element) -> bool:
    """Whether a node is an entry of the library: no note, attachment, collection or container."""
    type_ = value(node, "itemType")
    if type_:
        return type_ not in {"attachment", "note", "annotation"}
    return xml.local(node) not in _NO_RECORDS and xml.child(node, "title") is not None


def _literal(element: _Element, *, fold: bool) -> str:
    """The text of a property, of the rdf:value in it, or the address that it names."""
    if not fold:
        return "".join(map(str, element.itertext()))
    return xml.text(element) or xml.attribute(element, "resource")


def values(node: _Element | None, name: str, *, fold: bool = True) -> list[str]:
    """The values of one property, in their order."""
    return [said for one in xml.children(node, name) if (said := _literal(one, fold=fold))]


def value(node: _Element | None, name: str) -> str:
    """Its first value."""
    return next(iter(values(node, name)), "")


def people(node: _Element, *roles: str) -> list[Contributor]:
    """The persons of these roles, in the order of their rdf:Seq."""
    persons = [one for role in roles for listed in xml.children(node, role) for one in xml.within(listed, "Person", "Organization")]
    if len(persons) > MOST_CONTRIBUTORS:
        raise InputError(f"{len(persons)} names in one field; more than {MOST_CONTRIBUTORS} are refused")
    found = []
    for one in persons:
        family, given = value(one, "surname"), value(one, "givenName") or value(one, "givenname")
        whole = value(one, "name")
        if family and given:
            found.append(in_parts(family, given))
        elif family or given or whole:
            found.append(Contributor(literal=family or whole or given, organisation=True))  # Zotero's field of one part
    return found
