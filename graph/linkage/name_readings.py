"""How else a printed name may be read: in Latin letters, in another order, by half of a double name, without particle or suffix.

Another reading joins nobody: it makes two persons candidates, with the reason in words. Pure functions.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from graph.identify import plain_letters
from graph.linkage import romanisation
from graph.statements.names import family_keys, name_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT, ORDER, DOUBLE = "in Latin letters", "family name and given name in the other order", "one of two family names"
PARTICLE, SUFFIX = "without the particle", "without Jr or the like"
_SUFFIX = re.compile(r"[\s,]+(jr|sr|junior|senior|ii|iii|iv|filho|neto|fils|père)\.?$", re.IGNORECASE)
_PARTICLES = frozenset(
    re.findall(r"\w+", "van von der den de la du da das do dos di del della des le lo ten ter te zu zum zur af av al el ibn bin ben y e")
)
# Family names of peoples who write them first; the Chinese ones stand in `scripts.txt`.
_FIRST = frozenset(
    re.findall(
        r"\w+",
        "kim lee park choi jung jeong kang cho yoon jang lim han oh seo shin kwon hwang ahn song ryu hong"
        " nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly"
        " nagy kovacs toth szabo horvath varga kiss molnar nemeth farkas balogh papp takacs juhasz lakatos",
    )
)


class Reading(NamedTuple):
    """A name read otherwise: the spelling of the family name, the given names in a row, and how it was come by."""

    family: str
    given: tuple[str, ...]
    how: str

    @property
    def initial(self) -> str:
        """The first letter of the first given name."""
        return self.given[0][0] if self.given else ""


@lru_cache(maxsize=2048)
def readings(given: str, family: str) -> tuple[Reading, ...]:
    """The other readings of a name; most names have none."""
    if family.isascii() and not _is_family_name(given) and not (" " in given and _SUFFIX.search(given)):
        if family.isalpha():
            return ()
        halves = family.lower().split("-")
        if len(halves) > 1 and all(half.isalpha() and half not in _PARTICLES for half in halves):
            first = name_keys(given, family).given
            return tuple([Reading(half, first, DOUBLE) for half in halves])
    return tuple(dict.fromkeys(_readings(given, family)))


def _readings(given: str, family: str) -> Iterator[Reading]:
    if romanisation.is_other_script(family):
        yield from _in_latin(given, family)
        return
    first, last = (_SUFFIX.sub("", f" {part}").strip(" ,") for part in (given, family))
    keys = name_keys(first, last)
    if last and (first, last) != (given, family):
        yield from (Reading(spelling, keys.given, SUFFIX) for spelling in sorted(keys.family))
    if _is_family_name(first):
        yield from (Reading(spelling, name_keys(last, first).given, ORDER) for spelling in sorted(family_keys(first)))
    for spelling in sorted(keys.family):
        words = spelling.split()
        bare = [word for word in words if word not in _PARTICLES]
        if bare and len(bare) < len(words):
            yield Reading(" ".join(bare), keys.given, PARTICLE)
        if len(bare) > 1:
            yield from (Reading(word, keys.given, DOUBLE) for word in bare)


def _in_latin(given: str, family: str) -> Iterator[Reading]:
    if not given:
        given, family = romanisation.divided(family)
    rows = romanisation.given(given) if romanisation.is_other_script(given) else {name_keys(given, family).given}
    for spelling in sorted(romanisation.families(family)):
        yield from (Reading(spelling, row, SCRIPT) for row in sorted(rows))


def _is_family_name(given: str) -> bool:
    """Whether what stands for a given name is a family name of those who write it first."""
    return " " not in given and plain_letters(given) in _first_families()


@cache
def _first_families() -> frozenset[str]:
    return _FIRST | romanisation.chinese_families()
