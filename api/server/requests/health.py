"""`/healthz`: the process answers. `/readyz`: the store does too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse

from api.server.service import service
from graph.errors import GovgraphError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def alive(request: Request) -> Response:
    """200 as long as the process lives."""
    del request
    return JSONResponse({"status": "ok"})


def ready(request: Request) -> Response:
    """200 when the store answers, else 503."""
    try:
        service(request).store.ask("ASK { ?s ?p ?o }")
    except GovgraphError as error:
        return JSONResponse({"status": "unavailable", "reason": str(error)}, 503)
    return JSONResponse({"status": "ok"})
