"""Orders over links, searches inside lists, languages that fall back, and cursors that stay good under equal keys and under writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from asked import ID, Questions, filled, ids
from engines import opened
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.store import RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store

GOV = terms.GOV


@pytest.fixture(scope="module", params=["memory", "remote"])
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Questions]:
    address = str(request.getfixturevalue("server")) if request.param == "remote" else ""
    with opened(str(request.param), tmp_path_factory.mktemp("orders"), address) as store:
        yield Questions(filled(store))


def slugs(connection: dict[str, Any]) -> list[str]:
    return [one.rpartition("/")[2] for one in ids(connection)]


@pytest.mark.parametrize(
    ("field", "order", "expected"),
    [
        ("claims", "{work: {publicationYear: DESC}}", ["a", "b", "c", "d"]),
        ("claims", "{work: {publicationYear: ASC}}", ["c", "a", "b", "d"]),
        ("claims", "[{work: {title: ASC}}, {confidence: DESC}]", ["c", "d", "a", "b"]),
        ("claims", "{bearsOn: {prefLabel: ASC}}", ["c", "d", "a", "b"]),
        ("claims", "{work: {venue: {label: ASC}}}", ["a", "b", "c", "d"]),
        ("claims", "{case: {label: DESC}}", ["d", "a", "c", "b"]),
        ("claims", "{cases: {count: DESC}}", ["c", "a", "d", "b"]),
        ("claims", "{evidence: {count: ASC}}", ["b", "d", "a", "c"]),
        ("works", "[{citedBy: {count: DESC}}, {title: ASC}]", ["three", "two", "one", "four"]),
        ("works", "{authors: {count: ASC}}", ["four", "two", "one", "three"]),
        ("concepts", "{mentionedIn: {count: DESC}}", ["post-npm", "counters", "nameless", "reform-idea"]),
        ("jurisdictions", "[{cases: {count: DESC}}, {isoCode: DESC}]", ["DK", "CA-AB", "CA", "CA-QC"]),
    ],
)
def test_orders_over_links(asked: Questions, field: str, order: str, expected: list[str]) -> None:
    query = f"query($f: Int, $a: String, $l: Int, $b: String) {{ {field}(orderBy: {order}, first: $f, after: $a, last: $l, before: $b) {{ "
    query += "edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage } } }"
    assert slugs(asked.data(query, f=20)[field]) == expected
    seen, place = [], None
    for _ in expected:  # one by one, forwards and back
        page = asked.data(query, f=1, a=place)[field]
        seen += slugs(page)
        place = page["edges"][0]["cursor"]
    assert seen == expected
    assert asked.data(query, f=1, a=place)[field]["edges"] == []
    assert slugs(asked.data(query, l=2, b=place)[field]) == expected[-3:-1]


def test_an_order_over_links_at_the_end_of_a_link(asked: Questions) -> None:
    query = """{ concepts(where: {slug: {in: ["counters", "post-npm"]}}) { edges { node {
      claims(first: 2, orderBy: [{cases: {count: DESC}}, {work: {publicationYear: ASC}}]) { edges { node { id } } }
      mentionedIn(orderBy: {venue: {label: ASC}}) { edges { node { id } } } } } } }"""
    nodes = [edge["node"] for edge in asked.data(query)["concepts"]["edges"]]
    assert [slugs(node["claims"]) for node in nodes] == [["c", "d"], ["a", "b"]]
    assert [slugs(node["mentionedIn"]) for node in nodes] == [["three", "two"], ["one", "four", "two"]]


def test_orders_that_cannot_be(asked: Questions) -> None:
    for order, told in [
        ("{work: {title: ASC, doi: ASC}}", "one field an object"), ("{work: {}}", "one field an object"),
        ("{citedBy: {}}", "count: DESC"), ("{partOfWork: {citedBy: {count: ASC}}}", "own"),
        ("{partOfWork: " * 4 + "{title: ASC}" + "}" * 4, "at most 3"), ("{abstract: ASC}", "abstract"),
    ]:  # fmt: skip
        field = "claims" if order.startswith("{work") else "works"
        assert told in asked.refused(f"{{ {field}(orderBy: {order}) {{ totalCount }} }}"), order
    assert asked.data("{ works(orderBy: [{}, {venue: null}, {title: null}]) { totalCount } }") == {"works": {"totalCount": 4}}


def test_a_list_is_searched(asked: Questions) -> None:
    query = """query($t: String, $o: [CaseOrder!], $w: CaseFilter) {
      cases(search: $t, orderBy: $o, where: $w) { totalCount groupBy(field: caseIn) { value count } edges { cursor node { label } } } }"""
    found = asked.data(query, t="alberta")["cases"]
    assert [edge["node"]["label"] for edge in found["edges"]] == ["Alberta"]
    assert (found["totalCount"], found["groupBy"]) == (1, [{"value": f"{ID}jurisdiction/CA-AB", "count": 1}])
    assert asked.data(query, t="albreta")["cases"]["totalCount"] == 1  # slips are forgiven as everywhere
    assert asked.data(query, t="alberta", w={"slug": {"eq": "denmark"}})["cases"]["totalCount"] == 0
    assert asked.data(query, t="alberta", w={"not": {"slug": {"eq": "denmark"}}})["cases"]["totalCount"] == 1
    assert asked.data(query, t="zzyzx qqq")["cases"] == {"totalCount": 0, "groupBy": [], "edges": []}
    works = '{ works(search: "a") { edges { node { title } } } ranked: search(text: "a", type: "Work") { edges { node { label } } } }'
    both = asked.data(works)
    assert [e["node"]["title"] for e in both["works"]["edges"]] == [e["node"]["label"] for e in both["ranked"]["edges"]] != []
    ordered = asked.data('{ works(search: "a", orderBy: {title: DESC}) { edges { node { title } } } }')["works"]["edges"]
    assert ordered == sorted(ordered, key=lambda edge: edge["node"]["title"].casefold(), reverse=True)
    nested = '{ concept(slug: "post-npm") { mentionedIn(search: "book") { totalCount edges { node { title } } } } }'
    assert asked.data(nested)["concept"]["mentionedIn"] == {"totalCount": 1, "edges": [{"node": {"title": "A book"}}]}
    assert "search" in asked.refused('{ claims(search: "x") { totalCount } }')  # claims have no entry
    many = " ".join(f'a{n}: works(search: "x{n}") {{ totalCount }}' for n in range(6))
    assert "smaller pages" in asked.refused(f"{{ {many} }}")


@pytest.mark.parametrize("text", ["\0", '"', "\\", "?s0 } #", "*", "AND OR NOT (", "é" * 300, "", " "])
def test_a_search_is_a_text(asked: Questions, text: str) -> None:
    answer = asked.answer("query($t: String) { works(search: $t) { totalCount } }", t=text)
    assert answer["data"]["works"]["totalCount"] <= 4


def test_languages_fall_back(asked: Questions) -> None:
    query = "query($l: [String!]) { concepts(orderBy: {slug: ASC}) { edges { node { prefLabel(languages: $l) } } } }"

    def labels(*languages: str) -> list[str]:
        return [edge["node"]["prefLabel"] for edge in asked.data(query, l=languages)["concepts"]["edges"]]

    assert labels() == ["counters", None, "post-NPM", "Reform idea"]
    assert labels("fr") == ["guichets", None, "post-NPM", "Reform idea"]
    assert labels("de-AT", "fr-CA") == ["guichets", None, "Post-NPM", "Reform idea"]
    assert labels("de-Latn-x-dialect") == ["counters", None, "Post-NPM", "Reform idea"]
    assert labels("", "-", "x-", "DE") == ["counters", None, "Post-NPM", "Reform idea"]
    assert labels("en", "de") == labels()


def test_interfaces_are_answered_in_one_pattern(asked: Questions) -> None:
    wanted = [f"{ID}{end}" for end in ("work/one", "person/ada", "concept/counters", "case/three-whole", "venue/journal", "claim/a")]
    query = """query($ids: [ID!]!) { nodes(ids: $ids) { __typename label ... on Work { title venue { issn } } ... on Author { orcid }
      ... on Concept { kind } ... on Case { anonymised } ... on Venue { works { totalCount } } ... on Claim { stance } } }"""
    found = asked.data(query, ids=wanted)["nodes"]
    assert [one["__typename"] for one in found] == ["Work", "Author", "Concept", "Case", "Venue", "Claim"]
    assert asked.queries == 3  # what each is · the values of all six types at once · the venues


# cursors, whatever is written between two pages


def made(store: Store, things: dict[int, int]) -> None:
    work = "".join(_statements(number, year) for number, year in things.items())
    store.update(f"INSERT DATA {{ GRAPH <{RESOLVED}> {{ {work} }} }}")


def _statements(number: int, year: int) -> str:
    iri = f"<{ID}work/p{number:02d}>"
    return f'{iri} a <{GOV}Work> ; <{GOV}slug> "p{number:02d}" ; <{GOV}title> "Same" . ' + (
        f"{iri} <{GOV}publicationYear> {year} . " if year else ""
    )


def gone(store: Store, things: dict[int, int]) -> None:
    store.update(f"DELETE DATA {{ GRAPH <{RESOLVED}> {{ {''.join(_statements(n, year) for n, year in things.items())} }} }}")


THINGS = st.dictionaries(st.integers(0, 30), st.sampled_from([0, 2010, 2015]), max_size=14)
"""Numbered works with few years, so that many have equal keys; 0 = none."""
WRITES = st.lists(st.tuples(THINGS, st.sets(st.integers(0, 30), max_size=6)), max_size=6)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Questions]]:
    with opened("memory", tmp_path_factory.mktemp("written")) as store:
        yield store, Questions(store)


@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    begin=THINGS, writes=WRITES, size=st.integers(1, 5), ahead=st.booleans(),
    order=st.sampled_from(["", "{publicationYear: ASC}", "{publicationYear: DESC}", "[{title: DESC}, {publicationYear: DESC}]"]),
)  # fmt: skip
def test_cursors_under_writes(
    written: tuple[Store, Questions],
    begin: dict[int, int],
    writes: list[tuple[dict[int, int], set[int]]],
    size: int,
    ahead: bool,
    order: str,
) -> None:
    """What was there all the time is seen once and in its order, whatever comes and goes between two pages."""
    store, asked = written
    store.update(f"DROP SILENT GRAPH <{RESOLVED}>")
    now = dict(begin)
    made(store, now)
    always = set(now)
    window = "first: $n, after: $c" if ahead else "last: $n, before: $c"
    query = f"""query($n: Int, $c: String) {{ works({window} {order and "orderBy: " + order}) {{ edges {{ cursor node {{ slug }} }}
      pageInfo {{ hasNextPage hasPreviousPage }} }} }}"""
    seen: list[str] = []
    cursor = None
    for added, taken in [*writes, *([({}, set())] * 40)]:
        page = asked.data(query, n=size, c=cursor)["works"]
        found = [edge["node"]["slug"] for edge in page["edges"]]
        seen = seen + found if ahead else found + seen
        if not page["pageInfo"]["hasNextPage" if ahead else "hasPreviousPage"]:
            break
        cursor = page["edges"][-1 if ahead else 0]["cursor"]
        lost = {number: now[number] for number in taken if number in now}
        gone(store, lost)
        new = {number: year for number, year in added.items() if number not in now}
        made(store, new)
        now = {number: year for number, year in (now | new).items() if number not in lost}
        always -= set(lost)
    stayed = [slug for slug in seen if int(slug[1:]) in always]
    years = {f"p{number:02d}": begin[number] for number in always}
    down = "DESC" in order and "publicationYear: DESC" in order

    def key(slug: str) -> tuple[bool, int, str]:
        year = years[slug] if "publicationYear" in order else 1
        return not year, -year if down else year, slug

    assert stayed == sorted(years, key=key)
