"""Reforms that prose names: a case that is itself a programme of change of some government, and what it is an instance of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identify import slug
from graph.record import Reform
from loaders.reading import concepts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.reading.cases import Studied
    from loaders.reading.concepts import Named

PROGRAMME = re.compile(
    r"\b(?:initiative|reforms?|programme|program|restructuring|amalgamation|modernisation|modernization)(?: in [A-Z][\w ]+)?$"
)
INSTANCES = ("practice", "paradigm")


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
