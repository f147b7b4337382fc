"""An abstract of a closed page stays closed when an open source speaks of the same work, in whatever form it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from api.app import application
from api.settings import Settings
from graph.loading import load
from graph.opening import open_store
from graph.record import Source, Work
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
    with TestClient(application(Settings(), store)) as client:
        answers = {form: client.get(f"/id/work/{KEY}.{form}").text for form in ("html", "json", "nt", "ttl", "jsonld")}
        answers["graphql"] = client.post("/graphql", json={"query": FIELDS}).text
        answers["sparql"] = client.get("/sparql", params={"query": SPARQL}, headers={"accept": "text/csv"}).text
        answers["search"] = client.get("/search", params={"q": "text:publisher"}).text
    assert "Counters and queues" in answers["graphql"]
    told = {form: ABSTRACT[:30] in text.replace("<mark>", "").replace("</mark>", "") for form, text in answers.items() if form != "search"}
    assert told == dict.fromkeys(told, shown), told
    assert shown or "lets nobody show" not in answers["search"]
