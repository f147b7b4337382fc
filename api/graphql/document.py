"""A GraphQL document: read, held within its limits and validated before anything is planned; valid ones are kept."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    parse,
    validate,
)

from api.graphql.schema import core

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import SelectionSetNode

LENGTH = 20_000
TOKENS = 2_000
NESTING = 60
DEPTH = 18
FIELDS = 500
ALIASES = 30
DIRECTIVES = 50
ERRORS = 10
_TEXT = re.compile(r'"""(?:\\"""|(?!""").)*"""|"(?:\\.|[^"\\\n])*"|#[^\n]*', re.DOTALL)


class RefusedError(Exception):
    """A document that is not answered; with at most `ERRORS` reasons. `unsafe`: it asks for more than to be told something."""

    def __init__(self, errors: list[GraphQLError], *, unsafe: bool = False) -> None:
        super().__init__("; ".join(error.message for error in errors[:ERRORS]))
        self.errors = errors[:ERRORS]
        self.unsafe = unsafe


def refuse(reason: str, *, code: str = "", unsafe: bool = False) -> RefusedError:
    """One reason to refuse a document, with a code for programs where they can do something about it."""
    return RefusedError([GraphQLError(reason, extensions={"code": code} if code else None)], unsafe=unsafe)


@lru_cache(maxsize=100)
def read(text: str) -> DocumentNode:
    """A valid document within the limits.

    Raises:
        RefusedError: it is too large, cannot be parsed or is not valid; a refusal by size comes before anything is read.
    """
    if len(text) > LENGTH:
        raise refuse(f"the document has {len(text)} characters; at most {LENGTH} are read")
    deepest = _nesting(text)
    if deepest > NESTING:
        raise refuse(f"braces are nested {deepest} deep; at most {NESTING} are read, and {DEPTH} levels of fields")
    try:
        document = parse(text, max_tokens=TOKENS, allow_empty_selection_sets=False)
    except GraphQLError as error:
        raise RefusedError([error]) from error
    _Limits(document).check()
    errors = validate(core(), document, max_errors=ERRORS, allow_empty_selection_sets=False)
    if errors:
        raise RefusedError(errors)
    return document


def _nesting(text: str) -> int:
    """How deep braces are nested, strings and comments left out: the parser would call itself as often."""
    depth = deepest = 0
    for mark in re.finditer(r"[{}\[\]()]", _TEXT.sub(" ", text)):
        depth += 1 if mark[0] in "{[(" else -1
        deepest = max(deepest, depth)
    return deepest


class _Limits:
    """What one document asks for, its fragments counted where they are spread."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
        self._operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
        self._known: dict[str, tuple[int, int, int, int]] = {}
        self._open: set[str] = set()

    def check(self) -> None:
        """Refuse what is over a limit.

        Raises:
            RefusedError: with the limit and what was asked for.
        """
        if any(one.operation is not OperationType.QUERY for one in self._operations):
            raise refuse("only queries are answered here: there are no mutations and no subscriptions", unsafe=True)
        for one in self._operations:
            depth, fields, aliases, directives = self._size(one.selection_set)
            told = {
                f"fields are nested {depth} deep; at most {DEPTH} levels are answered": depth > DEPTH,
                f"{fields} fields are asked for; at most {FIELDS} are answered": fields > FIELDS,
                f"{aliases} aliases are used; at most {ALIASES} are answered": aliases > ALIASES,
                f"{directives} directives are used; at most {DIRECTIVES} are read": directives > DIRECTIVES,
            }
            for reason, over in told.items():
                if over:
                    raise refuse(reason)

    def _size(self, selections: SelectionSetNode) -> tuple[int, int, int, int]:
        """Depth, fields, aliases and directives of a selection."""
        depth = fields = aliases = directives = 0
        for one in selections.selections:
            directives += len(one.directives or ())
            if isinstance(one, FieldNode):
                inner = (0, 0, 0, 0)
                if one.selection_set and not one.name.value.startswith("__"):  # introspection has a limit of its own in validation
                    inner = self._size(one.selection_set)
                sizes = (inner[0] + 1, inner[1] + 1, inner[2] + bool(one.alias), inner[3])
            elif isinstance(one, InlineFragmentNode):
                sizes = self._size(one.selection_set)
            else:
                assert isinstance(one, FragmentSpreadNode)
                sizes = self._fragment(one.name.value)
            depth = max(depth, sizes[0])
            fields, aliases, directives = fields + sizes[1], aliases + sizes[2], directives + sizes[3]
        return depth, fields, aliases, directives

    def _fragment(self, name: str) -> tuple[int, int, int, int]:
        if name in self._open:
            raise refuse(f"the fragment '{name}' leads back to itself")
        if name not in self._fragments:
            return 0, 0, 0, 0  # validation tells
        if name not in self._known:
            self._open.add(name)
            self._known[name] = self._size(self._fragments[name].selection_set)
            self._open.discard(name)
        return self._known[name]


def operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """The operation of that name, or the only one.

    Raises:
        RefusedError: there is no such operation, or there are several and none is named.
    """
    found: Mapping[str | None, OperationDefinitionNode] = {
        one.name.value if one.name else None: one for one in document.definitions if isinstance(one, OperationDefinitionNode)
    }
    if name:
        if name not in found:
            raise refuse(f"the document has no operation '{name}'")
        return found[name]
    if len(found) != 1:
        raise refuse("the document has several operations: say which in operationName")
    return next(iter(found.values()))
