"""Writing many statements while others are still being made: a thread loads one chunk as the next fills."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Self

from graph.lines import refuse_blank_nodes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.store import Store

CHUNK = 16 << 20
"""Bytes that go into one bulk load."""


class BulkWriter:
    """Collects N-Quads and loads them chunk by chunk in a thread of its own; the engine works outside Python's lock.

    At most three chunks are held: one filling, one waiting, one being loaded. Used as a context; `drain` waits for all that was written.
    """

    def __init__(self, store: Store, chunk: int = CHUNK) -> None:
        self._store = store
        self._size = chunk
        self._parts: list[bytes] = []
        self._length = 0
        self._chunks: queue.Queue[bytes | None] = queue.Queue(maxsize=1)
        self._thread: threading.Thread | None = None
        self._failure: BaseException | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End the thread after the chunk it is at; what was not drained may be lost."""
        if self._thread is not None:
            self._chunks.put(None)
            self._thread.join()
            self._thread = None

    def write(self, graph: str, statements: list[str]) -> None:
        """Add statements (`<s> <p> o`) of one graph.

        Raises:
            GovgraphError: an earlier chunk could not be loaded.
        """
        if not statements:
            return
        end = f" <{graph}> .\n"
        self.write_lines((end.join(statements) + end).encode())

    def write_lines(self, nquads: bytes) -> None:
        """Add whole N-Quads lines."""
        self._parts.append(nquads)
        self._length += len(nquads)
        if self._length >= self._size:
            self._send()

    def write_all(self, nquads: Iterable[bytes]) -> None:
        """Add pieces of whole N-Quads lines."""
        for piece in nquads:
            self.write_lines(piece)

    def drain(self) -> None:
        """Wait until everything written so far is in the store.

        Raises:
            GovgraphError: some of it could not be loaded.
        """
        if self._thread is None:
            if self._parts:  # little was written: no thread is needed
                chunk, self._parts, self._length = b"".join(self._parts), [], 0
                self._load(chunk)
            return
        self._send()
        self._chunks.join()
        self._raise()

    def _send(self) -> None:
        self._raise()
        if not self._parts:
            return
        chunk, self._parts, self._length = b"".join(self._parts), [], 0
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="bulk-writer", daemon=True)
            self._thread.start()
        self._chunks.put(chunk)

    def _run(self) -> None:
        while True:
            chunk = self._chunks.get()
            try:
                if chunk is None:
                    return
                if self._failure is None:
                    self._load(chunk)
            except BaseException as failure:  # noqa: BLE001 - handed to the thread that writes
                self._failure = failure
            finally:
                del chunk
                self._chunks.task_done()

    def _load(self, chunk: bytes) -> None:
        refuse_blank_nodes(chunk)
        self._store.load([chunk])

    def _raise(self) -> None:
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
