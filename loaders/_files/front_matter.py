"""Markdown with YAML front matter → its fields, each with its line and place, and its paragraphs.

All YAML scalars are text as written: `NO` is Norway and not false, `2010` is what the file says. Anchors are not followed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from loaders._files.decode import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 200_000
DEEPEST = 8
_FENCE = re.compile(r"\A\ufeff?---[ \t]*\r?\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n[ \t]*\S[^\n]*)*")
_NOTHING = {"", "~", "null", "Null", "NULL"}


@dataclass(slots=True)
class Node:
    """A value of the front matter: text, a list of nodes or nodes by name; `line` from 1, `start` and `end` in the file's text."""

    value: str | list[Node] | dict[str, Node]
    line: int
    start: int = 0
    end: int = 0

    def nodes(self) -> list[Node]:
        """The nodes of a list; a single value is a list of one, nothing is none."""
        if isinstance(self.value, list):
            return self.value
        return [] if self.value == "" else [self]

    @property
    def text(self) -> str:
        """The text of a plain value, "" for any other."""
        return self.value if isinstance(self.value, str) else ""

    def get(self, name: str) -> Node | None:
        """A named part."""
        return self.value.get(name) if isinstance(self.value, dict) else None


@dataclass(slots=True)
class Page:
    """One file: its fields, and where its body begins."""

    text: str
    fields: dict[str, Node] = field(default_factory=dict)
    body: int = 0

    def paragraphs(self) -> Iterator[tuple[int, int]]:
        """(start, end) of each block of the body, headings and lists too, comments left out."""
        for found in _PARAGRAPH.finditer(self.text, self.body):
            if not found[0].startswith("<!--"):
                yield found.start(), len(found[0].rstrip()) + found.start()

    def first_paragraph(self) -> tuple[int, int] | None:
        """The first block that is neither heading, list, table nor quotation."""
        return next(
            (place for place in self.paragraphs() if self.text[place[0]] not in "#-*+|>1" or self.text[place[0] : place[0] + 2] == "**"),
            None,
        )

    def line(self, offset: int) -> int:
        """The line of an offset."""
        return self.text.count("\n", 0, offset) + 1


def has_front_matter(text: str) -> bool:
    """Whether the text begins as such a file."""
    return bool(_FENCE.match(text))


def kind_of(text: str) -> str:
    """The `type:` of a file from its first lines, without parsing it."""
    opening = _FENCE.match(text)
    found = re.search(r"^type:[ \t]*[\"']?([\w-]+)", text[:LONGEST], re.MULTILINE) if opening else None
    return found[1] if found else ""


def parsed(text: str) -> Page:
    """A file's fields and body.

    Raises:
        InputError: what is wrong with the YAML, with its line in the file.
    """
    opening = _FENCE.match(text)
    if not opening:
        raise InputError("line 1: the file does not begin with a line `---`")
    closing = _END.search(text, opening.end())
    if not closing:
        raise InputError("line 1: the front matter has no second line `---` to end it")
    source = text[opening.end() : closing.start()]
    if len(source) > LONGEST:
        raise InputError(f"line 1: the front matter is longer than {LONGEST} characters")
    root = _composed(source)
    page = Page(text, body=closing.end())
    if root is not None:
        node = _Converter(source, opening.end()).node(root, 0)
        if not isinstance(node.value, dict):
            raise InputError("line 2: the front matter must be fields such as `type: concept`")
        page.fields = node.value
    return page


def _composed(source: str) -> Any:
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return yaml.compose(source, Loader=loader)
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        problem = getattr(wrong, "problem", None) or str(wrong).partition("\n")[0]
        line = mark.line + 2 if mark is not None else 2
        raise InputError(f"line {line}: not valid YAML ({problem}); put values with `:` or `#` in quotation marks") from wrong
    except RecursionError as wrong:
        raise InputError("line 2: the front matter is nested too deep") from wrong


class _Converter:
    """YAML nodes → ours, within a limit of depth and number."""

    def __init__(self, source: str, offset: int) -> None:
        self._source, self._offset, self._seen = source, offset, set[int]()
        self._lines = Lines(source)

    def node(self, given: Any, depth: int) -> Node:
        line = given.start_mark.line + 2
        if depth > DEEPEST or len(self._seen) > 20_000:
            raise InputError(f"line {line}: nested too deep or too long")
        if id(given) in self._seen:
            raise InputError(f"line {line}: YAML anchors are not followed; write the value again")
        self._seen.add(id(given))
        start, end = given.start_mark.index, given.end_mark.index
        if given.id == "scalar":
            return self._scalar(given, line, start, end)
        at = (line, start + self._offset, end + self._offset)
        if given.id == "sequence":
            return Node([self.node(one, depth + 1) for one in given.value], *at)
        fields: dict[str, Node] = {}
        for key, value in given.value:
            if key.id != "scalar":
                raise InputError(f"line {key.start_mark.line + 2}: a field's name must be one word")
            if key.value in fields:
                raise InputError(f"line {key.start_mark.line + 2}: the field {key.value} stands twice")
            fields[key.value] = self.node(value, depth + 1)
        return Node(fields, *at)

    def _scalar(self, given: Any, line: int, start: int, end: int) -> Node:
        """Start and end without quotation marks, the sign of a block and the blanks around."""
        if given.style in {"'", '"'}:
            start, end = start + 1, end - 1
        elif given.style in {"|", ">"}:
            newline = self._source.find("\n", start, end)
            start = newline + 1 if newline >= 0 else end
        inner = self._source[start:end]
        start += len(inner) - len(inner.lstrip())
        end = start + len(inner.strip())
        text = " ".join(given.value.split())
        if not given.style and text in _NOTHING:
            text = ""
        return Node(text, line, start + self._offset, end + self._offset)
