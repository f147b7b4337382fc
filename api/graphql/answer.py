"""A request → an answer: read, compile, run; errors told as GraphQL tells them, unexpected ones masked."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from graphql import GraphQLError
from graphql.execution.values import get_variable_values

from api.graphql.compilation.compiler import Compiler
from api.graphql.compilation.roots import QUERY, Roots
from api.graphql.document import ERRORS, RefusedError, operation, read
from api.graphql.introspection import Introspection
from api.graphql.levels.orders import Orders
from api.graphql.levels.plan import Answering, Asked, Plan
from api.graphql.levels.run import Run
from api.graphql.persisted import Documents
from api.graphql.schema import core
from graph.errors import GovgraphError, LaterError, UsageError

if TYPE_CHECKING:
    from api.server.past import Past
    from graph.store import Store
    from queries import Engine

SECONDS = 10.0
PLANS = 100
_WORDS, _PLACES = 500, 10
"""Characters and places that are told of one error."""
_CODES = {UsageError: "BAD_USER_INPUT", LaterError: "TRY_LATER"}
"""What programs can do something about: to ask otherwise, or later."""
_LOG = logging.getLogger("govgraph.graphql")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client gets; `refused`: the request was not answered at all, and there is no data; `unsafe`: it asks to change something.

    `lasting`: it stays so until something is written; `ready`: the response as it was made before.
    """

    data: dict[str, Any] | None
    errors: list[dict[str, Any]]
    refused: bool = False
    queries: int = 0
    unsafe: bool = False
    extensions: dict[str, Any] | None = None
    lasting: bool = False
    ready: bytes = b""

    def body(self) -> bytes:
        """The response as JSON."""
        if self.ready:
            return self.ready
        made: dict[str, Any] = {}
        if self.errors:
            made["errors"] = self.errors
        if not self.refused:
            made["data"] = self.data
        if self.extensions:
            made["extensions"] = self.extensions
        return orjson.dumps(made)


class Answerer:
    """Answers requests over one store; keeps plans of the last requests and the order of long lists."""

    def __init__(
        self,
        store: Store,
        seconds: float = SECONDS,
        documents: Documents | None = None,
        past: Past | None = None,
        engine: Engine | None = None,
    ) -> None:
        self._store = store
        self._past, self._engine = past, engine
        self._seconds = seconds
        self._documents = documents or Documents()
        self._orders = Orders(store)
        self._plans: OrderedDict[tuple[str, str | None, bytes], Plan] = OrderedDict()

    def answer(self, asked: Asked) -> Answer:
        """The answer; never raises."""
        began = time.perf_counter()
        try:
            plan = self._plan(self._documents.resolved(asked))
        except RefusedError as refused:
            return Answer(None, [_told(error) for error in refused.errors], refused=True, unsafe=refused.unsafe)
        except GraphQLError as error:
            return Answer(None, [_told(error)], refused=True)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told masked
            return Answer(None, [_told(error)], refused=True)
        planned = time.perf_counter()
        run = Run(self._store, self._orders, self._seconds)
        run.answering.past, run.answering.engine = self._past, self._engine
        errors: list[dict[str, Any]] = []
        data = None
        try:
            data, failed = run.answer(plan)
            errors = [_told(error, [key]) for key, error in failed[:ERRORS]]
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told masked
            errors = [_told(error)]
        told = explained(run, plan, planned - began, time.perf_counter() - planned) if asked.explain else None
        lasting = not any(root.call for root in plan.roots)
        return Answer(data, errors, queries=run.queries, extensions=told, lasting=lasting)

    def version(self) -> int | None:
        """What changes when the store was written to; None where that is not known."""
        return self._orders.version()

    def ahead(self, asked: Asked, seconds: float) -> None:
        """Have the long lists of a request kept before anybody asks for them, within so many seconds.

        Raises:
            GovgraphError: the store failed, or it took too long.
        """
        Run(self._store, self._orders, seconds).answer(compiled(asked))

    def _plan(self, asked: Asked) -> Plan:
        """The plan of a request, kept by its text and variables."""
        try:
            variables = orjson.dumps(asked.variables or {}, option=orjson.OPT_SORT_KEYS)
        except (TypeError, ValueError) as error:
            raise GraphQLError(f"the variables are not JSON: {error}") from error
        name = asked.query, asked.operation, variables
        plan = self._plans.get(name)
        if plan is None:
            plan = compiled(asked)
            self._plans[name] = plan
            while len(self._plans) > PLANS:
                self._plans.popitem(last=False)
        return plan


def compiled(asked: Asked) -> Plan:
    """The plan of a request.

    Raises:
        RefusedError: the document is not answered.
        GraphQLError: its arguments or variables are wrong, or it asks for too much.
    """
    document = read(asked.query)
    chosen = operation(document, asked.operation)
    variables = get_variable_values(core(), chosen.variable_definitions or (), dict(asked.variables or {}), max_errors=ERRORS)
    if isinstance(variables, list):
        raise RefusedError(variables)
    compiler = Compiler(document, variables)
    roots = Roots(compiler)
    fields = compiler.collect(QUERY, [chosen.selection_set])
    about = Introspection(document, chosen, asked.variables)
    made = [about.root(key, nodes) or roots.root(key, nodes) for key, nodes in fields.items()]
    return Plan(made, compiler.cost)


def explained(run: Run, plan: Plan, planning: float, answering: float) -> dict[str, Any]:
    """How a request was answered: the query of each level, its rows and milliseconds, and what was counted."""
    levels = [{"query": one.query, "rows": one.rows, "milliseconds": round(1000 * one.seconds, 3)} for one in run.asked]
    spent = {"planningMilliseconds": round(1000 * planning, 3), "answeringMilliseconds": round(1000 * answering, 3)}
    return {"explain": {"cost": plan.cost, **spent, "levels": levels}}


def _told(error: Exception, path: list[str] | None = None) -> dict[str, Any]:
    """An error for the client: ours in words, another one masked and logged."""
    if isinstance(error, GraphQLError):
        made: dict[str, Any] = {**error.formatted}
        if len(made["message"]) > _WORDS:  # it quotes the document, which may be long
            made["message"] = f"{made['message'][:_WORDS]} …"
        if len(made.get("locations", ())) > _PLACES:
            made["locations"] = made["locations"][:_PLACES]
    elif isinstance(error, GovgraphError):
        code = next((word for kind, word in _CODES.items() if isinstance(error, kind)), "")
        made = {"message": str(error), **({"extensions": {"code": code}} if code else {})}
    else:
        _LOG.error("a GraphQL request failed", exc_info=error)
        made = {"message": "something went wrong here; the server's log has the details"}
    if path is not None:
        made["path"] = path
    return made


__all__ = ["Answer", "Answerer", "Answering", "Asked", "compiled"]
