"""Long lists kept in their order from one answer to the next, for as long as nothing was written.

An engine sorts a hundred thousand things in seconds; most questions begin with the first page of all claims or works, or with a
concept that thousands of works name.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.graphql.levels.paging import Entry
    from api.graphql.levels.plan import Group
    from graph.store import Store

    Name: TypeAlias = tuple[object, ...]

WORTH_KEEPING = 500
SLOW = 0.05
"""Shorter lists are kept, too, where it took so many seconds to find them."""
ENTRIES, LISTS = 3_000_000, 2_000
"""How many entries and lists are kept in all; the lists that were used last stay. A list of a million works and those of hubs fit."""
GROUPS, GROUPINGS = 10_000, 200
"""Groupings of so many groups are kept, and so many of them."""


def writes_of(store: Store) -> int | None:
    """How often this process has written to a store; None where others may write to it, too."""
    found = getattr(store, "writes", None)
    return found if isinstance(found, int) else None


class Orders:
    """The lists of one store, and the groups of lists. Without `Store.writes`, which counts the writes of this process, nothing is kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lists: OrderedDict[Name, Sequence[Entry]] = OrderedDict()
        self._groups: OrderedDict[Name, Sequence[Group]] = OrderedDict()
        self._entries = 0
        self._version: int | None = None
        self._lock = threading.Lock()

    def version(self) -> int | None:
        """What changes when the store was written to; None where that is not known."""
        return writes_of(self._store)

    def kept(self, name: Name, version: int | None) -> Sequence[Entry] | None:
        """A whole list in its order, if it was kept; not to be changed."""
        with self._lock:
            if version is None or version != self._version or name not in self._lists:
                return None
            self._lists.move_to_end(name)
            return self._lists[name]

    def keep(self, name: Name, version: int | None, entries: Sequence[Entry], seconds: float = 0.0) -> None:
        """Keep a whole list, made from what was read at this version, if it is long or took long."""
        if version is None or (len(entries) < WORTH_KEEPING and seconds < SLOW):
            return
        with self._lock:
            self._renew(version)
            self._entries += len(entries) - len(self._lists.pop(name, ()))
            self._lists[name] = entries
            while self._entries > ENTRIES or len(self._lists) > LISTS:
                self._entries -= len(self._lists.popitem(last=False)[1])

    def grouped(self, name: Name, version: int | None) -> Sequence[Group] | None:
        """The groups of a list, if they were kept; not to be changed."""
        with self._lock:
            if version is None or version != self._version or name not in self._groups:
                return None
            self._groups.move_to_end(name)
            return self._groups[name]

    def keep_grouped(self, name: Name, version: int | None, groups: Sequence[Group]) -> None:
        """Keep the groups of a list, however few: to count them may have taken the whole list."""
        if version is None or len(groups) > GROUPS:
            return
        with self._lock:
            self._renew(version)
            self._groups[name] = groups
            while len(self._groups) > GROUPINGS:
                self._groups.popitem(last=False)

    def _renew(self, version: int) -> None:
        if version != self._version:
            self._lists.clear()
            self._groups.clear()
            self._entries = 0
            self._version = version
