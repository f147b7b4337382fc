"""References that a page prints: found in the markup of many publishers, read as works, kept as printed where they are not understood."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.record import Capture, Reference, Work
from graph.sources.capture import capture_of
from loaders import landing_page
from loaders.reading.reference.headings import before_references, heads_references

BOOK = "Harrow, L. (2011). The auditor's island. Lantern Books."
ARTICLE = "Merrow, J., & Pell, A. (2008). Counting what counts. Audit Quarterly, 7(1), 11-30."
DOI = "10.5555/aq.7.1"
SCHOLAR = '<a href="https://scholar.example/x">Google Scholar</a>'
LINKED = f'<a href="https://doi.org/{DOI.replace("/", "%2F")}">CrossRef</a>'
WORDS = {"{BOOK}": BOOK, "{ARTICLE}": ARTICLE, "{DOI}": DOI, "{SCHOLAR}": SCHOLAR, "{LINKED}": LINKED}
SAMPLES = (Path(__file__).parent / "samples" / "reference_lists.txt").read_text("utf-8")
LISTS = {
    name: re.sub(r"\{[A-Z]+\}", lambda found: WORDS[found[0]], markup)
    for name, markup in re.findall(r"^=== (.+)\n((?:(?!=== ).*\n)+)", SAMPLES, re.MULTILINE)
}


def page(body: str, head: str = "") -> Capture:
    own = '<meta name="citation_title" content="Wells and councils">'
    return capture_of(f"<!doctype html><html lang='en'><head>{own}{head}</head><body>{body}</body></html>".encode(), "p.html")


def cited(capture: Capture) -> list[Reference]:
    (work,) = [one for one in landing_page.read(capture) if isinstance(one, Work)]
    return work.references


@pytest.mark.parametrize("markup", LISTS.values(), ids=LISTS.keys())
def test_a_list_of_any_markup_is_read(markup: str) -> None:
    capture = page(f"<article><p>In 1999, Berg said so.</p>{markup}</article><footer>© 2012 Lantern</footer>")
    first, second = cited(capture)
    assert (first.raw, second.raw) == (BOOK, ARTICLE)
    assert (first.work.title, first.work.year, first.work.publisher) == ("The auditor's island", 2011, "Lantern Books")
    assert (second.work.title, second.work.venue and second.work.venue.title) == ("Counting what counts", "Audit Quarterly")
    assert (first.work.doi, second.work.doi) == ("", DOI)
    for one in (first, second):
        assert one.span is not None
        assert capture.text[one.span.start : one.span.end] == one.span.exact
        assert one.raw == " ".join(one.span.exact.split())


@pytest.mark.parametrize(
    "body",
    [
        '<div><div><a href="#r">References</a></div></div><article><p>Castro, M. (1989) said so.</p><p>Berg (2001) too.</p></article>',
        "<h2>References</h2><p>This page has none yet.</p><p>Ask the library.</p>",
        f'<h2>Cited by</h2><ol class="cited-by"><li>{BOOK}</li></ol><section class="related"><ul><li>{ARTICLE}</li></ul></section>',
        '<div id="reference"><p>Call 12 for help</p></div>',
    ],
)
def test_what_is_no_list_of_references_is_none(body: str) -> None:
    assert cited(page(body)) == []


def test_a_list_ends_where_another_heading_stands() -> None:
    after = "<h3>Funding</h3><p>Paid in 2010 by the Harbour Trust, as told in 2011.</p>"
    (only,) = cited(page(f"<div><h3>References</h3><p>{BOOK}</p>{after}</div>"))
    assert only.raw == BOOK


def test_an_address_on_a_line_of_its_own_goes_with_the_entry_before() -> None:
    found = cited(
        page(f"<h3>References</h3><p>{BOOK}<br>doi: <a href='https://doi.org/{DOI}'>https://doi.org/{DOI}</a></p><p>{ARTICLE}</p>")
    )
    assert [(one.raw[:6], one.work.doi) for one in found] == [("Harrow", DOI), ("Merrow", "")]


def test_lines_that_are_broken_anywhere_are_put_together() -> None:
    broken = "\n   ".join(BOOK.rsplit(" ", 2)) + "\n\n" + "\n   ".join(ARTICLE.rsplit(" ", 3))
    assert [one.raw for one in cited(page(f"<h3>References</h3><pre>{broken}</pre>"))] == [BOOK, ARTICLE]


def test_two_references_under_one_number_are_two_in_their_places() -> None:
    capture = page(f"<h2>References</h2><ol><li>{BOOK}</li><li>(a) {ARTICLE} (b) Lund, A. (1999). Docks of the north. Fyr.</li></ol>")
    found = cited(capture)
    assert [one.work.year for one in found] == [2011, 2008, 1999]
    assert [capture.text[one.span.start : one.span.end] for one in found if one.span] == [one.raw for one in found]


def test_what_is_not_understood_is_kept_as_printed() -> None:
    strange = "Harbour records, box 12, letters to the council"
    found = cited(page(f"<h2>References</h2><ol><li>{BOOK}</li><li>{ARTICLE}</li><li>{strange}</li></ol>"))
    assert found[2].raw == strange
    assert (found[2].confidence or 0) <= 0.5


def test_a_dash_stands_for_the_authors_before() -> None:
    _, second = cited(page(f"<h2>References</h2><ul><li>{BOOK}</li><li>——— (2014). The clerk's harbour. Lantern Books.</li></ul>"))
    assert ([who.family for who in second.work.authors], second.work.title) == (["Harrow"], "The clerk's harbour")


def test_what_the_head_tells_goes_before_what_is_printed() -> None:
    told = '<meta name="citation_reference" content="citation_title=Docks; citation_author=Lund, Ada; citation_publication_date=1999">'
    (only,) = cited(page(LISTS["a table"], told))
    assert only.work.title == "Docks"


def test_the_longer_of_json_ld_and_print_is_read() -> None:
    node = '{"@type": "ScholarlyArticle", "name": "Wells and councils", "citation": ["Lund, A. (1999). Docks."]}'
    told = f'<script type="application/ld+json">{node}</script>'
    assert [one.raw for one in cited(page(LISTS["a table"], told))] == [BOOK, ARTICLE]
    assert [one.work.year for one in cited(page("", told))] == [1999]


def test_coins_in_a_list_tell_what_is_cited_and_not_what_the_page_is() -> None:
    told = "rft_val_fmt=info:ofi/fmt:kev:mtx:book&amp;rft.btitle=The auditor's island&amp;rft.place=Kiel&amp;rft.aulast=Harrow"
    listed = f'<ol class="references"><li><cite>{BOOK}</cite><span class="Z3988" title="{told}"></span></li><li>{ARTICLE}</li></ol>'
    first, second = cited(page(f"<h2>References</h2>{listed}"))
    assert (first.raw, first.work.title, first.work.place, second.raw) == (BOOK, "The auditor's island", "Kiel", ARTICLE)
    alone = capture_of(f"<html><body>{listed}</body></html>".encode(), "list.html")
    (work,) = [one for one in landing_page.read(alone) if isinstance(one, Work)]
    assert (work.title, [one.raw for one in work.references]) == ("The auditor's island", [ARTICLE])


def test_a_page_does_not_cite_itself() -> None:
    own = "<h2>References</h2><ol><li>Quarry, I. (2015). Wells and councils. Fyr.</li><li>" + BOOK + "</li></ol>"
    assert [one.raw for one in cited(page(own))] == [BOOK]


@pytest.mark.parametrize(
    ("line", "heads"),
    [
        ("References", True),
        ("7. REFERENCES", True),
        ("References (45)", True),
        ("VII Literaturverzeichnis:", True),
        ("Список литературы", True),
        ("References to harbours", False),
        ("", False),
    ],
)
def test_headings(line: str, heads: bool) -> None:
    assert heads_references(line) is heads


def test_a_text_is_cut_before_its_references() -> None:
    assert before_references("A\nB\nLiteratur\nC") == "A\nB\n"
    assert before_references("A\nB") == "A\nB"


TAGS = [
    "<h2>References</h2>",
    "<p>",
    "</p>",
    "<li>",
    "</li>",
    "<ol class='references'>",
    "</ol>",
    "<br>",
    "</div>",
    "<div>",
    "<table><tr><td>",
]
PIECES = st.sampled_from([*TAGS, BOOK, ARTICLE, "2.", SCHOLAR])


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=14))
def test_of_any_markup_entries_stand_apart_in_the_text(pieces: list[str]) -> None:
    capture = page("".join(pieces))
    spans = [one.span for one in cited(capture) if one.span]
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(capture.text[one.start : one.end] == one.exact for one in spans)
