"""Things are found by name however it is typed, and the index follows every load."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.loading import load
from graph.loads.version import version
from graph.opening import open_store
from graph.record import Concept, Contributor, Mention, Source, Span, Work
from graph.search import place_of
from graph.search.finding import Hit, find, index_of
from graph.sources.capture import capture_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.store import Store

CONCEPTS = (
    Concept(
        "joined-desks",
        "Joined Desks",
        alternatives={"en": ["JD", "one desk"]},
        labels={"de": "Verbundene Schalter", "fr": "Guichets réunis"},
    ),
    Concept("joined-desks-reform", "Joined Desks Reform"),
    Concept("ledger-audit", "Ledger audit", definition="Counting what the treasuries have counted before."),
)
WORKS = (
    Work("article", title="Joined desks in four towns", authors=[Contributor("Sollid", "Ane")], year=2001, doi="10.5555/a"),
    Work(
        "book", title="Ledgers & liberty", authors=[Contributor("Møller", "Bo")], year=2004, abstract="On agencies that audited themselves."
    ),
)


def load_all(store: Store, name: str, things: tuple[object, ...]) -> None:
    load(store, capture_of(name.encode(), name), iter((Source(name), *things)))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(str(tmp_path / "store"))
    load_all(opened, "first", (*CONCEPTS, *WORKS))
    yield opened
    opened.close()


def labels(hits: list[Hit]) -> list[str]:
    return [hit.label for hit in hits]


@pytest.mark.parametrize(
    ("text", "first", "rank"),
    [
        ("joined desks", "Joined Desks", 0),
        ("JD", "Joined Desks", 0),
        ("guichets reunis", "Joined Desks", 0),
        ("jo", "Joined Desks", 1),
        ("desks reform", "Joined Desks Reform", 2),
        ("sollid", "Ane Sollid", 2),
        ("moller liberty", "Ledgers & liberty", 2),
        ("ledger aduit", "Ledger audit", 3),
        ("jiined dedks", "Joined Desks", 3),
        ("audit themselves agency", "Ledgers & liberty", 4),
        ("treasury", "Ledger audit", 4),
    ],
)
def test_what_is_meant_comes_first(store: Store, text: str, first: str, rank: int) -> None:
    hits = find(store, text)
    assert (hits[0].label, hits[0].rank) == (first, rank)


def test_a_class_can_be_asked_for_and_nothing_is_found_by_nothing(store: Store) -> None:
    assert {hit.kind for hit in find(store, "joined", kind="Work")} == {"Work"}
    assert find(store, "joined", kind="Respondent") == []
    assert find(store, "  ?! ") == []
    assert find(store, "qqqqqqqq") == []


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=30))
def test_any_text_is_an_answer_and_no_error(shared_store: Store, text: str) -> None:
    assert len(find(shared_store, text, most=5)) <= 5


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(str(tmp_path_factory.mktemp("shared") / "store"))
    load_all(opened, "first", (*CONCEPTS, *WORKS))
    yield opened
    opened.close()


@settings(max_examples=40, deadline=None)
@given(place=st.integers(0, 11), letter=st.sampled_from("abcxyz"), kind=st.sampled_from(["changed", "left out", "twice"]))
def test_one_slip_is_forgiven_wherever_it_is(shared_store: Store, place: int, letter: str, kind: str) -> None:
    name = "Joined Desks"
    rest = {"changed": letter + name[place + 1 :], "left out": name[place + 1 :], "twice": name[place] + name[place:]}[kind]
    assert "Joined Desks" in labels(find(shared_store, name[:place] + rest)[:3])


def test_the_index_follows_loads_without_being_made_anew(store: Store) -> None:
    place = place_of(store)
    assert place is not None
    index = index_of(store)
    folder = (place / "current").read_text()
    load_all(
        store, "second", (Concept("mirror-budget", "Mirror Budget"), Work("book", title="Mirrors", authors=[Contributor("Sollid", "Ane")]))
    )
    assert labels(find(store, "mirror budget")) == ["Mirror Budget"]
    assert "Mirrors" in labels(find(store, "mirrors"))
    assert index_of(store) is index
    assert (place / "current").read_text() == folder
    everything = {hit.id for text in ("mirror", "joined", "ledger", "sollid", "moller") for hit in find(store, text, most=50)}
    index_of(store, rebuild=True)
    assert {hit.id for text in ("mirror", "joined", "ledger", "sollid", "moller") for hit in find(store, text, most=50)} == everything


def test_of_equally_good_finds_the_one_that_more_works_name_stands_first(store: Store) -> None:
    asked = ("ne", "new", "desks", "new partad desks")
    shorter, longer = Concept("new-desks", "New Desks"), Concept("new-parted-desks", "New Parted Desks")
    find(store, "ledger")
    load_all(store, "rivals", (shorter, longer))
    assert labels(find(store, "ne")) == ["New Desks", "New Parted Desks"]
    for concept, times in ((longer, 2), (shorter, 1)):
        for n in range(times):
            study = Work("article", title=f"Study {n}", doi=f"10.5555/{concept.slug}-{n}")
            load_all(store, f"{concept.slug} {n}", (study, concept, Mention(study, concept, Span(0, 1, "x"))))
    followed = {text: find(store, text, kind="Concept") for text in asked}
    assert labels(followed["ne"]) == labels(followed["new"]) == ["New Parted Desks", "New Desks"]
    index_of(store, rebuild=True)
    assert {text: find(store, text, kind="Concept") for text in asked} == followed


@pytest.mark.parametrize("fault", ["missing", "pointing nowhere", "of another layout", "damaged"])
def test_a_missing_broken_or_old_index_is_made_anew(store: Store, fault: str) -> None:
    place = place_of(store)
    assert place is not None
    find(store, "ledger")
    location = store.location
    store.close()
    current = place / (place / "current").read_text()
    if fault == "missing":
        shutil.rmtree(place)
    elif fault == "pointing nowhere":
        (place / "current").write_text("nowhere")
    elif fault == "of another layout":
        layout, _, now = (current / "version").read_text().partition(" ")
        (current / "version").write_text(f"{int(layout) - 1} {now}")
    else:
        (current / "meta.json").write_text("{")
    again = open_store(location, read_only=True)
    assert labels(find(again, "ledger audit"))[:1] == ["Ledger audit"]
    assert version(again) == index_of(again).version
    again.close()


def test_a_store_in_memory_is_searched_too() -> None:
    held = open_store("")
    load_all(held, "first", CONCEPTS)
    assert labels(find(held, "jd")) == ["Joined Desks"]
    load_all(held, "second", (Concept("mirror-budget", "Mirror Budget"),))
    assert labels(find(held, "mirror budget")) == ["Mirror Budget"]
    held.close()


LONG = "what ministries counted while towns kept their ledgers closed for forty years"
BEGUN = "what ministries counted while towns kept their ledgers open"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (LONG, [(LONG, 0)]),
        (LONG.replace("forty", "frty"), [(LONG, 3)]),
        (f"{LONG} second edition", [(BEGUN, 2), (LONG, 2)]),
        (f"brask {LONG} second edition", [(LONG, 2)]),
    ],
    ids=["whole", "a slip past the eighth word", "more words than it is called by", "its author before it"],
)
def test_a_long_name_is_found_by_all_its_words_before_its_first_eight(text: str, found: list[tuple[str, int]]) -> None:
    held = open_store("")
    load_all(held, "first", (Work("book", title=LONG, authors=[Contributor("Brask", "Siv")]), Work("book", title=BEGUN)))
    assert [(hit.label, hit.rank) for hit in find(held, text)] == found
    held.close()


def test_of_a_page_of_text_the_beginning_counts(store: Store) -> None:
    title = f"Ledgers{' and liberty' * 60}"
    load_all(store, "long", (Work("book", title=title, year=2005, doi="10.5555/long"),))
    assert labels(find(store, title))[0] == title
    assert labels(find(store, f"joined desks{' ' * 500}and ten thousand words more")) == labels(find(store, "joined desks"))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("author:moller", ["Ledgers & liberty"]),
        ('author:"Bo Møller" title:liberty', ["Ledgers & liberty"]),
        ("AUTHOR:sollid towns", ["Joined desks in four towns"]),
        ("author:moller joined", []),
        ("author:liberty", []),
        ("name:sollid", ["Ane Sollid"]),
        ("name:ledger", ["Ledger audit"]),
        ("text:treasury", ["Ledger audit"]),
        ("text:agency author:moller", ["Ledgers & liberty"]),
        ("author:mollre", ["Ledgers & liberty"]),
        ("author:", []),
        ('author:""', []),
    ],
)
def test_a_field_says_where_its_words_are_to_stand(store: Store, asked: str, found: list[str]) -> None:
    assert labels(find(store, asked)) == found
