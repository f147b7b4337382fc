"""`govgraph review` at a terminal: each line typed is answered, and the end of the input is an end, not a fault."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from command import govgraph
from small import small_atlas

from graph.decisions.judging import words_said
from graph.opening import open_store

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    small_atlas(folder).close()
    return folder


def reviewed(store: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return govgraph("review", "--by", "Eva Lind", "--store", str(store), *arguments, said=typed)


def decided(store: Path) -> list[tuple[str, str]]:
    with closing(open_store(str(store), read_only=True)) as opened:
        return [(word.reader, word.verdict) for word in words_said(opened)]


def test_an_empty_line_and_a_wrong_letter_are_answered_with_the_letters(store: Path) -> None:
    ran = reviewed(store, typed="\nx\nq\n")
    assert (ran.returncode, ran.stderr.count("type one of the letters: a accept · c change · r reject · s skip · u undo · q quit")) == (
        0,
        2,
    )
    assert ran.stdout.endswith("0 decided; the others wait\n")


def test_a_reason_that_is_not_given_is_asked_for(store: Path) -> None:
    ran = reviewed(store, typed="r\n\nIt speaks of something else\nq\n")
    assert "say why in a few words" in ran.stderr
    assert decided(store) == [("Eva Lind", "reject")]


def test_the_last_decision_is_taken_back(store: Path) -> None:
    ran = reviewed(store, typed="u\na\nr\nonly background\nu\nu\nu\nq\n")
    assert ran.stderr.count("nothing was decided yet that could be taken back") == 2
    assert ran.stdout.count("waits again") == 2
    assert ran.stdout.endswith("0 decided; the others wait\n")
    assert decided(store) == []


@pytest.mark.parametrize("typed", ["a\n", "a\nr\n", "a\nc\n"])
def test_the_end_of_the_input_tells_what_was_decided_and_that_the_rest_waits(store: Path, typed: str) -> None:
    ran = reviewed(store, typed=typed)
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "1 decided; the others wait")
    assert decided(store) == [("Eva Lind", "accept")]


def test_a_theory_written_wrong_is_told_with_the_nearest(store: Path) -> None:
    ran = reviewed(store, "--theory", "shared-countres")
    assert (ran.returncode, ran.stderr) == (2, "govgraph: no concept 'shared-countres' in the graph; did you mean shared-counters?\n")
