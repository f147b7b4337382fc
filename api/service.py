"""What one running server holds: its settings, the store, and the workers that answer ad-hoc queries from a snapshot."""

from __future__ import annotations

import shutil
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, cast

from api.settings import engine_settings, store_location
from graph.store import open_store

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.settings import Settings
    from api.workers import Pool
    from graph.store import Store


class Service:
    """Opened once a process; closed in the end."""

    def __init__(self, settings: Settings, store: Store | None = None) -> None:
        self.settings = settings
        self.store = store or open_store(store_location(settings), settings=engine_settings(settings))
        self._given = store is not None
        self._stack = ExitStack()
        self._pool: Pool | None = None
        self._lock = threading.Lock()

    @property
    def remote(self) -> bool:
        """Whether an existing engine answers, which then has limits of its own."""
        return self.store.location.startswith(("http://", "https://"))

    def pool(self) -> Pool:
        """The workers for ad-hoc queries, started at the first one."""
        with self._lock:
            if self._pool is None:
                from api.workers import pool

                folder = tempfile.mkdtemp(prefix="govgraph-snapshot-")
                self._stack.callback(shutil.rmtree, folder, ignore_errors=True)
                snapshot = str(Path(folder) / "store")
                self.store.snapshot(snapshot)
                self._pool = self._stack.enter_context(pool(snapshot, self.settings))
            return self._pool

    def close(self) -> None:
        """Let go of workers and store."""
        self._stack.close()
        if not self._given:
            self.store.close()


def service(request: Request) -> Service:
    """The service that a request is answered by."""
    return cast("Service", request.app.state.service)
