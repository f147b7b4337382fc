"""The wheel builds, installs elsewhere and runs there: the starter atlas is in it and answers."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from shared import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def test_the_wheel_runs_elsewhere(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, text=True)
    (wheel,) = tmp_path.glob("govgraph-*.whl")
    place = tmp_path / "elsewhere"
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(place), str(wheel)]
    subprocess.run(install, check=True, capture_output=True, text=True)
    environment = {**os.environ, "PYTHONPATH": str(place), "GOVGRAPH_STORE": str(tmp_path / "store")}
    command = [sys.executable, "-c", "import api.cli; print(api.cli.__file__); api.cli.main()", "up", "--no-serve"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert str(place) in done.stdout
    assert "cases-challenging-theory" in done.stdout
    assert "Alberta" in done.stdout
