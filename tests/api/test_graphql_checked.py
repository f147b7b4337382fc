"""What follows from claims that a program found and nobody has checked is shown to those who ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from asked import ID, Questions, filled
from engines import opened

from graph.store import RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Questions]:
    """Ada's claim on post-npm was stated in its source; that on counters a program found."""
    with opened("memory", tmp_path_factory.mktemp("checked")) as store:
        filled(store)
        store.load([f"<{ID}person/ada> <{terms.ENGAGES_WITH}> <{ID}concept/counters> <{RESOLVED}> .\n".encode()])
        yield Questions(store)


@pytest.mark.parametrize(
    ("argument", "slugs"), [("", ["post-npm"]), ("(unchecked: false)", ["post-npm"]), ("(unchecked: true)", ["counters", "post-npm"])]
)
def test_authors_engage_with_what_was_checked_unless_asked_otherwise(asked: Questions, argument: str, slugs: list[str]) -> None:
    query = f'{{ author(slug: "ada") {{ engagesWith{argument} {{ totalCount edges {{ node {{ slug }} }} }} }} }}'
    found = asked.data(query)["author"]["engagesWith"]
    assert [edge["node"]["slug"] for edge in found["edges"]] == slugs
    assert found["totalCount"] == len(slugs)


def test_both_can_be_asked_for_beside_each_other(asked: Questions) -> None:
    query = '{ author(slug: "ada") { engagesWith { totalCount } all: engagesWith(unchecked: true) { totalCount } } }'
    assert asked.data(query)["author"] == {"engagesWith": {"totalCount": 1}, "all": {"totalCount": 2}}


@pytest.mark.parametrize(
    ("concept", "condition", "slugs"),
    [("post-npm", "some", ["ada"]), ("counters", "some", []), ("counters", "every", ["bo", "bo2", "office"]), ("counters", "none", None)],
)
def test_conditions_go_by_what_was_checked(asked: Questions, concept: str, condition: str, slugs: list[str] | None) -> None:
    query = f'{{ authors(where: {{engagesWith: {{{condition}: {{slug: {{eq: "{concept}"}}}}}}}}) {{ edges {{ node {{ slug }} }} }} }}'
    everybody = [edge["node"]["slug"] for edge in asked.data("{ authors { edges { node { slug } } } }")["authors"]["edges"]]
    found = [edge["node"]["slug"] for edge in asked.data(query)["authors"]["edges"]]
    assert found == (everybody if slugs is None else [slug for slug in slugs if slug in everybody])


def test_orders_and_groups_go_by_what_was_checked(asked: Questions) -> None:
    query = """{ authors(orderBy: {engagesWith: {count: DESC}}, first: 1) {
      groupBy(field: engagesWith) { value count } edges { node { slug } } } }"""
    found = asked.data(query)["authors"]
    assert found["groupBy"] == [{"value": f"{ID}concept/post-npm", "count": 1}]
    assert found["edges"] == [{"node": {"slug": "ada"}}]
