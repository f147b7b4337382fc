"""What the evidence says: all theories that claims bear on, and one theory's claims counted; each number opens its sentences."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException

import queries
from api.described import CONCEPTS, describe
from api.links import iri_of
from api.pages.claims import Row, by_stance, rows_of, told
from api.pages.explore import PAGE
from api.pages.page import Concept
from api.pages.render import page
from api.server.service import service
from graph.identify import key_of
from graph.rights import Shown
from queries import STANCES
from queries.result import Thing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.requests import Request
    from starlette.responses import Response

UNKNOWN = "unknown"
STATUSES = {"STATED": "stated in a source", "CURATED": "confirmed by a person", "EXTRACTED": "found by program, not yet checked"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of claims and the address of their sentences."""

    number: int
    href: str


@dataclass(frozen=True, slots=True)
class Table:
    """Stances down, values of one kind across; the last column and row are totals."""

    caption: str
    heads: list[tuple[str, str]]
    rows: list[tuple[str, list[Cell]]]


@dataclass(slots=True)
class Argued:
    """A theory with its claims by stance."""

    theory: Thing
    stances: dict[str, int]
    unchecked: int
    contested: bool

    @property
    def total(self) -> int:
        """How many claims bear on it."""
        return sum(self.stances.values())


class Unspent(Shown):
    """Lets the words pass as they are, for rows of which only some will be shown: these go through a budget of their own."""

    def quote(self, source: str, text: str, *, claim: str = "") -> str:
        """The text."""
        del source, claim
        return text


def theories(request: Request) -> Response:
    """All theories that claims bear on, the contested ones first."""
    store = service(request).store
    contested = {row[0].id for row in queries.run(store, "contested-theories").rows if isinstance(row[0], Thing)}
    held: dict[Thing, list[tuple[str, str]]] = defaultdict(list)
    for row in rows_of(queries.run(store, "theory-claims")):
        if isinstance(row.theory, Thing):
            held[row.theory].append((row.stance, row.status or ""))
    board = [
        Argued(
            theory,
            {stance: number for stance in STANCES if (number := sum(found == stance for found, _ in claims))},
            sum(status == "EXTRACTED" for _, status in claims),
            theory.id in contested,
        )
        for theory, claims in held.items()
    ]
    board.sort(key=lambda one: (-one.total, (one.theory.label or "").casefold()))
    return page(request, "theories.html", board=board, contested=[one for one in board if one.contested], stances=STANCES)


def evidence(request: Request) -> Response:
    """All claims on a theory, counted by stance, place, year and status, a page of them told; the query string narrows to one of each."""
    store, slug = service(request).store, request.path_params["slug"]
    found = describe(store, iri_of("concept", slug))
    if found is None or not found.classes & CONCEPTS:
        raise HTTPException(404, f"The graph holds no concept “{slug}”.")
    asked = {name: value for name in FACETS if (value := request.query_params.get(name, "")[:200])}
    rows = rows_of(queries.run(store, "claims-on-concept", {"concept": found.id}, shown=Unspent(store)))
    chosen = [row for row in rows if all(FACETS[name](row)[0] == value for name, value in asked.items())]
    shown, following = _page_of(chosen, request.query_params.get("after", ""))
    claims = told(shown, Shown(store))
    narrowed = [
        (name, _label(name, value, rows), f"?{urlencode({k: v for k, v in asked.items() if k != name})}") for name, value in asked.items()
    ]
    tables = [table(chosen, name, asked) for name in ("status", "jurisdiction", "year")] if chosen else []
    later = urlencode({**asked, "after": following}) if following else ""
    values: dict[str, Any] = {"tables": tables, "stances": by_stance(claims), "narrowed": narrowed, "later": later}
    return page(request, "evidence.html", c=Concept.of(store, found), **values)


def _page_of(rows: list[Row], after: str) -> tuple[list[Row], str]:
    """The rows of a page of claims by stance, behind one or from the beginning, and the last one's key where more follow."""
    claims: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: STANCES.index(row.stance)):
        claims[key_of(row.claim.id) if row.claim else ""].append(row)
    keys = list(claims)
    begin = keys.index(after) + 1 if after in claims else 0
    told_here = keys[begin : begin + PAGE]
    return [row for key in told_here for row in claims[key]], told_here[-1] if begin + PAGE < len(keys) else ""


def _status(row: Row) -> tuple[str, str]:
    return row.status or UNKNOWN, STATUSES.get(row.status or "", "status unknown")


def _place(row: Row) -> tuple[str, str]:
    if not isinstance(row.jurisdiction, Thing):
        return UNKNOWN, "no place"
    code = row.jurisdiction.id.rpartition("/")[2]
    return code, row.jurisdiction.label or code


def _year(row: Row) -> tuple[str, str]:
    return (str(row.year), str(row.year)) if row.year else (UNKNOWN, "no year")


FACETS: dict[str, Callable[[Row], tuple[str, str]]] = {
    "stance": lambda row: (row.stance, row.stance),
    "jurisdiction": _place,
    "year": _year,
    "status": _status,
}
"""Name in the query string → (value there, words for people) of a row."""


def _label(name: str, value: str, rows: Iterable[Row]) -> str:
    return next((words for row in rows for key, words in (FACETS[name](row),) if key == value), value)


def table(rows: list[Row], across: str, asked: dict[str, str]) -> Table:
    """Claims by stance and one other facet; a claim counts once a cell, and once in each total."""
    claims: dict[tuple[str, str], set[Any]] = defaultdict(set)
    heads: dict[str, str] = {}
    for row in rows:
        key, words = FACETS[across](row)
        heads[key] = words
        for stance in (row.stance, ""):
            for place in (key, ""):
                claims[stance, place].add(row.claim)
    keys = sorted(heads, key=lambda key: (key == UNKNOWN, heads[key]))

    def cell(stance: str, key: str) -> Cell:
        more = {name: value for name, value in (("stance", stance), (across, key)) if value}
        return Cell(len(claims[stance, key]), f"?{urlencode({**asked, **more})}#sentences")

    lines = [(stance, [cell(stance, key) for key in (*keys, "")]) for stance in STANCES if claims[stance, ""]]
    lines += [("all", [cell("", key) for key in (*keys, "")])] if len(lines) > 1 else []
    return Table(f"claims by stance and {'place' if across == 'jurisdiction' else across}", [(key, heads[key]) for key in keys], lines)
