"""The card as a page of its own, without script: for a frame, or to look at."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from api.render import rendered

if TYPE_CHECKING:
    from api.cards.card import Card

SUFFIX = "html"
MEDIA_TYPE = "text/html"


@lru_cache(maxsize=1)
def style() -> str:
    """The card's own style sheet, which stands in the page."""
    return Path(__file__).with_name("card.css").read_text(encoding="utf-8").strip()


@lru_cache(maxsize=1)
def policy() -> str:
    """A content security policy that allows this style sheet and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; frame-ancestors *; base-uri 'none'; form-action 'none'"


def write(card: Card, host: str) -> str:
    """The HTML."""
    return rendered("card.html", card=card, host=host, style=style())
