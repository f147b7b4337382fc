"""The whole load of captures: what their loaders say becomes statements, the resolved graph follows, and a report tells of it."""

from __future__ import annotations

import gc
import time
from collections import deque
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from graph.decisions import relocation
from graph.describe import forget, statements
from graph.differences import states
from graph.engines.bulk import BulkWriter
from graph.errors import GovgraphError, StoreError
from graph.loads import journal
from graph.loads.difference import TOO_MANY, differences
from graph.loads.report import LoadReport, SourceReport
from graph.loads.version import version
from graph.provenance import Activity, captured, current_capture, source_iri, superseded_by, supersedes, waiting_capture
from graph.record import Finding, Reject, Source
from graph.resolve import Resolver, rebuild
from graph.search import is_indexed
from graph.sources.quotation import Quotations
from graph.store import capture_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from graph.record import Capture, Said
    from graph.store import Store

PENDING = 64
"""Captures after which those that are whole are noted as such: what a cut-off batch has done that far stays done."""


def load(
    store: Store, capture: Capture, said: Iterable[Said], *, dry_run: bool = False, progress: Callable[[str, int], None] | None = None
) -> LoadReport:
    """Load one capture; see `load_many`."""
    return load_many(store, [(capture, said)], dry_run=dry_run, progress=progress)


def load_many(
    store: Store,
    captures: Iterable[tuple[Capture, Iterable[Said]]],
    *,
    dry_run: bool = False,
    progress: Callable[[str, int], None] | None = None,
) -> LoadReport:
    """Load captures one after the other, then bring the resolved graph up to date once.

    The same bytes again change nothing, and their loader is not even asked. A capture of an address that another one has replaces that
    one: its graph stays as it is, its statements leave the resolved graph. A capture is in the store whole or not at all, however the load
    ends; those before it stay, and the next writer computes the resolved graph anew.

    Args:
        store: open for writing (for a dry run: open).
        captures: each with what its loader says of it, the `Source` first; read lazily, one at a time.
        dry_run: tell what would be loaded and how it differs; nothing is written.
        progress: called with a capture's name and how many things it has said so far.

    Raises:
        StoreError: the store or the captures' folder failed.
        BusyError: another load into the same remote store is running.
    """
    report = LoadReport(dry_run=dry_run)
    with _rare_collections():
        _load_all(store, captures, report, _Batch(store, dry_run=dry_run, progress=progress))
    return report


