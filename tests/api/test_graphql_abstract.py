"""Interfaces and unions: links that lead to things of several types, each asked for what its own type has, all in one query a level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from asked import ID, Questions, filled
from engines import opened
from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLUnionType

from api.graphql.schema import core
from api.graphql.shape import covers, shape
from graph.store import RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTRIBUTORS = {"one": ["person/ada", "person/bo"], "two": ["person/ada"], "three": ["organisation/office", "person/bo"]}
BORNE_OUT = {"open-10-40": ["case/one-alberta", "organisation/office", "reform/merger"]}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Questions]:
    with opened("memory", tmp_path_factory.mktemp("abstract")) as store:
        filled(store)
        lines = [f"<{ID}work/{work}> <{terms.HAS_CONTRIBUTOR}> <{ID}{end}>" for work, ends in CONTRIBUTORS.items() for end in ends]
        lines += [f"<{ID}{thing}> <{terms.EVIDENCED_BY}> <{ID}evidence/{at}>" for at, things in BORNE_OUT.items() for thing in things]
        store.load(f"{line} <{RESOLVED}> .\n".encode() for line in lines)
        yield Questions(store)


def nodes(connection: dict[str, Any]) -> list[dict[str, Any]]:
    return [edge["node"] for edge in connection["edges"]]


def test_contributors_are_told_as_what_they_are(asked: Questions) -> None:
    query = """{ work(slug: "three") { contributors { totalCount edges { node {
      __typename id label ... on Author { familyName works(first: 1) { totalCount } }
      ... on Organisation { anonymised partOfOrganisation { label } } } } } } }"""
    found = asked.data(query)["work"]["contributors"]
    office, bo = nodes(found)
    assert found["totalCount"] == 2
    assert office == {
        "__typename": "Organisation",
        "id": f"{ID}organisation/office",
        "label": "The Office",
        "anonymised": True,
        "partOfOrganisation": {"label": "The University"},
    }
    assert bo == {"__typename": "Author", "id": f"{ID}person/bo", "label": "Bo Clark", "familyName": None, "works": {"totalCount": 2}}


def test_evidence_bears_out_things_of_several_types(asked: Questions) -> None:
    query = """{ evidence(slug: "open-10-40") { bearsOut(orderBy: {label: DESC}) { edges { node { __typename
      ... on Entity { label } ... on Claim { stance } ... on Case { caseIn { edges { node { isoCode } } } } ... on Reform { startYear }
      ... on Agent { works { totalCount } } } } } } }"""
    found = nodes(asked.data(query)["evidence"]["bearsOut"])
    assert [one["__typename"] for one in found] == ["Organisation", "Reform", "Case", "Claim"]
    assert found[0] == {"__typename": "Organisation", "label": "The Office", "works": {"totalCount": 1}}
    assert found[1] == {"__typename": "Reform", "label": "The merger", "startYear": 2001}
    assert found[2]["caseIn"]["edges"] == [{"node": {"isoCode": "CA-AB"}}]
    assert found[3] == {"__typename": "Claim", "label": None, "stance": "CHALLENGES"}


def test_a_union_is_filtered_and_counted_by_what_all_things_have(asked: Questions) -> None:
    query = """{ evidence(slug: "open-10-40") { bearsOut(where: {label: {startsWith: "The"}}) { totalCount
      groupBy(field: label) { value count } edges { node { ... on Entity { slug } } } } } }"""
    found = asked.data(query)["evidence"]["bearsOut"]
    assert found["totalCount"] == 2
    assert [group["value"] for group in found["groupBy"]] == ["The Office", "The merger"]
    assert [node["slug"] for node in nodes(found)] == ["office", "merger"]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ('node(id: "ID/person/ada") { ... on Agent { label } ... on Concept { kind } }', {"label": "Ada Berg"}),
        ('node(id: "ID/concept/counters") { ... on Agent { label } ... on Concept { kind } }', {"kind": "PRACTICE"}),
        ('node(id: "ID/person/ada") { ... on Entity { ... on Agent { ... on Author { orcid } } } }', {"orcid": "0000-0001"}),
        ('node(id: "ID/case/one-alberta") { ... on Evidenced { __typename } }', {"__typename": "Case"}),
        ('node(id: "ID/work/one") { ... on Evidenced { __typename } ... on Entity { slug } }', {"slug": "one"}),
        (
            'author(slug: "ada") { ... on Agent { works { totalCount } } ... on Entity { slug } }',
            {"works": {"totalCount": 2}, "slug": "ada"},
        ),
        ('organisation(slug: "office") { ...anybody }', {"__typename": "Organisation", "label": "The Office"}),
        ('case(slug: "alberta") { ... on Evidenced { ... on Case { label } } }', {"label": "Alberta"}),
    ],
)
def test_conditions_on_abstract_types_hold_everywhere(asked: Questions, query: str, wanted: dict[str, Any]) -> None:
    fragment = " fragment anybody on Agent { __typename label }" if "...anybody" in query else ""
    found = asked.data("{ found: " + query.replace("ID/", ID) + " }" + fragment)
    assert found["found"] == wanted


def test_links_to_anything_take_them_too(asked: Questions) -> None:
    found = asked.data('{ reform(slug: "merger") { adoptedBy { edges { node { ... on Agent { label works { totalCount } } } } } } }')
    assert nodes(found["reform"]["adoptedBy"]) == [{"label": "The Office", "works": {"totalCount": 1}}]
    found = asked.data('{ claim(slug: "b") { voicedBy { __typename ... on Agent { label } } } }')
    assert found["claim"]["voicedBy"] == {"__typename": "Respondent", "label": "R1"}


def test_one_query_a_level_however_many_types(asked: Questions) -> None:
    few = '{ evidence(slug: "open-10-40") { bearsOut { edges { node { ... on Claim { stance } } } } } }'
    asked.data(few)
    queries = asked.queries
    many = """{ evidence(slug: "open-10-40") { bearsOut { edges { node { __typename ... on Claim { stance } ... on Case { label }
      ... on Reform { startYear } ... on Organisation { label anonymised } } } } } }"""
    asked.data(many)
    assert asked.queries == queries


def test_search_takes_types_that_things_are_of(asked: Questions) -> None:
    assert "no type 'Agent'" in asked.answer('{ search(text: "a", type: "Agent") { totalCount } }')["errors"][0]["message"]


def test_abstract_types_are_those_of_the_schema() -> None:
    abstract = {name: one for name, one in shape().items() if one.members}
    assert set(abstract) == {"Entity", "Agent", "Evidenced"}
    for name, one in abstract.items():
        held = core().type_map[name]
        assert isinstance(held, GraphQLUnionType if one.union else GraphQLInterfaceType)
        assert {kind.name for kind in core().get_possible_types(held)} == set(one.members)
        for other, kind in core().type_map.items():
            if isinstance(kind, GraphQLObjectType) and other in shape():
                assert covers(name, other) == core().is_sub_type(held, kind)
