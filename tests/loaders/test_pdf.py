"""PDF articles: first page against metadata, reference lists, scans, protected, broken and huge files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfs import packet, pdf

import loaders
from graph.record import Claim, Finding, Mention, Reject, Source, Work
from graph.sources.capture import capture_of, read_capture
from loaders._pdf import text as _pdf_text

pytest.importorskip("pypdfium2")
SAMPLE = Path(__file__).parent / "samples" / "pdf.pdf"
TITLE = [(18.0, "Who rules the weirs? Councils and"), (18.0, "millers compared")]
HEAD = [*TITLE, (11.0, ""), (11.0, "Ada Lund"), (9.0, "University of Port Amity"), (11.0, ""), (11.0, "Abstract")]
ABSTRACT = [
    (10.0, "Weirs are ruled by those who open them. This is a study of three coun-"),
    (10.0, "cils and of what their millers say."),
    (10.0, ""),
]
SENTENCE = "Councils open weirs in the year {} and close them again before winter."
TEXT = [(11.0, "Introduction"), *[(10.0, SENTENCE.format(year)) for year in range(1990, 1996)]]
ARTICLE = [*HEAD, *ABSTRACT, *TEXT]


def said(data: bytes, kind: type) -> list:
    return [one for one in loaders.read(capture_of(data, "a.pdf"), extract=False) if isinstance(one, kind)]


def only(data: bytes) -> Work:
    (work,) = said(data, Work)
    return work


def cited(*lines: str, heading: str = "References") -> list[str]:
    work = only(pdf([ARTICLE, [(11.0, heading), *[(10.0, line) for line in lines]]]))
    return [reference.raw for reference in work.references]


def test_the_sample_cuts_exactly() -> None:
    capture = read_capture(SAMPLE)
    everything = list(loaders.read(capture))
    (work,) = [one for one in everything if isinstance(one, Work)]
    assert "@" not in capture.text
    assert [[body.label for body in who.affiliations] for who in work.authors] == [["University of Port Amity"], ["Brandt Institute"]]
    assert work.abstract.startswith("Ferries cross")
    assert "four harbour towns" in work.abstract
    for reference in work.references:
        assert reference.span is not None
        assert capture.text[reference.span.start : reference.span.end] == reference.raw
    assert [reference.work.year for reference in work.references] == [2011, 2008, 2012]
    spans = [one.span for one in everything if isinstance(one, Mention)]
    spans += [span for one in everything if isinstance(one, Claim) for span in one.evidence]
    assert spans
    title = next(passage for passage in work.passages if passage.kind == "title")
    assert " ".join(capture.text[start:end] for start, end in title.slices) == work.title


def test_the_largest_print_is_the_title_where_metadata_name_a_file() -> None:
    for title in ("Microsoft Word - weirs_final2.docx", "untitled", "S0033_12345 1..20", "10.5555/weirs"):
        work = only(pdf([ARTICLE], info={"Title": title, "Author": "jsmith"}))
        assert (work.title, [who.name for who in work.authors]) == ("Who rules the weirs? Councils and millers compared", ["Ada Lund"])
        assert work.disagreements == []


def test_a_title_of_very_many_digits_is_passed_over_at_once() -> None:
    assert only(pdf([ARTICLE], info={"Title": "1" * 5000 + "!"})).title == only(pdf([ARTICLE])).title


def test_metadata_that_the_page_bears_out_are_believed() -> None:
    plain = [(10.0, text) for _, text in ARTICLE]
    info = {"Title": "Who rules the weirs? Councils and millers compared", "Author": "Lund, Ada"}
    work = only(pdf([plain], info=info))
    assert (work.title, [who.name for who in work.authors]) == (info["Title"], ["Ada Lund"])


def test_print_and_metadata_that_differ_are_both_kept() -> None:
    properties = "<dc:title>Weirs of the north</dc:title><prism:doi>10.5555/north</prism:doi>"
    first = [(9.0, "Journal of Weirs"), (9.0, "2015, Vol. 4(2) 11-20"), (9.0, "https://doi.org/10.5555/weirs"), (9.0, ""), *ARTICLE]
    work = only(pdf([first], xmp=packet(properties)))
    assert work.venue is not None
    assert (work.venue.title, work.volume, work.issue, work.pages, work.year) == ("Journal of Weirs", "4", "2", "11-20", 2015)
    assert [(two.property, two.chosen, two.other) for two in work.disagreements] == [
        ("title", "Who rules the weirs? Councils and millers compared", "Weirs of the north"),
        ("doi", "10.5555/weirs", "10.5555/north"),
    ]


def test_a_cited_works_doi_is_not_the_articles() -> None:
    work = only(
        pdf([[*ARTICLE, (11.0, "References"), (10.0, "Harrow, L. (2011). The island. Lantern Books. https://doi.org/10.5555/island")]])
    )
    assert work.doi == ""
    assert work.references[0].work.doi == "10.5555/island"


def test_reference_lists() -> None:
    wrapped = [
        "Harrow, L. (2011). The auditor's island: a study of",
        "offices. Lantern Books.",
        "van der Berg, K. (2012). Tides. Mill Press.",
        "River Board. (2013). Annual report. River Board.",
    ]
    assert cited(*wrapped) == ["Harrow, L. (2011). The auditor's island: a study of offices. Lantern Books.", *wrapped[2:]]
    numbered = [
        "[1] L. Harrow, The auditor's island,",
        "2011. Lantern Books, 7(1).",
        "[2] K. Berg, Tides, 2012.",
        "[3] P. Osei, Silt, 2013.",
    ]
    expected = ["L. Harrow, The auditor's island, 2011. Lantern Books, 7(1).", "K. Berg, Tides, 2012.", "P. Osei, Silt, 2013."]
    assert cited(*numbered) == expected
    assert cited(*(line.replace("[", "").replace("]", ".") for line in numbered), heading="5. Bibliography") == expected
    assert cited(*wrapped, "Appendix A", "Table of weirs, 2013.", heading="Literaturverzeichnis")[-1] == wrapped[-1]


def test_a_scan_is_its_metadata_or_a_reject() -> None:
    scan = pdf([[]], info={"Title": "Who rules the weirs?", "Author": "Lund, Ada"})
    work = only(scan)
    assert (work.title, [who.name for who in work.authors], work.passages) == ("Who rules the weirs?", ["Ada Lund"], [])
    assert any(one.what == "text" for one in said(scan, Finding))
    (reject,) = said(pdf([[]], info={"Title": "scan0001.pdf"}), Reject)
    assert "text recognition" in reject.reason


def test_broken_and_protected_files_are_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = SAMPLE.read_bytes()
    for data in (b"%PDF-1.7\n", b"%PDF-1.4\n" + bytes(2_000), whole[:60]):
        (reject,) = said(data, Reject)
        assert "not a PDF that can be read" in reject.reason
        assert isinstance(next(iter(loaders.read(capture_of(data, "a.pdf")))), Source)
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (%b) /U (%b) >> /ID [(a) (a)] /Root 1 0 R" % (b"o" * 32, b"u" * 32)
    protected = whole.replace(b"/Root 1 0 R", lock)
    (reject,) = said(protected, Reject)
    assert "password" in reject.reason
    monkeypatch.setattr(_pdf_text, "MOST_PAGES", 2)
    (reject,) = said(pdf([[], [], []]), Reject)
    assert "3 pages, more than 2" in reject.reason
    monkeypatch.setattr(_pdf_text, "MOST_CHARACTERS", 50)
    (reject,) = said(pdf([ARTICLE]), Reject)
    assert "characters" in reject.reason


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    (reject,) = said(SAMPLE.read_bytes(), Reject)
    assert "make extras EXTRAS=pdf" in reject.reason


def test_a_hostile_packet_is_left_alone() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + packet("<dc:title>&a;&a;</dc:title>")
    work = only(pdf([ARTICLE], xmp=bomb))
    assert work.title == "Who rules the weirs? Councils and millers compared"
    assert only(pdf([ARTICLE], xmp=packet("<dc:title>cut off"))).title == work.title


PRINTED = st.text(st.characters(codec="cp1252", categories=("L", "N", "P", "Zs")), max_size=60)
LINES = st.lists(st.tuples(st.sampled_from([6.0, 10.0, 10.0, 18.0]), PRINTED), max_size=25)


@settings(max_examples=60, deadline=None)
@given(LINES, PRINTED)
def test_no_page_raises(lines: list[tuple[float, str]], title: str) -> None:
    capture = capture_of(pdf([lines, lines], info={"Title": title}), "a.pdf")
    for one in loaders.read(capture):
        assert not (isinstance(one, Reject) and "failed with" in one.reason), one
        if isinstance(one, Work):
            assert all(capture.text[start:end].strip() for passage in one.passages for start, end in passage.slices)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2_000), st.binary(min_size=1, max_size=30))
def test_no_damage_raises(at: int, damage: bytes) -> None:
    data = SAMPLE.read_bytes()
    at %= len(data)
    for one in loaders.read(capture_of(data[:at] + damage + data[at + len(damage) :], "a.pdf"), "pdf", extract=False):
        assert not (isinstance(one, Reject) and "failed with" in one.reason), one
