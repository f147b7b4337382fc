"""Rules or tagger: for each field the reading to believe, and how often a reading of that kind was right.

The figures were counted on 4,257 strings that the tagger had not learned from (docs/explanation/references.md has the table): where the two
agree they are right in 98 of 100 cases, and where they differ the tagger is right four to ten times as often as the rules, unless it doubts
its own reading and the rules explain every word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.reading.reference.publishers import is_publisher
from loaders.reading.reference.words import split_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loaders.reading.people import People
    from loaders.reading.reference.parts import Draft

_AGREED = {
    "year": 0.99, "authors": 0.99, "editors": 0.99, "pages": 0.99, "volume": 0.98, "issue": 0.94, "title": 0.97, "container": 0.96,
    "publisher": 0.97, "place": 0.98, "edition": 0.97,
}  # fmt: skip
"""How often a field is right that rules and tagger read alike, where the rules are sure of every field."""
_AGREED_DOUBTFUL = {
    "year": 0.99, "authors": 0.97, "editors": 0.98, "pages": 0.98, "volume": 0.96, "issue": 0.83, "title": 0.92, "container": 0.86,
    "publisher": 0.82, "place": 0.95, "edition": 0.9,
}  # fmt: skip
"""The same where they doubt some field."""
_EVERY_WORD, _CERTAIN = 0.97, 0.75
_DOUBT = 0.6
"""Below this the tagger gives way to rules that explain every word."""
_LEAST = 0.4
"""Below this a reading of the tagger is more often wrong than right."""
_RULES_ALONE = 0.48
_YEAR_OF_RULES = 0.97
_RIGHT = ((0.95, 0.87), (0.8, 0.64), (0.6, 0.43), (_LEAST, 0.3))
"""How sure the tagger is → how often it is right where the rules read something else."""
_TEXTS = ("title", "container", "publisher", "place", "volume", "issue", "pages", "edition")
_LINKED = "CrossRef"
_KEPT_FROM_RULES = ("edition",)


def choose(ruled: Draft, tagged: Draft, told: Mapping[str, float], unsure: str = "") -> dict[str, float]:
    """Put the tagger's fields into the rules' draft where they are to be believed; the confidence of each field (0–1).

    `told` is how sure the rules are of their fields, `string` the share of words that they explain; `unsure` the text that the tagger gave
    to some field without being half sure.
    """
    nameless = not (ruled.authors or ruled.editors) and bool(tagged.authors or tagged.editors)
    certain = {name for name, sure in told.items() if sure >= _CERTAIN} if told["string"] >= _EVERY_WORD and not nameless else set()
    agreed = _AGREED if certain == set(told) else _AGREED_DOUBTFUL
    _by_marks(ruled, tagged)
    sure: dict[str, float] = {}
    titled = ruled.title if "title" in certain else ""
    of_a_book = bool(ruled.chapter and ruled.book_people and tagged.editors and not tagged.container and "container" in certain)
    if not _same(ruled.container, tagged.container) and not of_a_book:
        ruled.chapter = tagged.chapter
    for name in _TEXTS:
        ours, theirs = getattr(ruled, name), getattr(tagged, name)
        doubt = tagged.doubts.get(name, 0.0)
        if _same(ours, theirs):
            if ours:
                sure[name] = agreed[name]
        elif ours and (
            (name in certain and (doubt < _DOUBT or _piece(theirs, ours, unsure)) and (theirs or ours in unsure))
            or (not theirs and name in _KEPT_FROM_RULES)
            or (of_a_book and name == "container")
        ):
            sure[name] = _RULES_ALONE
        else:
            setattr(ruled, name, theirs if doubt >= _LEAST else "")
            if theirs and doubt >= _LEAST:
                sure[name] = _right(doubt)
    if titled and not ruled.title and sure.get("container", 0.0) < _RULES_ALONE:
        ruled.title, ruled.container, sure["title"] = titled, "", _RULES_ALONE
        sure.pop("container", None)
        if _same(ruled.publisher, titled):
            ruled.publisher = ""
            sure.pop("publisher", None)
    _year(ruled, tagged, sure, agreed)
    _authors(ruled, tagged, sure, agreed, certain="authors" in certain)
    _editors(ruled, tagged, sure, agreed, certain=bool(certain))
    return sure


def _by_marks(ruled: Draft, tagged: Draft) -> None:
    """What a mark decides: a DOI or a link to Crossref behind a periodical, a colon at a publisher, a bracket around an issue."""
    linked = ruled.doi or _LINKED in ruled.badges
    if linked and tagged.publisher and not tagged.container and ruled.container and _same(ruled.container, tagged.publisher):
        tagged.container, tagged.publisher = tagged.publisher, ""
        tagged.doubts["container"] = tagged.doubts["publisher"]
    if ruled.publisher and ruled.place:
        parts = (ruled.publisher, ruled.place)
        theirs = [" ".join(order) for order in ((tagged.publisher, tagged.place), (tagged.place, tagged.publisher))]
        together = any(_same(" ".join(order), one) for order in (parts, parts[::-1]) for one in theirs)
        both = tagged.publisher and tagged.place and not is_publisher(ruled.place)
        if together and (both or is_publisher(ruled.publisher) or f"{ruled.place}: " in tagged.text):
            tagged.publisher, tagged.place = parts
            tagged.doubts["publisher"] = tagged.doubts["place"] = tagged.doubts.get("publisher", tagged.doubts.get("place", 0.0))
    if re.fullmatch(re.escape(tagged.title) + r"\W+\d{4}", ruled.title):
        tagged.title = ruled.title  # a title may end in a year
    if ruled.edition and re.findall(r"\d+", ruled.edition) == re.findall(r"\d+", tagged.edition):
        tagged.edition = ruled.edition
    number = tagged.volume
    if number and not tagged.issue and not ruled.volume and ruled.issue == number and f"({number})" in tagged.text:
        tagged.volume, tagged.issue = "", number
        tagged.doubts["issue"] = tagged.doubts["volume"]


def _piece(theirs: str, ours: str, unsure: str) -> bool:
    """Whether the tagger's value is what it was sure of in a longer one, doubting the rest."""
    return bool(theirs) and theirs in ours and any(stretch and stretch in ours for stretch in unsure.split("\n"))


