"""The invented graph of tests/api/graphql.ttl in a store, and questions asked of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from shared import ROOT

from api.graphql.answer import Answerer, Asked
from graph.store import RESOLVED

if TYPE_CHECKING:
    from graph.store import Store

TURTLE = ROOT / "tests" / "api" / "graphql.ttl"
ID = "https://w3id.org/govgraph/id/"


def triples() -> list[Any]:
    """The graph's triples."""
    return list(parse(path=Path(TURTLE), format=RdfFormat.TURTLE))


def filled(store: Store) -> Store:
    """The store with the invented graph as its resolved one."""
    store.load([f"{Quad(t.subject, t.predicate, t.object, NamedNode(RESOLVED))} .\n".encode() for t in triples()])
    return store


class Questions:
    """Questions asked of one store."""

    def __init__(self, store: Store) -> None:
        self.answerer = Answerer(store)
        self.queries = 0

    def answer(self, query: str, **variables: Any) -> dict[str, Any]:
        """The whole answer, errors included."""
        answer = self.answerer.answer(Asked(query, variables))
        self.queries = answer.queries
        return dict(orjson.loads(answer.body()))

    def data(self, query: str, **variables: Any) -> Any:
        """The data of an answer without errors."""
        answer = self.answer(query, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def refused(self, query: str, **variables: Any) -> str:
        """Why a question is not answered."""
        answer = self.answer(query, **variables)
        assert "data" not in answer
        return " ".join(error["message"] for error in answer["errors"])


def ids(connection: dict[str, Any]) -> list[str]:
    """The ends of a page's IRIs."""
    return [edge["node"]["id"].removeprefix(ID) for edge in connection["edges"]]
