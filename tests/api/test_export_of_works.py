"""Works as BibTeX and RIS, from the command line and from pages: whole entries that somebody can find a work by."""

from __future__ import annotations

import json
import re
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from api.app import application
from api.cli import govgraph
from api.settings import Settings
from graph.loading import load
from graph.opening import open_store
from graph.record import Concept, Contributor, Mention, Source, Span, Venue, Work
from graph.sources.capture import capture_of

if TYPE_CHECKING:
    from collections.abc import Iterator
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


CHAPTER = Work(
    "chapter",
    title="Counters in towns",
    year=2004,
    doi="10.5555/chapter",
    part_of=Work("book", title="Counters of all kinds", editors=[Contributor("Hill", "Eve")], isbns=["9780000000002"], publisher="Desks"),
)
NAMELESS = Work(authors=[Contributor("Nameless", "Ida")], year=1999)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    counters = Concept("counters", "Counters", "theory")
    said = [Source(), counters, CHAPTER, NAMELESS]
    said += [Mention(work, counters, Span(place, place + 8, "Counters"), 0.9) for place, work in enumerate((CHAPTER, NAMELESS))]
    with closing(open_store("")) as store:
        load(store, capture_of(b"Counters, counters", "page"), iter(said))
        with TestClient(application(Settings(), store), follow_redirects=False) as client:
            yield client


@pytest.mark.parametrize("path", ["/id/work/10.5555%2Fchapter", "/plan"])
def test_an_entry_of_a_chapter_tells_its_book(client: TestClient, path: str) -> None:
    entry = client.get(f"{path}.bib", params={"c": "counters"}).text
    for field in ("booktitle = {Counters of all kinds}", "editor = {Hill, Eve}", "publisher = {Desks}", "isbn = {9780000000002}"):
        assert field in entry
    record = client.get(f"{path}.ris", params={"c": "counters"}).text.splitlines()
    assert {"T2  - Counters of all kinds", "A2  - Hill, Eve", "PB  - Desks", "SN  - 9780000000002"} <= set(record)


@pytest.mark.parametrize("form", ["bib", "ris"])
def test_a_work_that_no_entry_could_name_is_given_to_no_reference_manager(client: TestClient, form: str) -> None:
    assert "Nameless" not in client.get(f"/plan.{form}", params={"c": "counters"}).text
    path = re.findall("/id/work/nameless-1999-[0-9a-f]+", client.get("/plan", params={"c": "counters"}).text)[0]
    assert client.get(f"{path}.{form}").status_code == 404
    assert f"{path}.{form}" not in client.get(path, headers={"accept": "text/html"}).text
