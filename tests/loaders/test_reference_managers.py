"""Exports of reference managers in XML: EndNote's and Zotero's RDF; and the ACL Anthology's XML."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from shared import SHARED, needs_shared

from graph.record import Capture, Reject, Source, Work
from loaders import acl_anthology, endnote_refer, endnote_xml, recognise, zotero_rdf

if TYPE_CHECKING:
    from types import ModuleType

SAMPLES = Path(__file__).parent / "samples"
RECORD = '<xml><records><record><ref-type name="{}">{}</ref-type>{}</record></records></xml>'


def read(loader: ModuleType, written: str | bytes) -> tuple[list[Work], list[Reject]]:
    said = list(loader.read(Capture(written if isinstance(written, bytes) else written.encode(), "test.xml")))
    assert isinstance(said[0], Source)
    return [one for one in said if isinstance(one, Work)], [one for one in said if isinstance(one, Reject)]


def test_endnote_sample() -> None:
    (article, chapter, book), rejects = read(endnote_xml, (SAMPLES / "endnote_xml.xml").read_bytes())
    assert article.title == "Ferries and Forms: paying at the landing"
    assert [(who.name, who.organisation) for who in article.authors] == [("Nora B. Quillfeather", False), ("Landing Fees Group", True)]
    assert (article.issued, article.pages, article.doi) == ("2031-03-04", "201-219", "10.5555/jia.2031.7")
    assert chapter.part_of is not None
    assert [who.name for who in chapter.part_of.editors] == ["Ulf Fenn"]
    assert ([who.name for who in book.editors], book.authors) == (["Ulf Fenn"], [])
    assert [reject.where for reject in rejects] == ["record 4, line 5"]


@pytest.mark.parametrize(
    ("second", "full", "title"),
    [("J Towns", "Journal of Towns", "Journal of Towns"), ("J Towns", "", "J Towns"), ("Towns Today", "Journal of Towns", "Towns Today")],
)
def test_a_journal_has_its_full_title_where_the_article_has_its_short_one(second: str, full: str, title: str) -> None:
    periodical = f"<periodical><full-title>{full}</full-title><abbr-1>J Towns</abbr-1></periodical>"
    titles = f"<titles><title>T</title><secondary-title>{second}</secondary-title></titles>"
    (work,), _ = read(endnote_xml, RECORD.format("Journal Article", "17", titles + periodical))
    assert work.venue is not None
    assert work.venue.title == title


def test_secondary_authors_of_a_book_edit_its_series() -> None:
    authors = "<authors><author>Hill, A.</author></authors>"
    people = f"<contributors>{authors}<secondary-authors><author>Fenn, U.</author></secondary-authors></contributors>"
    (work,), _ = read(
        endnote_xml, RECORD.format("Book", "6", f"{people}<titles><title>T</title><secondary-title>Series</secondary-title></titles>")
    )
    assert not work.editors
    assert work.custom["csl"] == {"collection-editor": [{"family": "Fenn", "given": "U."}], "collection-title": "Series"}
    (work,), _ = read(
        endnote_xml,
        RECORD.format("Book", "6", f"{people.replace(authors, '')}<titles><title>T</title></titles>"),
    )
    assert [who.family for who in work.editors] == ["Fenn"]


def test_a_name_may_run_over_lines() -> None:
    people = "<contributors><authors><author>van der Berg,\n   Jo</author><author>Hill, A.&#xD;Kim, B.</author></authors></contributors>"
    (work,), _ = read(endnote_xml, RECORD.format("Book", "6", f"{people}<titles><title>T</title></titles>"))
    assert [who.name for who in work.authors] == ["Jo van der Berg", "A. Hill", "B. Kim"]


@pytest.mark.parametrize(
    ("name", "number", "kind"),
    [
        ("Journal Article", "17", "article"),
        ("", "5", "chapter"),
        ("Buch", "6", "book"),
        ("Thesis", "32", "thesis"),
        ("Web Page", "12", "webpage"),
        ("New", "99", "work"),
    ],
)
def test_endnote_types(name: str, number: str, kind: str) -> None:
    (work,), _ = read(endnote_xml, RECORD.format(name, number, "<titles><title>T</title></titles>"))
    assert work.kind == kind


def test_zotero_sample() -> None:
    (article, chapter), rejects = read(zotero_rdf, (SAMPLES / "zotero_rdf.rdf").read_bytes())
    assert not rejects, "notes, attachments and collections are no records"
    assert article.venue is not None
    assert (article.volume, article.issue, article.doi, article.venue.issns) == ("12", "3", "10.5555/jia.2031.7", ["1234-5679"])
    assert [(who.name, who.organisation) for who in article.authors] == [("Nora B. Quillfeather", False), ("Landing Fees Group", True)]
    assert article.keywords == ["ferries", "fees"]
    assert chapter.part_of is not None
    assert (chapter.part_of.title, chapter.part_of.isbns, chapter.place) == ("Crossings of the North", ["9780000000002"], "Arbury")


def test_a_journal_that_two_articles_share_lends_neither_its_doi() -> None:
    sample = (SAMPLES / "zotero_rdf.rdf").read_text(encoding="utf-8")
    start, end = sample.index("<bib:Article"), sample.index("</bib:Article>") + len("</bib:Article>")
    second = sample[start:end].replace('about="https://example.org/jia/7"', 'about="#x"')
    works, _ = read(zotero_rdf, sample[:end] + second + sample[end:])
    assert [work.doi for work in works] == ["", "", ""]


def test_a_paper_takes_what_zotero_writes_beside_its_proceedings() -> None:
    sample = (SAMPLES / "zotero_rdf.rdf").read_text(encoding="utf-8")
    head = sample[: sample.index("<bib:Article")]
    (paper,), _ = read(
        zotero_rdf,
        f"{head}<rdf:Description rdf:about='urn:isbn:9780000000002'><z:itemType>conferencePaper</z:itemType><dcterms:isPartOf><bib:Journal>"
        "<dcterms:isPartOf><bib:Series><dc:title>Ferries ’24</dc:title><dc:identifier>7</dc:identifier></bib:Series></dcterms:isPartOf>"
        "<dc:identifier>ISBN 978-0-00-000000-2</dc:identifier><dc:title>Proceedings</dc:title><dc:identifier>DOI 10.5555/p</dc:identifier>"
        "</bib:Journal></dcterms:isPartOf><dc:title>Paper</dc:title><bib:pages>1–9</bib:pages><z:type>Talk</z:type></rdf:Description></rdf:RDF>",
    )
    assert paper.part_of is not None
    assert (paper.part_of.title, paper.part_of.isbns, paper.doi, paper.pages) == ("Proceedings", ["9780000000002"], "10.5555/p", "1-9")
    assert paper.custom["csl"] == {"type": "paper-conference", "collection-title": "Ferries ’24", "collection-number": "7", "genre": "Talk"}


def test_acl_sample() -> None:
    (paper, article), rejects = read(acl_anthology, (SAMPLES / "acl_anthology.xml").read_bytes())
    assert not rejects
    assert (paper.title, paper.pages, paper.authors[1].family) == ("Ferry Words", "1-9", "Marsh")
    assert paper.part_of is not None
    assert [who.name for who in paper.part_of.editors] == ["Ulf Fenn"]
    assert (article.kind, article.venue and article.venue.title, article.volume) == ("article", "Letters on Landings", "3")


@needs_shared
def test_samples_of_others() -> None:
    files = {
        "endnote_xml": list((SHARED / "samples" / "jabref-multi").rglob("EndnoteXml*.xml")),
        "zotero_rdf": list((SHARED / "samples" / "zotero").rglob("zotero_rdf.xml")),
        "acl_anthology": list((SHARED / "samples" / "acl-xml").rglob("*.xml")),
    }
    loaders = {"endnote_xml": endnote_xml, "zotero_rdf": zotero_rdf, "acl_anthology": acl_anthology}
    for name, paths in files.items():
        assert paths, name
        for path in paths:
            data = path.read_bytes()
            assert recognise(Capture(data, path.name)) == name, path
            works, rejects = read(loaders[name], data)
            assert works, path
            assert not rejects, path


@needs_shared
@pytest.mark.parametrize("loader", [endnote_xml, zotero_rdf, acl_anthology], ids=lambda loader: loader.__name__)
@pytest.mark.parametrize("name", ["xml/xxe_file.xml", "xml/deep_5000.xml", "xml/truncated_record2.xml", "rdf/owl_imports_ssrf.rdf"])
def test_hostile(loader: ModuleType, name: str) -> None:
    works, rejects = read(loader, (SHARED / "hostile" / name).read_bytes())
    assert not works
    assert len(rejects) == 1


def test_endnote_tagged_text() -> None:
    (article, chapter, book), rejects = read(endnote_refer, (SAMPLES / "endnote_refer.enw").read_bytes())
    assert (article.title, article.issued, article.pages) == ("Ferries and Forms: paying at the landing", "2031-03-04", "201-219")
    assert chapter.part_of is not None
    assert [who.name for who in chapter.part_of.editors] == ["Ulf Fenn"]
    assert ([who.name for who in book.editors], book.edition) == (["Ulf Fenn"], "2nd")
    assert [reject.where for reject in rejects] == ["record 4, line 38"]


def test_tagged_records_without_a_type_end_at_a_blank_line() -> None:
    works, _ = read(endnote_refer, "%A Hill, A.\n%T One\n%J River\n%D 2001\n\n%A Kim, B.\n%T Two\n%B Whole\n")
    assert [(work.title, work.kind) for work in works] == [("One", "article"), ("Two", "chapter")]


@needs_shared
def test_tagged_samples_of_others() -> None:
    for path in [*(SHARED / "samples" / "jabref-multi").rglob("*.enw"), *(SHARED / "samples" / "jabref-multi").rglob("refer*.ref")]:
        data = path.read_bytes()
        assert recognise(Capture(data, path.name)) == "endnote_refer", path
        works, rejects = read(endnote_refer, data)
        assert len(works) + len(rejects) == max(1, data.count(b"%0 ")), path
