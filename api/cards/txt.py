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
    if card.counts:
        lines.append(" · ".join(f"{number} {name}" for name, number in card.counts))
    if card.credit:
        lines.append(card.credit)
    return "\n".join([*lines, host + card.path]) + "\n"