def _load_all(store: Store, captures: Iterable[tuple[Capture, Iterable[Said]]], report: LoadReport, batch: _Batch) -> None:
    if not report.dry_run and journal.recover(store, rebuild) is not None:
        report.notes.append("a load that had been cut off was cleaned up first")
    known = captured(store)
    batch.first = not known
    quotations = Quotations(store)
    try:
        for capture, said in captures:
            one = SourceReport(name=capture.name, digest=capture.digest, path=capture.path, source=source_iri(capture.digest))
            report.sources.append(one)
            if capture.digest in known:
                one.state = "older" if superseded_by(store, capture.digest) else "unchanged"
            else:
                batch.add(capture, quotations.said(capture, said), one)
                if one.state == "loaded":
                    known.add(capture.digest)
        report.notes += batch.finish()
    except Exception:
        batch.abandon()
        raise
    finally:
        batch.stop()


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Look for garbage in cycles less often: a load makes millions of values that are none, and a tenth of its time went into looking."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], 100_000), before[1], max(before[2], 100))
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Batch:
    """The captures of one load that are new; nothing is touched before the first of them."""

    def __init__(self, store: Store, *, dry_run: bool, progress: Callable[[str, int], None] | None) -> None:
        self._store = store
        self._dry = dry_run
        self._progress = progress
        self._begun = False
        self.first = False
        """Whether the store held no capture before: then all there is to resolve passes by, and nothing of it is read from the store."""
        self._replaces = False
        self._proposals = False
        """Whether the capture at hand has a language model's answers."""
        self._before: states.State | None = None
        self._version = ""
        self._resolver: Resolver | None = None
        self._writer = BulkWriter(store)
        self._pending: list[Activity] = []
        self._brought: list[str] = []
        self._current: dict[str, str] = {}
        """Address → digest of the captures of this load, which `graph/resolved` does not know yet."""

    def add(self, capture: Capture, said: Iterable[Said], report: SourceReport) -> None:
        """Load one new capture."""
        started = datetime.now(UTC)
        forget(capture)  # it may have been described before, for a dry run or another store
        findings = capture.context.get("findings")
        if isinstance(findings, list):
            report.findings += [found for found in findings if isinstance(found, Finding)]
        spoken = self._counted(capture, said, report)
        source = next((thing for thing in spoken if not isinstance(thing, Finding | Reject)), None)
        first = next((thing for thing in spoken if not isinstance(thing, Finding | Reject)), None)
        if source is None or (first is None and report.rejects):
            report.state = "rejected"
            return
        if not isinstance(source, Source):
            source, first, spoken = Source(), source, _with(first, spoken)
        report.label, report.format = source.label, source.format
        report.address = capture.retrieved_from or source.retrieved_from
        self._proposals = source.proposer is not None
        graph = capture_graph(capture.digest)
        things = self._described(capture, source, first, spoken)
        if self._dry:
            self._compare(capture, things, report)
            report.state = "would load"
            return
        self._begin()
        journal.begin_capture(self._store, capture.digest)
        waits = source.proposer is not None and source.proposer.waits
        self._take(graph, self._compared(capture, things, report), waits=waits and not current_capture(self._store, report.address))
        self._store.captures.keep(capture)
        self._brought.append(report.label or capture.name)
        self._pending.append(Activity(capture.digest, source.format, started, datetime.now(UTC), capture.name))
        if report.address:
            self._current[report.address] = capture.digest
        if len(self._pending) >= PENDING:
            self._note_finished()

    def finish(self) -> list[str]:
        """Bring the resolved graph up to date and end the load; what the resolver tells of it."""
        if not self._begun:
            return []
        assert self._resolver is not None
        if not self.first or self._replaces:
            self._note_finished()
        else:
            self._writer.pass_on()
        changes = self._resolver.finish()
        self._note_finished()
        if self._replaces and relocation.follow(self._store):
            changes = rebuild(self._store)
        journal.end(self._store)
        if is_indexed(self._store):
            from graph.search.finding import follow

            follow(self._store, self._version, changes.things)
        return [*getattr(changes, "notes", ()), *self._kept(), *self._told()]

    def _kept(self) -> list[str]:
        """Keep this version of the graph; a load that could not is a load all the same."""
        try:
            self._store.history.keep(version(self._store), self._brought)
        except StoreError as error:
            return [str(error)]
        return []

    def _told(self) -> list[str]:
        """What the load changed in the words of the field; the first one brings everything, which needs no telling."""
        if self._before is None:
            return []
        after = states.state(self._store, states.MOST)
        return states.told(self._before, after) if after is not None else []

    def abandon(self) -> None:
        """After an error: keep the captures that are whole, drop the one at hand. Where the store fails too, its next writer does this."""
        if not self._begun:
            return
        with suppress(GovgraphError):
            self._note_finished()
        self._writer.stop()
        with suppress(GovgraphError):
            journal.recover(self._store, rebuild, force=True)

    def stop(self) -> None:
        """Let nothing go on behind the caller's back."""
        self._writer.stop()

    def _begin(self) -> None:
        if not self._begun:
            journal.begin(self._store, rebuild)
            self._begun = True
            self._before = None if self.first else states.state(self._store, states.MOST)
            self._version = version(self._store)
            self._resolver = Resolver(self._store)

    def _note_finished(self) -> None:
        self._writer.drain()
        journal.end_captures(self._store, self._pending)
        self._pending.clear()

    def _counted(self, capture: Capture, said: Iterable[Said], report: SourceReport) -> Iterator[Said]:
        told = time.monotonic()
        for count, thing in enumerate(said, 1):
            report.count(thing)
            if self._progress is not None and time.monotonic() - told > 0.2:
                told = time.monotonic()
                self._progress(capture.name, count)
            yield thing

    def _described(self, capture: Capture, source: Source, first: Said | None, rest: Iterator[Said]) -> Iterator[list[str]]:
        yield statements(source, capture)
        if first is not None and not isinstance(first, Finding | Reject):
            yield statements(first, capture)
        for thing in rest:
            if not isinstance(thing, Finding | Reject):
                yield statements(thing, capture)

    def _compared(self, capture: Capture, things: Iterable[list[str]], report: SourceReport) -> Iterator[list[str]]:
        """The same statements, and that they replace an older capture's, if they do; then also how the two differ."""
        old = self._older(report.address, capture.digest)
        if not old:
            for lines in things:
                report.statements += len(lines)
                yield lines
            return
        report.supersedes = source_iri(old)
        self._replaces = True
        yield [supersedes(capture.digest, old)]
        held: set[str] | None = set()
        for lines in things:
            report.statements += len(lines)
            if held is not None:
                held.update(lines)
                held = held if len(held) <= TOO_MANY else None
            yield lines
        self._writer.drain()
        report.differences = differences(self._store.quads(capture_graph(old)), held)

    def _take(self, graph: str, things: Iterator[list[str]], *, waits: bool) -> None:
        """Write what a capture says, for the resolver to see; not where it waits for a reader, and replaces nothing that did not."""
        written, resolver = self._written(graph, things), self._resolver
        assert resolver is not None
        if waits:
            deque(written, maxlen=0)
        else:
            resolver.add(graph, written)

    def _compare(self, capture: Capture, things: Iterable[list[str]], report: SourceReport) -> None:
        """The dry run of `_compared`."""
        for _ in self._compared(capture, things, report):
            pass

    def _written(self, graph: str, things: Iterable[list[str]]) -> Iterator[list[str]]:
        for lines in things:
            self._writer.write(graph, lines)
            yield lines

    def _older(self, address: str, digest: str) -> str:
        if not address:
            return ""
        found = self._current.get(address) or current_capture(self._store, address)
        if not found and self._proposals:
            found = waiting_capture(self._store, address)
        return found if found != digest else ""


def _with(first: Said | None, rest: Iterator[Said]) -> Iterator[Said]:
    if first is not None:
        yield first
    yield from rest
