"""Claims as pages tell them: one claim once, with its cases, their places and its sentences, however many rows an answer gives it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import queries
from queries import STANCES
from queries.result import Thing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.rights import Shown
    from graph.store import Store
    from queries.result import Result


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
    """One claim: the row that tells it first, its cases each with its places, and as many of its sentences as may be shown."""

    row: Row
    cases: dict[Thing, list[Thing]] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)


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
            one.sentences += [words] if (words := _sentence(shown, row)) else []
    return list(claims.values())


def by_stance(claims: Iterable[Told]) -> list[tuple[str, list[Told]]]:
    """The claims by stance, those stances that any takes."""
    held = list(claims)
    groups = [(stance, [one for one in held if one.row.stance == stance]) for stance in STANCES]
    return [(stance, found) for stance, found in groups if found]


def claims_on(store: Store, concept: str, shown: Shown) -> list[Told]:
    """The claims that bear on a concept, each with as much of its sentences as their source's rule allows in one answer."""
    return told(rows_of(queries.run(store, "claims-on-concept", {"concept": concept})), shown)


def _sentence(shown: Shown, row: Row) -> str:
    """What of the row's sentence may stand in this answer; "" where only its place may."""
    if not row.sentence or not isinstance(row.source, Thing):
        return ""
    return shown.quote(row.source.id, row.sentence, claim=row.claim.id if row.claim else "")
