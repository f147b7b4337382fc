"""How alike two works' titles, authors and containers are, as printed; pure functions of normal forms (`graph.identify.normal_title`)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from graph.identify import normal_title, plain_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SAME, NEAR, WEAK, ALIKE = 0.97, 0.93, 0.9, 0.86
"""Likeness of titles: of equal ones; from where on unequal ones may be one work's; where all the rest must agree; the least that counts."""
LONG = 6
"""Letters from which on a surname that is one letter apart may be a misprint."""
_STOP = frozenset(re.findall(r"\w+", "a an and as at by for from in into is of on or the to with"))
_MEETING = frozenset(
    re.findall(r"\w+", "colloquium conf conference congress konferenz kongress meeting proc proceedings symp symposium tagung workshop")
)
_SERIAL = frozenset(
    re.findall(
        r"\w+",
        "annals bulletin j journal letters magazine quarterly record review revista revue rivista trans transactions zeitschrift",
    )
)
_GENRE = (
    r"(?:abstract|demo|demonstration|description|experience|extended|industrial|invited|keynote"
    r"|panel|paper|poster|session|short|talk|tutorial|version)"
)
_LABEL = re.compile(
    rf"\s*\((?:{_GENRE}\s*)+\)|^(?:tutorial|panel|keynote|demo)\s*:\s*|^tutorial on |[\s:.–—-]+(?:tutorial|panel|keynote|book review)\s*$",
    re.IGNORECASE,
)
_PREPRINT = re.compile(
    r"\b(?:arxiv|biorxiv|medrxiv|chemrxiv|ssrn|socarxiv|psyarxiv|osf|repec|zenodo|preprints?|eprints?|working papers?|discussion papers?)\b"
)
# Words that make another work of a title that has them in addition: a part, a later state, or a text about the first one.
_OTHER = re.compile(
    r"\b(?:addendum|appendix|comments?|commentary|corrections?|corrigend(?:um|a)|errat(?:um|a)|extended|foreword|index|introduction|part(?:ie)?"
    r"|preface|rejoinder|repl(?:y|ies)|response|retract(?:ion|ed)|review(?:ed)?|revised|revisited|supplement(?:ary)?|teil|tome|vol|volume"
    r"|withdrawn)\b"
)
_ORDINALS = {
    word: str(n) for n, word in enumerate(re.findall(r"\w+", "first second third fourth fifth sixth seventh eighth ninth tenth"), 1)
}
_NUMBER = re.compile(rf"\d+|\b(?:[ivx]+|{'|'.join(_ORDINALS)})\b")


def numbers(title: str) -> list[str]:
    """The figures, ordinals and small Roman numbers of a normal title: works that differ in them are parts or years of a series."""
    return [_ORDINALS.get(number, number) for number in _NUMBER.findall(title)]


@lru_cache(maxsize=4096)
def _weighty(title: str) -> frozenset[str]:
    return frozenset(title.split()) - _STOP


def title_likeness(a: str, b: str) -> float:
    """How alike two normal titles are, 0 below what counts.

    Titles of one or two words are not alike, nor those with other numbers, nor where one alone is of a part, a reply or a correction.
    """
    if 2 * min(len(a), len(b)) < 0.75 * (len(a) + len(b)):
        return 0.0
    from rapidfuzz import fuzz

    found = float(fuzz.ratio(a, b, score_cutoff=75)) / 100
    if found and found < ALIKE and len(mine := _weighty(a)) > 3 and mine == _weighty(b):
        found = 0.95  # the same words in another order, or without the small ones
    if found < ALIKE or min(a.count(" "), b.count(" ")) < 2 or numbers(a) != numbers(b) or marked_apart(a, b):
        return 0.0
    return min(found, ALIKE) if _exchanged(a, b) else found


def _exchanged(a: str, b: str) -> bool:
    """Whether each title has a word of weight that the other one lacks, misprints aside: `… in Alberta`, `… in Ontario`."""
    mine, theirs = _weighty(a), _weighty(b)
    left, right = mine - theirs, theirs - mine
    if not left or not right:
        return False
    if sorted("".join(left)) == sorted("".join(right)):
        return False  # the same letters, written in one word or in two
    return not all(any(_misprinted(word, other) for other in right) for word in left) and not all(
        any(_misprinted(word, other) for other in left) for word in right
    )


