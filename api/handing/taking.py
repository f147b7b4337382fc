"""What commands hand to the server that holds the store (`api.server.sending`): the one writer carries it out."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse

from api.received import body_of
from api.server.service import Service, service
from graph.errors import GovgraphError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from graph.loads.report import LoadReport

LONGEST = 1 << 20


async def load(request: Request) -> Response:
    """Load the paths of a JSON body, or carry out its decision; only for who can read the store's private note."""
    here = service(request)
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not secrets.compare_digest(given, here.token):
        return PlainTextResponse("not found\n", 404)
    body = await body_of(request, LONGEST)
    if body is None:
        return PlainTextResponse("too many paths at once\n", 413)
    asked = json.loads(body)
    return await run_in_threadpool(_decide if "decide" in asked else _load, here, asked)


def _load(here: Service, asked: dict[str, Any]) -> Response:
    from api.tasks.intake import told_of

    try:
        with here.writing:
            report = _loaded(here, asked)
        if report.changed:
            here.publish()  # beside other loads: those that come together share a snapshot
    except GovgraphError as error:
        return JSONResponse({"error": str(error), "exit": error.exit_code})
    return JSONResponse(told_of(report))


def _loaded(here: Service, asked: dict[str, Any]) -> LoadReport:
    """Load paths, or the answers of services that a command wrote down."""
    from api.tasks.answered import load_written
    from api.tasks.intake import load_paths

    dry_run = bool(asked.get("dry_run"))
    if "answers" in asked:
        return load_written(here.store, asked["answers"], here.settings, dry_run=dry_run)
    return load_paths(
        here.store,
        [Path(path) for path in asked["paths"]],
        here.settings,
        form=asked.get("form"),
        dry_run=dry_run,
        address=asked.get("address", ""),
        label=asked.get("label", ""),
    )


def _decide(here: Service, asked: dict[str, Any]) -> Response:
    from api.tasks.decisions import perform

    try:
        with here.writing:
            told = perform(here.store, asked["decide"])
        here.publish()
    except GovgraphError as error:
        return JSONResponse({"error": str(error), "exit": error.exit_code})
    return JSONResponse({**told, "exit": 0})
