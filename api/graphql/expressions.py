"""Regular expressions in filters: those that every engine reads alike, and none is long about."""

from __future__ import annotations

import re

from graphql import GraphQLError

LONGEST = 200
"""Characters."""
LARGEST = 5_000
"""Letters of an expression written out, repetitions repeated; Oxigraph gives up from about 20 of `\\w` or 12,000 of a letter on, and
then finds nothing, as slowly as it can."""
_UNPORTABLE = re.compile(r"(?<!\\)(?:\\\\)*(?:\(\?(?!:)|\\[1-9])")
_PARTS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(\d+)(?:,(\d*))?\}|\((?:\?:)?|.", re.DOTALL)
_WEIGHTS = (("wWpP", 300), ("dD", 65), ("sS", 10))
"""What a class of letters counts for, by its escapes: its letters are many in Unicode."""
_CLASS, _LETTER, _FOREIGN = 6, 1, 2


def portable(pattern: str) -> str:
    """A regular expression that every engine reads alike.

    Raises:
        GraphQLError: it is too long, or too long written out, is no regular expression, or looks around or back.
    """
    if len(pattern) > LONGEST:
        raise GraphQLError(f"a regular expression may have {LONGEST} characters")
    if _UNPORTABLE.search(pattern):
        raise GraphQLError("a regular expression may not look around or refer back")
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise GraphQLError(f"not a regular expression: {error}") from error
    if written_out(pattern) > LARGEST:
        raise GraphQLError("the regular expression repeats too much: give smaller numbers in braces, or * or + instead")
    return pattern


def written_out(pattern: str) -> int:
    """How large an expression is with its counted repetitions written out, in letters."""
    sizes, last = [0], 0
    for part in _PARTS.finditer(pattern):
        text = part[0]
        if text in ("(", "(?:"):
            sizes.append(0)
        elif text == ")" and len(sizes) > 1:
            last = sizes.pop()
            sizes[-1] += last
        elif part[1] is not None:
            times = max(int(part[1]), int(part[2] or 0), 1)
            sizes[-1] += last * (times - 1)
            last *= times
        elif text not in "*+?":
            last = _size(text)
            sizes[-1] += last
    return sum(sizes)


def _size(part: str) -> int:
    escapes = {escape[1] for escape in re.findall(r"\\.", part, re.DOTALL)}
    for letters, size in _WEIGHTS:
        if not escapes.isdisjoint(letters):
            return size
    if part == "." or part[0] == "[":
        return _CLASS
    return _LETTER if part.isascii() else _FOREIGN
