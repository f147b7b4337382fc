"""New captures beside old ones: only what they touch is compared, settled and derived anew; equal to resolving everything.

Touched are the things that the captures describe, those whose records changed their canonical IRI, and what refers to these. For each
the statements before and after are worked out from the capture graphs; the difference goes in, or out with all that rests on it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from graph.decisions.decided import kept
from graph.decisions.hidden import Hidden, suppressed
from graph.engines.bulk import BulkWriter
from graph.engines.spool import Spool
from graph.identify import ID, key_of, kind_of
from graph.linkage import identity
from graph.linkage.gathering import Gathering
from graph.linkage.identity import LEFT_OUT, POSSIBLE_AUTHOR, POSSIBLY, REPLACED, SAME_AS, TRUE, batches
from graph.linkage.matching import match
from graph.resolution import derive
from graph.resolution.entailment import Triple, consequences, kind
from graph.resolution.settle import PART, Row, settled
from graph.resolution.stream import Streaming, Writer, extra_rows, owner, triples
from graph.store import IDENTITY, META, RESOLVED, SCHEME
from graph.text import literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.linkage.matching import Decisions
    from graph.resolution.stream import Batch
    from graph.store import Store

_CITES, _TOLD_BY = f"<{terms.CITES}>", f"<{terms.TOLD_BY}>"
_DOUBTFUL = (POSSIBLY, POSSIBLE_AUTHOR)
_JOINED_KINDS = frozenset(("work", "person", "venue", "case", "concept", "organisation", "reform", "topic", "subject", "course"))
"""Kinds of which records may be joined, by rules or by people."""
GROUP = 1000
"""Things settled at once: what memory holds of old ones."""


@dataclass(slots=True)
class Leaving:
    """What counts no more: capture graphs that were superseded, with all that they describe; and records to look at again."""

    graphs: set[str] = field(default_factory=set)
    records: set[str] = field(default_factory=set)
    cited: set[tuple[str, str]] = field(default_factory=set)
    """(work, graph) where such a capture cites the work, or a register was asked about it."""

    def read(self, store: Store, most: int) -> bool:
        """Take what the graphs describe; False where that is more than `most` things, so that it pays to begin anew."""
        for graph in self.graphs:
            for quad in store.quads(graph):
                self.records.add(owner(str(quad.subject)))
                if str(quad.predicate) == _CITES:
                    self.cited.add((str(quad.object), graph))
                elif str(quad.predicate) == _TOLD_BY:
                    self.cited.add((str(quad.subject), graph))
            if len(self.records) > most:
                return False
        return True


@dataclass(slots=True)
class People:
    """What people decided that is no matter of identity: what is hidden, which evidence is kept all the same, and rows of their own."""

    seeds: set[str]
    kept: set[str]
    rows: dict[str, list[Row]]

    @classmethod
    def now(cls, store: Store, seeds: set[str] | None = None) -> People:
        """As the store has it."""
        rows: dict[str, list[Row]] = defaultdict(list)
        for row in extra_rows(store):
            rows[row[1]].append(row)
        return cls(suppressed(store) if seeds is None else seeds, kept(store), rows)


class Side:
    """One state of identity and of what people decided: which record is canonical for which, and who is left out; before or after."""

    extra: dict[str, list[Row]]
    hidden: Hidden

    def __init__(self, store: Store, known: dict[str, str], left_out: set[str], subjects: set[str]) -> None:
        self._store = store
        self._subjects = subjects
        self.canonical = known
        self.left_out = left_out
        self._asked: set[str] = set()

    def learn(self, records: Iterable[str]) -> None:
        """Find out about records that the update does not compare: for them identity is as it stands."""
        new = {iri for iri in records if iri not in self._subjects and iri not in self._asked and kind_of(iri[1:]) in _JOINED_KINDS}
        self._asked |= new
        self.canonical.update(identity.canonical_of(self._store, sorted(new)))

    def of(self, term: str) -> str:
        """The canonical record."""
        return self.canonical.get(term, term)


class Update:
    """One update of identity and the resolved graph after captures were added or replaced, or people decided on pairs.

    Args:
        store: holds the new capture graphs; identity and the resolved graph do not know them yet.
        batch: the facts and statements of the new captures.
        active: the names of all capture graphs that count, new ones included.
        decisions: what people said.
        seeds: what people hid.
        leaving: what counts no more.
        people: what people had decided before; the same as now unless given.
        shown: what was hidden and is no more.
    """

    def __init__(
        self,
        store: Store,
        batch: Batch,
        active: set[str],
        decisions: Decisions,
        seeds: set[str],
        leaving: Leaving | None = None,
        people: People | None = None,
        shown: set[str] | None = None,
    ) -> None:
        self.store = store
        self.batch = batch
        self.facts = batch.facts
        self.active = active
        self.leaving = leaving or Leaving()
        self.shown = shown or set()
        self.facts.cited |= self.leaving.cited
        self.formerly = (active - batch.graphs) | self.leaving.graphs
        self.gathering = Gathering(store, batch.facts, active, decisions, self.leaving.records)
        self.gathering.run()
        works = self.gathering.works
        self.subjects = works | self.gathering.persons | self.gathering.venues
        self.matched = match(self.facts, works, self.gathering.persons, self.gathering.venues, decisions)
        self.subjects |= {case for iri in works for case in self.facts.works[iri].cases}
        self.subjects |= {iri for iri in self.leaving.records if kind_of(iri[1:]) in _JOINED_KINDS}
        now = People.now(store, seeds)
        self.hidden = self._hide(now, self.shown)
        self._changed: set[str] = set()
        self._standing = identity.standing(store, sorted(self.subjects))
        self._told = self._tell()
        self.before, self.after = self._sides()
        self.before.extra, self.after.extra = (people or now).rows, now.rows
        self.before.hidden, self.after.hidden = self._hide(people, set()) if people else self.hidden, self.hidden

    def run(self) -> int:
        """Do it; how many statements were written."""
        doubts = [self._doubts(self._standing), self._doubts(self._told)]
        slow = self._slow() | {s for s, _, _ in doubts[0] ^ doubts[1]}
        gone = doubts[0] - doubts[1]
        self._changed = slow | {owner(s) for s, _, _ in gone}
        coming = Spool()
        try:
            coming.write(RESOLVED, [" ".join(one) for one in doubts[1] - doubts[0]])
            groups = sorted(slow)
            for start in range(0, len(groups), GROUP):
                things = set(groups[start : start + GROUP])
                old = self._said(things, self.before, self.formerly)
                now = self._said(things, self.after, self.active)
                gone |= old - now
                coming.write(RESOLVED, [" ".join(one) for one in now - old])
            self._write_identity()
            return self._write(gone, coming, slow)
        finally:
            coming.close()

    @cached_property
    def _touched(self) -> set[str]:
        """The records that the batch describes or that are looked at again."""
        return self.batch.subjects() | self.leaving.records

    def touched(self) -> set[str]:
        """The things whose statements the update may have changed, as IRIs."""
        found = self._changed | {side.of(one) for side in (self.before, self.after) for one in self._touched}
        return {iri[1:-1] for iri in found}

    def _hide(self, people: People, shown: set[str]) -> Hidden:
        hidden = Hidden(people.seeds, people.kept)
        if hidden:
            rows = self.store.select(f"SELECT ?s WHERE {{ ?s {LEFT_OUT} true }}", graph=IDENTITY)
            hidden.things.update(iri for row in rows if kind_of((iri := str(row[0]))[1:]) != "person" and iri not in shown)
            hidden.widen(self.matched.members, self.matched.canonical)
            hidden.follow(triples(self.batch.spool), triples(self.batch.spool))
        return hidden

    def _tell(self) -> set[str]:
        """What `graph/identity` is to say of the compared records."""
        of_kind: dict[str, list[str]] = defaultdict(list)
        for iri in self.subjects:
            if self.facts.exists(iri):
                of_kind[kind_of(iri[1:])].append(iri)
        keys = identity.keys_of(self.facts, of_kind["work"], of_kind["person"], of_kind["venue"])
        told = {f"{record} {identity.MATCH_KEY} {literal(key)}" for record, key in keys}
        told.update(identity.lines_of(self.matched))
        told.update(f"{iri} {LEFT_OUT} {TRUE}" for iri in self.hidden.things)
        for line in self._standing:
            s, p, _ = line.split(" ", 2)
            if p == LEFT_OUT and f"<{ID}work/{key_of(s[1:-1]).rpartition('/')[0]}>" not in self.subjects:
                told.add(line)  # a verdict on a work that is not compared
        return told

    def _sides(self) -> tuple[Side, Side]:
        made = []
        for lines in (self._standing, self._told):
            same: dict[str, str] = {}
            out: set[str] = set()
            for line in lines:
                s, p, o = line.split(" ", 2)
                if p == SAME_AS:
                    same[s] = o
                elif p == LEFT_OUT:
                    out.add(s)
            made.append(Side(self.store, same, out, self.subjects))
        return made[0], made[1]

    def _doubts(self, lines: set[str]) -> set[Triple]:
        """Doubtful pairs that the resolved graph tells of."""
        found = {(s, p, o) for s, p, o in (line.split(" ", 2) for line in lines) if p in _DOUBTFUL}
        return {one for one in found if one[0] not in self.hidden and one[2] not in self.hidden}

    def _slow(self) -> set[str]:
        """Canonical things whose old and new statements must be compared.

        All that stood before or is joined, parted, described twice, touched by people or the scheme, or points to what was.
        """
        before, after = self.before, self.after
        changed = {iri for iri in self.subjects if before.of(iri) != after.of(iri) or (iri in before.left_out) != (iri in after.left_out)}
        pointing: set[str] = set()
        for some in batches(sorted(changed)):
            query = f"SELECT ?g ?s WHERE {{ VALUES ?o {{ {some} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{RESOLVED}>) }}"
            rows = self.store.select(query, graph=None)
            pointing |= {owner(str(s)) for g, s in rows if g is not None and g.value in self.active | self.formerly}
        if changed:  # people point to it, too
            said = (row for side in (before, after) for rows in side.extra.values() for row in rows)
            pointing |= {owner(s) for _, s, _, o in said if o in changed}
        touched = self._touched
        for side in (before, after):
            side.learn(touched)
            side.learn(pointing)
        known = self._known(touched)
        slow = {iri for iri in touched if self.batch.needs_settling(iri) or after.of(iri) in self.matched.members}
        slow = {
            iri
            for iri in slow | known | pointing | changed | self.shown | (touched & (before.extra.keys() | after.extra.keys()))
            if kind(iri) != "disagreement"
        }
        return {side.of(iri) for side in (before, after) for iri in slow}

    def _known(self, touched: set[str]) -> set[str]:
        """Those of the things that the resolved graph knows already, under whatever IRI."""
        found: set[str] = set()
        asked = {self.before.of(iri): iri for iri in touched}
        for some in batches(sorted(asked)):
            rows = self.store.select(f"SELECT ?s WHERE {{ VALUES ?s {{ {some} }} ?s <{terms.SLUG}> ?slug }}", graph=RESOLVED)
            found.update(asked[str(row[0])] for row in rows)
        return found

    def _said(self, things: set[str], side: Side, graphs: set[str]) -> set[Triple]:
        """What the resolved graph says of these things in one state, rules aside."""
        said: set[Triple] = set()
        for canonical, rows in self._rows(things, side, graphs).items():
            said.update(settled(canonical, rows, self.facts))
        return said

    def _rows(self, things: set[str], side: Side, graphs: set[str]) -> dict[str, list[Row]]:
        members = {iri: iri for iri in things if side.of(iri) == iri}
        members.update((record, canonical) for record, canonical in side.canonical.items() if canonical in things)
        outside = sorted(iri for iri in things if iri not in self.subjects)
        for canonical, records in identity.members_of(self.store, outside).items():
            members.update((record, canonical) for record in records if record not in self.subjects)
        self.gathering.load_works(iri for iri in members if kind_of(iri[1:]) == "work")
        rows = self._select(sorted(members), graphs)
        rows += self._select(sorted({o for _, _, p, o in rows if p == PART}), graphs)
        extra = [row for record in members for row in side.extra.get(record, ())]
        side.learn({row[3] for row in (*rows, *extra) if row[3][0] == "<"})
        groups: dict[str, list[Row]] = defaultdict(list)
        hidden = side.hidden
        for graph, s, p, o in (*rows, *extra):
            base = owner(s)
            canonical, value = members[base], side.of(o)
            if graph == SCHEME and canonical not in groups:
                continue
            if base not in side.left_out and not (hidden and (canonical in hidden or o in hidden or value in hidden)):
                groups[canonical].append((graph, s, p, value))
        return groups

    def _select(self, records: list[str], graphs: set[str]) -> list[Row]:
        rows: list[Row] = []
        for some in batches(records):
            query = f"SELECT ?g ?s ?p ?o WHERE {{ VALUES ?s {{ {some} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{RESOLVED}>) }}"
            for g, s, p, o in self.store.select(query, graph=None):
                if g is not None and g.value in graphs:
                    rows.append((g.value, str(s), str(p), str(o)))
        return rows

    def _write_identity(self) -> None:
        few = set(identity.few(self.facts, self.batch.graphs))
        no_more = {f'<{graph}> {identity.MATCH_KEY} "few"' for graph in self.leaving.graphs}
        no_more |= {f"{iri} {LEFT_OUT} {TRUE}" for iri in self.shown}
        _replace(self.store, IDENTITY, (self._standing - self._told) | no_more, (self._told - self._standing) | few)
        old, new = self._redirects(self.before), self._redirects(self.after)
        _replace(self.store, META, old - new, new - old)

    def _redirects(self, side: Side) -> set[str]:
        return {f"{record} {REPLACED} {side.of(record)}" for record in self.subjects if side.of(record) != record}

    def _write(self, gone: set[Triple], coming: Spool, slow: set[str]) -> int:
        over = derive.resting_on(self.store, gone) if gone else set()
        derive.delete(self.store, over)
        out = BulkWriter(self.store)
        derivation = derive.Derivation(self.store)
        writer = Writer(out, derivation)
        try:
            for s, p, o in triples(coming):
                writer.write(s, p, o, kind(s))
                writer.spare()
            Streaming(self.batch, self.after.canonical, self.after.left_out, self.hidden, slow).run(writer)
            if over:
                for one in self._asserted(over):
                    writer.write(*one, kind(one[0]))
            writer.flush()
            out.drain()
        finally:
            out.stop()
        if over:
            for s, p, o in derive.still_standing(self.store, over):
                derivation.note(s, p, o)
        derivation.run()
        return writer.count + derivation.count

    def _asserted(self, over: set[Triple]) -> set[Triple]:
        """Deleted statements that some capture makes all the same."""
        ends = {self.after.of(owner(s)) for s, _, _ in over if kind(s)}
        found: set[Triple] = set()
        things = sorted(ends)
        for start in range(0, len(things), GROUP):
            found |= self._said(set(things[start : start + GROUP]), self.after, self.active)
        return {one for one in found if not over.isdisjoint(consequences(one))}


def _replace(store: Store, graph: str, old: set[str], new: set[str]) -> None:
    """Put statements of a graph in the place of others."""
    lines = sorted(old)
    for start in range(0, len(lines), GROUP):
        store.update(f"DELETE DATA {{ GRAPH <{graph}> {{ {' . '.join(lines[start : start + GROUP])} }} }}")
    end = f" <{graph}> .\n"
    if new:
        store.load([(end.join(sorted(new)) + end).encode()])
