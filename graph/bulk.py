"""Writing many statements while others are still being made: whoever makes them does not wait for the engine, nor it for Python.

Embedded, the engine reads the statements from a pipe, outside Python's lock; a remote engine is sent chunks by a thread. Either way
memory holds a bounded batch, whatever the length of the whole.
"""

from __future__ import annotations

import fcntl
import os
import queue
import sys
import termios
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.store import Store

PIECE = 1 << 20
"""Bytes of lines handed on at once; up to here a load is one transaction."""
BATCH = 48 << 20
"""Bytes that the engine sorts in memory before it writes them: it needs four times as much, and larger batches gain no time."""


_PIPE = 1 << 19


class Feed(Protocol):
    """Takes pieces of whole N-Quads lines, the sooner the better; they have no blank nodes."""

    def write(self, piece: bytes) -> None:
        """Add a piece; an error of an earlier one may be raised here."""

    def drain(self) -> None:
        """Wait until all that was written is in the store; more may follow."""

    def stop(self) -> None:
        """Let nothing go on behind the caller's back; what was not drained may be lost."""


class _Load:
    """One bulk load under way: the pipe it reads, its thread, and the error it ended with."""

    def __init__(self, bulk_load: Callable[[str, int], None], first_line: int) -> None:
        self.written = 0
        self._failure: BaseException | None = None
        out, self._pipe = os.pipe()
        with suppress(AttributeError, OSError):  # a larger pipe means fewer turns; not every system has it
            fcntl.fcntl(self._pipe, fcntl.F_SETPIPE_SZ, _PIPE)

        def run() -> None:
            try:
                bulk_load(f"/dev/fd/{out}", first_line)
            except BaseException as failure:  # noqa: BLE001 - handed to the thread that writes
                self._failure = failure
            finally:
                os.close(out)  # a writer that still writes is told at once

        self._thread = threading.Thread(target=run, name="bulk-load", daemon=True)
        self._thread.start()

    def send(self, piece: bytes) -> None:
        """Write a piece into the pipe; waits while it is full."""
        self.written += len(piece)
        rest = memoryview(piece)
        try:
            while rest:
                rest = rest[os.write(self._pipe, rest) :]
        except BrokenPipeError:
            self.close()
            self.join()

    def close(self) -> None:
        """No more is coming."""
        if self._pipe < 0:
            return
        # Whoever opens a pipe that nobody writes any more waits for ever: the engine must have begun before this end is closed.
        while self.written <= _PIPE and self._thread.is_alive() and _unread(self._pipe):
            time.sleep(0.001)
        os.close(self._pipe)
        self._pipe = -1

    def join(self) -> None:
        """Wait until all is loaded.

        Raises:
            GovgraphError: it could not be.
        """
        self._thread.join()
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure


class PipeFeed:
    """An embedded engine's bulk loads, each reading from a pipe: while one writes what it has sorted, the next already reads.

    Args:
        load: loads one short text of N-Quads in a transaction.
        bulk_load: bulk-loads the file of a name; blocks until it is read to its end.
        batch: bytes of one bulk load.
    """

    def __init__(self, load: Callable[[bytes, int], None], bulk_load: Callable[[str, int], None], batch: int = BATCH) -> None:
        self._load = load
        self._bulk_load = bulk_load
        self._batch = batch
        self._held = b""
        self._first, self._lines = 1, 0
        self._reading: _Load | None = None
        self._writing: _Load | None = None

    def write(self, piece: bytes) -> None:
        """Add a piece of whole lines."""
        self._lines += piece.count(b"\n")
        if self._reading is None:
            self._held += piece
            if len(self._held) <= PIECE:
                return
            piece, self._held = self._held, b""
            self._reading = _Load(self._bulk_load, self._first)
        self._reading.send(piece)
        if self._reading.written >= self._batch:
            self._turn()

    def drain(self) -> None:
        """Wait until all that was written is in the store."""
        if self._reading is not None:
            self._turn()
        if self._writing is not None:
            writing, self._writing = self._writing, None
            writing.join()
        if self._held:
            held, first, self._held = self._held, self._first, b""
            self._first, self._lines = self._first + self._lines, 0
            self._load(held, first)

    def stop(self) -> None:
        """End the bulk loads that are under way; their statements may be lost."""
        self._held = b""
        for load in (self._reading, self._writing):
            if load is not None:
                load.close()
                with suppress(BaseException):
                    load.join()
        self._reading = self._writing = None

    def _turn(self) -> None:
        """End the load that reads; it writes on while the next begins, which waits for the one before."""
        reading, self._reading = self._reading, None
        assert reading is not None
        reading.close()
        self._first, self._lines = self._first + self._lines, 0
        before, self._writing = self._writing, reading
        if before is not None:
            before.join()


