"""Writing many statements while others are still being made: whoever makes them does not wait for the engine, nor it for Python.

Embedded, statements wait in files that the engine reads outside Python's lock; a remote engine is sent chunks by a thread. Either way
memory holds a bounded batch, whatever the length of the whole.
"""

from __future__ import annotations

import os
import tempfile
import threading
from contextlib import suppress
from typing import IO, TYPE_CHECKING, NamedTuple, Protocol, Self

from graph.engines.lines import in_graph, named_pieces
from graph.engines.memory import give_back
from graph.engines.priority import merge_later
from graph.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from graph.store import Feed, Store

PIECE = 1 << 20
"""Bytes of lines handed on at once; up to here a load is one transaction."""
SMALLEST, LARGEST = 17 << 19, 17 << 20
"""Bytes of one bulk load, of which the engine needs eight times as much memory: the smaller while it has nothing to do, the larger else.

Its tables double at 57,000 and 115,000 statements, of which a megabyte has some 6,500: these two sizes fill a table.
"""
TWO_AT_ONCE = 640 << 20
"""Bytes in all up to which two are loaded at once and files are merged afterwards; of more, the engine merges while the last are loaded."""
AHEAD = 2 << 30
"""Bytes that may wait on disk before whoever makes statements waits too."""
RUN = 8 << 20
"""Bytes of one graph in a row from which on its name is told once instead of in every line: a tenth less work for the engine."""
INCOMING = "incoming-"
"""How the names of waiting files begin."""


class BulkLoad(Protocol):
    """Bulk-loads a file; see `Loader`."""

    def __call__(self, name: str, graph: str, first_line: int, *, checked: bool) -> None:
        """Load it."""


def pour(feed: Feed, nquads: IO[bytes] | Iterable[bytes]) -> None:
    """Give a feed N-Quads in pieces of whole lines, wait until they are loaded, and stop it.

    Raises:
        InputError: a line is not N-Quads, or has a blank node.
    """
    try:
        for piece in named_pieces(nquads, PIECE):
            feed.write(piece)
        feed.drain()
    finally:
        feed.stop()


class _Waiting(NamedTuple):
    """A file to be loaded: N-Triples of the graph named, or N-Quads; its first line's number and its bytes."""

    feed: FileFeed
    name: str
    graph: str
    first_line: int
    size: int


class Loader:
    """Bulk-loads files in a thread of its own, those that somebody waits for first; two at a time while somebody does.

    Args:
        load: loads one short text of N-Quads in a transaction; told the number of its first line.
        bulk_load: bulk-loads the file of a name: N-Triples into the graph named, or N-Quads where none is; told its first line's number,
            and whether every term was checked when it was written, which spares the engine an eighth of its work.
        folder: where the files are kept meanwhile.
    """

    def __init__(self, load: Callable[[bytes, int], None], bulk_load: BulkLoad, folder: str) -> None:
        self.load = load
        self.folder = folder
        self._bulk_load = bulk_load
        self._changed = threading.Condition()
        self._files: list[_Waiting] = []
        self._waited_for: FileFeed | None = None
        self._threads = 0
        self.total = 0
        """Bytes of all files so far."""

    @property
    def batch(self) -> int:
        """How many bytes the next bulk load should have."""
        return LARGEST if self._threads else SMALLEST

    def submit(self, file: _Waiting) -> None:
        """Have a file loaded, some time."""
        with self._changed:
            while sum(waiting.size for waiting in self._files) > AHEAD:
                self._changed.wait()
            self._files.append(file)
            file.feed.waiting += 1
            self.total += file.size
            if not self._threads:
                self._start()

    def wait(self, feed: FileFeed) -> None:
        """Wait until all files of one feed are loaded."""
        with self._changed:
            self._waited_for = feed
            if self._files and self._threads < 2 and self.total <= TWO_AT_ONCE:
                self._start()  # whoever made statements waits now, so there is a processor free
            while feed.waiting:
                self._changed.wait()
            self._waited_for = None

    def _start(self) -> None:
        self._threads += 1
        threading.Thread(target=self._run, name="bulk-load", daemon=True).start()

    def _next(self) -> _Waiting | None:
        with self._changed:
            if not self._files:
                self._threads -= 1  # the next file starts another thread: none is left behind
                return None
            wanted = (n for n, waiting in enumerate(self._files) if waiting.feed is self._waited_for)
            return self._files.pop(next(wanted, 0))

    def _run(self) -> None:
        while found := self._next():
            try:
                if found.feed.failure is None:
                    self._bulk_load(found.name, found.graph, found.first_line, checked=not found.feed.foreign)
            except BaseException as failure:  # noqa: BLE001 - handed to the thread that writes
                found.feed.failure = failure
            finally:
                with suppress(OSError):
                    os.unlink(found.name)  # noqa: PTH108 - a plain string, as mkstemp gives it
                give_back()
                merge_later()
                with self._changed:
                    found.feed.waiting -= 1
                    self._changed.notify_all()


