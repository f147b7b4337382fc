"""How alike two works' authors and containers are, as printed; pure functions of normal forms (`graph.identify.normal_title`)."""

from __future__ import annotations

import re
from functools import lru_cache
from string import ascii_lowercase
from typing import TYPE_CHECKING

from graph.identify import plain_letters
from graph.linkage.titles.vocabulary import ORDINALS, ROMAN, STOP

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONG = 6
"""Letters from which on a surname that is one letter apart may be a misprint."""
_MEETING = frozenset(
    re.findall(r"\w+", "colloquium conf conference congress konferenz kongress meeting proc proceedings symp symposium tagung workshop")
)
_SERIAL = frozenset(
    re.findall(
        r"\w+",
        "annals bulletin j journal letters magazine quarterly record review revista revue rivista trans transactions zeitschrift",
    )
)
_PREPRINT = re.compile(
    r"\b(?:arxiv|biorxiv|medrxiv|chemrxiv|ssrn|socarxiv|psyarxiv|osf|repec|zenodo|preprints?|eprints?|working papers?|discussion papers?)\b"
)


_SERIES = re.compile(
    r"(?:lecture notes in|advances in intelligent systems|communications in computer|ceur workshop|ifip advances)\b"
    r"|.*\bproceedings? series$"
)
_ROMAN = re.compile(r"(?:[a-z]+\.?\s+)?([ivx]+)")


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
    kept = re.sub(r"[^a-z ]", "", family.lower().encode("ascii", "ignore").decode())
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
    if any(abbreviates(a, b) or abbreviates(b, a) or _cut_alike(a, b) for a, b in pairs):
        return "alike"
    meetings = [all(map(_is_meeting, names)) for names in (mine, theirs)]
    series = [all(map(_SERIES.match, names)) for names in (mine, theirs)]
    if all(meetings) or any(series[i] and meetings[1 - i] for i in (0, 1)):
        return "meetings"
    return "different"


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
    words = [word for word in short.split() if word not in _MEETING and word not in _SERIAL and word not in STOP]
    return len(words) == 1 and len(words[0]) > 2 and _by_initials(words[0], long.split())


def _cut_alike(a: str, b: str) -> bool:
    """Whether two short forms of one name cut its words at other places: `earthq eng struct dynam`, `earthquake eng struct dyn`."""
    mine, theirs = a.split(), b.split()
    pairs = [sorted(pair, key=len) for pair in zip(mine, theirs, strict=False)]
    whole = len(mine) == len(theirs) > 1 and all(long.startswith(short) for short, long in pairs)
    return whole and all(short == long or len(short) > 2 or long in _SERIAL for short, long in pairs)


def _serial(name: str) -> bool:
    return bool(set(name.split()) & _SERIAL)


def _in_order(short: list[str], long: list[str]) -> bool:
    words = iter(long)
    return all(any(word.startswith(part) for word in words) for part in short)


def _by_initials(acronym: str, words: list[str]) -> bool:
    """Whether initials of the words in a row are the acronym, or the last three of its letters and more: `sigmod`, Management of Data."""
    for initials in ("".join(word[0] for word in words), "".join(word[0] for word in words if word not in STOP)):
        if acronym in initials or any(acronym[start:] in initials for start in range(1, len(acronym) - 2)):
            return True
    return False


@lru_cache(maxsize=4096)
def figures(text: str) -> str:
    """The figures of a volume, issue or edition: `Vol. 15`, `XV`, `15`; `2nd ed.`, `Second edition`."""
    folded = plain_letters(text).strip()
    if found := re.search(r"\d+", folded):
        return found[0].lstrip("0")
    if (roman := _ROMAN.fullmatch(folded)) and roman[1] in ROMAN:
        return ROMAN[roman[1]]
    return next((n for word, n in ORDINALS.items() if word in folded), folded)


def full_pages(printed: str) -> str:
    """A page range with the left-out figures of its end: `846–60` → `846-860`."""
    found = re.fullmatch(r"(?:pp?|s)?\.?\s*([A-Za-z]*)(\d+)\s*[-‐‑–—−]+\s*([A-Za-z]*)(\d+)\.?", printed.strip(), re.IGNORECASE)
    if found is None:
        return re.sub(r"^(?:pp?|s)\.?\s*", "", printed.strip().casefold())
    first, last = found[2], found[4]
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return f"{found[1]}{first}-{found[3] or found[1]}{last}".casefold()


def lettered_apart(mine: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether pages begin elsewhere; a letter before the number that one side lacks tells nothing: `W116`, `116`."""
    a, b = {first_page(text) for text in mine} - {""}, {first_page(text) for text in theirs} - {""}
    if not a or not b or a & b:
        return False
    return a.isdisjoint(page.lstrip(ascii_lowercase) for page in b) and b.isdisjoint(page.lstrip(ascii_lowercase) for page in a)


@lru_cache(maxsize=8192)
def first_page(text: str) -> str:
    """The first of some pages: `pp. 11-29`, `11–29`, `S. 11`."""
    found = re.search(r"[A-Za-z]{0,2}\d+", re.sub(r"^\s*(?:pp?|s|seiten?)\b\.?\s*", "", text, flags=re.IGNORECASE))
    return found[0].casefold() if found else ""
