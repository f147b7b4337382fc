"""One question, one `.rq` file in this folder: its header says what it asks, takes and gives; here it is read, bound and run.

The header is YAML in lines that begin with `#+`: `summary`, `description`, `parameters`, `columns`, `example` and, where a query names
graphs, `graphs`: `all`, or `with rejected` claims too. A parameter `name` stands in the query as `VALUES ?_name { UNDEF }`, which means
"any" and makes the file valid SPARQL as it is; binding replaces that block by serialised terms. `LIMIT n #+first` is set by the integer
parameter `first`.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from graph.errors import UsageError
from queries.header import read
from queries.question import CHARTS, CLASSES, STANCES, VALUES, Chart, Column, Example, Parameter, SavedQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from graph.rights import Shown
    from graph.store import Rows, Store, Triple
    from queries.result import Result

__all__ = [
    "CHARTS",
    "CLASSES",
    "STANCES",
    "VALUES",
    "Chart",
    "Column",
    "Engine",
    "Example",
    "Parameter",
    "SavedQuery",
    "also",
    "every",
    "names",
    "run",
    "saved",
]

HERE = Path(__file__).parent
_theirs: tuple[Path, ...] = ()  # the folders of queries of the user's own, in the order they were taken


def also(folder: Path) -> None:
    """Take the queries of a further folder beside ours, for the whole process; all are checked first. A second time changes nothing.

    Raises:
        UsageError: the folder is not there, or a query in it is wrong: with file and line.
    """
    global _theirs  # noqa: PLW0603 - like the base of all IRIs, read once a process
    folder = folder.expanduser().absolute()
    if folder in _theirs:
        return
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder of queries")
    from queries.checking import check

    for path in sorted(folder.glob("*.rq")):
        check(path, names())
    _theirs = (*_theirs, folder)


def names(folder: Path | None = None) -> list[str]:
    """The names of all saved queries, or of those in one folder, in alphabetical order."""
    return sorted(path.stem for one in ([folder] if folder else [HERE, *_theirs]) for path in one.glob("*.rq"))


def saved(name: str, folder: Path | None = None) -> SavedQuery:
    """Read one saved query.

    Raises:
        UsageError: there is no such query, or its header is wrong; with file and line.
    """
    with suppress(FileNotFoundError):
        return _read(_path(name, (folder,) if folder else (HERE, *_theirs)))
    from rapidfuzz import process

    near = [found for found, _, _ in process.extract(name, names(folder), limit=3, score_cutoff=75)]
    raise UsageError(
        f"no saved query '{name[:80]}'" + (f"; did you mean {', '.join(near)}?" if near else "; `govgraph query --list` shows all")
    )


@lru_cache(maxsize=512)
def _path(name: str, folders: tuple[Path, ...]) -> Path:
    if re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        for one in folders:
            if (path := one / f"{name}.rq").is_file():
                return path
    raise FileNotFoundError(name)


@lru_cache(maxsize=512)
def _read(path: Path) -> SavedQuery:
    return read(path)


class Engine(Protocol):
    """What evaluates a query: a store, or workers over a snapshot of it."""

    def select(self, query: str, *, graph: str | None = ..., named: Sequence[str] | None = ...) -> Rows:
        """Rows of a SELECT."""

    def construct(self, query: str, *, graph: str | None = ..., named: Sequence[str] | None = ...) -> Iterator[Triple]:
        """Triples of a CONSTRUCT."""


def run(
    store: Store,
    name: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    folder: Path | None = None,
    shown: Shown | None = None,
    engine: Engine | None = None,
) -> Result:
    """Ask a saved query.

    Args:
        store: where to ask; the answer rests on `graph/resolved` alone unless the header names other graphs.
        name: the query's name.
        parameters: name → value or values as a person writes them (slug, code, IRI, number, text); with `limit` and `after` any query
            gives one page, and its answer's `next` is the `after` of the next; with `languages` things are called as those have it.
        folder: where the query files lie; ours and the user's unless given.
        shown: what the answer that this is a part of may still show of each capture; its own unless given.
        engine: what evaluates the query itself; the store unless given.

    Raises:
        UsageError: an unknown query or parameter, a missing or wrong value.
        LaterError: the engine's limits were reached.
    """
    from graph.rights import Shown as Budget
    from graph.store import RESOLVED, Rows
    from queries import paging
    from queries.binding import bind
    from queries.graphs import graph_of
    from queries.naming import languages_of, named, translated
    from queries.result import Result

    query = saved(name, folder)
    given, languages = languages_of(query, parameters or {})
    given, page = paging.page_of(query, given)
    text = bind(query, given, store)
    at_hand = store.graphs() if query.every_graph else None
    shown, engine, cursor = shown or Budget(store), engine or store, ""
    if query.constructs:
        if page:
            raise UsageError(f"the query '{name}' gives a graph, which has no pages; leave 'limit' and 'after' out")
        triples = engine.construct(text, graph=RESOLVED, named=at_hand)
        if query.every_graph:
            told_of_hidden = _hidden_in(store, rejected=query.with_rejected)
            triples = (one for one in triples if not told_of_hidden(one))
        return graph_of(query.columns, store, triples, shown)
    rows = engine.select(paging.paged(query, text, page) if page else text, graph=RESOLVED, named=at_hand)
    if page:
        found = list(rows)
        if len(found) > page.limit:
            cursor = paging.cursor(query, rows, found[page.limit - 1])
        rows = Rows(rows.variables, found[: page.limit])
    if query.every_graph:
        names_hidden = _hidden_in(store, rejected=query.with_rejected)
        rows = Rows(rows.variables, [row for row in rows if not names_hidden(row)])
    result = Result.of(query.columns, rows, shown)
    result = named(store, translated(store, result, languages) if languages else result, shown)
    return replace(result, next=cursor or paging.own_next(query, given, result))


def _hidden_in(store: Store, *, rejected: bool) -> Callable[[Iterable[object]], bool]:
    """What tells whether a row or statement names what people hid, or rejected unless that is asked for: captures say it still."""
    from graph.decisions.hidden import left_out
    from graph.store import IRI

    hidden = left_out(store, rejected=rejected)
    return lambda told: any(isinstance(term, IRI) and f"<{term.value.partition('#')[0]}>" in hidden for term in told)


def every(folder: Path | None = None) -> Iterable[SavedQuery]:
    """All saved queries, in alphabetical order."""
    return (saved(name, folder) for name in names(folder))
