"""The earlier versions of a store, opened when they are asked for: one reads them as it reads a generation."""

from __future__ import annotations

import secrets
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from api.server.generations import Generation
from api.settings import captures_of, store_location
from graph.loads.history import FOLDER, History
from graph.opening import open_version

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.loads.history import Version
    from graph.store import Store

OPEN_AT_ONCE = 2
"""How many versions a process has open; each takes some memory, and workers where ad-hoc queries are asked."""


class Past:
    """The earlier versions of one store, opened when they are asked for; the last ones stay open."""

    def __init__(self, history: History, captures: str, settings: Settings) -> None:
        self.history = history
        self._captures, self._settings = captures, settings
        self._open: dict[str, Generation] = {}
        self._lock = threading.Lock()

    @classmethod
    def of(cls, store: Store, settings: Settings) -> Past:
        """The versions that a store keeps."""
        return cls(store.history, store.captures.folder or "", settings)

    def generation(self, told: str) -> tuple[Version, Generation]:
        """The version that a mark or time names, open to read from.

        Raises:
            UsageError: it is not kept; with those that are.
        """
        with self._lock:
            kept = {one.mark for one in self.history.kept()}
            for gone in [mark for mark in self._open if mark not in kept]:
                self._open.pop(gone).retire()
            chosen = self.history.find(told)
            found = self._open.pop(chosen.mark, None)
            if found is None:
                store = open_version(self.history, chosen, self._captures)
                found = Generation(chosen.mark, self._settings, store, secrets.token_urlsafe(24))
            self._open[chosen.mark] = found
            while len(self._open) > OPEN_AT_ONCE:
                self._open.pop(next(iter(self._open))).retire()
            return chosen, found

    def store(self, told: str) -> Store:
        """The same for who reads it alone, and closes it.

        Raises:
            UsageError: it is not kept.
        """
        return open_version(self.history, self.history.find(told), self._captures)

    def close(self) -> None:
        """Let go of them all."""
        with self._lock:
            for one in self._open.values():
                one.retire()
            self._open.clear()


def past_of(settings: Settings) -> Past:
    """The versions of the store that the settings name."""
    location = store_location(settings)
    if location.startswith("http") or location == ":memory:":
        return Past(History(), "", settings)
    return Past(History(str(Path(location, FOLDER))), captures_of(settings), settings)
