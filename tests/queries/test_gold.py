"""The competency questions on the five seeds: what the claims do not decide must be exact, what prose decides is held to a share."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from shared import SHARED, needs_shared

import queries
from api.settings import Settings
from api.tasks.intake import load_paths
from graph.opening import open_store
from graph.provenance import source_iri
from queries.result import Thing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store

pytestmark = needs_shared
GOLD = SHARED / "gold" / "questions.json"
QUESTIONS = json.loads(GOLD.read_text(encoding="utf-8")) if GOLD.is_file() else []
STRUCTURE = [q for q in QUESTIONS if q["rests_on"] == "structure"]
CLAIMS = [q for q in QUESTIONS if q["rests_on"] == "claims" and q["rows"]]
MENTIONS = [q for q in QUESTIONS if q["rests_on"] == "mentions" and q["rows"]]


@pytest.fixture(scope="module")
def seeds() -> Iterator[Store]:
    store = open_store("")
    load_paths(store, sorted((SHARED / "seeds").glob("*.txt")), Settings())
    yield store
    store.close()


def ask(store: Store, question: dict[str, Any]) -> list[list[Any]]:
    given = {name: about["value"] for name, about in question["parameters"].items() if about["value"] is not None}
    result = queries.run(store, question["name"], given)
    names = [column["name"] for column in question["columns"]]
    place = {column.name: n for n, column in enumerate(result.columns)}
    return [[row[place[name]] for name in names] for row in result.rows]


def words(text: str) -> set[str]:
    return set("".join(letter if letter.isalnum() else " " for letter in text.casefold()).split())


def same(cell: Any, wanted: Any) -> bool:
    """A thing by its label (a longer or shorter one of the same words), a place by its code, anything else by value."""
    if isinstance(cell, Thing):
        if wanted is None:
            return False
        code = cell.id.rsplit("/", 1)[-1]
        label = cell.label or ""
        if str(wanted).startswith(("abstract: ", "page: ")):
            return words(label) >= words(str(wanted)[:40].rsplit(" ", 1)[0]) or str(wanted).startswith("page: ")
        few, many = sorted((words(label), words(str(wanted))), key=len)
        return code == wanted or bool(few and len(few & many) >= 0.75 * len(few))
    if isinstance(cell, str) and isinstance(wanted, str):
        return cell.rsplit("#", 1)[-1] == wanted or cell.lstrip("p. ") == wanted.lstrip("p. ")
    return bool(cell == wanted)


def near(cell: Any, wanted: Any) -> bool:
    """The same, or a count that is off by a fifth at most: prose decides how many works name a concept."""
    if isinstance(wanted, int) and not isinstance(wanted, bool) and wanted < 1000 and isinstance(cell, int):
        return abs(cell - wanted) <= max(1, 0.2 * wanted)
    return same(cell, wanted)


def unmatched(rows: list[list[Any]], wanted: list[list[Any]], alike: Any = same) -> tuple[list[Any], list[Any]]:
    """(expected rows that no row fills, rows that nothing expects)."""
    left, missing = list(rows), []
    for want in wanted:
        found = next((row for row in left if all(alike(c, w) for c, w in zip(row, want, strict=True))), None)
        if found is None:
            missing.append(want)
        else:
            left.remove(found)
    return missing, left


@pytest.mark.parametrize("question", STRUCTURE, ids=lambda q: f"{q['number']}-{q['name']}")
def test_structure_is_exact(seeds: Store, question: dict[str, Any]) -> None:
    rows = ask(seeds, question)
    missing, extra = unmatched(rows, question["rows"])
    assert not missing
    if not question.get("contains"):
        _, extra = unmatched(extra, question.get("optional_rows", []))
        assert not extra


@pytest.mark.parametrize("question", MENTIONS, ids=lambda q: f"{q['number']}-{q['name']}")
def test_what_prose_decides_is_mostly_found(seeds: Store, question: dict[str, Any]) -> None:
    rows = ask(seeds, question)
    missing, _ = unmatched(rows, question["rows"], near)
    assert len(missing) <= 0.5 * len(question["rows"]), missing


@pytest.mark.parametrize("question", CLAIMS, ids=lambda q: f"{q['number']}-{q['name']}")
def test_what_claims_decide_is_answered_by_the_names_that_the_question_gives(seeds: Store, question: dict[str, Any]) -> None:
    assert len(ask(seeds, question)) >= 0.5 * len(question["rows"])


@pytest.mark.parametrize("path", sorted((SHARED / "seeds").glob("*.txt")), ids=lambda path: path.stem)
def test_a_source_is_known_by_its_digest_its_file_and_its_iri(seeds: Store, path: Path) -> None:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    asked = [queries.run(seeds, "source-statements", {"source": name}).rows for name in (digest, path.name, source_iri(digest))]
    assert asked[0]
    assert asked[1:] == asked[:1] * 2


def test_the_gold_is_whole() -> None:
    assert {q["name"] for q in QUESTIONS} <= set(queries.names())
    assert Path(GOLD).is_file()
