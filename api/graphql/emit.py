"""From the terms of a thing to the values of its fields."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from graph.languages import best, language
from ontology import terms
from ontology.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from api.graphql.plan import Answering, Emit, Node, Selection
    from api.graphql.shape import Kind, Value
    from graph.store import Term


def _number(kind: Callable[[str], int | float]) -> Callable[[str], int | float | None]:
    def read(text: str) -> int | float | None:
        try:
            return kind(text)
        except ValueError:
            return None

    return read


_READ: dict[str, Callable[[str], Any]] = {
    "Int": _number(int),
    "Float": _number(float),
    "Boolean": lambda text: text in {"true", "1"},
}


def reader(value: Value) -> Callable[[Term], Any]:
    """What turns one term into the field's value."""
    if value.enumeration is not None:
        name_of = value.enumeration.name_of
        return lambda term: name_of(term.value)
    if value.scalar in {"String", "ID"}:
        return attrgetter("value")
    read = _READ[value.scalar]
    return lambda term: read(term.value)


def sort_key(value: Value) -> Callable[[list[Term]], str | int | float | None]:
    """What turns the terms of a thing into the value that lists are ordered by: texts without regard to case."""
    read = reader(value)
    if value.scalar in {"Int", "Float"}:
        return lambda found: min((number for term in found if (number := read(term)) is not None), default=None)
    return lambda found: term.value.casefold() if (term := best(found)) is not None else None


def value_of(selection: Selection, value: Value, languages: Sequence[str]) -> Emit:
    """Fetch a field's value with the level, and read it."""
    if value.name == "id":
        return lambda node, _: node.iri
    if value.guard:
        return _guarded(selection, value, languages)
    if value.name == "types":
        slot = selection.column(value.path, several=True)
        return lambda node, _: _classes(node.cells[slot] or ())
    if value.many:
        slot = selection.column(value.path, several=True)
        return lambda node, _: _several(node.cells[slot] or (), languages)
    read = reader(value)
    slot = _text_slot(selection, value) if value.text else selection.column(value.path)

    def emit(node: Node, _: Answering) -> Any:
        found = node.cells[slot]
        if not found:
            return None
        term = found[0] if len(found) == 1 else best(found, languages)
        return None if term is None else read(term)

    return emit


def _text_slot(selection: Selection, value: Value) -> int:
    """Texts may come in several languages: one such field goes with the single values, the others would multiply its rows."""
    crowded = any(path in selection.columns for path in selection.texts if path != value.path)
    if not crowded:
        selection.texts.add(value.path)
    return selection.column(value.path, several=crowded)


def _several(found: Sequence[Term], languages: Sequence[str]) -> list[str]:
    if languages:
        wanted = [tag.lower() for tag in languages]
        found = [term for term in found if any(language(term) == tag or language(term).startswith(f"{tag}-") for tag in wanted)]
    return sorted({term.value for term in found})


def _classes(found: Sequence[Term]) -> list[str]:
    words = vocabulary()
    ours = {term.value for term in found if term.value.startswith(terms.GOV)}
    known = [cls.iri for cls in words.classes if cls.iri in ours]
    return [iri.removeprefix(terms.GOV) for iri in sorted(known, key=lambda iri: (-len(words.supers_of(iri)), iri))]


def kind_of(selection: Selection, kind: Kind) -> Emit:
    """The name of the most specific class."""
    slot = selection.column(f"<{terms.RDF_TYPE}>", several=True)
    named = [(name, held[1:-1], kind.below[name]) for name, held in kind.enumeration.values.items()]

    def emit(node: Node, _: Answering) -> str | None:
        classes = {term.value for term in node.cells[slot] or ()}
        return next((name for name, iri, below in named if iri in classes and classes.isdisjoint(below)), None)

    return emit


def _guarded(selection: Selection, value: Value, languages: Sequence[str]) -> Emit:
    """A text of a capture: fetched with the captures and the licence that decide how much of it may be shown."""
    if value.guard == "quote":
        return _quote(selection, value)
    slot = _text_slot(selection, value)
    described = selection.column(f"<{terms.DESCRIBED_IN}>", several=True)
    selection.sources.append(described)
    if value.guard == "abstract":
        licence = selection.column(f"<{terms.LICENCE}>")
    else:
        licence = selection.column(f"<{terms.DEFINITION_SOURCE}>", several=True)
        selection.sources.append(licence)

    def emit(node: Node, answering: Answering) -> str | None:
        term = best(node.cells[slot] or (), languages)
        if term is None:
            return None
        near = sorted(one.value for one in node.cells[licence] or ())
        sources = sorted(one.value for one in node.cells[described] or ())
        if value.guard == "abstract":
            return answering.rights.abstract(term.value, near, sources)
        return answering.rights.definition(node.iri, term.value, near, sources)

    return emit


def _quote(selection: Selection, value: Value) -> Emit:
    slot, place = selection.column(value.path), selection.column(f"<{terms.FOUND_IN}>")
    selection.sources.append(place)
    selection.owned = True

    def emit(node: Node, answering: Answering) -> str | None:
        term, source = best(node.cells[slot] or ()), best(node.cells[place] or ())
        return None if term is None or source is None else answering.rights.quote(source.value, term.value, node.owner)

    return emit
