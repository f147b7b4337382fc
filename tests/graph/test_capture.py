"""Captures: what is read of a file, and the folder that keeps it."""

from __future__ import annotations

import gzip
import hashlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InputError, StoreError, UsageError
from graph.sources.capture import Captures, capture_of, decoded, read_capture

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Größe — naïve “état” 行政"


@pytest.mark.parametrize(
    ("data", "text", "told"),
    [
        (TEXT.encode(), TEXT, []),
        (b"\xef\xbb\xbf" + TEXT.encode(), TEXT, []),
        (TEXT.encode("utf-16"), TEXT, []),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), TEXT, []),
        ('<meta charset="koi8-r">Реформа'.encode("koi8-r"), '<meta charset="koi8-r">Реформа', ["found"]),
        (
            b'<?xml version="1.0" encoding="iso-8859-2"?>' + "Łódź".encode("iso-8859-2"),
            '<?xml version="1.0" encoding="iso-8859-2"?>Łódź',
            ["found"],
        ),
        ("“naïve”".encode("cp1252"), "“naïve”", ["unknowable"]),
        (b'<meta charset="shift_jis">\x93na\xefve', '<meta charset="shift_jis">“naïve', ["conflicting", "unknowable"]),
        (b'<meta charset="hex">\xe9', '<meta charset="hex">é', ["unknowable"]),
        (b'<meta charset="unicode_escape">\\x00\xe9', '<meta charset="unicode_escape">\\x00é', ["unknowable"]),
        (b'<meta charset="no-such">\xe9', '<meta charset="no-such">é', ["conflicting", "unknowable"]),
        (b"a\x00b", "a\ufffdb", ["ignored"]),
        (b"a\r\nb\r", "a\r\nb\r", []),
        (b"", "", []),
    ],
)
def test_bytes_become_text_and_guesses_are_told(data: bytes, text: str, told: list[str]) -> None:
    found, findings = decoded(data)
    assert found == text
    assert [finding.kind for finding in findings] == told


@given(st.binary(max_size=200))
def test_any_bytes_become_some_text(data: bytes) -> None:
    text, _ = decoded(data)
    assert "\0" not in text
    text.encode("utf-8")


def test_a_file_is_known_by_the_digest_of_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(TEXT.encode())
    capture = read_capture(tmp_path / "page.html", retrieved_from="https://example.org/p")
    assert capture.digest == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (capture.name, capture.text, capture.retrieved_from) == ("page.html", TEXT, "https://example.org/p")


def test_a_compressed_file_is_the_same_capture(tmp_path: Path) -> None:
    (tmp_path / "refs.bib.gz").write_bytes(gzip.compress(b"first ") + gzip.compress(b"second"))
    capture = read_capture(tmp_path / "refs.bib.gz")
    assert (capture.name, capture.data) == ("refs.bib", b"first second")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"x" * 3_000_001, "larger than"),
        (gzip.compress(b"0" * 2_900_000), "times its size"),
        (gzip.compress(bytes(range(256)) * 12_000), "larger than"),
        (gzip.compress(b"cut off in the middle" * 50, mtime=0)[:-20], "ends too early"),
        (b"\x1f\x8bnot gzip at all", "not a sound gzip"),
    ],
)
def test_what_is_too_large_or_broken_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "in").write_bytes(data)
    with pytest.raises(InputError, match=says):
        read_capture(tmp_path / "in", largest=3_000_000)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path, says in ((tmp_path, "not a file that can be read"), (tmp_path / "none", "there is no such file")):
        with pytest.raises(InputError, match=says):
            read_capture(path)


@pytest.fixture(params=["memory", "folder"])
def captures(request: pytest.FixtureRequest, tmp_path: Path) -> Captures:
    return Captures("" if request.param == "memory" else str(tmp_path / "captures"))


def test_a_capture_is_kept_with_its_text(captures: Captures) -> None:
    capture = capture_of(b"<p>bytes", "a.html")
    capture.text = "derived\r\ntext \U0001d53e"
    captures.keep(capture)
    captures.keep(capture)
    assert capture.digest in captures
    assert captures.data(capture.digest) == b"<p>bytes"
    assert captures.text(capture.digest) == "derived\r\ntext \U0001d53e"
    assert list(captures.digests()) == [capture.digest]


def test_a_capture_that_is_not_there_is_an_error(captures: Captures) -> None:
    assert "0" * 64 not in captures
    with pytest.raises(StoreError):
        captures.text("0" * 64)
    with pytest.raises(UsageError):
        captures.data("../../etc/passwd")
    assert "../../etc/passwd" not in captures


def test_kept_files_are_private_whole_and_checked(tmp_path: Path) -> None:
    captures = Captures(str(tmp_path))
    capture = capture_of(b"the bytes", "a")
    place = tmp_path / capture.digest[:2] / capture.digest
    place.parent.mkdir()
    place.write_bytes(b"torn")  # what a crash may leave
    captures.keep(capture)
    assert captures.data(capture.digest) == b"the bytes"
    assert place.stat().st_mode & 0o077 == 0
    assert sorted(p.name for p in place.parent.iterdir()) == [capture.digest, f"{capture.digest}.txt"]
    place.write_bytes(b"The bytes")
    with pytest.raises(StoreError, match="changed since"):
        captures.data(capture.digest)


def test_without_a_folder_nothing_is_kept() -> None:
    with pytest.raises(UsageError, match="GOVGRAPH_CAPTURES"):
        Captures(None).keep(capture_of(b"x", "x"))
