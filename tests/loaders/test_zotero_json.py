"""Zotero's own JSON, of its web API and of exporters."""

from __future__ import annotations

import json
from pathlib import Path

from graph.record import Finding, Reject, Work
from graph.sources.capture import capture_of
from graph.sources.csl import work_to_csl
from loaders import read, recognise

SAMPLES = Path(__file__).parent / "samples"
WRITTEN = (SAMPLES / "zotero_json.json").read_text(encoding="utf-8")


def test_entries_are_read_notes_passed_over_and_nameless_ones_rejected() -> None:
    capture = capture_of(WRITTEN.encode(), "library.json")
    assert recognise(capture) == "zotero_json"
    said = list(read(capture, extract=False))
    works = [one for one in said if isinstance(one, Work)]
    expected = json.loads((SAMPLES / "zotero_json.expected.json").read_text(encoding="utf-8"))
    assert [work_to_csl(one, n) for n, one in enumerate(works, 1)] == expected
    assert [(one.where, "to know the work by" in one.reason) for one in said if isinstance(one, Reject)] == [("record 4, line 51", True)]
    assert [one.what for one in said if isinstance(one, Finding)] == ["notes and attachments"]
    title, abstract = works[0].passages
    assert capture.text[title.slices[0][0] : title.slices[0][1]] == works[0].title
    assert capture.text[abstract.slices[0][0] : abstract.slices[0][1]] == works[0].abstract


def test_an_exporters_library_gives_the_same_records() -> None:
    items = [entry["data"] | {"key": entry["key"]} for entry in json.loads(WRITTEN)]
    capture = capture_of(json.dumps({"config": {}, "items": items}).encode(), "library.json")
    assert recognise(capture) == "zotero_json"
    direct = [one.title for one in read(capture_of(WRITTEN.encode(), "a.json"), extract=False) if isinstance(one, Work)]
    assert [one.title for one in read(capture, extract=False) if isinstance(one, Work)] == direct
