"""Third stage: all rows of a thing come together in one bucket, are settled there, and what follows from each alone is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.distributed.description import STATEMENTS
from graph.distributed.identification import DOUBTS, outcome
from graph.distributed.place import Outbox, inbox, read_statements
from graph.linkage.facts import Facts
from graph.resolution.entailment import kind
from graph.resolution.settle import settled
from graph.resolution.stream import Writer, owner
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.distributed.place import Place
    from graph.resolution.settle import Row

ROWS, RESOLVED, LINKS = "rows", "resolved", "links"
_CITES = f"<{terms.CITES}>"
_CITED = "-"


def route(place: Place, task: int, left: frozenset[str], buckets: int) -> None:
    """Send each statement of one first task to the bucket of its canonical thing."""
    canonical, left_out = outcome(place)
    out = Outbox(place, ROWS, task, buckets)
    for graph, s, p, o in read_statements(place, f"{STATEMENTS}/{task:05d}", left):
        base = owner(s)
        if p == _CITES:
            cited = canonical.get(o, o)
            out.put(cited, f"{cited} {graph} {o} {_CITED} {_CITED}")
        if base not in left_out:
            target = canonical.get(base, base)
            out.put(target, f"{target} {graph} {s} {p} {canonical.get(o, o) if o[0] == '<' else o}")
    out.close()


def settle(place: Place, bucket: int, buckets: int) -> int:
    """Settle the things of one bucket; how many statements that made."""
    facts = Facts()
    groups: dict[str, list[Row]] = {}
    for line in inbox(place, ROWS, bucket):
        key, graph, record, p, o = line.split(" ", 4)
        if p == _CITED:
            facts.cited.add((record, graph))
        else:
            groups.setdefault(key, []).append((graph, record, p, o))
    out = Statements(place, bucket, buckets)
    writer = Writer(out, out)
    for key, rows in groups.items():
        for s, p, o in settled(key, rows, facts):
            writer.write(s, p, o, kind(s))
        writer.spare()
    writer.flush()
    out.close(f"{RESOLVED}/settled-{bucket:05d}")
    return writer.count


def doubts(place: Place, buckets: int) -> int:
    """Write what may be one thing; how many statements that made."""
    out = Statements(place, buckets, buckets)
    writer = Writer(out, out)
    for name in place.names(DOUBTS):
        for line in place.lines(name):
            s, p, o = line.split(" ", 2)
            writer.write(s, p, o, kind(s))
    writer.flush()
    out.close(f"{RESOLVED}/doubts")
    return writer.count


class Statements:
    """Takes resolved statements, and sends those that rules of several premises look at to the bucket of their subject."""

    def __init__(self, place: Place, task: int, buckets: int, stage: str = LINKS) -> None:
        self._place = place
        self._held: list[str] = []
        self._links = Outbox(place, stage, task, buckets)

    def write(self, _: str, statements: Iterable[str]) -> None:
        """Take statements (`<s> <p> o`)."""
        self._held += statements

    def note(self, s: str, p: str, o: str) -> None:
        """A statement was accepted whose predicate some rule looks at."""
        self._links.put(s, f"{s} {p} {o}")

    def close(self, name: str) -> None:
        """Write what was taken."""
        self._place.write(name, "".join(f"{line}\n" for line in self._held).encode())
        self._links.close()
