"""Sorting more lines than memory holds, all the work in large pieces: sorted blocks are cut into buckets on disk, then bucket by bucket."""

from __future__ import annotations

import tempfile
from bisect import bisect_left
from contextlib import ExitStack
from itertools import chain, pairwise
from typing import IO, TYPE_CHECKING

from graph.engines.lines import pieces as whole_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

RUN = 24 << 20
"""Bytes of lines sorted in memory at once; Python needs about twice as much for them."""
BUCKETS = 32
CHUNK = 4096
"""Lines of one chunk of the answer."""
_DEEPEST = 6


def sorted_lines(pieces: Iterable[bytes], run: int = RUN, *, depth: int = 0) -> Iterator[bytes]:
    """The lines of the pieces (which may end anywhere) in the order of their bytes, which for UTF-8 is that of code points.

    Yields:
        Chunks of whole lines.
    """
    blocks = whole_lines(pieces, run)
    first, second = next(blocks, b""), next(blocks, None)
    if second is None:
        yield from _chunks(_sorted(first))
        return
    if depth == _DEEPEST:  # lines that are nearly all alike
        yield from _chunks(_sorted(b"".join(chain((first, second), blocks))))
        return
    with ExitStack() as files:
        lines = _sorted(first)
        splitters = sorted({lines[n * len(lines) // BUCKETS] for n in range(1, BUCKETS)})
        buckets = [files.enter_context(tempfile.TemporaryFile(prefix="govgraph-")) for _ in range(len(splitters) + 1)]
        _put(lines, splitters, buckets)
        for block in chain((second,), blocks):
            _put(_sorted(block), splitters, buckets)
        for bucket in buckets:
            size = bucket.tell()
            bucket.seek(0)
            if size > 4 * run:
                yield from sorted_lines(iter(lambda file=bucket: file.read(1 << 20), b""), run, depth=depth + 1)  # type: ignore[misc] # the default binds the loop's file
            else:
                yield from _chunks(_sorted(bucket.read()))


def _sorted(block: bytes) -> list[bytes]:
    lines = block.splitlines(keepends=True)
    lines.sort()
    return lines


def _put(lines: list[bytes], splitters: list[bytes], buckets: Sequence[IO[bytes]]) -> None:
    cuts = [0, *(bisect_left(lines, splitter) for splitter in splitters), len(lines)]
    for bucket, (start, end) in zip(buckets, pairwise(cuts), strict=True):
        bucket.write(b"".join(lines[start:end]))


def _chunks(lines: list[bytes]) -> Iterator[bytes]:
    for start in range(0, len(lines), CHUNK):
        yield b"".join(lines[start : start + CHUNK])
