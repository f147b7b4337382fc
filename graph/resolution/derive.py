"""Rules of several premises, run by the store over `graph/resolved`: what new statements entail, and what falls with statements that go.

New statements: each rule is asked with one premise bound to them, until nothing new follows (semi-naive evaluation). Statements that go:
all that may rest on them goes too, then what still follows from the rest is put back (delete and rederive).
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from graph.engines.bulk import BulkWriter
from graph.linkage.identity import batches
from graph.resolution.entailment import TYPE, Triple, consequences
from graph.store import RESOLVED
from ontology import terms
from ontology.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.store import Store
    from ontology.rules import Pattern, Rule

MANY = 20_000
"""New statements of one predicate from which on a rule is asked of the whole graph instead of for each of them."""
BOUND = 400
"""Statements bound in one query."""


@cache
def joins() -> tuple[Rule, ...]:
    """The rules that the store runs. Those that give a thing its class from its own links are closed while lines are written."""
    return tuple(rule for rule in rules() if not rule.linear and rule.head[1] != terms.RDF_TYPE)


@cache
def watched() -> frozenset[str]:
    """The predicates that some premise of these rules has."""
    return frozenset(f"<{part[1]}>" for rule in joins() for part in rule.body)


def _pattern(pattern: Pattern) -> str:
    return " ".join(term if term.startswith("?") else f"<{term}>" for term in pattern)


class Derivation:
    """What follows from statements that were just added."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._new: dict[str, list[tuple[str, str]] | None] = {}
        self._present: set[str] = set()
        self.count = 0

    def note(self, s: str, p: str, o: str) -> None:
        """A statement was added whose predicate is `watched`."""
        held = self._new.setdefault(p, [])
        if held is not None:
            held.append((s, o))
            if len(held) > MANY:
                self._new[p] = None  # too many to ask for each

    def run(self) -> None:
        """Add what follows, until nothing more does; all noted statements must be in the store."""
        while self._new:
            new, self._new = self._new, {}
            writer = BulkWriter(self._store)
            try:
                for statement in self._following(new):
                    self._write(writer, statement)
                writer.drain()
            finally:
                writer.stop()

    def _following(self, new: dict[str, list[tuple[str, str]] | None]) -> Iterator[Triple]:
        """What follows from new statements by any rule, once; what follows beyond so many may come again."""
        found: set[Triple] = set()
        for rule in joins():
            for statement in self._entailed(rule, new):
                if statement not in found:
                    if len(found) < MANY * 10:
                        found.add(statement)
                    yield statement

    def _write(self, writer: BulkWriter, statement: Triple) -> None:
        for s, p, o in consequences(statement):
            writer.write(RESOLVED, (f"{s} {p} {o}",))
            self.count += 1
            if p in watched():
                self.note(s, p, o)

    def _entailed(self, rule: Rule, new: dict[str, list[tuple[str, str]] | None]) -> Iterator[Triple]:
        """Heads of a rule that hold through some new statement and do not stand yet."""
        p = f"<{rule.head[1]}>"
        parts = [part for part in rule.body if f"<{part[1]}>" in new]
        if not parts or not self._answers(rule, new):
            return
        if any(new[f"<{part[1]}>"] is None for part in parts):
            yield from _heads(self._store, rule, "", p, fresh=True)
            return
        for part in parts:
            statements = new[f"<{part[1]}>"] or []
            for bound in _bindings(part, statements):
                yield from _heads(self._store, rule, bound, p, fresh=True)

    def _answers(self, rule: Rule, new: Mapping[str, object]) -> bool:
        """Whether every premise has some statement: it takes long to find out by joining that one has none."""
        for part in rule.body:
            p = f"<{part[1]}>"
            if p not in new and p not in self._present:
                if not self._store.ask(f"ASK {{ {_pattern(part)} }}", graph=RESOLVED):
                    return False
                self._present.add(p)
        return True


def _bindings(part: Pattern, statements: Iterable[tuple[str, str]]) -> Iterator[str]:
    """VALUES clauses that bind the ends of a premise to statements, some hundred at a time."""
    for some in batches((f"({s} {o})" for s, o in statements), BOUND):
        yield f"VALUES ({part[0]} {part[2]}) {{ {some} }}"


