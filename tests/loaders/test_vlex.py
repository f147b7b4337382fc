"""vLex article pages: labels, title block, page furniture, addresses, authors' order, cited works."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared import SHARED, needs_shared

from graph.record import Capture, Finding, Organisation, Reject, Source, Work
from loaders import vlex
from loaders._page.page import with_accents
from loaders._people.affiliations import Affiliations
from loaders.reading.prose import flow

SAMPLES = Path(__file__).parent / "samples"
TEXT = (SAMPLES / "vlex.txt").read_text(encoding="utf-8")
HTML = (SAMPLES / "vlex.html").read_text(encoding="utf-8")


def said(page: str | bytes) -> tuple[list[object], Capture]:
    capture = Capture(page if isinstance(page, bytes) else page.encode(), "page")
    found = list(vlex.read(capture))
    assert isinstance(found[0], Source)
    for work in (one for one in found if isinstance(one, Work)):
        for start, end in (piece for passage in work.passages for piece in passage.slices):
            assert capture.text[start:end].strip()
        for reference in work.references:
            if reference.span:
                assert reference.span.exact.split()[0] in capture.text[reference.span.start : reference.span.end]
    return found, capture


def article(page: str | bytes) -> Work:
    (work,) = (one for one in said(page)[0] if isinstance(one, Work))
    return work


def told(page: str, kind: str) -> dict[str, str]:
    return {one.what: one.detail for one in said(page)[0] if isinstance(one, Finding) and one.kind == kind}


def running(page: str, kind: str) -> list[str]:
    """The passages of a kind as they are read."""
    found, capture = said(page)
    (work,) = (one for one in found if isinstance(one, Work))
    return [flow.build(capture.text, passage).text for passage in work.passages if passage.kind == kind]


def test_labels_that_run_into_their_values() -> None:
    work = article(TEXT)
    assert (work.issued, work.year, work.doi) == ("2014-06-01", 2014, "10.5555/0012345613500123")
    assert work.title == "Who pays for the crossing? Boards, councils and trust in harbour towns"


def test_the_journals_own_citation() -> None:
    work = article(TEXT)
    assert work.venue is not None
    assert (work.venue.title, work.volume, work.issue, work.pages) == ("Journal of Harbour Government", "29", "2", "212–230")
    alone = "\n".join(line for line in TEXT.splitlines() if not line.startswith("Journal of Harbour Government 29"))
    assert article(alone).venue.title == "Journal of Harbour Government"
    once = alone.replace("untitled Journal of\nHarbour\nArticle\nGovernment\n", "")
    assert article(once).venue is None, "where the name begins is not printed"


def test_the_articles_order_of_authors_wins_and_the_other_is_kept() -> None:
    work = article(TEXT)
    assert [who.name for who in work.authors] == ["Adèle Quillon", "Otto Brandt"]
    assert ("hasAuthor", "Adèle Quillon; Otto Brandt", "Otto Brandt; Adèle Quillon") in [
        (two.property, two.chosen, two.other) for two in work.disagreements
    ]
    same = TEXT.replace("Otto Brandt,Adèle Quillon", "Adèle Quillon,Otto Brandt")
    assert not [two for two in article(same).disagreements if two.property == "hasAuthor"]


def test_the_issues_year_wins_over_the_copyright_year() -> None:
    work = article(TEXT)
    assert [(two.chosen, two.other) for two in work.disagreements if two.property == "publicationYear"] == [("2014", "2013")]
    assert work.rights_holder == "The Author(s)"


def test_affiliations_are_bodies_within_bodies() -> None:
    found, _ = said(TEXT)
    bodies = {one.label: one for one in found if isinstance(one, Organisation)}
    assert set(bodies) == {"School of Government", "Université de Port-Blanc", "Universität Hafenstadt"}
    assert bodies["School of Government"].part_of is bodies["Université de Port-Blanc"]
    work = article(TEXT)
    assert [[body.label for body in who.affiliations] for who in work.authors] == [["School of Government"], ["Universität Hafenstadt"]]


def test_no_address_of_a_person_enters() -> None:
    found, capture = said(TEXT)
    (work,) = (one for one in found if isinstance(one, Work))
    held = repr([*work.passages, *work.authors, work.abstract, work.keywords]) + "".join(
        capture.text[start:end] for passage in work.passages for start, end in passage.slices
    )
    for private in ("@", "rue des Quais", "99000", "Corresponding"):
        assert private not in held


def test_an_address_inside_running_text_is_cut_out() -> None:
    page = TEXT.replace("Ferries have seldom been studied.", "Ferries have seldom been studied (write to bo@falk.example.org).")
    assert "@" not in " ".join(running(page, "body"))
    assert "seldom been studied (write to" in " ".join(running(page, "body"))


def test_page_furniture_leaves_the_text_and_gives_the_pages() -> None:
    body = " ".join(running(TEXT, "body") + running(TEXT, "abstract"))
    for furniture in ("213", "214", "Quillon and Brandt", "29(2)", "To continue", "VLEX"):
        assert furniture not in body
    assert "the boards that had contracts were steered" in body
    assert "the price was what governments looked at" in body
    work = article(TEXT)
    pages = {passage.section: (passage.page, [page for _, page in passage.anchors]) for passage in work.passages if passage.kind == "body"}
    assert pages == {"Introduction": ("213", []), "Ferries as an object of study": ("213", ["214"])}
    assert [passage.page for passage in work.passages if passage.kind == "abstract"] == ["212", "212"]


def test_line_ends_are_joined_and_real_hyphens_kept() -> None:
    work = article(TEXT)
    assert work.abstract == (
        "Ferries connect harbour towns. This article asks who pays for them and compares four boards in two countries. It finds that "
        "e-ticketing made boards depend on councils, and that trust between them mattered more than rules."
    )
    assert work.keywords == ["e-ticketing", "ferries", "harbour towns", "inter-municipal cooperation", "trust"]
    assert work.abstract_span is not None
    assert work.abstract_span.exact.startswith("Ferries connect")


def test_headings_of_one_and_two_lines() -> None:
    assert [passage.section for passage in article(TEXT).passages if passage.kind == "heading"] == [
        "Introduction",
        "Ferries as an object of study",
    ]
    assert [passage.section for passage in article(TEXT).passages if passage.kind == "abstract"] == ["", "Points for practitioners"]


def test_works_cited_by_author_and_year() -> None:
    work = article(TEXT)
    stubs = {id(reference.work): reference.work for reference in work.references}.values()
    assert [(stub.authors_as_printed, stub.year) for stub in stubs] == [
        (["Falk"], 2009), (["Solis", "Ekström"], 2011), (["Harbour Commission"], 2010), (["Falk"], 2012), (["Pike et al."], 2003),
    ]  # fmt: skip
    assert len(work.references) == 6
    assert [who.name for who in work.references[2].work.authors] == ["Harbour Commission"]


def test_what_is_cut_off_is_told() -> None:
    assert "beginning only" in told(TEXT, "unknowable")["rest of the article"]
    assert told(TEXT, "ignored")["label subject"] == "Articles"


@pytest.mark.parametrize(
    "missing", ["DOI", "Author", "Date", "2014, Vol.", "! The", "Keywords", "Abstract", "Points for", "Corresponding", "213", "Email"]
)
def test_a_missing_line_is_no_fault(missing: str) -> None:
    work = article("\n".join(line for line in TEXT.splitlines() if not line.startswith(missing)))
    assert work.title.startswith("Who pays")
    assert {who.name for who in work.authors} == {"Adèle Quillon", "Otto Brandt"}


def test_without_labels_the_byline_above_an_affiliation_is_read() -> None:
    page = "\n".join(line for line in TEXT.splitlines() if not line.startswith("Author"))
    assert [who.name for who in article(page).authors] == ["Adèle Quillon", "Otto Brandt"]
    assert not [two for two in article(page).disagreements if two.property == "hasAuthor"]


def test_another_publishers_title_block() -> None:
    page = """Steering ferries: A comparison

