"""The labels of the concept scheme in a text: longest match over folded words.

Folded are case, hyphens and spaces, plural, British and American spelling, accents and possessives; "co-production", "coproduction" and
"Coproduction" are one form, "post-NPM" and "NPM" are two.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

import ahocorasick_rs

from graph.sources import scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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


PREFIXES = "co|non|inter|multi|meta|neo|e|re|de|pre|intra|sub|micro|macro|trans|anti"
SPLITS = re.compile(
    r"(?:co(?=prod|creat|design|deliv|commis|evalu|gov)|meta(?=gov)|neo(?=lib|web)|multi(?=lev|act)|inter(?=org|mun|gov|ag)|"
    r"re(?=engineer|organi|invent)|de(?=central|regul|agenc|politic))"
)
"""Words written in one whose prefix may stand apart."""

TWO_SPELLINGS = (
    (r"(lab|behavi|neighb|col|fav|hon|harb|endeav)our", r"\1or"),
    (r"(lab|behavi|neighb|fav|hon|endeav)or(?!k)", r"\1our"),
    (r"is(ation|ational|ations|e|ed|es|ing|er|ers)$", r"iz\1"),
    (r"iz(ation|ational|ations|e|ed|es|ing|er|ers)$", r"is\1"),
    (r"ys(e|ed|es|ing|er|ers)$", r"yz\1"),
    (r"tre$", "ter"),
    (r"gramme", "gram"),
    (r"gram(?!m)", "gramme"),
    (r"ence$", "ense"),
)
JOINERS = "\u2010\u2011\u2013\u00a0"
APOSTROPHES = tuple("'’´`")
APOSTROPHE = re.compile(r"['’´`].*$")
ACCENTED = re.compile(r"[\u00e0-\u017f]")
PLAIN = {
    chr(code): base
    for code in range(0xE0, 0x180)
    if len(base := "".join(c for c in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(c))) == 1
}
MOST_SPELLINGS = 48
LEAST_COMPOUND = 10
"""Letters of a label that is known by a word that only begins with it."""
LEAST_TAIL = 3
"""Letters that such a word has more: fewer are another ending."""
VIEWS = ("perspective", "approach", "lens", "framework", "account", "thinking", "argument", "model", "tradition")
NUMBERLESS = frozenset({"of", "to", "the", "be", "a", "in", "and", "for", "at", "on", "by", "as", "new", "post"})


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


class Hit(NamedTuple):
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
    short: bool


class Index:
    """Labels to look for, by folded form and by the spellings that fold to it; built once, then read-only.

    `spell`: the spellings of a label in a flat text; `compounds`: a long label may be the first part of a word.
    """

    def __init__(
        self, labels: Iterable[tuple[str, str, bool]], spell: Callable[[str], Iterable[str]] | None = None, *, compounds: bool = False
    ) -> None:
        spell, self.compounds = spell or spellings, compounds
        self.forms: dict[str, list[_Form]] = {}
        found: dict[str, list[_Form]] = {}
        for slug, label, hidden in labels:
            form = _Form(slug, label, hidden, ABBREVIATION.fullmatch(label) is not None)
            self.forms.setdefault(key(label), []).append(form)
            for spelling in spell(label):
                held = found.setdefault(spelling, [])
                if form not in held:
                    held.append(form)
        self.spelt = list(found.values())
        self.ready = [None if len(forms) > 1 or forms[0].short else (forms[0].slug, forms[0].label) for forms in self.spelt]
        self.automaton = ahocorasick_rs.AhoCorasick(list(found), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, text: str) -> Iterator[Hit]:
        """Every label in the text, leftmost and longest, none within another."""
        plain, ready = flat(text), self.ready
        padded = f"{plain} "
        for which, start, last in self.automaton.find_matches_as_indexes(plain):
            end = last
            if padded[start - 1].isalnum():  # before the first character stands the padding's
                continue
            if padded[end].isalnum():
                if not self.compounds or end - start < LEAST_COMPOUND:
                    continue
                end = _word_end(padded, end)
                if end - last < LEAST_TAIL:
                    continue
            known = ready[which]
            if known:
                yield Hit(known[0], start, end, known[1])
            elif form := _choose(self.spelt[which], text[start:end]):
                yield Hit(form.slug, start, end, form.label)


def _word_end(text: str, place: int) -> int:
    while text[place].isalnum():
        place += 1
    return place


def _choose(forms: list[_Form], surface: str) -> _Form | None:
    folded = surface.casefold()
    for form in sorted(forms, key=lambda form: form.label.casefold() != folded):
        if not form.short or surface.removesuffix("s") == form.label.removesuffix("s"):
            return form
    return None


def flat(text: str) -> str:
    """The text in small letters, hyphens and white space as spaces and accents off, each character in its place."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    small = small.replace("-", " ").replace("\n", " ").replace("\t", " ")
    if small.isascii():
        return small
    for joiner in JOINERS:
        small = small.replace(joiner, " ")
    return ACCENTED.sub(_plain, small)


