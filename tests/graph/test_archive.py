"""Archives are folders of captures: every member is one, or says why it is not; bombs and broken files end in a reason, never in memory."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

import loaders
from graph.record import Reject, Work
from graph.sources import archive, compressed
from graph.sources.archive import is_archive, members
from graph.sources.capture import read_capture

if TYPE_CHECKING:
    from pathlib import Path

    from graph.record import Capture

RIS = b"TY  - JOUR\nTI  - Counting doors\nPY  - 2001\nER  - \n"
BIB = b"@book{k, title={Counting windows}, author={Berg, Jonas}, year={2002}}\n"
FILES = {"a/b/one.ris": RIS, "two.bib": BIB, ".hidden": b"x", "__MACOSX/a/._one.ris": b"x"}


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return path


def tarred(path: Path, files: dict[str, bytes], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as made:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            made.addfile(info, io.BytesIO(data))
    return path


def reason(capture: Capture) -> str:
    return str(capture.context["unreadable"])


@pytest.mark.parametrize("mode", ["zip", "w", "w:gz", "w:bz2", "w:xz"])
def test_members_are_captures_named_by_archive_and_path(tmp_path: Path, mode: str) -> None:
    path = zipped(tmp_path / "dump", FILES) if mode == "zip" else tarred(tmp_path / "dump", FILES, mode)
    assert is_archive(path)
    found = list(members(path))
    assert [(one.name, one.data) for one in found] == [("dump!a/b/one.ris", RIS), ("dump!two.bib", BIB)]
    assert found[0].path == f"{path}!a/b/one.ris"
    titles = [said.title for one in loaders.open_paths([path]) for said in loaders.read(one) if isinstance(said, Work)]
    assert titles == ["Counting doors", "Counting windows"]


def test_a_compressed_member_is_undone_and_an_archive_in_it_is_not(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", FILES).read_bytes()
    plain, nested = members(zipped(tmp_path / "outer.zip", {"one.ris.gz": gzip.compress(RIS), "deep/inner.zip": inner}))
    assert (plain.name, plain.data) == ("outer.zip!one.ris", RIS)
    assert "archive in an archive" in reason(nested)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_one_compressed_file_is_no_archive(tmp_path: Path, pack: type[bytes]) -> None:
    path = tmp_path / "one.ris"
    path.write_bytes(pack(RIS) + pack(RIS))
    assert not is_archive(path)
    assert read_capture(path).data == RIS + RIS


def test_without_the_extra_what_is_packed_with_zstd_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressed, "zstd_module", lambda: None)
    packed = b"\x28\xb5\x2f\xfd\x04\x00" + b"TY  - JOUR"
    (tmp_path / "a.ris.zst").write_bytes(packed)
    zipped(tmp_path / "b.zip", {"a.ris.zst": packed})
    for capture in loaders.open_paths([tmp_path]):
        (reject,) = loaders.read(capture)
        assert isinstance(reject, Reject)
        assert "EXTRAS=zstd" in reject.reason
        assert "zstd -d" in reject.reason


@pytest.mark.skipif(compressed.zstd_module() is None, reason="needs Python 3.14 or the extra zstd")
def test_what_is_packed_with_zstd_is_undone(tmp_path: Path) -> None:
    pack = compressed.zstd_module().compress
    skipped = b"P*M\x18" + (4).to_bytes(4, "little") + b"size"
    (tmp_path / "a.ris.zst").write_bytes(skipped + pack(RIS) + skipped + pack(RIS))
    zipped(tmp_path / "b.zip", {"a.ris.zst": pack(RIS)})
    assert [(one.name, one.data) for one in loaders.open_paths([tmp_path])] == [("a.ris", RIS + RIS), ("b.zip!a.ris", RIS)]
    (tmp_path / "b.zip").unlink()
    for broken, why in (
        (pack(RIS)[:-9], "ends too early"),
        (pack(RIS)[:6] + b"\xff" * 9, "not a sound"),
        (pack(bytes(9 << 20)), "200 times"),
    ):
        (tmp_path / "a.ris.zst").write_bytes(broken)
        (reject,) = loaders.read(next(iter(loaders.open_paths([tmp_path]))))
        assert isinstance(reject, Reject)
        assert why in reject.reason


def test_workbooks_and_documents_are_no_archives(tmp_path: Path) -> None:
    assert not is_archive(zipped(tmp_path / "a.xlsx", {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"}))
    assert not is_archive(zipped(tmp_path / "a.ods", {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}))
    assert not is_archive(tmp_path)
    assert not is_archive(tmp_path / "missing")


def test_a_member_above_the_limit_leaves_the_others(tmp_path: Path) -> None:
    large, small = members(zipped(tmp_path / "a.zip", {"large.ris": RIS * 50, "small.ris": RIS}), largest=1_000)
    assert "raise `input_size`" in reason(large)
    assert small.data == RIS
    large, small = members(tarred(tmp_path / "a.tar", {"large.ris": RIS * 50, "small.ris": RIS}), largest=1_000)
    assert "raise `input_size`" in reason(large)
    assert small.data == RIS


@pytest.mark.parametrize("mode", ["zip", "w:gz", "w:xz"])
def test_a_bomb_ends_before_it_unfolds(tmp_path: Path, mode: str) -> None:
    files = {f"{number}.txt": b"0" * (4 << 20) for number in range(6)}
    path = zipped(tmp_path / "bomb", files) if mode == "zip" else tarred(tmp_path / "bomb", files, mode)
    found = list(members(path))
    assert "times its size" in reason(found[-1])
    assert sum(len(one.data) for one in found) <= archive.RATIO * path.stat().st_size


def test_too_many_members_end_in_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 3)
    found = list(members(zipped(tmp_path / "a.zip", {f"{number}.ris": RIS for number in range(9)})))
    assert len(found) == 4
    assert "more than 3 files" in reason(found[-1])


def test_links_and_endless_names_are_not_followed(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as made:
        link = tarfile.TarInfo("passwords")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        made.addfile(link)
    assert [reason(one).rpartition(": ")[2] for one in members(tmp_path / "a.tar")] == ["a link or a device, no file"]
    endless = tarfile.TarInfo("././@LongLink")
    endless.type, endless.size = tarfile.GNUTYPE_LONGNAME, 1 << 40
    (tmp_path / "b.tar").write_bytes(endless.tobuf() + b"x" * 4096)
    assert "not a sound archive" in reason(next(members(tmp_path / "b.tar")))


def test_what_is_cut_off_garbled_or_empty_says_so(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "a.zip", FILES).read_bytes()
    (tmp_path / "garbled.zip").write_bytes(whole.replace(whole[60:70], b"\xff" * 10))
    first, second = members(tmp_path / "garbled.zip")
    assert "cannot be unpacked" in reason(first)
    assert second.data == BIB
    (tmp_path / "cut.tgz").write_bytes(tarred(tmp_path / "a.tgz", FILES, "w:gz").read_bytes()[:-40])
    assert any("unreadable" in one.context for one in members(tmp_path / "cut.tgz"))
    (nothing,) = members(zipped(tmp_path / "empty.zip", {}))
    assert "without files" in reason(nothing)
    (tmp_path / "cut.zip").write_bytes(whole[:80])
    said = [one for capture in loaders.open_paths([tmp_path / "cut.zip"]) for one in loaders.read(capture)]
    assert any(isinstance(one, Reject) for one in said)
