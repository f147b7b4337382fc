"""Commands beside a running server: readers get its snapshot, loads and decisions go through its one writer."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from desk import DESKS, NEW, saying
from engines import free_port
from models import stub
from small import small_atlas

if TYPE_CHECKING:
    from collections.abc import Iterator

GOVGRAPH = str(Path(sys.executable).with_name("govgraph"))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """(store folder, address) of a server of its own process."""
    folder = str(tmp_path_factory.mktemp("served") / "store")
    small_atlas(folder).close()
    port = free_port()
    with subprocess.Popen([GOVGRAPH, "serve", "--store", folder, "--port", str(port)], stderr=subprocess.PIPE) as server:
        address = f"http://127.0.0.1:{port}"
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{address}/healthz", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield folder, address
        server.terminate()
        server.wait(20)


def run(folder: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([GOVGRAPH, *words, "--store", folder], capture_output=True, text=True, check=False)


def test_a_reader_reads(served: tuple[str, str]) -> None:
    done = run(served[0], "query", "cases-supporting-theory", "-p", "theory=shared-counters", "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert "Northmark" in done.stdout


def test_what_a_model_proposes_goes_through_the_server_and_is_judged_there(
    served: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = served
    monkeypatch.setenv("GOVGRAPH_CACHE", str(tmp_path / "cache"))
    (tmp_path / "desks.ris").write_text(DESKS)
    with stub(saying(NEW)) as (url, asked):
        done = run(folder, "load", str(tmp_path / "desks.ris"), "--endpoint", url, "--model", "small", "--json")
    assert done.returncode == 0, done.stderr
    assert [one["state"] for one in json.loads(done.stdout)["model"]["sources"]] == ["loaded"]
    assert len(asked) == 1
    (mine,) = [
        one
        for one in json.loads(run(folder, "review", "--json").stdout)["claims"]
        if any(who.startswith("small at ") for who in one["proposed_by"])
    ]
    assert run(folder, "judge", mine["claim"], "accept", "--by", "Eva").returncode == 0
    told = run(folder, "query", "claims-on-concept", "-p", "concept=shared-ledgers", "--json")
    assert "CURATED" in told.stdout


def test_a_load_goes_through_the_server(served: tuple[str, str], tmp_path: Path) -> None:
    folder, address = served
    (tmp_path / "new.ris").write_text("TY  - JOUR\nTI  - A wholly new article\nAU  - Newman, Nora\nPY  - 2026\nER  - \n")
    done = run(folder, "load", str(tmp_path / "new.ris"), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["changes"] == 1
    with urllib.request.urlopen(f"{address}/works?q=wholly") as page:
        assert b"A wholly new article" in page.read()
    assert "A wholly new article" in run(folder, "search", "wholly").stdout


def test_what_is_loaded_into_a_copy_of_a_served_folder_stays_out_of_the_first_one(served: tuple[str, str], tmp_path: Path) -> None:
    folder, copy = served[0], str(tmp_path / "copy")
    shutil.copytree(folder, copy, symlinks=True)
    (tmp_path / "copied.ris").write_text("TY  - JOUR\nTI  - Strayed records\nAU  - Copy, Carla\nPY  - 2024\nER  - \n")
    done = run(copy, "load", str(tmp_path / "copied.ris"))
    assert done.returncode == 0, done.stderr
    assert "Strayed records" in run(copy, "search", "strayed").stdout
    assert "Strayed records" not in run(folder, "search", "strayed").stdout


def test_a_decision_goes_through_the_server(served: tuple[str, str]) -> None:
    folder, address = served
    thing = "concept/separate-offices"
    assert run(folder, "suppress", thing, "--reason", "a test").returncode == 0
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{address}/id/{thing}")
    assert run(folder, "suppress", thing, "--undo", "--reason", "the test is over").returncode == 0
    with urllib.request.urlopen(f"{address}/id/{thing}") as page:
        assert page.status == 200
    wrong = run(folder, "suppress", "concept/nothing-of-the-kind", "--reason", "a test")
    assert wrong.returncode == 2
    assert "nothing-of-the-kind" in wrong.stderr


def test_inference_goes_through_the_server(served: tuple[str, str]) -> None:
    done = run(served[0], "infer", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["changed"], told["before"]) == (False, told["after"])
    assert "Northmark" in run(served[0], "search", "northmark").stdout


def test_what_the_store_does_is_measured(served: tuple[str, str]) -> None:
    done = run(served[0], "bench", "--turns", "2", "--json")
    assert done.returncode == 0, done.stderr
    told = {row["what"]: row for row in json.loads(done.stdout)}
    assert told["an empty query"]["ratio"] == 1
    assert all(row["median_ms"] > 0 for row in told.values() if "left_out" not in row)
    assert {"a search", "the same list in GraphQL", "query all-claims"} <= set(told)


def test_the_note_is_private_and_goes_with_the_server(served: tuple[str, str]) -> None:
    note = Path(served[0], "serving.json")
    assert note.stat().st_mode & 0o077 == 0
