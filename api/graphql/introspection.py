"""Questions about the schema itself, which graphql-core answers: each operation may ask for as much as tools do, and half as much again."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    execute_sync,
    get_introspection_query,
    parse,
)
from graphql.language import DocumentNode, SelectionSetNode

from api.graphql.levels.plan import Answering, Root
from api.graphql.schema import core

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FIELDS = ("__schema", "__type")
_MANY = {"fields": 3, "inputFields": 3.5, "enumValues": 1.7, "possibleTypes": 0.3, "args": 1.8, "interfaces": 0.3, "ofType": 0.5}
"""How many of each there are on the average; `directives` are few."""
AT_MOST = 1.5
"""How much may be asked for, as a share of what a tool asks that wants to know all."""


class Introspection:
    """What one operation asks about the schema."""

    def __init__(self, document: DocumentNode, chosen: OperationDefinitionNode, variables: Mapping[str, Any] | None) -> None:
        self._chosen, self._variables = chosen, dict(variables or {})
        self._rest = [one for one in document.definitions if not isinstance(one, OperationDefinitionNode)]
        self._size = _Size(document)
        self._asked = 0.0

    def root(self, key: str, nodes: Sequence[FieldNode]) -> Root | None:
        """A root field about the schema; None for any other.

        Raises:
            GraphQLError: the operation asks for more than half as much again as the whole schema.
        """
        if nodes[0].name.value not in FIELDS:
            return None
        self._asked += sum(self._size.of(node.selection_set) for node in nodes)
        if self._asked > AT_MOST * _whole():
            raise GraphQLError("this asks for more than half as much again as the whole schema: ask for less of it, or use fewer aliases")
        alone = replace(self._chosen, selection_set=SelectionSetNode(selections=tuple(nodes)))
        about = DocumentNode(definitions=(alone, *self._rest))

        def call(_: Answering) -> Any:  # asked each time: the answer is large, and plans are kept
            result = execute_sync(core(), about, variable_values=self._variables)
            if result.errors:
                raise result.errors[0]
            return (result.data or {})[key]

        return Root(key, lambda called, _: called, call=call)


class _Size:
    """About how many values a selection on the schema answers with."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
        self._known: dict[str, float] = {}

    def of(self, selections: SelectionSetNode | None) -> float:
        return sum(map(self._one, selections.selections)) if selections else 0

    def _one(self, one: Any) -> float:
        if isinstance(one, FragmentSpreadNode):
            name = one.name.value
            if name not in self._known:  # no fragment leads back to itself in a document that was read
                self._known[name] = self.of(self._fragments[name].selection_set)
            return self._known[name]
        inner = self.of(one.selection_set)
        if not isinstance(one, FieldNode):
            return inner
        many = len(core().type_map) if one.name.value == "types" else _MANY.get(one.name.value, 1)
        return many * (1 + inner)


@cache
def _whole() -> float:
    """The size of what tools ask."""
    asked = get_introspection_query(
        specified_by_url=True, directive_is_repeatable=True, schema_description=True, input_value_deprecation=True
    )
    document = parse(asked)
    return next(_Size(document).of(one.selection_set) for one in document.definitions if isinstance(one, OperationDefinitionNode))
