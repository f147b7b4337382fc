"""BibTeX: fields, names, strings, inheritance, what is refused and why, and the way there and back."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shared import SHARED, needs_shared

from graph.record import Capture, Contributor, Finding, Reject, Source, Venue, Work
from graph.sources.csl import work_to_csl
from loaders import bibtex
from loaders._bibtex.latex import to_latex, to_text
from loaders._bibtex.writing import to_bibtex

SAMPLE = Path(__file__).parent / "samples" / "bibtex.bib"


def read(text: str | bytes) -> tuple[list[Work], list[Reject], list[Finding], Capture]:
    capture = Capture(text if isinstance(text, bytes) else text.encode(), "test.bib")
    said = list(bibtex.read(capture))
    assert isinstance(said[0], Source)
    return (
        [one for one in said if isinstance(one, Work)],
        [one for one in said if isinstance(one, Reject)],
        [one for one in said if isinstance(one, Finding)],
        capture,
    )


def test_sample_fields() -> None:
    works, _, _, _ = read(SAMPLE.read_bytes())
    by_key = {work.key: work for work in reversed(works)}
    hill = by_key["hill2011"]
    assert hill.title == "The NPM röle in small towns – a “second” look"
    assert [who.name for who in hill.authors] == ["Ana Hill", "Jo van der Berg", "Office of Made-up Affairs"]
    assert [who.organisation for who in hill.authors] == [False, False, True]
    assert hill.et_al
    assert hill.venue is not None
    assert (hill.venue.title, hill.venue.issns) == ("Journal of Invented Governance: Supplement", ["1234-5679"])
    assert (hill.year, hill.issued, hill.volume, hill.issue, hill.pages) == (2011, "2011-03", "7", "2", "11-29")
    assert (hill.doi, hill.url, hill.keywords) == ("10.5555/inv.2011.7", "https://example.org/a_b", ["reform", "co-production"])
    chapter = by_key["hill2013"]
    assert chapter.kind == "chapter"
    assert chapter.part_of is not None
    assert (chapter.part_of.title, chapter.part_of.isbns, chapter.place, chapter.year) == (
        "Reforms Compared",
        ["9780000000002"],
        "Ottawa",
        2013,
    )
    assert [who.family for who in chapter.part_of.editors] == ["Kim"]
    assert by_key["kim2013"].kind == "book"
    thesis = by_key["nova98"]
    assert (thesis.kind, thesis.issued, thesis.year, thesis.publisher) == ("thesis", "1998~", 1998, "University of Example")
    assert thesis.authors[0].family == "von Nova"


@pytest.mark.parametrize("more", ["others", "{others}", "{et al.}", "et al."])
def test_more_authors_are_no_author(more: str) -> None:
    (work,), *_ = read(f"@article{{a, author = {{Hill, Ana and {more}}}, title = {{T}}, year = 2001}}")
    assert ([who.name for who in work.authors], work.et_al) == (["Ana Hill"], True)


def test_every_entry_is_a_work_or_a_reject_with_its_line() -> None:
    works, rejects, findings, _ = read(SAMPLE.read_bytes())
    assert [work.key for work in works] == ["hill2011", "hill2013", "kim2013", "nova98", "kim2013"]
    assert len(works) + len(rejects) == 9
    reasons = {reject.where: reject.reason for reject in rejects}
    assert "close too early" in reasons["record 6, line 40"]
    assert "cannot be read" in reasons["record 7, line 42"]
    assert "key" in reasons["record 8, line 43"]
    assert "no title" in reasons["record 9, line 44"]
    assert any("year stands twice" in finding.detail for finding in findings)


def test_passages_cut_out_the_printed_title() -> None:
    works, _, _, capture = read('@book{a,\n title = {Reforming {NPM} here},\n booktitle={x}}\n@book{b, title = "Plain {T}itle"}')
    texts = ["".join(capture.text[start:end] for start, end in work.passages[0].slices) for work in works]
    assert texts == ["Reforming NPM here", "Plain Title"]


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Erd\H{o}s, {\'E}lodie na\"\i ve", "Erdős, Élodie naïve"),
        (r"{\L}{\'o}d\'z, Stra\ss e, \O rsted", "Łódź, Straße, Ørsted"),
        (r"$x^2$ \& 50\% of \$5", "x² & 50% of $5"),
        (r"a~b---c \textit{d} \unknown{e}", "a b—c d e"),
        (r"a lone $ and \ and {", "a lone $ and  and "),
    ],
)
def test_latex(latex: str, text: str) -> None:
    assert to_text(latex) == text


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Mn", "Mc", "Me"]), max_size=60))
@example("!`?`")
def test_latex_there_and_back(text: str) -> None:
    import unicodedata

    text = unicodedata.normalize("NFC", text)
    assert to_text(to_latex(text)) == text


@given(st.binary(max_size=300) | st.text(alphabet='@article{}(),="#\n ab\\', max_size=200).map(str.encode))
def test_nothing_crashes_and_nothing_is_silent(data: bytes) -> None:
    works, rejects, _, _ = read(data)
    assert works or rejects


WORDS = st.text(alphabet="abcdefgh äöüß&%$#_{}\\~^-'`é", min_size=1, max_size=30).map(lambda text: " ".join(text.split())).filter(bool)
NAMES = st.sampled_from(["Hill", "van der Berg", "de la Cruz", "O'Neil", "Müller-Lüdenscheidt", "Kim"])
PERSONS = st.builds(Contributor, family=NAMES, given=st.sampled_from(["Ana", "J. D.", "Émile", "X."]))
BODIES = st.builds(Contributor, literal=st.sampled_from(["Office of Made-up Affairs", "OECD", "Bank & Sons"]), organisation=st.just(True))


@st.composite
def some_works(draw: st.DrawFn) -> Work:
    work = Work(kind=draw(st.sampled_from(["article", "book", "chapter", "report", "thesis", "webpage", "work"])), title=draw(WORDS))
    work.key = draw(st.text(alphabet="abc19-_", min_size=1, max_size=8))
    work.authors = draw(st.lists(PERSONS | BODIES, max_size=3))
    work.year = draw(st.integers(1400, 2100))
    work.issued = f"{work.year}{draw(st.sampled_from(['', '-07', '-07-14']))}"
    work.volume, work.pages = draw(st.sampled_from(["", "12"])), draw(st.sampled_from(["", "1-20", "e17"]))
    work.doi, work.url = draw(st.sampled_from(["", "10.5555/a_b(1)"])), draw(st.sampled_from(["", "https://example.org/a_b?c=d&e=%20#f"]))
    if work.kind == "article":
        work.venue = Venue(draw(WORDS), issns=["1234-5679"])
        work.issue = draw(st.sampled_from(["", "3"]))
    if work.kind == "chapter":
        work.part_of = Work(kind="book", title=draw(WORDS), editors=draw(st.lists(PERSONS, max_size=2)))
    return work


@settings(max_examples=60, deadline=None)
@given(st.lists(some_works(), max_size=4, unique_by=lambda work: work.key))
def test_works_there_and_back(works: list[Work]) -> None:
    back, rejects, _, _ = read(to_bibtex(works)) if works else ([], [], [], None)
    assert not rejects
    assert [work_to_csl(work) for work in back] == [work_to_csl(work) for work in works]


def test_a_thousand_records_a_second() -> None:
    text = "\n".join(
        f'@article{{k{number}, author = {{M{{\\"u}}ller, Jo and Hill, Ana}}, title = {{The {{NPM}} r{{\\^o}}le \\& {number}}},'
        f" journal = {{A Journal}}, year = {2000 + number % 20}, pages = {{1--9}}, doi = {{10.5555/{number}}}}}"
        for number in range(2000)
    )
    start = time.process_time()
    works, rejects, _, _ = read(text)
    assert len(works) == 2000
    assert not rejects
    assert time.process_time() - start < 30


@needs_shared
@pytest.mark.parametrize("suffix", ["bib", "bibtex", "biblatex"])
def test_samples_of_others(suffix: str) -> None:
    for path in sorted((SHARED / "samples").rglob(f"*.{suffix}")):
        works, rejects, _, _ = read(path.read_bytes())
        assert works or rejects, path


@needs_shared
@pytest.mark.parametrize(
    ("name", "works", "reason"),
    [("key_injection", 0, "key"), ("string_bomb", 0, "expanding"), ("unbalanced_brace", 1, "cannot be read"), ("year_nonsense", 1, "year")],
)
def test_hostile(name: str, works: int, reason: str) -> None:
    kept, rejects, _, _ = read((SHARED / "hostile" / "bib" / f"{name}.bib").read_bytes())
    assert len(kept) == works
    assert len(rejects) == 1
    assert reason in rejects[0].reason


def test_a_year_without_a_date_is_written() -> None:
    assert "  year = {1998}" in to_bibtex([Work(key="q", kind="book", title="Queues", year=1998)])


@pytest.mark.parametrize(
    ("issued", "written"),
    [
        ("1998-03-09", ["date = {1998-03-09}", "year = {1998}", "month = mar"]),
        ("1998-11/1999-02", ["date = {1998-11/1999-02}", "year = {1998}", "month = nov"]),
        ("1998-21", ["date = {1998-21}", "year = {1998}"]),
        ("1998", ["year = {1998}"]),
    ],
)
def test_a_date_is_written_for_biblatex_and_for_bibtex(issued: str, written: list[str]) -> None:
    text = to_bibtex([Work(key="q", kind="book", title="Queues", year=1998, issued=issued)])
    lines = [line.strip(" ,") for line in text.splitlines()]
    assert [line for line in lines if line.startswith(("date", "year", "month"))] == written
    (back,), *_ = read(text)
    assert back.year == 1998
