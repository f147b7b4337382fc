"""A pool of killable processes for ad-hoc SPARQL: a query that runs away takes its worker with it, never the program.

A worker opens an immutable snapshot of the store, gives itself a memory limit and answers one query at a time over a pipe.
Why processes: the engine has no cancel, a signal does not interrupt it, and a few kilobytes of nested groups crash it
(docs/explanation/architecture.md, "Limits").
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import resource
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.server.confinement import without_network

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from api.settings import Settings

MIB = 1 << 20
LARGEST_ANSWER = 64 * MIB
NICE = 10
"""How far a worker stands back behind the program: who reads a page does not wait for somebody's cross product."""


@dataclass(frozen=True, slots=True)
class Question:
    """One query: its text, the wished media type and the dataset it runs on.

    `ours`: of a saved question; it may have any number of rows, and the words of captures in it are held to their rights by who asks.
    """

    query: str
    media_type: str
    default_graph: str | None
    named: tuple[str, ...] | None
    rows: int
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question: an HTTP status, a body and its media type."""

    status: int
    body: bytes
    media_type: str = "text/plain; charset=utf-8"


def _serve(pipe: Connection, snapshot: str, memory: int, nice: int) -> None:
    """The life of one worker: open the snapshot, then answer until the pipe closes."""
    os.nice(nice)  # before all else: who asked a runaway query does not make others wait for the worker that follows, either
    from graph.engines.adhoc import Snapshot

    store = Snapshot(snapshot)
    without_network()
    if memory:
        limit = memory * MIB + _data_size()
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    pipe.send("ready")
    while True:
        try:
            asked = pipe.recv()
        except EOFError:
            return
        try:
            if asked.ours:
                status, body, media_type = store.whole(asked.query, asked.default_graph, asked.named, LARGEST_ANSWER)
            else:
                status, body, media_type = store.answer(
                    asked.query, asked.media_type, asked.default_graph, asked.named, asked.rows, LARGEST_ANSWER
                )
        except MemoryError:
            status, body, media_type = (
                503,
                b"the query needs more memory than it may use; narrow it",
                "text/plain; charset=utf-8",
            )
        pipe.send((status, body, media_type))


def _data_size() -> int:
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - not a file of ours
        return int(statm.read().split()[5]) * resource.getpagesize()


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection

    def kill(self) -> None:
        if self.pipe.closed:
            return
        self.process.kill()
        self.process.join()
        self.pipe.close()


@dataclass(slots=True)
class Pool:
    """`settings.sparql_workers` workers over one snapshot folder; `ask` blocks its own thread only."""

    snapshot: str
    settings: Settings
    nice: int = NICE
    _idle: queue.Queue[_Worker | None] = field(default_factory=queue.Queue)
    _closed: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        for _ in range(self.settings.sparql_workers):
            self._idle.put(None)  # started at its first question

    def ask(
        self,
        query: str,
        media_type: str,
        *,
        default_graph: str | None,
        named: Sequence[str] | None,
        began: float | None = None,
        ours: bool = False,
    ) -> Answer:
        """Run one query within the limits; the time counts from `began`, where that is told, and `ours` is as in `Question`.

        Returns:
            200 with the whole answer, 400 with what is wrong with the query, 503 when all workers are busy or memory ran out,
            504 when the time was up. Never a part of an answer.
        """
        deadline = (time.monotonic() if began is None else began) + self.settings.sparql_seconds
        try:
            worker = self._idle.get(timeout=self.settings.sparql_seconds)
        except queue.Empty:
            return Answer(503, b"all workers for such queries are busy; try again in a few seconds")
        try:
            worker = worker or self._start()
            if worker is None:
                return Answer(503, b"no worker for such queries could be started; try again in a few seconds")
            graphs = tuple(named) if named is not None else None
            question = Question(query, media_type, default_graph, graphs, self.settings.sparql_rows, ours)
            answer = self._answer(worker, question, deadline)
        finally:
            if worker is not None and self._closed.is_set():
                worker.kill()
                worker = None
            self._idle.put(worker if worker is not None and worker.process.is_alive() else None)
        return answer

    def _answer(self, worker: _Worker, question: Question, deadline: float) -> Answer:
        try:
            worker.pipe.send(question)
            if not worker.pipe.poll(max(0.0, deadline - time.monotonic())):
                worker.kill()
                return Answer(
                    504, f"the query ran longer than {self.settings.sparql_seconds:g} s and was stopped; narrow it or add a LIMIT".encode()
                )
            return Answer(*worker.pipe.recv())
        except (EOFError, BrokenPipeError, ConnectionResetError):
            worker.kill()
            return Answer(400, b"the query broke its worker (too deeply nested, or too much memory); simplify it")

    def _start(self) -> _Worker | None:
        """A new worker; None where it died before it was ready: the snapshot is gone, or the machine has no room."""
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=_serve, args=(there, self.snapshot, self.settings.sparql_memory, self.nice), daemon=True)
        process.start()
        there.close()
        made = _Worker(process, here)
        try:
            here.recv()
        except (EOFError, OSError):
            made.kill()
            return None
        return made

    def close(self) -> None:
        """End all workers that are idle, and each other after its answer; who still comes is answered by a worker of its own."""
        self._closed.set()
        for _ in range(self.settings.sparql_workers):
            try:
                worker = self._idle.get_nowait()
            except queue.Empty:
                return
            if worker is not None:
                worker.kill()
            self._idle.put(None)


@contextmanager
def pool(snapshot: str, settings: Settings) -> Iterator[Pool]:
    """A pool that is closed in the end."""
    made = Pool(snapshot, settings)
    try:
        yield made
    finally:
        made.close()
