"""`/queries`: the gallery, a form and a result page for each saved query, and its answer in every format."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response

import queries
from api.about.citation import citation, cite_as
from api.negotiation import CORS, Form, answer, chosen, split_suffix
from api.server.bounded import answered, bounded
from api.server.requests.memento import AS_OF
from api.server.service import service
from api.server.workers.questions import Saved
from graph.errors import UsageError

if TYPE_CHECKING:
    from starlette.requests import Request

FORMS = (
    Form("html", "text/html"),
    Form("json", "application/json"),
    Form("csv", "text/csv"),
    Form("tsv", "text/tab-separated-values"),
    Form("xml", "application/sparql-results+xml"),
    Form("md", "text/markdown"),
    Form("ttl", "text/turtle"),
    Form("rq", "application/sparql-query"),
    Form("jsonld", "application/ld+json"),
    Form("svg", "image/svg+xml"),
)
_METADATA = "-metadata.json"


def gallery(request: Request) -> Response:
    """All questions, for people or as JSON."""
    form = chosen(request.headers.get("accept", ""), FORMS[:2]) or FORMS[0]
    if form.suffix == "json":
        import orjson

        listed = [{"name": q.name, "summary": q.summary, "url": f"{request.base_url}queries/{q.name}"} for q in queries.every()]
        return answer(request, orjson.dumps(listed), form, headers=CORS)
    from api.render import page

    return page(request, "queries.html", queries=list(queries.every()))


async def question(request: Request) -> Response:
    """One saved query in the form that suffix or Accept names; parameters stand in the query string."""
    asked = request.path_params["name"]
    if asked.endswith(f".csv{_METADATA}"):
        return _csv_metadata(request, asked.removesuffix(f".csv{_METADATA}"))
    name, form = split_suffix(asked, FORMS)
    form = form or chosen(request.headers.get("accept", ""), FORMS) or FORMS[1]
    try:
        query = queries.saved(name)
    except UsageError as error:
        return await run_in_threadpool(_fault, request, form, 404, str(error))
    if form.suffix == "rq":
        return answer(request, query.text.encode(), form, headers=CORS)
    given = given_parameters(request, query)
    if form.suffix == "html":
        return await run_in_threadpool(_page, request, query, given)
    try:
        body, following = await answered(service(request), Saved(name, given, form.suffix))
    except UsageError as error:
        return _fault(request, form, 400, str(error))
    if form.suffix == "svg" and not body:
        none = f"the answer of '{name}' has no chart" if query.chart else f"'{name}' has no chart"
        return _fault(request, FORMS[1], 404, none)
    links = [f'<{_following(request, following)}>; rel="next"'] if following else []
    if form.suffix == "csv":
        links.append(f'<{request.base_url}queries/{name}.csv{_METADATA}>; rel="describedby"; type="application/csvm+json"')
    links += filter(None, [cite_as(request)])
    headers = {**CORS, "Link": ", ".join(links)} if links else CORS
    return answer(request, body, form, headers=headers)


def _following(request: Request, place: str) -> str:
    """The address of the next page."""
    return str(request.url.include_query_params(after=place))


def _csv_metadata(request: Request, name: str) -> Response:
    import orjson

    from queries.metadata import csvw

    try:
        query = queries.saved(name)
    except UsageError as error:
        return _fault(request, FORMS[1], 404, str(error))
    told = csvw(query, f"{request.base_url}queries/{name}.csv")
    return answer(request, orjson.dumps(told, option=orjson.OPT_INDENT_2), Form("json", "application/csvm+json"), headers=CORS)


def given_parameters(request: Request, query: queries.SavedQuery) -> dict[str, object]:
    """The parameters of the query string; a repeatable one may be given several times or with commas."""
    given: dict[str, object] = {}
    known = {p.name: p for p in query.parameters}
    for name in request.query_params:
        values = [value for value in request.query_params.getlist(name) if value.strip()]
        if not values or name == AS_OF:
            continue
        if name in known and known[name].repeatable:
            given[name] = [piece.strip() for value in values for piece in value.split(",") if piece.strip()]
        else:
            given[name] = values[0] if len(values) == 1 else values
    return given


def _page(request: Request, query: queries.SavedQuery, given: dict[str, object]) -> Response:
    from markupsafe import Markup

    from api.about.snippets import snippets
    from api.charts import drawn
    from api.pages.forms import fields
    from api.render import page

    here, result, error = service(request), None, ""
    asked = bool(given) or not any(p.required for p in query.parameters)
    if asked:
        try:
            result = queries.run(here.store, query.name, given, engine=bounded(here))
        except UsageError as fault:
            error = str(fault)
    shown = {name: ", ".join(map(str, value)) if isinstance(value, list) else str(value) for name, value in given.items()}
    examples = {n: ", ".join(map(str, v)) if isinstance(v, list) else str(v) for n, v in query.example.parameters.items()}
    return page(
        request,
        "query.html",
        status=400 if error else 200,
        query=query,
        fields=fields(here.store, query, shown, examples),
        asked=urlencode(given, doseq=True),
        snippets=snippets(query, given or query.example.parameters, str(request.base_url)),
        following=_following(request, result.next) if result and result.next else "",
        result=result,
        chart=Markup(drawn(query, result)) if result else "",  # noqa: S704 - drawn from escaped words
        cited=citation(request, query, given) if result else None,
        error=error,
    )


def _fault(request: Request, form: Form, status: int, message: str) -> Response:
    if form.suffix == "html":
        from api.render import page

        return page(
            request, "error.html", status=status, heading="No such question" if status == 404 else "Not understood", message=message
        )
    return PlainTextResponse(message + "\n", status, headers=CORS)
