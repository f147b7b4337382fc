"""Search by name: how long a look-up takes, and whether a name with one slip in it is found, at 10,000 and at 100,000 works.

The share of slips found is not a matter of the machine; the times are milliseconds of the processor, and their growth is a ratio.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.store import Store

ASKED = 400
RECALL, MILLISECONDS = 0.98, 1.0
"""What is asked for: slips found among the first ten, and the time within which 95 of 100 of each kind are answered."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def run(works: int = 10_000) -> dict[str, float | int | bool]:
    """Measure one size.

    Returns:
        Milliseconds at p50 and p95 of whole names, of beginnings and of names with a slip; seconds to build the index; `recall` of slips.
    """
    from benchmarks._synthetic import said
    from graph.loading import load
    from graph.opening import open_store
    from graph.search.finding import find, index_of
    from graph.sources.capture import capture_of

    with tempfile.TemporaryDirectory(prefix="govgraph-bench-") as folder:
        store = open_store(str(Path(folder, "store")))
        load(store, capture_of(f"{works} synthetic works".encode(), "synthetic"), said(works))
        started = time.perf_counter()
        things = index_of(store).searcher.num_docs
        built = time.perf_counter() - started
        chosen = random.Random(7)
        names = _labels(store, chosen)
        kinds = {
            "whole": names,
            "beginning": [(iri, name[: max(2, len(name) // 3)]) for iri, name in names],
            "slip": [(iri, _slipped(name, chosen)) for iri, name in names],
        }
        told: dict[str, float | int | bool] = {"works": works, "things": things, "build_seconds": round(built, 2)}
        found = 0
        for kind, asked in kinds.items():
            times = []
            for iri, text in asked:
                begun = time.thread_time()
                hits = find(store, text, most=10)
                times.append((time.thread_time() - begun) * 1000)
                found += kind == "slip" and any(hit.id == iri for hit in hits)
            told[f"{kind}_p50_ms"] = round(statistics.median(times), 2)
            told[f"{kind}_p95_ms"] = round(sorted(times)[int(len(times) * 0.95)], 2)
        store.close()
    recall = found / len(names)
    quick = max(float(told[f"{kind}_p95_ms"]) for kind in kinds) <= MILLISECONDS
    return told | {"recall": round(recall, 4), "holds": recall >= RECALL and quick}


def _labels(store: Store, chosen: random.Random) -> list[tuple[str, str]]:
    """Names of works, people and venues that nothing else has, so that there is one right answer."""
    from ontology import terms

    query = f"SELECT ?s ?o WHERE {{ ?s a <{terms.GOV}Work> ; <{terms.RDFS_LABEL}> ?o }}"
    rows = [(str(s)[1:-1], o.value) for s, o in store.select(query) if o]
    named: dict[str, list[str]] = {}
    for iri, name in rows:
        named.setdefault(name.casefold(), []).append(iri)
    single = sorted((iris[0], name) for name, iris in named.items() if len(iris) == 1 and len(name) > 5)
    return chosen.sample(single, min(ASKED, len(single)))


def _slipped(name: str, chosen: random.Random) -> str:
    place = chosen.randrange(len(name))
    kind = chosen.randrange(4)
    if kind == 0:
        return name[:place] + name[place + 1 :]
    if kind == 1:
        return name[:place] + chosen.choice(_LETTERS) + name[place:]
    if kind == 2:
        return name[:place] + chosen.choice(_LETTERS) + name[place + 1 :]
    return name[:place] + name[place + 1 : place + 2] + name[place : place + 1] + name[place + 2 :]


if __name__ == "__main__":
    print(json.dumps(run(*map(int, sys.argv[1:])), indent=2))
