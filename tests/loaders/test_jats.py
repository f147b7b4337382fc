"""Journal articles in XML: JATS, its forerunner NLM, and Érudit's own schema."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shared import SHARED, needs_shared

from graph.record import Capture, Reject, Source, Work
from loaders import jats, recognise

SAMPLES = Path(__file__).parent / "samples"


def read(written: str | bytes) -> tuple[list[Work], list[Reject], Capture, Source]:
    capture = Capture(written if isinstance(written, bytes) else written.encode(), "test.xml")
    said = list(jats.read(capture))
    assert isinstance(said[0], Source)
    return [one for one in said if isinstance(one, Work)], [one for one in said if isinstance(one, Reject)], capture, said[0]


def front(meta: str, *, rest: str = "") -> Work:
    (work,), rejects, _, _ = read(f'<article xml:lang="en"><front><article-meta>{meta}</article-meta></front>{rest}</article>')
    assert not rejects
    return work


def cut(capture: Capture, work: Work, kind: str) -> list[str]:
    return [" ".join(capture.text[a:b] for a, b in one.slices) for one in work.passages if one.kind == kind]


TITLE = "<title-group><article-title>A title</article-title></title-group>"


def test_sample() -> None:
    (work,), _, capture, source = read((SAMPLES / "jats.xml").read_bytes())
    assert [who.name for who in work.authors] == ["Nora B. Quillfeather", "Moe Warashina", "Landing Fees Group"]
    assert work.authors[1].alternatives == ["萌 藁科"]
    assert work.authors[2].organisation
    school = work.authors[0].affiliations[0]
    assert (school.label, school.part_of and school.part_of.label) == ("School of Public Policy", "University of Arbury")
    assert not work.editors, "who handled the submission is no editor of the article"
    assert work.custom["handling-editor"] == ["Ida Handler"]
    assert (source.licence, source.rights_holder, source.display) == ("https://creativecommons.org/licenses/by/4.0/", "The Authors", "full")
    assert work.abstract_span is not None
    assert capture.text[work.abstract_span.start : work.abstract_span.end] == work.abstract
    assert [(one.kind, one.language) for one in work.passages][:3] == [("title", "en"), ("abstract", "en"), ("abstract", "fr")]
    assert cut(capture, work, "quotation") == ["We counted coins until June."]
    assert "note" not in capture.text.lower()
    assert "@" not in capture.text


def test_references_are_read_from_tags_or_from_their_string() -> None:
    (work,), _, capture, _ = read((SAMPLES / "jats.xml").read_bytes())
    journal, chapter, untagged = work.references
    assert (journal.work.doi, journal.work.year, journal.work.year_suffix, journal.work.et_al) == ("10.5555/rrt.4.2", 2019, "a", True)
    assert (journal.work.venue and journal.work.venue.title, journal.work.pages) == ("Review of River Trade", "17-29")
    assert chapter.work.part_of is not None
    assert (chapter.work.title, chapter.work.part_of.title) == ("Bridges", "Crossings of the North")
    assert [who.name for who in chapter.work.part_of.editors] == ["Ulf Fenn"]
    assert chapter.raw.startswith("Marsh, Odile (2011). Bridges. In Fenn Ulf (Ed.)")
    assert (untagged.work.title, untagged.confidence is not None) == ("Tides and taxes", True)
    for reference in work.references:
        assert reference.span is not None
        assert capture.text[reference.span.start : reference.span.end] == reference.span.exact == reference.raw


@pytest.mark.parametrize(
    ("dates", "issued"),
    [
        (
            '<pub-date pub-type="ppub"><month>3</month><year>2013</year></pub-date><pub-date pub-type="epub"><year>2012</year></pub-date>',
            "2013-03",
        ),
        (
            (
                '<pub-date pub-type="epub"><day>5</day><month>2</month><year>2013</year></pub-date>'
                '<pub-date pub-type="collection"><year>2013</year></pub-date>'
            ),
            "2013-02-05",
        ),
        (
            '<pub-date date-type="pub" publication-format="electronic"><string-date>25 April 2016</string-date></pub-date>',
            "2016-04-25",
        ),
        ('<pub-date pub-type="epub-ppub"><season>Spring</season><year>2008</year></pub-date>', "2008-21"),
        ('<pub-date pub-type="ppub"><season>Jan-Mar</season><year>2008</year></pub-date>', "2008-01"),
        ('<pub-date pub-type="pmc-release"><year>2012</year></pub-date>', ""),
        ('<history><date date-type="received"><year>2012</year></date></history>', ""),
    ],
)
def test_dates(dates: str, issued: str) -> None:
    assert front(TITLE + dates).issued == issued


def test_numbers() -> None:
    work = front(TITLE + "<volume>7</volume><issue>2</issue><elocation-id>e12</elocation-id><fpage>943</fpage><lpage>7</lpage>")
    assert (work.volume, work.issue, work.article_number, work.pages) == ("7", "2", "e12", "943-947")
    assert front(TITLE + "<fpage>0</fpage><lpage>0</lpage>").pages == ""
    assert front(TITLE + "<fpage>S7</fpage><lpage>S9</lpage>").pages == "S7-S9"


@pytest.mark.parametrize(
    ("contrib", "name"),
    [
        ("<name><surname>Li</surname><given-names>Bo</given-names></name>", "Bo Li"),
        ("<name><surname>Berg</surname><given-names>Jo</given-names><prefix>van den</prefix></name>", "Jo van den Berg"),
        ("<name><surname>Berg</surname><given-names>Jo</given-names><prefix>Dr.</prefix><suffix>Jr</suffix></name>", "Jo Berg Jr"),
        ("<name>Karen Stone</name>", "Karen Stone"),
        ("<string-name>Stone, Karen</string-name>", "Karen Stone"),
        ("<name><given-names>Suharto</given-names></name>", "Suharto"),
        ("<collab>The Ferry Team<sup>*</sup></collab>", "The Ferry Team"),
    ],
)
def test_names(contrib: str, name: str) -> None:
    work = front(f"{TITLE}<contrib-group><contrib contrib-type='author'>{contrib}</contrib></contrib-group>")
    assert [who.name for who in work.authors] == [name]


def test_a_translation_gives_its_title_and_abstract() -> None:
    meta = "<title-group><article-title>Um título</article-title></title-group>"
    other = (
        '<sub-article article-type="translation" xml:lang="en"><front-stub>'
        "<title-group><article-title>The title</article-title></title-group>"
        "<abstract><p>In other words.</p></abstract></front-stub><body><p>Again.</p></body></sub-article>"
    )
    (work,), _, capture, _ = read(
        f'<article xml:lang="pt"><front><article-meta>{meta}<abstract><p>Em suma.</p></abstract></article-meta></front>{other}</article>'
    )
    assert (work.title, work.abstract, work.custom["title-en"], work.custom["abstract-en"]) == (
        "Um título",
        "Em suma.",
        "The title",
        "In other words.",
    )
    assert "Again" not in capture.text


def test_several_articles_in_one_file() -> None:
    one = (SAMPLES / "jats.xml").read_text(encoding="utf-8").split("?>", 1)[1].split(">", 1)[1]
    works, rejects, capture, _ = read(f"<articles>{one}{one}<article><front><article-meta/></front></article></articles>")
    assert len(works) == 2
    assert [reject.where.split(",")[0] for reject in rejects] == ["record 3"]
    assert cut(capture, works[0], "title") == cut(capture, works[1], "title") == [works[0].title]
    assert works[1].references[2].span is not None
    assert capture.text[works[1].references[2].span.start : works[1].references[2].span.end] == works[1].references[2].raw


def test_more_contributors_than_any_article_has_are_refused() -> None:
    crowd = "<contrib><name><surname>A</surname></name></contrib>" * 10_001
    article = f"<article><front><article-meta>{TITLE}<contrib-group>{crowd}</contrib-group></article-meta></front></article>"
    for written in (article, f"<articles>{article}{article}</articles>"):
        works, rejects, _, _ = read(written)
        assert not works
        assert all("contributors" in reject.reason for reject in rejects)


@pytest.mark.parametrize("part", ["<sec><title>A</title><p>B</p></sec>", "<front><article-meta><issue>1</issue></article-meta></front>"])
def test_a_part_of_an_article_is_refused(part: str) -> None:
    written = f"<root>{part}</root>"
    assert recognise(Capture(written.encode(), "part.xml")) == "jats"
    works, rejects, _, _ = read(written)
    assert not works
    assert "load the whole article" in rejects[0].reason


def test_erudit() -> None:
    data = (SAMPLES / "jats-erudit.xml").read_bytes()
    assert recognise(Capture(data, "article.xml")) == "jats"
    (work,), _, capture, source = read(data)
    assert work.title == "Péages et passages: Le cas du Norland"
    assert [(who.name, who.organisation) for who in work.authors] == [("Odile K. Marais", False), ("Comité des péages", True)]
    assert (work.volume, work.issue, work.pages, work.issued, work.doi) == ("7", "1-2", "41-58", "2028-03", "10.5555/0000001ar")
    assert work.venue is not None
    assert (work.venue.title, work.venue.issns) == ("Revue inventée d’administration", ["1234-5679", "2345-6789"])
    assert (work.abstract, work.custom["abstract-en"], work.custom["title-en"]) == (
        "Une étude des péages.",
        "A study of tolls.",
        "Tolls and Crossings",
    )
    assert cut(capture, work, "body") == ["Le péage a changé la ville."]
    assert cut(capture, work, "quotation") == ["On comptait les pièces."]
    assert [reference.work.title for reference in work.references] == ["Les pièces du bac"]
    assert source.rights_holder == "Presses du Bac"


TAGS = st.sampled_from(
    ["sec", "p", "title", "ref", "ref-list", "mixed-citation", "name", "surname", "year", "back", "body", "contrib", "collab", "abstract"]
)


@given(
    st.recursive(
        st.text("ab 1<&", max_size=5).map(lambda t: t.replace("&", "&amp;").replace("<", "&lt;")),
        lambda inner: st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", TAGS, st.lists(inner, max_size=3)),
        max_leaves=12,
    )
)
def test_any_nesting_is_read_or_refused(inside: str) -> None:
    works, rejects, capture, _ = read(
        f"<article><front><article-meta>{inside}</article-meta></front><body>{inside}</body><back>{inside}</back></article>"
    )
    assert len(works) + len(rejects) == 1
    for work in works:
        for passage in work.passages:
            assert all(0 <= a < b <= len(capture.text) for a, b in passage.slices)


@needs_shared
def test_samples_of_others() -> None:
    """Every file is recognised; whole articles have title, journal, year and the rest of it; each is loaded or refused."""
    files = sorted(path for name in ("jats", "erudit-french") for path in (SHARED / "samples" / name).rglob("*") if path.is_file())
    for path in files:
        data = path.read_bytes()
        if path.name == "pubmed-29768149.xml":
            continue
        assert recognise(Capture(data, path.name)) == "jats", path
        works, rejects, _, _ = read(data)
        assert len(works) + len(rejects) == 1, path
        if len(data) > 7000:
            (work,) = works
            assert work.title, path
            assert work.venue, path
            assert work.authors, path
            assert work.year or "poa" in path.name, path


@needs_shared
@pytest.mark.parametrize("name", ["xxe_file", "external_dtd", "deep_5000", "billion_laughs_marcxml", "truncated_record2"])
def test_hostile(name: str) -> None:
    works, rejects, capture, _ = read((SHARED / "hostile" / "xml" / f"{name}.xml").read_bytes())
    assert not works
    assert len(rejects) == 1
    assert "root:" not in capture.text
