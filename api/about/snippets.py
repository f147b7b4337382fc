"""A saved query as lines to copy: for a shell, Python with pandas, R and JavaScript."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries import SavedQuery


def snippets(query: SavedQuery, given: Mapping[str, object], host: str) -> list[tuple[str, str]]:
    """(language, text) of each; parameters are percent-encoded or quoted, so that none can end its string.

    Args:
        query: the query.
        given: parameter → value or values.
        host: the server's address, with a slash at its end.
    """
    asked = urlencode(list(_pairs(given)), quote_via=quote)
    address = f"{host}queries/{query.name}"
    csv, data = (f"{address}.{form}" + (f"?{asked}" if asked else "") for form in ("csv", "json"))
    words = " ".join(["govgraph", "query", query.name, *(f"-p {shlex.quote(f'{name}={value}')}" for name, value in _pairs(given))])
    return [
        ("Command line", words),
        ("curl", f"curl {shlex.quote(csv)}"),
        ("Python", f"import pandas\n\nrows = pandas.read_csv({json.dumps(csv)})\nprint(rows)"),
        ("R", f'rows <- read.csv({json.dumps(csv)}, fileEncoding = "UTF-8")\nprint(rows)'),
        (
            "JavaScript",
            f"const answer = await fetch({json.dumps(data)});\nconst {{ columns, rows }} = await answer.json();\nconsole.table(rows);",
        ),
    ]


def _pairs(given: Mapping[str, object]) -> list[tuple[str, str]]:
    pairs = []
    for name, value in given.items():
        values = value if isinstance(value, (list, tuple)) else [value]
        pairs += [(name, str(one)) for one in values]
    return pairs
