"""What the README shows is what happens."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from shared import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

README = (ROOT / "README.md").read_text(encoding="utf-8")
GOVGRAPH = str(Path(sys.executable).with_name("govgraph"))


@pytest.fixture(scope="module")
def govgraph(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., subprocess.CompletedProcess[str]]:
    store = str(tmp_path_factory.mktemp("readme") / "store")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([GOVGRAPH, *words, "--store", store], capture_output=True, text=True, check=False)

    return run


def test_up_prints_the_answer_that_the_readme_shows(govgraph: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    shown = re.search(r"```console\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    done = govgraph("up", "--no-serve")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == shown[1].strip()


def test_the_commands_exist_and_answer(govgraph: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    govgraph("up", "--no-serve")
    lines = re.findall(r"^govgraph (explain|candidates|check)([^#\n]*)", README, re.MULTILINE)
    assert {name for name, _ in lines} == {"explain", "candidates", "check"}
    for name, rest in lines:
        if name != "check":  # HermiT runs in tests of its own
            done = govgraph(name, *shlex.split(rest))
            assert done.returncode == 0, done.stderr


def test_the_two_commands_are_targets() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert f"\n{target}:" in makefile


def test_it_is_one_screen() -> None:
    assert len(README.splitlines()) <= 80
