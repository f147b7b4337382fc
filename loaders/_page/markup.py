"""HTML → readable text, once: one line a block, chrome left out, with the places of blocks, table rows and marked inline elements.

Read with selectolax's lexbor parser, walked without recursion, so that no depth of nesting can exhaust the stack.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from loaders._embedded.nodes import json_ld, microdata
from loaders._page.tables import Table

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

EMAIL = re.compile(r"(?<![\w.%+'-])[\w.%+'-]{1,100}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\.[\w-]{1,63})+")


def names(text: str) -> frozenset[str]:
    """The words of a text as a set: how the closed lists here and in the loaders are written."""
    return frozenset(text.split())


_UNSEEN = names("script style noscript template svg math iframe object select option textarea button input head canvas audio video map")
_ANY_UNSEEN = ", ".join(sorted(_UNSEEN))
_NOTED = names("a b strong em i cite time label")
_AROUND = names("nav footer header aside dialog")
_BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 "
    "h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
_ROLES = names("navigation banner contentinfo dialog alertdialog search menu menubar toolbar")
_CHROME = re.compile(
    r"^(?:.*(?:cookie|consent|gdpr|onetrust).*|sr-only|visually-hidden|d-none|breadcrumbs?|nav(?:bar)?|(?:site|page|main)-?(?:footer|header|nav)"
    r"|footer|offcanvas|skip-?(?:link|to-content)|social-?(?:share|links)|share-?(?:buttons|bar)|newsletter(?:-.*)?|modal)$"
)
_CELLS = " | "
_LINES_MEANT = 20
"""Line breaks in one run of text from which they are taken as meant (the text of a PDF), not as the source's own wrapping."""
_NESTING = re.compile(
    r"<(/?)(?:div|span|section|article|main|aside|table|tr|td|ul|ol|dl|[abiu]|em|strong|font|small|blockquote|center|form)\b", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b\u00ad]").sub
_NAMING = names("property itemprop rel typeof")
_MOST_DEEP = 3_000
_MOST_MARKS = 60


@dataclass(slots=True, frozen=True)
class Block:
    """One readable block: `text[start:end]`; `tag` of the nearest block element, `marks` of all elements around it."""

    tag: str
    start: int
    end: int
    marks: frozenset[str] = frozenset()


@dataclass(slots=True, frozen=True)
class Inline:
    """A link, or an inline element that carries a class, id or property; `marks` such as "a", ".author", "#doi", "property:name"."""

    tag: str
    start: int
    end: int
    marks: frozenset[str] = frozenset()
    href: str = ""


@dataclass(slots=True, frozen=True)
class Row:
    """A row of a table (or a term of a definition list with its values): the (start, end) of each cell.

    A cell that spans columns or rows stands in each of them, one that spans the whole row is the only one. `table` is its table's number.
    """

    cells: tuple[tuple[int, int], ...]
    head: bool = False
    marks: frozenset[str] = frozenset()
    table: int = 0


@dataclass(slots=True)
class Markup:
    """What one HTML document holds: readable text, its structure, and the metadata that the page embeds about itself."""

    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    inlines: list[Inline] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    meta: dict[str, list[str]] = field(default_factory=dict)
    named: list[tuple[str, str]] = field(default_factory=list)
    json_ld: list[dict[str, Any]] = field(default_factory=list)
    microdata: list[dict[str, Any]] = field(default_factory=list)
    coins: list[dict[str, list[str]]] = field(default_factory=list)
    canonical: str = ""
    language: str = ""
    title: str = ""
    chrome: str = ""
    problems: list[str] = field(default_factory=list)


def read_markup(html: str) -> Markup:
    """HTML of any quality → Markup. E-mail addresses are left out of the text; what is no JSON where JSON-LD stands is a problem."""
    from selectolax.lexbor import LexborHTMLParser

    html = unicodedata.normalize("NFC", html)
    out = Markup()
    if (deep := _depth(html)) > _MOST_DEEP:
        out.problems.append(f"elements stand {deep} deep in one another; a page of more than {_MOST_DEEP} levels is not read")
        return out
    root = LexborHTMLParser(html).root
    if root is None:
        return out
    _metadata(root, out)
    _Writer(out).write(root)
    return out


def _depth(html: str) -> int:
    """How deep elements nest: the parser's time grows with the square of it."""
    deepest = deep = 0
    for found in _NESTING.finditer(html) if html.count("<") > _MOST_DEEP else ():
        deep = max(0, deep - 1) if found[1] else deep + 1
        deepest = max(deepest, deep)
    return deepest


