"""What stands around a sentence in its captured text: within its paragraph, and within its field where the capture is a file of records."""

from __future__ import annotations

import re

_PARAGRAPH = re.compile(r"\n\s*\n")
_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{"])')
_ESCAPE = re.compile(r'\\(["/\\bfnrt])')
_FIELDS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (_JSON, re.compile(r'(?<!\\)"')),  # a string
    (re.compile(r"\s*<"), re.compile(r"[<>]")),  # XML: what stands between two tags
    (re.compile(r"\s*(?:%[^\n]*\n\s*)*@\w+\s*[{(]"), re.compile(r'[{}]|=\s*"|"\s*,?\s*\n')),  # BibTeX: a value, or its part in braces
    (
        re.compile(r"\s*(?:[A-Z][A-Z0-9]{1,3} *- |%[0-9A-Z] |FN )"),
        re.compile(r"^(?:[A-Z][A-Z0-9]{1,3} *-(?: |$)|%\S |[A-Z][A-Z0-9] )", re.MULTILINE),
    ),  # RIS, MEDLINE, refer, Web of Science: the lines under a tag
)
"""How the text of a file of records begins, and what its fields are between."""


def around(text: str, start: int, end: int, room: int) -> tuple[str, str]:
    """(what stands before, what stands after) a stretch of the text, each of at most `room` characters."""
    marks = [_PARAGRAPH, *(mark for begins, mark in _FIELDS if begins.match(text))]
    before, after = _before(text[max(0, start - room) : start], room, marks), _after(text[end : end + room], room, marks)
    return (_spelt(before), _spelt(after)) if _JSON.match(text) else (before, after)


def _spelt(text: str) -> str:
    """A piece of a JSON string with its escapes as what they stand for."""
    return _ESCAPE.sub(lambda sign: sign[1] if sign[1] in '"/\\' else " ", text)


def _before(tail: str, room: int, marks: list[re.Pattern[str]]) -> str:
    """What follows the last mark; where it is longer than the room, from a word on."""
    begin = max((found.end() for mark in marks for found in mark.finditer(tail)), default=0)
    if begin == 0 and len(tail) == room:
        tail = "… " + tail.partition(" ")[2] if " " in tail else ""
    return tail[begin:][-room:].lstrip()


def _after(head: str, room: int, marks: list[re.Pattern[str]]) -> str:
    """What precedes the first mark; where it is longer than the room, up to a word."""
    finish = min((found.start() for mark in marks if (found := mark.search(head))), default=len(head))
    if finish == room:
        return head[: room - 2].rpartition(" ")[0] + " …" if " " in head and room > 1 else ""
    return head[:finish].rstrip()
