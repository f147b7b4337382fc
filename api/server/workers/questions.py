"""What workers are asked: ad-hoc SPARQL, a query of ours, or a saved question whole; each knows how a snapshot answers it.

They go to another process and back, so they are tuples, which are packed in no time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import queries
from graph.engines.adhoc import PLAIN, too_large
from graph.errors import GovgraphError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.engines.adhoc import Snapshot
    from graph.store import Store
    from queries import Engine

LARGEST_ANSWER = 64 << 20
"""Bytes."""
NOT_UNDERSTOOD = 422
"""A saved question whose name or parameters are wrong; 400 is what the engine does not take."""


class Answer(NamedTuple):
    """What came of a question: an HTTP status, a body and its media type; `next` is where the next page of a saved question begins."""

    status: int
    body: bytes
    media_type: str = PLAIN
    next: str = ""


class AdHoc(NamedTuple):
    """Anybody's query: its text, the wished media type, the dataset it runs on and how many rows it may have."""

    query: str
    media_type: str
    default_graph: str | None
    named: tuple[str, ...] | None
    rows: int

    def answered(self, snapshot: Snapshot) -> Answer:
        """The answer, the words of captures in it within their rights."""
        return Answer(*snapshot.answer(self.query, self.media_type, self.default_graph, self.named, self.rows, LARGEST_ANSWER))


class Ours(NamedTuple):
    """A SELECT or CONSTRUCT of ours: any number of rows, the words of captures in them held to their rights by who asks."""

    query: str
    default_graph: str | None
    named: tuple[str, ...] | None

    def answered(self, snapshot: Snapshot) -> Answer:
        """The answer as SPARQL JSON or N-Triples."""
        return Answer(*snapshot.whole(self.query, self.default_graph, self.named, LARGEST_ANSWER))


class Saved(NamedTuple):
    """A saved question by name, its parameters as a person writes them, and the format of its answer: one of a result's, or svg."""

    name: str
    given: Mapping[str, Any]
    form: str

    def answered(self, snapshot: Snapshot) -> Answer:
        """The answer as `written`, or why there is none."""
        try:
            body, following = written(self, snapshot.store)
        except UsageError as error:
            return Answer(NOT_UNDERSTOOD, str(error).encode())
        except GovgraphError as error:
            return Answer(400, str(error).encode())
        return Answer(200, body, next=following) if len(body) <= LARGEST_ANSWER else Answer(*too_large(LARGEST_ANSWER))


def written(asked: Saved, store: Store, engine: Engine | None = None) -> tuple[bytes, str]:
    """The answer of a saved question in the format asked for, and where its next page begins; "" as svg of an answer without a chart.

    Args:
        asked: the question.
        store: where to ask.
        engine: what evaluates the query itself; the store unless given.

    Raises:
        UsageError: an unknown query, parameter or format, a missing or wrong value.
        LaterError: the engine's limits were reached.
    """
    result = queries.run(store, asked.name, asked.given, engine=engine)
    if asked.form == "svg":
        from api.charts import drawn

        return drawn(queries.saved(asked.name), result, alone=True).encode(), ""
    return result.written(asked.form).encode(), result.next
