"""Fit `graph/linkage/works/weights.txt`: `python -m benchmarks.matching.training DATASETS`.

DATASETS is the folder `datasets` of `py_entitymatching` 0.4.2. Data: DBLP-ACM (CC BY; `benchmarks.matching.dblp_acm`) as it stands there
and with journals and years restored, and invented pairs (this project's own, seed below). Only pairs are learned from that the weights
decide: those that no veto keeps apart and no doubt keeps for a person. Logistic regression with a quadratic penalty, by Newton's method:
the same data give the same numbers.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.matching import dblp_acm
from benchmarks.matching.invention import pairs as invented_pairs
from graph.describe import iri_of, statements
from graph.linkage.facts import Facts
from graph.linkage.works import weighing
from graph.linkage.works.matching import WorkMatcher
from graph.sources.capture import capture_of
from graph.store import capture_graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.record import Work

INVENTED, SEED = 6000, 20261125
PENALTY, STEPS = 1.0, 20
FOLDS = 5
LEAST = 0.5
"""The chance from which on two works are joined."""


class Example(NamedTuple):
    """A pair that the weights decide: its features, whether it is one work, and the folds of the two."""

    features: tuple[str, ...]
    one: bool
    folds: frozenset[int]


def facts_of(lists: Iterable[Iterable[Work]]) -> tuple[Facts, dict[str, str]]:
    """Facts of some lists of works, each a capture; work key (with the number of its list) → IRI in brackets."""
    facts, known = Facts(), dict[str, str]()
    for number, works in enumerate(lists):
        capture = capture_of(f"list {number}".encode(), f"list {number}")
        graph = capture_graph(capture.digest)
        for work in works:
            for line in statements(work, capture):
                facts.take(graph, *line.split(" ", 2))
            known[f"{number} {work.key}"] = f"<{iri_of(work, capture).strip('<>')}>"
    return facts, known


def decided(matcher: WorkMatcher, a: str, b: str) -> tuple[str, ...]:
    """The features of a pair that the weights decide; none for another."""
    evidence = matcher.evidence(a, b)
    if evidence is None:
        return ()
    one, other = matcher.facts.works[a], matcher.facts.works[b]
    against = matcher.against(one, other)
    return () if against == "never" or matcher.doubts(evidence, one, other, against) else tuple(evidence.features())


def of_dblp_acm(dblp: list[dblp_acm.Row], acm: list[dblp_acm.Row], same: set[tuple[str, str]]) -> Iterator[Example]:
    """The pairs of DBLP-ACM."""
    facts, known = facts_of((dblp_acm.works(dblp), dblp_acm.works(acm)))
    gold = {tuple(sorted((known[f"0 {a}"], known[f"1 {b}"]))) for a, b in same}
    fold = dblp_acm.folds(dblp, acm, same, FOLDS)
    folds = {iri: fold[name.partition(" ")[2]] for name, iri in known.items()}
    matcher = WorkMatcher(facts, folds)
    for a, b in sorted(set(matcher.pairs())):
        features = decided(matcher, a, b)
        if features:
            yield Example(features, (a, b) in gold, frozenset((folds[a], folds[b])))


def invented(count: int = INVENTED, seed: int = SEED) -> Iterator[Example]:
    """The pairs that nobody wrote; they belong to no fold."""
    for one, other, same in invented_pairs(count, seed):
        facts, known = facts_of(([one], [other]))
        a, b = sorted(known.values())
        features = decided(WorkMatcher(facts, known.values()), a, b) if a != b else ()
        if features:
            yield Example(features, same, frozenset())


def fit(examples: Iterable[Example]) -> dict[str, float]:
    """The weights of the features."""
    rows = Counter((example.features, example.one) for example in examples)
    names = sorted({name for features, _ in rows for name in features})
    place = {name: number for number, name in enumerate(names)}
    held = [0.0] * len(names)
    for _ in range(STEPS):
        slope = [PENALTY * weight for weight in held]
        curve = [[PENALTY if row == column else 0.0 for column in range(len(names))] for row in range(len(names))]
        for (features, one), count in sorted(rows.items()):
            at = [place[name] for name in features]
            chance = 1 / (1 + exp(-sum(held[row] for row in at)))
            for row in at:
                slope[row] += count * (chance - one)
                for column in at:
                    curve[row][column] += count * chance * (1 - chance)
        held = [weight - step for weight, step in zip(held, solved(curve, slope), strict=True)]
    return dict(zip(names, held, strict=True))


def solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a system of linear equations whose matrix is positive definite."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for pivot in range(size):
        for row in range(pivot + 1, size):
            factor = rows[row][pivot] / rows[pivot][pivot]
            if factor:
                for column in range(pivot, size + 1):
                    rows[row][column] -= factor * rows[pivot][column]
    found = [0.0] * size
    for row in reversed(range(size)):
        found[row] = (rows[row][size] - sum(rows[row][column] * found[column] for column in range(row + 1, size))) / rows[row][row]
    return found


def write(held: dict[str, float], path: Path) -> None:
    """Write the weights."""
    head = "# Made by `python -m benchmarks.matching.training`: how sure it is that two works are one; weights in hundredths."
    lines = [f"{name} | {round(100 * weight)}" for name, weight in sorted(held.items())]
    path.write_text("\n".join([head, f"{weighing.LEAST} | {round(100 * LEAST)}", *lines]) + "\n", encoding="utf-8")


def main() -> None:
    """Write the weights of all data, and those of each fold's beside `--folds`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("datasets", type=Path)
    parser.add_argument("--folds", type=Path, help="a folder for the weights without each fold, and without DBLP-ACM")
    options = parser.parse_args()
    dblp, acm = dblp_acm.rows(options.datasets)
    same = dblp_acm.pairs(dblp, acm)
    real = [*of_dblp_acm(dblp, acm, same), *of_dblp_acm([dblp_acm.restored(row) for row in dblp], acm, same)]
    own = list(invented())
    write(fit([*real, *own]), weighing.WEIGHTS)
    print(json.dumps({"examples": len(real), "one work": sum(e.one for e in real), "invented": len(own), "one": sum(e.one for e in own)}))
    if options.folds:
        options.folds.mkdir(parents=True, exist_ok=True)
        write(fit(own), options.folds / "invented.txt")
        for fold in range(FOLDS):
            write(fit([*own, *(example for example in real if fold not in example.folds)]), options.folds / f"without-{fold}.txt")


if __name__ == "__main__":
    main()
