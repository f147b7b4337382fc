"""Books and chapters in XML: BITS and NLM's older book schema, whole, a chapter at a time, several in one file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import loaders
from graph.record import Capture, Reject, Source, Work
from graph.sources.capture import read_capture
from graph.sources.csl import work_to_csl
from loaders import bits, recognise

SAMPLE = Path(__file__).parent / "samples" / "bits.xml"
TITLE = "<book-title-group><book-title>Quays</book-title></book-title-group>"


def read(written: str) -> tuple[list[Work], list[Reject]]:
    capture = Capture(written.encode(), "test.xml")
    assert recognise(capture) == "bits"
    said = list(bits.read(capture))
    assert isinstance(said[0], Source)
    return [one for one in said if isinstance(one, Work)], [one for one in said if isinstance(one, Reject)]


def book(meta: str, *, body: str = "", told: str = "") -> list[Work]:
    works, rejects = read(f"<book {told}><book-meta>{TITLE}{meta}</book-meta><book-body>{body}</book-body></book>")
    assert not rejects
    return works


def part(title: str, *, kind: str = "chapter", meta: str = "", inside: str = "") -> str:
    front = f"<book-part-meta><title-group><title>{title}</title></title-group>{meta}</book-part-meta>"
    return f"<book-part book-part-type='{kind}'>{front}<body>{inside}</body></book-part>"


def people(*contribs: str, told: str = "") -> str:
    return f"<contrib-group {told}>{''.join(contribs)}</contrib-group>"


def contrib(family: str, *, kind: str = "", role: str = "") -> str:
    said = f"contrib-type='{kind}'" if kind else ""
    return f"<contrib {said}><name><surname>{family}</surname></name>{f'<role>{role}</role>' if role else ''}</contrib>"


def names(works: list[Work]) -> list[list[str]]:
    return [[who.name for who in work.authors] for work in works]


def test_the_places_of_the_sample_cut_what_was_read_out_of_one_text() -> None:
    capture = read_capture(SAMPLE)
    said = list(bits.read(capture))
    works = [one for one in said if isinstance(one, Work)]
    cut = [[" ".join(capture.text[a:b] for a, b in one.slices) for one in work.passages] for work in works]
    assert cut[0][-2:] == ["Preface", "This book grew out of a strike."]
    assert cut[1] == [
        "The Line at the Gate: An Ethnography",
        "Lines at the gate are made by rosters.",
        "Rosters",
        "We stood in line for a year.",
        "A Day",
        "At six the gate opened.",
    ]
    assert works[1].part_of is works[2].part_of is works[0]
    (cited,) = works[1].references
    assert cited.span is not None
    assert capture.text[cited.span.start : cited.span.end] == cited.raw
    assert isinstance(said[0], Source)
    assert (said[0].licence, said[0].display) == ("https://creativecommons.org/licenses/by/4.0/", "full")


@pytest.mark.parametrize(
    ("wrote", "authors", "editors"),
    [
        (contrib("Ek"), ["Ek"], []),
        (contrib("Ek", kind="volume-editor"), [], ["Ek"]),
        (contrib("Ek", role="Herausgeberin"), [], ["Ek"]),
        (contrib("Ek", kind="contributor", role="Translator"), [], []),
        (contrib("Ek", kind="author", role="Professor and Editor of Letters"), ["Ek"], []),
        (contrib("Ek", role="Photographs"), [], []),
        (contrib("Ek", kind="foreword-author"), [], []),
        (contrib("Ek", role="Author of the introduction"), [], []),
        (contrib("Ek", role="Edited, with an introduction, by"), [], ["Ek"]),
        (contrib("Ek", kind="editorial-board"), [], []),
        (contrib("Ek") + "<contrib><etal/></contrib>", ["Ek"], []),
        ("<contrib contrib-type='editor'><collab>Ferry Group</collab></contrib>", [], ["Ferry Group"]),
    ],
)
def test_who_did_what(wrote: str, authors: list[str], editors: list[str]) -> None:
    (work,) = book(people(wrote))
    assert ([who.name for who in work.authors], [who.name for who in work.editors]) == (authors, editors)
    assert work.et_al == ("etal" in wrote)


def test_a_group_says_what_its_members_did() -> None:
    (work,) = book(people(contrib("Ek"), told="content-type='editors'") + people(contrib("Ås"), told="content-type='translators'"))
    assert [who.name for who in work.editors] == ["Ek"]
    assert work_to_csl(work)["translator"] == [{"family": "Ås"}]


def test_chapters_of_a_book_without_editors_are_its_authors_unless_they_name_others() -> None:
    body = part("One") + part("Two", meta=people(contrib("Li")))
    assert names(book(people(contrib("Ek")), body=body)) == [["Ek"], ["Ek"], ["Li"]]
    assert names(book(people(contrib("Ek"), contrib("Ås", kind="editor")), body=body)) == [["Ek"], [], ["Li"]]


def test_parts_that_only_hold_chapters_are_none() -> None:
    inner = part("Deep", inside=part("A Day", kind="section", inside="<p>Six.</p>"))
    body = part("Part One", kind="part", inside=inner) + part("Contents", kind="toc") + part("Index", kind="index")
    works = book("", body=body + "<book-part><book-part-meta/></book-part>")
    assert [(work.kind, work.title) for work in works] == [("book", "Quays"), ("chapter", "Deep")]
    assert [one.kind for one in works[1].passages] == ["title", "heading", "body"]


def test_numbers() -> None:
    meta = (
        "<book-volume-number>3</book-volume-number><edition>3rd ed.</edition><isbn pub-type='ppub'>0-306-40615-2</isbn>"
        "<permissions><copyright-year>2008</copyright-year></permissions>"
    )
    work, chapter = book(meta, body=part("One", meta="<book-part-id pub-id-type='doi'>10.5555/q.1</book-part-id><fpage>ix</fpage>"))
    assert (work.volume, work.edition, work.isbns, work.year) == ("3", "3", ["0306406152"], 2008)
    assert (chapter.volume, chapter.doi, chapter.pages, chapter.year) == ("3", "10.5555/q.1", "ix", 2008)


@pytest.mark.parametrize(
    ("told", "meta", "kind"),
    [
        ("book-type='technical-report'", "", "report"),
        ("book-type='dissertation'", "", "thesis"),
        ("", "<conference><conf-name>Ferry Days</conf-name></conference>", "book"),
    ],
)
def test_kinds_of_books(told: str, meta: str, kind: str) -> None:
    work, chapter = book(meta, body=part("One"), told=told)
    assert work.kind == kind
    assert work_to_csl(chapter)["type"] == ("paper-conference" if meta else "chapter")


WRAPPED = f"<book-part-wrapper xml:lang='no'><book-meta>{TITLE}</book-meta>{{}}</book-part-wrapper>"


def test_a_part_that_stands_for_itself_is_the_chapter_alone() -> None:
    (work,), _ = read(WRAPPED.format(part("One")))
    assert (work.kind, work.title, work.language, work.part_of and work.part_of.title) == ("chapter", "One", "no", "Quays")
    (bare,), _ = read(part("One"))
    assert (bare.title, bare.part_of) == ("One", None)


def test_a_table_of_contents_that_stands_for_itself_is_its_book() -> None:
    (work,), _ = read(WRAPPED.format(part("Contents", kind="toc")))
    assert (work.kind, work.title) == ("book", "Quays")


def test_older_books_and_sets() -> None:
    older = f"<book><book-meta>{TITLE}</book-meta><body>{part('One')}</body></book>"
    works, rejects = read(f"<response><records>{older}{WRAPPED.format(part('Two'))}<book><book-meta/></book></records></response>")
    assert [work.title for work in works] == ["Quays", "One", "Two"]
    assert "load the whole" in rejects[0].reason


def test_books_are_harvested() -> None:
    held = [WRAPPED.format(part("One")), f"<book><book-meta>{TITLE}</book-meta><book-body>{part('Two')}</book-body></book>"]
    records = "".join(f"<record><header/><metadata>{one}</metadata></record>" for one in held)
    capture = Capture(
        f"<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><ListRecords>{records}</ListRecords></OAI-PMH>".encode(), "a.xml"
    )
    works = [said for said in loaders.read(capture) if isinstance(said, Work)]
    assert [(work.kind, work.title) for work in works] == [("chapter", "One"), ("book", "Quays")]


def test_more_contributors_than_any_book_has_are_refused() -> None:
    works, rejects = read(f"<book><book-meta>{TITLE}{people(contrib('Ek') * 10_001)}</book-meta></book>")
    assert not works
    assert "contributors" in rejects[0].reason


TAGS = [
    "book-meta",
    "book-part",
    "book-part-meta",
    "book-body",
    "body",
    "back",
    "title-group",
    "title",
    "contrib-group",
    "contrib",
    "name",
    "surname",
    "collection-meta",
    "pub-date",
    "year",
    "isbn",
    "ref-list",
    "ref",
    "mixed-citation",
    "p",
    "edition",
    "conference",
]


@given(st.recursive(st.text("ab1 ", max_size=4), lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=4))))
def test_any_nesting_is_read_or_refused(tree: object) -> None:
    def write(node: object) -> str:
        if isinstance(node, tuple):
            return f"<{node[0]}>{''.join(map(write, node[1]))}</{node[0]}>"
        return str(node)

    capture = Capture(f"<book><book-meta/>{write(tree)}</book>".encode(), "test.xml")
    said = list(bits.read(capture))
    assert any(isinstance(one, Work | Reject) for one in said)
    assert all("".join(capture.text[a:b] for a, b in one.slices) for work in said if isinstance(work, Work) for one in work.passages)
