"""How a file that lists works is told: the Source, then each work with its title and abstract as passages, or why it is left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from graph.errors import InputError
from graph.record import Reject
from graph.sources.csl import MOST_CONTRIBUTORS
from loaders._files.decode import Lines, refused, source_of
from loaders._files.record_text import Layout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from graph.record import Capture, Said, Work


T = TypeVar("T")
Entry: TypeAlias = "tuple[str, int | None, Work | InputError]"
"""Where a record stands, its line, and its Work or why it has none."""
_RANGE = re.compile(r"^([A-Za-z]*\d+)\s*[-–—]+\s*([A-Za-z]*\d+)$")


def entries(records: Iterable[tuple[int | None, T]], work_of: Callable[[T], Work]) -> Iterator[Entry]:
    """Records in their order, each given with its line if it has one, as `told` takes them.

    Args:
        records: an InputError that they raise is the fault of the whole file, and left to `told`.
        work_of: one record → Work; an InputError that it raises is the fault of that record.
    """
    for number, (line, record) in enumerate(records, 1):
        where = f"record {number}" if line is None else f"record {number}, line {line}"
        try:
            work: Work | InputError = known_by_something(work_of(record))
        except InputError as wrong:
            work = wrong
        yield where, line, work


def entries_of(text: str, records: Iterable[tuple[int, T]], work_of: Callable[[T], Work]) -> Iterator[Entry]:
    """The same of records that are given with their offset in the text."""
    lines = Lines(text)
    return entries(((lines.at(offset), record) for offset, record in records), work_of)


def told(capture: Capture, format_: str, entries: Iterable[Entry], nothing: str) -> Iterator[Said]:
    """What the file says; `capture.text` becomes the titles and abstracts, in which the passages have their places.

    Args:
        capture: the file.
        format_: the loader's name.
        entries: its records in their order; an InputError that they raise is the fault of the whole file.
        nothing: why a file without any record is refused.
    """
    try:
        listed, fault = list(entries), ""
    except InputError as wrong:
        listed, fault = [], str(wrong)
    capture.text = Layout.written((one.title, one.abstract) for _, _, one in listed if not isinstance(one, InputError))
    yield source_of(capture, format_)
    layout = Layout()
    for where, line, one in listed:
        if isinstance(one, InputError):
            yield Reject(where, str(one))
            continue
        one.line, one.passages = line, layout.passages(one.title, one.abstract)
        for passage in one.passages:
            passage.language = one.language or "en"
        yield one
    if not listed:
        yield Reject("file", fault or nothing)


def told_in_two_passes(
    capture: Capture,
    format_: str,
    records: Callable[[], Iterable[tuple[int | None, T | InputError]]],
    work_of: Callable[[T], Work],
    nothing: str,
) -> Iterator[Said]:
    """What a file says that may be too large to be held: its records are gone through for their texts, and again for their works.

    Args:
        capture: the file.
        format_: the loader's name.
        records: begins to go through them: each with its line if it has one, or why it is none.
        work_of: one record → Work; an InputError that it raises is the fault of that record.
        nothing: why a file without any record is refused.
    """

    def placed() -> Iterator[tuple[int | None, Work | InputError]]:
        for line, record in records():
            try:
                yield line, record if isinstance(record, InputError) else work_of(record)
            except InputError as wrong:
                yield line, wrong

    try:
        capture.text = Layout.written((one.title, one.abstract) for _, one in placed() if not isinstance(one, InputError))
    except InputError as wrong:
        yield from refused(capture, format_, wrong)
        return
    yield source_of(capture, format_)
    layout, number = Layout(), 0
    for number, (line, one) in enumerate(placed(), 1):
        if isinstance(one, InputError):
            yield Reject(f"record {number}" if line is None else f"record {number}, line {line}", str(one))
            continue
        one.line, one.passages = line, layout.passages(one.title, one.abstract)
        yield one
    if not number:
        yield Reject("file", nothing)


def known_by_something(work: Work) -> Work:
    """The work, if it has anything to know it by.

    Raises:
        InputError: no title, name, DOI or container; or more names than any work has.
    """
    if max(len(work.authors), len(work.editors)) > MOST_CONTRIBUTORS:
        raise InputError(f"{len(work.authors)} authors and {len(work.editors)} editors; more than {MOST_CONTRIBUTORS} are refused")
    if not (work.title or work.doi or work.authors or work.editors or work.part_of or work.venue):
        raise InputError("no title, name, DOI or container to know the work by")
    return work


def csl_of(work: Work) -> dict[str, object]:
    """The work's CSL variables that it has no field for, to add to."""
    held = work.custom.setdefault("csl", {})
    assert isinstance(held, dict)
    return held


def pages_of(printed: str) -> str:
    """Printed pages with a plain hyphen and the last one whole; what is no range stays as it is printed."""
    return whole_pages(found[1], found[2]) if (found := _RANGE.match(printed)) else printed


def whole_pages(first: str, last: str) -> str:
    """`943-947` from "943" and the shortened "7"; one page alone where there is no other."""
    first, last = first.strip(), last.strip()
    if not first or not last or first == last:
        return first or last
    if first.isdecimal() and last.isdecimal() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return f"{first}-{last}" if first != last else first
