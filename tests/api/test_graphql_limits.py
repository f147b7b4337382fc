"""What is refused, how soon, and in how few words."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from asked import Questions, filled
from engines import opened
from shared import SHARED, needs_shared
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from api.graphql.answer import Answerer, Asked
from api.graphql.asgi import application
from api.settings import Settings
from graph.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Rows, Store


class Watched:
    """A store that counts how often it is asked, and fails or dawdles on demand."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.asked = 0
        self.fault: Exception | None = None
        self.seconds = 0.0

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def select(self, query: str, **dataset: object) -> Rows:
        self.asked += 1
        time.sleep(self.seconds)
        if self.fault is not None:
            raise self.fault
        return self._store.select(query, **dataset)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with opened("memory", tmp_path_factory.mktemp("limits")) as made:
        yield filled(made)


@pytest.fixture
def watched(store: Store) -> Watched:
    return Watched(store)


@pytest.fixture
def asked(watched: Watched) -> Questions:
    questions = Questions(watched)
    questions.data("{ __typename }")
    return questions


def nested(depth: int) -> str:
    return '{ concept(slug: "a") { ' + "related { edges { node { " * depth + "id" + " } } }" * depth + " } }"


HOSTILE = {
    "deep": (nested(12), "deep"),
    "very deep": ("{" * 5_000, "deep"),
    "deep in an argument": ("{ concepts(where: " + "{not: " * 300 + "{}" + "}" * 300 + ") { totalCount } }", "deep"),
    "deep lists": ("{ nodes(ids: " + "[" * 5_000 + ") { id } }", "deep"),
    "braces in a text are no depth, but length counts": ('{ search(text: "' + "{" * 30_000 + '") { totalCount } }', "characters"),
    "aliases": ("{" + " ".join(f"a{n}: __typename" for n in range(40)) + "}", "aliases"),
    "tokens": ("{ concept(slug: [" + "1 " * 3_000 + "]) { id } }", "tokens"),
    "fields": ('{ concept(slug: "a") { ' + "id " * 600 + "} }", "fields"),
    "directives": ("{ __typename " + "@include(if: true) " * 60 + "}", "directives"),
    "cycle": ('{ concept(slug: "a") { ...A } } fragment A on Concept { ...B } fragment B on Concept { ...A }', "itself"),
    "own cycle": ('{ concept(slug: "a") { ...A } } fragment A on Concept { id ...A }', "itself"),
    "doubling": (
        '{ concept(slug: "a") { ...F0 } } '
        + " ".join(f"fragment F{n} on Concept {{ ...F{n + 1} ...F{n + 1} }}" for n in range(40))
        + " fragment F40 on Concept { id }",
        "fields",
    ),
    "dear": ("{ concepts(first: 100) { edges { node { related(first: 100) { edges { node { id } } } } } } }", "smaller pages"),
    "dear at once": ("{ works(first: 6000) { edges { node { id } } } }", "smaller pages"),
    "dear by defaults": (nested(4), "smaller pages"),
    "many nodes": ("{ nodes(ids: [" + '"urn:a"' * 2_100 + "]) { id } }", "tokens"),
    "searches": ("{" + " ".join(f'a{n}: search(text: "x") {{ totalCount }}' for n in range(9)) + "}", "smaller pages"),
    "conditions": ("{ concepts(where: {and: [" + '{slug: {eq: "x"}}' * 60 + "]}) { totalCount } }", "conditions"),
    "links in conditions": ("{ concepts(where: " + "{related: {some: " * 9 + "{}" + "}}" * 9 + ") { totalCount } }", "deep"),
    "negations": ("{ concepts(where: " + "{not: " * 20 + "{}" + "}" * 20 + ") { totalCount } }", "deep"),
    "look-behind": ('{ concepts(where: {slug: {matches: "(?<=a)b"}}) { totalCount } }', "look around"),
    "back-reference": ('{ concepts(where: {slug: {matches: "(a)\\\\1"}}) { totalCount } }', "refer back"),
    "no expression": ('{ concepts(where: {slug: {matches: "(("}}) { totalCount } }', "regular expression"),
    "brace as such": ('{ concepts(where: {slug: {matches: "a{"}}) { totalCount } }', "needs a backslash"),
    "bracket as such": ('{ concepts(where: {slug: {matches: "[[a]"}}) { totalCount } }', "needs a backslash"),
    "repetitions": ('{ concepts(where: {slug: {matches: "(a{1,99}){1,99}"}}) { totalCount } }', "repeats too much"),
    "long expression": ('{ concepts(where: {slug: {matches: "' + "a" * 300 + '"}}) { totalCount } }', "characters"),
    "control characters": ('{ concepts(where: {slug: {eq: "\\u0000"}}) { totalCount } }', "control"),
    "negative page": ("{ concepts(first: -1) { totalCount } }", "0 or more"),
    "introspection": ("{ __schema { types { " + "fields { type { " * 4 + "name" + " } }" * 4 + " } } }", "introspection"),
    "mutation": ('mutation { link(a: "x") { id } }', "only queries"),
    "subscription": ("subscription { claims { totalCount } }", "only queries"),
    "nothing": ("", "Syntax"),
    "no GraphQL": ("SELECT * WHERE { ?s ?p ?o }", "Syntax"),
    "empty selection": ('{ concept(slug: "a") { } }', "Syntax"),
    "two operations": ("query A { __typename } query B { __typename }", "several operations"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_refused_before_anything_is_asked(asked: Questions, watched: Watched, name: str) -> None:
    query, reason = HOSTILE[name]
    began = time.perf_counter()
    told = asked.refused(query)
    assert time.perf_counter() - began < 10
    assert reason in told
    assert len(told) < 1_000
    assert watched.asked == 0


@needs_shared
@pytest.mark.parametrize("name", ["deep", "alias_flood", "fragment_cycle", "unknown_fields", "mutation_aliases"])
def test_the_shared_hostile_documents(asked: Questions, watched: Watched, name: str) -> None:
    query = (SHARED / "hostile" / "graphql" / f"{name}.graphql").read_text(encoding="utf-8")
    began = time.perf_counter()
    answer = asked.answerer.answer(Asked(query))
    assert time.perf_counter() - began < 10
    assert answer.refused
    assert 1 <= len(answer.errors) <= 10
    assert len(answer.body()) < 8_192
    assert watched.asked == 0


def test_at_most_ten_errors(asked: Questions) -> None:
    answer = asked.answer('{ concept(slug: "a") { ' + " ".join(f"z{n}" for n in range(200)) + " } }")
    assert len(answer["errors"]) == 10
    assert len(json.dumps(answer)) < 8_192


def test_what_is_not_hostile_is_answered(asked: Questions) -> None:
    assert asked.data("{ " + " ".join(f'a{n}: concept(slug: "x") {{ id }}' for n in range(30)) + " }")["a29"] is None
    levels = "{ concepts(first: 5) { edges { node { " + "related(first: 2) { edges { node { " * 3 + "id" + " } } }" * 3 + " } } } }"
    assert "concepts" in asked.data(levels)
    from graphql import get_introspection_query

    assert asked.data(get_introspection_query())["__schema"]["queryType"]["name"] == "Query"
    assert asked.data('{ __type(name: "Work") { name fields { name } } __typename }')["__type"]["name"] == "Work"


def test_the_schema_is_told_whole_but_not_over_and_over(asked: Questions) -> None:
    from graphql import get_introspection_query

    whole = get_introspection_query(input_value_deprecation=True, specified_by_url=True, directive_is_repeatable=True)
    assert asked.data(whole)["__schema"]["types"]
    many = "{ " + " ".join(f"a{n}: __schema {{ types {{ fields {{ name description }} }} }}" for n in range(25)) + " }"
    assert "the whole schema" in asked.refused(many)
    told = "fragment Told on __Type { fields { name args { name description } } }"
    inside = "{ __schema { " + " ".join(f"a{n}: types {{ ...Told }}" for n in range(25)) + " } } " + told
    assert "the whole schema" in asked.refused(inside)
    names = "{ " + " ".join(f'a{n}: __type(name: "Work") {{ fields {{ name }} }}' for n in range(25)) + " }"
    assert len(asked.data(names)) == 25


def test_variables_are_held_to_their_types(asked: Questions) -> None:
    query = "query($n: Int!, $w: ConceptFilter) { concepts(first: $n, where: $w) { totalCount } }"
    assert asked.data(query, n=1, w={"slug": {"eq": "post-npm"}})["concepts"]["totalCount"] == 1
    assert "$n" in asked.refused(query)
    assert "$n" in asked.refused(query, n="one")
    assert "$w" in asked.refused(query, n=1, w={"slug": {"like": "x"}})
    assert "finite" in asked.refused("{ claims(where: {confidence: {gte: 1e999}}) { totalCount } }")


@pytest.mark.parametrize(
    "text", ['x" } . ?s ?p ?o . { "', "x> <y", "\\", "\\u0022", "'''", "} UNION { ?s0 ?p ?o", "é\u2028\U0001f600", "?s0", "#"]
)  # fmt: skip
@pytest.mark.parametrize("operator", ["eq", "in", "contains", "startsWith", "gte", "matches"])
def test_arguments_are_texts_and_never_query(asked: Questions, text: str, operator: str) -> None:
    given = [text] if operator == "in" else text
    answer = asked.answer("query($w: ConceptFilter) { concepts(where: $w) { totalCount } }", w={"slug": {operator: given}})
    if operator not in {"gte", "matches"}:
        assert answer["data"]["concepts"]["totalCount"] == 0
    elif "data" not in answer:
        assert "regular expression" in answer["errors"][0]["message"]
    for kind, root in (("ID", "node(id: $w)"), ("ID", "concept(id: $w)"), ("String", "concept(slug: $w)")):
        assert list(asked.data(f"query($w: {kind}!) {{ {root} {{ id }} }}", w=text).values()) == [None]
    places = "query($w: String) { jurisdictions(where: {within: $w}) { totalCount } }"
    assert asked.data(places, w=text)["jurisdictions"]["totalCount"] == 0


def test_an_expression_is_documented_as_it_is_taken(asked: Questions) -> None:
    (told,) = (
        field["description"]
        for field in asked.data('{ __type(name: "StringFilter") { inputFields { name description } } }')["__type"]["inputFields"]
        if field["name"] == "matches"
    )
    assert "a brace or bracket as such after a backslash, repetitions bounded" in told
    found = asked.data("query($w: ConceptFilter) { concepts(where: $w) { totalCount } }", w={"slug": {"matches": r"\{|\[[\[\]]"}})
    assert found["concepts"]["totalCount"] == 0


def test_a_deadline_is_told(watched: Watched) -> None:
    watched.seconds = 0.05
    query = "{ claims { edges { node { work { authors { works { totalCount } } } } } } }"
    answer = Answerer(watched, seconds=0.08).answer(Asked(query))
    assert answer.data is None
    assert "more than 0.08 seconds" in answer.errors[0]["message"]


def test_questions_that_outlast_their_deadline_do_not_take_the_server_with_them(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.graphql.asgi.SECONDS", 0.0)
    monkeypatch.setattr("api.graphql.asgi.PATIENCE", 0.05)
    watched.seconds = 1.0
    endpoint = Starlette(routes=[Route("/graphql", application(watched, Settings()))])
    with TestClient(endpoint) as client:
        began = time.perf_counter()
        for _ in range(8):  # four of them keep the engine busy, the others are turned away at once
            answer = client.post("/graphql", json={"query": "{ claims { edges { node { stance } } } }"})
            assert answer.status_code == 503
            assert "try again later" in answer.text
        assert time.perf_counter() - began < 8 * 1.0
        assert client.get("/graphql", headers={"accept": "text/html"}).status_code == 200


def test_a_request_that_trickles_in_is_given_up(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.graphql.asgi.ARRIVAL", 0.05)
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        await anyio.sleep(0.02)
        return {"type": "http.request", "body": b"{", "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/graphql", "query_string": b"", "headers": [(b"content-type", b"application/json")]}
    anyio.run(application(watched, Settings()), scope, receive, send)
    assert sent[0]["status"] == 408
    assert b"did not arrive" in sent[1]["body"]


def test_our_errors_are_told_and_others_masked(asked: Questions, watched: Watched, caplog: pytest.LogCaptureFixture) -> None:
    watched.fault = StoreError("the engine went away")
    assert asked.answer("{ claims { totalCount } }") == {"data": None, "errors": [{"message": "the engine went away"}]}
    watched.fault = RuntimeError("secret inside")
    told = json.dumps(asked.answer("{ claims { totalCount } }"))
    assert "secret" not in told
    assert "secret inside" in caplog.text
    watched.fault = None
    assert asked.data("{ claims { totalCount } }") == {"claims": {"totalCount": 4}}


def test_lists_that_took_long_are_kept_with_their_conditions(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.graphql.levels.orders.SLOW", 0.0)
    monkeypatch.setattr("api.graphql.levels.run.SLOW", 0.0)
    with opened("memory", tmp_path_factory.mktemp("slow")) as made:
        watched = Watched(filled(made))
        asked = Questions(watched)
        pages = "query($c: String) { works(first: 1, after: $c, where: {cites: {some: {}}}) { totalCount edges { cursor node { id } } } }"
        number = "{ works(where: {cites: {some: {}}}) { totalCount } }"
        for query in (number, pages):
            before = watched.asked
            assert asked.data(query)["works"]["totalCount"] == 2
            assert watched.asked == before + 1
        before = watched.asked
        assert asked.data(number)["works"]["totalCount"] == 2
        assert watched.asked == before
        cursor = asked.data(pages)["works"]["edges"][0]["cursor"]
        assert len(asked.data(pages, c=cursor)["works"]["edges"]) == 1  # another page of the same list
        assert watched.asked == before
        made.update(
            """INSERT DATA { GRAPH <https://w3id.org/govgraph/graph/resolved> { <https://w3id.org/govgraph/id/work/four>
            <https://w3id.org/govgraph/ns#cites> <https://w3id.org/govgraph/id/work/one> } }"""
        )
        assert asked.data(number)["works"]["totalCount"] == 3
        assert asked.data(pages)["works"]["totalCount"] == 3


def test_long_lists_are_kept_only_while_nothing_is_written(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.graphql.levels.orders.WORTH_KEEPING", 1)
    monkeypatch.setattr("api.graphql.levels.fetching.WORTH_KEEPING", 1)
    with opened("memory", tmp_path_factory.mktemp("kept")) as made:
        watched = Watched(filled(made))
        asked = Questions(watched)
        query = "{ works(first: 1, orderBy: {title: DESC}) { totalCount edges { node { slug } } } }"
        first = asked.data(query)
        before = watched.asked
        assert asked.data(query) == first
        assert watched.asked == before + 1  # the page's values alone
        made.update(
            """INSERT DATA { GRAPH <https://w3id.org/govgraph/graph/resolved> { <https://w3id.org/govgraph/id/work/zzz>
            a <https://w3id.org/govgraph/ns#Work> ; <https://w3id.org/govgraph/ns#title> "zzz" ;
            <https://w3id.org/govgraph/ns#slug> "zzz" } }"""
        )
        hub = '{ concept(slug: "post-npm") { mentionedIn(orderBy: {title: ASC}) { totalCount edges { node { slug } } } } }'
        assert asked.data(hub) == asked.data(hub)
        assert asked.data(hub)["concept"]["mentionedIn"]["totalCount"] == 3
        made.update(
            """INSERT DATA { GRAPH <https://w3id.org/govgraph/graph/resolved> { <https://w3id.org/govgraph/id/concept/post-npm>
            <https://w3id.org/govgraph/ns#mentionedIn> <https://w3id.org/govgraph/id/work/zzz> } }"""
        )
        mentioned = asked.data(hub)["concept"]["mentionedIn"]
        assert mentioned["totalCount"] == 4
        assert {"node": {"slug": "zzz"}} in mentioned["edges"]
        later = asked.data(query)
        assert later == {"works": {"totalCount": 5, "edges": [{"node": {"slug": "zzz"}}]}}
