"""Landing pages: each vocabulary alone, several at once with their differences, several works a page, pages without any, hostile ones."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from landing import COINS, ld, meta, page, works
from shared import SHARED, needs_shared

import loaders
from graph.record import Finding, Reject, Source, Work
from graph.sources.capture import capture_of, read_capture
from loaders import landing_page

SAMPLE = Path(__file__).parent / "samples" / "landing_page.html"


def names(work: Work) -> list[str]:
    return [who.name for who in work.authors]


def test_the_sample_keeps_what_differs_and_cuts_exactly() -> None:
    capture = read_capture(SAMPLE)
    said = list(landing_page.read(capture))
    source, (work,) = said[0], [one for one in said if isinstance(one, Work)]
    assert isinstance(source, Source)
    assert (source.licence, source.display) == ("https://creativecommons.org/licenses/by/4.0/", "full")
    assert source.retrieved_from == "https://press.tidewater.example/article/ledgers"
    assert [(two.property, two.chosen, two.other) for two in work.disagreements] == [
        ("publicationYear", "2019", "2018"),
        ("issueNumber", "3", "4"),
    ]
    assert "Highwire before Dublin Core" in work.disagreements[0].rule
    cut = {passage.kind: "".join(capture.text[a:b] for a, b in passage.slices) for passage in work.passages}
    assert cut == {"title": work.title, "abstract": work.abstract}
    assert work.abstract_span is not None
    assert [[body.label for body in who.affiliations] for who in work.authors] == [
        ["School of Government, Port Amity"],
        ["Brevik Institute"],
    ]
    first, second = work.references
    assert (first.work.title, names(first.work), first.work.volume, first.work.pages) == (
        "Counting what counts",
        ["J. Merrow", "A. Pell"],
        "7",
        "11-30",
    )
    assert (first.work.doi, first.work.year) == ("10.5555/aq.7.1", 2008)
    assert (second.raw, second.work.year) == ("Harrow, L. (2011). The auditor's island. Lantern Books.", 2011)


@pytest.mark.parametrize("beside", ["Straße", "İzmir", ""])
def test_a_title_has_its_place_however_it_is_capitalised(beside: str) -> None:
    capture = page(meta(citation_title="Wells And Councils"), f"<h1>Wells And Councils</h1><p>{beside}</p>")
    (work,) = works(capture)
    assert [capture.text[a:b] for passage in work.passages for a, b in passage.slices] == ["Wells And Councils"]


def test_dublin_core_alone() -> None:
    head = meta(
        DC__Title="Wells and councils",
        DC__Creator__PersonalName="Ines Quarry",
        DC__Date__issued="2015-06",
        DC__Source="Revista de Aldeas",
        DC__Source__ISSN="2049-3630",
        DC__Source__Volume="4",
        DC__Source__Issue="2",
        DC__Identifier__pageNumber="5-19",
        DC__Identifier__DOI="10.5555/ra.4.2",
        DC__Language="es",
        DC__Description="Where wells are shared, councils are asked to share them fairly; this is about how they are asked.",
    )
    (work,) = works(page(head))
    assert (work.kind, work.title, names(work), work.issued) == ("article", "Wells and councils", ["Ines Quarry"], "2015-06")
    assert work.venue is not None
    assert (work.venue.title, work.venue.issns, work.volume, work.issue) == ("Revista de Aldeas", ["2049-3630"], "4", "2")
    assert (work.pages, work.doi, work.language) == ("5-19", "10.5555/ra.4.2", "es")
    assert work.abstract.startswith("Where wells")


def test_prefixes_of_repositories() -> None:
    (thesis,) = works(
        page(
            meta(
                bepress_citation_title="Ferries",
                bepress_citation_author="Lund, Ada",
                bepress_citation_date="1999",
                bepress_citation_dissertation_institution="Port University",
            )
        )
    )
    assert (thesis.kind, thesis.publisher, thesis.year, names(thesis)) == ("thesis", "Port University", 1999, ["Ada Lund"])
    (eprint,) = works(
        page(meta(eprints__title="Docks", eprints__creators_name="Lund, Ada", eprints__type="article", eprints__pagerange="3-9"))
    )
    assert (eprint.kind, eprint.pages, names(eprint)) == ("article", "3-9", ["Ada Lund"])
    (prefixed,) = works(page('<meta property="dcterms:title" content="Weirs"><meta property="dct:creator" content="Lund, Ada">'))
    assert (prefixed.title, names(prefixed)) == ("Weirs", ["Ada Lund"])


@pytest.mark.parametrize(
    ("printed", "issued"),
    [("2014/06/01", "2014-06-01"), ("2014-6-1", "2014-06-01"), ("06/2014", "2014-06"), ("13/06/2014", "2014-06-13"), ("03/04/2014", "2014"),
     ("2014-00-00", "2014"), ("2014-06-01T08:00:00Z", "2014-06-01"), ("June 2014", "2014-06"), ("soon", "")],
)  # fmt: skip
def test_dates(printed: str, issued: str) -> None:
    (work,) = works(page(meta(citation_title="A", citation_publication_date=printed)))
    assert work.issued == issued


def test_chapters_books_and_names_in_one_value() -> None:
    (chapter,) = works(
        page(
            meta(
                citation_title="On weirs",
                citation_inbook_title="Rivers ruled",
                citation_isbn="978-3-16-148410-0",
                citation_author="Ada Lund; Bo Rask",
            )
        )
    )
    assert chapter.kind == "chapter"
    assert chapter.part_of is not None
    assert (chapter.part_of.title, chapter.part_of.isbns, names(chapter)) == ("Rivers ruled", ["9783161484100"], ["Ada Lund", "Bo Rask"])
    (book,) = works(page(meta(citation_title="Rivers ruled", citation_isbn="9783161484100")))
    assert (book.kind, book.isbns) == ("book", ["9783161484100"])


def test_json_ld_of_books_and_chapters() -> None:
    node = {
        "@context": ["http://schema.org/", {"x": "http://x.example/"}],
        "@type": ["Chapter"],
        "name": "On weirs",
        "author": "Ada Lund",
        "editor": {"@type": "Organization", "name": "River Board"},
        "identifier": {"@type": "PropertyValue", "propertyID": "DOI", "value": "10.5555/w"},
        "pagination": "4-9",
        "inLanguage": {"name": "English", "alternateName": "en"},
        "isPartOf": {"@type": "Book", "name": "Rivers ruled", "isbn": "9783161484100"},
        "citation": ["Harrow, L. (2011). The auditor's island. Lantern Books.", {"@type": "Book", "name": "Silt", "doi": "10.5555/silt"}],
    }
    (work,) = works(page(ld(node)))
    assert (work.kind, work.title, names(work), work.doi, work.pages, work.language) == (
        "chapter",
        "On weirs",
        ["Ada Lund"],
        "10.5555/w",
        "4-9",
        "en",
    )
    assert work.part_of is not None
    assert (work.part_of.kind, work.part_of.title, work.part_of.isbns) == ("book", "Rivers ruled", ["9783161484100"])
    assert [cited.work.year for cited in work.references] == [2011, None]
    assert work.references[1].work.doi == "10.5555/silt"


def test_microdata() -> None:
    body = """<div itemscope itemtype="https://schema.org/ScholarlyArticle"><h1 itemprop="name">On weirs</h1>
    <span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">Ada Lund</b></span>
    <time itemprop="datePublished" datetime="2012-03-04">spring</time></div>"""
    (work,) = works(page("", body))
    assert (work.kind, work.title, names(work), work.issued) == ("article", "On weirs", ["Ada Lund"], "2012-03-04")


def test_several_coins_are_several_works() -> None:
    first = COINS.format(
        form="journal", rest="rft.atitle=On+weirs&amp;rft.jtitle=Rivers&amp;rft.aulast=Lund&amp;rft.aufirst=Ada&amp;rft.date=2001"
    )
    second = COINS.format(
        form="book",
        rest="rft.genre=bookitem&amp;rft.atitle=Silt&amp;rft.btitle=Rivers+ruled&amp;rft.au=Rask,+Bo&amp;rft.isbn=9783161484100&amp;rft.pub=Mill",
    )
    article, chapter = works(page("", first + second + first))
    assert (article.title, names(article), article.year) == ("On weirs", ["Ada Lund"], 2001)
    assert chapter.part_of is not None
    assert (chapter.title, chapter.part_of.title, chapter.part_of.publisher) == ("Silt", "Rivers ruled", "Mill")
    with_own = works(page(meta(citation_title="On weirs"), first + second))
    assert [work.title for work in with_own] == ["On weirs", "Silt"]
    assert with_own[0].year == 2001


def test_works_of_one_title_in_a_list_are_several() -> None:
    spans = [COINS.format(form="journal", rest=f"rft.atitle=Editorial&amp;rft.jtitle=Rivers&amp;rft.volume={n}") for n in (1, 2, 2)]
    assert [work.volume for work in works(page("", "".join(spans)))] == ["1", "2"]


def test_a_long_list_is_read_whole() -> None:
    spans = [COINS.format(form="journal", rest=f"rft.atitle=Weir+{n}&amp;rft.jtitle=Rivers") for n in range(3_000)]
    assert len(works(page("", "".join(spans)))) == 3_000


def test_one_work_in_two_vocabularies_keeps_both_titles() -> None:
    coins = COINS.format(form="journal", rest="rft.atitle=On+dams&amp;rft.jtitle=Rivers")
    (work,) = works(page(meta(citation_title="On weirs"), coins))
    assert [(two.property, two.chosen, two.other) for two in work.disagreements] == [("title", "On weirs", "On dams")]


def test_related_articles_in_json_ld_are_left_out_and_told() -> None:
    nodes = [{"@context": "https://schema.org", "@type": "Article", "name": name} for name in ("On weirs", "On dams")]
    said = list(landing_page.read(page(meta(citation_title="On weirs") + ld(nodes))))
    assert [one.title for one in said if isinstance(one, Work)] == ["On weirs"]
    assert [one.detail for one in said if isinstance(one, Finding) and one.what == "another work"] == [
        "'On dams' stands beside the page's own in its JSON-LD or microdata"
    ]


def test_where_a_work_appeared_is_no_abstract() -> None:
    (work,) = works(page(meta(dc__title="On weirs", dc__description="Published in Rivers (Vol. 3, No. 2, 2014)")))
    assert work.abstract == ""


@pytest.mark.parametrize(
    ("names", "authors"),
    [
        (meta(author="Mary Brown"), ["Mary Brown"]),
        (meta(author="Mary Brown") + '<meta property="article:author" content="Ida Marsh">', ["Ida Marsh"]),
        (meta(author="Weir Courier"), []),
    ],
)
def test_the_author_of_a_page_with_open_graph_is_no_site(names: str, authors: list[str]) -> None:
    graph = '<meta property="og:type" content="article"><meta property="og:title" content="Weir news">'
    site = '<meta property="og:site_name" content="Weir Courier">'
    (work,) = works(page(graph + site + names))
    assert [who.name for who in work.authors] == authors


def test_open_graph_only_where_nothing_else_speaks() -> None:
    graph = '<meta property="og:type" content="article"><meta property="og:title" content="Weir news">'
    (work,) = works(page(graph))
    assert (work.kind, work.title) == ("webpage", "Weir news")
    (work,) = works(page(graph + meta(citation_title="On weirs")))
    assert (work.title, work.disagreements) == ("On weirs", [])
    assert works(page('<meta property="og:type" content="website"><meta property="og:title" content="Home">')) == []


def test_an_abstract_that_only_the_page_shows() -> None:
    body = "<h1>On weirs</h1><h3>Abstract</h3><p>Weirs hold water until somebody opens them again.</p><h3>Keywords</h3>"
    capture = page(meta(citation_title="On weirs"), body)
    (work,) = works(capture)
    assert work.abstract == "Weirs hold water until somebody opens them again."
    assert work.abstract_span is not None
    assert capture.text[work.abstract_span.start : work.abstract_span.end] == work.abstract


def test_a_page_that_describes_no_work_is_rejected_with_what_it_lacks() -> None:
    capture = page("", f"<h1>Welcome</h1><p>{'Weirs hold water. ' * 100}</p>")
    assert loaders.recognise(capture) == "landing_page"
    (reject,) = [one for one in loaders.read(capture) if isinstance(one, Reject)]
    assert "citation_*" in reject.reason
    assert "JSON-LD" in reject.reason


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("On weirs", ["On weirs"]),
        ("404 Not Found", []),
        ("301 Moved Permanently", []),
        ("Just a moment...", []),
        ("Sign in | Weirs", []),
        ("Home", []),
        ("", []),
    ],
)
def test_a_page_of_a_title_and_little_else_is_a_web_page(title: str, read: list[str]) -> None:
    capture = capture_of(f"<html lang=en><title>{title}</title><body><p>Weirs.</p></body></html>".encode(), "p.html")
    said = list(loaders.read(capture))
    assert [(one.kind, one.title) for one in said if isinstance(one, Work)] == [("webpage", title) for title in read]
    assert len([one for one in said if isinstance(one, Reject)]) == (not read)


def test_a_remote_context_is_skipped_with_a_warning() -> None:
    said = list(landing_page.read(page(ld({"@context": "http://127.0.0.1:9/c.jsonld", "@type": "ScholarlyArticle", "name": "A"}))))
    assert not [one for one in said if isinstance(one, Work)]
    assert any("127.0.0.1:9/c.jsonld is not schema.org's" in one.detail for one in said if isinstance(one, Finding))


def test_markup_in_values_is_text() -> None:
    (work,) = works(
        page(
            meta(
                citation_title="&lt;i&gt;Weirs&lt;/i&gt; &lt;img src=x onerror=alert(1)&gt; held", citation_public_url="javascript:alert(1)"
            )
        )
    )
    assert (work.title, work.url) == ("Weirs held", "")


@needs_shared
def test_hostile_pages() -> None:
    told = {}
    for capture in loaders.open_paths([SHARED / "hostile" / "html"]):
        assert loaders.recognise(capture) == "landing_page"
        said = [*loaders.read(capture), *capture.context.get("findings", [])]
        warned = {one.what for one in said if isinstance(one, Finding) and one.kind in ("ignored", "unknowable", "conflicting")}
        told[capture.name] = ([one.title for one in said if isinstance(one, Work)], warned & {"encoding", "embedded metadata"})
        assert "\0" not in capture.text
    assert told["script_in_title.html"] == (["Reform"], set())
    assert told["jsonld_breakout.html"] == ([], {"embedded metadata"})
    assert told["charset_lie.html"] == (["Öffentliche Verwaltung"], {"encoding"})


KEYS = st.sampled_from(["@type", "@id", "@graph", "name", "author", "isPartOf", "citation", "isbn", "keywords", "license"])
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
NODES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12)
NAMES = st.sampled_from(
    [
        "citation_title",
        "citation_author",
        "citation_author_orcid",
        "dc.source",
        "citation_reference",
        "citation_isbn",
        "dc.date",
        "og:title",
    ]
)


@settings(max_examples=100, deadline=None)
@given(NODES)
def test_no_json_ld_raises(node: object) -> None:
    typed = {"@type": "Article", "name": "A", "author": node, "isPartOf": node, "identifier": node, "license": node, "citation": node}
    list(landing_page.read(page(ld(node) + ld(typed))))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(NAMES, st.text(max_size=40)), max_size=8))
def test_no_meta_elements_raise(pairs: list[tuple[str, str]]) -> None:
    list(landing_page.read(page("".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in pairs))))


@pytest.mark.parametrize(("window", "title"), [("Tide law - Pedia", "Tide law"), ("A law of tides", "law about tides")])
def test_of_name_and_headline_that_stands_which_begins_the_windows_title(window: str, title: str) -> None:
    node = ld({"@type": "Article", "name": "Tide law", "headline": "law about tides"})
    capture = capture_of(f"<html><head><title>{window}</title>{node}</head><body>x</body></html>".encode(), "p.html")
    assert [one.title for one in works(capture)] == [title]
