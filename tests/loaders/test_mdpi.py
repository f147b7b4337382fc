"""MDPI article pages, as saved text and as HTML: the article's data, references, interviews, cases, quotations."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared import SHARED, needs_shared

from graph.record import Capture, Case, Finding, Organisation, Reject, Respondent, Said, Source, Work
from loaders import mdpi

SAMPLES = Path(__file__).parent / "samples"
TEXT = (SAMPLES / "mdpi.txt").read_text(encoding="utf-8")
HTML = (SAMPLES / "mdpi.html").read_text(encoding="utf-8")


def read(page: str | bytes) -> tuple[list[Said], Capture]:
    capture = Capture(page if isinstance(page, bytes) else page.encode(), "page")
    said = list(mdpi.read(capture))
    assert isinstance(said[0], Source)
    return said, capture


def article(page: str | bytes) -> tuple[Work, list[Said], Capture]:
    said, capture = read(page)
    (work,) = (one for one in said if isinstance(one, Work))
    return work, said, capture


def of(said: list[Said], kind: type) -> list:
    return [one for one in said if isinstance(one, kind)]


def cut(capture: Capture, work: Work, kind: str) -> list[str]:
    return [capture.text[a:b] for p in work.passages if p.kind == kind for a, b in p.slices]


def test_recognised_as_text_and_as_html() -> None:
    assert mdpi.recognise(Capture(TEXT.encode(), "x")) > 0.9
    assert mdpi.recognise(Capture(HTML.encode(), "x")) > 0.9
    assert mdpi.recognise(Capture(b"A page that cites https://doi.org/10.3390/x once", "x")) < 0.3


def test_fields_merged_from_all_printed_forms() -> None:
    work, said, _ = article(TEXT)
    assert (work.kind, work.year, work.issued, work.volume, work.issue, work.article_number, work.pages) == (
        "article",
        2031,
        "2031-04-09",
        "21",
        "2",
        "99",
        "",
    )
    assert work.title == "Who Waits? Counter Work and the Limits of Lean Service in Harbour Towns"
    assert work.doi == "10.3390/queues21020099"
    assert [(a.family, a.given, a.alternatives) for a in work.authors] == [
        ("Okafor", "Ada", ["A. Okafor"]),
        ("van der Lind", "Bo", ["B. van der Lind"]),
    ]
    assert [[b.label for b in a.affiliations] for a in work.authors] == [["Fjord University"], ["Institute of Queues"]]
    assert (work.publisher, work.place, work.licence) == ("MDPI", "Basel, Switzerland", "https://creativecommons.org/licenses/by/4.0/")
    assert [(d.property, d.chosen, d.other) for d in work.disagreements] == [("issue", "2", "3"), ("year", "2031", "2032")]
    assert work.keywords == ["lean service", "counter work", "harbour towns"]
    assert work.abstract.startswith("Lean service promises shorter lines.")
    source = said[0]
    assert isinstance(source, Source)
    assert (source.display, source.rights_holder, source.language) == ("full", "Ada Okafor, Bo van der Lind", "en")


def test_abbreviated_journal_is_another_name_of_it() -> None:
    page = TEXT.replace("Queues 2031, 21, 99", "Q. Lines 2031, 21, 99").replace("Queues 2031, 21(2), 99", "Q. Lines 2031, 21(2), 99")
    work, _, _ = article(page)
    assert work.venue is not None
    assert (work.venue.title, work.venue.abbreviations) == ("Queues", ["Q. Lines"])


def test_page_without_abstract_body_and_forms() -> None:
    kept = [line for line in TEXT.splitlines() if not any(s in line for s in ("Style", "Submission", "Special Issue", "https://doi"))]
    start = kept.index("Abstract")
    kept[start + 1 : start + 4] = [":1. Introduction"]
    work, said, capture = article("\n".join(kept))
    assert (work.abstract, work.keywords, work.doi, work.volume) == ("", [], "", "")
    assert work.title.startswith("Who Waits?")
    assert "1. Introduction" in cut(capture, work, "heading")
    assert {f.what for f in of(said, Finding) if f.kind == "absent"} >= {"abstract", "keywords", "doi", "volume"}
    assert len(work.references) == 5


def test_references_in_spite_of_tables_notes_and_disclaimer() -> None:
    work, _, capture = article(TEXT)
    assert [r.work.title for r in work.references] == [
        "Waiting as work: Is there a line?",
        "The Queue Reader",
        "Listening at the window",
        "Clerks: A Field Guide",
        "Islands and their clerks",
    ]
    assert [(r.work.year, r.work.year_suffix) for r in work.references] == [(2003, ""), (2011, ""), (2028, "a"), (2028, "b"), (2011, "")]
    assert work.references[4].work.part_of is work.references[1].work
    assert work.references[0].work.badges == ["Google Scholar", "CrossRef", "Green Version"]
    assert work.references[2].work.volume == ""
    assert work.references[0].work.pages == "102–19"
    for reference in work.references:
        assert reference.span is not None
        assert capture.text[reference.span.start : reference.span.end] == reference.span.exact
        assert reference.span.exact.startswith(reference.raw[:20])


def test_lost_blank_cells_leave_the_wave_unknown() -> None:
    _, said, _ = article(TEXT)
    people = {r.label: r for r in of(said, Respondent)}
    assert {label: r.waves for label, r in people.items()} == {"P1": [], "P2": ["2029", "2030"], "P3": [], "P4": ["2029", "2030"], "P5": []}
    assert people["P5"].organisation is not people["P1"].organisation
    assert [f.kind for f in of(said, Finding) if f.what == "interview wave"] == ["unknowable"]


def test_blank_cells_kept_tell_the_wave() -> None:
    page = TEXT.replace("P1 | Mayor’s adviser | X | Town A | |", "P1 | Mayor’s adviser |  | X | Town A |")
    _, said, _ = article(page)
    assert next(r for r in of(said, Respondent) if r.label == "P1").waves == ["2030"]
    _, said, _ = article(HTML)
    assert [(r.label, r.waves) for r in of(said, Respondent)] == [("I-1", ["2027"]), ("I-2", ["2028"]), ("I-3", ["2027", "2028"])]
    assert [r.organisation for r in of(said, Respondent)] == [None, None, None]


def test_other_headings_of_interview_tables() -> None:
    table = (
        "Table A1. Interviews held.\nNo. | Position | Sector | Date of interview |\n---|---|---|---|\n"
        "1 | Harbour master | Ports | May 2030 |\n2 | Clerk | Ports | June 2031 |\n"
    )
    _, said, _ = article(TEXT.replace("References\n", table + "References\n", 1))
    extra = [r for r in of(said, Respondent) if r.label in ("1", "2")]
    assert [(r.job_title, r.waves, r.organisation) for r in extra] == [("Harbour master", ["2030"], None), ("Clerk", ["2031"], None)]


def test_other_tables_are_no_interviews_and_no_cases() -> None:
    tables = (
        "No. | Title | Journal |\n---|---|---|\n1 | Waiting | Lines |\n2 | Queues | Counters |\n"
        "Case | Load | Speed |\n---|---|---|\nCase 1 | 0.3 | 5 |\nCase 2 | 0.4 | 7 |\n"
        "Code | Function | Value |\n---|---|---|\nX1 | sine | 3 |\nX2 | log | 4 |\n"
    )
    start, end = TEXT.index("Appendix A"), TEXT.index("References\n")
    page = TEXT[:start] + tables + TEXT[end:]
    page = page[: page.index("Anonymised Town")] + page[page.index("- Ruud, Eva") :]
    _, said, _ = article(page)
    assert of(said, Case) == []
    assert {r.label for r in of(said, Respondent)} == {"P2", "P4"}


def test_anonymised_cases_and_their_whole() -> None:
    work, said, capture = article(TEXT)
    *parts, whole = of(said, Case)
    assert [(c.label, c.anonymised, c.note) for c in parts] == [
        ("Town A", True, "Ferry port"),
        ("Town B", True, "Fishing harbour"),
        ("Town C", True, "Container port"),
    ]
    assert (whole.label, whole.parts, whole.jurisdictions) == ("Three anonymised towns (A–C)", parts, [])
    bodies = of(said, Organisation)
    assert [b.label for b in bodies] == ["Town A", "Town B", "Town C", "Background town A"]
    assert all(b.anonymised and b.work is work and b.evidence for b in bodies)
    for case in (*parts, whole):
        assert all(capture.text[s.start : s.end] == s.exact for s in case.evidence)


def test_short_and_long_label_are_one_organisation() -> None:
    page = TEXT.replace("Anonymised Town |", "Anonymised Case |")
    for mark in "ABC":
        page = page.replace(f"| Town {mark} |", f"| Org {mark} |").replace(f"\nTown {mark} |", f"\nOrganisation {mark} |")
    _, said, _ = article(page.replace("Background town A", "Background org A"))
    assert [(b.label, b.alternatives) for b in of(said, Organisation)] == [
        ("Organisation A", ["Org A"]),
        ("Organisation B", ["Org B"]),
        ("Organisation C", ["Org C"]),
        ("Background org A", []),
    ]


def test_quotations_are_voiced_by_respondents_under_their_section() -> None:
    work, said, capture = article(TEXT)
    quoted = [p for p in work.passages if p.kind == "quotation"]
    assert [(p.voiced_by.label, p.section) for p in quoted if p.voiced_by] == [("P2", "3. Findings"), ("P4", "3. Findings")]
    assert quoted[0].voiced_by is next(r for r in of(said, Respondent) if r.label == "P2")
    assert cut(capture, work, "quotation")[0].endswith("more or less”")
    assert "P2" not in cut(capture, work, "quotation")[0]
    assert any("one lies in Norway" in text for text in cut(capture, work, "body"))


def test_attribution_without_a_table_makes_the_respondent() -> None:
    page = "\n".join(
        line for line in TEXT.splitlines() if not line.startswith(("P1 |", "P2 |", "P3 |", "P4 |", "P5 |", "Participant |", "Town "))
    )
    _, said, _ = article(page.replace("Town B)", "Org B)").replace("Town C)", "Org C)"))
    assert [(r.label, r.job_title, r.organisation.label) for r in of(said, Respondent)] == [
        ("P2", "Head clerk", "Org B"),
        ("P4", "Volunteer", "Org C"),
    ]


def test_site_chrome_and_addresses_stay_out() -> None:
    for page in (TEXT, HTML):
        work, said, capture = article(page)
        told = repr([p for p in said if not isinstance(p, Source)]) + repr(
            [cut(capture, work, k) for k in ("body", "heading", "quotation")]
        )
        assert "@" not in told
        assert "cookie" not in told
        assert "Article Metrics" not in told
        assert "Publisher’s Note" not in told


def test_html_numbered_references_with_links() -> None:
    work, said, _ = article(HTML)
    assert (work.title, work.year, work.issued, work.volume, work.issue, work.article_number) == (
        "Short Lines in Long Winters",
        2029,
        "2029-12-02",
        "19",
        "4",
        "7",
    )
    assert [(a.name, a.orcid) for a in work.authors] == [("Cai Ek", "0000-0002-1825-0097"), ("Dana Q. Moe", "")]
    assert [[b.label for b in a.affiliations] for a in work.authors] == [["North University"], ["Winter Institute"]]
    assert work.venue is not None
    assert (work.venue.title, work.venue.issns) == ("Queues", ["2049-3630"])
    first, second, third = (r.work for r in work.references)
    assert (first.doi, first.title, first.badges) == (
        "10.5555/ijcs.18.1234",
        "Measuring the Mood of Lines?",
        ["Google Scholar", "CrossRef", "PubMed"],
    )
    assert (first.venue.title if first.venue else "", first.volume, first.pages) == ("Int. J. Couns. Stud.", "18", "1234")
    assert second.part_of is not None
    assert (second.kind, second.part_of.title, [e.name for e in second.part_of.editors]) == (
        "chapter",
        "Moods of the North",
        ["C. Ek", "D. Moe"],
    )
    assert (third.kind, third.edition, third.place, third.doi) == ("book", "2nd ed.", "London, UK", "")
    assert [d.property for d in work.disagreements] == ["licence"]
    assert of(said, Case) == []


def test_all_spans_lie_in_the_text_they_count_in() -> None:
    for page in (TEXT, HTML):
        work, _, capture = article(page)
        for passage in [*work.passages, *(p for r in work.references for p in r.work.passages)]:
            assert all(0 <= a < b <= len(capture.text) for a, b in passage.slices)
        for reference in work.references:
            title = [capture.text[a:b] for p in reference.work.passages for a, b in p.slices]
            assert " ".join(" ".join(title).split()) == reference.work.title


@given(seed=st.integers(0, 10_000), html=st.booleans())
@settings(max_examples=40, deadline=None)
def test_garbled_pages_never_raise(seed: int, *, html: bool) -> None:
    chance = random.Random(seed)
    lines = (HTML if html else TEXT).split("\n")
    chance.shuffle(lines) if chance.random() < 0.4 else None
    page = "\n".join(line[: chance.randrange(len(line) + 1)] if chance.random() < 0.3 else line for line in lines if chance.random() > 0.15)
    data = page.encode("utf-8")[: chance.randrange(len(page) + 1)]
    said, capture = read(data)
    for one in said:
        spans = [*getattr(one, "evidence", []), *(r.span for r in getattr(one, "references", []) if r.span)]
        assert all(capture.text[s.start : s.end] == s.exact for s in spans)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"<html>", b"\x1f\x8b\x08\x00broken", b"| | |\n---|---|\n| |\n"])
def test_what_is_no_page_is_a_reject_or_empty(data: bytes) -> None:
    said, _ = read(data)
    assert all(isinstance(one, Source | Reject | Work | Finding) for one in said)


@needs_shared
def test_seed_works_are_exact() -> None:
    gold = json.loads((SHARED / "gold" / "seed_gold.json").read_text(encoding="utf-8"))
    page = next((SHARED / "seeds").glob("001_*.txt"))
    assert mdpi.recognise(Capture(page.read_bytes(), page.name)) > 0.9
    work, said, capture = article(page.read_bytes())
    wanted = [w for w in gold["works"] if w["id"].startswith("ref-")]
    assert len(work.references) == len(wanted) == 48
    for reference, want in zip(work.references, wanted, strict=True):
        got = reference.work
        container = got.part_of.title if got.part_of else got.venue.title if got.venue else None
        assert (got.kind, got.title, got.year, got.year_suffix or None, container) == (
            want["type"],
            want["title"],
            want["year"],
            want["year_suffix_as_printed"],
            want.get("container"),
        )
        assert (got.volume or None, got.pages or None) == (want.get("volume"), (want.get("pages") or {}).get("as_printed"))
        assert (got.publisher or None, got.place or None, got.edition or None) == (
            want.get("publisher"),
            want.get("place"),
            want.get("edition"),
        )
        assert [a.name for a in got.authors] == [f"{a['given']} {a['family']}" for a in want.get("authors", [])]
        editors = got.editors or (got.part_of.editors if got.part_of else [])
        assert [e.name for e in editors] == [f"{e['given']} {e['family']}" for e in want.get("editors", [])] + want.get(
            "container_editors", []
        )
        assert got.badges == want["badges"]
        assert not got.doi
    assert [c.label for c in of(said, Case)[:7]] == [f"Organisation {mark}" for mark in "ABCDEFG"]
    asked = of(said, Respondent)
    told = {r["id"]: r for r in gold["respondents"]}
    assert {r.label for r in asked} == set(told)
    for r in asked:
        assert r.job_title == told[r.label]["job_title"]
        assert r.waves == (["2015/2016", "2019"] if told[r.label]["waves_marked"] == 2 else [])
    quotes = [p for p in work.passages if p.kind == "quotation"]
    assert [(p.voiced_by.label, p.section, capture.text[slice(*p.slices[0])]) for p in quotes if p.voiced_by] == [
        (q["respondent"], q["section"], q["text"]) for q in gold["interview_quotes"]
    ]


@pytest.mark.parametrize("piece", [" ", "-", "“", "(", "|", ", ", "Lind, A. ", "1. ", "(P2, x) ", "a-b "])
def test_endless_lines_take_no_time(piece: str) -> None:
    start = time.process_time()
    line = piece * (60_000 // len(piece))
    read(TEXT.replace("Abstract", f"{line}x\nby {line}\n“{line}\n- {line}\n{line}|x|\nAbstract").replace("- Moe, D", f"- {line}\n- Moe, D"))
    assert time.process_time() - start < 60
