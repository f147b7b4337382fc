"""`export --format atlas`: what was loaded from a folder comes back byte for byte, verdicts are written in, the rest from the graph."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import loaders
from api.atlas.page import Fields, page, scalar
from api.cli import govgraph
from loaders._files.front_matter import parsed

if TYPE_CHECKING:
    from click.testing import Result

STARTER = Path(loaders.__file__).parent / "starter"
ATLAS = """---
type: atlas
label: Towns
licence: CC BY 4.0
base: https://towns.example/
---
Notes that nobody reads.
"""
WORKS = """@article{hill2011, author={Hill, Ana}, title={Counters without corners}, journal={J}, year={2011},
  doi={10.5555/counters}}
"""
CONCEPT = "---\ntype: concept\nprefLabel: {en: Queue justice}\nnote: kept in the file only\n---\nFirst come.\n"
CASE = """---
type: case
label: Town
work: hill2011
caseIn: [NO]
claims:
  - theory: queue-justice
    stance: supports
    finding: Visitors left
      sooner.
  - theory: queue-justice
    stance: qualifies
    finding: It depends.
---
Visited.
"""
SHORT = """---
type: case
label: Village
work: hill2011
theory: queue-justice
stance: challenges
---
They jumped it.
"""
FILES = {
    "atlas.md": ATLAS,
    "works.bib": WORKS,
    "concepts/queue-justice.md": CONCEPT.replace("\n", "\r\n"),
    "cases/town.md": CASE,
    "cases/short.md": SHORT,
}
TABLE = (
    "work_doi,work_title,work_year,work_authors,case,jurisdiction,organisations,theory,stance,finding,quotation,page,status\n"
    '10.5555/tides,Tides: a study,2016,"Lund, Ada",Port of Ilse,NO,,post-npm,supports,"Lights, they said: ""ours"".",,12,CURATED\n'
    "10.5555/tides,,,,,,,post-npm,proposes,,Boards should own lights.,,\n"
)


def ran(store: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(govgraph, ["--store", str(store), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def digest(store: Path) -> str:
    return ran(store, "export", "-o", str(store.with_suffix(".nq"))).stderr.split()[-1]


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "towns" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    ran(tmp_path / "store", "load", str(tmp_path / "towns"))
    return tmp_path


def claim_of(store: Path, stance: str) -> str:
    rows = json.loads(ran(store, "query", "all-claims", "--format", "json").stdout)["rows"]
    return next(one["claim"]["id"] for one in rows if one["stance"] == stance)


def test_the_starter_atlas_comes_back_byte_for_byte(tmp_path: Path) -> None:
    ran(tmp_path / "store", "load", str(STARTER))
    told = ran(tmp_path / "store", "export", "--format", "atlas", "-o", str(tmp_path / "out"))
    assert f"{len(files(STARTER))} files as they were loaded" in told.stderr
    assert files(tmp_path / "out") == files(STARTER)


def test_a_folder_comes_back_byte_for_byte_and_loads_to_the_same_digest(towns: Path) -> None:
    ran(towns / "store", "export", "--format", "atlas", "-o", str(towns / "out"))
    assert files(towns / "out") == {name: text.encode() for name, text in FILES.items()}
    ran(towns / "again", "load", str(towns / "out"))
    assert digest(towns / "again") == digest(towns / "store")
    times = {path: path.stat().st_mtime_ns for path in (towns / "out").rglob("*.md")}
    ran(towns / "store", "export", "--format", "atlas", "-o", str(towns / "out"))
    assert {path: path.stat().st_mtime_ns for path in times} == times


def test_a_rejected_claim_is_marked_in_its_file_and_stays_away(towns: Path) -> None:
    for stance in ("supports", "challenges"):
        ran(towns / "store", "judge", claim_of(towns / "store", stance), "reject", "--reason", "misread", "--by", "Ada")
    ran(towns / "store", "export", "--format", "atlas", "-o", str(towns / "out"))
    found = files(towns / "out")
    assert found["cases/town.md"].decode() == FILES["cases/town.md"].replace("      sooner.\n", "      sooner.\n    seen: false\n")
    assert found["cases/short.md"].decode() == FILES["cases/short.md"].replace("stance: challenges", "seen: false\nstance: challenges")
    assert found["concepts/queue-justice.md"].decode() == FILES["concepts/queue-justice.md"]
    ran(towns / "again", "load", str(towns / "out"))
    stances = [one["stance"] for one in json.loads(ran(towns / "again", "query", "all-claims", "--format", "json").stdout)["rows"]]
    assert stances == ["qualifies"]


def test_an_accepted_claim_says_so(towns: Path) -> None:
    ran(towns / "store", "judge", claim_of(towns / "store", "qualifies"), "accept", "--by", "Ada")
    ran(towns / "store", "export", "--format", "atlas", "-o", str(towns / "out"))
    expected = FILES["cases/town.md"].replace("finding: It depends.\n", "finding: It depends.\n    curator: reviewed\n")
    assert files(towns / "out")["cases/town.md"].decode() == expected


def test_a_suppressed_things_file_is_left_out(towns: Path) -> None:
    ran(towns / "store", "suppress", "https://w3id.org/govgraph/id/concept/queue-justice", "--reason", "private")
    told = ran(towns / "store", "export", "--format", "atlas", "-o", str(towns / "out"), "--json")
    assert "concepts/queue-justice.md" not in files(towns / "out")
    assert json.loads(told.stdout)["left out"] == {"files whose things are suppressed": 1}
    again = ran(towns / "store", "export", "--format", "atlas", "-o", str(towns / "out"))
    assert "left out: 1 file whose things are suppressed" in again.stderr


def test_what_no_folder_says_is_written_from_the_graph_and_reads_back(towns: Path) -> None:
    (towns / "t.csv").write_text(TABLE)
    ran(towns / "fresh", "load", str(towns / "t.csv"))
    ran(towns / "fresh", "export", "--format", "atlas", "-o", str(towns / "out"))
    told = ran(towns / "again", "load", str(towns / "out"))
    assert "rejected" not in told.output, told.output
    questions = [("query", "all-claims", "--format", "csv"), ("query", "cases-in-jurisdiction", "-p", "jurisdiction=NO", "--format", "csv")]
    for question in questions:
        one, other = (ran(towns / store, *question).stdout.splitlines() for store in ("fresh", "again"))
        assert [line.partition(",")[2] for line in one] == [line.partition(",")[2] for line in other]
        assert len(one) > 1
    assert b"curator: reviewed" in files(towns / "out")["cases/10-5555-2ftides-port-of-ilse.md"]


def test_both_stand_apart(towns: Path) -> None:
    (towns / "t.csv").write_text(TABLE)
    ran(towns / "store", "load", str(towns / "t.csv"))
    ran(towns / "store", "export", "--format", "atlas", "-o", str(towns / "out"))
    found = files(towns / "out")
    assert {name: data for name, data in found.items() if not name.startswith("from-the-graph/")} == {
        name: text.encode() for name, text in FILES.items()
    }
    assert "from-the-graph/works.json" in found


def test_of_several_atlases_only_its_own_is_written_over_a_folder(towns: Path) -> None:
    for name, text in FILES.items():
        path = towns / "villages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("Towns", "Villages").replace("towns.example", "villages.example"))
    ran(towns / "store", "load", str(towns / "villages"))
    before = files(towns / "villages")
    told = ran(towns / "store", "export", "--format", "atlas", "-o", str(towns / "villages"))
    assert files(towns / "villages") == before
    assert "left out: 5 files of other atlases" in told.stderr
    for _ in range(2):  # side by side into a new folder, and over it again
        ran(towns / "store", "export", "--format", "atlas", "-o", str(towns / "out"))
    assert sorted(path.name for path in (towns / "out").iterdir()) == ["towns", "villages"]
    (towns / "other").mkdir()
    (towns / "other" / "atlas.md").write_text(ATLAS.replace("Towns", "Others"))
    refused = CliRunner().invoke(govgraph, ["--store", str(towns / "store"), "export", "--format", "atlas", "-o", str(towns / "other")])
    assert "an atlas that the store knows nothing of" in str(refused.exception)


def test_an_export_never_writes_among_other_files(towns: Path) -> None:
    (towns / "mine").mkdir()
    (towns / "mine" / "thesis.txt").write_text("years of work")
    refused = CliRunner().invoke(govgraph, ["--store", str(towns / "store"), "export", "--format", "atlas", "-o", str(towns / "mine")])
    assert "holds something else" in str(refused.exception)
    nowhere = CliRunner().invoke(govgraph, ["--store", str(towns / "store"), "export", "--format", "atlas"])
    assert "-o FOLDER" in str(nowhere.exception)


@pytest.mark.parametrize(
    "text", ["no", "NO", "2011", "a: b", "# no", "- x", "it's", 'say "so"', "Größe", "~", "[x]", "{x}", "x #y", "10.5555/a", "*x", "%"]
)
def test_texts_survive_the_front_matter(text: str) -> None:
    fields = Fields("concept")
    fields.put("label", text)
    fields.put("list", [text, "a, b"])
    fields.put("by", {"en": text})
    found = parsed(page(fields)).fields
    assert found["label"].text == text or (text == "~" and found["label"].text == "~")
    assert [one.text for one in found["list"].nodes()] == [text, "a, b"]
    assert scalar("plain words") == "plain words"


def test_works_are_chosen_by_query_and_by_name(towns: Path) -> None:
    (towns / "ids.txt").write_text("10.5555/COUNTERS\n\n")
    one = json.loads(ran(towns / "store", "export", "--format", "csl-json", "--ids", str(towns / "ids.txt")).stdout)
    assert [work["DOI"] for work in one] == ["10.5555/counters"]
    assert json.loads(ran(towns / "store", "export", "--format", "csl-json", "--ids", "10.5555/none").stdout) == []
    asked = ran(towns / "store", "export", "--format", "ris", "--query", "all-claims").stdout
    assert (asked.count("TY  -"), "Counters without corners" in asked) == (1, True)
    for arguments in (["--query", "no-such"], ["-p", "x=y"], ["--ids", "https://w3id.org/govgraph/id/case/x"]):
        wrong = CliRunner().invoke(govgraph, ["--store", str(towns / "store"), "export", "--format", "ris", *arguments])
        assert type(wrong.exception).__name__ == "UsageError"
    wrong = CliRunner().invoke(govgraph, ["--store", str(towns / "store"), "export", "--ids", "x"])
    assert "choose works" in str(wrong.exception)


def test_several_atlases_beside_an_accepted_claim_load_as_they_were_exported(towns: Path) -> None:
    ran(towns / "store", "load", str(STARTER))
    asked = ran(towns / "store", "query", "extracted-claims", "-p", "confidence=1", "--format", "json")
    rows = json.loads(asked.stdout)["rows"]
    ran(towns / "store", "judge", rows[0]["claim"]["id"], "accept", "--by", "Ada")
    ran(towns / "store", "export", "--format", "atlas", "-o", str(towns / "out"))
    assert sorted(path.name for path in (towns / "out").iterdir()) == ["from-the-graph", "starter-atlas", "towns"]
    assert any(b'source: "https://w3id.org/govgraph/starter/works/' in data for data in files(towns / "out" / "from-the-graph").values())
    told = ran(towns / "again", "load", str(towns / "out"), "--json")
    sources = json.loads(told.stdout)["sources"]
    assert [source["rejects"] for source in sources if source["rejects"]] == []
    assert {source["retrievedFrom"] for source in sources} >= {
        "https://towns.example/cases/town.md",
        "https://w3id.org/govgraph/starter/works/cited.ris",
    }
