"""`govgraph serve`: the web application."""

from __future__ import annotations

import contextlib
import errno
from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, listening_options, setting_option
from api.opening import opened

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Serve pages, data, GraphQL and SPARQL.")
@listening_options
@setting_option("reviewing", "Who may review claims on the page /review; browsers on this machine unless said.", metavar="local|off|TOKEN")
@setting_option("workers", "How many processes read, beside one that writes; 1 does both unless said.", type=click.IntRange(1, 64))
@everywhere
def command(settings: Settings, as_json: bool) -> None:
    """Serve the store that the settings name, until stopped."""
    del as_json
    serve(settings)


def serve(settings: Settings) -> None:
    """Serve until stopped.

    Raises:
        BusyError: the port is taken, or another program writes to the store.
        UsageError: the token for reviewers is short, or nobody can listen on this address.
    """
    import socket

    from api.links import prefix_of
    from api.reviewing import refuse_weak
    from api.server.listening import server_of
    from api.server.requests import logs
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
    with opened(settings) as store:  # the server opens it anew: here its faults are one line and an exit code
        if not store.ask("ASK { ?s ?p ?o }"):
            click.echo("the store is empty: `govgraph load` fills it meanwhile; `govgraph up` begins with the starter atlas", err=True)
    if settings.workers > 1:
        from api.server.supervisor import supervise

        if store_location(settings) == ":memory:" or store_location(settings).startswith("http"):
            raise UsageError("several workers read a store in a folder; of an engine elsewhere start several servers, each with one")
        supervise(settings)
        return
    server = server_of(settings)
    click.echo(f"serving on http://{settings.host}:{settings.port}{prefix_of(settings.prefix)} (stop with Ctrl-C)", err=True)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
