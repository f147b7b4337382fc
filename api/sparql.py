"""`/sparql`: the SPARQL 1.1 Protocol, queries only, within limits; a plain form for people, a service description for machines."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response

from api.negotiation import CORS, Form, accepted
from api.received import body_of
from api.server.service import service
from api.server.workers.questions import LARGEST_ANSWER, AdHoc, Answer
from graph.decisions.hidden import graphs_with_hidden
from graph.engines.forms import UNITED, default_graph
from graph.errors import UsageError
from graph.store import RESOLVED

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.server.service import Service

RESULTS = (
    Form("json", "application/sparql-results+json"),
    Form("xml", "application/sparql-results+xml"),
    Form("csv", "text/csv"),
    Form("tsv", "text/tab-separated-values"),
)
GRAPHS = (
    Form("ttl", "text/turtle"),
    Form("nt", "application/n-triples"),
    Form("jsonld", "application/ld+json"),
    Form("rdf", "application/rdf+xml"),
)
LONGEST_QUERY = 100_000
BUSY = 503
HIDDEN = (
    "something in this store is hidden, and graphs that speak of it are not answered from: leave out FROM, "
    "and name other graphs as `default-graph-uri` or `named-graph-uri`"
)
_FIRST = """PREFIX gov: <https://w3id.org/govgraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?case ?theory WHERE {
  ?claim gov:challengesTheory ?t ; gov:restsOnCase ?c .
  ?t rdfs:label ?theory . ?c rdfs:label ?case .
} LIMIT 20
"""


async def endpoint(request: Request) -> Response:
    """GET and POST of the protocol; without a query a browser gets the form and a machine the service description."""
    fields = list(request.query_params.multi_items())
    if request.method == "POST":
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        body = await body_of(request, LONGEST_QUERY)
        if body is None:
            return PlainTextResponse(f"the query is longer than {LONGEST_QUERY} bytes", 413, headers=CORS)
        if kind == "application/sparql-query":
            fields.append(("query", body.decode("utf-8", "replace")))
        elif kind == "application/x-www-form-urlencoded":
            fields += parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
        elif kind == "application/sparql-update":
            return PlainTextResponse("this endpoint only answers queries; updates are not accepted", 403, headers=CORS)
        else:
            return PlainTextResponse("send the query as application/sparql-query or as a form field `query`", 415, headers=CORS)
    if any(name == "update" for name, _ in fields):
        return PlainTextResponse("this endpoint only answers queries; updates are not accepted", 403, headers=CORS)
    queries = [value for name, value in fields if name == "query"]
    if not queries and request.method in ("GET", "HEAD"):
        return await run_in_threadpool(_without_query, request)
    if len(queries) != 1:
        return PlainTextResponse("give exactly one `query`", 400, headers=CORS)
    if len(queries[0]) > LONGEST_QUERY:
        return PlainTextResponse(f"the query is longer than {LONGEST_QUERY} characters", 413, headers=CORS)
    return await _in_turn(request, queries[0], fields)


async def _in_turn(request: Request, query: str, fields: list[tuple[str, str]]) -> Response:
    """Run a query when a worker is free: those that wait hold none of the threads that all other answers are made in."""
    state, settings = request.app.state, service(request).settings
    if not hasattr(state, "sparql_turns"):
        state.sparql_turns = anyio.CapacityLimiter(max(1, settings.sparql_workers))
    turn, began = object(), time.monotonic()
    try:
        with anyio.fail_after(settings.sparql_seconds / 2):  # waiting and running together keep to the limit
            await state.sparql_turns.acquire_on_behalf_of(turn)
    except TimeoutError:
        told = "all workers for ad-hoc queries are busy; try again in a few seconds"
        return PlainTextResponse(told, BUSY, headers={**CORS, "Retry-After": "2"})
    try:
        return await _run(request, query, fields, began)
    finally:
        state.sparql_turns.release_on_behalf_of(turn)


async def _run(request: Request, query: str, fields: list[tuple[str, str]], began: float) -> Response:
    here = service(request)
    default = [value for name, value in fields if name == "default-graph-uri"]
    named = tuple(value for name, value in fields if name == "named-graph-uri") or None
    if len(default) > 1:
        return PlainTextResponse(UNITED, 400, headers=CORS)
    try:
        if with_hidden := await run_in_threadpool(graphs_with_hidden, here.store):
            if default_graph(query, RESOLVED) is None or with_hidden.intersection([*default, *(named or ())]):
                return PlainTextResponse(HIDDEN, 403, headers=CORS)
            named = named or tuple(name for name in here.store.graphs() if name not in with_hidden)
        graph = default[0] if default else RESOLVED if named else default_graph(query, RESOLVED)
    except UsageError as united:
        return PlainTextResponse(str(united), 400, headers=CORS)
    wished = next((value for name, value in fields if name in ("format", "output")), "")
    media_type = _media_type(request.headers.get("accept", ""), wished)
    asked = AdHoc(query, media_type, graph, named, here.settings.sparql_rows)
    if here.remote:
        seconds = max(0.1, here.settings.sparql_seconds - (time.monotonic() - began))
        answer = await run_in_threadpool(_elsewhere, here, asked, seconds)
    else:
        answer = await here.pool().answered(asked, began)
    later = {"Retry-After": "2"} if answer.status == BUSY else {}
    return Response(answer.body, answer.status, media_type=answer.media_type, headers={**CORS, **later, "Vary": "Accept"})


def _elsewhere(here: Service, asked: AdHoc, seconds: float) -> Answer:
    from graph.engines.elsewhere import Elsewhere
    from graph.engines.remote import RemoteStore

    assert isinstance(here.store, RemoteStore)
    there = Elsewhere(here.store, seconds)
    return Answer(*there.answer(asked.query, asked.media_type, asked.default_graph, asked.named, asked.rows, LARGEST_ANSWER))


def _media_type(accept: str, wished: str) -> str:
    """The first known media type of the Accept header; "" lets the kind of query decide."""
    forms = (*RESULTS, *GRAPHS)
    for form in forms:
        if wished in (form.suffix, form.media_type):
            return form.media_type
    for kind, _ in accepted(accept):
        for form in forms:
            if kind == form.media_type:
                return form.media_type
        if kind == "application/json":
            return RESULTS[0].media_type
    return ""


def _without_query(request: Request) -> Response:
    if any(kind in ("text/html", "application/xhtml+xml") for kind, _ in accepted(request.headers.get("accept", ""))):
        return _form(request)
    from api.about.description import service_description

    return Response(service_description(str(request.base_url)), media_type="text/turtle; charset=utf-8", headers=CORS)


def _form(request: Request) -> Response:
    """The query form; `example` names a saved query to begin with."""
    from api.about.examples import runnable
    from api.links import THINGS
    from api.render import page
    from queries import every, names, saved

    here, example = service(request), request.query_params.get("example", "")
    text = runnable(saved(example), here.store) if example in names() else _FIRST
    return page(request, "sparql.html", limits=here.settings, text=text, example=example, queries=list(every()), things=THINGS)
