"""What GraphQL answers over a small invented graph, on the embedded engine and over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from asked import ID, Questions, filled, ids
from engines import opened

from graph.store import META, capture_graph

if TYPE_CHECKING:
    from collections.abc import Iterator

# the contract's example, as it stands there
EXAMPLE = """
{ claims(first: 20, where: {stance: {eq: CHALLENGES}, bearsOn: {slug: {eq: "post-npm"}}, case: {situatedIn: {some: {within: "CA"}}}}) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { cursor node { id stance status confidence
      bearsOn { id prefLabel } case { id label situatedIn { edges { node { id label } } } }
      work { id title publicationYear authors { label orcid } }
      evidence { exact start end source { id label } } } } } }"""


@pytest.fixture(scope="module", params=["memory", "remote"])
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Questions]:
    address = str(request.getfixturevalue("server")) if request.param == "remote" else ""
    with opened(str(request.param), tmp_path_factory.mktemp("graphql"), address) as store:
        filled(store)
        # statements of other graphs must not be seen: answers come from the resolved graph alone
        other = f"<{ID}claim/z> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/govgraph/ns#Claim> <{{}}> .\n"
        store.load([other.format(graph).encode() for graph in (META, capture_graph("1" * 64))])
        yield Questions(store)


def test_the_example_of_the_contract(asked: Questions) -> None:
    claims = asked.data(EXAMPLE)["claims"]
    assert claims["totalCount"] == 1
    edge = claims["edges"][0]
    assert claims["pageInfo"] == {"hasNextPage": False, "endCursor": edge["cursor"]}
    assert edge["node"] == {
        "id": f"{ID}claim/a",
        "stance": "CHALLENGES",
        "status": "EXTRACTED",
        "confidence": 0.8,
        "bearsOn": {"id": f"{ID}concept/post-npm", "prefLabel": "post-NPM"},
        "case": {
            "id": f"{ID}case/one-alberta",
            "label": "Alberta",
            "situatedIn": {
                "edges": [
                    {"node": {"id": f"{ID}jurisdiction/CA", "label": "Canada"}},
                    {"node": {"id": f"{ID}jurisdiction/CA-AB", "label": "Alberta"}},
                ]
            },
        },
        "work": {
            "id": f"{ID}work/one",
            "title": "Première étude",
            "publicationYear": 2015,
            "authors": [{"label": "Bo Clark", "orcid": None}, {"label": "Ada Berg", "orcid": "0000-0001"}],
        },
        "evidence": [
            {
                "exact": "The theory misreads the case.",
                "start": 10,
                "end": 40,
                "source": {"id": f"{ID}source/open", "label": "An open page"},
            },
            {"exact": "It went the other way.", "start": 200, "end": 260, "source": {"id": f"{ID}source/open", "label": "An open page"}},
        ],
    }


def test_one_query_a_level_however_many_things(asked: Questions) -> None:
    asked.data(EXAMPLE)
    assert asked.queries == 4  # the claims · their values and links · cases, works, evidence · places and sources
    asked.data("{ works(first: 20) { edges { node { id title } } } concepts { totalCount } }")
    assert asked.queries == 2
    asked.data('{ concept(slug: "post-npm") { mentionedIn { edges { node { title authors { label } } } } } }')
    assert asked.queries == 3  # short lists of plain values come with their link


def test_singulars(asked: Questions) -> None:
    assert asked.data('{ concept(slug: "post-npm") { id } }')["concept"] == {"id": f"{ID}concept/post-npm"}
    assert asked.data(f'{{ concept(id: "{ID}concept/counters") {{ slug kind }} }}')["concept"] == {"slug": "counters", "kind": "PRACTICE"}
    assert asked.data(f'{{ concept(id: "{ID}concept/counters", slug: "post-npm") {{ id }} }}')["concept"] is None
    assert asked.data(f'{{ concept(id: "{ID}work/one") {{ id }} }}')["concept"] is None  # not a concept
    assert asked.data('{ concept(slug: "unheard-of") { id } }')["concept"] is None
    assert asked.data('{ concept(id: "no iri") { id } }')["concept"] is None
    assert asked.data('{ jurisdiction(slug: "CA-AB") { isoCode kind } }')["jurisdiction"] == {"isoCode": "CA-AB", "kind": "SUBDIVISION"}
    assert "needs an id or a slug" in asked.refused("{ concept { id } }")


def test_every_type_has_its_singular_and_its_connection(asked: Questions) -> None:
    from api.graphql.shape import shape

    counts = {"Author": 3, "Organisation": 2, "Work": 4, "Venue": 1, "Concept": 4, "Reform": 1, "Case": 3, "Jurisdiction": 4, "Claim": 4}
    counts |= {"Evidence": 5, "Topic": 1, "Subject": 0, "Course": 0, "Source": 3}
    roots = {each.name: each for each in shape().values() if each.singular}
    assert set(roots) == set(counts)
    for name, each in roots.items():
        page = asked.data(f"{{ {each.plural} {{ totalCount edges {{ node {{ id __typename }} }} }} }}")[each.plural]
        assert page["totalCount"] == counts[name] == len(page["edges"])
        for edge in page["edges"][:1]:
            assert edge["node"]["__typename"] == name
            assert asked.data(f'{{ {each.singular}(id: "{edge["node"]["id"]}") {{ id }} }}')[each.singular] == {"id": edge["node"]["id"]}


def test_node_and_nodes(asked: Questions) -> None:
    wanted = [f"{ID}work/one", f"{ID}nothing", f"{ID}person/r1", f"{ID}organisation/office", "no iri", f"{ID}work/one"]
    query = """query($ids: [ID!]!) { nodes(ids: $ids) { __typename id label types
      ... on Work { title venue { label } } ... on Organisation { anonymised partOfOrganisation { label } } } }"""
    work = {
        "__typename": "Work", "id": wanted[0], "label": "Première étude", "types": ["Article", "Work", "Entity"],
        "title": "Première étude", "venue": {"label": "A Journal"},
    }  # fmt: skip
    respondent = {"__typename": "Respondent", "id": wanted[2], "label": "R1", "types": ["Respondent", "Person", "Agent", "Entity"]}
    office = {
        "__typename": "Organisation", "id": wanted[3], "label": "The Office",
        "types": ["PublicOrganisation", "Organisation", "Agent", "Entity"],
        "anonymised": True, "partOfOrganisation": {"label": "The University"},
    }  # fmt: skip
    assert asked.data(query, ids=wanted)["nodes"] == [work, None, respondent, office, None, work]
    assert asked.data(f'{{ node(id: "{ID}nothing") {{ id }} }}')["node"] is None
    assert asked.data(f'{{ node(id: "{ID}case/three-whole") {{ slug }} }}')["node"] == {"slug": "whole"}


def test_an_organisation_that_wrote_a_work_stands_among_its_authors(asked: Questions) -> None:
    work = asked.data('{ work(slug: "three") { authors { id label orcid works { totalCount } } } }')["work"]
    assert [author["label"] for author in work["authors"]] == ["The Office", "Bo Clark"]
    assert [author["works"]["totalCount"] for author in work["authors"]] == [1, 2]


def test_labels_in_languages(asked: Questions) -> None:
    query = """{ concept(slug: "post-npm") { label de: label(languages: ["fr", "de"]) prefLabel(languages: ["de-AT", "de"])
      altLabels none: altLabels(languages: ["it"]) } }"""
    assert asked.data(query)["concept"] == {
        "label": "post-NPM", "de": "Post-NPM", "prefLabel": "Post-NPM", "altLabels": ["post New Public Management"], "none": [],
    }  # fmt: skip
    assert asked.data('{ concept(slug: "nameless") { label prefLabel kind definition } }')["concept"] == {
        "label": None, "prefLabel": None, "kind": "CONCEPT", "definition": None,
    }  # fmt: skip


def test_situated_in_holds_what_contains_and_case_in_what_was_said(asked: Questions) -> None:
    query = '{ case(slug: "alberta") { situatedIn { edges { node { id } } } caseIn { edges { node { id } } } inCountry { isoCode } } }'
    case = asked.data(query)["case"]
    assert ids(case["situatedIn"]) == ["jurisdiction/CA", "jurisdiction/CA-AB"]
    assert ids(case["caseIn"]) == ["jurisdiction/CA-AB"]
    assert case["inCountry"] == {"isoCode": "CA"}
    country = asked.data('{ jurisdiction(slug: "ca") { cases { edges { node { id } } } reforms { totalCount } contains { totalCount } } }')
    assert ids(country["jurisdiction"]["cases"]) == ["case/one-alberta"]
    assert country["jurisdiction"]["reforms"]["totalCount"] == 1
    assert country["jurisdiction"]["contains"]["totalCount"] == 2


def test_a_claim_on_several_cases_shows_the_first_and_lists_all(asked: Questions) -> None:
    claim = asked.data('{ claim(slug: "c") { case { id } cases { edges { node { id } } } voicedBy { label } } }')["claim"]
    assert claim["case"] == {"id": f"{ID}case/one-alberta"}
    assert ids(claim["cases"]) == ["case/one-alberta", "case/three-denmark"]
    assert asked.data('{ claim(slug: "b") { case { id } voicedBy { __typename label } } }')["claim"] == {
        "case": None, "voicedBy": {"__typename": "Respondent", "label": "R1"},
    }  # fmt: skip
    shown = '{ claims(where: {case: {slug: {eq: "denmark"}}}) { edges { node { id } } } }'
    assert ids(asked.data(shown)["claims"]) == ["claim/d"]  # the filter is on the case that is shown
    some = '{ claims(where: {cases: {some: {slug: {eq: "denmark"}}}}) { edges { node { id } } } }'
    assert ids(asked.data(some)["claims"]) == ["claim/c", "claim/d"]


@pytest.mark.parametrize(
    ("field", "where", "expected"),
    [
        ("works", '{title: {contains: "book"}}', ["two"]),
        ("works", '{title: {startsWith: "A "}}', ["three", "two"]),
        ("works", '{title: {matches: "^a b|étude$"}}', ["one", "two"]),
        ("works", "{publicationYear: {gte: 2010, lte: 2014}}", ["two"]),
        ("works", "{publicationYear: {in: [2010, 2015]}}", ["four", "one", "two"]),
        ("works", "{not: {publicationYear: {gte: 0}}}", ["three"]),
        ("works", "{kind: {eq: WORK}}", ["four"]),
        ("works", "{kind: {in: [BOOK, REPORT]}}", ["three", "two"]),
        ("works", '{keywords: {eq: "agency"}}', ["one"]),
        ("works", '{authors: {some: {slug: {eq: "office"}}}}', ["three"]),
        ("works", "{cites: {some: {cites: {some: {}}}}}", ["one"]),
        ("works", '{cites: {none: {slug: {eq: "two"}}}}', ["four", "three", "two"]),
        ("works", '{cites: {every: {slug: {eq: "three"}}}}', ["four", "three", "two"]),
        ("works", '{venue: {issn: {eq: "2345-6785"}}}', ["one"]),
        ("works", '{or: [{slug: {eq: "one"}}, {doi: {eq: "nothing"}}, {and: [{slug: {in: ["two", "x"]}}]}]}', ["one", "two"]),
        ("works", "{or: []}", []),
        ("works", "{and: [], title: null}", ["four", "one", "three", "two"]),
        ("works", f'{{id: {{in: ["{ID}work/two", "{ID}work/none"]}}}}', ["two"]),
        ("cases", '{situatedIn: {some: {within: "CA"}}}', ["one-alberta"]),
        ("cases", '{caseIn: {some: {within: "CA"}}}', ["one-alberta"]),
        ("cases", f'{{caseIn: {{some: {{within: "{ID}jurisdiction/CA"}}}}}}', ["one-alberta"]),
        ("cases", '{caseIn: {some: {within: "ca-qc"}}}', []),
        ("cases", '{situatedIn: {none: {isoCode: {within: "CA"}}}}', ["three-denmark", "three-whole"]),
        ("cases", "{anonymised: {eq: true}}", ["three-whole"]),
        ("cases", '{situatedIn: {some: {isoCode: {eq: "CA"}}}, claims: {some: {stance: {eq: CHALLENGES}}}}', ["one-alberta"]),
        ("jurisdictions", '{within: "CA"}', ["CA", "CA-AB", "CA-QC"]),
        ("jurisdictions", '{inCountry: {slug: {eq: "ca"}}, contains: {none: {}}}', ["CA-AB", "CA-QC"]),
        ("claims", "{confidence: {lte: 0.8}, status: {in: [EXTRACTED, CURATED]}}", ["a", "c"]),
        ("claims", "{stance: {in: [SUPPORTS, QUALIFIES]}}", ["b", "d"]),
        ("claims", "{cases: {none: {}}}", ["b"]),
        ("concepts", "{kind: {eq: THEORY}}", ["reform-idea"]),
        ("concepts", "{claims: {every: {stance: {eq: CHALLENGES}}}, mentionedIn: {some: {}}}", []),
        ("concepts", '{label: {eq: "Post-NPM"}}', ["post-npm"]),
        ("authors", '{works: {some: {publicationYear: {lte: 2010}}}, not: {orcid: {startsWith: "1"}}}', ["ada"]),
    ],
)  # fmt: skip
def test_where(asked: Questions, field: str, where: str, expected: list[str]) -> None:
    query = f"{{ {field}(where: {where}) {{ totalCount edges {{ node {{ id }} }} }} }}"
    page = asked.data(query)[field]
    assert [one.rpartition("/")[2] for one in ids(page)] == expected
    assert page["totalCount"] == len(expected)


def test_order(asked: Questions) -> None:
    def order(wanted: str) -> list[str]:
        return ids(asked.data(f"{{ works(orderBy: {wanted}) {{ edges {{ node {{ id }} }} }} }}")["works"])

    assert order("{publicationYear: ASC}") == ["work/two", "work/four", "work/one", "work/three"]
    assert order("{publicationYear: DESC}") == ["work/four", "work/one", "work/two", "work/three"]
    assert order("[{publicationYear: DESC}, {title: DESC}]") == ["work/one", "work/four", "work/two", "work/three"]
    assert order("{title: ASC}") == ["work/two", "work/three", "work/one", "work/four"]
    assert "one field an object" in asked.refused("{ works(orderBy: {title: ASC, doi: ASC}) { totalCount } }")


@pytest.mark.parametrize("order", ["", "orderBy: {publicationYear: DESC},", "orderBy: [{title: ASC}],"])
def test_pages_forwards_and_backwards(asked: Questions, order: str) -> None:
    shape = "edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount"
    everything = ids(asked.data(f"{{ works({order} first: 100) {{ {shape} }} }}")["works"])
    for ahead in (True, False):
        seen: list[str] = []
        place = ""
        while True:
            window = f"first: 3 {place and f'after: {place}'}" if ahead else f"last: 3 {place and f'before: {place}'}"
            page = asked.data(f"{{ works({order} {window}) {{ {shape} }} }}")["works"]
            seen = seen + ids(page) if ahead else ids(page) + seen
            assert page["totalCount"] == 4
            info = page["pageInfo"]
            assert (info["startCursor"], info["endCursor"]) == (page["edges"][0]["cursor"], page["edges"][-1]["cursor"])
            assert info["hasPreviousPage" if ahead else "hasNextPage"] is bool(place)
            if not info["hasNextPage" if ahead else "hasPreviousPage"]:
                break
            place = f'"{info["endCursor" if ahead else "startCursor"]}"'
        assert seen == everything


def test_a_cursor_stands_for_its_place_when_its_thing_is_gone(asked: Questions) -> None:
    first = asked.data('{ works(first: 2, where: {not: {slug: {eq: "two"}}}) { pageInfo { endCursor } edges { node { id } } } }')["works"]
    assert ids(first) == ["work/four", "work/one"]
    query = 'query($c: String) { works(after: $c, where: {not: {slug: {eq: "one"}}}) { edges { node { id } } } }'
    assert ids(asked.data(query, c=first["pageInfo"]["endCursor"])["works"]) == ["work/three", "work/two"]


def test_cursors_of_elsewhere_are_refused(asked: Questions) -> None:
    cursor = asked.data("{ works(first: 1, orderBy: {title: ASC}) { pageInfo { endCursor } } }")["works"]["pageInfo"]["endCursor"]
    assert "another order" in asked.refused(f'{{ works(after: "{cursor}", orderBy: {{doi: ASC}}) {{ totalCount }} }}')
    for wrong in ("", "x", "ÿ", "WzFd", "bnVsbA", "W10"):
        assert "cursor" in asked.refused("query($c: String) { works(after: $c) { totalCount } }", c=wrong)


def test_nested_connections_take_the_same_arguments(asked: Questions) -> None:
    query = """{ works { edges { node { id cites(first: 1, orderBy: {title: DESC}, where: {kind: {in: [BOOK, REPORT]}}) {
      totalCount pageInfo { hasNextPage } edges { node { id } } } } } } }"""
    works = {edge["node"]["id"]: edge["node"]["cites"] for edge in asked.data(query)["works"]["edges"]}
    assert ids(works[f"{ID}work/one"]) == ["work/three"]
    assert works[f"{ID}work/one"]["totalCount"] == 2
    assert works[f"{ID}work/one"]["pageInfo"] == {"hasNextPage": True}
    assert works[f"{ID}work/three"]["edges"] == []
    counted = asked.data("{ concepts { edges { node { slug mentionedIn { totalCount } } } } }")["concepts"]["edges"]
    assert {edge["node"]["slug"]: edge["node"]["mentionedIn"]["totalCount"] for edge in counted} == {
        "post-npm": 3, "counters": 2, "reform-idea": 0, "nameless": 0,
    }  # fmt: skip


def test_fragments_aliases_and_directives(asked: Questions) -> None:
    query = """query($yes: Boolean!, $no: Boolean!) { one: work(slug: "one") { ...Named id @skip(if: $yes)
        a: cites(first: 1) { edges { node { id } } }
        b: cites(first: 1, after: null, last: 1) { edges { node { slug } n: node { title } } } }
      two: work(slug: "two") { ... @include(if: $no) { title } ... on Work { slug } ...Named } }
      fragment Named on Entity { __typename label slug ...Deep } fragment Deep on Work { venue { label } }"""
    assert asked.data(query, yes=True, no=False) == {
        "one": {
            "__typename": "Work", "label": "Première étude", "slug": "one", "venue": {"label": "A Journal"},
            "a": {"edges": [{"node": {"id": f"{ID}work/three"}}]},
            "b": {"edges": [{"node": {"slug": "three"}, "n": {"title": "A report"}}]},
        },
        "two": {"slug": "two", "__typename": "Work", "label": "A book", "venue": None},
    }  # fmt: skip


def test_things_of_any_type_at_the_end_of_a_link(asked: Questions) -> None:
    query = '{ reform(slug: "merger") { adoptedBy { edges { node { __typename label ... on Organisation { works { totalCount } } } } } } }'
    adopted = asked.data(query)["reform"]["adoptedBy"]["edges"]
    assert adopted == [{"node": {"__typename": "Organisation", "label": "The Office", "works": {"totalCount": 1}}}]
    same = asked.data('{ author(slug: "bo") { possiblySameAs { edges { node { id label } } } } }')["author"]["possiblySameAs"]
    assert ids(same) == ["person/bo2"]


def test_search(asked: Questions) -> None:
    query = "query($t: String!, $k: String) { search(text: $t, type: $k, first: 5) { totalCount edges { node { __typename label } } } }"
    found = asked.data(query, t="alberta")["search"]
    assert {edge["node"]["__typename"] for edge in found["edges"]} == {"Case", "Jurisdiction"}
    assert found["totalCount"] == 2
    assert [edge["node"]["label"] for edge in asked.data(query, t="clark", k="Author")["search"]["edges"]] == ["B. Clark", "Bo Clark"]
    assert asked.data(query, t="R1")["search"]["totalCount"] == 0  # respondents have no entry
    assert "no type" in asked.refused(query, t="x", k="Nothing")


def test_saved_queries(asked: Questions) -> None:
    query = "query($n: String!, $p: JSON) { savedQuery(name: $n, parameters: $p) { name summary columns { name type } rows } }"
    answer = asked.data(query, n="work-by-doi", p={"doi": "https://doi.org/10.5555/ONE"})["savedQuery"]
    assert answer["columns"][0] == {"name": "work", "type": "work"}
    assert [row["work"] for row in answer["rows"]] == [{"id": f"{ID}work/one", "label": "Première étude"}]
    wrong = asked.answer(query, n="no-such-query")
    assert wrong["data"] == {"savedQuery": None}
    assert wrong["errors"][0]["path"] == ["savedQuery"]
    assert "no saved query" in wrong["errors"][0]["message"]


def test_what_is_shown_of_captures(asked: Questions) -> None:
    works = asked.data('{ works(where: {slug: {in: ["one", "two"]}}) { edges { node { abstract } } } }')["works"]["edges"]
    assert [edge["node"]["abstract"] for edge in works] == ["An abstract under an open licence.", None]
    shown = asked.data('{ claim(slug: "c") { evidence { start exact } } }')["claim"]["evidence"]
    assert [one["start"] for one in shown] == [0, 500]
    assert 0 < sum(len(one["exact"] or "") for one in shown) <= 300
    assert shown[0]["exact"].endswith("…")
    assert asked.data('{ claim(slug: "d") { evidence { start end exact } } }')["claim"]["evidence"] == [
        {"start": 5, "end": 9, "exact": None}
    ]
    concepts = asked.data("{ concepts { edges { node { slug definition } } } }")["concepts"]["edges"]
    told = {edge["node"]["slug"]: edge["node"]["definition"] for edge in concepts}
    assert told["post-npm"] == "What came after."
    assert told["counters"] == "Words of a closed book, long enough to be cut."


def test_one_answer_shows_no_more_than_a_share_of_a_source(asked: Questions) -> None:
    query = """{ evidences(first: 50) { edges { node { exact source { slug } } } }
      claims { edges { node { evidence { exact source { slug } } } } } }"""
    data = asked.data(query)
    everything = [edge["node"] for edge in data["evidences"]["edges"]]
    everything += [one for edge in data["claims"]["edges"] for one in edge["node"]["evidence"]]
    texts = {one["exact"] for one in everything if one["source"]["slug"] == "shut" and one["exact"]}
    longest = [text for text in texts if not any(other != text and other.startswith(text.rstrip(" …")) for other in texts)]
    assert 0 < sum(map(len, longest)) <= 10_000 * 0.05
    assert not any(one["exact"] for one in everything if one["source"]["slug"] == "told")


def test_places_within_another_are_told_apart_by_the_thing_that_leads_to_them(asked: Questions) -> None:
    query = """{ ca: jurisdiction(slug: "ca") { ...Free } dk: jurisdiction(slug: "dk") { ...Free }
      cases { edges { node { slug situatedIn(where: {within: "CA"}) { totalCount edges { node { isoCode } } } } } } }
    fragment Free on Jurisdiction {
      contains(where: {within: "CA", reforms: {none: {instantiates: {}}}}) { edges { node { isoCode } } } }"""
    found = asked.data(query)
    assert [edge["node"]["isoCode"] for edge in found["ca"]["contains"]["edges"]] == ["CA-QC"]
    assert found["dk"]["contains"]["edges"] == []
    places = {node["slug"]: node["situatedIn"] for node in (edge["node"] for edge in found["cases"]["edges"])}
    assert [edge["node"]["isoCode"] for edge in places["alberta"]["edges"]] == ["CA", "CA-AB"]
    assert {slug: one["totalCount"] for slug, one in places.items()} == {"alberta": 2, "denmark": 0, "whole": 0}
