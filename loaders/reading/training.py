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
from collections import defaultdict
from pathlib import Path
from typing import Any

from graph.record import Work
from loaders.reading import claims, concepts, document, passages, proposals, weights

PENALTY = 2.5
PASSES = 40
STEP = 0.3
RAREST = 3
"""A feature of fewer proposals tells nothing."""

Row = tuple[list[str], int]


def rows(text: dict[str, Any]) -> list[tuple[proposals.Proposal, int]]:
    """The proposals of an annotated text with the number of the class that its annotation gives each."""
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
    return found


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


def fit(examples: list[tuple[set[str], int]]) -> dict[str, list[float]]:
    """The weights of each feature, one for each of `weights.CLASSES`."""
    counts = defaultdict[str, int](int)
    for features, _ in examples:
        for feature in sorted(features):
            counts[feature] += 1
    ready: list[Row] = [(["bias", *sorted(f for f in features if counts[f] >= RAREST)], target) for features, target in examples]
    size = len(weights.CLASSES)
    held = defaultdict[str, list[float]](lambda: [0.0] * size)
    seen = defaultdict[str, list[float]](lambda: [1e-6] * size)
    shares = {feature: PENALTY / counts[feature] for feature in counts} | {"bias": 0.0}
    order, shuffled = list(range(len(ready))), random.Random(1)  # noqa: S311 # no secret: a fixed order
    for _ in range(PASSES):
        shuffled.shuffle(order)
        for number in order:
            names, target = ready[number]
            sums = [0.0] * size
            for feature in names:
                for place, weight in enumerate(held[feature]):
                    sums[place] += weight
            errors = weights.softmax(sums)
            errors[target] -= 1
            for feature in names:
                row, squares, share = held[feature], seen[feature], shares[feature]
                for place, error in enumerate(errors):
                    slope = error + share * row[place]
                    squares[place] += slope * slope
                    row[place] -= STEP * slope / squares[place] ** 0.5
    return dict(held)


def write(held: dict[str, list[float]], least: dict[str, float]) -> None:
    """Write `weights.txt`."""
    head = "# Made by `python -m loaders.reading.training`: when a stance is shown; each feature's weights in hundredths, for"
    lines = [head, f"# {' '.join(weights.CLASSES)}."]
    lines += [f"least {stance} | {least[stance]}" for stance in weights.CLASSES[1:]]
    lines += [f"{feature} | {' '.join(str(round(100 * w)) for w in held[feature])}" for feature in sorted(held)]
    weights.TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read(paths: list[Path]) -> list[dict[str, Any]]:
    """The annotated texts of JSON-lines files."""
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


Judged = list[tuple[float, str, bool, bool]]


def cross_validated(texts: list[list[tuple[proposals.Proposal, int]]], golds: list[dict[str, Any]], folds: int) -> Judged:
    """(confidence, stance, whether theory and stance are right, whether the theory is) of what each fold's fit proposes for its texts."""
    order = list(range(len(texts)))
    random.Random(1).shuffle(order)  # noqa: S311 # no secret: a fixed order
    judged: Judged = []
    for fold in range(folds):
        left = set(order[fold::folds])
        held = fit([(p.features, target) for number in order if number not in left for p, target in texts[number]])
        for number in sorted(left):
            judged += judge(texts[number], golds[number], held)
    return judged


def judge(text: list[tuple[proposals.Proposal, int]], gold: dict[str, Any], held: dict[str, list[float]]) -> Judged:
    """What the weights propose for a text, judged by its annotation."""
    pairs = {(claim["theory"], claim["stance"]) for claim in gold["claims"]}
    scored = []
    for proposal, _ in text:
        sums = [sum(column) for column in zip(held["bias"], *(held[f] for f in proposal.features if f in held), strict=True)]
        scored.append((proposal, dict(zip(weights.CLASSES, weights.trusting(weights.softmax(sums), proposal.features), strict=True))))
    slugs = {claim["theory"] for claim in gold["claims"]}
    return [
        (chance, stance, (proposal.theory, stance) in pairs, proposal.theory in slugs)
        for proposal, stance, chance in weights.chosen(scored, weights.EVERY)
    ]


def calibrated(judged: Judged, goal: float) -> dict[str, float]:
    """The lowest confidence by stance above which at least `goal` of the proposals are right."""
    least = {}
    for stance in weights.CLASSES[1:]:
        ranked = sorted(((chance, right) for chance, name, right, _ in judged if name == stance), reverse=True)
        best, right = HIGHEST, 0
        for number, (chance, good) in enumerate(ranked, 1):
            right += good
            if right / number >= goal and number >= FEWEST:
                best = chance
        least[stance] = round(max(min(best, HIGHEST), LOWEST) - 0.005, 2)
    return least


FEWEST, LOWEST, HIGHEST = 3, 0.5, 0.7


def main() -> None:
    """Fit, and tell how well."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("files", nargs="+", type=Path)
    asked.add_argument("--folds", type=int, default=10)
    asked.add_argument("--goal", type=float, default=0.82)
    options = asked.parse_args()
    golds = read(options.files)
    texts = [rows(gold) for gold in golds]
    judged = cross_validated(texts, golds, options.folds)
    least = calibrated(judged, options.goal)
    wanted = defaultdict[str, int](int)
    for gold in golds:
        for pair in {(claim["theory"], claim["stance"]) for claim in gold["claims"]}:
            wanted[pair[1]] += 1
    for stance, limit in least.items():
        shown = [right for chance, name, right, _ in judged if name == stance and chance >= limit]
        sys.stdout.write(f"{stance:12} from {limit:.2f}: {sum(shown)} right of {len(shown)} shown, {wanted[stance]} annotated\n")
    write(fit([(p.features, target) for text in texts for p, target in text]), least)


if __name__ == "__main__":
    main()
