"""`/explain?s=…&p=…&o=…`: why a statement stands, as JSON or as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from api.negotiation import CORS, HTML, JSON, answer, chosen
from api.server.service import service
from api.typed import term_of
from graph.errors import UsageError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def explanation(request: Request) -> Response:
    """The sources of a statement, or the rule and premises that it follows from.

    Raises:
        UsageError: `s`, `p` or `o` is missing, or the statement does not stand.
    """
    from graph.explain import why

    given = request.query_params
    if not all(given.get(name) for name in "spo"):
        raise UsageError("give the statement as s, p and o: an IRI, a prefixed name, kind/key, or for o a text")
    subject, prop, value = term_of(given["s"]), term_of(given["p"], prop=True), term_of(given["o"], literal=True)
    told = why(service(request).store, subject, prop, value)
    if chosen(request.headers.get("accept", ""), (JSON, HTML)) is HTML:
        from api.render import HEADERS, about, rendered

        body = rendered("explained.html", told=told.as_text(), **about(request))
        return answer(request, body.encode(), HTML, headers={**CORS, **HEADERS})
    return answer(request, orjson.dumps(told.as_json(), option=orjson.OPT_INDENT_2), JSON, headers=CORS)
