"""How a work says that it was done: the closed list of the annotation guideline, each method by the words that state it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.reading.document import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.reading.document import Document

CUES = Path(__file__).with_name("method_cues.txt")
SEVERAL = ("multiple-case-study", "comparative-case-study")


@lru_cache(maxsize=1)
def patterns() -> tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]:
    """The table: method, stems that a text must hold (looked for first, because that is fast), pattern."""
    lines = [line.split(" | ", 2) for line in CUES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("# ")]
    return tuple((method, tuple(stems.split()), re.compile(words, re.IGNORECASE)) for method, stems, words in lines)


def stated(document: Document) -> list[tuple[str, Place]]:
    """The methods that the work states, each with its first place in title, abstract or body; several cases are not a single one."""
    met = list(_met(document))
    several = any(method in SEVERAL for method, _ in met)
    return [pair for pair in met if not (several and pair[0] == "single-case-study")]


def _met(document: Document) -> Iterator[tuple[str, Place]]:
    texts = [(reading, reading.text.casefold()) for reading in document.own()]
    for method, stems, pattern in patterns():
        for reading, folded in texts:
            match = pattern.search(reading.text) if any(stem in folded for stem in stems) else None
            if match:
                yield method, Place(reading, match.start(), match.end())
                break
