"""The readable text of a page: one line a block, chrome left out, with the places of blocks, table rows and marked inline elements.

Read tag by tag without recursion, so that no depth of nesting can exhaust the stack.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders._page.elements import COMMENT, LONG, NO_TEXT, VOID, kept_shape_of, shape_of, tokens, unescaped
from loaders._page.markup import EMAIL, Block, Element, Row, trimmed
from loaders._page.tables import Table
from loaders._words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders._page.elements import Shape
    from loaders._page.markup import Markup

_MAIN = vocabulary("article main")
_CELLS = " | "
_LINES_MEANT = 20
"""Line breaks in one run of text from which they are taken as meant (the text of a PDF), not as the source's own wrapping."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b\u00ad]").sub
_WRAPPING = frozenset({" ", *("\n" + indent * width for indent in " \t" for width in range(33))})
"""Runs of blanks between elements, as the source is laid out."""
_WIDEST = max(map(len, _WRAPPING))
_MOST_CHROME = 20_000


def write_readable(serialised: str, out: Markup) -> None:
    """Write text, blocks, inline elements, rows and chrome of a page as its parser serialised it."""
    _Writer(out).write(serialised)


class _Open(Element):
    """An element that the reading is inside of, and where its text begins."""

    __slots__ = ("shape", "start")

    def __init__(self, shape: Shape, around: _Open | None, start: int) -> None:
        self.put_together = None
        self.own, self.around, self.shape, self.start = shape.own, around, shape, start


