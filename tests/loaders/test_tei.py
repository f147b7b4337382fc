"""TEI: documents with a header, and lists of references."""

from __future__ import annotations

from pathlib import Path

import pytest
from shared import SHARED, needs_shared

from graph.record import Capture, Reject, Source, Work
from loaders import recognise, tei

SAMPLES = Path(__file__).parent / "samples"
LIST = '<tei xmlns="http://www.tei-c.org/ns/1.0"><listBibl>{}</listBibl></tei>'


def read(written: str | bytes) -> tuple[list[Work], list[Reject], Capture]:
    capture = Capture(written if isinstance(written, bytes) else written.encode(), "test.xml")
    said = list(tei.read(capture))
    assert isinstance(said[0], Source)
    return [one for one in said if isinstance(one, Work)], [one for one in said if isinstance(one, Reject)], capture


def test_a_document() -> None:
    (work,), rejects, capture = read((SAMPLES / "tei.xml").read_bytes())
    assert not rejects
    assert (work.kind, work.licence) == ("article", "https://creativecommons.org/licenses/by/4.0/")
    assert [body.label for body in work.authors[0].affiliations] == ["University of Arbury"]
    assert [(one.kind, capture.text[slice(*one.slices[0])]) for one in work.passages][3:] == [
        ("heading", "Introduction"),
        ("body", "New Public Management came late to the ferries [1]."),
    ]
    article, book = work.references
    assert (article.work.title, article.work.pages, article.work.year) == ("Coins at the landing", "17-29", 2019)
    assert article.raw.startswith("[1] P. Tollgate")
    assert (book.work.kind, book.work.title, book.work.publisher) == ("book", "Crossings of the North", "Elmwood Press")


def test_a_list_gives_a_work_for_each_entry() -> None:
    data = (SAMPLES / "tei-list.xml").read_bytes()
    assert recognise(Capture(data, "refs.xml")) == "tei"
    works, rejects, capture = read(data)
    assert [work.title for work in works] == ["Coins at the landing", "Bridges"]
    assert [who.name for who in works[0].authors] == ["P. Tollgate", "O. Marsh"]
    assert works[1].et_al
    assert [reject.where for reject in rejects] == ["record 3, line 5"]
    assert capture.text[slice(*works[1].passages[0].slices[0])] == "Bridges"


@pytest.mark.parametrize(
    ("scope", "pages"),
    [
        ('<biblScope unit="page" from="17" to="29">17-29</biblScope>', "17-29"),
        ('<biblScope type="pp">pp. 174–83</biblScope>', "174-183"),
        ('<biblScope type="pp">075001 (7pp)</biblScope>', "075001"),
        ('<biblScope unit="pages">S7-S9</biblScope>', "S7-S9"),
    ],
)
def test_pages(scope: str, pages: str) -> None:
    (work,), _, _ = read(LIST.format(f'<bibl><title level="j">River</title>{scope}</bibl>'))
    assert work.pages == pages


def test_a_header_without_anything_and_no_entries_is_refused() -> None:
    works, rejects, _ = read('<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><p>x</p></body></text></TEI>')
    assert not works
    assert len(rejects) == 1


def test_records_of_an_archive() -> None:
    """HAL gives each record as a biblFull with a biblStruct of its own."""
    (work,), rejects, capture = read((SAMPLES / "tei-records.xml").read_bytes())
    assert not rejects
    assert (work.title, work.kind, work.issued, work.pages) == ("Les bacs: Une enquête", "article", "2020-05", "5-9")
    assert (work.doi, work.venue and work.venue.issns, work.abstract) == ("10.5555/bacs", ["1234-5679"], "Une étude des bacs.")
    assert capture.text[slice(*work.passages[1].slices[0])] == work.abstract


@needs_shared
def test_samples_of_others() -> None:
    for path in sorted((SHARED / "samples" / "refparse-grobid").rglob("*.xml")):
        data = path.read_bytes()
        assert recognise(Capture(data, path.name)) == "tei", path
        works, rejects, _ = read(data)
        assert works or rejects, path
        if works and len(works) > 9:
            assert len(rejects) <= len(works) / 10, path
