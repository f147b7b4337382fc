"""A decision on a sentence that was altered since holds no longer, and is shown to whoever decides on the new sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.decisions.curation import suppress
from graph.decisions.judging import Word, say
from graph.decisions.queue import Queue
from graph.decisions.review import shown, waiting
from graph.loading import load
from graph.opening import open_store
from graph.record import Claim, Concept, Source, Span, Work
from graph.sources.capture import capture_of
from graph.store import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store

PAGE = "https://example.org/counters"
OLD, NEW = "The study extends the theory of shared counters.", "The study hardly extends the theory of shared counters."
DAY = "2026-03-01T10:00:00+00:00"


def captured(store: Store, sentence: str, page: str = PAGE) -> str:
    """Load a page with one sentence; its digest."""
    work = Work(kind="article", title="Counters", year=2020, doi="10.5555/counters")
    counters = Concept(slug="shared-counters", label="Shared counters", kind="theory")
    claim = Claim(work, counters, "extends", [Span(0, len(sentence), sentence)], [], "EXTRACTED", 0.8)
    capture = capture_of(sentence.encode(), "counters.txt", retrieved_from=page)
    load(store, capture, [Source("Counters", page, "CC BY 4.0", "", "full", "en", "test"), work, counters, claim])
    return capture.digest


@pytest.fixture
def store() -> Iterator[Store]:
    """A page whose one claim Eva accepted."""
    opened = open_store("")
    captured(opened, OLD)
    say(opened, [Word(waiting(opened, Queue())[0], "accept", "as printed", "Eva", DAY)])
    yield opened
    opened.close()


def earlier(store: Store, *, told: bool = True) -> list[tuple[str, str]]:
    (one,) = shown(store, waiting(store, Queue()), earlier=told)
    return [(word.told, word.words) for word in one.earlier]


def test_what_was_decided_of_the_sentence_as_it_read_is_told(store: Store) -> None:
    captured(store, NEW)
    assert earlier(store) == [("accepted by Eva on 2026-03-01: as printed", OLD)]
    assert earlier(store, told=False) == []


def test_through_several_captures(store: Store) -> None:
    captured(store, NEW)
    say(store, [Word(waiting(store, Queue())[0], "reject", "it denies it now", "Ben", "2026-03-02T10:00:00+00:00")])
    captured(store, NEW.replace("hardly", "barely"))
    assert earlier(store) == [("accepted by Eva on 2026-03-01: as printed", OLD), ("rejected by Ben on 2026-03-02: it denies it now", NEW)]


def test_a_decision_that_still_holds_elsewhere_is_no_matter_of_another_sentence(store: Store) -> None:
    captured(store, NEW, "https://example.org/other")
    assert earlier(store) == []


def test_words_of_a_source_that_was_hidden_are_not_told(store: Store) -> None:
    captured(store, NEW, "https://example.org/other")
    (old,) = [digest for digest in store.captures.digests() if store.captures.text(digest) == OLD]
    suppress(store, f"{BASE}id/source/{old}", reason="it was withdrawn")
    assert all(OLD not in words for _, words in earlier(store))
