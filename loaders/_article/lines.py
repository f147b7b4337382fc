"""The lines of an article's text as a PDF gave it up: site text, page furniture and addresses told from running text.

Page heads and numbers are taken out of the running text and kept as anchors: from this place on it is page 604.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING

from graph.identify import plain_letters
from loaders._page.markup import EMAIL
from loaders._values.volume import read_place

if TYPE_CHECKING:
    from loaders._page.page import Page

_SITE_END = re.compile(
    r"^(?:to continue reading\W*$|request (?:your|a) (?:free )?trial\W*$|get started for free\W*$|get this document and\b"
    r"|start your (?:free )?(?:\d+-day )?trial\b|unlock full access\b|sign up for a free\b|subscribers can\b|view this document and try\b"
    r"|this document is available in original version only|para continuar leyendo\W*$|solicit[ae] (?:tu|su) prueba\W*$"
    r"|pour continuer (?:la|votre) lecture|demandez votre essai|para continuar a ler\W*$|peça (?:já )?(?:o )?seu teste"
    r"|per continuare a leggere"
    r"|see more\W*$|transform your legal research|access comprehensive legal|try vlex\b|at vlex,)",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"\bvlex\b.{0,60}\b(?:cookies?|trial|vincent|subscri\w+|browsing|navegaci\w+|rights reserved)|\bcookie policy\b|^accept(?: all)?$"
    r"|^log ?in$|^sign in$|^skip to (?:main )?content"
    r"|^(?:home|search|menu|library|browse|share|print|download|save|translate|related|cited in|cite)$",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"^(?:downloaded from\b|.{0,80}\bby guest on\b|page \d+ of \d+$|paper type\b.{0,40}$"
    r"|\d{5,7}\s?[A-Z]{2,6}XXX\s?10\.\d{4}|(?:research|review|case|other|editorial)-?(?:article|report)?(?:19|20)\d\d$)",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"^\*?\s*(?:corresponding authors?|correspondence(?: to)?|(?:address(?:es)? )?for correspondence|author for correspondence"
    r"|contact(?: details| author)?|autor (?:de|para) correspondencia|auteur correspondant)(?:\b\s*[:.]|\s*$|(?=\s+[A-ZÀ-Þ]))",
    re.IGNORECASE,
)
_CONTACT_LINE = re.compile(r"^(?:e-?mails?|tel(?:ephone)?|phone|fax|correo|courriel)\b\s*[:.]", re.IGNORECASE)
_CONTACT_END = re.compile(r"\be-?mails?\s*:?\s*$", re.IGNORECASE)
_STARTS = re.compile(r"^(?:\d\.?\s)?(?:abstract|summary|key ?words|introduction|points for practitioners)\b", re.IGNORECASE)
_NUMBER = re.compile(r"^\d{1,5}$")
_DATED_HEAD = re.compile(r"[^\W\d_]{2}\s/\s(?:[^\W\d_]{3,9}\.?\s)?(?:19|20)\d\d$")
"""How older journals end a page head: "PUBLIC WORKS / March 1995"."""
_LONGEST_CONTACT = 8
_FEW, _LONG = 8, 120


@dataclass(slots=True)
class Line:
    """One line of the captured text without blanks at its ends; `role` is empty for running text."""

    start: int
    end: int
    text: str
    role: str = ""
    heading: bool = False


def read_lines(page: Page) -> list[Line]:
    """All lines, blank ones included; what the site says around the article has the role "site", headings of HTML are marked."""
    lines = []
    at = 0
    headings = sorted(block.start for block in page.blocks if re.fullmatch(r"h[1-6]", block.tag))
    for raw in page.text.split("\n"):
        text = raw.strip().strip("\f\ufeff")
        start = at + (raw.index(text) if text else 0)
        line = Line(start, start + len(text), text, role="" if text else "blank")
        place = bisect_left(headings, start)
        line.heading = bool(text) and place < len(headings) and headings[place] < line.end
        lines.append(line)
        at += len(raw) + 1
    lines = _single_spaced(lines)
    _mark_site(lines)
    return lines


def _single_spaced(lines: list[Line]) -> list[Line]:
    """Text that was saved with a blank line after each line, without those: what was one blank line is two there."""
    gaps = [len(list(run)) for blank, run in groupby(lines, key=lambda line: not line.text) if blank]
    printed = [len(line.text) for line in lines if line.text]
    if len(printed) < _FEW or len(gaps) < len(printed) - 1 or max(gaps) < 2 or median(printed) > _LONG:
        return lines
    return [line for number, line in enumerate(lines) if line.text or (number and not lines[number - 1].text)]


def _mark_site(lines: list[Line]) -> None:
    ended = False
    for number, line in enumerate(lines):
        ended = ended or (number > 3 and _SITE_END.match(line.text) is not None)
        if line.text and (ended or _SITE.search(line.text) or _FURNITURE.match(line.text)):
            line.role = "site"


def mark_contacts(lines: list[Line]) -> list[str]:
    """Give addresses for correspondence the role "contact"; the text of each block, for the bodies that it names."""
    found = []
    number = 0
    while number < len(lines):
        line = lines[number]
        if line.role == "" and _CONTACT.match(line.text):
            block = _contact_block(lines, number)
            for one in block:
                one.role = "contact"
            found.append(EMAIL.sub("", " ".join(one.text for one in block)))
            number += len(block)
            continue
        if line.role == "" and (_CONTACT_LINE.match(line.text) or EMAIL.fullmatch(line.text)):
            line.role = "contact"
        number += 1
    return [_CONTACT.sub("", text).strip(" :") for text in found]


def _contact_block(lines: list[Line], first: int) -> list[Line]:
    block = [lines[first]]
    if EMAIL.search(block[0].text) or _CONTACT_END.search(block[0].text):
        return block
    for line in lines[first + 1 : first + _LONGEST_CONTACT]:
        if line.role or line.heading or _STARTS.match(line.text):
            break
        block.append(line)
        if EMAIL.search(line.text) or _CONTACT_LINE.match(line.text) or line.text.endswith("@"):
            break
    return block


class Furniture:
    """Page heads and numbers of one article. `surnames` are those of its authors as far as known, `pages` its page range."""

    def __init__(self, surnames: set[str], pages: str) -> None:
        self.surnames = {plain_letters(name) for name in surnames}
        numbers = [int(n) for n in re.findall(r"\d+", pages)]
        self.first = numbers[0] if numbers else None
        self.last = numbers[1] if len(numbers) > 1 else None
        if self.first is not None and self.last is not None and self.last < self.first:
            self.last += self.first - self.first % 10 ** len(str(self.last))  # "846–60"
        self.journals: list[str] = []
        self.author_heads: list[str] = []

    def mark(self, lines: list[Line]) -> list[tuple[int, str]]:
        """Give page heads and numbers the role "furniture"; the (offset, page) at which each page begins."""
        anchors: list[tuple[int, str]] = []
        previous = self.first
        for number, line in enumerate(lines):
            if line.role:
                continue
            printed, heads = self._page_mark(lines, number)
            alone_first = printed is not None and printed == self.first and not anchors
            if printed is None or not self._follows(printed, previous, sure=bool(heads) or alone_first):
                continue
            for one in heads:
                one.role = "furniture"
            line.role = "furniture"
            self._note(heads)
            foot = printed == self.first and not anchors
            if foot:
                self.first = printed - 1  # numbers stand at the foot: what follows is the next page
            after = max(one.end for one in (line, *heads))
            anchors.append((after, str(printed + 1 if self.first is not None and foot else printed)))
            previous = printed
        return anchors

    def _page_mark(self, lines: list[Line], number: int) -> tuple[int | None, list[Line]]:
        """The page number that a line prints, alone beside a page head or together with it, and the lines of that head."""
        text = lines[number].text
        if _NUMBER.match(text):
            near = [_neighbour(lines, number, step) for step in (-1, 1)]
            return int(text), [one for one in near if one is not None and self.is_head(one.text)][:1]
        both = re.match(r"^(?:(?P<left>\d{1,5})\s+(?P<after>\D.{2,100})|(?P<before>\D.{2,100}?)\s+(?P<right>\d{1,5}))$", text)
        if both and self.is_head(both["after"] or both["before"] or ""):
            return int(both["left"] or both["right"]), [lines[number]]
        return None, []

    def _follows(self, printed: int, previous: int | None, *, sure: bool) -> bool:
        if self.first is not None and not self.first <= printed <= (self.last or self.first + 80):
            return False
        if previous is None:
            return sure
        return printed == previous + 1 or (sure and previous <= printed <= previous + 60)

    def is_head(self, text: str) -> bool:
        """Whether a line reads as a page head: a journal with volume and issue, or the authors' surnames."""
        if len(text) > 120:
            return False
        place = read_place(text)
        if (place.title and place.volume and place.issue and not place.pages) or _DATED_HEAD.search(text):
            return True
        names = re.sub(r"\bet al\.?$", "", text).strip(" ,")
        if not re.fullmatch(r"(?:[^\W\d_][\w'’´-]*\.?(?:\s|,\s?|$)){1,9}", names):
            return False
        parts = [part for part in re.split(r",\s*|\s+(?:and|und|et|y|e|&)\s+", names) if part]
        known = [any(plain_letters(part).endswith(surname) for surname in self.surnames) for part in parts]
        return bool(parts) and (all(known) if self.surnames else "et al" in text or re.search(r"\w (?:and|&) \w", text) is not None)

    def _note(self, heads: list[Line]) -> None:
        for head in heads:
            place = read_place(re.sub(r"^\d{1,5}\s+|\s+\d{1,5}$", "", head.text))
            if place.title and place.volume:
                self.journals.append(place.title)
            else:
                self.author_heads.append(head.text)


def _neighbour(lines: list[Line], number: int, step: int) -> Line | None:
    """The next line that is not blank, at most two lines away."""
    for at in (number + step, number + 2 * step):
        if 0 <= at < len(lines) and lines[at].role != "blank":
            return lines[at] if lines[at].role == "" else None
    return None
