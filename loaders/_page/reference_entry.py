"""One entry of a printed list of references: its words without the number before them and the links beside them, and where those lead."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from graph.identify import normal_doi
from loaders._words import vocabulary

if TYPE_CHECKING:
    from loaders._page.markup import Block, Inline
    from loaders._page.page import Page

DATED = re.compile(
    r"(?<!\d)[12]\d{3}(?!\d)|\b10\.\d{4,9}/|https?://|\bwww\.|\b(?:forthcoming|in press|n\.\s?d\.|o\.\s?J\.|s\.\s?d\.|undated|im Erscheinen"
    r"|im Druck|à paraître|sous presse|en prensa|no prelo|in corso di stampa|under trykning|i trykk)",
    re.IGNORECASE,
)
"""What nearly every reference has: a year, an address or a word instead of a year."""
_BADGE_WORDS = vocabulary(
    "abstract abstracts access ads article articles author back books cas chemical citation citations copac cross crossref doi download "
    "export external find free full get go google green html http https in isi library link links mathematical mathscinet medline ncbi "
    "new of on open openurl order pdf pmc pmcid pmid preview publication publisher pubmed record ref reference references return "
    "reviews scholar science scopus search see service tab text the this to url version view web window with worldcat zbmath"
)
"""Words of the links that publishers put beside an entry ("View Article", "PubMed Abstract", "Find this author on Google Scholar")."""
_LABEL = re.compile(r"[\[({]?\s*(?:\d{1,4}|[ivxlc]{1,6}|[*†‡•^↑]|[a-z])\s*[\])}.:]*|\[[\w.+: -]{1,24}\]", re.IGNORECASE)
_LABELLING = re.compile(r"\.(?:[\w-]*[-_])?(?:label|number|order|num|no|tag|counter|index|backlink)(?:[-_]\w+)*", re.IGNORECASE)
_LONGEST_LABEL = 60
_BLANKS = " \n\t\xa0"
_MARKS = f"{_BLANKS}[](){{}}|,;·•.:»↑-–"


class Entry(NamedTuple):
    """An entry of the list: `text[start:end]` without its number and the links beside it, and the one DOI that these lead to."""

    start: int
    end: int
    doi: str = ""


class Entries:
    """Reads the entries of one page."""

    def __init__(self, page: Page) -> None:
        self.text = page.text
        self._inlines = sorted(page.markup.inlines, key=lambda one: (one.start, -one.end))
        self._starts = [one.start for one in self._inlines]

    def of_blocks(self, blocks: list[Block]) -> Entry | None:
        """The entry that blocks make together: those before and behind its words that are a number or links are left out."""
        said = [block for block in blocks if not self._is_beside(block)]
        return self.of(said[0].start, said[-1].end, (blocks[0].start, blocks[-1].end)) if said else None

    def of(self, start: int, end: int, around: tuple[int, int]) -> Entry | None:
        """The entry of `text[start:end]`, whose links stand in the stretch around it; None where no words are left."""
        text = self.text
        inlines = self._inlines[bisect_left(self._starts, around[0]) : bisect_left(self._starts, around[1])]
        start = self._after_label(start, end, inlines)
        end = self._before_badges(start, end, inlines)
        words = re.findall(r"[^\W\d_]{2,}", text[start:end])
        if not words or (len(words) == 1 and not DATED.search(text, start, end)):
            return None
        dois = {doi for one in inlines if "doi.org/" in one.href and (doi := normal_doi(one.href))}
        return Entry(start, end, dois.pop() if len(dois) == 1 else "")

    def dated(self, entry: Entry) -> bool:
        """Whether it has what nearly every reference has."""
        return DATED.search(self.text, entry.start, entry.end) is not None

    def _is_beside(self, block: Block) -> bool:
        words = self.text[block.start : block.end]
        return _LABEL.fullmatch(words.strip(_BLANKS)) is not None or _is_badge(words)

    def _after_label(self, start: int, end: int, inlines: list[Inline]) -> int:
        """Where an entry begins after the inline elements that number or name it."""
        for one in inlines:
            if one.start > start and self.text[start : one.start].strip(_MARKS):
                break
            if start < one.end < end and self._is_label(one):
                rest = self.text[one.end : end]
                start = one.end + len(rest) - len(rest.lstrip(f"{_BLANKS}.:|"))
        return start

    def _is_label(self, one: Inline) -> bool:
        said = self.text[one.start : one.end].strip(_BLANKS)
        if one.tag == "a" and _LABEL.fullmatch(said):
            return True
        return len(said) <= _LONGEST_LABEL and any(map(_LABELLING.fullmatch, one.marks))

    def _before_badges(self, start: int, end: int, inlines: list[Inline]) -> int:
        """Where an entry ends before the links beside it."""
        for one in sorted(inlines, key=lambda inline: inline.end, reverse=True):
            if one.end <= start or self.text[one.end : end].strip(_MARKS):
                break
            if one.tag == "a" and start < one.start < end and _is_badge(self.text[one.start : one.end]):
                end = start + len(self.text[start : one.start].rstrip(f"{_BLANKS}[(|·•-–"))
        return end


def _is_badge(said: str) -> bool:
    """Whether a link's or a line's words say nothing but where it leads."""
    words = re.findall(r"\w+", said)
    return all(word.casefold() in _BADGE_WORDS for word in words)
