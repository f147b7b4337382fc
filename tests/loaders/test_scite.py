"""scite pages: a work a paragraph, parts of structured abstracts, heads where they are printed, the site's own text left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared import SHARED, needs_shared

from graph.record import Capture, Finding, Reject, Source, Work
from loaders import scite
from loaders._values.abstract_parts import parts

SAMPLES = Path(__file__).parent / "samples"
TEXT = (SAMPLES / "scite.txt").read_text(encoding="utf-8")
HTML = (SAMPLES / "scite.html").read_text(encoding="utf-8")
ABSTRACT = TEXT.splitlines()[0]


def said(page: str | bytes) -> tuple[list[object], Capture]:
    capture = Capture(page if isinstance(page, bytes) else page.encode(), "page.txt")
    found = list(scite.read(capture))
    assert isinstance(found[0], Source)
    for work in (one for one in found if isinstance(one, Work)):
        assert work.abstract_span is not None
        assert capture.text[work.abstract_span.start : work.abstract_span.end] == work.abstract_span.exact
        for start, end in (piece for passage in work.passages for piece in passage.slices):
            assert capture.text[start:end].strip()
            assert work.abstract_span.start <= start < end
    return found, capture


def works(page: str | bytes) -> list[Work]:
    return [one for one in said(page)[0] if isinstance(one, Work)]


def sections(work: Work, text: str) -> dict[str, str]:
    return {passage.section: " ".join(text[a:b] for a, b in passage.slices) for passage in work.passages}


def test_one_work_a_paragraph_and_nothing_made_up() -> None:
    found = works(TEXT)
    assert len(found) == 3
    for work in found:
        assert (work.kind, work.title, work.authors, work.year, work.doi, work.venue) == ("work", "", [], None, "", None)
    assert [work.abstract for work in found] == TEXT.splitlines()[:3]


def test_labels_that_run_into_the_text_are_split_off() -> None:
    _, structured, impact = works(TEXT)
    found = sections(structured, TEXT)
    assert list(found) == ["Purpose", "Design/methodology/approach", "Findings", "Research limitations/implications", "Originality/value"]
    assert found["Findings"] == "Ferry masters count what is paid for. Impact assessments are rarely read by councils."
    assert list(sections(impact, TEXT)) == ["", "IMPACT"]
    assert sections(impact, TEXT)["IMPACT"].startswith("This article tells")


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Impact assessments are many. They cost much.", [""]),
        ("Results Matter is a council. It spends.", [""]),
        ("PurposeThe aim. FindingsWe find.", ["Purpose", "Findings"]),
        ("Purpose: The aim. Findings – We find.", ["Purpose", "Findings"]),
        ("Purpose The aim is this. Findings We find that.", ["Purpose", "Findings"]),
        ("BACKGROUND is not known. The rest.", [""]),
        ("We ask why. Points for practitionersTell them.", ["", "Points for practitioners"]),
        ("Background\nTowns grow.\nMethods\nWe count.", ["Background", "Methods"]),
    ],
)
def test_parts(text: str, labels: list[str]) -> None:
    found = parts(text)
    assert [part.label for part in found] == labels
    assert all(text[part.start : part.end].strip() for part in found)


def test_the_site_speaks_of_itself_in_vain() -> None:
    found, _ = said(TEXT)
    source = found[0]
    assert isinstance(source, Source)
    assert (source.rights_holder, source.display, source.licence) == ("scite LLC", "quote", "")
    held = repr([one for one in found if isinstance(one, Work | Finding)])
    for own in ("Brooklyn", "help@", "Townville", "reCAPTCHA"):
        assert own not in held
    assert [one.what for one in found if isinstance(one, Finding) and one.kind == "ignored"] == ["site text"]


def test_heads_are_read_where_they_are_printed() -> None:
    page = f"""Search results for harbours
