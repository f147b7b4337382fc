"""What a load or two states differ in, told in the words of the field."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from command import govgraph
from small import small_atlas

from graph.decisions.judging import Word, say
from graph.decisions.queue import Queue
from graph.decisions.review import waiting
from graph.decisions.verdicts import Reader
from graph.exports.export import export
from graph.opening import open_store
from graph.upkeep.backup import backup

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path


def run(store: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return govgraph(*words, "--store", str(store))


def test_two_states_differ_in_the_words_of_the_field(tmp_path: Path) -> None:
    store = small_atlas(tmp_path / "store")
    (tmp_path / "old.nq").write_bytes(b"".join(export(store)))
    backup(store, tmp_path / "old")
    claims = waiting(store, Queue(order="confidence"))
    reader = Reader(store, reader="Eva")
    change = {"claim": claims[1], "verdict": "change", "to": {"stance": "qualifies"}, "reason": "in part"}
    say(store, [Word(claims[0], "accept"), reader.word(change)])
    added = {
        "verdict": "add", "work": "10.5555/counters", "theory": {"label": "Queue theory", "kind": "theory"}, "stance": "challenges",
        "cases": [{"label": "Eastmark", "places": ["SE"]}],
        "evidence": [{"source": "https://atlas.example/shared-counters", "quote": "halved the number of visits"}],
    }  # fmt: skip
    say(store, [reader.word(added)])
    (tmp_path / "new.nq").write_bytes(b"".join(export(store)))
    store.close()
    told = [
        "1 claim on Shared counters now qualifies it, instead of challenging it",
        "1 new claim challenges Queue theory",
        "1 claim was confirmed by a person",
        "1 new case: Eastmark",
        "1 new concept: Queue theory",
    ]
    for old, new in (("old.nq", ["new.nq"]), ("old", ["new.nq"]), ("old.nq", ["store"]), ("old", [])):
        done = run(tmp_path / "store", "diff", str(tmp_path / old), *(str(tmp_path / name) for name in new), "--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["differences"] == told
    same = run(tmp_path / "store", "diff", str(tmp_path / "old.nq"), str(tmp_path / "old"))
    assert same.stdout == "nothing that the field would notice\n"
    (tmp_path / "broken.nq").write_text("<a> <b>")
    (tmp_path / "empty.nq").write_text("")
    for name in ("broken.nq", "empty.nq"):
        wrong = run(tmp_path / "store", "diff", str(tmp_path / name), str(tmp_path / "old.nq"))
        assert wrong.returncode == 3
        assert name in wrong.stderr


def test_a_claim_that_a_person_rejected_is_told_as_rejected(tmp_path: Path) -> None:
    place = tmp_path / "store"
    store = small_atlas(place)
    (tmp_path / "old.nq").write_bytes(b"".join(export(store)))
    backup(store, tmp_path / "old")
    store.close()
    claim = json.loads(run(place, "review", "--json").stdout)["claims"][0]["claim"]
    assert run(place, "judge", claim, "reject", "--by", "Eva", "--reason", "background").returncode == 0
    store = open_store(str(place), read_only=True)
    (tmp_path / "new.nq").write_bytes(b"".join(export(store, "all")))
    (tmp_path / "resolved.nq").write_bytes(b"".join(export(store)))
    store.close()
    for old, new in (("old.nq", "new.nq"), ("old", "new.nq"), ("old.nq", "")):
        told = run(place, "diff", str(tmp_path / old), *([str(tmp_path / new)] if new else [])).stdout.splitlines()
        assert told[0] == "1 claim that challenges Shared counters was rejected by a person"
        assert not any("gone" in line for line in told)
    alone = run(place, "diff", str(tmp_path / "old.nq"), str(tmp_path / "resolved.nq")).stdout
    assert "1 claim that challenges Shared counters is gone" in alone, "a resolved graph alone does not tell why"


def test_a_load_tells_what_it_changed(tmp_path: Path) -> None:
    small_atlas(tmp_path / "store").close()
    page = tmp_path / "atlas"
    page.mkdir()
    (page / "atlas.md").write_text("---\ntype: atlas\nlabel: Another atlas\nlicence: CC BY 4.0\n---\n")
    (page / "works.bib").write_text("@article{x2020, title={Doors}, author={Lind, Eva}, year={2020}, doi={10.5555/doors}}\n")
    (page / "case.md").write_text(
        "---\ntype: case\nlabel: Westmark\nwork: x2020\ncaseIn: NO\nclaims:\n"
        "  - {theory: shared-counters, stance: challenges, finding: The counters closed at noon.}\n---\nText.\n"
    )
    (page / "concept.md").write_text("---\ntype: concept\nslug: shared-counters\nprefLabel: Shared counters\nkind: theory\n---\n")
    done = run(tmp_path / "store", "load", str(page))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 new claim challenges Shared counters" in done.stdout
    assert "1 new case: Westmark" in done.stdout
    assert "new claim" not in run(tmp_path / "store", "load", str(page)).stdout


def test_a_work_that_gets_another_address_is_not_told_as_new_and_gone(tmp_path: Path) -> None:
    for name, doi in (("first.bib", ""), ("second.bib", ", doi={10.5555/desks}")):
        (tmp_path / name).write_text(f"@book{{a, title={{After the Desks}}, author={{Lind, Eva}}, year={{2001}}{doi}}}\n")
    assert run(tmp_path / "store", "load", str(tmp_path / "first.bib")).returncode == 0
    again = run(tmp_path / "store", "load", str(tmp_path / "second.bib")).stdout
    assert "1 work has another address: After the Desks" in again
    assert not any(word in again for word in ("new work", "is gone"))
