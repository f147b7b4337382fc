"""PubMed: its XML and MEDLINE's tagged text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shared import SHARED, needs_shared

from graph.record import Capture, Reject, Source, Work
from loaders import medline, pubmed_xml, recognise
from loaders._pubmed_parts import bare_title, loose_date, medline_pages

if TYPE_CHECKING:
    from types import ModuleType

SAMPLES = Path(__file__).parent / "samples"
ARTICLE = "<PubmedArticle><MedlineCitation><PMID>1</PMID><Article>{}</Article></MedlineCitation></PubmedArticle>"


def read(loader: ModuleType, written: str | bytes) -> tuple[list[Work], list[Reject], Capture]:
    capture = Capture(written if isinstance(written, bytes) else written.encode(), "test")
    said = list(loader.read(capture))
    assert isinstance(said[0], Source)
    return [one for one in said if isinstance(one, Work)], [one for one in said if isinstance(one, Reject)], capture


def test_sample() -> None:
    (article, chapter), rejects, capture = read(pubmed_xml, (SAMPLES / "pubmed_xml.xml").read_bytes())
    assert [reject.where for reject in rejects] == ["record 3, line 17"]
    assert article.title == "Ferries and forms: landing fees"
    assert article.abstract == "BACKGROUND: Ferry towns tried e-government early. RESULTS: Fees fell."
    assert [capture.text[slice(*one.slices[0])] for one in article.passages] == [article.title, article.abstract]
    assert article.authors[0].affiliations[0].label == "School of Public Policy"
    assert [(one.work.doi, one.raw[:10]) for one in article.references] == [("10.5555/rrt.4.2", "Tollgate P")]
    assert article.venue is not None
    assert article.venue.issn_l == "1234-5679"
    assert chapter.part_of is not None
    assert (chapter.title, chapter.part_of.title, [who.name for who in chapter.part_of.editors]) == (
        "Bridges",
        "Crossings of the North",
        ["Ulf Fenn"],
    )


def test_the_issues_date_goes_before_the_electronic_one() -> None:
    body = (
        "<Journal><JournalIssue><PubDate>{}</PubDate></JournalIssue><Title>J</Title></Journal><ArticleTitle>T.</ArticleTitle>"
        "<ArticleDate><Year>2010</Year></ArticleDate>"
    )
    for printed, issued in {
        "<Year>2011</Year><Season>Summer</Season>": "2011-22",
        "<Year>2011</Year><Month>Feb</Month><Day>3</Day>": "2011-02-03",
        "": "2010",
    }.items():
        (work,), _, _ = read(pubmed_xml, ARTICLE.format(body.format(printed)))
        assert work.issued == issued


@pytest.mark.parametrize(
    ("printed", "issued"),
    [
        ("1998 Dec-1999 Jan", "1998-12"),
        ("2000 Spring", "2000-21"),
        ("1976-1977", "1976/1977"),
        ("2000 Nov-Dec", "2000-11"),
        ("2013 06 10", "2013-06-10"),
        ("2031 Mar 4", "2031-03-04"),
        ("n.d.", ""),
    ],
)
def test_medline_dates(printed: str, issued: str) -> None:
    assert loose_date(printed) == issued


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("A title.", "A title"),
        ("[A title].", "A title"),
        ("[A title (author's transl)].", "A title"),
        ("[One] and [two].", "[One] and [two]"),
        ("Care in the U.S.", "Care in the U.S."),
        ("Why?", "Why?"),
        ("[Not Available].", ""),
    ],
)
def test_titles(printed: str, title: str) -> None:
    assert bare_title(printed) == title


@given(st.integers(1, 99999), st.integers(0, 400))
def test_shortened_pages_are_written_out(first: int, more: int) -> None:
    last = str(first + more)
    short = last
    while len(short) > 1 and len(last) == len(str(first)) and short[0] == str(first)[len(last) - len(short)]:
        short = short[1:]
    assert medline_pages(f"{first}-{short}") == (f"{first}-{last}" if more else f"{first}")
    assert medline_pages(f"e{first}") == f"e{first}"


def test_tagged_text() -> None:
    (article, chapter), rejects, capture = read(medline, (SAMPLES / "medline.nbib").read_bytes())
    assert not rejects
    assert (article.line, chapter.line) == (2, 30)
    assert [(who.name, who.orcid) for who in article.authors] == [
        ("Nora B Quillfeather", "0000-0002-1825-0097"),
        ("Odile Marsh", ""),
        ("Landing Fees Group", ""),
    ]
    assert article.pages == "201-219"
    assert capture.text[slice(*article.passages[1].slices[0])] == article.abstract
    assert chapter.part_of is not None
    assert chapter.part_of.title == "Crossings of the North"


def test_erics_records_begin_with_their_owner() -> None:
    one = "OWN - ERIC\nTI  - Ferry schools\nAU  - Hill, Ana\nOID - {}\nPG  - p12-19\nPT  - {}\nPT  - Reports - Research\n"
    written = f"{one.format('EJ1', 'Journal Articles')}\n{one.format('ED2', 'Speeches')}"
    assert recognise(Capture(written.encode(), "eric.nbib")) == "medline"
    (article, report), rejects, _ = read(medline, written)
    assert not rejects
    assert [(work.key, work.kind, work.pages) for work in (article, report)] == [("EJ1", "article", "12-19"), ("ED2", "report", "12-19")]


def test_the_dtd_that_pubmeds_baseline_names_is_passed_over() -> None:
    dtd = '<!DOCTYPE PubmedArticleSet SYSTEM "http://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_230101.dtd">'
    works, rejects, _ = read(pubmed_xml, f"{dtd}<PubmedArticleSet>{ARTICLE.format('<ArticleTitle>T.</ArticleTitle>')}</PubmedArticleSet>")
    assert ([work.title for work in works], rejects) == (["T"], [])
    _, rejects, _ = read(pubmed_xml, dtd.replace("dtd.nlm.nih.gov", "dtd.example.org") + "<PubmedArticleSet/>")
    assert "refused" in rejects[0].reason


def test_names_with_initials_alone() -> None:
    (work,), _, _ = read(medline, "PMID- 1\nTI  - T\nAU  - van der Berg JB\nAU  - Li\n")
    assert [(who.family, who.given) for who in work.authors] == [("van der Berg", "JB"), ("Li", "")]


@needs_shared
def test_samples_of_others() -> None:
    files = [
        path
        for path in sorted((SHARED / "samples").rglob("*"))
        if path.is_file() and ("Medline" in path.name or path.suffix == ".nbib" or path.name.startswith("pubmed-2"))
    ]
    for path in files:
        if path.suffix == ".bib" or "InvalidFormat" in path.name:
            continue
        capture = Capture(path.read_bytes(), path.name)
        assert recognise(capture) == ("pubmed_xml" if path.suffix == ".xml" else "medline"), path
        works, rejects, _ = read(pubmed_xml if path.suffix == ".xml" else medline, path.read_bytes())
        assert len(works) + len(rejects) == 1, path


@needs_shared
@pytest.mark.parametrize("name", ["xxe_file", "external_dtd", "deep_5000", "truncated_record2"])
def test_hostile(name: str) -> None:
    works, rejects, _ = read(pubmed_xml, (SHARED / "hostile" / "xml" / f"{name}.xml").read_bytes())
    assert not works
    assert len(rejects) == 1
