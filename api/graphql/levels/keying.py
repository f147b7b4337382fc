"""What lists are ordered by: values of the things themselves, which come with them, and what links lead to, in blocks of their own.

A value at the end of a link never comes as an OPTIONAL of several patterns beside the thing: engines evaluate that one by itself.
"""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from graphql import GraphQLError

from api.graphql.levels.emit import sort_key
from api.graphql.levels.paging import Entry, Order
from api.graphql.levels.plan import Key, distinct
from api.graphql.shape import Link, Value, shape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.graphql.levels.blocks import Level
    from api.graphql.levels.paging import Key as Comparable
    from api.graphql.shape import Type
    from graph.store import Row, Term

LINKS = 3
"""How many links an order may follow to the value that it goes by."""


def order_of(target: Type, given: Any) -> tuple[Order, list[Key]]:
    """The order that is asked for, and what it needs to be fetched.

    Raises:
        GraphQLError: one object names two fields, whose order among each other is then not known, or goes too far.
    """
    names: list[tuple[str, bool]] = []
    keys: list[Key] = []
    for each in given or ():
        if any(direction is not None for direction in each.values()):
            name, descending, key = _key(target, each, (), "")
            names.append((name, descending))
            keys.append(key)
    return Order(tuple(names)), keys


def _key(target: Type, each: Mapping[str, Any], before: tuple[str, ...], chain: str) -> tuple[str, bool, Key]:
    """The name of an order, whether it descends, and its key; `chain` are the links followed so far, from ?s0 to ?s{their number}."""
    chosen = [(name, wanted) for name, wanted in each.items() if wanted is not None]
    if len(chosen) != 1:
        raise GraphQLError("orderBy takes one field an object: [{publicationYear: DESC}, {title: ASC}]")
    name, wanted = chosen[0]
    field, start, end = target.fields[name], f"?s{len(before)}", f"?s{len(before) + 1}"
    path = (*before, name)
    if isinstance(field, Link):
        if len(path) > LINKS:
            raise GraphQLError(f"an order follows at most {LINKS} links")
        patterns = f"{chain} {field.pattern(start, end)}"
        if field.form == "one":
            return _key(shape()[field.target], wanted, path, patterns)
        direction = wanted.get("count")
        if direction is None:
            raise GraphQLError(f"things are ordered by how many '{name}' they have: {{{name}: {{count: DESC}}}}")
        if before:
            raise GraphQLError(f"only the number of a thing's own '{name}' is counted, not that of another's")
        return f"{name}.count", direction.name == "DESC", Key("", len, patterns, count=True)
    assert isinstance(field, Value)
    apart = f"{chain} OPTIONAL {{ {led(field.path, start)} {end} }}" if before else ""
    return ".".join(path), wanted.name == "DESC", Key(field.path, sort_key(field), apart, ends=len(before))


def led(path: str, start: str = "?s0") -> str:
    """What stands before the values of a path in their pattern."""
    return f"{start} ({path})" if "|" in path else f"{start} {path}"


def fetched(path: str, place: int) -> str:
    """What is fetched of `?s0` as a further column, where it has that."""
    return f" OPTIONAL {{ {led(path)} ?s{place} }}"


def _fetched(key: Key, place: int) -> str:
    """A key's column. What stands beside the thing is read at once for all that are asked for, not anew for each row."""
    return f" OPTIONAL {{ SELECT ?n ?s0 ?s{place} WHERE {{ {key.beside} ?s{place} }} }}" if key.beside else fetched(key.path, place)


RANKED = Order((("rank", False),))


def ranked() -> tuple[Order, list[Key]]:
    """The order of a search, the best first."""
    return RANKED, [Key("", len, rank=True)]


class Keys:
    """The keys of one list's things as they come: those of `plain` are fetched with the things, `ranks` are places in a search.

    `first` is where the plain ones begin in the rows that are kept of each thing.
    """

    def __init__(self, keys: Sequence[Key], first: int = 2) -> None:
        self._keys, self._first = keys, first
        self.plain = [key for key in keys if not (key.apart or key.rank)]
        self.fetched = "".join(_fetched(key, place) for place, key in enumerate(self.plain, 1))
        self.ranks: Mapping[str, int] = {}
        self._numbers: dict[int, dict[str, int]] = {}
        self._reached: dict[int, dict[str, tuple[list[str], list[Term]]]] = {}

    def ask(self, level: Level, patterns: str) -> None:
        """Add the blocks of what stands apart: `patterns` hold of the things `?s0` of the list."""
        for place, key in enumerate(self._keys):
            if key.count:
                self._numbers[place] = {}
                counted = f"SELECT ?s0 (COUNT(DISTINCT ?s1) AS ?c) WHERE {{ {patterns} {key.apart} }} GROUP BY ?s0"
                level.add(f"{{ {counted} }} BIND(?c AS ?s1)", 2, partial(self._number, place))
            elif key.apart:
                self._reached[place] = {}
                level.add(f"{patterns} {key.apart}", 2 + key.ends, partial(self._reach, place, key.ends))

    def _number(self, place: int, row: Row) -> None:
        if row[1] is not None and row[2] is not None:
            self._numbers[place][row[1].value] = int(row[2].value)

    def _reach(self, place: int, ends: int, row: Row) -> None:
        if row[1] is None:
            return
        way = [term.value for term in row[2 : 2 + ends] if term is not None]
        value, reached = row[2 + ends], self._reached[place]
        held = reached.get(row[1].value)
        if held is None or way < held[0]:
            reached[row[1].value] = (way, [] if value is None else [value])
        elif value is not None and way == held[0] and value not in held[1]:
            held[1].append(value)

    def entries(self, found: Mapping[str, Sequence[Row]], order: Order) -> list[Entry]:
        """Things with their keys, from their rows, in order; of several things that a link leads to the first by IRI counts."""
        if not self._keys:
            return list(map(Entry, sorted(found)))
        if len(self.plain) == len(self._keys) == 1:
            read = self.plain[0].read
            entries = [Entry(iri, (read(distinct(rows, self._first)),)) for iri, rows in found.items()]
        else:
            entries = [Entry(iri, self._of(iri, rows)) for iri, rows in found.items()]
        order.sort(entries)
        return entries

    def iris(self, found: Mapping[str, Sequence[Row]], order: Order) -> list[str]:
        """The things alone, in order."""
        if len(found) < 2:
            return list(found)
        if not self._keys:
            return sorted(found)
        if len(self.plain) == len(self._keys) == 1 and not order.keys[0][1]:
            read = self.plain[0].read
            keyed = sorted([((key := read(distinct(rows, self._first))) is None, key, iri) for iri, rows in found.items()])
            return [iri for _, _, iri in keyed]
        return [entry.iri for entry in self.entries(found, order)]

    def _of(self, iri: str, rows: Sequence[Row]) -> tuple[Comparable, ...]:
        places = count(self._first)
        made: list[Comparable] = []
        for place, key in enumerate(self._keys):
            if key.rank:
                made.append(self.ranks.get(iri, 0))
            elif key.count:
                made.append(self._numbers[place].get(iri, 0))
            elif key.apart:
                found = self._reached[place].get(iri)
                made.append(key.read(found[1]) if found else None)
            else:
                made.append(key.read(distinct(rows, next(places))))
        return tuple(made)
