"""Table of cases and claims that a researcher fills by hand: CSV, TSV, or a sheet of an XLSX, XLS or ODS workbook.

`govgraph template cases|claims` prints its header with an example. A row is one claim, or one case where it names no theory. The text
that evidence counts in is derived from the table: each row's cells in a line of their own, under the row's number.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.plural import counted
from graph.record import Finding, Reject, Source, Span
from graph.rights import is_open
from graph.sources.capture import decoded
from loaders._claims.columns import NAMES
from loaders._claims.rows import Row, Rows
from loaders._files.decode import source_of
from loaders._files.sheets import column_name, delimiter_of, is_workbook, sheets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said

LABEL = "Table of cases and claims filled by hand (CSV, TSV, XLSX, ODS)"
MEDIA = "table"
_FEWEST = 3
_ALLOWED = re.compile(r"#\s*(?P<what>licen[cs]e|rights[ _-]?holder)\s*:\s*(?P<told>.*\S)", re.IGNORECASE)
_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")


def recognise(capture: Capture) -> float:
    """By a header line with columns of the templates; a workbook by its form, since nothing else here reads one."""
    if is_workbook(capture.data):
        return 0.9 if capture.name.lower().endswith(_SUFFIXES) else 0.6
    if capture.data[:1] in (b"{", b"[", b"<", b"%", b"@"):
        return 0.0
    for line in decoded(capture.data[:8_000])[0].lstrip("\ufeff").splitlines()[:20]:
        if line.strip() and not line.startswith("#"):
            mark = delimiter_of(line, NAMES)
            return 0.95 if _is_header(line.strip().split(mark)) else 0.0
    return 0.0


def read(capture: Capture) -> Iterator[Said]:
    """The source, the works and cases, each once, and the claims; every cell that could not be read is a Reject with row and column."""
    text = "" if is_workbook(capture.data) else decoded(capture.data)[0]  # not `capture.text`, which is the derived one afterwards
    source = source_of(capture, "claims_table")
    capture.text = ""
    try:
        tables = sheets(capture, text)
    except InputError as wrong:
        yield source
        yield Reject("file", str(wrong))
        return
    rows, written = Rows(), _Text()
    headed = False
    for name, table in tables:
        headed = _read_sheet(name, table, rows, written) or headed
        _allowed(table, source)
    capture.text = written.whole()
    source.records = rows.count if headed else None
    yield source
    if not headed:
        yield Reject("file", "no row is a header of these tables; `govgraph template claims` prints one")
        return
    yield from _said(rows, source)


def _said(rows: Rows, source: Source) -> Iterator[Said]:
    yield from rows.works.values()
    yield from rows.cases.values()
    yield from rows.respondents.values()
    yield from rows.claims
    yield Finding(
        "found",
        counted(rows.count, "row"),
        f"{counted(len(rows.works), 'work')}, {counted(len(rows.cases), 'case')}, {counted(len(rows.claims), 'claim')} in {source.label}",
    )
    yield from rows.findings
    yield from rows.rejects


class _Text:
    """The text derived from a table, written row by row."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0

    def put(self, text: str) -> Span:
        """Write some text; its place."""
        self.pieces.append(text)
        self.length += len(text)
        return Span(self.length - len(text), self.length, text)

    def whole(self) -> str:
        """All that was written."""
        return "".join(self.pieces)


def _allowed(table: list[list[str]], source: Source) -> None:
    """Take what rows such as `# licence: CC BY 4.0` say of the whole table."""
    for cells in table:
        if cells and (said := _ALLOWED.match(" ".join(cell for cell in cells if cell))):
            if said["what"].lower().startswith("licen"):
                source.licence = said["told"]
                source.display = "full" if is_open(source.licence) else "quote"
            else:
                source.rights_holder = said["told"]


def _is_header(cells: list[str]) -> bool:
    named = {NAMES[name] for cell in cells if (name := column_name(cell.strip('"'))) in NAMES}
    about = named & {"case", "theory", "stance"}
    return len(named) >= _FEWEST and bool(about) and bool(named & {"work_doi", "work_title"})


def _read_sheet(name: str, table: list[list[str]], rows: Rows, written: _Text) -> bool:
    """Read one sheet; whether it has a header of ours in its first rows."""
    at = next((number for number, cells in enumerate(table[:20]) if _is_header(cells)), None)
    if at is None:
        return False
    where = f"sheet {name}, " if name else ""
    columns: list[str] = []
    for cell in table[at]:
        column = NAMES.get(column_name(cell), "")
        if cell and not column:
            near = get_close_matches(column_name(cell), list(NAMES), 1, 0.8)
            if near:
                told = f"no such column; did you mean {NAMES[near[0]]}?"
                rows.rejects.append(Reject(f"{where}row {at + 1}, column {cell}", told, cell, kept=True))
            else:
                rows.findings.append(Finding("ignored", f"column {cell}", "not one of the template's"))
        elif column in columns:
            rows.rejects.append(Reject(f"{where}row {at + 1}, column {cell}", f"{column} stands twice; the first is read", cell, kept=True))
            column = ""
        columns.append(column)
    for number, cells in enumerate(table[at + 1 :], at + 2):
        if not any(cells) or cells[0].startswith("#"):
            continue
        if any(cells[len(columns) :]):
            rows.count += 1
            rows.rejects.append(Reject(f"{where}row {number}", "more cells than the header has columns; is a quotation mark missing?"))
            continue
        rows.read(_written(f"{where}row {number}", columns, cells, written))
    return True


def _written(name: str, columns: list[str], cells: list[str], written: _Text) -> Row:
    """A row with its cells put into the text."""
    row = Row(name, {}, {})
    written.put(f"{name[0].upper()}{name[1:]}\n")
    for column, cell in zip(columns, cells, strict=False):
        if column and cell:
            row.cells[column] = cell
            written.put(f"{column}: ")
            row.spans[column] = written.put(" ".join(cell.split()))
            written.put("\n")
    written.put("\n")
    return row
