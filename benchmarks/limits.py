"""Limits that hold: when a runaway query ends, what a hop to a worker costs, and what others feel while somebody asks such queries.

Seconds are of this machine; what others feel is a ratio within one run. With as many hogs as cores every reader shares them, so the ad-hoc
workers stand back behind the program (`api.server.workers.pool.NICE`).
"""

from __future__ import annotations

import asyncio
import tempfile
import threading
import time
from contextlib import contextmanager
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from benchmarks._asking import asked, free_port, get, started, told, wait_for
from benchmarks.serving import FRESH, GOVGRAPH, PAGE, running, starter
from graph.store import RESOLVED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from api.server.workers.pool import Pool

OVER_DEADLINE_MS, HOP_MS, GAP_MS, OTHERS = 50.0, 0.1, 20.0, 2.0
"""What is asked for at the most: the last is how many times as long the 95th of 100 other answers may take."""
WORKS = 10_000
"""So many take more than a server asks beforehand for (`api.graphql.warming.LARGE`)."""
RUNAWAY = "SELECT (COUNT(*) AS ?c) WHERE { ?a ?b ?c2 . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HEAVY = """{ works(first: 50, where: {not: {slug: {eq: "{n}"}}}, orderBy: [{citedBy: {count: DESC}}]) { edges { node {
  id title authors { label } mentions { edges { node { label } } } } } } }"""


def run(seconds: float = 5.0) -> dict[str, float | bool]:
    """Milliseconds and ratios; `holds` = all within what is asked for."""
    with tempfile.TemporaryDirectory(prefix="govgraph-bench-") as folder:
        place = f"{folder}/store"
        starter(place)
        figures = {**_workers(place), **_gaps(place, seconds), **_others(place, seconds), **_beforehand(f"{folder}/large", seconds)}
    held = {"over_deadline_ms": OVER_DEADLINE_MS, "hop_ms": HOP_MS, "loop_gap_ms": GAP_MS, "others_p95": OTHERS, "beforehand_p95": OTHERS}
    return {**figures, "holds": all(figures[name] <= most for name, most in held.items())}


def _workers(place: str) -> dict[str, float]:
    """How long after its deadline a runaway query is answered, the longest of five, and what a worker adds to a small one."""
    from api.server.workers.pool import pool
    from api.settings import Settings
    from graph.engines.adhoc import Snapshot

    settings = Settings(store=place, sparql_seconds=0.5, sparql_workers=1)
    here, small = Snapshot(place), "ASK {}"
    with pool(place, settings) as workers:
        late: list[float] = []
        for _ in range(5):
            _ask(workers, small)  # the worker that was killed last is replaced by now
            began = time.perf_counter()
            assert _ask(workers, RUNAWAY) == 504
            late.append(1000 * (time.perf_counter() - began - settings.sparql_seconds))
        _ask(workers, small)
        there, direct = [], []
        for _ in range(2_000):
            began = time.perf_counter()
            _ask(workers, small)
            asked_there = time.perf_counter()
            here.answer(small, _JSON, RESOLVED, None, settings.sparql_rows, 1 << 20)
            direct.append(time.perf_counter() - asked_there)
            there.append(asked_there - began)
    return {"over_deadline_ms": round(max(late), 1), "hop_ms": round(1000 * (median(there) - median(direct)), 3)}


_JSON = "application/sparql-results+json"


def _ask(workers: Pool, query: str) -> int:
    from api.server.workers.questions import AdHoc

    return workers.ask(AdHoc(query, _JSON, RESOLVED, None, workers.settings.sparql_rows)).status


@contextmanager
def _serving(place: str, *, beside: Callable[[], Awaitable[None]] | None = None) -> Iterator[int]:
    """A server in this process, and what runs in its loop beside it: its port."""
    from api.server.listening import server_of
    from api.settings import Settings

    port = free_port()
    server = server_of(Settings(store=place, port=port, requests_a_minute=0))

    async def serve() -> None:
        running = asyncio.ensure_future(beside()) if beside else None
        await server.serve()
        if running:
            running.cancel()

    serving = threading.Thread(target=asyncio.run, args=(serve(),))
    serving.start()
    wait_for(port)
    try:
        yield port
    finally:
        server.should_exit = True
        serving.join()


def _gaps(place: str, seconds: float) -> dict[str, float]:
    """How long the event loop was held up while heavy questions were answered, and while none was: 99 of 100 gaps were shorter."""
    gaps: list[float] = []

    async def beat() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            gaps.append(1000 * (time.perf_counter() - began - 0.001))

    heavy = get(f"/graphql?{urlencode({'query': HEAVY}).replace('%7Bn%7D', '{n}')}", "application/json")
    found: dict[str, float] = {}
    with _serving(place, beside=beat) as port:
        asked(port, 1.0, 1, heavy)
        for name, busy in (("loop_gap_ms_idle", False), ("loop_gap_ms", True)):
            gaps.clear()
            if busy:
                asked(port, seconds, 2, heavy)
            else:
                time.sleep(seconds)
            found[name] = round(sorted(gaps)[len(gaps) * 99 // 100], 1)
    return found


def _beforehand(place: str, seconds: float) -> dict[str, float]:
    """The 95th of 100 answers of one reader while a server asks for long lists before anybody does, over the same reader before it."""
    work = _synthetic(place)
    page = get(f"/id/{work}.json", FRESH)
    with _serving(place) as port:
        asked(port, 1.0, 1, page)
        alone = asked(port, seconds, 1, page)
        if alone.failed:
            raise RuntimeError(f"{alone.failed} of {len(alone.milliseconds)} requests failed")
        _ask_once(port)
        beside: list[float] = []
        while any(thread.name == "graphql-warming" for thread in threading.enumerate()):
            beside += asked(port, 0.5, 1, page).milliseconds
    slow = sorted(beside)[len(beside) * 95 // 100]
    return {"beforehand_p95_ms": round(slow, 2), "beforehand_p95": round(slow / alone.percentile(0.95), 2)}


def _synthetic(place: str) -> str:
    """Fill a store with as many works as are worth it, and give one of them."""
    from benchmarks._synthetic import said
    from graph.loading import load
    from graph.opening import open_store
    from graph.sources.capture import capture_of
    from ontology import terms

    store = open_store(place)
    load(store, capture_of(b"synthetic works", "synthetic"), said(WORKS))
    store.flush()
    ((work,),) = store.select(f"SELECT ?w {{ ?w a <{terms.GOV}Work> }} LIMIT 1")
    store.close()
    assert work is not None
    return work.value.rpartition("/id/")[2]


def _ask_once(port: int) -> None:
    """Ask GraphQL something small: its libraries are here by now, and what it asks beforehand begins."""
    from urllib.request import urlopen

    with urlopen(f"http://127.0.0.1:{port}/graphql?{urlencode({'query': '{ works(first: 1) { pageInfo { hasNextPage } } }'})}") as answer:
        answer.read()


def _others(place: str, seconds: float) -> dict[str, float]:
    """The 95th of 100 answers of one reader, beside four who ask runaway queries, over the same reader alone."""
    hog = get(f"/sparql?{urlencode({'query': RUNAWAY})}", _JSON)
    with running(GOVGRAPH, "serve", "--port", "{port}", "--store", place) as (port, _):
        asked(port, 1.0, 1, get(PAGE, FRESH))
        alone = [asked(port, seconds, 1, get(PAGE, FRESH))]
        hogs = started(port, seconds + 2.0, 4, hog)
        time.sleep(2.0)  # until the workers run
        beside = asked(port, seconds, 1, get(PAGE, FRESH))
        told(hogs)
        alone.append(asked(port, seconds, 1, get(PAGE, FRESH)))
    before = median(one.percentile(0.95) for one in alone)
    return {
        "others_p95_ms_alone": round(before, 2),
        "others_p95_ms": round(beside.percentile(0.95), 2),
        "others_p95": round(beside.percentile(0.95) / before, 2),
    }
