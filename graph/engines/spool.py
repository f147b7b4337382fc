"""Statements on disk between the first look at them and the second: a load of any size is resolved in bounded memory."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BUFFER = 1 << 20
BUCKETS, AT_ONCE = 64, 200
"""Files that rows are put aside in, and how many rows of each are held until they are written."""


class Spool:
    """Statements in the order they came, each with the graph that holds it."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="govgraph-")  # noqa: SIM115 - lives as long as the spool
        self._graph = ""
        self._held: list[str] = []
        self._length = 0

    def write(self, graph: str, lines: list[str]) -> None:
        """Add statements (`<s> <p> o`) of one graph."""
        if graph != self._graph:
            self._graph = graph
            self._held.append(f"@{graph}")
        self._held += lines
        self._length += len(lines)
        if self._length > 20_000:
            self._flush()

    def _flush(self) -> None:
        if self._held:
            self._file.write(("\n".join(self._held) + "\n").encode())
            self._held, self._length = [], 0

    def read(self) -> Iterator[tuple[str, list[str]]]:
        """All statements so far, in pieces of one graph: (graph, statements)."""
        self._flush()
        self._file.seek(0)
        graph = ""
        rest = b""
        while block := self._file.read(BUFFER):
            whole, _, tail = block.rpartition(b"\n")
            if not whole and b"\n" not in block:
                rest += block
                continue
            lines = (rest + whole).decode().split("\n")
            rest = tail
            start = 0
            for number, line in enumerate(lines):
                if line[:1] == "@":
                    if number > start:
                        yield graph, lines[start:number]
                    graph, start = line[1:], number + 1
            if start < len(lines):
                yield graph, lines[start:]

    def close(self) -> None:
        """Let the disk space go."""
        self._file.close()


class Buckets:
    """Rows put aside by a key, so that all rows of one key can be had together without holding those of all keys."""

    def __init__(self) -> None:
        self._files = [tempfile.TemporaryFile(prefix="govgraph-") for _ in range(BUCKETS)]  # noqa: SIM115 - live as long as the buckets
        self._held: list[list[str]] = [[] for _ in range(BUCKETS)]
        self.empty = True

    def put(self, key: str, row: tuple[str, str, str, str]) -> None:
        """Put a row aside; none of its parts has a line end in it, and only the last one blanks."""
        self.empty = False
        number = hash(key) % BUCKETS
        held = self._held[number]
        held.append(f"{key} {row[0]} {row[1]} {row[2]} {row[3]}\n")
        if len(held) > AT_ONCE:
            self._files[number].write("".join(held).encode())
            held.clear()

    def groups(self) -> Iterator[tuple[str, list[tuple[str, str, str, str]]]]:
        """Each key with its rows."""
        for file, held in zip(self._files, self._held, strict=True):
            file.write("".join(held).encode())
            held.clear()
            file.seek(0)
            groups: dict[str, list[tuple[str, str, str, str]]] = {}
            for line in file.read().decode().split("\n"):
                if line:
                    key, graph, record, p, o = line.split(" ", 4)
                    groups.setdefault(key, []).append((graph, record, p, o))
            yield from groups.items()
            file.close()
