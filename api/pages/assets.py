"""`/assets/…`: the style sheet and other files of the pages, kept by browsers for a year because their address has their digest."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.render import ASSETS

if TYPE_CHECKING:
    from starlette.requests import Request


def asset(request: Request) -> Response:
    """One file of `api/pages/assets/`; nothing outside it."""
    path = ASSETS / request.path_params["name"]
    if path.parent != ASSETS or not path.is_file():
        raise HTTPException(404, "no such file")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Response(path.read_bytes(), media_type=kind, headers={"Cache-Control": "public, max-age=31536000, immutable"})
