"""Captures, identity and curation → `graph/resolved`: each accepted statement once, under canonical IRIs, conflicts settled, rules applied.

The resolved graph is a function of what stands in the other graphs: the order of loading never matters, and `rebuild` gives what any
row of loads gave.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph import identity
from graph.bulk import BulkWriter
from graph.derive import Derivation
from graph.facts import Facts, Person, Work
from graph.hidden import Hidden, suppressed
from graph.identify import GRAPH, ID
from graph.matching import Matched, match
from graph.settle import LABEL, SINGLE, SLUG
from graph.spool import Spool
from graph.store import CURATED, IDENTITY, IRI, META, RESOLVED
from graph.stream import Streaming, Writer, extra_rows, triples
from graph.text import literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.facts import Taker
    from graph.store import Store

_TYPE = f"<{terms.RDF_TYPE}>"
_SUPERSEDES = f"<{terms.SUPERSEDES}>"
_ONCE = SINGLE | {_TYPE, LABEL, SLUG}
DIGEST = 64


@dataclass(slots=True)
class Changes:
    """What a change of the captures did to the resolved graph."""

    written: int = 0
    """Statements written into the resolved graph, those that follow included."""
    joined: int = 0
    doubtful: int = 0
    notes: list[str] = field(default_factory=list)


class Resolver:
    """Brings the resolved graph up to date with captures that are being loaded.

    `add` takes each capture's statements as they pass; `finish` does the work, once they all stand in the store.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._facts = Facts()
        self._spool = Spool()
        self._graphs: set[str] = set()
        self._seen: set[int] = set()
        self._repeated: set[int] = set()
        self._supersedes = False

    def add(self, capture_graph: str, statements: Iterable[list[str]]) -> None:
        """Take the statements (`<s> <p> o`) of a new capture, whose graph has this name."""
        self._facts.counted.add(capture_graph)
        self._graphs.add(capture_graph)
        for lines in statements:
            self._take(capture_graph, lines)

    def _take(self, graph: str, lines: list[str]) -> None:
        find, last = self._facts.sink, ""
        record: object = None
        takers: dict[str, Taker] = {}
        for line in lines:
            s, p, o = line.split(" ", 2)
            if s != last:
                last = s
                record, takers = find(s) or (None, {})
            if p == _TYPE:
                if self._again(s, record):
                    self._repeated.add(hash(s))
            elif p == _SUPERSEDES:
                self._supersedes = True
            if p in takers:
                takers[p](record, o, graph)
        self._spool.write(graph, lines)

    def _again(self, s: str, record: object) -> bool:
        """Whether a thing was described before; numbered authors go with their work."""
        if isinstance(record, Work):
            return bool(record.classes)
        if isinstance(record, Person):
            record.described, before = True, record.described
            return before
        if "#" in s:
            return False
        mark = hash(s)
        if mark in self._seen:
            return True
        self._seen.add(mark)
        return False

    def finish(self) -> Changes:
        """Bring identity and the resolved graph up to date; the statements of all added captures stand in the store."""
        try:
            if not self._graphs:
                return Changes()
            if active_graphs(self._store) - self._graphs or self._supersedes:
                return rebuild(self._store)
            return self._whole()
        finally:
            self._spool.close()

    def _whole(self) -> Changes:
        """Resolve everything anew from the spool; identity and the resolved graph are empty."""
        facts = self._facts
        decisions = identity.decisions(self._store)
        matched = match(facts, {iri for iri, one in facts.works.items() if one.graphs}, set(facts.persons), set(facts.venues), decisions)
        hidden = Hidden(suppressed(self._store))
        if hidden:
            hidden.widen(matched.members, matched.canonical)
            hidden.follow(triples(self._spool), triples(self._spool))
        out = BulkWriter(self._store)
        derivation = Derivation(self._store)
        writer = Writer(out, derivation)
        try:
            _write_identity(out, facts, matched, hidden, self._graphs)
            Streaming(self._spool, self._repeated, matched, facts, hidden, extra_rows(self._store)).run(writer)
            out.drain()
        finally:
            out.stop()
        derivation.run()
        return _told(matched, writer.count + derivation.count)

    def take_graph(self, graph: str) -> None:
        """Take a capture's statements from the store."""
        self._facts.counted.add(graph)
        self._graphs.add(graph)
        for lines in _by_subject(self._store, graph):
            if _several_values(lines):
                self._repeated.add(hash(lines[0].partition(" ")[0]))
            self._take(graph, lines)


def _write_identity(out: BulkWriter, facts: Facts, matched: Matched, hidden: Hidden, graphs: set[str]) -> None:
    works = [iri for iri, one in facts.works.items() if one.graphs]
    held: list[str] = []
    for record, key in identity.keys_of(facts, works, facts.persons, facts.venues):
        held.append(f"{record} {identity.MATCH_KEY} {literal(key)}")
        if len(held) > 5000:
            out.write(IDENTITY, held)
            held = []
    held += identity.lines_of(matched)
    held += identity.few(facts, sorted(graphs))
    held += [f"{iri} {identity.LEFT_OUT} {identity.TRUE}" for iri in hidden.things - matched.left_out]
    out.write(IDENTITY, held)
    out.write(META, list(identity.redirects(matched)))


def _told(matched: Matched, written: int) -> Changes:
    changes = Changes(written, len(matched.canonical), len(matched.candidates))
    if changes.joined:
        changes.notes.append(f"{changes.joined} records were joined with others that are the same thing")
    if changes.doubtful:
        changes.notes.append(f"{changes.doubtful} pairs may be one thing and wait for a person to say so")
    return changes


def _by_subject(store: Store, graph: str) -> Iterator[list[str]]:
    """A graph's statements, those of one subject together."""
    last, held = "", list[str]()
    for quad in store.quads(graph):
        s = str(quad.subject)
        if s != last:
            if held:
                yield held
            last, held = s, []
        held.append(f"{s} {quad.predicate} {quad.object}")
    if held:
        yield held


def _several_values(lines: list[str]) -> bool:
    """Whether a thing was described with two values of what has one."""
    once = [p for p in (line.split(" ", 2)[1] for line in lines) if p in _ONCE]
    return len(once) != len(set(once))


def active_graphs(store: Store) -> set[str]:
    """The capture graphs that count: not superseded, and their sources not suppressed."""
    graphs = {name for name in store.graphs() if name.startswith(GRAPH) and len(name) == len(GRAPH) + DIGEST}
    old: set[str] = set()
    for row in store.select(f"SELECT ?old WHERE {{ GRAPH ?g {{ ?new {_SUPERSEDES} ?old }} }}", graph=None):
        old.add(_graph_of_source(row[0]))
    for row in store.select(f"SELECT ?s WHERE {{ ?s {identity.LEFT_OUT} true }}", graph=CURATED):
        old.add(_graph_of_source(row[0]))
    return graphs - old


def _graph_of_source(source: object) -> str:
    return GRAPH + source.value.removeprefix(f"{ID}source/") if isinstance(source, IRI) else ""


def rebuild(store: Store) -> Changes:
    """Compute identity and the resolved graph anew from captures and curation."""
    store.clear(RESOLVED)
    store.clear(IDENTITY)
    store.update(f"DELETE WHERE {{ GRAPH <{META}> {{ ?old {identity.REPLACED} ?new }} }}")
    resolver = Resolver(store)
    for graph in sorted(active_graphs(store)):
        resolver.take_graph(graph)
    try:
        return resolver._whole()  # noqa: SLF001 - one module
    finally:
        resolver._spool.close()  # noqa: SLF001
