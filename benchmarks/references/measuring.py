"""How well reference strings are read: `python -m benchmarks.references.measuring GOLD.jsonl… --scorer FILE [--model MODEL …]`.

A gold file has JSON lines with `style`, `string`, `csl` and perhaps `ignore`, `accept`; the scorer is a Python file with `compare` and
`Tally`: fields compared after light normalisation, micro F1 and the share of strings whose every field is right. Printed for each style:
the rules alone, the tagger alone, and both as they ship. A model trained without a corpus tells how the reading carries over to it.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from graph.record import Reference
from loaders.reading.reference.csl import to_csl
from loaders.reading.reference.ends import tidy
from loaders.reading.reference.fields import tagged_draft
from loaders.reading.reference.parts import clean
from loaders.reading.reference.rules import read_draft
from loaders.reading.reference.tagger import MODEL, tag, use_model
from loaders.reading.references import parse, work_of


def tagger_alone(string: str) -> dict[str, Any]:
    """What the tagger says of a string, without arbitration."""
    draft = clean(" ".join(string.split()))
    text = draft.text
    read_draft(draft)
    tagging = tag(draft, text)
    if tagging is None:
        return {}
    alone = tagged_draft(tagging)
    tidy(alone)
    alone.doi, alone.url, alone.thesis = draft.doi, draft.url, draft.thesis
    return to_csl(Reference(work_of(alone), raw=string, confidence=1.0))


def figures(gold: list[dict[str, Any]], read: Any, scorer: Any) -> dict[str, tuple[float, float, int]]:
    """Micro F1, share fully exact and number of strings, for each style and for "all"."""
    tallies: dict[str, Any] = defaultdict(scorer.Tally)
    for row in gold:
        right = True
        for name, true, wrong, missing, *_ in scorer.compare(row, read(row["string"])):
            right = right and not wrong and not missing
            for tally in (tallies["all"], tallies[row["style"]]):
                tally.add(name, true, wrong, missing)
        for tally in (tallies["all"], tallies[row["style"]]):
            tally.lines += 1
            tally.exact += right
    reports = {style: tally.report(False) for style, tally in tallies.items()}
    return {style: (report["micro"]["f1"], report["exact"], report["lines"]) for style, report in reports.items()}


def main() -> None:
    """Read the command line and print a table for each gold file and model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--model", type=Path, nargs="*", default=[MODEL])
    arguments = parser.parse_args()
    spec = importlib.util.spec_from_file_location("scorer", arguments.scorer)
    if spec is None or spec.loader is None:
        parser.error(f"{arguments.scorer} is no Python file")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    for path in arguments.gold:
        gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        use_model(None)
        columns = {"rules": figures(gold, lambda string: to_csl(parse(string)), scorer)}
        for model in arguments.model:
            use_model(model)
            columns[f"{model.stem}, tagger alone"] = figures(gold, tagger_alone, scorer)
            columns[f"{model.stem}, both"] = figures(gold, lambda string: to_csl(parse(string)), scorer)
        print(f"\n{path.name}\n| style | strings | {' | '.join(columns)} |\n|{'---|' * (len(columns) + 2)}")
        for style in sorted(columns["rules"]):
            cells = [f"{column[style][0]:.3f} / {column[style][1]:.3f}" for column in columns.values()]
            print(f"| {style} | {columns['rules'][style][2]} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
