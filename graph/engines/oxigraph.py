"""The embedded engine: Oxigraph in a folder or in memory, one process writing or several reading."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, TextIO

from pyoxigraph import (
    BlankNode,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    serialize,
)
from pyoxigraph import Store as Engine

from graph.engines.bulk import INCOMING, TWO_AT_ONCE, FileFeed, Loader, pour
from graph.engines.lines import fault
from graph.engines.sending import ThreadFeed
from graph.engines.syntax import fault_of
from graph.errors import BusyError, StoreError, UsageError
from graph.loads.history import FOLDER, History
from graph.sources.capture import Captures
from graph.store import RESOLVED, Rows, refuse_empty_dataset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import Quad, Triple

    from graph.store import Feed, Row, Term

IN_MEMORY = 8 << 20
"""Bytes that an engine in memory is given at once."""
GROWN = 2
"""How many times as many bytes a store's files must have become for them to be merged when it is closed."""
LOGS = 3
"""How many logs of earlier writers a store keeps."""
PATIENCE = 1.0
"""Seconds to wait for another process to let go of the store."""
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
"""What the system says where a folder may be read and not written to."""

RESULT_FORMATS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}


class EmbeddedStore:
    """Oxigraph in this process; `location` is its folder or ":memory:", `versions` how many earlier ones it keeps.

    Raises:
        BusyError: another process has it open (one may write, or several read).
        StoreError: the folder holds no readable store.
    """

    def __init__(self, folder: str = "", *, read_only: bool = False, captures: str = "", versions: int = 0) -> None:
        self.location = folder or ":memory:"
        self.history = History(str(Path(folder, FOLDER)), versions, self.backup) if folder else History()
        self.indexes = ""
        """Where its search index lies, if that is not beside its captures."""
        self.writes = 0
        """How many writes there were: what was read at the same number is still so."""
        self._engine: Engine | None = None
        self._lock: _Lock | None = None
        self._loader: Loader | None = None
        self._merged = 0
        """Bytes of its files when it was opened, or when merging them last began."""
        if not folder:
            self._engine = Engine()
            self.captures = Captures(captures)
            return
        if read_only and not Path(folder, "CURRENT").is_file():
            raise StoreError(f"{folder}: there is no store here; `govgraph load` or `govgraph up` makes one")
        try:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self._lock = _Lock(Path(folder, "writer.lock"), shared=read_only)
            self._engine = Engine.read_only(folder) if read_only else Engine(folder)
        except (OSError, RuntimeError) as error:
            self.close()
            if "lock hold by" in str(error) or "LOCK" in str(error):
                raise BusyError(f"{folder}: another program has the store open ({error}); wait for it or stop it") from error
            if not read_only and getattr(error, "errno", None) in _READ_ONLY:
                raise StoreError(f"{folder}: the store may only be read here ({error}); give this user the right to write to it") from error
            if isinstance(error, FileNotFoundError | NotADirectoryError):
                raise StoreError(f"{folder}: no folder can be made here ({error}); name another one (--store, GOVGRAPH_STORE)") from error
            raise StoreError(f"{folder}: the store cannot be opened ({error}); `govgraph restore` brings a backup back") from error
        if not read_only:
            for left in Path(folder).glob(f"{INCOMING}*"):  # by a writer that was killed
                left.unlink(missing_ok=True)
            for old in sorted(Path(folder).glob("LOG.old.*"))[:-LOGS]:  # RocksDB's, one a writer, a thousand of them unless told
                old.unlink(missing_ok=True)
            self._loader = Loader(self._load_text, self._load_file, folder)
            self._merged = sum(self.files().values())
        self.captures = Captures(captures or str(Path(folder, "captures")))

    @property
    def engine(self) -> Engine:
        """The engine itself.

        Raises:
            StoreError: the store was closed.
        """
        if self._engine is None:
            raise StoreError(f"{self.location}: the store was closed; open it again")
        return self._engine

    def _query(self, query: str, graph: str | None, named: Sequence[str] | None) -> QuerySolutions | QueryBoolean | QueryTriples:
        refuse_empty_dataset(query, graph, named)
        default = None if graph is None else NamedNode(graph)
        at_hand: list[NamedNode | BlankNode] | None = [NamedNode(name) for name in named or ()]
        if graph is None and named is None:
            at_hand = None
        try:
            return self.engine.query(query, default_graph=default, named_graphs=at_hand)
        except (SyntaxError, ValueError) as error:
            raise UsageError(f"the query could not be read: {fault_of(query, error)}") from error
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self.location}: the query failed ({error})") from error

    def select(self, query: str, *, graph: str | None = RESOLVED, named: Sequence[str] | None = None) -> Rows:
        """Rows of a SELECT, read as they are iterated, from the state at the time of the call."""
        answer = self._query(query, graph, named)
        if not isinstance(answer, QuerySolutions):
            raise UsageError("a SELECT query is wanted here")
        return Rows([variable.value for variable in answer.variables], self._rows(answer))

    def _rows(self, answer: QuerySolutions) -> Iterator[Row]:
        try:
            yield from map(tuple, answer)
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self.location}: the query failed while it was read ({error})") from error

    def ask(self, query: str, *, graph: str | None = RESOLVED, named: Sequence[str] | None = None) -> bool:
        """The answer to an ASK."""
        answer = self._query(query, graph, named)
        if not isinstance(answer, QueryBoolean):
            raise UsageError("an ASK query is wanted here")
        return bool(answer)

    def construct(self, query: str, *, graph: str | None = RESOLVED, named: Sequence[str] | None = None) -> Iterator[Triple]:
        """Triples of a CONSTRUCT or DESCRIBE."""
        answer = self._query(query, graph, named)
        if not isinstance(answer, QueryTriples):
            raise UsageError("a CONSTRUCT or DESCRIBE query is wanted here")
        return iter(answer)

    def results(self, query: str, media_type: str, *, graph: str | None = RESOLVED, named: Sequence[str] | None = None) -> bytes:
        """Any query's answer serialised as `media_type`."""
        return serialised(self._query(query, graph, named), media_type)

    def update(self, update: str) -> None:
        """A SPARQL 1.1 update; atomic a call."""
        try:
            self.engine.update(update)
        except (SyntaxError, ValueError) as error:
            raise UsageError(f"the update could not be read: {fault_of(update, error)}") from error
        except (OSError, RuntimeError) as error:
            raise self._broken(error) from error
        finally:
            self.writes += 1

    def load(self, nquads: IO[bytes] | Iterable[bytes]) -> None:
        """Bulk-load N-Quads in chunks of whole lines, each of which is loaded whole or not at all.

        Raises:
            InputError: a line is not N-Quads, or has a blank node.
        """
        pour(FileFeed(self._loader, foreign=True) if self._loader else self.feed(), nquads)

    def feed(self) -> Feed:
        """Takes N-Quads as they are made, of terms that `graph.text` has passed; a bulk load reads them meanwhile.

        In memory the engine locks out all other writers for as long as a bulk load reads, so there it is given whole chunks.
        """
        return FileFeed(self._loader) if self._loader else ThreadFeed(self._load_text, IN_MEMORY)

    def _load_text(self, text: bytes, first_line: int) -> None:
        try:
            self.engine.load(text, RdfFormat.N_QUADS)
        except (SyntaxError, ValueError) as error:
            raise fault(error, first_line) from error
        except (OSError, RuntimeError) as error:
            raise self._broken(error) from error
        finally:
            self.writes += 1

    def _load_file(self, name: str, graph: str, first_line: int, *, checked: bool) -> None:
        try:
            if graph:
                self.engine.bulk_load(path=name, format=RdfFormat.N_TRIPLES, to_graph=NamedNode(graph), lenient=checked)
            else:
                self.engine.bulk_load(path=name, format=RdfFormat.N_QUADS, lenient=checked)
        except (SyntaxError, ValueError) as error:
            raise fault(error, first_line) from error
        except (OSError, RuntimeError) as error:
            raise self._broken(error) from error
        finally:
            self.writes += 1

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """All quads, or those of one named graph."""
        return self.engine.quads_for_pattern(None, None, None, NamedNode(graph) if graph else None)

    def dump(self, graph: str | None = None) -> Iterator[bytes]:
        """N-Quads of the whole store, or N-Triples of one graph, written by the engine to a temporary file and read from there."""
        with tempfile.TemporaryFile(prefix="govgraph-") as file:
            try:
                if graph is None:
                    self.engine.dump(file, RdfFormat.N_QUADS)
                else:
                    self.engine.dump(file, RdfFormat.N_TRIPLES, from_graph=NamedNode(graph))
            except (OSError, RuntimeError) as error:
                raise StoreError(f"{self.location}: the graph could not be written out ({error})") from error
            file.seek(0)
            while piece := file.read(1 << 20):
                yield piece

    def objects(self, subject: str, predicate: str) -> list[Term]:
        """What the resolved graph says of a subject by one property: no query has to be read and planned for it."""
        try:
            quads = self.engine.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None, NamedNode(RESOLVED))
            return [quad.object for quad in quads]  # type: ignore[misc] # there are no blank nodes
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self.location}: the query failed ({error})") from error

    def graphs(self) -> list[str]:
        """The names of the named graphs, in order."""
        return sorted(name.value for name in self.engine.named_graphs() if not isinstance(name, BlankNode))

    def clear(self, graph: str) -> None:
        """Drop one named graph; no error where there is none."""
        try:
            self.engine.remove_graph(NamedNode(graph))
        except (OSError, RuntimeError) as error:
            raise self._broken(error) from error
        finally:
            self.writes += 1

    def flush(self) -> None:
        """Make all that was written durable."""
        try:
            self.engine.flush()
        except (OSError, RuntimeError) as error:
            raise self._broken(error) from error

    def files(self) -> dict[str, int]:
        """The bytes of each file of statements by its name; none in memory."""
        found: dict[str, int] = {}
        for one in Path(self.location).glob("*.sst") if self.location != ":memory:" else ():
            with suppress(FileNotFoundError):  # the engine merges files whenever it likes
                found[one.name] = one.stat().st_size
        return found

    def optimize(self) -> None:
        """Merge the files that loads left, so that one look-up asks one of them; others read and write meanwhile."""
        self._merged = sum(self.files().values())
        try:
            self.engine.optimize()
        except (OSError, RuntimeError) as error:
            raise self._broken(error) from error

    def backup(self, folder: str) -> None:
        """Write an immutable copy into a folder that does not exist yet: hard links where the file system allows.

        Raises:
            StoreError: the store is in memory, or the folder exists.
        """
        try:
            self.engine.backup(folder)
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(f"{self.location}: no backup could be written to {folder} ({error})") from error

    def close(self) -> None:
        """Let go of the store; further calls raise. Its files are merged first if most of it was loaded just now."""
        if self._engine is not None:
            self._merge_new()
        self._engine = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _merge_new(self) -> None:
        """Merge the files of a load into an empty store, or nearly so: look-ups take a third of the time afterwards."""
        loaded = self._loader.total if self._loader is not None else 0
        if 0 < loaded <= TWO_AT_ONCE and sum(self.files().values()) > GROWN * self._merged:
            with suppress(StoreError):  # what was loaded is read all the same
                self.optimize()

    def _broken(self, error: Exception) -> StoreError:
        return StoreError(f"{self.location}: writing failed ({error}); free some disk space if it is full, then open the store again")


