"""Wherein two titles differ, word by word: what is a spelling or a misprint of one word, and what is another word; pure functions.

A misprint is a word that nobody else writes: of `county` and `country`, both common, neither is one. Weights are whole hundredths, so
that they add up alike in any order.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from math import log
from pathlib import Path
from typing import NamedTuple

WORDS = Path(__file__).with_name("words.txt")
"""English words, the commonest first; made by `python -m benchmarks.matching.words`."""
STOP = frozenset(re.findall(r"\w+", "a an and as at by for from in into is of on or the to with"))
ORDINALS = {
    word: str(n) for n, word in enumerate(re.findall(r"\w+", "first second third fourth fifth sixth seventh eighth ninth tenth"), 1)
}
WHOLE = 100
"""The weight of a word that few write."""
MISPRINT, UNCOMMON, SLIP = 5, 7, 3
"""Letters from which on a word is a misprint of a common one, of one that is itself uncommon; and from which on it may be one."""
_ENDINGS = (
    (r"is(e[sd]?|ing|ations?)$", r"iz\1"),
    (r"yse([sd]?)$", r"yze\1"),
    (r"our(s|ed|ing|al|able)?$", r"or\1"),
    (r"tre(s?)$", r"ter\1"),
    (r"ll(ed|ers?|ing)$", r"l\1"),
)
_SPELLINGS = tuple((re.compile(rf"(?<=[a-z]{{3}}){pattern}"), into) for pattern, into in (*_ENDINGS, (r"amme(s?)$", r"am\1")))
_PREFIXES = ("un", "in", "im", "il", "ir", "non", "de", "dis", "re", "a")
_NUMBER = re.compile(r"\d+|\w*[^\d\W]\d+|[ivx]+").fullmatch
_LETTER = re.compile(r"[^\W\d_]").fullmatch


class Difference(NamedTuple):
    """Two titles compared: the weight of the words that both have, the words that one alone has, and which may be one word misprinted."""

    shared: int
    left: tuple[str, ...]
    right: tuple[str, ...]
    slips: tuple[tuple[str, str], ...] = ()

    @property
    def exchanged(self) -> int:
        """The weight of what each has in place of the other's, 0 where one title only adds words."""
        return min(_heavy(self.left), _heavy(self.right))

    @property
    def added(self) -> int:
        """The weight of what one has beyond the other."""
        return max(_heavy(self.left), _heavy(self.right)) - self.exchanged

    def numbers(self, besides: frozenset[str] = frozenset()) -> bool:
        """Whether they differ in a number, or in one letter, that counts: parts, phases and years of a series; `besides` number nothing."""
        told = (*self.left, *self.right)
        return any(_NUMBER(word) and word not in besides for word in told) or (len(told) < 3 and any(map(_LETTER, told)))


def _heavy(words: tuple[str, ...]) -> int:
    return sum(map(weight, words))


@cache
def _ranks() -> dict[str, int]:
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    words = (word for line in lines if not line.startswith("#") for word in line.split())
    return {word: rank for rank, word in enumerate(words, 1)}


def is_common(word: str) -> bool:
    """Whether a word is one that many write."""
    return word in _ranks()


@lru_cache(maxsize=8192)
def weight(word: str) -> int:
    """How much a word tells, 0 to `WHOLE`: the small ones nothing, common ones less, numbers and words that few write all."""
    if word in STOP:
        return 0
    ranks = _ranks()
    return round(WHOLE * log(1 + ranks[word]) / log(1 + len(ranks))) if word in ranks else WHOLE


@lru_cache(maxsize=8192)
def one_spelling(word: str) -> str:
    """A word as American English spells it, in the singular; ordinals as numbers."""
    if word in ORDINALS:
        return ORDINALS[word]
    if word[0].isdigit():
        return re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", word)
    for pattern, into in _SPELLINGS:
        word = pattern.sub(into, word)
    if len(word) > 4 and word.endswith(("ies", "sses", "xes", "ches", "shes")):
        return f"{word[:-3]}y" if word[-3] == "i" else word[:-2]
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] not in "suia" else word


def difference(a: str, b: str) -> Difference:
    """Two normal titles compared, the small words left aside."""
    mine, theirs = _spelt(a), _spelt(b)
    left, right = set(mine) - theirs.keys(), set(theirs) - mine.keys()
    told = sum(weight(mine[word]) for word in mine.keys() & theirs.keys())
    slips: list[tuple[str, str]] = []
    if left and right:
        told += _joined(left, right, b) + _joined(right, left, a)
        for word in sorted(left):
            found = next((other for other in sorted(right) if may_be_misprint(mine[word], theirs[other])), None)
            if found is not None:
                left.remove(word)
                right.remove(found)
                told += weight(theirs[found])
                if not is_misprint(mine[word], theirs[found]):
                    slips.append((mine[word], theirs[found]))
    return Difference(told, tuple(sorted(mine[word] for word in left)), tuple(sorted(theirs[word] for word in right)), tuple(slips))


@lru_cache(maxsize=4096)
def _spelt(title: str) -> dict[str, str]:
    """The words of weight of a title in one spelling → as written."""
    return {one_spelling(word): word for word in title.split() if word not in STOP}


def _joined(left: set[str], right: set[str], title: str) -> int:
    """Take from both what one title writes in one word and the other one in two; its weight."""
    told = 0
    for first, second in pairwise(title.split()):
        whole = one_spelling(first + second)
        if whole in left:
            left.remove(whole)
            right -= {one_spelling(first), one_spelling(second)}
            told += weight(whole)
    return told


@lru_cache(maxsize=8192)
def may_be_misprint(a: str, b: str) -> bool:
    """Whether one word may be the other one misprinted: a letter too many, too few, wrong or swapped, two in a long word.

    Never where both are common, unless one is a form of the other (`base`, `based`), or where one denies or repeats the other (`formal`,
    `informal`).
    """
    if abs(len(a) - len(b)) > 2 or not (a.isalpha() and b.isalpha()) or min(len(a), len(b)) < SLIP:
        return False
    if is_common(a) and is_common(b):
        return any(a + ending == b or b + ending == a for ending in ("d", "ed"))
    if any(a == prefix + b or b == prefix + a for prefix in _PREFIXES):
        return False
    from rapidfuzz.distance import OSA

    most = 2 if min(len(a), len(b)) > UNCOMMON else 1
    return bool(OSA.distance(a, b, score_cutoff=most) <= most)


def is_misprint(a: str, b: str) -> bool:
    """Whether of two words that may be one, one is so long that it is no other word; a first letter is seldom misprinted."""
    common = is_common(a) + is_common(b)
    return common < 2 and a[0] == b[0] and min(len(a), len(b)) >= (MISPRINT if common else UNCOMMON)
