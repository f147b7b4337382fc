"""Fourth stage: rules of several premises as joins; the shuffle brings the end of one link together with the beginning of the next."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from graph.distributed.place import Outbox, inbox
from graph.distributed.settlement import LINKS, RESOLVED, Statements
from graph.resolution.derive import joins, watched
from graph.resolution.entailment import consequences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.distributed.engine import Engine
    from graph.distributed.place import Place

MOST = 64
"""Rounds after which something must be wrong: chains are as long as places lie within places."""


@cache
def _bodies() -> tuple[tuple[tuple[str, ...], str], ...]:
    """(predicates that follow one another, head) of each rule."""
    return tuple((tuple(f"<{part[1]}>" for part in rule.body), f"<{rule.head[1]}>") for rule in joins())


@cache
def _grown() -> frozenset[str]:
    """The predicates that rules look at and add to."""
    return watched() & {end for _, head in _bodies() for _, end, _ in consequences(("<urn:a>", head, "<urn:b>"))}


def infer(engine: Engine, place: Place, buckets: int) -> int:
    """Write what follows from all links together, round by round until nothing more does; how many statements that made."""
    count, fresh = 0, frozenset(watched())
    for turn in range(MOST):
        chosen = tuple(n for n, (body, _) in enumerate(_bodies()) if not fresh.isdisjoint(body))
        if not chosen:
            break
        every = range(buckets)
        engine.run(begin, [(place, bucket, buckets, turn, chosen) for bucket in every])
        for step in range(1, max(len(_bodies()[n][0]) for n in chosen)):
            engine.run(follow, [(place, bucket, buckets, turn, step, chosen) for bucket in every])
        count += sum(engine.run(conclude, [(place, bucket, buckets, turn) for bucket in every]))
        fresh = frozenset().union(*engine.run(note, [(place, bucket, turn) for bucket in every]))
    return count


def _links(place: Place, bucket: int, turn: int) -> Iterator[tuple[str, str, str]]:
    """All links so far whose subjects are of a bucket."""
    for stage in (LINKS, *(f"{LINKS}-{before}" for before in range(turn))):
        for line in inbox(place, stage, bucket):
            s, p, o = line.split(" ", 2)
            yield s, p, o


def begin(place: Place, bucket: int, buckets: int, turn: int, chosen: tuple[int, ...]) -> None:
    """Send each link to where it is joined: the first of a rule by its end, the others by their beginning."""
    sent = [Outbox(place, f"chain-{turn}-{step}", bucket, buckets) for step in range(1, 3)]
    wanted: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for n in chosen:
        for step, p in enumerate(_bodies()[n][0]):
            wanted[p].append((n, step))
    for s, p, o in set(_links(place, bucket, turn)):
        for n, step in wanted.get(p, ()):
            if step == 0:
                sent[0].put(o, f"{n} < {o} {s}")
            else:
                sent[step - 1].put(s, f"{n} > {s} {o}")
    for out in sent:
        out.close()


def follow(place: Place, bucket: int, buckets: int, turn: int, step: int, chosen: tuple[int, ...]) -> None:
    """Join what ends at a thing with what begins there; the outcome goes on to the next join, or is what a rule says."""
    ends: dict[tuple[str, str], set[str]] = defaultdict(set)
    begins: dict[tuple[str, str], set[str]] = defaultdict(set)
    del chosen
    for line in inbox(place, f"chain-{turn}-{step}", bucket):
        n, way, thing, other = line.split(" ", 3)
        (ends if way == "<" else begins)[n, thing].add(other)
    on = Outbox(place, f"chain-{turn}-{step + 1}", buckets + bucket, buckets)
    heads = Outbox(place, f"heads-{turn}", step * buckets + bucket, buckets)
    for (n, thing), others in ends.items():
        body, head = _bodies()[int(n)]
        for s in others:
            for o in begins.get((n, thing), ()):
                if step + 1 < len(body):
                    on.put(o, f"{n} < {o} {s}")
                else:
                    heads.put(s, f"{s} {head} {o}")
    on.close()
    heads.close()


def conclude(place: Place, bucket: int, buckets: int, turn: int) -> int:
    """Write what the rules of a round say of the things of a bucket, with what follows from each alone."""
    out = Statements(place, bucket, buckets, f"noted-{turn}")
    count = 0
    for line in dict.fromkeys(inbox(place, f"heads-{turn}", bucket)):
        s, p, o = line.split(" ", 2)
        for statement in consequences((s, p, o)):
            out.write("", (" ".join(statement),))
            count += 1
            if statement[1] in _grown():
                out.note(*statement)
    out.close(f"{RESOLVED}/inferred-{turn}-{bucket:05d}")
    return count


def note(place: Place, bucket: int, turn: int) -> frozenset[str]:
    """Keep the links that are new; their predicates."""
    told = dict.fromkeys(inbox(place, f"noted-{turn}", bucket))
    known = {f"{s} {p} {o}" for s, p, o in _links(place, bucket, turn) if p in _grown()} if told else set()
    fresh = [line for line in told if line not in known]
    if fresh:
        place.write(f"{LINKS}-{turn}/{bucket:05d}/00000", ("\n".join(fresh) + "\n").encode())
    return frozenset(line.split(" ", 2)[1] for line in fresh)
