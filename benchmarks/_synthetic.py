"""Works that nobody wrote, in the amounts and proportions of a field's literature: for measuring, never for showing."""

from __future__ import annotations

import random
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.record import Contributor, Reference, Source, Venue, Work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Said

_WORDS = """
accountability administration agencies austerity bureaucracy capacity change citizens collaboration contracting coordination cost crisis
decentralisation delivery democracy digital discretion efficiency evaluation evidence federal governance hierarchy horizontal
implementation incentives innovation institutions leadership local management markets measurement motivation municipal networks
participation partnership performance planning policy procurement professional public quality reform regulation resilience service
stewardship street-level strategy transparency trust value welfare
""".split()  # noqa: SIM905 - words are read more easily than quotation marks
_GIVEN = ("Aisha", "Bruno", "Chloé", "Dmitri", "Elena", "Farid", "Grace", "Hiro", "Ines", "Jonas", "Katja", "Luís", "Mai", "Nora", "Omar")
_FAMILY = ("Abbott", "Berg", "Castro", "Dubois", "Eriksen", "Fischer", "Gómez", "Hassan", "Ito", "Jensen", "Kowalski", "Moreau", "O'Brien")
_ABSTRACTS = 0.2
_KEPT = 2000
_FAME = 4
"""How unevenly citations fall: most works are cited by nobody, a few by very many, as everywhere."""


def said(count: int, seed: int = 1) -> Iterator[Said]:
    """A source of `count` articles in 200 journals, a fifth with an abstract.

    2.5 authors each, about two works an author, a third of them with ORCID; about two citations of earlier works.
    """
    chance = random.Random(seed)
    venues = [_venue(n) for n in range(200)]
    people = range(max(50, count * 6 // 5))
    yield Source(label=f"{count} synthetic works", retrieved_from=f"https://example.org/synthetic/{seed}/{count}", format="synthetic")
    earlier: list[Work] = []
    for number in range(count):
        work = _work(number, chance, venues, people)
        if earlier:
            places = {int(len(earlier) * chance.random() ** _FAME) for _ in range(chance.randint(0, 4))}
            work.references = [Reference(earlier[place]) for place in sorted(places)]
        earlier.append(Work(kind="article", title=work.title, year=work.year, doi=work.doi))
        if len(earlier) > _KEPT:
            del earlier[: _KEPT // 2]
        yield work


def _work(number: int, chance: random.Random, venues: list[Venue], people: range) -> Work:
    first = chance.randint(1, 400)
    return Work(
        kind="article",
        key=f"w{number}",
        title=" ".join(chance.choices(_WORDS, k=9)).capitalize(),
        year=1980 + number % 45,
        authors=[_person(n) for n in chance.sample(people, chance.choice((1, 2, 2, 3, 4)))],
        venue=venues[chance.randrange(len(venues))],
        volume=str(1 + number % 60),
        issue=str(1 + number % 6),
        pages=f"{first}-{first + 20}",
        doi=f"10.5555/syn.{number:07d}",
        abstract=" ".join(chance.choices(_WORDS, k=120)) if chance.random() < _ABSTRACTS else "",
    )


def _venue(number: int) -> Venue:
    digits = f"{2000000 + number * 7:07d}"
    check = (11 - sum(int(d) * w for d, w in zip(digits, range(8, 1, -1), strict=True)) % 11) % 11
    issn = f"{digits[:4]}-{digits[4:]}{'X' if check == 10 else check}"
    return Venue(title=f"Journal of {_WORDS[number % len(_WORDS)]} and {_WORDS[(number * 7 + 3) % len(_WORDS)]} {number}", issns=[issn])


@lru_cache(maxsize=4096)
def _person(number: int) -> Contributor:
    given = _GIVEN[number % len(_GIVEN)]
    family = f"{_FAMILY[(number // len(_GIVEN)) % len(_FAMILY)]}-{_WORDS[number % len(_WORDS)].capitalize()}"
    orcid = _orcid(number) if number % 3 == 0 else ""
    return Contributor(family=family, given=f"{given} {chr(65 + number % 26)}.", orcid=orcid)


def _orcid(number: int) -> str:
    total, digits = 0, f"{100000000000000 + number * 13:015d}"
    for digit in digits:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    whole = digits + ("X" if check == 10 else str(check))
    return "-".join(whole[i : i + 4] for i in range(0, 16, 4))
