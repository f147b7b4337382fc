"""The blocks of one level's query, and what takes their rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from api.graphql.keying import Keys, led
from api.graphql.orders import WORTH_KEEPING
from api.graphql.paging import Entry, Page
from api.graphql.patterns import THINGS, THOSE
from api.graphql.plan import Node, Reached
from graph.store import IRI
from ontology import terms
from ontology.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from api.graphql.plan import Root, Selection, Step
    from graph.store import Row

    Task: TypeAlias = tuple[Selection, dict[str, Node]]
    Take: TypeAlias = Callable[[Row], None]


_NO_KEYS: list[list[Any]] = []
"""Where a list has no keys to be fetched."""


@dataclass(slots=True)
class Level:
    """One level's query as it grows: blocks of patterns, and what takes the rows of each.

    A row is (?b, ?s0, …): the number ?b stands for a block, or for one thing in a block. An engine hands over a number sooner than the
    thing's IRI, and its reader need not look that up again.
    """

    blocks: list[str] = field(default_factory=list)
    takers: dict[str, Take] = field(default_factory=dict)
    width: int = 1

    def add(self, patterns: str, width: int, take: Take) -> None:
        """Another block, which binds ?s0 to ?s{width - 1}."""
        self._add(f"{patterns} BIND({self._number(take)} AS ?b)", width)

    def add_by_thing(self, patterns: str, width: int, takes: Mapping[str, Take]) -> None:
        """Another block over these things, `THINGS` and `THOSE` in its patterns, each with what takes its rows.

        `THINGS` are numbered: Virtuoso's compiler fails where numbers stand in a MINUS again, and over a table of a single row.
        """
        first = len(self.takers)
        rows = [f"(<{iri}> {number})" for number, iri in enumerate(takes, first)]
        self.takers.update(zip(map(str, range(first, first + len(rows))), takes.values(), strict=True))
        if len(rows) == 1:
            rows.append(f"(<urn:nothing> {self._number(lambda _: None)})")
        numbered = f"VALUES (?n ?b) {{ {' '.join(rows)} }}"
        self._add(patterns.replace(THINGS, numbered).replace(THOSE, listed(takes) if THOSE in patterns else ""), width)

    def _number(self, take: Take) -> int:
        number = len(self.takers)
        self.takers[str(number)] = take
        return number

    def _add(self, block: str, width: int) -> None:
        self.blocks.append(f"{{ {block} }}")
        self.width = max(self.width, width)

    def query(self) -> str:
        """The level's query."""
        columns = " ".join(f"?s{place}" for place in range(self.width))
        return f"SELECT ?b {columns} WHERE {{ {' UNION '.join(self.blocks)} }}"


class Followed:
    """Where a link led: from each thing to the others, with the terms of their keys."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self.ends: dict[str, dict[str, list[list[Any]]]] = {}
        self.totals: dict[str, int] = {}
        self.kept: dict[str, Sequence[Entry]] = {}
        self.long: dict[str, Sequence[Entry]] = {}
        self.below: list[dict[str, Node]] = [{} for _ in step.children]
        self.folded = list(step.children[0].columns.values()) if step.folded else []
        self.keys = Keys(step.keys)

    def taker(self, start: str) -> Take:
        """What takes the rows of the link from one thing: where it leads, its keys, and the values that come with it."""
        found, plain, folded = self.ends.setdefault(start, {}), self.keys.plain, self.folded
        values, below = 2 + len(plain), self.below[0] if folded else {}

        def take_end(row: Row) -> None:
            if isinstance(row[1], IRI):
                found[row[1].value] = _NO_KEYS

        def take(row: Row) -> None:
            end = row[1]
            if not isinstance(end, IRI):
                return
            iri = end.value
            if not plain:
                found[iri] = _NO_KEYS
            elif (held := found.get(iri)) is not None:
                gather(held, row)
            else:
                found[iri] = [[] if term is None else [term] for term in row[2:values]]
            if folded:
                node = below.get(iri) or self.node(0, iri)
                fill(node.cells, folded, row, values)

        return take if plain or folded else take_end

    def node(self, child: int, iri: str) -> Node:
        """The thing at the other end, for one of the children."""
        known = self.below[child]
        if iri not in known:
            known[iri] = Node(iri, self.step.children[child])
        return known[iri]

    def total(self, start: str, row: Row) -> None:
        """A row of the counts."""
        if row[1] is not None:
            self.totals[start] = int(row[1].value)

    def entries(self, start: str) -> list[Entry]:
        """The ends of one thing's links, in order."""
        step, found = self.step, self.ends.get(start, {})
        entries = self.keys.entries(found) if step.keys else [Entry(end) for end in found]
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
            level.add(patterns + fetched(self._keys.leads), 1 + len(plain), self._take)
            self._keys.ask(level, patterns)

    def _take(self, row: Row) -> None:
        if row[1] is None:
            return
        gather(self._found.setdefault(row[1].value, [[] for _ in self._keys.plain]), row)

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
        self.ordered = self._keys.entries(self._found)
        root.order.sort(self.ordered)
        return root.window.page(self.ordered, root.order)


