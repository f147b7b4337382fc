"""Long lists kept in their order from one answer to the next, for as long as nothing was written.

An engine sorts a hundred thousand things in seconds; most questions begin with the first page of all claims or works.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.graphql.paging import Entry
    from api.graphql.plan import Root
    from graph.store import Store

LISTS = 24
WORTH_KEEPING = 500


class Orders:
    """The lists of one store. Without `Store.writes`, which counts the writes of this process, nothing is kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lists: OrderedDict[tuple[object, ...], list[Entry]] = OrderedDict()
        self._lock = threading.Lock()

    def version(self) -> int | None:
        """What changes when the store was written to; None where that is not known."""
        found = getattr(self._store, "writes", None)
        return found if isinstance(found, int) else None

    def kept(self, root: Root, version: int | None) -> list[Entry] | None:
        """The whole list that a root field begins with, if it was kept; not to be changed."""
        with self._lock:
            found = self._lists.get(_name(root, version)) if root.whole and version is not None else None
            if found is not None:
                self._lists.move_to_end(_name(root, version))
            return found

    def keep(self, root: Root, version: int | None, entries: Sequence[Entry]) -> None:
        """Keep a whole list, made from what was read at this version."""
        if not root.whole or version is None or len(entries) < WORTH_KEEPING:
            return
        with self._lock:
            self._lists = OrderedDict((name, held) for name, held in self._lists.items() if name[-1] == version)
            self._lists[_name(root, version)] = list(entries)
            while len(self._lists) > LISTS:
                self._lists.popitem(last=False)


def _name(root: Root, version: int | None) -> tuple[object, ...]:
    return root.whole, root.order, version
