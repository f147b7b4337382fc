"""Which records must be decided on together: their match keys are joined by a shuffle, and what hangs together becomes one component.

Two records that share a key are in one component, as are a work and its people where the work may be joined with another one: deciding
on a component alone gives what deciding on everything gives for its records (graph/linkage/gathering.py does the same for an update).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.distributed.description import FACTS
from graph.distributed.place import Outbox, inbox, read_statements
from graph.identify import ID
from graph.linkage import identity
from graph.linkage.facts import Facts
from graph.linkage.gathering import variants
from graph.linkage.identity import short_key
from graph.linkage.matching_people import person_keys, venue_keys
from graph.linkage.works.marks import is_stub, surname_marks, work_keys
from graph.text import literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.distributed.engine import Engine
    from graph.distributed.place import Place
    from graph.linkage.traits import Work

BUNDLES, KEYS, EDGES, LABELS, IDENTITY = "bundles", "keys", "edges", "labels", "identity"
PEOPLE = (f"<{terms.HAS_AUTHOR}>", f"<{terms.HAS_EDITOR}>")
CITES = f"<{terms.CITES}>"
_PRESENT = "-"
_PERSON = f"<{ID}person/"


def components(engine: Engine, place: Place, tasks: list[frozenset[str]], buckets: int) -> int:
    """Find the components; how many rounds the labels took. The label of a record that has one lies in its bucket of `labels`."""
    every = range(buckets)
    engine.run(gather, [(place, task, left, buckets) for task, left in enumerate(tasks)])
    engine.run(keys, [(place, bucket, buckets) for bucket in every])
    engine.run(join, [(place, bucket, buckets) for bucket in every])
    turn, changed = 0, sum(engine.run(label, [(place, bucket, 0) for bucket in every]))
    while changed:
        turn += 1
        engine.run(tell, [(place, bucket, buckets, turn) for bucket in every])
        changed = sum(engine.run(label, [(place, bucket, turn) for bucket in every]))
    return turn


def gather(place: Place, task: int, left: frozenset[str], buckets: int) -> None:
    """Send what keys are made of to the bucket of each record: its own statements, and the names of a work's people."""
    out = Outbox(place, BUNDLES, task, buckets)
    for graph, said in by_capture(place, task, left):
        for s in said:
            out.put(s, f"{s} {graph} {s} {_PRESENT} {task}")
            _send(out, graph, s, said, task)
    out.close()


def _send(out: Outbox, graph: str, s: str, said: dict[str, list[tuple[str, str]]], task: int) -> None:
    """Send what a capture says of one record to its bucket, and to those of the people and cited works that it leads to."""
    for p, o in said[s]:
        line = f"{graph} {s} {p} {o}"
        out.put(s, f"{s} {line}")
        if p == CITES or (p in PEOPLE and o.startswith(_PERSON)):
            out.put(o, f"{o} {line}")
            out.put(o, f"{o} {graph} {o} {_PRESENT} {task}")
        for q, value in said.get(o, ()) if p in PEOPLE else ():
            out.put(s, f"{s} {graph} {o} {q} {value}")


def by_capture(place: Place, task: int, left: frozenset[str]) -> Iterator[tuple[str, dict[str, list[tuple[str, str]]]]]:
    """(graph, record → what the capture says of it), capture by capture."""
    graph, said = "", dict[str, list[tuple[str, str]]]()
    for name, s, p, o in read_statements(place, f"{FACTS}/{task:05d}", left):
        if name != graph:
            if said:
                yield graph, said
            graph, said = name, {}
        said.setdefault(s, []).append((p, o))
    if said:
        yield graph, said


