"""Which of many patterns can match a text at all: each needs one of a few stems, and one pass finds all stems that stand in the text.

Searching a sentence for a hundred patterns of alternatives one by one is what reading spends its time on; most sentences hold the words of
a few. The stems are read off the pattern itself, so that a table of patterns stays the only place where words are listed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import ahocorasick_rs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Stems: TypeAlias = "frozenset[str] | None"
"""At least one of these stands in whatever matches; None: nothing is known."""

LEAST = 3
OPTIONAL = re.compile(r"(?:\?|\*|\{0)")
REPEAT = re.compile(r"(?:[?*+]|\{\d*,?\d*\})\??")
LOOK = ("(?=", "(?!", "(?<=", "(?<!")


@dataclass(slots=False)
class Lazy:
    """A pattern compiled when first used, and the stems it needs."""

    words: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.words, re.IGNORECASE)


class Sieve:
    """Patterns by the stems that they need."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self.always: list[int] = []
        needing = defaultdict[str, list[int]](list)
        for number, pattern in enumerate(patterns):
            needed = stems(pattern)
            if needed is None:
                self.always.append(number)
            for stem in needed or ():
                needing[stem].append(number)
        self.numbers = list(needing.values())
        self.automaton = ahocorasick_rs.AhoCorasick(list(needing)) if needing else None

    def passing(self, text: str) -> list[int]:
        """The numbers of the patterns that may match, in their order."""
        found = set(self.always)
        if self.automaton:
            for which in {hit[0] for hit in self.automaton.find_matches_as_indexes(text.casefold(), overlapping=True)}:
                found.update(self.numbers[which])
        return sorted(found)


def split(pattern: str) -> Iterator[str]:
    r"""The alternatives of a pattern of the form `\b(?:…|…)\b|\b(?:…|…)`, each a pattern of its own."""
    for part in _parts(pattern):
        inner = re.fullmatch(r"(?P<before>\\b)?\(\?:(?P<body>.*)\)(?P<after>\\b)?", part)
        if inner and _closes(inner["body"]):
            for alternative in _parts(inner["body"]):
                yield f"{inner['before'] or ''}(?:{alternative}){inner['after'] or ''}"
        else:
            yield part


def stems(pattern: str) -> Stems:
    """What stands in every match of the pattern, in small letters."""
    found = set[str]()
    for alternative in _parts(pattern):
        needed = _of_sequence(alternative)
        if needed is None:
            return None
        found |= needed
    return frozenset(found)


def _of_sequence(text: str) -> Stems:
    best: Stems = None
    run, place = "", 0
    while place < len(text) or run:
        atom, end = _atom(text, place) if place < len(text) else (None, place + 1)
        repeat = REPEAT.match(text, end)
        optional = repeat is not None and OPTIONAL.match(repeat[0]) is not None
        if isinstance(atom, str) and not repeat:
            run, place = run + atom, end
            continue
        if isinstance(atom, str) and repeat and not optional:
            run += atom
        best, run = _better(best, frozenset({run.casefold()}) if len(run) >= LEAST else None), ""
        if isinstance(atom, frozenset) and not optional:
            best = _better(best, atom)
        place = repeat.end() if repeat else end
    return best


def _better(one: Stems, other: Stems) -> Stems:
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda needed: (min(map(len, needed)), -len(needed)))


def _atom(text: str, place: int) -> tuple[str | frozenset[str] | None, int]:
    """The next atom: a letter that must stand there, the stems of a group, or None; and where it ends."""
    char = text[place]
    if char == "\\":
        code = text[place + 1 : place + 2]
        return (None, place + 6) if code == "u" else (None if code.isalnum() else code, place + 2)
    if char == "[":
        return None, text.index("]", place + 2) + 1
    if char == "(":
        end = _closing(text, place)
        if text.startswith(LOOK, place):
            return None, end
        opened = re.compile(r"\((?:\?:|\?P<\w+>)?").match(text, place)
        return stems(text[opened.end() if opened else place + 1 : end - 1]), end
    return (None if char in ".^$" else char), place + 1


def _closing(text: str, place: int) -> int:
    depth, at = 0, place
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == "[":
            at = text.index("]", at + 2)
        elif text[at] in "()":
            depth += 1 if text[at] == "(" else -1
            if not depth:
                return at + 1
        at += 1
    return len(text)


def _closes(body: str) -> bool:
    """Whether every bracket of the body closes inside it."""
    depth = 0
    for token in re.findall(r"\\.|\[(?:\\.|[^\]])[^\]]*\]|[()]", body):
        depth += {"(": 1, ")": -1}.get(token, 0)
        if depth < 0:
            return False
    return depth == 0


def _parts(pattern: str) -> list[str]:
    """The pattern cut at the bars that stand in no brackets."""
    parts, start, at = list[str](), 0, 0
    while at < len(pattern):
        if pattern[at] == "\\":
            at += 2
        elif pattern[at] == "[":
            at = pattern.index("]", at + 2) + 1
        elif pattern[at] == "(":
            at = _closing(pattern, at)
        elif pattern[at] == "|":
            parts.append(pattern[start:at])
            at += 1
            start = at
        else:
            at += 1
    return [*parts, pattern[start:]]
