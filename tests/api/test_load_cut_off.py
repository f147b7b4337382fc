"""`govgraph load` from outside: killed and resumed, stopped by a person, tried dry, and what was rejected mended and loaded."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
FILES, RECORDS = 5, 40


def entry(number: int) -> dict[str, object]:
    names = [{"family": ("Brook", "Vale", "Hill", "Quist")[(number + k) % 4], "given": "Ada"} for k in range(1 + number % 2)]
    return {
        "id": f"n{number}",
        "type": "article-journal",
        "title": f"Counters that people share in town {number % 900}",
        "author": names,
        "issued": {"date-parts": [[2000 + number % 3]]},
        "container-title": "Acta Publica",
    }


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    for part in range(FILES):
        folder.joinpath(f"{part}.json").write_text(json.dumps([entry(n) for n in range(part * RECORDS, (part + 1) * RECORDS)]))
    return folder


@pytest.fixture(scope="module")
def undisturbed(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, float]:
    """The digest of a whole load, and how long it took."""
    folder = tmp_path_factory.mktemp("undisturbed")
    start = time.monotonic()
    assert govgraph(folder, "load", str(sources)).returncode == 0
    return digest(folder), time.monotonic() - start


def started(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    code = "import sys; from api.cli import main; sys.exit(main())"
    environment = {"PYTHONPATH": str(TOP), "PATH": "/usr/bin:/bin", "HOME": str(folder), "GOVGRAPH_STORE": str(folder / "store")}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def govgraph(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    running = started(folder, *arguments)
    out, err = running.communicate(timeout=120)
    return subprocess.CompletedProcess(running.args, running.returncode, out, err)


def digest(folder: Path) -> str:
    ran = govgraph(folder, "export", "--view", "all", "-o", "graph.nq", "--json")
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)["digest"]
    assert isinstance(found, str)
    return found


@pytest.mark.parametrize("turn", range(2))
def test_a_load_that_was_killed_is_resumed(sources: Path, undisturbed: tuple[str, float], tmp_path: Path, turn: int) -> None:
    whole, seconds = undisturbed
    running = started(tmp_path, "load", str(sources))
    time.sleep(random.Random(turn).uniform(0.3, 0.9) * seconds)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    ran = govgraph(tmp_path, "load", str(sources), "--resume", "--json")
    assert ran.returncode == 0, ran.stderr
    assert digest(tmp_path) == whole
    again = govgraph(tmp_path, "load", str(sources), "--resume", "--json")
    assert {source["state"] for source in json.loads(again.stdout)["sources"]} == {"unchanged"}


def test_stopped_by_a_person_the_store_answers_and_the_rest_is_loaded(
    sources: Path, undisturbed: tuple[str, float], tmp_path: Path
) -> None:
    whole, seconds = undisturbed
    running = started(tmp_path, "load", str(sources))
    time.sleep(0.6 * seconds)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode in (0, 130, -signal.SIGINT)  # the last while Python starts or ends, when it hears no signals yet or any more
    assert "Traceback" not in told
    if running.returncode == 130:
        assert "stopped" in told
    counted = govgraph(tmp_path, "sparql", "SELECT (COUNT(?x) AS ?n) WHERE { ?x a <https://w3id.org/govgraph/ns#Work> }")
    assert counted.returncode == 0, counted.stderr
    assert govgraph(tmp_path, "verify").returncode == 0
    assert govgraph(tmp_path, "load", str(sources), "--resume").returncode == 0
    assert digest(tmp_path) == whole


def test_a_dry_run_tells_the_difference_and_changes_nothing(tmp_path: Path) -> None:
    page = tmp_path / "list.json"
    page.write_text(json.dumps([entry(1), entry(2)]))
    assert govgraph(tmp_path, "load", str(page), "--as", "https://example.org/list").returncode == 0
    before = digest(tmp_path)
    page.write_text(json.dumps([entry(1), entry(2) | {"volume": "7"}]))
    ran = govgraph(tmp_path, "load", str(page), "--as", "https://example.org/list", "--dry-run", "--json")
    assert ran.returncode == 0, ran.stderr
    (source,) = json.loads(ran.stdout)["sources"]
    assert source["state"] == "would load"
    assert "volume" in json.dumps(source).lower()
    shown = govgraph(tmp_path, "load", str(page), "--as", "https://example.org/list", "--dry-run")
    assert "7" in shown.stdout
    assert digest(tmp_path) == before


def test_what_was_rejected_can_be_mended_and_loaded(tmp_path: Path) -> None:
    good, bad = entry(1), '{"id": "n2", "type": "article-journal", "title": "Town halls at night", }'
    page, rejects = tmp_path / "list.jsonl", tmp_path / "rejects.jsonl"
    page.write_text(f"{json.dumps(good)}\n{bad}\n")
    ran = govgraph(tmp_path, "load", str(page), "--rejects", str(rejects), "--json")
    assert ran.returncode == 3
    (row,) = [json.loads(line) for line in rejects.read_text().splitlines()]
    assert (Path(row["file"]).name, bool(row.get("record") or row.get("line")), bool(row["reason"])) == ("list.jsonl", True, True)
    mended = tmp_path / "mended.jsonl"
    mended.write_text(bad.replace(", }", "}") + "\n")
    assert govgraph(tmp_path, "load", str(mended), "--rejects", str(rejects)).returncode == 0
    assert rejects.read_text() == ""
    found = govgraph(tmp_path, "sparql", 'SELECT ?x WHERE { ?x <https://w3id.org/govgraph/ns#title> "Town halls at night" }', "--json")
    assert "/id/work/" in found.stdout


def test_counts_add_up(tmp_path: Path) -> None:
    page = tmp_path / "list.jsonl"
    page.write_text("".join(f"{json.dumps(entry(n))}\n" if n % 3 else '{"type": "book"}\n' for n in range(9)))
    ran = govgraph(tmp_path, "read", str(page), "--json")
    told = json.loads(ran.stdout)
    assert (len(told["records"]), len(told["rejects"])) == (6, 3)


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    page = tmp_path / "list.json"
    page.write_text(json.dumps([entry(1)]))
    (tmp_path / "file").write_text("")
    ran = govgraph(tmp_path, "load", str(page), "--store", str(tmp_path / "file" / "store"))
    assert ran.returncode in (1, 2, 4)
    assert "Traceback" not in ran.stderr
    assert os.linesep.join(ran.stderr.splitlines()[:1])
