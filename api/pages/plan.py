"""`/plan`: a class plan, week by week, of concepts with their definitions, cases, sentences and readings.

The plan is its own address: `week` and `c` (a concept's slug) in the order of the query string, `title` anywhere. So it can be kept, shared
and changed without an account, and every change is a link.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import PlainTextResponse

import queries
from api.cards.card import Card, card
from api.links import THINGS
from api.negotiation import CORS, Form, answer
from api.pages.claims import Told, by_stance, claims_on
from api.pages.readings import Reading, readings
from api.render import page, rendered
from api.server.service import service
from api.tasks import records
from api.tasks.records import BIBTEX, RIS
from graph.identify import slug
from graph.rights import Shown
from queries.result import Thing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from graph.store import Store

MOST = 60
"""Concepts that one plan may hold."""
READINGS = 5
_LONGEST = 200
_MARKDOWN = Form("md", "text/markdown")

Step = tuple[str, str]
"""`("week", its heading)` or `("c", a concept)`."""


@dataclass(slots=True)
class Planned:
    """A concept in the plan: its card, one claim a stance, the newest readings, and where each change of its place leads."""

    asked: str
    place: int
    card: Card | None
    claims: list[tuple[str, Told]]
    readings: list[Reading]
    earlier: str
    later: str
    without: str


@dataclass(slots=True)
class Week:
    """A week of the plan; `before` and `after` are the steps around the place where a concept is added to it."""

    heading: str
    place: int
    concepts: list[Planned] = field(default_factory=list)
    before: list[Step] = field(default_factory=list)
    after: list[Step] = field(default_factory=list)
    without: str = ""


def plan(request: Request) -> Response:
    """The plan as a page on which it is made."""
    title, steps = _asked(request)
    held = sum(name == "c" for name, _ in steps)
    shown: dict[str, Any] = {
        "title": title,
        "weeks": _weeks(service(request).store, title, steps),
        "steps_so_far": steps,
        "asked": _address(title, steps),
        "next_week": _address(title, [*steps, ("week", f"Week {len(steps) - held + 1}")]),
        "most": MOST,
        "full": held >= MOST,
        "left_out": sum(bool(concept.strip()) for concept in request.query_params.getlist("c")) - held,
    }
    return page(request, "plan.html", **shown)


def written(request: Request) -> Response:
    """The plan as Markdown, to paste into a syllabus."""
    title, steps = _asked(request)
    if not steps:
        return _empty()
    weeks = _weeks(service(request).store, title, steps)
    body = rendered("plan.md", title=title, weeks=weeks, asked=_address(title, steps), host=str(request.base_url))
    return answer(request, body.encode(), _MARKDOWN, headers=CORS)


def recorded(request: Request) -> Response:
    """The readings of the plan as records, each once in the order of the weeks, for a reference manager or a library's reading list."""
    title, steps = _asked(request)
    if not steps:
        return _empty()
    store, form = service(request).store, BIBTEX if request.url.path.endswith(".bib") else RIS
    listed = [reading.work.id for week in _weeks(store, title, steps) for one in week.concepts for reading in one.readings]
    name = f'attachment; filename="{slug(title) or "readings"}.{form.suffix}"'
    return answer(request, records.recorded(store, form, listed), form, headers={**CORS, "Content-Disposition": name})


def _empty() -> Response:
    return PlainTextResponse("the plan is empty: name concepts with c=…, weeks with week=…\n", 400)


def _asked(request: Request) -> tuple[str, list[Step]]:
    pairs = [(name, value.strip()[:_LONGEST]) for name, value in request.query_params.multi_items()]
    title = next((value for name, value in pairs if name == "title"), "")
    steps = [(name, value) for name, value in pairs if name in ("week", "c") and value]
    if steps and steps[0][0] == "c":
        steps.insert(0, ("week", "Week 1"))
    held = 0
    kept: list[Step] = []
    for step in steps[: 2 * MOST]:
        held += step[0] == "c"
        if held <= MOST or step[0] == "week":
            kept.append(step)
    return title, kept


def _address(title: str, steps: Iterable[Step]) -> str:
    return urlencode([*([("title", title)] if title else []), *steps])


def _weeks(store: Store, title: str, steps: list[Step]) -> list[Week]:
    shown, weeks = Shown(store), list[Week]()
    for place, (name, value) in enumerate(steps):
        without = _address(title, [*steps[:place], *steps[place + 1 :]])
        if name == "week":
            weeks.append(Week(value, place, without=without))
        else:
            weeks[-1].concepts.append(_planned(store, shown, value, place, _moved(title, steps, place), without))
    ends = [*(week.place for week in weeks[1:]), len(steps)]
    for week, end in zip(weeks, ends, strict=False):
        week.before, week.after = steps[:end], steps[end:]
    return weeks


def _moved(title: str, steps: list[Step], place: int) -> tuple[str, str]:
    """The addresses of the plan with the step one place earlier and later, and where it stands there; "" where it cannot go further."""

    def swapped(other: int) -> str:
        changed = list(steps)
        changed[place], changed[other] = changed[other], changed[place]
        return f"{_address(title, changed)}#at-{other}"

    return swapped(place - 1) if place > 1 else "", swapped(place + 1) if place + 1 < len(steps) else ""


def _planned(store: Store, shown: Shown, asked: str, place: int, moved: tuple[str, str], without: str) -> Planned:
    key = _key(store, asked)
    found = card(store, "concept", key) if key else None
    if found is None:
        return Planned(asked, place, None, [], [], *moved, without)
    claims = [(stance, found_in[0]) for stance, found_in in by_stance(claims_on(store, found.id, shown))]
    newest = queries.run(store, "readings-for-concept", {"concept": found.id}).rows[:READINGS]
    named = readings(store, [work for work, _ in newest if isinstance(work, Thing)])
    return Planned(asked, place, found, claims, named, *moved, without)


def _key(store: Store, asked: str) -> str:
    """The key of the concept that is meant: by its slug, else by what the search finds first; "" where it finds none."""
    from graph.search.finding import find

    if slug(asked) == asked:
        return asked
    return next((hit.id.removeprefix(f"{THINGS}concept/") for hit in find(store, asked, kind="Concept", most=1)), "")
