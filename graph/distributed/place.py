"""Where a conversion reads and writes: a folder or a bucket behind fsspec; files are written whole, and shuffled by name."""

from __future__ import annotations

import os
import uuid
import zlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PIECE = 4 << 20
"""Bytes read at once."""


def bucket_of(key: str, buckets: int) -> int:
    """The bucket of a key: the same in every process."""
    return zlib.crc32(key.encode()) % buckets


@dataclass(frozen=True)
class Place:
    """A folder by its URL (`/data/out`, `s3://bucket/out`) that all workers reach; `packed`: its files are compressed."""

    url: str
    packed: bool = False

    def _at(self, name: str) -> tuple[Any, str]:
        from fsspec.core import url_to_fs

        system, path = url_to_fs(self.url)
        return system, f"{path.rstrip('/')}/{name}" if name else path

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole or not at all; one that is there is replaced by the same."""
        system, path = self._at(name)
        if self.packed:
            data = zlib.compress(data, 1)
        if _is_local(system):
            system.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH120 - fsspec speaks in texts
            partial = f"{path}.{uuid.uuid4().hex}.partial"
            with system.open(partial, "wb") as file:
                file.write(data)
            os.replace(partial, path)  # noqa: PTH105 - plain strings, as fsspec gives them
        else:
            system.pipe_file(path, data)  # object stores put whole objects

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        system, path = self._at(name)
        with system.open(path, "rb") as file:
            found: bytes = file.read()
        return zlib.decompress(found) if self.packed else found

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a file, a few megabytes at a time."""
        if self.packed:
            yield self.read(name)
            return
        system, path = self._at(name)
        with system.open(path, "rb") as file:
            while piece := file.read(PIECE):
                yield piece

    def lines(self, name: str) -> Iterator[str]:
        """The lines of a text file, without their ends."""
        rest = b""
        for piece in self.pieces(name):
            whole, end, tail = (rest + piece).rpartition(b"\n")
            rest = tail
            if end:
                yield from whole.decode().split("\n")
        if rest:
            yield rest.decode()

    def names(self, folder: str) -> list[str]:
        """The files in a folder, below this place, in order; none where there is no such folder."""
        system, path = self._at(folder)
        system.invalidate_cache()
        if not system.exists(path):
            return []
        found = (name.rsplit("/", 1)[-1] for name in system.ls(path, detail=False))
        return sorted(f"{folder}/{name}" for name in found if not name.endswith(".partial"))

    def clear(self, folder: str) -> None:
        """Remove a folder with all that is in it."""
        system, path = self._at(folder)
        if system.exists(path):
            system.rm(path, recursive=True)


def _is_local(system: Any) -> bool:
    return "file" in ((system.protocol,) if isinstance(system.protocol, str) else system.protocol)


class Outbox:
    """What one task has for the tasks of the next stage: lines by bucket, each bucket a file of its own."""

    def __init__(self, place: Place, stage: str, task: int, buckets: int) -> None:
        self._place, self._stage, self._task, self._buckets = place, stage, task, buckets
        self._held: dict[int, list[str]] = defaultdict(list)

    def put(self, key: str, line: str) -> None:
        """Send a line to the bucket of a key."""
        self.send(bucket_of(key, self._buckets), line)

    def send(self, bucket: int, line: str) -> None:
        """Send a line to a bucket."""
        self._held[bucket].append(line)

    def close(self) -> None:
        """Write all buckets."""
        for bucket, lines in self._held.items():
            self._place.write(f"{self._stage}/{bucket:05d}/{self._task:05d}", ("\n".join(lines) + "\n").encode())
        self._held.clear()


def inbox(place: Place, stage: str, bucket: int) -> Iterator[str]:
    """The lines that all tasks sent to one bucket."""
    for name in place.names(f"{stage}/{bucket:05d}"):
        yield from place.lines(name)


def write_statements(place: Place, name: str, statements: Iterable[tuple[str, list[str]]]) -> None:
    """Write statements (`<s> <p> o`) of several graphs: a line `@graph` before those of each."""
    held: list[str] = []
    for graph, lines in statements:
        held.append(f"@{graph}")
        held += lines
    place.write(name, ("\n".join(held) + "\n").encode() if held else b"")


def read_statements(place: Place, name: str, left: frozenset[str] = frozenset()) -> Iterator[tuple[str, str, str, str]]:
    """(graph, s, p, o) of such a file, but for the graphs that are `left` out."""
    graph = ""
    for line in place.lines(name):
        if line[:1] == "@":
            graph = line[1:]
        elif line and graph not in left:
            s, p, o = line.split(" ", 2)
            yield graph, s, p, o
