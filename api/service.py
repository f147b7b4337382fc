"""What one running server holds: its settings, the store that it alone writes, and a snapshot for ad-hoc queries and other readers."""

from __future__ import annotations

import secrets
import shutil
import threading
from typing import TYPE_CHECKING, cast

from api import serving
from api.settings import engine_settings, store_location, take_queries
from graph.oxigraph import EmbeddedStore
from graph.store import open_store
from graph.version import version

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from api.settings import Settings
    from api.workers import Pool
    from graph.store import Store


class Service:
    """Opened once a process; closed in the end. `token` lets commands of the same user hand work to the one writer."""

    def __init__(self, settings: Settings, store: Store | None = None) -> None:
        self.settings = settings
        take_queries(settings)
        self.store = store or open_store(store_location(settings), settings=engine_settings(settings))
        self.token = secrets.token_urlsafe(24)
        self._given = store is not None
        self._pool: Pool | None = None
        self._snapshot: Path | None = None
        self._lock = threading.RLock()
        self._version = ""
        self.writing = threading.Lock()
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
        """Make an immutable snapshot of the store as it is now, for workers and for commands beside the server; the old one goes."""
        if not isinstance(self.store, EmbeddedStore):
            return
        self._version = version(self.store)
        if self.store.location == ":memory:":
            return
        with self._lock:
            old, old_pool = self._snapshot, self._pool
            self._snapshot = serving.snapshot(self.store)
            self._pool = None
            serving.announce(self.store, self.settings, self.token, self._snapshot)
        if old_pool is not None:
            old_pool.close()
        if old is not None:
            shutil.rmtree(old, ignore_errors=True)

    def pool(self) -> Pool:
        """The workers for ad-hoc queries, started at the first one."""
        with self._lock:
            if self._pool is None:
                from api.workers import Pool

                assert self._snapshot is not None, "ad-hoc queries need a store in a folder"
                self._pool = Pool(str(self._snapshot), self.settings)
            return self._pool

    def close(self) -> None:
        """Let go of workers, snapshot and store."""
        with self._lock:
            if self._pool is not None:
                self._pool.close()
            if self._snapshot is not None:
                serving.withdraw(self.store, self._snapshot)
        if not self._given:
            self.store.close()


def service(request: Request) -> Service:
    """The service that a request is answered by."""
    return cast("Service", request.app.state.service)
