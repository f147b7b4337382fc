"""Where the fields that the rules read stand among the words of a string: one field name a word, "" where the rules explain nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.reading.reference.words import split_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.reading.people import People
    from loaders.reading.reference.parts import Draft
    from loaders.reading.reference.words import Word

_SURE = 0.9
_ORDER = ("title", "container", "publisher", "place", "edition", "pages", "volume", "issue")


def ruled_words(draft: Draft, words: Sequence[Word]) -> list[str]:
    """The field each word has in the rules' reading; a "?" after it where the rules doubt it."""
    told = [""] * len(words)
    folded = [w.text.casefold() for w in words]
    for name in _ORDER:
        value = getattr(draft, name)
        if value:
            label = ("book" if draft.chapter else "journal") if name == "container" else name
            _mark(folded, told, value, label + ("" if draft.doubts.get(name, 1.0) >= _SURE else "?"))
    if draft.year is not None:
        year = str(draft.year)
        for n, word in enumerate(folded):
            if not told[n] and (word == year or word == year + draft.suffix):
                told[n] = "year"
                break
    for people, label in ((draft.authors, "author"), (draft.editors, "editor"), (draft.book_people, "editor")):
        if people is not None:
            _mark_people(folded, told, people, label)
    return told


def _mark(folded: list[str], told: list[str], value: str, label: str) -> None:
    sought = [w.text.casefold() for w in split_words(value)]
    size = len(sought)
    if not size:
        return
    starts = [n for n in range(len(folded) - size + 1) if folded[n] == sought[0] and folded[n : n + size] == sought]
    free = [n for n in starts if not any(told[n : n + size])]
    if not free:
        return
    at = free[-1] if label.rstrip("?") in ("volume", "issue", "pages", "publisher", "place", "edition") else free[0]
    told[at : at + size] = [label] * size


def _mark_people(folded: list[str], told: list[str], people: People, label: str) -> None:
    names = [w.text.casefold() for who in people.people for w in split_words(f"{who.given} {who.family} {who.literal} {who.suffix}")]
    held = set(names)
    places = [n for n, word in enumerate(folded) if not told[n] and word in held]
    if not places:
        return
    runs: list[list[int]] = [[places[0]]]
    for n in places[1:]:
        if n - runs[-1][-1] <= 2 and not any(told[runs[-1][-1] + 1 : n]):
            runs[-1].append(n)
        else:
            runs.append([n])
    best = max(runs, key=len)
    for n in range(best[0], best[-1] + 1):
        told[n] = told[n] or label
