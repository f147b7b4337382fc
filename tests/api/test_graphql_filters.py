"""How filters are put together where nothing is named, and where something is: what keeps them quick on a large store."""

from __future__ import annotations

from typing import Any

import pytest

from api.graphql.compilation.filters import Conditions
from api.graphql.shape import shape
from ontology import terms

GOV = terms.GOV
TYPE = f"?s0 a <{GOV}Work> ."
TITLE = {"title": {"contains": "x"}}
NAMED = {"mentions": {"some": {"slug": {"eq": "post-npm"}}}}
READ_ONCE = f'{{ SELECT ?s0 WHERE {{ ?s0 <{GOV}title> ?w1 . FILTER(CONTAINS(STR(?w1), "x")) }} }}'


def compiled(where: dict[str, Any]) -> str:
    return Conditions().compile(shape()["Work"], where, "?s0").text(TYPE)


def test_a_comparison_that_names_nothing_reads_its_property_once() -> None:
    assert compiled(TITLE) == f"{TYPE} {READ_ONCE}"


def test_beside_something_named_comparisons_are_joined_flat() -> None:
    assert "SELECT" not in compiled({**TITLE, **NAMED})
    assert "SELECT" not in compiled({"doi": {"eq": "10.1/x"}, **TITLE})


@pytest.mark.parametrize("where", [{"label": {"contains": "x"}}, {"sources": {"some": {}}}])
def test_what_things_of_every_type_have_is_never_read_as_a_whole(where: dict[str, Any]) -> None:
    assert "SELECT" not in compiled(where)


def test_links_that_name_nothing_are_sets_of_their_own() -> None:
    text = compiled({"authors": {"some": {"orcid": {"startsWith": "0000"}}}})
    inner = f'{{ SELECT ?w1 WHERE {{ ?w1 <{GOV}orcid> ?w2 . FILTER(STRSTARTS(STR(?w2), "0000")) }} }}'
    assert text == f"{TYPE} {{ SELECT DISTINCT ?s0 WHERE {{ ?s0 <{GOV}hasAuthor> ?w1 . {inner} }} }}"


def test_alternatives_and_what_must_not_be_do_without_the_type() -> None:
    assert compiled({"or": [TITLE, TITLE]}).count(TYPE) == 1
    assert compiled({"not": TITLE}).count(TYPE) == 1
    assert compiled({"or": [{"not": TITLE}]}).count(TYPE) == 2, "an alternative that only takes away begins with all of the type"
