"""The list of references that an HTML page prints: where each entry stands, and the DOI that its links lead to.

A list is found by what heads it, or by how its markup calls it (`role="doc-bibliography"`, `class="references"`, `id="bibliography"`). Its
entries are list elements, rows, values of terms, elements that the markup calls entries, else paragraphs, else lines.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby, islice, pairwise
from typing import TYPE_CHECKING

from loaders._page.elements import is_list_mark
from loaders._page.reference_entry import DATED, Entries, Entry
from loaders._words import vocabulary
from loaders.reading.reference.entries import starts_of
from loaders.reading.reference.headings import AFTER, heads_references

if TYPE_CHECKING:
    from collections.abc import Callable

    from loaders._page.markup import Block, Element
    from loaders._page.page import Page

_MOST, _MOST_HEADINGS, _LONGEST_HEADING, _LONGEST_PARAGRAPH = 3_000, 20, 60, 1_200
_CLIMBED = 4
"""How many elements around a heading are looked at for the list: headings have wrappers of their own."""
_ENTRY = re.compile(
    r"(?:\.(?:[\w-]*[-_])?(?:ref(?:erence)?s?|citation|cit|bib(?:lio)?)(?:[-_]?(?:item|entry|content|body|copy\d?|biblio))?|role:doc-biblioentry)",
    re.IGNORECASE,
)
_ELEMENTS = vocabulary("li dd tr")
_NUMBER = re.compile(r"[\[(]?(\d{1,4})(?:[\])]\.?\s*|\.\s+|\.(?=[^\W\d_])|\s+(?=[^\W_])|(?=[^\W\d_]))")
_GOES_ON = re.compile(
    r"(?!(?:v[ao]n|de[nrs]?|d[aiu]|l[ae]|te[nr]|af|[ae]l)[\s-]|[dl]['’])[a-zà-ÿ]"
    r"|(?i:https?:|www\.|doi\b|url\b|available\b|retrieved\b|disponib|verfügbar|en ligne|»|[(\[]?accessed\b)"
)
_OF_THE_SITE = re.compile(
    r"copyright\b|©|how to cite|cite (?:this|as)\b|citation:|received\b|accepted\b|published\b|submitted\b|manuscript\b|correspond"
    r"|e-?mail\b|recibido|aceptado|recebido|aceito|reçu\b|accepté\b|eingegangen|zitiervorschlag|cómo citar|como citar|pour citer"
    r"|last (?:modified|updated)",
    re.IGNORECASE,
)
"""How a paragraph begins that stands under a list and is none of it."""
_LINES_MEANT = 2
_NO_HEADING = 7


def printed_entries(page: Page) -> list[Entry]:
    """The entries of the page's lists of references, in order, one that is printed twice once."""
    found = _headed(page) or _marked(page)
    once: dict[str, Entry] = {}
    for entry in found[:_MOST]:
        once.setdefault(" ".join(page.text[entry.start : entry.end].split()), entry)
    return list(once.values())


def _headed(page: Page) -> list[Entry]:
    """The entries under headings that say "References"."""
    entries: list[Entry] = []
    headings = ((number, block) for number, block in enumerate(page.blocks) if _heads(page, block) or _first_line(page, block))
    for number, block in islice(headings, _MOST_HEADINGS):
        if entries and block.start < entries[-1].end:
            continue
        if first := _first_line(page, block):
            entries += _entries(page, [block._replace(start=first)], block.inside)
        elif _level(block) < _NO_HEADING or not _is_link(page, block):
            entries += _under(page, number)
    return entries


def _first_line(page: Page, block: Block) -> int:
    """Where the lines under a block's own first line begin, if that is a heading of references; else 0."""
    end = page.text.find("\n", block.start, min(block.end, block.start + _LONGEST_HEADING))
    return end + 1 if end > 0 and block.tag not in _ELEMENTS and heads_references(page.text[block.start : end]) else 0


def _heads(page: Page, block: Block) -> bool:
    """Whether a block is a heading of references."""
    short = block.end - block.start <= _LONGEST_HEADING and block.tag not in _ELEMENTS
    return short and heads_references(page.text[block.start : block.end])


def _level(block: Block) -> int:
    """1 to 6 of a heading; more of anything else."""
    return int(block.tag[1]) if block.tag[:1] == "h" and block.tag[1:].isdigit() else _NO_HEADING


def _is_link(page: Page, block: Block) -> bool:
    """Whether the block is nothing but a link, as in a table of contents."""
    return any(one.tag == "a" and (one.start, one.end) == (block.start, block.end) for one in page.markup.inlines)


def _under(page: Page, number: int) -> list[Entry]:
    """The entries between a heading and the next one of its rank, in the smallest element around it that holds any."""
    heading = page.blocks[number]
    holder: Element | None = heading.inside
    looked_at = 0
    for _ in range(_CLIMBED):
        stretch, ended = _stretch(page, number, holder)
        if len(stretch) > looked_at and (entries := _entries(page, stretch, holder)):
            return entries
        looked_at = len(stretch)
        if ended or holder is None:
            break
        holder = holder.around
    return []


