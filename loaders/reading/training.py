"""`python -m loaders.reading.training FILE…` fits `weights.txt` to annotated texts and tells how well that does on texts left out.

The files are JSON lines as in tests/loaders/annotated. A proposal is a concept beside a sentence; its class is the stance of the claim
that the annotation puts on the two, or none. Multinomial logistic regression with a quadratic penalty, by stochastic descent with a
step size of its own for each weight (AdaGrad), in a fixed order: the same texts give the same numbers.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from graph.record import Work
from loaders.reading import claims, concepts, document, passages, proposals, stands, weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.reading.stands import Weighed

PENALTY = 2.5
PASSES = 40
STEP = 0.3
RAREST = 3
"""A feature of fewer proposals tells nothing."""

Row: TypeAlias = tuple[list[str], int]
Weights: TypeAlias = dict[str, list[float]]


def rows(text: dict[str, Any]) -> tuple[list[concepts.Named], list[tuple[proposals.Proposal, int]]]:
    """The concepts that an annotated text names, and its proposals with the number of the class that its annotation gives each."""
    whole = text["text"]
    read = document.build(Work(passages=passages(whole)), whole)
    named = concepts.named(read, concepts.Lexicon())
    ruled = claims.by_place(list(claims.ruled(read, named)))
    own = aliases(named, text["concepts"])
    told = defaultdict[str, list[tuple[int, int, str]]](list)
    for claim in (*text["claims"], *text.get("uses", [])):
        for evidence in claim["evidence"]:
            told[claim["theory"]].append((*evidence["span"], claim["stance"]))
    found = []
    for proposal in proposals.proposals(read, named, ruled):
        spans = proposal.place.spans()
        stance = next((s for a, b, s in told[own[proposal.concept.slug]] if any(overlap((a, b), (p.start, p.end)) for p in spans)), "none")
        proposal.theory = own[proposal.concept.slug]
        found.append((proposal, weights.CLASSES.index(stance)))
    return named, found


def aliases(named: list[concepts.Named], annotated: list[dict[str, Any]]) -> dict[str, str]:
    """The annotation's name of each concept found: another name counts as the same where the two stand in one place."""
    held = {entry["concept"]: tuple(entry["span"]) for entry in annotated}
    found = {}
    for entry in named:
        name = entry.concept.slug
        if name not in held:
            spans = [(span.start, span.end) for place in entry.places for span in place.spans()]
            name = next((other for other, span in held.items() if any(overlap(span, each) for each in spans)), name)
        found[entry.concept.slug] = name
    return found


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans share at least half of the longer one."""
    longer = max(one[1] - one[0], other[1] - other[0])
    return (min(one[1], other[1]) - max(one[0], other[0])) * 2 >= longer > 0


def fit(examples: list[tuple[set[str], int]], classes: int, rarest: int = RAREST) -> Weights:
    """The weights of each feature, one for each of the classes."""
    counts = defaultdict[str, int](int)
    for features, _ in examples:
        for feature in sorted(features):
            counts[feature] += 1
    ready: list[Row] = [(["bias", *sorted(f for f in features if counts[f] >= rarest)], target) for features, target in examples]
    held = defaultdict[str, list[float]](lambda: [0.0] * classes)
    seen = defaultdict[str, list[float]](lambda: [1e-6] * classes)
    shares = {feature: PENALTY / counts[feature] for feature in counts} | {"bias": 0.0}
    order, shuffled = list(range(len(ready))), random.Random(1)  # noqa: S311 # no secret: a fixed order
    for _ in range(PASSES):
        shuffled.shuffle(order)
        for number in order:
            names, target = ready[number]
            errors = weights.softmax(_sums(held, names, classes))
            errors[target] -= 1
            for feature in names:
                row, squares, share = held[feature], seen[feature], shares[feature]
                for place, error in enumerate(errors):
                    slope = error + share * row[place]
                    squares[place] += slope * slope
                    row[place] -= STEP * slope / squares[place] ** 0.5
    return dict(held)


def _sums(held: Weights, names: Iterable[str], classes: int) -> list[float]:
    sums = [0.0] * classes
    for feature in names:
        if feature in held:
            for place, weight in enumerate(held[feature]):
                sums[place] += weight
    return sums


def write(of_sentence: Weights, of_work: Weights, least: float) -> None:
    """Write `weights.txt`."""
    head = "# Made by `python -m loaders.reading.training`: when a stance is shown; each feature's weights in hundredths, for"
    lines = [head, f"# {' '.join(weights.CLASSES)}; those of whole works, for no stand and for one."]
    lines += [f"least {stance} | {least}" for stance in weights.CLASSES[1:]]
    for prefix, held in ((weights.OF_WORK, of_work), ("", of_sentence)):
        lines += [f"{prefix}{feature} | {' '.join(str(round(100 * w)) for w in held[feature])}" for feature in sorted(held)]
    weights.TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read(paths: list[Path]) -> list[dict[str, Any]]:
    """The annotated texts of JSON-lines files."""
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


class Text:
    """An annotated text with its proposals, and the class of each."""

    def __init__(self, annotated: dict[str, Any]) -> None:
        self.pairs = {(claim["theory"], claim["stance"]) for claim in annotated["claims"]}
        self.theories = {theory for theory, _ in self.pairs}
        self.named, self.rows = rows(annotated)
        self.names = {proposal.concept.slug: proposal.theory for proposal, _ in self.rows}

    def weighed(self, of_sentence: Weights) -> list[Weighed]:
        """The proposals, each with its chances by these weights."""
        return [(proposal, _chances(of_sentence, proposal.features)) for proposal, _ in self.rows]

    def of_work(self, weighed: list[Weighed]) -> list[tuple[set[str], int]]:
        """What the work as a whole shows of each concept, and whether the annotation has a claim on it."""
        return [(found, int(self.names.get(slug, slug) in self.theories)) for slug, found in stands.of_work(self.named, weighed).items()]

    def judged(self, weighed: list[Weighed], of_work: Weights) -> Iterator[Judged]:
        """What is told with any confidence, judged by the annotation."""
        for proposal, stance, sure in stands.told(self.named, weighed, weights.EVERY, lambda found: _stand(of_work, found)):
            yield Judged(sure, stance, (proposal.theory, stance) in self.pairs, proposal.theory in self.theories)


class Judged(NamedTuple):
    """A claim told: its confidence, its stance, whether both are right, whether the theory is."""

    sure: float
    stance: str
    right: bool
    theory: bool


def _chances(of_sentence: Weights, features: set[str]) -> dict[str, float]:
    shares = weights.softmax(_sums(of_sentence, ("bias", *sorted(features)), len(weights.CLASSES)))
    return dict(zip(weights.CLASSES, weights.trusting(shares, features), strict=True))


def _stand(of_work: Weights, features: set[str]) -> float:
    return weights.softmax(_sums(of_work, ("bias", *sorted(features)), 2))[1]


def sentences_of(texts: list[Text]) -> Weights:
    """The weights of sentences, fitted to texts."""
    return fit([(proposal.features, target) for text in texts for proposal, target in text.rows], len(weights.CLASSES))


def left_out(texts: list[Text], folds: int) -> Iterator[tuple[set[int], list[Text]]]:
    """The numbers of the texts that each fold leaves out, and those that it keeps."""
    order = list(range(len(texts)))
    random.Random(1).shuffle(order)  # noqa: S311 # no secret: a fixed order
    for fold in range(folds):
        left = set(order[fold::folds])
        yield left, [texts[number] for number in order if number not in left]


def trained(texts: list[Text], folds: int) -> tuple[Weights, Weights, list[Judged]]:
    """The weights of sentences and of works, and what cross-validation tells of both together.

    Works are weighed by what sentences show that were left out of the fit of their weights: what was fitted to would look too sure.
    """
    weighed: list[list[Weighed]] = [[]] * len(texts)
    for left, kept in left_out(texts, folds):
        of_sentence = sentences_of(kept)
        for number in sorted(left):
            weighed[number] = texts[number].weighed(of_sentence)
    examples = [text.of_work(weighed[number]) for number, text in enumerate(texts)]
    judged: list[Judged] = []
    for left, _ in left_out(texts, folds):
        of_work = fit([each for number in range(len(texts)) if number not in left for each in examples[number]], 2)
        for number in sorted(left):
            judged += texts[number].judged(weighed[number], of_work)
    return sentences_of(texts), fit([each for one in examples for each in one], 2), judged


def calibrated(judged: list[Judged], goal: float) -> float:
    """The lowest confidence from which on `goal` of what is told is right: one for all stances, each of which is told too seldom."""
    best, right = HIGHEST, 0
    for number, each in enumerate(sorted(judged, key=lambda each: -each.sure), 1):
        right += each.right
        if right / number >= goal:
            best = each.sure
    return round(max(min(best, HIGHEST), LOWEST), 2)


LOWEST, HIGHEST = 0.3, 0.6


def main() -> None:
    """Fit, and tell how well."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("files", nargs="+", type=Path)
    asked.add_argument("--beside", nargs="*", type=Path, default=[], help="texts that are not fitted to, to calibrate with")
    asked.add_argument("--folds", type=int, default=10)
    asked.add_argument("--goal", type=float, default=0.78)
    options = asked.parse_args()
    texts, beside = ([Text(each) for each in read(paths)] for paths in (options.files, options.beside))
    of_sentence, of_work, judged = trained(texts, options.folds)
    if beside:
        judged = [each for text in beside for each in text.judged(text.weighed(of_sentence), of_work)]
    limit = calibrated(judged, options.goal)
    wanted = Counter(stance for text in beside or texts for _, stance in text.pairs)
    for stance in weights.CLASSES[1:]:
        shown = [each for each in judged if each.stance == stance and each.sure >= limit]
        right, theory = sum(each.right for each in shown), sum(each.theory for each in shown)
        told = f"{right} right of {len(shown)} shown, {theory} with the right theory, {wanted[stance]} annotated"
        sys.stdout.write(f"{stance:12} from {limit:.2f}: {told}\n")
    write(of_sentence, of_work, limit)


if __name__ == "__main__":
    main()
