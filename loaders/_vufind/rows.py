"""The labelled fields of a catalogue record page, from saved text ("Format: | Artikel |") or from the tables of its HTML."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders._vufind.words import meanings

if TYPE_CHECKING:
    from loaders._page.markup import Inline
    from loaders._page.page import Page

_PIPED = re.compile(r"^\s*(?:\|\s*)?(?P<label>[^|\s](?:[^|\n]{0,58}[^|\s])?)\s*\|(?P<value>.*)$")
_RULE = re.compile(r"^(?=[\s|:-]*--)[\s|:-]*$")
_COLON = re.compile(r"^\s*(?P<label>[^|:\s](?:[^|\n:\t]{0,42}[^|:\s])?)\s*(?::\t?|\t)\s*(?P<value>\S.*)?$")
_LABELS_ONLY = frozenset({"saved", "ignored", "similar", "tags"})


@dataclass(slots=True)
class Field:
    """One labelled field: `lines` are the (start, end) stretches of its value, none where the field is printed and empty."""

    label: str
    start: int
    lines: list[tuple[int, int]] = field(default_factory=list)
    inlines: list[Inline] = field(default_factory=list)

    def values(self, text: str) -> list[str]:
        """The lines of the value."""
        return [text[start:end] for start, end in self.lines]

    def value(self, text: str) -> str:
        """The value on one line."""
        return " ".join(self.values(text))

    @property
    def span(self) -> tuple[int, int]:
        """From the first to the last character of the value."""
        return (self.lines[0][0], self.lines[-1][1]) if self.lines else (self.start, self.start)


def read_fields(page: Page) -> list[Field]:
    """All labelled fields of a page in their order; a label is one that some catalogue interface prints, or any before a pipe."""
    found = _from_tables(page) if page.markup.rows else []
    return found or _from_lines(page.text)


def interface_language(fields: list[Field]) -> str:
    """The language in which most labels are printed, or the empty string."""
    votes = Counter(language for one in fields for language in meanings(one.label))
    alone = Counter(next(iter(known)) for one in fields if len(known := meanings(one.label)) == 1)
    ranked = sorted(votes, key=lambda language: (-votes[language], -alone[language], language))
    return ranked[0] if ranked else ""


def _from_tables(page: Page) -> list[Field]:
    found = []
    for row in page.markup.rows:
        if len(row.cells) < 2:
            continue
        label = page.text[slice(*row.cells[0])]
        if len(label) > 60 or not meanings(label):
            continue
        start, end = row.cells[1][0], row.cells[-1][1]
        one = Field(label.strip(" :"), row.cells[0][0], list(_stretches(page.text, start, end)))
        one.inlines = [inline for inline in page.markup.inlines if start <= inline.start and inline.end <= end]
        found.append(one)
    return found


def _stretches(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The non-empty lines between two places, without the marks between cells."""
    found = []
    for line in re.finditer(r"[^\n]+", text[start:end]):
        bare = line[0].strip(" |\t\r*")
        if bare:
            at = start + line.start() + line[0].index(bare)
            found.append((at, at + len(bare)))
    return found


def _from_lines(text: str) -> list[Field]:
    found: list[Field] = []
    current: Field | None = None
    piped_open = False  # a value whose closing pipe has not come yet
    after_similar = False
    seen_text = False
    for line in re.finditer(r"[^\n]+", text):
        printed = line[0]
        if not printed.strip() or _RULE.match(printed):
            piped_open = piped_open and not _RULE.match(printed)
            continue
        row = _PIPED.match(printed)
        if row and (meanings(row["label"]) or row["label"].rstrip().endswith(":")):
            current = Field(row["label"].strip(" :*"), line.start())
            found.append(current)
            current.lines.extend(_stretches(text, line.start() + row.start("value"), line.end()))
            piped_open = "|" not in row["value"]
        elif piped_open and current is not None:
            current.lines.extend(_stretches(text, line.start(), line.end()))
            piped_open = not printed.rstrip().endswith("|")
        elif not after_similar and seen_text and (one := _labelled(text, line)):
            current = one
            found.append(one)
            after_similar = any("similar" in fields for fields in meanings(one.label).values())
        elif not after_similar and current is not None and not current.lines and _takes_lines(current):
            current.lines.extend(_stretches(text, line.start(), line.end()))
        else:
            after_similar = after_similar or any("similar" in fields for fields in meanings(printed).values())
            current = None
        seen_text = True
    return found


def _labelled(text: str, line: re.Match[str]) -> Field | None:
    """A field printed as "Label: value", as "Label" and a tab, or as "Label:" with its value on the lines after it."""
    row = _COLON.match(line[0])
    if not row or not meanings(row["label"]):
        return None
    one = Field(row["label"].strip(" *"), line.start())
    if row["value"]:
        one.lines.extend(_stretches(text, line.start() + row.start("value"), line.end()))
    return one


def _takes_lines(one: Field) -> bool:
    return not any(name in _LABELS_ONLY for fields in meanings(one.label).values() for name in fields)