def _misprinted(word: str, other: str) -> bool:
    """Whether one word may be a misprint of the other: the first letter is seldom wrong, so "hollow" is none of "shallow"."""
    from rapidfuzz import fuzz

    return fuzz.ratio(word, other) >= (70 if word[0] == other[0] else 85)


def marked_apart(a: str, b: str) -> bool:
    """Whether one title alone says that it is of a part, a reply, a review, a correction or a later state."""
    return set(_OTHER.findall(a)) != set(_OTHER.findall(b))


def begins_or_ends(a: str, b: str) -> bool:
    """Whether the first or last word of the shorter title stands in the longer one: a quick look before a thorough one."""
    short, long = (a, b) if len(a) < len(b) else (b, a)
    return short.rpartition(" ")[2] in long or short.partition(" ")[0] in long


def holds_title(a: str, b: str, years: Iterable[str] = ()) -> bool:
    """Whether one printed title has all words of weight of the other one, four and more of them or its main title, and others beside.

    What it has beside makes another work where it numbers or marks a part, a reply or a correction; the year in which it appeared
    numbers nothing.
    """
    left, right = without_label(a), without_label(b)
    short, long = (left, right) if len(left) < len(right) else (right, left)
    if not short or not _weighty(short) <= _weighty(long):
        return False
    if len(_weighty(short)) < (4 if _weighty(short) < _weighty(long) else 3) and short not in (_main(a), _main(b)):
        return False
    told = [[number for number in numbers(title) if number not in years] for title in (left, right)]
    return told[0] == told[1] and not marked_apart(left, right)


@lru_cache(maxsize=4096)
def without_label(title: str) -> str:
    """The normal form of a title without the label of what was presented: `(panel session)`, `Tutorial:`."""
    return normal_title(_LABEL.sub("", title))


def _main(title: str) -> str:
    """The main title before a colon, a question mark or what stands in brackets at the end, where it says enough."""
    main = re.split(r"[:?–—]\s| \((?=[^)]*\)\W*$)", title, maxsplit=1)[0]
    normal = normal_title(main)
    return normal if main != title and len(normal.split()) >= 3 else ""


def shared_names(mine: Sequence[frozenset[str]], theirs: Sequence[frozenset[str]]) -> tuple[int, int]:
    """How many family names (each by its spellings) two works share, and how many of these by a letter's difference only."""
    left = list(theirs)
    alone = []
    exact = 0
    for spelt in mine:
        found = next((other for other in left if spelt & other), None)
        if found is None:
            alone.append(spelt)
        else:
            left.remove(found)
            exact += 1
    near = 0
    for spelt in alone:
        found = next((other for other in left if any(distance(a, b) <= 1 for a in spelt for b in other if len(a) >= LONG)), None)
        if found is not None:
            left.remove(found)
            near += 1
    return exact + near, near


def same_words(mine: Sequence[frozenset[str]], theirs: Sequence[frozenset[str]]) -> int:
    """How many people (each by the words of their whole name) share two words with somebody of the other list.

    Which word is the family name differs between sources: `Chen Qun`, `Rafael Camps Paré`.
    """
    return sum(any(len(one & other) > 1 for other in theirs) for one in mine)


def distance(a: str, b: str) -> int:
    """How many letters two names are apart; 9 for more than one."""
    if a == b:
        return 0
    if abs(len(a) - len(b)) > 1:
        return 9
    from rapidfuzz.distance import OSA

    return 1 if OSA.distance(a, b, score_cutoff=1) <= 1 else 9


def without_other_letters(family: str) -> str:
    """A name as programs leave it that drop what is not ASCII: `Böhm` → `bhm`; empty where nothing is dropped or little is left."""
    kept = re.sub(r"[^a-z ]", "", family.casefold().encode("ascii", "ignore").decode())
    return kept if not family.isascii() and len(kept) > 1 and plain_letters(family) != kept else ""


def is_preprint(containers: Iterable[str]) -> bool:
    """Whether a container's name is that of a place for preprints and working papers."""
    return any(_PREPRINT.search(name) for name in containers)


