"""A load in a process of its own that is killed, or interrupted, at its nth write."""

from __future__ import annotations

import multiprocessing
import os
import signal
from typing import TYPE_CHECKING, Any

from said import page

from graph.loading import load_many
from graph.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from pathlib import Path

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(["cut_off"])


class CutOff:
    """A running load of `copies` pages into `where`; `stop` = the write at which it is sent the signal `how`, 0 = none."""

    def __init__(self, where: str, captures: Path, stop: int = 0, how: int = signal.SIGKILL, copies: int = 3) -> None:
        self._pipe, there = _SERVER.Pipe()
        arguments = (where, str(captures), stop, int(how), copies, there)
        self.process = _SERVER.Process(target=_load, args=arguments, daemon=True)
        self.process.start()
        there.close()
        assert self._pipe.recv() == "begin"

    def end(self) -> tuple[int, object]:
        """The exit code, and how many writes there were or what stopped it."""
        try:
            told = self._pipe.recv()
        except (EOFError, ConnectionResetError):
            told = None
        self.process.join()
        return self.process.exitcode or 0, told


def _load(where: str, captures: str, stop: int, how: int, copies: int, pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests in the background may have had it ignored
    store: Any = open_store(where, settings={"captures": captures})
    calls = 0

    def counted(call: Callable[..., object]) -> Callable[..., object]:
        def run(*args: object, **options: object) -> object:
            nonlocal calls
            calls += 1
            if calls == stop:
                os.kill(os.getpid(), how)
            return call(*args, **options)

        return run

    for owner, names in ((store, ("update", "flush", "clear", "_load_chunk")), (getattr(store, "_loader", None), ("load", "_bulk_load"))):
        for name in names:
            if hasattr(owner, name):
                setattr(owner, name, counted(getattr(owner, name)))
    pipe.send("begin")
    try:
        load_many(store, [page(n) for n in range(copies)])
    except KeyboardInterrupt:
        pipe.send("interrupted")
        os._exit(130)
    pipe.send(calls)
