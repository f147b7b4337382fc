"""Claims by what they say, and what became of them between two states: the same work, but another stance, theory, case or sentence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.plural import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_MANY = {"supports": "support", "challenges": "challenge", "qualifies": "qualify", "extends": "extend", "applies": "apply"}
_MANY |= {"illustrates": "illustrate", "proposes": "propose"}


@dataclass(frozen=True, slots=True)
class Said:
    """A claim by what it says."""

    work: str
    stance: str
    theory: str
    cases: frozenset[str]
    words: frozenset[str]

    def at(self, addresses: Mapping[str, str]) -> Said:
        """The same of a work and cases that have other addresses by now."""
        return replace(self, work=addresses.get(self.work, self.work), cases=frozenset(addresses.get(one, one) for one in self.cases))


def turned(come: set[Said], gone: set[Said], named: Callable[[str], str]) -> list[str]:
    """Claims that take another stance in the same words; they are taken out of both sets."""
    return _told(
        _pairs(come, gone, ("stance",)),
        lambda old, new, n: f"{_claims(n)} on {named(new.theory)} now {verb(new, n)} it, instead of {ing(old)} it",
    )


def moved(come: set[Said], gone: set[Said], named: Callable[[str], str]) -> list[str]:
    """Claims of which only the theory, the cases or the words are others; they are taken out of both sets."""
    lines = _told(
        _pairs(come, gone, ("theory",)),
        lambda old, new, n: f"{_claims(n)} now {verb(new, n)} {named(new.theory)}, instead of {named(old.theory)}",
    )
    lines += _told(_pairs(come, gone, ("cases",)), lambda old, new, n: f"{_that(new, n, named)} {_rests(old, new, n)}")
    return lines + _told(
        _pairs(come, gone, ("words",)), lambda _, new, n: f"{_that(new, n, named)} {'are' if n > 1 else 'is'} told in other words"
    )


def _pairs(come: set[Said], gone: set[Said], differing: tuple[str, ...]) -> list[tuple[Said, Said]]:
    """(before, now) of claims that differ in these parts alone; they are taken out of both sets."""

    def rest(claim: Said) -> tuple[object, ...]:
        return tuple(getattr(claim, part) for part in ("work", "stance", "theory", "cases", "words") if part not in differing)

    by_rest: dict[tuple[object, ...], list[Said]] = defaultdict(list)
    for one in sorted(gone, key=repr):
        if one.words:
            by_rest[rest(one)].append(one)
    pairs = [(by_rest[rest(one)].pop(0), one) for one in sorted(come, key=repr) if one.words and by_rest[rest(one)]]
    come.difference_update(now for _, now in pairs)
    gone.difference_update(before for before, _ in pairs)
    return pairs


def _told(pairs: Iterable[tuple[Said, Said]], line: Callable[[Said, Said, int], str]) -> list[str]:
    """A line for each kind of change, told of as many claims as it happened to."""
    alike: dict[str, list[tuple[Said, Said]]] = defaultdict(list)
    for old, new in pairs:
        alike[line(old, new, 1)].append((old, new))
    return [line(*same[0], len(same)) for _, same in sorted(alike.items())]


def verb(claim: Said, number: int) -> str:
    """The stance as one claim or several take it."""
    return _MANY[claim.stance] if number > 1 else claim.stance


def ing(claim: Said) -> str:
    """The stance as it was taken."""
    return f"{_MANY[claim.stance].removesuffix('e')}ing"


def _claims(number: int) -> str:
    return counted(number, "claim")


def _that(claim: Said, number: int, named: Callable[[str], str]) -> str:
    return f"{_claims(number)} that {verb(claim, number)} {named(claim.theory)}"


def _rests(old: Said, new: Said, number: int) -> str:
    rest = "rest" if number > 1 else "rests"
    if not new.cases:
        return f"{rest} on no case any more"
    one = len(new.cases) == 1
    return f"now {rest} on {('another case' if one else 'other cases') if old.cases else ('a case' if one else 'cases')}"