def containers_fit(mine: frozenset[str], theirs: frozenset[str]) -> str:
    """How two works' containers (normal titles) go together.

    `same`, `alike` (one abbreviates the other), `unknown` (one side names none), `meetings` (both are conferences, their names say no
    more), `preprint` (one alone is a place for preprints), else `different`.
    """
    if mine & theirs:
        return "same"
    if is_preprint(mine) != is_preprint(theirs):
        return "preprint"
    if not mine or not theirs:
        return "unknown"
    pairs = [(a, b) for a in mine for b in theirs]
    if any(abbreviates(a, b) or abbreviates(b, a) for a, b in pairs):
        return "alike"
    return "meetings" if all(_is_meeting(name) for name in (*mine, *theirs)) else "different"


def _is_meeting(name: str) -> bool:
    words = set(name.split())
    return bool(words & _MEETING) and not words & _SERIAL


@lru_cache(maxsize=8192)
def abbreviates(short: str, long: str) -> bool:
    """Whether a container's name is the short form of another: word by word (`j publ adm res theory`), or by initials (`vldb`)."""
    if len(short) >= len(long) or _serial(short) != _serial(long):
        return False
    if _in_order(short.split(), long.split()):
        return True
    words = [word for word in short.split() if word not in _MEETING and word not in _SERIAL and word not in _STOP]
    return len(words) == 1 and len(words[0]) > 2 and _by_initials(words[0], long.split())


def _serial(name: str) -> bool:
    return bool(set(name.split()) & _SERIAL)


def _in_order(short: list[str], long: list[str]) -> bool:
    words = iter(long)
    return all(any(word.startswith(part) for word in words) for part in short)


def _by_initials(acronym: str, words: list[str]) -> bool:
    """Whether initials of the words in a row are the acronym, or the last three of its letters and more: `sigmod`, Management of Data."""
    for initials in ("".join(word[0] for word in words), "".join(word[0] for word in words if word not in _STOP)):
        if acronym in initials or any(acronym[start:] in initials for start in range(1, len(acronym) - 2)):
            return True
    return False


def figures(text: str) -> str:
    """The figures of a volume, issue or edition: `Vol. 15`, `15`; `2nd ed.`, `Second edition`."""
    folded = plain_letters(text)
    found = re.search(r"\d+", folded)
    return found[0].lstrip("0") if found else next((n for word, n in _ORDINALS.items() if word in folded), folded.strip())


def first_page(text: str) -> str:
    """The first of some pages: `pp. 11-29`, `11–29`, `S. 11`."""
    found = re.search(r"[A-Za-z]{0,2}\d+", re.sub(r"^\s*(?:pp?|s|seiten?)\b\.?\s*", "", text, flags=re.IGNORECASE))
    return found[0].casefold() if found else ""


class Evidence(NamedTuple):
    """What speaks for two works being one.

    `shared` of `people` (how many each names) are the same; `fit` as in `containers_fit`; `years` apart, None where one has none; `place`:
    the same volume and page.
    """

    likeness: float
    shared: int
    people: tuple[int, int]
    fit: str
    years: int | None
    isbn: bool
    place: bool

    @property
    def all_authors(self) -> bool:
        """Whether both name the same people."""
        return self.shared == max(self.people) > 0

    def score(self, words: int, *, open_ended: bool) -> float:
        """How sure it is, 0 where a person has to say."""
        where = self.fit in ("same", "alike") or self.isbn
        if not (self.shared or where) or self.likeness <= ALIKE:
            return 0.0
        most = self.shared > 1 and self.shared >= 0.8 * max(self.people)
        if self.fit == "meetings":  # two names of one conference, or two conferences: all the rest must be equal
            equal = self.years == 0 and words > 2 and (self.all_authors or most)
            return (NEAR if self.likeness >= NEAR else WEAK if most else 0.0) if equal else 0.0
        if self.years == 0 and self.likeness >= NEAR:
            few = words < 6 and not open_ended and self.shared and 3 * self.shared <= max(self.people)  # a column, and one of its authors
            vague = words < 3 and not (self.shared and where) and not (self.all_authors and self.shared > 1)
            return self.likeness if self.place or not (few or vague) else 0.0
        if not where:
            return 0.0
        if self.years and abs(self.years) == 1 and self.likeness >= NEAR and self.place and self.shared:
            return NEAR  # online in one year, printed in the next
        if self.years is None and self.likeness >= SAME:
            return WEAK if words > 2 and self.shared == (min if words > 4 else max)(self.people) > 0 else 0.0
        return WEAK if (self.all_authors or most) and words > 2 and self.years == 0 else 0.0
