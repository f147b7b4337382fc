"""MARC-in-JSON (https://rossfsinger.com/blog/2010/09/a-proposal-to-serialize-marc-in-json/), as pymarc and marc4j write it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from loaders._files.decode import Lines, text_of
from loaders._files.json_records import Broken, is_json, records
from loaders._files.told_works import known_by_something, told
from loaders._marc.record import MarcRecord
from loaders._marc.work import work_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said, Work

LABEL = "MARC-in-JSON"
MEDIA = "json"
_INSIDE = frozenset({"records", "collection"})
_FIELD = re.compile(r'"(?:leader|fields)"\s*:')


def recognise(capture: Capture) -> float:
    """By `leader` and `fields`, and a field with subfields."""
    head = is_json(capture)
    if not head:
        return 0.0
    if _FIELD.search(head) and '"leader"' in head and '"fields"' in head:
        return 0.96
    return 0.5 if re.search(r"\bleader\s*:\s*\"\d{5}", head) else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each record, in their order."""
    yield from told(
        capture, "marc_json", _entries(capture), "no MARC-in-JSON record in it: a record is an object with `leader` and `fields`"
    )


def _entries(capture: Capture) -> Iterator[tuple[str, int | None, Work | InputError]]:
    written = text_of(capture)
    lines = Lines(written)
    for number, (start, _, value) in enumerate(records(written, _INSIDE), 1):
        line = lines.at(start)
        try:
            yield f"record {number}, line {line}", line, _work(value)
        except InputError as wrong:
            yield f"record {number}, line {line}", line, wrong


def _work(value: object) -> Work:
    if isinstance(value, Broken):
        raise InputError(value.reason)
    fields = value.get("fields") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(fields, list):
        raise InputError("no object with a list of `fields`: this is no MARC-in-JSON record")
    record = MarcRecord(str(value.get("leader") or ""))
    for one in fields:
        for tag, held in one.items() if isinstance(one, dict) else ():
            _add(record, str(tag), held)
    if record.empty:
        raise InputError("a record without a field")
    return known_by_something(work_of(record))


def _add(record: MarcRecord, tag: str, held: Any) -> None:
    if isinstance(held, str):
        record.controls.setdefault(tag, held)
    elif isinstance(held, dict) and isinstance(parts := held.get("subfields"), list):
        pairs = [(str(code), text) for part in parts if isinstance(part, dict) for code, text in part.items() if isinstance(text, str)]
        record.add(tag, f"{held.get('ind1') or ' '}{held.get('ind2') or ' '}", pairs)
