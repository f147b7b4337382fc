"""Several references printed as one entry: under letters ("(a) … (b) …"), or between semicolons, as footnotes have them."""

from __future__ import annotations

import re

from loaders.reading.reference.entries import PARTICLES
from loaders.reading.reference.parts import YEAR
from loaders.reading.references import parse

_LETTERED = re.compile(r"(?:^|(?<=[\s;.]))(?:\(([a-h])\)|([a-h])\))\s+(?=\S)")
_FIRST = re.compile(r"(?:\[\w{1,6}\]|\(?\d{1,3}[.)])?\s*(?:\(a\)|a\))\s")
_WORD = r"[^\W\d_a-z][\w'’-]+"
_BREAK = re.compile(
    rf"(?<=[\w.)\]”\"’»]);\s+(?:(?i:and|und|et|y|e|sowie|(?:see|siehe|vgl\.|cf\.)(?:\s(?:also|auch))?)\s+)?"
    rf"(?={PARTICLES}{_WORD}(?:[ -]{_WORD}){{0,2}},\s+(?:{_WORD}|[^\W\d_a-z]\b)"
    rf"|(?:[^\W\d_a-z]\.[ -]?)+{PARTICLES}{_WORD}[, ]|{_WORD}\s{PARTICLES}{_WORD}[,:]\s)"
)
"""Between two references: behind the end of one, before what looks like a name ("Lind, A.", "A. Lind", "Ada Lind:")."""
_DATED = re.compile(rf"(?<!\d){YEAR}(?!\d)")
_LEAST, _SURE = 15, 0.5


def references_in(string: str) -> list[tuple[int, int]]:
    """The (start, end) of each reference of an entry; one of all of it where it holds one, or where it is not sure that it holds more."""
    whole = [(0, len(string))]
    lettered = _lettered(string)
    if len(lettered) > 1 and all(end - start >= _LEAST and _DATED.search(string, start, end) for start, end in lettered):
        return lettered
    breaks = list(_BREAK.finditer(string))
    if not breaks:
        return whole
    starts, ends = [0, *(found.end() for found in breaks)], [*(found.start() for found in breaks), len(string)]
    parts = list(zip(starts, ends, strict=True))
    if not all(end - start >= _LEAST and _DATED.search(string, start, end) for start, end in parts):
        return whole
    return parts if all(_stands_alone(string[start:end]) for start, end in parts) else whole


def _lettered(string: str) -> list[tuple[int, int]]:
    """What stands between "(a)", "(b)" and so on, if the entry begins with the first and the others follow in order."""
    if not _FIRST.match(string):
        return []
    marks: list[re.Match[str]] = []
    for found in _LETTERED.finditer(string):
        if (found[1] or found[2]) == "abcdefgh"[len(marks)]:
            marks.append(found)
            if len(marks) == len("abcdefgh"):
                break
    ends = [*(mark.start() for mark in marks[1:]), len(string)]
    return [(mark.end(), mark.end() + len(string[mark.end() : end].rstrip(" ;,"))) for mark, end in zip(marks, ends, strict=True)]


def _stands_alone(string: str) -> bool:
    """Whether a part reads as a reference by itself: who wrote it, and what or where."""
    read = parse(string)
    work = read.work
    return bool(work.authors or work.editors) and bool(work.title or work.venue) and (read.confidence or 0) >= _SURE
