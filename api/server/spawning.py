"""How other processes are started: anew, since a fork copies the threads' locks and the engine's; and from no folder but the program's."""

from __future__ import annotations

import multiprocessing
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import SpawnContext


def spawning() -> SpawnContext:
    """What starts processes. A file `re.py` where the server happens to run is no module of theirs: Python would look there first."""
    os.environ["PYTHONSAFEPATH"] = "1"
    return multiprocessing.get_context("spawn")
