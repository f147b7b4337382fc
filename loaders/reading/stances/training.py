"""`python -m loaders.reading.stances.training FILE…` fits `weights.txt` to annotated texts and tells how well that does on texts left out.

The files are JSON lines as in tests/loaders/annotated. A proposal is a concept beside a sentence; its class is the stance of the claim
that the annotation puts on the two, or none. Multinomial logistic regression with a quadratic penalty, by stochastic descent with a
step size of its own for each weight (AdaGrad), in a fixed order: the same texts give the same numbers. When a claim is shown, the
published texts among them decide, each left out of the fit: those that were made up are too easy.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from graph.record import STANCES, Work
from loaders.reading import passages
from loaders.reading.named import concepts
from loaders.reading.prose import document
from loaders.reading.stances import claims, proposals, stands, weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.reading.stances.stands import Weighed

PENALTY, PENALTY_OF_WORK = 5.0, 6.0
"""Of a feature's square: a work is one example, and has many sentences."""

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


def fit(examples: list[tuple[set[str], int]], classes: int, penalty: float = PENALTY) -> Weights:
    """The weights of each feature, one for each of the classes."""
    counts = defaultdict[str, int](int)
    for features, _ in examples:
        for feature in sorted(features):
            counts[feature] += 1
    ready: list[Row] = [(["bias", *sorted(f for f in features if counts[f] >= RAREST)], target) for features, target in examples]
    held = defaultdict[str, list[float]](lambda: [0.0] * classes)
    seen = defaultdict[str, list[float]](lambda: [1e-6] * classes)
    shares = {feature: penalty / counts[feature] for feature in counts} | {"bias": 0.0}
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


class Model(NamedTuple):
    """The weights of a sentence beside a concept, of a work that takes a stand or none, and of the stance that it takes."""

    of_sentence: Weights
    of_work: Weights
    of_stance: Weights

    def whole(self) -> stands.Whole:
        """What the weights tell of a work as a whole."""
        return stands.Whole(
            lambda found: weights.softmax(_sums(self.of_work, ("bias", *sorted(found)), 2))[1],
            lambda found: dict(zip(STANCES, weights.softmax(_sums(self.of_stance, ("bias", *sorted(found)), len(STANCES))), strict=True)),
        )


def write(model: Model, least: float) -> None:
    """Write `weights.txt`."""
    head = "# Made by `python -m loaders.reading.stances.training`: when a stance is shown; each feature's weights in hundredths, for"
    lines = [head, f"# {' '.join(weights.CLASSES)}; those of whole works, for no stand and for one, and for each stance."]
    lines += [f"least {stance} | {least}" for stance in weights.CLASSES[1:]]
    for prefix, held in ((weights.OF_WORK, model.of_work), (weights.OF_STANCE, model.of_stance), ("", model.of_sentence)):
        lines += [f"{prefix}{feature} | {' '.join(str(round(100 * w)) for w in held[feature])}" for feature in sorted(held)]
    weights.TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read(paths: list[Path]) -> list[dict[str, Any]]:
    """The annotated texts of JSON-lines files."""
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


class Text:
    """An annotated text with its proposals, and the class of each."""

    def __init__(self, annotated: dict[str, Any]) -> None:
        self.published = "source" in annotated
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

    def of_stance(self, weighed: list[Weighed]) -> Iterator[tuple[set[str], int]]:
        """What all sentences show beside each concept that has a claim, once for each stance of its claims."""
        for slug in self.names:
            found = stands.beside([each for each in weighed if each[0].concept.slug == slug])
            yield from ((found, STANCES.index(stance)) for theory, stance in sorted(self.pairs) if theory == self.names[slug])

    def judged(self, weighed: list[Weighed], model: Model) -> Iterator[Judged]:
        """What is told with any confidence, judged by the annotation."""
        for proposal, stance, sure in stands.told(self.named, weighed, weights.EVERY, model.whole()):
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


def trained(texts: list[Text], folds: int) -> tuple[Model, list[list[Judged]]]:
    """The weights, and what cross-validation tells of each text by all of them together.

    Works are weighed by what sentences show that were left out of the fit of their weights: what was fitted to would look too sure.
    """
    weighed: list[list[Weighed]] = [[]] * len(texts)
    for left, kept in left_out(texts, folds):
        of_sentence = sentences_of(kept)
        for number in sorted(left):
            weighed[number] = texts[number].weighed(of_sentence)
    works = [text.of_work(weighed[number]) for number, text in enumerate(texts)]
    stances = [list(text.of_stance(weighed[number])) for number, text in enumerate(texts)]
    judged: list[list[Judged]] = [[]] * len(texts)
    for left, _ in left_out(texts, folds):
        kept_numbers = [number for number in range(len(texts)) if number not in left]
        model = Model(
            {}, whole_of([works[number] for number in kept_numbers], 2), whole_of([stances[n] for n in kept_numbers], len(STANCES))
        )
        for number in sorted(left):
            judged[number] = list(texts[number].judged(weighed[number], model))
    return Model(sentences_of(texts), whole_of(works, 2), whole_of(stances, len(STANCES))), judged


def whole_of(examples: list[list[tuple[set[str], int]]], classes: int) -> Weights:
    """The weights of whole works, fitted to the examples of texts."""
    return fit([each for one in examples for each in one], classes, PENALTY_OF_WORK)


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
    asked.add_argument("--folds", type=int, default=5)
    asked.add_argument("--goal", type=float, default=0.55)
    options = asked.parse_args()
    texts = [Text(each) for each in read(options.files)]
    model, judged = trained(texts, options.folds)
    shown = [number for number, text in enumerate(texts) if text.published] or list(range(len(texts)))
    told = [each for number in shown for each in judged[number]]
    limit = calibrated(told, options.goal)
    pairs, theories = sum(len(texts[n].pairs) for n in shown), sum(len(texts[n].theories) for n in shown)
    sys.stdout.write(f"{len(shown)} texts left out, {pairs} stances to {theories} theories; shown from {limit:.2f}\n")
    for least in (0.7, 0.6, 0.5, 0.45, 0.4, 0.3, 0.2, 0.1):
        sure = [each for each in told if each.sure >= least]
        right, theory = sum(each.right for each in sure), sum(each.theory for each in sure)
        sys.stdout.write(f"from {least:.2f}: {len(sure)} told, {right} right, {theory} with the right theory\n")
    write(model, limit)


if __name__ == "__main__":
    main()
