"""The typed surface: a strawberry schema of the ontology's types, for validation, introspection and the committed SDL.

Nothing is resolved here: `api.graphql.compilation` plans a whole operation against this schema, and `api.graphql.levels.run` answers it.
`python -m api.graphql.schema` writes `api/schema.graphql`.
"""

from __future__ import annotations

import threading
from functools import cache
from inspect import Parameter, Signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, Union

import strawberry
from strawberry.scalars import JSON
from strawberry.schema.config import StrawberryConfig

from api.graphql import inputs
from api.graphql.shape import ENTITY, Link, Value, shape, sought_as
from graph.search.documents import TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import GraphQLSchema

    from api.graphql.shape import Field, Type

DECIDED = "Claim"
"""The type on which readers decide."""
SDL = Path(__file__).parents[1] / "schema.graphql"
_building = threading.Lock()
_PAGING: Mapping[str, tuple[Any, str]] = {
    "first": (int, "At most so many, from the beginning; 20 unless said."),
    "after": (str, "Only what follows this cursor."),
    "last": (int, "At most so many, from the end."),
    "before": (str, "Only what precedes this cursor."),
}


def _with_arguments(kind: Any, description: str, arguments: Mapping[str, tuple[Any, str, bool]]) -> Any:
    """A field with arguments: name → type, description, whether it is required."""

    def resolver(**_: Any) -> NoReturn:
        raise NotImplementedError("fields are answered by api.graphql.levels.run, not by resolvers")

    parameters = [
        Parameter(
            name,
            Parameter.KEYWORD_ONLY,
            default=Parameter.empty if required else strawberry.UNSET,
            annotation=Annotated[annotation if required else annotation | None, strawberry.argument(description=told)],
        )
        for name, (annotation, told, required) in arguments.items()
    ]
    resolver.__signature__ = Signature(parameters, return_annotation=kind)  # type: ignore[attr-defined] # what strawberry reads
    resolver.__annotations__ = {"return": kind}
    return strawberry.field(resolver=resolver, description=description)


def _optional(arguments: Mapping[str, tuple[Any, str]]) -> dict[str, tuple[Any, str, bool]]:
    return {name: (kind, told, False) for name, (kind, told) in arguments.items()}


_UNCHECKED = {"unchecked": (bool, "Also what follows only from claims that a program found and nobody has checked.")}
_LANGUAGES = _optional({"languages": (list[str], "BCP 47 tags, the most wanted first.")})


