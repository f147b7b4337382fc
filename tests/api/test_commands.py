"""Commands from outside: what they print, where, and with which exit code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from engines import free_port

from graph.opening import open_store

BIB = """@article{one, author={Brook, Ada and Vale, Tom}, title={Counters that people share}, journal={Public Rooms},
  year={2011}, doi={10.5555/rooms.1}}
@article{two, author={Hill, Eve}, title={An unlike thing about forests}, journal={Public Rooms}, year={2001}}
"""
CSL = [
    {
        "id": "csl-one",
        "type": "article-journal",
        "title": "Counters That People Share",
        "author": [{"family": "Brook", "given": "A."}, {"family": "Vale", "given": "T."}],
        "issued": {"date-parts": [[2011]]},
        "container-title": "Public Rooms",
    },
    {"id": "csl-two", "type": "article-journal", "title": "Counters", "DOI": "10.5555/ROOMS.1"},
]
SCHEME = "https://w3id.org/govgraph/id/concept/"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("commands")
    made.joinpath("a.bib").write_text(BIB)
    made.joinpath("b.json").write_text(json.dumps(CSL))
    ran = govgraph(made, "load", "a.bib")
    assert ran.returncode == 0, ran.stderr
    return made


def govgraph(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from api.cli import main; sys.exit(main())"
    top = str(Path(__file__).parents[2])
    environment = {"PYTHONPATH": top, "PATH": "/usr/bin:/bin", "HOME": str(folder), "GOVGRAPH_STORE": str(folder / "store")}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_resolve_tells_which_records_are_one_work(folder: Path) -> None:
    ran = govgraph(folder, "resolve", "a.bib", "b.json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {"clusters": [["csl-one", "csl-two", "one"]], "candidates": []}


def test_up_of_a_store_with_other_things_names_the_starter_atlas(folder: Path) -> None:
    ran = govgraph(folder, "up", "--no-serve")
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
    named = re.search(r"govgraph load (\S+) adds it", ran.stderr)
    assert named is not None
    assert (folder / named[1] / "atlas.md").is_file()
    assert json.loads(govgraph(folder, "up", "--no-serve", "--json").stdout)["rows"] == []


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (["Osei, Kwame", "Osei, K."], "1 pair may be one thing and waits for a person"),
        (["Osei, Kwame", "Osei, K.", "Osei, K. B."], "pairs may be one thing and wait for a person"),
    ],
)
def test_a_load_tells_in_words_that_agree_how_many_pairs_wait(tmp_path: Path, written: list[str], told: str) -> None:
    titles = ("Queues", "Letters", "Bridges")
    records = "".join(
        f"TY  - BOOK\nAU  - {name}\nTI  - {title}\nPY  - 2001\nER  - \n" for name, title in zip(written, titles, strict=False)
    )
    (tmp_path / "books.ris").write_text(records, encoding="utf-8")
    ran = govgraph(tmp_path, "load", "books.ris")
    assert ran.returncode == 0, ran.stderr
    assert told in ran.stdout


def test_resolve_of_what_cannot_be_read(folder: Path) -> None:
    ran = govgraph(folder, "resolve", "a.bib", "nowhere.bib")
    assert (ran.returncode, json.loads(ran.stdout)["clusters"]) == (3, [])
    assert "nowhere.bib" in ran.stderr


def test_records_without_a_key_have_ids_of_their_own(folder: Path) -> None:
    folder.joinpath("c.ris").write_text("TY  - BOOK\nTI  - One\nER  - \nTY  - BOOK\nTI  - Two\nER  - \n")
    ran = govgraph(folder, "read", "c.ris")
    assert len({record["id"] for record in json.loads(ran.stdout)}) == 2


def test_records_under_one_key_have_ids_of_their_own_in_both_commands(folder: Path) -> None:
    keys = "".join(
        f"@book{{same, title={{Volume {name} of a series}}, author={{Brook, Ada}}, year={{2001}}}}\n" for name in ("one", "two", "one")
    )
    (folder / "keys.bib").write_text(keys)
    ids = [record["id"] for record in json.loads(govgraph(folder, "read", "keys.bib").stdout)]
    assert ids == ["same", "same-2", "same-3"]
    assert json.loads(govgraph(folder, "resolve", "keys.bib").stdout)["clusters"] == [["same", "same-3"]]


def test_extract_answers_the_lines_that_it_can_read(folder: Path) -> None:
    folder.joinpath("t.jsonl").write_text('{"id": "a", "text": "Reform in Alberta."}\nnonsense\n{"text": "no id"}\n{"id": 2, "text": ""}\n')
    ran = govgraph(folder, "extract", "t.jsonl")
    assert ran.returncode == 3
    assert [json.loads(line)["id"] for line in ran.stdout.splitlines()] == ["a", "2"]
    assert "line 2" in ran.stderr
    assert "line 3" in ran.stderr


def test_the_store_may_be_named_before_the_command(folder: Path) -> None:
    ran = govgraph(folder, "--store", str(folder / "other"), "sparql", "--json", "ASK { ?s ?p ?o }")
    assert ran.returncode != 0 or json.loads(ran.stdout)["boolean"] is False
    ran = govgraph(folder, "--store", str(folder / "store"), "sparql", "--json", "ASK { ?s ?p ?o }")
    assert json.loads(ran.stdout)["boolean"] is True


@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?s a ?c } LIMIT 1", "# SELECT\nDESCRIBE <https://example.org/ASK>"])
def test_a_graph_as_json_is_json_ld(folder: Path, query: str) -> None:
    ran = govgraph(folder, "sparql", "--json", query)
    assert ran.returncode == 0, ran.stderr
    json.loads(ran.stdout)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT ?s WHERE { ?s foo:stance ?o }", "line 1, column 32: the prefix foo: is not declared; begin with PREFIX foo: <…>"),
        ("PREFIX a: <urn:a>\nSELECT ?s { ?s a:x 'b:c', :y }", "the prefix : is not declared; begin with PREFIX : <…>"),
        ("SELECT ?s { ?s ?p 'foo:bar }", "line 1, column 29: expected one of"),
        ("SELECT (COUNT(?a) AS ?n) ?b { ?a ?p ?b }", "The SELECT contains a variable that is unbound"),
        ("# nothing", "the query is empty"),
    ],
)
def test_what_is_wrong_with_a_query_is_told_in_one_line(folder: Path, query: str, told: str) -> None:
    ran = govgraph(folder, "sparql", query)
    assert (ran.returncode, ran.stderr.count("\n"), told in ran.stderr, "\\u{" in ran.stderr) == (2, 1, True, False), ran.stderr


def test_graphs_may_be_asked_by_name(folder: Path) -> None:
    ran = govgraph(folder, "sparql", "--format", "csv", "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    assert ran.returncode == 0, ran.stderr
    assert {name.rsplit("/", 1)[-1] for name in ran.stdout.split()} >= {"resolved", "identity", "meta"}


def test_a_query_that_tells_its_dataset_is_asked_of_it(folder: Path) -> None:
    ran = govgraph(folder, "sparql", "--json", "ASK FROM <urn:nothing> { ?s ?p ?o }")
    assert json.loads(ran.stdout)["boolean"] is False
    ran = govgraph(folder, "sparql", "ASK FROM <urn:one> FROM <urn:other> { ?s ?p ?o }")
    assert (ran.returncode, "union of graphs" in ran.stderr) == (2, True)


def test_export_as_json(folder: Path) -> None:
    ran = govgraph(folder, "export", "--json")
    assert json.loads(ran.stdout)["graph"]
    assert "digest" in ran.stderr
    ran = govgraph(folder, "export", "--json", "-o", "g.nq")
    assert json.loads(ran.stdout)["format"] == "nq"
    assert govgraph(folder, "export", "--json", "--format", "ris").returncode == 2


def test_a_fault_of_the_system_is_one_line(folder: Path) -> None:
    ran = govgraph(folder, "backup", "a.bib/below")
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert "a.bib/below: Not a directory" in ran.stderr


def test_suppress_needs_no_reason_and_explain_takes_a_slug(folder: Path) -> None:
    ran = govgraph(folder, "suppress", "work/10.5555%2Frooms.1")
    assert ran.returncode == 0, ran.stderr
    assert govgraph(folder, "suppress", "--undo", "work/10.5555%2Frooms.1").returncode == 0
    ran = govgraph(folder, "explain", "no-such-concept", "a", "gov:Concept")
    assert ran.returncode == 2
    assert f"{SCHEME}no-such-concept" in ran.stderr or "no-such-concept" in ran.stderr


@pytest.mark.parametrize("typed", ["boader", "gov:boader"])
def test_a_property_that_there_is_not_is_told_with_the_nearest(folder: Path, typed: str) -> None:
    ran = govgraph(folder, "explain", "concept/x", typed, "concept/y")
    assert (ran.returncode, ran.stderr) == (2, "govgraph: there is no property 'boader'; did you mean broader?\n")
    assert "does not say" in govgraph(folder, "explain", "concept/x", "skos:broader", "concept/y").stderr


def test_the_names_of_formats_are_told_where_one_has_to_be_named(folder: Path) -> None:
    (folder / "notes.txt").write_text("Nothing in particular.")
    assert "`govgraph read --from list` names" in govgraph(folder, "read", "notes.txt").stderr
    for command in ("read", "load"):
        ran = govgraph(folder, command, "--from", "list")
        assert (ran.returncode, {"bibtex", "ris"} <= set(ran.stdout.split())) == (0, True)


def test_a_store_that_another_program_holds_is_not_served(folder: Path) -> None:
    with closing(open_store(str(folder / "held"))):
        ran = govgraph(folder, "serve", "--store", str(folder / "held"), "--port", str(free_port()))
    assert ran.returncode == 4
    assert "Traceback" not in ran.stderr


def test_the_base_of_iris_is_a_setting(tmp_path: Path) -> None:
    (tmp_path / "govgraph.toml").write_text(f'base = "https://my.example/kg/"\nstore = "{tmp_path / "store"}"\n')
    (tmp_path / "one.ris").write_text("TY  - JOUR\nTI  - Counting counters\nAU  - Newman, Nora\nPY  - 2026\nER  - \n")

    def run(*words: str) -> str:
        done = subprocess.run(
            [str(Path(sys.executable).with_name("govgraph")), *words], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("load", "one.ris")
    assert "https://my.example/kg/id/work/" in run("search", "counters")
    assert "Counting counters" in run("query", "source-statements", "-p", "source=one.ris", "--format", "csv")
    assert "w3id.org/govgraph/id/" not in run("export")


def test_what_is_one_is_told_as_one(tmp_path: Path) -> None:
    (tmp_path / "one.bib").write_text("@book{a, title={After the Desks}, author={Lind, Eva}, year={2001}}\n")
    assert govgraph(tmp_path, "load", str(tmp_path / "one.bib")).returncode == 0
    assert govgraph(tmp_path, "verify").stdout.startswith("1 capture, 0 quotations and ")
    assert ", 1 capture, digest " in govgraph(tmp_path, "backup", str(tmp_path / "kept")).stdout
    kept = next(one for one in (tmp_path / "store" / "captures").rglob("*") if one.is_file() and re.fullmatch("[0-9a-f]{64}", one.name))
    kept.chmod(0o600)
    kept.write_bytes(b"other bytes")
    assert govgraph(tmp_path, "verify").stdout.rstrip().endswith(" checked: 1 fault")
