"""GraphQL over HTTP, and the page for browsers.

Source: https://graphql.github.io/graphql-over-http/draft/
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from asked import filled
from browsing import serving
from engines import opened
from shared import ROOT
from starlette.testclient import TestClient

from api.app import application
from api.graphql import ide
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JSON = "application/json"
RESPONSE = "application/graphql-response+json"
NAME = {"query": "{ __typename }"}
NAMED = {"data": {"__typename": "Query"}}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with opened("memory", tmp_path_factory.mktemp("graphql-http")) as store, TestClient(application(Settings(), filled(store))) as made:
        yield made


def post(client: TestClient, body: Any, accept: str | None = None, content_type: str = JSON) -> Any:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post("/graphql", content=sent, headers={"content-type": content_type, "accept": accept or "*/*"})


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (RESPONSE, RESPONSE),
        (JSON, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (f"{RESPONSE}, {JSON};q=0.9", RESPONSE),
        (f"{RESPONSE};q=0.5, {JSON}", JSON),
        (f"{RESPONSE}; charset=utf-8, {JSON}; charset=utf-8", RESPONSE),
        (f"text/csv, {JSON};q=0.1", JSON),
    ],
)
def test_media_types(client: TestClient, accept: str, kind: str) -> None:
    for answer in (post(client, NAME, accept), client.get("/graphql", params=NAME, headers={"accept": accept})):
        assert answer.status_code == 200
        assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.json() == NAMED


def test_without_accept(client: TestClient) -> None:
    request = client.build_request("POST", "/graphql", json=NAME)
    del request.headers["accept"]
    assert client.send(request).headers["content-type"] == f"{JSON}; charset=utf-8"


def test_what_no_media_type_fits(client: TestClient) -> None:
    assert post(client, NAME, "text/csv").status_code == 406
    assert client.get("/graphql", params=NAME, headers={"accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    "query",
    [
        "{",
        "{ nothing }",
        "{ concepts(first: -1) { totalCount } }",
        "query($n: Int!) { concepts(first: $n) { totalCount } }",
    ],
)
def test_refused_documents(client: TestClient, query: str) -> None:
    for accept, status in ((RESPONSE, 400), (JSON, 200)):
        for answer in (post(client, {"query": query}, accept), client.get("/graphql", params={"query": query}, headers={"accept": accept})):
            assert answer.status_code == status
            assert "data" not in answer.json()
            assert answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"\xff\xfe", b"null", b'"query"', [NAME], [NAME, NAME], {}, {"query": None}, {"query": 1}, {"query": {}}, {"query": ""},
        {**NAME, "variables": "x"}, {**NAME, "variables": [1]}, {**NAME, "operationName": 1}, {**NAME, "extensions": 1}, b"[" * 50_000,
    ],
)  # fmt: skip
def test_no_request_at_all(client: TestClient, body: Any) -> None:
    for accept in (RESPONSE, JSON):
        answer = post(client, body, accept)
        assert answer.status_code == 400
        assert len(answer.json()["errors"]) == 1


def test_well_formed_requests(client: TestClient) -> None:
    query = "query A($s: String) { concept(slug: $s) { slug } } query B { __typename }"
    body = {"query": query, "operationName": "A", "variables": {"s": "post-npm"}, "extensions": {"x": 1}}
    expected = {"data": {"concept": {"slug": "post-npm"}}}
    assert post(client, body).json() == expected
    flat = {**body, "variables": json.dumps(body["variables"]), "extensions": "{}"}
    assert client.get("/graphql", params=flat).json() == expected
    assert client.get("/graphql", params={**NAME, "variables": "", "operationName": ""}).json() == NAMED
    assert post(client, {**NAME, "variables": None, "operationName": None, "extensions": None}).json() == NAMED
    assert post(client, NAME, content_type=f"{JSON}; charset=UTF-8").json() == NAMED
    assert post(client, {"query": 'query { search(text: "Première étude") { totalCount } }'}).json() == {
        "data": {"search": {"totalCount": 1}}
    }


def test_wrong_methods_types_and_sizes(client: TestClient) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        answer = client.request(method, "/graphql", json=NAME)
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, POST, OPTIONS"
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", f"{JSON}; charset=latin-1", ""):
        assert post(client, NAME, content_type=kind).status_code == 415
    assert post(client, {**NAME, "x": "y" * 200_000}).status_code == 413
    assert client.get("/graphql", params={**NAME, "variables": "{"}).status_code == 400
    assert client.get("/graphql", headers={"accept": JSON}).status_code == 400
    preflight = client.options("/graphql", headers={"origin": "https://example.org", "access-control-request-method": "POST"})
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]


def test_errors_of_single_fields_leave_the_rest(client: TestClient) -> None:
    query = '{ savedQuery(name: "no-such") { rows } concept(slug: "post-npm") { slug } }'
    answer = post(client, {"query": query}, RESPONSE)
    assert answer.status_code == 200
    assert answer.json()["data"] == {"savedQuery": None, "concept": {"slug": "post-npm"}}
    assert answer.json()["errors"][0]["path"] == ["savedQuery"]


def test_the_page_for_browsers_is_served_from_here_alone(client: TestClient) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    page = client.get("/graphql", headers={"accept": browser})
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert client.get("/graphql", params=NAME, headers={"accept": browser}).text == page.text
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page.text)
    for address in re.findall(r'(?:src|href)="(/[^"]+)"', page.text):
        assert client.get(address).status_code == 200


def test_the_files_of_the_page(client: TestClient) -> None:
    names = [path.name.removesuffix(".gz") for path in ide.ASSETS.glob("*.gz")]
    assert {"graphiql.js", "index.css", "graphql.worker.js"} <= set(names)
    assert sum(path.stat().st_size for path in ide.ASSETS.iterdir()) < 3 << 20
    for name in names:
        answer = client.get(f"/graphql/assets/{name}")
        assert answer.status_code == 200
        again = client.get(f"/graphql/assets/{name}", headers={"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304
    plain = client.get("/graphql/assets/page.css", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text.startswith("html")
    for name in ("nothing.js", "..%2fide.py", "%2e%2e/ide.py", "LICENCES.txt", ""):
        assert client.get(f"/graphql/assets/{name}").status_code == 404


def test_strawberry_waits_for_the_first_question() -> None:
    code = "import sys; from api.app import application; from api.settings import Settings; application(Settings(store=':memory:'))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; print('strawberry' in sys.modules)"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_whole_answers_are_kept_only_while_nothing_is_written(tmp_path_factory: pytest.TempPathFactory) -> None:
    query = "query($n: Int) { works(first: $n) { totalCount edges { node { slug title } } } }"
    resolved, work = "https://w3id.org/govgraph/graph/resolved", "https://w3id.org/govgraph/id/work/two"
    with opened("memory", tmp_path_factory.mktemp("kept")) as store, TestClient(application(Settings(), filled(store))) as client:
        first = post(client, {"query": query, "variables": {"n": 4}})
        writes = store.writes
        store.writes = None
        unknown = post(client, {"query": query, "variables": {"n": 4}})
        store.writes = writes
        again = post(client, {"query": query, "variables": {"n": 4}})
        assert first.content == unknown.content == again.content
        assert len(post(client, {"query": query, "variables": {"n": 1}}).json()["data"]["works"]["edges"]) == 1
        explained = post(client, {"query": query, "variables": {"n": 4}, "extensions": {"explain": True}}).json()
        assert explained["data"] == first.json()["data"]
        assert explained["extensions"]
        store.update(f'INSERT DATA {{ GRAPH <{resolved}> {{ <{work}> <https://w3id.org/govgraph/ns#title> "Another" }} }}')
        store.update(f'DELETE DATA {{ GRAPH <{resolved}> {{ <{work}> <https://w3id.org/govgraph/ns#title> "A book" }} }}')
        later = post(client, {"query": query, "variables": {"n": 4}})
        assert {"node": {"slug": "two", "title": "Another"}} in later.json()["data"]["works"]["edges"]


def test_what_the_reference_has_for_a_notebook_runs_as_it_is_written(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "reference" / "graphql.md").read_text(encoding="utf-8")
    (cell,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    with opened("memory", tmp_path) as store, serving(filled(store)) as address:
        cell = cell.replace("http://127.0.0.1:8000", address)
        cell += "print(ask('{ works { totalCount } }'))\ntry: ask('{ nothing }')\nexcept ValueError as told: print(told)\n"
        run = subprocess.run([sys.executable, "-c", cell], capture_output=True, text=True, check=True)
    assert "{'works': {'totalCount': " in run.stdout
    assert "Cannot query field 'nothing'" in run.stdout
