"""The words of a closed page stay closed when an open source speaks of the same thing, in whatever form they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from api.app import application
from api.settings import Settings
from graph.loading import load
from graph.opening import open_store
from graph.record import Concept, Source, Span, Work
from graph.sources.capture import capture_of
from ontology import terms

if TYPE_CHECKING:
    from pathlib import Path

KEY = "10.5555%2Fclosed"
ABSTRACT = "What the publisher lets nobody show: that counters moved the queue and did not shorten it."
OPEN, CLOSED = Source("A reading list", licence="CC BY 4.0", display="full"), Source("The publisher's page", display="quote")
FIELDS = f'{{ work(id: "{terms.BASE}id/work/{KEY}") {{ title abstract }} }}'
SPARQL = f"SELECT ?text {{ ?work <{terms.ABSTRACT}> ?text }}"


@pytest.mark.parametrize(
    ("prints", "names", "shown"), [(CLOSED, OPEN, False), (OPEN, CLOSED, True), (CLOSED, CLOSED, False), (OPEN, OPEN, True)]
)
def test_whose_words_an_abstract_is_decides(prints: Source, names: Source, shown: bool, tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    for source, abstract in ((prints, ABSTRACT), (names, "")):
        work = Work(kind="article", title="Counters and queues", year=2020, doi="10.5555/closed", abstract=abstract)
        load(store, capture_of(f"{source.label} {abstract}".encode(), "captured.txt"), [source, work])
    with TestClient(application(Settings(sparql_seconds=60.0), store)) as client:
        asked = {form: client.get(f"/id/work/{KEY}.{form}") for form in ("html", "json", "nt", "ttl", "jsonld")}
        asked["graphql"] = client.post("/graphql", json={"query": FIELDS})
        asked["sparql"] = client.get("/sparql", params={"query": SPARQL}, headers={"accept": "text/csv"})
        asked["search"] = client.get("/search", params={"q": "text:publisher"})
    assert {form: answer.status_code for form, answer in asked.items()} == dict.fromkeys(asked, 200)
    answers = {form: answer.text for form, answer in asked.items()}
    assert "Counters and queues" in answers["graphql"]
    told = {form: ABSTRACT[:30] in text.replace("<mark>", "").replace("</mark>", "") for form, text in answers.items() if form != "search"}
    assert told == dict.fromkeys(told, shown), told
    assert shown or "lets nobody show" not in answers["search"]


DEFINITION = (
    "Shared counters are counters that several offices share, so that nobody has to ask twice for the same thing, "
    + "wherever he asks, " * 8
)
DEFINED = '{ concept(slug: "shared-counters") { prefLabel definition } }'


@pytest.mark.parametrize(("prints", "other", "shown"), [(CLOSED, OPEN, False), (OPEN, CLOSED, True)])
def test_whose_words_a_definition_is_decides(prints: Source, other: Source, shown: bool, tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    for source, definition in ((prints, DEFINITION), (other, "Zzz: a counter that is shared.")):
        concept = Concept(
            slug="shared-counters", label="Shared counters", definition=definition, definition_span=Span(0, len(definition), definition)
        )
        load(store, capture_of(f"{definition} {source.label}".encode(), "captured.txt"), [source, concept])
    with TestClient(application(Settings(sparql_seconds=60.0), store)) as client:
        answers = {form: client.get(f"/id/concept/shared-counters.{form}").text for form in ("html", "json", "nt", "ttl", "jsonld")}
        answers["graphql"] = client.post("/graphql", json={"query": DEFINED}).text
        answers["card"] = client.get("/cards/shared-counters.json").text
    told = {form: DEFINITION in text for form, text in answers.items()}
    assert told == dict.fromkeys(told, shown), answers
