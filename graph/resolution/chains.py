"""Rules of several premises in memory: what follows when everything accepted passes by, before the store has any of it."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from graph.derive import joins, watched
from graph.resolution.entailment import consequences
from graph.store import RESOLVED

if TYPE_CHECKING:
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

    Holds the statements that premises look at: for a hundred thousand works some hundred megabytes.
    """

    def __init__(self) -> None:
        self._links: dict[str, dict[str, list[str]]] = {p: {} for p in watched()}
        self._terms: dict[str, str] = {}
        self.count = 0

    def note(self, s: str, p: str, o: str) -> None:
        """A statement was accepted whose predicate is `watched`."""
        once = self._terms.setdefault  # a term is held once, however many statements have it
        o = once(o, o)
        links = self._links[p]
        if s in links:
            links[s].append(o)
        else:
            links[once(s, s)] = [o]

    def run(self, out: BulkWriter) -> None:
        """Write what follows, until nothing more does."""
        fresh = {p for p, links in self._links.items() if links}
        while fresh:
            told, fresh = fresh, set()
            for rule in joins():
                body = _links_of(rule)
                if not told.isdisjoint(body) and all(self._links[p] for p in body):
                    fresh |= self._follow(body, f"<{rule.head[1]}>", out)

    def _follow(self, body: tuple[str, ...], head: str, out: BulkWriter) -> set[str]:
        """Write the heads of one rule that are not known yet; which predicates have new statements that premises look at."""
        first, *rest = (self._links[p] for p in body)
        known = self._links.get(head, {})
        fresh: set[str] = set()
        held: list[str] = []
        for s in list(first):
            ends = set(first[s])
            for links in rest:
                ends = {o for middle in ends for o in links.get(middle, ())}
            for o in ends.difference(known.get(s, ())):
                for statement in consequences((s, head, o)):
                    held.append(" ".join(statement))
                    a, p, b = statement
                    if p in self._links and b not in self._links[p].get(a, ()):
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
