"""A store in a folder: one process writes, or several read; what was acknowledged is there afterwards."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from graph import opening
from graph.errors import BusyError, StoreError
from graph.opening import open_store
from graph.store import RESOLVED

if TYPE_CHECKING:
    from pathlib import Path

LINE = f'<urn:a> <urn:p> "x" <{RESOLVED}> .\n'.encode()
HOLD = """
import sys
from graph.opening import open_store
store = open_store(sys.argv[1], read_only=sys.argv[2] == "read")
print("open", flush=True)
sys.stdin.read()
"""


def holder(folder: Path, how: str) -> subprocess.Popen[bytes]:
    other = subprocess.Popen([sys.executable, "-c", HOLD, str(folder), how], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout is not None
    assert other.stdout.readline() == b"open\n"
    return other


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.engines.oxigraph.PATIENCE", 0.05)


def test_what_was_written_is_there_after_reopening(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    store.load([LINE])
    store.flush()
    store.close()
    again = open_store(str(tmp_path / "store"), read_only=True)
    assert again.ask("ASK { <urn:a> ?p ?o }")


def test_a_second_writer_is_told_who_holds_the_store(tmp_path: Path) -> None:
    other = holder(tmp_path, "write")
    try:
        for read_only in (False, True):
            with pytest.raises(BusyError, match=f"process {other.pid}"):
                open_store(str(tmp_path), read_only=read_only)
    finally:
        other.communicate()
    open_store(str(tmp_path)).close()


def test_several_may_read_and_none_may_write_meanwhile(tmp_path: Path) -> None:
    open_store(str(tmp_path)).close()
    other = holder(tmp_path, "read")
    try:
        open_store(str(tmp_path), read_only=True).close()
        with pytest.raises(BusyError, match="reads it"):
            open_store(str(tmp_path))
    finally:
        other.communicate()


def test_a_killed_writer_leaves_no_lock(tmp_path: Path) -> None:
    other = holder(tmp_path, "write")
    other.kill()
    other.communicate()
    open_store(str(tmp_path)).close()


def test_reading_where_nothing_is_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here"):
        open_store(str(tmp_path / "none"), read_only=True)
    assert not (tmp_path / "none").exists()


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    open_store(str(tmp_path)).close()
    store = open_store(str(tmp_path), read_only=True)
    with pytest.raises(StoreError):
        store.load([LINE])
    with pytest.raises(StoreError):
        store.update("DROP ALL")


def test_a_folder_of_something_else_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("not a manifest\n")
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(str(tmp_path))


def test_a_backup_is_a_store_of_its_own(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    store.load([LINE])
    store.backup(str(tmp_path / "copy"))
    store.update("DROP ALL")
    copy = open_store(str(tmp_path / "copy"))
    assert copy.ask("ASK { <urn:a> ?p ?o }")
    with pytest.raises(StoreError, match="no backup"):
        store.backup(str(tmp_path / "copy"))


def test_the_engines_logs_do_not_pile_up(tmp_path: Path) -> None:
    for _ in range(9):
        store = open_store(str(tmp_path / "store"))
        store.load([LINE])
        store.close()
    assert 1 <= len(list((tmp_path / "store").glob("LOG.old.*"))) <= 4
    store = open_store(str(tmp_path / "store"), read_only=True)
    assert store.ask("ASK { <urn:a> ?p ?o }")
    store.close()


def test_a_store_tells_its_format_and_a_newer_one_is_left_alone(tmp_path: Path) -> None:
    open_store(str(tmp_path / "s")).close()
    note = tmp_path / "s" / opening.NOTE
    assert note.read_text() == f"{opening.FORMAT}\n"
    note.write_text(f"{opening.FORMAT + 1}\n")
    before = {place: place.stat().st_mtime_ns for place in (tmp_path / "s").iterdir()}
    for read_only in (True, False):
        with pytest.raises(StoreError, match=f"format {opening.FORMAT + 1}, .* up to {opening.FORMAT}: use the newer govgraph"):
            open_store(str(tmp_path / "s"), read_only=read_only)
    assert {place: place.stat().st_mtime_ns for place in (tmp_path / "s").iterdir()} == before
    note.write_text("two\n")
    with pytest.raises(StoreError, match="as a number, not 'two'"):
        open_store(str(tmp_path / "s"))


def test_a_store_from_before_it_told_its_format_is_taken(tmp_path: Path) -> None:
    open_store(str(tmp_path / "s")).close()
    note = tmp_path / "s" / opening.NOTE
    note.unlink()
    open_store(str(tmp_path / "s"), read_only=True).close()
    assert not note.exists()
    open_store(str(tmp_path / "s")).close()
    assert note.read_text() == f"{opening.FORMAT}\n"
