"""Second stage: which records are one thing, and `graph/identity`; each component of records is decided on by itself.

What one task holds is the components that fall to it, with the works beside their persons. A component cannot be divided: the largest
one bounds the memory.
"""

from __future__ import annotations

import pickle
from collections import defaultdict
from typing import TYPE_CHECKING

from graph.distributed.components import CITES, IDENTITY, PEOPLE, by_capture, components, labels_of, present
from graph.distributed.place import Outbox, bucket_of, inbox
from graph.identify import kind_of
from graph.linkage import identity
from graph.linkage.facts import Facts
from graph.linkage.matching import Decisions, match
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.distributed.engine import Engine
    from graph.distributed.place import Place

MATCHED, DOUBTS, MEMBERS, SHARES = "matched", "doubts", "members", "shares"
_BESIDE = (f"<{terms.PUBLISHED_IN}>", f"<{terms.PART_OF_WORK}>")


def identify(
    engine: Engine, place: Place, tasks: list[frozenset[str]], sizes: Mapping[str, int], buckets: int
) -> list[tuple[int, int, int]]:
    """Decide on all records and write `graph/identity` and who is canonical for whom.

    Args:
        engine: runs the tasks.
        place: of the facts, and of what is written.
        tasks: of each first task the graphs that an earlier one has as well.
        sizes: capture graph → how many works it describes.
        buckets: how many tasks a stage has.

    Returns:
        For each task how many records it decided on, how many it joined, and how many pairs it left in doubt.
    """
    components(engine, place, tasks, buckets)
    every = range(buckets)
    engine.run(assign, [(place, bucket, buckets, len(tasks)) for bucket in every])
    engine.run(share, [(place, task, left, buckets) for task, left in enumerate(tasks)])
    facts = Facts()
    facts.sizes = dict(sizes)
    place.write(f"{IDENTITY}/few", "".join(f"{line}\n" for line in identity.few(facts, sorted(sizes))).encode())
    return engine.run(decide, [(place, share_, dict(sizes)) for share_ in every])


def assign(place: Place, bucket: int, buckets: int, tasks: int) -> None:
    """Tell each first task, and each later one, which of a bucket's records fall to it: components by their label."""
    labels = labels_of(place, bucket)
    to_tasks, to_shares = Outbox(place, "assigned", bucket, tasks), Outbox(place, MEMBERS, bucket, buckets)
    told: set[str] = set()
    for record, task in dict.fromkeys(present(place, bucket)):
        chosen = bucket_of(labels.get(record, record), buckets)
        to_tasks.send(task, f"{record} {chosen}")
        if record not in told:
            told.add(record)
            to_shares.send(chosen, record)
    to_tasks.close()
    to_shares.close()


def share(place: Place, task: int, left: frozenset[str], buckets: int) -> None:
    """Send what one first task knows to those who decide on it: a work also to those who decide on its people, and what is beside it."""
    chosen = {record: int(number) for record, number in (line.split(" ") for line in inbox(place, "assigned", task))}
    out = Outbox(place, SHARES, task, buckets)
    for graph, said in by_capture(place, task, left):
        wanted: dict[str, set[int]] = defaultdict(set)
        for s, lines in said.items():
            if kind_of(s[1:]) == "work":
                wanted[s] |= {chosen[s], *(chosen[o] for p, o in lines if p in PEOPLE and o in chosen)}
        for s in list(wanted):
            for p, o in said[s]:
                if p in PEOPLE or p in _BESIDE:
                    wanted[o] |= wanted[s]
        for s, lines in said.items():
            here = wanted[s] | {chosen[s]}
            for p, o in lines:
                for number in here | wanted[o] if p == CITES else here:
                    out.send(number, f"{graph} {s} {p} {o}")
    out.close()


def decide(place: Place, number: int, sizes: dict[str, int]) -> tuple[int, int, int]:
    """Decide on the records of one share."""
    facts = Facts()
    for line in inbox(place, SHARES, number):
        facts.take(*line.split(" ", 3))
    facts.sizes = sizes
    members = set(inbox(place, MEMBERS, number))
    works = {iri for iri in members if iri in facts.works and facts.works[iri].graphs}
    persons, venues = members & facts.persons.keys(), members & facts.venues.keys()
    matched = match(facts, works, persons, venues, Decisions())
    _write(place, f"{IDENTITY}/decided-{number:05d}", identity.lines_of(matched))
    _write(place, f"{DOUBTS}/{number:05d}", (f"{one.a} <{terms.GOV}{one.property}> {one.b}" for one in matched.candidates))
    place.write(f"{MATCHED}/{number:05d}", pickle.dumps((matched.canonical, matched.left_out)))
    return len(members), len(matched.canonical), len(matched.candidates)


def _write(place: Place, name: str, lines: Iterable[str]) -> None:
    place.write(name, "".join(f"{line}\n" for line in lines).encode())


def outcome(place: Place) -> tuple[dict[str, str], set[str]]:
    """Records that are not canonical → those that are, and the persons left out."""
    canonical, left_out = dict[str, str](), set[str]()
    for name in place.names(MATCHED):
        joined, out = pickle.loads(place.read(name))  # noqa: S301 - written by this run
        canonical |= joined
        left_out |= out
    return canonical, left_out
