"""`/openapi.json`: every path with its parameters; one operation a saved query, made from its header."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse

import queries
from api.about.schemas import paging_schemas, schema_of
from api.saved import FORMS
from api.server.memento import AS_OF

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


_AS_OF: dict[str, Any] = {
    "name": AS_OF,
    "in": "query",
    "required": False,
    "schema": {"type": "string"},
    "description": "An earlier version of the graph: its mark, the beginning of it, or a time.",
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
    content: dict[str, Any] = {form.media_type: {} for form in FORMS if form.suffix not in _not_offered(query)}
    more = {"ETag": "for `If-None-Match`", "Graph-Version": "the version of the graph that was asked", "Link": "`rel=next`: the next page"}
    headers = {name: {"description": told, "schema": {"type": "string"}} for name, told in more.items()}
    told = {
        "400": "A parameter is missing or wrong; the text says which.",
        "404": "The version that `asOf` names is not kept, or the answer has no chart.",
        "429": "Too many requests of one client; wait as long as Retry-After says.",
        "503": "It took longer or more memory than a question may, or too many are asked at once.",
    }
    answers: dict[str, Any] = {"200": {"description": "The answer", "headers": headers, "content": content}}
    answers |= {status: {"description": words, "content": {"text/plain": {}}} for status, words in told.items()}
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


def _fixed(summary: str, *names: str, where: str = "query", media: str = "text/html", versioned: bool = True) -> dict[str, Any]:
    parameters = [{"name": n, "in": where, "required": where == "path", "schema": {"type": "string"}} for n in names]
    parameters += [_AS_OF] if versioned else []
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
    paths["/versions"] = _fixed("The earlier versions that `asOf` can name", media="application/json", versioned=False)
    paths["/healthz"] = _fixed("The process answers", media="application/json", versioned=False)
    shape = {
        "openapi": "3.1.0",
        "info": {"title": "govgraph", "version": "1", "description": "Cases, theories and the sentences that bind them."},
        "servers": [{"url": str(request.base_url)}],
        "paths": paths,
    }
    return JSONResponse(shape, headers={"Access-Control-Allow-Origin": "*"})
