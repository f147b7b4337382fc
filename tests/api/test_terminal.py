"""The command at all kinds of terminals, pipes and disks: other locales, a disk that fills up, a store that may only be read."""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import subprocess
import sys
import termios
import zipfile
from pathlib import Path
from typing import Any

import pytest
from command import govgraph

GOVGRAPH = str(Path(sys.executable).with_name("govgraph"))
POOR = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "latin-1"}
TITLE = "Ämter “für alle” и для всех"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("terminal")
    for name in ("one", "two"):
        text = f"@article{{{name}, author={{Brook, Ada}}, title={{{TITLE} {name}}}, year={{2011}}, doi={{10.5555/{name}}}}}\n"
        made.joinpath(f"{name}.bib").write_text(text, encoding="utf-8")
    assert govgraph("--store", f"{made}/store", "load", f"{made}/one.bib", f"{made}/two.bib").returncode == 0
    return made


def test_a_pipe_gets_utf_8_whatever_the_locale(folder: Path) -> None:
    ran = subprocess.run(
        [GOVGRAPH, "search", "10.5555/one", "--store", f"{folder}/store"], capture_output=True, env=os.environ | POOR, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert TITLE in ran.stdout.decode("utf-8")


def shown_at(terminal: int) -> bytes:
    """All that was written to a terminal, which is closed then."""
    told = b""
    with contextlib.suppress(OSError):  # how Linux says that nobody writes there any more
        while more := os.read(terminal, 1 << 16):
            told += more
    os.close(terminal)
    return told


def test_a_terminal_without_a_letter_gets_another_in_its_place(folder: Path) -> None:
    ours, theirs = os.openpty()
    ran = subprocess.run(
        [GOVGRAPH, "search", "10.5555/one", "--store", f"{folder}/store"], stdin=theirs, stdout=theirs, stderr=subprocess.PIPE,
        env=os.environ | POOR, check=False,
    )  # fmt: skip
    os.close(theirs)
    assert ran.returncode == 0, ran.stderr
    assert shown_at(ours).startswith("Ämter ?für alle?".encode("latin-1"))


def test_a_table_is_as_wide_as_its_terminal(folder: Path) -> None:
    widest = {}
    for wide in (60, 200):
        ours, theirs = os.openpty()
        termios.tcsetwinsize(theirs, (24, wide))
        words = [GOVGRAPH, "query", "source-statements", "-p", "source=one.bib", "--store", f"{folder}/store"]
        environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
        subprocess.run(words, stdin=theirs, stdout=theirs, env=environment, check=True)
        os.close(theirs)
        widest[wide] = max(map(len, shown_at(ours).decode().splitlines()))
    assert widest[60] <= 60 < widest[200] <= 200


@pytest.mark.parametrize("words", ["backup {}/out", "export --view all -o {}/out"], ids=lambda words: words.split()[0])
def test_what_could_not_be_written_whole_is_taken_away(folder: Path, words: str) -> None:
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))

    command = [GOVGRAPH, *words.format(folder).split(), "--store", f"{folder}/store"]
    ran = subprocess.run(command, capture_output=True, text=True, preexec_fn=little_room, check=False)
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 1), ran.stderr
    assert "File too large" in ran.stderr
    assert not list(folder.glob("out*"))


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file of a lock can be opened for writing, as on a disk that is mounted to be read."""
    real = Path.open

    def opened(path: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if path.name == "writer.lock" and mode != "r":
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return real(path, mode, *rest, **more)

    monkeypatch.setattr(Path, "open", opened)


@pytest.mark.usefixtures("read_only")
def test_a_store_that_may_only_be_read_is_read(folder: Path) -> None:
    ran = govgraph("search", "10.5555/one", "--store", f"{folder}/store")
    assert (ran.returncode, TITLE in ran.stdout) == (0, True), ran.stderr


@pytest.mark.usefixtures("read_only")
def test_what_would_write_to_a_store_that_may_only_be_read_says_so(folder: Path) -> None:
    ran = govgraph("load", f"{folder}/one.bib", "--store", f"{folder}/store")
    assert ran.returncode == 1
    assert f"{folder}/store: the store may only be read here" in ran.stderr


def test_of_many_files_those_that_were_loaded_before_are_counted_only(folder: Path, tmp_path: Path) -> None:
    again = govgraph("load", f"{folder}/one.bib", f"{folder}/two.bib", "--store", f"{folder}/store")
    assert (again.returncode, again.stdout) == (0, "2 unchanged: loaded before, 0 changes\n")
    edited = tmp_path / "three.bib"
    edited.write_text("@book{three, author={Osei, Kofi}, title={Letters that come back}, year={2014}}\n")
    some = govgraph("load", f"{folder}/one.bib", str(edited), "--dry-run", "--store", f"{folder}/store")
    assert "one.bib" not in some.stdout
    assert "three.bib" in some.stdout


def test_a_file_whose_name_is_not_utf_8_is_read_and_named(tmp_path: Path) -> None:
    odd, store = os.fsdecode(b"caf\xe9"), f"{tmp_path}/store"
    text = "@book{one, title={Counters}, author={Brook, Ada}, year={2011}}\n"
    for path in (tmp_path / f"{odd}.bib", tmp_path / odd / "in.bib"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace("2011", str(2011 + len(path.name))))
    (tmp_path / odd / "atlas.md").write_text("---\ntype: atlas\nlabel: Odd\nlicence: CC BY 4.0\n---\n")
    with zipfile.ZipFile(tmp_path / f"{odd}.zip", "w") as file:
        file.writestr("inner.bib", text)
        file.writestr("notes.txt", "Nothing.")
    (tmp_path / f"{odd}.txt").write_text("Nothing in particular.")
    for command in (["load", "--store", store], ["load", "--json", "--store", store], ["resolve"], ["bulk", "-o", f"{tmp_path}/shards"]):
        ran = govgraph(*command, *(str(path) for path in sorted(tmp_path.glob("caf*"))))
        assert ran.returncode == 3, ran.stderr
        told = ran.stdout + ran.stderr
        assert "caf\ufffd.txt" in told
        assert "the format is not recognised" in told
    assert "Counters" in govgraph("read", f"{tmp_path}/{odd}.bib").stdout
    assert "caf\ufffd.txt" in govgraph("extract", f"{tmp_path}/{odd}.txt").stdout


def test_a_file_that_cannot_be_read_is_told_in_one_line(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Nothing in particular.")
    ran = govgraph("load", f"{tmp_path}/notes.txt", f"{tmp_path}/none.bib", f"{folder}/one.bib", "--store", f"{tmp_path}/store")
    first, reason, second, missing, *_, last = ran.stdout.splitlines()
    assert (first, second) == (f"{tmp_path}/notes.txt", f"{tmp_path}/none.bib")
    assert reason.startswith("  rejected: the format is not recognised; name it with --from")
    assert missing == "  rejected: there is no such file"
    assert (last, ran.returncode) == ("1 loaded, 2 rejected", 3)


def test_of_two_files_of_the_same_bytes_the_second_is_told(tmp_path: Path) -> None:
    for name in ("a.bib", "b.bib"):
        (tmp_path / name).write_text("@book{one, title={Counters}, author={Brook, Ada}, year={2011}}\n")
    ran = govgraph("load", f"{tmp_path}/a.bib", f"{tmp_path}/b.bib", "--store", f"{tmp_path}/store")
    assert f"{tmp_path}/b.bib\n  left out: the same bytes as {tmp_path}/a.bib; change one where they are two things\n" in ran.stdout


def test_a_table_to_fill_in_tells_where_it_is_and_how_it_is_loaded(tmp_path: Path) -> None:
    ran = govgraph("template", "claims", "-o", f"{tmp_path}/claims.csv")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert f"`govgraph load {tmp_path}/claims.csv` reads it" in ran.stderr
