"""Plain statements from concept to concept: one idea produces a problem, another answers it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.reading.named import concepts

if TYPE_CHECKING:
    from graph.record import Concept, Span
    from loaders.reading.named.concepts import Named
    from loaders.reading.prose.document import Document, Reading
    from loaders.reading.prose.sentences import Sentence

PRODUCES = re.compile(
    r"\b(?:generat|produc|creat|caus|rais|result|bring|brought)\w*(?: in| about)? (?:[^\s.;:]+ ){0,4}?(?:problems?|"
    r"challenges?|fragmentation|complexity)\b|"
    r"\b(?:has|have) led to\b|\bleads? to\b|\bgave rise to\b"
)
CHIEF_AMONG = re.compile(
    r"^(?:Chief|Foremost|First|Most important) among (?:the latter|these|them|those)\b|^(?:The main|The chief|"
    r"The most important) (?:one|problem|challenge)\b"
)
RESPONDS = re.compile(
    r"\b(?:a |an |the |as )?(?:response|reaction|answer|remedy|alternative|counter-?reaction) to\b|"
    r"\b(?:efforts?|attempts?|measures?|reforms?) to (?:counteract|overcome|reverse|reduce|remedy|counter|address|tackle|mend)\b|"
    r"\b(?:counteracts?|remedies|reverses|responds? to)\b"
)
SAME_SUBJECT = re.compile(r"^(?:It|This|They) (?:is|are|was|were|has|have)\b")
WIDEST_GAP = 60


def connect(document: Document, named: list[Named]) -> None:
    """Note on the concepts what they produce and what they respond to, each with the sentence that says so."""
    places = concepts.by_reading(named)
    for reading in document.readings:
        if reading.kind in ("heading", "keywords", "title") or reading.passage.voiced_by:
            continue
        subject: Concept | None = None
        caused: Concept | None = None
        for sentence in reading.sentences:
            met = concepts.within(places.get(reading.order, []), sentence.start, sentence.end)
            text = reading.text[sentence.start : sentence.end]
            if not (SAME_SUBJECT.match(text) and subject):
                subject = met[0][2] if met and met[0][0] - sentence.start < WIDEST_GAP else None
            _respond(reading, sentence, subject, met)
            caused = _produce(reading, sentence, caused, met)


def _respond(reading: Reading, sentence: Sentence, subject: Concept | None, met: list[tuple[int, int, Concept]]) -> None:
    cue = RESPONDS.search(reading.text, sentence.start, sentence.end)
    if not (cue and subject) or "not a response" in reading.text[sentence.start : sentence.end]:
        return
    target = next((c for start, _, c in met if 0 <= start - cue.end() <= WIDEST_GAP and c.slug != subject.slug), None)
    if target and not any(known.slug == target.slug for known, _ in subject.responds_to):
        subject.responds_to.append((target, _span(reading, sentence)))


def _produce(reading: Reading, sentence: Sentence, caused: Concept | None, met: list[tuple[int, int, Concept]]) -> Concept | None:
    """Note what is produced; the answer is the concept said to have caused unnamed problems, for the sentence that follows."""
    text = reading.text[sentence.start : sentence.end]
    if caused and CHIEF_AMONG.match(text):
        if met and met[0][2].slug != caused.slug:
            _note(caused, met[0][2], reading, sentence)
        return None
    cue = PRODUCES.search(reading.text, sentence.start, sentence.end)
    if not cue:
        return None
    cause = next((c for start, end, c in met if end <= cue.start() and start - sentence.start < WIDEST_GAP), None)
    effect = next((c for start, _, c in met if cue.start() <= start <= cue.end() + WIDEST_GAP and c.kind == "issue"), None)
    if cause and effect and effect.slug != cause.slug:
        _note(cause, effect, reading, sentence)
    return None if effect else cause


def _note(cause: Concept, effect: Concept, reading: Reading, sentence: Sentence) -> None:
    if not any(known.slug == effect.slug for known, _ in cause.produces):
        cause.produces.append((effect, _span(reading, sentence)))


def _span(reading: Reading, sentence: Sentence) -> Span:
    return reading.flow.spans(sentence.start, sentence.end)[0]
