"""Second stage: which records are one thing, and `graph/identity`.

Records that share a match key may be one: the keys are joined by a shuffle, and each connected component of records is decided on by
itself. What matching must hold at once is one group of components with the works beside its persons.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from graph import identity
from graph.distributed.description import FACTS
from graph.distributed.place import read_statements
from graph.facts import Facts
from graph.matching import Decisions, Matched, match
from graph.text import literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.distributed.place import Place

IDENTITY, MATCHED = "identity", "matched"


def identify(place: Place, tasks: Sequence[tuple[int, frozenset[str]]], graphs: Sequence[str]) -> tuple[int, int, int]:
    """Decide on all records, write `graph/identity` and who is canonical for whom; how many were seen, joined and left in doubt.

    Args:
        place: of the facts, and of what is written.
        tasks: of the first stage, with the graphs that another task has as well.
        graphs: the capture graphs.
    """
    facts = Facts()
    for task, left in tasks:
        for graph, s, p, o in read_statements(place, f"{FACTS}/{task:05d}", left):
            facts.take(graph, s, p, o)
    facts.counted.update(graphs)
    works = {iri for iri, one in facts.works.items() if one.graphs}
    matched = match(facts, works, set(facts.persons), set(facts.venues), Decisions())
    place.write(f"{IDENTITY}/00000", "".join(f"{line}\n" for line in _told(facts, works, matched, graphs)).encode())
    place.write(MATCHED, pickle.dumps((matched.canonical, matched.left_out)))
    doubts = [f"{one.a} <{terms.GOV}{one.property}> {one.b}\n" for one in matched.candidates]
    place.write("doubts", "".join(doubts).encode())
    return len(works) + len(facts.persons) + len(facts.venues), len(matched.canonical), len(matched.candidates)


def _told(facts: Facts, works: set[str], matched: Matched, graphs: Sequence[str]) -> Iterator[str]:
    for record, key in identity.keys_of(facts, works, facts.persons, facts.venues):
        yield f"{record} {identity.MATCH_KEY} {literal(key)}"
    yield from identity.lines_of(matched)
    yield from identity.few(facts, sorted(graphs))


def outcome(place: Place) -> tuple[dict[str, str], set[str]]:
    """Records that are not canonical → those that are, and the persons left out."""
    canonical, left_out = pickle.loads(place.read(MATCHED))  # noqa: S301 - written by this run
    return canonical, left_out
