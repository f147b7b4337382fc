"""The web application: which path is answered by which file."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from api import errors, explained, openapi, reconciliation, saved, sparql, things
from api.about import description, examples, vocabulary
from api.cards import routes as cards
from api.graphql.entrance import GraphQL, prepare
from api.graphql.persisted import Documents
from api.handing import relaying, taking
from api.links import Prefixed, prefix_of
from api.negotiation import preflight
from api.pages import assets, compare, decided, explore, plan, review, theories, versions
from api.server import sending
from api.server.beforehand import Traffic
from api.server.generations import Reader
from api.server.past import Past, past_of
from api.server.requests import health, kept, limits, logs, metrics
from api.server.requests.memento import Remembering
from api.server.service import Service

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, MutableSequence

    from starlette.types import Lifespan

    from api.settings import Settings
    from graph.store import Store


OPEN = (
    "/sparql",
    "/search.json",
    "/reconcile",
    "/reconcile/suggest/{what}",
    "/id/{kind}/{key:path}",
    "/queries",
    "/queries/{name}",
    "/cards/{key:path}",
    "/oembed",
    "/explain",
)
"""What pages of other sites may ask, and so may ask beforehand whether they may."""


def application(
    settings: Settings,
    store: Store | None = None,
    *,
    reading: bool = False,
    writer: str = "",
    spent: MutableSequence[float] | None = None,
) -> Starlette:
    """The application over the store that the settings name, or over a given one.

    Args:
        settings: of this run.
        store: another store.
        reading: answer from the generations that another process publishes, and hand on to it what writes.
        writer: the address at which this process takes what reading ones hand on.
        spent: what clients have asked, where other processes count it, too (`api.server.requests.limits`).
    """
    traffic = Traffic()
    routes = _routes(traffic, reading=reading)
    return Starlette(
        routes=routes,
        lifespan=_lifespan(settings, store, traffic, reading=reading, writer=writer),
        middleware=[
            Middleware(Prefixed, prefix=prefix_of(settings.prefix, routes)),
            Middleware(logs.Logged),
            Middleware(metrics.Measured, routes=routes, traffic=traffic, several=reading),
            Middleware(limits.Limited, a_minute=settings.requests_a_minute, seconds=settings.client_seconds, spent=spent),
            Middleware(Remembering),
            Middleware(kept.Kept),
            Middleware(GZipMiddleware, minimum_size=1000),
        ],
        exception_handlers=errors.HANDLERS,
    )


def _lifespan(settings: Settings, store: Store | None, traffic: Traffic, *, reading: bool, writer: str) -> Lifespan[Starlette]:
    """What is there from the first request to the last: the store, its earlier versions, the documents of GraphQL."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.documents = Documents(settings.graphql_documents, settings.graphql_allowed)
        here = app.state.service = Reader(settings, settings.workers) if reading else Service(settings, store, writer=writer)
        if isinstance(here, Reader):
            app.state.past = past_of(settings)
        else:
            app.state.past = Past.of(here.store, settings)
            if not writer:
                prepare(here, app.state, traffic)
        try:
            yield
        finally:
            app.state.past.close()
            here.close()

    return lifespan


def _routes(traffic: Traffic, *, reading: bool) -> list[Route]:
    """What answers which path, tried in turn: what programs ask most goes first."""
    return [
        Route("/queries", saved.gallery),
        Route("/queries/{name}", saved.question),
        Route("/cards/{key:path}", cards.card),
        Route("/graphql", GraphQL(traffic)),
        Route("/id/{kind}/{key:path}", things.thing),
        Route("/sparql", sparql.endpoint, methods=["GET", "POST"]),
        Route("/", explore.home),
        Route("/concepts", explore.concepts),
        Route("/cases", explore.cases),
        Route("/works", explore.works),
        Route("/courses", explore.courses),
        Route("/plan", plan.plan),
        Route("/plan.md", plan.written),
        Route("/plan.ris", plan.recorded),
        Route("/plan.bib", plan.recorded),
        Route("/search", explore.search),
        Route("/search.json", explore.found),
        Route("/reconcile", reconciliation.reconcile, methods=["GET", "POST"]),
        Route("/reconcile/suggest/{what}", reconciliation.suggest),
        Route("/reconcile/preview", reconciliation.preview),
        Route("/cases/compare", compare.compare),
        Route("/cases/compare.{suffix}", compare.written),
        Route("/theories", theories.theories),
        Route("/theories/{slug}/evidence", theories.evidence),
        Route("/review", relaying.reviewed if reading else review.review, methods=["GET", "POST"]),
        Route("/review/decided", relaying.reviewed if reading else decided.decided),
        Route("/review/agreement", relaying.reviewed if reading else decided.agreed),
        Route("/review/enter", relaying.reviewed if reading else review.enter, methods=["POST"]),
        *(Route(path, preflight, methods=["OPTIONS"]) for path in OPEN),
        Route("/graphql/{rest:path}", GraphQL(traffic)),
        Route("/embed.js", cards.embed),
        Route("/oembed", cards.oembed),
        Route("/assets/{name}", assets.asset),
        Route("/ns", vocabulary.terms),
        Route("/ns/context.jsonld", vocabulary.context),
        Route("/explain", explained.explanation),
        Route("/versions", versions.versions),
        Route("/timemap/{rest:path}", versions.timemap),
        Route("/.well-known/void", description.void),
        Route("/.well-known/sparql-examples", examples.graph),
        Route("/openapi.json", openapi.document),
        Route(sending.PATH, taking.load, methods=["POST"]),
        Route("/healthz", health.alive),
        Route("/readyz", health.ready),
        Route("/metrics", metrics.figures),
    ]
