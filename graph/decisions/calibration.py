"""How often the program's proposals held, by its confidence, and from which confidence on claims should be shown by what readers decided.

Interval: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212. Shares made to rise: pool adjacent violators
(Ayer et al., Annals of Mathematical Statistics 26 (1955), 641-647), which never lets a higher confidence mean less. What a threshold
promises is measured on works that had no say in it.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from itertools import groupby
from math import inf, sqrt
from typing import TYPE_CHECKING, Any

from graph.decisions.decided import contents
from graph.decisions.judging import words_said
from graph.record import STANCES
from graph.store import IRI, RESOLVED, Literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.decisions.judging import Said
    from graph.store import Store

BANDS = 10
FEWEST = 20
"""Decisions that a threshold must rest on."""
ROUNDS = 20
"""How often the works are halved to measure a threshold."""
NEVER = inf
"""The threshold of a stance that held too seldom at any confidence: above all, for a confidence may round to 1."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A proposal of the program that a reader decided on: whether it was accepted as it stood, its stance and its work."""

    confidence: float
    held: bool
    stance: str = ""
    work: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the judged proposals held."""

    judged: int
    held: int

    @property
    def share(self) -> float:
        """The share; 0 of nothing."""
        return self.held / self.judged if self.judged else 0.0

    @property
    def limits(self) -> tuple[float, float]:
        """The limits of the share (95 %)."""
        return interval(self.held, self.judged)

    def as_json(self) -> dict[str, Any]:
        """One JSON object."""
        least, most = self.limits
        return {**asdict(self), "share": round(self.share, 4), "least": round(least, 4), "most": round(most, 4)}


@dataclass(frozen=True, slots=True)
class Band:
    """Proposals with a confidence from `low` to `high`; `calibrated` is the share that held, made to rise with confidence."""

    low: float
    high: float
    found: Share
    calibrated: float

    def as_json(self) -> dict[str, Any]:
        """One JSON object."""
        return {"low": self.low, "high": self.high, **self.found.as_json(), "calibrated": self.calibrated}


@dataclass(frozen=True, slots=True)
class Threshold:
    """A confidence (`NEVER`: none is enough), and what readers decided on the proposals with at least that much."""

    confidence: float
    found: Share

    def as_json(self) -> dict[str, Any]:
        """One JSON object; the confidence is null where none is enough."""
        return {"confidence": None if self.confidence == NEVER else self.confidence, **self.found.as_json()}

    def __str__(self) -> str:
        return "never" if self.confidence == NEVER else f"{self.confidence:g}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The confidence from which on claims should be shown; `stances` has those for which the decisions ask another one.

    `elsewhere` is how much of what is shown held in works that had no say in the threshold, and `kept` which share of all that held
    was shown there.
    """

    common: Threshold
    stances: dict[str, Threshold] = field(default_factory=dict)
    elsewhere: Share = Share(0, 0)
    kept: float = 0.0

    def shows(self, one: Judged) -> bool:
        """Whether a proposal would be shown."""
        return one.confidence >= self.stances.get(one.stance, self.common).confidence

    @property
    def setting(self) -> str:
        """The value of the setting `least_confidence`."""
        return ", ".join([str(self.common), *(f"{name}={one}" for name, one in self.stances.items())])

    def as_json(self) -> dict[str, Any]:
        """One JSON object."""
        stances = {name: one.as_json() for name, one in self.stances.items()}
        told = {"common": self.common.as_json(), "stances": stances, "elsewhere": self.elsewhere.as_json(), "kept": round(self.kept, 4)}
        return {"setting": self.setting, **told}