class _Surface:
    """All output types at once, since they name each other."""

    def __init__(self) -> None:
        names = shape()
        self.page_info = self._page_info()
        entity = inputs.blank(ENTITY)
        self.group = inputs.blank("Group")
        self.derivation = _derivation()
        self.decisions = self._decisions()
        self.types: dict[str, Any] = {ENTITY: entity}
        self.types |= {name: inputs.blank(name, entity) for name, one in names.items() if one.members and not one.union and name != ENTITY}
        above = {member: self.types[name] for name in self.types if name != ENTITY for member in names[name].members}
        self.types |= {name: inputs.blank(name, above.get(name, entity)) for name, one in names.items() if not one.members}
        self.types |= {name: self._union(one) for name, one in names.items() if one.union}
        self.connections = {name: inputs.blank(f"{name}Connection") for name in names}
        for name, one in names.items():
            if not one.union:
                fields = {f.name: self._field(f) for f in one.fields.values()}
                inputs.fill(self.types[name], fields | (self.decisions if name == DECIDED else {}))
                description = f"{one.description} The Node of Relay." if name == ENTITY else one.description
                (strawberry.interface if one.members else strawberry.type)(self.types[name], name=name, description=description)
            self._connection(name)
        told: dict[str, tuple[Any, str]] = {
            "value": (str, "The value, a number as JSON has it, or the thing's IRI."),
            "count": (int, "How many things of the list have it; a thing with several values counts for each."),
            "node": (entity | None, "The thing, where the list is grouped by a link."),
        }
        inputs.fill(self.group, {one: (kind, strawberry.field(description=text)) for one, (kind, text) in told.items()})
        strawberry.type(self.group, name="Group", description="The things of a list that have one value, or lead to one thing.")

    def _union(self, one: Type) -> Any:
        members: Any = Union[tuple(self.types[name] for name in one.members)]  # noqa: UP007 - of classes made here
        return Annotated[members, strawberry.union(one.name, description=one.description)]

    def _field(self, field: Field) -> tuple[Any, Any]:
        if isinstance(field, Link):
            kind: Any = self.types[field.target]
            if field.form == "connection":
                return self.connection(field.target, field.description, _UNCHECKED if field.checked else None)
            kind = list[kind] if field.form == "list" else kind | None
            return kind, strawberry.field(description=field.description)
        kind = inputs.enumeration(field.enumeration.name) if field.enumeration else inputs.PYTHON[_scalar(field)]
        if isinstance(field, Value) and field.many:
            kind = list[kind]
        elif field.name not in {"id", "types"}:
            kind = kind | None
        if isinstance(field, Value) and field.text:
            return kind, _with_arguments(kind, field.description, _LANGUAGES)
        return kind, strawberry.field(description=field.description)

    def connection(self, target: str, description: str, also: Mapping[str, tuple[Any, str]] | None = None) -> tuple[Any, Any]:
        kind: Any = self.connections[target]
        order: Any = inputs.order(target)
        chosen: dict[str, tuple[Any, str]] = {
            "where": (inputs.where(target), "Only those that satisfy this."),
            "orderBy": (list[order], "In this order."),
        }
        if target == ENTITY or sought_as(shape()[target]) in TYPES:
            chosen["search"] = (str, "Only those that are found by these words, the best first unless ordered otherwise.")
        return kind, _with_arguments(kind, description, _optional({**chosen, **(also or {}), **_PAGING}))

    def _connection(self, name: str) -> None:
        told: dict[str, tuple[Any, str]] = {
            "cursor": (str, "Where in the order this stands."),
            "node": (self.types[name], "The thing."),
            "why": (self.derivation | None, "Why the link stands that leads to this; null where no link does."),
        }
        edges = _described(inputs.blank(f"{name}Edge"), told, f"A {name} in a list.")
        groups: Any = list[self.group]  # type: ignore[name-defined] # a class made here
        grouped: dict[str, tuple[Any, str, bool]] = {
            "field": (inputs.group(name), "By this field.", True),
            "first": (int, "At most so many groups, the greatest first; 20 unless said.", False),
        }
        counted = "The whole list, its conditions held, counted by a field; those of one size by code point."
        inputs.fill(
            self.connections[name],
            {
                "totalCount": (int, strawberry.field(description="How many there are, on all pages.")),
                "pageInfo": (self.page_info, strawberry.field(description="What comes before and after.")),
                "edges": (list[edges], strawberry.field(description="This page.")),  # type: ignore[valid-type] # a class made here
                "groupBy": (groups, _with_arguments(groups, counted, grouped)),
            },
        )
        strawberry.type(self.connections[name], name=f"{name}Connection", description=f"A page of {name} things.")

    def _decisions(self) -> dict[str, Any]:
        """What readers decided of a claim, as a field."""
        told: dict[str, tuple[Any, str]] = {
            "id": (strawberry.ID, "The IRI of the note that tells it."),
            "verdict": (inputs.verdict(), "What was decided."),
            "wasAssociatedWith": (str | None, "Who decided: a name or an ORCID iD (prov:wasAssociatedWith)."),
            "endedAtTime": (str | None, "When, as xsd:dateTime has it (prov:endedAtTime)."),
            "reason": (str | None, "Why, in the reader's words."),
            "used": (strawberry.ID, "The IRI of the claim decided on (prov:used): it, the same elsewhere, or what it replaces."),
            "generated": (strawberry.ID | None, "The IRI of the claim that a change put in its place (prov:generated)."),
        }  # fmt: skip
        decision = _described(inputs.blank("Decision"), told, "What a reader decided of a claim: a prov:Activity.")
        edge = {"cursor": (str, "Where in the order this stands."), "node": (decision, "The decision.")}
        edges = _described(inputs.blank("DecisionEdge"), edge, "A decision in a list.")
        page: dict[str, tuple[Any, str]] = {
            "totalCount": (int, "How many there are, on all pages."),
            "pageInfo": (self.page_info, "What comes before and after."),
            "edges": (list[edges], "This page."),  # type: ignore[valid-type] # a class made here
        }
        kind = _described(inputs.blank("DecisionConnection"), page, "A page of decisions.")
        words = "What readers decided of it, the newest first, which counts. Empty where nobody decided."
        return {"decisions": (kind, _with_arguments(kind, words, _optional(_PAGING)))}

    @staticmethod
    def _page_info() -> Any:
        told: dict[str, tuple[Any, str]] = {
            "hasNextPage": (bool, "Whether more follow."),
            "hasPreviousPage": (bool, "Whether some come before."),
            "startCursor": (str | None, "The cursor of the first."),
            "endCursor": (str | None, "The cursor of the last."),
        }
        return _described(inputs.blank("PageInfo"), told, "What comes before and after a page.")


