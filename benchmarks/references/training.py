"""Train the tagger of reference strings: `python -m benchmarks.references.training SAMPLES [--leave-out FILE …] [--without CORPUS …]`.

Data: AnyStyle's `core.xml`, `good.xml` and `bad.xml` (github.com/inukshuk/anystyle, commit c6f5fb2, BSD-2-Clause), GROBID's citation corpus
(github.com/kermitt2/grobid, commit b8d6bec, Apache-2.0), and invented references (this project's own, seed below). Strings of the files
named with `--leave-out` are not learned from: letters and digits are compared. The same data gives the same model.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pycrfsuite

from benchmarks.references.corpora import anystyle, grobid_folder, key
from benchmarks.references.recombination import recombined
from benchmarks.references.rendering import invented
from benchmarks.references.sequences import sequence
from loaders.reading.reference.tagger import MODEL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.references.corpora import Tagged

INVENTED, RECOMBINED, SEED = 4000, 9000, 20261125
CORPORA = ("core", "good", "bad", "grobid", "invented")
PARAMETERS: dict[str, Any] = {"c1": 0.05, "c2": 0.1, "max_iterations": 160, "feature.minfreq": 2, "feature.possible_transitions": False}
_ANYSTYLE = ("core", "good", "bad")
_SHORTEST = 15


def left_out(paths: Iterable[Path]) -> set[str]:
    """The keys of the strings of measuring files (JSON lines with `string`)."""
    return {key(json.loads(line)["string"]) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()}


def corpora(samples: Path, without: set[str]) -> dict[str, list[Tagged]]:
    """The strings to learn from, each once, by the corpus they are from."""
    found = {name: [told for path in sorted(samples.rglob(f"parser/{name}.xml")) for told in anystyle(path)] for name in _ANYSTYLE}
    found["grobid"] = grobid_folder(samples / "refparse-grobid")
    seen = set(without)
    for name, tagged in found.items():
        kept = []
        for told in tagged:
            letters = key(told.string)
            if letters not in seen and len(letters) >= _SHORTEST:
                seen.add(letters)
                kept.append(told)
        found[name] = kept
    found["invented"] = list(invented(INVENTED, SEED))
    return found


def train(tagged: Iterable[Tagged], out: Path, *, rules: bool = True) -> None:
    """Write the model that the strings give; `rules`: whether the rules' reading is among the features."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for told in tagged:
        learned = sequence(told, rules=rules)
        if learned.labels:
            trainer.append(pycrfsuite.ItemSequence(learned.features), learned.labels)
    trainer.set_params(PARAMETERS)
    trainer.train(str(out))


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("samples", type=Path, help="folder with refparse-anystyle and refparse-grobid")
    parser.add_argument("--leave-out", type=Path, nargs="*", default=[], help="JSON lines whose strings are not learned from")
    parser.add_argument("--without", nargs="*", default=[], choices=CORPORA, help="corpora to leave out whole")
    parser.add_argument("--out", type=Path, default=MODEL)
    arguments = parser.parse_args()
    found = corpora(arguments.samples, left_out(arguments.leave_out))
    used = [name for name in CORPORA if name not in arguments.without]
    licensed = [told for name in used if name != "invented" for told in found[name]]
    found["recombined"] = list(recombined(licensed, RECOMBINED, SEED))
    used.append("recombined")
    train([told for name in used for told in found[name]], arguments.out)
    print({name: len(found[name]) for name in used}, arguments.out, arguments.out.stat().st_size)


if __name__ == "__main__":
    main()
