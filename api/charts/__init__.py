"""Charts of answers, drawn here as SVG: one kind a file, asked for by a query's header (`#+ chart: bar x=theory y=works by=stance`).

A drawing keeps its letters' size on a narrow screen: places along its width are percentages, only heights are pixels. It has a title and a
description for those who do not see it, and stands beside the table that it is drawn from.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from queries import SavedQuery
    from queries.result import Result


def drawn(query: SavedQuery, result: Result, *, alone: bool = False) -> str:
    """The chart of an answer as an SVG element; "" where the header asks for none or nothing can be drawn.

    Args:
        query: its header names the kind and the columns.
        result: the rows.
        alone: with a style sheet of its own, to be a file.
    """
    if query.chart is None or not result.rows:
        return ""
    from api.charts import frame

    kind = importlib.import_module(f"api.charts.{query.chart.kind}")
    sketch = kind.sketch(query.chart, result)
    return frame.svg(sketch, query.summary, alone=alone) if sketch is not None else ""
