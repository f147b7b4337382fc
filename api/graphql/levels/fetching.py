"""What a level asks: the blocks for the values and links of its things, and what takes their rows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from api.graphql.levels.blocks import listed
from api.graphql.levels.emit import unfolded
from api.graphql.levels.keying import Keys, fetched, led
from api.graphql.levels.orders import WORTH_KEEPING
from api.graphql.levels.paging import Entry, Page
from api.graphql.levels.patterns import THINGS, THOSE
from api.graphql.levels.plan import Node, Reached
from graph.store import IRI
from ontology import terms
from ontology.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from api.graphql.levels.blocks import Level, Take
    from api.graphql.levels.plan import Root, Selection, Step
    from graph.store import Row

    Task: TypeAlias = tuple[Selection, dict[str, Node]]


_NO_ROWS: list[Row] = []
"""Of a thing of which nothing is read but that it is there."""


class Followed:
    """Where a link led: from each thing to the others, with the terms of their keys."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self.ends: dict[str, dict[str, list[Row]]] = {}
        self.rows: dict[str, list[Row]] = {}
        self.totals: dict[str, int] = {}
        self.kept: dict[str, Sequence[Entry]] = {}
        self.long: dict[str, Sequence[Entry]] = {}
        self.below: list[dict[str, Node]] = [{} for _ in step.children]
        self.keys = Keys(step.keys)

    def takers(self, starts: Iterable[str]) -> dict[str, Take]:
        """What takes the rows of the link from each thing."""
        if not (self.keys.plain or self.step.folded):  # rows need not be held, of which a hub has very many
            self.ends = {start: {} for start in starts}
            return {start: partial(_take_end, found) for start, found in self.ends.items()}
        self.rows = {start: [] for start in starts}
        return {start: rows.append for start, rows in self.rows.items()}

    def _found(self, start: str) -> dict[str, list[Row]]:
        """Where the link leads from one thing, with the rows that more is to be read of."""
        found = self.ends.get(start, {})
        for row in self.rows.get(start, ()):
            if isinstance(end := row[1], IRI):
                found.setdefault(end.value, []).append(row)
        return found

    def ends_of(self, start: str) -> list[Any]:
        """The things at the other end of one thing's links, in order, for the only child; their answers, where these came with the link."""
        assert self.step.order is not None
        found, known, child = self._found(start), self.below[0], self.step.children[0]
        iris = self.keys.iris(found, self.step.order)
        if self.step.link.form != "list":
            del iris[1:]
        if self.step.folded:
            return [unfolded(self.step.folded, found[iri]) for iri in iris]
        return [known.get(iri) or known.setdefault(iri, Node(iri, child)) for iri in iris]

    def total(self, start: str, row: Row) -> None:
        """A row of the counts."""
        if row[1] is not None:
            self.totals[start] = int(row[1].value)

    def entries(self, start: str) -> list[Entry]:
        """The ends of one thing's links, in order."""
        assert self.step.order is not None
        return self.keys.entries(self._found(start), self.step.order)


def _take_end(found: dict[str, list[Row]], row: Row) -> None:
    if isinstance(end := row[1], IRI):
        found[end.value] = _NO_ROWS


class Ends:
    """The things that a root field begins with, asked for in a block of the first level."""

    def __init__(self, root: Root, level: Level, patterns: str, ranks: Mapping[str, int]) -> None:
        self._root = root
        self._found: dict[str, list[Row]] = {}
        self._total = 0
        self.ordered: list[Entry] = []
        self._keys = Keys(root.keys, first=0)
        self._keys.ranks = ranks
        if root.count:
            counted = f"SELECT (COUNT(DISTINCT ?s0) AS ?c) WHERE {{ {patterns} }}"
            level.add(f"{{ {counted} }} BIND(?c AS ?s0)", 1, self._count)
        else:
            plain = self._keys.plain
            level.add(patterns + self._keys.fetched, 1 + len(plain), self._take)
            self._keys.ask(level, patterns)

    def _take(self, row: Row) -> None:
        if row[1] is None:
            return
        self._found.setdefault(row[1].value, []).append(row[2:])

    def _count(self, row: Row) -> None:
        if row[1] is not None:
            self._total = int(row[1].value)

    def page(self) -> Page:
        """The page that is asked for; `ordered` is then the whole list, in order."""
        root = self._root
        assert root.order is not None
        assert root.window is not None
        if root.count:
            return Page((), self._total, previous=False, following=False)
        self.ordered = self._keys.entries(self._found, root.order)
        return root.window.page(self.ordered, root.order)


def valued(level: Level, selection: Selection, nodes: dict[str, Node]) -> None:
    """The blocks of a level's own values."""
    if width := len(selection.columns):
        wide = " ".join(f"OPTIONAL {{ {led(path, '?n')} ?s{place} }}" for place, path in enumerate(selection.columns))
        level.add_by_thing(f"{THINGS} {wide}", width, {iri: node.rows.append for iri, node in nodes.items()})
    for path, slot in selection.branches.items():
        takes: dict[str, Take] = {}
        for iri, node in nodes.items():
            node.cells[slot] = []
            takes[iri] = node.cells[slot].append
        level.add_by_thing(f"{THINGS} {led(path, '?n')} ?s0 .", 1, takes)


def typed(level: Level, selection: Selection, nodes: dict[str, Node]) -> Callable[[], list[Task]]:
    """The block that tells what each thing is; then it is answered by the selection of its own type."""
    classes: dict[str, list[str]] = {iri: [] for iri in nodes}
    takes = {iri: partial(_class, found) for iri, found in classes.items()}
    level.add_by_thing(f"{THINGS} ?n <{terms.RDF_TYPE}> ?s0 .", 1, takes)

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


def _class(found: list[str], row: Row) -> None:
    if row[1] is not None:
        found.append(row[1].value)


def follow(level: Level, step: Step, followed: Followed, patterns: str, iris: Sequence[str]) -> None:
    """The blocks that follow a link from these things; `patterns` are the step's, with what was found put in."""
    if not iris:
        return
    if step.count:
        counted = f"SELECT ?b (COUNT(DISTINCT ?s0) AS ?c) WHERE {{ {patterns} }} GROUP BY ?b"
        level.add_by_thing(f"{{ {counted} }} BIND(?c AS ?s0)", 1, {iri: partial(followed.total, iri) for iri in iris})
    else:
        width = 1 + len(followed.keys.plain)
        folded = [fetched(path, place) for place, path in enumerate(step.children[0].columns if step.folded else (), width)]
        level.add_by_thing(patterns + followed.keys.fetched + "".join(folded), width + len(folded), followed.takers(iris))
        followed.keys.ask(level, patterns.replace(THINGS, listed(iris)).replace(THOSE, listed(iris)))


def reached(step: Step, followed: Followed, node: Node) -> Any:
    """What a link led to from one thing."""
    if step.window is None:
        return followed.ends_of(node.iri)
    kept = followed.kept.get(node.iri)
    if step.count:
        total = len(kept) if kept is not None else followed.totals.get(node.iri, 0)
        return Reached(Page((), total, previous=False, following=False), [], node.iri)
    assert step.order is not None
    entries: Sequence[Entry] = kept if kept is not None else followed.entries(node.iri)
    if step.whole and kept is None and len(entries) >= WORTH_KEEPING:
        followed.long[node.iri] = entries
    page = step.window.page(entries, step.order)
    for known, child in zip(followed.below, step.children, strict=True):
        for entry in page.entries:
            if entry.iri not in known:
                known[entry.iri] = Node(entry.iri, child)
    return Reached(page, followed.below, node.iri)
