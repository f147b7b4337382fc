"""Every sentence of a work beside every concept that it may speak of, with what the sentence shows: what `claims.py` weighs.

A concept that a sentence names stands in it; one that the sentence does not name is carried into it where it is among the few that the
work is about, since findings seldom repeat the name ("it also raised costs").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.reading.named import concepts
from loaders.reading.prose import cues
from loaders.reading.prose.document import Place
from loaders.reading.stances import signals, voices

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.record import Concept
    from loaders.reading.named.concepts import Named
    from loaders.reading.prose.cues import Found
    from loaders.reading.prose.document import Document, Reading
    from loaders.reading.prose.sentences import Sentence

MOST_CARRIED = 2
SURE = 0.85
JOINED = re.compile(r",? ?(?:and|or|as well as|og|und|et|/)? ?(?:the |an? )?(?:[\w-]+ )?")
LONGEST = 1200
"""A longer sentence is a list, a table or no prose, and would be no evidence that one can show."""

PARTS = (("first", 0.0), ("early", 0.01), ("middle", 0.34), ("late", 0.67))


@dataclass(slots=True)
class Proposal:
    """A concept, a sentence that may take a stance to it, and the features of the two together.

    `group` counts the runs of concepts that the sentence joins by "and"; -1: not named in it. `theory`: the name that an
    annotation has for the concept.
    """

    concept: Concept
    place: Place
    features: set[str]
    group: int = -1
    theory: str = ""


def proposals(document: Document, named: list[Named], ruled: Mapping[tuple[str, int, int], Found]) -> Iterator[Proposal]:
    """The proposals of a work's title and abstract, in the order of the text; `ruled`: what the cues found there."""
    places = concepts.by_reading(named)
    weighed = by_weight(named)
    shown = {entry.concept.slug: about(entry, rank) for rank, entry in enumerate(weighed)}
    ranks = {entry.concept.slug: rank for rank, entry in enumerate(weighed)}
    carried = [entry.concept for entry in weighed][:MOST_CARRIED]
    for reading in document.readings:
        if reading.kind in ("title", "abstract") and not reading.passage.voiced_by:
            for proposal in _in_reading(reading, places.get(reading.order, []), shown, ranks, carried):
                met = ruled.get((proposal.concept.slug, reading.order, proposal.place.start))
                proposal.features |= _ruled(met) if met else set()
                yield proposal


def _ruled(met: Found) -> set[str]:
    found = {"ruled", f"rule {met.stance}"}
    if not met.wide:
        found.add(f"narrow rule {met.stance}")
    elif met.confidence >= SURE:
        found.add(f"sure rule {met.stance}")
    return found


def by_weight(named: list[Named]) -> list[Named]:
    """The concepts, those first that the title names and that the text names most."""
    return sorted(named, key=lambda entry: (-_weight(entry), entry.places[0].reading.order, entry.places[0].start))


def _weight(entry: Named) -> int:
    return 2 * any(place.reading.kind == "title" for place in entry.places) + min(len(entry.places), 4)


def about(entry: Named, rank: int) -> set[str]:
    """What the work as a whole shows of a concept."""
    found = {f"kind {entry.concept.kind}", f"named {min(len(entry.places), 4)}", f"rank {min(rank, 3)}"}
    if any(place.reading.kind == "title" for place in entry.places):
        found.add("in title")
    if entry.discovered:
        found.add("found in text")
    if entry.confidence < 0.9:
        found.add("everyday")
    return found


def _in_reading(
    reading: Reading,
    places: list[tuple[int, int, Concept]],
    shown: dict[str, set[str]],
    ranks: dict[str, int],
    carried: list[Concept],
) -> Iterator[Proposal]:
    last = len(reading.sentences) - 1
    persons = voices.of(reading)
    for number, sentence in enumerate(reading.sentences):
        if sentence.end - sentence.start > LONGEST or sentence.start in persons:
            continue
        text, marks = marked(reading, sentence, places)
        met = signals.in_sentence(text)
        here = _position(reading, sentence, number, last)
        told = {concept.slug for concept, _ in marks}
        seen, group, before = set[str](), 0, -1
        for concept, at in marks:
            group += before >= 0 and not JOINED.fullmatch(text[before : at[0]])
            before = at[1]
            if concept.slug not in seen:
                seen.add(concept.slug)
                found = signals.of_concept(met, at) | here | shown[concept.slug] | {f"marks {min(len(told), 3)}"}
                found.add("outranked" if any(ranks[other] < ranks[concept.slug] for other in told) else "foremost")
                yield Proposal(concept, Place(reading, sentence.start, sentence.end), found, group)
        if reading.kind == "title":
            continue
        anaphor = bool(cues.ANAPHOR.search(text))
        for concept in carried:
            if concept.slug not in told:
                found = signals.of_concept(met, None) | here | shown[concept.slug] | {"carried", f"carried beside {min(len(told), 2)}"}
                found.add(f"carried rank {ranks[concept.slug]}")
                if anaphor:
                    found.add("anaphor")
                yield Proposal(concept, Place(reading, sentence.start, sentence.end), found)


def _position(reading: Reading, sentence: Sentence, number: int, last: int) -> set[str]:
    if reading.kind == "title":
        return {"title"}
    share = number / max(last, 1)
    part = next(name for name, least in reversed(PARTS) if share >= least)
    found = {f"part {part}"}
    if number == last:
        found.add("part last")
    if sentence.section:
        concluding = cues.CONCLUDING.match(sentence.section)
        found.add("section concluding" if concluding else "section other")
    return found


def marked(
    reading: Reading, sentence: Sentence, places: list[tuple[int, int, Concept]]
) -> tuple[str, list[tuple[Concept, tuple[int, int]]]]:
    """The sentence with a mark in the place of each concept named, and each concept with the place of its mark."""
    parts, found, at, length = list[str](), list[tuple["Concept", tuple[int, int]]](), sentence.start, 0
    for start, end, concept in concepts.within(places, sentence.start, sentence.end):
        if at <= start and end <= sentence.end:
            mark = f"⟦{len(found)}⟧"
            parts += [reading.text[at:start], mark]
            length += start - at
            found.append((concept, (length, length + len(mark))))
            length += len(mark)
            at = end
    return "".join(parts) + reading.text[at : sentence.end], found
