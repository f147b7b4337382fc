"""OpenCitations' dumps: every row is a record, a citation or a reject with its line."""

from __future__ import annotations

import json
from pathlib import Path

import loaders
from graph.record import Reject, Work
from graph.sources.capture import capture_of, read_capture
from graph.sources.csl import works_to_csl

SAMPLES = Path(__file__).parent / "samples"
INDEX = (
    "oci,citing,cited,creation,timespan,journal_sc,author_sc\n"
    "1-2,omid:br/1 doi:10.5555/A,omid:br/2 doi:10.5555/b pmid:7,2016-04,P7Y,no,no\n"
    "3-2,10.5555/c,10.5555/b,2020,P11Y,no,no\n"
    "1-4,omid:br/1 doi:10.5555/a,pmid:8 omid:br/4,2016-04,P1Y,no,no\n"
    "1-5,doi:10.5555/a,doi:10.5555/d,2016-04,P1Y,no,no\n"
    "1-5,doi:10.5555/a,doi:10.5555/d,2016-04,P1Y,no,no\n"
)


def test_what_works_are() -> None:
    capture = read_capture(SAMPLES / "opencitations.csv")
    assert loaders.recognise(capture) == "opencitations"
    said = list(loaders.read(capture, extract=False))
    works = [one for one in said if isinstance(one, Work)]
    assert works_to_csl(works) == json.loads((SAMPLES / "opencitations.expected.json").read_text(encoding="utf-8"))
    assert works[0].authors[0].orcid == "0000-0002-1825-0097"
    assert [(one.where, one.reason) for one in said if isinstance(one, Reject)] == [
        ("record 4, line 5", "a journal: the works in it are rows of their own")
    ]


def test_which_work_cites_which() -> None:
    said = list(loaders.read(capture_of(INDEX.encode(), "index.csv"), extract=False))
    works = [one for one in said if isinstance(one, Work)]
    assert [(work.doi, work.issued, [one.work.doi for one in work.references]) for work in works] == [
        ("10.5555/a", "2016-04", ["10.5555/b", "10.5555/d"]),
        ("10.5555/c", "2020", ["10.5555/b"]),
    ]
    assert [one.where for one in said if isinstance(one, Reject)] == ["record 3, line 4"]


def test_a_header_alone_and_a_broken_table_say_so() -> None:
    for data, reason in ((INDEX.partition("\n")[0], "only the names"), (INDEX + '"' + "x" * 200_000, "no table after line")):
        said = list(loaders.read(capture_of(data.encode(), "index.csv"), extract=False))
        assert any(isinstance(one, Reject) and reason in one.reason for one in said)