def _same(one: str, other: str) -> bool:
    return one == other or [w.text.casefold() for w in split_words(one)] == [w.text.casefold() for w in split_words(other)]


def _right(doubt: float) -> float:
    return next((right for least, right in _RIGHT if doubt >= least), 0.3)


def _year(ruled: Draft, tagged: Draft, sure: dict[str, float], agreed: dict[str, float]) -> None:
    if tagged.year is not None and tagged.year != ruled.year:
        ruled.year, ruled.suffix = tagged.year, tagged.suffix
        sure["year"] = _right(tagged.doubts.get("year", 0.0))
    elif ruled.year is not None:
        sure["year"] = agreed["year"] if tagged.year is not None else _YEAR_OF_RULES


def _names(people: People | None) -> list[tuple[str, str, str]]:
    return [(who.family, who.given, who.literal) for who in people.people] if people else []


def _authors(ruled: Draft, tagged: Draft, sure: dict[str, float], agreed: dict[str, float], *, certain: bool) -> None:
    doubt = tagged.doubts.get("authors", 0.0)
    if _names(ruled.authors) == _names(tagged.authors):
        if ruled.authors:
            sure["authors"] = agreed["authors"]
    elif ruled.authors and certain and tagged.authors and doubt < _DOUBT:
        sure["authors"] = _RULES_ALONE
    else:
        ruled.authors = tagged.authors if doubt >= _LEAST else None
        if ruled.authors:
            sure["authors"] = _right(doubt)


def _editors(ruled: Draft, tagged: Draft, sure: dict[str, float], agreed: dict[str, float], *, certain: bool) -> None:
    """As for authors; who stands before a book's title without a mark of editing stays the book's author."""
    doubt = tagged.doubts.get("editors", 0.0)
    ours = ruled.editors or ruled.book_people
    if _names(ours) == _names(tagged.editors):
        if ours:
            sure["editors"] = agreed["editors"]
    elif ours and certain and tagged.editors and doubt < _DOUBT:
        sure["editors"] = _RULES_ALONE
    else:
        ruled.editors, ruled.book_people = (tagged.editors if doubt >= _LEAST else None), None
        if ruled.editors:
            sure["editors"] = _right(doubt)
