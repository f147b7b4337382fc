"""Who decided of a claim, when and why, in GraphQL: the newest first, by pages, and as many questions for all claims as for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from asked import Questions
from said import page
from small import small_atlas

from graph.decisions import curation
from graph.decisions.judging import Word, say
from graph.decisions.told import words_on
from graph.decisions.verdicts import Reader
from graph.loading import load
from graph.opening import open_store
from graph.record import Claim, Mention, Span
from graph.sources.capture import capture_of
from graph.store import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store

DECISION = "id verdict wasAssociatedWith endedAtTime reason used generated"
ALL = f"""{{ claims(orderBy: [{{confidence: DESC}}]) {{ edges {{ node {{ id status
    decisions {{ totalCount edges {{ node {{ {DECISION} }} }} }} }} }} }} }}"""
SENTENCE = "The towns of region 1 show that shared services fail."


def standing(asked: Questions) -> list[dict[str, Any]]:
    """The claims with what was decided of them."""
    return [edge["node"] for edge in asked.data(ALL)["claims"]["edges"]]


def decided(claim: dict[str, Any]) -> list[dict[str, Any]]:
    """The decisions on a claim."""
    return [edge["node"] for edge in claim["decisions"]["edges"]]


@pytest.fixture
def store() -> Iterator[Store]:
    made = small_atlas()
    yield made
    made.close()


@pytest.fixture
def extracted(store: Store) -> str:
    """The claim that waits for a reader."""
    return next(one["id"] for one in standing(Questions(store)) if one["status"] == "EXTRACTED")


def test_two_readers_words_are_told_with_who_when_and_why(store: Store, extracted: str) -> None:
    say(store, [Word(extracted, "reject", "background", "Eva Lind", "2026-03-01T09:00:00Z")])
    say(store, [Word(extracted, "accept", "read it whole", "Ben Okafor", "2026-03-02T09:00:00Z")])
    (claim,) = [one for one in standing(Questions(store)) if one["id"] == extracted]
    assert (claim["status"], claim["decisions"]["totalCount"]) == ("CURATED", 2)
    told = [tuple(one[name] for name in ("verdict", "wasAssociatedWith", "endedAtTime", "reason", "generated")) for one in decided(claim)]
    assert told == [
        ("ACCEPT", "Ben Okafor", "2026-03-02T09:00:00Z", "read it whole", None),
        ("REJECT", "Eva Lind", "2026-03-01T09:00:00Z", "background", None),
    ]
    assert {one["used"] for one in decided(claim)} == {extracted}
    assert all(one["id"].startswith(f"{BASE}graph/curated#") for one in decided(claim))


def test_claims_that_nobody_decided_on_have_none(store: Store) -> None:
    assert [one["decisions"] for one in standing(Questions(store))] == [{"totalCount": 0, "edges": []}] * len(standing(Questions(store)))


def test_decisions_come_in_pages(store: Store, extracted: str) -> None:
    for day in range(1, 6):
        say(store, [Word(extracted, "accept", f"day {day}", f"Reader {day}", f"2026-03-0{day}T09:00:00Z")])
    asked = Questions(store)
    paged = f"""query($after: String) {{ claim(id: "{extracted}") {{ decisions(first: 2, after: $after) {{ totalCount
        pageInfo {{ hasNextPage hasPreviousPage endCursor }} edges {{ cursor node {{ reason }} }} }} }} }}"""
    found, after = [], None
    for following in (True, True, False):
        told = asked.data(paged, after=after)["claim"]["decisions"]
        assert (told["totalCount"], told["pageInfo"]["hasNextPage"]) == (5, following)
        found += [edge["node"]["reason"] for edge in told["edges"]]
        after = told["pageInfo"]["endCursor"]
    assert found == [f"day {day}" for day in (5, 4, 3, 2, 1)]
    assert "first" in asked.answer(f'{{ claim(id: "{extracted}") {{ decisions(first: -1) {{ totalCount }} }} }}')["errors"][0]["message"]


def test_what_a_change_put_there_tells_of_the_claim_before(store: Store, extracted: str) -> None:
    said = {"verdict": "change", "claim": extracted, "to": {"stance": "qualifies"}, "reason": "in part", "reader": "Eva Lind"}
    say(store, [Reader(store).word(said)])
    (claim,) = [one for one in standing(Questions(store)) if one["decisions"]["totalCount"]]
    (word,) = decided(claim)
    assert (word["verdict"], word["used"], word["generated"]) == ("CHANGE", extracted, claim["id"])
    assert claim["id"] != extracted


def moved(store: Store) -> None:
    """Load a newer capture of the page, its sentence further down."""
    capture, said = page(1)
    text = f"A new banner of the site. {capture.text}"
    for one in said:
        if isinstance(one, Claim):
            one.evidence = [Span(text.index(SENTENCE), text.index(SENTENCE) + len(SENTENCE), SENTENCE)]
    newer = capture_of(text.encode(), capture.name, retrieved_from=capture.retrieved_from)
    load(store, newer, [one for one in said if not isinstance(one, Mention)])


def test_the_same_claim_in_a_newer_capture_tells_who_confirmed_it() -> None:
    store = open_store("")
    load(store, *page(1))
    (first,) = standing(Questions(store))
    say(store, [Word(first["id"], "accept", "as printed", "Eva Lind")])
    moved(store)
    (claim,) = standing(Questions(store))
    assert (claim["id"] != first["id"], claim["status"]) == (True, "CURATED")
    assert [(one["reason"], one["used"]) for one in decided(claim)] == [("as printed", first["id"])]
    assert [word.claim for word in words_on(store, claim["id"])] == [first["id"]], "as its page and the command line have it"
    store.close()


def test_it_takes_no_more_questions_for_many_claims_than_for_one() -> None:
    numbers = []
    for pages in (2, 9):
        store = open_store("")
        for number in range(pages):
            load(store, *page(number))
        asked = Questions(store)
        say(store, [Word(one["id"], "accept", "as printed", "Eva Lind") for one in standing(asked)])
        assert [len(decided(one)) for one in standing(asked)] == [1] * pages
        numbers.append(asked.queries)
        store.close()
    assert numbers[0] == numbers[1]


def test_decisions_are_asked_by_reader_day_and_verdict(store: Store, extracted: str) -> None:
    say(store, [Word(extracted, "reject", "background", "Eva Lind", "2026-03-01T09:00:00Z")])
    say(store, [Word(extracted, "accept", "read it whole", "Ben Okafor", "2026-04-02T09:00:00Z")])
    say(store, [Word(extracted, "reject", "background, as Eva says", "Ben Okafor", "2026-05-02T09:00:00Z")])
    asked = Questions(store)
    assert extracted not in {one["id"] for one in standing(asked)}

    def rows(**parameters: str) -> list[dict[str, Any]]:
        query = 'query($given: JSON) { savedQuery(name: "decisions", parameters: $given) { rows } }'
        return list(asked.data(query, given=parameters)["savedQuery"]["rows"])

    assert [(row["reader"], row["verdict"], row["when"]) for row in rows()] == [
        ("Ben Okafor", "reject", "2026-05-02T09:00:00Z"),
        ("Eva Lind", "reject", "2026-03-01T09:00:00Z"),
    ]
    (row,) = rows(reader="Eva Lind", before="2026-04", verdict="reject", theory="shared-counters", work="10.5555/counters")
    told = (row["claim"]["id"], row["stance"], row["theory"]["label"], row["work"]["label"], row["reason"], row["instead"])
    assert told == (extracted, "challenges", "Shared counters", "Counting counters", "background", None)
    assert rows(since="2026-05-03") == rows(verdict="accept") == rows(theory="separate-offices") == []
    curation.suppress(store, f"{BASE}id/work/10.5555%2Fcounters", reason="asked to")
    assert rows() == [], "what is hidden is not told of"
