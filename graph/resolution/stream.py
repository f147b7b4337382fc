"""From statements on disk to the resolved graph in two passes of bounded memory: what is plain goes straight through, the rest is settled.

Plain is a thing that one capture describes once and that no identity, curation or scheme touches. The rows of all others are put aside
by their canonical thing and settled group by group.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from graph.decisions.decided import status_rows
from graph.decisions.hidden import HIDDEN
from graph.engines.spool import Buckets, Spool
from graph.linkage.facts import Facts
from graph.linkage.identity import DIFFERENT, SAME_AS
from graph.resolution.derive import watched
from graph.resolution.entailment import Entailed, entailed, kind
from graph.resolution.settle import ALT, LABEL, PREF, settled
from graph.store import CURATED, RESOLVED, SCHEME
from ontology import terms
from ontology.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.decisions.hidden import Hidden
    from graph.resolution.settle import Row
    from graph.store import Store

_TYPE = f"<{terms.RDF_TYPE}>"
_PIECE = 4000
_DECISIONS = (SAME_AS, DIFFERENT, HIDDEN)
_SETTLED_KINDS = frozenset(("concept", "jurisdiction"))
"""Kinds that many captures describe and the scheme may add to: always settled."""


def owner(record: str) -> str:
    """The thing that a numbered author or a disagreement belongs to; a thing belongs to itself."""
    return f"{record.partition('#')[0]}>" if "#" in record else record


def extra_rows(store: Store) -> list[Row]:
    """Rows beside the captures': what people said, and class and English label of the scheme's concepts."""
    rows: list[Row] = []
    for s, p, o in store.select("SELECT ?s ?p ?o WHERE { ?s ?p ?o }", graph=CURATED):
        if str(p) not in _DECISIONS and "#" not in str(s):
            rows.append((CURATED, str(s), str(p), str(o)))
    rows += status_rows(store)
    query = f"SELECT ?s ?p ?o WHERE {{ VALUES ?p {{ {_TYPE} {PREF} }} ?s ?p ?o }}"
    for s, p, o in store.select(query, graph=SCHEME):
        subject, predicate, value = str(s), str(p), str(o)
        if kind(subject) == "concept" and (predicate == _TYPE or value.endswith('"@en')):
            rows.append((SCHEME, subject, predicate, value))
    return rows


class Out(Protocol):
    """Takes statements (`<s> <p> o`) of one graph."""

    def write(self, graph: str, statements: Sequence[str]) -> None:
        """Add them."""


class Links(Protocol):
    """Takes statements that rules of several premises look at."""

    def note(self, s: str, p: str, o: str) -> None:
        """Note one."""


class Writer:
    """Writes accepted statements with what follows from each, and notes what rules of several premises look at."""

    def __init__(self, out: Out, derivation: Links) -> None:
        self._out = out
        self._derivation = derivation
        self.held: list[str] = []
        self._mute: dict[str, frozenset[str]] = {}
        self._follows: dict[tuple[str, str, str], Entailed | None] = {}
        self._told: set[tuple[str, str, str]] = set()
        self._watched = watched()
        self.count = 0

    def plain(self, s_kind: str) -> frozenset[str]:
        """The properties of which a text as value has no consequences for a thing of this kind."""
        known = self._mute.get(s_kind)
        if known is None:
            texts = [f"<{p.iri}>" for p in vocabulary().properties if p.literal] + [LABEL, PREF, ALT]
            known = self._mute[s_kind] = frozenset(p for p in texts if entailed(s_kind, p, '""') is None)
        return known

    def write(self, s: str, p: str, o: str, s_kind: str) -> None:
        """One statement about a thing of this kind."""
        self.held.append(f"{s} {p} {o}")
        where = (s_kind, p, o if p == _TYPE else "" if o[0] == '"' else kind(o))
        try:
            follows = self._follows[where]
        except KeyError:
            follows = self._follows[where] = entailed(s_kind, p, o)
        if p in self._watched:
            self._derivation.note(s, p, o)
        if follows is not None:
            self._follow(s, o, follows)

    def spare(self) -> None:
        """Hand on what is held once it is enough."""
        if len(self.held) > _PIECE:
            self.flush()

    def _follow(self, s: str, o: str, follows: Entailed) -> None:
        held = self.held
        for q in follows.same:
            held.append(f"{s} {q} {o}")
            if q in self._watched:
                self._derivation.note(s, q, o)
        for q in follows.turned:
            held.append(f"{o} {q} {s}")
            if q in self._watched:
                self._derivation.note(o, q, s)
        for q, value in follows.subject:
            held.append(f"{s} {q} {value}")
        facts = [(o, q, value) for q, value in follows.object] if follows.object else []
        for fact in (*facts, *follows.fixed):
            if fact not in self._told:  # the same few again and again
                if len(self._told) > 50_000:
                    self._told.clear()
                self._told.add(fact)
                held.append(" ".join(fact))

    def flush(self) -> None:
        """Hand on what is held."""
        if self.held:
            self._out.write(RESOLVED, self.held)
            self.count += len(self.held)
            self.held.clear()


@dataclass(slots=True)
class Batch:
    """Captures that are being resolved: their statements, what matching needs to know of them, and who is described more than once."""

    spool: Spool = field(default_factory=Spool)
    facts: Facts = field(default_factory=Facts)
    graphs: set[str] = field(default_factory=set)
    repeated: set[int] = field(default_factory=set)
    """Hashes of the records that are described more than once."""

    def subjects(self) -> set[str]:
        """The things described; numbered authors and disagreements count as the thing they belong to."""
        found: set[str] = set()
        last = ""
        for s, _, _ in triples(self.spool):
            if s != last:
                last = s
                found.add(owner(s))
        return found

    def needs_settling(self, record: str) -> bool:
        """Whether a record's statements cannot be taken as they come."""
        return hash(record) in self.repeated or kind(record) in _SETTLED_KINDS


