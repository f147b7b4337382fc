"""Which words there are, and how much each of them tells: the common ones, and those that a list of spellings has; pure functions."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from math import log
from pathlib import Path

WORDS = Path(__file__).with_name("words.txt")
"""English words, the commonest first; made by `python -m benchmarks.matching.words`."""
SPELLING = Path(__file__).with_name("spelling.txt")
"""English words as `one_spelling` writes them; made by `python -m benchmarks.matching.spelling`."""
STOP = frozenset(re.findall(r"\w+", "a an and as at by for from in into is of on or the to with"))
ORDINALS = {
    word: str(n) for n, word in enumerate(re.findall(r"\w+", "first second third fourth fifth sixth seventh eighth ninth tenth"), 1)
}
CARDINALS = {word: str(n) for n, word in enumerate(re.findall(r"\w+", "two three four five six seven eight nine ten eleven twelve"), 2)}
WHOLE = 100
"""The weight of a word that few write."""
ROMAN = {
    tens + ones: str(10 * x + n)
    for x, tens in enumerate(("", "x", "xx", "xxx"))
    for n, ones in enumerate(("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"))
    if tens + ones
}
"""Small Roman numbers, in small letters."""
_PARTS = {roman: n for roman, n in ROMAN.items() if len(roman) > 1 and int(n) <= 12}
"""Those that number parts in titles: one letter alone, and greater ones, may mean something else."""
_LETTERS = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega"
)
_GREEK = {chr(ord("α") + n): name for n, name in enumerate(re.findall(r"\w+", _LETTERS))}
_NUMERALS: dict[str, str] = {**ORDINALS, **CARDINALS, **_PARTS, **_GREEK}
_ENDINGS = (
    (r"is(e[sd]?|ing|ations?)$", r"iz\1"),
    (r"yse([sd]?)$", r"yze\1"),
    (r"our(s|ed|ing|al|able|hoods?|ites?|ful|less)?$", r"or\1"),
    (r"tre(s?)$", r"ter\1"),
    (r"ll(ed|ers?|ing)$", r"l\1"),
)
_SPELLINGS = tuple((re.compile(rf"(?<=[a-z]{{3}}){pattern}"), into) for pattern, into in (*_ENDINGS, (r"amme(s?)$", r"am\1")))


def _listed(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


@cache
def _ranks() -> dict[str, int]:
    return {word: rank for rank, word in enumerate(_listed(WORDS), 1)}


@cache
def _spelt() -> frozenset[str]:
    return frozenset(_listed(SPELLING))


@lru_cache(maxsize=8192)
def is_word(word: str) -> bool:
    """Whether somebody's list has the word."""
    return word in _ranks() or one_spelling(word) in _spelt()


@lru_cache(maxsize=8192)
def weight(word: str) -> int:
    """How much a word tells, 0 to `WHOLE`: the small ones nothing, common ones less, numbers and words that few write all."""
    if word in STOP:
        return 0
    ranks = _ranks()
    return round(WHOLE * log(1 + ranks[word]) / log(1 + len(ranks))) if word in ranks else WHOLE


@lru_cache(maxsize=8192)
def one_spelling(word: str) -> str:
    """A word as American English spells it, in the singular; small numbers in figures, Greek letters by their names."""
    if word in _NUMERALS:
        return _NUMERALS[word]
    if word[0].isdigit():
        return re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", word)
    for pattern, into in _SPELLINGS:
        word = pattern.sub(into, word)
    if len(word) > 4 and word.endswith(("ies", "sses", "xes", "ches", "shes")):
        return f"{word[:-3]}y" if word[-3] == "i" else word[:-2]
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] not in "suia" else word