Steering harbours without a captain: evidence from four councils
Ada Quill, Otto Brandt, Carmen Solis
Journal of Harbour Studies, 2021
10.5555/jhs.2021.04
{ABSTRACT}
Show abstract
Ferries and their masters
Pike et al.
Transport Quarterly 12(3), 45-67, 2019
Abstract: {ABSTRACT}
View full text
Copyright © 2024 scite LLC. All rights reserved.
"""
    first, second = works(page)
    assert [who.name for who in first.authors] == ["Ada Quill", "Otto Brandt", "Carmen Solis"]
    assert first.venue is not None
    assert (first.title, first.venue.title, first.year, first.doi, first.kind) == (
        "Steering harbours without a captain: evidence from four councils", "Journal of Harbour Studies", 2021, "10.5555/jhs.2021.04",
        "article",
    )  # fmt: skip
    assert second.venue is not None
    assert (second.title, second.authors_as_printed, second.et_al) == ("Ferries and their masters", ["Pike et al."], True)
    assert (second.venue.title, second.volume, second.issue, second.pages, second.year) == ("Transport Quarterly", "12", "3", "45-67", 2019)
    assert second.abstract == ABSTRACT


def test_labelled_heads() -> None:
    head = "Title: Quiet ports\nAuthors: Ada Quill, Otto Brandt\nJournal: Ports and Seas\nYear: 2020\nDOI: 10.5555/q.1"
    page = f"{head}\nAbstract\n{ABSTRACT}\nscite is a tool."
    (work,) = works(page)
    assert work.venue is not None
    assert (work.title, len(work.authors), work.venue.title, work.year, work.doi) == (
        "Quiet ports",
        2,
        "Ports and Seas",
        2020,
        "10.5555/q.1",
    )


def test_a_stray_line_is_no_title() -> None:
    page = f"{ABSTRACT}\nMore on harbours and ports below\n{ABSTRACT.replace('Harbour', 'Port')}\nscite is a tool."
    assert [work.title for work in works(page)] == ["", ""]


def test_labels_on_lines_of_their_own_make_one_abstract() -> None:
    labelled = "Purpose\nThe paper looks at ferries in a land of islands.\nFindings\nFerry masters count what is paid for."
    page = f"{ABSTRACT}\n{labelled}\n{ABSTRACT}\nscite is a tool."
    first, second, third = works(page)
    assert [work.abstract.split()[0] for work in (first, second, third)] == ["Harbour", "Purpose", "Harbour"]
    assert [passage.section for passage in second.passages] == ["Purpose", "Findings"]


def test_excerpts_of_citing_works_are_no_abstracts() -> None:
    page = f"{ABSTRACT}\n“…as was shown before, harbour masters count what is paid for. {ABSTRACT}”\nscite is a tool."
    assert len(works(page)) == 1


def test_wrapped_paragraphs_between_blank_lines() -> None:
    wrapped = "\n".join(ABSTRACT[i : i + 60] for i in range(0, len(ABSTRACT), 60))
    page = f"{wrapped}\n\n{wrapped}\n\nscite is a tool.\n"
    assert len(works(page)) == 2


def test_an_address_inside_an_abstract_is_cut_out() -> None:
    page = TEXT.replace("We find that trust", "Write to bo@falk.example.org. We find that trust")
    found, capture = said_loosely(page)
    assert "@" not in found.abstract
    assert "@" not in "".join(capture.text[a:b] for passage in found.passages for a, b in passage.slices)


def said_loosely(page: str) -> tuple[Work, Capture]:
    capture = Capture(page.encode(), "page.txt")
    return next(one for one in scite.read(capture) if isinstance(one, Work)), capture


def test_html() -> None:
    first, second, third = works(HTML)
    assert first.venue is not None
    assert (first.title, first.doi, first.year) == (
        "Steering harbours without a captain: evidence from four councils",
        "10.5555/jhs.2021.04",
        2021,
    )
    assert [who.name for who in first.authors] == ["Ada Quill", "Otto Brandt"]
    assert (second.title, second.authors_as_printed, second.volume) == ("Counting passengers", ["Pike et al."], "12")
    assert [passage.section for passage in second.passages] == ["Purpose", "Findings"]
    assert (third.title, third.doi) == ("", "")
    source = said(HTML)[0][0]
    assert isinstance(source, Source)
    assert (source.rights_holder, source.retrieved_from) == ("scite LLC", "https://scite.example.ai/related/1")


@needs_shared
def test_the_founding_page() -> None:
    gold = json.loads((SHARED / "gold" / "seed_gold.json").read_text(encoding="utf-8"))
    want = [work for work in gold["works"] if work["id"].startswith("w-scite")]
    found = works((SHARED / "seeds" / gold["files"]["s4"]["name"]).read_bytes())
    assert [work.abstract for work in found] == [work["abstract"] for work in want]
    for work, expected in zip(found, want, strict=True):
        assert [passage.section for passage in work.passages if passage.section] == expected.get(
            "abstract_parts", ["IMPACT"] * (len(work.passages) - 1)
        )
        assert (work.title, work.authors, work.year, work.doi) == ("", [], None, "")


def test_a_page_without_abstracts_is_rejected() -> None:
    found, _ = said("scite is a tool.")
    assert [type(one) for one in found] == [Source, Reject]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)), st.text(alphabet="\n .:–AaFindgs“…@()", max_size=10))
def test_cut_and_spliced_text_never_raises_and_cuts_exactly(first: int, second: int, inserted: str) -> None:
    said(TEXT[: min(first, second)] + inserted + TEXT[max(first, second) :])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, len(HTML)), st.integers(0, len(HTML)), st.text(alphabet='<>/="&pdth \n', max_size=8))
def test_cut_and_spliced_html_never_raises_and_cuts_exactly(first: int, second: int, inserted: str) -> None:
    said(HTML[: min(first, second)] + inserted + HTML[max(first, second) :])
