"""A plan answered: level by level, all that a level needs in one SPARQL query.

A level's query is a UNION of blocks, each with the level's things as VALUES inside it (docs/decisions/0004-graphql-compilation.md):
one block for the single values, one row a thing; one for each property with several values; one for each link.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from api.graphql.paging import Entry, Page
from api.graphql.plan import Answering, Node, Reached, Root, Selection, Step
from api.graphql.rights import Rights
from graph.errors import LaterError
from graph.store import IRI
from ontology import terms
from ontology.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from api.graphql.orders import Orders
    from api.graphql.plan import Plan
    from graph.store import Row, Store, Term

    Task: TypeAlias = tuple[Selection, dict[str, Node]]

ROWS_BETWEEN_LOOKS = 2_048


@dataclass(slots=True)
class _Level:
    """One level's query as it grows: blocks of patterns, and what takes the rows of each."""

    blocks: list[str] = field(default_factory=list)
    takers: dict[str, Callable[[Row], None]] = field(default_factory=dict)
    width: int = 1

    def add(self, patterns: str, width: int, take: Callable[[Row], None]) -> None:
        """Another block, which binds ?s0 to ?s{width - 1}; a row is (block, ?n, ?s0, …)."""
        number = str(len(self.blocks))
        self.blocks.append(f"{{ {patterns} BIND({number} AS ?b) }}")
        self.takers[number] = take
        self.width = max(self.width, width)

    def query(self) -> str:
        columns = " ".join(f"?s{place}" for place in range(self.width))
        return f"SELECT ?b ?n {columns} WHERE {{ {' UNION '.join(self.blocks)} }}"


