"""The readable text of an article that is read from XML, written once: each paragraph on a line of its own, with its passage.

Formulas' sources, notes' marks and e-mail addresses stay out of it.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING, Literal

from lxml import etree

from graph.record import Passage, Span
from loaders._files import xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from graph.record import Work

_EMAIL = re.compile(r"[\w.+-]+@[\w.-]+\w")
_BREAKS = {"break", "lb", "pb", "espaceh"}
_APART = {"surname", "given-names", "suffix", "name", "string-name", "collab", "forename", "persName", "prenom", "nomfamille", "nompers"}
"""Parts of names, which stand side by side in the markup without the blank that is printed between them."""
Kind = Literal["title", "abstract", "heading", "body", "quotation", "keywords"]


def inline(element: _Element | None, without: frozenset[str] = frozenset()) -> str:
    """The text of an element on one line, what stands in elements of `without` left out; a line break in it is a blank."""
    return "" if element is None else " ".join("".join(_pieces(element, without)).split())


def _pieces(element: _Element, without: frozenset[str]) -> Iterator[str]:
    if element.tag is etree.Entity:
        yield html5.get(f"{str(element.text or '').strip('&;')};", "")
        return
    yield element.text or ""
    for inner in element:
        name = xml.local(inner)
        if name in _BREAKS:
            yield " "
        elif name not in without:
            yield from _pieces(inner, without)
        yield inner.tail or ("" if name not in _APART or inner.getnext() is None else " ")


class Writing:
    """A text that grows, and the passages of a work in it."""

    def __init__(self, work: Work, language: str) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._work = work
        self.language = language or "en"

    @property
    def text(self) -> str:
        """All that has been written."""
        return "".join(self._parts)

    def line(self, said: str) -> Span:
        """Write one line; where it stands."""
        start = self._length
        self._parts += [said, "\n\n"]
        self._length += len(said) + 2
        return Span(start, start + len(said), said)

    def passage(self, said: str, kind: Kind = "body", section: str = "", language: str = "") -> Span | None:
        """Write one line that is a passage of the work; None where there is nothing to write."""
        said = " ".join(_EMAIL.sub("", said).split())
        if not said:
            return None
        span = self.line(said)
        self._work.passages.append(Passage([(span.start, span.end)], kind=kind, section=section, language=language or self.language))
        return span
