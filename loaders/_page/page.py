"""A saved page as loaders read it: plain text exactly as it was saved, or HTML turned into readable text once.

`read_page(capture)` keeps its result with the capture, so that recognising and reading parse a page once. Offsets count in `Page.text`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from graph.record import Capture, Span
from graph.sources.capture import decoded
from loaders._page.html import read_markup
from loaders._page.markup import EMAIL, Block, Markup, web_address

_HTML = re.compile(r"<!doctype\s+html|<html[\s>]|<body[\s>]|^\s*<(?:div|table|main|article|section|p|h1)[\s>]", re.IGNORECASE)
_ACCENTS = {
    "´": "\u0301", "`": "\u0300", "ˋ": "\u0300", "ˆ": "\u0302", "¨": "\u0308", "˜": "\u0303", "¸": "\u0327", "˚": "\u030a", "ˇ": "\u030c",
    "˘": "\u0306", "˙": "\u0307", "˝": "\u030b", "˛": "\u0328", "¯": "\u0304",
}  # fmt: skip
_GLANCE = 40_000
_MOST_HTML = 24 << 20
_VOWELS = frozenset("aeiouyAEIOUYı")
_ACCENTED = re.compile(rf"(?P<left>[^\W\d_])\s?(?P<mark>[{''.join(_ACCENTS)}])(?P<right>[^\W\d_])?")
_OPEN_LICENCE = re.compile(
    r"https?://creativecommons\.org/(?:licenses|publicdomain)/(?P<kind>[a-z-]+)(?:/(?P<version>\d\.\d))?(?:/[a-z]{2,3})?/?(?:deed\.\w+)?"
    r"|\b(?:CC[ -](?P<short>BY(?:-(?:NC|ND|SA)){0,2})(?:[ -](?P<number>[1-4]\.0))?|(?P<zero>CC0))\b",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:©|\(c\)\s|\bcopyright\b\s*(?:©|\(c\))?)\s*(?P<before>(?:1[89]|20)\d\d(?:\s?[-–,]\s?(?:1[89]|20)\d\d)?)?[\s,]*(?:by\s+)?"
    r"(?P<holder>[^\n©|]{2,90}?)\s*(?P<after>(?:1[89]|20)\d\d)?\s*(?=[.\n|;,]|\ball rights\b|$)",
    re.IGNORECASE,
)
_NO_HOLDER = re.compile(r"(?:all rights|notice|policy|information|statement|and\b|law|infring)", re.IGNORECASE)


@dataclass(slots=True)
class Page:
    """A page's text with what its markup adds; for plain text `markup` is empty and every non-empty line is a block."""

    text: str
    html: bool = False
    markup: Markup = field(default_factory=Markup)
    blocks: list[Block] = field(default_factory=list)
    wrong: str = ""
    _lower: str | None = None

    @property
    def lower(self) -> str:
        """The beginning and the end of the text in lower case: where loaders look for words before they look how those stand."""
        if self._lower is None:
            self._lower = f"{self.text[:200_000]}\n{self.text[-30_000:]}".lower() if len(self.text) > 200_000 else self.text.lower()
        return self._lower

    def first_meta(self, *names: str) -> str:
        """The first content among the named meta elements, or the empty string."""
        return next((values[0] for name in names if (values := self.markup.meta.get(name))), "")


def read_page(capture: Capture) -> Page:
    """The page of a capture, read once; one that cannot be read is empty and its `wrong` says why. Never raises."""
    held = capture.context.get("page")
    if isinstance(held, Page):
        return held
    page = _read(capture)
    capture.context["page"] = page
    return page


def glance(capture: Capture) -> Page:
    """What recognising needs: a whole page of HTML, of plain text the beginning and the end."""
    held = capture.context.get("page")
    if isinstance(held, Page) and held.html:
        return held
    text = capture.text or decoded(capture.data)[0]
    if is_html(text):
        return read_page(capture)
    part = text if len(text) <= 2 * _GLANCE else f"{text[:_GLANCE]}\n{text[-_GLANCE:]}"
    return Page(part, blocks=list(_lines(part)))


