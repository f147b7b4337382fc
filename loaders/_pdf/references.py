"""The reference list of a PDF's text, split into its entries: numbered ones at their numbers, others where a line begins like a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders._page.page import joined
from loaders.reading.reference.headings import AFTER, heads_references
from loaders.reading.reference.several import references_in
from loaders.reading.references import parse_many, place

if TYPE_CHECKING:
    from graph.record import Reference
    from loaders._article.lines import Line

_NUMBER = re.compile(r"(?:\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3})\.)\s*(?=\S)")
_WORD = r"[^\W\d_a-z][\w'’.-]*"
_NAME = re.compile(
    rf"(?:(?:(?:van|von|de|der|den|del|da|di|du|la|le|ten|ter|af)\s)*{_WORD}(?:[ -]{_WORD}){{0,3}},\s(?:[^\W\d_a-z]+\b\.?|{_WORD})"
    rf"|{_WORD}\s[^\W\d_a-z]{{1,3}}(?:[,.;]|\sand\b)|[^\W\d_a-z][^,()\d]{{2,90}}[.,]?\s\(?(?:1[5-9]|20)\d\d|[—–_]{{2,}}|———|-{{3,}})"
)
_ENDED = re.compile(r"[.\d)\]”\"/]$|https?://\S+$")
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
    strings = [one[mark.end() :] if (mark := _NUMBER.match(one)) else one for one in whole]
    printed = [(string[start:end], entry) for string, entry in zip(strings, entries, strict=True) for start, end in references_in(string)]
    found = parse_many(string for string, _ in printed)
    for reference, (_, entry) in zip(found, printed, strict=True):
        place(reference, text, entry[0].start, entry[-1].end)
    return found


def _entries(lines: list[Line]) -> list[list[Line]]:
    numbered = _numbered(lines)
    starts = numbered or {n for n, line in enumerate(lines) if _NAME.match(line.text) and (n == 0 or _ENDED.search(lines[n - 1].text))}
    entries: list[list[Line]] = []
    for number, line in enumerate(lines):
        if number in starts or not entries:
            entries.append([line])
        else:
            entries[-1].append(line)
    return entries


def _numbered(lines: list[Line]) -> set[int]:
    """The lines that begin with 1, 2, 3 … in their order; none where the list is not numbered."""
    starts: set[int] = set()
    following = 1
    for number, line in enumerate(lines):
        found = _NUMBER.match(line.text)
        if found and int(next(group for group in found.groups() if group)) == following:
            starts.add(number)
            following += 1
        elif number == 0:
            return set()
    return starts
