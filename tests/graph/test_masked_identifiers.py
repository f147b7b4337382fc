"""The benchmark that hides identifiers: what it takes for the truth, and that real records of one work find each other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from shared import SHARED, needs_shared

from benchmarks.matching.identifiers import masked, names, read
from benchmarks.matching.masked import gathered, joined, matched, same, scores
from graph.record import Reference, Venue, Work

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TOLLS = {"type": "article-journal", "title": "Counting the tolls of six ports", "author": [{"family": "Quist", "given": "Ada"}]}
FORMATS = ("csl-json", "datacite-crossref-crosswalk", "jabref-multi", "jats", "lobid-german", "marc", "mods", "ris", "wos-isi", "zotero")


def written(folder: Path, *records: Mapping[str, object]) -> list[Path]:
    """Each record in a file of its own."""
    paths = []
    for number, record in enumerate(records):
        paths.append(folder / f"{number}.json")
        paths[-1].write_text(json.dumps([{"id": str(number), **record}]), encoding="utf-8")
    return paths


def pairs(folder: Path, *records: Mapping[str, object]) -> tuple[int, int]:
    """How many pairs there are to find, and how many count as found."""
    told = gathered(read(written(folder, *records)))
    return len(same(told)), len(joined(told, matched(told)))


def test_a_masked_record_prints_no_identifier() -> None:
    cited = Reference(Work(title="Ports", doi="10.5555/ports", url="https://example.org/ports"))
    book = Work(kind="book", title="Tolls", isbns=["9780306406157"], doi="10.5555/tolls")
    work = Work(kind="chapter", title="Ports", doi="10.5555/ports.1", part_of=book, venue=Venue("Acta"), references=[cited])
    bare = masked(work)
    assert bare.part_of is not None
    assert [bare.doi, bare.part_of.doi, bare.references[0].work.doi, bare.references[0].work.url] == [""] * 4
    assert (bare.title, bare.part_of.title, bare.part_of.isbns) == ("Ports", "Tolls", [])


@pytest.mark.parametrize(
    ("work", "named"),
    [
        (Work(doi="https://doi.org/10.5555/ABC"), {"doi:10.5555/abc"}),
        (Work(url="https://doi.org/10.5555/abc"), {"doi:10.5555/abc"}),
        (Work(doi="10.48550/arXiv.1999.00001"), {"arxiv:1999.00001"}),
        (Work(url="https://arxiv.org/abs/1999.00001v2"), {"arxiv:1999.00001"}),
        (Work(url="https://pubmed.ncbi.nlm.nih.gov/123/"), {"pmid:123"}),
        (Work(kind="book", isbns=["0306406152"]), {"isbn:9780306406157"}),
        (Work(kind="chapter", isbns=["0306406152"]), set()),
        (Work(url="https://example.org"), set()),
    ],
)
def test_what_names_a_work(work: Work, named: set[str]) -> None:
    assert names(work) == named


def test_one_identifier_is_one_work_and_two_of_a_sort_are_two(tmp_path: Path) -> None:
    one, printed = {**TOLLS, "issued": {"date-parts": [[2001]]}, "DOI": "10.5555/a"}, {"container-title": "Acta Portuum"}
    assert pairs(tmp_path, one, {**one, **printed}) == (1, 1)
    assert pairs(tmp_path, one, {**one, **printed, "DOI": "10.5555/b"}) == (0, 1)
    assert pairs(tmp_path, one, {**TOLLS, "type": "book", "ISBN": "9780306406157"}) == (0, 0)


def test_what_the_truth_gets_wrong_is_counted_apart(tmp_path: Path) -> None:
    one = {**TOLLS, "issued": {"date-parts": [[2001]]}, "DOI": "10.1111/ecog.00983"}  # in faults.txt
    told = gathered(read(written(tmp_path, one, {**one, "title": "Of something else"})))
    figures = scores(told, matched(told))
    assert (figures["pairs"], figures["pairs without these"]) == (1, 0)


@needs_shared
def test_real_records_in_many_formats() -> None:
    folders = [*(SHARED / "samples" / name for name in FORMATS), SHARED / "gold" / "records"]
    told = gathered(read(sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())))
    figures = scores(told, matched(told))
    assert figures["pairs without these"] > 100
    assert figures["sound"]["precision"] == 1
    assert figures["sound"]["f1"] >= 0.95
