"""Documents drawn from the schema itself, every field and argument of it: each is answered, or refused in words of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from asked import filled
from engines import opened
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_required_argument,
    is_union_type,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.graphql.answer import Answerer, Asked
from api.graphql.schema import core

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

TEXTS = ['"post-npm"', '"alberta"', '"CA"', '"bearsOn"', '""', '"de-AT"', '"Work"', '"é("', '"https://w3id.org/govgraph/id/work/one"']
SCALARS = {
    "Int": ["0", "1", "3", "2015", "-1"],
    "Float": ["0.5", "1e3"],
    "Boolean": ["true", "false"],
    "JSON": ['{theory: "post-npm"}', "3"],
}
NAMED = ["Work", "Author", "Concept", "Venue", "Claim"]
CURSORS = {"after", "before"}
"""Drawn ones would be refused nearly always; the tests of pages have them."""


def value(chance: Random, kind: Any, depth: int = 3) -> str:
    if isinstance(kind, GraphQLNonNull):
        return value(chance, kind.of_type, depth)
    if isinstance(kind, GraphQLList):
        return f"[{', '.join(value(chance, kind.of_type, depth) for _ in range(chance.randint(0, 2)))}]"
    if isinstance(kind, GraphQLEnumType):
        return chance.choice(list(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        fields = chance.sample(list(kind.fields.items()), min(len(kind.fields), chance.choice([1, 1, 1, 2]))) if depth else []
        return f"{{{', '.join(f'{name}: {value(chance, one.type, depth - 1)}' for name, one in fields)}}}"
    return chance.choice(SCALARS.get(kind.name, TEXTS))


def selection(chance: Random, kind: Any, depth: int) -> str:
    kind = get_named_type(kind)
    if is_leaf_type(kind):
        return ""
    parts = ["__typename"]
    fields = {} if is_union_type(kind) else kind.fields
    for name, field in chance.sample(list(fields.items()), min(len(fields), chance.randint(1, 4))):
        if depth or is_leaf_type(get_named_type(field.type)):
            given = {n: a for n, a in field.args.items() if n not in CURSORS and (is_required_argument(a) or chance.random() < 0.3)}
            if {"id", "slug"} == set(field.args) and not given:
                given = {"slug": field.args["slug"]}
            arguments = ", ".join(f"{n}: {value(chance, a.type)}" for n, a in given.items())
            parts.append(f"{name}{arguments and f'({arguments})'}{selection(chance, field.type, max(0, depth - 1))}")
    if is_abstract_type(kind) and depth and chance.random() < 0.4:
        among = core().get_possible_types(kind)
        other = core().type_map[chance.choice([name for name in NAMED if core().type_map[name] in among])]
        parts.append(f"... on {other.name}{selection(chance, other, depth - 1)}")
    return f" {{ {' '.join(parts)} }}"


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    with opened("memory", tmp_path_factory.mktemp("fuzz")) as store:
        yield Answerer(filled(store))


def answered(answerer: Answerer, chance: Random) -> None:
    query = selection(chance, core().query_type, chance.randint(3, 6))
    answer = answerer.answer(Asked(query))
    assert len(answer.errors) <= 10
    assert not any("something went wrong" in error["message"] for error in answer.errors), query
    assert answer.refused or answer.data is not None, query


QUIET = [HealthCheck.too_slow]


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=QUIET)
@given(chance=st.randoms(use_true_random=True))
def test_documents(answerer: Answerer, chance: Random) -> None:
    answered(answerer, chance)


@pytest.mark.long
@settings(max_examples=5_000, deadline=None, derandomize=True, suppress_health_check=QUIET)
@given(chance=st.randoms(use_true_random=True))
def test_five_thousand_documents(answerer: Answerer, chance: Random) -> None:
    answered(answerer, chance)
