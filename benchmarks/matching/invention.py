"""Pairs of works that nobody wrote, of which the makers know whether they are one: what catalogues and reference lists do to a record."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from graph.record import Contributor, Venue, Work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.record import WorkKind

_WORDS = """
accounts agencies archives auditors boards budgets bylaws charters citizens clerks clinics committees contracts counties courts customs
deputies districts elections fees forests grants halls harbours hospitals housing inspectors juries lakes ledgers levies libraries licences
markets mayors museums notaries offices parishes parks pensions permits petitions pilots police ports provinces queues records registers
rivers roads schools seals sheriffs shires stamps statutes surveys taxes tenants tolls towns treaties trustees unions villages wards wells
""".split()  # noqa: SIM905 - words are read more easily than quotation marks
_GIVEN = ("Ada", "Bo", "Carla", "Dov", "Eve", "Finn", "Gro", "Hugo", "Ida", "Jens", "Kim", "Lea", "Max", "Nora", "Ole", "Pia", "Tom", "Una")
_FAMILY = ("Birch", "Dahl", "Engel", "Falk", "Grove", "Hill", "Iversen", "Kern", "Lund", "Moss", "Nagel", "Quist", "Rhode", "Stone", "Vale")
_KINDS: tuple[WorkKind, ...] = ("article", "article", "article", "chapter", "book", "report")
_PATTERNS = (
    "{0} {1} and {2}",
    "the {0} of {1} {2}",
    "{0} without {1}: {2} {3} in {4} {5}",
    "what {0} {1} {2} about {3} {4}",
    "{0} {1}: the {2} of {3}",
    "{0}, {1} and {2} {3}: a {4} of {5} {6}",
    "{0} and {1}",
)


def pairs(count: int, seed: int = 1) -> Iterator[tuple[Work, Work, bool]]:
    """Pairs (one, other, whether they are one work), as many of one kind as of the other."""
    chance = random.Random(seed)
    while count > 0:
        count -= 1
        work = _work(chance)
        other = work
        for change in chance.sample(_SAME, chance.choice((1, 1, 2, 2, 3))):
            other = change(other, chance)
        yield work, other, True
        sibling = chance.choice(_OTHER)(work, chance)
        for change in chance.sample(_SAME, chance.choice((0, 1, 2))):
            sibling = change(sibling, chance) if change is not _main_title else sibling  # the subtitle may be what tells it apart
        yield work, sibling, False


def _title(chance: random.Random) -> str:
    title = chance.choice(_PATTERNS).format(*chance.sample(_WORDS, 7))
    return title[0].upper() + title[1:]


def _people(chance: random.Random) -> list[Contributor]:
    names = [(given, f"{family}{end}") for given in _GIVEN for family in _FAMILY for end in ("", "son", "berg", "-Lund", "ini")]
    return [Contributor(family=family, given=given) for given, family in chance.sample(names, chance.choice((1, 1, 2, 2, 3, 4)))]


def _work(chance: random.Random) -> Work:
    kind, first = chance.choice(_KINDS), chance.randint(1, 400)
    article = kind in ("article", "chapter")
    return Work(
        kind=kind,
        title=_title(chance),
        authors=_people(chance),
        year=chance.randint(1980, 2025),
        venue=Venue(f"Journal of {chance.choice(_WORDS)} {chance.choice(_WORDS)}") if article else None,
        volume=str(chance.randint(1, 60)) if article and chance.random() < 0.6 else "",
        pages=f"{first}-{first + chance.randint(2, 30)}" if article and chance.random() < 0.6 else "",
        isbns=[_isbn(chance)] if not article and chance.random() < 0.4 else [],
        publisher="" if article else "North Press",
    )


def _isbn(chance: random.Random) -> str:
    digits = f"978{chance.randint(0, 10**9 - 1):09d}"
    return digits + str(-sum(int(c) * (1, 3)[i % 2] for i, c in enumerate(digits)) % 10)


# What is done to a record and leaves the work the same.


def _initials(work: Work, _: random.Random) -> Work:
    return replace(work, authors=[replace(who, given=f"{who.given[:1]}.") for who in work.authors])


def _short_venue(work: Work, _: random.Random) -> Work:
    return replace(work, venue=Venue(" ".join(f"{word[:4]}." for word in work.venue.title.split() if word != "of")) if work.venue else None)


def _no_venue(work: Work, _: random.Random) -> Work:
    return replace(work, venue=None, volume="", pages="")


def _no_place(work: Work, _: random.Random) -> Work:
    return replace(work, volume="", pages="")


def _no_year(work: Work, _: random.Random) -> Work:
    return replace(work, year=None)


def _in_print(work: Work, _: random.Random) -> Work:
    return replace(work, year=work.year + 1) if work.year and work.volume and work.pages else work


def _main_title(work: Work, _: random.Random) -> Work:
    return replace(work, title=work.title.partition(":")[0])


def _misprint(work: Work, chance: random.Random) -> Work:
    at = chance.randrange(1, len(work.title) - 2)
    letters = work.title[at : at + 2]
    return replace(work, title=work.title[:at] + letters[::-1] + work.title[at + 2 :]) if letters.isalpha() else work


def _misprinted_name(work: Work, _: random.Random) -> Work:
    doubled = [replace(who, family=f"{who.family[:3]}{who.family[2:]}") for who in work.authors[:1]]
    return replace(work, authors=[*doubled, *work.authors[1:]])


def _fewer_authors(work: Work, _: random.Random) -> Work:
    return replace(work, authors=work.authors[:-1] or work.authors)


def _first_author(work: Work, _: random.Random) -> Work:
    return replace(work, authors=work.authors[:1])


def _no_author(work: Work, _: random.Random) -> Work:
    return replace(work, authors=[])


def _capitals(work: Work, _: random.Random) -> Work:
    return replace(work, title=work.title.title())


# What makes another work of it.


def _another_title(work: Work, chance: random.Random) -> Work:
    return replace(work, title=_title(chance), volume="", pages="", isbns=[])


def _another_subtitle(work: Work, chance: random.Random) -> Work:
    if ":" not in work.title:
        return _another_title(work, chance)
    return replace(work, title=f"{work.title.partition(':')[0]}: {' '.join(chance.sample(_WORDS, 3))}", volume="", pages="", isbns=[])


def _other_people(work: Work, chance: random.Random) -> Work:
    return replace(work, authors=_people(chance), volume="", pages="", isbns=[])


def _namesake(work: Work, chance: random.Random) -> Work:
    first, *_ = work.authors
    namesake = replace(first, given=chance.choice(_GIVEN))
    return replace(work, authors=[namesake, *_people(chance)[1:]], venue=None, volume="", pages="", isbns=[])


def _other_year(work: Work, chance: random.Random) -> Work:
    return replace(work, year=(work.year or 2000) + chance.choice((1, 1, 2, 5)), volume="", pages="", isbns=[])


Change: TypeAlias = "Callable[[Work, random.Random], Work]"
_SAME: tuple[Change, ...] = (
    _initials, _short_venue, _no_venue, _no_place, _no_year, _in_print, _main_title, _misprint, _misprinted_name, _fewer_authors,
    _first_author, _no_author, _capitals,
)  # fmt: skip
_OTHER: tuple[Change, ...] = (_another_title, _another_subtitle, _other_people, _other_people, _namesake, _namesake, _other_year)
