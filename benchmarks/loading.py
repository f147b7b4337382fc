"""Loading: records → store against the Oxigraph server's own bulk load of the same finished N-Quads, in one run on one machine.

Both sides run in processes of their own, so that peak memory is theirs alone. Ours makes statements, resolves identity, derives and
loads; theirs parses and loads what ours has exported.
"""

from __future__ import annotations

import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

OXIGRAPH = Path(sys.executable).with_name("oxigraph")
_RUNNER = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=2).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss, used.ru_utime + used.ru_stime)
sys.exit(code)
"""
RATIO, MEMORY = 0.8, 0.3
"""What is asked for: at least this share of the speed, at most this share of the peak memory."""


def run(works: int = 10_000, turns: int = 1) -> dict[str, float | int | bool]:
    """Measure one size, both sides in turn; of several turns the fastest of each side counts, since other programs only slow them.

    Returns:
        Seconds, processor seconds (which other programs hardly change) and peak MiB of both sides, statements loaded, and the two ratios;
        seconds that our files are merged in when the store is closed afterwards (the server leaves its own as they are, and so does not
        count ours); `holds` = both within what is asked for.
    """
    with tempfile.TemporaryDirectory(prefix="govgraph-bench-") as folder:
        nquads, ours, theirs, exported = Path(folder, "all.nq"), [], [], 0.0
        for turn in range(turns):
            place = f"{folder}/ours-{turn}"
            ours.append(measured([sys.executable, "-m", "benchmarks.loading", "load", str(works), place]))
            if not turn:
                exported = measured([sys.executable, "-m", "benchmarks.loading", "export", place, str(nquads)])["seconds"]
            theirs.append(measured([str(OXIGRAPH), "load", "--location", f"{folder}/theirs-{turn}", "--file", str(nquads)]))
        with nquads.open("rb") as file:
            statements = sum(1 for _ in file)
    load, server = min(one["load"] for one in ours), min(one["seconds"] for one in theirs)
    mib, server_mib = max(one["mib"] for one in ours), min(one["mib"] for one in theirs)
    ratio, memory = server / load, mib / server_mib
    return {
        "works": works,
        "statements": statements,
        "seconds": round(load, 2),
        "merge_seconds": round(min(one["merge"] for one in ours), 2),
        "server_seconds": round(server, 2),
        "cpu_seconds": round(min(one["cpu"] for one in ours), 2),
        "server_cpu_seconds": round(min(one["cpu"] for one in theirs), 2),
        "export_seconds": round(exported, 2),
        "speed_ratio": round(ratio, 2),
        "mib": round(mib),
        "server_mib": round(server_mib),
        "memory_ratio": round(memory, 2),
        "holds": ratio >= RATIO and memory <= MEMORY,
    }


def measured(command: list[str]) -> dict[str, float]:
    """Wall-clock and processor seconds and peak resident MiB of a command; `load` and `merge` = the seconds that it says these took."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", _RUNNER, *command], capture_output=True, check=False, text=True)
    seconds = time.perf_counter() - started
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr[-2000:]}")
    told = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    load = float(told[-1]["load"]) if told else seconds
    merge = float(told[-1]["merge"]) if told else 0.0
    kib, cpu = done.stdout.split()[-2:]
    return {"seconds": seconds, "cpu": float(cpu), "mib": int(kib) / 1024, "load": load, "merge": merge}


def _load(works: int, folder: str) -> None:
    from benchmarks._synthetic import said
    from graph.loading import load
    from graph.opening import open_store
    from graph.sources.capture import capture_of

    store = open_store(folder)
    capture = capture_of(f"{works} synthetic works".encode(), "synthetic")
    assert capture.digest == hashlib.sha256(capture.data).hexdigest()
    started = time.perf_counter()
    load(store, capture, said(works))
    loaded = time.perf_counter()
    store.close()
    merged = time.perf_counter() - loaded
    print(json.dumps({"load": loaded - started, "merge": merged, "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))


def _export(folder: str, target: str) -> None:
    from graph.exports.export import export
    from graph.opening import open_store

    store = open_store(folder, read_only=True)
    with Path(target).open("wb") as file:
        file.writelines(export(store, "all", "nq"))


if __name__ == "__main__":
    if sys.argv[1] == "load":
        _load(int(sys.argv[2]), sys.argv[3])
    elif sys.argv[1] == "export":
        _export(sys.argv[2], sys.argv[3])
    else:
        print(json.dumps(run(*map(int, sys.argv[1:]))))
