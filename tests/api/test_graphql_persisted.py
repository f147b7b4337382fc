"""Persisted documents by their identifiers, the mode that answers no others, and how an answer is explained."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from asked import filled
from engines import opened
from starlette.testclient import TestClient

from api.app import application
from api.graphql.persisted import Documents, identifier
from api.settings import Settings
from graph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.store import Store

JSON, RESPONSE = "application/json", "application/graphql-response+json"
CARD = "query Card($slug: String!) { concept(slug: $slug) { slug } }"
TWO = "query A { __typename } query B { concepts { totalCount } }"
SHA = f"sha256:{hashlib.sha256(CARD.encode()).hexdigest()}"
EXPECTED = {"data": {"concept": {"slug": "post-npm"}}}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with opened("memory", tmp_path_factory.mktemp("persisted-store")) as made:
        yield filled(made)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("persisted")
    (made / "card.graphql").write_text(CARD + "\n", encoding="utf-8")
    (made / "client").mkdir()
    (made / "client" / "manifest.json").write_text(json.dumps({"two": TWO, identifier(TWO): TWO}), encoding="utf-8")
    (made / "notes.txt").write_text("nothing for us", encoding="utf-8")
    return made


@pytest.fixture(scope="module", params=["any", "persisted"])
def client(request: pytest.FixtureRequest, store: Store, folder: Path) -> Iterator[TestClient]:
    settings = Settings(graphql_documents=str(folder), graphql_allowed=request.param)
    with TestClient(application(settings, store)) as made:
        yield made


def only(client: TestClient) -> bool:
    return client.app.state.documents.only


@pytest.mark.parametrize("name", [SHA, identifier(CARD + "\n"), "card"])
def test_a_document_by_its_identifier(client: TestClient, name: str) -> None:
    asked = {"documentId": name, "variables": {"slug": "post-npm"}}
    flat = {"documentId": name, "variables": '{"slug":"post-npm"}'}
    assert client.post("/graphql", json=asked).json() == EXPECTED
    got = client.get("/graphql", params=flat, headers={"accept": RESPONSE})
    assert (got.status_code, got.json()) == (200, EXPECTED)
    again = client.get("/graphql", params=flat, headers={"accept": RESPONSE, "if-none-match": got.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    del flat["documentId"]
    assert client.get(f"/graphql/{name}", params=flat, headers={"accept": "text/html,*/*;q=0.1"}).json() == EXPECTED
    del asked["documentId"]
    assert client.post(f"/graphql/{name}", json=asked).json() == EXPECTED


def test_an_operation_of_a_document(client: TestClient) -> None:
    assert client.post("/graphql", json={"documentId": "two", "operationName": "B"}).json() == {"data": {"concepts": {"totalCount": 4}}}
    assert "several operations" in client.post("/graphql", json={"documentId": "two"}).text


@pytest.mark.parametrize(
    "name", ["nothing", f"sha256:{'0' * 64}", "sha256:12", f"SHA256:{'0' * 64}", "md5:1", "../card", "a b", "é", "x" * 5000]
)
def test_unknown_identifiers(client: TestClient, name: str) -> None:
    for accept, status in ((RESPONSE, 400), (JSON, 200)):
        answer = client.post("/graphql", json={"documentId": name}, headers={"accept": accept})
        assert answer.status_code == status
        told = answer.json()
        assert list(told) == ["errors"]
        assert [error["extensions"]["code"] for error in told["errors"]] == ["PERSISTED_DOCUMENT_NOT_FOUND"]
        assert len(answer.content) < 400


@pytest.mark.parametrize("wrong", [{"documentId": 1}, {"documentId": ""}, {"documentId": [SHA]}, {"documentId": SHA, "query": CARD}])
def test_no_request(client: TestClient, wrong: dict[str, Any]) -> None:
    assert client.post("/graphql", json=wrong).status_code == 400


def test_which_other_documents_are_answered(client: TestClient) -> None:
    answer = client.post("/graphql", json={"query": "{ __typename }"}, headers={"accept": RESPONSE})
    if only(client):
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["extensions"] == {"code": "PERSISTED_DOCUMENT_REQUIRED"}
    else:
        assert answer.json() == {"data": {"__typename": "Query"}}
    spelled_out = client.post("/graphql", json={"query": CARD, "variables": {"slug": "post-npm"}})
    assert spelled_out.json() == EXPECTED  # it is on the list, whichever way it comes


def test_faults_of_the_folder_are_told_at_the_start(tmp_path: Path, store: Store) -> None:
    with pytest.raises(UsageError, match="no folder"):
        Documents(str(tmp_path / "none"))
    with pytest.raises(UsageError, match="graphql_documents"):
        Documents("", "persisted")
    with pytest.raises(UsageError, match="graphql_allowed"):
        Documents("", "all")
    file = tmp_path / "list.json"
    for text, told in [
        ("[", "list.json"), ("[]", "an object"), ('{"a": 1}', "an object"), ('{"a b": "{x}"}', "no identifier"),
        (f'{{"sha256:{"0" * 64}": "{{x}}"}}', "has the identifier"), ('{"md5:1": "{x}"}', "no identifier"),
    ]:  # fmt: skip
        file.write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match=told):
            Documents(str(tmp_path))
    file.write_text('{"a": "{x}"}', encoding="utf-8")
    (tmp_path / "a.graphql").write_text("{y}", encoding="utf-8")
    with pytest.raises(UsageError, match="two documents 'a'"):
        Documents(str(tmp_path))
    with (
        pytest.raises(UsageError, match="no folder"),
        TestClient(application(Settings(graphql_documents=str(tmp_path / "none")), store)),
    ):
        pass  # the server does not start


def test_documents_that_cannot_be_answered_are_logged(tmp_path: Path, store: Store, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "good.graphql").write_text(CARD, encoding="utf-8")
    (tmp_path / "old.graphql").write_text("{ concepts { colour } }\n", encoding="utf-8")
    with TestClient(application(Settings(graphql_documents=str(tmp_path)), store)) as client:
        assert client.post("/graphql", json={"documentId": "good", "variables": {"slug": "post-npm"}}).json() == EXPECTED
        assert "colour" in client.post("/graphql", json={"documentId": "old"}).json()["errors"][0]["message"]
    told = [record.getMessage() for record in caplog.records if "persisted document" in record.getMessage()]
    assert len(told) == 2  # with the line break at its end and without
    assert all("colour" in one for one in told)


def test_a_mutation_by_get_is_not_allowed(store: Store) -> None:
    with TestClient(application(Settings(), store)) as client:
        for accept in (JSON, RESPONSE):
            answer = client.get("/graphql", params={"query": "mutation { x }"}, headers={"accept": accept})
            assert answer.status_code == 405
            assert "only queries" in answer.json()["errors"][0]["message"]


def test_an_answer_is_explained_where_that_is_asked(store: Store) -> None:
    query = '{ concept(slug: "post-npm") { label mentionedIn { edges { node { title } } } } }'
    with TestClient(application(Settings(), store)) as client:
        plain = client.post("/graphql", json={"query": query})
        assert set(plain.json()) == {"data"}
        by_request = client.post("/graphql", json={"query": query, "extensions": {"explain": True}})
        by_header = client.post("/graphql", json={"query": query}, headers={"graphql-explain": "true"})
        by_address = client.get("/graphql", params={"query": query, "extensions": '{"explain": true}'}, headers={"accept": JSON})
        for answer in (by_request, by_header, by_address):
            assert answer.json()["data"] == plain.json()["data"]
            told = answer.json()["extensions"]["explain"]
            assert told["cost"] == 21
            assert [set(level) for level in told["levels"]] == [{"query", "rows", "milliseconds"}] * 3
            assert all(level["query"].startswith("SELECT ?b ") for level in told["levels"])
            assert told["levels"][0]["rows"] == 1
            assert told["planningMilliseconds"] >= 0
            assert sum(level["milliseconds"] for level in told["levels"]) <= told["answeringMilliseconds"]
