"""Names that only the statement of responsibility prints: "[edited by] J. B. Harrow ; translated by Ada Smit"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders._people.names import is_body, undivided

if TYPE_CHECKING:
    from graph.record import Contributor

_BRACKETS = re.compile(r"[\[\]()]")
_BY = re.compile(r"^(?P<role>[^\W\d_][^;]*?\b(?:by|von|par|de|por|di|av|af|door)\s+)?(?P<names>[A-ZÀ-Þ].*?)[\s.]*$")
_MARKS_BEHIND = re.compile(r"[\s,]+(?:eds?|hrsg|hgg?|coords?|comps?|orgs?|dirs?)\.?$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|&|\b(?:and|und|et|y|e|och|og|en)\b)\s*")
_PERSON = re.compile(r"(?:[A-ZÀ-Þ][\w'’.-]*\s+){1,3}(?:(?:van|von|de|der|den|du|la|le|di|da|dos|af)\s+){0,3}[A-ZÀ-Þ][\w'’-]{2,}")


def people_stated(part: str) -> list[Contributor]:
    """The persons of one part of a statement, which has to be made of names and at most a word of what they did; else none."""
    found = _BY.match(_MARKS_BEHIND.sub("", _BRACKETS.sub("", part).strip()))
    if not found or (found["role"] and found["role"][0].isupper()) or is_body(found["names"]):
        return []
    names = [name for name in _AND.split(found["names"]) if name]
    return [undivided(name) for name in names] if all(_PERSON.fullmatch(name) for name in names) else []
