"""The scheme's concepts by the names that German, French and Norwegian texts give them, of `concepts_abroad.txt`.

A name is found in its inflected forms, and as the first part of a longer word ("Privatisierungsdruck", "samskapingsprosesser").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product
from pathlib import Path
from typing import TYPE_CHECKING

from graph.sources import scheme
from loaders.reading.named import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = Path(__file__).with_name("concepts_abroad.txt")
TONGUES = ("de", "fr", "no")
"""The languages of the table's columns."""

ADJECTIVES = {"de": ("e", "en", "er", "es", "em"), "no": ("", "e", "t")}
NOUNS = {
    "de": ("", "s", "es", "n", "en", "e"),
    "no": ("", "s", "e", "en", "et", "a", "er", "ar", "ene", "ane", "n", "r", "ne", "t", "ens", "ets"),
}
"""Endings; those that a word does not take are met in no text."""

APOSTROPHES = "'’"
LEAST_PLURAL = 4


@dataclass(slots=True, frozen=True)
class _Name:
    slug: str
    label: str
    tongue: str
    everyday: bool


@lru_cache(maxsize=1)
def index() -> vocabulary.Index:
    """The index of the scheme's labels and of these names; for texts that are not English."""
    known = {name.label: name.tongue for name in _names()}
    return vocabulary.Index(
        chain(vocabulary.labels(), ((name.slug, name.label, True) for name in _names())),
        lambda label: _spellings(label, known[label]) if label in known else vocabulary.spellings(label),
        compounds=True,
    )


@lru_cache(maxsize=1)
def everyday() -> frozenset[tuple[str, str]]:
    """(slug, name) of the names that are also everyday words."""
    return frozenset((name.slug, name.label) for name in _names() if name.everyday)


@lru_cache(maxsize=1)
def _names() -> tuple[_Name, ...]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return tuple(
        _Name(cells[0].strip(), name.removesuffix("?"), tongue, name.endswith("?"))
        for cells in (line.split("|") for line in lines if line and not line.startswith("#"))
        if cells[0].strip() in scheme.concepts()
        for tongue, names in zip(TONGUES, cells[1:], strict=True)
        for name in filter(None, map(str.strip, names.split(";")))
    )


def _spellings(label: str, tongue: str) -> Iterator[str]:
    """The inflected forms of a name as a flat text has them."""
    words = vocabulary.flat(label).split(" ")
    for form in product(*(_inflected(word, tongue, last=number == len(words) - 1) for number, word in enumerate(words))):
        text = " ".join(form)
        yield text
        if APOSTROPHES[0] in text:
            yield text.replace(*APOSTROPHES)


def _inflected(word: str, tongue: str, *, last: bool) -> list[str]:
    if word.endswith("~"):
        return [word[:-1] + ending for ending in ADJECTIVES[tongue]]
    if tongue == "fr":
        return [word] if len(word) < LEAST_PLURAL or word.endswith(("s", "x")) else [word, word + "s"]
    if last:
        return [word + ending for ending in NOUNS[tongue]]
    return [word + ending for ending in ADJECTIVES["no"]] if tongue == "no" else [word]
