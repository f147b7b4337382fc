"""Pages of an answer by keyset: a page begins after the place where the last one ended, whatever was written meanwhile.

The query becomes a sub-select; outside it stand its own ORDER BY keys, and behind them a digest of the row's cells as the last key, so that
rows with equal keys keep one order. What stands before a page is kept out of the sub-select where the first key can tell it. A cursor holds
those keys, never words of a capture: keys of quoted columns are left out.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.errors import UsageError
from graph.store import Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.store import Row, Rows
    from queries.question import SavedQuery
    from queries.result import Result

LARGEST = 10_000
USUAL = 100
NAMES = ("limit", "after")
"""What any saved query takes beside its own parameters; a parameter of its own by that name goes before."""
_NUMERIC = ("integer", "decimal", "double", "float", "nonNegativeInteger", "int", "long")
_NUMBERS = ("integer", "year", "decimal", "confidence")
_ASIDE = re.compile(
    r"""'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|<[^<>"{}|^`\\\s]*>|\#[^\n]*""",
    re.DOTALL,
)
_ORDER = re.compile(r"\bORDER\s+BY\b(?P<keys>.*?)(?=\bLIMIT\b|\bOFFSET\b|\bVALUES\b|\Z)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """At most `limit` rows, those behind the place that `after` tells; "" = from the beginning."""

    limit: int
    after: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """What rows are ordered by: an expression over the selected variables; a number, else compared as text."""

    expression: str
    falling: bool = False
    number: bool = False

    @property
    def bound(self) -> str:
        """The expression that a key is bound to; what is no number in a column of numbers stays unbound."""
        return f"IF(isNumeric({self.expression}), {self.expression}, ?_none)" if self.number else f"STR({self.expression})"


def page_of(query: SavedQuery, given: Mapping[str, Any]) -> tuple[dict[str, Any], Page | None]:
    """The parameters without `limit` and `after`, and the page that those ask for; None where neither is given.

    Raises:
        UsageError: `limit` is no number from 1 to 10,000.
    """
    own = {parameter.name for parameter in query.parameters}
    rest = {name: value for name, value in given.items() if name in own or name not in NAMES}
    told = {name: _one(name, given[name]) for name in NAMES if name in given and name not in own}
    told = {name: value for name, value in told.items() if value}
    if not told:
        return rest, None
    if own_cursor(query):
        return {**rest, "first": told["limit"]}, None
    limit = told.get("limit", str(USUAL))
    if not re.fullmatch(r"0*[1-9][0-9]{0,4}", limit) or int(limit) > LARGEST:
        raise UsageError(f"'limit' is a whole number from 1 to {LARGEST:,}, not '{limit[:40]}'")
    return rest, Page(int(limit), told.get("after", ""))


def own_cursor(query: SavedQuery) -> bool:
    """Whether the query pages by itself: `after` is the first cell of the last row, `first` the number of rows."""
    return {"first", "after"} <= {parameter.name for parameter in query.parameters}


def own_next(query: SavedQuery, given: Mapping[str, Any], result: Result) -> str:
    """The `after` of the next page of a query that pages by itself; "" where its page is not full."""
    if not own_cursor(query) or not result.rows:
        return ""
    first = _one("first", given.get("first")) or str(query.parameter("first").default or "")
    return str(getattr(result.rows[-1][0], "id", "")) if first.isdecimal() and len(result.rows) >= int(first) else ""


def _one(name: str, value: Any) -> str:
    values = list(value) if isinstance(value, (list, tuple)) else [value]
    if len(values) > 1:
        raise UsageError(f"give one '{name}', not {len(values)}")
    return str(values[0]).strip() if values and values[0] is not None else ""


def paged(query: SavedQuery, text: str, page: Page) -> str:
    """The query for one page and one row more, which tells whether there is another.

    Raises:
        UsageError: `after` is not a place that this query gave.
    """
    bare = _ASIDE.sub(lambda found: " " * len(found[0]), text)
    begin = re.search(r"\bSELECT\b", bare, re.IGNORECASE)
    end = bare.rfind("}") + 1
    assert begin is not None, f"{query.name} is no SELECT"
    inner, order = text[begin.start() :], _ORDER.search(bare, end)
    keys = keys_of(query, text)
    told = _told(query, keys, page.after) if page.after else []
    if order is not None and not bare[order.end() :].strip():
        inner = text[begin.start() : order.start()]
        plain = not bare[end : order.start()].strip() and "(" not in bare[begin.start() : bare.index("{", begin.start())]
        if plain and told and keys:  # no groups and nothing worked out: what stands before the place need not be read at all
            inner = f"{text[begin.start() : end - 1]}{_nearer(keys[0], told[0])} }}"
    binds = "\n".join(f"BIND({key.bound} AS ?_k{n})" for n, key in enumerate(keys))
    cells = [name for c in query.columns for name in ((c.name, f"{c.name}Label") if c.is_thing else (c.name,))]
    digest = ', "\\u001F", '.join(f'COALESCE(STR(?{name}), "\\u001E")' for name in cells)
    later = _later(keys, told) if told else ""
    by = " ".join(f"{'DESC' if key.falling else 'ASC'}(?_k{n})" for n, key in enumerate(keys))
    return f"""{text[: begin.start()]}SELECT * WHERE {{ {{
{inner}
}}
{binds}
BIND(SHA256(CONCAT({digest}, "")) AS ?_row)
{later} }}
ORDER BY {by} ?_row LIMIT {page.limit + 1}"""


def keys_of(query: SavedQuery, text: str) -> list[Key]:
    """The keys of the query's last ORDER BY, but those that are words of a capture."""
    bare = _ASIDE.sub(lambda found: " " * len(found[0]), text)
    end = bare.rfind("}") + 1
    order = _ORDER.search(bare, end)
    if order is None:
        return []
    numbers = {column.name for column in query.columns if column.type in _NUMBERS}
    quoted = {column.name for column in query.columns if column.quoted}
    keys = []
    for piece in _pieces(text[order.start("keys") : order.end("keys")]):
        found = re.match(r"(ASC|DESC)\s*(?=\()", piece, re.IGNORECASE)
        expression = piece[found.end() :] if found else piece
        names = set(re.findall(r"[?$](\w+)", expression))
        if not names & quoted:
            alone = expression.strip("() ")[1:] in numbers and len(names) == 1
            keys.append(Key(expression, falling=bool(found) and piece[:4].upper() == "DESC", number=alone))
    return keys


def _pieces(text: str) -> list[str]:
    """The conditions of an ORDER BY: variables, and calls or expressions within brackets."""
    pieces, depth, piece = [], 0, ""
    for sign in re.sub(r"\s+", " ", re.sub(r"#[^\n]*", "", text)).strip() + " ":
        depth += (sign == "(") - (sign == ")")
        if sign == " " and depth == 0:
            if piece.upper() in ("ASC", "DESC"):
                continue  # `DESC (?x)`
            pieces += [piece] if piece else []
            piece = ""
        else:
            piece += sign
    return pieces


def _nearer(key: Key, value: Literal | None) -> str:
    """A filter within the query that lets all rows behind a place pass, and few of those before it: by the first key alone."""
    if value is None:
        return ""
    name, sign = key.expression if key.number else f"STR({key.expression})", "<=" if key.falling else ">="
    fits = f"{name} {sign} {value}"
    if not key.falling:  # what is not bound stood before
        return f" FILTER(isNumeric({name}) && {fits})" if key.number else f" FILTER({fits})"
    return f" FILTER(COALESCE(!isNumeric({name}) || {fits}, true))" if key.number else f" FILTER(COALESCE({fits}, true))"


def _later(keys: list[Key], told: list[Literal | None]) -> str:
    """The filter that only rows behind a place pass; where a key is not bound it stands below all values."""
    either, before = [], ""
    for n, (key, value) in enumerate(zip(keys, told, strict=False)):
        name = f"?_k{n}"
        if value is None:
            if not key.falling:
                either.append(f"{before}BOUND({name})")
            before += f"!BOUND({name}) && "
        else:
            either.append(f"{before}(!BOUND({name}) || {name} < {value})" if key.falling else f"{before}BOUND({name}) && {name} > {value}")
            before += f"BOUND({name}) && {name} = {value} && "
    either.append(f"{before}?_row > {told[-1]}")
    return f"FILTER({' || '.join(f'({one})' for one in either)})"


def cursor(query: SavedQuery, rows: Rows, row: Row) -> str:
    """The place of a row, as `after` takes it."""
    place = {name: n for n, name in enumerate(rows.variables)}
    names = [*(f"_k{n}" for n in range(len(keys_of(query, query.text)))), "_row"]
    terms = [row[place[name]] if name in place else None for name in names]
    told = [[term.value, term.datatype.value] if isinstance(term, Literal) else None for term in terms]
    packed = json.dumps([query.name, told], ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _told(query: SavedQuery, keys: list[Key], after: str) -> list[Literal | None]:
    fault = UsageError(f"'after' is not a place that a page of '{query.name}' gave; take it from the page before, or leave it out")
    try:
        name, told = json.loads(base64.b64decode(after + "=" * (-len(after) % 4), altchars=b"-_", validate=True))
        terms = [None if one is None else _literal(*one) for one in told]
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise fault from error
    numbers = [*(key.number for key in keys), False]
    if name != query.name or len(terms) != len(numbers) or terms[-1] is None:
        raise fault
    for term, number in zip(terms, numbers, strict=True):
        if term is not None and not (_numeric(term) if number else term.datatype.value.endswith("#string")):
            raise fault
    return terms


def _literal(text: str, kind: str) -> Literal:
    from graph.store import IRI

    if not isinstance(text, str) or not isinstance(kind, str) or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise TypeError
    return Literal(text, datatype=IRI(kind))


def _numeric(term: Literal) -> bool:
    """Whether a term may be compared as a number: its datatype is one, and its text is."""
    return term.datatype.value.rsplit("#", 1)[-1] in _NUMERIC and re.fullmatch(r"[+-]?[0-9.]+([eE][+-]?[0-9]+)?", term.value) is not None
