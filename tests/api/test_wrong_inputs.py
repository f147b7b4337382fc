"""What a command is told wrongly: one line that says what, where and what to do, and the right exit code; never a trace."""

from __future__ import annotations

import errno
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from command import govgraph

from api.commands import doctor
from graph import extras

if TYPE_CHECKING:
    from pathlib import Path

BIB = "@article{one, author={Brook, Ada}, title={Counters that people share}, year={2011}, doi={10.5555/rooms.1}}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("wrong")
    made.joinpath("a.bib").write_text(BIB)
    made.joinpath("noise.bin").write_bytes(b"\xb5\x00\xff")
    made.joinpath("ids.txt").write_text("10.5555/rooms.1\n10.5555/nowhere\n")
    assert govgraph("--store", f"{made}/store", "load", f"{made}/a.bib").returncode == 0
    return made


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ("sparql -f {}/noise.bin", 3, "noise.bin: not UTF-8 text (byte 0)"),
        ("export --format ris --ids {}/noise.bin", 3, "noise.bin: not UTF-8 text"),
        ("export -p theory=post-npm", 2, "-p is a parameter of --query"),
        ("export -o {}/none/x.nq", 2, "there is no folder {}/none; make it first"),
        ("judge --file {}/none.jsonl", 3, "{}/none.jsonl: cannot be read (No such file or directory)"),
        ("load {}/a.bib --rejects {}/none/r", 2, "there is no folder {}/none; make it first"),
        ("template claims -o {}/none/c.csv", 2, "there is no folder {}/none; make it first"),
        ("nanopub x -o {}/none/c.trig", 2, "there is no folder {}/none; make it first"),
        ("search counters --most 0", 2, "--most"),
        ("search ", 2, "give a name to search for"),
        ("lod {}/a.bib", 2, "No such command 'lod'. Did you mean 'load'?"),
        ("load {}/a.bib --from bibtext", 2, "--from: there is no format 'bibtext'; `--from list` prints the names"),
        ("card concept/x --format odt", 2, "cards have no format 'odt'; there are html, json, jsonld, md, txt"),
        ("diff {}/none.nq", 2, "{}/none.nq: no such file or folder; name an export"),
        ("diff 2020-01-01 {}/a.bib", 2, "no version of the graph '2020-01-01' is kept"),
        ("compare nowhere", 2, "no case 'nowhere' in the graph; give its slug, label or IRI"),
        ("serve --port 99999", 2, "--port: 'port' must be between 0 and 65535, not 99999"),
        ("serve --port -5", 2, "--port: 'port' must be between 0 and 65535, not -5"),
        ("serve --host 300.1.1.1", 2, "300.1.1.1:8000 cannot be listened on"),
        ("query all-claims --store {}/a.bib", 2, "a.bib is a file, and a store is a folder"),
        ("load {}/a.bib {}/ids.txt --as https://example.org/a", 2, "--as and --label are of one document: load each file by itself"),
        ("load {} --label Counters", 2, "--as and --label are of one document: load each file by itself"),
        ("versions --store {}/none", 1, "{}/none: there is no store here"),
        ("load {}/a.bib --store {}/a.bib/below", 1, "{}/a.bib/below: no folder can be made here"),
        ("load {}/a.bib --store ", 2, "the store has no name: give a folder or an address (--store, GOVGRAPH_STORE), or leave it out"),
        ("judge x accept --by Y --store http://127.0.0.1:1", 1, "the engine cannot be reached"),
    ],
    ids=lambda part: part.replace("{}/", "").replace(" ", "_") if isinstance(part, str) else str(part),
)
def test_faults_are_told(folder: Path, words: str, code: int, told: str) -> None:
    ran = govgraph("--store", f"{folder}/store", *words.replace("{}", str(folder)).split(" "))
    assert told.replace("{}", str(folder)) in ran.stderr
    assert ran.returncode == code


