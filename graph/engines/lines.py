"""N-Quads as lines: cut into chunks of whole lines, and told where one is wrong."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from pyoxigraph import BlankNode, RdfFormat, parse

from graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def pieces(nquads: IO[bytes] | Iterable[bytes], size: int) -> Iterator[bytes]:
    """Pieces of whole lines of about `size` bytes; the input's own may end anywhere."""
    held: list[bytes] = []
    length = 0
    for piece in _read(nquads, size):
        held.append(piece)
        length += len(piece)
        if length >= size:
            joined = b"".join(held)
            cut = joined.rfind(b"\n") + 1
            held, length = [joined[cut:]], len(joined) - cut
            if cut:
                yield joined[:cut]
    if length:
        last = b"".join(held)
        yield last if last.endswith(b"\n") else last + b"\n"


def named_pieces(nquads: IO[bytes] | Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same pieces, all their nodes named.

    Raises:
        InputError: a line has a blank node: it would fall apart into several between loads and sources.
    """
    line = 1
    for piece in pieces(nquads, size):
        refuse_blank_nodes(piece, line)
        yield piece
        line += piece.count(b"\n")


def _read(nquads: IO[bytes] | Iterable[bytes], size: int) -> Iterator[bytes]:
    if isinstance(nquads, (bytes, bytearray)):
        yield bytes(nquads)
    elif hasattr(nquads, "read"):
        while piece := nquads.read(size):
            yield piece
    else:
        yield from nquads


def in_graph(triples: bytes, graph: str) -> bytes:
    """N-Triples as N-Quads of a graph; N-Quads, of which none is named, as they are. No literal has a line end in it."""
    return triples.replace(b" .\n", f" <{graph}> .\n".encode()) if graph else triples


def refuse_blank_nodes(chunk: bytes, first_line: int = 1) -> None:
    """Stop at a blank node; the cheap look decides nearly always, since `_:` after a space is rare in text.

    Raises:
        InputError: with the number of the line.
    """
    if not (chunk.startswith(b"_:") or b"\n_:" in chunk or b" _:" in chunk or b"\t_:" in chunk):
        return
    for number, line in enumerate(chunk.split(b"\n"), first_line):
        if b"_:" not in line:
            continue
        try:
            quads = list(parse(line, RdfFormat.N_QUADS))
        except SyntaxError as error:
            raise fault(error, number) from error
        if any(isinstance(term, BlankNode) for quad in quads for term in quad):
            raise InputError(f"line {number}: a blank node ({line[:80].decode(errors='replace')}…); give the node an IRI of its own first")


def fault(error: Exception, first_line: int) -> InputError:
    """The engine's complaint about a chunk as an error of ours that counts lines from the start of the input."""
    told = str(error)
    place = re.search(r"line (\d+)|at (\d+):", told)
    if place:
        number = int(place[1] or place[2]) + first_line - 1
        return InputError(f"line {number}: not N-Quads ({told}); nothing of this chunk was loaded")
    return InputError(f"from line {first_line}: not N-Quads ({told}); nothing of this chunk was loaded")


_QUAD = re.compile(rb"(.*\S)\s*(<[^<>\s]*>)\s*\.\s*")


INSERTED_LINES = 2_000
"""Statements in one INSERT DATA: Virtuoso's compiler gives up at 5,000."""


def insertions(chunk: bytes, size: int) -> Iterator[str]:
    """The lines of valid N-Quads as INSERT DATA updates of at most about `size` bytes and `INSERTED_LINES` each, in order."""
    block: list[str] = []
    graph, length = b"", 0
    for line in chunk.split(b"\n"):
        found = _QUAD.fullmatch(line)
        if not found or line.lstrip().startswith(b"#"):
            continue
        if found[2] != graph or not block:
            if block:
                block.append("}")
            graph = found[2]
            block.append(f"GRAPH {graph.decode()} {{")
        block.append(f"{found[1].decode()} .")
        length += len(line)
        if length > size or len(block) > INSERTED_LINES:
            yield "INSERT DATA { " + "\n".join(block) + " } }"
            block, length = [], 0
    if block:
        yield "INSERT DATA { " + "\n".join(block) + " } }"
