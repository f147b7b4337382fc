"""What the readers of one server share: their connections, evenly, and what each client has asked of any of them."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass, field
from multiprocessing.sharedctypes import RawArray
from typing import TYPE_CHECKING, Any

from api.server.requests.limits import PLACES

if TYPE_CHECKING:
    from collections.abc import MutableSequence

GIVES_WAY = 0.02
"""Seconds for which a reader leaves a connection to another that has fewer: that one may be busy, or dead."""


@dataclass(slots=True)
class Shared:
    """Memory that all readers see: how many connections each has, and `api.server.requests.limits.Budgets`' numbers."""

    readers: int
    connections: MutableSequence[int] = field(init=False)
    spent: MutableSequence[float] = field(init=False)

    def __post_init__(self) -> None:
        self.connections = RawArray("i", self.readers)
        self.spent = RawArray("d", PLACES)


class Fair(socket.socket):
    """A socket that several readers listen on, and that gives each as many connections as the others have.

    Without that who wakes first takes all that wait, and keeps them for as long as their clients stay: the others would idle.
    """

    def __init__(self, public: socket.socket, connections: MutableSequence[int], place: int) -> None:
        super().__init__(fileno=public.detach())
        self._connections, self._place = connections, place
        self._connections[place] = 0
        self._since = self._last = 0.0  # since when, and when last, it left a connection to another

    def accept(self) -> tuple[socket.socket, Any]:
        """The next connection.

        Raises:
            BlockingIOError: none is waiting, or it is another reader's turn.
        """
        mine = self._connections[self._place]
        if mine > min(self._connections):
            now = time.monotonic()
            if now - self._last > GIVES_WAY:
                self._since = now
            self._last = now
            if now - self._since < GIVES_WAY:
                raise BlockingIOError
        found = super().accept()
        self._connections[self._place] = mine + 1
        return found

    def gone(self) -> None:
        """One of its connections has ended."""
        self._connections[self._place] = max(0, self._connections[self._place] - 1)
