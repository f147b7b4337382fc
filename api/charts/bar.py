"""Bars: one a thing of the column `x`, as long as the sum of `y` (rows are counted without one), in pieces `by` a column or several `y`."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from typing import TYPE_CHECKING

from api.charts import frame

if TYPE_CHECKING:
    from queries import Chart
    from queries.result import Result

MOST = 30
LINE = 52
"""Characters of a line that says the pieces in numbers."""
_BAR = 14


def sketch(chart: Chart, result: Result) -> frame.Sketch | None:
    """The bars, the longest first; None where there is nothing to count."""
    place = result.places
    measures = chart.columns("y")
    sums: dict[object, dict[str, float]] = {}
    names: dict[object, str] = {}
    for row in result.rows:
        cell = row[place[chart.roles["x"]]]
        key = getattr(cell, "id", cell)
        names.setdefault(key, frame.label(cell))
        bars = sums.setdefault(key, defaultdict(float))
        if "by" in chart.roles:
            bars[frame.label(row[place[chart.roles["by"]]])] += frame.number(row[place[measures[0]]]) if measures else 1
        else:
            for measure in measures or ("rows",):
                bars[measure] += frame.number(row[place[measure]]) if measures else 1
    totals = {key: sum(bars.values()) for key, bars in sums.items()}
    longest = max(totals.values(), default=0)
    if longest <= 0:
        return None
    ordered = sorted(sums, key=lambda key: (-totals[key], names[key].casefold(), str(key)))
    series = frame.in_order(name for key in ordered for name in sums[key])
    marks: list[str] = []
    y = 0
    for key in ordered[:MOST]:
        marks += _bar(sums[key], names[key], series, y, longest)
        y += 46
        if len(series) > 1:
            pieces = [f"{name} {frame.written(sums[key][name])}" for name in series if sums[key].get(name)]
            lines = textwrap.wrap(" · ".join(piece.replace(" ", "\N{NO-BREAK SPACE}") for piece in pieces), LINE)
            marks += [frame.text(0, y + 4 + 16 * n, line.strip(" ·"), kind="soft", cut=LINE) for n, line in enumerate(lines)]
            y += 16 * len(lines)
    told = f"Bars of {' and '.join(measures) or 'rows'} by {chart.roles['x']}: " + frame.listed(
        (names[key], frame.written(totals[key])) for key in ordered
    )
    if len(ordered) > MOST:
        marks.append(frame.text(0, y + 14, f"and {len(ordered) - MOST} more, in the table", kind="soft"))
        y += 46
    return frame.Sketch(y, marks, told, series)


def _bar(pieces: dict[str, float], name: str, series: tuple[str, ...], y: int, longest: float) -> list[str]:
    """The name, the pieces side by side, and their sum behind them."""
    marks, x = [frame.text(0, y + 14, name)], 0.0
    for number, one in enumerate(series):
        if value := pieces.get(one, 0):
            width = 82 * value / longest
            marks.append(frame.bar(x, y + 20, width, _BAR, frame.colour(one, number), f"{name}: {one} {frame.written(value)}"))
            x += width
    total = frame.text(6, y + 32, frame.written(sum(pieces.values())), kind="soft")
    return [*marks, f'<svg x="{x:.2f}%" overflow="visible">{total}</svg>']