class _Followed:
    """Where a link led: from each thing to the others, with the terms of their keys."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self.ends: dict[str, dict[str, list[list[Any]]]] = {}
        self.numbers: dict[tuple[str, str], int] = {}
        self.totals: dict[str, int] = {}
        self.below: list[dict[str, Node]] = [{} for _ in step.children]
        self.folded = list(step.children[0].columns.values()) if step.folded else []

    def take(self, row: Row) -> None:
        start, end = row[1], row[2]
        if not isinstance(start, IRI) or not isinstance(end, IRI):
            return
        iri = end.value
        keys = self.ends.setdefault(start.value, {}).setdefault(iri, [[] for _ in self.step.keys])
        for place, held in enumerate(keys, 3):
            if (term := row[place]) is not None and term not in held:
                held.append(term)
        if self.folded:
            fill(self.node(0, iri).cells, self.folded, row[3 + len(keys) :])

    def node(self, child: int, iri: str) -> Node:
        """The thing at the other end, for one of the children."""
        known = self.below[child]
        if iri not in known:
            known[iri] = Node(iri, self.step.children[child])
        return known[iri]

    def number(self, row: Row) -> None:
        start, end, number = row[1:4]
        if start is not None and end is not None and number is not None and number.value.isdigit():
            place = start.value, end.value
            self.numbers[place] = min(int(number.value), self.numbers.get(place, int(number.value)))

    def total(self, row: Row) -> None:
        if row[1] is not None and row[2] is not None:
            self.totals[row[1].value] = int(row[2].value)

    def entries(self, start: str) -> list[Entry]:
        step, found = self.step, self.ends.get(start, {})
        if step.numbered:
            return [Entry(end, (self.numbers.get((start, end)),)) for end in found]
        if not step.keys:
            return [Entry(end) for end in found]
        return [Entry(end, tuple(key.read(held) for key, held in zip(step.keys, keys, strict=True))) for end, keys in found.items()]


class Run:
    """One answer in the making; `seconds` after its start it is given up."""

    def __init__(self, store: Store, orders: Orders, seconds: float) -> None:
        self._store = store
        self._orders = orders
        self._end = time.monotonic() + seconds
        self._seconds = seconds
        self.answering = Answering(store, Rights(store))
        self.queries = 0

    def answer(self, plan: Plan) -> tuple[dict[str, Any], list[tuple[str, Exception]]]:
        """The data, and what went wrong with single root fields by their key.

        Raises:
            LaterError: it took too long.
            StoreError: the store failed.
        """
        reached: dict[str, Any] = {}
        tasks = self._start(plan.roots, reached)
        while tasks:
            tasks = self._level(tasks)
        self.answering.rights.prepare()
        data: dict[str, Any] = {}
        failed: list[tuple[str, Exception]] = []
        for root in plan.roots:
            try:
                found = root.call(self.answering) if root.call else reached[root.key]
                data[root.key] = root.emit(found, self.answering)
            except Exception as error:  # noqa: BLE001 - told by the caller, masked unless it is ours
                data[root.key] = None
                failed.append((root.key, error))
            self._look()
        return data, failed

    def _look(self) -> None:
        if time.monotonic() > self._end:
            raise LaterError(f"the answer took more than {self._seconds:g} seconds; ask for less, or narrow it down with `where`")

    def _ask(self, level: _Level) -> None:
        self._look()
        if not level.blocks:
            return
        self.queries += 1
        takers = level.takers
        for number, row in enumerate(self._store.select(level.query()), 1):
            takers[row[0].value](row)  # type: ignore[union-attr]
            if not number % ROWS_BETWEEN_LOOKS:
                self._look()

    def _start(self, roots: Sequence[Root], reached: dict[str, Any]) -> list[Task]:
        """Find the things that the root fields begin with."""
        level, found = _Level(), {}
        version = self._orders.version()
        for root in roots:
            if root.call is not None:
                continue
            kept = self._orders.kept(root, version)
            if kept is None and root.iris is None:
                found[root.key] = ends = _Ends(root)
                level.add(root.patterns + _fetched(key.path for key in root.keys), 1 + len(root.keys), ends.take)
        self._ask(level)
        tasks: list[Task] = []
        for root in roots:
            if root.call is not None:
                continue
            assert root.order is not None
            assert root.window is not None
            entries = self._orders.kept(root, version)
            if root.iris is not None:
                entries = [Entry(iri, (place,)) for place, iri in enumerate(root.iris(self._store))]
            elif entries is None:
                entries = found[root.key].entries()
                root.order.sort(entries)
                self._orders.keep(root, version, entries)
            page = root.window.page(entries, root.order)
            nodes = [{entry.iri: Node(entry.iri, child) for entry in page.entries} for child in root.children]
            reached[root.key] = Reached(page, nodes)
            tasks += zip(root.children, nodes, strict=True)
        return tasks

    def _level(self, tasks: Sequence[Task]) -> list[Task]:
        """Fetch one level; gives the tasks of the next."""
        level = _Level()
        ends: list[Callable[[], list[Task]]] = []
        for selection, nodes in tasks:
            if not nodes:
                continue
            values = f"VALUES ?n {{ {' '.join(f'<{iri}>' for iri in nodes)} }}"
            if selection.concrete is not None:
                ends.append(_typed(level, values, selection, nodes))
                continue
            _valued(level, values, selection, nodes)
            ends += [_stepped(level, values, step, nodes) for step in selection.steps]
        self._ask(level)
        for selection, nodes in tasks:
            for slot in selection.sources:
                for node in nodes.values():
                    for term in node.cells[slot] or ():
                        self.answering.rights.know(term.value)
        return [task for end in ends for task in end()]


class _Ends:
    """The things that a root field begins with."""

    def __init__(self, root: Root) -> None:
        self._root = root
        self._found: dict[str, list[list[Any]]] = {}

    def take(self, row: Row) -> None:
        if row[2] is None:
            return
        keys = self._found.setdefault(row[2].value, [[] for _ in self._root.keys])
        for place, held in enumerate(keys, 3):
            if (term := row[place]) is not None and term not in held:
                held.append(term)

    def entries(self) -> list[Entry]:
        keys = self._root.keys
        return [Entry(iri, tuple(k.read(h) for k, h in zip(keys, held, strict=True))) for iri, held in self._found.items()]


def fill(cells: list[Any], slots: Sequence[int], terms_: Sequence[Term | None]) -> None:
    """Put a row's terms into their cells."""
    for slot, term in zip(slots, terms_, strict=False):
        if term is not None:
            if cells[slot] is None:
                cells[slot] = [term]
            elif term not in cells[slot]:
                cells[slot].append(term)


