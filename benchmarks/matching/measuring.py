"""Score matching on DBLP-ACM: `python -m benchmarks.matching.measuring DATASETS FOLDS` (the folders that training reads and writes).

Works are matched as `govgraph resolve` matches them; a pair counts that has a record of each list. With the weights without a fold only
pairs of that fold count; all folds' pairs are added up.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.matching import dblp_acm
from benchmarks.matching.training import FOLDS, facts_of
from graph.linkage.matching import Decisions, match
from graph.linkage.works import weighing

Pairs = set[tuple[str, str]]


def found(dblp: list[dblp_acm.Row], acm: list[dblp_acm.Row], weights: Path) -> Pairs:
    """The pairs (DBLP's id, ACM's id) that these weights join."""
    facts, known = facts_of((dblp_acm.works(dblp), dblp_acm.works(acm)))
    weighing.WEIGHTS = weights
    matched = match(facts, {iri for iri, one in facts.works.items() if one.graphs}, set(facts.persons), set(facts.venues), Decisions())
    clusters: dict[str, tuple[list[str], list[str]]] = {}
    for name, iri in known.items():
        number, _, key = name.partition(" ")
        clusters.setdefault(matched.canonical.get(iri, iri), ([], []))[int(number)].append(key)
    return {(one, other) for mine, theirs in clusters.values() for one in mine for other in theirs}


def figures(gold: Pairs, out: Pairs) -> dict[str, float]:
    """Precision, recall and F1; 1 where nothing was found or to be found."""
    right = len(gold & out)
    parts = {"precision": (right, len(out)), "recall": (right, len(gold)), "f1": (2 * right, len(out) + len(gold))}
    return {name: round(found / most, 4) if most else 1.0 for name, (found, most) in parts.items()}


def main() -> None:
    """Print the figures of both forms of the data."""
    dblp, acm = dblp_acm.rows(Path(sys.argv[1]))
    folder = Path(sys.argv[2])
    gold = dblp_acm.pairs(dblp, acm)
    fold = dblp_acm.folds(dblp, acm, gold, FOLDS)
    fitted, told = weighing.WEIGHTS, {}
    for name, rows in (("as shipped", dblp), ("restored", [dblp_acm.restored(row) for row in dblp])):
        unseen = {pair for number in range(FOLDS) for pair in found(rows, acm, folder / f"without-{number}.txt") if fold[pair[0]] == number}
        told[name] = {
            "fitted": figures(gold, found(rows, acm, fitted)),
            "cross-validated": figures(gold, unseen),
            "invented pairs only": figures(gold, found(rows, acm, folder / "invented.txt")),
        }
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
