"""A reference as CSL-JSON, the string and the confidence under `custom`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graph.sources.csl import name_to, work_to_csl

if TYPE_CHECKING:
    from graph.record import Reference

_RESOLVER = re.compile(r"https?://(?:dx\.)?doi\.org/", re.IGNORECASE)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def to_csl(reference: Reference, place: int = 1) -> dict[str, Any]:
    """The CSL-JSON object of a reference: only fields that were read, an edition as a number where it is one.

    A DOI printed as a link is also the `URL`.
    `custom.raw` is the string, `custom.confidence` that of the whole, `custom.field-confidence` that of each field. `place` (from 1)
    makes the `id` of a work without DOI.
    """
    work = reference.work
    csl = work_to_csl(work, place)
    if "editor" not in csl and work.part_of and work.part_of.authors:
        csl["editor"] = [name_to(who) for who in work.part_of.authors]
    printed = work.edition or (work.part_of.edition if work.part_of else "")
    if printed:
        csl["edition"] = _edition(printed)
    custom = csl.setdefault("custom", {})
    link = _RESOLVER.search(reference.raw)
    if link and "DOI" in csl and "URL" not in csl:
        csl["URL"] = link[0] + csl["DOI"]
        sure = custom.get("field-confidence", {})
        custom["field-confidence"] = {**sure, "url": sure.get("doi", 1.0)}
    custom["confidence"], custom["raw"] = reference.confidence, reference.raw
    return csl


def _edition(printed: str) -> str:
    first = printed.split(" ", maxsplit=1)[0].casefold()
    if first in _ORDINALS:
        return str(_ORDINALS.index(first) + 1)
    number = re.match(r"\d+", printed)
    return number[0] if number else printed