def _fetched(paths: Iterable[str]) -> str:
    return "".join(f" OPTIONAL {{ ?s0 {_path(path)} ?s{place} }}" for place, path in enumerate(paths, 1))


def _path(path: str) -> str:
    return f"({path})" if "|" in path else path


def _valued(level: _Level, values: str, selection: Selection, nodes: dict[str, Node]) -> None:
    """The blocks of a level's own values."""
    slots = list(selection.columns.values())
    if slots:
        wide = " ".join(f"OPTIONAL {{ ?n {_path(path)} ?s{place} }}" for place, path in enumerate(selection.columns))

        def take(row: Row) -> None:
            fill(nodes[row[1].value].cells, slots, row[2:])  # type: ignore[union-attr]

        level.add(f"{values} {wide}", len(slots), take)
    for path, slot in selection.branches.items():
        level.add(f"{values} ?n {_path(path)} ?s0 .", 1, _several(nodes, slot))


def _several(nodes: dict[str, Node], slot: int) -> Callable[[Row], None]:
    def take(row: Row) -> None:
        cells = nodes[row[1].value].cells  # type: ignore[union-attr]
        if cells[slot] is None:
            cells[slot] = [row[2]]
        else:
            cells[slot].append(row[2])

    return take


def _typed(level: _Level, values: str, selection: Selection, nodes: dict[str, Node]) -> Callable[[], list[Task]]:
    """The block that tells what each thing is; then it is answered by the selection of its own type."""
    classes: dict[str, list[str]] = {iri: [] for iri in nodes}
    level.add(f"{values} ?n <{terms.RDF_TYPE}> ?s0 .", 1, lambda row: classes[row[1].value].append(row[2].value))  # type: ignore[union-attr]

    def end() -> list[Task]:
        words = vocabulary()
        sorted_out: dict[str, Task] = {}
        known = {cls.iri: len(words.supers_of(cls.iri)) for cls in words.classes}
        for iri, found in classes.items():
            deepest = max((cls for cls in found if cls in known), key=lambda cls: (known[cls], cls), default=None)
            concrete = (selection.concrete or {}).get(words.type_name_of(deepest)) if deepest else None
            if concrete is not None:
                nodes[iri].become(concrete)
                sorted_out.setdefault(concrete.kind.name, (concrete, {}))[1][iri] = nodes[iri]
        return list(sorted_out.values())

    return end


def _stepped(level: _Level, values: str, step: Step, nodes: dict[str, Node]) -> Callable[[], list[Task]]:
    """The block of a link; then the things that it leads to are put in order and cut into pages."""
    followed = _Followed(step)
    patterns = f"{values} {step.link.pattern('?n', '?s0')} {step.where}"
    if step.count:
        counted = f"SELECT ?n (COUNT(DISTINCT ?s0) AS ?c) WHERE {{ {patterns} }} GROUP BY ?n"
        level.add(f"{{ {counted} }} BIND(?c AS ?s0)", 1, followed.total)
    else:
        fetched = [*(key.path for key in step.keys), *(step.children[0].columns if step.folded else ())]
        level.add(patterns + _fetched(fetched), 1 + len(fetched), followed.take)
    if step.numbered:
        numbered = f"?n <{terms.HAS_CONTRIBUTION}> ?h . ?h <{terms.CONTRIBUTOR}> ?s0 ; <{terms.ORDINAL}> ?s1 ."
        level.add(f"{values} {numbered}", 2, followed.number)

    def end() -> list[Task]:
        for node in nodes.values():
            node.cells[step.slot] = _reached(step, followed, node)
        return [] if step.folded else list(zip(step.children, followed.below, strict=True))

    return end


def _reached(step: Step, followed: _Followed, node: Node) -> Any:
    if step.count:
        return Reached(Page((), followed.totals.get(node.iri, 0), previous=False, following=False), [], node.iri)
    entries = followed.entries(node.iri)
    assert step.order is not None
    step.order.sort(entries)
    if step.window is None:
        return [followed.node(0, entry.iri) for entry in (entries if step.link.form == "list" else entries[:1])]
    page = step.window.page(entries, step.order)
    for entry in page.entries:
        for child in range(len(step.children)):
            followed.node(child, entry.iri)
    return Reached(page, followed.below, node.iri)
