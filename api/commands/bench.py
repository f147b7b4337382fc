"""`govgraph bench`: how quickly the store at hand answers, in ratios that hold on any machine."""

from __future__ import annotations

import statistics
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from api.commands._shared import everywhere, print_json
from api.opening import opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.settings import Settings
    from graph.store import Store

_LIST = "{ works(first: 20) { edges { node { id title publicationYear authors { label } } } } }"
_RAW = """SELECT ?w ?title ?year ?name WHERE {{ {{ SELECT ?w WHERE {{ ?w a <{gov}Work> }} LIMIT 20 }}
  OPTIONAL {{ ?w <{gov}title> ?title }} OPTIONAL {{ ?w <{gov}publicationYear> ?year }}
  OPTIONAL {{ ?w <{gov}hasAuthor>/<{label}> ?name }} }}"""


@click.command(short_help="Measure how quickly this store answers.")
@click.option("--turns", default=30, show_default=True, type=click.IntRange(1, 10_000), help="How often each is asked.")
@everywhere
def command(settings: Settings, as_json: bool, turns: int) -> None:
    """Time an empty query, a search, a list in SPARQL and in GraphQL, and each saved query's example here.

    Told are the median and its ratio to the empty query: the ratio holds on any machine.
    """
    with opened(settings, read_only=True) as store:
        told = _measured(store, turns)
    if as_json:
        print_json(told)
        return
    for row in told:
        figures = f"{row['median_ms']:9.2f} ms  {row['ratio']:8.1f} x" if "median_ms" in row else "   left out: " + row["left_out"]
        click.echo(f"{row['what']:<44} {figures}")


def _measured(store: Store, turns: int) -> list[dict[str, Any]]:
    import queries
    from api.graphql.answer import Answerer, Asked
    from graph.errors import UsageError
    from graph.search.finding import find
    from ontology import terms

    answerer = Answerer(store)
    asked: list[tuple[str, Callable[[], object]]] = [
        ("an empty query", lambda: store.ask("ASK {}")),
        ("a search", lambda: find(store, "government")),
        ("a list of 20 works in SPARQL", lambda: list(store.select(_RAW.format(gov=terms.GOV, label=terms.RDFS_LABEL)))),
        ("the same list in GraphQL", lambda: answerer.answer(Asked(_LIST))),
        *((f"query {query.name}", partial(queries.run, store, query.name, query.example.parameters)) for query in queries.every()),
    ]
    rows: list[dict[str, Any]] = []
    unit = 0.0
    for what, ask in asked:
        try:
            ask()
        except UsageError as fault:  # an example's thing need not be in this store
            rows.append({"what": what, "left_out": str(fault)})
            continue
        median = statistics.median(_once(ask) for _ in range(turns))
        unit = unit or median
        rows.append({"what": what, "median_ms": round(median, 3), "ratio": round(median / unit, 1)})
    return rows


def _once(ask: Callable[[], object]) -> float:
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * 1000
