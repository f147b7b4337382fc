"""Pairs that are one thing → clusters, with what may never be one kept apart; the order in which pairs come does not matter."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class Edge(NamedTuple):
    """Two records (IRIs in brackets) that are one thing, by which rule, on what evidence, how sure (2 = a person said so)."""

    a: str
    b: str
    rule: str
    evidence: str
    score: float


class Candidate(NamedTuple):
    """Two records that may be one thing, or a work and a person who may have written it: `property` says which."""

    property: str
    a: str
    b: str
    rule: str
    evidence: str
    score: float


class Blocks:
    """Records by what they share; a mark (its hash, to save memory) that one record alone has costs no list."""

    def __init__(self) -> None:
        self._first: dict[int, str] = {}
        self._more: dict[int, list[str]] = {}

    def put(self, mark: int, record: str) -> None:
        """A record has this mark."""
        first = self._first.setdefault(mark, record)
        if first is not record and first != record:
            self._more.setdefault(mark, [first]).append(record)

    def joined(self, others: Blocks) -> Iterator[list[str]]:
        """The records of each mark here, with those that have it there, where they are two or more."""
        for mark, first in self._first.items():
            if mark not in self._more and mark not in others._first:
                continue
            there = others._more.get(mark) or filter(None, (others._first.get(mark),))
            block = list(dict.fromkeys((*self._more.get(mark, (first,)), *there)))
            if len(block) > 1:
                yield block

    def shared(self) -> Iterator[list[str]]:
        """The records of each mark that two or more have, in the order they were put; the others are forgotten."""
        self._first.clear()
        for block in self._more.values():
            yield list(dict.fromkeys(block))


class Clusters:
    """Which records belong together; `edges` are those that hold."""

    def __init__(self) -> None:
        self.members: dict[str, list[str]] = {}
        """Each record of a cluster of two or more → the cluster, sorted."""
        self.edges: list[Edge] = []

    def of(self, record: str) -> list[str]:
        """The cluster of a record, itself included."""
        return self.members.get(record, [record])


def cluster(
    edges: Iterable[Edge],
    conflict: Callable[[list[str], list[str]], bool] | None = None,
    clean: Callable[[list[str]], bool] | None = None,
) -> Clusters:
    """Join what edges join, the surest first, unless two groups have members that exclude each other (`conflict`).

    A component in which nothing conflicts (`clean` may tell quickly) is one cluster. In another one edges are taken by score, then by
    the IRIs, and one that would join what conflicts is left out: a function of the edges alone.
    """
    result = Clusters()
    by_root: dict[str, list[Edge]] = defaultdict(list)
    everything = list(edges)
    roots = Union()
    for edge in everything:
        roots.join(edge.a, edge.b)
    for edge in everything:
        by_root[roots.root(edge.a)].append(edge)
    for component in by_root.values():
        members = list(dict.fromkeys(record for edge in component for record in edge[:2]))
        unbound = conflict is None or (clean is not None and clean(members))
        _settle(sorted(component, key=lambda e: (-e.score, e.a, e.b, e.rule)), None if unbound else conflict, result)
    return result


def _settle(edges: list[Edge], conflict: Callable[[list[str], list[str]], bool] | None, result: Clusters) -> None:
    groups = {record: [record] for edge in edges for record in edge[:2]}
    for edge in edges:
        left, right = groups[edge.a], groups[edge.b]
        if left is right or (conflict is not None and conflict(left, right)):
            continue
        if len(left) < len(right):
            left, right = right, left
        left += right
        for record in right:
            groups[record] = left
        result.edges.append(edge)
    for group in {id(group): group for group in groups.values()}.values():
        group.sort()
        for record in group:
            if len(group) > 1:
                result.members[record] = group


class Union:
    """Things that are one with each other; of each group the first in order is the root."""

    def __init__(self) -> None:
        self._up: dict[str, str] = {}

    def root(self, one: str) -> str:
        """The first of the group that a thing is of."""
        path = []
        while (up := self._up.get(one, one)) != one:
            path.append(one)
            one = up
        for passed in path:
            self._up[passed] = one
        return one

    def join(self, a: str, b: str) -> None:
        """Make two groups one."""
        a, b = self.root(a), self.root(b)
        if a != b:
            self._up[max(a, b)] = min(a, b)
