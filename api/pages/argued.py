"""The theories that claims bear on, each with its claims counted by stance: the same numbers on every page that tells them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import queries
from api.pages.claims import rows_of
from queries import STANCES
from queries.result import Thing

if TYPE_CHECKING:
    from graph.store import Store


@dataclass(slots=True)
class Argued:
    """A theory with its claims by stance, in the order of `STANCES`."""

    theory: Thing
    stances: dict[str, int]
    unchecked: int
    contested: bool

    @property
    def total(self) -> int:
        """How many claims bear on it."""
        return sum(self.stances.values())


def argued(store: Store) -> list[Argued]:
    """All theories that claims bear on, the most argued first."""
    contested = {row[0].id for row in queries.run(store, "contested-theories").rows if isinstance(row[0], Thing)}
    held: dict[Thing, list[tuple[str, str]]] = defaultdict(list)
    for row in rows_of(queries.run(store, "theory-claims")):
        if isinstance(row.theory, Thing):
            held[row.theory].append((row.stance, row.status or ""))
    board = [
        Argued(
            theory,
            {stance: number for stance in STANCES if (number := sum(found == stance for found, _ in claims))},
            sum(status == "EXTRACTED" for _, status in claims),
            theory.id in contested,
        )
        for theory, claims in held.items()
    ]
    return sorted(board, key=lambda one: (-one.total, (one.theory.label or "").casefold()))
