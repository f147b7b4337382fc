"""Reference lists of articles in XML: what the markup tells of each entry, else what its string says, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.record import Reference, Work

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders._article.writing import Writing


def cite(entries: Iterable[tuple[str, Work | None]], writing: Writing) -> list[Reference]:
    """The references of (printed string, the work that the markup tells); entries without markup are read as strings."""
    from loaders.reading.references import parse_many, place

    listed = [(string, work) for string, work in entries if string]
    read = iter(parse_many(string for string, work in listed if work is None))
    found = [Reference(work, raw=string, confidence=1.0) if work is not None else next(read) for string, work in listed]
    spans = [writing.line(string) for string, _ in listed]
    text = writing.text
    for reference, span in zip(found, spans, strict=True):
        place(reference, text, span.start, span.end)
    return found
