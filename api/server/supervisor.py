"""`serve --workers N`: this process writes and publishes generations, N others read them on one port; one that dies is replaced.

The writer listens on an address of this machine only, which is in the store's private note: loads and decisions of commands go there.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from api.links import prefix_of
from api.server.sharing import Fair, Shared
from api.server.workers.spawning import started

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    import uvicorn

    from api.settings import Settings

_LOOK = 0.25
"""Seconds between two looks at the readers, and at the writer by each of them."""
_AGAIN = 1.0
"""Seconds before a reader that died young is started anew."""


def supervise(settings: Settings) -> None:
    """Serve until stopped."""
    import click

    from api.server.listening import server_of

    with _listening(settings.host, settings.port, 2048) as public, _listening("127.0.0.1", 0, 64) as private:
        inside = private.getsockname()[1]
        writer = server_of(replace(settings, requests_a_minute=0), writer=f"http://127.0.0.1:{inside}")
        stopped = threading.Event()
        watching = threading.Thread(target=_watch, args=(settings, public, writer, stopped), daemon=True)
        watching.start()
        where = f"http://{settings.host}:{settings.port}{prefix_of(settings.prefix)}"
        click.echo(f"serving on {where} by {settings.workers} processes (stop with Ctrl-C)", err=True)
        signal.signal(signal.SIGTERM, lambda *_: None)  # the server stops by its own handler, then sends it again: the rest is below
        try:
            writer.run(sockets=[private])
        except KeyboardInterrupt:
            pass
        finally:
            stopped.set()
            watching.join(20)


def _listening(host: str, port: int, backlog: int) -> socket.socket:
    # named as TCP, so that the event loop sends small pieces at once: else each answer waits 40 ms for an acknowledgement
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((host, port))
    made.listen(backlog)
    return made


def _watch(settings: Settings, public: socket.socket, writer: uvicorn.Server, stopped: threading.Event) -> None:
    """Start the readers when the first generation is there, replace those that die, end them with the writer."""
    while not writer.started and not stopped.wait(0.02):
        pass
    shared = Shared(settings.workers)
    readers: dict[int, tuple[BaseProcess, float]] = {}
    while not stopped.is_set():
        for place in range(settings.workers):
            one, born = readers.get(place, (None, 0.0))
            if one is None or (not one.is_alive() and time.monotonic() - born >= _AGAIN):
                readers[place] = (started(_read, settings, public, os.getpid(), shared, place), time.monotonic())
        stopped.wait(_LOOK)
    for one, _ in readers.values():
        one.terminate()
    for one, _ in readers.values():
        one.join(10)
        if one.is_alive():
            one.kill()


def _read(settings: Settings, public: socket.socket, parent: int, shared: Shared, place: int) -> None:
    """The life of one reader: it ends with the writer, however that ends."""
    from api.server.listening import server_of
    from api.server.requests import logs

    logs.configure(settings)
    listening = Fair(public, shared.connections, place)
    server = server_of(settings, reading=True, spent=shared.spent, gone=listening.gone)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK)
        server.should_exit = True

    threading.Thread(target=watch, daemon=True).start()
    server.run(sockets=[listening])
