"""What a card says of a thing: label, kind, definition with its source, and how much the graph knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import queries
from api.described import CONCEPTS, describe, replaced_by
from api.links import iri_of
from graph.languages import best, language
from graph.rights import Shown
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.described import Description
    from graph.store import Store

_WITHOUT_CARD = {"Respondent", "Mention", "Source"}
_DEFINITION = f"{terms.SKOS}definition"
_NAMES = (terms.SKOS_PREF_LABEL, terms.RDFS_LABEL)
_OTHERS = ("title", "definitionSource", "describedIn", "caseIn", "reformIn", "publishedIn", "publicationYear", "startYear")
_PROPERTIES = (*_NAMES, _DEFINITION, *(terms.GOV + name for name in _OTHERS))
"""All that a card tells of: a concept that many works name has thousands of statements."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card. `counts` are (name, number) pairs; `credit` names the definition's source as its licence asks; `language` is the label's."""

    id: str
    path: str
    label: str
    kind: str
    definition: str = ""
    credit: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    note: str = ""
    language: str = "en"

    @property
    def figures(self) -> list[str]:
        """The counts in words: `1 case`, `2 cases`."""
        return [f"{number} {name.removesuffix('s') if number == 1 else name}" for name, number in self.counts]


def card(store: Store, kind: str, key: str, languages: Sequence[str] = ()) -> Card | None:
    """The card of a thing, or None where the graph holds no such thing or shows none of it; in the first of the languages that it has."""
    iri = iri_of(kind, key)
    found = describe(store, iri, _PROPERTIES)
    if found is None:
        new = replaced_by(store, iri)
        found = describe(store, new, _PROPERTIES) if new else None
    if found is None or found.classes & _WITHOUT_CARD:
        return None
    shown = Shown(store)
    path = f"id/{kind}/{key}"
    label, language = _called(found, languages)
    definition, credit = _in(found, _DEFINITION, languages), ""
    source = next(iter(found.things("definitionSource") or found.things("describedIn")), None)
    if definition:
        definition = shown.quote(source.id, definition) if source else ""
        credit = shown.attribution(source.id) if source and definition else ""
    if not found.classes & CONCEPTS:
        places = found.things("caseIn") or found.things("reformIn") or found.things("publishedIn")
        year = found.text("publicationYear") or found.text("startYear")
        note = ", ".join([*(thing.label or "" for thing in places), *([year] if year else [])])
        return Card(found.id, path, label, found.kind, note=note, language=language)
    answer = queries.run(store, "concept-card", {"concept": found.id})
    names = [column.name for column in answer.columns]
    numbers = dict(zip(names, answer.rows[0], strict=True)) if answer.rows else {}
    counts = tuple((name, number) for name in ("works", "cases", "claims") if isinstance(number := numbers.get(name), int))
    return Card(found.id, path, label, found.kind, definition, credit, counts, language=language)


def _called(found: Description, languages: Sequence[str]) -> tuple[str, str]:
    """A thing's name and its language."""
    names = [value for prop in _NAMES for value, _ in found.values(prop)]
    name = best(names, languages) if languages else None
    return (found.label, "en") if name is None else (name.value, language(name) or "en")


def _in(found: Description, prop: str, languages: Sequence[str]) -> str:
    """One text of a property."""
    text = best([value for value, _ in found.values(prop)], languages) if languages else None
    return found.text(prop) if text is None else text.value
