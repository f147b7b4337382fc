"""The server of one process: the application behind uvicorn, whose threads and garbage hold up no answer."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, MutableSequence

    import uvicorn

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
    from api.server.patience import patient

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
