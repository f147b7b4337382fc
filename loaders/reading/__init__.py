"""What the text of a work says: the concepts it names, the bodies and places, its cases and its claims, each with its place in the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graph.record import Passage, Work

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.record import Said

LONGEST_TITLE = 400


def extract(work: Work, text: str, least: Mapping[str, float] | None = None) -> Iterator[Said]:
    """All that is read from a work's passages, and from the titles of the works it cites; offsets count in `text`.

    Concepts come before their mentions, bodies and cases before the claims that rest on them. `least`: by stance, the confidence from
    which on a claim is told; the calibrated one for a stance that it does not have.
    """
    from loaders.reading import extraction  # the readers are imported only where there is a text to read

    return extraction.extract(work, text, least)


def extract_text(text: str, *, every: bool = False, least: Mapping[str, float] | None = None) -> dict[str, list[dict[str, Any]]]:
    """The mentions and claims of a plain text as `govgraph extract` prints them: `{"mentions": […], "claims": […]}`.

    A short first paragraph is a title; one in square brackets is an editor's and not read. `every`: also claims that are not sure enough to
    be shown, each with `shown`. `least`: as of `extract`.
    """
    from loaders.reading import extraction

    return extraction.extract_text(text, passages(text), every=every, least=least)


def passages(text: str) -> list[Passage]:
    """Title and abstract of a plain text."""
    title = re.match(r"\s*(?P<title>\S.*?)\s*?\n[^\S\n]*\n", text, re.DOTALL)
    if title is None or len(title["title"]) > LONGEST_TITLE:
        return [Passage([(0, len(text))], "abstract")]
    rest = Passage([(title.end(), len(text))], "abstract")
    if re.fullmatch(r"\[[^\[\]]*\]", title["title"]):
        return [rest]
    return [Passage([title.span("title")], "title"), rest]
