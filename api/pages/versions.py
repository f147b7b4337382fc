"""`/versions` and `/timemap/…`: which earlier versions of the graph `asOf` can name, and those of one address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from api.links import address
from api.negotiation import CORS, HTML, JSON, chosen
from api.render import page
from api.server.requests.memento import asked, dated, related

if TYPE_CHECKING:
    from starlette.requests import Request


def versions(request: Request) -> Response:
    """`/versions`: what `asOf` can name, the newest first, as JSON or as a page."""
    kept = request.app.state.past.history.kept()
    if chosen(request.headers.get("accept", ""), (JSON, HTML)) is HTML:
        return page(request, "versions.html", kept=kept)
    headers = {**CORS, "Cache-Control": "no-cache", "Vary": "Accept"}
    return JSONResponse([one.told() for one in kept], headers=headers)


def timemap(request: Request) -> Response:
    """`/timemap/…`: the mementos of an address of this server, as a Memento TimeMap."""
    lines = related(asked(request.scope), "self")
    for one in request.app.state.past.history.kept():
        lines.append(f'<{address(asked(request.scope, one.mark))}>; rel="memento"; datetime="{dated(one)}"')
    return Response(",\n".join(lines) + "\n", media_type="application/link-format", headers=CORS)
