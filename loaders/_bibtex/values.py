"""Field values of BibTeX: braces and quotes taken off, `#` joined, `@string` names expanded under a limit, `crossref` inherited."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_EXPANDED = 20_000
_MARK = re.compile(r'(?<!\\)[{}"#]')
_FROM_BOOK = {"title": "booktitle", "subtitle": "booksubtitle"}
# What a child never takes from its parent.
_OWN = {"crossref", "xdata", "ids", "author", "title", "subtitle", "key", "abstract", "keywords", "pages", "doi", "url", "eid", "file"}


class Strings:
    """The `@string` names of a file, expanded when asked for; an expansion beyond 20,000 characters is refused."""

    def __init__(self, raw: Mapping[str, str]) -> None:
        self._raw = raw
        self._done: dict[str, str] = {}
        self._open: set[str] = set()

    def value(self, text: str) -> str:
        """A field's value as printed (`{…}`, `"…"`, `name # "…"`) → its text, LaTeX untouched."""
        if len(text) > 1 and text[0] == "{" and text[-1] == "}" and "#" not in text and text.find("}") == len(text) - 1:
            return text[1:-1]
        out: list[str] = []
        length = 0
        for part in _parts(text):
            piece = part[1:-1] if part[:1] in {"{", '"'} and len(part) > 1 else self._named(part)
            length += len(piece)
            if length > MOST_EXPANDED and len(text) < length:
                raise InputError(f"expanding its @string names gives more than {MOST_EXPANDED} characters")
            out.append(piece)
        return "".join(out)

    def _named(self, name: str) -> str:
        key = name.lower()
        if key in self._done:
            return self._done[key]
        if key not in self._raw:
            return name
        if key in self._open or len(self._open) > 100:
            raise InputError(f"the @string {name[:40]} is defined by itself")
        self._open.add(key)
        try:
            self._done[key] = self.value(self._raw[key])
        finally:
            self._open.discard(key)
        return self._done[key]


def _parts(text: str) -> Iterator[str]:
    """The pieces between `#` outside braces and quotes."""
    depth, quoted, begin = 0, False, 0
    for mark in _MARK.finditer(text):
        sign = mark[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
        elif sign == '"' and not depth:
            quoted = not quoted
        elif sign == "#" and not depth and not quoted:
            yield text[begin : mark.start()].strip()
            begin = mark.end()
    yield text[begin:].strip()


def inherited(fields: dict[str, str], parents: Mapping[str, dict[str, str]]) -> dict[str, str]:
    """Fields with those of the entries named by `crossref` and `xdata` filled in; a parent's title becomes the booktitle."""
    out = dict(fields)
    for parent in _named(fields, "xdata", parents):
        for field, value in parent.items():
            out.setdefault(field, value)
    for parent in _named(fields, "crossref", parents):
        for field, value in [*parent.items(), *(pair for shared in _named(parent, "xdata", parents) for pair in shared.items())]:
            if (target := _FROM_BOOK.get(field, "" if field in _OWN else field)) and not out.get(target):
                out[target] = value
    return out


def _named(fields: Mapping[str, str], name: str, parents: Mapping[str, dict[str, str]]) -> list[dict[str, str]]:
    """The other entries that a field names by their keys."""
    keys = fields.get(name, "").strip('{}" ').split(",")
    return [parent for key in keys if (parent := parents.get(key.strip().lower())) is not None and parent is not fields]