def _stretch(page: Page, number: int, holder: Element | None) -> tuple[list[Block], bool]:
    """The blocks that stand under a heading within an element, and whether another heading ends them."""
    level, within = _level(page.blocks[number]), _Around(lambda element: element is holder)
    stretch: list[Block] = []
    for block in page.blocks[number + 1 :]:
        if holder is not None and within.of(block) is None:
            break
        after = _level(block) <= min(level, _NO_HEADING - 1) or _heads(page, block)
        if after or (block.end - block.start <= _LONGEST_PARAGRAPH and AFTER.fullmatch(page.text[block.start : block.end])):
            return stretch, True
        stretch.append(block)
    return stretch, False


class _Around:
    """The outermost element around a block that is asked for, each element looked at once."""

    def __init__(self, asked: Callable[[Element], bool]) -> None:
        self._asked = asked
        self._known: dict[int, Element | None] = {}

    def of(self, block: Block) -> Element | None:
        element, path = block.inside, []
        while element is not None and id(element) not in self._known:
            path.append(element)
            element = element.around
        found = self._known[id(element)] if element is not None else None
        for one in reversed(path):
            found = self._known[id(one)] = found or (one if self._asked(one) else None)
        return found


def _marked(page: Page) -> list[Entry]:
    """The entries in elements that the markup calls a list of references."""
    lists = _Around(lambda element: any(map(is_list_mark, element.own)))
    entries: list[Entry] = []
    for around, stretch in groupby(page.blocks, key=lists.of):
        if around is not None:
            entries += _entries(page, list(stretch), around)
    return entries


@lru_cache(maxsize=4096)
def _is_entry(mark: str) -> bool:
    return mark in _ELEMENTS or _ENTRY.fullmatch(mark) is not None


def _entries(page: Page, stretch: list[Block], holder: Element | None) -> list[Entry]:
    """The entries of a list's blocks; none where most of them have neither a year nor an address."""
    read, blocks = Entries(page), [block for block in stretch if _level(block) == _NO_HEADING]
    if units := _units(blocks, holder):
        found = [entry for unit in units if (entry := read.of_blocks(unit)) is not None]
        kept = found
    else:
        lines = [line for block in blocks for line in _lines(page.text, block)]
        found = [entry for line in lines if (entry := read.of(*line, line)) is not None]
        kept = [entry for entry in found if read.dated(entry) and _may_be_entry(page.text, entry)]
    return _without_numbers(page.text, kept) if 2 * sum(map(read.dated, found)) >= len(found) else []


def _may_be_entry(text: str, entry: Entry) -> bool:
    """Whether a paragraph under a heading may be an entry by its length and its first words."""
    return entry.end - entry.start <= _LONGEST_PARAGRAPH and not _OF_THE_SITE.match(text, entry.start)


def _units(blocks: list[Block], holder: Element | None) -> list[list[Block]]:
    """The blocks of each element that is an entry; none where no element is."""
    paths = [_entry_elements(block, holder) for block in blocks]
    depth = 0
    while paths and len({id(path[depth]) for path in paths if len(path) > depth}) == 1 and any(len(path) > depth + 1 for path in paths):
        depth += 1  # one element that holds all of them is no entry
    held = [(path[depth], block) for path, block in zip(paths, blocks, strict=True) if len(path) > depth]
    return [[block for _, block in unit] for _, unit in groupby(held, key=lambda pair: id(pair[0]))]


def _entry_elements(block: Block, holder: Element | None) -> list[Element]:
    """The elements between the list and a block that may be entries, the outermost first."""
    path: list[Element] = []
    element = block.inside
    while element is not None and element is not holder:
        if any(map(_is_entry, element.own)):
            path.append(element)
        element = element.around
    return path[::-1]


def _lines(text: str, block: Block) -> list[tuple[int, int]]:
    """The block, or its lines where each of them could be an entry: one that begins with an address or in small letters goes on."""
    lines, at = [], block.start
    for line in text[block.start : block.end].split("\n"):
        if bare := line.strip():
            start = at + line.index(bare)
            lines.append((start, start + len(bare)))
        at += len(line) + 1
    if len(lines) < _LINES_MEANT:
        return [(block.start, block.end)]
    if not all(DATED.search(text, start, end) and not _GOES_ON.match(text, start, end) for start, end in lines):
        lines = _joined(text, lines)
    return lines if all(DATED.search(text, start, end) for start, end in lines) else [(block.start, block.end)]


def _joined(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Lines that were broken anywhere put together, each with those that go on with it."""
    starts = sorted({0, *starts_of([text[start:end] for start, end in lines])})
    return [(lines[first][0], lines[last - 1][1]) for first, last in pairwise([*starts, len(lines)])]


def _without_numbers(text: str, entries: list[Entry]) -> list[Entry]:
    """The entries without the numbers that count them."""
    numbers = [_NUMBER.match(text, entry.start, entry.end) for entry in entries]
    first = int(numbers[0][1]) if entries and numbers[0] else 0
    counted = [found is not None and int(found[1]) == first + place for place, found in enumerate(numbers)]
    if len(entries) < _LINES_MEANT or not all(counted):
        return entries
    return [Entry(found.end(), entry.end, entry.doi) for found, entry in zip(numbers, entries, strict=True) if found is not None]
