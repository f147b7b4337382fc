"""How other processes are started: anew, since a fork copies the threads' locks and the engine's; and from no folder but the program's."""

from __future__ import annotations

import multiprocessing
import os
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.process import BaseProcess

_SAFE = "PYTHONSAFEPATH"
_starting = threading.Lock()


def started(life: Callable[..., None], *given: Any, daemon: bool = False) -> BaseProcess:
    """A process that lives so. A file `re.py` where the server happens to run is no module of it: Python would look there first.

    Raises:
        OSError: the machine starts no more processes.
    """
    made = multiprocessing.get_context("spawn").Process(target=life, args=given, daemon=daemon)
    with _starting:
        before = os.environ.get(_SAFE)
        os.environ[_SAFE] = "1"
        try:
            made.start()
        finally:
            if before is None:
                del os.environ[_SAFE]
            else:
                os.environ[_SAFE] = before
    return made
