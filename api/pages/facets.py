"""What claims are counted by on a theory's page: stance, place, year and status, each narrowing what is told by the address."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlencode

from api.pages.claims import Row
from graph.identify import key_of
from graph.store import IRI
from ontology import terms
from queries import STANCES
from queries.result import Thing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from graph.store import Store

UNKNOWN = "unknown"
STATUSES = {"STATED": "stated in a source", "CURATED": "confirmed by a person", "EXTRACTED": "found by program, not yet checked"}
Values: TypeAlias = "dict[str, str]"
"""What a row has of a facet: value in the address → words for people."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of claims and the address of their sentences."""

    number: int
    href: str


@dataclass(frozen=True, slots=True)
class Table:
    """Stances down, values of one facet across; the last column and row are totals."""

    caption: str
    heads: list[str]
    rows: list[tuple[str, list[Cell]]]


def located(store: Store, rows: list[Row]) -> list[Row]:
    """The rows, one for each place that a row's case lies in, with that place and those around it under `places`."""
    lying: dict[str, list[str]] = defaultdict(list)
    cases = " ".join(sorted({f"<{row.case.id}>" for row in rows if isinstance(row.case, Thing)}))
    for case, place in store.select(f"SELECT ?case ?place WHERE {{ VALUES ?case {{ {cases} }} ?case <{terms.SITUATED_IN}> ?place }}"):
        if isinstance(case, IRI) and isinstance(place, IRI):
            lying[case.value].append(place.value)
    around, labels = _wholes(store, {place for places in lying.values() for place in places})
    made: list[Row] = []
    for row in rows:
        places = sorted(lying[row.case.id]) if isinstance(row.case, Thing) else []
        near = [place for place in places if not any(place in around[other] for other in places)]
        made += [Row({**row.values, "places": {_code(one): labels[one] for one in (place, *sorted(around[place]))}}) for place in near] or [
            row
        ]
    return made


def _wholes(store: Store, places: set[str]) -> tuple[dict[str, set[str]], dict[str, str]]:
    """The places around each, and what they are all called."""
    around, labels = defaultdict[str, set[str]](set), dict[str, str]()
    values = " ".join(f"<{place}>" for place in sorted(places))
    query = f"""SELECT DISTINCT ?place ?whole ?label WHERE {{ VALUES ?place {{ {values} }} ?place <{terms.WITHIN}>* ?whole
      OPTIONAL {{ ?whole <{terms.RDFS_LABEL}> ?label }} }}"""
    for place, whole, label in store.select(query):
        if isinstance(place, IRI) and isinstance(whole, IRI):
            labels[whole.value] = label.value if label is not None else _code(whole.value)
            around[place.value] |= {whole.value} - {place.value}
    return around, labels


def _code(iri: str) -> str:
    return iri.rpartition("/")[2]


def _status(row: Row) -> Values:
    return {row.status or UNKNOWN: STATUSES.get(row.status or "", "status unknown")}


def _place(row: Row) -> Values:
    return row.places or {UNKNOWN: "no place"}


def _recorded(row: Row) -> Values:
    if not isinstance(row.jurisdiction, Thing):
        return {UNKNOWN: "no place recorded"}
    code = _code(row.jurisdiction.id)
    return {code: f"{row.jurisdiction.label or code}, as recorded"}


def _case(row: Row) -> Values:
    return {key_of(row.case.id): row.case.label or key_of(row.case.id)} if isinstance(row.case, Thing) else {UNKNOWN: "no case"}


def _year(row: Row) -> Values:
    return {str(row.year): str(row.year)} if row.year else {UNKNOWN: "no year"}


FACETS: dict[str, Callable[[Row], Values]] = {
    "stance": lambda row: {row.stance: row.stance},
    "jurisdiction": _place,
    "place": _recorded,
    "case": _case,
    "year": _year,
    "status": _status,
}
"""Name in the address → what a row has of it, the nearest first: its `jurisdiction` and all around that, but one recorded `place`."""
OWN = {"place", "case"}
"""Facets that only pages know: no parameter of `claims-on-concept` asks for them."""
ACROSS = {"status": "status", "jurisdiction": "place, a country with all that lies within it", "year": "year"}


def chosen(rows: Iterable[Row], asked: dict[str, str]) -> list[Row]:
    """The rows that have what is asked of every facet."""
    return [row for row in rows if all(value in FACETS[name](row) for name, value in asked.items())]


def words_of(name: str, value: str, rows: Iterable[Row]) -> str:
    """A value of a facet for people."""
    return next((found[value] for row in rows if value in (found := FACETS[name](row))), value)


def table(rows: list[Row], across: str, asked: dict[str, str]) -> Table:
    """Claims by stance and one other facet; a claim counts once a cell, and once in each total."""
    claims: dict[tuple[str, str], set[Any]] = defaultdict(set)
    heads = _heads(rows, across)
    for row in rows:
        for stance in (row.stance, ""):
            for key in (*FACETS[across](row), ""):
                claims[stance, key].add(row.claim)
    keys = sorted(heads, key=lambda key: (key == UNKNOWN, heads[key]))

    def cell(stance: str, key: str) -> Cell:
        more = {name: value for name, value in (("stance", stance), (across, key)) if value}
        return Cell(len(claims[stance, key]), f"?{urlencode({**asked, **more})}#sentences")

    lines = [(stance, [cell(stance, key) for key in (*keys, "")]) for stance in STANCES if claims[stance, ""]]
    lines += [("all", [cell("", key) for key in (*keys, "")])] if len(lines) > 1 else []
    return Table(f"claims by stance and {ACROSS[across]}", [heads[key] for key in keys], lines)


def _heads(rows: list[Row], across: str) -> Values:
    """What stands across: of places those recorded, and those around more than one of them."""
    heads: Values = {}
    parts: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found = FACETS[across](row)
        own = next(iter(found))
        heads[own] = found[own]
        for key in found:
            parts[key].add(own)
    wider = {key: words for row in rows for key, words in FACETS[across](row).items() if len(parts[key]) > 1}
    return heads | wider