def gather(keys: Sequence[list[Any]], row: Row) -> None:
    """Put the terms of a row's keys to those that its thing has."""
    for place, held in enumerate(keys, 2):
        if (term := row[place]) is not None and term not in held:
            held.append(term)


def fill(cells: list[Any], slots: Sequence[int], row: Row, place: int = 1) -> None:
    """Put a row's terms, from this place on, into their cells."""
    for slot in slots:
        term = row[place]
        place += 1
        if term is not None:
            held = cells[slot]
            if held is None:
                cells[slot] = [term]
            elif term not in held:
                held.append(term)


def listed(iris: Iterable[str], variable: str = "?n") -> str:
    """Things as values of a variable, ?n for the level's."""
    return f"VALUES {variable} {{ {' '.join(f'<{iri}>' for iri in iris)} }}"


def fetched(leads: Iterable[str]) -> str:
    """What is fetched besides ?s0, as ?s1 and on."""
    return "".join(f" OPTIONAL {{ {lead} ?s{place} }}" for place, lead in enumerate(leads, 1))


def valued(level: Level, selection: Selection, nodes: dict[str, Node]) -> None:
    """The blocks of a level's own values."""
    slots = list(selection.columns.values())
    if slots:
        wide = " ".join(f"OPTIONAL {{ {led(path, '?n')} ?s{place} }}" for place, path in enumerate(selection.columns))
        level.add_by_thing(f"{THINGS} {wide}", len(slots), {iri: partial(fill, node.cells, slots) for iri, node in nodes.items()})
    for path, slot in selection.branches.items():
        takes = {iri: partial(_several, node.cells, slot) for iri, node in nodes.items()}
        level.add_by_thing(f"{THINGS} {led(path, '?n')} ?s0 .", 1, takes)


def _several(cells: list[Any], slot: int, row: Row) -> None:
    if cells[slot] is None:
        cells[slot] = [row[1]]
    else:
        cells[slot].append(row[1])


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
        wanted = [*followed.keys.leads, *(led(path) for path in (step.children[0].columns if step.folded else ()))]
        level.add_by_thing(patterns + fetched(wanted), 1 + len(wanted), {iri: followed.taker(iri) for iri in iris})
        followed.keys.ask(level, patterns.replace(THINGS, listed(iris)).replace(THOSE, listed(iris)))


def reached(step: Step, followed: Followed, node: Node) -> Any:
    """What a link led to from one thing."""
    kept = followed.kept.get(node.iri)
    if step.count:
        total = len(kept) if kept is not None else followed.totals.get(node.iri, 0)
        return Reached(Page((), total, previous=False, following=False), [], node.iri)
    assert step.order is not None
    entries: Sequence[Entry] = kept if kept is not None else followed.entries(node.iri)
    if step.window is None:
        below = followed.below[0]
        return [below.get(entry.iri) or followed.node(0, entry.iri) for entry in (entries if step.link.form == "list" else entries[:1])]
    if step.whole and kept is None and len(entries) >= WORTH_KEEPING:
        followed.long[node.iri] = entries
    page = step.window.page(entries, step.order)
    for entry in page.entries:
        for child in range(len(step.children)):
            followed.node(child, entry.iri)
    return Reached(page, followed.below, node.iri)
