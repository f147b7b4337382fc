"""Atlas concept pages: placement, see-also, quotations with their page, references, the page's own making, and what names the concept."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared import SHARED, needs_shared

from graph.record import Capture, Concept, Course, Finding, Reject, Said, Source, Topic, Work
from loaders import atlas_page

SAMPLES = Path(__file__).parent / "samples"
TEXT = (SAMPLES / "atlas_page.txt").read_text(encoding="utf-8")
HTML = (SAMPLES / "atlas_page.html").read_text(encoding="utf-8")
UNTITLED = TEXT.split("\n", 1)[1]


def read(page: str | bytes, **context: object) -> tuple[Concept, Work, list[Said], Capture]:
    capture = Capture(page if isinstance(page, bytes) else page.encode(), "page", context=dict(context))
    said = list(atlas_page.read(capture))
    assert isinstance(said[0], Source)
    concept = next((one for one in said if isinstance(one, Concept)), Concept())
    work = next((one for one in said if isinstance(one, Work)), Work())
    return concept, work, said, capture


def of(said: list[Said], kind: type) -> list:
    return [one for one in said if isinstance(one, kind)]


def test_recognised_as_text_and_as_html() -> None:
    assert atlas_page.recognise(Capture(TEXT.encode(), "x")) > 0.9
    assert atlas_page.recognise(Capture(HTML.encode(), "x")) > 0.8
    assert atlas_page.recognise(Capture(b"A page on a core concept in physics. See also: heat.", "x")) < 0.3


def test_placement_in_topics_subjects_and_courses() -> None:
    concept, _, said, _ = read(TEXT)
    assert [(t.label, t.subject.label if t.subject else "") for t in concept.core_in] == [
        ("Lines and Their Limits", "Service and Its People"),
        ("The Study of Waiting", "Harbours, Ports and Towns"),
    ]
    assert of(said, Topic) == concept.core_in
    assert [(c.label, [s.label for s in c.subjects]) for c in of(said, Course)] == [
        ("Atlas942", ["Service and Its People"]),
        ("Atlas950", ["Harbours, Ports and Towns"]),
    ]


def test_a_concept_that_is_not_core_stands_in_its_topic() -> None:
    concept, _, said, _ = read(HTML)
    assert concept.core_in == []
    assert [(t.label, t.subject.label if t.subject else "") for t in concept.in_topics] == [("Lines in Towns", "Service and Its People")]
    assert [(c.label, c.title) for c in of(said, Course)] == [("Atlas942", "Service and Its People")]


def test_see_also_by_commas_or_by_links() -> None:
    concept, _, _, _ = read(TEXT)
    assert [(c.label, c.slug) for c in concept.related] == [
        ("Queue Design", ""),
        ("Clerk’s Discretion", ""),
        ("New Public Management", "new-public-management"),
    ]
    concept, _, _, _ = read(HTML)
    assert [c.label for c in concept.related] == ["Rules and Regulation", "Counter Listening"]


def test_quotations_carry_the_work_and_its_page() -> None:
    _, work, _, capture = read(TEXT)
    quoted = [p for p in work.passages if p.kind == "quotation"]
    source = work.references[0].work
    inner = next(p for p in quoted if p.quoted_in is not None)
    assert (inner.quoted_from, inner.quoted_in, inner.page) == (work.references[3].work, source, "58")
    assert (
        capture.text[slice(*inner.slices[0])]
        == "The window is where the town decides what it is for, and a town that closes the window has decided"
    )
    assert [(p.quoted_from, p.page) for p in quoted if p is not inner] == [(source, "41–42")] * 3
    assert all(not set(range(*inner.slices[0])) & set(range(a, b)) for p in quoted if p is not inner for a, b in p.slices)
    assert [capture.text[a:b] for p in work.passages[-1:] for a, b in p.slices] == ["The idea has since been taken up elsewhere."]


def test_what_a_quotation_cites_is_cited_by_the_quoted_work() -> None:
    _, work, _, capture = read(TEXT)
    quoted = work.references[0].work
    assert [r.work for r in quoted.references] == [work.references[n].work for n in (2, 3, 1)]
    assert all(r.span is not None and capture.text[r.span.start : r.span.end] == r.span.exact for r in quoted.references)
    page = TEXT.replace("(Lind & Falk, 2016)", "(Aune, 1999)")
    _, work, _, _ = read(page)
    assert [r.work.authors_as_printed for r in work.references[0].work.references[2:]] == [["Aune"]]


def test_definition_only_where_the_page_says_what_the_concept_is() -> None:
    concept, _, _, capture = read(TEXT)
    assert concept.definition == "Counter listening is the practice of asking those who wait before the line is changed."
    span = concept.definition_span
    assert span is not None
    assert capture.text[span.start : span.end] == span.exact
    page = TEXT.replace("Counter listening is the practice of asking those who wait before the line is changed.\n\n", "")
    concept, _, said, _ = read(page)
    assert concept.definition == ""
    assert "definition" in {f.what for f in of(said, Finding) if f.kind == "absent"}


def test_references_of_the_page() -> None:
    _, work, _, _ = read(TEXT)
    assert [(r.work.kind, r.work.title, r.work.year) for r in work.references] == [
        ("book", "Clerks – A Field Guide for Busy Towns", 2028),
        ("book", "Ports that wait: How lines travel", 2016),
        ("article", "Lines are dead – Long live queues", 2005),
        ("chapter", "The window", 2011),
        ("webpage", "Waiting line", None),
    ]
    first, third, fourth = (work.references[n].work for n in (0, 2, 3))
    assert ([a.name for a in first.authors], first.edition, first.publisher, first.place) == (
        ["Ada Okafor"],
        "Second Edition",
        "Fjord Education",
        "Bergen",
    )
    assert (third.et_al, [a.name for a in third.authors]) == (True, ["D. Moe"])
    assert fourth.part_of is not None
    assert (fourth.part_of.title, [a.name for a in fourth.part_of.authors], fourth.part_of.et_al) == (
        "Towns at the edge",
        ["E. Ruud"],
        True,
    )


def test_who_made_the_page_and_when() -> None:
    concept, work, _, _ = read(TEXT)
    assert (work.kind, work.about, work.title) == ("webpage", [concept], "Counter Listening")
    assert ([a.name for a in work.authors], work.issued, work.year, work.modified) == (
        ["Ole Brandt", "Siri Dahl"],
        "2026-03-02",
        2026,
        "2027-06-14",
    )
    _, work, _, _ = read(HTML)
    assert ([a.name for a in work.authors], work.issued, work.year, work.modified) == (["Siri Dahl"], "", None, "2029-02-02")


def test_what_names_the_concept() -> None:
    assert read(TEXT)[0].label == "Counter Listening"
    assert read(TEXT, label="Window talk")[0].label == "Window talk"
    concept, work, said, _ = read(UNTITLED)
    assert (concept.label, concept.slug, work.title) == ("", "", "")
    assert concept.unlabelled_page
    assert [f.kind for f in of(said, Finding) if f.what == "label"] == ["unknowable"]
    known, work, said, _ = read(UNTITLED.replace("Harbour Times, The Window, at", "Harbour Times, New Public Management, at"))
    assert (known.label, known.slug, work.title) == ("New Public Management", "new-public-management", "")
    assert [(f.kind, "caption" in f.detail) for f in of(said, Finding) if f.what == "label"] == [("found", True)]
    assert read("Atlas of Public Management\nConcepts\n" + TEXT)[0].label == "Counter Listening"


def test_address_of_the_page_is_its_key_where_nothing_names_it() -> None:
    capture = Capture(UNTITLED.encode(), "page", retrieved_from="http://www.atlas.example/pm/concepts/counter-listening/")
    concept = next(one for one in atlas_page.read(capture) if isinstance(one, Concept))
    assert (concept.label, concept.slug) == ("", "counter-listening")


def test_page_without_quotation_see_also_and_making() -> None:
    kept = [line for line in TEXT.splitlines() if not line.startswith(("“", "Okafor writes", "See also", "Page created", "Image"))]
    concept, work, said, _ = read("\n".join(kept))
    assert (concept.related, work.authors, work.modified) == ([], [], "")
    assert [p.kind for p in work.passages].count("quotation") == 0
    assert len(work.references) == 5
    assert "see also" in {f.what for f in of(said, Finding) if f.kind == "absent"}


@given(seed=st.integers(0, 10_000), html=st.booleans())
@settings(max_examples=40, deadline=None)
def test_garbled_pages_never_raise(seed: int, *, html: bool) -> None:
    chance = random.Random(seed)
    lines = (HTML if html else TEXT).split("\n")
    chance.shuffle(lines) if chance.random() < 0.4 else None
    page = "\n".join(line[: chance.randrange(len(line) + 1)] if chance.random() < 0.3 else line for line in lines if chance.random() > 0.15)
    _, work, _, capture = read(page.encode("utf-8")[: chance.randrange(len(page) + 1)])
    for passage in [*work.passages, *(p for r in work.references for p in r.work.passages)]:
        assert all(0 <= a < b <= len(capture.text) for a, b in passage.slices)
    assert all(r.span is not None and capture.text[r.span.start : r.span.end] == r.span.exact for r in work.references)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"<html>", b"\x1f\x8b\x08\x00broken"])
def test_what_is_no_page_is_a_reject(data: bytes) -> None:
    _, _, said, _ = read(data)
    assert any(isinstance(one, Reject) for one in said)


@needs_shared
def test_seed_page() -> None:
    page = next((SHARED / "seeds").glob("002_*.txt"))
    assert atlas_page.recognise(Capture(page.read_bytes(), page.name)) > 0.9
    concept, work, _, capture = read(page.read_bytes())
    assert (concept.slug, concept.definition, [c.slug for c in concept.related]) == ("e-government", "", ["new-public-management"])
    assert (work.modified, work.year, len(work.references)) == ("2017-04-12", None, 5)
    quoted = [p for p in work.passages if p.kind == "quotation"]
    assert [(p.page, p.quoted_in is not None) for p in quoted] == [("213-214", False), ("16", True), ("213-214", False), ("213-214", False)]
    assert all(capture.text[a:b].strip() for p in quoted for a, b in p.slices)


@pytest.mark.parametrize("piece", [" ", "…", "“", "(", ", and ", "Lind, A. ", "topic in ", "Atlas101 ", "at https://a.b ", "See also: "])
def test_endless_lines_take_no_time(piece: str) -> None:
    start = time.process_time()
    line = piece * (60_000 // len(piece))
    marks = ("… a core concept in", "See also:", "Lines and Their Limits", "Page created by:", "Image:", "“Clerks", "Ruud, E.")
    for mark in marks:
        read(TEXT.replace(mark, f"{mark} {line}"))
    assert time.process_time() - start < 60
