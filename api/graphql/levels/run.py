"""A plan answered: level by level, all that a level needs in one SPARQL query.

A level's query is a UNION of blocks, each with the level's things as VALUES inside it (docs/decisions/0005-graphql-compilation.md):
one block for the single values, one row a thing; one for each property with several values; one for each link.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from api.graphql.levels.blocks import Level, listed
from api.graphql.levels.fetching import Ends, Followed, follow, reached, typed, valued
from api.graphql.levels.grouping import Counted
from api.graphql.levels.orders import SLOW, Orders
from api.graphql.levels.paging import Entry, Page
from api.graphql.levels.patterns import FOUND
from api.graphql.levels.plan import FOUND_AT_MOST, Answering, Group, Node, Reached
from api.graphql.levels.rights import Rights
from graph.decisions.told import words_on_each
from graph.errors import LaterError
from graph.store import RESOLVED, Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from api.graphql.levels.fetching import Task
    from api.graphql.levels.plan import Plan, Root, Sought, Step
    from graph.store import Row, Store


ROWS_BETWEEN_LOOKS = 64
"""Many rows come quickly; before each of few the engine may have worked for long."""


class Question(NamedTuple):
    """One query that was asked: how many rows came, and how long it took to ask and read them, in seconds."""

    query: str
    rows: int
    seconds: float


class Noted:
    """A store that notes what is asked of it."""

    def __init__(self, store: Store, asked: list[Question]) -> None:
        self._store, self._asked = store, asked

    def select(self, query: str, *, graph: str | None = RESOLVED) -> Rows:
        """Rows of a SELECT, read whole."""
        began = time.monotonic()
        found = self._store.select(query, graph=graph)
        rows = list(found)
        self._asked.append(Question(query, len(rows), time.monotonic() - began))
        return Rows(found.variables, rows)


@dataclass(slots=True)
class Beginning:
    """What a root field begins with: things known beforehand, or those asked for (`ends`), or no more than how many there are."""

    root: Root
    counted: list[Counted] = field(default_factory=list)
    known: Sequence[Entry] | None = None
    ends: Ends | None = None
    total: int = 0

    def page(self) -> Page:
        """The page that is asked for."""
        if self.ends is not None:
            return self.ends.page()
        if self.known is None:
            return Page((), self.total, previous=False, following=False)
        assert self.root.window is not None
        assert self.root.order is not None
        return self.root.window.page(self.known, self.root.order)


class Run:
    """One answer in the making; `seconds` after its start it is given up."""

    def __init__(self, store: Store, orders: Orders, seconds: float) -> None:
        self._store = store
        self._orders = orders
        self._end = time.monotonic() + seconds
        self._seconds = seconds
        self._version = orders.version()
        self.answering = Answering(store, Rights(store), self._look, self.beside)
        self.asked: list[Question] = []
        self._sought: dict[Sought, dict[str, int]] = {}

    @property
    def queries(self) -> int:
        """How many queries were asked."""
        return len(self.asked)

    def beside(self, store: Store) -> Run:
        """A run over an earlier version of the graph, within the time and the budget of this one."""
        made = Run(store, Orders(store), self._seconds)
        made._end, made.asked = self._end, self.asked
        made.answering.rights = Rights(store, self.answering.rights.shown.beside(store))
        return made

    def answer(self, plan: Plan) -> tuple[dict[str, Any], list[tuple[str, Exception]]]:
        """The data, and what went wrong with single root fields by their key.

        Raises:
            LaterError: it took too long.
            StoreError: the store failed.
        """
        begun: dict[str, Any] = {}
        tasks = self._start(plan.roots, begun)
        while tasks:
            tasks = self._level(tasks)
        self.answering.rights.prepare()
        data: dict[str, Any] = {}
        failed: list[tuple[str, Exception]] = []
        for root in plan.roots:
            try:
                found = root.call(self.answering) if root.call else begun[root.key]
                data[root.key] = root.emit(found, self.answering)
            except Exception as error:  # noqa: BLE001 - told by the caller, masked unless it is ours
                data[root.key] = None
                failed.append((root.key, error))
            self._look()
        return data, failed

    def _look(self) -> None:
        if time.monotonic() > self._end:
            raise LaterError(f"the answer took more than {self._seconds:g} seconds; ask for less, or narrow it down with `where`")

    def _ask(self, level: Level) -> None:
        self._look()
        if not level.blocks:
            return
        query, takers, rows, began = level.query(), level.takers, 0, time.monotonic()
        for batch in self._batches(query):
            rows += len(batch)
            for row in batch:
                takers[row[0].value](row)  # type: ignore[union-attr] # bound by the query
        self.asked.append(Question(query, rows, time.monotonic() - began))

    def _batches(self, query: str) -> Iterator[list[Row]]:
        """A query's rows, some at a time: turn by turn for each row the engine and its reader would push each other out of the caches."""
        rows, few = iter(self._store.select(query)), []
        for row in rows:
            self._look()
            few.append(row)
            if len(few) == ROWS_BETWEEN_LOOKS:
                break
        yield few
        while batch := list(islice(rows, ROWS_BETWEEN_LOOKS)):
            self._look()
            yield batch

    def _start(self, roots: Sequence[Root], begun: dict[str, Any]) -> list[Task]:
        """Find the things that the root fields begin with."""
        level = Level()
        beginnings = [self._beginning(root, level) for root in roots if root.call is None]
        self._ask(level)
        tasks: list[Task] = []
        for one in beginnings:
            page, children = one.page(), one.root.children
            if one.ends is not None:
                self._keep(one.root, one.ends, page)
            nodes = [{entry.iri: Node(entry.iri, child) for entry in page.entries} for child in children]
            begun[one.root.key] = Reached(page, nodes, groups=[counted.groups("") for counted in one.counted])
            tasks += zip(children, nodes, strict=True)
            tasks += [task for counted in one.counted for task in self._grouped(counted, [""])]
        return tasks

    def _beginning(self, root: Root, level: Level) -> Beginning:
        """What a root field begins with; what is not at hand is asked for in the first level."""
        one = Beginning(root)
        patterns, ranks = self._search(root)
        if root.iris is not None:
            one.known = [Entry(iri, (place,)) for place, iri in enumerate(root.iris(self._store))]
            patterns = listed((entry.iri for entry in one.known), "?s0") if root.groupings else ""
        elif not root.listed:
            one.known = ()
        elif (kept := self._orders.kept((root.whole, root.order), self._version) if root.whole else None) is not None:
            one.known = kept
        elif (told := self._orders.grouped((root.whole, "number"), self._version) if root.whole and root.count else None) is not None:
            one.total = told[0].number
        else:
            one.ends = Ends(root, level, patterns, ranks)
        one.counted = [Counted(grouping, patterns) for grouping in root.groupings]
        for counted in one.counted:
            self._group(level, counted, patterns)
        self._look()
        return one

    def _keep(self, root: Root, ends: Ends, page: Page) -> None:
        """Keep a list that begins an answer, or how long it is."""
        if not root.whole:
            return
        if root.count and self.asked[0].seconds >= SLOW:
            self._orders.keep_grouped((root.whole, "number"), self._version, [Group("", page.total)])
        elif not root.count:
            self._orders.keep((root.whole, root.order), self._version, ends.ordered, self.asked[0].seconds)

    def _search(self, part: Root | Step) -> tuple[str, dict[str, int]]:
        """The patterns of a list with what a search finds put in, and the places of what it finds."""
        if part.sought is None:
            return part.patterns, {}
        if part.sought not in self._sought:
            from graph.search.finding import find

            hits = find(self._store, part.sought.text, kind=part.sought.kind, most=FOUND_AT_MOST)
            self._sought[part.sought] = {hit.id: place for place, hit in enumerate(hits)}
            self._look()
        ranks = self._sought[part.sought]
        return part.patterns.replace(FOUND, " ".join(f"<{iri}>" for iri in ranks)), ranks

    def _group(self, level: Level, counted: Counted, patterns: str, things: Sequence[str] = ()) -> None:
        """Count a list, or those that a link leads to from each thing, unless that was kept."""
        for owner in things or [""]:
            if (kept := self._orders.grouped((*counted.name, owner), self._version)) is not None:
                counted.kept[owner] = kept
        rest = [iri for iri in things if iri not in counted.kept]
        if rest or not (things or counted.kept):
            counted.ask(level, patterns, rest)

    def _grouped(self, counted: Counted, owners: Iterable[str]) -> list[Task]:
        """Keep what was counted; gives the tasks of the groups' things."""
        for owner in owners:
            if owner not in counted.kept:
                self._orders.keep_grouped((*counted.name, owner), self._version, counted.whole(owner))
        return counted.tasks()

    def _level(self, tasks: Sequence[Task]) -> list[Task]:
        """Fetch one level; gives the tasks of the next."""
        level = Level()
        ends: list[Callable[[], list[Task]]] = []
        for selection, nodes in tasks:
            if not nodes:
                continue
            if selection.concrete is not None:
                ends.append(typed(level, selection, nodes))
                continue
            valued(level, selection, nodes)
            ends += [self._step(level, step, nodes) for step in selection.steps]
        self._ask(level)
        self._decided(tasks)
        for selection, nodes in tasks:
            for read in selection.sources:
                for node in nodes.values():
                    for term in read(node):
                        self.answering.rights.know(term.value)
        return [task for end in ends for task in end()]

    def _decided(self, tasks: Sequence[Task]) -> None:
        """Fetch what readers said of a level's claims: it lies in other graphs, and takes as many queries for all as for one."""
        wanted = [(selection.decided, nodes) for selection, nodes in tasks if selection.decided is not None and selection.concrete is None]
        if not wanted:
            return
        self._look()
        told = words_on_each(Noted(self._store, self.asked), list(dict.fromkeys(iri for _, nodes in wanted for iri in nodes)))
        for slot, nodes in wanted:
            for iri, node in nodes.items():
                node.cells[slot] = told[iri]

    def _step(self, level: Level, step: Step, nodes: dict[str, Node]) -> Callable[[], list[Task]]:
        """The blocks of a link; then the things that it leads to are put in order and cut into pages."""
        followed = Followed(step)
        if step.whole:
            kept = {iri: self._orders.kept((step.whole, iri, step.order), self._version) for iri in nodes}
            followed.kept = {iri: entries for iri, entries in kept.items() if entries is not None}
        patterns, followed.keys.ranks = self._search(step)
        if step.listed:
            follow(level, step, followed, patterns, [iri for iri in nodes if iri not in followed.kept])
        counted = [Counted(one, patterns) for one in step.groupings]
        for one in counted:
            self._group(level, one, patterns, list(nodes))

        def end() -> list[Task]:
            for node in nodes.values():
                node.cells[step.slot] = reached(step, followed, node)
                if counted:
                    node.cells[step.slot].groups = [one.groups(node.iri) for one in counted]
            for iri, entries in followed.long.items():
                self._orders.keep((step.whole, iri, step.order), self._version, entries)
            tasks = [] if step.folded else list(zip(step.children, followed.below, strict=True))
            return tasks + [task for one in counted for task in self._grouped(one, nodes)]

        return end
