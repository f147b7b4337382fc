"""Cases side by side, property by property, as Markdown, CSV, LaTeX, HTML or JSON."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import queries
from api.tasks.latex import latex
from graph.errors import UsageError
from graph.search.naming import thing_named, unnamed
from queries.result import Thing, inert, markdown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.store import Store

MOST = 12
FORMATS = ("md", "csv", "latex", "html", "json")
ORDER = ("place", "year", "work", "method", "organisation", "reform", "part", "anonymised", *queries.STANCES)
UNCHECKED = "not yet checked"


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a cell; `id` is the thing's IRI where it is one, `note` says that nobody has checked a claim yet."""

    text: str
    id: str = ""
    note: str = ""

    def __str__(self) -> str:
        return f"{self.text} ({self.note})" if self.note else self.text


@dataclass(slots=True)
class Comparison:
    """The cases across, and for each property that some case has its values in each."""

    cases: list[Thing]
    rows: list[tuple[str, list[list[Value]]]]

    def written(self, form: str) -> str:
        """The table in one of the formats.

        Raises:
            UsageError: another format.
        """
        writers = {"md": _markdown, "csv": _csv, "latex": lambda table: latex(table.labels, table.rows), "html": _html, "json": _json}
        if form not in writers:
            raise UsageError(f"no format '{form}'; there are {', '.join(writers)}")
        return writers[form](self)

    @property
    def labels(self) -> list[str]:
        """What heads the columns."""
        return [case.label or case.id.rpartition("/")[2] for case in self.cases]


def compared(store: Store, names: Sequence[str]) -> Comparison:
    """The cases that go by these names (IRI, key, slug or label), in this order.

    Raises:
        UsageError: a name is no case's or several cases', or they are too many.
    """
    cases = list(dict.fromkeys(_case(store, name) for name in names))
    if not cases:
        return Comparison([], [])
    if len(cases) > MOST:
        raise UsageError(f"at most {MOST} cases stand side by side, not {len(cases)}")
    things: dict[str, Thing] = {}
    cells: dict[str, dict[str, dict[Value, None]]] = {}
    for case, prop, value, thing, status in queries.run(store, "case-comparison", {"case": cases}).rows:
        if not isinstance(case, Thing) or value is None:
            continue
        things[case.id] = case
        cell = Value(str(value), thing.id if isinstance(thing, Thing) else "", UNCHECKED if status == "EXTRACTED" else "")
        cells.setdefault(str(prop), {}).setdefault(case.id, {})[cell] = None
    for iri in cases:
        things.setdefault(iri, Thing(iri, None))
    order = sorted(cells, key=lambda prop: (ORDER.index(prop) if prop in ORDER else len(ORDER), prop))
    return Comparison([things[iri] for iri in cases], [(prop, [list(cells[prop].get(iri, ())) for iri in cases]) for prop in order])


def _case(store: Store, name: str) -> str:
    """The one case of this name."""
    found = thing_named(store, "case", name)
    if len(found) == 1:
        return found[0]
    raise UsageError(f"more than one case is called '{name}': {', '.join(found[:4])}" if found else unnamed(store, "case", name))


def _json(table: Comparison) -> str:
    import orjson

    told: list[dict[str, Any]] = [
        {"id": case.id, "label": case.label} | {prop: [_plain(value) for value in values[n]] for prop, values in table.rows if values[n]}
        for n, case in enumerate(table.cases)
    ]
    return orjson.dumps({"cases": told}, option=orjson.OPT_INDENT_2).decode() + "\n"


def _plain(value: Value) -> dict[str, str]:
    return {"text": value.text} | ({"id": value.id} if value.id else {}) | ({"note": value.note} if value.note else {})


def _csv(table: Comparison) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["property", *map(inert, table.labels)])
    for prop, values in table.rows:
        writer.writerow([prop, *(inert("; ".join(map(str, cell))) for cell in values)])
    return out.getvalue()


def _markdown(table: Comparison) -> str:
    lines = [["property", *map(markdown, table.labels)], ["---"] * (len(table.cases) + 1)]
    lines += [[prop, *("<br>".join(markdown(str(value)) for value in values) for values in row)] for prop, row in table.rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _html(table: Comparison) -> str:
    def cell(value: Value) -> str:
        text = escape(str(value))
        return f'<a href="{escape(value.id)}">{text}</a>' if value.id else text

    heads = "".join(
        f'<th scope="col"><a href="{escape(c.id)}">{escape(label)}</a></th>' for c, label in zip(table.cases, table.labels, strict=True)
    )
    out = ["<table>", f"<thead><tr><th></th>{heads}</tr></thead>", "<tbody>"]
    for prop, values in table.rows:
        cells = "".join(f"<td>{'<br>'.join(map(cell, one))}</td>" for one in values)
        out.append(f'<tr><th scope="row">{escape(prop)}</th>{cells}</tr>')
    return "\n".join([*out, "</tbody>", "</table>", ""])
