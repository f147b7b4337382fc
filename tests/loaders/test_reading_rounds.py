"""Four rounds of texts annotated before the program had read them: abstracts, passages, interviews. No kind falls below its floor."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from graph.record import Work
from loaders.reading import extract_text, passages
from loaders.reading.prose import document
from loaders.reading.stances import voices

ROUNDS = Path(__file__).parent / "held_out_texts" / "rounds"
FLOORS = {"concept": 0.81, "jurisdiction": 0.97, "organisation": 0.9, "reform": 0.9, "case": 0.55, "method": 0.88}
"""F1 over the four rounds, somewhat below what is measured."""

KEYS = {"concept": "concepts", "jurisdiction": "jurisdictions", "organisation": "organisations", "reform": "reforms", "case": "cases"}


@lru_cache(maxsize=1)
def texts() -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Every text with the mentions that the program finds in it."""
    lines = [line for path in sorted(ROUNDS.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(text, extract_text(text["text"])["mentions"]) for text in map(json.loads, lines)]


def meets(kind: str, span: list[int], met: dict[str, Any]) -> bool:
    """Whether two stretches share half of the longer one; of cases a letter is enough."""
    shared = min(span[1], met["end"]) - max(span[0], met["start"])
    return shared > 0 and (kind == "case" or 2 * shared >= max(span[1] - span[0], met["end"] - met["start"]))


def counts(kind: str, text: dict[str, Any], mentions: list[dict[str, Any]]) -> tuple[int, int]:
    """How many are right, counted twice, and how many are expected and found together."""
    met = [mention for mention in mentions if mention["kind"] == kind]
    if kind == "method":
        gold, given = set(text["method"]), {mention["id"] for mention in met}
        return 2 * len(gold & given), len(gold) + len(given)
    if kind == "jurisdiction":
        gold, given = {entry["code"] for entry in text["jurisdictions"]}, {mention["id"] for mention in met}
        return 2 * len(gold & given), len(gold) + len(given)
    names = {mention["id"] for mention in met}
    found = sum(any(meets(kind, entry["span"], mention) for mention in met) for entry in text[KEYS[kind]])
    right = {mention["id"] for mention in met if any(meets(kind, entry["span"], mention) for entry in text[KEYS[kind]])}
    return found + len(right), len(text[KEYS[kind]]) + len(names)


@pytest.mark.parametrize("kind", FLOORS)
def test_no_kind_falls_below_its_floor(kind: str) -> None:
    pairs = [counts(kind, text, mentions) for text, mentions in texts()]
    assert sum(right for right, _ in pairs) / sum(together for _, together in pairs) >= FLOORS[kind]


def test_who_speaks_is_heard_in_every_round() -> None:
    """All persons whom the texts let speak, and cited authors (no name), are told from the work; nobody else is."""
    for text, _ in texts():
        read = document.build(Work(passages=passages(text["text"])), text["text"])
        heard = {
            (reading.flow.spans(start, start + 1)[0].start, who.casefold())
            for reading in read.readings
            for start, who in voices.of(reading).items()
        }
        assert heard == {(voice["start"], voice["voice"].strip("-").casefold()) for voice in text["voices"]}, text["id"]


def test_the_annotations_and_every_offset_are_sound() -> None:
    for text, mentions in texts():
        entries = [entry for key in KEYS.values() for entry in text[key]]
        assert all(text["text"][slice(*entry["span"])] == entry["mention"] for entry in entries)
        assert all(text["text"][mention["start"] : mention["end"]] == mention["mention"] for mention in mentions)
