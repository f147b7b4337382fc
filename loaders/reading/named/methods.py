"""How a work says that it was done: the closed list of the annotation guideline, each method by the words that state it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.reading.prose import languages
from loaders.reading.prose.document import Place
from loaders.reading.prose.sieve import Sieve

if TYPE_CHECKING:
    from loaders.reading.prose.document import Document

CUES = Path(__file__).with_name("method_cues.txt")
ABROAD = "abroad"
SEVERAL = ("multiple-case-study", "comparative-case-study")


@lru_cache(maxsize=1)
def patterns() -> tuple[tuple[str, bool, re.Pattern[str]], ...]:
    """The table: method, whether for texts that are not English, pattern."""
    lines = [line.split(" | ", 2) for line in CUES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("# ")]
    return tuple((method, where == ABROAD, re.compile(words, re.IGNORECASE)) for method, where, words in lines)


@lru_cache(maxsize=1)
def strainer() -> Sieve:
    """The sieve over the patterns, in their order."""
    return Sieve(pattern.pattern for _, _, pattern in patterns())


def stated(document: Document) -> list[tuple[str, Place]]:
    """The methods that the work states, each with its first place in title, abstract or body; several cases are not a single one."""
    met: dict[str, Place] = {}
    for _, (method, place) in sorted(_met(document).items()):
        met.setdefault(method, place)
    several = any(method in SEVERAL for method in met)
    return [pair for pair in met.items() if not (several and pair[0] == "single-case-study")]


def _met(document: Document) -> dict[int, tuple[str, Place]]:
    """The method and its first place by the number of its row in the table."""
    found: dict[int, tuple[str, Place]] = {}
    for reading in document.own():
        foreign = languages.language(reading.text) != "en"
        for number in strainer().passing(reading.text):
            method, abroad, pattern = patterns()[number]
            match = pattern.search(reading.text) if number not in found and (foreign or not abroad) else None
            if match:
                found[number] = method, Place(reading, match.start(), match.end())
    return found
