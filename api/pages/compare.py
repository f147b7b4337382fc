"""`/cases/compare`: cases side by side, as a page and in every format."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import PlainTextResponse

from api.negotiation import CORS, Form, answer
from api.render import page
from api.server.service import service
from api.tasks.comparison import FORMATS, Comparison, compared
from graph.errors import UsageError
from queries import STANCES

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

SUFFIXES = {
    "md": Form("md", "text/markdown"), "csv": Form("csv", "text/csv"), "tex": Form("tex", "application/x-latex"),
    "html": Form("html", "text/html"), "json": Form("json", "application/json"),
}  # fmt: skip
FIELDS = 4
OFFERED = 400
"""Cases that the form offers to choose from."""


def _names(request: Request) -> list[str]:
    return [name.strip() for name in request.query_params.getlist("case") if name.strip()]


def compare(request: Request) -> Response:
    """The table, and a form to choose the cases."""
    store, names, fault = service(request).store, _names(request), ""
    try:
        table = compared(store, names)
    except UsageError as error:
        table, fault = Comparison([], []), str(error)
    blank = [""] * max(1, FIELDS - len(names))
    return page(
        request, "compare.html", 400 if fault else 200, table=table, names=[*names, *blank], fault=fault,
        cases=_offered(request), asked=urlencode([("case", name) for name in names]), suffixes=list(SUFFIXES), stances=STANCES,
    )  # fmt: skip


def _offered(request: Request) -> list[tuple[str, str]]:
    """(key, label) of the cases, for the form to choose from."""
    from graph.store import IRI
    from ontology import terms

    query = f"SELECT ?case ?label WHERE {{ ?case a <{terms.CASE}> ; <{terms.RDFS_LABEL}> ?label }} ORDER BY ?label LIMIT {OFFERED}"
    rows = service(request).store.select(query)
    return [(case.value.partition("/id/case/")[2], label.value) for case, label in rows if isinstance(case, IRI) and label is not None]


def written(request: Request) -> Response:
    """The table in the format of the suffix."""
    suffix = request.path_params["suffix"]
    if suffix not in SUFFIXES:
        return PlainTextResponse(f"there are {', '.join(SUFFIXES)}\n", 404)
    form = "latex" if suffix == "tex" else suffix
    assert form in FORMATS
    try:
        table = compared(service(request).store, _names(request))
    except UsageError as error:
        return PlainTextResponse(f"{error}\n", 400)
    return answer(request, table.written(form).encode(), SUFFIXES[suffix], headers=CORS)
