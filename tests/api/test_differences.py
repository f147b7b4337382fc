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


TABLE = """\
work_doi,work_title,work_year,work_authors,case,jurisdiction,theory,stance,finding,status
10.5555/a,Counters,2011,"Hill, Ana",Northtown,CA-AB,new-public-management,challenges,Northtown kept its own staff.,STATED
10.5555/a,,,,Northtown,CA-AB,new-public-management,challenges,Northtown closed the market again.,STATED
10.5555/a,,,,Northtown,CA-AB,new-public-management,qualifies,Northtown needed targets of its own.,STATED
10.5555/b,Desks,2015,"Osei, Kofi",Ottawa,CA,post-npm,supports,Ottawa took its desks back.,STATED
10.5555/b,,,,Two towns,CA-QC,post-npm,challenges,Both towns saved by contracts.,STATED
"""
EDITS = [
    (
        "closed the market again.,STATED",
        "closed the market again.,REJECTED",
        ["1 claim that challenges New Public Management was rejected by a person"],
    ),
    ("qualifies", "extends", ["1 claim on New Public Management now extends it, instead of qualifying it"]),
    ("Northtown,CA-AB", "Northtown,CA-AB; NO", ["1 case gained a jurisdiction: Northtown"]),
    ("took its desks", "took all its desks", ["1 claim that supports post-New Public Management is told in other words"]),
    (
        "post-npm,challenges",
        "new-public-management,challenges",
        [
            "1 claim now challenges New Public Management, instead of post-New Public Management",
            "post-New Public Management is contested no more",
        ],
    ),
    (
        "Two towns",
        "Twin towns",
        [
            "1 claim that challenges New Public Management now rests on another case",
            "1 new case: Twin towns",
            "1 case is gone: Two towns",
        ],
    ),
    ("10.5555/b", "10.5555/bb", ["1 work has another address: Desks", "2 cases have other addresses: Ottawa, Twin towns"]),
    ("Twin towns,CA-QC", ",", ["1 claim that challenges New Public Management rests on no case any more", "1 case is gone: Twin towns"]),
    (
        "10.5555/bb,,,,,,new-public-management,challenges,Both towns saved by contracts.,STATED\n",
        "",
        ["1 claim that challenges New Public Management is gone"],
    ),
]


def test_each_edit_of_a_table_is_told_as_what_it_is(tmp_path: Path) -> None:
    place, table, text = tmp_path / "store", tmp_path / "claims.csv", TABLE
    table.write_text(text)
    assert run(place, "load", "--as", "my-table", str(table)).returncode == 0
    for old, new, told in EDITS:
        assert old in text
        text = text.replace(old, new)
        table.write_text(text)
        done = run(place, "load", "--as", "my-table", str(table))
        assert done.returncode == 0, done.stdout + done.stderr
        lines = done.stdout.splitlines()
        assert [line for line in lines if line and not line.startswith((" ", str(table))) and not line.endswith(" loaded")] == told
        counts = [line.split() for line in lines if line.startswith("    ") and " claim" in line]
        assert all(words[0] == "1" for words in counts), "a claim that stands elsewhere in the file is no other claim"


def test_a_source_that_is_withdrawn_takes_its_claims_along(tmp_path: Path) -> None:
    place = tmp_path / "store"
    for name, rows in (
        ("one", TABLE),
        ("two", f"{TABLE.splitlines()[0]}\n10.5555/c,Third,2020,,,,post-npm,challenges,It was never so.,STATED\n"),
    ):
        (tmp_path / f"{name}.csv").write_text(rows)
        assert run(place, "load", "--as", name, str(tmp_path / f"{name}.csv")).returncode == 0
    assert run(place, "export", "-o", str(tmp_path / "old.nq")).returncode == 0
    source = json.loads(run(place, "query", "work-by-doi", "-p", "doi=10.5555/c", "--json").stdout)["rows"][0]["work"]["id"]
    sources = f"SELECT ?s WHERE {{ <{source}> <https://w3id.org/govgraph/ns#describedIn> ?s }}"
    (found,) = json.loads(run(place, "sparql", sources, "--json").stdout)["results"]["bindings"]
    assert run(place, "suppress", found["s"]["value"], "--reason", "withdrawn").returncode == 0
    told = run(place, "diff", str(tmp_path / "old.nq")).stdout.splitlines()
    assert told == ["1 claim that challenges post-New Public Management is gone", "1 work is gone: Third"]
