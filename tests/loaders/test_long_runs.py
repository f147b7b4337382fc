"""A mark, a letter or a blank repeated sixty thousand times, wherever a format may hold it, is read or rejected like any other text.

A pattern that looks at each of so many places again from each of them would take minutes: the tests hold no clock, they come to an end.
"""

from __future__ import annotations

import pytest

import loaders
from graph.record import Reject, Source, Work
from graph.sources.capture import capture_of

LENGTH = 60_000
BEGINNINGS = {
    "text": "",
    "label": "Format: ",
    "ris": "TY  - JOUR\nTI  - A study\nAB  - We find that New Public Management ",
    "bibtex": "@article{k,\n title={",
    "refer": "%0 Journal Article\n%T ",
    "xml": '<?xml version="1.0"?><a>',
    "page": "<html><head><title>",
    "abstract": '<html><head><meta name="citation_title" content="A study"></head><body><h2>Abstract</h2><p>We find ',
    "references": '<html><head><meta name="citation_title" content="A study"></head><body><ol class="references"><li>',
}
UNITS = (" ", "-", "(", ".", ",", "|", "\t", "\n", "\r", "1-", "a.", ". ", "a ", "A. ", "<", "&", '"', "and ")


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_long_run_of_one_mark_is_read_or_rejected(beginning: str, unit: str) -> None:
    written = BEGINNINGS[beginning] + unit * (LENGTH // len(unit))
    said = list(loaders.read(capture_of(written.encode(), "a.txt")))
    assert any(isinstance(each, Work | Source | Reject) for each in said)
