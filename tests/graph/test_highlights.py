"""Where the words asked for stand in what is found: places are exact, and no more is shown than may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.loading import load
from graph.opening import open_store
from graph.record import Concept, Contributor, Source, Work
from graph.rights import Shown
from graph.search.finding import find
from graph.search.highlights import WIDTH, Highlight, highlights
from graph.sources.capture import capture_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store

LONG = f"The town kept its ledgers. {'Nothing else was said. ' * 20}Then agencies audited themselves, and the ledgers were counted again."
DESKS = Concept("joined-desks", "Joined Desks", alternatives={"en": ["JD"]}, definition="One counter in the place of many offices.")
OPEN = Work("article", title="Counting houses", authors=[Contributor("Møller", "Bo")], abstract=LONG, licence="CC BY 4.0", doi="10.5555/a")
CLOSED = Work("article", title="Closed houses", abstract="The secret ledgers of a closed town.", doi="10.5555/b")
QUOTED = Concept("closed-desks", "Closed Desks", definition="Secret ledgers, too.")


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    opened = open_store("")
    load(opened, capture_of(b"open", "open"), iter((Source("open", licence="CC BY 4.0", display="full"), DESKS, OPEN)))
    load(opened, capture_of(b"closed", "closed"), iter((Source("closed"), CLOSED, QUOTED)))
    yield opened
    opened.close()


def by(store: Store, asked: str) -> dict[str, Highlight]:
    hits = find(store, asked)
    told = highlights(store, asked, hits, Shown(store))
    return {hit.label: told[hit.id] for hit in hits}


def marked(highlight: Highlight) -> list[str]:
    return [highlight.text[begin:end] for begin, end in highlight.marks]


@pytest.mark.parametrize(
    ("asked", "label", "field", "words"),
    [
        ("joined desks", "Joined Desks", "label", ["Joined", "Desks"]),
        ("joi", "Joined Desks", "label", ["Joined"]),
        ("joined dseks", "Joined Desks", "label", ["Joined", "Desks"]),
        ("jd", "Joined Desks", "name", ["JD"]),
        ("moller", "Counting houses", "author", ["Møller"]),
        ("counting house", "Counting houses", "label", ["Counting", "houses"]),
        ("offices", "Joined Desks", "text", ["offices"]),
        ("agency audit", "Counting houses", "text", ["agencies", "audited"]),
    ],
)
def test_the_words_that_a_thing_is_found_by_are_marked(store: Store, asked: str, label: str, field: str, words: list[str]) -> None:
    found = by(store, asked)[label]
    assert (found.field, marked(found)) == (field, words)


def test_a_passage_of_a_long_text_is_where_the_words_stand_together(store: Store) -> None:
    found = by(store, "agencies ledgers counted")["Counting houses"]
    assert len(found.text) <= WIDTH + 4
    assert marked(found) == ["agencies", "ledgers", "counted"]
    assert found.text.strip("… ") in LONG


def test_what_may_not_be_shown_is_found_and_not_quoted(store: Store) -> None:
    for label, found in by(store, "secret ledgers").items():
        assert (found.field, found.text, found.marks) == ("label", label, ())
    assert set(by(store, "secret ledgers")) == {"Closed houses", "Closed Desks"}


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="joined desk ledgers é'&-", min_size=1, max_size=40))
def test_marks_are_places_in_order_and_the_pieces_are_the_text(store: Store, asked: str) -> None:
    for found in by(store, asked).values():
        assert "".join(piece for piece, _ in found.pieces) == found.text
        places = [place for mark in found.marks for place in mark]
        assert places == sorted(places)
        assert all(0 <= place <= len(found.text) for place in places)
