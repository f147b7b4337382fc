"""Things by name and by their words: a full-text index beside the store, brought up to date with it and made anew where it is missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.store import Store

CURRENT = "current"
"""The file that names the folder of the index in use."""


def place_of(store: Store) -> Path | None:
    """The folder of a store's indexes: beside its captures, since a snapshot shares those; that of an earlier version is its own."""
    if apart := getattr(store, "indexes", ""):
        return Path(apart)
    captures = store.captures.folder
    if not captures:
        return None
    folder = Path(captures)
    return folder.with_name("index" if folder.name == "captures" else f"{folder.name}-index")


def is_indexed(store: Store) -> bool:
    """Whether an index lies beside the store, of whatever version."""
    place = place_of(store)
    return place is not None and (place / CURRENT).is_file()