def _scalar(field: Any) -> str:
    return field.scalar if isinstance(field, Value) else "String"


def _described(cls: type, fields: Mapping[str, tuple[Any, str]], description: str) -> Any:
    """A class as the output type of its name, with these fields, each of a kind and told in words."""
    inputs.fill(cls, {name: (kind, strawberry.field(description=told)) for name, (kind, told) in fields.items()})
    return strawberry.type(cls, name=cls.__name__, description=description)


def _saved_query() -> Any:
    text = {"name": "The column's name.", "type": "What it holds: a kind of thing, or text, integer, year, boolean, decimal …"}
    told_of_columns = {name: (str, told) for name, told in text.items()}
    columns = _described(inputs.blank("SavedQueryColumn"), told_of_columns, "A column of a saved query's answer.")
    fields: dict[str, tuple[Any, str]] = {
        "name": (str, "The query's name."),
        "summary": (str, "The question it answers."),
        "columns": (list[columns], "What each column holds."),  # type: ignore[valid-type] # a class made here
        "rows": (JSON, "One object a row, by column name; a thing is {id, label}."),
        "next": (str | None, "The `after` of the next page; null where no page was asked for or none follows."),
    }
    return _described(inputs.blank("SavedQueryResult"), fields, "The answer of a saved query.")


def _derivation() -> Any:
    where: dict[str, tuple[Any, str]] = {
        "start": (int, "The first character, counted from 0."),
        "end": (int, "The character after the last."),
        "page": (str, "The page that is printed there; empty where none is known."),
    }
    place = _described(inputs.blank("SayingPlace"), where, "A place in the text of a source.")
    said: dict[str, tuple[Any, str]] = {
        "graph": (str, "The graph that says it."),
        "source": (str, "The source's name."),
        "subject": (str, "The record that it speaks of."),
        "object": (str, "The record or value that it names."),
        "cited": (bool, "The source only cites the work it speaks of."),
        "places": (list[place], "Where its text bears it out."),  # type: ignore[valid-type] # a class made here
    }
    saying = _described(inputs.blank("Saying"), said, "A source that says a statement.")
    made = inputs.blank("Derivation")
    premises: Any = list[made]  # type: ignore[valid-type] # a class made here
    fields: dict[str, tuple[Any, str]] = {
        "subject": (str, "The IRI of what the statement is on."),
        "predicate": (str, "The IRI of the property."),
        "object": (str, "An IRI, or a literal as N-Triples have it."),
        "labels": (list[str], "The names of the three."),
        "said": (list[saying], "The sources that say so."),  # type: ignore[valid-type] # a class made here
        "rule": (str | None, "The rule that it follows by."),
        "axiom": (str | None, "The rule in words of the ontology."),
        "premises": (premises, "What it follows from, each with its own derivation."),
        "notes": (list[str], "What was settled or decided about it."),
        "text": (str, "All of this in words, premises indented."),
    }
    return _described(made, fields, "Why a statement stands: who says it, or which rule gives it from which others.")


