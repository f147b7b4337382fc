"""The blocks of one level's query, and what takes their rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from api.graphql.keying import Keys
from api.graphql.orders import WORTH_KEEPING
from api.graphql.paging import Entry, Page
from api.graphql.patterns import THINGS
from api.graphql.plan import Node, Reached
from graph.store import IRI
from ontology import terms
from ontology.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from api.graphql.plan import Root, Selection, Step
    from graph.store import Row, Term

    Task: TypeAlias = tuple[Selection, dict[str, Node]]


@dataclass(slots=True)
class Level:
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
        """The level's query."""
        columns = " ".join(f"?s{place}" for place in range(self.width))
        return f"SELECT ?b ?n {columns} WHERE {{ {' UNION '.join(self.blocks)} }}"


class Followed:
    """Where a link led: from each thing to the others, with the terms of their keys."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self.ends: dict[str, dict[str, list[list[Any]]]] = {}
        self.numbers: dict[tuple[str, str], int] = {}
        self.totals: dict[str, int] = {}
        self.kept: dict[str, Sequence[Entry]] = {}
        self.long: dict[str, Sequence[Entry]] = {}
        self.below: list[dict[str, Node]] = [{} for _ in step.children]
        self.folded = list(step.children[0].columns.values()) if step.folded else []
        self.keys = Keys(step.keys)

    def take(self, row: Row) -> None:
        """A row of the link itself: where it leads, its keys, and the values that come with it."""
        start, end = row[1], row[2]
        if not isinstance(start, IRI) or not isinstance(end, IRI):
            return
        iri = end.value
        keys = self.ends.setdefault(start.value, {}).setdefault(iri, [[] for _ in self.keys.plain])
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
        """A row of the contributions: the number of one end."""
        start, end, number = row[1:4]
        if start is not None and end is not None and number is not None and number.value.isdigit():
            place = start.value, end.value
            self.numbers[place] = min(int(number.value), self.numbers.get(place, int(number.value)))

    def total(self, row: Row) -> None:
        """A row of the counts."""
        if row[1] is not None and row[2] is not None:
            self.totals[row[1].value] = int(row[2].value)

    def entries(self, start: str) -> list[Entry]:
        """The ends of one thing's links, in order."""
        step, found = self.step, self.ends.get(start, {})
        if step.numbered:
            entries = [Entry(end, (self.numbers.get((start, end)),)) for end in found]
        elif step.keys:
            entries = [Entry(end, self.keys.of(end, held)) for end, held in found.items()]
        else:
            entries = [Entry(end) for end in found]
        assert step.order is not None
        step.order.sort(entries)
        return entries


class Ends:
    """The things that a root field begins with, asked for in a block of the first level."""

    def __init__(self, root: Root, level: Level, patterns: str, ranks: Mapping[str, int]) -> None:
        self._root = root
        self._found: dict[str, list[list[Any]]] = {}
        self._total = 0
        self.ordered: list[Entry] = []
        self._keys = Keys(root.keys)
        self._keys.ranks = ranks
        if root.count:
            counted = f"SELECT (COUNT(DISTINCT ?s0) AS ?c) WHERE {{ {patterns} }}"
            level.add(f"{{ {counted} }} BIND(?c AS ?s0)", 1, self._count)
        else:
            plain = self._keys.plain
            level.add(patterns + fetched(key.path for key in plain), 1 + len(plain), self._take)
            self._keys.ask(level, patterns)

    def _take(self, row: Row) -> None:
        if row[2] is None:
            return
        keys = self._found.setdefault(row[2].value, [[] for _ in self._keys.plain])
        for place, held in enumerate(keys, 3):
            if (term := row[place]) is not None and term not in held:
                held.append(term)

    def _count(self, row: Row) -> None:
        if row[2] is not None:
            self._total = int(row[2].value)

    def page(self) -> Page:
        """The page that is asked for; `ordered` is then the whole list, in order."""
        root = self._root
        assert root.order is not None
        assert root.window is not None
        if root.count:
            return Page((), self._total, previous=False, following=False)
        self.ordered = [Entry(iri, self._keys.of(iri, held)) for iri, held in self._found.items()]
        root.order.sort(self.ordered)
        return root.window.page(self.ordered, root.order)


