"""Whatever the order and lengths in which statements of several graphs are written, the store has them all, each in its graph."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.engines import bulk
from graph.engines.bulk import BulkWriter
from graph.engines.memory import _trim, give_back
from graph.errors import InputError
from graph.opening import open_store

if TYPE_CHECKING:
    from pathlib import Path

GRAPHS = ("urn:one", "urn:two", "urn:three")
RUNS = st.lists(st.tuples(st.sampled_from(GRAPHS), st.integers(0, 60)), max_size=12)


@settings(max_examples=25)
@given(RUNS)
def test_runs_of_any_length_arrive_in_their_graphs(runs: list[tuple[str, int]]) -> None:
    wanted = {(graph, f"{place}-{n}") for place, (graph, length) in enumerate(runs) for n in range(length)}
    sizes, bulk.PIECE, bulk.RUN, bulk.SMALLEST = (bulk.PIECE, bulk.RUN, bulk.SMALLEST), 200, 900, 1500
    try:
        with tempfile.TemporaryDirectory() as folder:
            store = open_store(folder)
            with BulkWriter(store) as writer:
                for place, (graph, length) in enumerate(runs):
                    writer.write(graph, [f'<urn:s> <urn:p> "{place}-{n}"' for n in range(length)])
            found = {(str(g)[1:-1], o.value) for g, o in store.select("SELECT ?g ?o WHERE { GRAPH ?g { ?s ?p ?o } }", graph=None)}
            store.close()
    finally:
        bulk.PIECE, bulk.RUN, bulk.SMALLEST = sizes
    assert found == wanted


def test_what_others_wrote_is_checked_term_by_term(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    good = [f"<urn:s> <urn:p> <urn:o:{n}> <urn:g> .\n".encode() for n in range(40_000)]
    assert sum(map(len, good)) > bulk.PIECE  # so that a bulk load reads them
    with pytest.raises(InputError, match="40001"):
        store.load([*good, b"<urn:s> <urn:p> <no-scheme> <urn:g> .\n"])
    store.close()


def test_freed_memory_can_be_given_back_anywhere() -> None:
    give_back()
    _trim.cache_clear()
    with patch("ctypes.CDLL", side_effect=OSError):
        give_back()
    _trim.cache_clear()
