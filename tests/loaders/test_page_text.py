"""HTML turned into readable text: what is read, what is chrome, what is nobody's to read, and where it all stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders._page.html import read_markup

PARTS = ["<p>", "</p>", "<nav>", "</nav>", "<pre>", "<b class=x>", "</b>", "<script>", "</script>", "a<b", "&amp;", "\n"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one<script>if (a < b) { '<p>two</p>' }</script> three", "one three\n"),
        ("<p>one<!-- <p>two --> three", "one three\n"),
        ("<p>1 &lt; 2 &amp;amp; &quot;3&quot;", '1 < 2 &amp; "3"\n'),
        ("<p>x<xmp><b>raw & all</b></xmp>", "x\n<b>raw & all</b>\n"),
        ("<pre>one\n  two</pre>", "one\ntwo\n"),
        ("<p>one<svg><title>no</title></svg><select><option>no</select> two", "one two\n"),
        ("<article><header>kept</header></article><header>chrome</header>", "kept\n"),
        ("<table><tr><td>a<td colspan=2>b</table>", "a | b\n"),
        ("<p title='a > b'>one", "one\n"),
    ],
)
def test_what_a_reader_sees_is_the_text(html: str, text: str) -> None:
    assert read_markup(html).text == text


@pytest.mark.parametrize(
    ("html", "chrome"),
    [
        (
            "<nav>Home <b>Up</b><script>no()</script><svg>no</svg></nav><p>text</p><div class='cookie-bar'>We use</div><footer>© us",
            "Home Up We use © us",
        ),
        ("<nav><ul><li>One<nav>Two</nav><!-- no --><li>Three</ul></nav><p>text</p>", "One Two Three"),
        ("<nav>A &amp; B<svg><svg>no</svg>no</svg> C<script>'</nav>'</script></nav><p>text</p>", "A & B C"),
        ("<header><nav><a title='x'>In</a><button>no</button></nav>Site</header><nav></nav><p>text</p>", "In Site"),
    ],
    ids=["bar", "menu-in-menu", "drawing-in-drawing", "header"],
)
def test_words_of_chrome_are_kept_apart_and_in_order(html: str, chrome: str) -> None:
    markup = read_markup(html)
    assert (markup.text, markup.chrome) == ("text\n", chrome)


def test_blocks_and_links_know_what_is_around_them() -> None:
    markup = read_markup(
        "<div id=out><section class='a b'><p>See <a href='https://example.org/?a=1&amp;b=2'> this </a>.</p></section></div>"
    )
    (block,) = markup.blocks
    assert block.tag == "p"
    assert {"#out", ".a", ".b", "section", "p"} <= block.marks
    (inline,) = markup.inlines
    assert (markup.text[inline.start : inline.end], inline.href) == ("this", "https://example.org/?a=1&b=2")


@given(st.lists(st.sampled_from(PARTS)))
def test_every_block_cuts_words_out_of_the_text(parts: list[str]) -> None:
    markup = read_markup("<html><body>" + "".join(parts))
    cut = [markup.text[block.start : block.end] for block in markup.blocks]
    assert all(one and one == one.strip() for one in cut)
    assert "".join("".join(cut).split()) == "".join(markup.text.split())
