"""What kind of SPARQL a text is, told without an engine: by its words outside of strings, IRIs and comments."""

from __future__ import annotations

import re

from graph.errors import UsageError

UNITED = "give at most one default graph (FROM, `default-graph-uri`): a union of graphs counts a statement once a graph"
_SKIPPED = re.compile(
    r"""'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|<[^<>"{}|^`\\\s]*>|\#[^\n]*""",
    re.DOTALL,
)
_FORM = re.compile(r"(?:\s|PREFIX\s+[^\s:]*:\s*~+|BASE\s*~+)*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
_TEMPLATE = re.compile(r"(?<![?$:\w-])CONSTRUCT\s*(?:\{[^{}]*\})?", re.IGNORECASE)
_FROM = re.compile(r"(?<![?$@:.\w-])FROM(?![:.\w-])(\s+NAMED(?![:.\w-]))?", re.IGNORECASE)


def bare(query: str) -> str:
    """The query, as long as it is, with its strings and IRIs struck out and its comments blank."""
    return _SKIPPED.sub(lambda skipped: (" " if skipped[0][0] == "#" else "~") * len(skipped[0]), query)


def form_of(query: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; "" of what is no query, such as an update."""
    found = _FORM.match(bare(query))
    return found[1].upper() if found else ""


def default_graph(query: str, usual: str) -> str | None:
    """The default graph that a query is asked of: the usual one, or None where it tells its dataset itself (FROM, FROM NAMED).

    Raises:
        UsageError: it unites graphs.
    """
    named = [bool(clause[1]) for clause in _FROM.finditer(bare(query))]
    if named.count(False) > 1:
        raise UsageError(UNITED)
    return None if named else usual


def rows_of(query: str) -> str:
    """The rows that a CONSTRUCT is made of, as a SELECT."""
    found = _TEMPLATE.search(bare(query))
    return f"{query[: found.start()]}SELECT * {query[found.end() :]}" if found else query
