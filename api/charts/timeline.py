"""A timeline: `start` to `end` as a span for each thing named by `label`; without `end`, how many rows fall on each year."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from api.charts import frame

if TYPE_CHECKING:
    from queries import Chart
    from queries.result import Cell, Result

MOST = 40
_TALL, _STEP = 120, 40


def sketch(chart: Chart, result: Result) -> frame.Sketch | None:
    """The spans or columns; None where no row has a year."""
    return _spans(chart, result) if "end" in chart.roles else _columns(chart, result)


def _columns(chart: Chart, result: Result) -> frame.Sketch | None:
    place = result.places
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    seen: set[tuple[object, ...]] = set()
    what = chart.roles.get("label")
    for row in result.rows:
        year = _year(row[place[chart.roles["start"]]])
        by = frame.label(row[place[chart.roles["by"]]]) if "by" in chart.roles else what or "rows"
        one = (year, by, row[place[what]] if what else len(seen))
        if year is not None and one not in seen:
            counted[year][by] += 1
            seen.add(one)
    if not counted:
        return None
    first, last = min(counted), max(counted)
    wide, most = 100 / (last - first + 1), max(sum(year.values()) for year in counted.values())
    series = frame.in_order(name for year in sorted(counted) for name in counted[year])
    marks = [
        f'<line x1="0" x2="100%" y1="{_TALL + 16}" y2="{_TALL + 16}" class="axis"/>',
        frame.text(0, 10, f"at most {most}", kind="soft"),
    ]
    for year, counts in counted.items():
        y = _TALL + 16.0
        for n, name in enumerate(series):
            if counts[name]:
                tall = _TALL * counts[name] / most
                y -= tall
                told = f"{year}: {name} {counts[name]}"
                marks.append(frame.bar((year - first) * wide, round(y, 1), wide * 0.82, round(tall, 1), frame.colour(name, n), told))
    marks += _axis(first, last, _TALL + 34)
    told = f"How many {what or 'rows'} a year: " + frame.listed(
        (str(year), sum(counts.values())) for year, counts in sorted(counted.items())
    )
    return frame.Sketch(_TALL + 42, marks, told, series)


def _spans(chart: Chart, result: Result) -> frame.Sketch | None:
    place = result.places
    found: dict[tuple[str, int, int], bool] = {}
    for row in result.rows:
        start, end = _year(row[place[chart.roles["start"]]]), _year(row[place[chart.roles["end"]]])
        begin = start if start is not None else end
        if begin is None:
            continue
        name = frame.label(row[place[chart.roles["label"]]]) if "label" in chart.roles else ""
        found.setdefault((name, begin, max(begin, end if end is not None else begin)), start is not None and end is not None)
    if not found:
        return None
    spans = sorted(found, key=lambda span: (span[1], span[2], span[0]))
    first, last = min(span[1] for span in spans), max(span[2] for span in spans)
    wide = 100 / (last - first + 1)
    marks: list[str] = []
    for n, (name, begin, end) in enumerate(spans[:MOST]):
        years = f"{begin}–{end}" if found[name, begin, end] and begin != end else f"{begin}"
        marks.append(frame.text(0, n * _STEP + 14, f"{years}  {name}".strip()))
        marks.append(frame.bar((begin - first) * wide, n * _STEP + 20, (end - begin + 1) * wide, 10, "c0", f"{name}, {years}"))
    shown = min(len(spans), MOST)
    marks += _axis(first, last, shown * _STEP + 16)
    if len(spans) > MOST:
        marks.append(frame.text(0, shown * _STEP + 36, f"and {len(spans) - MOST} more, in the table", kind="soft"))
    told = "From when to when: " + frame.listed((name, f"{begin} to {end}" if end != begin else begin) for name, begin, end in spans)
    return frame.Sketch(shown * _STEP + 42, marks, told)


def _axis(first: int, last: int, y: int) -> list[str]:
    if first == last:
        return [frame.text("50%", y, str(first), kind="soft", anchor="middle")]
    return [frame.text(0, y, str(first), kind="soft"), frame.text("100%", y, str(last), kind="soft", anchor="end")]


def _year(cell: Cell) -> int | None:
    return cell if isinstance(cell, int) and not isinstance(cell, bool) and -5000 < cell < 5000 else None