def _plain(met: re.Match[str]) -> str:
    return PLAIN.get(met[0], met[0])


def spellings(label: str) -> Iterator[str]:
    """The spellings of a label in a flat text: plural and singular, British and American, prefixes joined and apart."""
    yield flat(label)
    whole = [_spelt(flat(word[0]), owning=label[word.end() : word.end() + 1] in APOSTROPHES) for word in WORD.finditer(label)]
    while len(whole) > 1 and prod(map(len, whole)) > MOST_SPELLINGS:
        widest = max(range(len(whole) - 1), key=lambda number: len(whole[number]))
        if len(whole[widest]) == 1:
            break
        whole[widest] = whole[widest][:1]
    for words in product(*whole):
        yield " ".join(words)


def _spelt(word: str, *, owning: bool) -> list[str]:
    """The spellings of one word; `owning`: an apostrophe ends it."""
    bare = APOSTROPHE.sub("", word)
    found = [bare]
    if owning:
        single = _singular(bare)
        found += [f"{bare}'", f"{bare}’", f"{single}'s", f"{single}’s"]
    elif bare != word:
        found += [bare + "s", *(bare + ending for mark in "'’" for ending in (f"{mark}s", f"s{mark}"))]
    parted = re.match(rf"({PREFIXES})[ -]?(?=\w{{4}})", bare)
    if parted:
        rest = bare[parted.end() :]
        found += [parted[1] + rest, f"{parted[1]} {rest}"] if " " in parted[0] else [f"{parted[1]} {rest}"] * bool(SPLITS.match(bare))
    for one, other in TWO_SPELLINGS:
        found += [re.sub(one, other, text) for text in found if re.search(one, text)]
    for text in list(found):
        found += _numbers(text)
    return list(dict.fromkeys(found))


def _numbers(text: str) -> list[str]:
    """The plural, or the singular, of a word."""
    single = _singular(text)
    if single != text:
        return [single]
    if text in NUMBERLESS or text.endswith(("s", "ed")):
        return [text + "es"] if text.endswith("ss") else []
    if re.search(r"[^aeiou]y$", text):
        return [text[:-1] + "ies"]
    return [text + "es"] if re.search(r"(?:sh|ch|x|zz)$", text) else [text + "s"]


@lru_cache(maxsize=1)
def index() -> Index:
    """The index of all labels of the scheme."""
    return Index(labels())


def labels() -> Iterator[tuple[str, str, bool]]:
    """(slug, label, whether it is hidden) of all labels of the scheme."""
    for concept in scheme.concepts().values():
        hidden = frozenset(concept.hidden)
        for label in concept.forms():
            yield concept.slug, label, label in hidden
            for other in views(label):
                yield concept.slug, other, True


def views(label: str) -> Iterator[str]:
    """What else a theory is called whose name has a word of its own before it: "social exchange perspective" of "… theory"."""
    whose, theory, _ = label.partition(" theory")
    if theory and not _ and (" " in whose or "-" in whose):
        yield from (f"{whose} {tail}" for tail in VIEWS)


@lru_cache(maxsize=1)
def hidden_abbreviations() -> frozenset[tuple[str, str]]:
    """(slug, label) of the abbreviations that count only in a text that also prints the name in full: "DEG", "HLS"."""
    return frozenset(
        (concept.slug, label) for concept in scheme.concepts().values() for label in concept.hidden if ABBREVIATION.fullmatch(label)
    )
