"""Connections on which nothing comes are closed: one that sends no request must not keep the place of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.server.gathering import Gathered

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable


def patient(seconds: float, gone: Callable[[], None] | None = None) -> type[H11Protocol]:
    """The protocol of a connection that is closed when the head of a request does not come within so many seconds.

    `gone` is told of each that has ended.
    """
    return type("Patient", (_Patient,), {"seconds": seconds, "gone": staticmethod(gone or _nobody)})


def _nobody() -> None:
    """Nobody is to be told."""


class _Patient(H11Protocol):
    seconds: ClassVar[float]
    gone: ClassVar[Callable[[], None]]
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # uvicorn names the narrower type
        super().connection_made(Gathered(transport, self.loop))
        self._waiting = self.loop.call_later(self.seconds, self._give_up)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._end_waiting()
        elif self._waiting is None:
            self._waiting = self.loop.call_later(self.seconds, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_waiting()
        super().connection_lost(exc)
        type(self).gone()

    def _end_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.close()
