"""Who says a claim is kept apart from the work that quotes them: a query finds those who contradict it, and pages name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from small import CLOSED, RESPONDENT, small_atlas
from starlette.testclient import TestClient

import queries
from api.app import application
from api.settings import Settings
from graph.decisions.judging import Word, say
from graph.decisions.verdicts import Reader
from queries.result import Thing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store

STUDY = "A closed study of counters"


@pytest.fixture
def atlas() -> Iterator[Store]:
    """A store in which a respondent challenges a theory in a work that says nothing of it itself."""
    store = small_atlas()
    yield store
    store.close()


def said_by_the_work(store: Store, stance: str, theory: str = "shared-counters") -> str:
    """Have a reader add a claim of the study itself; its IRI."""
    evidence = [{"source": "https://closed.example/1", "quote": CLOSED.strip()}]
    word = Reader(store).word(
        {"verdict": "add", "work": STUDY, "theory": theory, "stance": stance, "evidence": evidence, "reason": "read", "reader": "Eva"}
    )
    say(store, [word])
    return word.claim


def told(store: Store, name: str = "voices-against-work", **given: str) -> list[dict[str, Any]]:
    found = queries.run(store, name, given)
    names = [column.name for column in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


@pytest.mark.parametrize("stance", ["supports", "extends", "illustrates"])
def test_a_respondent_who_contradicts_the_work_is_found(atlas: Store, stance: str) -> None:
    assert told(atlas) == []
    held = said_by_the_work(atlas, stance)
    (row,) = told(atlas)
    assert (row["work"].label, row["theory"].label, row["voice"], row["says"], row["held"]) == (
        STUDY, "Shared counters", RESPONDENT, "challenges", stance,
    )  # fmt: skip
    assert isinstance(row["against"], Thing)
    assert row["against"].id == held
    assert told(atlas, theory="shared-counters", work=row["work"].id) == [row]
    assert told(atlas, theory="separate-offices") == []


@pytest.mark.parametrize(
    ("stance", "theory"), [("challenges", "shared-counters"), ("qualifies", "shared-counters"), ("supports", "separate-offices")]
)
def test_who_agrees_or_speaks_of_something_else_contradicts_nobody(atlas: Store, stance: str, theory: str) -> None:
    said_by_the_work(atlas, stance, theory)
    assert told(atlas) == []


def test_a_rejected_claim_contradicts_nobody(atlas: Store) -> None:
    held = said_by_the_work(atlas, "supports")
    say(atlas, [Word(held, "reject", "misread")])
    assert told(atlas) == []


def test_pages_say_whose_words_a_claim_is(atlas: Store) -> None:
    with TestClient(application(Settings(), atlas)) as client:
        page = client.get("/theories/shared-counters/evidence").text
        study = next(row["work"].id for row in told(atlas, "claims-on-concept", concept="shared-counters") if row["work"].label == STUDY)
        work = client.get("/queries/claims-of.csv", params={"thing": study}).text
    assert f"said by {RESPONDENT} in" in page
    assert page.count("said by") == 1
    assert work.splitlines()[0].split(",")[-1] == "voice"
    assert [line.rpartition(",")[2] for line in work.splitlines()[1:]] == [RESPONDENT]
