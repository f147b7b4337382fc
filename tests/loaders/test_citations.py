"""In-text citations: groups in brackets, years after names, corporate authors, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared import SHARED, needs_shared

from loaders.reading.citations import citations


def told(text: str) -> list[tuple[list[str], int | None, str]]:
    return [(c.work.authors_as_printed, c.work.year, c.work.year_suffix) for c in citations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(Okafor et al., 2007; Lind, 2011)", [(["Okafor et al."], 2007, ""), (["Lind"], 2011, "")]),
        ("(Linds,\n2001, 2009)", [(["Linds"], 2001, ""), (["Linds"], 2009, "")]),
        ("(Falk and Moe, 2000; United Nations, 2014)", [(["Falk", "Moe"], 2000, ""), (["United Nations"], 2014, "")]),
        ("(Moe, 1997 )", [(["Moe"], 1997, "")]),
        ("(e.g. Lind, 1991; Falk & Moe, 2011a, b)", [(["Lind"], 1991, ""), (["Falk", "Moe"], 2011, "a"), (["Falk", "Moe"], 2011, "b")]),
        ("(see Lind & Okafor, 2010: 33, and Moe 2009)", [(["Lind", "Okafor"], 2010, ""), (["Moe"], 2009, "")]),
        ("(for a review see van der Lind and O’Moe, 2008)", [(["van der Lind", "O’Moe"], 2008, "")]),
        ("(Ministry of Ports and Coast Services, 2012)", [(["Ministry of Ports and Coast Services"], 2012, "")]),
        ("(OECD 2015, 2017)", [(["OECD"], 2015, ""), (["OECD"], 2017, "")]),
        ("as Lind (2014) says", [(["Lind"], 2014, "")]),
        ("However, Falk and Moe (2010, p. 3) say", [(["Falk", "Moe"], 2010, "")]),
        ("Okafor, Lind and Moe’s (2013) view", [(["Okafor", "Lind", "Moe"], 2013, "")]),
        ("In Sweden, Falk and Moe (2009) found", [(["Falk", "Moe"], 2009, "")]),
        ("of the Department of Lines (2001)", [(["Department of Lines"], 2001, "")]),
        ("(Weber, 1922/1978)", [(["Weber"], 1978, "")]),
        ("(Braun-\nMayer, 2001; Over-\nstreet, 2002)", [(["Braun-Mayer"], 2001, ""), (["Overstreet"], 2002, "")]),
    ],
)
def test_read(text: str, expected: list[tuple[list[str], int, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "(January 2015)",
        "(Ports Act, 2002)",
        "in Alberta (2014) the",
        "(2015–2016)",
        "(R20, Head of Lines, Org G)",
        "(32 in 2015)",
        "(p. 2014)",
        "",
    ],
)
def test_left_out(text: str) -> None:
    assert told(text) == []


def test_acts_share_one_stub_and_offsets_count_from_start() -> None:
    text = "It grew (Lind et al., 2007). It shrank (Lind et\nal., 2007; Bureau of Lines, 2008)."
    found = citations(text, start=100)
    assert found[0].work is found[1].work
    assert found[0].work.et_al
    assert [a.literal for a in found[2].work.authors] == ["Bureau of Lines"]
    for act in found:
        assert act.span is not None
        assert text[act.span.start - 100 : act.span.end - 100] == act.span.exact
        assert act.confidence is not None
        assert "\n" not in act.raw


PIECES = st.sampled_from(
    ["(", ")", "[", "]", "Lind", "et al.", ",", ";", "2001", "1999a", " and ", "&", "\n", "-", "van der ", "’s", "see ", " ", "Ż"]
)


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)))
@settings(max_examples=150, deadline=None)
def test_never_raises_and_spans_cut_exactly(text: str) -> None:
    for act in citations(text):
        assert act.span is not None
        assert text[act.span.start : act.span.end] == act.span.exact
        assert act.work.authors_as_printed
        assert act.work.year


def test_long_text_without_end_is_quick() -> None:
    assert citations("(" * 20_000 + "Lind, " * 20_000) == []


@needs_shared
def test_the_seed_article_cites_seventeen_works_in_twenty_two_acts() -> None:
    text = next((SHARED / "seeds").glob("003_*.txt")).read_bytes().decode()
    found = citations(text)
    assert (len(found), len({id(c.work) for c in found})) == (22, 17)
