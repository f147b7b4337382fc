"""The answer of a saved query, and the formats it is given in."""

from __future__ import annotations

import csv
import io
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from graph.errors import UsageError
from graph.plural import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.rights import Shown
    from graph.store import Rows, Term
    from queries.question import Column

_WIDE = 140
"""Letters across a table where no terminal tells how wide it is."""
_XSD = "http://www.w3.org/2001/XMLSchema#"
_GRAPHS = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD}
_NUMBERS = {_XSD + name: kind for name, kind in (("integer", int), ("nonNegativeInteger", int), ("decimal", float), ("double", float))}
_MEANT = re.compile(r"[\\`*\[\]<>|~$^]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|(?<!\w)@(?=\w)")
"""What means something to Markdown, as GitHub and Pandoc read it; an underscore within a word, as addresses have it, does not."""
_NOT_OF_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REPLACEMENT = "\ufffd"
_TRUE = ("true", "1")  # engines write a computed truth as a boolean or, as Virtuoso does, as a number


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing in an answer: its IRI and its label; None where no source gives one."""

    id: str
    label: str | None


Cell: TypeAlias = Thing | str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Result:
    """Columns and rows; a row has one cell a column, None where the graph does not know. `next` is where the next page begins, or ""."""

    columns: tuple[Column, ...]
    rows: list[tuple[Cell, ...]]
    next: str = ""
    graph: tuple[Triple, ...] | None = None
    """The statements themselves, of a query that constructs."""

    @classmethod
    def of(cls, columns: Sequence[Column], rows: Rows, shown: Shown | None = None) -> Result:
        """Read the rows of a SELECT; distinct, in the query's order; the words of captures within what `shown` allows.

        Raises:
            UsageError: the query does not select a column that its header promises.
        """
        place = {name: n for n, name in enumerate(rows.variables)}
        wanted = [name for c in columns for name in ((c.name, f"{c.name}Label") if c.is_thing else (c.name, *c.quoted))]
        lacking = [name for name in wanted if name not in place]
        if lacking:
            raise UsageError(f"the query does not select ?{', ?'.join(lacking)}, which its header promises")
        read: dict[tuple[Cell, ...], None] = {}
        for row in rows:
            cells: list[Cell] = []
            for column in columns:
                term = row[place[column.name]]
                if column.is_thing and isinstance(term, NamedNode):
                    label = row[place[f"{column.name}Label"]]
                    cells.append(Thing(term.value, label.value if label is not None else None))
                elif column.quoted and shown is not None and isinstance(term, Literal):
                    cells.append(_quoted(shown, [row[place[name]] for name in column.quoted], term))
                elif column.type == "boolean" and isinstance(term, Literal):
                    cells.append(term.value in _TRUE)
                else:
                    cells.append(_value(term))
            read[tuple(cells)] = None
        return cls(tuple(columns), list(read))

    @property
    def places(self) -> dict[str, int]:
        """Where in a row each column stands."""
        return {column.name: place for place, column in enumerate(self.columns)}

    def opened(self, column: Column, row: tuple[Cell, ...]) -> str:
        """The address of what a number of the row counts; "" where it counts nothing, or nothing tells it."""
        if not column.opens or not row[self.places[column.name]]:
            return ""
        return re.sub(r"\{(\w+)\}", lambda found: _in_address(row[self.places[found[1]]]), column.opens)

    def plain(self) -> list[dict[str, object]]:
        """Rows as JSON-ready objects; a thing is `{id, label}`."""
        return [{c.name: _plain(cell) for c, cell in zip(self.columns, row, strict=True)} for row in self.rows]

    def written(self, form: str) -> str:
        """The answer in one of json, csv, tsv, xml, md, table, ttl; a graph also in jsonld.

        Raises:
            UsageError: another format.
        """
        if self.graph is not None and form in _GRAPHS:
            return (serialize(self.graph, format=_GRAPHS[form]) or b"").decode()
        if form in _GRAPHS and form != "ttl":
            raise UsageError(f"{form} is given of queries that construct a graph; this one selects rows")
        writers = {"json": _json, "csv": _csv, "tsv": _tsv, "xml": _xml, "md": _markdown, "table": _table, "ttl": _turtle}
        if form not in writers:
            raise UsageError(f"no format '{form}'; there are {', '.join(writers)}")
        return writers[form](self)


def _quoted(shown: Shown, origin: Sequence[Term | None], term: Literal) -> Cell:
    """The words of a capture, as far as this answer may show them; None where only their place may stand."""
    if len(origin) == 1:
        source = origin[0]
        return (shown.quote(source.value, term.value) or None) if source is not None else None
    subject, prop = origin
    if subject is None or prop is None:
        return None
    text = shown.literal(subject.value, prop.value, term.value)
    return _value(term) if text == term.value else text or None


def _value(term: Term | None) -> Cell:
    if term is None:
        return None
    if isinstance(term, Literal):
        if term.datatype.value == _XSD + "boolean":
            return term.value in _TRUE
        kind = _NUMBERS.get(term.datatype.value)
        return kind(term.value) if kind else term.value
    return term.value


def _in_address(cell: Cell) -> str:
    """A value within an address: a thing by its key, `unknown` for what the graph does not know."""
    return cell.id.rpartition("/")[2] if isinstance(cell, Thing) else quote(_text(cell) or "unknown", safe="")


def _plain(cell: Cell) -> object:
    return {"id": cell.id, "label": cell.label} if isinstance(cell, Thing) else cell


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Thing):
        return cell.label or cell.id
    return str(cell)


def _json(result: Result) -> str:
    import orjson

    shape: dict[str, object] = {"columns": [{"name": c.name, "type": c.type} for c in result.columns], "rows": result.plain()}
    if result.next:
        shape["next"] = result.next
    return orjson.dumps(shape, option=orjson.OPT_INDENT_2).decode() + "\n"


def _flat(result: Result) -> tuple[list[str], list[list[Cell]]]:
    """Columns for machines: a thing is two columns, its IRI and its label."""
    head = [name for c in result.columns for name in ((c.name, f"{c.name}Label") if c.is_thing else (c.name,))]
    rows: list[list[Cell]] = []
    for row in result.rows:
        flat: list[Cell] = []
        for column, cell in zip(result.columns, row, strict=True):
            if isinstance(cell, Thing):
                flat += [cell.id, cell.label]
            else:
                flat += [cell, None] if column.is_thing else [cell]
        rows.append(flat)
    return head, rows


def _csv(result: Result) -> str:
    head, rows = _flat(result)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([inert(cell) if isinstance(cell, str) else _text(cell) for cell in row] for row in rows)
    return out.getvalue()


def inert(text: str) -> str:
    """A text as a spreadsheet's cell: one that would be run as a formula is given as text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _tsv(result: Result) -> str:
    head, rows = _flat(result)

    def clean(cell: Cell) -> str:
        return inert(" ".join(re.split(r"[\t\r\n]+", cell))) if isinstance(cell, str) else _text(cell)

    return "".join("\t".join(line) + "\n" for line in [head, *([clean(cell) for cell in row] for row in rows)])


