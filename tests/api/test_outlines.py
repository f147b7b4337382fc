"""The outlines of maps: made from a topology so that neighbours still meet, and those that ship are whole."""

from __future__ import annotations

import re
from typing import Any

from api.charts.outlines import outlines
from api.charts.outlining import WIDTH, projected, simplified, unwrapped
from api.charts.outlining import outlines as made

# Two countries that share a border of many points, an island too small for a line, a country across the edge of the map, and a state.
TOPOLOGY: dict[str, Any] = {
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    "arcs": [
        [[10, 0], [0, 5], [0, 5], [0, 10]],
        [[10, 20], [-10, 0], [0, -20], [10, 0]],
        [[10, 20], [20, 0], [0, -20], [-20, 0]],
        [[50, 0], [0, 0], [0, 0]],
        [[170, 60], [10, 0], [-350, 5], [350, 5], [-10, 0], [0, -10]],
        [[135, -30], [5, 0], [0, 5], [-5, 0], [0, -5]],
    ],
    "objects": {
        "countries": {
            "geometries": [
                {"type": "Polygon", "id": "WST", "arcs": [[0, 1]], "properties": {}},
                {"type": "Polygon", "id": "EST", "arcs": [[2, ~0]], "properties": {}},
                {"type": "MultiPolygon", "id": "ISL", "arcs": [[[3]], [[]]], "properties": {"ct": [50, 0]}},
                {"type": "Polygon", "id": "FAR", "arcs": [[4]], "properties": {}},
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {}},
                {"type": "Polygon", "id": "ATA", "arcs": [[0, 1]], "properties": {}},
            ]
        },
        "subunits": {
            "geometries": [
                {"type": "Polygon", "id": "QL", "arcs": [[5]], "properties": {"gu": "AUS"}},
                {"type": "Polygon", "id": "JB", "arcs": [[5]], "properties": {"gu": "AUS"}},
            ]
        },
    },
}
CODES = {"WST": "WW", "EST": "EE", "ISL": "II", "FAR": "FF", "AUS": "AU"}


def points(path: str) -> set[tuple[int, int]]:
    """The corners of a path's first ring."""
    start, steps = re.match(r"M(-?\d+ ?-?\d+)l([^z]*)z", path).groups()
    numbers = [int(one) for one in re.findall(r"-?\d+", f"{start} {steps}")]
    x = y = 0
    found = set()
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        found.add((x, y))
    return found


def test_neighbours_share_their_border_and_keep_their_codes() -> None:
    found = {one[0]: one for one in made(TOPOLOGY, CODES)}
    assert set(found) == {"", "WW", "EE", "II", "FF", "AU-QLD"}
    assert len(points(found["WW"][1]) & points(found["EE"][1])) >= 2


def test_a_place_too_small_for_a_line_is_a_point() -> None:
    code, path, box = next(one for one in made(TOPOLOGY, CODES) if one[0] == "II")
    assert (code, path) == ("II", "")
    assert box[:2] == box[2:]


def test_what_crosses_the_edge_stays_in_one_piece() -> None:
    box = next(one[2] for one in made(TOPOLOGY, CODES) if one[0] == "FF")
    assert box[2] - box[0] < WIDTH / 10


def test_lines_lose_only_points_that_show_nothing() -> None:
    assert simplified([(0, 0), (1, 0), (2, 0), (3, 0)]) == [(0, 0), (3, 0)]
    assert simplified([(0, 0), (10, 10), (20, 0)]) == [(0, 0), (10, 10), (20, 0)]
    assert unwrapped([(170, 0), (-170, 0), (175, 0)]) == [(170, 0), (190, 0), (175, 0)]
    assert projected(0, 0) == (WIDTH / 2, 0)


def test_those_that_ship_are_whole() -> None:
    held = outlines()
    codes = [one.code for one in held if one.code]
    assert len(codes) == len(set(codes))
    assert {"NO", "NZ", "SG", "HK", "CA-AB", "CA-QC", "AU-WA", "BR-RS", "US-CA"} <= set(codes)
    for one in held:
        left, top, right, bottom = one.box
        assert left <= right <= WIDTH * 1.05
        assert top <= bottom
        assert re.fullmatch(r"(M[-0-9 ]+l[-0-9 ]+z)*", one.path)
