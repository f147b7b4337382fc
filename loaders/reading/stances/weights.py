"""How sure it is that a sentence takes a stance to a concept: a logistic model over what the sentence shows, its numbers in `weights.txt`.

`python -m loaders.reading.stances.training` made the numbers from texts in `tests/loaders/annotated`; docs/explanation/extraction.md says
how well they do. A stance is shown from its threshold on.
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from graph.errors import UsageError
from graph.record import STANCES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from graph.record import Stance

Weights: TypeAlias = dict[str, tuple[int, ...]]

TABLE = Path(__file__).with_name("weights.txt")
CLASSES = ("none", *STANCES)
VERDICTS = frozenset({"supports", "challenges", "qualifies"})
OF_WORK = "work: "
OF_STANCE = "stance: "
TRUST = 0.65
OWN_WORD = frozenset({"finding", "arguing"})
EVERY: dict[str, float] = dict.fromkeys(STANCES, 0.1)
"""Thresholds that let nearly every proposal through."""
NEVER = "never"
"""What a user asks for instead of a number where no claim is to be shown, however sure: a confidence may round to 1."""


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, float], Weights, Weights, Weights]:
    """Thresholds by stance; each feature's weights in the order of `CLASSES`; those of a whole work, for no stand and one, for `STANCES`.

    Weights are hundredths: whole numbers add up alike in any order.
    """
    least, found, whole, stance = dict[str, float](), Weights(), Weights(), Weights()
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            name, numbers = line.split(" | ")
            if name.startswith("least "):
                least[name.removeprefix("least ")] = float(numbers)
            elif name.startswith(OF_WORK):
                whole[name.removeprefix(OF_WORK)] = tuple(map(int, numbers.split()))
            elif name.startswith(OF_STANCE):
                stance[name.removeprefix(OF_STANCE)] = tuple(map(int, numbers.split()))
            else:
                found[name] = tuple(map(int, numbers.split()))
    return least, found, whole, stance


def thresholds() -> Mapping[str, float]:
    """The confidence from which on each stance is shown."""
    return _table()[0]


def asked_for(words: str) -> dict[str, float]:
    """The confidence by stance that a user asks for: "0.5" for all stances, "0.5, qualifies=0.65, extends=never", or "" for none.

    Raises:
        UsageError: a part is no such thing, or says again what another said: of `0,1` both are numbers.
    """
    found, told = dict[str, float](), set[str]()
    for part in sorted(filter(None, map(str.strip, words.split(","))), key=lambda part: "=" in part):
        stance, equals, number = (piece.strip() for piece in part.rpartition("="))
        try:
            least = math.inf if number == NEVER else float(number)
        except ValueError:
            least = math.nan
        if not (0 <= least <= 1 or number == NEVER) or (equals and stance not in STANCES) or stance in told:
            form = f"one number from 0 to 1 and `stance=number` or `stance={NEVER}`"
            raise UsageError(f"least_confidence is {form}, each once, commas between, not {part!r}")
        found |= {stance: least} if equals else dict.fromkeys(STANCES, least)
        told.add(stance)
    return found


def chances(features: Collection[str]) -> dict[str, float]:
    """The chance of each of `CLASSES`."""
    return dict(zip(CLASSES, trusting(softmax(_sums(_table()[1], features)), features), strict=True))


def trusting(shares: list[float], features: Collection[str]) -> list[float]:
    """The chances where one of the narrow cues stands: those are rare in the texts of the fit, and right in most texts not seen before."""
    for number, stance in enumerate(CLASSES):
        if f"narrow rule {stance}" in features:
            return [share + (1 - share) * TRUST if place == number else share * (1 - TRUST) for place, share in enumerate(shares)]
    return shares


def softmax(sums: list[float]) -> list[float]:
    """Chances that sum to one."""
    top = max(sums)
    powers = [math.exp(each - top) for each in sums]
    whole = sum(powers)
    return [power / whole for power in powers]


def takes_stand(features: Collection[str]) -> float:
    """The chance that a work takes a stand on a concept, from what it shows as a whole (stands.py)."""
    return softmax(_sums(_table()[2], features))[1]


def inclination(features: Collection[str]) -> dict[Stance, float]:
    """The chance of each of `STANCES` given that a work takes one, from what all its sentences beside a concept show (stands.py)."""
    return dict(zip(STANCES, softmax(_sums(_table()[3], features)), strict=True))


def _sums(held: Weights, features: Collection[str]) -> list[float]:
    found = [held[feature] for feature in ("bias", *features) if feature in held]
    return [sum(column) / 100 for column in zip(*found, strict=True)]


def may_judge(features: Collection[str]) -> bool:
    """Whether a sentence can hold a verdict: one that asks, looks ahead or says only what the work is about cannot."""
    if "future" in features or ("asking" in features and "title" not in features):
        return False
    return "aim" not in features or not OWN_WORD.isdisjoint(features)
