"""What readers decided of a claim, as a field: who, when and why, in the words of PROV, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from api.graphql.levels import showing
from api.graphql.levels.paging import Entry, Order, Window
from api.graphql.levels.plan import Reached
from graph.decisions.judging import note_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from graphql import FieldNode, SelectionSetNode

    from api.graphql.levels.plan import Answering, Emit, EmitPage, Node, Selection
    from graph.decisions.judging import Said


class Compiling(Protocol):
    """What the compiler of an operation gives: see `api.graphql.compilation.compiler.Compiler`."""

    def spend(self, number: int) -> int:
        """Count things that the answer may have."""

    def collect(self, type_name: str, sets: Iterable[SelectionSetNode | None]) -> dict[str, list[FieldNode]]:
        """The fields wanted of a type by response key."""

    def arguments(self, type_name: str, node: FieldNode) -> dict[str, Any]:
        """A field's arguments, variables put in."""

    def page_info(self, order: Order, sets: list[SelectionSetNode | None]) -> EmitPage:
        """What comes before and after a page."""


ORDER = Order((("endedAtTime", True),))


def _id(word: Said) -> str:
    return note_of(word.claim, word.reader)[1:-1]


_READ: Mapping[str, Callable[[Said], Any]] = {
    "__typename": lambda _: "Decision",
    "id": _id,
    "verdict": lambda word: word.verdict.upper(),
    "wasAssociatedWith": lambda word: word.reader or None,
    "endedAtTime": lambda word: word.when or None,
    "reason": lambda word: word.reason or None,
    "used": lambda word: word.claim,
    "generated": lambda word: word.instead or None,
}


def of_claim(compiler: Compiling, selection: Selection, nodes: list[FieldNode], times: int) -> Emit:
    """Fetch the decisions with the level, and show a page of them."""
    slot = selection.decisions()
    window = Window.of(compiler.arguments("Claim", nodes[0]), ORDER)
    compiler.spend(times * window.size)
    emits: list[tuple[str, Callable[[Reached, Mapping[str, Said], Answering], Any]]] = []
    for key, inner in compiler.collect("DecisionConnection", [node.selection_set for node in nodes]).items():
        sets, field = [node.selection_set for node in inner], inner[0].name.value
        if field == "edges":
            emits.append((key, _edges(compiler, sets)))
        elif field == "pageInfo":
            emits.append((key, _plain(compiler.page_info(ORDER, sets))))
        elif field == "totalCount":
            emits.append((key, lambda reached, *_: reached.page.total))
        else:
            emits.append((key, showing.constant("DecisionConnection")))

    def emit(node: Node, answering: Answering) -> dict[str, Any]:
        words = {_id(word): word for word in node.cells[slot]}
        entries = [Entry(iri, (word.when or None,)) for iri, word in words.items()]
        ORDER.sort(entries)
        reached = Reached(window.page(entries, ORDER), [], node.iri)
        return {key: told(reached, words, answering) for key, told in emits}

    return emit


def _plain(emit: EmitPage) -> Callable[[Reached, Mapping[str, Said], Answering], Any]:
    return lambda reached, _, answering: emit(reached, answering)


def _edges(compiler: Compiling, sets: list[SelectionSetNode | None]) -> Callable[[Reached, Mapping[str, Said], Answering], Any]:
    emits: list[tuple[str, Callable[[Entry, Mapping[str, Said]], Any]]] = []
    for key, inner in compiler.collect("DecisionEdge", sets).items():
        field = inner[0].name.value
        if field == "node":
            emits.append((key, _node(compiler, [node.selection_set for node in inner])))
        elif field == "cursor":
            emits.append((key, lambda entry, _: ORDER.cursor(entry)))
        else:
            emits.append((key, showing.constant("DecisionEdge")))
    return lambda reached, words, _: [{key: told(entry, words) for key, told in emits} for entry in reached.page.entries]


def _node(compiler: Compiling, sets: list[SelectionSetNode | None]) -> Callable[[Entry, Mapping[str, Said]], Any]:
    wanted = [(key, _READ[inner[0].name.value]) for key, inner in compiler.collect("Decision", sets).items()]
    return lambda entry, words: {key: read(words[entry.iri]) for key, read in wanted}
