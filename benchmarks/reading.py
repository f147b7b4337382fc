"""Reading: records and pages a second on one core, and how many times longer a loader takes than a bare parser of the format.

The loader gives works with names, dates and pages taken apart, the bare parser (named in PARSERS) only the fields as they are written.
Files are made in memory; the texts of works are not read (`extraction` measures that).
"""

from __future__ import annotations

import io
import json
import time
from typing import TYPE_CHECKING

from benchmarks import _written
from graph.record import Work
from graph.sources.capture import capture_of

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT, PAGES, TURNS = 3_000, 40, 5
ASKED = {"ris": 3_000.0, "bibtex": 1_000.0, "marc21": 1_500.0, "landing_page": 300.0}
"""Records or pages a second."""


def run() -> dict[str, dict[str, float | bool]]:
    """Measure each format; of several turns the fastest counts, since other programs only slow them."""
    files: dict[str, list[bytes]] = {
        "ris": [_written.ris(COUNT)],
        "bibtex": [_written.bibtex(COUNT)],
        "marc21": [_written.marc(COUNT)],
        "csl_json": [_written.csl(COUNT)],
        "landing_page": _written.pages(PAGES),
    }
    return {name: _figures(name, captures) for name, captures in files.items()}


def _figures(name: str, files: list[bytes]) -> dict[str, float | bool]:
    count = PAGES if name == "landing_page" else COUNT
    ours, bare = _seconds(lambda: _read(files), lambda: [PARSERS[name](data) for data in files])
    told = {"records_a_second": round(count / ours), "times_the_bare_parser": round(ours / bare, 1)}
    return told | ({"holds": count / ours >= ASKED[name]} if name in ASKED else {})


def _read(files: list[bytes]) -> None:
    """Recognise and read as `govgraph read` does.

    Raises:
        AssertionError: a record was lost.
    """
    import loaders

    works = sum(isinstance(said, Work) for data in files for said in loaders.read(capture_of(data, "export"), extract=False))
    if works != max(len(files), COUNT if len(files) == 1 else 0):
        raise AssertionError(works)


def _seconds(*turns: Callable[[], object]) -> list[float]:
    """Seconds of one core that each work takes, turn about; a first turn warms up."""
    fastest = [float("inf")] * len(turns)
    for _ in range(TURNS + 1):
        for place, work in enumerate(turns):
            started = time.process_time()
            work()
            fastest[place] = min(fastest[place], time.process_time() - started)
    return fastest


def _lines(data: bytes) -> object:
    return [[line.partition("  - ")[::2] for line in record.split("\n")] for record in data.decode().split("ER  -")]


def _bibtex(data: bytes) -> object:
    import bibtexparser

    return bibtexparser.parse_string(data.decode()).entries


def _marc(data: bytes) -> object:
    from pymarc import MARCReader

    return list(MARCReader(io.BytesIO(data)))


def _html(data: bytes) -> object:
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(data.decode()).css("meta[content]")


PARSERS: dict[str, Callable[[bytes], object]] = {
    "ris": _lines,
    "bibtex": _bibtex,
    "marc21": _marc,
    "csl_json": lambda data: [json.loads(line) for line in data.splitlines()],
    "landing_page": _html,
}
"""Splitting lines at tags; bibtexparser; pymarc; json; selectolax."""
