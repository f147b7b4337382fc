"""The readable text of a file of records: each work's title and abstract, a paragraph each, in which passages have their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.record import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable

_BETWEEN = "\n\n"


class Layout:
    """Places in the text that `written` makes of the same titles and abstracts, asked for in the same order."""

    def __init__(self) -> None:
        self._at = 0

    @staticmethod
    def written(texts: Iterable[tuple[str, str]]) -> str:
        """One text of all titles and abstracts."""
        return "".join(f"{text}{_BETWEEN}" for pair in texts for text in pair if text)

    def passages(self, title: str, abstract: str) -> list[Passage]:
        """The passages of the next work."""
        out: list[Passage] = []
        if title:
            out.append(Passage([self._next(title)], kind="title"))
        if abstract:
            out.append(Passage([self._next(abstract)], kind="abstract"))
        return out

    def _next(self, text: str) -> tuple[int, int]:
        start = self._at
        self._at += len(text) + len(_BETWEEN)
        return start, start + len(text)
