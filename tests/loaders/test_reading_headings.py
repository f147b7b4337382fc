"""Headings that tell that a section concludes, with the numbers that sections bear."""

from __future__ import annotations

import pytest

from loaders.reading.prose.cues import CONCLUDING


@pytest.mark.parametrize("heading", ["Findings", "5. Findings", "4.2 Discussion", "4 . 2. Conclusions and outlook"])
def test_a_numbered_heading_concludes_as_one_without_a_number(heading: str) -> None:
    assert CONCLUDING.match(heading)


@pytest.mark.parametrize("heading", [". Findings", "Our findings", "1" * 5000, "1990 1991 " * 500])
def test_other_headings_conclude_nothing_and_rows_of_numbers_are_passed_over_at_once(heading: str) -> None:
    assert not CONCLUDING.match(heading)
