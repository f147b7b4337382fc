"""Reads the `#+` header of a saved query; what is wrong is told with file and line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graph.errors import UsageError
from queries.question import CHARTS, CLASSES, VALUES, Chart, Column, Example, Parameter, SavedQuery

if TYPE_CHECKING:
    from pathlib import Path

_KEYS = {"summary", "description", "parameters", "columns", "example", "numbers", "ordered", "graphs", "quotes", "chart", "opens"}
WITH_REJECTED = "with rejected"
"""All graphs, and what people rejected is told too."""
GRAPH = {"subject": "term", "property": "term", "value": "any"}
"""The columns of a graph where it is told as a table."""


def read(path: Path) -> SavedQuery:
    """Read one query file.

    Raises:
        UsageError: the header is not YAML, lacks a part or names an unknown type.
    """
    import yaml

    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    header = "\n".join(line[2:].removeprefix(" ") if line.startswith("#+") else "" for line in lines)
    try:
        said = yaml.load(header, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise UsageError(f"{path}:{mark.line + 1 if mark else 1}: the header is not YAML: {getattr(error, 'problem', error)}") from error
    constructs = re.search(r"^\s*CONSTRUCT\b", text, re.IGNORECASE | re.MULTILINE) is not None
    if isinstance(said, dict) and constructs:
        said = {"columns": GRAPH} | said
    if not isinstance(said, dict) or not {"summary", "columns"} <= said.keys():
        raise UsageError(f"{path}:1: the header needs at least `#+ summary:` and `#+ columns:`")
    if constructs and said["columns"] != GRAPH:
        raise UsageError(f"{path}:{_line(lines, 'columns')}: a CONSTRUCT has no columns of its own: {', '.join(GRAPH)}")
    unknown = said.keys() - _KEYS
    if unknown:
        raise UsageError(f"{path}:{_line(lines, unknown.pop())}: unknown header key; known are {', '.join(sorted(_KEYS))}")
    parameters = tuple(_parameter(path, lines, name, about or {}) for name, about in (said.get("parameters") or {}).items())
    quotes = {name: tuple(str(said["quotes"][name]).split()) for name in said.get("quotes") or {}}
    opens = _opens(path, lines, said.get("opens") or {}, said["columns"])
    columns = tuple(_column(path, lines, name, kind, quotes.get(name, ()), opens.get(name, "")) for name, kind in said["columns"].items())
    for parameter in parameters:
        marked = re.search(rf"VALUES \?_{parameter.name} \{{ UNDEF \}}|LIMIT \d+ #\+{parameter.name}\b", text)
        if not marked:
            raise UsageError(f"{path}:{_line(lines, parameter.name)}: `VALUES ?_{parameter.name} {{ UNDEF }}` does not stand in the query")
    example = said.get("example") or {}
    return SavedQuery(
        name=path.stem,
        path=path,
        text=text,
        summary=str(said["summary"]).strip(),
        description=str(said.get("description") or "").strip(),
        parameters=parameters,
        columns=columns,
        example=Example(example.get("parameters") or {}, example.get("rows"), example.get("count"), example.get("contains") or ()),
        numbers=tuple(said.get("numbers") or ()),
        ordered=bool(said.get("ordered", False)),
        every_graph=said.get("graphs") in ("all", WITH_REJECTED),
        with_rejected=said.get("graphs") == WITH_REJECTED,
        constructs=constructs,
        chart=_chart(path, lines, str(said["chart"]), columns) if said.get("chart") else None,
    )


def _parameter(path: Path, lines: list[str], name: str, about: dict[str, Any]) -> Parameter:
    kind = str(about.get("type", "text"))
    if kind not in CLASSES and kind not in VALUES:
        raise UsageError(f"{path}:{_line(lines, name)}: unknown type '{kind}' of parameter '{name}'")
    known = {"type", "required", "repeatable", "default", "choices", "help"}
    if about.keys() - known:
        raise UsageError(f"{path}:{_line(lines, name)}: unknown key in parameter '{name}'; known are {', '.join(sorted(known))}")
    return Parameter(
        name, kind, bool(about.get("required")), bool(about.get("repeatable")), about.get("default"),
        tuple(map(str, about.get("choices") or ())), str(about.get("help") or ""),
    )  # fmt: skip


def _opens(path: Path, lines: list[str], said: dict[str, str], columns: dict[str, str]) -> dict[str, str]:
    """The addresses behind numbers, by column."""
    for name, place in said.items():
        wrong = [word for word in (name, *re.findall(r"\{(\w+)\}", place)) if word not in columns]
        if wrong or not place.startswith("/"):
            what = f"no column '{wrong[0]}'" if wrong else f"'{place}' does not begin with a slash"
            raise UsageError(f"{path}:{_line(lines, 'opens')}: what '{name}' opens is not understood: {what}")
    return said


def _column(path: Path, lines: list[str], name: str, kind: str, quoted: tuple[str, ...], opens: str) -> Column:
    if kind not in CLASSES and kind not in VALUES:
        raise UsageError(f"{path}:{_line(lines, name)}: unknown type '{kind}' of column '{name}'")
    return Column(name, kind, quoted, opens)


def _chart(path: Path, lines: list[str], told: str, columns: tuple[Column, ...]) -> Chart:
    """`bar x=theory y=works by=stance`: a kind, and columns of the answer in the roles that it knows."""
    kind, *pairs = told.split()
    where, named = f"{path}:{_line(lines, 'chart')}", {column.name for column in columns}
    if kind not in CHARTS:
        raise UsageError(f"{where}: no chart '{kind}'; there are {', '.join(CHARTS)}")
    chart = Chart(kind, dict(pair.partition("=")[::2] for pair in pairs))
    for role in chart.roles:
        wrong = [name for name in chart.columns(role) or ("",) if name not in named]
        if role not in CHARTS[kind] or wrong:
            known = " ".join(f"{one}=COLUMN" for one in CHARTS[kind])
            raise UsageError(f"{where}: '{role}={chart.roles[role]}' is not understood; a {kind} takes {known}")
    lacking = [role for role in CHARTS[kind][: 2 if kind == "network" else 1] if role not in chart.roles]
    if lacking:
        raise UsageError(f"{where}: a {kind} needs {lacking[0]}=COLUMN")
    return chart


def _line(lines: list[str], word: str) -> int:
    return next((n for n, line in enumerate(lines, 1) if line.startswith("#+") and re.search(rf"\b{re.escape(word)}:", line)), 1)
