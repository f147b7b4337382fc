"""What kind of SPARQL a text is, told without an engine: by its words outside of strings, IRIs and comments."""

from __future__ import annotations

import re

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


def graphs_told(query: str) -> tuple[int, int]:
    """How many graphs a query makes its default graph of (FROM), and how many it names beside (FROM NAMED)."""
    named = [bool(clause[1]) for clause in _FROM.finditer(bare(query))]
    return named.count(False), named.count(True)


def rows_of(query: str) -> str:
    """The rows that a CONSTRUCT is made of, as a SELECT."""
    found = _TEMPLATE.search(bare(query))
    return f"{query[: found.start()]}SELECT * {query[found.end() :]}" if found else query
