"""A capture: one document as it was found, its text, and the private folder that keeps both under their digest.

What is kept here is never exported and never served whole (graph/rights.py says how much of it an answer may show).
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import InputError, StoreError, UsageError
from graph.record import Capture, Finding
from graph.sources.compressed import bare_name, kind_of, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 64 << 20
"""Bytes of one input, decompressed, unless the settings say otherwise."""
_NO_TEXT = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How PDFs and workbooks begin: how their bytes would read as text is no news."""
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_NOT_DECLARED = frozenset({"utf-8", "ascii", "iso8859-1", "utf-7", "idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
"""What a declaration is not believed in: the first three as the bytes are no UTF-8, the others as no document is written in them."""


def read_capture(path: str | Path, *, largest: int = LARGEST, retrieved_from: str = "") -> Capture:
    """Read one file; what is compressed (gzip, bzip2, xz) is undone.

    Raises:
        InputError: the file cannot be read, is larger than `largest` bytes, or is a broken or bomb-like archive.
    """
    place, told = Path(path), legible(str(path))
    try:
        if not place.is_file():
            raise InputError(f"{told}: {'not a file that can be read' if place.exists() else 'there is no such file'}")
        with place.open("rb") as file:
            kind = kind_of(file.read(8))
            file.seek(0)
            written = unpacked(file, kind, place.stat().st_size, told, most=largest) if kind else file.read(largest + 1)
    except OSError as error:
        raise InputError(f"{told}: cannot be read ({error.strerror or error})") from error
    name = bare_name(place.name) if kind else place.name
    if len(written) > largest:
        raise InputError(f"{told}: larger than {largest >> 20} MiB; split it, or raise `input_size` in the settings")
    return capture_of(written, name, path=told, retrieved_from=retrieved_from)


def legible(name: str) -> str:
    """The name of a file as a text that can be written: a mark stands for bytes that are not UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def capture_of(data: bytes, name: str, *, path: str = "", retrieved_from: str = "") -> Capture:
    """A capture of these bytes: its digest is their sha256, its text their decoding until a loader derives another."""
    text, findings = decoded(data)
    context: dict[str, object] = {"findings": findings} if findings and not data.startswith(_NO_TEXT) else {}
    return Capture(
        data=data,
        name=legible(name),
        path=legible(path),
        retrieved_from=retrieved_from,
        text=text,
        digest=hashlib.sha256(data).hexdigest(),
        context=context,
    )


def decoded(data: bytes) -> tuple[str, list[Finding]]:
    """The text of some bytes, line ends as they are, and what had to be guessed or replaced on the way.

    A byte order mark decides, then valid UTF-8, then the charset that the first 2 kB declare, then Windows-1252. U+0000 becomes U+FFFD,
    one for one, so that offsets hold.
    """
    findings: list[Finding] = []
    text = _decoded(data, findings)
    if b"\0" in data and "\0" in text:  # no charset that is read makes U+0000 of other bytes
        findings.append(Finding("ignored", "NUL characters", f"{text.count(chr(0))} replaced by U+FFFD"))
        text = text.replace("\0", "\ufffd")
    return text, findings


def _decoded(data: bytes, findings: list[Finding]) -> str:
    for mark, charset in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            text = data[len(mark) :].decode(charset, errors="replace")
            if "\ufffd" in text:
                findings.append(Finding("unknowable", "encoding", f"not all valid {charset}; the rest stands as U+FFFD"))
            return text
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        first = error.start
    declared = _DECLARED.search(data[:2048])
    if declared:
        charset = declared[1].decode("ascii").lower()
        try:
            codec = codecs.lookup(charset)
            if codec.name not in _NOT_DECLARED and codec._is_text_encoding:  # noqa: SLF001 - no public question
                text = data.decode(codec.name)
                findings.append(Finding("found", "encoding", f"{charset}, as the document declares"))
                return text
        except (LookupError, UnicodeError):
            findings.append(Finding("conflicting", "encoding", f"declared {charset}, which the bytes are not"))
    findings.append(Finding("unknowable", "encoding", f"not UTF-8 (byte {first}); read as Windows-1252"))
    return data.decode("cp1252", errors="replace")


class Captures:
    """The private folder of captures: `{ab}/{digest}` the bytes, `{ab}/{digest}.txt` the text that offsets count in.

    `""` keeps them in memory (beside an in-memory store); None = no folder was named, and keeping raises.
    """

    def __init__(self, folder: str | None) -> None:
        self.folder = folder
        self._memory: dict[str, tuple[bytes, str]] = {}

    def keep(self, capture: Capture) -> None:
        """Write bytes and text, each whole or not at all; what is there already is left alone.

        Raises:
            UsageError: no folder was named.
            StoreError: the folder cannot be written.
        """
        if self.folder is None:
            raise UsageError("captures need a private folder beside a remote store: set GOVGRAPH_CAPTURES (or `captures` in govgraph.toml)")
        if not self.folder:
            self._memory[capture.digest] = (capture.data, capture.text)
            return
        place = self._place(capture.digest)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            _write(place, capture.data)
            _write(place.with_name(f"{capture.digest}.txt"), capture.text.encode("utf-8", errors="replace"))
        except OSError as error:
            raise StoreError(f"{self.folder}: a capture could not be kept ({error.strerror or error}); check space and rights") from error

    def data(self, digest: str) -> bytes:
        """The bytes of a capture.

        Raises:
            StoreError: there are none, or they are not what their digest says.
        """
        if digest in self._memory:
            return self._memory[digest][0]
        found = self._read(digest, "")
        if hashlib.sha256(found).hexdigest() != digest:
            raise StoreError(f"{self._place(digest)}: the bytes were changed since they were captured; restore them from a backup")
        return found

    def text(self, digest: str) -> str:
        """The text that offsets count in.

        Raises:
            StoreError: there is none.
        """
        if digest in self._memory:
            return self._memory[digest][1]
        return self._read(digest, ".txt").decode("utf-8")

    def __contains__(self, digest: str) -> bool:
        return digest in self._memory or bool(self.folder and re.fullmatch(r"[0-9a-f]{64}", digest) and self._place(digest).is_file())

    def digests(self) -> Iterator[str]:
        """The digests of all captures kept, in order."""
        if not self.folder:
            yield from sorted(self._memory)
            return
        yield from sorted(found.name for found in Path(self.folder).glob("[0-9a-f][0-9a-f]/*") if re.fullmatch(r"[0-9a-f]{64}", found.name))

    def _place(self, digest: str) -> Path:
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            raise UsageError(f"'{digest}' is not the sha256 digest of a capture")
        return Path(self.folder or "", digest[:2], digest)

    def _read(self, digest: str, suffix: str) -> bytes:
        place = self._place(digest)
        if not self.folder:
            raise StoreError(f"capture {digest}: not kept here")
        try:
            return place.with_name(place.name + suffix).read_bytes()
        except OSError as error:
            raise StoreError(f"{place}{suffix}: no such capture ({error.strerror}); restore it or load the document again") from error


def _write(place: Path, written: bytes) -> None:
    """Write a file so that it is there whole and durable, or not at all."""
    if place.is_file() and place.stat().st_size == len(written):
        return
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".capture-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
