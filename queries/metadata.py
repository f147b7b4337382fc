"""What the columns of an answer hold, told beside its CSV. Source: https://www.w3.org/TR/tabular-metadata/ (CSV on the Web)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from queries.question import Column, SavedQuery

_TYPES = {
    "integer": "integer", "year": "integer", "boolean": "boolean", "decimal": "decimal", "confidence": "decimal", "language": "language",
}  # fmt: skip


def csvw(query: SavedQuery, url: str) -> dict[str, Any]:
    """The metadata of the query's CSV at `url`: a thing is two columns, its IRI and its label."""
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": url,
        "dc:title": query.summary,
        **({"dc:description": query.description} if query.description else {}),
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": [told for column in query.columns for told in _told(column)]},
    }


def _told(column: Column) -> list[dict[str, Any]]:
    if not column.is_thing:
        return [{"name": column.name, "titles": column.name, "datatype": _TYPES.get(column.type, "string"), "required": False}]
    label = f"{column.name}Label"
    return [
        {"name": column.name, "titles": column.name, "datatype": "anyURI", "dc:description": f"the IRI of a {column.type}"},
        {"name": label, "titles": label, "datatype": "string", "dc:description": f"the label of the {column.type}"},
    ]
