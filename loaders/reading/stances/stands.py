"""Whether a work takes a stand on a concept that it names, and which one: what the work as a whole shows, then its surest sentence.

Two questions are answered one after the other, since they are not equally hard. On which of its concepts a work takes a stand shows in
few things: how much it is about them, and how sure its sentences are of any stance. Which stance it is, the surest sentence tells
together with all that stands beside the concept. The confidence of a claim is the product of both chances;
docs/explanation/extraction.md says how often it is right.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from graph.record import STANCES
from loaders.reading.stances import proposals, weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from graph.record import Stance
    from loaders.reading.named.concepts import Named
    from loaders.reading.prose.document import Place
    from loaders.reading.stances.proposals import Proposal

Weighed: TypeAlias = "tuple[Proposal, Mapping[str, float]]"

STEPS = (0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9)
"""A chance becomes as many features as steps that it reaches, so that more of it never weighs less by accident of where it lies."""

TOLD_BY = (
    "finding",
    "arguing",
    "aim",
    "part last",
    "part late",
    "section concluding",
    "new name",
    "extending",
    "lens",
    "showing",
    "reported",
)
"""Signs of the sentences that name a concept which tell of the concept in the work."""

PLACED = (
    *(f", {where}" for where in ("before", "after", "just before", "soon after", "unnamed")),
    *("first", "early", "middle", "late", "last"),
    *("concluding", "other"),
)
"""Endings of the features that tell where words or a sentence stand: the whole work's inclination leaves them out."""

OF_SENTENCE = ("marks", "carried", "foremost", "outranked", "anaphor")
"""Beginnings of the features that tell only of one sentence how it names the concept."""

OF_BEST = 0.8
"""How much the surest sentence weighs beside all that stands beside the concept."""

MOST_CONCEPTS = 6
VERY_SURE = 0.7
"""From here on a second stance to the same concept is told beside the first: "it helps" in one sentence, "only if" in another."""

PLAINLY = 0.5
"""What a narrow cue says needs only this share of the confidence asked for: such words seldom stand by accident."""

HALF_AS_SURE = 0.5
"""A second sentence is evidence, too, from this share of the chance on that the first has: of these two in three are annotated ones."""

USES = ("applies", "illustrates")
"""Stances that a verdict outdoes, told only where they are the first."""


class Whole(NamedTuple):
    """What is told of a work as a whole by its features: the chance that it takes a stand, and that of each stance if it does."""

    takes_stand: Callable[[set[str]], float] = weights.takes_stand
    inclination: Callable[[set[str]], Mapping[Stance, float]] = weights.inclination


def told(
    named: list[Named], weighed: Sequence[Weighed], least: Mapping[str, float], whole: Whole | None = None
) -> Iterator[tuple[Proposal, Stance, float]]:
    """The stands that a work takes, in the order of the text: (what, stance, confidence)."""
    whole = whole or Whole()
    found = list[tuple["Proposal", "Stance", float]]()
    for slug, features in of_work(named, weighed).items():
        mine = [each for each in weighed if each[0].concept.slug == slug]
        takes = whole.takes_stand(features)
        if takes >= PLAINLY * min(least.values(), default=1):
            found += _stances(mine, takes, whole.inclination(beside(mine)), least)
    return iter(sorted(found, key=lambda each: (each[0].place.reading.order, each[0].place.start)))


def beside(mine: Sequence[Weighed]) -> set[str]:
    """What all sentences beside one concept show, wherever it stands in them."""
    found = set[str]()
    for proposal, _ in mine:
        found.update(each for each in proposal.features if not each.endswith(PLACED) and not each.startswith(OF_SENTENCE))
    return found


def of_work(named: list[Named], weighed: Sequence[Weighed]) -> dict[str, set[str]]:
    """By concept, what the work as a whole shows of the stand that it may take on it."""
    by_concept = defaultdict[str, list[Weighed]](list)
    for each in weighed:
        by_concept[each[0].concept.slug].append(each)
    leading = _leading(weighed)
    ranked = proposals.by_weight(named)
    return {
        entry.concept.slug: proposals.about(entry, rank)
        | {f"concepts {min(len(ranked), MOST_CONCEPTS)}"}
        | _of_sentences(by_concept[entry.concept.slug])
        | _steps("leading", leading[entry.concept.slug])
        for rank, entry in enumerate(ranked)
    }


