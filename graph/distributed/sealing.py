"""Last stage: all lines in the order of their bytes, each once, as compressed shards for any engine's bulk import; and their digests."""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from bisect import bisect_right
from collections import defaultdict
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Store

from graph.distributed.components import IDENTITY
from graph.distributed.description import STATEMENTS
from graph.distributed.place import PIECE
from graph.distributed.settlement import RESOLVED
from graph.store import IDENTITY as IDENTITY_GRAPH
from graph.store import RESOLVED as RESOLVED_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.distributed.place import Place

_GRAPHS = {IDENTITY: IDENTITY_GRAPH, RESOLVED: RESOLVED_GRAPH}
_TYPED = re.compile(rb'"(?:[^"\\\\]|\\\\.)*"\^\^<[^>]*>$')
_PLAIN = re.compile(rb'"(?:0|[1-9]\d{0,17})"\^\^<http://www.w3.org/2001/XMLSchema#integer>').fullmatch
SAMPLE = 200
"""Lines of a file that are looked at to find where to cut."""


@dataclass(frozen=True)
class Shard:
    """A finished file: its lines and bytes, and the sha256 of its bytes and of the text in them."""

    name: str
    lines: int
    bytes: int
    sha256: str
    text_sha256: str

    def as_json(self) -> dict[str, object]:
        """For the manifest."""
        return asdict(self)


def _lines(place: Place, name: str, left: frozenset[str]) -> list[bytes]:
    """The N-Quads lines of a file of an earlier stage."""
    text = place.read(name)
    found: list[bytes] = []
    stage = name.partition("/")[0]
    end = f" <{_GRAPHS[stage]}> .\n".encode() if stage in _GRAPHS else b""
    for line in text.split(b"\n"):
        if line[:1] == b"@":
            graph = line[1:].decode()
            end = b"" if graph in left else f" <{graph}> .\n".encode()
        elif line and end:
            found.append((_TYPED.sub(_as_stored, line) if b"^^<" in line else line) + end)
    return found


def _as_stored(typed: re.Match[bytes]) -> bytes:
    """A number or date as the engine writes it back: `1.0` → `1`; so a line has one form, whoever wrote it."""
    return typed[0] if _PLAIN(typed[0]) else _canonical(typed[0])


@lru_cache(maxsize=100_000)
def _canonical(literal: bytes) -> bytes:
    store = Store()
    store.load(b"<urn:s> <urn:p> " + literal + b" .\n", RdfFormat.N_TRIPLES)
    return next(str(quad.object).encode() for quad in store)


def sample(place: Place, name: str, left: frozenset[str]) -> list[bytes]:
    """Some of the lines, evenly spread over the sorted file."""
    lines = sorted(_lines(place, name, left))
    return lines[:: max(1, len(lines) // SAMPLE)]


def splitters(samples: Sequence[list[bytes]], shards: int) -> list[bytes]:
    """Where to cut all lines into so many shards."""
    everything = sorted(line for lines in samples for line in lines)
    return sorted({everything[n * len(everything) // shards] for n in range(1, shards)}) if everything else []


def cut(place: Place, task: int, name: str, left: frozenset[str], cuts: list[bytes]) -> None:
    """Cut the lines of one file into the ranges of the shards."""
    held: dict[int, list[bytes]] = defaultdict(list)
    for line in _lines(place, name, left):
        held[bisect_right(cuts, line)].append(line)
    for shard, lines in held.items():
        place.write(f"cut/{shard:05d}/{task:05d}", b"".join(lines))


def seal(work: Place, out: Place, shard: int) -> Shard:
    """Write one shard."""
    lines: set[bytes] = set()
    for name in work.names(f"cut/{shard:05d}"):
        lines.update(work.read(name).splitlines(keepends=True))
    text = b"".join(sorted(lines))
    packed = gzip.compress(text, compresslevel=6, mtime=0)
    name = f"part-{shard:05d}.nq.gz"
    out.write(name, packed)
    return Shard(name, len(lines), len(packed), hashlib.sha256(packed).hexdigest(), hashlib.sha256(text).hexdigest())


def files(place: Place) -> list[str]:
    """All files of earlier stages whose lines go into shards."""
    return [name for stage in (STATEMENTS, IDENTITY, RESOLVED) for name in place.names(stage)]


def digests(out: Place, shards: Sequence[Shard]) -> tuple[str, str]:
    """The digests of all graphs and of the resolved one: those that `govgraph export` gives of a store with these statements."""
    everything, resolved = hashlib.sha256(), hashlib.sha256()
    end = f" <{RESOLVED_GRAPH}> .\n".encode()
    for shard in shards:
        for text in _whole_lines(out, shard.name):
            everything.update(text)
            resolved.update(b"".join([line for line in text.splitlines(keepends=True) if line.endswith(end)]))
    return everything.hexdigest(), resolved.hexdigest()


def _whole_lines(out: Place, name: str) -> Iterator[bytes]:
    unpack, rest = zlib.decompressobj(wbits=31), b""
    for piece in out.pieces(name):
        packed = piece
        while packed:
            text = rest + unpack.decompress(packed, PIECE)
            packed = unpack.unconsumed_tail
            whole, end, rest = text.rpartition(b"\n")
            yield whole + end
    yield rest
