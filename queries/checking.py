"""Checks a saved query that somebody else wrote, before anybody asks it; what is wrong is told with file and line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import QuerySolutions, QueryTriples, Store

from graph.engines.adhoc import forbidden
from graph.engines.syntax import fault_of
from graph.errors import UsageError
from queries.header import read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LARGEST = 100_000


def check(path: Path, taken: Sequence[str]) -> None:
    """Check one file: its name, header, SPARQL, and that it selects what its header promises.

    Args:
        path: the query's file.
        taken: names that other queries have already.

    Raises:
        UsageError: something is wrong.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", path.stem):
        raise UsageError(f"{path}:1: a query's file is named in small letters, digits and hyphens, say `my-question.rq`")
    if path.stem in taken:
        raise UsageError(f"{path}:1: there is a query '{path.stem}' already; give this one another name")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}:{path.read_bytes()[: error.start].count(10) + 1}: not UTF-8") from error
    if len(text) > LARGEST:
        raise UsageError(f"{path}:1: longer than {LARGEST:,} characters")
    query = read(path)
    refused = forbidden(text)
    if refused:
        raise UsageError(f"{path}:1: {refused[1]}")
    try:
        answer = Store().query(text)
    except (SyntaxError, ValueError) as error:
        fault = fault_of(text, error)
        raise UsageError(f"{path}:{fault.line or 1}: not SPARQL: {fault.words}") from error
    if isinstance(answer, QueryTriples):
        return
    if not isinstance(answer, QuerySolutions):
        raise UsageError(f"{path}:1: a saved query is a SELECT or a CONSTRUCT")
    selected = {variable.value for variable in answer.variables}
    for column in query.columns:
        names = (column.name, f"{column.name}Label") if column.is_thing else (column.name, *column.quoted)
        lacking = [f"?{name}" for name in names if name not in selected]
        if lacking:
            line = text.count("\n", 0, _place(text, column.name)) + 1
            raise UsageError(f"{path}:{line}: the query does not select {', '.join(lacking)}, which column '{column.name}' needs")


def _place(text: str, column: str) -> int:
    """Where a column stands in the header, behind `columns:`."""
    found = re.search(rf"^#\+\s+{column}:", text[text.find("columns:") :], re.MULTILINE)
    return text.find("columns:") + (found.start() if found else 0)