def _of_sentences(mine: Sequence[Weighed]) -> set[str]:
    """What the sentences beside one concept show together."""
    standing = [(proposal, chance) for proposal, chance in mine if "carried" not in proposal.features]
    found = _steps("surest", _surest(mine)) | _steps("surest named", _surest(standing))
    signs = set[str]().union(*(proposal.features for proposal, _ in standing))
    found.update(f"told by {sign}" for sign in TOLD_BY if sign in signs)
    if any(feature.startswith("narrow rule") for proposal, _ in mine for feature in proposal.features):
        found.add("narrow rule")
    if "ruled" in signs:
        found.add("ruled")
    if standing and all({"reported", "state of art"} & proposal.features for proposal, _ in standing):
        found.add("only background")
    return found


def _surest(mine: Sequence[Weighed]) -> float:
    return max((1 - chance["none"] for _, chance in mine), default=0.0)


def _leading(weighed: Sequence[Weighed]) -> dict[str, float]:
    """How sure of any stance that sentence is in which a concept, or one that "and" joins to it, is the surest of all."""
    by_sentence = defaultdict[tuple[int, int], list["Weighed"]](list)
    for each in weighed:
        by_sentence[each[0].place.reading.order, each[0].place.start].append(each)
    leading = defaultdict[str, float](float)
    for together in by_sentence.values():
        first, surest = min(together, key=lambda each: each[1]["none"])
        for proposal, chance in together:
            if proposal is first or (first.group >= 0 and proposal.group == first.group):
                leading[proposal.concept.slug] = max(leading[proposal.concept.slug], 1 - max(chance["none"], surest["none"]))
    return leading


def _steps(name: str, chance: float) -> set[str]:
    return {f"{name} {step}" for step in STEPS if chance >= step}


def _stances(
    mine: Sequence[Weighed], takes: float, inclined: Mapping[Stance, float], least: Mapping[str, float]
) -> Iterator[tuple[Proposal, Stance, float]]:
    """The surest stance to one concept, and a second verdict or a naming of the new that another sentence is very sure of.

    The surest is that for which two chances together are highest: that of its best sentence and that of the whole work.
    """
    best = _best(mine)
    if not best:
        return
    joint = {stance: chance**OF_BEST * inclined[stance] ** (1 - OF_BEST) for stance, (chance, _) in best.items()}
    first = max(joint, key=lambda stance: joint[stance])
    for stance, (chance, proposal) in best.items():
        plainly = f"narrow rule {stance}" in proposal.features
        if stance == first or (plainly and stance not in USES) or _is_second(stance, first, best):
            sure = takes * (chance if plainly or stance != first else joint[stance] / sum(joint.values()))
            if sure >= least.get(stance, 1) * (PLAINLY if plainly else 1):
                yield proposal, stance, sure


def further(first: Proposal, stance: Stance, weighed: Sequence[Weighed]) -> list[Place]:
    """The sentence, if any, that is nearly as sure of the stance to the concept as the one by which it was told."""
    mine = [each for each in weighed if each[0].concept.slug == first.concept.slug and _able(each[0], stance)]
    surest = max((chance[stance] for _, chance in mine), default=0.0)
    others = [(chance[stance], each.place) for each, chance in mine if each is not first and "title" not in each.features]
    sure, place = max(others, key=lambda each: each[0], default=(0.0, first.place))
    return [place] if sure and sure >= HALF_AS_SURE * surest else []


def _able(proposal: Proposal, stance: Stance) -> bool:
    """Whether a sentence can hold the stance: one that only asks or looks ahead gives no verdict."""
    return stance not in weights.VERDICTS or weights.may_judge(proposal.features)


def _is_second(stance: Stance, first: Stance, best: Mapping[Stance, tuple[float, Proposal]]) -> bool:
    """Whether another sentence than that of the first stance is very sure of a second verdict, or names something new."""
    beside = stance == "proposes" or {stance, first} <= weights.VERDICTS
    return beside and best[stance][0] >= VERY_SURE and best[stance][1].place.start != best[first][1].place.start


def _best(mine: Sequence[Weighed]) -> dict[Stance, tuple[float, Proposal]]:
    """By stance, the chance in the sentence that is surest of it; a sentence that cannot judge gives no verdict."""
    best = dict["Stance", tuple[float, "Proposal"]]()
    for stance in STANCES:
        able = [(chance[stance], each) for each, chance in mine if _able(each, stance)]
        if able:
            best[stance] = max(able, key=lambda each: each[0])
    return best
