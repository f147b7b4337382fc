"""The paths of the contract over a small atlas: forms, headers, rights, and what has no page."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring

import pytest
from pyoxigraph import RdfFormat, parse
from small import AGAINST, CLOSED, CLOSED_TEXT, DEFINITION, FOR, SECRET_TEXT, small_atlas
from starlette.testclient import TestClient

import queries
from api.app import application
from api.settings import Settings
from graph.loading import load_many
from graph.opening import open_store
from graph.record import Contributor, Work
from graph.sources.capture import capture_of

if TYPE_CHECKING:
    from collections.abc import Iterator

CONCEPT = "/id/concept/shared-counters"
WORK = "/id/work/10.5555%2Fcounters"
FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/n-triples": RdfFormat.N_TRIPLES,
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    store = small_atlas(tmp_path_factory.mktemp("http") / "store")
    with TestClient(application(Settings(), store), follow_redirects=False) as made:
        yield made
    store.close()


def body(client: TestClient, path: str, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, (path, answer.text[:300])
    return answer.text


@pytest.mark.parametrize("path", [CONCEPT, WORK])
@pytest.mark.parametrize("media_type", FORMATS)
def test_a_thing_in_every_form(client: TestClient, path: str, media_type: str) -> None:
    answer = client.get(path, headers={"accept": media_type})
    assert answer.headers["content-type"].startswith(media_type)
    triples = list(parse(answer.content, format=FORMATS[media_type]))
    assert any(path.rsplit("/", 1)[1] in str(triple.subject) for triple in triples)
    suffix = {"text/turtle": "ttl", "application/ld+json": "jsonld", "application/n-triples": "nt"}[media_type]
    assert client.get(f"{path}.{suffix}").content == answer.content


def test_json_and_html(client: TestClient) -> None:
    said = json.loads(body(client, f"{CONCEPT}.json"))
    assert said["label"] == "Shared counters"
    page = body(client, CONCEPT, accept="text/html,*/*;q=0.8")
    for told in (DEFINITION, FOR, AGAINST, "Counters and queues", "Counters 101", "Separate offices", "Gemeinsame Schalter", "Northmark"):
        assert told in page
    assert "found by program" in page


def test_etag_cors_and_signposts(client: TestClient) -> None:
    first = client.get(CONCEPT)
    assert first.headers["access-control-allow-origin"] == "*"
    assert 'rel="cite-as"' in first.headers["link"]
    assert '<https://w3id.org/govgraph/ns#Theory>; rel="type"' in first.headers["link"]
    again = client.get(CONCEPT, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_is_not_there(client: TestClient) -> None:
    for path in ("/id/concept/nothing", "/cards/nothing", "/queries/nothing", "/theories/nothing/evidence", "/assets/..%2frender.py"):
        assert client.get(path).status_code == 404, path
    assert "text/html" in client.get("/id/concept/nothing", headers={"accept": "text/html"}).headers["content-type"]
    nowhere = client.get("/nowhere", headers={"accept": "text/html"})
    assert nowhere.status_code == 404
    assert "<p>There is nothing at this address.</p>" in nowhere.text
    assert client.get(CONCEPT, headers={"accept": "image/png"}).status_code == 406


def test_a_respondent_has_no_page_no_card_and_is_not_found(client: TestClient) -> None:
    rows = client.get("/sparql", params={"query": "SELECT ?r { ?r a <https://w3id.org/govgraph/ns#Respondent> }"}).json()
    iri = rows["results"]["bindings"][0]["r"]["value"]
    path = iri.removeprefix("https://w3id.org/govgraph")
    assert client.get(path).status_code == 404
    assert client.get(path.replace("/id/", "/cards/")).status_code == 404
    assert "Clerk" not in body(client, "/search?q=R1")


PLACES = [
    CONCEPT, f"{CONCEPT}.ttl", f"{CONCEPT}.jsonld", f"{CONCEPT}.json", "/theories/shared-counters/evidence", "/cards/shared-counters",
    "/queries/cases-challenging-theory.json?theory=shared-counters", "/queries/claims-on-concept.csv?concept=shared-counters",
    "/queries/source-statements.json?source=closed.txt", "/queries/source-statements.json?source=locked.txt",
    "/queries/claims-on-concept?concept=shared-counters", "/search?q=closed", "/works",
    "/sparql?query=SELECT+*+{+?s+<https://w3id.org/govgraph/ns%23quote>+?q+}", "/sparql?query=SELECT+*+{+?s+?p+?q+}+LIMIT+5000",
    "/sparql?query=SELECT+*+{+GRAPH+?g+{+?s+?p+?q+}+}", "/sparql?query=CONSTRUCT+{+?s+?p+?q+}+WHERE+{+GRAPH+?g+{+?s+?p+?q+}+}",
    "/sparql?query=CONSTRUCT+WHERE+{+?s+<https://w3id.org/govgraph/ns%23quote>+?q+}",
]  # fmt: skip


def longest_run(text: str, source: str) -> int:
    """The longest stretch of the source that stands in the text."""
    best = 0
    for start in range(0, len(source), 8):
        while start + best < len(source) and source[start : start + best + 1] in text:
            best += 1
    return best


def test_no_answer_shows_more_of_a_capture_than_its_rule_allows(client: TestClient) -> None:
    paths = list(PLACES)
    listing = client.get("/sparql", params={"query": "SELECT DISTINCT ?s { ?s a ?c }"}).json()["results"]["bindings"]
    things = [row["s"]["value"].removeprefix("https://w3id.org/govgraph") for row in listing if row["s"]["type"] == "uri"]
    paths += [thing + suffix for thing in things if thing.startswith("/id/") for suffix in ("", ".ttl", ".json")]
    shown = 0
    for path in paths:
        answer = client.get(path)
        text = json.dumps(answer.json(), ensure_ascii=False) if "json" in answer.headers["content-type"] else answer.text
        assert longest_run(text, SECRET_TEXT) < 30, path
        run = longest_run(text, CLOSED_TEXT)
        assert run <= min(300, len(CLOSED_TEXT) * 0.05), (path, run)
        shown += run > len(CLOSED) * 0.9
    assert shown >= 3, "the closed study's sentence fits its rule and should be shown somewhere"


@pytest.mark.parametrize("name", queries.names())
def test_every_saved_query_has_a_page_and_its_sparql(client: TestClient, name: str) -> None:
    page = client.get(f"/queries/{name}", headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "<form" in page.text
    assert body(client, f"/queries/{name}.rq").startswith("#+")


def test_a_saved_query_in_every_format(client: TestClient) -> None:
    path = "/queries/cases-supporting-theory"
    for suffix in ("json", "csv", "tsv", "xml", "md", "ttl", "html"):
        assert "Northmark" in body(client, f"{path}.{suffix}?theory=shared-counters&jurisdiction=CA"), suffix
        assert "Northmark" not in body(client, f"{path}.{suffix}?theory=shared-counters&jurisdiction=DK").split("<form")[0], suffix


@pytest.mark.parametrize("query", ["", "?theory=nobody-knows-it", "?colour=red", "?theory=shared-counters&theory=separate-offices"])
def test_a_wrong_parameter_is_told(client: TestClient, query: str) -> None:
    answer = client.get(f"/queries/cases-challenging-theory.json{query}")
    assert answer.status_code == 400
    assert any(word in answer.text for word in ("theory", "colour"))


def test_sparql_protocol(client: TestClient) -> None:
    query = "SELECT ?label { ?c a <https://w3id.org/govgraph/ns#Theory> ; <http://www.w3.org/2000/01/rdf-schema#label> ?label }"
    want = ["Shared counters"]
    for answer in (
        client.get("/sparql", params={"query": query}),
        client.post("/sparql", data={"query": query}),
        client.post("/sparql", content=query, headers={"content-type": "application/sparql-query"}),
    ):
        assert [row["label"]["value"] for row in answer.json()["results"]["bindings"]] == want
        assert answer.headers["access-control-allow-origin"] == "*"
    assert client.get("/sparql", params={"query": query}, headers={"accept": "text/csv"}).text.split() == ["label", "Shared", "counters"]
    assert client.post("/sparql", data={"update": "CLEAR ALL"}).status_code == 403
    assert client.post("/sparql", content="x", headers={"content-type": "text/plain"}).status_code == 415
    assert client.get("/sparql", params={"query": "SELEC"}).status_code == 400
    assert "sd:Service" in body(client, "/sparql", accept="text/turtle")
    assert "<textarea" in body(client, "/sparql", accept="text/html")


def test_cards_embed_and_oembed(client: TestClient) -> None:
    page = client.get("/cards/shared-counters")
    assert "<script" not in page.text
    assert DEFINITION in page.text
    for suffix in ("json", "jsonld", "md", "txt"):
        assert "Shared counters" in body(client, f"/cards/shared-counters.{suffix}")
        assert body(client, f"/cards/concept/shared-counters.{suffix}") == body(client, f"/cards/shared-counters.{suffix}")
    assert "Northmark" in body(client, "/cards/reform/northmark-counter")
    for url in ("https://w3id.org/govgraph/id/concept/shared-counters", "http://testserver/cards/shared-counters"):
        said = client.get("/oembed", params={"url": url, "format": "json"}).json()
        assert (said["version"], said["type"]) == ("1.0", "rich")
        assert "<iframe" in said["html"]
    assert client.get("/oembed", params={"url": "https://evil.example/id/concept/shared-counters"}).status_code == 404
    asked = {"url": "http://testserver/cards/shared-counters"}
    said = client.get("/oembed", params=asked).json()
    xml = client.get("/oembed", params={**asked, "format": "xml"})
    assert xml.headers["content-type"].startswith("text/xml")
    assert {one.tag: one.text for one in fromstring(xml.content)} == {name: str(told) for name, told in said.items()}
    assert client.get("/oembed", params={**asked, "format": "yaml"}).status_code == 400


def test_a_concepts_readings_are_named_by_authors_year_and_place(client: TestClient) -> None:
    assert '<span class="meta">Ida Larsen and Ben Okafor, 2019. Counter Studies</span>' in body(client, CONCEPT, accept="text/html")


def test_a_works_page_begins_with_how_it_is_cited(client: TestClient) -> None:
    page = body(client, "/id/work/10.5555%2Fcounters", accept="text/html")
    assert 'Ida Larsen and Ben Okafor, 2019. Counter Studies. <a href="https://doi.org/10.5555/counters">' in page
    assert page.index("<dt>has author</dt>") < page.index("<dt>doi</dt>") < page.index("<dt>mentions concept</dt>")
    entry = body(client, "/id/work/10.5555%2Fcounters.bib")
    assert "title = {{Counting counters}}" in entry
    assert "year = {2019}" in entry
    assert "TI  - Counting counters" in body(client, "/id/work/10.5555%2Fcounters.ris")
    assert client.get("/id/concept/shared-counters.ris").status_code == 404


@pytest.mark.parametrize(
    ("case", "shown"), [("Northmark", ["case in: Nova Scotia", "in country: Canada"]), ("Southmark", ["case in: Denmark"])]
)
def test_a_place_of_a_case_is_shown_once_where_it_is_told_most_precisely(client: TestClient, case: str, shown: list[str]) -> None:
    (found,) = client.get("/search.json", params={"q": case, "type": "Case", "limit": "1"}).json()
    lines = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", client.get(found["path"], headers={"Accept": "text/html"}).text, re.DOTALL)
    told = [f"{name}: {re.sub('<[^>]*>', '', values).removesuffix('why?').strip()}" for name, values in lines]
    assert [one for one in told if one.startswith(("case in", "in country", "situated in"))] == shown


def test_an_authors_page_lists_their_works_newest_first() -> None:
    desk = Contributor("Desk", "Bo", orcid="0000-0002-1825-0097")
    old, new = Work("book", title="Old counters", authors=[desk], year=1990), Work("book", title="New counters", authors=[desk], year=2020)
    store = open_store("")
    load_many(store, [(capture_of(b"Works of hers", "works.md"), [old, new])])
    with TestClient(application(Settings(), store)) as client:
        page = body(client, "/id/person/0000-0002-1825-0097", accept="text/html")
    store.close()
    assert '<span class="meta">Bo Desk, 2020</span>' in page
    assert page.index("New counters") < page.index("Old counters")
    assert "<dt>author of</dt>" not in page


def test_explorer_pages(client: TestClient) -> None:
    assert "Shared counters" in body(client, "/", accept="text/html")
    assert "Shared counters" in body(client, "/concepts")
    assert "Shared counters" not in body(client, "/concepts?q=separate").split("<form")[-1].split("<ul")[-1]
    assert "Northmark" in body(client, "/cases")
    assert "Ida Larsen and Ben Okafor, 2019. Counter Studies" in body(client, "/works")
    assert "Ida <mark>Larsen</mark>" in body(client, "/search?q=larsen")
    assert "Ida Larsen and Ben Okafor, 2019. Counter Studies" in body(client, "/search?q=counting")
    assert AGAINST in body(client, "/theories/shared-counters/evidence")


def test_no_page_asks_another_host(client: TestClient) -> None:
    for path in ("/", CONCEPT, "/queries", "/sparql", "/cards/shared-counters"):
        answer = client.get(path, headers={"accept": "text/html"})
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert 'src="http' not in answer.text.replace('src="http://testserver', "")


def test_openapi_names_every_query(client: TestClient) -> None:
    said = client.get("/openapi.json").json()
    assert {f"/queries/{name}" for name in queries.names()} <= said["paths"].keys()


def test_health(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").status_code == 200


def test_a_load_is_taken_only_with_the_token(client: TestClient) -> None:
    assert client.post("/-/load", json={"paths": ["/etc/hostname"]}).status_code == 404
    assert client.post("/-/load", json={"paths": []}, headers={"authorization": "Bearer x"}).status_code == 404


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/html;q=0.5, text/turtle;q=0.9", "text/turtle"),
        ("text/html;q=0, */*;q=0.5", "text/turtle"),
        ("text/*;q=0, */*", "application/ld+json"),
        ("application/xhtml+xml, text/html", "text/html"),
        ("*/*;q=0.1, application/n-triples", "application/n-triples"),
    ],
)
def test_the_better_form_is_chosen_and_a_refused_one_never(client: TestClient, accept: str, form: str) -> None:
    assert client.get(CONCEPT, headers={"accept": accept}).headers["content-type"].startswith(form)


def test_no_form_fits(client: TestClient) -> None:
    answer = client.get(CONCEPT, headers={"accept": "image/png"})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (406, "*")


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (f"{CONCEPT}/", CONCEPT),
        ("/id/work/10.5555/counters", WORK),
        ("/id/work/10.5555/Counters.ttl", f"{WORK}.ttl"),
        ("/id/work/10.5555%2fcounters", WORK),
    ],
)
def test_another_spelling_of_an_address_leads_to_the_one_kept(client: TestClient, asked: str, kept: str) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["location"]) == (308, kept)
    assert client.get(kept).status_code == 200


@pytest.mark.parametrize("path", [CONCEPT, "/sparql", "/cards/shared-counters", "/queries/all-claims.json", "/oembed"])
def test_pages_of_other_sites_may_ask_beforehand(client: TestClient, path: str) -> None:
    asked = {"origin": "https://course.example", "access-control-request-method": "GET", "access-control-request-headers": "if-none-match"}
    answer = client.options(path, headers=asked)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (204, "*")


@pytest.mark.parametrize(
    "path", ["/", CONCEPT, f"{CONCEPT}.ttl", "/sparql", "/cards/shared-counters", "/queries/all-claims.json", "/healthz"]
)
def test_head_says_what_get_says_without_the_body(client: TestClient, path: str) -> None:
    head, got = client.head(path), client.get(path)
    assert (head.status_code, head.headers["content-type"], head.content) == (200, got.headers["content-type"], b"")


def test_metrics_count_by_path_template(client: TestClient) -> None:
    client.get("/id/concept/nobody-knows-it")
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    assert 'govgraph_requests_total{method="GET",path="/id/{kind}/{key:path}",status="404"}' in answer.text
    assert "nobody-knows-it" not in answer.text


def test_a_misspelt_name_is_found(client: TestClient) -> None:
    assert "<mark>Shared</mark> <mark>counters</mark>" in body(client, "/search?q=shraed+counters", accept="text/html")


def test_a_claim_is_headed_by_stance_and_theory(client: TestClient) -> None:
    found = client.get("/queries/all-claims.json").json()["rows"][0]
    page = body(client, found["claim"]["id"].replace("https://w3id.org/govgraph", ""), accept="text/html")
    assert f"<h1>{found['stance'].lower().capitalize()} " in page
    assert "[untitled" not in page
