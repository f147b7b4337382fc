"""The card as JSON-LD: a schema.org DefinedTerm for a concept, a Thing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from api.described import CONCEPTS

if TYPE_CHECKING:
    from api.cards.card import Card

SUFFIX = "jsonld"
MEDIA_TYPE = "application/ld+json"


def write(card: Card, host: str) -> str:
    """The context is written out, so that a reader fetches nothing."""
    said = {
        "@context": {"@vocab": "https://schema.org/"},
        "@id": card.id,
        "@type": "DefinedTerm" if card.kind in CONCEPTS else "Thing",
        "name": card.label,
        "url": host + card.path,
    }
    if card.definition:
        said["description"] = card.definition
    if card.credit:
        said["creditText"] = card.credit
    return orjson.dumps(said).decode()
