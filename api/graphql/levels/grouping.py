"""The things of a list counted by one of their fields: one aggregate a grouping, asked with all else that its level needs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api.graphql.levels.emit import reader
from api.graphql.levels.plan import Group, Grouping, Groups, Node
from api.graphql.shape import Kind, Link, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from api.graphql.levels.blocks import Level
    from api.graphql.levels.plan import Selection
    from api.graphql.shape import Field
    from graph.store import Row, Term

COST = 200
"""What a grouping counts beside its groups: it looks at the whole list."""


def groupable(found: Field) -> bool:
    """Whether lists can be grouped by a field: no names of classes, and no words of a source, which are shown within its rights alone."""
    return not (isinstance(found, Value) and (found.guard or found.name in {"id", "types"}))


def grouping(found: Field, first: int) -> Grouping:
    """The grouping by a field."""
    if isinstance(found, Kind):
        kinds = found.enumeration.values
        nearer = " ".join(f"({iri} <{other}>)" for name, iri in kinds.items() for other in found.below[name])
        less = f" MINUS {{ VALUES (?g ?o) {{ {nearer} }} ?s0 a ?o }}" if nearer else ""
        patterns = f"?s0 a ?g . VALUES ?g {{ {' '.join(kinds.values())} }}{less}"
        return Grouping(found.name, patterns, lambda term: found.enumeration.name_of(term.value), first)
    if isinstance(found, Link):
        patterns = found.pattern("?s0", "?g")
        if found.main:
            patterns += f" FILTER NOT EXISTS {{ {found.pattern('?s0', '?o')} FILTER(STR(?o) < STR(?g)) }}"
        return Grouping(found.name, patterns, lambda term: term.value, first)
    path = f"({found.path})" if "|" in found.path else found.path
    patterns = f"?s0 {path} ?v . BIND(STR(?v) AS ?g)" if found.text or not found.plain else f"?s0 {path} ?g ."
    if found.scalar in {"Int", "Float", "Boolean"} or found.enumeration is not None:
        patterns = f"?s0 {path} ?g ."
    return Grouping(found.name, patterns, _text(found), first)


def _text(found: Value) -> Callable[[Term], str | None]:
    """A term's value as a text: a number as JSON has it."""
    read = reader(found)

    def text(term: Term) -> str | None:
        value = read(term)
        return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    return text


class Counted:
    """What one grouping found: groups by the thing that a link leads from, "" for a list that begins an answer."""

    def __init__(self, grouping: Grouping, patterns: str) -> None:
        self.grouping = grouping
        self.name = (patterns, grouping.name)
        self.kept: dict[str, Sequence[Group]] = {}
        self._found: dict[str, dict[str, int]] = {}
        self._below: list[dict[str, Node]] = [{} for _ in grouping.children]

    def ask(self, level: Level, patterns: str, things: Sequence[str]) -> None:
        """Add the aggregate over a list whose things are `?s0` of the patterns, or over those that a link leads to from each thing."""
        by = "?b ?g" if things else "?g"
        counted = f"SELECT {by} (COUNT(DISTINCT ?s0) AS ?c) WHERE {{ {patterns} {self.grouping.patterns} }} GROUP BY {by}"
        block = f"{{ {counted} }} BIND(?g AS ?s0) BIND(?c AS ?s1)"
        if things:
            level.add_by_thing(block, 2, {iri: partial(self._take, iri) for iri in things})
        else:
            level.add(block, 2, partial(self._take, ""))

    def _take(self, owner: str, row: Row) -> None:
        told, number = row[1], row[2]
        value = None if told is None else self.grouping.read(told)
        if value is not None and number is not None:
            found = self._found.setdefault(owner, {})
            found[value] = found.get(value, 0) + int(number.value)

    def whole(self, owner: str) -> Sequence[Group]:
        """All groups of one list: the greatest first, those of one size by code point."""
        if owner in self.kept:
            return self.kept[owner]
        return sorted(map(Group._make, self._found.get(owner, {}).items()), key=lambda one: (-one.number, one.value))

    def groups(self, owner: str) -> Groups:
        """The groups that are asked for."""
        chosen = self.whole(owner)[: self.grouping.first]
        for child, nodes in zip(self.grouping.children, self._below, strict=True):
            for one in chosen:
                if one.value not in nodes:
                    nodes[one.value] = Node(one.value, child)
        return Groups(chosen, self._below)

    def tasks(self) -> list[tuple[Selection, dict[str, Node]]]:
        """The things of all groups that were asked for, to be fetched with the next level."""
        return list(zip(self.grouping.children, self._below, strict=True))