Published date01 March 2018
AuthorPiet Vander Berg,Siobhán O’Neil
DOIhttp://doi.org/10.5555/pawo.12999
ORIGINAL ARTICLE
Steering ferries: A comparison
Piet Vander Berg1 | Siobhán O’Neil2
1Department of Politics, University of Saltmark,
Norway
2School of Law, Trinity College Harbour, Ireland
Correspondence
Piet Vander Berg, Department of Politics, University of Saltmark, Norway.
Email: piet@saltmark.example.no
Abstract
We compare ferries. The comparison shows that councils matter.
1 | INTRODUCTION
Ferries matter to towns (Quill 2009), and they always have mattered to them, as is well known by all.
Public Works. 2018;96:123–140. example.com/journal/pawo © 2017 Example & Sons Ltd 123
124 VANDER BERG AND O’NEIL
The rest follows here and ends."""
    work = article(page)
    assert [(who.name, [body.label for body in who.affiliations]) for who in work.authors] == [
        ("Piet Vander Berg", ["Department of Politics"]), ("Siobhán O’Neil", ["School of Law"]),
    ]  # fmt: skip
    assert work.venue is not None
    assert (work.venue.title, work.volume, work.pages, work.year, work.doi) == ("Public Works", "96", "123–140", 2018, "10.5555/pawo.12999")
    assert (work.rights_holder, work.passages[-1].anchors[0][1]) == ("Example & Sons Ltd", "124")
    assert "VANDER BERG" not in " ".join(running(page, "body"))


def test_an_open_licence_shows_the_text() -> None:
    page = TEXT.replace("Reprints and permissions:", "This article is distributed under the Creative Commons CC BY 4.0 License")
    source = said(page)[0][0]
    assert isinstance(source, Source)
    assert (source.licence, source.display) == ("https://creativecommons.org/licenses/by/4.0/", "full")
    assert said(TEXT)[0][0].display == "quote"


def test_html() -> None:
    work = article(HTML)
    assert work.venue is not None
    assert (work.venue.title, work.issued, work.pages, work.doi) == (
        "Journal of Harbour Government",
        "2014-06-01",
        "212–230",
        "10.5555/0012345613500123",
    )
    assert [who.name for who in work.authors] == ["Adèle Quillon", "Otto Brandt"]
    assert work.keywords == ["e-ticketing", "ferries", "trust"]
    assert [passage.section for passage in work.passages if passage.kind == "body"] == ["Introduction"]
    assert len(work.references) == 2
    source = said(HTML)[0][0]
    assert isinstance(source, Source)
    assert source.retrieved_from == "https://vlex.example.com/vid/who-pays-for-the-crossing-1"


def test_a_publishers_own_page_in_sections() -> None:
    """Sections and metadata elements in place of PDF lines; a printed list of references goes before citations in the text."""
    page = (SAMPLES / "vlex-publisher.html").read_text(encoding="utf-8")
    assert vlex.recognise(Capture(page.encode(), "page")) >= 0.3
    work = article(page)
    assert work.venue is not None
    assert (work.venue.title, work.volume, work.issue, work.pages) == ("Journal of Harbour Government", "29", "2", "212-230")
    assert (work.issued, work.keywords, work.disagreements) == ("2014-06-01", ["ferries", "harbour towns", "trust"], [])
    assert [who.name for who in work.authors] == ["Adèle Quillon", "Otto Brandt"]
    assert [passage.section for passage in work.passages if passage.kind == "body"] == ["Introduction", "Boards of old"]
    assert [reference.work.year for reference in work.references] == [2009, 2011, 2003]


def test_spacing_accents() -> None:
    printed = "Universite´ E´cole Jos´e Garc´ıa Mun˜oz Franc¸ois Mu¨ller Universita¨t Ade`le"
    assert with_accents(printed) == "Université École José García Muñoz François Müller Universität Adèle"


@pytest.mark.parametrize(
    ("printed", "chain"),
    [
        (
            "Department of Politics and Management, University of Saltmark, Saltmark, Norway",
            ["Department of Politics and Management", "University of Saltmark"],
        ),
        ("2 Harbour Institute (HI), 12 Quay Street, Saltmark", ["Harbour Institute"]),
        ("E´cole des ports, Universite´ de Port-Blanc, 555, boulevard des Quais", ["École des ports", "Université de Port-Blanc"]),
        ("Independent researcher, Saltmark, Norway", []),
        ("12 Quay Street", []),
    ],
)
def test_affiliations(printed: str, chain: list[str]) -> None:
    body = Affiliations().read(printed)
    found = []
    while body is not None:
        found.append(body.label)
        body = body.part_of
    assert found == chain


@needs_shared
def test_the_founding_page() -> None:
    """Every field that the gold has, and none that it has not."""
    gold = json.loads((SHARED / "gold" / "seed_gold.json").read_text(encoding="utf-8"))
    want = next(work for work in gold["works"] if work["id"] == "w-quebec")
    work = article((SHARED / "seeds" / gold["files"]["s3"]["name"]).read_bytes())
    assert work.venue is not None
    assert (work.title, work.abstract, work.keywords) == (want["title"], want["abstract"], want["keywords"])
    assert (work.issued, work.volume, work.issue, work.doi, work.pages) == (
        want["issued"], want["volume"], want["issue"], want["doi"], want["pages"]["as_printed"],
    )  # fmt: skip
    assert work.venue.title == want["container"]
    assert [(who.family, who.given) for who in work.authors] == [(one["family"], one["given"]) for one in want["authors"]]
    cited = {reference.work.year: 0 for reference in work.references}
    assert cited
    assert len(work.references) == gold["counts"]["seed3_intext_mentions"]
    assert len({id(reference.work) for reference in work.references}) == gold["counts"]["seed3_distinct_cited_works"]
    anchors = {page for passage in work.passages for _, page in passage.anchors} | {passage.page for passage in work.passages}
    assert set(want["pages_in_seed"]) <= anchors


def test_an_empty_page_is_rejected() -> None:
    found, _ = said("")
    assert [type(one) for one in found] == [Source, Reject]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)), st.text(alphabet="\n -.,()0123Aa´ÈVol:|", max_size=8))
def test_cut_and_spliced_text_never_raises_and_cuts_exactly(first: int, second: int, inserted: str) -> None:
    said(TEXT[: min(first, second)] + inserted + TEXT[max(first, second) :])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, len(HTML)), st.integers(0, len(HTML)), st.text(alphabet='<>/="&pdth \n', max_size=8))
def test_cut_and_spliced_html_never_raises_and_cuts_exactly(first: int, second: int, inserted: str) -> None:
    said(HTML[: min(first, second)] + inserted + HTML[max(first, second) :])
