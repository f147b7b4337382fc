"""RIS: fields, dates under several tags, records that do not end, and the way there and back."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared import SHARED, needs_shared

from graph.record import Capture, Contributor, Finding, Reject, Venue, Work
from graph.sources.csl import work_to_csl
from loaders import ris
from loaders._ris.writing import to_ris

SAMPLE = Path(__file__).parent / "samples" / "ris.ris"


def read(text: str | bytes) -> tuple[list[Work], list[Reject], list[Finding], Capture]:
    capture = Capture(text if isinstance(text, bytes) else text.encode(), "test.ris")
    said = list(ris.read(capture))
    return (
        [one for one in said if isinstance(one, Work)],
        [one for one in said if isinstance(one, Reject)],
        [one for one in said if isinstance(one, Finding)],
        capture,
    )


def test_sample() -> None:
    works, rejects, findings, capture = read(SAMPLE.read_bytes())
    assert [work.kind for work in works] == ["article", "chapter", "thesis"]
    article, chapter, thesis = works
    assert article.title == "The NPM role in small towns: a second look"
    assert [(who.name, who.organisation) for who in article.authors] == [
        ("Ana Hill", False),
        ("Jo van der Berg Jr.", False),
        ("Office of Made-up Affairs", True),
    ]
    assert (article.key, article.issued, article.volume, article.issue, article.pages) == ("hill2011", "2011-03-14", "7", "2", "11-29")
    assert article.venue == Venue("Journal of Invented Governance", ["J Inv Gov"], ["1234-5679"])
    assert (article.doi, article.url, article.keywords) == ("10.5555/inv.2011.7", "https://example.org/a", ["reform", "co-production"])
    assert article.abstract == "AI - as seen in this text - is no tag."
    assert capture.text[slice(*article.passages[1].slices[0])] == article.abstract
    assert chapter.part_of is not None
    assert (chapter.part_of.title, [who.family for who in chapter.part_of.editors]) == ("Reforms Compared", ["Kim"])
    assert (chapter.pages, chapter.issued, chapter.part_of.isbns) == ("3-17", "2013-05", ["9780000000002"])
    assert [(two.chosen, two.other) for two in chapter.disagreements] == [("2013", "2014")]
    assert (thesis.issued, thesis.year) == ("1998~", 1998)
    assert [reject.where for reject in rejects] == ["record 3, line 37", "record 5, line 45"]
    assert "ER" in rejects[0].reason
    assert any("javascript" in finding.detail for finding in findings)


@pytest.mark.parametrize("tag", ["TY - JOUR", "TY  -JOUR", "TY -  JOUR", "  TY  - JOUR", "TY  - Journal Article"])
def test_tags_with_odd_blanks(tag: str) -> None:
    works, rejects, _, _ = read(f"{tag.replace('-JOUR', '- JOUR')}\nTI  - A\nER  -")
    assert [(work.kind, work.title) for work in works] == [("article", "A")]
    assert not rejects


def test_encodings_and_line_ends() -> None:
    record = "TY  - BOOK\r\nAU  - Müller, Jörg\r\nTI  - Über Reform\r\nER  - \r\n"
    for data in (
        record.encode(),
        record.encode("utf-8-sig"),
        record.encode("cp1252"),
        record.encode("utf-16"),
        record.replace("\n", "").encode(),
    ):
        works, rejects, _, _ = read(data)
        assert [work.title for work in works] == ["Über Reform"]
        assert works[0].authors[0].family == "Müller"
        assert not rejects


@pytest.mark.parametrize(
    ("fields", "editors", "of_series"),
    [
        ("AU  - Hill, A.\nA3  - Fenn, U.", ["Fenn"], []),  # as Zotero and EndNote write a book's editor
        ("AU  - Hill, A.\nA2  - Marsh, I.\nA3  - Fenn, U.\nT2  - Town Studies", ["Fenn"], ["Marsh"]),
        ("AU  - Hill, A.\nA2  - Marsh, I.\nT2  - Town Studies", [], ["Marsh"]),
        ("A2  - Fenn, U.\nT2  - Town Studies", ["Fenn"], []),
        ("AU  - Hill, A.\nA2  - Fenn, U.", ["Fenn"], []),
        ("ED  - Fenn, U.\nA3  - Marsh, I.", ["Fenn"], ["Marsh"]),
    ],
)
def test_editors_of_a_book_and_of_its_series(fields: str, editors: list[str], of_series: list[str]) -> None:
    (work,), *_ = read(f"TY  - BOOK\nTI  - Squares\n{fields}\nPY  - 2001\nER  - \n")
    told = work_to_csl(work)
    assert [who.family for who in work.editors] == editors
    assert [who["family"] for who in told.get("collection-editor", [])] == of_series
    (again,), *_ = read(to_ris([work]))
    assert [who.family for who in again.editors] == editors


@pytest.mark.parametrize(
    ("fields", "authors", "editors"),
    [
        ("AU  - Fenn, U.\nAU  - Hill, A.", [], ["Fenn", "Hill"]),
        ("A1  - Fenn, U.\nA2  - Marsh, I.\nT2  - Town Studies", [], ["Fenn"]),
        ("AU  - Hill, A.\nED  - Fenn, U.", ["Hill"], ["Fenn"]),
    ],
)
def test_the_first_names_of_an_edited_book_are_its_editors(fields: str, authors: list[str], editors: list[str]) -> None:
    for written in ("EDBOOK", "Edited Book"):
        (work,), *_ = read(f"TY  - {written}\nTI  - Squares\n{fields}\nPY  - 2001\nER  - \n")
        assert [who.family for who in work.authors] == authors
        assert [who.family for who in work.editors] == editors


@pytest.mark.parametrize(
    ("fields", "container", "event"),
    [
        (
            "C3  - Proceedings of the Town Conference\nT2  - Towns 2018",
            "Proceedings of the Town Conference",
            "Towns 2018",
        ),
        ("C3  - Proc. Town Conf.\nT2  - Proceedings of the Town Conference", "Proceedings of the Town Conference", None),
        ("C3  - Proceedings of the Town Conference", "Proceedings of the Town Conference", None),
    ],
)
def test_proceedings_before_the_name_of_the_conference(fields: str, container: str, event: str | None) -> None:
    (work,), *_ = read(f"TY  - CONF\nTI  - Squares\nAU  - Hill, A.\n{fields}\nPY  - 2018\nER  - \n")
    told = work_to_csl(work)
    assert (told["type"], told["container-title"], told.get("event-title")) == ("paper-conference", container, event)


@given(st.text(alphabet="TYERAUPIN -\n\r19/;,:é", max_size=200) | st.binary(max_size=200))
def test_nothing_crashes_and_nothing_is_silent(data: str | bytes) -> None:
    works, rejects, _, _ = read(data.encode() if isinstance(data, str) else data)
    assert works or rejects


WORDS = st.text(alphabet="abcdefgh äöüß&%$#{}\\~é-", min_size=1, max_size=30).map(lambda text: " ".join(text.split())).filter(bool)
PERSONS = st.builds(
    Contributor,
    family=st.sampled_from(["Hill", "van der Berg", "O'Neil", "Kim"]),
    given=st.sampled_from(["Ana", "J. D.", "Émile"]),
    suffix=st.sampled_from(["", "Jr."]),
)


@st.composite
def some_works(draw: st.DrawFn) -> Work:
    work = Work(kind=draw(st.sampled_from(["article", "book", "chapter", "report", "thesis", "webpage", "work"])), title=draw(WORDS))
    work.key, work.abstract = draw(st.text(alphabet="abc19", min_size=1, max_size=8)), draw(WORDS)
    work.authors = draw(st.lists(PERSONS, max_size=3))
    work.year = draw(st.integers(1400, 2100))
    work.issued = f"{work.year}{draw(st.sampled_from(['', '-07', '-07-14']))}"
    work.volume, work.pages = draw(st.sampled_from(["", "12"])), draw(st.sampled_from(["", "1-20", "e17"]))
    work.doi = draw(st.sampled_from(["", "10.5555/a_b(1)"]))
    if work.kind == "article":
        work.venue = Venue(draw(WORDS), issns=["1234-5679"])
    if work.kind == "chapter":
        work.part_of = Work(kind="book", title=draw(WORDS), editors=draw(st.lists(PERSONS, max_size=2)))
    return work


@settings(max_examples=60, deadline=None)
@given(st.lists(some_works(), min_size=1, max_size=4))
def test_works_there_and_back(works: list[Work]) -> None:
    back, rejects, _, _ = read(to_ris(works))
    assert not rejects
    assert [work_to_csl(work) for work in back] == [work_to_csl(work) for work in works]


def test_a_title_or_a_year_that_cannot_be_read_is_told_and_the_work_is_kept() -> None:
    text = "TY  - JOUR\nTI  - Counters\nPY  - 20x6\nER  - \nTY  - JOUR\nAU  - Quist, Ada\nTI  - \nPY  - 2016\nER  - \n"
    works, rejects, findings, _ = read(text)
    assert ([(work.title, work.year) for work in works], rejects) == ([("Counters", None), ("", 2016)], [])
    told = [("absent", "year", "record 1, line 1: cannot be read: 20x6"), ("absent", "title", "record 2, line 5")]
    assert [(one.kind, one.what, one.detail) for one in findings] == told


def test_three_thousand_records_a_second() -> None:
    record = (
        "TY  - JOUR\nAU  - Hill, Ana\nAU  - Kim, Li\nTI  - Title {}\nJO  - A Journal\nPY  - 2011\nVL  - 7\nSP  - 1\nEP  - 9\nER  - \n\n"
    )
    start = time.process_time()
    works, _, _, _ = read("".join(record.format(number) for number in range(6000)))
    assert len(works) == 6000
    assert time.process_time() - start < 30


@needs_shared
def test_samples_of_others() -> None:
    for path in sorted((SHARED / "samples").rglob("*.ris")):
        works, rejects, _, _ = read(path.read_bytes())
        assert works, path
        assert not rejects, path


@needs_shared
@pytest.mark.parametrize(
    ("name", "works", "rejected", "ignored"), [("missing_er", 1, 1, 0), ("tag_flood", 0, 1, 0), ("url_schemes", 1, 0, 4)]
)
def test_hostile(name: str, works: int, rejected: int, ignored: int) -> None:
    kept, rejects, findings, _ = read((SHARED / "hostile" / "ris" / f"{name}.ris").read_bytes())
    assert (len(kept), len(rejects), len(findings)) == (works, rejected, ignored)
    assert not any(work.url for work in kept)