@dataclass(slots=True)
class Calibration:
    """What follows from decisions: shares by band, and a proposal; None where too little was judged, or nothing reaches the target.

    `missing` is how many more decisions are needed, `lowest` the lowest confidence judged, `best` the one from which on most of them held.
    """

    bands: list[Band]
    judged: int
    target: float
    missing: int
    lowest: float | None
    best: Threshold | None
    proposal: Proposal | None

    def as_json(self) -> dict[str, Any]:
        """One JSON object."""
        return {
            "bands": [band.as_json() for band in self.bands],
            "judged": self.judged,
            "target": self.target,
            "missing": self.missing,
            "lowest": self.lowest,
            "best": self.best.as_json() if self.best else None,
            "threshold": self.proposal.common.confidence if self.proposal else None,
            "proposal": self.proposal.as_json() if self.proposal else None,
        }


def calibration(store: Store, target: float = 0.8, model: str = "") -> Calibration:
    """How often the program's proposals held; a changed one did not, and of several readers the last word counts.

    `model`: how often those of this language model held, by what it said of itself.
    """
    return calibrated(_judged(store, model), target)


def calibrated(judged: Sequence[Judged], target: float = 0.8) -> Calibration:
    """What follows from judged proposals."""
    proposed = proposal(judged, target)
    if proposed is not None:
        elsewhere, kept = held_out(judged, target)
        proposed = Proposal(proposed.common, proposed.stances, elsewhere, kept)
    lowest = min((one.confidence for one in judged), default=None)
    best = max(_thresholds(judged, FEWEST), key=lambda one: (one.found.share, -one.confidence), default=None)
    return Calibration(_bands(judged), len(judged), target, max(0, FEWEST - len(judged)), lowest, best, proposed)


def _bands(judged: Sequence[Judged]) -> list[Band]:
    by_band: dict[int, list[bool]] = defaultdict(list)
    for one in judged:
        by_band[min(int(one.confidence * BANDS + 1e-9), BANDS - 1)].append(one.held)
    found = {place: Share(len(held), sum(held)) for place, held in sorted(by_band.items())}
    smooth = rising([(one.share, one.judged) for one in found.values()])
    return [Band(place / BANDS, (place + 1) / BANDS, one, round(even, 4)) for (place, one), even in zip(found.items(), smooth, strict=True)]


def proposal(judged: Sequence[Judged], target: float, fewest: int = FEWEST) -> Proposal | None:
    """The lowest confidence from which on the target is met, resting on at least `fewest` decisions; None where there is none.

    A stance has one of its own where as many decisions are on it and they speak against the common one: the target lies outside of the
    limits of its share. First come those that hold too seldom, and the common one then rests on the others.
    """
    common = lowest_meeting(judged, target, fewest)
    if common is None:
        return None
    by_stance = {name: [one for one in judged if one.stance == name] for name in STANCES}
    known = {str(name): mine for name, mine in by_stance.items() if len(mine) >= fewest}
    stances = {name: _higher(mine, target, fewest) for name, mine in known.items() if _shown(mine, common).limits[1] < target}
    common = lowest_meeting([one for one in judged if one.stance not in stances], target, fewest) or common
    for name, mine in known.items():
        lower = lowest_meeting(mine, target, fewest)
        if name not in stances and lower and lower.confidence < common.confidence and _shown(mine, common).limits[0] > target:
            stances[name] = lower
    return Proposal(common, stances)


def _higher(mine: Sequence[Judged], target: float, fewest: int) -> Threshold:
    return lowest_meeting(mine, target, fewest) or Threshold(NEVER, Share(len(mine), sum(one.held for one in mine)))


def _shown(mine: Sequence[Judged], threshold: Threshold) -> Share:
    held = [one.held for one in mine if one.confidence >= threshold.confidence]
    return Share(len(held), sum(held))


def lowest_meeting(judged: Sequence[Judged], target: float, fewest: int) -> Threshold | None:
    """The lowest confidence from which on at least `target` of at least `fewest` judged proposals held."""
    meeting = [one for one in _thresholds(judged, fewest) if one.found.held >= target * one.found.judged]
    return meeting[-1] if meeting else None


