"""What an HTML page is turned into: readable text with the places of its blocks, rows and marked inline elements, and its own metadata."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from loaders._page.elements import Shape

EMAIL = re.compile(r"(?<![\w.%+'-])[\w.%+'-]{1,100}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\.[\w-]{1,63})+")

_NONE: frozenset[str] = frozenset()
_MOST_MARKS = 60


class Element:
    """An element by what it is called and what is around it; its marks are put together when they are asked for: few are."""

    __slots__ = ("around", "own", "put_together")

    def __init__(self, own: frozenset[str], around: Element | None) -> None:
        self.own, self.around = own, around
        self.put_together: frozenset[str] | None = None

    @property
    def marks(self) -> frozenset[str]:
        """Its names and those of all elements around it, the outermost first if there are very many."""
        if self.put_together is None:
            path, outer = [self], self.around
            while outer is not None and outer.put_together is None:
                path.append(outer)
                outer = outer.around
            marks = (outer.put_together if outer else None) or _NONE
            for one in reversed(path):
                marks = one.put_together = marks | one.own if len(marks) < _MOST_MARKS else marks
        return self.put_together or _NONE


class Block(NamedTuple):
    """One readable block: `text[start:end]`; `tag` of the nearest block element."""

    tag: str
    start: int
    end: int
    inside: Element | None = None

    @property
    def marks(self) -> frozenset[str]:
        """Of all elements around it."""
        return self.inside.marks if self.inside else _NONE


class Inline(NamedTuple):
    """A link, or an inline element that carries a class, id or property; `marks` such as "a", ".author", "#doi", "property:name"."""

    tag: str
    start: int
    end: int
    marks: frozenset[str] = _NONE
    href: str = ""


class Row(NamedTuple):
    """A row of a table (or a term of a definition list with its values): the (start, end) of each cell.

    A cell that spans columns or rows stands in each of them, one that spans the whole row is the only one. `table` is its table's number.
    """

    cells: tuple[tuple[int, int], ...]
    inside: Element | None = None
    table: int = 0

    @property
    def marks(self) -> frozenset[str]:
        """Of all elements around its cells."""
        return self.inside.marks if self.inside else _NONE


@dataclass(slots=True)
class Markup:
    """What one HTML document holds: readable text, its structure, and the metadata that the page embeds about itself."""

    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    met: list[tuple[Shape, int, int]] = field(default_factory=list)
    """Inline elements as they were met, blanks at their ends included: few loaders look at them, so `inlines` is made when asked for."""
    rows: list[Row] = field(default_factory=list)
    meta: dict[str, list[str]] = field(default_factory=dict)
    named: list[tuple[str, str]] = field(default_factory=list)
    json_ld: list[dict[str, Any]] = field(default_factory=list)
    microdata: list[dict[str, Any]] = field(default_factory=list)
    coins: list[dict[str, list[str]]] = field(default_factory=list)
    cited_coins: list[dict[str, list[str]]] = field(default_factory=list)
    """COinS that stand in a list of references."""
    canonical: str = ""
    language: str = ""
    title: str = ""
    chrome: str = ""
    problems: list[str] = field(default_factory=list)
    _inlines: list[Inline] | None = None

    @property
    def inlines(self) -> list[Inline]:
        """Links and inline elements that carry a name, in the order in which they end; those without text are left out."""
        if self._inlines is None:
            places = ((shape, *trimmed(self.text, start, end)) for shape, start, end in self.met)
            self._inlines = [
                Inline(shape.tag, start, end, shape.own, web_address(shape.attributes.get("href", "")))
                for shape, start, end in places
                if end > start
            ]
        return self._inlines


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of the text without blanks at its ends; of blanks alone its end, twice."""
    if start < end and not text[start].isspace() and not text[end - 1].isspace():
        return start, end
    words = text[start:end]
    first = start + len(words) - len(words.lstrip())
    return first, max(first, start + len(words.rstrip()))


def web_address(text: str | None) -> str:
    """An absolute http(s) address without blanks, or the empty string."""
    return text.strip() if text and re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text.strip(), re.IGNORECASE) else ""
