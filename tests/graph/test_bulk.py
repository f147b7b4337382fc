"""Whatever the order and lengths in which statements of several graphs are written, the store has them all, each in its graph."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.engines import bulk
from graph.engines.bulk import BulkWriter
from graph.engines.memory import _trim, give_back
from graph.engines.priority import LATER
from graph.errors import InputError
from graph.opening import open_store

if TYPE_CHECKING:
    from graph.store import Store

GRAPHS = ("urn:one", "urn:two", "urn:three")
RUNS = st.lists(st.tuples(st.sampled_from(GRAPHS), st.integers(0, 60)), max_size=12)


@settings(max_examples=25)
@given(RUNS)
def test_runs_of_any_length_arrive_in_their_graphs(runs: list[tuple[str, int]]) -> None:
    wanted = {(graph, f"{place}-{n}") for place, (graph, length) in enumerate(runs) for n in range(length)}
    sizes = bulk.PIECE, bulk.RUN, bulk.SMALLEST, bulk.LARGEST
    bulk.PIECE, bulk.RUN, bulk.SMALLEST, bulk.LARGEST = 200, 900, 1500, 3000
    try:
        with tempfile.TemporaryDirectory() as folder:
            store = open_store(folder)
            with BulkWriter(store) as writer:
                for place, (graph, length) in enumerate(runs):
                    writer.write(graph, [f'<urn:s> <urn:p> "{place}-{n}"' for n in range(length)])
            found = {(str(g)[1:-1], o.value) for g, o in store.select("SELECT ?g ?o WHERE { GRAPH ?g { ?s ?p ?o } }", graph=None)}
            store.close()
    finally:
        bulk.PIECE, bulk.RUN, bulk.SMALLEST, bulk.LARGEST = sizes
    assert found == wanted


def pieces(count: int, size: int) -> list[str]:
    return [f"<urn:s:{n}> <urn:p> <urn:o:{n}>" for n in range(count * size // 30)]


def has(store: Store, count: int) -> bool:
    rows = store.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", graph="urn:one")
    return [row[0].value for row in rows if row[0] is not None] == [str(count)]


def test_what_was_passed_on_is_loaded_while_nobody_waits(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    writer = BulkWriter(store)
    said = pieces(2, bulk.PIECE)
    writer.write("urn:one", said)
    assert has(store, 0)
    writer.pass_on()
    deadline = time.monotonic() + 20
    while not has(store, len(said)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert has(store, len(said))
    writer.stop()
    store.close()


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads have a priority of their own on Linux only")
def test_the_engine_merges_files_with_what_loading_leaves_of_the_processors(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    for _ in range(3):  # files that overlap: there is something to merge from the second one on
        with BulkWriter(store) as writer:
            writer.write("urn:one", pieces(2, bulk.PIECE))
    threads = {int(thread.name): (thread / "comm").read_text().strip() for thread in Path("/proc/self/task").iterdir()}
    merging = [os.getpriority(os.PRIO_PROCESS, number) for number, name in threads.items() if name == "rocksdb:low"]
    store.close()
    assert merging
    assert min(merging) >= min(os.getpriority(os.PRIO_PROCESS, 0) + LATER, 19)


def test_a_store_that_was_filled_is_closed_with_its_files_merged_and_a_little_more_merges_nothing(tmp_path: Path) -> None:
    def filled(graph: str, statements: list[str]) -> int:
        store = open_store(str(tmp_path))
        with BulkWriter(store) as writer:
            writer.write(graph, statements)
        with patch.object(type(store), "optimize") as optimize:
            store.close()
        return int(optimize.call_count)

    assert filled("urn:one", pieces(3, bulk.PIECE)) == 1
    assert filled("urn:two", pieces(1, bulk.PIECE)[:100]) == 0
    assert filled("urn:two", pieces(2, bulk.PIECE)) == 0  # most of the store was there before


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
