"""The engine merges its files in threads of its own meanwhile: they give way to whoever makes and loads statements."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_THREADS = Path("/proc/self/task")
_MERGING = "rocksdb:low"
LATER = 10
"""How much nicer merging is than the rest of its process: a tenth of a busy processor is left to it, and all of an idle one."""


def merge_later() -> None:
    """Have the engine merge files with what loading leaves of the processors, for good: the more wait, the fewer are read again.

    Where threads have no priority of their own (they have on Linux) nothing happens.
    """
    if not _THREADS.is_dir():
        return
    nice = min(os.getpriority(os.PRIO_PROCESS, 0) + LATER, 19)
    for thread in _THREADS.iterdir():
        with suppress(OSError):  # it has just ended
            number = int(thread.name)
            if (thread / "comm").read_text().strip() == _MERGING and os.getpriority(os.PRIO_PROCESS, number) < nice:
                os.setpriority(os.PRIO_PROCESS, number, nice)
