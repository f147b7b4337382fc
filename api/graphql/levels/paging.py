"""The order of a list, the cursors in it, and one page of it.

A list is ordered by its keys, then by IRI in code point order; a cursor holds both, so that it stands for the same place after
things came or went. Things without a value stand last in either direction.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import orjson
from graphql import GraphQLError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Key: TypeAlias = str | int | float | None
DEFAULT_PAGE = 20
_FOREIGN = "not a cursor of this list: take `cursor`, `startCursor` or `endCursor` as they were given"


class Entry(NamedTuple):
    """A thing in a list: its IRI and its keys in the list's order."""

    iri: str
    keys: tuple[Key, ...] = ()


_IRI = itemgetter(0)


def _ascending(entry: Entry) -> tuple[bool, Any, str]:
    """What entries of one key are ordered by in one go."""
    key = entry.keys[0]
    return key is None, key, entry.iri


def _by(place: int) -> Callable[[Entry], Any]:
    return lambda entry: entry.keys[place]


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is ordered: field names, each with whether it descends."""

    keys: tuple[tuple[str, bool], ...] = ()

    def sort(self, entries: list[Entry]) -> None:
        """Bring entries into order."""
        if len(entries) < 2:
            return
        if len(self.keys) == 1 and not self.keys[0][1]:
            entries.sort(key=_ascending)
            return
        entries.sort(key=_IRI)  # an IRI stands once in a list
        for place, (_, descending) in reversed(list(enumerate(self.keys))):
            present = [entry for entry in entries if entry.keys[place] is not None]
            absent = [entry for entry in entries if entry.keys[place] is None]
            present.sort(key=_by(place), reverse=descending)
            entries[:] = present + absent

    def _compare(self, one: Entry, other: Entry) -> int:
        for (_, descending), a, b in zip(self.keys, one.keys, other.keys, strict=True):
            if a == b:
                continue
            if a is None or b is None:
                return 1 if a is None else -1
            less = -1 if a < b else 1  # type: ignore[operator] # values of one column
            return -less if descending else less
        return (one.iri > other.iri) - (one.iri < other.iri)

    def place(self, entries: Sequence[Entry], cursor: Entry, *, after: bool) -> int:
        """How many entries stand before a cursor's place; `after`: its own entry too."""
        low, high = 0, len(entries)
        if entries and any(type(a) is not type(b) for a, b in zip(entries[0].keys, cursor.keys, strict=True) if None not in (a, b)):
            raise GraphQLError(_FOREIGN)
        while low < high:
            middle = (low + high) // 2
            found = self._compare(entries[middle], cursor)
            if found < 0 or (after and found == 0):
                low = middle + 1
            else:
                high = middle
        return low

    def cursor(self, entry: Entry) -> str:
        """The opaque text that stands for an entry's place."""
        return base64.urlsafe_b64encode(orjson.dumps([self._name(), entry.iri, *entry.keys])).decode().rstrip("=")

    def _name(self) -> str:
        return ",".join(f"-{name}" if descending else name for name, descending in self.keys)

    def read(self, cursor: str) -> Entry:
        """The place that a cursor stands for.

        Raises:
            GraphQLError: it is no cursor, or one of a list in another order.
        """
        try:
            name, iri, *keys = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        except (binascii.Error, ValueError, TypeError):
            name, iri, keys = None, None, []
        kinds = {str, int, float, type(None)}
        if not isinstance(iri, str) or len(keys) != len(self.keys) or not all(type(key) in kinds for key in keys):
            raise GraphQLError(_FOREIGN)
        if name != self._name():
            raise GraphQLError("the cursor belongs to a list in another order: ask with the orderBy that it was given for")
        return Entry(iri, tuple(keys))


@dataclass(frozen=True, slots=True)
class Window:
    """Which page is asked for."""

    first: int | None = None
    after: Entry | None = None
    last: int | None = None
    before: Entry | None = None

    @classmethod
    def of(cls, arguments: Mapping[str, Any], order: Order) -> Window:
        """Read the arguments.

        Raises:
            GraphQLError: a negative number or a wrong cursor.
        """
        first, last = arguments.get("first"), arguments.get("last")
        for name, number in (("first", first), ("last", last)):
            if number is not None and number < 0:
                raise GraphQLError(f"'{name}' is {number}; it has to be 0 or more")
        places = [order.read(cursor) if (cursor := arguments.get(name)) is not None else None for name in ("after", "before")]
        if first is None and last is None:
            first = DEFAULT_PAGE
        return cls(first, places[0], last, places[1])

    @property
    def size(self) -> int:
        """The most that the page can have."""
        return min(number for number in (self.first, self.last) if number is not None)

    def page(self, entries: Sequence[Entry], order: Order) -> Page:
        """The page of an ordered list, as Relay's algorithm has it."""
        low = order.place(entries, self.after, after=True) if self.after else 0
        high = order.place(entries, self.before, after=False) if self.before else len(entries)
        if self.first is not None:
            high = min(high, low + self.first)
        if self.last is not None:
            low = max(low, high - self.last)
        return Page(entries[low : max(low, high)], len(entries), low > 0, max(low, high) < len(entries))


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its entries, how many there are on all pages, and whether others come before and after."""

    entries: Sequence[Entry]
    total: int
    previous: bool
    following: bool