def _unread(pipe: int) -> int:
    """How many bytes of a pipe are still to be read."""
    told = fcntl.ioctl(pipe, termios.FIONREAD, b"\0\0\0\0")
    return int.from_bytes(told, sys.byteorder)


class ThreadFeed:
    """Chunks sent by a thread, one on its way and one waiting; for engines that are elsewhere."""

    def __init__(self, load: Callable[[bytes, int], None], chunk: int) -> None:
        self._load = load
        self._size = chunk
        self._parts: list[bytes] = []
        self._length = 0
        self._line = 1
        self._chunks: queue.Queue[tuple[bytes, int] | None] = queue.Queue(maxsize=1)
        self._thread: threading.Thread | None = None
        self._failure: BaseException | None = None

    def write(self, piece: bytes) -> None:
        """Add a piece of whole lines."""
        self._parts.append(piece)
        self._length += len(piece)
        if self._length >= self._size:
            self._send()

    def drain(self) -> None:
        """Wait until all that was written is in the store."""
        if self._thread is None and self._parts:  # little was written: no thread is needed
            self._load(*self._taken())
            return
        self._send()
        self._chunks.join()
        self._raise()

    def stop(self) -> None:
        """End the thread after the chunk it is at."""
        if self._thread is not None:
            self._chunks.put(None)
            self._thread.join()
            self._thread = None

    def _taken(self) -> tuple[bytes, int]:
        chunk, first = b"".join(self._parts), self._line
        self._parts, self._length = [], 0
        self._line += chunk.count(b"\n")
        return chunk, first

    def _send(self) -> None:
        self._raise()
        if not self._parts:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="bulk-load", daemon=True)
            self._thread.start()
        self._chunks.put(self._taken())

    def _run(self) -> None:
        while (chunk := self._chunks.get()) is not None:
            try:
                if self._failure is None:
                    self._load(*chunk)
            except BaseException as failure:  # noqa: BLE001 - handed to the thread that writes
                self._failure = failure
            finally:
                del chunk
                self._chunks.task_done()
        self._chunks.task_done()

    def _raise(self) -> None:
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure


class BulkWriter:
    """Statements of several graphs, written as they come; a context, or `drain` and `stop`."""

    def __init__(self, store: Store) -> None:
        self._feed = store.feed()
        self._parts: list[bytes] = []
        self._length = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        if failure[0] is None:
            self.drain()
        self.stop()

    def write(self, graph: str, statements: list[str]) -> None:
        """Add statements (`<s> <p> o`) of one graph.

        Raises:
            GovgraphError: an earlier piece could not be loaded.
        """
        if statements:
            end = f" <{graph}> .\n"
            self.write_lines((end.join(statements) + end).encode())

    def write_lines(self, nquads: bytes) -> None:
        """Add whole N-Quads lines."""
        self._parts.append(nquads)
        self._length += len(nquads)
        if self._length >= PIECE:
            self._pass_on()

    def drain(self) -> None:
        """Wait until everything written so far is in the store.

        Raises:
            GovgraphError: some of it could not be loaded.
        """
        self._pass_on()
        self._feed.drain()

    def stop(self) -> None:
        """Let nothing go on behind the caller's back; what was not drained may be lost."""
        self._parts, self._length = [], 0
        self._feed.stop()

    def _pass_on(self) -> None:
        if self._parts:
            piece, self._parts, self._length = b"".join(self._parts), [], 0
            self._feed.write(piece)