def _read(capture: Capture) -> Page:
    text = capture.text or decoded(capture.data)[0]
    if is_html(text):
        if len(text) > _MOST_HTML:
            return Page("", html=True, wrong=f"a page of more than {_MOST_HTML >> 20} million characters of HTML is not read")
        markup = read_markup(text)
        unread = markup.problems[0] if markup.problems and not markup.text else ""
        return Page(markup.text, html=True, markup=markup, blocks=markup.blocks, wrong=unread)
    return Page(text, blocks=list(_lines(text)))


def is_records(capture: Capture) -> bool:
    """Whether a file begins as JSON or BibTeX does, and so is no page and no text of one."""
    return capture.data[:64].lstrip()[:1] in (b"{", b"[", b"@")


def is_html(head: str) -> bool:
    """Whether a text starts like an HTML page or fragment (and not like other XML)."""
    return _HTML.search(head[:4096]) is not None


def _lines(text: str) -> list[Block]:
    found = []
    at = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            start = at + line.index(bare)
            found.append(Block("line", start, start + len(bare)))
        at += len(line) + 1
    return found


def clean(text: str) -> str:
    """A value for a field: one line, NFC, without control characters, e-mail addresses and stray marks of order."""
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", "", text)
    return " ".join(EMAIL.sub("", text).split())


def joined(text: str) -> str:
    """Line breaks and end-of-line hyphens joined, as `Span.exact` may have them."""
    return re.sub(r"\s+", " ", re.sub(r"(?<=[^\W\d_])-\n(?=[^\W\d_])", "", text))


def with_accents(text: str) -> str:
    """Spacing accents of old PDF fonts joined with their letters: "Universite´" → "Université"."""

    def put(found: re.Match[str]) -> str:
        left, mark, right = found["left"], found["mark"], found["right"] or ""
        before = unicodedata.normalize("NFC", left + _ACCENTS[mark])
        after = unicodedata.normalize("NFC", right.replace("ı", "i") + _ACCENTS[mark]) if right else ""
        # most fonts print the accent after its letter; where a consonant stands there and a vowel follows ("Jos´e"), before it
        swapped = mark in "´`ˋˆ¨" and left not in _VOWELS and right in _VOWELS
        if len(after) == 1 and (swapped or len(before) > 1):
            return left + after
        return before + right if len(before) == 1 else found[0]

    return _ACCENTED.sub(put, text)


def span(text: str, start: int, end: int, page: str = "") -> Span:
    """The span of a stretch with blanks at its ends left out."""
    cut = text[start:end]
    start += len(cut) - len(cut.lstrip())
    end = max(start, end - (len(cut) - len(cut.rstrip())))
    return Span(start, end, text[start:end], page)


def without_addresses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretch in pieces around the e-mail addresses in it, blanks at their ends left out: usually one, none where it is blank."""
    pieces = []
    for found in EMAIL.finditer(text, start, end):
        pieces.append((start, found.start()))
        start = found.end()
    bare = [span(text, a, b) for a, b in (*pieces, (start, end))]
    return [(piece.start, piece.end) for piece in bare if piece.exact]


def open_licence(text: str) -> str:
    """The open licence that a text prints, as its address; the empty string where it prints none."""
    found = _OPEN_LICENCE.search(text)
    if not found:
        return ""
    if found["zero"] or (found["kind"] or "").casefold() == "zero":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    kind = (found["kind"] or found["short"]).casefold()
    if not re.fullmatch(r"by(?:-(?:nc|nd|sa)){0,2}", kind):
        return ""
    version = found["version"] or found["number"]
    return f"https://creativecommons.org/licenses/{kind}/{version}/" if version else f"https://creativecommons.org/licenses/{kind}/"


def rights_holder(text: str) -> tuple[str, int | None]:
    """Who a copyright line names, and the year it prints: "© 2024 scite LLC. All …" → ("scite LLC", 2024)."""
    for found in _RIGHTS.finditer(text):
        holder = clean(found["holder"]).strip(" .,;:-–")
        year = re.search(r"(?:1[89]|20)\d\d$", found["before"] or found["after"] or "")
        if re.search(r"[^\W\d_]{2}", holder) and not _NO_HOLDER.match(holder):
            return holder, int(year[0]) if year else None
    return "", None


__all__ = [
    "EMAIL",
    "Block",
    "Page",
    "clean",
    "glance",
    "is_html",
    "joined",
    "open_licence",
    "read_page",
    "rights_holder",
    "span",
    "web_address",
    "with_accents",
    "without_addresses",
]
