"""What the titles of cited works name and claim: paradigms and theories, places, and a verdict that a title itself gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.record import Jurisdiction, Mention, Passage, Work
from loaders.reading.named import concepts, jurisdictions
from loaders.reading.prose import document
from loaders.reading.stances import claims

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Reference, Said
    from loaders.reading.named.concepts import Lexicon

NAMED_KINDS = ("paradigm", "theory")
"""The title of a work that is only cited is read for these; other concepts count there where the page's own text names them, too."""


def read(work: Work, text: str, lexicon: Lexicon) -> Iterator[Said]:
    """Concepts, places and claims of the titles in a work's reference list, so far as the list's places are known."""
    known = set(lexicon.known)
    told: set[str] = set()
    places: dict[str, str] = {}
    for reference in work.references:
        place = _title(reference, text)
        if place is None:
            continue
        cited = reference.work
        read_title = document.build(_cited_only(cited, place), text)
        named = [n for n in concepts.named(read_title, lexicon) if _counts(n, known)]
        for entry in named:
            if entry.concept.slug not in told:
                told.add(entry.concept.slug)
                yield entry.concept
            span = entry.places[0].spans()[0]
            yield Mention(cited, entry.concept, span, entry.confidence)
        for claim in claims.claims(read_title, named, []):
            claim.work = cited
            yield claim
        for reading in read_title.readings:
            for found in jurisdictions.found(reading):
                places[found.code] = places.get(found.code) or found.label
    for code, label in places.items():
        yield Jurisdiction(code, label)


def _counts(entry: concepts.Named, known: set[str]) -> bool:
    return not entry.discovered and (entry.concept.kind in NAMED_KINDS or entry.concept.slug in known)


def _cited_only(cited: Work, place: tuple[int, int]) -> Work:
    """The cited work with its title in the reference list as its one passage."""
    return Work(title=cited.title, passages=[Passage([place], "title")])


def _title(reference: Reference, text: str) -> tuple[int, int] | None:
    """Where the title stands in the raw reference; None where its words are not found in a row."""
    if reference.span is None or not reference.work.title:
        return None
    words = [re.escape(word) for word in reference.work.title.split()]
    match = re.compile(r"[\s-]+".join(words)).search(text, reference.span.start, reference.span.end)
    return match.span() if match else None
