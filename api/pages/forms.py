"""What the form of a saved query offers for each parameter: names to complete, a tree of places, a list of words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import queries
from graph.store import IRI, RESOLVED, Literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.store import Store, Term

MOST = 400
"""How many things a form lists; of more it lists none, and completes what is typed where scripts run."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `choices` (value, label) to select from, or `names` to complete a text by; `searched` is a class for `/search.json`."""

    parameter: queries.Parameter
    value: str
    example: str
    choices: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    searched: str = ""
    entry: str = "text"


_ENTRIES = {"integer": "number", "year": "number"}


def fields(store: Store, query: queries.SavedQuery, given: Mapping[str, str], examples: Mapping[str, str]) -> list[Field]:
    """The fields of a query's form, with what was given."""
    return [_field(store, p, given.get(p.name, ""), examples.get(p.name, "")) for p in query.parameters]


def _field(store: Store, parameter: queries.Parameter, value: str, example: str) -> Field:
    if parameter.type == "boolean":
        return Field(parameter, value, example, choices=(("true", "yes"), ("false", "no")))
    if parameter.offered:
        return Field(parameter, value, example, choices=tuple((word, word) for word in parameter.offered))
    if parameter.type == "jurisdiction" and not parameter.repeatable and (places := tree(store)):
        known = value in {code for code, _ in places}
        return Field(parameter, value, example, choices=places if known or not value else ((value, value), *places))
    if parameter.type in queries.CLASSES:
        searched = "" if parameter.repeatable else queries.CLASSES[parameter.type]
        return Field(parameter, value, example, names=tuple(offered(store, parameter.type)), searched=searched)
    return Field(parameter, value, example, entry="text" if parameter.repeatable else _ENTRIES.get(parameter.type, "text"))


def offered(store: Store, kind: str) -> list[tuple[str, str]]:
    """(slug, label) of the things of a kind; none where there are too many."""
    of = f"?thing a <{terms.GOV}{queries.CLASSES[kind]}> ; <{terms.GOV}slug> ?slug ; <{terms.RDFS}label> ?label"
    rows = list(store.select(f"SELECT DISTINCT ?slug ?label WHERE {{ {of} }} ORDER BY ?label LIMIT {MOST + 1}", graph=RESOLVED))
    pairs = [(row[0].value, row[1].value) for row in rows if isinstance(row[0], Literal) and isinstance(row[1], Literal)]
    return pairs if len(pairs) <= MOST else []


def tree(store: Store) -> tuple[tuple[str, str], ...]:
    """(code, label) of all places, each behind the one that it lies in and told how many lie within it; () where there are too many."""
    gov, label = terms.GOV, terms.RDFS + "label"
    query = f"""SELECT DISTINCT ?place ?code ?label ?within WHERE {{ ?place a <{gov}Jurisdiction> ; <{label}> ?label
      OPTIONAL {{ ?place <{gov}isoCode> ?code }} OPTIONAL {{ ?place <{gov}within> ?within . ?within a <{gov}Jurisdiction> }} }}
      LIMIT {MOST * 10}"""
    labels: dict[str, tuple[str, str]] = {}
    above: dict[str, set[str]] = {}
    for place, code, name, within in store.select(query, graph=RESOLVED):
        assert place is not None
        assert name is not None
        key = _key(place) if code is None else code.value
        labels[place.value] = min((key, name.value), labels.get(place.value, (key, name.value)))
        above.setdefault(place.value, set()).update([within.value] if within is not None and within != place else [])
    if len(labels) > MOST:
        return ()
    return tuple(_lines(labels, above))


def _key(place: Term) -> str:
    assert isinstance(place, IRI)
    return place.value.rsplit("/", 1)[-1]


def _lines(labels: dict[str, tuple[str, str]], above: dict[str, set[str]]) -> list[tuple[str, str]]:
    """The places in the order of the tree; `above` may name a place's every container, the nearest is the deepest of them."""
    every = {place: _closed(place, above) & labels.keys() for place in labels}
    paths = {
        place: [labels[one][1].casefold() for one in sorted(every[place], key=lambda one: (len(every[one]), one))]
        + [labels[place][1].casefold()]
        for place in labels
    }
    lines = []
    for place in sorted(labels, key=lambda one: (paths[one], one)):
        inside = sum(place in containers for containers in every.values())
        code, name = labels[place]
        told = f"{name}, with {inside} place{'' if inside == 1 else 's'} within" if inside else name
        lines.append((code, "\u2003" * len(every[place]) + told))
    return lines


def _closed(place: str, above: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    rest = set(above.get(place, ()))
    while rest:
        one = rest.pop()
        if one not in found and one != place:
            found.add(one)
            rest |= above.get(one, set())
    return found
