"""`/metrics`: how many requests each path answered and how long that took, in Prometheus' text format; kept in memory, no client told."""

from __future__ import annotations

import os
import time
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.server.beforehand import Traffic

_METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS"))


class Measured:
    """Middleware that counts; a request is filed under its route's path template: what is kept does not grow with the paths asked."""

    def __init__(self, app: ASGIApp, routes: Iterable[BaseRoute], traffic: Traffic, *, several: bool = False) -> None:
        self._app, self._traffic = app, traffic
        self._process = f'process="{os.getpid()}",' if several else ""  # each of several processes answers for its own figures
        self._paths = {id(endpoint): str(getattr(route, "path", "")) for route in routes if (endpoint := getattr(route, "endpoint", None))}
        self._answers: Counter[tuple[str, str, int]] = Counter()
        self._seconds: dict[str, float] = defaultdict(float)
        self._count: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on and note what became of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, begun = 500, time.perf_counter()
        scope["govgraph.measured"] = self

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self._traffic.came()
        try:
            await self._app(scope, receive, noted)
        finally:
            self._traffic.went()
            path = self._paths.get(id(scope.get("endpoint")), "(none)")
            self._answers[scope["method"] if scope["method"] in _METHODS else "other", path, status] += 1
            self._seconds[path] += time.perf_counter() - begun
            self._count[path] += 1

    def text(self) -> str:
        """All figures, sorted."""
        lines = ["# HELP govgraph_requests_total Requests answered.", "# TYPE govgraph_requests_total counter"]
        for (method, path, status), number in sorted(self._answers.items()):
            lines.append(f'govgraph_requests_total{{{self._process}method="{method}",path="{path}",status="{status}"}} {number}')
        lines += [
            "# HELP govgraph_request_seconds Seconds from a request to the end of its answer.",
            "# TYPE govgraph_request_seconds summary",
        ]
        for path, seconds in sorted(self._seconds.items()):
            lines.append(f'govgraph_request_seconds_sum{{{self._process}path="{path}"}} {seconds:.6f}')
            lines.append(f'govgraph_request_seconds_count{{{self._process}path="{path}"}} {self._count[path]}')
        return "\n".join(lines) + "\n"


async def figures(request: Request) -> Response:
    """What was counted since the server began."""
    measured = request.scope["govgraph.measured"]
    assert isinstance(measured, Measured)
    return Response(measured.text(), media_type="text/plain; version=0.0.4; charset=utf-8", headers={"Cache-Control": "no-store"})
