"""Concepts of the open abstracts found with labels that only other texts have: no text tells the words that are looked for in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from shared import SHARED, needs_shared

from graph.sources import scheme
from loaders.reading import extract_text
from loaders.reading.named import abroad, terminology, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

CACHED = (vocabulary.index, vocabulary.hidden_abbreviations, terminology._index, abroad.index, abroad._names)
FLOOR = 0.6
"""F1 that is asked for on unseen texts; somewhat below what is measured here."""


@pytest.fixture
def _fresh() -> Iterator[None]:
    yield
    for cached in CACHED:
        cached.cache_clear()


def labels(texts: list[dict[str, Any]]) -> dict[str, scheme.SchemeConcept]:
    """A scheme with nothing in it but the words by which these texts name their concepts."""
    known, found = scheme.concepts(), dict[str, scheme.SchemeConcept]()
    for entry in (entry for text in texts for entry in text["concepts"]):
        name = entry["concept"]
        kind = known[name].kind if name in known else "concept"
        held = found.setdefault(name, scheme.SchemeConcept(name, name.replace("-", " "), kind))
        held.alternatives.setdefault("en", []).append(entry["mention"])
    return found


def overlap(one: list[int], start: int, end: int) -> bool:
    return 2 * (min(one[1], end) - max(one[0], start)) >= max(one[1] - one[0], end - start)


@needs_shared
@pytest.mark.usefixtures("_fresh")
def test_concepts_are_found_with_the_labels_of_other_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (SHARED / "gold" / "abstracts.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line) for line in lines]
    right = given = wanted = 0
    for text in texts:
        table = labels([other for other in texts if other is not text])
        with monkeypatch.context() as patched:
            patched.setattr(scheme, "concepts", lambda table=table: table)
            for cached in CACHED:
                cached.cache_clear()
            met = [each for each in extract_text(text["text"])["mentions"] if each["kind"] == "concept"]
        gold = {entry["concept"]: entry["span"] for entry in text["concepts"]}
        same = {m["id"]: name for m in met if m["id"] not in gold for name, span in gold.items() if overlap(span, m["start"], m["end"])}
        found = {same.get(m["id"], m["id"]) for m in met}
        right, given, wanted = right + len(found & set(gold)), given + len(found), wanted + len(gold)
    assert 2 * right / (given + wanted) >= FLOOR
