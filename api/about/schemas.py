"""The typed parameters of a saved query as JSON Schema, for OpenAPI and for agents' tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from queries import CLASSES, paging
from queries.naming import LANGUAGES

if TYPE_CHECKING:
    from queries import Parameter, SavedQuery

_TYPES = {"integer": "integer", "year": "integer", "boolean": "boolean", "decimal": "number", "confidence": "number"}
_TOLD = {
    "language": "a language tag such as `en` or `zh-hant`",
    "doi": "a DOI, with or without its resolver's address",
    "issn": "an ISSN",
    "class": "the name of a class of the ontology",
    "confidence": "a number from 0 to 1",
}


def schema_of(parameter: Parameter) -> dict[str, Any]:
    """What one value of a parameter may be; a list of such where it may be repeated."""
    schema: dict[str, Any] = {"type": _TYPES.get(parameter.type, "string")}
    if parameter.offered:
        schema["enum"] = list(parameter.offered)
    if parameter.type == "confidence":
        schema |= {"minimum": 0, "maximum": 1}
    if parameter.repeatable:
        schema = {"type": "array", "items": schema}
    if parameter.default is not None:
        schema["default"] = parameter.default
    return schema


def told(parameter: Parameter) -> str:
    """What a parameter means, in one line."""
    kind = f"the slug, code or IRI of a {parameter.type}" if parameter.type in CLASSES else _TOLD.get(parameter.type, "")
    return "; ".join(piece for piece in (parameter.help, kind) if piece)


def paging_schemas(query: SavedQuery) -> dict[str, dict[str, Any]]:
    """The parameters that every query that selects rows has beside its own."""
    if query.constructs:
        return {}
    own = {parameter.name for parameter in query.parameters}
    limit = {"type": "integer", "minimum": 1, "maximum": paging.LARGEST, "description": "how many rows a page has at the most"}
    after = {"type": "string", "description": "`next` of the page before"}
    languages = {"type": "string", "description": "language tags, the most wanted first, that things are called in: `nb,en`"}
    return {name: schema for name, schema in (("limit", limit), ("after", after), (LANGUAGES, languages)) if name not in own}