def keys(place: Place, bucket: int, buckets: int) -> None:
    """Write the match keys of a bucket's records, and send each to where its like are."""
    facts, owners = Facts(), dict[str, None]()
    for line in inbox(place, BUNDLES, bucket):
        owner, graph, s, p, o = line.split(" ", 4)
        owners[owner] = None
        if p != _PRESENT:
            facts.take(graph, s, p, o)
    works = [iri for iri in owners if iri in facts.works and facts.works[iri].graphs]
    persons, venues = [iri for iri in owners if iri in facts.persons], [iri for iri in owners if iri in facts.venues]
    told = identity.keys_of(facts, works, persons, venues)
    place.write(f"{IDENTITY}/keys-{bucket:05d}", "".join(f"{r} {identity.MATCH_KEY} {literal(k)}\n" for r, k in told).encode())
    out, edges = Outbox(place, KEYS, bucket, buckets), Outbox(place, EDGES, bucket, buckets)
    for iri in works:
        one = facts.works[iri]
        people = [who for _, who in (*one.authors, *one.editors) if who.startswith(_PERSON)]
        for key in _lookups(one, facts):
            out.put(key, "\t".join((key, iri, *people)))
        if len(one.graphs) > 1:
            _tie(edges, iri, people)
    for iri in persons:
        for key in person_keys(facts.persons[iri]):
            out.put(key, f"{key}\t{iri}")
    for iri in venues:
        for key in venue_keys(facts.venues[iri]):
            out.put(key, f"{key}\t{iri}")
    out.close()
    edges.close()


def _lookups(one: Work, facts: Facts) -> set[str]:
    """The keys of a work, and under which keys of others it may be meant where only surnames and year are known of it."""
    found = {short_key(key) for key in work_keys(one, facts) if not key.startswith(("u:", "us:"))}
    if is_stub(one):
        spelt = surname_marks(one, facts)
        found |= {f"s:{spelling}" for spelling in spelt}
        found |= {f"y:{variant}|{year}" for year in one.years for spelling in spelt for variant in variants(spelling)}
    return found


def _tie(edges: Outbox, one: str, others: list[str]) -> None:
    for other in others:
        edges.put(one, f"{one} {other}")
        edges.put(other, f"{other} {one}")


def join(place: Place, bucket: int, buckets: int) -> None:
    """Tie the records of one key together, and works of one key to their people."""
    held: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for line in inbox(place, KEYS, bucket):
        key, record, *people = line.split("\t")
        held[key][record] = people
    edges = Outbox(place, EDGES, buckets + bucket, buckets)
    for records in held.values():
        if len(records) > 1:
            first = min(records)
            _tie(edges, first, [record for record in records if record != first])
            for record, people in records.items():
                _tie(edges, record, people)
    edges.close()


def tell(place: Place, bucket: int, buckets: int, turn: int) -> None:
    """Tell the neighbours of a bucket's records which label these have."""
    labels = labels_of(place, bucket)
    out = Outbox(place, f"heard-{turn}", bucket, buckets)
    for one, other in _edges(place, bucket):
        out.put(other, f"{other} {labels[one]}")
    out.close()


def label(place: Place, bucket: int, turn: int) -> int:
    """Give each record the smallest label that it or a neighbour has, at first its own IRI; how many labels changed."""
    before = labels_of(place, bucket) if turn else {one: "~" for one, _ in _edges(place, bucket)}
    after = dict(before) if turn else {one: one for one in before}
    for line in inbox(place, f"heard-{turn}", bucket):
        record, said = line.split(" ")
        after[record] = min(after[record], said)
    changed = sum(before[one] != found for one, found in after.items())
    if changed:
        place.write(f"{LABELS}/{bucket:05d}", "".join(f"{one} {found}\n" for one, found in after.items()).encode())
    return changed


def _edges(place: Place, bucket: int) -> set[tuple[str, str]]:
    pairs = (line.split(" ") for line in inbox(place, EDGES, bucket))
    return {(one, other) for one, other in pairs}


def labels_of(place: Place, bucket: int) -> dict[str, str]:
    """Record → label, of the records of a bucket that share something with others."""
    name = f"{LABELS}/{bucket:05d}"
    return dict(line.split(" ") for line in place.lines(name) if line) if name in place.names(LABELS) else {}


def present(place: Place, bucket: int) -> Iterator[tuple[str, int]]:
    """(record, first task that speaks of it) of a bucket's records."""
    for line in inbox(place, BUNDLES, bucket):
        owner, _, _, p, task = line.split(" ", 4)
        if p == _PRESENT:
            yield owner, int(task)
