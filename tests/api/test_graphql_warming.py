"""Long lists are asked for before anybody does, within a time and for as long as nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from asked import ID

from api.graphql.answer import Answerer, Asked
from api.graphql.orders import WORTH_KEEPING
from api.graphql.warming import Warming
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
