"""Long lists asked for before anybody does: in the background, once from the start and after each write, within a time.

The first page of all works or claims, their usual orders and facets, and the lists of hubs, the things to which a link leads from a thing
that has very many of them. They are kept where all lists are (`api.graphql.levels.orders`), within its bounds.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from api.graphql.levels.orders import WORTH_KEEPING
from api.graphql.levels.plan import Asked
from api.graphql.shape import Link, shape
from api.server.beforehand import Traffic, is_large
from graph.errors import GovgraphError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.graphql.answer import Answerer
    from graph.store import Store

HUBS = 500
"""How many hubs are asked for, those with the longest lists of each link first."""
PATIENCE = 0.25
"""Seconds for which others are let pass before a list, at the most."""
_LISTS = (
    "{ works(first: 1) { totalCount edges { node { id } } } }",
    "{ claims(first: 1) { totalCount edges { node { id } } } }",
    "{ works(first: 1, orderBy: [{publicationYear: DESC}]) { edges { node { id } } } }",
    "{ works(first: 1) { groupBy(field: publicationYear, first: 1) { count } byKind: groupBy(field: kind, first: 1) { count } } }",
    "{ claims(first: 1) { groupBy(field: stance, first: 1) { count } byStatus: groupBy(field: status, first: 1) { count } } }",
)
_LOG = logging.getLogger("govgraph.graphql")


class Warming:
    """What one answerer's lists are warmed by, for at most so many seconds after each write; 0 = never.

    It lets the traffic pass: between two lists it waits for those who ask for something now.
    """

    def __init__(self, store: Store, answerer: Answerer, seconds: float, traffic: Traffic | None = None) -> None:
        self._store, self._answerer, self._seconds = store, answerer, seconds
        self._traffic = traffic or Traffic()
        self._version: int | None = None
        self._lock = threading.Lock()

    def begin(self, version: int | None) -> None:
        """Warm what was not warmed since the last write; returns at once."""
        if version is None or version == self._version or self._seconds <= 0:
            return
        with self._lock:
            if version == self._version:
                return
            self._version = version
        if is_large(self._store):
            threading.Thread(target=self.warm, args=(version,), name="graphql-warming", daemon=True).start()

    def warm(self, version: int) -> int:
        """Ask for one list after the other until the time is over or something is written; gives how many were asked for."""
        end, asked = time.monotonic() + self._seconds, 0
        try:
            for question in self._questions():
                self._traffic.let_pass(PATIENCE)
                left = end - time.monotonic()
                if left <= 0 or self._answerer.version() != version:
                    break
                self._answerer.ahead(question, left)
                asked += 1
        except GovgraphError as error:  # it took too long, or the store was closed meanwhile
            _LOG.info("lists are not asked for beforehand: %s", error)
        return asked

    def _questions(self) -> Iterator[Asked]:
        """The lists of the hubs, then those of everything."""
        left = HUBS
        for owner in shape().values():
            for link in owner.fields.values() if owner.singular else ():
                if isinstance(link, Link) and link.form == "connection" and not link.checked:
                    list_of = f"{{ {link.name}(first: 1) {{ pageInfo {{ hasNextPage }} }} }}"
                    for hub in self._hubs(owner.cls, link)[:left]:
                        left -= 1
                        yield Asked(f"query Hub($id: ID) {{ {owner.singular}(id: $id) {list_of} }}", {"id": hub})
        yield from map(Asked, _LISTS)

    def _hubs(self, cls: str, link: Link) -> list[str]:
        """The things of a class from which a link leads to very many, those with the most first."""
        counted = f"SELECT ?n (COUNT(?s0) AS ?c) WHERE {{ {link.pattern('?n', '?s0')} }} GROUP BY ?n HAVING (COUNT(?s0) >= {WORTH_KEEPING})"
        rows = self._store.select(f"SELECT ?n ?c WHERE {{ {{ {counted} }} ?n a <{cls}> }}")
        found = [(-int(number.value), thing.value) for thing, number in rows if thing is not None and number is not None]
        return [thing for _, thing in sorted(found)]
