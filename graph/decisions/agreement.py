"""How far readers agree on the same claims: Cohen's kappa.

J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960), 37-46.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from graph.decisions.calibration import interval
from graph.decisions.decided import contents
from graph.decisions.judging import words_said
from graph.record import STANCES
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.decisions.judging import Said
    from graph.store import Store

NONE = "none"
"""What a reader says who rejects a claim, or moves it to another theory: the sentence takes no stance on this one."""
_STANCE_OF = {iri: name for name, iri in terms.STANCE_PROPERTIES.items()}


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two readers' categories; None where it is not defined: no pairs, or both say one and the same of all."""
    chance = _chance(pairs)
    return None if chance == 1 else (_alike(pairs) / len(pairs) - chance) / (1 - chance)


def limits(pairs: Sequence[tuple[str, str]]) -> tuple[float, float] | None:
    """The 95 % limits of kappa; None where that is not defined.

    As Cohen has it, what chance does is taken as found, and the limits are those of the share alike; here Wilson's, which hold of few
    claims and of full agreement too.
    """
    chance = _chance(pairs)
    if chance == 1:
        return None
    least, most = interval(_alike(pairs), len(pairs))
    return (least - chance) / (1 - chance), (most - chance) / (1 - chance)


def _alike(pairs: Sequence[tuple[str, str]]) -> int:
    return sum(a == b for a, b in pairs)


def _chance(pairs: Sequence[tuple[str, str]]) -> float:
    """The share alike that would come by chance; 1 of no pairs, too."""
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    return sum(first[name] * second[name] for name in first) / len(pairs) ** 2 if pairs else 1.0


@dataclass(frozen=True, slots=True)
class Figure:
    """Agreement on one stance (or on all, "all"): on how many claims both spoke, on how many of them some reader saw it, how many alike.

    `least` and `most` are the 95 % limits of kappa.
    """

    stance: str
    claims: int
    seen: int
    alike: float
    kappa: float | None
    least: float | None = None
    most: float | None = None


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
    least, most = limits(pairs) or (None, None)
    return Figure(stance, len(pairs), seen, _alike(pairs) / len(pairs), kappa(pairs), least, most)


def _categories(store: Store) -> dict[tuple[str, str], str]:
    """(claim, reader) → the stance that the reader sees on the claim's theory, or none."""
    words = [word for word in words_said(store) if word.verdict in ("accept", "reject", "change")]
    known = contents(store, {claim for word in words for claim in (word.claim, word.instead) if claim})
    said = {claim: one.said for claim, one in known.items()}
    return {(word.claim, word.reader): _category(word, said) for word in words}


def _category(word: Said, said: dict[str, set[tuple[str, str]]]) -> str:
    here = said.get(word.claim, set())
    if word.verdict == "accept":
        return next((_STANCE_OF[prop] for prop, _ in sorted(here)), NONE)
    theories = {theory for _, theory in here}
    return next((_STANCE_OF[prop] for prop, theory in sorted(said.get(word.instead, ())) if theory in theories), NONE)
