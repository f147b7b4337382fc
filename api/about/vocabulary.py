"""`/ns`: the ontology itself, as Turtle or as a page, so that every term's IRI leads to its meaning."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import ontology
from api.negotiation import CORS, HTML, TURTLE, Form, answer, chosen

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

HERE = Path(next(iter(ontology.__path__)))
_CONTEXT = Form("jsonld", "application/ld+json")


@lru_cache(maxsize=4)
def _file(name: str) -> bytes:
    return (HERE / name).read_bytes()


def terms(request: Request) -> Response:
    """The classes and properties."""
    form = chosen(request.headers.get("accept", ""), (TURTLE, HTML)) or TURTLE
    if form is HTML:
        from api.render import HEADERS, about, rendered
        from ontology.vocabulary import vocabulary

        body = rendered("vocabulary.html", **about(request), v=vocabulary())
        return answer(request, body.encode(), HTML, headers={**CORS, **HEADERS})
    return answer(request, _file("govgraph.ttl"), TURTLE, headers=CORS)


def context(request: Request) -> Response:
    """The JSON-LD context."""
    return answer(request, _file("context.jsonld"), _CONTEXT, headers=CORS)
