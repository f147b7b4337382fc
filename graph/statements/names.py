"""Names of persons: their parts and the keys under which two printed forms may be one name; pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from graph.identify import plain_letters

# The two customs of writing these letters in plain Latin; libraries use the one letter, passports and older journals the two.
_TWO_LETTERS = str.maketrans({"ø": "oe", "ö": "oe", "ü": "ue", "ä": "ae", "å": "aa", "æ": "ae", "œ": "oe", "ß": "ss"})
_PARTICLE = frozenset(
    re.findall(r"\w+", "van von der den de la du da das do dos di del della des le lo ten ter te zu zum zur af av al el bin y")
)
_WORD = re.compile(r"[^\W_]+(?:['’‘`´][^\W_]+)*")
_APOSTROPHE = re.compile("['’‘`´]")


@dataclass(frozen=True, slots=True)
class NameKeys:
    """What a printed name can be compared by.

    `full`: the spellings of given names and family name, empty where only initials stand for the given names; `family`: the
    spellings of the family name; `given`: the folded given names or initials in order.
    """

    full: frozenset[str]
    family: frozenset[str]
    given: tuple[str, ...]

    @property
    def initial(self) -> str:
        """The first letter of the first given name."""
        return self.given[0][0] if self.given else ""


def _words(text: str) -> list[str]:
    words = _WORD.findall(text)
    return [_APOSTROPHE.sub("", word) for word in words] if _APOSTROPHE.search(text) else words


def _spellings(words: list[str]) -> frozenset[str]:
    joined = " ".join(words).casefold()
    if joined.isascii():
        return frozenset((joined,))
    return frozenset((plain_letters(joined), plain_letters(joined.translate(_TWO_LETTERS))))


@lru_cache(maxsize=16384)
def family_keys(family: str) -> frozenset[str]:
    """The spellings of a family name."""
    words = _words(family)
    return _spellings(words) if words else frozenset()


@lru_cache(maxsize=2048)
def name_keys(given: str, family: str) -> NameKeys:
    """The keys of a name in two parts; a full name has at least one given name written out (`J. E.` is none, `Jane E.` is one)."""
    words = given.replace(".", " ").replace("-", " ").split()
    rest = family.replace("-", " ").split()
    if given.isascii() and family.isascii() and rest and all(map(str.isalnum, rest)) and all(map(_is_plain, words)):  # most names
        folded = tuple([word.lower() for word in words])
        last = " ".join(rest).lower()
        full = " ".join((*folded, last))
        return NameKeys(frozenset((full,)) if any(len(word) > 1 for word in folded) else frozenset(), frozenset((last,)), folded)
    first, rest = _words(_spread_initials(given)), _words(family)
    folded = tuple(plain_letters(word) for word in first)
    full_names = _spellings([*first, *rest]) if rest and any(len(word) > 1 for word in folded) else frozenset()
    return NameKeys(full_names, family_keys(family), folded)


def _is_plain(word: str) -> bool:
    return word.isalnum() and (len(word) == 1 or len(word) > 3 or not word.isupper())


def _spread_initials(given: str) -> str:
    """`JE` and `J.E.` as `J E`: capitals without a small letter among a few are initials."""
    words = given.replace(".", " ").split()
    return " ".join(" ".join(word) if word.isupper() and 1 < len(word) <= 3 and word.isalpha() else word for word in words)


def compatible(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two rows of given names may be one person's: word by word equal or an initial of it, one row may end sooner."""
    return bool(one and other) and all(
        a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b)) for a, b in zip(one, other, strict=False)
    )


def split_name(printed: str) -> tuple[str, str]:
    """An undivided name as (given, family): at the comma, else before the last word and the particles before it."""
    family, comma, given = printed.partition(",")
    if comma:
        return given.strip(), family.strip()
    words = printed.split()
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].casefold() in _PARTICLE:
        cut -= 1
    return " ".join(words[:cut]), " ".join(words[cut:])
