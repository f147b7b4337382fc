"""What a process does beforehand, in the background: for which stores it is worth it, and how it lets those pass who ask now."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.store import Store

LARGE = 64 << 20
"""Bytes of statements from which long lists are worth asking for before anybody does."""
QUIET = 0.5
"""Seconds after an answer from which on nobody seems to follow it with another request."""
_LOOK = 0.01


def is_large(store: Store) -> bool:
    """Whether a store in a folder holds so much; False of others, whose size nobody tells."""
    files = getattr(store, "files", None)
    return files is not None and sum(files().values()) >= LARGE


@dataclass(slots=True)
class Traffic:
    """How many requests a process is answering, and when one last came or went (monotonic seconds); told by its event loop alone."""

    answering: int = 0
    last: float = field(default_factory=time.monotonic)

    def came(self) -> None:
        """A request is being answered from now on."""
        self.answering += 1
        self.last = time.monotonic()

    def went(self) -> None:
        """It is answered."""
        self.answering -= 1
        self.last = time.monotonic()

    def let_pass(self, seconds: float) -> None:
        """Wait until nobody is being answered, but no longer than so many seconds: there may always be somebody."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and (self.answering or time.monotonic() - self.last < QUIET):
            time.sleep(_LOOK)
