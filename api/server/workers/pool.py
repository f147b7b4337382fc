"""A pool of killable processes for questions: one that runs away takes its worker with it, never the program."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from api.server.workers import waiting
from api.server.workers.questions import Answer
from api.server.workers.worker import Worker, left

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.server.workers.worker import Question
    from api.settings import Settings

    _Place = Worker | None  # None: yet to be started
    _Waiting = TypeVar("_Waiting", waiting.Thread[_Place], waiting.Task[_Place])

NICE = 10
"""How far a worker stands back behind the program: who reads a page does not wait for somebody's cross product."""
_BUSY = Answer(503, b"all workers for such queries are busy; try again in a few seconds")
_NONE = Answer(503, b"no worker for such queries could be started; try again in a few seconds")
_BROKEN = Answer(400, b"the query broke its worker (too deeply nested, or too much memory); simplify it")
_STOPPED = Answer(503, b"the server was stopped before the query was answered; ask again when it is back")


@dataclass(slots=True)
class Pool:
    """`settings.sparql_workers` workers over one snapshot folder, each started at its first question; who asks first is answered first.

    A question is answered within `settings.sparql_seconds`, waiting for a worker included: 200 with the whole answer, 400 or 422 with what
    is wrong with it, 413 where it is too large, 503 when all workers are busy or memory ran out, 504 when the time was up. Never a part.
    """

    snapshot: str
    settings: Settings
    nice: int = NICE
    _idle: deque[_Place] = field(default_factory=deque)
    _waiting: deque[waiting.Thread[_Place] | waiting.Task[_Place]] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _closed: bool = False

    def __post_init__(self) -> None:
        self._idle.extend([None] * self.settings.sparql_workers)

    def ask(self, question: Question, began: float | None = None) -> Answer:
        """Answer one question; its time counts from `began`, where that is told. Blocks its own thread only."""
        deadline, place = self._deadline(began), self._taken(waiting.Thread)
        try:
            worker = place.got(left(deadline)) if isinstance(place, waiting.Thread) else place
        except TimeoutError:
            return _BUSY
        try:
            worker = worker or self._started()
            return worker.ask(question, deadline) if worker else _NONE
        except TimeoutError:
            return self._late()
        except (EOFError, OSError):
            return _STOPPED if worker is not None and worker.was_stopped() else _BROKEN
        finally:
            self._give(worker)

    async def answered(self, question: Question, began: float | None = None) -> Answer:
        """The same from an event loop: neither it nor one of its threads waits."""
        deadline, place = self._deadline(began), self._taken(waiting.Task)
        try:
            worker = await place.got(left(deadline)) if isinstance(place, waiting.Task) else place
        except TimeoutError:
            return _BUSY
        try:
            worker = worker or await self._coming(deadline)
        except TimeoutError:
            return self._late()
        try:
            return await worker.answered(question, deadline) if worker else _NONE
        except TimeoutError:
            return self._late()
        except (EOFError, OSError):
            return _STOPPED if worker is not None and worker.was_stopped() else _BROKEN
        finally:
            self._give(worker)

    @property
    def living(self) -> int:
        """How many workers were started and not ended."""
        with self._lock:
            return self.settings.sparql_workers - self._idle.count(None)

    def _deadline(self, began: float | None) -> float:
        return (time.monotonic() if began is None else began) + self.settings.sparql_seconds

    def _late(self) -> Answer:
        seconds = self.settings.sparql_seconds
        return Answer(504, f"the query ran longer than {seconds:g} s and was stopped; narrow it or add a LIMIT".encode())

    def _taken(self, kind: type[_Waiting]) -> _Place | _Waiting:
        """A place, or what waits for one."""
        with self._lock:
            if self._idle:
                return self._idle.popleft()
            last = kind(self._give)
            self._waiting.append(last)
            return last

    def _give(self, worker: _Place) -> None:
        """Give a place back."""
        with self._lock:
            if worker is not None and (self._closed or worker.killed):
                worker.kill()
                worker = None
            while self._waiting:
                if self._waiting.popleft().hand(worker):
                    return
            if worker is None:
                self._idle.append(worker)
            else:
                self._idle.appendleft(worker)  # it is asked before another has to be started

    def _started(self) -> Worker | None:
        """A new worker; None where it died before it was ready, or the machine starts no more."""
        try:
            return Worker(self.snapshot, self.settings.sparql_memory, self.nice, self.settings.queries)
        except (EOFError, OSError):
            return None

    async def _coming(self, deadline: float) -> Worker | None:
        """The same from an event loop; who goes away meanwhile, or whose time is up, leaves it to others."""
        place: waiting.Task[_Place] = waiting.Task(self._give)
        asyncio.get_running_loop().run_in_executor(None, self._start_for, place)
        return await place.got(left(deadline))

    def _start_for(self, place: waiting.Task[_Place]) -> None:
        worker = None
        try:
            worker = self._started()
        finally:
            if not place.hand(worker):
                self._give(worker)

    def close(self) -> None:
        """End all workers that are idle, and each other after its answer; who still comes is answered by a worker of its own."""
        with self._lock:
            self._closed = True
            idle = list(self._idle)
            self._idle.clear()
            self._idle.extend([None] * len(idle))
        for worker in idle:
            if worker is not None:
                worker.kill()


@contextmanager
def pool(snapshot: str, settings: Settings) -> Iterator[Pool]:
    """A pool that is closed in the end."""
    made = Pool(snapshot, settings)
    try:
        yield made
    finally:
        made.close()
