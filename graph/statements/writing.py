"""The state of describing one capture: its lines so far, and which things it has described already."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from graph.identify import ID, digest
from graph.record import Work
from graph.text import integer, literal, quotation
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.record import Capture, Span

REMEMBERED, TOLD = 4096, 32_768
"""How many objects and how many shared values are kept; after that they are described anew, in the same words."""

LABEL = f" <{terms.RDFS_LABEL}> "
PREF_LABEL = f" <{terms.SKOS_PREF_LABEL}> "
ALT_LABEL = f" <{terms.SKOS_ALT_LABEL}> "
NOTE = f" <{terms.SKOS_NOTE}> "
SLUG = f" <{terms.SLUG}> "
DESCRIBED_IN = f" <{terms.DESCRIBED_IN}> "
EVIDENCED_BY = f" <{terms.EVIDENCED_BY}> "


def is_a(iri: str) -> str:
    """The predicate and object of a type statement."""
    return f" <{terms.RDF_TYPE}> <{iri}>"


def predicate(iri: str) -> str:
    """A predicate with the blanks around it."""
    return f" <{iri}> "


class Writing:
    """What has been written of one capture.

    `lines` are the statements of the thing at hand. An object that was described is only referred to from then on, as long as it is
    among the last ones: things that name their work a thousand times stay cheap, and memory stays bounded.
    """

    __slots__ = ("agent", "capture", "describers", "digest", "lines", "mark", "origin", "said", "seen", "short", "source", "told")

    def __init__(self, capture: Capture, describers: dict[type, Callable[[Writing, Any], str]]) -> None:
        self.capture = capture
        self.agent = ""
        """The language model whose answers the capture has, "" of all others."""
        self.describers = describers
        self.digest = capture.digest or digest(capture.name, 64)
        self.short = self.digest[:12]
        # A work that no other source could recognise is keyed under the page it stands on, not under one retrieval of it.
        self.origin = capture.retrieved_from or self.digest
        self.source = f"{ID}source/{self.digest}"
        self.mark = f"{DESCRIBED_IN}<{self.source}>"
        self.lines: list[str] = []
        self.seen: dict[int, tuple[object, str]] = {}
        self.told: dict[object, str] = {}
        self.said: set[bytes] = set()

    def write(self, thing: object) -> list[str]:
        """The statements of a thing that were not written in the same words before; those of a work in full."""
        self.lines = []
        self.describe(thing)
        if not isinstance(thing, Work):
            self._spare(0)
        return self.lines

    def refer(self, thing: object) -> str:
        """The IRI of a thing, described in passing unless that was done lately."""
        known = self.seen.get(id(thing))
        if known is not None and known[0] is thing:
            return known[1]
        begun = len(self.lines)
        iri = self.describe(thing)
        self._spare(begun)
        return iri

    def describe(self, thing: object) -> str:
        """The IRI of a thing, whose statements are added to the lines."""
        return self.describers[type(thing)](self, thing)

    def remember(self, thing: object, iri: str) -> None:
        """From here on the thing counts as described; called before its parts are, since they may refer back to it."""
        if len(self.seen) >= REMEMBERED:
            self.seen.clear()
        self.seen[id(thing)] = (thing, iri)  # the object is held, so that its id stays its own

    def tell(self, value: object, iri: str) -> None:
        """The same for a thing that is known by its value, such as a journal's title and numbers."""
        if len(self.told) >= TOLD:
            self.told.clear()
        self.told[value] = iri

    def _spare(self, begun: int) -> None:
        """Take back the lines from `begun` on if they were written in the same words before.

        The works of a list cite the same works and name the same concepts, each with an object of its own.
        """
        words = blake2b("\n".join(self.lines[begun:]).encode(), digest_size=16).digest()
        if words in self.said:
            del self.lines[begun:]
            return
        if len(self.said) >= TOLD:
            self.said.clear()
        self.said.add(words)

    def evidence(self, span: Span, quoted_in: str = "") -> str:
        """The IRI of a place in the captured text, described."""
        iri = f"{ID}evidence/{span.capture[:12] or self.short}-{span.start}-{span.end}"
        if (span, quoted_in) in self.told:
            return iri
        self.tell((span, quoted_in), iri)
        s = f"<{iri}>"
        key = iri.rpartition("/")[2]
        self.lines += (s + is_a(terms.EVIDENCE), *self.place(s, span), f'{s}{SLUG}"{key}"', s + self.mark)
        if quoted_in:
            self.lines.append(f"{s} <{terms.QUOTED_IN}> <{quoted_in}>")
        return iri

    def place(self, s: str, span: Span) -> list[str]:
        """The statements of where a span lies and what it says."""
        source = f"{ID}source/{span.capture}" if span.capture else self.source
        lines = [
            f"{s} <{terms.FOUND_IN}> <{source}>",
            f"{s} <{terms.POSITION}> {integer(span.start)}",
            f"{s} <{terms.END_POSITION}> {integer(span.end)}",
            f"{s} <{terms.QUOTE}> {quotation(span.exact)}",
        ]
        if span.page:
            lines.append(f"{s} <{terms.PAGE_LOCATOR}> {literal(span.page)}")
        return lines
