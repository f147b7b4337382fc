"""End to end: lines of CSL-JSON by `govgraph load`, into an empty store and into one that holds the atlas that ships."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks._synthetic import said
from benchmarks.loading import measured
from graph.record import Work
from graph.sources.csl import work_to_csl
from loaders import starter_folder

GOVGRAPH = str(Path(sys.executable).with_name("govgraph"))
RATE = 8000
"""Records a second that are asked for."""


def run(works: int = 20_000) -> dict[str, float | int | bool]:
    """Measure one size; `holds` = the rate into an empty store is what is asked for.

    Returns:
        Seconds of the whole command and processor seconds (which other programs hardly change), records a second, peak MiB; `beside_…` the
        same into the store that holds the atlas.
    """
    with tempfile.TemporaryDirectory(prefix="govgraph-bench-") as folder:
        lines = Path(folder, "works.jsonl")
        with lines.open("w", encoding="utf-8") as file:
            file.writelines(_line(work) for work in said(works) if isinstance(work, Work))
        measured([GOVGRAPH, "load", str(starter_folder()), "--store", f"{folder}/beside"])
        empty, beside = (measured([GOVGRAPH, "load", str(lines), "--store", f"{folder}/{store}"]) for store in ("empty", "beside"))
    return {
        "works": works,
        "seconds": round(empty["seconds"], 2),
        "cpu_seconds": round(empty["cpu"], 2),
        "records_per_second": round(works / empty["seconds"]),
        "mib": round(empty["mib"]),
        "beside_seconds": round(beside["seconds"], 2),
        "beside_cpu_seconds": round(beside["cpu"], 2),
        "beside_mib": round(beside["mib"]),
        "holds": works / empty["seconds"] >= RATE,
    }


def _line(work: Work) -> str:
    """A work as most lists have it: without abstract and references."""
    return json.dumps(work_to_csl(replace(work, abstract="", references=[])), ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(json.dumps(run(*map(int, sys.argv[1:]))))
