"""After a write nobody waits for a worker to start where one was at work before; where none was, none is started."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from small import small_atlas
from starlette.testclient import TestClient

from api.app import application
from api.server.workers import pools
from api.server.workers.pools import Pools
from api.server.workers.questions import Saved
from api.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from api.server.service import Service

ASKED = Saved("contested-theories", {}, "json")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pools") / "store"
    store = small_atlas(str(place))
    store.flush()
    store.close()
    return place


def settled() -> None:
    """Until what was begun in the background is done."""
    for thread in threading.enumerate():
        if thread.name == "workers":
            thread.join(60)


def test_a_pool_that_was_asked_is_followed_by_one_that_is_ready(folder: Path) -> None:
    settings = Settings(sparql_workers=2)
    before, after, idle = (Pools(str(folder), settings) for _ in range(3))
    try:
        assert before.of(saved=True).ask(ASKED).status == 200
        after.follow(before)
        settled()
        assert (after.of(saved=True).living, after.of(saved=False).living) == (1, 0)
        assert after.of(saved=True).ask(ASKED).status == 200
        assert after.of(saved=True).living == 1  # the one that was ready was asked
        before.close()
        idle.follow(before)
        settled()
        assert idle.of(saved=True).living == 0
    finally:
        for one in (before, after, idle):
            one.close()


def test_writes_that_nobody_asks_after_start_workers_no_longer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [Pools(str(folder), Settings(sparql_workers=1)) for _ in range(3)]
    try:
        assert made[0].of(saved=True).ask(ASKED).status == 200
        made[1].follow(made[0])
        settled()
        monkeypatch.setattr(pools, "LATELY", 0.0)
        made[2].follow(made[1])  # where a worker is ready that only the write before asked
        settled()
        assert [one.of(saved=True).living for one in made] == [1, 1, 0]
    finally:
        for one in made:
            one.close()


def test_a_pool_that_is_closed_starts_nothing_that_stays(folder: Path) -> None:
    closed = Pools(str(folder), Settings(sparql_workers=1))
    closed.close()
    assert closed.of(saved=True).ask(ASKED).status == 200
    assert closed.of(saved=True).living == 0


def test_what_a_server_publishes_is_answered_by_a_worker_that_waits(folder: Path) -> None:
    with TestClient(application(Settings(store=str(folder)))) as client:
        here: Service = client.app.state.service
        assert client.get("/queries/contested-theories.json").status_code == 200
        before = here.pool(saved=True)
        here.publish()
        settled()
        assert here.pool(saved=True) is not before
        assert here.pool(saved=True).living == 1
