"""The card as text: for a terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.cards.card import Card

SUFFIX = "txt"
MEDIA_TYPE = "text/plain"


def write(card: Card, host: str) -> str:
    """At most 78 columns."""
    lines = [f"{card.label} ({card.kind.lower()})"]
    if card.definition or card.note:
        lines.append(textwrap.fill(card.definition or card.note, 78))
    if card.figures:
        lines.append(" · ".join(card.figures))
    if card.credit:
        lines.append(card.credit)
    return "\n".join([*lines, host + card.path]) + "\n"
