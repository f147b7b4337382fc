"""The tagged reference strings of licensed collections, each as a string with its labelled stretches.

AnyStyle's XML (BSD-2) and GROBID's TEI (Apache-2) may be trained on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ANYSTYLE = {
    "author": "author", "editor": "editor", "title": "title", "journal": "journal", "container-title": "book", "date": "year",
    "volume": "volume", "pages": "pages", "publisher": "publisher", "location": "place", "edition": "edition",
    "collection-title": "series", "genre": "genre", "note": "note", "url": "link", "doi": "link", "isbn": "note", "translator": "note",
    "director": "author", "producer": "note", "source": "note", "medium": "note", "dataset": "note", "citation-number": "number",
}  # fmt: skip
_TEI = {
    "author": "author", "editor": "editor", "date": "year", "publisher": "publisher", "pubPlace": "place", "note": "note", "idno": "link",
    "ptr": "link", "orgName": "author",
}  # fmt: skip
_SCOPE = {"volume": "volume", "vol": "volume", "issue": "issue", "page": "pages", "pp": "pages", "chapter": "note"}


@dataclass(slots=True)
class Tagged:
    """A string with the stretches (label, start, end) of its fields; what no stretch holds is unlabelled."""

    string: str
    spans: list[tuple[str, int, int]] = field(default_factory=list)
    origin: str = ""


def key(string: str) -> str:
    """Letters and digits only: two strings with one key are the same reference."""
    return "".join(c for c in string.casefold() if c.isalnum())


def _text(part: etree._Element) -> str:
    return str(etree.tostring(part, method="text", encoding="unicode", with_tail=False))


def anystyle(path: Path) -> Iterator[Tagged]:
    """The sequences of one of AnyStyle's parser files."""
    for sequence in etree.parse(path).getroot().iter("sequence"):
        told = Tagged("", origin=path.stem)
        for part in sequence:
            text = " ".join(_text(part).split())
            if not text:
                continue
            if told.string:
                told.string += " "
            told.spans.append((_ANYSTYLE.get(str(part.tag), "note"), len(told.string), len(told.string) + len(text)))
            told.string += text
        if told.spans:
            yield told


def grobid(path: Path) -> Iterator[Tagged]:
    """The `bibl` elements of one of GROBID's citation files."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    for bibl in etree.parse(path, parser).getroot().iter("{*}bibl"):
        pieces: list[tuple[str, str]] = [("", bibl.text or "")]
        levels = {t.get("level") for t in bibl.iter("{*}title")}
        for part in bibl.iterchildren(tag=etree.Element):
            label = _tei_label(part, levels)
            pieces += [(label, _text(part)), ("", part.tail or "")]
        told = Tagged("", origin="grobid")
        for label, piece in pieces:
            text = re.sub(r"\s+", " ", piece)
            if told.string.endswith(" ") or not told.string:
                text = text.lstrip()
            if label and text.strip():
                told.spans.append((label, len(told.string), len(told.string) + len(text.rstrip())))
            told.string += text
        told.string = told.string.rstrip()
        if told.spans:
            yield told


def _tei_label(part: etree._Element, levels: set[str | None]) -> str:
    name = etree.QName(part).localname
    if name == "title":
        level = part.get("level")
        if level == "m":
            return "book" if "a" in levels else "title"
        return {"a": "title", "j": "journal", "s": "series"}.get(level or "a", "title")
    if name == "biblScope":
        return _SCOPE.get(part.get("unit") or part.get("type") or "", "note")
    if name == "orgName":
        return "author" if part.get("type") == "collaboration" else "publisher"
    return _TEI.get(name, "note")


def grobid_folder(folder: Path) -> list[Tagged]:
    """All of GROBID's citation files in a folder, in the order of their names."""
    return [told for path in sorted(folder.rglob("*.xml")) for told in grobid(path)]
