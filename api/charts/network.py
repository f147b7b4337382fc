"""A network as arcs: the things of `from` and `to` stand in one list, and an arc joins two that a row names together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from api.charts import frame
from queries.result import Thing

if TYPE_CHECKING:
    from queries import Chart
    from queries.result import Result

MOST = 40
_STEP, _LEFT, _LETTERS = 24, 110, 28


def sketch(chart: Chart, result: Result) -> frame.Sketch | None:
    """The list, those joined next to each other, with its arcs; None where no row joins two things."""
    place = result.places
    names: dict[str, str] = {}
    links: dict[tuple[str, str], None] = {}
    for row in result.rows:
        ends = [row[place[chart.roles[role]]] for role in ("from", "to")]
        if all(cell is not None for cell in ends):
            keys = [cell.id if isinstance(cell, Thing) else str(cell) for cell in ends]
            names.update(zip(keys, map(frame.label, ends), strict=True))
            if keys[0] != keys[1]:
                links[keys[0], keys[1]] = None
    degree = Counter(end for link in links for end in link)
    if not degree:
        return None
    order = _ordered(names, list(links), degree)
    kept = {key: n for n, key in enumerate(order[:MOST])}
    starts = {start for start, _ in links}
    marks: list[str] = []
    for start, end in links:
        if start in kept and end in kept:
            high, low = sorted((kept[start] * _STEP + 12, kept[end] * _STEP + 12))
            deep = min(_LEFT - 8, 14 + (low - high) / 2)
            told = frame.pointed(f"{names[start]} – {names[end]}")
            curve = f"M{_LEFT} {high}C{_LEFT - deep:.0f} {high} {_LEFT - deep:.0f} {low} {_LEFT} {low}"
            marks.append(f'<path d="{curve}">{told}</path>')
    for key, n in kept.items():
        marks.append(f'<circle cx="{_LEFT}" cy="{n * _STEP + 12}" r="4.5" class="{"c0" if key in starts else "c1"}"/>')
        marks.append(frame.text(_LEFT + 12, n * _STEP + 17, names[key], cut=_LETTERS))
    if len(order) > MOST:
        marks.append(frame.text(_LEFT + 12, MOST * _STEP + 17, f"and {len(order) - MOST} more, in the table", kind="soft"))
    told = f"{len(starts)} × {chart.roles['from']} joined with {chart.roles['to']} by {len(links)} arcs; most joined: "
    most = sorted(degree, key=lambda key: (-degree[key], names[key]))
    return frame.Sketch(min(len(order), MOST + 1) * _STEP, marks, told + frame.listed((names[key], degree[key]) for key in most))


def _ordered(names: dict[str, str], links: list[tuple[str, str]], degree: Counter[str]) -> list[str]:
    """Each thing before those that it leads to, the most joined first, so that arcs stay short."""
    near: dict[str, list[str]] = {}
    for start, end in links:
        near.setdefault(start, []).append(end)
        near.setdefault(end, []).append(start)
    order: dict[str, None] = {}
    for root in sorted(degree, key=lambda key: (-degree[key], names[key].casefold(), key)):
        rest = [root]
        while rest:
            key = rest.pop(0)
            if key not in order:
                order[key] = None
                rest += sorted(near[key], key=lambda one: (degree[one], names[one].casefold(), one))
    return list(order)
