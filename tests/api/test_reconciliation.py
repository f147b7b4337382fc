"""The Reconciliation Service API 0.2 as OpenRefine speaks it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from small import small_atlas
from starlette.testclient import TestClient

from api.app import application
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

CONCEPT = "concept/shared-counters"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    store = small_atlas(tmp_path_factory.mktemp("reconcile") / "store")
    with TestClient(application(Settings(), store), follow_redirects=False) as made:
        yield made
    store.close()


def ask(client: TestClient, **queries: dict[str, Any]) -> dict[str, Any]:
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    told: dict[str, Any] = answer.json()
    return told


def test_the_manifest_leads_to_what_it_names(client: TestClient) -> None:
    told = client.get("/reconcile").json()
    assert {"versions", "name", "identifierSpace", "schemaSpace"} <= set(told)
    assert told["versions"] == ["0.2"]
    assert client.get(told["view"]["url"].replace("{{id}}", CONCEPT)).status_code == 200
    shown = client.get(told["preview"]["url"].replace("{{id}}", CONCEPT))
    assert client.get(shown.headers["location"]).status_code == 200
    for service in told["suggest"].values():
        assert client.get(service["service_path"], params={"prefix": "co"}).json()["result"]


def test_a_whole_name_matches_and_a_slip_is_a_candidate(client: TestClient) -> None:
    told = ask(client, q0={"query": "Shared counters", "type": "Concept"}, q1={"query": "shared cuonters"}, q2={"query": "zzzzzz"})
    best = told["q0"]["result"][0]
    assert (best["id"], best["match"], best["score"], best["type"][0]["id"]) == (CONCEPT, True, 100.0, "Concept")
    assert told["q1"]["result"][0]["id"] == CONCEPT
    assert not told["q1"]["result"][0]["match"]
    assert told["q2"]["result"] == []
    assert client.get("/reconcile", params={"queries": json.dumps({"a": {"query": "Shared counters"}})}).json()["a"]["result"]


def test_properties_part_what_a_name_does_not(client: TestClient) -> None:
    title = "Counting counters"
    (right,) = ask(client, q={"query": title, "type": "Work", "limit": 1, "properties": [{"pid": "doi", "v": "10.5555/COUNTERS"}]})["q"][
        "result"
    ]
    (wrong,) = ask(client, q={"query": title, "type": "Work", "limit": 1, "properties": [{"pid": "doi", "v": "10.5555/other"}]})["q"][
        "result"
    ]
    assert right["match"]
    assert not wrong["match"]
    assert wrong["score"] < right["score"]


def test_a_type_that_nothing_has_gives_nothing(client: TestClient) -> None:
    assert ask(client, q={"query": "Shared counters", "type": "Spaceship"})["q"]["result"] == []


@pytest.mark.parametrize(
    "queries", ["{", "[]", '{"a": 1}', '{"a": {"q": "x"}}', json.dumps({str(n): {"query": "x"} for n in range(500)}), "[" * 50_000]
)
def test_what_is_no_query_is_told_so(client: TestClient, queries: str) -> None:
    answer = client.post("/reconcile", data={"queries": queries})
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_too_much_at_once_is_refused(client: TestClient) -> None:
    assert client.post("/reconcile", data={"queries": "x" * (1 << 20)}).status_code == 413


def test_search_as_json_completes_what_is_typed(client: TestClient) -> None:
    told = client.get("/search.json", params={"q": "sh", "limit": "3"}).json()
    assert told[0]["path"] == f"/id/{CONCEPT}"
    assert client.get(told[0]["path"]).status_code == 200
    assert client.get("/search.json").json() == []
