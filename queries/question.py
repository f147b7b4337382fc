"""What a saved query is: its parameters, the columns of its answer, how that is drawn, and an example."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

CLASSES = {
    "concept": "Concept", "work": "Work", "person": "Person", "organisation": "Organisation", "venue": "Venue", "case": "Case",
    "reform": "Reform", "jurisdiction": "Jurisdiction", "claim": "Claim", "evidence": "Evidence", "topic": "AtlasTopic",
    "subject": "AtlasSubject", "course": "Course", "scheme": "ConceptScheme", "source": "Source", "entity": "Entity",
}  # fmt: skip
VALUES = ("text", "integer", "year", "boolean", "decimal", "language", "term", "any", "doi", "issn", "confidence", "class", "stance")
STANCES = ("supports", "challenges", "qualifies", "extends", "applies", "illustrates", "proposes")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A typed parameter. `type` is a kind of thing (slug, code or IRI is given) or one of `VALUES`."""

    name: str
    type: str
    required: bool = False
    repeatable: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    help: str = ""

    @property
    def offered(self) -> tuple[str, ...]:
        """The values to choose from; () where any value of the type will do."""
        return self.choices or (STANCES if self.type == "stance" else ())


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer; a type that is a kind of thing is read from `?name` (its IRI) and `?nameLabel`.

    `quoted`: the column holds words of a capture, shown within its rule; one variable names the source, two the subject and property.
    `opens`: where a page tells what a number counts; `{column}` stands for that column's value.
    """

    name: str
    type: str
    quoted: tuple[str, ...] = ()
    opens: str = ""

    @property
    def is_thing(self) -> bool:
        """Whether the column holds things with IRI and label."""
        return self.type in CLASSES


CHARTS = {"bar": ("x", "y", "by"), "timeline": ("start", "end", "label", "by"), "network": ("from", "to"), "map": ("place", "count")}
"""The kinds of charts and the columns each takes; the first is needed, and both ends of a network."""


@dataclass(frozen=True, slots=True)
class Chart:
    """How an answer is drawn: a kind, and which column plays which role."""

    kind: str
    roles: Mapping[str, str]

    def columns(self, role: str) -> tuple[str, ...]:
        """The columns of a role; several are separated by commas."""
        return tuple(name for name in self.roles.get(role, "").split(",") if name)


@dataclass(frozen=True, slots=True)
class Example:
    """Parameters and the rows expected on the starter atlas: all `rows`, or their `count`, or some that it `contains`."""

    parameters: Mapping[str, Any] = field(default_factory=dict)
    rows: Sequence[Sequence[Any]] | None = None
    count: int | None = None
    contains: Sequence[Sequence[Any]] = ()


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A question that anybody may ask by its name."""

    name: str
    path: Path
    text: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    example: Example
    numbers: tuple[int, ...] = ()
    ordered: bool = False
    every_graph: bool = False
    with_rejected: bool = False
    chart: Chart | None = None
    constructs: bool = False

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name.

        Raises:
            UsageError: there is none.
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        known = ", ".join(p.name for p in self.parameters) or "none"
        raise UsageError(f"the query '{self.name}' has no parameter '{name}'; it has: {known}")