class FileFeed:
    """Statements for an embedded engine, in files that its loader takes when it can.

    Args:
        loader: takes them.
        foreign: somebody else wrote them: the engine checks each term, and an error tells its line.
    """

    def __init__(self, loader: Loader, *, foreign: bool = False) -> None:
        self._loader = loader
        self.foreign = foreign
        self._held: list[bytes] = []
        self._length = 0
        self._file: IO[bytes] | None = None
        self._name = ""
        self._graph = ""
        self._first, self._lines = 1, 0
        self.waiting = 0
        self.failure: BaseException | None = None

    def write(self, piece: bytes, graph: str = "") -> None:
        """Add a piece of whole lines."""
        self._raise()
        if graph != self._graph:
            self._turn(graph)
        if self.foreign:
            self._lines += piece.count(b"\n")
        self._length += len(piece)
        if self._file is None:
            self._held.append(piece)
            if self._length <= PIECE:
                return
            handle, self._name = tempfile.mkstemp(dir=self._loader.folder, prefix=INCOMING, suffix=".nq")
            self._file = os.fdopen(handle, "wb", buffering=0)
            piece, self._held = b"".join(self._held), []
        self._file.write(piece)
        if self._length >= self._loader.batch:
            self.pass_on()

    def _turn(self, graph: str) -> None:
        """What comes next is of another graph than what came before, and goes into a file of its own."""
        self.pass_on()
        self._load_held()
        self._graph = graph

    def _load_held(self) -> None:
        """Load the little that is not worth a file."""
        if self._held:
            held, first, self._held, self._length = b"".join(self._held), self._first, [], 0
            self._first, self._lines = self._first + self._lines, 0
            self._loader.load(in_graph(held, self._graph), first)

    def pass_on(self) -> None:
        """Let the loader have what was written so far, unless that is not worth a file."""
        if self._file is not None:
            file, self._file = self._file, None
            file.close()
            self._loader.submit(_Waiting(self, self._name, self._graph, self._first, self._length))
            self._first, self._lines, self._length = self._first + self._lines, 0, 0

    def drain(self) -> None:
        """Wait until all that was written is in the store."""
        self.pass_on()
        self._loader.wait(self)
        self._raise()
        self._load_held()

    def stop(self) -> None:
        """Let nothing go on behind the caller's back; what was not drained may be lost."""
        self._held = []
        self.failure = self.failure or StoreError("stopped")
        if self._file is not None:
            self._file.close()
            self._file = None
            os.unlink(self._name)  # noqa: PTH108 - a plain string, as mkstemp gives it
        self._length = 0
        self._loader.wait(self)
        self.failure = None

    def _raise(self) -> None:
        if self.failure is not None:
            failure, self.failure = self.failure, None
            raise failure


class BulkWriter:
    """Statements of several graphs, written as they come; a context, or `drain` and `stop`."""

    def __init__(self, store: Store) -> None:
        self._feed = store.feed()
        self._graph = ""
        self._run: list[bytes] = []
        """What came last of one graph."""
        self._length = 0
        self._long = False
        """Whether more of that graph has come in a row than RUN."""
        self._mixed: list[bytes] = []
        self._mixed_length = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        if failure[0] is None:
            self.drain()
        self.stop()

    def write(self, graph: str, statements: Sequence[str]) -> None:
        """Add statements (`<s> <p> o`) of one graph.

        Raises:
            GovgraphError: an earlier piece could not be loaded.
        """
        if not statements:
            return
        if graph != self._graph:
            self._end_run()
            self._graph = graph
        triples = (" .\n".join(statements) + " .\n").encode()
        self._run.append(triples)
        self._length += len(triples)
        if self._length >= (PIECE if self._long else RUN):
            for piece in [b"".join(self._run)] if self._long else self._run:
                self._feed.write(piece, graph)
            self._run, self._length, self._long = [], 0, True

    def pass_on(self) -> None:
        """Have what was written so far loaded while the caller does something else."""
        self._end_run()
        self._pass_mixed()
        self._feed.pass_on()

    def drain(self) -> None:
        """Wait until everything written so far is in the store.

        Raises:
            GovgraphError: some of it could not be loaded.
        """
        self.pass_on()
        self._feed.drain()

    def stop(self) -> None:
        """Let nothing go on behind the caller's back; what was not drained may be lost."""
        self._run, self._length, self._mixed, self._mixed_length = [], 0, [], 0
        self._feed.stop()

    def _end_run(self) -> None:
        """Another graph's statements come: those held go on with their like, or among others where they are few."""
        if self._run:
            run, self._run, self._length = b"".join(self._run), [], 0
            if self._long:
                self._feed.write(run, self._graph)
            else:
                self._mixed.append(in_graph(run, self._graph))
                self._mixed_length += len(run)
                if self._mixed_length >= PIECE:
                    self._pass_mixed()
        self._long = False

    def _pass_mixed(self) -> None:
        if self._mixed:
            mixed, self._mixed, self._mixed_length = b"".join(self._mixed), [], 0
            self._feed.write(mixed)
