"""What waits for a reader, in what order, and how much of the source's words a reader sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small import AGAINST, CLOSED, small_atlas, span

from graph.decisions.judging import Word, say
from graph.decisions.queue import ORDERS, Queue
from graph.decisions.review import Named, Words, sentences, shown, waiting
from graph.loading import load
from graph.loads.version import version
from graph.opening import open_store
from graph.record import Claim, Concept, Source, Work
from graph.search.finding import find, index_of
from graph.sources.capture import capture_of
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


def words(start: int, exact: str, source: str = "urn:a", end: int = 0) -> Words:
    return Words(Named(source, "A"), start, end or start + len(exact), exact=exact)


def test_a_sentence_that_escapes_part_is_one_sentence() -> None:
    parts = [words(0, "It challenges"), words(15, '"New Public'), words(27, "Management"), words(38, '", they say.')]
    (one,) = sentences(parts[::-1])
    assert (one.text, one.first.start, one.last.end, one.cut) == ('It challenges "New Public Management", they say.', 0, 50, False)
    apart = sentences([words(0, "One sentence."), words(40, "Another one."), words(53, "And more."), words(0, "Elsewhere.", "urn:b")])
    assert [one.text for one in apart] == ["One sentence.", "Another one. And more.", "Elsewhere."]
    (hidden,) = sentences([words(0, "It challenges"), words(14, "", end=30)])
    assert (hidden.text, hidden.cut) == ("It challenges", True)


def test_all_words_of_a_claim_are_shown_before_any_context() -> None:
    parts = ["First the counters moved the queue.", "Then they moved the clerks.", "And at the end nobody was served at all."]
    text = f"{'Before all that. ' * 60}{parts[0]} {'In between. ' * 30}{parts[1]} {'And so on. ' * 300}{parts[2]} {'After it. ' * 60}"
    work = Work(kind="article", title="Counters", year=2020, doi="10.5555/counters")
    claim = Claim(
        work,
        Concept(slug="shared-counters", label="Shared counters"),
        "challenges",
        [span(text, one) for one in parts],
        [],
        "EXTRACTED",
        0.8,
    )
    store = open_store("")
    load(store, capture_of(text.encode(), "long.txt"), [Source("Long", "https://example.org/long", display="quote"), work, claim])
    (seen,) = shown(store, waiting(store, Queue()))
    assert sorted(one.exact for one in seen.evidence) == sorted(parts)
    assert sum(len(one.before + one.exact + one.after) for one in seen.evidence) <= 300
    assert any(one.before or one.after for one in seen.evidence)
    store.close()
