"""Closed lists of words, as they are written in the loaders."""

from __future__ import annotations


def vocabulary(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())
