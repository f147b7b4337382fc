"""The abstracts of a scite page, each with the lines printed above it, told from what the site says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders._page.markup import EMAIL
from loaders._values.abstract_parts import begins_abstract, opening_label

if TYPE_CHECKING:
    from loaders._page.page import Page

_FOOT = re.compile(
    r"^(?:scite(?:\.ai)? (?:is a|helps|_)\b|scite is\b|contact info\b|copyright ©|© ?\d{4} scite|this site is protected by recaptcha"
    r"|made with\b.{0,12}\bfor researchers|part of the research solutions|blog terms and conditions)",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"\bscite(?:\.ai)?\b.{0,200}\b(?:citations?|organi[sz]ation|researchers|assistant|extension|account|llc)\b"
    r"|\brecaptcha\b|\bprivacy policy\b|\bcookie|\ball rights reserved\b",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"^(?:view full text|buy / rent full text|set e-?mail alert|show abstract|hide abstract|cite|cited by \d.*|references? \d+ .*"
    r"|\(?\d+ citation statements?\)?.*|search citation statements|order by.*|relevance|paper sections|citation types?|publication types?"
    r"|year published|citation (?:report|statements)"
    r"|help me understand this (?:paper|report)|smart citations.*|supporting|mentioning|contrasting|unclassified|log ?in"
    r"|sign up|pricing|product|resources|support|about|blog|careers|home|search|assistant|dashboards?|see others like this"
    r"|related(?: (?:papers|articles|abstracts))?|filters?|add to (?:library|dashboard)|export|share|copy|close|menu|skip to.*"
    r"|\d+ (?:supporting|mentioning|contrasting|citations?\b).*|search results.*|terms.*|section: .*|.*confidence: \d+%.*|sort by.*"
    r"|show more.*|load more.*|abstracts?:?|journal article|article|preprint|book chapter"
    r"|(?:(?:view full text|buy / rent(?: full text)?|add to (?:library|dashboard)|set e-?mail alert|cite)\s*)+"
    r"|(?:(?:supporting|mentioning|contrasting|unclassified)\s*:?\s*\d*\s*)+)$",
    re.IGNORECASE,
)
_ABSTRACT = re.compile(r"^(?i:abstracts?)\s*[:.–—]\s*(?=\S)|^A(?:bstract|BSTRACT)\s?(?=[A-Z])")
_STATEMENT = re.compile(r"^(?:[“\"]?\s?(?:\.{3}|…)|[“\"][a-z])")
_LEAST = 120
_LONG = 160
_LEAST_UNDER_HEAD = 60
_DATED = re.compile(r"^(?:19|20)\d\d\b|\b(?:19|20)\d\d$")
_STOP = re.compile(r"[^\W\d_]{2}[.!?][”’\"')]?$")


@dataclass(slots=True)
class Entry:
    """One abstract: its `slices` in the text, and the (start, end) of the lines above it that the site did not print of itself."""

    slices: list[tuple[int, int]]
    head: list[tuple[int, int]] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where the abstract begins."""
        return self.slices[0][0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.slices[-1][1]


@dataclass(slots=True)
class Entries:
    """The abstracts of a page, the site's own lines, and how many excerpts of citing works were left out."""

    entries: list[Entry] = field(default_factory=list)
    site: list[str] = field(default_factory=list)
    statements: int = 0


class _Cutter:
    """Goes through the paragraphs of a page and keeps what it has understood of them so far."""

    def __init__(self, page: Page) -> None:
        self.page, self.found = page, Entries()
        self.marked = {block.start for block in page.blocks if any("abstract" in mark for mark in block.marks)}
        self.head: list[tuple[int, int]] = []
        self.foot = False
        self.structured = False  # the last abstract is in labelled parts, and further parts of it may follow
        self.label_at: int | None = None  # a label stands alone on its line: the next paragraph is its text

    def take(self, start: int, end: int) -> None:
        """Take the next paragraph."""
        if mark := _ABSTRACT.match(self.page.text[start:end]):
            start += mark.end()
        text = self.page.text[start:end]
        self.foot = (self.foot and not _reads_as_abstract(text)) or _FOOT.match(text) is not None
        if self.foot or _SITE.search(text) or _is_button(text) or (EMAIL.search(text) and len(text) < _LEAST):
            self.found.site.append(text)
        elif _STATEMENT.match(text):
            self.found.statements += 1
        elif self.label_at is not None:
            self._part(self.label_at, end)
        elif label := opening_label(text):
            self._labelled(label, start, end)
        else:
            self._plain(start, end)

    def _part(self, start: int, end: int) -> None:
        """Add the text of a label that stood alone: to the abstract that goes on, or as the first of a new one."""
        label = opening_label(self.page.text[start:end])
        self.label_at = None
        if self.structured and not begins_abstract(label):
            self.found.entries[-1].slices.append((start, end))
        else:
            self._begin(start, end, structured=True)

    def _labelled(self, label: str, start: int, end: int) -> None:
        text = self.page.text[start:end]
        if len(text) <= len(label) + 2:
            self.label_at = start
        elif self.structured and not self.head and not begins_abstract(label):
            self.found.entries[-1].slices.append((start, end))
        elif _reads_as_abstract(text) or (begins_abstract(label) and len(text) > 60 and text.endswith(".")):
            self._begin(start, end, structured=True)
        else:
            self._plain(start, end)

    def _plain(self, start: int, end: int) -> None:
        text = self.page.text[start:end]
        dated = any(_DATED.search(self.page.text[slice(*line)]) for line in self.head)
        short = (start in self.marked or dated) and len(text) >= _LEAST_UNDER_HEAD and _STOP.search(text) is not None
        if short or _reads_as_abstract(text):
            self._begin(start, end, structured=False)
        else:
            self.head.append((start, end))

    def _begin(self, start: int, end: int, *, structured: bool) -> None:
        self.found.entries.append(Entry([(start, end)], self.head))
        self.head, self.structured = [], structured


def read_entries(page: Page) -> Entries:
    """Cut a page into abstracts; what stands after the site's foot begins is the site's."""
    cutter = _Cutter(page)
    for start, end in _paragraphs(page):
        cutter.take(start, end)
    return cutter.found


def _paragraphs(page: Page) -> list[tuple[int, int]]:
    """Blocks of HTML; lines of text; of text wrapped into short lines the runs between blank lines."""
    blocks = [(block.start, block.end) for block in page.blocks]
    if page.html or not blocks or max(end - start for start, end in blocks) > _LEAST or "\n\n" not in page.text:
        return blocks
    found = []
    for run in re.finditer(r"[^\n]+(?:\n[^\n]+)*", page.text):
        text = run[0].strip()
        if text:
            start = run.start() + run[0].index(text)
            found.append((start, start + len(text)))
    return found


def _is_button(text: str) -> bool:
    """Whether a line is a control of the site, or several side by side."""
    parts = [part for part in re.split(r"\s*[|•·]\s*", text) if part] if len(text) < _LEAST else [text]
    return bool(parts) and all(_BUTTON.match(part) for part in parts)


def _reads_as_abstract(text: str) -> bool:
    """Several sentences of running text, or a long one."""
    sentences = len(re.findall(r"[.!?][)”’\"']?(?:\s|$|(?=[A-Z]))", text))
    told = sentences >= 2 or (sentences == 1 and len(text) >= _LONG)
    return told and len(text) >= _LEAST and len(re.findall(r"\b[a-zß-ÿ]{2,}\b", text)) > len(text.split()) * 0.5
