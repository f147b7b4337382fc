"""`/openapi.json`: the paths that programs ask, with their parameters; one operation a saved query, made from its header."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse

import queries
from api.about.schemas import paging_schemas, schema_of
from api.cards import formats
from api.cards.routes import OEMBED
from api.negotiation import CORS
from api.saved import FORMS
from api.server.requests.memento import AS_OF
from api.sparql import GRAPHS, RESULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response


_AS_OF: dict[str, Any] = {
    "name": AS_OF,
    "in": "query",
    "required": False,
    "schema": {"type": "string"},
    "description": "An earlier version of the graph: its mark, the beginning of it, or a time.",
}

_PAGE = ("text/html",)
_WRONG = {
    "400": "A parameter is missing or wrong; the text says which.",
    "403": "What is asked is not allowed here.",
    "404": "There is no such thing, or the version that `asOf` names is not kept.",
    "406": "There is no form that `Accept` wishes for.",
    "413": "The question, or its answer, is larger than it may be.",
    "429": "Too many requests of one client; wait as long as Retry-After says.",
    "502": "The engine behind failed.",
    "503": "It took longer or more memory than a question may, or too many are asked at once.",
    "504": "It ran longer than it may.",
}


def _operation(query: queries.SavedQuery) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = []
    for p in query.parameters:
        schema = schema_of(p)
        one = {"name": p.name, "in": "query", "required": p.required, "schema": schema, "description": f"{p.type}. {p.help}".strip()}
        if p.name in query.example.parameters:
            one["example"] = query.example.parameters[p.name]
        parameters.append(one | ({"style": "form", "explode": True} if p.repeatable else {}))
    for name, schema in paging_schemas(query).items():
        parameters.append({"name": name, "in": "query", "required": False, "schema": schema})
    parameters.append(_AS_OF)
    more = {"ETag": "for `If-None-Match`", "Graph-Version": "the version of the graph that was asked", "Link": "`rel=next`: the next page"}
    headers = {name: {"description": told, "schema": {"type": "string"}} for name, told in more.items()}
    media = tuple(form.media_type for form in FORMS if form.suffix not in _not_offered(query))
    return {
        "operationId": query.name,
        "summary": query.summary,
        "description": query.description,
        "parameters": parameters,
        "responses": _answers(media, "400", "404", "429", "503", headers=headers),
    }


def _not_offered(query: queries.SavedQuery) -> tuple[str, ...]:
    """The forms that the query has none of."""
    return (*(() if query.chart else ("svg",)), *(() if query.constructs else ("jsonld",)))


def _answers(media: Iterable[str], *wrong: str, headers: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The answers of an operation: whole in one of the media, or by status why not, as text or, to browsers, as a page."""
    whole = {"description": "As asked", "content": {name: {} for name in media}} | ({"headers": headers} if headers else {})
    said: dict[str, Any] = {"content": {"text/plain": {}, "text/html": {}, "application/json": {}}}
    return {"200": whole} | {status: {"description": _WRONG[status]} | said for status in wrong}


def _fixed(
    summary: str,
    *names: str,
    where: str = "query",
    media: Iterable[str] = ("text/html",),
    wrong: Iterable[str] = (),
    versioned: bool = True,
) -> dict[str, Any]:
    parameters = [{"name": n, "in": where, "required": where == "path", "schema": {"type": "string"}} for n in names]
    parameters += [_AS_OF] if versioned else []
    lacking = ("404",) if parameters else ()
    return {"get": {"summary": summary, "parameters": parameters, "responses": _answers(media, *wrong, *lacking, "429")}}


def document(request: Request) -> Response:
    """OpenAPI 3.1."""
    paths: dict[str, Any] = {f"/queries/{q.name}": {"get": _operation(q)} for q in queries.every()}
    json = ("application/json",)
    results = [form.media_type for form in (*RESULTS, *GRAPHS)]
    limited = ("400", "403", "413", "502", "503", "504")
    paths["/sparql"] = _fixed("SPARQL 1.1 Protocol, queries only", "query", media=(*results, "text/plain", "text/html"), wrong=limited)
    paths["/search"] = _fixed("Find things by name", "q")
    paths["/search.json"] = _fixed("Find things by name, as JSON", "q", "type", "limit", media=json)
    paths["/reconcile"] = _fixed("Reconciliation Service API 0.2", "queries", media=json, wrong=("400",))
    paths["/oembed"] = _fixed("oEmbed 1.0", "url", "format", media=OEMBED.values(), wrong=("400",))
    things = ("text/html", "text/turtle", "application/ld+json", "application/n-triples", "application/json")
    paths["/id/{kind}/{key}"] = _fixed("A thing, by content negotiation", "kind", "key", where="path", media=things, wrong=("406",))
    paths["/cards/{slug}"] = _fixed("A concept's card", "slug", where="path", media=(card.MEDIA_TYPE for card in formats().values()))
    paths["/versions"] = _fixed("The earlier versions that `asOf` can name", media=(*json, "text/html"), versioned=False)
    paths["/healthz"] = _fixed("The process answers", media=json, versioned=False)
    shape = {
        "openapi": "3.1.0",
        "info": {"title": "govgraph", "version": "1", "description": "Cases, theories and the sentences that bind them."},
        "servers": [{"url": str(request.base_url)}],
        "paths": paths,
    }
    return JSONResponse(shape, headers=CORS)
