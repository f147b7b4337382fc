"""A passage of a capture as clean running text, every place of which leads back to the captured text.

Captures print running text with line breaks, end-of-line hyphens, page furniture in the middle of a sentence, words run together
("theory.We") and spacing accents ("Que´bec"). A Flow mends these for reading and remembers where each stretch came from.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from graph.record import Span
from loaders._words import vocabulary

if TYPE_CHECKING:
    from graph.record import Passage

REPAIR = re.compile(
    r"(?P<hyphen>(?<=[^\W\d_])[-‐\u00ad][^\S\n]*\n\s*(?=[^\W\d_]))"
    r"|(?P<accent>[A-Za-z][´¨](?=\w|\s))"
    r"|(?P<space>\s{2,}|[^\S ])"
    r"|(?P<stop>(?<=[a-zß-ÿ)\]’”][.!?])(?=[A-Z“‘][a-z’\s]|[A-Z]{4})"
    r"|(?<=\d\.)(?=(?:Findings|Results|Originality|Design|Practical implications|Research limitations|Conclusions?)"
    r"[A-Z/]))"
    r"|(?P<drop>[\u00ad\u200b\ufeff])"
)
ACCENTS = {"´": "\u0301", "¨": "\u0308"}
STANDING_PREFIXES = vocabulary(
    "e co non self post pre inter multi cross well high low long short one two so neo ex vice sub semi anti policy decision street user "
    "citizen client evidence place market public cost principal value community state service problem socio arm"
)
"""First parts of compounds whose hyphen belongs to the word, wherever the line ends."""


def joined(raw: str) -> str:
    """The raw text with end-of-line hyphens taken out and white space run together: the form that `Span.exact` may have."""
    return re.sub(r"\s+", " ", re.sub(r"(?<=[^\W\d_])-\n(?=[^\W\d_])", "", raw))


@dataclass(slots=True)
class Flow:
    """`text` to read; `span`s lead back to `source`. `breaks` are the places in `text` where page furniture was left out."""

    source: str
    passage: Passage
    text: str = ""
    breaks: list[int] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _raws: list[int] = field(default_factory=list)

    def raw(self, index: int) -> int:
        """The place in the captured text of the character at `index` of the flow."""
        piece = bisect_right(self._starts, index) - 1
        return self._raws[piece] + index - self._starts[piece]

    def spans(self, start: int, end: int) -> list[Span]:
        """The stretch as spans of the captured text: one, or one on each side of left-out page furniture."""
        cuts = [start, *(place for place in self.breaks if start < place < end), end]
        return [span for first, last in pairwise(cuts) if (span := self._span(first, last))]

    def _span(self, start: int, end: int) -> Span | None:
        while start < end and self.text[start].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace():
            end -= 1
        if start >= end:
            return None
        first, last = self.raw(start), self.raw(end - 1) + 1
        cut = self.source[first:last]
        exact = joined(cut)
        return Span(first, last, exact if exact == self.text[start:end] else cut, self.passage.page)


class _Builder:
    """Puts a flow together piece by piece."""

    def __init__(self, source: str) -> None:
        self.source, self.parts = source, list[str]()
        self.starts, self.raws, self.breaks = list[int](), list[int](), list[int]()
        self.length, self.last = 0, ""

    def put(self, text: str, raw: int) -> None:
        """Add `text`, the first character of which stands at `raw` in the source."""
        if text:
            self.starts.append(self.length)
            self.raws.append(raw)
            self.parts.append(text)
            self.length += len(text)
            self.last = text[-1]

    def drop_last(self) -> None:
        """Take the last character back."""
        self.parts[-1] = self.parts[-1][:-1]
        self.length -= 1


def build(source: str, passage: Passage) -> Flow:
    """The flow of a passage; slices that lie outside the source are cut to it."""
    builder = _Builder(source)
    for start, end in passage.slices:
        first, last = max(start, 0), min(end, len(source))
        while first < last and source[first].isspace():
            first += 1
        while first < last and source[last - 1].isspace():
            last -= 1
        if first >= last:
            continue
        _bridge(builder, first)
        _fill(builder, first, last)
    return Flow(source, passage, "".join(builder.parts), builder.breaks, builder.starts, builder.raws)


def _bridge(builder: _Builder, first: int) -> None:
    """Join the slice that begins at `first` to what stands before it."""
    if not builder.length:
        return
    previous = builder.raws[-1] + len(builder.parts[-1])
    if builder.source[previous:first].strip():
        builder.breaks.append(builder.length)
    if builder.last in "-‐" and builder.source[first].islower() and not _hyphen_stands(builder.source, previous - 1, first):
        builder.drop_last()
    elif builder.last not in "-‐":
        builder.put(" ", min(previous, first))
    if builder.breaks and builder.breaks[-1] != builder.length and builder.source[previous:first].strip():
        builder.breaks[-1] = builder.length


def _fill(builder: _Builder, first: int, last: int) -> None:
    source, place = builder.source, first
    for match in REPAIR.finditer(source, first, last):
        builder.put(source[place : match.start()], place)
        place = match.end()
        match match.lastgroup:
            case "hyphen":
                if _hyphen_stands(source, match.start(), match.end()):
                    builder.put("-", match.start())
            case "accent":
                builder.put(unicodedata.normalize("NFC", match[0][0] + ACCENTS[match[0][1]]), match.start())
            case "space":
                builder.put(" ", match.start())
            case "stop":
                builder.put(" ", match.start() - 1)
    builder.put(source[place:last], place)


def _hyphen_stands(source: str, hyphen: int, following: int) -> bool:
    """Whether an end-of-line hyphen is the word's own: the rest of the text decides, then what stands before it."""
    left = re.search(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*$", source[max(0, hyphen - 40) : hyphen])
    right = re.match(r"[^\W\d_]+", source[following : following + 40])
    if not left or not right:
        return True
    words, last = _words(source), right[0].casefold()
    for first in dict.fromkeys((left[0].casefold(), re.split("[-‐]", left[0].casefold())[-1])):
        if first + last in words:
            return False
        if f"{first}-{last}" in words:
            return True
    return first in STANDING_PREFIXES


@lru_cache(maxsize=4)
def _words(source: str) -> frozenset[str]:
    """The words of a text in lower case, hyphenated ones whole."""
    return frozenset(re.findall(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*", source.casefold()))
