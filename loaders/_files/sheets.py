"""Spreadsheets as tables of text: CSV and TSV with the standard library, XLSX, XLS and ODS with python-calamine (an extra).

A cell is what the sheet shows as text: whole numbers without a fraction, dates as ISO 8601, formulas as their last value.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.extras import install

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.record import Capture

Sheet = tuple[str, list[list[str]]]
"""(name, rows); the name of a CSV file's only sheet is empty."""
MOST_ROWS = 200_000
MOST_UNPACKED = 256 << 20
_DELIMITERS = ",;\t|"
_LONGEST_CELL = 1 << 20


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a workbook's: a ZIP with the parts of XLSX or ODS, or an old XLS."""
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return b"W\0o\0r\0k\0b\0o\0o\0k\0" in data or b"B\0o\0o\0k\0" in data
    if not data.startswith(b"PK\x03\x04"):
        return False
    return b"opendocument.spreadsheet" in data[:200] or (b"xl/" in data and b"[Content_Types].xml" in data)


def sheets(capture: Capture, text: str) -> list[Sheet]:
    """The tables of a file.

    Raises:
        InputError: it is too large, broken, or a workbook and the extra is not installed.
    """
    return _workbook(capture.data) if is_workbook(capture.data) else [("", _rows(text))]


def delimiter_of(header: str, known: Iterable[str]) -> str:
    """The delimiter that splits a header line into most known names."""
    names = set(known)

    def hits(mark: str) -> int:
        return sum(column_name(cell) in names for cell in next(csv.reader([header], delimiter=mark), []))

    return max(_DELIMITERS, key=hits)


def column_name(cell: str) -> str:
    """A header cell as the name of a column: `Work DOI` is `work_doi`."""
    return "_".join(cell.strip().strip("*").casefold().replace("-", " ").replace("_", " ").split())


def _rows(text: str) -> list[list[str]]:
    lines = text.lstrip("\ufeff").splitlines()
    head = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    mark = max(_DELIMITERS, key=head.count)
    csv.field_size_limit(_LONGEST_CELL)
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=mark)
    try:
        for row in reader:
            rows.append([cell.strip() for cell in row])
            _limit(rows)
    except csv.Error as wrong:
        raise InputError(f"line {reader.line_num}: not a table that can be read ({wrong}); is a quotation mark missing?") from wrong
    return rows


def _limit(rows: list[list[str]]) -> None:
    if len(rows) > MOST_ROWS:
        raise InputError(f"more than {MOST_ROWS} rows; split the table")


def _workbook(data: bytes) -> list[Sheet]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as missing:
        raise InputError(f"spreadsheets need an extra: {install('sheets')}, or save the sheet as CSV") from missing
    if data.startswith(b"PK"):
        _unbombed(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [(name, list(_cells(book.get_sheet_by_name(name).to_python(skip_empty_area=False)))) for name in book.sheet_names]
    except (CalamineError, OSError, ValueError) as wrong:
        raise InputError(f"not a workbook that can be read ({wrong}); open it and save it again, or save it as CSV") from wrong


def _unbombed(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as wrong:
        raise InputError(f"not a sound workbook ({wrong}); open it and save it again") from wrong
    if unpacked > MOST_UNPACKED:
        raise InputError(f"the workbook unpacks to {unpacked >> 20} MiB; more than {MOST_UNPACKED >> 20} are not read, save it as CSV")


def _cells(rows: Sequence[Sequence[object]]) -> Iterator[list[str]]:
    _limit([[""]] * min(len(rows), MOST_ROWS + 1))
    for row in rows:
        yield [_shown(cell) for cell in row]


def _shown(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell == int(cell) and abs(cell) < 10**15 else repr(cell)
    if isinstance(cell, dt.datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell).strip() if cell is not None else ""
