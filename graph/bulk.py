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

from graph.lines import refuse_blank_nodes

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.store import Store

PIECE = 1 << 20
"""Bytes of lines handed on at once; up to here a load is one transaction."""
BATCH = 64 << 20
"""Bytes that the engine sorts in memory before it writes them: it needs about four times as much, and larger batches gain no time."""


_PIPE = 1 << 19


class Feed(Protocol):
    """Takes pieces of whole N-Quads lines, the sooner the better."""

    def write(self, piece: bytes) -> None:
        """Add a piece; an error of an earlier one may be raised here."""

    def drain(self) -> None:
        """Wait until all that was written is in the store; more may follow."""

    def stop(self) -> None:
        """Let nothing go on behind the caller's back; what was not drained may be lost."""


class PipeFeed:
    """An embedded engine's bulk load, reading from a pipe.

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
        self._line = 1
        self._pipe = -1
        self._written = 0
        self._lines = 0
        self._thread: threading.Thread | None = None
        self._failure: BaseException | None = None

    def write(self, piece: bytes) -> None:
        """Add a piece of whole lines."""
        refuse_blank_nodes(piece, self._line + self._lines)
        if self._thread is None:
            self._held += piece
            self._lines += piece.count(b"\n")
            if len(self._held) > PIECE:
                self._start()
            return
        self._lines += piece.count(b"\n")
        self._send(piece)
        if self._written >= self._batch:
            self._end()

    def drain(self) -> None:
        """Wait until all that was written is in the store."""
        if self._thread is not None:
            self._end()
        elif self._held:
            held, first, self._held = self._held, self._line, b""
            self._line, self._lines = self._line + self._lines, 0
            self._load(held, first)

    def stop(self) -> None:
        """End the bulk load that is under way; its statements may be lost."""
        self._held = b""
        if self._thread is not None:
            with suppress(BaseException):
                self._end()

    def _start(self) -> None:
        """Start a bulk load."""
        out, self._pipe = os.pipe()
        with suppress(AttributeError, OSError):  # a larger pipe means fewer turns; not every system has it
            fcntl.fcntl(self._pipe, fcntl.F_SETPIPE_SZ, _PIPE)
        first = self._line

        def run() -> None:
            try:
                self._bulk_load(f"/dev/fd/{out}", first)
            except BaseException as failure:  # noqa: BLE001 - handed to the thread that writes
                self._failure = failure
            finally:
                os.close(out)  # a writer that still writes is told at once

        self._thread = threading.Thread(target=run, name="bulk-load", daemon=True)
        self._thread.start()
        held, self._held, self._written = self._held, b"", 0
        self._send(held)

    def _send(self, piece: bytes) -> None:
        rest = memoryview(piece)
        self._written += len(piece)
        try:
            while rest:
                rest = rest[os.write(self._pipe, rest) :]
        except BrokenPipeError:
            self._end()

    def _end(self) -> None:
        assert self._thread is not None
        if self._pipe >= 0:
            # Whoever opens a pipe that nobody writes any more waits for ever: the engine must have begun before this end is closed.
            while self._written <= _PIPE and self._thread.is_alive() and _unread(self._pipe):
                time.sleep(0.001)
            os.close(self._pipe)
            self._pipe = -1
        self._thread.join()
        self._thread = None
        self._line, self._lines = self._line + self._lines, 0
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure


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
        refuse_blank_nodes(piece, self._line + sum(part.count(b"\n") for part in self._parts))
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
