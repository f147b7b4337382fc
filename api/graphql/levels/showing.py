"""From things that were reached to their answers, as lists, connections and groups have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api.graphql.levels.paging import Entry
    from api.graphql.levels.plan import Answering, Emit, EmitGroup, EmitPage, Node, Reached


def shown(node: Node | None, answering: Answering, owner: str = "") -> dict[str, Any] | None:
    """The answer for a thing; None where there is none, or it is of no type of ours."""
    if node is None or (selection := node.selection).concrete is not None:
        return None
    if selection.owned:
        node.owner = owner or node.iri
    elif node.done is not None:
        return node.done
    node.done = {key: emit(node, answering) for key, emit in selection.emits}
    return node.done


def member(place: int) -> EmitGroup:
    """The thing that a group stands for; `place`: of which of the children."""
    return lambda group, found, answering: shown(found.nodes[place].get(group.value), answering)


def constant(value: str | None) -> Any:
    """The same for all, such as the name of their type."""
    return lambda *_: value


def node(place: int) -> Any:
    """The thing of an edge; `place`: of which of the children."""

    def emit(entry: Entry, reached: Reached, answering: Answering) -> dict[str, Any] | None:
        return shown(reached.nodes[place].get(entry.iri), answering, reached.owner)

    return emit


def nodes_alone(key: str, place: int) -> EmitPage:
    """Edges of which nothing but the things is wanted, as is usual."""

    def emit(reached: Reached, answering: Answering) -> list[dict[str, Any]]:
        known, owner = reached.nodes[place], reached.owner
        return [{key: shown(known.get(iri), answering, owner)} for iri, _ in reached.page.entries]

    return emit


def connected(slot: int, emits: list[tuple[str, EmitPage]]) -> Emit:
    """The connection in a slot."""

    def emit(node: Node, answering: Answering) -> dict[str, Any]:
        reached = node.cells[slot]
        return {key: told(reached, answering) for key, told in emits}

    return emit


def listed(slot: int) -> Emit:
    """The list of things in a slot."""

    def emit(node: Node, answering: Answering) -> list[dict[str, Any]]:
        made = [shown(one, answering, node.iri) for one in node.cells[slot] or ()]
        return [one for one in made if one is not None]

    return emit


def folded_list(slot: int) -> Emit:
    """The list of answers that came with a link."""
    return lambda node, _: node.cells[slot] or []


def folded_single(slot: int) -> Emit:
    """The one answer that came with a link."""
    return lambda node, _: node.cells[slot][0] if node.cells[slot] else None


def single(slot: int) -> Emit:
    """The one thing in a slot."""
    return lambda node, answering: shown(node.cells[slot][0], answering, node.iri) if node.cells[slot] else None
