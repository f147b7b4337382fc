"""The classes and properties with their words, without an RDF library: what the GraphQL schema and the pages tell about a term.

Read from `vocabulary.json`, which `ontology.generation` writes from the Turtle.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

VOCABULARY_FILE = Path(__file__).with_name("vocabulary.json")


@dataclass(frozen=True, slots=True)
class ClassTerm:
    """A class. `type_name` is the GraphQL type of its instances ("" = that of its super-class, or none when `internal`)."""

    iri: str
    name: str
    label: str
    definition: str
    example: str
    supers: tuple[str, ...] = ()
    type_name: str = ""
    internal: bool = False
    internal_reason: str = ""


@dataclass(frozen=True, slots=True)
class PropertyTerm:
    """A property; `literal` tells a data property. `domain` and `range` are IRIs, "" for none.

    `field_names` are the GraphQL fields that show it on its domain, the local name unless the ontology says otherwise;
    `inverse_field_names` those that follow it backwards on its range.
    """

    iri: str
    name: str
    label: str
    definition: str
    example: str
    literal: bool
    domain: str = ""
    range: str = ""
    supers: tuple[str, ...] = ()
    inverse: str = ""
    field_names: tuple[str, ...] = ()
    inverse_field_names: tuple[str, ...] = ()
    characteristics: tuple[str, ...] = ()
    chains: tuple[tuple[str, ...], ...] = ()
    internal: bool = False
    internal_reason: str = ""


@dataclass(frozen=True, slots=True)
class IndividualTerm:
    """A named value of the vocabulary: one of the seven stances."""

    iri: str
    name: str
    label: str
    definition: str
    example: str
    type: str


Term = TypeVar("Term", ClassTerm, PropertyTerm)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every term, in the order of the Turtle."""

    version: str
    classes: tuple[ClassTerm, ...]
    properties: tuple[PropertyTerm, ...]
    individuals: tuple[IndividualTerm, ...]
    annotations: tuple[PropertyTerm, ...] = ()

    def class_of(self, name: str) -> ClassTerm:
        """The class of this local name or IRI; KeyError where there is none."""
        return _found(self.classes, name)

    def property_of(self, name: str) -> PropertyTerm:
        """The property of this local name or IRI; KeyError where there is none."""
        return _found(self.properties, name)

    def supers_of(self, iri: str) -> tuple[str, ...]:
        """All super-classes of a class, nearest first, itself left out."""
        found: dict[str, None] = {}
        waiting = list(self.class_of(iri).supers)
        while waiting:
            nearest = waiting.pop(0)
            if nearest not in found:
                found[nearest] = None
                waiting += self.class_of(nearest).supers
        return tuple(found)

    def type_name_of(self, iri: str) -> str:
        """The GraphQL type that shows the class: its own, or its nearest super-class's; "" where there is none."""
        return next((name for one in (iri, *self.supers_of(iri)) if (name := self.class_of(one).type_name)), "")


def _found(terms: tuple[Term, ...], name: str) -> Term:
    for term in terms:
        if name in {term.iri, term.name}:
            return term
    raise KeyError(f"the ontology has no {name!r}: see docs/reference/ontology.md for its terms")


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that ships; read once, about a millisecond."""
    stored = json.loads(VOCABULARY_FILE.read_text(encoding="utf-8"))
    return Vocabulary(
        version=stored["version"],
        classes=tuple(ClassTerm(**_tuples(one)) for one in stored["classes"]),
        properties=tuple(PropertyTerm(**_tuples(one)) for one in stored["properties"]),
        individuals=tuple(IndividualTerm(**_tuples(one)) for one in stored["individuals"]),
        annotations=tuple(PropertyTerm(**_tuples(one)) for one in stored["annotations"]),
    )


def _tuples(stored: dict[str, Any]) -> dict[str, Any]:
    return {name: _tuple(value) for name, value in stored.items()}


def _tuple(value: Any) -> Any:
    return tuple(_tuple(part) for part in value) if isinstance(value, list) else value
