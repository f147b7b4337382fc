"""A work's passages made ready to be read: flows cut into sentences, in the order of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from loaders.reading.prose import flow, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Passage, Span, Work
    from loaders.reading.prose.flow import Flow
    from loaders.reading.prose.sentences import Sentence

LONGEST = 20_000
LONGEST_WORD = 300
"""A passage with a word of so many letters is no prose, and is not read."""
OVERLONG = re.compile(rf"[\w-]{{{LONGEST_WORD}}}")
BESIDE = "readings of the document"
"""Where a reading knows those beside it."""

OWN_VOICE = frozenset({"title", "abstract", "body"})


@dataclass(slots=True)
class Reading:
    """One passage: its flow and the sentences of it. `order` counts passages of the work from 0; `known` keeps what readers found."""

    order: int
    flow: Flow
    sentences: list[Sentence]
    known: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def passage(self) -> Passage:
        """The passage read."""
        return self.flow.passage

    @property
    def text(self) -> str:
        """The flow's text."""
        return self.flow.text

    @property
    def kind(self) -> str:
        """title, abstract, heading, body, quotation or keywords."""
        return self.flow.passage.kind

    def sentence_at(self, place: int) -> Sentence | None:
        """The sentence that holds the place."""
        return next((s for s in self.sentences if s.start <= place < s.end), None)

    def opens_sentence(self, place: int) -> bool:
        """Whether a sentence begins there."""
        return any(s.start == place for s in self.sentences)


@dataclass(slots=True)
class Place:
    """A stretch of one reading's text, in places of the flow."""

    reading: Reading
    start: int
    end: int

    @property
    def text(self) -> str:
        """What stands there."""
        return self.reading.text[self.start : self.end]

    def spans(self) -> list[Span]:
        """The stretch as spans of the captured text."""
        return self.reading.flow.spans(self.start, self.end)

    def before(self, width: int = 60) -> str:
        """Up to `width` characters of what precedes."""
        return self.reading.text[max(0, self.start - width) : self.start]

    def after(self, width: int = 60) -> str:
        """Up to `width` characters of what follows."""
        return self.reading.text[self.end : self.end + width]


@dataclass(slots=True)
class Document:
    """All that is read of one work."""

    work: Work
    source: str
    readings: list[Reading] = field(default_factory=list)

    def own(self) -> Iterator[Reading]:
        """The passages in which the work speaks itself: not quotations, keywords or headings."""
        return (reading for reading in self.readings if reading.kind in OWN_VOICE and not reading.passage.voiced_by)

    def titles(self) -> Iterator[Reading]:
        """The passages that hold a title."""
        return (reading for reading in self.readings if reading.kind == "title")


def build(work: Work, source: str) -> Document:
    """The document of a work's passages; what repeats an earlier one word for word, or is no prose, is left out."""
    document, seen = Document(work, source), set[tuple[str, str]]()
    for whole in work.passages:
        streams = [flow.build(source, passage) for passage in pieces(whole, source)]
        token = (whole.kind, "".join(stream.text for stream in streams))
        if not token[1] or token in seen:
            continue
        seen.add(token)
        for stream in filter(_is_prose, streams):
            document.readings.append(Reading(len(document.readings), stream, _sentences(stream), {BESIDE: document.readings}))
    return document


def _is_prose(stream: Flow) -> bool:
    return not any(len(word) >= LONGEST_WORD and OVERLONG.search(word) for word in stream.text.split())


def _sentences(stream: Flow) -> list[Sentence]:
    passage = stream.passage
    if passage.kind in ("title", "heading", "keywords"):
        return [sentences.Sentence(0, len(stream.text), passage.section)]
    return list(sentences.split(stream.text, passage.section))


def pieces(passage: Passage, source: str) -> Iterator[Passage]:
    """The passage itself; a very long one in parts, cut at line ends or spaces, so that reading stays linear."""
    if sum(end - start for start, end in passage.slices) <= LONGEST:
        yield passage
        return
    held, size = list[tuple[int, int]](), 0
    for first, end in passage.slices:
        start = first
        while size + end - start > LONGEST:
            cut = _cut(source, start, min(start + LONGEST - size, end))
            yield replace(passage, slices=[*held, (start, cut)])
            held, size, start = [], 0, cut
        held.append((start, end))
        size += end - start
    if held:
        yield replace(passage, slices=held)


def _cut(source: str, start: int, end: int) -> int:
    for mark in ("\n", ". ", " "):
        found = source.rfind(mark, start + (end - start) // 2, end)
        if found > start:
            return found + 1
    return end
