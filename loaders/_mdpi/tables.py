"""The tables of a page as printed: in its markup, or in text that separates cells with "|" and may have lost blank ones at a row's end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.record import Span

if TYPE_CHECKING:
    from loaders._page.page import Page


@dataclass(slots=True)
class Table:
    """A table as printed: its header's cells, and each row's cells with its span in the captured text."""

    header: list[str]
    head: Span
    end: int
    rows: list[tuple[list[str], Span]] = field(default_factory=list)


def is_rule(line: str) -> bool:
    """Whether a line only draws the rule under a table's header: "---|---|"."""
    return "--" in line and not line.strip("-|: \t")


def tables(page: Page) -> list[Table]:
    """The tables of a page, in order."""
    return _markup_tables(page) if page.html else _text_tables(page)


def _text_tables(page: Page) -> list[Table]:
    found: list[Table] = []
    lines = [(b.start, page.text[b.start : b.end]) for b in page.blocks]
    for n, (start, line) in enumerate(lines):
        if n and is_rule(line) and "|" in line and "|" in lines[n - 1][1]:
            head_at, head = lines[n - 1]
            table = Table(_cells(head), Span(head_at, head_at + len(head), head), start + len(line))
            for at, row in lines[n + 1 :]:
                if "|" not in row or is_rule(row) or len(_cells(row)) <= len(table.header) // 2:
                    break
                table.rows.append((_cells(row), Span(at, at + len(row), row)))
                table.end = at + len(row)
            following = len(lines) > n + 1 + len(table.rows) and is_rule(lines[n + 1 + len(table.rows)][1])
            if following and table.rows:  # that row is the next table's header
                table.rows.pop()
                table.end = table.rows[-1][1].end if table.rows else start + len(line)
            found.append(table)
    return found


def _cells(line: str) -> list[str]:
    cells = [" ".join(c.split()) for c in line.split("|")]
    return cells[:-1] if cells and not cells[-1] else cells


def _markup_tables(page: Page) -> list[Table]:
    """The tables of a page's markup; a header of several rows keeps the last."""
    found: list[Table] = []
    last = 0
    for row in page.markup.rows:
        if len(row.cells) < 2:
            continue
        cells = [" ".join(page.text[a:b].split()) for a, b in row.cells]
        start, end = row.cells[0][0], row.cells[-1][1]
        new = row.table != last or len(cells) != len(found[-1].header)
        if "thead" in row.marks or new:
            found.append(Table(cells, Span(start, end, page.text[start:end]), end))
        else:
            found[-1].rows.append((cells, Span(start, end, page.text[start:end])))
            found[-1].end = end
        last = row.table
    return found
