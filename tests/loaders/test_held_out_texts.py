"""Short texts with what a careful reader finds in them, both written before the program had read them: no kind falls below its floor."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from loaders.reading import extract_text

HELD_OUT = Path(__file__).parent / "held_out_texts"
FLOORS = {"concept": 0.93, "jurisdiction": 0.96, "organisation": 0.88, "reform": 0.85, "case": 0.58, "method": 0.95}
"""F1 over both sets."""

LEAST_BY_LANGUAGE = {"concept": 0.9, "jurisdiction": 0.93}
"""F1 of what is asked for in each language."""

TAGGED = {"concept": ("concepts", "concept"), "jurisdiction": ("jurisdictions", "code")}
SPANNED = {"organisation": "organisations", "reform": "reforms", "case": "cases"}


@lru_cache(maxsize=1)
def texts() -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Every text with the mentions that the program finds in it."""
    lines = [line for path in sorted(HELD_OUT.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(text, extract_text(text["text"])["mentions"]) for text in map(json.loads, lines)]


def half(one: list[int], met: dict[str, Any]) -> bool:
    """Whether the two stretches share half of the longer one."""
    shared = min(one[1], met["end"]) - max(one[0], met["start"])
    return 2 * shared >= max(one[1] - one[0], met["end"] - met["start"])


def touches(one: list[int], met: dict[str, Any]) -> bool:
    return min(one[1], met["end"]) > max(one[0], met["start"])


def counts(kind: str, text: dict[str, Any], mentions: list[dict[str, Any]]) -> tuple[int, int]:
    """How many are right, counted twice, and how many are expected and found together."""
    met = [mention for mention in mentions if mention["kind"] == kind]
    if kind in SPANNED:
        meets = touches if kind == "case" else half
        wanted, names = [entry["span"] for entry in text[SPANNED[kind]]], {mention["mention"].casefold() for mention in met}
        found = sum(any(meets(span, mention) for mention in met) for span in wanted)
        right = {m["mention"].casefold() for m in met if any(meets(span, m) for span in wanted)}
        return found + len(right), len(wanted) + len(names)
    if kind == "method":
        gold, given = set(text["method"]), {mention["id"] for mention in met}
    else:
        key, name = TAGGED[kind]
        spans = {entry[name]: entry["span"] for entry in text[key]}
        same = {m["id"]: n for m in met if kind == "concept" and m["id"] not in spans for n, span in spans.items() if half(span, m)}
        gold, given = set(spans), {same.get(mention["id"], mention["id"]) for mention in met}
    return 2 * len(gold & given), len(gold) + len(given)


def f1(kind: str, language: str = "") -> float:
    pairs = [counts(kind, text, met) for text, met in texts() if text["lang"].replace("nn", "no").startswith(language)]
    return sum(right for right, _ in pairs) / sum(together for _, together in pairs)


@pytest.mark.parametrize("kind", FLOORS)
def test_no_kind_falls_below_its_floor(kind: str) -> None:
    assert f1(kind) >= FLOORS[kind]


@pytest.mark.parametrize("language", ["en", "de", "fr", "no"])
@pytest.mark.parametrize("kind", LEAST_BY_LANGUAGE)
def test_each_language_is_read(kind: str, language: str) -> None:
    assert f1(kind, language) >= LEAST_BY_LANGUAGE[kind]


def test_every_offset_is_exact() -> None:
    for text, mentions in texts():
        for mention in mentions:
            assert text["text"][mention["start"] : mention["end"]] == mention["mention"]


def test_every_expectation_stands_in_its_text() -> None:
    for text, _ in texts():
        for kind in ("concepts", "jurisdictions", *SPANNED.values()):
            for entry in text[kind]:
                assert text["text"][slice(*entry["span"])] == entry["mention"]
