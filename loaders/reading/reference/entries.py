"""Where entries of a list of references begin among its lines: numbered ones at their numbers, others where a line begins like a name."""

from __future__ import annotations

import re

NUMBER = re.compile(r"(?:\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3})\.)\s*(?=\S)")
"""The number before an entry."""
PARTICLES = r"(?:(?:van|von|de|der|den|del|da|di|du|la|le|ten|ter|af)\s+)*"
"""What may stand before the family name with which an entry begins."""
_WORD = r"[^\W\d_a-z][\w'’.-]*"
_NAME = re.compile(
    rf"(?:{PARTICLES}{_WORD}(?:[ -]{_WORD}){{0,3}},\s(?:[^\W\d_a-z]+\b\.?|{_WORD})"
    rf"|{_WORD}\s[^\W\d_a-z]{{1,3}}(?:[,.;]|\sand\b)|[^\W\d_a-z][^,()\d]{{2,90}}[.,]?\s\(?(?:1[5-9]|20)\d\d|[—–_]{{2,}}|-{{3,}})"
)
_ENDED = re.compile(r"[.\d)\]”\"/]$|https?://\S+$")


def starts_of(lines: list[str]) -> set[int]:
    """The numbers of the lines at which entries begin; lines that are broken anywhere, blank ones left out."""
    numbered = _numbered(lines)
    return numbered or {n for n, line in enumerate(lines) if _NAME.match(line) and (n == 0 or _ENDED.search(lines[n - 1]))}


def _numbered(lines: list[str]) -> set[int]:
    """The lines that begin with 1, 2, 3 … in their order; none where the list is not numbered."""
    starts: set[int] = set()
    following = 1
    for number, line in enumerate(lines):
        found = NUMBER.match(line)
        if found and int(next(group for group in found.groups() if group)) == following:
            starts.add(number)
            following += 1
        elif number == 0:
            return set()
    return starts
