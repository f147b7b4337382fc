"""The labels of the concept scheme in a text: longest match over folded words.

Folded are case, hyphens and spaces, plural, British and American spelling, accents and possessives; "co-production", "coproduction" and
"Coproduction" are one form, "post-NPM" and "NPM" are two.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import ahocorasick_rs

from graph import scheme

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = re.compile(
    r"(?:(?<![^\W_])(?:co|non|inter|multi|meta|neo|e|re|de|pre|intra|sub|micro|macro|trans|anti)[-‐‑–])?"
    r"[^\W_]+(?:[’'´`]s(?![^\W_]))?",
    re.IGNORECASE,
)
ABBREVIATION = re.compile(r"[A-Z][A-Za-z]{0,3}[A-Z]\d?s?")
SPELLINGS = (
    (re.compile(r"(lab|behavi|neighb|col|fav|hon|harb|endeav)our"), r"\1or"),
    (re.compile(r"is(ation|ational|ations|e|ed|es|ing|er|ers)$"), r"iz\1"),
    (re.compile(r"ys(e|ed|es|ing|er|ers)$"), r"yz\1"),
    (re.compile(r"tre$"), "ter"),
    (re.compile(r"gramme"), "gram"),
    (re.compile(r"ence$"), "ense"),
)


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """The form of one word under which its spellings and its plural meet."""
    text = unicodedata.normalize("NFKD", word.casefold())
    text = "".join(c for c in text if c.isalnum() or c in "'’´`")
    text = re.sub(r"['’´`].*$", "", text)
    for pattern, replacement in SPELLINGS:
        text = pattern.sub(replacement, text)
    return _singular(text)


def _singular(text: str) -> str:
    if len(text) > 4 and text.endswith("ies"):
        return text[:-3] + "y"
    if len(text) > 4 and re.search(r"(?:sh|ch|x|ss|zz)es$", text):
        return text[:-2]
    if len(text) > 3 and text.endswith("s") and not text.endswith(("ss", "us", "is")):
        return text[:-1]
    return text


def key(label: str) -> str:
    """A whole label folded: its words' forms, a space between."""
    return " ".join(fold(word) for word in WORD.findall(label))


@dataclass(slots=True, frozen=True)
class Hit:
    """The label of a concept stands at `text[start:end]`; `form` is the label that was met."""

    slug: str
    start: int
    end: int
    form: str


@dataclass(slots=True, frozen=True)
class _Form:
    slug: str
    label: str
    hidden: bool


class Index:
    """Labels to look for, by folded form; built once, then read-only."""

    def __init__(self, labels: Iterator[tuple[str, str, bool]]) -> None:
        self.forms: dict[str, list[_Form]] = {}
        for slug, label, hidden in labels:
            self.forms.setdefault(key(label), []).append(_Form(slug, label, hidden))
        self.patterns = [form for form in self.forms if form]
        self.automaton = ahocorasick_rs.AhoCorasick(
            [f" {' '.join(f'{word} ' for word in form.split())}" for form in self.patterns],
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        )

    def find(self, text: str) -> Iterator[Hit]:
        """Every label in the text, leftmost and longest, none within another."""
        words = list(WORD.finditer(text))
        starts, parts, length = list[int](), list[str](), 0
        for word in words:
            starts.append(length)
            part = f" {fold(word[0])} "
            parts.append(part)
            length += len(part)
        for which, first, last in self.automaton.find_matches_as_indexes("".join(parts)):
            head = words[bisect_right(starts, first) - 1]
            tail = words[bisect_right(starts, last - 1) - 1]
            end = _without_possessive(text, tail.start(), tail.end())
            form = self._choose(self.forms[self.patterns[which]], text[head.start() : end])
            if form and not _crosses(text[head.start() : end]):
                yield Hit(form.slug, head.start(), end, form.label)

    def _choose(self, forms: list[_Form], surface: str) -> _Form | None:
        folded = surface.casefold()
        for form in sorted(forms, key=lambda form: form.label.casefold() != folded):
            if not ABBREVIATION.fullmatch(form.label) or surface.removesuffix("s") == form.label.removesuffix("s"):
                return form
        return None


def _without_possessive(text: str, start: int, end: int) -> int:
    owned = re.search(r"[’'´`]s$", text[start:end])
    return start + owned.start() if owned else end


def _crosses(surface: str) -> bool:
    """Whether the words of a match belong to two sentences or clauses."""
    return re.search(r"[.;:!?()\[\]]|, ", surface.replace("2.0", "")) is not None


@lru_cache(maxsize=1)
def index() -> Index:
    """The index of all labels of the scheme."""
    return Index(_labels())


def _labels() -> Iterator[tuple[str, str, bool]]:
    for concept in scheme.concepts().values():
        hidden = frozenset(concept.hidden)
        for label in concept.forms():
            yield concept.slug, label, label in hidden


@lru_cache(maxsize=1)
def hidden_abbreviations() -> frozenset[tuple[str, str]]:
    """(slug, label) of the abbreviations that count only in a text that also prints the name in full: "DEG", "HLS"."""
    return frozenset(
        (concept.slug, label) for concept in scheme.concepts().values() for label in concept.hidden if ABBREVIATION.fullmatch(label)
    )
