"""Groups of SPARQL patterns, put together so that engines find them easy."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from itertools import product

from graphql import GraphQLError

PLACES = 3
THINGS = "\0"
"""Stands in patterns for the things of a level, which are known when it is asked; no text of a user has it."""
THOSE = "\2"
"""Stands for the same things where patterns are evaluated by themselves, and rows are not yet told apart by thing."""
FOUND = "\1"
"""Stands for the things that a search found, likewise."""


class Rank(IntEnum):
    """Where a pattern stands: an engine that thinks two patterns equally rare begins with the one written first."""

    GIVEN = 0
    NAMED = 1
    LINK = 2
    PLACE = 3
    COMPARED = 4
    OTHER = 5
    ALONE = 6


@dataclass(slots=True)
class Group:
    """Patterns that must hold, by rank; `either` are sets of which one has to hold; `lacks` take away.

    `named` tells that some value or thing is given by name, so that few things can satisfy it; `hops` how many links it follows.
    """

    holds: list[tuple[Rank, str]] = field(default_factory=list)
    either: list[tuple[str, ...]] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)
    named: bool = False
    hops: int = 0

    def text(self, beside: str = "", rank: Rank = Rank.OTHER) -> str:
        """The patterns, with those that stand beside them; flat, once for each choice of the alternatives."""
        texts = []
        for chosen in product(*self.either):
            ranked = sorted([*self.holds, *((Rank.PLACE, one) for one in chosen), (rank, beside)], key=lambda pair: pair[0])
            texts.append(" ".join([*(pattern for _, pattern in ranked if pattern), *self.lacks]))
        return texts[0] if len(texts) == 1 else " UNION ".join(f"{{ {text} }}" for text in texts)

    def context(self) -> str:
        """What can be repeated elsewhere without much work."""
        return " ".join(pattern for rank, pattern in sorted(self.holds, key=lambda pair: pair[0]) if rank < Rank.ALONE)

    def compare_apart(self, variable: str) -> None:
        """Let each comparison be evaluated by itself: an engine would rather look up every thing's value than read the values once."""
        self.holds = [
            (Rank.ALONE, f"{{ SELECT {variable} WHERE {{ {pattern} }} }}") if rank is Rank.COMPARED else (rank, pattern)
            for rank, pattern in self.holds
        ]

    def add(self, other: Group) -> None:
        """Let another group's patterns hold as well."""
        self.holds += other.holds
        self.either += other.either
        self.lacks += other.lacks
        self.named = self.named or other.named
        self.hops = max(self.hops, other.hops)
        if len(self.either) > PLACES:
            raise GraphQLError(f"'within' stands in the filters more than {PLACES} times together; ask for less at once")


def holding(pattern: str, rank: Rank = Rank.OTHER, *, named: bool = False) -> Group:
    """A group of one pattern."""
    return Group([(Rank.NAMED if named else rank, pattern)], named=named)


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a variable from the patterns around it; `named` as in `Group`.

    Repeated inside what is evaluated by itself (MINUS, sub-selects), it keeps that small.
    """

    text: str = ""
    named: bool = False

    def and_(self, *patterns: str, named: bool = False) -> Around:
        """With further patterns."""
        return Around(" ".join([self.text, *patterns]), self.named or named)

    def start(self, otherwise: str) -> tuple[str, Rank]:
        """Patterns to begin with: these where they say something in particular, and their rank."""
        return (self.text, Rank.GIVEN) if self.named and self.text.strip() else (otherwise, Rank.OTHER)


NOTHING_AROUND = Around()


def lacking(variable: str, start: tuple[str, Rank], group: Group) -> str:
    """Take away the things of which a group holds."""
    return f"MINUS {{ SELECT DISTINCT {variable} WHERE {{ {group.text(*start)} }} }}"


def by_itself(variable: str, group: Group, around: Around) -> Group:
    """A group evaluated by itself, each thing once: what it leads to cannot multiply with what stands around it."""
    alone = f"{{ SELECT DISTINCT {variable} WHERE {{ {group.text(*around.start(''))} }} }}"
    return Group([(Rank.ALONE, alone)], named=group.named, hops=group.hops)