@pytest.mark.parametrize(
    "words",
    ["infer", "suppress concept/x --reason y", "merge concept/a concept/b --reason y", "judge x accept --by Y"],
    ids=lambda words: words.split()[0],
)
def test_a_slip_in_the_stores_name_makes_no_store(tmp_path: Path, words: str) -> None:
    ran = govgraph("--store", f"{tmp_path}/none", *words.split())
    assert (ran.returncode, tmp_path.joinpath("none").exists()) == (1, False)
    assert f"{tmp_path}/none: there is no store here" in ran.stderr


def test_works_that_are_not_there_are_told_and_the_others_written(folder: Path) -> None:
    ran = govgraph("--store", f"{folder}/store", "export", "--format", "ris", "--ids", f"{folder}/ids.txt")
    assert ran.returncode == 3
    assert "the graph holds no work https://w3id.org/govgraph/id/work/10.5555%2Fnowhere" in ran.stderr
    assert "Counters that people share" in ran.stdout


def test_a_full_disk_is_told_with_where_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> tuple[str, bool, str]:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(doctor, "_python", full)
    ran = govgraph("doctor")
    assert ran.returncode == 1
    assert "the disk of the store, of temporary files (TMPDIR) or of what is written: No space left on device" in ran.stderr


def test_a_strangers_loader_that_is_not_whole_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise ImportError("no cards")

    half = SimpleNamespace(name="half", value="half", load=lambda: SimpleNamespace(LABEL="Half", read=list))
    lost = SimpleNamespace(name="lost", value="lost", load=gone)
    monkeypatch.setattr(doctor, "entry_points", lambda group: [half, lost] if group == "govgraph.loaders" else [])
    ran = govgraph("doctor")
    assert ran.returncode == 1
    assert "NOT  loader half: lacks MEDIA, recognise" in ran.stdout
    assert "NOT  loader lost: cannot be imported (no cards)" in ran.stdout


def test_an_extra_that_is_not_there_is_told_with_what_it_is_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_EXTRAS", {"scale": ("no_such_module", "`govgraph bulk`")})
    assert "-    extra scale: not there; for `govgraph bulk`: `make extras EXTRAS=scale`" in govgraph("doctor").stdout
    monkeypatch.setattr(extras, "_MAKEFILE", extras._MAKEFILE / "none")
    assert "`pip install 'govgraph[scale]'`" in govgraph("doctor").stdout, "where it was installed from a package"


@pytest.mark.parametrize(("name", "value"), [("PORT", "70000"), ("SPARQL_SECONDS", "-1"), ("CACHE_DAYS", "nan"), ("WORKERS", "65")])
def test_a_setting_out_of_its_range_is_told(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"GOVGRAPH_{name}", value)
    ran = govgraph("doctor")
    assert ran.returncode == 2
    assert f"GOVGRAPH_{name}: '{name.lower()}' must be" in ran.stderr


def test_a_dry_run_makes_no_store(folder: Path, tmp_path: Path) -> None:
    ran = govgraph("--store", f"{tmp_path}/none", "load", f"{folder}/a.bib", "--dry-run")
    assert (ran.returncode, "1 would load" in ran.stdout) == (0, True), ran.stderr
    assert not list(tmp_path.iterdir())


def test_a_slip_in_a_settings_name_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    written = tmp_path / "govgraph.toml"
    written.write_text("workrs = 2\n")
    monkeypatch.setenv("GOVGRAPH_CONFIG", str(written))
    assert govgraph("doctor").stderr == f"govgraph: {written}: unknown setting 'workrs'; did you mean workers?\n"
    monkeypatch.setenv("GOVGRAPH_CONFIG", f"{tmp_path}/none.toml")
    assert govgraph("doctor").stderr == f"govgraph: GOVGRAPH_CONFIG: there is no file {tmp_path}/none.toml\n"
    monkeypatch.delenv("GOVGRAPH_CONFIG")
    monkeypatch.setenv("GOVGRAPH_STOER", "x")
    assert "-    GOVGRAPH_STOER: no setting is called so; did you mean GOVGRAPH_STORE?" in govgraph("doctor").stdout
    monkeypatch.setenv("GOVGRAPH_PORT", "eighty")
    assert govgraph("doctor").stderr == "govgraph: GOVGRAPH_PORT: 'port' must be a whole number, not 'eighty'\n"
