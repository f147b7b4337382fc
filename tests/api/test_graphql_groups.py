"""Lists counted by a field: on the embedded engine and over HTTP, for every field of every type."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from asked import ID, Questions, filled, triples
from engines import opened

from api.graphql.answer import Answerer, Asked
from api.graphql.levels.grouping import groupable
from api.graphql.shape import Kind, Link, shape
from graph.store import RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.store import Store


@pytest.fixture(scope="module", params=["memory", "remote"])
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Questions]:
    address = str(request.getfixturevalue("server")) if request.param == "remote" else ""
    with opened(str(request.param), tmp_path_factory.mktemp("groups"), address) as store:
        yield Questions(filled(store))


def counts(groups: list[dict[str, Any]]) -> dict[str, int]:
    return {group["value"].removeprefix(ID): group["count"] for group in groups}


def test_values_kinds_and_links(asked: Questions) -> None:
    query = """{ works { totalCount year: groupBy(field: publicationYear) { value count } kind: groupBy(field: kind) { value count }
      author: groupBy(field: authors, first: 2) { value count node { __typename id label ... on Author { orcid } } }
      keyword: groupBy(field: keywords) { value count node { id } __typename } } }"""
    works = asked.data(query)["works"]
    assert asked.queries == 2  # all lists and groups at once, then the things that groups stand for
    assert works["totalCount"] == 4
    assert works["year"] == [{"value": "2015", "count": 2}, {"value": "2010", "count": 1}]
    assert counts(works["kind"]) == {"ARTICLE": 1, "BOOK": 1, "REPORT": 1, "WORK": 1}
    for group, slug, name, orcid in zip(works["author"], ("ada", "bo"), ("Ada Berg", "Bo Clark"), ("0000-0001", None), strict=True):
        iri = f"{ID}person/{slug}"
        assert group == {"value": iri, "count": 2, "node": {"__typename": "Author", "id": iri, "label": name, "orcid": orcid}}
    assert works["keyword"] == [{"value": word, "count": 1, "node": None, "__typename": "Group"} for word in ("agency", "reform")]


def test_kinds_are_the_most_specific_ones(asked: Questions) -> None:
    found = asked.data("{ concepts { groupBy(field: kind) { value count } } jurisdictions { groupBy(field: kind) { value count } } }")
    assert counts(found["concepts"]["groupBy"]) == {"CONCEPT": 1, "PARADIGM": 1, "PRACTICE": 1, "THEORY": 1}
    assert counts(found["jurisdictions"]["groupBy"]) == {"COUNTRY": 2, "SUBDIVISION": 2}


def test_conditions_hold_and_pages_do_not_matter(asked: Questions) -> None:
    query = """query($w: ClaimFilter) { claims(where: $w, first: 1) { totalCount
      edges { node { id } } groupBy(field: stance) { value count } } }"""
    assert counts(asked.data(query)["claims"]["groupBy"]) == {"CHALLENGES": 2, "QUALIFIES": 1, "SUPPORTS": 1}
    some = asked.data(query, w={"bearsOn": {"slug": {"eq": "post-npm"}}})["claims"]
    assert counts(some["groupBy"]) == {"CHALLENGES": 1, "SUPPORTS": 1}
    assert (some["totalCount"], len(some["edges"])) == (2, 1)
    either = {
        "or": [{"cases": {"some": {"situatedIn": {"some": {"within": "CA"}}}}}, {"status": {"eq": "STATED"}}],
        "not": {"slug": {"eq": "a"}},
    }
    assert counts(asked.data(query, w=either)["claims"]["groupBy"]) == {"CHALLENGES": 1, "SUPPORTS": 1}
    places = '{ cases(where: {situatedIn: {some: {within: "CA"}}}) { groupBy(field: situatedIn) { value count } } }'
    assert counts(asked.data(places)["cases"]["groupBy"]) == {"jurisdiction/CA": 1, "jurisdiction/CA-AB": 1}


def test_lists_at_the_end_of_a_link(asked: Questions) -> None:
    query = """{ concepts { edges { node { slug mentionedIn {
      groupBy(field: authors, first: 1) { value count node { label } } totalCount } } } } }"""
    edges = asked.data(query)["concepts"]["edges"]
    found = {edge["node"]["slug"]: edge["node"]["mentionedIn"] for edge in edges}
    assert found["post-npm"]["groupBy"] == [{"value": f"{ID}person/ada", "count": 2, "node": {"label": "Ada Berg"}}]
    assert found["counters"]["groupBy"][0]["count"] == 1
    assert found["nameless"] == {"groupBy": [], "totalCount": 0}
    main = '{ work(slug: "two") { claims { groupBy(field: case) { value count } all: groupBy(field: cases) { value count } } } }'
    claims = asked.data(main)["work"]["claims"]
    assert counts(claims["groupBy"]) == {"case/one-alberta": 1}  # the case that is shown
    assert counts(claims["all"]) == {"case/one-alberta": 1, "case/three-denmark": 1}


def test_what_is_found_by_name_can_be_grouped(asked: Questions) -> None:
    found = asked.data('{ search(text: "alberta") { groupBy(field: label) { value count } } }')["search"]
    assert counts(found["groupBy"]) == {"Alberta": 2}


def test_groups_have_limits(asked: Questions) -> None:
    assert asked.data("{ works { groupBy(field: kind, first: 0) { value } } }")["works"]["groupBy"] == []
    assert "0 or more" in asked.refused("{ works { groupBy(field: kind, first: -1) { value } } }")
    assert "smaller pages" in asked.refused("{ works { groupBy(field: kind, first: 6000) { value } } }")
    many = " ".join(f"a{n}: groupBy(field: venue, first: 200) {{ node {{ id }} }}" for n in range(25))
    assert "smaller pages" in asked.refused(f"{{ works {{ {many} }} }}")
    assert "abstract" in asked.refused("{ works { groupBy(field: abstract) { value } } }")  # words of a source are no groups


FIELDS = [(name, found.name) for name, one in shape().items() if one.plural for found in one.fields.values() if groupable(found)]


def test_every_field_groups_as_its_statements_say(asked: Questions) -> None:
    """Values and links of every type, against the plain statements."""
    stated: dict[tuple[str, str], set[str]] = {}
    classes: dict[str, set[str]] = {}
    for triple in triples():
        stated.setdefault((triple.subject.value, triple.predicate.value), set()).add(triple.object.value)
        if triple.predicate.value == terms.RDF_TYPE:
            classes.setdefault(triple.subject.value, set()).add(triple.object.value)
    for kind, name in FIELDS:
        one = shape()[kind]
        field = one.fields[name]
        if isinstance(field, Kind) or (isinstance(field, Link) and field.main):
            continue
        expected: Counter[str] = Counter()
        for thing in (iri for iri, held in classes.items() if one.cls in held and held.isdisjoint(one.apart)):
            if isinstance(field, Link):
                back = {s for (s, p), o in stated.items() if p == field.iri and thing in o}
                ends = back if field.inverse else stated.get((thing, field.iri), set())
                expected.update(end for end in ends if not field.only or field.only in classes.get(end, ()))
            else:
                values = {value for path in field.path.split("|") for value in stated.get((thing, path[1:-1]), ())}
                named = {field.enumeration.name_of(value) for value in values} if field.enumeration else values
                expected.update(value for value in named if value is not None)
        groups = asked.data(f"{{ {one.plural} {{ groupBy(field: {name}, first: 100) {{ value count }} }} }}")[one.plural]["groupBy"]
        assert {group["value"]: group["count"] for group in groups} == expected, f"{kind}.{name}"
        assert [(-group["count"], group["value"]) for group in groups] == sorted((-n, value) for value, n in expected.items())


def test_groups_are_kept_only_while_nothing_is_written(tmp_path: Path) -> None:
    query = """{ works { groupBy(field: publicationYear) { value count } }
      concept(slug: "post-npm") { mentionedIn { groupBy(field: kind) { count } } } }"""

    class Watched:
        asked = 0

        def __init__(self, store: Store) -> None:
            self._store = store

        def __getattr__(self, name: str) -> object:
            return getattr(self._store, name)

        def select(self, text: str) -> object:
            self.asked += "COUNT" in text
            return self._store.select(text)

    with opened("memory", tmp_path) as store:
        watched = Watched(filled(store))
        answerer = Answerer(watched)
        first = answerer.answer(Asked(query)).body()
        assert watched.asked == 2
        assert answerer.answer(Asked(query)).body() == first
        assert watched.asked == 2
        store.update(f"INSERT DATA {{ GRAPH <{RESOLVED}> {{ <{ID}work/two> <{terms.GOV}publicationYear> 2011 }} }}")
        assert b'{"value":"2011","count":1}' in answerer.answer(Asked(query)).body()
        assert watched.asked == 4
