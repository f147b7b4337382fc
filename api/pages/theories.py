"""What the evidence says: all theories that claims bear on, and one theory's claims counted; each number opens its sentences."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException

import queries
from api.described import CONCEPTS, describe
from api.links import iri_of
from api.pages.argued import argued
from api.pages.claims import by_stance, rows_of, told
from api.pages.explore import PAGE
from api.pages.facets import ACROSS, FACETS, OWN, UNKNOWN, chosen, located, table, words_of
from api.pages.page import Concept
from api.render import page
from api.server.service import service
from graph.identify import key_of
from graph.rights import Shown
from queries import STANCES

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from api.pages.claims import Row


class Unspent(Shown):
    """Lets the words pass as they are, for rows of which only some will be shown: these go through a budget of their own."""

    def quote(self, source: str, text: str, *, claim: str = "") -> str:
        """The text."""
        del source, claim
        return text


def theories(request: Request) -> Response:
    """All theories that claims bear on, the contested ones first."""
    board = argued(service(request).store)
    return page(request, "theories.html", board=board, contested=[one for one in board if one.contested], stances=STANCES)


def evidence(request: Request) -> Response:
    """All claims on a theory, counted by stance, place, year and status, a page of them told; the query string narrows to one of each."""
    store, slug = service(request).store, request.path_params["slug"]
    found = describe(store, iri_of("concept", slug))
    if found is None or not found.classes & CONCEPTS:
        raise HTTPException(404, f"The graph holds no concept “{slug}”.")
    asked = {name: value for name in FACETS if (value := request.query_params.get(name, "")[:200])}
    rows = located(store, rows_of(queries.run(store, "claims-on-concept", {"concept": found.id}, shown=Unspent(store))))
    kept = chosen(rows, asked)
    shown, following = _page_of(kept, request.query_params.get("after", ""))
    narrowed = [
        (name, words_of(name, value, rows), f"?{urlencode({k: v for k, v in asked.items() if k != name})}") for name, value in asked.items()
    ]
    answerable = {name: value for name, value in asked.items() if name not in OWN and value != UNKNOWN}
    values: dict[str, Any] = {
        "tables": [table(kept, name, asked) for name in ACROSS] if kept else [],
        "stances": by_stance(told(shown, Shown(store))),
        "narrowed": narrowed,
        "later": urlencode({**asked, "after": following}) if following else "",
        "asked": urlencode(answerable),
        "wider": answerable != asked,
    }
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
