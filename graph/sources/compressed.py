"""Compressed bytes read as what they hold, within bounds: gzip, bzip2, xz and zstd, one stream or several one after the other.

zstd needs Python 3.14 or the extra `zstd` (backports.zstd, the same module for older ones).
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from functools import lru_cache
from importlib import import_module
from typing import IO, Any, Protocol

from graph.errors import InputError
from graph.extras import install

RATIO = 200
"""No document of text shrinks further than this; what claims to is a bomb."""
_KINDS = ((b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"(\xb5/\xfd", "zstd"), (b"P*M\x18", "zstd"), (b"\xfd7zXZ\x00", "xz"))
"""How each begins; zstd's second is the frame that pzstd puts before each piece."""
_SUFFIXES = (".gz", ".bz2", ".zst", ".xz")
_PIECE = 1 << 20
_MEMORY = 256 << 20
"""Bytes that xz may take to unpack; zstd refuses by itself what needs more than half of them."""


class _Stream(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


@lru_cache(maxsize=1)
def zstd_module() -> Any:
    """Python's own module, or that of the extra; None where neither is installed."""
    for name in ("compression.zstd", "backports.zstd"):
        try:
            return import_module(name)
        except ImportError:
            continue
    return None


def _unsound() -> tuple[type[Exception], ...]:
    """What is raised for bytes that are not of their kind."""
    return (zlib.error, lzma.LZMAError, OSError, EOFError, *((zstd.ZstdError,) if (zstd := zstd_module()) is not None else ()))


class _Gzip:
    """zlib's stream with the manners of the other two: what does not fit into a piece is kept for the next."""

    def __init__(self) -> None:
        self._stream, self._kept = zlib.decompressobj(wbits=31), b""

    @property
    def eof(self) -> bool:
        return self._stream.eof

    @property
    def unused_data(self) -> bytes:
        return self._stream.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        piece = self._stream.decompress(self._kept + data, max_length)
        self._kept = self._stream.unconsumed_tail
        return piece


def kind_of(head: bytes) -> str:
    """gzip, bzip2, xz or zstd by the first bytes; "" for what is not compressed."""
    return next((kind for sign, kind in _KINDS if head.startswith(sign)), "")


def bare_name(name: str) -> str:
    """The name without the ending that compressing added."""
    return next((name.removesuffix(suffix) for suffix in _SUFFIXES if name.endswith(suffix)), name)


class Unpacking:
    """A compressed file, read as what it holds; `size` is the file's own size in bytes, `where` names it in errors."""

    def __init__(self, file: IO[bytes], kind: str, size: int, where: str, *, most: int) -> None:
        self._file, self._kind, self._size, self._where, self._most = file, kind, size, where, most
        self._stream = self._new_stream()
        self._ready, self._length, self._ended = b"", 0, False

    def read(self, size: int = _PIECE) -> bytes:
        """The next bytes, at most `size`; empty at the end.

        Raises:
            InputError: it is not sound, ends too early, or unpacks to more than `most` bytes or RATIO times its size.
        """
        while len(self._ready) < size and not self._ended:
            self._ready += self._piece()
        given, self._ready = self._ready[:size], self._ready[size:]
        return given

    def _new_stream(self) -> _Stream:
        if self._kind == "gzip":
            return _Gzip()
        if self._kind == "zstd":
            if (zstd := zstd_module()) is not None:
                stream: _Stream = zstd.ZstdDecompressor()
                return stream
            need = f"zstd files need an extra: {install('zstd')}"
            raise InputError(f"{self._where}: {need}, or unpack it first (zstd -d), or pack it with gzip, bzip2 or xz")
        return bz2.BZ2Decompressor() if self._kind == "bzip2" else lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY)

    def _piece(self) -> bytes:
        try:
            left_over = b"" if self._stream.eof else self._stream.decompress(b"", _PIECE)
            piece = left_over or self._fed()
        except _unsound() as error:
            raise InputError(f"{self._where}: not a sound {self._kind} file ({error}); fetch it again") from error
        self._length += len(piece)
        if self._length > self._most:
            raise InputError(f"{self._where}: larger than {self._most >> 20} MiB once decompressed; split it, or raise `input_size`")
        if self._length > _PIECE and self._length > RATIO * self._size:
            raise InputError(f"{self._where}: unpacks to more than {RATIO} times its size; such a file is not loaded")
        return piece

    def _fed(self) -> bytes:
        """What further bytes of the file unpack to; a stream that has ended is followed by another of its kind or by nothing of ours."""
        rest = b""
        if self._stream.eof:
            rest = self._stream.unused_data
            rest += self._file.read(_PIECE) if len(rest) < len(_KINDS[-1][0]) else b""
            if kind_of(rest) != self._kind:
                self._ended = True
                return b""
            self._stream = self._new_stream()
        else:
            rest = self._file.read(_PIECE)
            if not rest:
                raise InputError(f"{self._where}: the {self._kind} file ends too early; fetch it again")
        return self._stream.decompress(rest, _PIECE)


def unpacked(file: IO[bytes], kind: str, size: int, where: str, *, most: int) -> bytes:
    """All that a compressed file holds.

    Raises:
        InputError: as `Unpacking.read`.
    """
    source = Unpacking(file, kind, size, where, most=most)
    pieces = []
    while piece := source.read():
        pieces.append(piece)
    return b"".join(pieces)
