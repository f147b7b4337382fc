"""Wherein two titles differ, word by word: what is a spelling or a misprint of one word, and what is another word; pure functions.

A misprint is a word that nobody else writes: of `county` and `country`, both words, neither is one. Weights are whole hundredths, so
that they add up alike in any order.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from graph.linkage.titles.vocabulary import STOP, is_word, one_spelling, weight

SLIP, TURNED, MISPRINT, UNKNOWN, TWICE = 3, 5, 7, 10, 8
"""Letters from which on a word may be another one misprinted; is one by two letters swapped; by any letter; beside a word that no list has
either; and from which on two letters may be wrong."""
_PREFIXES = ("un", "in", "im", "il", "ir", "non", "de", "dis", "re", "a")
_NUMBER = re.compile(r"\d+|\w*[^\d\W]\d+|[ivx]+").fullmatch
_LETTER = re.compile(r"[^\W\d_]").fullmatch
_SPELT_OUT = re.compile(r"(?<=[aou])e")
_SOUNDS = {"to": "2", "for": "4"}
"""What stands for a small word in an abbreviation: `B2B`."""


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


def difference(a: str, b: str) -> Difference:
    """Two normal titles compared, the small words left aside."""
    mine, theirs = spelt(a), spelt(b)
    left, right = set(mine) - theirs.keys(), set(theirs) - mine.keys()
    told = sum(weight(mine[word]) for word in mine.keys() & theirs.keys())
    slips: list[tuple[str, str]] = []
    told += _abbreviated(left, right, b) + _abbreviated(right, left, a)
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
def spelt(title: str) -> dict[str, str]:
    """The words of weight of a title in one spelling → as written, in their order."""
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


def _abbreviated(left: set[str], right: set[str], title: str) -> int:
    """Take from both what one title abbreviates by the initials of words in a row of the other one (`NPM`, `B2B`); its weight."""
    told, words = 0, title.split()
    for short in sorted(left):
        for at in range(len(words) - len(short) + 1 if len(short) > 1 else 0):
            row = words[at : at + len(short)]
            if all(letter in (word[0], _SOUNDS.get(word)) for letter, word in zip(short, row, strict=True)):
                left.remove(short)
                right -= set(map(one_spelling, row))
                told += sum(weight(word) for word in row)
                break
    return told


@lru_cache(maxsize=8192)
def may_be_misprint(a: str, b: str) -> bool:
    """Whether one word may be the other one misprinted: a letter too many, too few, wrong or swapped, two in a long word.

    Never where both are words, unless one is a form of the other (`base`, `based`), or where one denies or repeats the other (`formal`,
    `informal`).
    """
    if abs(len(a) - len(b)) > 2 or not (a.isalpha() and b.isalpha()) or min(len(a), len(b)) < SLIP:
        return False
    if is_word(a) and is_word(b):
        return _inflected(a, b)
    if any(a == prefix + b or b == prefix + a for prefix in _PREFIXES):
        return False
    most = 2 if min(len(a), len(b)) >= TWICE else 1
    return _distance(a, b, most) <= most or _unspelt(a) == _unspelt(b)


def is_misprint(a: str, b: str) -> bool:
    """Whether of two words that may be one, one is surely no other word; a first letter is seldom misprinted.

    Of two short words, or two that no list has (`Gorani`, `Gorano`), each may well be right.
    """
    known, shorter = is_word(a) + is_word(b), min(len(a), len(b))
    if known == 2 or _unspelt(a) == _unspelt(b):
        return True
    least = UNKNOWN if not known else TURNED if sorted(a) == sorted(b) and _distance(a, b, 1) == 1 else MISPRINT
    return a[0] == b[0] and shorter >= least


def _inflected(a: str, b: str) -> bool:
    return any(a + ending == b or b + ending == a for ending in ("d", "ed"))


def _unspelt(word: str) -> str:
    """A word without the letter that stands for an umlaut's dots: `fuehrung` → `fuhrung`."""
    return _SPELT_OUT.sub("", word)


def _distance(a: str, b: str, most: int) -> int:
    from rapidfuzz.distance import OSA

    return OSA.distance(a, b, score_cutoff=most)
