"""From the terms of a thing to the values of its fields."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

from api.graphql.levels.plan import distinct
from graph.languages import best, language
from ontology import terms
from ontology.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from api.graphql.levels.plan import Answering, Emit, Folded, Node, Read, Selection
    from api.graphql.shape import Kind, Value
    from graph.store import Row, Term


FOLDED = 8
"""How many columns of a thing may come with the link to it."""


def _number(kind: Callable[[str], int | float]) -> Callable[[Term], int | float | None]:
    def read(term: Term) -> int | float | None:
        try:
            return kind(term.value)
        except ValueError:
            return None

    return read


_READ: dict[str, Callable[[Term], Any]] = {
    "ID": attrgetter("value"),
    "String": attrgetter("value"),
    "Int": _number(int),
    "Float": _number(float),
    "Boolean": lambda term: term.value in {"true", "1"},
}


def reader(value: Value) -> Callable[[Term], Any]:
    """What turns one term into the field's value."""
    if value.enumeration is not None:
        name_of = value.enumeration.name_of
        return lambda term: name_of(term.value)
    return _READ[value.scalar]


def sort_key(value: Value) -> Callable[[list[Term]], str | int | float | None]:
    """What turns the terms of a thing into the value that lists are ordered by: texts without regard to case."""
    read = reader(value)
    if value.scalar in {"Int", "Float"}:
        return lambda found: min((number for term in found if (number := read(term)) is not None), default=None)
    return lambda found: term.value.casefold() if (term := best(found)) is not None else None


def value_of(selection: Selection, value: Value, languages: Sequence[str]) -> Emit:
    """Fetch a field's value with the level, and read it."""
    if value.name == "id":
        return own
    if value.guard:
        return _guarded(selection, value, languages)
    if value.name == "types":
        found_in = selection.branch(value.path)
        return lambda node, _: _classes(found_in(node))
    if value.many:
        found_in = selection.branch(value.path)
        return lambda node, _: _several(found_in(node), languages)
    read = reader(value)
    if _crowded(selection, value):
        found_in = selection.branch(value.path)
        return lambda node, _: None if (term := best(found_in(node), languages)) is None else read(term)
    return Single(selection.column(value.path), read, languages)


def own(node: Node, _: Answering) -> str:
    """The thing's IRI."""
    return node.iri


class Single:
    """A field that one place of a thing's row answers."""

    __slots__ = ("languages", "place", "read")

    def __init__(self, place: int, read: Callable[[Term], Any], languages: Sequence[str]) -> None:
        self.place, self.read, self.languages = place, read, languages

    def __call__(self, node: Node, _: Answering) -> Any:
        """The field's value."""
        rows = node.rows
        term = rows[0][self.place] if len(rows) == 1 else best(distinct(rows, self.place), self.languages)
        return None if term is None else self.read(term)


def folded(child: Selection, before: int) -> list[Folded]:
    """The fields of things whose columns come with the link to them, after so many others; none where they need more than that."""
    if not 0 < len(child.columns) <= FOLDED or child.branches or child.steps or child.sources:
        return []
    fields: list[Folded] = []
    for key, emit in child.emits:
        if isinstance(emit, Single):
            fields.append((key, before + emit.place, emit.read, emit.languages))
        elif emit is own:
            fields.append((key, 1, attrgetter("value"), ()))
        else:
            fields.append((key, 0, cast("Callable[[Term], Any]", emit), ()))  # a constant, whatever it is asked with
    return fields


def unfolded(fields: Sequence[Folded], rows: Sequence[Row]) -> dict[str, Any]:
    """The answer for a thing from the rows of the link to it."""
    if len(rows) == 1:
        row = rows[0]
        return {key: None if (term := row[place]) is None else read(term) for key, place, read, _ in fields}
    best_of = ((key, read, best(distinct(rows, place), languages)) for key, place, read, languages in fields)
    return {key: None if term is None else read(term) for key, read, term in best_of}


def _crowded(selection: Selection, value: Value) -> bool:
    """Texts may come in several languages: one such field goes with the single values, the others would multiply its rows."""
    if not value.text or any(path in selection.columns for path in selection.texts if path != value.path):
        return value.text
    selection.texts.add(value.path)
    return False


def _terms(selection: Selection, path: str) -> Read:
    """What reads the terms of a path with one value."""
    place = selection.column(path)
    return lambda node: distinct(node.rows, place)


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
    found_in = selection.branch(f"<{terms.RDF_TYPE}>")
    named = [(name, held[1:-1], kind.below[name]) for name, held in kind.enumeration.values.items()]

    def emit(node: Node, _: Answering) -> str | None:
        classes = {term.value for term in found_in(node)}
        return next((name for name, iri, below in named if iri in classes and classes.isdisjoint(below)), None)

    return emit


def _guarded(selection: Selection, value: Value, languages: Sequence[str]) -> Emit:
    """A text of a capture: fetched with the captures and the licence that decide how much of it may be shown."""
    if value.guard == "quote":
        return _quote(selection, value)
    texts = selection.branch(value.path) if _crowded(selection, value) else _terms(selection, value.path)
    described = selection.branch(f"<{terms.DESCRIBED_IN}>")
    selection.sources.append(described)
    if value.guard == "abstract":
        licence = _terms(selection, f"<{terms.LICENCE}>")
    else:
        licence = selection.branch(f"<{terms.DEFINITION_SOURCE}>")
        selection.sources.append(licence)

    def emit(node: Node, answering: Answering) -> str | None:
        term = best(texts(node), languages)
        if term is None:
            return None
        near = sorted(one.value for one in licence(node))
        sources = sorted(one.value for one in described(node))
        if value.guard == "abstract":
            return answering.rights.abstract(node.iri, term.value, near, sources)
        return answering.rights.definition(node.iri, term.value, near, sources)

    return emit


def _quote(selection: Selection, value: Value) -> Emit:
    quotes, places = _terms(selection, value.path), _terms(selection, f"<{terms.FOUND_IN}>")
    selection.sources.append(places)
    selection.owned = True

    def emit(node: Node, answering: Answering) -> str | None:
        term, source = best(quotes(node)), best(places(node))
        return None if term is None or source is None else answering.rights.quote(source.value, term.value, node.owner)

    return emit
