"""Captures, identity and curation → `graph/resolved`: each accepted statement once, under canonical IRIs, conflicts settled, rules applied.

The resolved graph is a function of what stands in the other graphs: the order of loading never matters, and `rebuild` gives what any
row of loads gave.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.decisions.decided import kept
from graph.decisions.hidden import Hidden, suppressed
from graph.engines.bulk import BulkWriter
from graph.engines.memory import give_back
from graph.identify import GRAPH, ID
from graph.linkage import identity
from graph.linkage.facts import Facts
from graph.linkage.matching import match
from graph.linkage.traits import Person, Work
from graph.resolution.chains import Chains
from graph.resolution.entailment import kind
from graph.resolution.settle import LABEL, SINGLE, SLUG
from graph.resolution.stream import Batch, Streaming, Writer, extra_rows, triples
from graph.resolution.update import Leaving, People, Update
from graph.store import CURATED, IDENTITY, IRI, META, RESOLVED
from graph.text import literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.linkage.facts import Taker
    from graph.linkage.matching import Matched
    from graph.store import Store

_TYPE = f"<{terms.RDF_TYPE}>"
_SUPERSEDES = f"<{terms.SUPERSEDES}>"
_ONCE = SINGLE | {_TYPE, LABEL, SLUG}
DIGEST = 64
MUCH = 20_000
"""Things in captures that are replaced from which on everything is resolved anew."""
LARGE, MORE = 20_000, 4
"""From so many statements on, and so many times as many as the other captures have, a batch has all resolved anew: that is less work."""


@dataclass(slots=True)
class Changes:
    """What a change of the captures did to the resolved graph."""

    written: int = 0
    """Statements written into the resolved graph, those that follow included."""
    joined: int = 0
    doubtful: int = 0
    notes: list[str] = field(default_factory=list)
    things: set[str] | None = None
    """What is described otherwise than before, as IRIs; None = everything may be."""


class Resolver:
    """Brings the resolved graph up to date with captures that are being loaded.

    `add` takes each capture's statements as they pass; `finish` does the work, once they all stand in the store.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._batch = Batch()
        self._seen: set[int] = set()
        self._count = 0
        """Statements taken."""

    def add(self, capture_graph: str, statements: Iterable[list[str]]) -> None:
        """Take the statements (`<s> <p> o`) of a new capture, whose graph has this name."""
        self._batch.graphs.add(capture_graph)
        self._batch.facts.counted.add(capture_graph)
        for lines in statements:
            self._take(capture_graph, lines)

    def add_stored(self, capture_graph: str) -> None:
        """Take those of a capture that stands in the store."""
        self.add(capture_graph, self._checked(_by_subject(self._store, capture_graph)))

    def _checked(self, things: Iterable[list[str]]) -> Iterator[list[str]]:
        """The same; a thing told in several places of the graph, or with two values of what has one, counts as described twice."""
        seen: set[int] = set()
        for lines in things:
            mark = hash(lines[0].partition(" ")[0])
            if mark in seen or _several_values(lines):
                self._batch.repeated.add(mark)
            seen.add(mark)
            yield lines

    def _take(self, graph: str, lines: list[str]) -> None:
        find, last = self._batch.facts.sink, ""
        record: object = None
        takers: dict[str, Taker] = {}
        for line in lines:
            s, p, o = line.split(" ", 2)
            if s != last:
                last = s
                record, takers = find(s) or (None, {})
            if p == _TYPE and self._again(s, record):
                self._batch.repeated.add(hash(s))
            if p in takers:
                takers[p](record, o, graph)
        self._batch.spool.write(graph, lines)
        self._count += len(lines)

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
            if not self._batch.graphs:
                return Changes(things=set())
            active = active_graphs(self._store)
            leaving = Leaving(active_graphs(self._store, without=self._batch.graphs) - active if self._batch.facts.superseded else set())
            stored = active - self._batch.graphs
            if not stored and not leaving.graphs:
                return self.whole()
            if self._batch.graphs <= active and self._outweighs(stored | leaving.graphs):
                return self.anew(stored)
            return _updated(self._store, self._batch, active, leaving)
        finally:
            self.close()

    def _outweighs(self, graphs: Iterable[str]) -> bool:
        """Whether resolving all anew is less work than to bring up to date; not where others would find a remote engine's graph empty."""
        remote = self._store.location.startswith(("http://", "https://"))
        return not remote and self._count >= LARGE and _has_at_most(self._store, graphs, self._count // MORE)

    def anew(self, stored: Iterable[str]) -> Changes:
        """Resolve the batch and these captures that stand in the store as everything there is, whatever was resolved before."""
        _empty(self._store)
        for graph in sorted(stored):
            self.add_stored(graph)
        return self.whole()

    def close(self) -> None:
        """Let the disk space of the batch go."""
        self._batch.spool.close()

    def whole(self) -> Changes:
        """Resolve the batch as everything there is; identity and the resolved graph are empty."""
        batch, facts = self._batch, self._batch.facts
        works = {iri for iri, one in facts.works.items() if one.graphs}
        matched = match(facts, works, set(facts.persons), set(facts.venues), identity.decisions(self._store))
        hidden = Hidden(suppressed(self._store), kept(self._store))
        if hidden:
            hidden.widen(matched.members, matched.canonical)
            hidden.follow(triples(batch.spool), triples(batch.spool))
        out = BulkWriter(self._store)
        chains = Chains()
        writer = Writer(out, chains)
        try:
            _write_identity(out, facts, matched, hidden, batch.graphs)
            facts.forget_all_but_graphs()  # a hundred megabytes for a hundred thousand works, while the engine needs its own
            give_back()
            Streaming(batch, matched.canonical, matched.left_out, hidden).run(writer, extra_rows(self._store))
            for one in matched.candidates:
                if one.a not in hidden and one.b not in hidden:
                    writer.write(one.a, f"<{terms.GOV}{one.property}>", one.b, kind(one.a))
            writer.flush()
            batch.facts = Facts()
            chains.run(out)
            out.drain()
        finally:
            out.stop()
        return _told(matched, writer.count + chains.count)


def _updated(store: Store, batch: Batch, active: set[str], leaving: Leaving) -> Changes:
    if batch.graphs - active or not leaving.read(store, MUCH):
        return rebuild(store)
    update = Update(store, batch, active, identity.decisions(store), suppressed(store), leaving)
    changes = _told(update.matched, update.run())
    changes.things = update.touched() if len(update.subjects) <= MUCH else None
    return changes


def reconsider(store: Store, records: Iterable[str]) -> Changes:
    """Bring the resolved graph up to date after people decided that some records (IRIs in brackets) are one thing, or are not."""
    batch = Batch()
    try:
        return _updated(store, batch, active_graphs(store), Leaving(records=_with_joined(store, records)))
    finally:
        batch.spool.close()


def _with_joined(store: Store, records: Iterable[str]) -> set[str]:
    """The records and all that are the same things."""
    chosen = set(records)
    chosen |= set(identity.canonical_of(store, sorted(chosen)).values())
    for group in identity.members_of(store, sorted(chosen)).values():
        chosen.update(group)
    return chosen


def amend(store: Store, people: People, records: Iterable[str], hidden: set[str], shown: set[str]) -> Changes:
    """Bring the resolved graph up to date after people decided of some claims.

    Args:
        store: holds the decisions already.
        people: what people had decided before.
        records: what they spoke of (IRIs in brackets), the evidence of claims included.
        hidden: what is hidden with rejected claims now.
        shown: what was hidden and is no more.
    """
    batch = Batch()
    try:
        leaving = Leaving(records=_with_joined(store, records))
        seeds = suppressed(store) | hidden
        update = Update(store, batch, active_graphs(store), identity.decisions(store), seeds, leaving, people, shown)
        changes = _told(update.matched, update.run())
        changes.things = update.touched()
        return changes
    finally:
        batch.spool.close()


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
        joined = "1 record was" if changes.joined == 1 else f"{changes.joined} records were"
        changes.notes.append(f"{joined} joined with others that are the same thing")
    if changes.doubtful:
        pairs, wait = ("1 pair", "waits") if changes.doubtful == 1 else (f"{changes.doubtful} pairs", "wait")
        changes.notes.append(f"{pairs} may be one thing and {wait} for a person to say so")
    return changes


def _by_subject(store: Store, graph: str) -> Iterator[list[str]]:
    """A graph's statements, those of one subject that come one after the other together; some engines keep them in another order."""
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


def active_graphs(store: Store, without: Iterable[str] = ()) -> set[str]:
    """The capture graphs that count: not superseded, not waiting for a reader, and their sources not suppressed; as if some were not there.

    What a language model said of a capture counts no longer than that capture.
    """
    return _current(store, without) - waiting_graphs(store)


def waiting_graphs(store: Store) -> set[str]:
    """The graphs of what language models answered that counts only as far as a person accepts it."""
    rows = store.select(f"SELECT ?g WHERE {{ GRAPH ?g {{ ?s <{terms.AWAITS_READER}> true }} FILTER(?g != <{RESOLVED}>) }}", graph=None)
    return {row[0].value for row in rows if row[0] is not None}


def proposals_waiting(store: Store) -> set[str]:
    """Those of them that no newer answers replace, and whose capture counts."""
    waiting = waiting_graphs(store)
    return waiting & _current(store) if waiting else waiting


def _current(store: Store, without: Iterable[str] = ()) -> set[str]:
    left = set(without)
    graphs = {name for name in store.graphs() if name.startswith(GRAPH) and len(name) == len(GRAPH) + DIGEST and name not in left}
    old: set[str] = set()
    for g, source in store.select(f"SELECT ?g ?old WHERE {{ GRAPH ?g {{ ?new {_SUPERSEDES} ?old }} }}", graph=None):
        if g is not None and g.value in graphs:
            old.add(_graph_of_source(source))
    for row in store.select(f"SELECT ?s WHERE {{ ?s {identity.LEFT_OUT} true }}", graph=CURATED):
        old.add(_graph_of_source(row[0]))
    read = store.select(f"SELECT ?g ?of WHERE {{ GRAPH ?g {{ ?s <{terms.PROV_WAS_DERIVED_FROM}> ?of }} }}", graph=None)
    proposals = [(g.value, _graph_of_source(of)) for g, of in read if g is not None and g.value in graphs]
    return graphs - old - {graph for graph, of in proposals if of not in graphs - old}


def _graph_of_source(source: object) -> str:
    return GRAPH + source.value.removeprefix(f"{ID}source/") if isinstance(source, IRI) else ""


def rebuild(store: Store) -> Changes:
    """Compute identity and the resolved graph anew from captures and curation."""
    resolver = Resolver(store)
    try:
        return resolver.anew(active_graphs(store))
    finally:
        resolver.close()


def _empty(store: Store) -> None:
    """Take away all that resolving has written."""
    store.clear(RESOLVED)
    store.clear(IDENTITY)
    store.update(f"DELETE WHERE {{ GRAPH <{META}> {{ ?old {identity.REPLACED} ?new }} }}")


def _has_at_most(store: Store, graphs: Iterable[str], most: int) -> bool:
    """Whether some graphs have no more than so many statements in all; nobody counts any further."""
    for graph in graphs:
        query = f"SELECT (COUNT(*) AS ?n) WHERE {{ SELECT ?s WHERE {{ ?s ?p ?o }} LIMIT {most + 1} }}"
        most -= sum(int(row[0].value) for row in store.select(query, graph=graph) if row[0] is not None)
        if most < 0:
            return False
    return True
