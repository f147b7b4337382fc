"""Cards: one thing in a few lines, for other people's pages. One format a file: `SUFFIX`, `MEDIA_TYPE`, `write(card, host) -> str`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from api.cards.card import Card


class Format(Protocol):
    """A module of this folder that writes a card."""

    SUFFIX: str
    MEDIA_TYPE: str

    def write(self, card: Card, host: str) -> str:
        """The card in this format; `host` is the server's address with its final slash."""


@lru_cache(maxsize=1)
def formats() -> dict[str, Format]:
    """The formats by suffix, found by walking this folder."""
    modules = (importlib.import_module(f"api.cards.{found.name}") for found in pkgutil.iter_modules(__path__))
    return {module.SUFFIX: cast("Format", module) for module in modules if hasattr(module, "SUFFIX")}
