"""The explorer: the front page, lists of concepts, cases and works, and search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import queries
from api.counting import count
from api.negotiation import CORS
from api.pages.argued import argued
from api.pages.readings import readings
from api.render import page
from api.server.service import service
from graph.store import Literal
from ontology import terms
from queries.result import Thing

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from graph.search.finding import Hit
    from graph.search.highlights import Highlight
    from graph.store import Store

PAGE = 60
MOST_ARGUED = 10
_ASKED_FIRST = ("cases-challenging-theory", "theory-evidence-balance", "cases-in-jurisdiction", "concept-placement", "contested-theories")


def things_of(store: Store, cls: str) -> list[Thing]:
    """The labelled things of a class, by label."""
    query = f"SELECT ?thing ?label WHERE {{ ?thing a <{terms.GOV}{cls}> ; <{terms.RDFS}label> ?label }} ORDER BY ?label LIMIT 100"
    return [Thing(row[0].value, row[1].value) for row in store.select(query) if row[0] is not None and row[1] is not None]


def home(request: Request) -> Response:
    """What there is, what the evidence says, and what may be asked."""
    store = service(request).store
    counted = (
        ("concepts", "Concept", "/concepts"),
        ("cases", "Case", "/cases"),
        ("works", "Work", "/works"),
        ("claims", "Claim", "/queries/all-claims"),
    )
    counts = [(name, count(store, cls), path) for name, cls, path in counted]
    first = [queries.saved(name) for name in _ASKED_FIRST]
    board = argued(store)[:MOST_ARGUED]
    return page(request, "home.html", counts=counts, paradigms=things_of(store, "Paradigm"), board=board, questions=first)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list page."""

    thing: Thing
    kind: str
    note: str


def listed(request: Request, cls: str, heading: str, noun: str, note: str, note_pattern: str) -> Response:
    """A page of labelled things, narrowed by a part of the name, by keyset."""
    store = service(request).store
    asked, after = request.query_params.get("q", "").strip()[:200], request.query_params.get("after", "")[:400]
    narrowed = f"FILTER(CONTAINS(LCASE(?label), {Literal(asked.lower())}))" if asked else ""
    later = f"FILTER(STR(?label) > {Literal(after)})" if after else ""
    of = f"?thing a <{terms.GOV}{cls}> ; <{terms.RDFS}label> ?label"
    query = f"""SELECT ?thing ?label (MIN(?n) AS ?note) WHERE {{ {{ SELECT DISTINCT ?thing ?label WHERE {{ {of} {narrowed} {later} }}
      ORDER BY STR(?label) LIMIT {PAGE + 1} }} OPTIONAL {{ {note_pattern} }} }} GROUP BY ?thing ?label ORDER BY STR(?label)"""
    rows = [
        Line(Thing(row[0].value, row[1].value), note if row[2] is None else "", row[2].value if row[2] is not None else "")
        for row in store.select(query)
        if row[0] is not None and row[1] is not None
    ]
    found = None
    if asked:
        number = store.select(f"SELECT (COUNT(DISTINCT ?thing) AS ?n) WHERE {{ {of} {narrowed} }}")
        found = next((int(row[0].value) for row in number if row[0] is not None), 0)
    more = {"q": asked, "after": rows[PAGE - 1].thing.label or ""} if len(rows) > PAGE else {}
    values: dict[str, Any] = {"heading": heading, "noun": noun, "total": count(store, cls), "found": found, "asked": asked}
    about = {one.work.id: one.about for one in readings(store, [row.thing for row in rows[:PAGE]])} if cls == "Work" else {}
    return page(request, "list.html", rows=rows[:PAGE], about=about, after=urlencode(more), **values)


def concepts(request: Request) -> Response:
    """All concepts, with the topic that each is core in."""
    pattern = f"?thing <{terms.GOV}coreIn>/<{terms.RDFS}label> ?n"
    return listed(request, "Concept", "Concepts", "concepts, theories, practices and issues", "", pattern)


def cases(request: Request) -> Response:
    """All cases, with their place."""
    return listed(request, "Case", "Cases", "cases", "", f"?thing <{terms.GOV}caseIn>/<{terms.RDFS}label> ?n")


def works(request: Request) -> Response:
    """All titled works, with their authors, year and place."""
    return listed(request, "Work", "Works", "works", "", f"?thing <{terms.GOV}publicationYear> ?n")


def courses(request: Request) -> Response:
    """All courses, with their title."""
    return listed(request, "Course", "Courses", "courses", "", f"?thing <{terms.SKOS}altLabel> ?n")


def search(request: Request) -> Response:
    """Things by name."""
    asked = request.query_params.get("q", "").strip()[:200]
    hits = _found(request, asked, 50) if asked else []
    works = readings(service(request).store, [Thing(hit.id, hit.label) for hit, _ in hits if hit.kind == "Work"])
    about = {one.work.id: one.about for one in works}
    return page(request, "search.html", asked=asked, searched=asked, hits=hits, about=about)


def found(request: Request) -> Response:
    """The same as JSON, to complete what somebody types: `q`, `type`, `limit` (at most 50).

    `highlight` tells by which words of what (label, name, author or text) a thing was found.
    """
    from starlette.responses import JSONResponse

    from api.links import local

    asked, limit = request.query_params.get("q", "")[:200], request.query_params.get("limit", "")
    most = max(1, min(int(limit), 50)) if limit.isdecimal() and len(limit) < 4 else 10
    told = [
        {"id": hit.id, "label": hit.label, "type": hit.kind, "path": local(hit.id), "highlight": by._asdict()}
        for hit, by in _found(request, asked, most, request.query_params.get("type") or None)
    ]
    return JSONResponse(told, headers=CORS)


def _found(request: Request, asked: str, most: int, kind: str | None = None) -> list[tuple[Hit, Highlight]]:
    """What is found, each with the words it was found by."""
    from graph.rights import Shown
    from graph.search.finding import find
    from graph.search.highlights import highlights

    store = service(request).store
    hits = find(store, asked, kind=kind, most=most)
    by = highlights(store, asked, hits, Shown(store))
    return [(hit, by[hit.id]) for hit in hits]
