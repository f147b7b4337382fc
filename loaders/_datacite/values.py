"""The values in DataCite's JSON, whatever the age of the record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.sources.csl import plain
from loaders._jats.text import unmarked

if TYPE_CHECKING:
    from collections.abc import Iterator

Entry = Mapping[str, Any]
_NO_VALUE = re.compile(r"\(?:(?:unac|unal|unap|unas|unav|unkn|none|null|tba|etal)\)?", re.IGNORECASE)
"""The schema's codes for a value that is not there."""


def text(value: object) -> str:
    """A value as one line of text; of an object its `name`, `title` or text."""
    if isinstance(value, str):
        found = unmarked(value) if "<" in value or "&" in value else plain(value)
        return "" if _NO_VALUE.fullmatch(found) else found
    if isinstance(value, Mapping):
        return next((found for name in ("name", "title", "#text", "__content__", "content") if (found := text(value.get(name)))), "")
    if isinstance(value, list):
        return next((found for one in value if (found := text(one))), "")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15 else ""


def field(entry: Entry, name: str) -> Any:
    """A field by its name in camel case; older records write it with underscores or hyphens."""
    if name in entry:
        return entry[name]
    words = re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()
    return entry.get(words, entry.get(words.replace("_", "-")))


def listed(value: object) -> Iterator[Entry]:
    """The objects in a list (or the one object); a bare text is an object with that name."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, Mapping):
            yield one
        elif isinstance(one, str) and one.strip():
            yield {"name": one, "title": one, "subject": one, "description": one}


def sort_of(one: Entry, name: str) -> str:
    """A value of a controlled list, in lower case."""
    return text(field(one, name)).lower()
