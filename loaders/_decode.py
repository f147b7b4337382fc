"""Bytes → text for the bibliographic formats: byte-order marks, UTF-8, else Windows-1252; gzip unpacked under a limit."""

from __future__ import annotations

import codecs
import zlib
from bisect import bisect_right

from graph.errors import InputError

MOST_BYTES = 1 << 30
MOST_RATIO = 200
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def unpacked(data: bytes) -> bytes:
    """Bytes as they are, or gunzipped; InputError for a broken archive or one that grows over 200 times (a bomb)."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    most = min(MOST_BYTES, max(len(data) * MOST_RATIO, 1 << 20))
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        out = unpacker.decompress(data, most)
    except zlib.error as wrong:
        raise InputError(f"the gzip archive is broken: {wrong}") from wrong
    if unpacker.unconsumed_tail:
        raise InputError(f"the gzip archive grows over {MOST_RATIO} times its size; unpack it by hand if you trust it")
    return out


def decoded(data: bytes) -> str:
    """The text of a file: by its byte-order mark, else UTF-8, else line by line UTF-8 or Windows-1252; the mark itself is left out."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if len(data) > 4 and data[0] and not data[1] and data[2] and not data[3]:
        return data.decode("utf-16-le", "replace")
    if len(data) > 4 and not data[0] and data[1] and not data[2] and data[3]:
        return data.decode("utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:  # exports glued together mix encodings: each line by itself
        return "".join(_line(line) for line in data.splitlines(keepends=True))


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


class Lines:
    """Line numbers of text offsets, counted once."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def at(self, offset: int) -> int:
        """The line (from 1) in which an offset lies."""
        return bisect_right(self._starts, offset)
