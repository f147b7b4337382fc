"""How far readers agree on the same claims (Cohen's kappa), and how often the program's proposals held, by its confidence.

Kappa: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960), 37-46. Interval:
E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212. Re-calibration: pool adjacent violators (Ayer et al.,
Annals of Mathematical Statistics 26 (1955), 641-647), which never lets a higher confidence mean less.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING, Any

from graph.decisions.decided import contents
from graph.decisions.judging import words_said
from graph.record import STANCES
from graph.store import IRI, RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.decisions.judging import Said
    from graph.store import Store

NONE = "none"
"""What a reader says who rejects a claim, or moves it to another theory: the sentence takes no stance on this one."""
BANDS = 10
FEWEST = 20
"""Judged proposals below which no threshold is proposed."""
_STANCE_OF = {iri: name for name, iri in terms.STANCE_PROPERTIES.items()}


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two readers' categories; None where it is not defined: no pairs, or both say one and the same of all."""
    if not pairs:
        return None
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    total = len(pairs)
    chance = sum(first[name] * second[name] for name in first) / total**2
    if chance == 1:
        return None
    return (sum(a == b for a, b in pairs) / total - chance) / (1 - chance)


@dataclass(frozen=True, slots=True)
class Figure:
    """Agreement on one stance (or on all, "all"): on how many claims both spoke, on how many of them some reader saw it, how many alike."""

    stance: str
    claims: int
    seen: int
    alike: float
    kappa: float | None


@dataclass(slots=True)
class Pair:
    """Two readers: figures by stance, and where they differ, as (claim, first, second)."""

    first: str
    second: str
    figures: list[Figure] = field(default_factory=list)
    disagreements: list[tuple[str, str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """One JSON object."""
        told = [{"claim": claim, "first": a, "second": b} for claim, a, b in self.disagreements]
        return {"first": self.first, "second": self.second, "figures": [asdict(one) for one in self.figures], "disagreements": told}


def agreement(store: Store) -> list[Pair]:
    """Every two readers who judged at least one claim both, those with most in common first."""
    said = _categories(store)
    readers: dict[str, dict[str, str]] = defaultdict(dict)
    for (claim, reader), category in said.items():
        readers[reader][claim] = category
    pairs = [compared(a, readers[a], b, readers[b]) for a, b in combinations(sorted(readers), 2)]
    return sorted((pair for pair in pairs if pair.figures), key=lambda pair: (-pair.figures[0].claims, pair.first, pair.second))


def compared(first: str, one: dict[str, str], second: str, other: dict[str, str]) -> Pair:
    """Two readers' categories by claim, compared on the claims of both."""
    common = sorted(one.keys() & other.keys())
    pairs = [(one[claim], other[claim]) for claim in common]
    made = Pair(first, second)
    if not pairs:
        return made
    made.figures.append(_figure("all", pairs, len(pairs)))
    for stance in STANCES:
        seen = sum(stance in pair for pair in pairs)
        if seen:
            made.figures.append(_figure(stance, [(_is(a, stance), _is(b, stance)) for a, b in pairs], seen))
    made.disagreements = [(claim, one[claim], other[claim]) for claim in common if one[claim] != other[claim]]
    return made


def _is(category: str, stance: str) -> str:
    return stance if category == stance else NONE


def _figure(stance: str, pairs: list[tuple[str, str]], seen: int) -> Figure:
    return Figure(stance, len(pairs), seen, sum(a == b for a, b in pairs) / len(pairs), kappa(pairs))


def _categories(store: Store) -> dict[tuple[str, str], str]:
    """(claim, reader) → the stance that the reader sees on the claim's theory, or none."""
    words = [word for word in words_said(store) if word.verdict in ("accept", "reject", "change")]
    known = contents(store, {claim for word in words for claim in (word.claim, word.instead) if claim})
    return {(word.claim, word.reader): _category(word, {c: one.said for c, one in known.items()}) for word in words}


def _category(word: Said, said: dict[str, set[tuple[str, str]]]) -> str:
    here = said.get(word.claim, set())
    if word.verdict == "accept":
        return next((_STANCE_OF[prop] for prop, _ in sorted(here)), NONE)
    theories = {theory for _, theory in here}
    return next((_STANCE_OF[prop] for prop, theory in sorted(said.get(word.instead, ())) if theory in theories), NONE)


@dataclass(frozen=True, slots=True)
class Band:
    """Proposals with a confidence from `low` to `high`: how many were judged, how many held, and the limits (95 %) of that share.

    `calibrated` is the share made to rise with confidence.
    """

    low: float
    high: float
    judged: int
    held: int
    share: float
    least: float
    most: float
    calibrated: float


@dataclass(slots=True)
class Calibration:
    """The bands, and from which confidence on the share that held is at least `target`; None where too little was judged, or nothing is."""

    bands: list[Band]
    judged: int
    target: float
    threshold: float | None

    def as_json(self) -> dict[str, Any]:
        """One JSON object."""
        return {"bands": [asdict(band) for band in self.bands], "judged": self.judged, "target": self.target, "threshold": self.threshold}


def calibration(store: Store, target: float = 0.8) -> Calibration:
    """How often the program's proposals held; a changed one did not, and of several readers the last word counts."""
    last: dict[str, Said] = {}
    for word in words_said(store):
        if word.verdict != "add" and (
            word.claim not in last or (word.when, word.reader) > (last[word.claim].when, last[word.claim].reader)
        ):
            last[word.claim] = word
    scores = _scores(store, last)
    return calibrated([(scores[claim], word.verdict == "accept") for claim, word in sorted(last.items()) if claim in scores], target)


def calibrated(judged: Sequence[tuple[float, bool]], target: float = 0.8) -> Calibration:
    """(confidence, whether it held) of judged proposals → shares by band, and a threshold."""
    by_band: dict[int, list[bool]] = defaultdict(list)
    for score, held in judged:
        by_band[min(int(score * BANDS + 1e-9), BANDS - 1)].append(held)
    places = sorted(by_band)
    smooth = rising([(sum(by_band[n]) / len(by_band[n]), len(by_band[n])) for n in places])
    bands = []
    for place, even in zip(places, smooth, strict=True):
        kept, count = sum(by_band[place]), len(by_band[place])
        least, most = interval(kept, count)
        low, high = place / BANDS, (place + 1) / BANDS
        bands.append(Band(low, high, count, kept, *(round(x, 4) for x in (kept / count, least, most, even))))
    enough = [band.low for band in bands if band.calibrated >= target]
    return Calibration(bands, len(judged), target, enough[0] if enough and len(judged) >= FEWEST else None)


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


def _scores(store: Store, claims: Iterable[str]) -> dict[str, float]:
    """The confidence with which a program proposed a claim; what a source states or a person added has none."""
    listed = " ".join(str(IRI(claim)) for claim in sorted(claims))
    if not listed:
        return {}
    query = f"""SELECT ?c (MAX(?s) AS ?score) WHERE {{ VALUES ?c {{ {listed} }}
      GRAPH ?g {{ ?c <{terms.CONFIDENCE}> ?s ; <{terms.CLAIM_STATUS}> "EXTRACTED" }} FILTER(?g != <{RESOLVED}>) }} GROUP BY ?c"""
    return {claim.value: float(score.value) for claim, score in store.select(query, graph=None) if claim is not None and score is not None}
