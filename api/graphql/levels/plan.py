"""What the compiler makes of an operation: for each level what is fetched, and how the fetched becomes the answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from api.graphql.levels.paging import Order, Page, Window
    from api.graphql.levels.rights import Rights
    from api.graphql.shape import Link, Type
    from api.server.past import Past
    from graph.store import Row, Store, Term
    from queries import Engine

FOUND_AT_MOST = 1_000
"""How many things a search finds."""

Emit: TypeAlias = "Callable[[Node, Answering], Any]"
Read: TypeAlias = "Callable[[Node], Sequence[Term]]"
Folded: TypeAlias = "tuple[str, int, Callable[[Any], Any], Sequence[str]]"
"""A field of a thing at the end of a link: its key, where its term stands in the link's rows, how that is read, in which languages."""
EmitPage: TypeAlias = "Callable[[Reached, Answering], Any]"
EmitGroup: TypeAlias = "Callable[[Group, Groups, Answering], Any]"


def distinct(rows: Sequence[Row], place: int) -> list[Term]:
    """The terms that rows have in one place, each once."""
    if len(rows) == 1:
        return [] if (term := rows[0][place]) is None else [term]
    found: list[Term] = []
    for row in rows:
        if (term := row[place]) is not None and term not in found:
            found.append(term)
    return found


class Node:
    """A thing of one level: the rows of its single values, one row unless some of them turn out to be several.

    `cells` are what links lead to, or the rows of other properties, by slot.
    """

    __slots__ = ("cells", "done", "iri", "owner", "rows", "selection")

    def __init__(self, iri: str, selection: Selection) -> None:
        self.iri = self.owner = iri
        self.done: dict[str, Any] | None = None
        self.rows: list[Row] = []
        self.selection = selection
        self.cells: list[Any] = [None] * selection.slots

    def become(self, selection: Selection) -> None:
        """Be answered by this selection."""
        self.selection = selection
        self.cells = [None] * selection.slots


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client sends: a document's text, or the identifier of one that was persisted; `explain`: how it is answered is told too."""

    query: str
    variables: Mapping[str, Any] | None = None
    operation: str | None = None
    document: str | None = None
    explain: bool = False


@dataclass(slots=True)
class Answering:
    """What lasts as long as one answer: the store, how much of each capture may still be shown, and what stops it after its time.

    `past` are the store's earlier versions, `beside` answers from one of them within the same time and budget; `engine` evaluates saved
    queries, the store where there is none.
    """

    store: Store
    rights: Rights
    look: Callable[[], None]
    beside: Callable[[Store], Answerer]
    past: Past | None = None
    engine: Engine | None = None


@dataclass(slots=True)
class Key:
    """A value that a list is ordered by: its path from the thing, and how its terms become one comparable value.

    `beside` leads to the value from `?n`, the thing that the list belongs to, and `?s0` together. `apart` are patterns from `?s0` over
    `ends` links to the value, asked in a block of their own; with `count` the ends are counted. `rank`: it is the place in a search.
    """

    path: str
    read: Callable[[list[Term]], str | int | float | None]
    apart: str = ""
    ends: int = 0
    count: bool = False
    rank: bool = False
    beside: str = ""


class Sought(NamedTuple):
    """What a list is searched for: a text, and the class that is sought (None = any)."""

    text: str
    kind: str | None


@dataclass(slots=True)
class Grouping:
    """One grouping: `patterns` lead from `?s0`, a thing of the list, to `?g`, its value."""

    name: str
    patterns: str
    read: Callable[[Term], Any]
    first: int
    children: list[Selection] = field(default_factory=list)


