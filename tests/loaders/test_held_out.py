"""Pages of the five shapes that were written, with what a person reads on them, before and without a look at the loaders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from expectation import differences

import loaders
from graph.capture import read_capture

HELD_OUT = Path(__file__).parent / "held_out"
PAGES = sorted(path for path in HELD_OUT.iterdir() if path.suffix in {".txt", ".html"})


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_held_out_page_says_what_a_person_reads(path: Path) -> None:
    capture = read_capture(path)
    assert loaders.recognise(capture) == path.stem.partition("-")[0]
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    found = differences(capture, expected)
    assert not found, "\n".join(found)
