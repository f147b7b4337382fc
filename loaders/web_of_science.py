"""Web of Science exports: tagged plain text (FN … PT … ER), and the same fields as a tab-delimited table.

Field tags: https://webofscience.help.clarivate.com (Core Collection field tags); INSPEC's ISI export uses the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from graph.errors import InputError
from loaders._files.decode import head_of, text_of
from loaders._files.told_works import entries_of, told
from loaders._wos_record import work_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said, Work

LABEL = "Web of Science export"
MEDIA = "text"
_LINE = re.compile(r"^([A-Z][A-Z0-9])(?: (.*))?$")
_PT = re.compile(r"^\ufeff?PT [A-Z]\s*$", re.MULTILINE)
_TAGS = re.compile(r"^(?:AU|AF|TI|SO|PY|UT|DT|J9) ", re.MULTILINE)
_TABLE = re.compile(r"^\ufeff?PT\tAU\t(?:[A-Z][A-Z0-9]\t)+")
_NOTHING = "no Web of Science record in it: a record begins with a line `PT J` and ends with `ER`"
_KNOWN = frozenset({
    "FN", "VR", "PT", "AU", "AF", "BA", "BF", "BE", "CA", "GP", "ED", "TI", "SO", "SE", "BS", "LA", "DT", "CT", "CY", "CL", "SP",
    "HO", "DE", "ID", "AB", "C1", "C3", "RP", "EM", "RI", "OI", "FU", "FX", "CR", "NR", "TC", "Z9", "U1", "U2", "PU", "PI", "PA",
    "SN", "EI", "BN", "J9", "JI", "PD", "PY", "VL", "IS", "PN", "SU", "SI", "MA", "BP", "EP", "AR", "DI", "D2", "EA", "PG", "P2",
    "WC", "WE", "SC", "GA", "PM", "OA", "HC", "HP", "DA", "UT", "ER", "EF", "AN", "PS", "CO", "AE", "DG", "PC", "PL", "MC", "MQ",
    "CC", "OR", "BD", "FT",
})  # fmt: skip
"""Tags; elsewhere a line that begins with two capitals goes on with its field."""
_LISTS = {"AU", "AF", "BA", "BF", "BE", "ED", "CA", "GP", "CR", "C1", "RI", "OI"}
"""Fields with one value a line; all others run on over lines."""

Fields = dict[str, list[str]]


def recognise(capture: Capture) -> float:
    """By a `PT J` line and other tags near the start, or the header of the table."""
    head = head_of(capture, 8000)
    if _TABLE.match(head):
        return 0.97
    if _PT.search(head) and _TAGS.search(head):
        return 0.96
    return 0.9 if re.match(r"\ufeff?FN (?:Thomson|Clarivate|ISI)\b", head) else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each record, in their order."""
    return told(capture, "web_of_science", _records(capture), _NOTHING)


def _records(capture: Capture) -> Iterator[tuple[str, int | None, Work | InputError]]:
    text = text_of(capture)
    listed = _rows(text) if _TABLE.match(text) else _split(text)
    return entries_of(text, ((offset, (fields, fault)) for offset, fields, fault in listed), _work)


def _work(record: tuple[Fields, str]) -> Work:
    fields, fault = record
    if fault:
        raise InputError(fault)
    return work_of(fields)


def _split(text: str) -> Iterator[tuple[int, Fields, str]]:
    """(offset, fields, what is wrong) of each record."""
    fields: Fields = {}
    at, start, tag = 0, 0, ""
    for printed in text.splitlines(keepends=True):
        line = printed.strip("\ufeff\r\n")
        found = _LINE.match(line)
        if found and found[1] == "PT":
            if fields:
                yield start, fields, "the record has no `ER` before the next `PT`: add that line"
            fields, start, tag = {"PT": [found[2] or ""]}, at, "PT"
        elif found and found[1] in {"ER", "EF"}:
            if fields:
                yield start, fields, ""
            fields, tag = {}, ""
        elif found and fields and found[1] in _KNOWN:
            tag = found[1]
            fields.setdefault(tag, []).append((found[2] or "").strip())
        elif fields and line.strip() and tag:  # most databases indent these lines, BIOSIS does not
            if tag in _LISTS:
                fields[tag].append(line.strip())
            else:
                fields[tag][-1] = f"{fields[tag][-1]} {line.strip()}"
        at += len(printed)
    if fields:
        yield start, fields, "the file ends before the record's `ER`: it is cut off, or that line is missing"


def _rows(text: str) -> Iterator[tuple[int, Fields, str]]:
    """(offset, fields, what is wrong) of each row; several values of one cell are separated by semicolons."""
    header: list[str] = []
    at = 0
    for printed in text.splitlines(keepends=True):
        cells = printed.strip("\ufeff\r\n").split("\t")
        if not header:
            header = [name.strip() for name in cells]
        elif any(cell.strip() for cell in cells):
            fields: Fields = defaultdict(list)
            for tag, cell in zip(header, cells, strict=False):
                if cell := cell.strip().strip('"').strip():
                    fields[tag] = [part.strip() for part in cell.split("; ")] if tag in _LISTS - {"C1"} else [cell]
            yield at, dict(fields), "" if fields.get("PT") else "a row without its type (PT): it is cut off or not of this table"
        at += len(printed)
