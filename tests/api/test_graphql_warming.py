"""Long lists are asked for before anybody does, within a time and for as long as nothing is written."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from asked import ID
from starlette.testclient import TestClient

from api.app import application
from api.graphql import entrance
from api.graphql.answer import Answerer, Asked
from api.graphql.levels.orders import WORTH_KEEPING
from api.graphql.warming import Warming
from api.server.beforehand import Traffic
from api.server.requests.metrics import Measured
from api.settings import Settings
from graph.opening import open_store
from graph.store import RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store

HUB = Asked('{ concept(slug: "hub") { mentionedIn(first: 2) { edges { node { slug } } } } }')


@pytest.fixture
def store() -> Iterator[Store]:
    """A concept that just enough works name to be a hub."""
    hub = f"<{ID}concept/hub>"
    lines = [f"{hub} <{terms.RDF_TYPE}> <{terms.GOV}Concept>", f'{hub} <{terms.SLUG}> "hub"']
    for n in range(WORTH_KEEPING):
        work = f"<{ID}work/w{n:04d}>"
        lines += [
            f"{work} <{terms.RDF_TYPE}> <{terms.GOV}Work>",
            f'{work} <{terms.SLUG}> "w{n:04d}"',
            f"{hub} <{terms.GOV}mentionedIn> {work}",
        ]
    opened = open_store(":memory:")
    opened.load(f"{line} <{RESOLVED}> .\n".encode() for line in lines)
    yield opened
    opened.close()


def test_what_was_warmed_is_not_asked_of_the_store_again(store: Store) -> None:
    cold, warm = Answerer(store), Answerer(store)
    version = warm.version()
    assert version is not None
    assert Warming(store, warm, 60.0).warm(version) > 1
    first, then = cold.answer(HUB), warm.answer(HUB)
    assert first.data == then.data == {"concept": {"mentionedIn": {"edges": [{"node": {"slug": "w0000"}}, {"node": {"slug": "w0001"}}]}}}
    assert (first.queries, then.queries) == (3, 2)


def test_warming_ends_when_something_is_written_or_the_time_is_over(store: Store) -> None:
    answerer = Answerer(store)
    version = answerer.version()
    assert version is not None
    assert Warming(store, answerer, 0.0).warm(version) == 0
    store.update(f'INSERT DATA {{ GRAPH <{RESOLVED}> {{ <{ID}concept/hub> <{terms.GOV}abbreviation> "h" }} }}')
    assert Warming(store, answerer, 60.0).warm(version) == 0


def test_a_closed_store_ends_it_quietly(store: Store) -> None:
    warming = Warming(store, Answerer(store), 60.0)
    store.close()
    assert warming.warm(1) == 0


@pytest.mark.parametrize(("seconds", "size", "times"), [(60.0, 1 << 30, 1), (0.0, 1 << 30, 0), (60.0, 1 << 10, 0)])
def test_only_large_graphs_are_warmed_and_once_a_version(
    store: Store, monkeypatch: pytest.MonkeyPatch, seconds: float, size: int, times: int
) -> None:
    warmed: list[int] = []
    monkeypatch.setattr(store, "files", lambda: {"one.sst": size})
    monkeypatch.setattr("threading.Thread.start", lambda thread: thread.run())
    warming = Warming(store, Answerer(store), seconds)
    monkeypatch.setattr(warming, "warm", warmed.append)
    for _ in range(2):
        warming.begin(7)
    warming.begin(None)
    assert warmed == [7] * times


@pytest.mark.parametrize(
    ("size", "settings", "writer", "times"),
    [
        (1 << 30, Settings(), "", 1),
        (1 << 20, Settings(), "", 0),
        (1 << 30, Settings(graphql_warming=0), "", 0),
        (1 << 30, Settings(), "http://127.0.0.1:9", 0),
    ],
    ids=["large", "small", "never", "others answer"],
)
def test_a_large_graph_is_warmed_before_the_first_question(
    store: Store, monkeypatch: pytest.MonkeyPatch, size: int, settings: Settings, writer: str, times: int
) -> None:
    begun: list[int | None] = []
    monkeypatch.setattr(store, "files", lambda: {"one.sst": size})
    monkeypatch.setattr(entrance, "AT_FIRST", 0.0)
    monkeypatch.setattr(Warming, "begin", lambda _, version: begun.append(version))
    with TestClient(application(settings, store, writer=writer)):
        for thread in threading.enumerate():
            if thread.name == "graphql-entrance":
                thread.join()
        assert begun == [Answerer(store).version()] * times


def test_traffic_is_let_pass_before_each_list(store: Store) -> None:
    waited: list[float] = []

    class Watched(Traffic):
        def let_pass(self, seconds: float) -> None:
            waited.append(seconds)

    answerer = Answerer(store)
    asked = Warming(store, answerer, 60.0, Watched()).warm(answerer.version() or 0)
    assert len(waited) == asked > 1
    assert max(waited) < 1


def test_a_request_is_traffic_until_it_is_answered_or_fails() -> None:
    traffic, seen = Traffic(), list[int]()

    async def answered(_: Any, __: Any, ___: Any) -> None:
        seen.append(traffic.answering)
        raise OSError("the client is gone")

    with pytest.raises(OSError, match="gone"):
        anyio.run(Measured(answered, [], traffic), {"type": "http", "method": "GET"}, None, None)
    assert (seen, traffic.answering) == ([1], 0)
