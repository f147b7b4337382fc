"""What waits for a reader, in what order, and how much of the source's words a reader sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small import AGAINST, CLOSED, small_atlas

from graph.decisions.judging import Word, say
from graph.decisions.queue import ORDERS, Queue
from graph.decisions.review import shown, waiting
from graph.loads.version import version
from graph.search.finding import find, index_of
from graph.store import BASE

if TYPE_CHECKING:
    from pathlib import Path

COUNTERS = f"{BASE}id/concept/shared-counters"


def test_the_queue_holds_what_a_program_found_and_nobody_decided() -> None:
    store = small_atlas()
    claims = waiting(store, Queue())
    assert len(claims) == 3
    say(store, [Word(claims[0], "accept", "read", "Eva"), Word(claims[1], "reject", "no", "Eva")])
    assert waiting(store, Queue()) == [claims[2]]
    assert waiting(store, Queue("Eva", second=True)) == []
    assert set(waiting(store, Queue("Ben", second=True))) == set(claims[:2]), "a second reader gets the rejected one too"
    seen = shown(store, waiting(store, Queue("Ben", second=True)))
    assert {one.theory.label for one in seen} == {"Shared counters"}
    store.close()


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_has_the_same_claims(order: str) -> None:
    store = small_atlas()
    queue = Queue(order=next(one for one in ORDERS if one == order))
    claims = waiting(store, queue)
    scores = [one.confidence for one in shown(store, claims)]
    assert sorted(claims) == sorted(waiting(store, Queue()))
    if order == "confidence":
        assert scores == sorted(scores, reverse=True)
    if order == "doubt":
        assert scores == sorted(scores)
    store.close()


def test_it_narrows_to_a_theory_and_to_a_place_with_what_lies_in_it() -> None:
    store = small_atlas()
    assert len(waiting(store, Queue(theory=COUNTERS))) == 3
    assert waiting(store, Queue(theory=f"{BASE}id/concept/separate-offices")) == []
    (danish,) = shown(store, waiting(store, Queue(jurisdiction=f"{BASE}id/jurisdiction/DK")))
    assert [(case.label, [place.label for place in case.places]) for case in danish.cases] == [("Southmark", ["Denmark"])]
    assert waiting(store, Queue(jurisdiction=f"{BASE}id/jurisdiction/FR")) == []
    store.close()


def test_the_context_stays_within_the_rule_of_the_source() -> None:
    store = small_atlas()
    seen = {one.evidence[0].source.label: one.evidence[0] for one in shown(store, waiting(store, Queue()))}
    opened, closed, locked = seen["Counter atlas"], seen["Closed journal"], seen["Locked archive"]
    assert opened.exact == AGAINST
    assert closed.exact == CLOSED.strip()
    assert len(closed.before + closed.exact + closed.after) <= 300
    assert (locked.exact, locked.before, locked.after) == ("", "", "")
    assert locked.end > locked.start
    store.close()


def test_search_follows_what_is_decided(tmp_path: Path) -> None:
    store = small_atlas(tmp_path / "store")
    assert [hit.label for hit in find(store, "Shared counters")][:1] == ["Shared counters"]
    claims = waiting(store, Queue())
    say(store, [Word(claims[0], "accept", "read", "Eva")])
    say(store, [Word(claims[1], "reject", "no", "Eva")])
    assert index_of(store).version == version(store)
    assert [hit.label for hit in find(store, "Shared counters")][:1] == ["Shared counters"]
    store.close()
