"""`/graphql` before its libraries are there: they are imported at its first request, or ahead of it where the graph is large."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, cast

from starlette.concurrency import run_in_threadpool

from api.server.beforehand import is_large
from api.server.service import service_of

if TYPE_CHECKING:
    from starlette.datastructures import State
    from starlette.types import Receive, Scope, Send

    from api.graphql.asgi import Endpoint
    from api.server.beforehand import Traffic
    from api.server.service import Service

AT_FIRST = 2.0
"""Seconds for which those who ask for other things as soon as the server is there go first, at the most."""
_making = threading.Lock()


class GraphQL:
    """The application that hands requests on to the endpoint of whatever answers them."""

    def __init__(self, traffic: Traffic) -> None:
        self._traffic = traffic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on."""
        here = service_of(scope)
        endpoint = here.graphql
        if endpoint is None:
            endpoint = await run_in_threadpool(endpoint_of, here, scope["app"].state, self._traffic)
        await endpoint(scope, receive, send)


def endpoint_of(here: Service, state: State, traffic: Traffic) -> Endpoint:
    """The endpoint over a service or generation, made once."""
    from api.graphql.asgi import application
    from api.server.bounded import bounded

    with _making:
        if here.graphql is None:
            here.graphql = application(here.store, here.settings, state.documents, state.past, bounded(here), traffic)
        return cast("Endpoint", here.graphql)


def prepare(here: Service, state: State, traffic: Traffic) -> None:
    """Have a large graph's endpoint made and its long lists asked for, in the background: who asks first waits for neither."""

    def made() -> None:
        traffic.let_pass(AT_FIRST)
        endpoint_of(here, state, traffic).warm()

    if here.settings.graphql_warming > 0 and is_large(here.store):
        threading.Thread(target=made, name="graphql-entrance", daemon=True).start()
