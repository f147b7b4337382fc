"""The pool from an event loop: everybody is answered in turn, whole or with an error in time, and no place in it is lost."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import signal
import threading
import time
from typing import TYPE_CHECKING, Any, cast

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from small import small_atlas

from api.server.workers.pool import Pool, pool
from api.server.workers.questions import NOT_UNDERSTOOD, AdHoc, Answer, Saved
from api.server.workers.worker import Worker
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS, LONG = 1.0, 200_000
GRAPH = "urn:g"
GIVING_BACK = 2
"""The how manieth time that a question takes the pool's lock it is to give its worker back."""
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    """One worker over some statements, one of which is long."""
    folder = tmp_path_factory.mktemp("workers")
    store = Store(str(folder / "store"))
    store.extend([Quad(NamedNode(f"urn:s{n}"), NamedNode("urn:p"), Literal(n), NamedNode(GRAPH)) for n in range(300)])
    store.add(Quad(NamedNode("urn:long"), NamedNode("urn:q"), Literal("x" * LONG), NamedNode(GRAPH)))
    store.flush()
    store.backup(str(folder / "snapshot"))
    with pool(str(folder / "snapshot"), Settings(sparql_seconds=SECONDS, sparql_workers=1)) as made:
        made.ask(question("ASK {}"), time.monotonic() + 30)  # it takes a moment to start
        yield made


def question(query: str) -> AdHoc:
    return AdHoc(query, "application/sparql-results+json", GRAPH, None, 10_000)


def count(answer: Answer) -> int:
    return int(json.loads(answer.body)["results"]["bindings"][0]["n"]["value"])


def test_who_waits_is_answered_in_turn(asked: Pool) -> None:
    async def every() -> list[Answer]:
        later = time.monotonic() + 30
        return await asyncio.gather(*(asked.answered(question(f"SELECT ({n} AS ?n) {{}}"), later) for n in range(20)))

    assert [count(answer) for answer in asyncio.run(every())] == list(range(20))


def test_a_long_answer_is_whole(asked: Pool) -> None:
    query, later = question("SELECT ?x { ?s <urn:q> ?x }"), time.monotonic() + 30
    one, other = asked.ask(query, later), asyncio.run(asked.answered(query, later))
    assert one == other
    assert one.status == 200
    assert json.loads(one.body)["results"]["bindings"][0]["x"]["value"] == "x" * LONG


def test_a_runaway_ends_and_holds_up_nothing(asked: Pool) -> None:
    async def beside() -> tuple[Answer, Answer, int]:
        runaway = asyncio.create_task(asked.answered(question(RUNAWAY)))
        await asyncio.sleep(0)
        waiting = asyncio.create_task(asked.answered(question("ASK {}"), time.monotonic() - SECONDS / 2))
        beats = 0
        while not runaway.done():
            await asyncio.sleep(0.01)
            beats += 1
        return await runaway, await waiting, beats

    late, busy, beats = asyncio.run(beside())
    assert (late.status, busy.status) == (504, 503)
    assert b"longer than 1 s" in late.body
    assert beats > 10
    assert asked.ask(question("ASK {}"), time.monotonic() + 30).status == 200


@pytest.mark.parametrize(
    ("end", "status", "told"), [(signal.SIGTERM, 503, b"server was stopped"), (signal.SIGKILL, 400, b"broke its worker")]
)
def test_a_question_that_a_stop_cuts_off_is_not_blamed_for_it(asked: Pool, end: signal.Signals, status: int, told: bytes) -> None:
    async def cut_off() -> Answer:
        cut = asyncio.create_task(mine.answered(question(RUNAWAY), time.monotonic() + 30))
        await asyncio.sleep(0.1)
        assert worker.pid
        os.kill(worker.pid, end)
        return await cut

    others = set(multiprocessing.active_children())
    with pool(asked.snapshot, asked.settings) as mine:
        mine.ask(question("ASK {}"), time.monotonic() + 30)
        (worker,) = set(multiprocessing.active_children()) - others
        answer = asyncio.run(cut_off())
    assert answer.status == status
    assert told in answer.body