def _version() -> Any:
    fields: dict[str, tuple[Any, str]] = {
        "version": (str, "The mark of the graph then, as the header Graph-Version tells it."),
        "at": (str, "When the load ended, in UTC."),
        "sources": (list[str], "What the load brought."),
    }
    return _described(inputs.blank("Version"), fields, "The graph as a load left it.")


def _query(surface: _Surface) -> Any:
    entity: Any = surface.types[ENTITY]
    root = inputs.blank("Query")
    one = {"id": (strawberry.ID, "Its IRI."), "slug": (str, "Its slug; the first by IRI where several have it.")}
    fields: dict[str, tuple[Any, Any]] = {}

    def add(name: str, kind: Any, told: str, arguments: Mapping[str, tuple[Any, str, bool]]) -> None:
        fields[name] = (kind, _with_arguments(kind, told, arguments))

    add("node", entity | None, "A thing by its IRI.", {"id": (strawberry.ID, "Its IRI.", True)})
    add("nodes", list[entity | None], "Things by their IRIs, in the order asked for.", {"ids": (list[strawberry.ID], "Their IRIs.", True)})
    found = {"text": (str, "A name or part of it.", True), **_optional({"type": (str, "Only this type, e.g. Concept."), **_PAGING})}
    add("search", surface.connections[ENTITY], "Things by name, the best first.", found)
    asked = {
        "name": (str, "The query's name, as in /queries.", True),
        **_optional(
            {
                "parameters": (JSON, 'By name: {"theory": "post-npm"}; slugs, codes, IRIs, numbers or text, or lists of them.'),
                "limit": (int, "One page of at most so many rows."),
                "after": (str, "The page behind this place: `next` of the page before."),
                "languages": (list[str], "BCP 47 tags, the most wanted first, that things are called in."),
            }
        ),
    }
    add("savedQuery", _saved_query() | None, "The answer of a saved query.", asked)
    statement = {
        "subject": (strawberry.ID, "The IRI of a thing, kind/key, or the slug of a concept.", True),
        "predicate": (str, "A property of the ontology: `bearsOn`, a prefixed name or an IRI.", True),
        "object": (str, "An IRI, kind/key or a text.", True),
    }
    add("why", surface.derivation | None, "Why a statement stands; an error where it does not.", statement)
    add("versions", list[_version()], "The earlier versions of the graph that can be asked, the newest first.", {})  # type: ignore[misc] # made here
    told = "Its mark, or the beginning of it, or a time: 2026-05-01 or 2026-05-01T12:00:00Z."
    add("asOf", root | None, "The same of the graph as an earlier load left it.", {"version": (str, told, True)})
    for name, each in shape().items():
        if each.singular:
            kind: Any = surface.types[name]
            add(each.singular, kind | None, f"One {name} by IRI or slug.", _optional(one))
            fields[each.plural] = surface.connection(name, f"Every {name}.")
    inputs.fill(root, fields)
    return strawberry.type(root, name="Query", description="Everything is read from the resolved graph: each accepted statement once.")


def surface() -> strawberry.Schema:
    """The schema; built at its first use, in about half a second, for whoever else asks meanwhile too."""
    with _building:  # strawberry refuses types that another thread makes at the same time
        return _built()


@cache
def _built() -> strawberry.Schema:
    built = _Surface()
    types = [built.types[name] for name in shape()[ENTITY].members]
    return strawberry.Schema(_query(built), types=types, config=StrawberryConfig(auto_camel_case=False))


def core() -> GraphQLSchema:
    """The schema as graphql-core knows it."""
    return surface()._schema  # noqa: SLF001 - strawberry gives no other way to validate a document against its schema


def sdl() -> str:
    """The schema in its definition language."""
    return surface().as_str() + "\n"


if __name__ == "__main__":
    SDL.write_text(sdl(), encoding="utf-8")
