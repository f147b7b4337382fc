"""The workers over one snapshot, in two pools: saved questions do not wait behind anybody's own."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from api.server.workers.questions import AdHoc, Saved

if TYPE_CHECKING:
    from api.server.workers.pool import Pool
    from api.settings import Settings

_FIRST: dict[bool, AdHoc | Saved] = {
    True: Saved("work-by-doi", {"doi": "10.5555/0"}, "json"),
    False: AdHoc("ASK {}", "text/plain", None, None, 1),
}
"""What a worker is asked first, of saved questions and of others: they find nothing, and read what answering needs."""


LATELY = 60.0
"""Seconds from a question on in which workers follow those before them: a load that writes every second starts none for nobody."""


class Pools:
    """Made at their first questions; `snapshot` is a folder that nobody writes to."""

    def __init__(self, snapshot: str, settings: Settings) -> None:
        self._snapshot, self._settings = snapshot, settings
        self._made: dict[bool, Pool] = {}
        self._asked: dict[bool, float] = {}
        self._closed = False
        self._lock = threading.Lock()

    def of(self, *, saved: bool) -> Pool:
        """The pool for saved questions, or for ad-hoc queries, for somebody who asks."""
        self._asked[saved] = time.monotonic()
        return self._pool(saved=saved)

    def _pool(self, *, saved: bool) -> Pool:
        from api.server.workers.pool import NICE, Pool

        with self._lock:
            if saved not in self._made:
                self._made[saved] = Pool(self._snapshot, self._settings, 0 if saved else NICE)
                if self._closed:  # for who began before it was: a worker of its own
                    self._made[saved].close()
            return self._made[saved]

    def follow(self, before: Pools) -> None:
        """Start a worker in each pool that had one and was asked lately, in the background: who asks after a write waits for no start."""
        with before._lock:
            living = [saved for saved, pool in sorted(before._made.items(), reverse=True) if pool.living]
        wanted = [saved for saved in living if before._asked.get(saved, 0.0) > time.monotonic() - LATELY]
        for saved in wanted:
            self._asked.setdefault(saved, before._asked[saved])
        if wanted:
            threading.Thread(target=self._prepare, args=(wanted,), name="workers").start()

    def _prepare(self, wanted: list[bool]) -> None:
        for saved in wanted:
            if self._closed:
                return
            self._pool(saved=saved).ask(_FIRST[saved])

    def close(self) -> None:
        """End their workers, each after its answer."""
        with self._lock:
            self._closed = True
            for pool in self._made.values():
                pool.close()
