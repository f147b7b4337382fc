"""How sure it is that a sentence takes a stance to a concept: a logistic model over what the sentence shows, its numbers in `weights.txt`.

`python -m loaders.reading.training` made the numbers from texts in `tests/loaders/annotated`; docs/explanation/extraction.md says how
well they do. A stance is shown from its threshold on.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from graph.record import STANCES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from graph.record import Stance
    from loaders.reading.proposals import Proposal

TABLE = Path(__file__).with_name("weights.txt")
CLASSES = ("none", *STANCES)
VERDICTS = frozenset({"supports", "challenges", "qualifies"})
RANKS = {"supports": 0, "challenges": 0, "qualifies": 0, "extends": 1, "proposes": 1}
VERY_SURE = 0.7
TRUST = 0.65
OWN_WORD = frozenset({"finding", "arguing"})
EVERY: dict[str, float] = dict.fromkeys(STANCES, 0.15)
"""Thresholds that let nearly every proposal through."""


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, float], dict[str, tuple[int, ...]]]:
    """Thresholds by stance; each feature's weights in the order of `CLASSES`, in hundredths: whole numbers add up alike in any order."""
    least, found = dict[str, float](), dict[str, tuple[int, ...]]()
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            name, numbers = line.split(" | ")
            if name.startswith("least "):
                least[name.removeprefix("least ")] = float(numbers)
            else:
                found[name] = tuple(map(int, numbers.split()))
    return least, found


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


def chosen(weighed: Iterable[tuple[Proposal, Mapping[str, float]]], least: Mapping[str, float]) -> Iterator[tuple[Proposal, Stance, float]]:
    """The proposals that are sure enough, in the order of the text.

    One stance a concept and sentence, the surest sentence a stance, and of several concepts in one sentence the surest one with those that
    "and" joins to it.
    """
    by_sentence = defaultdict[tuple[int, int], list[tuple["Proposal", "Mapping[str, float]"]]](list)
    for proposal, chance in weighed:
        by_sentence[proposal.place.reading.order, proposal.place.start].append((proposal, chance))
    found: list[tuple[float, Proposal, Stance]] = []
    for together in by_sentence.values():
        found += _in_sentence(together)
    kept: dict[str, list[tuple[Proposal, Stance, float]]] = defaultdict(list)
    told = set[tuple[str, int, int]]()
    for chance_of, proposal, stance in sorted(found, key=lambda each: -each[0]):
        sentence = (proposal.concept.slug, proposal.place.reading.order, proposal.place.start)
        if chance_of >= least.get(stance, 1) and sentence not in told:
            told.add(sentence)
            if stance not in {other for _, other, _ in kept[proposal.concept.slug]}:
                kept[proposal.concept.slug].append((proposal, stance, chance_of))
    held = [each for of_concept in kept.values() for each in settled(of_concept)]
    return iter(sorted(held, key=lambda each: (each[0].place.reading.order, each[0].place.start)))


def settled(told: list[tuple[Proposal, Stance, float]]) -> Iterator[tuple[Proposal, Stance, float]]:
    """What a work says of one concept: a verdict goes before an addition, and that before a use; a second verdict needs to be very sure."""
    first = min(told, key=lambda each: (RANKS.get(each[1], 2), -each[2]))
    for each in told:
        second = each[1] in VERDICTS and first[1] in VERDICTS and each[2] >= VERY_SURE
        if each is first or second or (each[1] == "proposes" and first[1] != "proposes"):
            yield each


def _in_sentence(together: list[tuple[Proposal, Mapping[str, float]]]) -> Iterator[tuple[float, Proposal, Stance]]:
    for stance in STANCES:
        able = [(chance[stance], proposal) for proposal, chance in together if stance not in VERDICTS or may_judge(proposal.features)]
        if able:
            _, first = max(able, key=lambda each: each[0])
            for chance_of, proposal in able:
                if proposal is first or (first.group >= 0 and proposal.group == first.group):
                    yield chance_of, proposal, stance


def may_judge(features: Collection[str]) -> bool:
    """Whether a sentence can hold a verdict: one that asks, looks ahead or says only what the work is about cannot."""
    if "future" in features or ("asking" in features and "title" not in features):
        return False
    return "aim" not in features or not OWN_WORD.isdisjoint(features)
