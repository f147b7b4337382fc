"""Reforms that prose names: a case that is itself a programme of change of some government, and what it is an instance of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identify import slug
from graph.record import Reform
from loaders._words import vocabulary
from loaders.reading import concepts
from loaders.reading.document import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.reading.cases import Studied
    from loaders.reading.concepts import Named
    from loaders.reading.document import Document

PROGRAMME = re.compile(
    r"\b(?:initiative|reforms?|programme|program|restructuring|amalgamation|modernisation|modernization)(?: in [A-Z][\w ]+)?$"
)
HEADS = "[Rr]eforms?|Act|Code|Programme|Program|Initiative|Agenda|Strategy|Plan|Law|Bill"
NAMED = re.compile(
    rf"(?:(?<=[Tt]he )|(?<=[’']s )|(?<![\w-]))(?P<name>(?!The |This |These |Our |In |On |Since |After )"
    rf"[A-Z][\w’-]+(?: (?:of|for|and|the)? ?[A-Z][\w’-]+){{0,6}} (?:{HEADS})"
    rf"|[A-Z][\w-]+ (?:[a-z-]+ ){{1,3}}?reform)(?: of (?P<year>(?:19|20)\d\d)| (?P<bracket>\((?:19|20)\d\d\)))?(?![\w-])"
)
"""A programme of change by a name of its own, or by a place and a year: the year or the capitals make it a particular one."""

DATED = re.compile(r"\b[Ii]n (?P<year>(?:19|20)\d\d),? [^.;]{0,60}$")
OPENERS = vocabulary("The This These Our Their Such A An In On Since After Many Most Some Public Administrative Management")
INSTANCES = ("practice", "paradigm")


def named(document: Document) -> Iterator[tuple[Place, int | None]]:
    """The reforms that a title or an abstract names, each once, with the year that stands beside the name; else without one."""
    seen = set[str]()
    for reading in document.own():
        for met in NAMED.finditer(reading.text) if reading.kind in ("title", "abstract") else ():
            year = met["year"] or (met["bracket"] or "").strip("()")
            particular = year or met["name"].split(" ")[-1][0].isupper()
            if not particular or met["name"].split(" ", 1)[0] in OPENERS or met["name"].casefold() in seen:
                continue
            seen.add(met["name"].casefold())
            before = DATED.search(reading.text[max(0, met.start() - 90) : met.start()])
            dated = year or (before["year"] if before else "")
            end = met.end() if met["year"] else met.end("name")
            yield Place(reading, met.start("name"), end), int(dated) if dated else None


def reforms(studied: list[Studied], named: list[Named]) -> Iterator[tuple[Studied, Reform]]:
    """The cases whose own words name a reform of a place or a body, each with the reform; its years are not read from prose."""
    places = concepts.by_reading(named)
    for each in studied:
        case, place = each.case, each.place
        if not PROGRAMME.search(place.text) or not (case.jurisdictions or case.organisations):
            continue
        met = concepts.within(places.get(place.reading.order, []), place.start, place.end)
        yield (
            each,
            Reform(
                slug(case.label),
                case.label,
                jurisdictions=list(case.jurisdictions),
                instantiates=[concept for _, _, concept in met if concept.kind in INSTANCES],
                adopted_by=list(case.organisations),
                work=case.work,
            ),
        )
