"""A reference as CSL-JSON, the string and the confidence under `custom`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.record import Contributor, Reference

TYPES = {
    "article": "article-journal",
    "book": "book",
    "chapter": "chapter",
    "report": "report",
    "thesis": "thesis",
    "webpage": "webpage",
    "work": "document",
}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def to_csl(reference: Reference) -> dict[str, object]:
    """The CSL-JSON object of a reference: only fields that were read, an edition as a number where it is one."""
    work = reference.work
    book = work.part_of
    csl: dict[str, object] = {"type": TYPES[work.kind]}
    people = {"author": work.authors, "editor": work.editors or (book.editors or book.authors if book else [])}
    csl |= {role: [_name(c) for c in named] for role, named in people.items() if named}
    if work.year is not None:
        csl["issued"] = {"date-parts": [[work.year]]}
    fields = {
        "title": work.title,
        "container-title": work.venue.title if work.venue else book.title if book else "",
        "volume": work.volume,
        "issue": work.issue,
        "page": work.pages or work.article_number,
        "publisher": work.publisher,
        "publisher-place": work.place,
        "edition": _edition(work.edition),
        "DOI": work.doi,
        "URL": work.url,
    }
    csl |= {name: value for name, value in fields.items() if value}
    csl["custom"] = {"confidence": reference.confidence, "raw": reference.raw}
    return csl


def _name(person: Contributor) -> dict[str, str]:
    if person.literal:
        return {"literal": person.literal}
    named = {"family": person.family, "given": person.given, "suffix": person.suffix}
    return {part: value for part, value in named.items() if value}


def _edition(printed: str) -> str:
    first = printed.split(" ")[0].casefold()
    if first in _ORDINALS:
        return str(_ORDINALS.index(first) + 1)
    number = re.match(r"\d+", printed)
    return number[0] if number else printed
