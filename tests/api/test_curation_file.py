"""A curation file is loaded as single decisions are: with the one that a reader of the seeds would write, all claims are found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command import govgraph
from seed_curation import claims_found, scorer, verdicts
from shared import SHARED, needs_shared
from small import AGAINST, FOR, small_atlas

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path


def run(store: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return govgraph(*words, "--store", str(store))


@needs_shared
def test_with_what_a_person_writes_every_claim_of_the_seeds_is_found(tmp_path: Path) -> None:
    store, export, file = tmp_path / "store", tmp_path / "graph.nq", tmp_path / "curation.jsonl"
    seeds = sorted(str(path) for path in (SHARED / "seeds").glob("*.txt"))
    assert run(store, "load", *seeds).returncode == 0
    assert run(store, "export", "--view", "resolved", "--format", "nq", "-o", str(export)).returncode == 0
    before = scorer(export)
    file.write_text("".join(json.dumps(one) + "\n" for one in verdicts(before)), encoding="utf-8")
    done = run(store, "judge", "--file", str(file))
    assert done.returncode == 0, done.stderr
    assert run(store, "export", "--view", "resolved", "--format", "nq", "-o", str(export)).returncode == 0
    after = scorer(export).report
    assert claims_found(after) == (39, 0)
    assert all(section["passed"] for section in after.values()), {name: one["misses"] for name, one in after.items() if not one["passed"]}
    assert after["evidence"]["precision"] == 1
    assert claims_found(before.report)[0] < 39, "the file adds what the program did not find"
    assert run(store, "judge", "--file", str(file)).returncode == 0
    assert "all sound" in run(store, "verify").stdout


@pytest.fixture
def atlas(tmp_path: Path) -> Path:
    small_atlas(tmp_path / "store").close()
    return tmp_path / "store"


YAML = f"""
- verdict: accept
  work: 10.5555/counters
  theory: shared-counters
  stance: challenges
  quote: {AGAINST[:50]}
  reason: the second study says so
  when: 2026-03-01T12:00:00Z
- verdict: add
  work: 10.5555/counters
  theory: {{label: Queue theory, kind: theory}}
  stance: extends
  case: Northmark
  evidence:
    - {{source: "https://atlas.example/shared-counters", quote: "{FOR[:40]}", page: 12}}
- verdict: reject
  work: 10.5555/counters
  theory: shared-counters
  stance: supports
  quote: words of nobody
  reason: x
- only words
"""


def test_a_file_as_yaml_does_what_it_can_and_names_the_rest(atlas: Path, tmp_path: Path) -> None:
    file, rejects = tmp_path / "curation.yaml", tmp_path / "rejects.jsonl"
    file.write_text(YAML, encoding="utf-8")
    done = run(atlas, "judge", "--file", str(file), "--by", "Eva Lind", "--rejects", str(rejects), "--json")
    assert done.returncode == 3, done.stderr
    told = json.loads(done.stdout)
    assert told["counts"] == {"accept": 1, "add": 1}
    assert [(row["record"], row["reason"][:30]) for row in told["rejects"]] == [
        (4, "not an object with a verdict"),
        (3, "no claims say this of shared-c"),
    ]
    assert len(rejects.read_text().splitlines()) == 2
    shown = run(atlas, "query", "claims-on-concept", "-p", "concept=queue-theory", "--format", "csv").stdout
    assert "extends" in shown
    assert "CURATED" in shown


def test_a_file_may_be_one_json_list(atlas: Path, tmp_path: Path) -> None:
    file = tmp_path / "curation.json"
    said = {"verdict": "accept", "work": "10.5555/counters", "theory": "shared-counters", "stance": "challenges", "quote": AGAINST}
    file.write_text(json.dumps([said], indent=1), encoding="utf-8")
    done = run(atlas, "judge", "--file", str(file))
    assert (done.returncode, done.stdout.strip()) == (0, "1 accept")


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.yaml", "- [unclosed", "not YAML"),
        ("a.yaml", "a: &x 1\nb: *x\n", "anchors"),
        ("a.yaml", "verdict: accept\n", "list of verdicts"),
        ("a.json", "[{]", "not JSON"),
        ("a.json", "[" * 100_000, "not JSON"),
        ("a.jsonl", '{"verdict": "accept"}\n{"verd', "line 2"),
        ("a.jsonl", "\x00\x00", "not JSON"),
    ],
)
def test_a_broken_file_is_told_with_its_place(atlas: Path, tmp_path: Path, name: str, text: str, why: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    done = run(atlas, "judge", "--file", str(file))
    assert done.returncode == 3
    assert why in done.stderr
    assert "Traceback" not in done.stderr


def test_one_claim_is_judged_from_the_command_line(atlas: Path) -> None:
    listed = json.loads(run(atlas, "query", "extracted-claims", "-p", "confidence=1", "--format", "json").stdout)
    claim = listed["results"]["bindings"][0]["claim"]["value"] if "results" in listed else listed["rows"][0]["claim"]["id"]
    done = run(atlas, "judge", claim, "change", "--stance", "qualifies", "--reason", "only in part", "--by", "Eva Lind", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["status"] == "REJECTED"
    assert told["instead"].rpartition("/")[0].endswith("id/claim")
    again = run(atlas, "judge", claim, "reject", "--by", "Ben")
    assert again.returncode == 2
    assert "reason" in again.stderr
    assert run(atlas, "judge", claim, "undo", "--by", "Eva Lind").returncode == 0
    assert run(atlas, "judge").returncode == 2


STUDY = {
    "id": "study",
    "type": "article-journal",
    "title": "Agencies in three towns",
    "DOI": "10.5555/agencies",
    "issued": {"date-parts": [[2020]]},
    "abstract": "We compare towns in Norway. The study extends the theory of agencification. The findings challenge New Public Management.",
}


def test_decisions_hold_in_a_store_that_read_the_same_record_from_another_file(tmp_path: Path) -> None:
    first, second, decided = tmp_path / "first", tmp_path / "second", tmp_path / "decided.jsonl"
    other = {"id": "other", "type": "book", "title": "Something else", "issued": {"date-parts": [[1999]]}}
    for store, records in ((first, [STUDY]), (second, [other, STUDY])):
        file = tmp_path / f"{store.name}.json"
        file.write_text(json.dumps(records), encoding="utf-8")
        assert run(store, "load", str(file)).returncode == 0
    waiting = json.loads(run(first, "review", "--json").stdout)["claims"]
    for stance, verdict in (("extends", "accept"), ("challenges", "reject")):
        claim = next(one["claim"] for one in waiting if one["stance"] == stance)
        assert run(first, "judge", claim, verdict, "--reason", "as read", "--by", "Eva").returncode == 0
    decided.write_text(run(first, "review", "--decided").stdout, encoding="utf-8")
    done = run(second, "judge", "--file", str(decided))
    assert (done.returncode, done.stdout) == (0, "1 accept, 1 reject\n"), done.stderr
    told = [json.loads(line) for line in run(second, "review", "--decided").stdout.splitlines()]
    assert [(one["verdict"], one["stance"], one["reader"], one["reason"]) for one in told] == [
        ("accept", "extends", "Eva", "as read"),
        ("reject", "challenges", "Eva", "as read"),
    ]
    assert {one["claim"] for one in told}.isdisjoint(one["claim"] for one in waiting), "claims are known by where their sentences stand"
