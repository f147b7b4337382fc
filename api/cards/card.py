"""What a card says of a thing: label, kind, definition with its source, and how much the graph knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import queries
from api.links import iri_of
from api.thing import describe, replaced_by
from graph.rights import Shown
from ontology import terms

if TYPE_CHECKING:
    from graph.store import Store

_CONCEPTS = {"Concept", "Theory", "Paradigm", "Practice", "Issue"}
_HIDDEN = {"Respondent", "Mention", "Source"}
_DEFINITION = f"{terms.SKOS}definition"


@dataclass(frozen=True, slots=True)
class Card:
    """A card. `counts` are (name, number) pairs; `credit` names the definition's source as its licence asks."""

    id: str
    path: str
    label: str
    kind: str
    definition: str = ""
    credit: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    note: str = ""


def card(store: Store, kind: str, key: str) -> Card | None:
    """The card of a thing, or None where the graph holds no such thing or shows none of it."""
    iri = iri_of(kind, key)
    found = describe(store, iri)
    if found is None:
        new = replaced_by(store, iri)
        found = describe(store, new) if new else None
    if found is None or found.classes & _HIDDEN:
        return None
    shown = Shown(store)
    path = f"id/{kind}/{key}"
    definition, credit = found.text(_DEFINITION), ""
    source = next(iter(found.things("definitionSource") or found.things("describedIn")), None)
    if definition:
        definition = shown.quote(source.id, definition) if source else ""
        credit = shown.attribution(source.id) if source and definition else ""
    if not found.classes & _CONCEPTS:
        places = found.things("caseIn") or found.things("reformIn") or found.things("publishedIn")
        year = found.text("publicationYear") or found.text("startYear")
        note = ", ".join([*(thing.label or "" for thing in places), *([year] if year else [])])
        return Card(found.id, path, found.label, found.kind, note=note)
    answer = queries.run(store, "concept-card", {"concept": found.id})
    names = [column.name for column in answer.columns]
    numbers = dict(zip(names, answer.rows[0], strict=True)) if answer.rows else {}
    counts = tuple((name, number) for name in ("works", "cases", "claims") if isinstance(number := numbers.get(name), int))
    return Card(found.id, path, found.label, found.kind, definition, credit, counts)
