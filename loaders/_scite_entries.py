"""The abstracts of a scite page, each with the lines printed above it, told from what the site says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders._abstract_parts import opens_later_part
from loaders._markup import EMAIL

if TYPE_CHECKING:
    from loaders._page import Page

_FOOT = re.compile(
    r"^(?:scite(?:\.ai)? (?:is a|helps|_)\b|scite is\b|contact info\b|copyright ©|© ?\d{4} scite|this site is protected by recaptcha"
    r"|made with\b.{0,12}\bfor researchers|part of the research solutions|blog terms and conditions)",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"\bscite(?:\.ai)?\b.{0,200}\b(?:citations?|organi[sz]ation|researchers|assistant|extension|browser|account|subscri\w+|llc|inc)\b"
    r"|\brecaptcha\b|\bprivacy policy\b|\bcookie|\ball rights reserved\b",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"^(?:view full text|buy / rent full text|set e-?mail alert|show abstract|hide abstract|cite|cited by \d.*|references? \d+ publications?"
    r"|\(?\d+ citation statements?\)?.*|search citation statements|order by.*|relevance|paper sections|citation types?|publication types?"
    r"|year published|help me understand this (?:paper|report)|smart citations.*|supporting|mentioning|contrasting|unclassified|log ?in"
    r"|sign up|pricing|product|resources|support|about|blog|careers|home|search|assistant|dashboards?|see others like this"
    r"|related(?: (?:papers|articles|abstracts))?|filters?|add to (?:library|dashboard)|export|share|copy|close|menu|skip to.*"
    r"|\d+ (?:supporting|mentioning|contrasting).*|search results.*|terms.*|section: .*|.*confidence: \d+%.*|sort by.*"
    r"|show more.*|load more.*|abstracts?:?|journal article|article|preprint|book chapter)$",
    re.IGNORECASE,
)
_ABSTRACT = re.compile(r"^abstracts?\s*[:.–—]\s*(?=\S)|^Abstract(?=[A-Z])|^ABSTRACT\s+(?=[A-Z])", re.IGNORECASE)
_STATEMENT = re.compile(r"^(?:[“\"]?\s?(?:\.{3}|…)|[“\"][a-z])")
_LEAST = 220


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


def read_entries(page: Page) -> Entries:
    """Cut a page into abstracts; what stands after the site's foot begins is the site's."""
    found = Entries()
    head: list[tuple[int, int]] = []
    foot = False
    for start, end in _paragraphs(page):
        text = page.text[start:end]
        foot = (foot and not _reads_as_abstract(text)) or _FOOT.match(text) is not None
        if foot or _SITE.search(text) or _BUTTON.match(text) or EMAIL.search(text):
            found.site.append(text)
            continue
        if _STATEMENT.match(text):
            found.statements += 1
            continue
        mark = _ABSTRACT.match(text)
        if (label := opens_later_part(text)) and found.entries and not head and label != _last_label(page, found.entries[-1]):
            found.entries[-1].slices.append((start, end))
        elif _reads_as_abstract(text[mark.end() :] if mark else text):
            found.entries.append(Entry([(start + (mark.end() if mark else 0), end)], head))
            head = []
        else:
            head.append((start, end))
    return found


def _last_label(page: Page, entry: Entry) -> str:
    return opens_later_part(page.text[slice(*entry.slices[-1])])


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


def _reads_as_abstract(text: str) -> bool:
    """Several sentences of running text."""
    sentences = len(re.findall(r"[.!?][)”’\"']?(?:\s|$|(?=[A-Z]))", text))
    return len(text) >= _LEAST and sentences >= 2 and len(re.findall(r"\b[a-zß-ÿ]{2,}\b", text)) > len(text.split()) * 0.5
