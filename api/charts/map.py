"""A map: each `place` (a jurisdiction) the darker the greater the sum of `count` is (rows are counted without one).

Only countries and the provinces of four of them have outlines; every other place is listed below the map, none is left out.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from api.charts import frame
from api.charts.outlines import outlines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from api.charts.outlines import Outline
    from queries import Chart
    from queries.result import Result

_TALL, _STEP = 340, 22
_LEAST = 500
"""Width of the smallest part of the plane that is shown, so that a place is seen among its neighbours."""
_MARGIN = 60
_DOT = 5
"""Units within which a place is only seen as a dot."""
_SHADES = 4
_UNLISTED = 12
"""Lines of places without an outline."""


def sketch(chart: Chart, result: Result) -> frame.Sketch | None:
    """The part of the world where the places are; None where no row names one."""
    place = result.places
    sums: dict[str, float] = defaultdict(float)
    names: dict[str, str] = {}
    for row in result.rows:
        cell = row[place[chart.roles["place"]]]
        if cell is not None:
            key = str(getattr(cell, "id", cell)).rsplit("/", 1)[-1]
            names.setdefault(key, frame.label(cell))
            sums[key] += frame.number(row[place[chart.roles["count"]]]) if "count" in chart.roles else 1
    ordered = sorted((key for key, total in sums.items() if total > 0), key=lambda key: (-sums[key], names[key].casefold(), key))
    if not ordered:
        return None
    told = {key: f"{names[key]}: {frame.written(sums[key])}" for key in ordered}
    drawn = [one for one in outlines() if one.code in told]
    seen = {one.code for one in drawn}
    most = max(sums.values())
    marks = [_plane(drawn, told, {key: max(1, -(-_SHADES * sums[key] // most)) for key in seen})] if drawn else []
    down = _TALL + 20 if drawn else 0
    if drawn:
        marks += _key(most, down)
        down += _STEP
    apart = [told[key] for key in ordered if key not in seen]
    more = [f"and {len(apart) - _UNLISTED} more, in the table"] if len(apart) > _UNLISTED else []
    for n, line in enumerate(["Not on the map:", *apart[:_UNLISTED], *more] if apart else []):
        marks.append(frame.text(0, down + n * _STEP + 16, line, kind="soft" if n == 0 else ""))
    height = down + ((1 + min(len(apart), _UNLISTED) + len(more)) * _STEP if apart else 0)
    words = frame.listed((names[key], frame.written(sums[key])) for key in ordered)
    lacking = f"; {len(apart)} of them without an outline" if apart else ""
    return frame.Sketch(height, marks, f"Map of {chart.roles.get('count', 'rows')} by {chart.roles['place']}: {words}{lacking}")


def _plane(drawn: Collection[Outline], told: dict[str, str], shades: dict[str, float]) -> str:
    left, top, wide, high = _part(drawn)
    around = (one for one in outlines() if one.path and "-" not in one.code)
    around = (one for one in around if one.box[0] < left + wide and one.box[2] > left and one.box[1] < top + high and one.box[3] > top)
    ground = "".join(f'<path class="ground" d="{one.path}"/>' for one in around)
    dot = wide / 220
    marks = []
    for one in drawn:
        x, y = (one.box[0] + one.box[2]) / 2, (one.box[1] + one.box[3]) / 2
        kind = f'class="place" fill-opacity="{_dark(shades[one.code]):.2f}"'
        whole = frame.pointed(told[one.code])
        if one.path:
            bare = f'<path class="ground" d="{one.path}"/>' if "-" in one.code else ""  # its country's shade does not shine through
            marks.append(f'{bare}<path {kind} d="{one.path}">{whole}</path>')
        if max(one.box[2] - one.box[0], one.box[3] - one.box[1]) < _DOT:
            marks.append(f'<circle {kind} cx="{x:.0f}" cy="{y:.0f}" r="{dot:.1f}">{whole}</circle>')
    box = f'viewBox="{left:.0f} {top:.0f} {wide:.0f} {high:.0f}"'
    return f'<svg class="map" width="100%" height="{_TALL}" {box} preserveAspectRatio="xMidYMax">{ground}{"".join(marks)}</svg>'


def _part(drawn: Iterable[Outline]) -> tuple[float, float, float, float]:
    """Left, top, width and height of what is shown: all places, with some of what lies around them."""
    boxes = [one.box for one in drawn]
    left, top = min(box[0] for box in boxes) - _MARGIN, min(box[1] for box in boxes) - _MARGIN
    right, bottom = max(box[2] for box in boxes) + _MARGIN, max(box[3] for box in boxes) + _MARGIN
    wide = max(right - left, _LEAST)
    high = max(bottom - top, wide / 2.1)
    return (left + right - wide) / 2, (top + bottom - high) / 2, wide, high


def _key(most: float, down: int) -> list[str]:
    """The shades, from the fewest to the most."""
    shade = '<svg x="{}" y="{}" overflow="visible"><rect width="22" height="12" class="place" fill-opacity="{:.2f}"/></svg>'
    marks = [shade.format((n - 1) * 24, down - _STEP, _dark(n)) for n in range(1, _SHADES + 1)]
    return [*marks, frame.text(_SHADES * 24 + 8, down - _STEP + 11, f"few to {frame.written(most)}", kind="soft")]


def _dark(shade: float) -> float:
    return 0.25 + 0.75 * shade / _SHADES
