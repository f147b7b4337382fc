"""The query of one level: a UNION of blocks of patterns, each with what takes its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from api.graphql.levels.patterns import THINGS, THOSE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from graph.store import Row

    Take: TypeAlias = Callable[[Row], None]


@dataclass(slots=True)
class Level:
    """One level's query as it grows: blocks of patterns, and what takes the rows of each.

    A row is (?b, ?s0, …): the number ?b stands for a block, or for one thing in a block. An engine hands over a number sooner than the
    thing's IRI, and its reader need not look that up again.
    """

    blocks: list[str] = field(default_factory=list)
    takers: dict[str, Take] = field(default_factory=dict)
    width: int = 1

    def add(self, patterns: str, width: int, take: Take) -> None:
        """Another block, which binds ?s0 to ?s{width - 1}."""
        self._add(f"{patterns} BIND({self._number(take)} AS ?b)", width)

    def add_by_thing(self, patterns: str, width: int, takes: Mapping[str, Take]) -> None:
        """Another block over these things, `THINGS` and `THOSE` in its patterns, each with what takes its rows.

        `THINGS` are numbered: Virtuoso's compiler fails where numbers stand in a MINUS again, and over a table of a single row.
        """
        first = len(self.takers)
        rows = [f"(<{iri}> {number})" for number, iri in enumerate(takes, first)]
        self.takers.update(zip(map(str, range(first, first + len(rows))), takes.values(), strict=True))
        if len(rows) == 1:
            rows.append(f"(<urn:nothing> {self._number(lambda _: None)})")
        numbered = f"VALUES (?n ?b) {{ {' '.join(rows)} }}"
        self._add(patterns.replace(THINGS, numbered).replace(THOSE, listed(takes) if THOSE in patterns else ""), width)

    def _number(self, take: Take) -> int:
        number = len(self.takers)
        self.takers[str(number)] = take
        return number

    def _add(self, block: str, width: int) -> None:
        self.blocks.append(f"{{ {block} }}")
        self.width = max(self.width, width)

    def query(self) -> str:
        """The level's query."""
        columns = " ".join(f"?s{place}" for place in range(self.width))
        return f"SELECT ?b {columns} WHERE {{ {' UNION '.join(self.blocks)} }}"


def listed(iris: Iterable[str], variable: str = "?n") -> str:
    """Things as values of a variable, ?n for the level's."""
    return f"VALUES {variable} {{ {' '.join([f'<{iri}>' for iri in iris])} }}"
