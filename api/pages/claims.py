"""Claims as pages tell them: one claim once, with its cases, their places and its sentences, however many rows an answer gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import queries
from graph.decisions.review import Named, Words, sentences
from queries import STANCES
from queries.result import Thing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.rights import Shown
    from graph.store import Store
    from queries.result import Result


_PLACE = re.compile(r"-(\d+)-(\d+)$")
"""Where in its source an evidence stands, at the end of its IRI."""
APART = 1_000_000
"""Characters between words whose places are not known: each is a sentence."""


@dataclass(slots=True)
class Row:
    """One row of `claims-on-concept` or its like, by column name."""

    values: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name == "values":
            raise AttributeError(name)
        return self.values.get(name)


@dataclass(slots=True)
class Told:
    """One claim: the row that tells it first, its cases each with its places, and as much of its words as may be shown."""

    row: Row
    cases: dict[Thing, list[Thing]] = field(default_factory=dict)
    words: list[Words] = field(default_factory=list)

    @property
    def sentences(self) -> list[str]:
        """Its sentences, one that escapes of its file part as one."""
        return [one.text for one in sentences(self.words) if one.text]


def rows_of(result: Result) -> list[Row]:
    """The rows of an answer by column name."""
    names = [column.name for column in result.columns]
    return [Row(dict(zip(names, row, strict=True))) for row in result.rows]


def told(rows: Iterable[Row], shown: Shown) -> list[Told]:
    """The claims of the rows in their order, each once."""
    claims: dict[str, Told] = {}
    quoted = set[tuple[str, str]]()
    for row in rows:
        key = row.claim.id if row.claim else ""
        one = claims.setdefault(key, Told(row))
        if isinstance(row.case, Thing):
            places = one.cases.setdefault(row.case, [])
            if isinstance(row.jurisdiction, Thing) and row.jurisdiction not in places:
                places.append(row.jurisdiction)
        place = (key, row.evidence.id if row.evidence else row.sentence or "")
        if place not in quoted:
            quoted.add(place)
            one.words.append(_words(shown, row, len(one.words)))
    return list(claims.values())


def by_stance(claims: Iterable[Told]) -> list[tuple[str, list[Told]]]:
    """The claims by stance, those stances that any takes."""
    held = list(claims)
    groups = [(stance, [one for one in held if one.row.stance == stance]) for stance in STANCES]
    return [(stance, found) for stance, found in groups if found]


def claims_on(store: Store, concept: str, shown: Shown) -> list[Told]:
    """The claims that bear on a concept, each with as much of its sentences as their source's rule allows in one answer."""
    return told(rows_of(queries.run(store, "claims-on-concept", {"concept": concept})), shown)


def _words(shown: Shown, row: Row, number: int) -> Words:
    """What of the row's words may stand in this answer, with their place; "" where only that may."""
    exact, source = "", row.source if isinstance(row.source, Thing) else Thing("", None)
    if row.sentence and source.id:
        exact = shown.quote(source.id, row.sentence, claim=row.claim.id if row.claim else "")
    place = _PLACE.search(row.evidence.id if row.evidence else "")
    start, end = (int(place[1]), int(place[2])) if place else (number * APART, number * APART)
    return Words(Named(source.id, source.label or ""), start, end, exact=exact)
