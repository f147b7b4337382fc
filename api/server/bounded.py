"""Saved questions within limits: they run in a killable worker over the snapshot, as an ad-hoc query does.

What we wrote is fast, but the folder of a user's own queries may hold anything, and a graph may be large.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from api.server.workers.pool import pool
from api.server.workers.questions import NOT_UNDERSTOOD, Ours, written
from graph.engines.adhoc import rows_of, triples_of
from graph.engines.oxigraph import EmbeddedStore
from graph.errors import LaterError, StoreError, UsageError
from graph.store import RESOLVED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from api.server.generations import Generation
    from api.server.service import Service
    from api.server.workers.questions import Answer, Saved
    from api.settings import Settings
    from graph.store import Rows, Store, Triple
    from queries import Engine

WAITING = 16
"""How many questions may run or wait at once: each holds one of the threads that all other answers are made in."""
_TOO_LARGE, _NOT_TAKEN = 413, 400
_held = threading.BoundedSemaphore(WAITING)


class Bounded:
    """Evaluates queries in the workers of a service or generation."""

    def __init__(self, here: Service | Generation) -> None:
        self._here = here

    def select(self, query: str, *, graph: str | None = RESOLVED, named: Sequence[str] | None = None) -> Rows:
        """Rows of a SELECT, all of them.

        Raises:
            LaterError: it took too long or too much memory, or all workers are busy.
            UsageError: the answer is too large.
        """
        return rows_of(self._ask(query, graph, named))

    def construct(self, query: str, *, graph: str | None = RESOLVED, named: Sequence[str] | None = None) -> Iterator[Triple]:
        """Triples of a CONSTRUCT, likewise."""
        return triples_of(self._ask(query, graph, named))

    def _ask(self, query: str, graph: str | None, named: Sequence[str] | None) -> bytes:
        if not _held.acquire(blocking=False):
            raise LaterError("too many saved questions are asked at once; try again in a few seconds")
        try:
            answer = self._here.pool(saved=True).ask(Ours(query, graph, tuple(named) if named is not None else None))
        finally:
            _held.release()
        return _whole(answer).body


def _whole(answer: Answer) -> Answer:
    """An answer that is one.

    Raises:
        UsageError: the question is wrong, or its answer too large.
        LaterError: it took too long or too much memory, or all workers are busy.
        StoreError: the engine did not take it.
    """
    if answer.status == 200:
        return answer
    told = answer.body.decode()
    if answer.status == _TOO_LARGE:
        raise UsageError(f"{told}, or page by page with `limit`")
    if answer.status == NOT_UNDERSTOOD:
        raise UsageError(told)
    raise StoreError(told) if answer.status == _NOT_TAKEN else LaterError(told)


async def answered(here: Service, asked: Saved) -> tuple[bytes, str]:
    """A saved question's answer as `written` gives it, the whole of it made in a worker where there are any.

    Raises:
        UsageError, LaterError, StoreError: as above.
    """
    if not here.snapshots:
        return await run_in_threadpool(written, asked, here.store, bounded(here))
    answer = _whole(await here.pool(saved=True).answered(asked))
    return answer.body, answer.next


def apart(store: Store, asked: Saved, settings: Settings) -> tuple[bytes, str]:
    """The same for who opened a store in a folder and serves nobody: the worker ends with the answer.

    Raises:
        UsageError, LaterError, StoreError: as above; who asks sets the limits, and is told how.
    """
    try:
        if isinstance(store, EmbeddedStore) and store.location != ":memory:":
            with pool(store.location, replace(settings, sparql_workers=1)) as workers:
                answer = _whole(workers.ask(asked))
            return answer.body, answer.next
        return written(asked, store, _awaited(store, settings))
    except LaterError as error:
        raise LaterError(f"{error} (limits are set in GOVGRAPH_SPARQL_SECONDS and GOVGRAPH_SPARQL_MEMORY)") from error


def bounded(here: Service) -> Engine | None:
    """What evaluates saved questions: workers over a snapshot, an engine elsewhere awaited for as long, None = a store in memory itself."""
    return Bounded(here) if here.snapshots else _awaited(here.store, here.settings)


def _awaited(store: Store, settings: Settings) -> Engine | None:
    if isinstance(store, EmbeddedStore):
        return None
    from graph.engines.remote import RemoteStore

    assert isinstance(store, RemoteStore)
    return store.within(settings.sparql_seconds)
