"""The server of one process: the application behind uvicorn, and connections on which nothing comes closed."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, MutableSequence

    import uvicorn
    from uvicorn.protocols.http.h11_impl import H11Protocol

    from api.settings import Settings

TURN = 0.001
"""Seconds for which one thread may work while another waits; in Python's five milliseconds the loop would have answered five times."""
SELDOM = 10_000
"""Collections of younger garbage between two of all: a large graph's kept lists take a tenth of a second and more to look through."""


def server_of(
    settings: Settings,
    *,
    reading: bool = False,
    writer: str = "",
    spent: MutableSequence[float] | None = None,
    gone: Callable[[], None] | None = None,
) -> uvicorn.Server:
    """The server of one process; see `api.app.application`. `gone` is told of each connection that has ended."""
    import uvicorn

    from api.app import application

    _take_turns()
    return uvicorn.Server(
        uvicorn.Config(
            application(settings, reading=reading, writer=writer, spent=spent),
            host=settings.host,
            port=settings.port,
            loop="asyncio",  # another one, where it is installed, would not ask `sharing.Fair` for its connections
            http=patient(settings.client_seconds, gone),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=30,
            limit_concurrency=1000,
        )
    )


def _take_turns() -> None:
    """See to it that no thread of this process holds up the event loop for long: neither by working nor by looking for garbage."""
    sys.setswitchinterval(TURN)
    young, middle, old = gc.get_threshold()
    gc.set_threshold(young, middle, max(old, SELDOM))


def patient(seconds: float, gone: Callable[[], None] | None = None) -> type[H11Protocol]:
    """The protocol of a connection that is closed when the head of a request does not come within so many seconds.

    `gone` is told of each that has ended.
    """
    import h11
    from uvicorn.protocols.http.h11_impl import H11Protocol

    from api.server.gathering import Gathered

    class Patient(H11Protocol):
        _waiting: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # uvicorn names the narrower type
            super().connection_made(Gathered(transport, self.loop))
            self._waiting = self.loop.call_later(seconds, self._give_up)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.conn.their_state is not h11.IDLE:
                self._end_waiting()
            elif self._waiting is None:
                self._waiting = self.loop.call_later(seconds, self._give_up)

        def connection_lost(self, exc: Exception | None) -> None:
            self._end_waiting()
            super().connection_lost(exc)
            if gone is not None:
                gone()

        def _end_waiting(self) -> None:
            if self._waiting is not None:
                self._waiting.cancel()
                self._waiting = None

        def _give_up(self) -> None:
            self._waiting = None
            if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
                self.transport.close()

    return Patient
