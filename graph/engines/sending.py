"""Statements for engines that are elsewhere, or in memory: chunks sent by a thread while the next ones are made."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING

from graph.engines.lines import in_graph

if TYPE_CHECKING:
    from collections.abc import Callable


class ThreadFeed:
    """Chunks sent by a thread, one on its way and one waiting."""

    def __init__(self, load: Callable[[bytes, int], None], chunk: int) -> None:
        self._load = load
        self._size = chunk
        self._parts: list[bytes] = []
        self._length = 0
        self._line = 1
        self._chunks: queue.Queue[tuple[bytes, int] | None] = queue.Queue(maxsize=1)
        self._thread: threading.Thread | None = None
        self._failure: BaseException | None = None

    def write(self, piece: bytes, graph: str = "") -> None:
        """Add a piece of whole lines."""
        quads = in_graph(piece, graph)
        self._parts.append(quads)
        self._length += len(quads)
        if self._length >= self._size:
            self._send()

    def pass_on(self) -> None:
        """Let the thread have what was written so far, if there is enough for one."""
        if self._thread is not None:
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
