"""`/openapi.json`: every path with its parameters; one operation a saved query, made from its header."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse

import queries
from api.saved import FORMS
from api.schemas import paging_schemas, schema_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


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
    content: dict[str, Any] = {form.media_type: {} for form in FORMS if form.suffix not in _not_offered(query)}
    wrong = {"description": "A parameter is missing or wrong; the text says which.", "content": {"text/plain": {}}}
    more = {"ETag": "for `If-None-Match`", "Graph-Version": "the version of the graph that was asked", "Link": "`rel=next`: the next page"}
    headers = {name: {"description": told, "schema": {"type": "string"}} for name, told in more.items()}
    busy = {"description": "Too many requests of one client; wait as long as Retry-After says.", "content": {"text/plain": {}}}
    answers = {"200": {"description": "The answer", "headers": headers, "content": content}, "400": wrong, "429": busy}
    return {
        "operationId": query.name,
        "summary": query.summary,
        "description": query.description,
        "parameters": parameters,
        "responses": answers,
    }


def _not_offered(query: queries.SavedQuery) -> tuple[str, ...]:
    """The forms that are for people, or that the query has none of."""
    return ("html", "rq", *(() if query.chart else ("svg",)), *(() if query.constructs else ("jsonld",)))


def _fixed(summary: str, *names: str, where: str = "query", media: str = "text/html") -> dict[str, Any]:
    parameters = [{"name": n, "in": where, "required": where == "path", "schema": {"type": "string"}} for n in names]
    return {
        "get": {"summary": summary, "parameters": parameters, "responses": {"200": {"description": "As asked", "content": {media: {}}}}}
    }


def document(request: Request) -> Response:
    """OpenAPI 3.1."""
    paths: dict[str, Any] = {f"/queries/{q.name}": {"get": _operation(q)} for q in queries.every()}
    paths["/sparql"] = _fixed("SPARQL 1.1 Protocol, queries only", "query", media="application/sparql-results+json")
    paths["/search"] = _fixed("Find things by name", "q")
    paths["/search.json"] = _fixed("Find things by name, as JSON", "q", "type", "limit", media="application/json")
    paths["/reconcile"] = _fixed("Reconciliation Service API 0.2", "queries", media="application/json")
    paths["/oembed"] = _fixed("oEmbed 1.0", "url", "format", media="application/json")
    paths["/id/{kind}/{key}"] = _fixed("A thing, by content negotiation", "kind", "key", where="path", media="text/turtle")
    paths["/cards/{slug}"] = _fixed("A concept's card", "slug", where="path")
    paths["/healthz"] = _fixed("The process answers", media="application/json")
    shape = {
        "openapi": "3.1.0",
        "info": {"title": "govgraph", "version": "1", "description": "Cases, theories and the sentences that bind them."},
        "servers": [{"url": str(request.base_url)}],
        "paths": paths,
    }
    return JSONResponse(shape, headers={"Access-Control-Allow-Origin": "*"})
