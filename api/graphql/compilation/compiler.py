"""An operation → its plan: fragments, variables and directives resolved, the cost counted, each level's fetch written down."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLIncludeDirective,
    GraphQLSkipDirective,
    InlineFragmentNode,
    get_argument_values,
    get_directive_values,
)

from api.graphql.compilation import decisions, derivations
from api.graphql.compilation.derivations import COST as DERIVATION
from api.graphql.compilation.filters import Conditions
from api.graphql.levels import showing
from api.graphql.levels.emit import folded, kind_of, value_of
from api.graphql.levels.grouping import COST as GROUPING
from api.graphql.levels.grouping import grouping
from api.graphql.levels.keying import order_of, ranked
from api.graphql.levels.paging import DEFAULT_PAGE, Order, Window
from api.graphql.levels.patterns import FOUND, THINGS, THOSE, Around, Rank
from api.graphql.levels.plan import FOUND_AT_MOST, Key, Selection, Sought, Step
from api.graphql.schema import core
from api.graphql.shape import ENTITY, Kind, Link, Type, Value, covers, shape, sought_as
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphql import DocumentNode, SelectionSetNode
    from graphql.execution.values import VariableValues

    from api.graphql.levels.plan import Answering, Emit, EmitGroup, EmitPage, Grouping, Reached, Root
    from graph.store import Term

COST = 5_000
_NUMBERED = f"{THOSE} ?n <{terms.HAS_CONTRIBUTION}> ?h . ?h <{terms.CONTRIBUTOR}> ?s0 ; <{terms.ORDINAL}>"
"""Leads to the numbers that works give their contributors."""
LISTED = 3
"""How many things a short list is taken to have when the cost is counted."""


class Compiler:
    """The compiler of one operation with its variables."""

    def __init__(self, document: DocumentNode, variables: VariableValues) -> None:
        self._fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
        self._variables = variables
        self._schema = core()
        self.conditions = Conditions()
        self.cost = 0

    def spend(self, number: int) -> int:
        """Count things that the answer may have.

        Raises:
            GraphQLError: they are too many.
        """
        self.cost += number
        if self.cost > COST:
            raise GraphQLError(f"the answer may have more than {COST} things in it: ask for smaller pages or fewer levels")
        return number

    def collect(self, type_name: str, sets: Iterable[SelectionSetNode | None]) -> dict[str, list[FieldNode]]:
        """The fields wanted of a type by response key, in the order of the document."""
        found: dict[str, list[FieldNode]] = {}
        for selections in sets:
            for one in selections.selections if selections else ():
                if self._left_out(one):
                    continue
                if isinstance(one, FieldNode):
                    found.setdefault(one.alias.value if one.alias else one.name.value, []).append(one)
                    continue
                part = self._part(one)
                condition = part.type_condition.name.value if part.type_condition else type_name
                if covers(condition, type_name):
                    for key, nodes in self.collect(type_name, [part.selection_set]).items():
                        found.setdefault(key, []).extend(nodes)
        return found

    def _part(self, one: Any) -> Any:
        """The fragment that a selection which is no field stands for."""
        return one if isinstance(one, InlineFragmentNode) else self._fragments[one.name.value]

    def _left_out(self, node: Any) -> bool:
        if not node.directives:
            return False
        skip = get_directive_values(GraphQLSkipDirective, node, self._variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self._variables)
        return bool(skip and skip["if"]) or bool(include and not include["if"])

    def arguments(self, type_name: str, node: FieldNode) -> dict[str, Any]:
        """A field's arguments, variables put in."""
        definition = self._schema.type_map[type_name].fields[node.name.value]  # type: ignore[attr-defined] # only types with fields are asked
        return get_argument_values(definition, node, self._variables)

    def selection(self, kind: Type, sets: list[SelectionSetNode | None], times: int, *, unsure: bool = False) -> Selection:
        """What is wanted of things of a type that may occur so many times; `unsure` whether they exist at all."""
        if not kind.members or not (unsure or self._of_some_type(kind.name, sets)):
            return self._of_type(kind, sets, times)
        concrete: dict[str, Selection] = {}
        before, counted = (self.cost, self.conditions.count), (self.cost, self.conditions.count)
        for name in kind.members:  # a thing has one type: the dearest one counts
            self.cost, self.conditions.count = before
            concrete[name] = self._of_type(shape()[name], sets, times)
            counted = max(counted[0], self.cost), max(counted[1], self.conditions.count)
        self.cost, self.conditions.count = counted
        return Selection(kind, concrete=concrete, slots=1)

    def _of_some_type(self, name: str, sets: Iterable[SelectionSetNode | None]) -> bool:
        """Whether the fields wanted of a thing of an abstract type depend on what it is."""
        for selections in sets:
            for one in selections.selections if selections else ():
                if isinstance(one, FieldNode):
                    if one.name.value == "__typename":
                        return True
                    continue
                part = self._part(one)
                if not covers(part.type_condition.name.value if part.type_condition else name, name):
                    return True
                if self._of_some_type(name, [part.selection_set]):
                    return True
        return False

    def _of_type(self, kind: Type, sets: list[SelectionSetNode | None], times: int) -> Selection:
        selection = Selection(kind)
        for key, nodes in self.collect(kind.name, sets).items():
            name = nodes[0].name.value
            if name == "__typename":
                selection.emits.append((key, showing.constant(kind.name)))
                continue
            if name not in kind.fields:  # what readers decided is no property of the claim
                selection.emits.append((key, decisions.of_claim(self, selection, nodes, times)))
                continue
            field = kind.fields[name]
            given = self.arguments(ENTITY if kind.union else kind.name, nodes[0])
            if isinstance(field, Value):
                selection.emits.append((key, value_of(selection, field, given.get("languages") or ())))
            elif isinstance(field, Kind):
                selection.emits.append((key, kind_of(selection, field)))
            else:
                selection.emits.append((key, self._link(selection, field, given, nodes, times)))
        return selection

    def _link(self, selection: Selection, link: Link, given: Mapping[str, Any], nodes: list[FieldNode], times: int) -> Emit:
        target, sets = shape()[link.target], [node.selection_set for node in nodes]
        if given.get("unchecked"):
            link = replace(link, checked=False)
        step = Step(link, selection.slot())
        selection.steps.append(step)
        if link.form == "connection":
            around = f"{link.pattern('?n', '?s0')} {self.seek(target, given, step)}"
            where = self.conditions.compile(target, given.get("where"), "?s0", Around(f"{THOSE} {around}", named=True))
            step.patterns = where.text(f"{THINGS} {around}", Rank.GIVEN)
            step.whole = "" if where.text() or step.sought else link.pattern("?n", "?s0")
            step.order, step.keys = ranked() if step.sought and not given.get("orderBy") else order_of(target, given.get("orderBy"))
            step.window = Window.of(given, step.order)
            emits = self.connection(target, step, sets, times)
            return showing.connected(step.slot, emits)
        step.patterns = f"{THINGS} {link.pattern('?n', '?s0')}"
        step.keys = [Key("", _number, beside=_NUMBERED) if path == "ordinal" else Key(f"<{path}>", _comparable) for path in link.order]
        step.order = Order(tuple((path, False) for path in link.order))
        step.children.append(self.selection(target, sets, self.spend(times * (LISTED if link.form == "list" else 1))))
        child = step.children[0]
        step.folded = [] if child.concrete is not None else folded(child, 1 + len(step.keys))
        if step.folded:
            return showing.folded_list(step.slot) if link.form == "list" else showing.folded_single(step.slot)
        return (showing.listed if link.form == "list" else showing.single)(step.slot)

    def seek(self, target: Type, given: Mapping[str, Any], into: Root | Step) -> str:
        """The pattern of what a search finds, which a list learns of; "" where nothing is searched for."""
        text = given.get("search")
        if text is None:
            return ""
        self.spend(FOUND_AT_MOST)
        into.sought = Sought(text, sought_as(target))
        return f"VALUES ?s0 {{ {FOUND} }}"

    def connection(self, target: Type, into: Root | Step, sets: list[SelectionSetNode | None], times: int) -> list[tuple[str, EmitPage]]:
        """What is wanted of a connection that begins an answer or ends a link, which learns of it."""
        name, order, window = f"{target.name}Connection", into.order, into.window
        assert order is not None
        assert window is not None
        emits: list[tuple[str, EmitPage]] = []
        fields = self.collect(name, sets)
        wanted = {nodes[0].name.value for nodes in fields.values()}
        into.count, into.listed = wanted.isdisjoint({"edges", "pageInfo"}), not wanted.isdisjoint({"edges", "pageInfo", "totalCount"})
        for key, nodes in fields.items():
            inner = [node.selection_set for node in nodes]
            field = nodes[0].name.value
            if field == "__typename":
                emits.append((key, showing.constant(name)))
            elif field == "totalCount":
                emits.append((key, lambda reached, _: reached.page.total))
            elif field == "pageInfo":
                emits.append((key, self.page_info(order, inner)))
            elif field == "groupBy":
                emits.append((key, self._grouped(target, nodes, times, into.groupings)))
            else:
                emits.append((key, self._edges(target, into, inner, self.spend(times * window.size))))
        return emits

    def _grouped(self, target: Type, nodes: list[FieldNode], times: int, groupings: list[Grouping]) -> EmitPage:
        given = self.arguments(f"{target.name}Connection", nodes[0])
        field, first = target.fields[given["field"].name], given.get("first")
        if first is not None and first < 0:
            raise GraphQLError(f"'first' is {first}; it has to be 0 or more")
        made = grouping(field, DEFAULT_PAGE if first is None else first)
        place = len(groupings)
        groupings.append(made)
        self.spend(GROUPING)
        things = self.spend(times * made.first)
        told: dict[str, EmitGroup] = {"value": lambda group, *_: group.value, "count": lambda group, *_: group.number}
        emits: list[tuple[str, EmitGroup]] = []
        for key, inner in self.collect("Group", [node.selection_set for node in nodes]).items():
            name = inner[0].name.value
            if name == "node" and isinstance(field, Link):
                made.children.append(self.selection(shape()[field.target], [node.selection_set for node in inner], things))
                emits.append((key, showing.member(len(made.children) - 1)))
            else:
                emits.append((key, told.get(name) or showing.constant(None if name == "node" else "Group")))

        def emit(reached: Reached, answering: Answering) -> list[dict[str, Any]]:
            found = reached.groups[place]
            return [{key: read(group, found, answering) for key, read in emits} for group in found.groups]

        return emit

    def _edges(self, target: Type, into: Root | Step, sets: list[SelectionSetNode | None], times: int) -> EmitPage:
        name, order, children = f"{target.name}Edge", into.order, into.children
        assert order is not None
        emits: list[tuple[str, Any]] = []
        fields = self.collect(name, sets)
        for key, nodes in fields.items():
            field = nodes[0].name.value
            if field == "node":
                children.append(self.selection(target, [node.selection_set for node in nodes], times))
                if len(fields) == 1:
                    return showing.nodes_alone(key, len(children) - 1)
                emits.append((key, showing.node(len(children) - 1)))
            elif field == "cursor":
                emits.append((key, lambda entry, *_: order.cursor(entry)))
            elif field == "why":
                emits.append((key, self._why(into, nodes, times)))
            else:
                emits.append((key, showing.constant(name)))

        def emit(reached: Reached, answering: Answering) -> list[dict[str, Any]]:
            return [{key: told(entry, reached, answering) for key, told in emits} for entry in reached.page.entries]

        return emit

    def _why(self, into: Root | Step, nodes: list[FieldNode], times: int) -> Any:
        """Why a link stands; null where no link leads to the list."""
        if not isinstance(into, Step):
            return showing.constant(None)
        self.spend(times * DERIVATION)
        emit = derivations.of_link(into.link, derivations.told(self.collect, nodes))
        return lambda entry, reached, answering: emit(reached.owner, entry.iri, answering)

    def page_info(self, order: Order, sets: list[SelectionSetNode | None]) -> EmitPage:
        """What comes before and after a page."""
        read: dict[str, Any] = {
            "__typename": lambda _: "PageInfo",
            "hasNextPage": lambda page: page.following,
            "hasPreviousPage": lambda page: page.previous,
            "startCursor": lambda page: order.cursor(page.entries[0]) if page.entries else None,
            "endCursor": lambda page: order.cursor(page.entries[-1]) if page.entries else None,
        }
        wanted = [(key, read[nodes[0].name.value]) for key, nodes in self.collect("PageInfo", sets).items()]
        return lambda reached, _: {key: told(reached.page) for key, told in wanted}


def _number(found: list[Term]) -> int | None:
    if len(found) == 1:
        return int(text) if (text := found[0].value).isdigit() else None
    return min([int(text) for term in found if (text := term.value).isdigit()], default=None)


def _comparable(found: list[Term]) -> str | int | None:
    text = min((term.value for term in found), default=None)
    return int(text) if text is not None and text.isdigit() else text