def fill(cells: list[Any], slots: Sequence[int], terms_: Sequence[Term | None]) -> None:
    """Put a row's terms into their cells."""
    for slot, term in zip(slots, terms_, strict=False):
        if term is not None:
            if cells[slot] is None:
                cells[slot] = [term]
            elif term not in cells[slot]:
                cells[slot].append(term)


def listed(iris: Iterable[str], variable: str = "?n") -> str:
    """Things as values of a variable, ?n for the level's."""
    return f"VALUES {variable} {{ {' '.join(f'<{iri}>' for iri in iris)} }}"


def fetched(paths: Iterable[str]) -> str:
    """What is fetched of ?s0, as ?s1 and on."""
    return "".join(f" OPTIONAL {{ ?s0 {_path(path)} ?s{place} }}" for place, path in enumerate(paths, 1))


def _path(path: str) -> str:
    return f"({path})" if "|" in path else path


def valued(level: Level, values: str, selection: Selection, nodes: dict[str, Node]) -> None:
    """The blocks of a level's own values."""
    slots = list(selection.columns.values())
    if slots:
        wide = " ".join(f"OPTIONAL {{ ?n {_path(path)} ?s{place} }}" for place, path in enumerate(selection.columns))

        def take(row: Row) -> None:
            fill(nodes[row[1].value].cells, slots, row[2:])  # type: ignore[union-attr] # bound by the query

        level.add(f"{values} {wide}", len(slots), take)
    for path, slot in selection.branches.items():
        level.add(f"{values} ?n {_path(path)} ?s0 .", 1, _several(nodes, slot))


def _several(nodes: dict[str, Node], slot: int) -> Callable[[Row], None]:
    def take(row: Row) -> None:
        cells = nodes[row[1].value].cells  # type: ignore[union-attr] # bound by the query
        if cells[slot] is None:
            cells[slot] = [row[2]]
        else:
            cells[slot].append(row[2])

    return take


def typed(level: Level, values: str, selection: Selection, nodes: dict[str, Node]) -> Callable[[], list[Task]]:
    """The block that tells what each thing is; then it is answered by the selection of its own type."""
    classes: dict[str, list[str]] = {iri: [] for iri in nodes}
    level.add(f"{values} ?n <{terms.RDF_TYPE}> ?s0 .", 1, lambda row: classes[row[1].value].append(row[2].value))  # type: ignore[union-attr] # bound by the query

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


def follow(level: Level, step: Step, followed: Followed, patterns: str, iris: Sequence[str]) -> None:
    """The blocks that follow a link from these things; `patterns` are the step's, with what was found put in."""
    if not iris:
        return
    values = listed(iris)
    patterns = patterns.replace(THINGS, values)
    if step.count:
        counted = f"SELECT ?n (COUNT(DISTINCT ?s0) AS ?c) WHERE {{ {patterns} }} GROUP BY ?n"
        level.add(f"{{ {counted} }} BIND(?c AS ?s0)", 1, followed.total)
    else:
        wanted = [*(key.path for key in followed.keys.plain), *(step.children[0].columns if step.folded else ())]
        level.add(patterns + fetched(wanted), 1 + len(wanted), followed.take)
        followed.keys.ask(level, patterns)
    if step.numbered:
        numbered = f"?n <{terms.HAS_CONTRIBUTION}> ?h . ?h <{terms.CONTRIBUTOR}> ?s0 ; <{terms.ORDINAL}> ?s1 ."
        level.add(f"{values} {numbered}", 2, followed.number)


def reached(step: Step, followed: Followed, node: Node) -> Any:
    """What a link led to from one thing."""
    kept = followed.kept.get(node.iri)
    if step.count:
        total = len(kept) if kept is not None else followed.totals.get(node.iri, 0)
        return Reached(Page((), total, previous=False, following=False), [], node.iri)
    assert step.order is not None
    entries: Sequence[Entry] = kept if kept is not None else followed.entries(node.iri)
    if step.window is None:
        return [followed.node(0, entry.iri) for entry in (entries if step.link.form == "list" else entries[:1])]
    if step.whole and kept is None and len(entries) >= WORTH_KEEPING:
        followed.long[node.iri] = entries
    page = step.window.page(entries, step.order)
    for entry in page.entries:
        for child in range(len(step.children)):
            followed.node(child, entry.iri)
    return Reached(page, followed.below, node.iri)
