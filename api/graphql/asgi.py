"""The endpoint: GraphQL over HTTP for programs, GraphiQL for browsers."""

from __future__ import annotations

import hashlib
import logging
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import anyio
import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from api.graphql import ide, protocol
from api.graphql.answer import SECONDS, Answerer
from api.graphql.kept import Answers
from api.graphql.persisted import Documents
from api.graphql.protocol import BODY, HTML, JSON, BadRequestError
from api.graphql.warming import Warming
from api.negotiation import CORS
from api.received import body_of

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from api.graphql.answer import Answer
    from api.graphql.levels.plan import Asked
    from api.server.beforehand import Traffic
    from api.server.past import Past
    from api.settings import Settings
    from graph.store import Store
    from queries import Engine

AT_ONCE = 4
"""How many requests are answered at once; others wait."""
GIVEN_UP = 4
"""How many answers that were given up may still run in the engine before new questions are turned away."""
PATIENCE = 0.5
"""Seconds beyond its deadline for which an answer is awaited: the engine cannot be stopped inside one query."""
ARRIVAL = 10.0
"""Seconds within which a request has to have arrived."""
EXPLAIN = "graphql-explain"
"""The header that asks for `extensions.explain` as the request's own extension does."""
_LOG = logging.getLogger("govgraph.graphql")
_ALLOWED = {
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


class Endpoint:
    """`/graphql` over one store; `/graphql/{identifier}` asks for a persisted document."""

    def __init__(
        self,
        store: Store,
        documents: Documents | None = None,
        past: Past | None = None,
        engine: Engine | None = None,
        warming: float = 0.0,
        traffic: Traffic | None = None,
    ) -> None:
        self._answerer = Answerer(store, documents=documents, past=past, engine=engine)
        self._answers = Answers(store)
        self._warming = Warming(store, self._answerer, warming, traffic)
        self._limiter = anyio.CapacityLimiter(AT_ONCE)
        self._lock = threading.Lock()
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            response = await self._response(request)
        except BadRequestError as error:
            response = _refused(error.status, str(error))
        except ClientDisconnect:
            return
        response.headers.update(CORS)
        await response(scope, receive, send)

    def warm(self) -> None:
        """Have the long lists of a large graph asked for before anybody does; returns at once."""
        self._warming.begin(self._answers.version())

    async def _response(self, request: Request) -> Response:
        before, found, name = request.url.path.rpartition("/assets/")
        if found and before:
            accepts = request.headers.get("accept-encoding", "")
            return ide.asset(name, compressed="gzip" in accepts, held=request.headers.get("if-none-match", ""))
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_ALLOWED)
        if request.method not in {"GET", "HEAD", "POST"}:
            response = _refused(405, "ask with GET or POST")
            response.headers["Allow"] = "GET, POST, OPTIONS"
            return response
        kind = protocol.media_type(request.headers.get("accept", ""))
        if kind == HTML and request.method != "POST":
            if not request.path_params.get("rest"):
                return ide.page(request.url.path.rstrip("/"))
            kind = JSON
        if kind in {None, HTML}:
            raise BadRequestError(406, f"answers are {protocol.RESPONSE} or {JSON}")
        asked = await self._asked(request)
        answer = await self._answer(asked)
        if answer is None:
            return _refused(503, "the server is busy, or the question too hard: try again later, or ask for less")
        assert kind is not None
        status = protocol.status_of(answer, kind, safe=request.method != "POST")
        body, headers = answer.body(), {"Vary": "Accept"}
        if status == 405:
            headers["Allow"] = "GET, POST, OPTIONS"
        elif request.method != "POST" and not answer.errors:
            headers["ETag"] = f'"{hashlib.sha256(kind.encode() + body).hexdigest()[:32]}"'
            if headers["ETag"] in request.headers.get("if-none-match", ""):
                return Response(status_code=304, headers=headers)
        return Response(body, status, media_type=f"{kind}; charset=utf-8", headers=headers)

    async def _asked(self, request: Request) -> Asked:
        explain = request.headers.get(EXPLAIN, "").strip().lower() in {"1", "true", "yes"}
        document = request.path_params.get("rest", "")
        if request.method != "POST":
            asked = protocol.from_address(request.query_params, document)
            return replace(asked, explain=asked.explain or explain)
        try:
            with anyio.fail_after(ARRIVAL):
                body = await body_of(request, BODY)
        except TimeoutError as error:
            raise BadRequestError(408, f"the request did not arrive within {ARRIVAL:g} seconds") from error
        if body is None:
            raise BadRequestError(413, f"the request is larger than {BODY} bytes")
        asked = protocol.from_body(request.headers.get("content-type", ""), body, document)
        return replace(asked, explain=asked.explain or explain)

    async def _answer(self, asked: Asked) -> Answer | None:
        """The answer; None where it takes too long even to be given up, or too many do."""
        if (kept := self._answers.kept(asked)) is not None:
            return kept
        if self._running - self._limiter.borrowed_tokens >= GIVEN_UP:
            return None
        with anyio.move_on_after(SECONDS + PATIENCE):
            version = self._answers.version()
            answer = await anyio.to_thread.run_sync(self._counted, asked, abandon_on_cancel=True, limiter=self._limiter)
            self._warming.begin(version)
            return self._answers.keep(asked, version, answer)
        return None

    def _counted(self, asked: Asked) -> Answer:
        """Answer in this thread, which runs on when nobody waits for it any more."""
        with self._lock:
            self._running += 1
        try:
            return self._answerer.answer(asked)
        finally:
            with self._lock:
                self._running -= 1


def _refused(status: int, reason: str) -> Response:
    return Response(orjson.dumps({"errors": [{"message": reason}]}), status, media_type=f"{JSON}; charset=utf-8")


def application(
    store: Store,
    settings: Settings,
    documents: Documents | None = None,
    past: Past | None = None,
    engine: Engine | None = None,
    traffic: Traffic | None = None,
) -> Endpoint:
    """The endpoint over a store; `past` are its earlier versions, `engine` evaluates saved queries, `traffic` is let pass when it warms.

    Raises:
        UsageError: the persisted documents that the settings name cannot be read.
    """
    chosen = documents or Documents(settings.graphql_documents, settings.graphql_allowed)
    for name, reason in chosen.faults():
        _LOG.warning("the persisted document %s cannot be answered: %s", name, reason)
    return Endpoint(store, chosen, past, engine, settings.graphql_warming, traffic)
