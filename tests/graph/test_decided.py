"""A decision holds for the same claim in a newer capture, and for no other claim that has the same words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from graph.decisions.decided import alike, decided_alike
from graph.decisions.judging import Word, say
from graph.loading import load
from graph.opening import open_store
from graph.record import Claim, Concept, Source, Span, Work
from graph.sources.capture import capture_of
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.decisions.judging import Verdict
    from graph.record import Capture, Said
    from graph.store import Store

PAGE = "https://example.org/list"
SENTENCE = "The study extends the theory of shared counters."


def listing(*works: Work, before: str = "") -> tuple[Capture, list[Said]]:
    """A page that lists works, each with the same sentence in its abstract."""
    counters = Concept(slug="shared-counters", label="Shared counters", kind="theory")
    claims: list[Said] = []
    text = before
    for work in works:
        text += f"{work.title}. "
        claims.append(Claim(work, counters, "extends", [Span(len(text), len(text) + len(SENTENCE), SENTENCE)], [], "EXTRACTED", 0.8))
        text += f"{SENTENCE}\n"
    source = Source("A list", PAGE, "CC BY 4.0", "", "full", "en", "test")
    return capture_of(text.encode(), "list.txt", retrieved_from=PAGE), [source, *works, counters, *claims]


def work(name: str, doi: str = "") -> Work:
    return Work(kind="article", title=f"Counters of {name}", year=2020, doi=doi)


def waiting(store: Store) -> dict[str, str]:
    """Claim → its work's title, of those whose status is the program's."""
    query = f"""SELECT ?c ?title WHERE {{ ?c <{terms.CLAIM_STATUS}> "EXTRACTED" ; <{terms.STATED_IN}>/<{terms.TITLE}> ?title }}"""
    return {claim.value: title.value for claim, title in store.select(query) if claim is not None and title is not None}


@pytest.fixture
def store() -> Iterator[Store]:
    opened = open_store("")
    yield opened
    opened.close()


@pytest.mark.parametrize("verdict", ["accept", "reject"])
def test_another_work_on_the_same_page_is_not_decided_on(store: Store, verdict: Verdict) -> None:
    works = work("Northmark", "10.5555/n"), work("Southmark", "10.5555/s")
    load(store, *listing(*works))
    north = next(claim for claim, title in waiting(store).items() if "Northmark" in title)
    say(store, [Word(north, verdict, "as printed", "Eva")])
    assert list(waiting(store).values()) == ["Counters of Southmark"]
    load(store, *listing(*works, before="A new line.\n"))
    assert list(waiting(store).values()) == ["Counters of Southmark"]
    assert north not in waiting(store)


def test_the_only_claim_of_a_page_is_the_same_under_another_work(store: Store) -> None:
    load(store, *listing(work("Northmark")))
    (old,) = waiting(store)
    say(store, [Word(old, "accept", "as printed", "Eva")])
    load(store, *listing(work("Northmark", "10.5555/n"), before="A new line.\n"))
    assert waiting(store) == {}
    (new,) = alike(store)
    assert list(decided_alike(store, [new])) == [(new, old)]


def test_of_two_claims_under_other_works_neither_is_taken_for_it(store: Store) -> None:
    load(store, *listing(work("Northmark")))
    (old,) = waiting(store)
    say(store, [Word(old, "accept", "as printed", "Eva")])
    load(store, *listing(work("Eastmark"), work("Westmark"), before="A new line.\n"))
    assert sorted(waiting(store).values()) == ["Counters of Eastmark", "Counters of Westmark"]
    assert alike(store) == {}


def test_other_words_are_another_claim(store: Store) -> None:
    north = work("Northmark", "10.5555/n")
    load(store, *listing(north))
    (old,) = waiting(store)
    say(store, [Word(old, "accept", "as printed", "Eva")])
    capture, said = listing(north)
    changed = capture_of(capture.text.replace("extends", "EXTENDS").encode(), "list.txt", retrieved_from=PAGE)
    claims = [
        replace(one, evidence=[replace(one.evidence[0], exact=SENTENCE.replace("extends", "EXTENDS"))])
        for one in said
        if isinstance(one, Claim)
    ]
    load(store, changed, [*(one for one in said if not isinstance(one, Claim)), *claims])
    assert list(waiting(store).values()) == ["Counters of Northmark"]
