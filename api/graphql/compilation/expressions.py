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
_CLASS, _LETTER = 6, 1
_FOREIGN = re.compile(r"[^\x00-\x7f]|\\[uU]")
_ESCAPE = re.compile(r"\\.", re.DOTALL)
_READ_APART = {"{", r"\0", r"\Z", r"\<", r"\>"}
_READ_APART_IN_CLASS = {"[", "&&", "--", "~~", r"\b", r"\0", r"\<", r"\>"}
_PARTS_OF_CLASS = re.compile(r"\\.|&&|--|~~|\[", re.DOTALL)


def portable(pattern: str) -> str:
    """A regular expression that every engine reads alike.

    Raises:
        GraphQLError: it is too long, or too long written out, is no regular expression, looks around or back, or has what engines read
            differently: `{,3}`, a bracket or a set operation within a class.
    """
    if len(pattern) > LONGEST:
        raise GraphQLError(f"a regular expression may have {LONGEST} characters")
    if _UNPORTABLE.search(pattern):
        raise GraphQLError("a regular expression may not look around or refer back")
    if apart := next((part[0] for part in _PARTS.finditer(pattern) if _read_apart(part[0])), ""):
        raise GraphQLError(
            f"engines read {apart} in a regular expression differently; a brace or bracket as such needs a backslash before it"
        )
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


def _read_apart(part: str) -> bool:
    """Whether Python reads a part of an expression, and other engines not or as something else."""
    if part[0] != "[":
        return part in _READ_APART
    return not _READ_APART_IN_CLASS.isdisjoint(_PARTS_OF_CLASS.findall(part[1:]))


def _size(part: str) -> int:
    escapes = {escape[1] for escape in _ESCAPE.findall(part)}
    known = next((size for letters, size in _WEIGHTS if not escapes.isdisjoint(letters)), 0)
    usual = _CLASS if part == "." or part[0] == "[" else _LETTER
    return (known or usual) + len(_FOREIGN.findall(part))
