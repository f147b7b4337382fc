"""Readers of one store in several processes: each answers from an immutable generation, the newest that the writer has published.

A request is answered by one generation from its beginning to its end; the next request sees whatever `current` names then, so that who has
written reads what they wrote.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from api.server import serving
from api.server.workers.pools import Pools
from api.settings import captures_of, store_location, take_queries
from graph.errors import StoreError
from graph.loads.version import version
from graph.opening import open_store

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from api.server.workers.pool import Pool
    from api.settings import Settings
    from graph.store import Store

_AFTERWARDS = 60.0
"""Seconds after which the ad-hoc workers of a generation that was followed by another are ended: longer than any request."""


class Generation:
    """What a request is answered from: a snapshot that nobody writes to. It stands where a `Service` stands."""

    remote = False
    snapshots = True

    def __init__(self, name: str, settings: Settings, store: Store, token: str) -> None:
        self.name, self.settings, self.store, self.token = name, settings, store, token
        self.version = version(store)
        self.graphql: ASGIApp | None = None
        self.writing = threading.RLock()
        self.pools = Pools(store.location, settings)

    def pool(self, *, saved: bool = False) -> Pool:
        """The workers over this generation for ad-hoc queries, or for saved ones."""
        return self.pools.of(saved=saved)

    def publish(self) -> None:
        """Nothing: who reads publishes nothing."""

    def retire(self) -> None:
        """End its workers; requests that are still answered keep the store open."""
        self.pools.close()


class Reader:
    """The generations that one process reads, one after the other.

    Raises:
        StoreError: no writer has published any.
    """

    def __init__(self, settings: Settings, workers: int) -> None:
        take_queries(settings)
        self.settings = replace(settings, sparql_workers=max(1, -(-settings.sparql_workers // workers)))
        self._location = store_location(settings)
        self._token = secrets.token_urlsafe(24)
        self._lock = threading.Lock()
        self._current = self._opened()

    def behind(self) -> bool:
        """Whether a newer generation is there than the one that is open: opening it takes a moment, which no other request should wait."""
        return serving.current(self._location) not in ("", self._current.name)

    def current(self) -> Generation:
        """The newest generation; the one before it is let go when its requests are done."""
        name = serving.current(self._location)
        if name in ("", self._current.name):
            return self._current
        with self._lock:
            if name != self._current.name:
                old, self._current = self._current, self._opened()
                self._current.pools.follow(old.pools)
                timer = threading.Timer(_AFTERWARDS, old.retire)
                timer.daemon = True
                timer.start()
            return self._current

    def _opened(self) -> Generation:
        captures = captures_of(self.settings)
        for _ in range(10):
            name = serving.current(self._location)
            try:
                folder = str(Path(self._location, serving.SNAPSHOTS, name))
                store = open_store(folder, read_only=True, settings={"captures": captures})
                return Generation(name, self.settings, store, self._token)
            except StoreError:
                if name == serving.current(self._location):
                    raise
        raise StoreError(f"{self._location}: generations come faster than they can be opened")

    def close(self) -> None:
        """Let go of the last generation."""
        self._current.retire()
        self._current.store.close()
