"""One killable process that answers questions over a snapshot: its life, and what its pool holds of it.

It gives itself a memory limit and no network, and answers one question at a time over a pipe. Why a process: the engine has no cancel, a
signal does not interrupt it, and a few kilobytes of nested groups crash it (docs/explanation/architecture.md, "Limits").
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import pickle
import resource
import select
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from starlette.concurrency import run_in_threadpool

from api.server.confinement import without_network
from api.server.questions import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from api.server.questions import AdHoc, Ours, Saved

    Question = AdHoc | Ours | Saved

MIB = 1 << 20
AT_ONCE = 64 << 10
"""Bytes of the longest body that goes in one message with its head: an event loop that reads it waits for nothing."""


def _live(pipe: Connection, snapshot: str, memory: int, nice: int, theirs: str) -> None:
    """The life of one worker: open the snapshot, then answer until the pipe closes."""
    os.nice(nice)  # before all else: who asked a runaway query does not make others wait for the worker that follows, either
    from pathlib import Path

    import queries
    from graph.engines.adhoc import Snapshot

    if theirs:
        queries.also(Path(theirs))
    store = Snapshot(snapshot)
    without_network()
    if memory:
        limit = memory * MIB + _data_size()
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    pipe.send_bytes(b"ready")
    while True:
        try:
            asked: Question = pickle.loads(pipe.recv_bytes())  # noqa: S301 - from our own process
        except EOFError:
            return
        try:
            answer = asked.answered(store)
        except MemoryError:
            answer = Answer(503, b"the query needs more memory than it may use; narrow it")
        apart = len(answer.body) > AT_ONCE
        pipe.send_bytes(pickle.dumps((apart, answer._replace(body=b"") if apart else answer)))
        if apart:
            pipe.send_bytes(answer.body)


def _data_size() -> int:
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - not a file of ours
        return int(statm.read().split()[5]) * resource.getpagesize()


class Worker:
    """One worker, as its pool sees it; one question at a time.

    Raises:
        EOFError: it died before it was ready: the snapshot is gone, or the machine has no room.
    """

    def __init__(self, snapshot: str, memory: int, nice: int, theirs: str) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, there = context.Pipe()
        self._process: BaseProcess = context.Process(target=_live, args=(there, snapshot, memory, nice, theirs), daemon=True)
        self._process.start()
        there.close()
        self._poll = select.poll()
        self._poll.register(self._pipe.fileno(), select.POLLIN)
        try:
            self._pipe.recv_bytes()
        except (EOFError, OSError) as error:
            self.kill()
            raise EOFError from error

    @property
    def killed(self) -> bool:
        """Whether it answers no more."""
        return self._pipe.closed

    def kill(self) -> None:
        """End it, whatever it does, and wait for nothing: it is reaped when the next one starts."""
        if not self._pipe.closed:
            self._process.kill()
            self._pipe.close()

    def ask(self, question: Question, deadline: float) -> Answer:
        """The whole answer, before the deadline (monotonic seconds); it does not outlive a question without one.

        Raises:
            TimeoutError: the time was up.
            EOFError, OSError: the question broke it.
        """
        with self._or_killed():
            self._pipe.send_bytes(pickle.dumps(question))
            if not self._poll.poll(left(deadline) * 1000):
                raise TimeoutError
            apart, answer = self._received()
            return answer._replace(body=self._pipe.recv_bytes()) if apart else answer

    async def answered(self, question: Question, deadline: float) -> Answer:
        """The same from an event loop, which answers others meanwhile."""
        with self._or_killed():
            self._pipe.send_bytes(pickle.dumps(question))
            async with asyncio.timeout(left(deadline)):
                await self._readable()
            apart, answer = self._received()
            return answer._replace(body=await run_in_threadpool(self._pipe.recv_bytes)) if apart else answer

    @contextmanager
    def _or_killed(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.kill()  # nobody waits for the rest of what it does
            raise

    def _received(self) -> tuple[bool, Answer]:
        return cast("tuple[bool, Answer]", pickle.loads(self._pipe.recv_bytes()))  # noqa: S301 - from our own worker

    async def _readable(self) -> None:
        loop, place = asyncio.get_running_loop(), self._pipe.fileno()
        there: asyncio.Future[None] = loop.create_future()
        loop.add_reader(place, _settle, there)
        try:
            await there
        finally:
            loop.remove_reader(place)


def _settle(future: asyncio.Future[None]) -> None:
    if not future.done():  # it may be left alone by now
        future.set_result(None)


def left(deadline: float) -> float:
    """Seconds until a deadline."""
    return max(0.0, deadline - time.monotonic())
