"""How a work says that it was done: the closed list of the annotation guideline, each method by the words that state it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.reading import languages
from loaders.reading.document import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.reading.document import Document

CUES = Path(__file__).with_name("method_cues.txt")
ABROAD = "abroad"
SEVERAL = ("multiple-case-study", "comparative-case-study")


@lru_cache(maxsize=1)
def patterns() -> tuple[tuple[str, bool, tuple[str, ...], re.Pattern[str]], ...]:
    """The table: method, whether for texts that are not English, stems that a text must hold (looked for first: that is fast), pattern."""
    lines = [line.split(" | ", 3) for line in CUES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("# ")]
    return tuple(
        (method, where == ABROAD, tuple(stems.replace("_", " ") for stems in stems.split()), re.compile(words, re.IGNORECASE))
        for method, where, stems, words in lines
    )


def stated(document: Document) -> list[tuple[str, Place]]:
    """The methods that the work states, each with its first place in title, abstract or body; several cases are not a single one."""
    met: dict[str, Place] = {}
    for method, place in _met(document):
        met.setdefault(method, place)
    several = any(method in SEVERAL for method in met)
    return [pair for pair in met.items() if not (several and pair[0] == "single-case-study")]


def _met(document: Document) -> Iterator[tuple[str, Place]]:
    texts = [(reading, reading.text.casefold(), languages.language(reading.text) != "en") for reading in document.own()]
    foreign = any(abroad for _, _, abroad in texts)
    for method, of_abroad, stems, pattern in patterns():
        if of_abroad and not foreign:
            continue
        for reading, folded, abroad in texts:
            if (of_abroad and not abroad) or not any(stem in folded for stem in stems):
                continue
            match = pattern.search(reading.text)
            if match:
                yield method, Place(reading, match.start(), match.end())
                break
