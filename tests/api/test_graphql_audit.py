"""The public audit of GraphQL over HTTP, each check under its identifier there.

Source: https://github.com/graphql/graphql-http/blob/main/src/audits/server.ts
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from asked import filled
from engines import opened
from starlette.testclient import TestClient

from api.app import application
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

JSON, RESPONSE = "application/json", "application/graphql-response+json"
FINE, REFUSED, CLIENT, FAILED = range(200, 201), range(400, 401), range(400, 500), range(400, 600)
NAME: dict[str, Any] = {"query": "{ __typename }"}
OPERATION = {"query": "query Query { __typename }", "operationName": "Query"}
TYPE = {"query": "query Type($name: String!) { __type(name: $name) { name } }", "variables": {"name": "sometype"}}
NO_FIELD = {"query": "{ 8f31403dfe404bccbb0e835f2629c6a7 }"}
NULL = {"query": "query CoerceFailure($id: ID!){ __typename }", "variables": {"id": None}}
NO_JSON = b'{ "not a JSON'
OTHERS: tuple[Any, ...] = ({"obj": "ect"}, 0, False, ["array"])
NO_MAPS: tuple[Any, ...] = ("string", 0, False, ["array"])


@dataclass(frozen=True)
class Check:
    """One request: a body for POST, parameters for GET; the statuses that pass, the media type, and which entries the answer may have."""

    status: range
    body: Any = None
    get: dict[str, str] = field(default_factory=dict)
    accept: str = ""
    content_type: str = JSON
    told_as: str = ""
    without: str = ""


def _faults(prefix: str, name: str, wrong: tuple[Any, ...]) -> dict[str, Check]:
    return {f"{prefix}{n}": Check(REFUSED, {**NAME, name: one}) for n, one in enumerate(wrong)}


def _nulls(prefix: str, **how: Any) -> dict[str, Check]:
    names = ("variables", "operationName", "extensions")
    return {f"{prefix}{n}": Check(FINE, {**NAME, name: None}, without="errors", **how) for n, name in enumerate(names)}


CHECKS = {
    "22EB": Check(FINE, NAME, accept=RESPONSE, told_as=RESPONSE),
    "4655": Check(FINE, NAME, accept=JSON, told_as=JSON),
    "47DE": Check(FINE, NAME, accept="*/*", told_as=JSON),
    "80D8": Check(FINE, NAME, told_as=JSON),
    "82A3": Check(FINE, NAME),
    "BF61": Check(FINE, {"query": '{ __type(name: "Run🏃Swim🏊") { name } }'}, content_type=f"{JSON}; charset=utf-8"),
    "78D5": Check(FINE, NAME),
    "2C94": Check(FINE, NAME),
    "5A70": Check(FINE, get=NAME),
    "9C48": Check(CLIENT, get={"query": "mutation { __typename }"}, accept=RESPONSE),
    "9ABE": Check(CLIENT, content_type=""),
    "03D4": Check(FINE, NAME),
    "A5BF": Check(REFUSED),
    "423L": Check(REFUSED, {"notquery": "{ __typename }"}, accept=RESPONSE),
    **_faults("LKJ", "query", OTHERS),
    "34A2": Check(FINE, NAME, accept=RESPONSE),
    "13EE": Check(FINE, NAME, accept=JSON, without="errors"),
    **_faults("6C0", "operationName", OTHERS),
    "8161": Check(FINE, OPERATION, accept=RESPONSE),
    "B8B3": Check(FINE, OPERATION, accept=JSON, without="errors"),
    **_nulls("94B", accept=RESPONSE),
    **_nulls("022", accept=JSON),
    **_faults("476", "variables", NO_MAPS),
    "2EA1": Check(FINE, TYPE, accept=RESPONSE),
    "28B9": Check(FINE, TYPE, accept=JSON, without="errors"),
    "D6D5": Check(FINE, get={**TYPE, "variables": '{"name": "sometype"}'}, accept=RESPONSE),
    "6A70": Check(FINE, get={**TYPE, "variables": '{"name": "sometype"}'}, accept=JSON, without="errors"),
    **_faults("58B", "extensions", NO_MAPS),
    "428F": Check(FINE, {**NAME, "extensions": {"some": "value"}}, accept=RESPONSE),
    "1B7A": Check(FINE, {**NAME, "extensions": {"some": "value"}}, accept=JSON, without="errors"),
    "39AA": Check(FINE, {**NAME, "extensions": {}}, accept=JSON, without="errors"),
    "B6DC": Check(CLIENT, NO_JSON),
    "BCF8": Check(REFUSED, NO_JSON),
    "8764": Check(FAILED, {"qeury": "{ __typename }"}),
    "3E3A": Check(REFUSED, {"qeury": "{ __typename }"}),
    "572B": Check(FINE, {"query": "{"}, accept=JSON),
    "FDE2": Check(FINE, NO_FIELD, accept=JSON),
    "7B9B": Check(FINE, NULL, accept=JSON),
    "865D": Check(FAILED, {"query": "{"}, accept=RESPONSE),
    "556A": Check(REFUSED, {"query": "{"}, accept=RESPONSE),
    "D586": Check(FAILED, {"query": "{"}, accept=RESPONSE, without="data"),
    "51FE": Check(FAILED, NO_FIELD, accept=RESPONSE),
    "74FF": Check(REFUSED, NO_FIELD, accept=RESPONSE),
    "5E5B": Check(FAILED, NO_FIELD, accept=RESPONSE, without="data"),
    "86EE": Check(REFUSED, NULL, accept=RESPONSE),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with opened("memory", tmp_path_factory.mktemp("audit")) as store, TestClient(application(Settings(), filled(store))) as made:
        yield made


def test_the_audit_is_whole() -> None:
    assert len(CHECKS) == 61


@pytest.mark.parametrize("name", CHECKS)
def test_the_audit(client: TestClient, name: str) -> None:
    check = CHECKS[name]
    if check.get:
        request = client.build_request("GET", "/graphql", params=check.get)
    else:
        body = check.body if isinstance(check.body, bytes) else b"" if check.body is None else orjson.dumps(check.body)
        request = client.build_request("POST", "/graphql", content=body)
        if check.content_type:
            request.headers["content-type"] = check.content_type
    del request.headers["accept"]
    if check.accept:
        request.headers["accept"] = check.accept
    answer = client.send(request)
    assert answer.status_code in check.status
    assert check.told_as in answer.headers["content-type"]
    told = orjson.loads(answer.content.decode("utf-8"))
    assert not check.without or check.without not in told