class _Writer:
    """Writes the text, noting where things stand in it."""

    def __init__(self, out: Markup) -> None:
        self.out = out
        self.pieces: list[str] = []
        self.chrome: list[str] = []
        self.chrome_length = 0
        self.length = 0
        self.blank = True  # at the start of a line, or after a blank
        self.waiting = False  # a blank is owed before the next word
        self.block_start: int | None = None
        self.blocks: list[tuple[str, int, int, _Open | None]] = []  # blanks at their ends included
        self.cells: list[list[tuple[int, int]]] = []
        self.terms: list[tuple[int, int]] = []
        self.tables: list[Table] = []
        self.met = 0
        self.stack: list[_Open] = []
        self.main = self.verbatim = 0  # how many elements of what the page is about, and of text as it was typed, are open

    def write(self, serialised: str) -> None:
        """Every tag with the text behind it, in document order."""
        stack, met, rest = self.stack, self.out.met, iter(tokens(serialised))
        for end, written, text in rest:
            if end and stack:
                here = stack.pop()
                shape = here.shape
                if shape.block:
                    self._leave_block(shape.tag, here)
                elif shape.noted and self.length > here.start:
                    met.append((shape, here.start, self.length))
            elif not end and written != COMMENT:
                shape = kept_shape_of(written) if len(written) < LONG else shape_of(written)
                if shape.unseen or (shape.around and not self.main):
                    text = text if shape.void else self._pass_over(rest, shape.tag, text)  # noqa: PLW2901 - what is behind its end
                elif shape.void:
                    self._break(shape, stack[-1] if stack else None)
                else:
                    if shape.block:
                        self._enter_block(shape.tag)
                    stack.append(_Open(shape, stack[-1] if stack else None, self.length))
            if text:
                if len(text) <= _WIDEST and text in _WRAPPING and not self.verbatim:
                    self.waiting = self.waiting or not self.blank
                else:
                    self._text(unescaped(text) if "&" in text else text)
        self._close_block(None)
        text = self.out.text = "".join(self.pieces)
        self.out.blocks = [Block(tag, *trimmed(text, start, end), inside) for tag, start, end, inside in self.blocks]
        self.out.chrome = " ".join(" ".join(self.chrome).split())[:_MOST_CHROME]

    def _pass_over(self, rest: Iterator[tuple[str, str, str]], tag: str, text: str) -> str:
        """Go past an element that is not read, keeping its words as chrome where they are words; the text behind its end."""
        deep, wordless = 1, tag in NO_TEXT
        while deep:
            if not wordless and self.chrome_length < _MOST_CHROME and text and (words := text.strip()):
                self.chrome.append(unescaped(words))
                self.chrome_length += len(words)
            token = next(rest, None)
            if token is None:
                return ""
            end, written, text = token
            name = written.partition(" ")[0]
            if name == tag:
                deep += -1 if end else 1
            elif not wordless and not end and name in NO_TEXT and name not in VOID:
                text = self._pass_over(rest, name, text)
        return text

    def _break(self, shape: Shape, around: _Open | None) -> None:
        """An element that holds nothing: it ends a line or stands for nothing."""
        if shape.block:
            self._enter_block(shape.tag)
            self._leave_block(shape.tag, _Open(shape, around, self.length))
        elif shape.tag == "br":
            self._line()

    def _enter_block(self, tag: str) -> None:
        if self.block_start is not None:
            self._close_block(None)
        if tag not in ("td", "th"):
            self._line()
        elif self.cells and self.cells[-1]:
            self._put(_CELLS)
            self.blank, self.waiting = True, False
        if tag == "tr":
            self.cells.append([])
        elif tag == "table":
            self.met += 1
            self.tables.append(Table(self.met))
        elif tag in _MAIN:
            self.main += 1
        elif tag == "pre":
            self.verbatim += 1

    def _leave_block(self, tag: str, here: _Open) -> None:
        if self.block_start is not None:
            self._close_block(here)
        if tag in ("td", "th"):
            if self.cells:
                cell = self._trimmed(here.start)
                self.tables[-1].add(self.cells[-1], cell, here.shape.attributes) if self.tables else self.cells[-1].append(cell)
            return
        if tag in _MAIN:
            self.main -= 1
        elif tag == "pre":
            self.verbatim -= 1
        elif tag == "tr" and self.cells:
            self._row(self.cells.pop(), here)
        elif tag == "table" and self.tables:
            self.tables.pop()
        elif tag == "dt":
            self.terms = [self._trimmed(here.start)]
        elif tag == "dd" and self.terms:
            self.out.rows.append(Row((*self.terms, self._trimmed(here.start)), here))
        self._line(after_cells=tag == "tr")

    def _row(self, cells: list[tuple[int, int]], inside: _Open) -> None:
        table = self.tables[-1] if self.tables else None
        if table is not None:
            table.fill(cells)
        alone = len(set(cells)) == 1
        self.out.rows.append(Row(tuple(cells[:1] if alone else cells), inside, table.number if table else 0))

    def _trimmed(self, start: int) -> tuple[int, int]:
        """The stretch written since `start` without blanks at its ends."""
        first, length = len(self.pieces), self.length
        while length > start:
            first -= 1
            length -= len(self.pieces[first])
        left, right = trimmed("".join(self.pieces[first:]), start - length, self.length - length)
        return length + left, length + right

    def _text(self, text: str) -> None:
        if "@" in text or "(at)" in text or "[at]" in text:
            text = EMAIL.sub("", _CONTROL("", text))
        if text.isprintable():
            self._words(" ".join(text.split()) if "  " in text else text.strip(), text)
            return
        text = _CONTROL("", text)
        if (lines := text.count("\n")) and (lines >= _LINES_MEANT or self.verbatim):
            for i, line in enumerate(text.split("\n")):
                if i:
                    self._line()
                self._words(" ".join(line.split()), line)
        else:
            self._words(" ".join(text.split()), text)

    def _words(self, words: str, text: str) -> None:
        """Write words, with one blank for those of the text that they are of."""
        if not words:
            self.waiting = self.waiting or (bool(text) and not self.blank)
            return
        if (self.waiting or text[0].isspace()) and not self.blank:
            words = f" {words}"
        if self.block_start is None:
            self.block_start = self.length
        self.pieces.append(words)
        self.length += len(words)
        self.blank = False
        self.waiting = text[-1].isspace()

    def _line(self, *, after_cells: bool = False) -> None:
        if self.pieces and (last := self.pieces[-1])[-1] != "\n" and (after_cells or last != _CELLS):
            self._put("\n")
        self.blank, self.waiting = True, False

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def _close_block(self, last: _Open | None) -> None:
        """End the block that is being written; `last` is the element that ends it, already off the stack."""
        if self.block_start is None:
            return
        inside = last or (self.stack[-1] if self.stack else None)
        if inside is None or inside.shape.block:
            nearest = inside.shape.tag if inside else ""
        else:
            nearest = next((one.shape.tag for one in reversed(self.stack) if one.shape.block), "")
        self.blocks.append((nearest, self.block_start, self.length, inside))
        self.block_start = None
