"""Crossref's REST API and its public data files: a work, the answer to a query, `items` of a dump, or JSON lines.

Source: https://api.crossref.org/swagger-ui/index.html. Members, funders, journals and faults that an answer may hold are rejected by name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders._crossref.work import texts_of, work_of
from loaders._files.json_records import is_json, read_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said

LABEL = "Crossref JSON"
MEDIA = "json"
_INSIDE = frozenset({"message", "items"})
_MARKS = re.compile(
    r'"(indexed|is-referenced-by-count|references?-count|content-domain|member|prefix|deposited|issn-type|short-container-title|doi-asserted-by'
    r'|published-(?:print|online))"\s*:'
)


def recognise(capture: Capture) -> float:
    """By the answer's `message-type`, or by names that only Crossref's records have."""
    head = is_json(capture)
    if not head:
        return 0.0
    if re.search(r'"message-type"\s*:', head):
        return 0.97
    marks = {found[1] for found in _MARKS.finditer(head)}
    if len(marks) < 2 or not re.search(r'"DOI"\s*:', head):
        return 0.5 if len(marks) > 2 else 0.0
    # Crossref's CSL-JSON has the same marks, but a title that is a string
    return 0.6 if re.search(r'"title"\s*:\s*"', head) and not re.search(r'"(?:title|container-title)"\s*:\s*\[', head) else 0.95


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each record, in their order."""
    yield from read_json(capture, "crossref", _INSIDE, work_of, texts_of)
