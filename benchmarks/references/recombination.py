"""References put together from the fields of licensed strings: real titles, names, periodicals and publishers, combined by chance.

What is printed so is no real reference, but its words are those of real ones: the tagger sees a style with many more words than
`invention` has. The pool holds only strings of the corpora that are learned from.
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from benchmarks.references.invention import Invented, invent
from benchmarks.references.rendering import noisy, printed
from loaders.reading.people import all_people

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from benchmarks.references.corpora import Tagged

_NOISY = 0.08
_ELSEWHERE = 0.15
"""How often a place is a made-up town: a place is known by where it stands, not by being famous."""
_ENDS = " .,;:()[]“”\"„»«‘’'"
_SYLLABLES = (
    ("Al", "Bor", "Cas", "Dun", "El", "Fal", "Gro", "Hal", "Il", "Kem", "Lor", "Mon", "Nor", "Os", "Pra", "Ros", "Sel", "Tor", "Ul", "Wei"),
    ("ba", "den", "fel", "gar", "len", "mar", "nes", "ra", "ster", "ti", "ver", ""),
    ("berg", "burg", "dorf", "feld", "grad", "hafen", "haven", "heim", "in", "loh", "mouth", "nitz", "stadt", "ton", "ville", "weiler"),
)


def _values(tagged: Iterable[Tagged], label: str, longest: int) -> list[str]:
    found: list[str] = []
    for told in tagged:
        for name, start, end in told.spans:
            if name == label:
                value = re.sub(r"^(?:[Ii]n:?|[Dd]ans)\s+(?:[Ii]n:\s)?", "", told.string[start:end].strip(_ENDS)).strip(_ENDS)
                if value and 0 < len(value.split()) <= longest and "{" not in value:
                    found.append(value)
    return found


def _names(tagged: Iterable[Tagged]) -> list[tuple[str, str]]:
    found: dict[tuple[str, str], None] = {}
    for told in tagged:
        for name, start, end in told.spans:
            people = all_people(told.string[start:end]) if name == "author" else None
            for who in people.people if people else ():
                if who.family and len(re.sub(r"\W", "", who.given)) > 1 and not re.search(r"\b[A-Z]{2,3}$", who.given):
                    found[who.given, who.family] = None
    return list(found)


def _town(chance: random.Random) -> str:
    return "".join(chance.choice(part) for part in _SYLLABLES)


def recombined(tagged: list[Tagged], count: int, seed: int) -> Iterator[Tagged]:
    """`count` references made of the fields of the tagged strings, the same for the same strings and seed."""
    chance = random.Random(seed)
    titles, journals, books = _values(tagged, "title", 30), list(dict.fromkeys(_values(tagged, "journal", 12))), _values(tagged, "book", 16)
    publishers, places, names = _values(tagged, "publisher", 8), _values(tagged, "place", 5), _names(tagged)
    for _ in range(count):
        work: Invented = invent(chance)
        work.title, work.book = chance.choice(titles), chance.choice(books if chance.random() < 0.5 else titles)
        work.journal = chance.choice(journals)
        work.publisher = chance.choice(publishers)
        work.place = _town(chance) if chance.random() < _ELSEWHERE else chance.choice(places)
        if work.authors[0][0] and work.language != "ru":
            work.authors = [chance.choice(names) for _ in work.authors]
            work.editors = [chance.choice(names) for _ in work.editors]
        told = printed(work, chance)
        if told is not None:
            yield noisy(told, chance) if chance.random() < _NOISY else told
