"""Archives as folders of captures: zip, and tar as it is or compressed; read member by member, nothing is ever written to the disk.

A member is `archive!folder/name`. What cannot be read is a capture without bytes that says why, so that every member is accounted for.
"""

from __future__ import annotations

import io
import lzma
import tarfile
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, cast

from graph.errors import InputError
from graph.record import Capture
from graph.sources.capture import LARGEST, capture_of, legible
from graph.sources.compressed import RATIO, Unpacking, bare_name, kind_of, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_MEMBERS = 100_000
MOST_BYTES = 8 << 30
"""Bytes that one archive may hold, all members together."""
_LEAST = 1 << 20
_ZIP, _TAR = (b"PK\x03\x04", b"PK\x05\x06"), (b"ustar", 257)
_MOST_NAME = 1 << 16
"""Bytes of a tar header's long name or attributes."""
_NAMING = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
_UNSOUND = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What the readers of archives raise over one that is broken, encrypted or packed in a way that they do not know."""


def is_archive(path: Path) -> bool:
    """Whether a file is an archive by its content; workbooks, documents and e-books, which are zips inside, are not."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            head = file.read(512)
            if head.startswith(_ZIP):
                return not _is_document(file)
            if kind := kind_of(head):
                file.seek(0)
                head = Unpacking(file, kind, path.stat().st_size, str(path), most=MOST_BYTES).read(512)
    except (InputError, *_UNSOUND):
        return False
    return head[_TAR[1] :].startswith(_TAR[0])


def members(path: Path, *, largest: int = LARGEST) -> Iterator[Capture]:
    """The captures of an archive in its own order; hidden files and what only an operating system left are passed over.

    Args:
        path: the archive.
        largest: bytes of one member, decompressed.
    """
    count = 0
    try:
        with path.open("rb") as file:
            sort = _zipped if file.read(4) in _ZIP else _tarred
            file.seek(0)
            for count, capture in enumerate(sort(file, path, largest), 1):
                if count > MOST_MEMBERS:
                    yield _unreadable(path, "", f"{path}: more than {MOST_MEMBERS:,} files in one archive; unpack it and load the folder")
                    return
                yield capture
    except InputError as error:
        yield _unreadable(path, "", str(error))
    except _UNSOUND as error:
        yield _unreadable(path, "", f"{path}: not a sound archive ({error}); fetch it again")
    else:
        if not count:
            yield _unreadable(path, "", f"{path}: an archive without files")


def _is_document(file: IO[bytes]) -> bool:
    names = zipfile.ZipFile(file).namelist()
    return "[Content_Types].xml" in names or "mimetype" in names


def _is_passed_over(name: str) -> bool:
    parts = name.split("/")
    return any(part.startswith(".") for part in parts if part not in (".", "..")) or "__MACOSX" in parts


def _unreadable(path: Path, member: str, why: str) -> Capture:
    mark = f"!{member}" if member else ""
    return Capture(b"", legible(f"{path.name}{mark}"), legible(f"{path}{mark}"), context={"unreadable": legible(why)})


class _Members:
    """Turns members into captures and keeps count of what they unpack to."""

    def __init__(self, path: Path, largest: int) -> None:
        self._path, self._largest, self._total = path, largest, 0
        self._most = min(MOST_BYTES, max(_LEAST, RATIO * path.stat().st_size))

    def refused(self, member: str, why: str) -> Capture:
        """A member that is not read."""
        return _unreadable(self._path, member, f"{self._path}!{member}: {why}")

    def too_large(self, member: str) -> Capture:
        """A member above the limit of one input."""
        return self.refused(member, f"larger than {self._largest >> 20} MiB; split it, or raise `input_size` in the settings")

    def capture(self, member: str, file: IO[bytes]) -> Capture:
        """A member's bytes, decompressed where they are compressed once more.

        Raises:
            InputError: all members together unpack to more than an archive may.
        """
        data = file.read(self._largest + 1)
        self._total += len(data)
        if self._total > self._most:
            raise InputError(
                f"{self._path}: unpacks to more than {RATIO} times its size or {MOST_BYTES >> 30} GiB; such a file is not loaded"
            )
        if len(data) > self._largest:
            return self.too_large(member)
        place = f"{self._path}!{member}"
        if kind := kind_of(data):
            try:
                data = unpacked(io.BytesIO(data), kind, len(data), place, most=self._largest)
            except InputError as error:
                return _unreadable(self._path, member, str(error))
            member = bare_name(member)
        if data[_TAR[1] :].startswith(_TAR[0]) or (data.startswith(_ZIP) and not _is_document(io.BytesIO(data))):
            return self.refused(member, "an archive in an archive is not opened; unpack it and load it by itself")
        return capture_of(data, f"{self._path.name}!{member}", path=place)


def _zipped(file: IO[bytes], path: Path, largest: int) -> Iterator[Capture]:
    made = _Members(path, largest)
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            if info.is_dir() or _is_passed_over(info.filename):
                continue
            if info.flag_bits & 1:
                yield made.refused(info.filename, "encrypted; unpack it with its password and load the files")
            elif info.file_size > largest:
                yield made.too_large(info.filename)
            else:
                yield _zip_member(archive, info, made)


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, made: _Members) -> Capture:
    try:
        with archive.open(info) as file:
            return made.capture(info.filename, file)
    except _UNSOUND as error:  # the next member may be sound
        return made.refused(info.filename, f"cannot be unpacked ({error}); fetch the archive again")


class _Header(tarfile.TarInfo):
    """A tar header whose names are not taken into memory where they are endless."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in _NAMING and self.size > _MOST_NAME:
            raise tarfile.ReadError(f"a name of {self.size:,} bytes")
        return cast("tarfile.TarInfo", super()._proc_member(archive))  # type: ignore[misc] # not in the stubs


def _tarred(file: IO[bytes], path: Path, largest: int) -> Iterator[Capture]:
    made, kind = _Members(path, largest), kind_of(file.read(8))
    file.seek(0)
    source = Unpacking(file, kind, path.stat().st_size, str(path), most=MOST_BYTES) if kind else file
    with tarfile.open(fileobj=cast("IO[bytes]", source), mode="r|", tarinfo=_Header) as archive:
        for info in archive:
            if info.isdir() or _is_passed_over(info.name):
                continue
            if not info.isfile():
                yield made.refused(info.name, "a link or a device, no file")
            elif info.size > largest:
                yield made.too_large(info.name)
            elif (member := archive.extractfile(info)) is not None:
                yield made.capture(info.name, member)
            archive.members = []  # type: ignore[attr-defined] # else all headers stay in memory
