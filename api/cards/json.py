"""The card as plain JSON: what `embed.js` draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from api.cards.card import Card

SUFFIX = "json"
MEDIA_TYPE = "application/json"


def write(card: Card, host: str) -> str:
    """`{id, url, label, kind, definition, credit, note, counts}`."""
    said: dict[str, object] = {"id": card.id, "url": host + card.path, "label": card.label, "kind": card.kind}
    said |= {"definition": card.definition, "credit": card.credit, "note": card.note, "counts": dict(card.counts)}
    return orjson.dumps(said).decode()