def marks_of(tag: str, attributes: dict[str, str | None]) -> frozenset[str]:
    """The names by which loaders know an element: its tag, ".class", "#id", "property:…", "itemprop:…"."""
    if not attributes:
        return _marks(tag, "", "")
    known = _marks(tag, attributes.get("class") or "", attributes.get("id") or "")
    if not (naming := _NAMING & attributes.keys()):
        return known
    return known.union(f"{key}:{name}" for key in naming for name in (attributes.get(key) or "").split()[:4])


@lru_cache(maxsize=4096)
def _marks(tag: str, classes: str, name: str) -> frozenset[str]:
    return frozenset([tag, *(f".{one}" for one in classes.split()[:12]), *([f"#{name}"] if name else [])])


def _metadata(root: LexborNode, out: Markup) -> None:
    out.language = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "").strip()
    if (title := root.css_first("title")) is not None:
        out.title = " ".join(title.text().split())
    for node in root.css("meta[content]"):
        name = node.attributes.get("name") or node.attributes.get("property") or node.attributes.get("itemprop")
        content = " ".join((node.attributes.get("content") or "").split())
        if name and content:
            out.meta.setdefault(name.strip().casefold(), []).append(content)
            out.named.append((name.strip().casefold(), content))
    for node in root.css("link[rel=canonical]"):
        out.canonical = out.canonical or web_address(node.attributes.get("href"))
    out.canonical = out.canonical or web_address(next(iter(out.meta.get("og:url", [])), ""))
    for node in root.css("span.Z3988"):
        pairs = parse_qs(node.attributes.get("title") or "", errors="replace")
        out.coins.append({key.casefold(): values for key, values in pairs.items()})
    if root.css_first("[itemscope]") is not None:
        out.microdata = microdata(root)
    for node in root.css('script[type="application/ld+json"]'):
        nodes, problem = json_ld(node.text() or "")
        out.json_ld += nodes
        out.problems += [problem] if problem else []


def web_address(text: str | None) -> str:
    """An absolute http(s) address without blanks, or the empty string."""
    return text.strip() if text and re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text.strip(), re.IGNORECASE) else ""


class _Open:
    """An element that the walk is inside of."""

    __slots__ = ("attributes", "block", "cell", "marks", "node", "own", "seen", "start", "tag")

    def __init__(self, node: LexborNode, tag: str, marks: frozenset[str], *, block: bool, seen: bool) -> None:
        self.node, self.tag, self.marks, self.block, self.seen = node, tag, marks, block, seen
        self.attributes: dict[str, str | None] = {}
        self.own = marks
        self.start = 0