class Streaming:
    """One pass over a batch.

    Args:
        batch: what is to be written.
        canonical: records that are not canonical → those that are.
        left_out: persons who are not written.
        hidden: what else is not.
        slow: canonical things that somebody else writes; None where there is nobody else, so that all is settled here.
    """

    def __init__(self, batch: Batch, canonical: dict[str, str], left_out: set[str], hidden: Hidden, slow: set[str] | None = None) -> None:
        self._batch = batch
        self._canonical = canonical
        self._left_out = left_out
        self._hidden = hidden
        self._slow = slow
        self._joined = set(canonical.values())
        self._extra: dict[str, list[Row]] = {}
        self._curated: set[str] = set()
        self._named: set[str] = set()

    def run(self, writer: Writer, extra: Iterable[Row] = ()) -> None:
        """Write the batch with the curated and scheme rows beside it, rules of several premises aside."""
        for row in extra:
            self._extra.setdefault(row[1], []).append(row)
        self._curated = {record for record, rows in self._extra.items() if any(row[0] == CURATED for row in rows)}
        buckets = Buckets()
        self._first_pass(writer, buckets)
        self._put_extra(buckets)
        for canonical, rows in buckets.groups():
            for s, p, o in settled(canonical, rows, self._batch.facts):
                writer.write(s, p, o, kind(s))
            writer.spare()
        writer.flush()

    def _first_pass(self, writer: Writer, buckets: Buckets) -> None:
        canonical, hidden = self._canonical, self._hidden
        write, held, plain = writer.write, writer.held, writer.plain
        last, target, s_kind, mute = "", "", "", frozenset[str]()
        for graph, lines in self._batch.spool.read():
            for line in lines:
                s, p, o = line.split(" ", 2)
                if s != last:
                    last = s
                    target, s_kind = self._target(s)
                    mute = plain(s_kind)
                if o[0] == '"':
                    if not target and p in mute:  # most lines: nothing follows from them
                        held.append(line)
                        continue
                elif o in canonical:
                    o = canonical[o]
                if target == "-" or (hidden and o in hidden):
                    continue
                if target:
                    buckets.put(target, (graph, s, p, o))
                else:
                    write(s, p, o, s_kind)
            writer.spare()

    def _target(self, record: str) -> tuple[str, str]:
        """Where a record's statements go: "" straight on, "-" nowhere, else with those of this canonical thing; and its kind."""
        s_kind = kind(record)
        base = owner(record) if "#" in record else record
        canonical = self._canonical.get(base, base)
        if base in self._left_out or (self._hidden and (canonical in self._hidden or base in self._hidden)):
            return "-", s_kind
        if s_kind == "disagreement":
            return "", s_kind
        if self._slow is not None:
            return "-" if canonical in self._slow else "", s_kind
        settle = canonical in self._joined or self._batch.needs_settling(base)
        if s_kind == "concept" or base in self._curated:
            self._named.add(canonical)
            settle = True
        return canonical if settle else "", s_kind

    def _put_extra(self, buckets: Buckets) -> None:
        """What people and the scheme say: the scheme only of concepts that somebody named."""
        named = self._named | {self._canonical.get(record, record) for record in self._curated}
        for record, rows in self._extra.items():
            canonical = self._canonical.get(record, record)
            for graph, _, p, o in rows:
                value = self._canonical.get(o, o)
                if canonical in self._hidden or value in self._hidden or (graph == SCHEME and canonical not in named):
                    continue
                buckets.put(canonical, (graph, record, p, value))


def triples(spool: Spool) -> Iterator[tuple[str, str, str]]:
    """The statements of a spool."""
    for _, lines in spool.read():
        for line in lines:
            s, p, o = line.split(" ", 2)
            yield s, p, o
