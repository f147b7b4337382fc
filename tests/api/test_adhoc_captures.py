"""What captures say and the resolved graph does not: the endpoint keeps the words of others to their rights, and what is hidden hidden."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from engines import remote_server
from small import small_atlas
from starlette.testclient import TestClient

from api.app import application
from api.settings import Settings
from graph.decisions import curation
from graph.loading import load
from graph.opening import open_store
from graph.record import Source, Work
from graph.sources.capture import capture_of
from graph.store import RESOLVED, capture_graph
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx2

DOI = "10.5555/twice"
WORK = f"{terms.BASE}id/work/10.5555%2Ftwice"
ABSTRACTS = ("The first printing of an abstract that nobody may show.", "Another printing of this abstract, and just as closed.")
GRAPHS = [capture_graph(capture_of(abstract.encode(), "").digest) for abstract in ABSTRACTS]
EVERYWHERE = f"SELECT DISTINCT ?text {{ GRAPH ?g {{ <{WORK}> <{terms.ABSTRACT}> ?text }} }}"


@contextmanager
def serving(engine: str, folder: Path, *, hidden: bool) -> Iterator[TestClient]:
    """A server of the little atlas and of a work of which two captures print the abstract otherwise."""
    store = small_atlas(folder / "store")
    for n, abstract in enumerate(ABSTRACTS):
        work = Work(kind="article", title="Printed twice", year=2020, doi=DOI, abstract=abstract)
        load(store, capture_of(abstract.encode(), f"{n}.txt"), [Source(label=str(n)), work])
    if hidden:
        curation.suppress(store, WORK, reason="asked to")
    if engine == "embedded":
        with TestClient(application(Settings(sparql_seconds=60.0), store)) as client:
            yield client
        return
    with remote_server() as address:
        there = open_store(address, settings={"captures": str(folder / "there")})
        there.load(f"{quad} .\n".encode() for graph in store.graphs() for quad in store.quads(graph))
        with TestClient(application(Settings(sparql_seconds=60.0), there)) as client:
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
        assert not set(GRAPHS).intersection(left)
        for query, fields in ((f"ASK FROM <{GRAPHS[0]}> {{ ?s ?p ?o }}", {}), ("ASK { ?s ?p ?o }", {"default-graph-uri": GRAPHS[1]})):
            refused = asked(client, query, **fields)
            assert (refused.status_code, "hidden" in refused.text) == (403, True)
