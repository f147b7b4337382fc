"""Rules of several premises in memory: what follows when everything accepted passes by, before the store has any of it."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from graph.resolution.derive import joins, watched
from graph.resolution.entailment import consequences
from graph.store import RESOLVED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.engines.bulk import BulkWriter
    from ontology.rules import Rule

_PIECE = 4000


@cache
def _links_of(rule: Rule) -> tuple[str, ...]:
    """The predicates of a rule whose premises follow one another from subject to object, as all of several premises do.

    Raises:
        ValueError: they do not; such a rule needs a way of its own here.
    """
    ends = [(part[0], part[2]) for part in rule.body]
    if any(a[1] != b[0] for a, b in pairwise(ends)) or (rule.head[0], rule.head[2]) != (ends[0][0], ends[-1][1]):
        raise ValueError(f"no chain of links: {rule}")
    return tuple(f"<{part[1]}>" for part in rule.body)


class Chains:
    """What follows from all statements together.

    Holds the statements that premises look at as pairs of numbers, eight bytes each, and each of their terms once.
    """

    def __init__(self) -> None:
        self._pairs: dict[str, Pairs] = {p: Pairs() for p in watched()}
        self._numbers: dict[str, int] = {}
        self._terms: list[str] = []
        self.count = 0

    def note(self, s: str, p: str, o: str) -> None:
        """A statement was accepted whose predicate is `watched`."""
        self._pairs[p].add(self._number(s), self._number(o))

    def _number(self, term: str) -> int:
        number = self._numbers.setdefault(term, len(self._terms))
        if number == len(self._terms):
            self._terms.append(term)
        return number

    def run(self, out: BulkWriter) -> None:
        """Write what follows, until nothing more does."""
        fresh = {p for p, pairs in self._pairs.items() if pairs}
        while fresh:
            told, fresh = fresh, set()
            for rule in joins():
                body = _links_of(rule)
                if not told.isdisjoint(body) and all(self._pairs[p] for p in body):
                    fresh |= self._follow(body, f"<{rule.head[1]}>", out)

    def _follow(self, body: tuple[str, ...], head: str, out: BulkWriter) -> set[str]:
        """Write the heads of one rule that are not known yet; which predicates have new statements that premises look at."""
        first, *rest = (self._pairs[p] for p in body)
        known = self._pairs.get(head)
        fresh: set[str] = set()
        held: list[str] = []
        for s in first.subjects():
            ends = set(first.of(s))
            for pairs in rest:
                ends = {o for middle in ends for o in pairs.of(middle)}
            for o in ends.difference(known.of(s)) if known is not None else ends:
                for statement in consequences((self._terms[s], head, self._terms[o])):
                    held.append(" ".join(statement))
                    a, p, b = statement
                    if p in self._pairs and self._number(b) not in self._pairs[p].of(self._number(a)):
                        self.note(a, p, b)
                        fresh.add(p)
            if len(held) > _PIECE:
                self._write(held, out)
        self._write(held, out)
        return fresh

    def _write(self, held: list[str], out: BulkWriter) -> None:
        if held:
            self.count += len(held)
            out.write(RESOLVED, held)
            held.clear()


class Pairs:
    """The subjects and objects of one predicate's statements, as numbers; those noted after somebody asked stand beside the sorted ones."""

    def __init__(self) -> None:
        self._subjects, self._objects = array("I"), array("I")
        self._sorted = 0
        self._later: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self._subjects)

    def add(self, s: int, o: int) -> None:
        """Note one."""
        if self._sorted:
            self._later.setdefault(s, []).append(o)
        self._subjects.append(s)
        self._objects.append(o)

    def subjects(self) -> list[int]:
        """Each subject once."""
        return list(dict.fromkeys(self._subjects))

    def of(self, s: int) -> Sequence[int]:
        """The objects of a subject."""
        if not self._sorted:
            self._sort()
        start, end = bisect_left(self._subjects, s, 0, self._sorted), bisect_right(self._subjects, s, 0, self._sorted)
        later = self._later.get(s)
        return [*self._objects[start:end], *later] if later else self._objects[start:end]

    def _sort(self) -> None:
        order = sorted(range(len(self)), key=self._subjects.__getitem__)
        self._subjects, self._objects = (array("I", [held[i] for i in order]) for held in (self._subjects, self._objects))
        self._sorted = len(order)
