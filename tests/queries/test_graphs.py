"""Queries that construct: a graph in Turtle and JSON-LD, a table elsewhere, and no more of a source's words than its rule allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse
from small import CLOSED_TEXT, DEFINITION, SECRET_TEXT, small_atlas
from starlette.testclient import TestClient

import queries
from api.app import application
from api.settings import Settings
from graph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.store import Store

PATH = "/queries/concept-graph"
WORDS = """#+ summary: Which words are there?
PREFIX gov: <https://w3id.org/govgraph/ns#>
CONSTRUCT { ?s <urn:x:words> ?text } WHERE { VALUES ?p { gov:quote gov:abstract } ?s ?p ?text }
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = small_atlas(tmp_path_factory.mktemp("graphs") / "store")
    yield made
    made.close()


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[TestClient]:
    with TestClient(application(Settings(), store)) as made:
        yield made


def test_both_forms_are_the_same_graph(client: TestClient) -> None:
    asked = {"concept": "shared-counters"}
    turtle = client.get(f"{PATH}.ttl", params=asked)
    linked = client.get(PATH, params=asked, headers={"accept": "application/ld+json"})
    assert (turtle.headers["content-type"].split(";")[0], linked.headers["content-type"]) == ("text/turtle", "application/ld+json")
    graphs = [set(parse(a.content, format=f)) for a, f in ((turtle, RdfFormat.TURTLE), (linked, RdfFormat.JSON_LD))]
    triples = [{(str(t.subject), str(t.predicate), str(t.object)) for t in graph} for graph in graphs]
    assert triples[0] == triples[1]
    assert any(DEFINITION in value for _, _, value in triples[0])
    rows = client.get(f"{PATH}.json", params=asked).json()
    assert [column["name"] for column in rows["columns"]] == ["subject", "property", "value"]
    assert len(rows["rows"]) == len(triples[0])
    assert "JSONLD" in client.get(PATH, params=asked, headers={"accept": "text/html"}).text


def test_what_selects_has_no_graph_and_what_constructs_no_pages(client: TestClient) -> None:
    assert client.get("/queries/contested-theories.jsonld").status_code == 400
    assert client.get(f"{PATH}.json", params={"concept": "shared-counters", "limit": 2}).status_code == 400
    content = client.get("/openapi.json").json()["paths"][PATH]["get"]["responses"]["200"]["content"]
    assert "application/ld+json" in content


def test_words_stay_within_their_rule_under_any_property(store: Store, tmp_path: Path) -> None:
    (tmp_path / "words.rq").write_text(WORDS)
    result = queries.run(store, "words", folder=tmp_path)
    assert result.rows
    for form in ("ttl", "jsonld", "json", "csv"):
        text = result.written(form)
        assert not any(SECRET_TEXT[at : at + 30] in text for at in range(0, len(SECRET_TEXT) - 30, 8))
        assert (
            max((n for n in range(30, 400) for at in range(0, len(CLOSED_TEXT) - n, 40) if CLOSED_TEXT[at : at + n] in text), default=0)
            <= 300
        )


def test_a_graph_has_no_columns_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "words.rq").write_text("#+ summary: Which?\n#+ columns:\n#+   case: case\n" + WORDS.split("\n", 1)[1])
    with pytest.raises(UsageError, match=r"words\.rq:2: a CONSTRUCT has no columns of its own"):
        queries.saved("words", tmp_path)
