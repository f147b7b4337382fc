"""The card as Markdown: to paste into a syllabus or a wiki."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.render import markdown

if TYPE_CHECKING:
    from api.cards.card import Card

SUFFIX = "md"
MEDIA_TYPE = "text/markdown"


def write(card: Card, host: str) -> str:
    """A heading with its link, the definition and the figures."""
    lines = [f"**[{markdown(card.label)}]({host}{card.path})** ({card.kind.lower()})"]
    if card.definition or card.note:
        lines.append(markdown(card.definition or card.note))
    figures = " · ".join([*card.figures, *([markdown(card.credit)] if card.credit else [])])
    return "\n\n".join([*lines, *([figures] if figures else [])]) + "\n"
