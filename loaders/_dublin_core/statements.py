"""What a record of Dublin Core says, statement by statement, whichever of its forms it has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from loaders._files import xml
from loaders._marc.text import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_NUMBERS = {
    "volume": "volume", "citationvolume": "volume", "issue": "issue", "number": "issue", "citationissue": "issue", "startingpage": "first",
    "spage": "first", "startpage": "first", "firstpage": "first", "citationstartpage": "first", "pagestart": "first", "endingpage": "last",
    "epage": "last", "endpage": "last", "lastpage": "last", "citationendpage": "last", "pageend": "last", "pagerange": "pages",
    "pages": "pages", "publicationname": "container", "citationtitle": "container", "journaltitle": "container", "journal": "container",
    "edition": "edition", "citationedition": "edition",
}  # fmt: skip
_NUMBERED = {"source", "citation", "bibliographiccitation", "relation", "journal", "oaire", "description", "publication", "identifier"}
_REFINED = {
    "issued": ("date", "issued"), "created": ("date", "created"), "available": ("date", "available"), "dateaccepted": ("date", "accepted"),
    "datesubmitted": ("date", "submitted"), "modified": ("date", "modified"), "abstract": ("description", "abstract"),
    "alternative": ("title", "alternative"), "bibliographiccitation": ("identifier", "citation"), "ispartof": ("relation", "ispartof"),
    "extent": ("format", "extent"), "spatial": ("coverage", "spatial"), "temporal": ("coverage", "temporal"),
    "license": ("rights", "license"),
    "tableofcontents": ("description", "tableofcontents"), "doi": ("identifier", "doi"), "issn": ("identifier", "issn"),
    "eissn": ("identifier", "issn"), "isbn": ("identifier", "isbn"), "publicationdate": ("date", "issued"), "medium": ("format", "medium"),
    "author": ("creator", ""), "editor": ("contributor", "editor"),
}  # fmt: skip


class Statement(NamedTuple):
    """One statement: element and qualifier in lower case, and value."""

    element: str
    qualifier: str
    value: str


def statements(element: _Element) -> Iterator[Statement]:
    """What an element of Dublin Core says, whichever of the forms it has."""
    for one in element.iter():
        name = xml.local(one).casefold()
        if name in {"field", "dcvalue"} and one.get("element"):  # dim, and the files of DSpace's own packages
            qualifier = (one.get("qualifier") or "").casefold()
            yield Statement(str(one.get("element")).casefold(), "" if qualifier == "none" else qualifier, xml.text(one))
        elif name == "field" and one.get("name") == "value":  # xoai
            path = [str(up.get("name")).casefold() for up in one.iterancestors() if xml.local(up) == "element"][::-1][1:]
            path = [part for part in path if part not in {"none", "*"} and not re.fullmatch(r"[a-z]{2}(?:_[a-z]{2})?", part)]
            if path:
                yield Statement(path[0], path[1] if len(path) > 1 else "", xml.text(one))
        elif one is not element and not (len(one) and not (one.text or "").strip()) and (value := xml.text(one)):
            base, qualifier = _REFINED.get(name, (name, ""))
            told = (one.get("qualifier") or "").casefold() or (xml.attribute(one, "type").casefold() if base != "type" else "")
            yield Statement(base, qualifier or told.rpartition(":")[2], value)


class Core:
    """The statements of one record by element."""

    def __init__(self, listed: list[Statement]) -> None:
        self.listed = [one for one in listed if one.value]

    def every(self, element: str, *qualifiers: str) -> list[str]:
        """The values of an element, with any qualifier or with one of those named ("" = none)."""
        return [one.value for one in self.listed if one.element == element and (not qualifiers or one.qualifier in qualifiers)]

    def numbers(self) -> dict[str, str]:
        """Volume, issue and pages where they stand in elements of their own (PRISM, OpenAIRE, `dim`)."""
        out: dict[str, str] = {}
        for one in self.listed:
            name = one.qualifier if one.element in _NUMBERED and one.qualifier else one.element
            name = name.replace("_", "").replace("-", "")
            if one.element == "source" and one.qualifier == "title":
                name = "journal"
            if (what := _NUMBERS.get(name)) and (one.element in _NUMBERED or name == one.element):
                out.setdefault(what, line(one.value))
        return out