def _xml(result: Result) -> str:
    """SPARQL Query Results XML."""
    head, rows = _flat(result)
    things = {c.name for c in result.columns if c.is_thing}
    out = ['<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n<head>']
    out += [f"<variable name={quoteattr(name)}/>" for name in head]
    out.append("</head>\n<results>\n")
    for row in rows:
        out.append("<result>")
        for name, cell in zip(head, row, strict=True):
            if cell is None:
                continue
            if name in things:
                term = f"<uri>{escape(str(cell))}</uri>"
            else:
                kind = {bool: "boolean", int: "integer", float: "decimal"}.get(type(cell))
                typed = f" datatype={quoteattr(_XSD + kind)}" if kind else ""
                term = f"<literal{typed}>{escape(_NOT_OF_XML.sub(_REPLACEMENT, _text(cell)))}</literal>"
            out.append(f"<binding name={quoteattr(name)}>{term}</binding>")
        out.append("</result>\n")
    return "".join([*out, "</results>\n</sparql>\n"])


def markdown(text: str) -> str:
    """A text as a cell of a table in Markdown, in one line, that means nothing but its words: no HTML, no entity, no mark-up."""
    return _MEANT.sub(r"\\\g<0>", " ".join(text.split()))


def _markdown(result: Result) -> str:
    def cell(value: Cell) -> str:
        text = markdown(_text(value))
        if not isinstance(value, Thing):
            return text
        return f"[{text}](<{value.id}>)" if "(" in value.id or ")" in value.id else f"[{text}]({value.id})"

    lines = ["| " + " | ".join(c.name for c in result.columns) + " |", "|" + " --- |" * len(result.columns)]
    return "\n".join([*lines, *("| " + " | ".join(map(cell, row)) + " |" for row in result.rows)]) + "\n"


def _table(result: Result) -> str:
    """A table for a terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_lines=False)
    for column in result.columns:
        table.add_column(column.name, justify="right" if column.type in ("integer", "year", "decimal") else "left", overflow="fold")
    for row in result.rows:
        table.add_row(*(Text(_text(cell)) for cell in row))
    out = io.StringIO()
    Console(file=out, width=shutil.get_terminal_size((_WIDE, 0)).columns).print(table)
    return out.getvalue() + f"{counted(len(result.rows), 'row')}\n"


def _term(cell: Cell, *, thing: bool) -> Term:
    assert cell is not None
    if thing or isinstance(cell, Thing):
        return NamedNode(cell.id if isinstance(cell, Thing) else str(cell))
    return Literal(cell)


def _turtle(result: Result) -> str:
    """The answer as RDF, in the W3C's result-set vocabulary."""
    head, rows = _flat(result)
    things = {c.name for c in result.columns if c.is_thing}
    out = ["@prefix rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#> .\n[] a rs:ResultSet"]
    out += [f' ;\n  rs:resultVariable "{name}"' for name in head]
    for row in rows:
        bindings = [
            f"rs:binding [ rs:variable {Literal(name)} ; rs:value {_term(cell, thing=name in things)} ]"
            for name, cell in zip(head, row, strict=True)
            if cell is not None
        ]
        out.append(" ;\n  rs:solution [ " + " ;\n    ".join(bindings) + " ]")
    return "".join(out) + " .\n"
