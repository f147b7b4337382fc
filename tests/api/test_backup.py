"""A copy taken away and brought back: the same graph, the same captures, and no damage that passes in silence."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from command import govgraph
from small import small_atlas

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store and a backup of it."""
    made = tmp_path_factory.mktemp("backup")
    small_atlas(made / "store").close()
    assert govgraph("backup", f"{made}/kept", "--store", f"{made}/store").returncode == 0
    return made


def restore(source: Path, target: Path) -> subprocess.CompletedProcess[str]:
    return govgraph("restore", str(source), "--store", str(target))


def test_a_restored_store_is_sound_and_the_same(folder: Path, tmp_path: Path) -> None:
    ran = restore(folder / "kept", tmp_path / "again")
    assert ran.returncode == 0, ran.stderr
    graphs = [govgraph("export", "--view", "all", "--store", store).stdout for store in (f"{folder}/store", f"{tmp_path}/again")]
    assert graphs[0] == graphs[1] != ""
    assert govgraph("verify", "--store", f"{tmp_path}/again").returncode == 0
    assert "is not empty; restore into a new store" in restore(folder / "kept", tmp_path / "again").stderr


@pytest.mark.parametrize("what", ["graph.nq", "captures"])
def test_a_damaged_backup_is_told_and_leaves_the_store_empty(folder: Path, tmp_path: Path, what: str) -> None:
    shutil.copytree(folder / "kept", tmp_path / "kept")
    if what == "captures":
        damaged = next(place for place in (tmp_path / "kept" / what).glob("*/*") if not place.suffix)
        damaged.write_bytes(damaged.read_bytes() + b"x")
    else:
        damaged = tmp_path / "kept" / what
        damaged.write_bytes(damaged.read_bytes().partition(b"\n")[2])
    ran = restore(tmp_path / "kept", tmp_path / "store")
    assert ran.returncode == 1
    assert f"{damaged}: not as it was written; the backup is damaged, nothing was restored" in ran.stderr
    assert restore(folder / "kept", tmp_path / "store").returncode == 0, "the store is still empty"


@pytest.mark.parametrize("told", ["", "[]", json.dumps({"quads": 3})])
def test_a_backup_that_was_cut_off_is_none(folder: Path, tmp_path: Path, told: str) -> None:
    shutil.copytree(folder / "kept", tmp_path / "kept")
    (tmp_path / "kept" / "backup.json").write_text(told)
    ran = restore(tmp_path / "kept", tmp_path / "store")
    assert (ran.returncode, "is no whole backup" in ran.stderr) == (3, True)
