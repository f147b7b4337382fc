"""The reference list of a PDF's text, split into its entries: numbered ones at their numbers, others where a line begins like a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders._page.page import joined
from loaders.reading.reference.entries import NUMBER, starts_of
from loaders.reading.reference.headings import AFTER, heads_references
from loaders.reading.reference.several import references_in
from loaders.reading.references import parse_many, place

if TYPE_CHECKING:
    from graph.record import Reference
    from loaders._article.lines import Line

_MOST = 3_000


def references_of(text: str, lines: list[Line]) -> list[Reference]:
    """The entries of the last reference list as References with their places, in order; none where no heading announces a list."""
    heading = next((n for n in range(len(lines) - 1, -1, -1) if heads_references(lines[n].text)), None)
    if heading is None:
        return []
    listed = [line for line in lines[heading + 1 :] if line.text and line.role != "furniture"]
    end = next((n for n, line in enumerate(listed) if AFTER.fullmatch(line.text)), len(listed))
    entries = _entries(listed[:end])[:_MOST]
    whole = (joined("\n".join(line.text for line in entry)) for entry in entries)
    strings = [one[mark.end() :] if (mark := NUMBER.match(one)) else one for one in whole]
    printed = [(string[start:end], entry) for string, entry in zip(strings, entries, strict=True) for start, end in references_in(string)]
    found = parse_many(string for string, _ in printed)
    for reference, (_, entry) in zip(found, printed, strict=True):
        place(reference, text, entry[0].start, entry[-1].end)
    return found


def _entries(lines: list[Line]) -> list[list[Line]]:
    starts = starts_of([line.text for line in lines])
    entries: list[list[Line]] = []
    for number, line in enumerate(lines):
        if number in starts or not entries:
            entries.append([line])
        else:
            entries[-1].append(line)
    return entries
