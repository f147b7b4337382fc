"""`govgraph review` at a terminal: each line typed is answered, and the end of the input is an end, not a fault."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from command import govgraph
from small import AGAINST, small_atlas

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
    return run(store, "review", "--by", "Eva Lind", *arguments, said=typed)


def run(store: Path, *words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    return govgraph(*words, "--store", str(store), said=said)


def decided(store: Path) -> list[tuple[str, str]]:
    with closing(open_store(str(store), read_only=True)) as opened:
        return [(word.reader, word.verdict) for word in words_said(opened)]


def test_an_empty_line_and_a_wrong_letter_are_answered_with_the_letters(store: Path) -> None:
    ran = reviewed(store, typed="\nx\nq\n")
    letters = "type one of the letters: a accept · c change · r reject · s skip · b back · u undo · q quit"
    assert (ran.returncode, ran.stderr.count(letters)) == (0, 2)
    assert ran.stdout.endswith("0 decided; the others wait\n")


def test_a_verdict_without_its_reason_is_not_taken_and_leads_back_to_the_letters(store: Path) -> None:
    ran = reviewed(store, typed="r\n\nr\nIt speaks of something else\nc\n\n\n\na\nq\n")
    assert "nothing was decided: to reject a claim takes a reason" in ran.stderr
    assert "nothing was decided: to change a claim takes a reason" in ran.stderr
    assert sorted(decided(store)) == [("Eva Lind", "accept"), ("Eva Lind", "reject")]


def test_what_was_skipped_is_gone_back_to_and_what_was_taken_back_is_shown_again(store: Path) -> None:
    ran = reviewed(store, typed="b\ns\na\nb\na\nu\nr\nbackground\ns\n")
    assert ran.stderr.count("no claim before this one waits") == 1
    assert [line for line in ran.stdout.splitlines() if line.endswith(" of 3")] == [f"{number} of 3" for number in (1, 1, 2, 3, 1, 3, 1, 3)]
    assert ran.stdout.endswith("2 decided; 1 skipped, still waiting\n")
    assert sorted(decided(store)) == [("Eva Lind", "accept"), ("Eva Lind", "reject")]


def test_taking_back_tells_what_the_claim_is_now(store: Path) -> None:
    claim = json.loads(run(store, "review", "--json").stdout)["claims"][0]["claim"]
    for name in ("Ben", "Eva"):
        assert run(store, "judge", claim, "accept", "--by", name).stdout == f"{claim} is CURATED\n"
    assert run(store, "judge", claim, "undo", "--by", "Eva").stdout == f"{claim} is CURATED\n", "Ben's word stands"
    assert run(store, "judge", claim, "undo", "--by", "Ben").stdout == f"{claim} is EXTRACTED\n"


def test_a_decision_names_who_decides(store: Path, tmp_path: Path) -> None:
    claim = json.loads(run(store, "review", "--json").stdout)["claims"][0]["claim"]
    refused = run(store, "judge", claim, "accept")
    assert (refused.returncode, "say who decides: --by NAME" in refused.stderr) == (2, True)
    (tmp_path / "said.jsonl").write_text(json.dumps({"verdict": "accept", "claim": claim}) + "\n")
    assert "1 of them name nobody" in run(store, "judge", "--file", str(tmp_path / "said.jsonl")).stderr
    assert "nobody" not in run(store, "judge", "--file", str(tmp_path / "said.jsonl"), "--by", "Eva").stderr


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


def test_a_reader_reviews_on_the_command_line(tmp_path: Path) -> None:
    place = tmp_path / "store"
    small_atlas(place).close()
    assert run(place, "review").returncode == 2, "who reads must be said"
    done = run(place, "review", "--reviewer", "Eva", said="a\nr\nonly background\nc\nqualifies\n\nin part\n")
    assert done.returncode == 0, done.stderr
    assert "1 of 3" in done.stdout
    assert AGAINST in done.stdout
    assert "3 decided; nothing else waits" in done.stdout
    lines = [json.loads(line) for line in run(place, "review", "--decided").stdout.splitlines()]
    assert sorted(line["verdict"] for line in lines) == ["accept", "change", "reject"]
    assert all(line["reader"] == "Eva" and line["when"] for line in lines)
    again = run(place, "review", "--second", "--reviewer", "Ben", said="a\ns\nq\n")
    assert "1 decided; the others wait" in again.stdout
    agreed = json.loads(run(place, "agreement", "--json").stdout)
    assert [(pair["first"], pair["second"], pair["figures"][0]["claims"]) for pair in agreed] == [("Ben", "Eva", 1)]
    assert "Ben and Eva" in run(place, "agreement").stdout
    assert [(figure["least"] is None) == (figure["kappa"] is None) for pair in agreed for figure in pair["figures"]] == [True] * 2
    assert json.loads(run(place, "agreement", "--calibration", "--json").stdout)["judged"] == 3
    assert "no threshold" in run(place, "agreement", "--calibration").stdout


def test_decisions_carried_to_another_store_are_the_same(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    small_atlas(one).close()
    small_atlas(other).close()
    run(one, "review", "--reviewer", "Eva", said="a\nr\nonly background\nc\nqualifies\n\nin part\n")
    (tmp_path / "decided.jsonl").write_text(run(one, "review", "--decided").stdout)
    assert run(other, "judge", "--file", str(tmp_path / "decided.jsonl")).returncode == 0
    exports = [run(place, "export", "--view", "all", "--format", "nq").stdout for place in (one, other)]
    assert exports[0] == exports[1]


def test_what_two_readers_differ_on_is_told_with_its_sentence(tmp_path: Path) -> None:
    place = tmp_path / "store"
    small_atlas(place).close()
    claim = json.loads(run(place, "review", "--json").stdout)["claims"][0]["claim"]
    assert run(place, "judge", claim, "accept", "--by", "Ben").returncode == 0
    assert run(place, "judge", claim, "reject", "--by", "Eva", "--reason", "background").returncode == 0
    told = run(place, "agreement").stdout
    assert f"challenges against none of Shared counters: “{AGAINST}”\n    {claim}\n" in told
    assert "kappa is not defined" not in told
    assert run(place, "judge", claim, "accept", "--by", "Eva").returncode == 0
    assert "both said one and the same of all: kappa is not defined there" in run(place, "agreement").stdout