def _heads(store: Store, rule: Rule, bound: str, p: str, *, fresh: bool) -> Iterator[Triple]:
    body = " . ".join(map(_pattern, rule.body))
    unknown = f"FILTER NOT EXISTS {{ {_pattern(rule.head)} }}" if fresh else ""
    distinct = "DISTINCT" if bound else ""  # over the whole graph the engine would hold all rows to tell them apart
    query = f"SELECT {distinct} {rule.head[0]} {rule.head[2]} WHERE {{ {bound} {body} {unknown} }}"
    for s, o in store.select(query, graph=RESOLVED):
        yield str(s), p, str(o)


def resting_on(store: Store, gone: Iterable[Triple]) -> set[Triple]:
    """Statements that go, with every statement of the resolved graph that may rest on one of them; asked before any is deleted."""
    over: set[Triple] = set()
    fresh: set[Triple] = {one for statement in gone for one in consequences(statement)}
    while fresh:
        over |= fresh
        by_predicate: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for s, p, o in fresh:
            if p in watched():
                by_predicate[p].append((s, o))
        heads: set[Triple] = set()
        for rule in joins():
            p = f"<{rule.head[1]}>"
            for part in rule.body:
                for bound in _bindings(part, by_predicate.get(f"<{part[1]}>", ())):
                    heads.update(_heads(store, rule, bound, p, fresh=False))
        fresh = {one for head in heads for one in consequences(head)} - over
    return over


def still_standing(store: Store, doubtful: set[Triple]) -> set[Triple]:
    """Of statements that were deleted those that follow from what stands in the resolved graph now."""
    back: set[Triple] = set()
    while True:
        found = (_by_one_premise(store, doubtful - back) | _by_joins(store, doubtful - back)) & doubtful - back
        if not found:
            return back
        back |= found
        insert(store, found)


def _by_joins(store: Store, doubtful: set[Triple]) -> set[Triple]:
    by_predicate: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for s, p, o in doubtful:
        by_predicate[p].append((s, o))
    found: set[Triple] = set()
    for rule in joins():
        p = f"<{rule.head[1]}>"
        for bound in _bindings(rule.head, by_predicate.get(p, ())):
            found.update(_heads(store, rule, bound, p, fresh=False))
    return {one for statement in found for one in consequences(statement)}


def _by_one_premise(store: Store, doubtful: set[Triple]) -> set[Triple]:
    """A premise of one statement touches the subject of what follows: the links between two things decide, or those of the one."""
    found: set[Triple] = set()
    pairs = {(s, o) for s, p, o in doubtful if p != TYPE and o[0] == "<"}
    for some in batches((f"({s} {o}) ({o} {s})" for s, o in sorted(pairs)), BOUND):
        rows = store.select(f"SELECT ?s ?p ?o WHERE {{ VALUES (?s ?o) {{ {some} }} ?s ?p ?o }}", graph=RESOLVED)
        for s, p, o in rows:
            found.update(consequences((str(s), str(p), str(o))))
    ends = {s for s, p, o in doubtful if p == TYPE or (s, o) not in pairs or p in _FACTS}
    for some in batches(sorted(ends)):
        for query in (
            f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {some} }} ?s ?p ?o }}",
            f"SELECT ?s ?p ?o WHERE {{ VALUES ?o {{ {some} }} ?s ?p ?o }}",
        ):
            for s, p, o in store.select(query, graph=RESOLVED):
                found.update(consequences((str(s), str(p), str(o))))
    return found & doubtful


_FACTS = frozenset((f"<{terms.HAS_STANCE}>",))


def insert(store: Store, statements: Iterable[Triple]) -> None:
    """Add statements to the resolved graph."""
    with BulkWriter(store) as writer:
        writer.write(RESOLVED, [f"{s} {p} {o}" for s, p, o in statements])


def delete(store: Store, statements: Iterable[Triple]) -> None:
    """Take statements out of the resolved graph."""
    held: list[str] = []
    for s, p, o in statements:
        held.append(f"{s} {p} {o}")
        if len(held) == 2000:
            store.update(f"DELETE DATA {{ GRAPH <{RESOLVED}> {{ {' . '.join(held)} }} }}")
            held.clear()
    if held:
        store.update(f"DELETE DATA {{ GRAPH <{RESOLVED}> {{ {' . '.join(held)} }} }}")