class _Writer:
    """Walks the tree and writes the text, noting where things stand in it."""

    def __init__(self, out: Markup) -> None:
        self.out = out
        self.pieces: list[str] = []
        self.chrome: list[str] = []
        self.length = 0
        self.blank = True  # at the start of a line, or after a blank
        self.waiting = False  # a blank is owed before the next word
        self.block_start: int | None = None
        self.cells: list[list[tuple[int, int]]] = []
        self.terms: list[tuple[int, int]] = []
        self.tables: list[Table] = []
        self.met = 0
        self.unions: dict[tuple[frozenset[str], frozenset[str]], frozenset[str]] = {}
        self.closed: set[int] = set()  # elements that the walk does not go into

    def write(self, root: LexborNode) -> None:
        """Every element and text node in document order, but for what is inside those `closed`; None where an element is left."""
        stack: list[_Open] = []
        ahead: list[LexborNode | None] = [root]
        while ahead:
            node = ahead.pop()
            if node is None:
                self._leave(stack.pop(), stack)
            elif node.is_element_node:
                self._enter(node, stack)
                ahead.append(None)
                if node.mem_id not in self.closed:
                    children = list(node.iter(include_text=True))
                    children.reverse()
                    ahead += children
            elif node.is_text_node and (text := node.text_content):
                if stack and not stack[-1].seen:
                    self._keep_chrome(text, stack[-1])
                else:
                    self._text(text, pre=(bool(stack) and "pre" in stack[-1].marks) or text.count("\n") >= _LINES_MEANT)
        self._close_block(stack)
        self.out.text = "".join(self.pieces)
        self.out.chrome = " ".join(" ".join(self.chrome).split())[:20_000]

    def _enter(self, node: LexborNode, stack: list[_Open]) -> None:
        tag = node.tag or ""
        attributes = node.attributes
        own = marks_of(tag, attributes)
        around = stack[-1].marks if stack else frozenset()
        seen = (not stack or stack[-1].seen) and not _is_unseen(tag, own, attributes, around)
        marks = self.unions.get((around, own))
        if marks is None:
            marks = self.unions[around, own] = around | own if len(around) < _MOST_MARKS else around
        here = _Open(node, tag, marks, block=tag in _BLOCKS, seen=seen)
        here.attributes, here.own = attributes, own
        if seen and tag == "br":
            self._line()
        if here.block and seen:
            self._close_block(stack)
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
        stack.append(here)
        here.start = self.length
        if not seen and (len(stack) < 2 or stack[-2].seen) and (tag in _UNSEEN or node.css_first(_ANY_UNSEEN) is None):
            self.closed.add(node.mem_id)  # nothing in it is read but its words: take them at once
            self._keep_chrome(node.text(separator=" "), here)

    def _leave(self, here: _Open, stack: list[_Open]) -> None:
        if not here.seen:
            return
        if here.block:
            self._close_block([*stack, here])
        if here.tag in ("td", "th") and self.cells:
            cell = self._trimmed(here.start)
            self.tables[-1].add(self.cells[-1], cell, here.attributes) if self.tables else self.cells[-1].append(cell)
        elif here.tag == "tr" and self.cells:
            self._row(self.cells.pop(), here.marks)
        elif here.tag == "table" and self.tables:
            self.tables.pop()
        elif here.tag == "dt":
            self.terms = [self._trimmed(here.start)]
        elif here.tag == "dd" and self.terms:
            self.out.rows.append(Row((*self.terms, self._trimmed(here.start)), marks=here.marks))
        elif not here.block and (here.tag in _NOTED or len(here.own) > 1):
            start, end = self._trimmed(here.start)
            if end > start:
                self.out.inlines.append(Inline(here.tag, start, end, here.own, web_address(here.attributes.get("href"))))
        if here.block and here.tag not in ("td", "th"):
            self._line(after_cells=here.tag == "tr")

    def _row(self, cells: list[tuple[int, int]], marks: frozenset[str]) -> None:
        table = self.tables[-1] if self.tables else None
        if table is not None:
            table.fill(cells)
        alone = len(set(cells)) == 1
        self.out.rows.append(Row(tuple(cells[:1] if alone else cells), marks=marks, table=table.number if table else 0))

    def _trimmed(self, start: int) -> tuple[int, int]:
        """The stretch written since `start` without blanks at its ends."""
        tail: list[str] = []
        length = self.length
        for piece in reversed(self.pieces):
            if length <= start:
                break
            tail.append(piece)
            length -= len(piece)
        text = "".join(reversed(tail))[max(0, start - length) :]
        first = start + len(text) - len(text.lstrip())
        return first, max(first, start + len(text.rstrip()))

    def _keep_chrome(self, text: str, here: _Open) -> None:
        if here.tag not in _UNSEEN and not here.marks & _UNSEEN and text.strip() and len(self.chrome) < 2_000:
            self.chrome.append(text)

    def _text(self, text: str, *, pre: bool) -> None:
        text = _CONTROL("", text)
        if "@" in text or "(at)" in text or "[at]" in text:
            text = EMAIL.sub("", text)
        if pre:
            for i, line in enumerate(text.split("\n")):
                if i:
                    self._line()
                self._words(line)
        else:
            self._words(text)

    def _words(self, text: str) -> None:
        words = text.split()
        if not words:
            self.waiting = self.waiting or (bool(text) and not self.blank)
            return
        lead = " " if (self.waiting or text[0].isspace()) and not self.blank else ""
        if self.block_start is None:
            self.block_start = self.length + len(lead)
        self._put(lead + " ".join(words))
        self.blank = False
        self.waiting = text[-1].isspace()

    def _line(self, *, after_cells: bool = False) -> None:
        if self.pieces and not self.pieces[-1].endswith("\n") and (after_cells or self.pieces[-1] != _CELLS):
            self._put("\n")
        self.blank, self.waiting = True, False

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def _close_block(self, stack: list[_Open]) -> None:
        if self.block_start is None:
            return
        start, end = self._trimmed(self.block_start)
        nearest = next((o for o in reversed(stack) if o.block), None)
        if end > start:
            marks = stack[-1].marks if stack else frozenset()
            self.out.blocks.append(Block(nearest.tag if nearest else "", start, end, marks))
        self.block_start = None


def _is_unseen(tag: str, own: frozenset[str], attributes: dict[str, str | None], around: frozenset[str]) -> bool:
    if tag in _UNSEEN or "hidden" in attributes or (attributes.get("aria-hidden") or "").casefold() == "true":
        return True
    if tag in _AROUND and (tag in ("nav", "dialog") or not around & {"article", "main"}):
        return True
    if (attributes.get("role") or "").casefold() in _ROLES or "display:none" in "".join((attributes.get("style") or "").casefold().split()):
        return True
    return len(own) > 1 and any(map(_is_chrome, own))


@lru_cache(maxsize=4096)
def _is_chrome(mark: str) -> bool:
    return mark[0] in ".#" and _CHROME.match(mark[1:].casefold()) is not None
