"""Rows of an HTML table whose cells span columns and rows."""

from __future__ import annotations

_MOST_SPANNED = 100


class Table:
    """A table that the walk is inside of: its number, and by column how many further rows a cell of an earlier row spans."""

    __slots__ = ("number", "spanning")

    def __init__(self, number: int) -> None:
        self.number = number
        self.spanning: dict[int, tuple[int, tuple[int, int]]] = {}

    def fill(self, row: list[tuple[int, int]]) -> None:
        """Put the cells that span into this row where its next column is."""
        while (held := self.spanning.get(len(row))) is not None:
            left, cell = held
            self.spanning.pop(len(row))
            if left > 1:
                self.spanning[len(row)] = (left - 1, cell)
            row.append(cell)

    def add(self, row: list[tuple[int, int]], cell: tuple[int, int], attributes: dict[str, str]) -> None:
        """Put a cell of the page into the row's next columns."""
        self.fill(row)
        across, down = (_count(attributes.get(name)) for name in ("colspan", "rowspan"))
        for _ in range(min(across, max(1, _MOST_SPANNED - len(row)))):
            if down > 1:
                self.spanning[len(row)] = (down - 1, cell)
            row.append(cell)


def _count(told: str | None) -> int:
    """How many columns or rows a cell spans: 1 where nothing sensible is said."""
    return min(int(told), _MOST_SPANNED) if told and told.isdecimal() and len(told) < 5 and int(told) else 1
