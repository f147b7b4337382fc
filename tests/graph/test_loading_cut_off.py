"""Killed at any moment, a load is whole or absent, and the store works on."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from typing import TYPE_CHECKING

import pytest
from cut_off import CutOff
from engines import remote_server
from said import page

from graph.errors import BusyError
from graph.exports.export import digest
from graph.loading import load, load_many
from graph.loads import journal
from graph.opening import open_store
from graph.resolve import rebuild
from graph.store import META, RESOLVED, capture_graph

if TYPE_CHECKING:
    from pathlib import Path

    from graph.store import Store

COUNT = 3


def digest_of(copies: int) -> str:
    store = open_store(":memory:")
    load_many(store, [page(n) for n in range(copies)])
    return digest(store)


@pytest.fixture(scope="module")
def allowed() -> list[str]:
    """The digests of no, one, two … captures: those that were whole stay."""
    return [digest_of(copies) for copies in range(COUNT + 1)]


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many writing calls an undisturbed load makes."""
    folder = tmp_path_factory.mktemp("undisturbed")
    _, told = CutOff(str(folder / "store"), folder / "captures").end()
    assert isinstance(told, int)
    return told


def checked(store: Store, allowed: list[str]) -> None:
    """The store is one of the allowed ones, has no note left, and takes the rest."""
    assert journal.unfinished(store) is None
    assert digest(store) in allowed
    load_many(store, [page(n) for n in range(COUNT)])
    assert digest(store) == allowed[-1]


def test_killed_at_every_single_write(tmp_path: Path, calls: int, allowed: list[str]) -> None:
    assert calls > 5
    seen = set()
    for stop in range(1, calls + 1):
        folder = tmp_path / str(stop)
        assert CutOff(str(folder / "store"), folder / "captures", stop).end()[0] == -signal.SIGKILL
        store = open_store(str(folder / "store"))
        seen.add(digest(store))
        checked(store, allowed)
        store.close()
    assert {allowed[0], allowed[-1]} <= seen  # the first was absent, the last whole


def test_killed_at_random_moments(tmp_path: Path) -> None:
    whole, none = digest_of(40), digest_of(0)
    chance = random.Random(11)
    for turn in range(4):
        folder = tmp_path / str(turn)
        running = CutOff(str(folder / "store"), folder / "captures", copies=40)
        time.sleep(chance.uniform(0, 0.3))
        running.process.kill()
        running.end()
        store = open_store(str(folder / "store"))
        assert digest(store) in (none, whole)
        load_many(store, [page(n) for n in range(40)])
        assert digest(store) == whole
        store.close()


def test_stopped_by_a_person_the_store_is_usable(tmp_path: Path, calls: int, allowed: list[str]) -> None:
    for stop in (2, calls // 2, calls - 1):
        folder = tmp_path / str(stop)
        assert CutOff(str(folder / "store"), folder / "captures", stop, signal.SIGINT).end() == (130, "interrupted")
        reader = open_store(str(folder / "store"), read_only=True)  # even a reader finds no half of a load
        assert digest(reader) in allowed
        reader.close()
        store = open_store(str(folder / "store"))
        checked(store, allowed)
        store.close()


def test_a_remote_store_is_cleaned_up_by_the_next_load(tmp_path: Path, calls: int, allowed: list[str]) -> None:
    for stop in (3, calls // 2, calls - 2):
        with remote_server() as address:
            assert CutOff(address, tmp_path / str(stop) / "captures", stop).end()[0] == -signal.SIGKILL
            store = open_store(address, settings={"captures": str(tmp_path / str(stop) / "captures")})
            assert journal.unfinished(store) is not None
            load_many(store, [page(n) for n in range(COUNT)])
            assert journal.unfinished(store) is None
            assert digest(store) == allowed[-1]


@pytest.mark.parametrize("holder", [{"host": "another.example.org", "pid": 1}, {"host": os.uname().nodename, "pid": os.getppid()}])
def test_beside_a_load_that_runs_into_a_remote_store_no_other_begins(tmp_path: Path, holder: dict[str, object]) -> None:
    with remote_server() as address:
        store = open_store(address, settings={"captures": str(tmp_path)})
        note = json.dumps(json.dumps(holder))
        store.update(f"INSERT DATA {{ GRAPH <{META}> {{ <{journal.JOURNAL}> <{journal.HELD_BY}> {note} }} }}")
        with pytest.raises(BusyError, match="load"):
            load(store, *page(0))
        journal.recover(store, rebuild, force=True)
        assert load(store, *page(0)).changed == 1


def test_what_was_never_finished_leaves_nothing_behind(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    load(store, *page(0))
    before = digest(store)
    journal.begin(store, rebuild)
    journal.begin_capture(store, "f" * 64)
    half = f'<urn:half> <urn:p> "written" <{capture_graph("f" * 64)}> .\n<urn:half> <urn:p> "resolved" <{RESOLVED}> .\n'
    store.load([half.encode()])
    store.close()
    again = open_store(str(tmp_path / "store"))
    assert digest(again) == before
