"""Text whose accents are saved apart from their letters ("e" + U+0301), or its lines ended by carriage returns alone, read as usual text.

Loaders and extraction know letters and labels in their composed form, and lines that end in line feeds. A plain text that is not so is read
through a copy; every span that comes of it is then moved back, so that it still cuts what it says out of the captured text.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from bisect import bisect_right
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from graph.record import Capture, Passage, Span
from loaders._page.page import is_html, joined

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.record import Said

_CLUSTER = re.compile("[^\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff][\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff]+")
_KEPT = "composed"


def composed(capture: Capture) -> Capture:
    """The capture itself, or of plain text with parted accents or lone carriage returns a copy that has neither; made once."""
    held = capture.context.get(_KEPT)
    if isinstance(held, Capture):
        return held
    text = capture.text
    if is_html(text):
        return capture
    parted = not text.isascii() and not unicodedata.is_normalized("NFC", text) and _CLUSTER.search(text)
    if not (parted or _returns_alone(text)):
        return capture
    context = {name: value for name, value in capture.context.items() if name != "page"}
    copy = replace(capture, text=Places(text).composed, context=context)
    capture.context[_KEPT] = copy
    return copy


def _returns_alone(text: str) -> bool:
    return "\r" in text and "\n" not in text


class Places:
    """Offsets in the composed text → offsets in the text as it is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._from, self._shift = [0], [0]
        pieces, at = [], 0
        for found in _CLUSTER.finditer(text):
            short = unicodedata.normalize("NFC", found[0])
            pieces += [text[at : found.start()], short]
            at = found.end()
            shift = self._shift[-1] + len(found[0]) - len(short)
            if shift != self._shift[-1]:
                self._from.append(at - shift)
                self._shift.append(shift)
        whole = "".join([*pieces, text[at:]])
        self.composed = whole.replace("\r", "\n") if _returns_alone(text) else whole

    def at(self, offset: int) -> int:
        """One offset."""
        return offset + self._shift[bisect_right(self._from, offset) - 1]

    def span(self, span: Span) -> Span:
        """A span of the composed text; one that lies in another capture stays."""
        if span.capture:
            return span
        start, end = self.at(span.start), self.at(span.end)
        cut, was = self.text[start:end], self.composed[span.start : span.end]
        exact = cut if span.exact == was else joined(cut) if span.exact == joined(was) else span.exact
        return replace(span, start=start, end=end, exact=exact)

    def move(self, everything: list[Said]) -> None:
        """Move every span and passage in what was said; of each object once."""
        _Mover(self).walk(everything)


class _Mover:
    def __init__(self, places: Places) -> None:
        self.places = places
        self.seen: set[int] = set()
        self.waiting: list[object] = []

    def walk(self, everything: list[Said]) -> None:
        self.waiting.extend(everything)
        while self.waiting:
            one = self.waiting.pop()
            if id(one) in self.seen or not dataclasses.is_dataclass(one) or isinstance(one, type):
                continue
            self.seen.add(id(one))
            if isinstance(one, Passage):
                self._passage(one)
            for field in dataclasses.fields(one):
                self._field(getattr(one, field.name), partial(setattr, one, field.name))

    def _field(self, value: object, put: Callable[[object], None]) -> None:
        """Give a field its moved value where it holds a span, and wait for what else it holds."""
        if isinstance(value, Span):
            put(self.places.span(value))
        elif isinstance(value, list):
            if id(value) in self.seen:
                return
            self.seen.add(id(value))
            for number, part in enumerate(value):
                self._field(part, partial(value.__setitem__, number))
        elif isinstance(value, tuple) and any(isinstance(part, Span) for part in value):
            put(tuple(self.places.span(part) if isinstance(part, Span) else part for part in value))
            self.waiting.extend(part for part in value if not isinstance(part, Span))
        else:
            self.waiting.append(value)

    def _passage(self, passage: Passage) -> None:
        at = self.places.at
        passage.slices = [(at(start), at(end)) for start, end in passage.slices]
        passage.anchors = [(at(start), page) for start, page in passage.anchors]
