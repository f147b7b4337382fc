"""What captures say and the resolved graph does not: the endpoint keeps the words of others to their rights, and what is hidden hidden."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from engines import elsewhere
from small import CLOSED, small_atlas
from starlette.testclient import TestClient

from api.app import application
from api.settings import Settings
from graph.decisions import curation
from graph.decisions.judging import say
from graph.decisions.verdicts import Reader
from graph.loading import load
from graph.record import Source, Work
from graph.sources.capture import capture_of
from graph.store import CURATED, IDENTITY, META, RESOLVED, capture_graph
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx2

    from graph.store import Store

DOI = "10.5555/twice"
WORK = f"{terms.BASE}id/work/10.5555%2Ftwice"
ABSTRACTS = ("The first printing of an abstract that nobody may show.", "Another printing of this abstract, and just as closed.")
GRAPHS = [capture_graph(capture_of(abstract.encode(), "").digest) for abstract in ABSTRACTS]
EVERYWHERE = f"SELECT DISTINCT ?text {{ GRAPH ?g {{ <{WORK}> <{terms.ABSTRACT}> ?text }} }}"


@contextmanager
def serving(engine: str, folder: Path, *, hidden: bool, before: Callable[[Store], None] | None = None) -> Iterator[TestClient]:
    """A server of the little atlas and of a work of which two captures print the abstract otherwise; `before` it something may be done."""
    store = small_atlas(folder / "store")
    for n, abstract in enumerate(ABSTRACTS):
        work = Work(kind="article", title="Printed twice", year=2020, doi=DOI, abstract=abstract)
        load(store, capture_of(abstract.encode(), f"{n}.txt"), [Source(label=str(n)), work])
    if hidden:
        curation.suppress(store, WORK, reason="asked to")
    if before is not None:
        before(store)
    if engine == "embedded":
        with TestClient(application(Settings(sparql_seconds=60.0), store)) as client:
            yield client
        return
    with elsewhere(store, folder / "there") as there, TestClient(application(Settings(sparql_seconds=60.0), there)) as client:
        yield client


def asked(client: TestClient, query: str, **fields: str) -> httpx2.Response:
    return client.get("/sparql", params={"query": query, **fields}, headers={"accept": "text/csv"})


@pytest.mark.parametrize("engine", ["embedded", "remote"])
def test_words_that_only_a_capture_has_keep_to_their_rights(engine: str, tmp_path: Path) -> None:
    with serving(engine, tmp_path, hidden=False) as client:
        answer = asked(client, EVERYWHERE)
        assert answer.status_code == 200, answer.text
        assert not [abstract for abstract in ABSTRACTS if abstract[:30] in answer.text]
        assert asked(client, f"ASK {{ GRAPH <{GRAPHS[0]}> {{ <{WORK}> ?p ?o }} }}").text == "true"


@pytest.mark.parametrize("engine", ["embedded", "remote"])
def test_the_captures_of_what_is_hidden_are_not_asked(engine: str, tmp_path: Path) -> None:
    with serving(engine, tmp_path, hidden=True) as client:
        assert asked(client, f"ASK {{ GRAPH ?g {{ <{WORK}> a ?class }} }}").text == "false"
        left = asked(client, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").text.split()
        assert RESOLVED in left
        assert not {*GRAPHS, CURATED, IDENTITY, META}.intersection(left)
        graphs = (GRAPHS[1], CURATED, IDENTITY, META)
        asks = [(f"ASK FROM <{GRAPHS[0]}> {{ ?s ?p ?o }}", {}), *(("ASK { ?s ?p ?o }", {"default-graph-uri": graph}) for graph in graphs)]
        for query, fields in asks:
            refused = asked(client, query, **fields)
            assert (refused.status_code, "hidden" in refused.text) == (403, True)


@pytest.mark.parametrize("engine", ["embedded", "remote"])
def test_evidence_that_people_took_from_a_hidden_source_and_why_it_was_hidden_are_not_told(engine: str, tmp_path: Path) -> None:
    def added(store: Store) -> None:
        evidence = [{"source": "https://closed.example/1", "quote": CLOSED.strip()}]
        said = {"verdict": "add", "work": "A closed study of counters", "theory": "separate-offices", "stance": "extends"}
        say(store, [Reader(store).word({**said, "evidence": evidence, "reason": "a reader's own words"})])
        (source,) = store.select(f"SELECT ?s WHERE {{ ?s <{terms.RETRIEVED_FROM}> 'https://closed.example/1' }}")
        assert source[0] is not None
        curation.suppress(store, source[0].value, reason="its owner asked to")

    with serving(engine, tmp_path, hidden=False, before=added) as client:
        told = asked(client, "SELECT * { GRAPH ?g { ?s ?p ?o } }").text
        assert RESOLVED in told
        for word in ("evidence/ea9ebb6ad5c4", "source/ea9ebb6ad5c4", "graph/ea9ebb6ad5c4", CLOSED[:30], "owner asked", "own words"):
            assert word not in told
        assert asked(client, f"SELECT ?s {{ GRAPH <{CURATED}> {{ ?s ?p ?o }} }}").text.split() == ["s"]