@dataclass(slots=True)
class Step:
    """A link that is followed from every thing of a level.

    `patterns` lead from `?n` to `?s0`, the other end; `children` what is fetched of the other end, once for each place in the document that
    asks for it. `whole` names a link without conditions, whose long lists may be kept. With `count` only their number is wanted,
    and without `listed` not even that. `folded`: the fields of the few things at the other end, where all that they need comes with the
    link itself, and no level of their own is needed.
    """

    link: Link
    slot: int
    children: list[Selection] = field(default_factory=list)
    patterns: str = ""
    keys: list[Key] = field(default_factory=list)
    order: Order | None = None
    window: Window | None = None
    count: bool = False
    listed: bool = True
    whole: str = ""
    groupings: list[Grouping] = field(default_factory=list)
    sought: Sought | None = None
    folded: Sequence[Folded] = ()


@dataclass(slots=True)
class Selection:
    """What is wanted of the things of one level.

    `columns` are paths with one value (the first text among them may have several), fetched as one row a thing, in this order; `branches`
    paths with several values, and the slot of each. `concrete` is set where the level's things may be of any type: then their classes are
    fetched first, and each thing is answered by the selection of its own type. `owned` tells that the answer depends on the thing that
    led here. `sources` read captures whose rights count. `decided`: the slot of what readers said, which lies in other graphs.
    """

    kind: Type
    columns: list[str] = field(default_factory=list)
    branches: dict[str, int] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    emits: list[tuple[str, Emit]] = field(default_factory=list)
    concrete: dict[str, Selection] | None = None
    owned: bool = False
    sources: list[Read] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    decided: int | None = None
    slots: int = 0

    def slot(self) -> int:
        """A new slot."""
        self.slots += 1
        return self.slots - 1

    def decisions(self) -> int:
        """The slot of what readers said of each thing, which are claims."""
        if self.decided is None:
            self.decided = self.slot()
        return self.decided

    def column(self, path: str) -> int:
        """The place of a path's one value in the row of a thing (?b, columns …)."""
        if path not in self.columns:
            self.columns.append(path)
        return 1 + self.columns.index(path)

    def branch(self, path: str) -> Read:
        """What reads the several values of a path."""
        if path not in self.branches:
            self.branches[path] = self.slot()
        slot = self.branches[path]
        return lambda node: [term for row in node.cells[slot] or () if (term := row[1]) is not None]


class Group(NamedTuple):
    """A value, or the IRI of a thing, and how many things of the list have it."""

    value: str
    number: int


class Groups(NamedTuple):
    """The groups of one list that are asked for, and the things that they stand for by IRI, for each of the children."""

    groups: Sequence[Group]
    nodes: list[dict[str, Node]]


@dataclass(slots=True)
class Reached:
    """Where a connection led: a page, the things on it by IRI for each of the children, and the thing that it led from ("" = none)."""

    page: Page
    nodes: list[dict[str, Node]]
    owner: str = ""
    groups: list[Groups] = field(default_factory=list)


@dataclass(slots=True)
class Root:
    """A field of the query: where its things come from, and how the answer is made of them.

    `patterns` on `?s0` find things, or `iris` names them; `call` asks for something that is no thing. `whole` names a list whose order
    may be kept from one answer to the next.
    """

    key: str
    emit: Callable[[Any, Answering], Any]
    children: list[Selection] = field(default_factory=list)
    patterns: str = ""
    keys: list[Key] = field(default_factory=list)
    order: Order | None = None
    window: Window | None = None
    whole: str = ""
    count: bool = False
    listed: bool = True
    groupings: list[Grouping] = field(default_factory=list)
    sought: Sought | None = None
    iris: Callable[[Store], Sequence[str]] | None = None
    call: Callable[[Answering], Any] | None = None


@dataclass(slots=True)
class Plan:
    """A whole operation: its root fields in order, those of introspection answered already; and how many things were counted."""

    roots: list[Root] = field(default_factory=list)
    cost: int = 0


class Answerer(Protocol):
    """What answers a plan: see `api.graphql.levels.run.Run`."""

    answering: Answering

    def answer(self, plan: Plan) -> tuple[dict[str, Any], list[tuple[str, Exception]]]:
        """The data, and what went wrong with single root fields by their key."""