def serialised(answer: QuerySolutions | QueryBoolean | QueryTriples, media_type: str) -> bytes:
    """An answer in one of the media types of its kind.

    Raises:
        UsageError: the media type is not one for this kind of answer.
    """
    formats = GRAPH_FORMATS if isinstance(answer, QueryTriples) else RESULT_FORMATS
    if media_type not in formats:
        raise UsageError(f"an answer of this kind cannot be given as {media_type}; it can as {', '.join(formats)}")
    if isinstance(answer, QueryTriples):
        return serialize(answer, format=GRAPH_FORMATS[media_type]) or b""
    if isinstance(answer, QueryBoolean) and media_type.startswith("text/"):
        return b"true" if answer else b"false"
    return answer.serialize(format=RESULT_FORMATS[media_type]) or b""


class _Lock:
    """A lock on the store's folder that ends with its process; the file says who holds it."""

    def __init__(self, path: Path, *, shared: bool) -> None:
        self._shared = shared
        self._file = _lockable(path, shared=shared)
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(self._file, kind | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > deadline:
                    self._file.seek(0)
                    who = _holder(self._file.read())
                    self._file.close()
                    raise BusyError(f"{path.parent}: the store is in use by {who}; wait for it to end, or stop it") from error
                time.sleep(0.02)
        if not shared:
            self._file.truncate(0)
            json.dump({"pid": os.getpid(), "command": " ".join(sys.argv)[:200]}, self._file)
            self._file.flush()

    def release(self) -> None:
        if not self._shared:
            self._file.truncate(0)
        self._file.close()


def _lockable(path: Path, *, shared: bool) -> TextIO:
    """The file to lock: who reads needs no right to write to it."""
    try:
        return path.open("a+", encoding="utf-8")
    except OSError as error:
        if not shared or error.errno not in _READ_ONLY:
            raise
        return path.open(encoding="utf-8")


def _holder(note: str) -> str:
    try:
        written = json.loads(note)
        pid = int(written["pid"])
        os.kill(pid, 0)
    except (ValueError, KeyError, TypeError, ProcessLookupError):
        return "another program that reads it"
    except PermissionError:
        pass
    return f"process {pid} ({written['command']})"
