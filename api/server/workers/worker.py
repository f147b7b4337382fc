"""One killable process that answers questions over a snapshot: its life, and what its pool holds of it.

It gives itself a memory limit and no network, and answers one question at a time over a wire. Why a process: the engine has no cancel, a
signal does not interrupt it, and a few kilobytes of nested groups crash it (docs/explanation/architecture.md, "Limits").
"""

from __future__ import annotations

import asyncio
import os
import pickle
import resource
import select
import signal
import socket
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from starlette.concurrency import run_in_threadpool

from api.server.workers.confinement import without_network
from api.server.workers.questions import Answer
from api.server.workers.spawning import started

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.process import BaseProcess

    from api.server.workers.questions import AdHoc, Ours, Saved

    Question = AdHoc | Ours | Saved

MIB = 1 << 20
AT_ONCE = 64 << 10
"""Bytes that are read in one step: of a longer answer an event loop leaves the rest to a thread."""
_HEAD = 4
_DYING = 0.2
"""Seconds that a process may take to end after its files are closed."""


class Wire:
    """Messages between two processes, a short one written and read in one step each; `multiprocessing.Connection` takes three."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self.place = end.fileno()

    def send(self, message: bytes) -> None:
        """Send one message."""
        self._end.sendall(len(message).to_bytes(_HEAD, "little") + message)

    def receive(self) -> bytes:
        """The next message, whole.

        Raises:
            EOFError: the other end was closed.
        """
        return self.rest(self.begin())

    def begin(self) -> bytearray:
        """The beginning of the next message, as far as it is there."""
        begun = bytearray()
        while len(begun) < _HEAD:
            begun += self._piece()
        return begun

    def whole(self, begun: bytearray) -> bool:
        """Whether this is all of it."""
        return len(begun) >= _HEAD + int.from_bytes(begun[:_HEAD], "little")

    def rest(self, begun: bytearray) -> bytes:
        """A message to its end."""
        while not self.whole(begun):
            begun += self._piece()
        return bytes(begun[_HEAD:])

    def _piece(self) -> bytes:
        piece = self._end.recv(AT_ONCE)
        if not piece:
            raise EOFError
        return piece

    def close(self) -> None:
        """Hang up."""
        self._end.close()


def _live(end: socket.socket, snapshot: str, memory: int, nice: int, theirs: str) -> None:
    """The life of one worker: open the snapshot, then answer until the wire closes."""
    os.nice(nice)  # before all else: who asked a runaway query does not make others wait for the worker that follows, either
    from pathlib import Path

    import queries
    from graph.engines.adhoc import Snapshot

    if theirs:
        queries.also(Path(theirs))
    store = Snapshot(snapshot)
    without_network()
    if memory:
        _hold_to(memory)
    wire = Wire(end)
    wire.send(b"ready")
    while True:
        try:
            asked: Question = pickle.loads(wire.receive())  # noqa: S301 - from our own process
        except EOFError:
            return
        try:
            answer = asked.answered(store)
        except MemoryError:
            answer = Answer(503, b"the query needs more memory than it may use; narrow it")
        wire.send(pickle.dumps(answer))


def _hold_to(memory: int) -> None:
    """Let this process take so many MiB more than it has now; on a system that does not tell how much that is, no limit is set."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - not a file of ours
            held = int(statm.read().split()[5]) * resource.getpagesize()
    except FileNotFoundError:
        return
    limit = held + memory * MIB
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


class Worker:
    """One worker, as its pool sees it; one question at a time.

    Raises:
        EOFError: it died before it was ready: the snapshot is gone, or the machine has no room.
    """

    def __init__(self, snapshot: str, memory: int, nice: int, theirs: str) -> None:
        here, there = socket.socketpair()
        self._wire, self._living = Wire(here), True
        self._process: BaseProcess = started(_live, there, snapshot, memory, nice, theirs, daemon=True)
        there.close()
        self._poll = select.poll()
        self._poll.register(here, select.POLLIN)
        try:
            self._wire.receive()
        except (EOFError, OSError) as error:
            self.kill()
            raise EOFError from error

    @property
    def killed(self) -> bool:
        """Whether it answers no more."""
        return not self._living

    def was_stopped(self) -> bool:
        """Whether it ended since it was told to, as all processes of a server are that is stopped; asked once its wire has broken."""
        self._process.join(_DYING)
        return self._process.exitcode == -signal.SIGTERM

    def kill(self) -> None:
        """End it, whatever it does, and wait for nothing: it is reaped when the next one starts."""
        if self._living:
            self._living = False
            self._process.kill()
            self._wire.close()

    def ask(self, question: Question, deadline: float) -> Answer:
        """The whole answer, before the deadline (monotonic seconds); it does not outlive a question without one.

        Raises:
            TimeoutError: the time was up.
            EOFError, OSError: the question broke it.
        """
        with self._or_killed():
            self._wire.send(pickle.dumps(question))
            if not self._poll.poll(left(deadline) * 1000):
                raise TimeoutError
            return _unpacked(self._wire.receive())

    async def answered(self, question: Question, deadline: float) -> Answer:
        """The same from an event loop, which answers others meanwhile."""
        with self._or_killed():
            self._wire.send(pickle.dumps(question))
            await self._readable(deadline)
            begun = self._wire.begin()
            whole = self._wire.rest(begun) if self._wire.whole(begun) else await run_in_threadpool(self._wire.rest, begun)
            return _unpacked(whole)

    @contextmanager
    def _or_killed(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.kill()  # nobody waits for the rest of what it does
            raise

    async def _readable(self, deadline: float) -> None:
        loop, place = asyncio.get_running_loop(), self._wire.place
        there: asyncio.Future[bool] = loop.create_future()
        loop.add_reader(place, _settle, there, True)
        late = loop.call_later(left(deadline), _settle, there, False)
        try:
            if not await there:
                raise TimeoutError
        finally:
            late.cancel()
            loop.remove_reader(place)


def _unpacked(message: bytes) -> Answer:
    return cast("Answer", pickle.loads(message))  # noqa: S301 - from our own worker


def _settle(future: asyncio.Future[bool], value: bool) -> None:
    if not future.done():  # it may be left alone by now
        future.set_result(value)


def left(deadline: float) -> float:
    """Seconds until a deadline."""
    return max(0.0, deadline - time.monotonic())
