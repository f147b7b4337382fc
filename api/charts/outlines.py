"""The outlines of countries and provinces that maps are drawn from; `outlining.py` says where they come from and makes them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Outline(NamedTuple):
    """A place on the plane of all outlines: its code ("" = none), the data of an SVG path ("" = only a point), and what it lies within."""

    code: str
    path: str
    box: tuple[int, int, int, int]


@cache
def outlines() -> tuple[Outline, ...]:
    """Every outline, provinces behind countries."""
    told = json.loads(Path(__file__).with_name("outlines.json").read_text(encoding="utf-8"))
    return tuple(Outline(code, path, tuple(box)) for code, path, box in told)
