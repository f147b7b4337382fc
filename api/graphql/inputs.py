"""The arguments as strawberry types: a `where` filter and an `orderBy` input for each type of the ontology."""

from __future__ import annotations

import enum
from functools import cache
from typing import TYPE_CHECKING, Any

import strawberry

from api.graphql.levels.grouping import groupable
from api.graphql.shape import Link, Value, shape

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from api.graphql.shape import Enumeration, Field, Kind, Type

PYTHON: Mapping[str, Any] = {"ID": strawberry.ID, "String": str, "Int": int, "Float": float, "Boolean": bool}
_KEPT_BY_PYTHON = {"in", "and", "or", "not"}


def fill(cls: type, fields: Mapping[str, tuple[Any, Any]]) -> None:
    """Give a class annotated fields, before strawberry reads it; classes that name each other can so be made first and filled later."""
    for name, (annotation, definition) in fields.items():
        attribute = f"{name}_" if name in _KEPT_BY_PYTHON else name
        cls.__annotations__[attribute] = annotation
        setattr(cls, attribute, definition)


def blank(name: str, *bases: type) -> type:
    """A class without fields yet."""
    return type(name, bases, {"__annotations__": {}, "__module__": __name__})


def _input(cls: type, fields: Mapping[str, tuple[Any, str]], description: str) -> type:
    fill(cls, {n: (t | None, strawberry.field(name=n, description=d, default=strawberry.UNSET)) for n, (t, d) in fields.items()})
    return strawberry.input(cls, name=cls.__name__, description=description)


@cache
def enumeration(name: str) -> Any:
    """The strawberry enum of one of the ontology's enumerations, by its name."""
    found = next(e for one in shape().values() for f in one.fields.values() if (e := enumerated(f)) and e.name == name)
    return _enum(found.name, found.told, found.description)


def _enum(name: str, told: Mapping[str, str], description: str) -> Any:
    make: Callable[..., Any] = enum.Enum
    members = {member: strawberry.enum_value(member, description=text) for member, text in told.items()}
    return strawberry.enum(make(name, members), name=name, description=description)


@cache
def verdict() -> Any:
    """What readers decide of claims."""
    told = {
        "ACCEPT": "The source says so: the claim is CURATED.",
        "REJECT": "The source does not say so.",
        "CHANGE": "Another stance or theory is meant: another claim stands in its place.",
        "ADD": "The reader found it.",
    }
    return _enum("Verdict", told, "What a reader decided of a claim.")


def enumerated(field: Field) -> Enumeration | None:
    """The enumeration of a field's values, if it has one."""
    return None if isinstance(field, Link) else field.enumeration


_DIRECTIONS = {"ASC": "Smallest first; things without a value last.", "DESC": "Greatest first; things without a value last."}
Direction = _enum("Direction", _DIRECTIONS, "The direction of an order.")
_TOLD = {
    "eq": "The value is this.",
    "in": "The value is one of these.",
    "startsWith": "The value begins so, letter by letter.",
    "contains": "The value has this in it, letter by letter.",
    "matches": "The value fits this regular expression, in upper or lower case: without look-around or back-references, a brace or bracket "
    "as such after a backslash, repetitions bounded.",
    "gte": "The value is this or greater.",
    "lte": "The value is this or smaller.",
    "within": "The place is the one of this code, or lies within it.",
}
_TEXTUAL = ("eq", "in", "startsWith", "contains", "matches", "gte", "lte")
_OPERATORS: Mapping[str, tuple[str, ...]] = {
    "String": _TEXTUAL,
    "Int": ("eq", "in", "gte", "lte"),
    "Float": ("eq", "in", "gte", "lte"),
    "Boolean": ("eq",),
    "Code": (*_TEXTUAL, "within"),
}


@cache
def operators(scalar: str) -> type:
    """The filter of one scalar's or enumeration's values; of several values one has to satisfy it."""
    kind: Any = PYTHON.get(scalar) or (str if scalar == "Code" else enumeration(scalar))
    fields = {one: (list[kind] if one == "in" else kind, _TOLD[one]) for one in _OPERATORS.get(scalar, ("eq", "in"))}
    return _input(blank(f"{scalar}Filter"), fields, "Conditions on a value, all of which must hold.")


@cache
def _filters() -> tuple[Mapping[str, type], Mapping[str, type]]:
    """The filters of all types, and of links to many of each, since they name each other."""
    one_of = {name: blank(f"{name}Filter") for name in shape()}
    many_of = {name: blank(f"{name}ListFilter") for name in shape()}
    for name, each in shape().items():
        inner: Any = one_of[name]
        fields = {f.name: _condition(each, f, one_of, many_of) for f in each.fields.values() if f.name != "types"}
        fields["and"] = (list[inner], "All of these hold.")
        fields["or"] = (list[inner], "At least one of these holds.")
        fields["not"] = (inner, "This does not hold.")
        _input(one_of[name], fields, f"Conditions on a {name}, all of which must hold.")
        ways = {
            "some": (inner, "At least one of them is so."),
            "none": (inner, "None of them is so."),
            "every": (inner, "All of them are so; also where there is none."),
        }
        _input(many_of[name], ways, f"Conditions on the {name} things that a link leads to.")
    return one_of, many_of


def _condition(owner: Type, field: Field, one_of: Mapping[str, type], many_of: Mapping[str, type]) -> tuple[Any, str]:
    if (owner.name, field.name) == ("Jurisdiction", "within"):
        return str, "It is the place of this code, slug or IRI, or lies within it."
    if isinstance(field, Link):
        return (one_of if field.form == "one" else many_of)[field.target], field.description
    return operators(_scalar(field)), field.description


def _scalar(field: Value | Kind) -> str:
    if field.enumeration is not None:
        return field.enumeration.name
    return "Code" if field.name == "isoCode" else field.scalar if isinstance(field, Value) else "String"


def where(type_name: str) -> Any:
    """The filter of one type."""
    return _filters()[0][type_name]


def sortable(field: Field) -> bool:
    """Whether things can be ordered by a field: it has one plain value that may be shown whole."""
    return (
        isinstance(field, Value)
        and field.name != "id"
        and not (field.many or field.enumeration or field.guard or field.scalar == "Boolean")
    )


@cache
def _orders() -> Mapping[str, type]:
    """The orders of all types, since they name each other."""
    made = {name: blank(f"{name}Order") for name in shape()}
    count = _input(
        blank("CountOrder"), {"count": (Direction, "By how many there are.")}, "An order by the number of things a link leads to."
    )
    for name, each in shape().items():
        fields: dict[str, tuple[Any, str]] = {f.name: (Direction, f"By {f.name}.") for f in each.fields.values() if sortable(f)}
        for f in each.fields.values():
            if isinstance(f, Link):
                fields[f.name] = (made[f.target], f"By a field of {f.name}.") if f.form == "one" else (count, f"By the number of {f.name}.")
        _input(made[name], fields, f"An order of {name} things, by one field; ties by IRI.")
    return made


def order(type_name: str) -> Any:
    """The order of one type: its single values, each with a direction; those of a link to one; and the numbers of links to many."""
    return _orders()[type_name]


@cache
def group(type_name: str) -> Any:
    """What lists of one type can be grouped by."""
    told = {f.name: f.description for f in shape()[type_name].fields.values() if groupable(f)}
    return _enum(f"{type_name}Group", told, f"What {type_name} things can be counted by.")
