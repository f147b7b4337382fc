"""`govgraph serve`: the web application."""

from __future__ import annotations

import contextlib
import errno
from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, opened

if TYPE_CHECKING:
    import asyncio

    import uvicorn
    from uvicorn.protocols.http.h11_impl import H11Protocol

    from api.settings import Settings


@click.command(short_help="Serve pages, data, GraphQL and SPARQL.")
@click.option("--host", help="Address to listen on; 127.0.0.1 unless said.")
@click.option("--port", type=int, help="Port; 8000 unless said.")
@click.option(
    "--reviewing", metavar="local|off|TOKEN", help="Who may review claims on the page /review; browsers on this machine unless said."
)
@click.option("--workers", type=click.IntRange(1, 64), help="How many processes read, beside one that writes; 1 does both unless said.")
@everywhere
def command(settings: Settings, as_json: bool, host: str | None, port: int | None, reviewing: str | None, workers: int | None) -> None:
    """Serve the store that the settings name, until stopped."""
    del as_json, host, port, reviewing, workers  # they are in the settings by now
    serve(settings)


def patient(seconds: float) -> type[H11Protocol]:
    """The protocol of a connection that is closed when the head of a request does not come within so many seconds."""
    import h11
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Patient(H11Protocol):
        _waiting: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # uvicorn names the narrower type
            super().connection_made(transport)
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

        def _end_waiting(self) -> None:
            if self._waiting is not None:
                self._waiting.cancel()
                self._waiting = None

        def _give_up(self) -> None:
            self._waiting = None
            if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
                self.transport.close()

    return Patient


def serve(settings: Settings) -> None:
    """Serve until stopped.

    Raises:
        BusyError: the port is taken, or another program writes to the store.
        UsageError: the token for reviewers is short, or nobody can listen on this address.
    """
    import socket

    from api.reviewing import refuse_weak
    from api.server import logs
    from api.settings import store_location, take_queries
    from graph.errors import BusyError, UsageError

    logs.configure(settings)
    refuse_weak(settings.reviewing)
    take_queries(settings)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            where = f"{settings.host}:{settings.port}"
            if error.errno == errno.EADDRINUSE:
                raise BusyError(f"{where} is taken ({error.strerror}); give another --port (GOVGRAPH_PORT)") from error
            raise UsageError(f"{where} cannot be listened on ({error.strerror}); give another --host or --port") from error
    with opened(settings):  # the server opens it anew: here its faults are one line and an exit code
        pass
    if settings.workers > 1:
        from api.server.supervisor import supervise

        if store_location(settings) == ":memory:" or store_location(settings).startswith("http"):
            raise UsageError("several workers read a store in a folder; of an engine elsewhere start several servers, each with one")
        supervise(settings)
        return
    click.echo(f"serving on http://{settings.host}:{settings.port} (stop with Ctrl-C)", err=True)
    with contextlib.suppress(KeyboardInterrupt):
        server_of(settings).run()


def server_of(settings: Settings, *, reading: bool = False, writer: str = "") -> uvicorn.Server:
    """The server of one process; see `api.app.application`."""
    import uvicorn

    from api.app import application

    return uvicorn.Server(
        uvicorn.Config(
            application(settings, reading=reading, writer=writer),
            host=settings.host,
            port=settings.port,
            http=patient(settings.client_seconds),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=30,
            limit_concurrency=1000,
        )
    )
