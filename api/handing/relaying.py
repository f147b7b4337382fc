"""What a reading process hands on to the one writer: the pages on which people review claims."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response

from api import reviewing
from api.pages import review
from api.received import body_of
from api.server import serving
from api.server.service import service
from api.settings import store_location
from graph.errors import LaterError

if TYPE_CHECKING:
    from starlette.requests import Request

LONGEST = 1 << 20
_SECONDS = 60
_KEPT = ("host", "cookie", "content-type", "origin", "referer", "accept", "accept-language", "user-agent")
_BETWEEN = ("connection", "keep-alive", "transfer-encoding", "content-length", "date", "server")


async def reviewed(request: Request) -> Response:
    """The writer's answer; who may not review is told so here, for the writer sees only this process."""
    if reviewing.access(request) == "closed":
        return await review.review(request)
    body = await body_of(request, LONGEST)
    if body is None:
        return PlainTextResponse("the form is too long\n", 413)
    return await run_in_threadpool(_asked, request, body)


def _asked(request: Request, body: bytes) -> Response:
    note = serving.found(store_location(service(request).settings))
    if note is None:
        raise LaterError("the process that writes is not there; try again in a few seconds")
    place = urlsplit(note.writer or note.url)
    connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=_SECONDS)
    try:
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        headers = {name: value for name in _KEPT if (value := request.headers.get(name)) is not None}
        connection.request(request.method, target, body or None, headers)
        got = connection.getresponse()
        answer = Response(got.read(), got.status)
    except (OSError, http.client.HTTPException) as error:
        raise LaterError("the process that writes does not answer; try again in a few seconds") from error
    finally:
        connection.close()
    answer.raw_headers = [
        *((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in got.getheaders() if name.lower() not in _BETWEEN),
        (b"content-length", str(len(answer.body)).encode()),
    ]
    return answer
