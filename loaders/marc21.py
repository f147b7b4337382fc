"""Binary MARC (ISO 2709; MARC 21 and UNIMARC, MARC-8 and UTF-8) and the lines that MarcEdit, Aleph and YAZ write of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from loaders._files.told_works import entries, told
from loaders._marc.iso2709 import is_iso2709, records
from loaders._marc.lines import is_lines, line_records
from loaders._marc.work import work_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said, Work
    from loaders._marc.record import MarcRecord

LABEL = "MARC 21"
MEDIA = "marc"


def recognise(capture: Capture) -> float:
    """By a leader at the beginning, or by lines of tags."""
    if is_iso2709(capture.data[:4000]):
        return 0.98
    return 0.95 if is_lines(capture) else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each record, in their order."""
    nothing = "no MARC record in it: a record begins with a leader of 24 characters"
    yield from told(capture, "marc21", entries(_records(capture), _work), nothing)


def _records(capture: Capture) -> Iterator[tuple[int | None, MarcRecord | InputError]]:
    if is_iso2709(capture.data[:4000]) or b"\x1d" in capture.data:
        yield from ((None, one) for one in records(capture.data))
    else:
        yield from line_records(capture)


def _work(record: MarcRecord | InputError) -> Work:
    if isinstance(record, InputError):
        raise record
    return work_of(record)
