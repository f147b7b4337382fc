"""Bars: one a thing of the column `x`, as long as the sum of `y` (rows are counted without one), in pieces `by` a column or several `y`."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from api.charts import frame

if TYPE_CHECKING:
    from queries import Chart
    from queries.result import Result

MOST = 30
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
    step = 62 if len(series) > 1 else 46
    marks: list[str] = []
    for n, key in enumerate(ordered[:MOST]):
        y, x = n * step, 0.0
        marks.append(frame.text(0, y + 14, names[key]))
        for number, name in enumerate(series):
            value = sums[key].get(name, 0)
            if value:
                width = 82 * value / longest
                marks.append(frame.bar(x, y + 20, width, _BAR, frame.colour(name, number), f"{names[key]}: {name} {frame.written(value)}"))
                x += width
        marks.append(f'<svg x="{x:.2f}%" overflow="visible">{frame.text(6, y + 32, frame.written(totals[key]), kind="soft")}</svg>')
        if len(series) > 1:
            pieces = " · ".join(f"{name} {frame.written(sums[key][name])}" for name in series if sums[key].get(name))
            marks.append(frame.text(0, y + 50, pieces, kind="soft", cut=52))
    told = f"Bars of {' and '.join(measures) or 'rows'} by {chart.roles['x']}: " + frame.listed(
        (names[key], frame.written(totals[key])) for key in ordered
    )
    if len(ordered) > MOST:
        marks.append(frame.text(0, MOST * step + 14, f"and {len(ordered) - MOST} more, in the table", kind="soft"))
    return frame.Sketch(min(len(ordered), MOST + 1) * step, marks, told, series)
