"""What one running server holds: its settings, the store that it alone writes, and a snapshot for ad-hoc queries and other readers."""

from __future__ import annotations

import logging
import secrets
import shutil
import threading
import time
from typing import TYPE_CHECKING, cast

from api.server import serving
from api.server.workers.pools import Pools
from api.settings import engine_settings, store_location, take_queries
from graph.engines.oxigraph import EmbeddedStore
from graph.errors import StoreError
from graph.loads.version import version
from graph.opening import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.types import ASGIApp, Scope

    from api.server.workers.pool import Pool
    from api.settings import Settings
    from graph.store import Store

BETWEEN = 1.0
"""Seconds between two snapshots at the least."""
WORTH_MERGING, GROWN = 32 << 20, 1.5
"""Bytes of statements from which their files are merged for readers, and how much more there have to be for doing it again."""
STILL_READ = 60.0
"""Seconds for which a snapshot that was followed by another is kept: a command or worker may be reading it."""

_LOG = logging.getLogger("govgraph.service")


class Service:
    """Opened once a process; closed in the end. `token` lets commands of the same user hand work to the one writer.

    Who writes holds `writing`; snapshots are made between writes, and at most once a second: writes that come together share one.
    """

    def __init__(self, settings: Settings, store: Store | None = None, *, writer: str = "") -> None:
        self.settings = settings
        take_queries(settings)
        self.store = store or open_store(store_location(settings), settings=engine_settings(settings))
        self.token = secrets.token_urlsafe(24)
        self._given = store is not None
        self._pools: Pools | None = None
        self._snapshot: Path | None = None
        self._retired: list[tuple[float, Path]] = []
        self._writer = writer
        self._lock = threading.RLock()
        self._version = ""
        self._asked = self._done = 0
        self._published = 0.0
        self._merging: threading.Thread | None = None
        self._merged = 0
        self._closed = threading.Event()
        self.graphql: ASGIApp | None = None
        """Its endpoint, made at the first question."""
        self.writing = threading.RLock()
        self._publishing = threading.Lock()
        self.publish()

    @property
    def remote(self) -> bool:
        """Whether an existing engine answers, which then has limits of its own."""
        return not isinstance(self.store, EmbeddedStore)

    @property
    def version(self) -> str:
        """The version of the graph that is read: what was published last; "" of an engine that others may write to."""
        if self.remote:
            return ""
        return version(self.store) if self._given else self._version

    def publish(self) -> None:
        """See to it that what was written until now stands in the snapshot that workers and commands beside the server read.

        Who writes lets go of `writing` first: others write while this waits for its turn.
        """
        if not isinstance(self.store, EmbeddedStore):
            return
        self._version = version(self.store)
        if self.store.location == ":memory:":
            return
        with self._lock:
            self._asked += 1
            wanted = self._asked
        with self._publishing:
            if self._done >= wanted:
                return  # another's snapshot was made since
            time.sleep(max(0.0, self._published + BETWEEN - time.monotonic()))
            with self.writing:
                with self._lock:
                    seen = self._asked
                self._renew(self.store)
            self._done, self._published = seen, time.monotonic()
        self._merge_when_grown(self.store)

    def _merge_when_grown(self, store: EmbeddedStore) -> None:
        """Merge a large store's files in the background: queries take a third to two thirds less time then."""
        size = sum(store.files().values())
        with self._lock:
            busy = self._merging is not None and self._merging.is_alive()
            if self._given or busy or size < max(WORTH_MERGING, GROWN * self._merged):
                return
            self._merging = threading.Thread(target=self._merge, args=(store,), daemon=True)
            self._merging.start()

    def _merge(self, store: EmbeddedStore) -> None:
        before = store.files()
        try:
            store.optimize()
        except StoreError as error:
            _LOG.warning("the store's files could not be merged: %s", error)
            return
        after = store.files()
        self._merged = sum(after.values())
        if after.keys() != before.keys() and not self._closed.is_set():
            self.publish()

    def _renew(self, store: EmbeddedStore) -> None:
        """Make an immutable snapshot of the store as it is now; old ones go when nobody can be reading them any more."""
        made = serving.snapshot(store)
        pools = Pools(str(made), self.settings)
        with self._lock:
            old, old_pools = self._snapshot, self._pools
            self._snapshot, self._pools, self._version = made, pools, version(store)
            serving.point(made)
            serving.announce(store, self.settings, self.token, made, self._writer)
        if old_pools is not None:
            pools.follow(old_pools)
            old_pools.close()
        now = time.monotonic()
        self._retired += [(now, old)] if old is not None else []
        for since, folder in [one for one in self._retired if one[0] < now - STILL_READ]:
            shutil.rmtree(folder, ignore_errors=True)
            self._retired.remove((since, folder))

    @property
    def snapshots(self) -> bool:
        """Whether there are any, for workers to read."""
        return self._snapshot is not None

    def pool(self, *, saved: bool = False) -> Pool:
        """The workers for ad-hoc queries, or for saved ones."""
        assert self._pools is not None, "workers need a store in a folder"
        return self._pools.of(saved=saved)

    def close(self) -> None:
        """Let go of workers, snapshot and store, once its files are merged: the engine cannot be stopped meanwhile."""
        self._closed.set()
        if self._merging is not None:
            self._merging.join()
        with self._lock:
            if self._pools is not None:
                self._pools.close()
            if self._snapshot is not None:
                serving.withdraw(self.store, self._snapshot)
            for _, folder in self._retired:
                shutil.rmtree(folder, ignore_errors=True)
        if not self._given:
            self.store.close()


def service(request: Request) -> Service:
    """The service that a request is answered by."""
    return service_of(request.scope)


def service_of(scope: Scope) -> Service:
    """The same by the request's scope; where generations are read, or an earlier version, one from a request's beginning to its end."""
    pinned = scope.get("govgraph.generation")
    if pinned is None:
        here = scope["app"].state.service
        if isinstance(here, Service):
            return here
        pinned = scope["govgraph.generation"] = here.current()
    return cast("Service", pinned)
