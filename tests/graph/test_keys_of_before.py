"""Works without DOI once had keys without issue and article number: what a store holds under these is one with what comes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from little import Venue, Work, capture, graph, person, put

from graph.exports.export import digest
from graph.opening import open_store
from graph.statements import describe_work
from graph.store import META, RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.store import Store

KEY = describe_work.work_key


def key_of_before(work: Work, origin: str) -> str:
    return KEY(replace(work, issue="", article_number=""), origin)


def work(title: str = "Counters that people share", *names: str, place: str = "Acta Publica", **more: object) -> Work:
    told: dict[str, object] = {"kind": "article", "year": 2001, "issue": "2", **more}
    return Work(title=title, authors=[person(name) for name in names], venue=Venue(place) if place else None, **told)


WORKS = {
    "all fields": work("Counters that people share", "Ada Quist", "Tom Vale", volume="3", pages="1-9"),
    "an article number": work("Counters that people share", "Ada Quist", "Tom Vale", issue="", article_number="e12"),
    "no author": work(),
    "no year": work("Counters that people share", "Ada Quist", year=None),
    "a column": work("Editorial", "Ada Quist", volume="3"),
    "a column of nobody": work("Editorial", volume="3"),
    "nothing but title, year and issue": work(place="", kind="report"),
}


def loaded(monkeypatch: pytest.MonkeyPatch, one: Work, *keys: tuple[str, Callable[[Work, str], str]]) -> Store:
    """A store into which pages that say the same were loaded one after the other, each under keys of one form."""
    store = open_store(":memory:")
    for name, key in keys:
        monkeypatch.setattr(describe_work, "work_key", key)
        put(store, (capture(name), [one]))
    return store


def counted(store: Store, class_iri: str) -> int:
    return sum(1 for _ in store.select(f"SELECT DISTINCT ?x {{ ?x a <{class_iri}> }}", graph=RESOLVED))


@pytest.mark.parametrize("name", WORKS)
def test_a_work_under_a_key_of_before_is_the_one_that_comes(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    one = WORKS[name]
    before, now = ("page of before", key_of_before), ("page of now", KEY)
    store = loaded(monkeypatch, one, before, now)
    assert (counted(store, terms.WORK), counted(store, terms.PERSON)) == (1, len(one.authors))
    redirects = [line for line in graph(store, META) if "isReplacedBy" in line and "/work/" in line.split(" ")[2]]
    assert len(redirects) == 1
    assert digest(loaded(monkeypatch, one, now, before)) == digest(store)


def test_two_issues_that_a_key_of_before_took_for_one_stay_two(monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(":memory:")
    issues = [work("Editorial", "Ada Quist", volume="3", issue=number) for number in ("1", "2")]
    monkeypatch.setattr(describe_work, "work_key", key_of_before)
    put(store, (capture("page of before"), issues))
    assert counted(store, terms.WORK) == 1
    monkeypatch.setattr(describe_work, "work_key", KEY)
    put(store, (capture("page of now"), issues))
    assert counted(store, terms.WORK) == 3  # the one of before has both numbers: a person has to say


def test_pages_that_tell_neither_people_nor_year_stay_apart() -> None:
    store = open_store(":memory:")
    for number in (1, 2):
        put(
            store,
            (capture(f"page {number}"), [work("Home", place="", kind="webpage", year=None, issue="", url=f"https://x.example/{number}")]),
        )
    assert counted(store, terms.WORK) == 2
