"""Printed dates become EDTF, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.sources.edtf import edtf, from_parts, parts, year_of


@pytest.mark.parametrize(
    ("printed", "date", "year"),
    [
        ("2015", "2015", 2015),
        ("[2015].", "2015", 2015),
        ("c. 1990", "1990~", 1990),
        ("1990?", "1990?", 1990),
        ("1990s", "199X", None),
        ("2002–2011", "2002/2011", 2002),
        ("1998-99", "1998/1999", 1998),
        ("2015-06", "2015-06", 2015),
        ("June 3, 2015", "2015-06-03", 2015),
        ("3. Juni 2015", "2015-06-03", 2015),
        ("3 mars 2015", "2015-03-03", 2015),
        ("1948/07//", "1948-07", 1948),
        ("2016/01/30/Spring", "2016-01-30", 2016),
        ("Spring 2016", "2016-21", 2016),
        ("2015-02-31", "2015-02", 2015),
        ("2008-03-31T22:00:00Z", "2008-03-31", 2008),
        ("forthcoming", "", None),
        ("99999999999999999999", "", None),
        ("<b>", "", None),
    ],
)
def test_printed(printed: str, date: str, year: int | None) -> None:
    assert edtf(printed) == date
    assert year_of(date) == year


@given(st.integers(1, 9999), st.integers(1, 12), st.integers(1, 28))
def test_whole_dates_there_and_back(year: int, month: int, day: int) -> None:
    date = from_parts([[year, month, day]])
    assert edtf(date) == date
    assert parts(date) == [[year, month, day]]


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = edtf(text)
    assert found == "" or edtf(found) == found


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300, True, [1], 12345, "x"])
def test_impossible_parts_are_refused(value: object) -> None:
    with pytest.raises((ValueError, OverflowError)):
        from_parts([[value]])