def test_who_goes_away_leaves_its_place_to_others(asked: Pool) -> None:
    async def leaving() -> Answer:
        working = asyncio.create_task(asked.answered(question(RUNAWAY)))
        waiting = asyncio.create_task(asked.answered(question("ASK {}")))
        await asyncio.sleep(0.05)
        for one in (waiting, working):
            one.cancel()
        assert all(isinstance(one, asyncio.CancelledError) for one in await asyncio.gather(working, waiting, return_exceptions=True))
        return await asked.answered(question("SELECT (7 AS ?n) {}"), time.monotonic() + 30)

    assert count(asyncio.run(leaving())) == 7


def test_who_goes_away_while_a_worker_starts_leaves_it_to_others(asked: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Worker] = []
    begun = threading.Event()

    def counted(*told: Any) -> Worker:
        begun.set()
        started.append(Worker(*told))
        return started[-1]

    monkeypatch.setattr("api.server.workers.pool.Worker", counted)

    async def leaving(made: Pool) -> Answer:
        working = asyncio.create_task(made.answered(question("ASK {}")))
        await asyncio.to_thread(begun.wait, 30)
        working.cancel()
        assert isinstance((await asyncio.gather(working, return_exceptions=True))[0], asyncio.CancelledError)
        return await made.answered(question("SELECT (7 AS ?n) {}"), time.monotonic() + 30)

    with pool(asked.snapshot, Settings(sparql_seconds=30, sparql_workers=1)) as made:
        assert count(asyncio.run(leaving(made))) == 7
        assert (len(started), made.living) == (1, 1)
    assert started[0].killed


def test_a_worker_given_back_while_the_pool_is_closed_does_not_stay(asked: Pool) -> None:
    class Overtaken:
        """A lock: before who gives back has it, another closes the pool."""

        entered = 0

        def __init__(self) -> None:
            self._lock = threading.Lock()

        def __enter__(self) -> None:
            self.entered += 1
            if self.entered == GIVING_BACK:
                made.close()
            self._lock.acquire()

        def __exit__(self, *_: object) -> None:
            self._lock.release()

    made = Pool(asked.snapshot, Settings(sparql_seconds=30, sparql_workers=1), _lock=cast("threading.Lock", Overtaken()))
    assert made.ask(question("ASK {}")).status == 200
    assert made.living == 0


def test_a_saved_question_is_answered_in_its_form_or_told_what_is_wrong(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("saved")
    store = small_atlas(str(folder / "store"))
    store.flush()
    store.backup(str(folder / "snapshot"))
    store.close()
    with pool(str(folder / "snapshot"), Settings(sparql_workers=1)) as made:
        page = made.ask(Saved("all-claims", {"limit": "1"}, "json"))
        assert page.status == 200
        assert json.loads(page.body)["next"] == page.next != ""
        following = made.ask(Saved("all-claims", {"limit": "1", "after": page.next}, "csv"))
        assert following.status == 200
        assert following.body.count(b"\r\n") == 2
        for wrong in (Saved("no-such-question", {}, "json"), Saved("concept-card", {"concept": "nothing"}, "json")):
            assert made.ask(wrong).status == NOT_UNDERSTOOD


def test_a_machine_that_starts_no_more_workers_is_no_fault_of_the_question(asked: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    late = Pool(asked.snapshot, Settings(sparql_workers=1))
    with monkeypatch.context() as patched:
        patched.setattr("multiprocessing.context.SpawnProcess.start", full)
        for answer in (late.ask(question("ASK {}")), asyncio.run(late.answered(question("ASK {}")))):
            assert (answer.status, b"no worker" in answer.body) == (503, True)
    assert late.ask(question("ASK {}"), time.monotonic() + 30).status == 200
    late.close()


def test_files_where_the_server_runs_are_no_modules_of_a_worker(asked: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "re.py").write_text("raise SystemExit('a file of the user was run')", encoding="utf-8")
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    monkeypatch.chdir(tmp_path)
    with pool(asked.snapshot, Settings(sparql_seconds=SECONDS, sparql_workers=1)) as made:
        assert count(made.ask(question("SELECT (1 AS ?n) {}"), time.monotonic() + 30)) == 1
