"""Sorting more lines than memory holds: sorted runs on disk, merged."""

from __future__ import annotations

import heapq
import tempfile
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RUN = 24 << 20
"""Bytes of lines sorted in memory at once; Python needs about twice as much for them."""


def sorted_lines(pieces: Iterable[bytes], run: int = RUN) -> Iterator[bytes]:
    """The lines of the pieces (which may end anywhere) in the order of their bytes, which for UTF-8 is that of code points."""
    with ExitStack() as files:
        runs: list[IO[bytes]] = []
        held: list[bytes] = []
        length = 0
        rest: list[bytes] = []
        for piece in pieces:
            held.append(piece)
            length += len(piece)
            if length >= run:
                block = b"".join(held)
                cut = block.rfind(b"\n") + 1
                runs.append(_written(_sorted(block[:cut]), files))
                held, length = [block[cut:]], len(block) - cut
        if length:
            rest = _sorted(b"".join(held))
        yield from heapq.merge(*runs, rest) if runs else rest


def _sorted(block: bytes) -> list[bytes]:
    lines = block.splitlines(keepends=True)
    lines.sort()
    return lines


def _written(lines: list[bytes], files: ExitStack) -> IO[bytes]:
    file = files.enter_context(tempfile.TemporaryFile(prefix="govgraph-"))  # noqa: SIM115 - the stack closes it
    file.writelines(lines)
    file.seek(0)
    return file


def joined(lines: Iterable[bytes], size: int = 1 << 18) -> Iterator[bytes]:
    """Lines put together into chunks of about `size` bytes."""
    held: list[bytes] = []
    length = 0
    for line in lines:
        held.append(line)
        length += len(line)
        if length >= size:
            yield b"".join(held)
            held, length = [], 0
    if held:
        yield b"".join(held)
