"""How much of captured texts one answer shows, decided from what was fetched with the things: no query a thing, mixed rights aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.rights import Shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.store import Store


class Rights:
    """The budget of one answer (`graph.rights.Shown`)."""

    def __init__(self, store: Store, shown: Shown | None = None) -> None:
        self.shown = shown or Shown(store)
        self._sources: set[str] = set()

    def know(self, source: str) -> None:
        """Remember a capture whose rule will be asked for."""
        self._sources.add(source)

    def prepare(self) -> None:
        """Read the rules of all captures that were met, at once."""
        self.shown.prepare(self._sources)

    def quote(self, source: str, text: str, owner: str) -> str | None:
        """As much of a quotation as may be shown; None where only its place may."""
        return self.shown.quote(source, text, claim=owner) or None

    def abstract(self, work: str, text: str, licences: Iterable[str], sources: Sequence[str]) -> str | None:
        """An abstract, where the work or a capture that prints it has an open licence."""
        return text if self.shown.opens_abstract(work, text, licences, sources) else None

    def definition(self, concept: str, text: str, defined: Sequence[str], described: Sequence[str]) -> str | None:
        """A definition, as far as the most open of the captures that give it allows."""
        sources = defined or described
        rules = self.shown.rule
        best = max(sources, key=lambda source: (rules(source).open, rules(source).display == "quote", source), default="")
        return self.quote(best, text, concept) if best else None
