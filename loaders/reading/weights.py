"""How sure it is that a sentence takes a stance to a concept: a logistic model over what the sentence shows, its numbers in `weights.txt`.

`python -m loaders.reading.training` made the numbers from texts in `tests/loaders/annotated`; docs/explanation/extraction.md says how
well they do. A stance is shown from its threshold on.
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from graph.record import STANCES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


TABLE = Path(__file__).with_name("weights.txt")
CLASSES = ("none", *STANCES)
VERDICTS = frozenset({"supports", "challenges", "qualifies"})
OF_WORK = "work: "
TRUST = 0.65
OWN_WORD = frozenset({"finding", "arguing"})
EVERY: dict[str, float] = dict.fromkeys(STANCES, 0.1)
"""Thresholds that let nearly every proposal through."""


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, float], dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """Thresholds by stance; each feature's weights in the order of `CLASSES`; those of a whole work, for no stand and for one.

    Weights are hundredths: whole numbers add up alike in any order.
    """
    least, found, whole = dict[str, float](), dict[str, tuple[int, ...]](), dict[str, tuple[int, ...]]()
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            name, numbers = line.split(" | ")
            if name.startswith("least "):
                least[name.removeprefix("least ")] = float(numbers)
            elif name.startswith(OF_WORK):
                whole[name.removeprefix(OF_WORK)] = tuple(map(int, numbers.split()))
            else:
                found[name] = tuple(map(int, numbers.split()))
    return least, found, whole


def thresholds() -> Mapping[str, float]:
    """The confidence from which on each stance is shown."""
    return _table()[0]


def chances(features: Collection[str]) -> dict[str, float]:
    """The chance of each of `CLASSES`."""
    held = _table()[1]
    sums = list(held["bias"])
    for feature in features:
        row = held.get(feature)
        if row:
            for number, weight in enumerate(row):
                sums[number] += weight
    return dict(zip(CLASSES, trusting(softmax([each / 100 for each in sums]), features), strict=True))


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
    held = _table()[2]
    found = [held[feature] for feature in ("bias", *features) if feature in held]
    return softmax([sum(row[number] for row in found) / 100 for number in (0, 1)])[1]


def may_judge(features: Collection[str]) -> bool:
    """Whether a sentence can hold a verdict: one that asks, looks ahead or says only what the work is about cannot."""
    if "future" in features or ("asking" in features and "title" not in features):
        return False
    return "aim" not in features or not OWN_WORD.isdisjoint(features)
