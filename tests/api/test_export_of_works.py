"""`export --format bibtex` and `ris`: entries that somebody can find a work by, and the number of those left out."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from api.cli import govgraph
from graph.loading import load
from graph.opening import open_store
from graph.record import Contributor, Source, Venue, Work
from graph.sources.capture import capture_of

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def ran(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(govgraph, ["--store", str(folder / "store"), *arguments], catch_exceptions=False)


@pytest.mark.parametrize(("form", "entry"), [("bibtex", "@"), ("ris", "TY  - ")])
def test_works_that_no_entry_could_name_are_left_out_and_counted(tmp_path: Path, form: str, entry: str) -> None:
    whole = [Work("article", title="Titled", year=2001), Work(doi="10.5555/numbered"), Work("article", venue=Venue("Rooms"), pages="3-9")]
    stubs = [Work(abstract="Of counters."), Work(authors=[Contributor("Hill", "Eve")], year=1999)]
    with closing(open_store(str(tmp_path / "store"))) as store:
        for n, work in enumerate((*whole, *stubs)):
            load(store, capture_of(str(n).encode(), str(n)), iter((Source(), work)))
    told = ran(tmp_path, "export", "--format", form)
    assert told.stdout.count(entry) == len(whole)
    assert "left out: 2 works without title, identifier or place in a journal" in told.stderr
    filed = ran(tmp_path, "export", "--json", "--format", form, "-o", str(tmp_path / "works"))
    assert len(json.loads(filed.stdout)["leftOut"]) == len(stubs)
    assert len(json.loads(ran(tmp_path, "export", "--format", "csl-json").stdout)) == len(whole) + len(stubs)
