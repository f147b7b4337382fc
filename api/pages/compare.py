"""`/cases/compare`: cases side by side, as a page and in every format."""

from __future__ import annotations

from collections import Counter
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

    from graph.store import Store

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
    if table.cases:
        names = [_called(store, case.id, case.label or "") for case in table.cases]
    blank = [""] * max(1, FIELDS - len(names))
    return page(
        request, "compare.html", 400 if fault else 200, table=table, names=[*names, *blank], fault=fault,
        cases=_offered(request), asked=urlencode([("case", name) for name in names]), suffixes=list(SUFFIXES), stances=STANCES,
    )  # fmt: skip


def _called(store: Store, case: str, label: str) -> str:
    """What a case is called in the form: its label where no other case has that, else its key."""
    from graph.search.naming import thing_named

    return label if label and thing_named(store, "case", label) == [case] else case.partition("/id/case/")[2]


def _offered(request: Request) -> list[tuple[str, str]]:
    """(name, label) of the cases, for the form to choose from: the label is the name where no other case has it, else the key."""
    from graph.store import IRI
    from ontology import terms

    query = f"SELECT ?case ?label WHERE {{ ?case a <{terms.CASE}> ; <{terms.RDFS_LABEL}> ?label }} ORDER BY ?label LIMIT {OFFERED}"
    rows = service(request).store.select(query)
    found = [(case.value.partition("/id/case/")[2], label.value) for case, label in rows if isinstance(case, IRI) and label is not None]
    often = Counter(label for _, label in found)
    return [(label if often[label] == 1 else key, label if often[label] == 1 else f"{label} ({key})") for key, label in found]


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