def _thresholds(judged: Sequence[Judged], fewest: int) -> Iterator[Threshold]:
    """Every confidence that occurs, the highest first, from which on enough was judged."""
    count, held = 0, 0
    ordered = sorted(judged, key=lambda one: -one.confidence)
    for confidence, together in groupby(ordered, key=lambda one: one.confidence):
        decided = [one.held for one in together]
        count, held = count + len(decided), held + sum(decided)
        if count >= fewest:
            yield Threshold(confidence, Share(count, held))


def held_out(judged: Sequence[Judged], target: float) -> tuple[Share, float]:
    """What held of that which thresholds from half of the works show of the other half, and the share of what held that they show.

    The counts are the mean of `ROUNDS` halvings, in each of which every proposal is left out once.
    """
    shown = [one for proposed, others in _halves(judged, target) for one in others if proposed is not None and proposed.shows(one)]
    held = sum(one.held for one in shown)
    every = ROUNDS * sum(one.held for one in judged)
    return Share(round(len(shown) / ROUNDS), round(held / ROUNDS)), held / every if every else 0.0


def _halves(judged: Sequence[Judged], target: float) -> Iterator[tuple[Proposal | None, list[Judged]]]:
    works = sorted({one.work for one in judged})
    shuffled = random.Random(1)  # noqa: S311 # no secret: the same decisions give the same figures
    for _ in range(ROUNDS):
        shuffled.shuffle(works)
        half = set(works[: len(works) // 2])
        parts = [one for one in judged if one.work in half], [one for one in judged if one.work not in half]
        for mine, others in (parts, parts[::-1]):
            yield proposal(mine, target, FEWEST // 2), others


def rising(shares: Iterable[tuple[float, int]]) -> list[float]:
    """(share, weight) in order → shares that never fall, by pooling neighbours that do."""
    blocks: list[tuple[float, int, int]] = []
    for share, weight in shares:
        blocks.append((share, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (a, wa, na), (b, wb, nb) = blocks[-2:]
            blocks[-2:] = [((a * wa + b * wb) / (wa + wb), wa + wb, na + nb)]
    return [share for share, _, times in blocks for _ in range(times)]


def interval(held: int, count: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's limits of a share."""
    if not count:
        return 0.0, 1.0
    share, more = held / count, z * z / count
    middle, width = share + more / 2, z * sqrt(share * (1 - share) / count + more / (4 * count))
    return max(0.0, (middle - width) / (1 + more)), min(1.0, (middle + width) / (1 + more))


def _judged(store: Store, model: str = "") -> list[Judged]:
    last: dict[str, Said] = {}
    for word in words_said(store):
        if word.verdict != "add" and (
            word.claim not in last or (word.when, word.reader) > (last[word.claim].when, last[word.claim].reader)
        ):
            last[word.claim] = word
    scores = _scores(store, last, model)
    known = contents(store, scores)
    stances = {iri: name for name, iri in terms.STANCE_PROPERTIES.items()}
    return [
        Judged(score, last[claim].verdict == "accept", stances[min(known[claim].said)[0]], min(known[claim].works))
        for claim, score in sorted(scores.items())
        if claim in known
    ]


def _scores(store: Store, claims: Iterable[str], model: str = "") -> dict[str, float]:
    """The confidence with which a program proposed a claim, or a model by its name; what a source states or a person added has none."""
    listed = " ".join(str(IRI(claim)) for claim in sorted(claims))
    if not listed:
        return {}
    by = f"<{terms.CONFIDENCE}> ?s"
    if model:
        by = f"<{terms.MODEL_CONFIDENCE}> ?s ; <{terms.PROPOSED_BY}>/<{terms.MODEL_NAME}> {Literal(model)}"
    query = f"""SELECT ?c (MAX(?s) AS ?score) WHERE {{ VALUES ?c {{ {listed} }}
      GRAPH ?g {{ ?c {by} ; <{terms.CLAIM_STATUS}> "EXTRACTED" }} FILTER(?g != <{RESOLVED}>) }} GROUP BY ?c"""
    return {claim.value: float(score.value) for claim, score in store.select(query, graph=None) if claim is not None and score is not None}
