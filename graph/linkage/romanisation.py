"""Names in Cyrillic, Greek, Chinese and Arabic letters as they are usually written in Latin ones; pure functions.

Each script has several customs, so that a name has several spellings, in plain letters. Chinese and Arabic names are looked up in
`scripts.txt`: what does not stand there has no spelling, and nothing is guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from pathlib import Path

from graph.identify import plain_letters

SCRIPTS = Path(__file__).with_name("scripts.txt")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_GREEK = re.compile(r"[Ͱ-Ͽἀ-῿]")
_HAN = re.compile(r"[㐀-鿿]")
_ARABIC = re.compile(r"[؀-ۿ]")
_ENDING = re.compile(r"(?<=[a-z]{2})(?:iy|yy|ij|ii|yi|yj)$")
"""`Dmitriy` and `Dostoevskij` are mostly written with one letter at the end."""
_VOWEL_SIGNS = re.compile(r"[ً-ٰٟـ]")


def _table(letters: str, *more: str) -> dict[str, str]:
    return dict(pair.partition("=")[::2] for pair in " ".join((letters, *more)).split())


_EAST = (
    "а=a б=b в=v г=g ґ=g д=d е=e ё=e є=ye ж=zh з=z и=i і=i ї=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ў=u ф=f х=kh ц=ts ч=ch ш=sh"
    " щ=shch ъ= ы=y ь= э=e ю=yu я=ya ђ=dj ј=j љ=lj њ=nj ћ=c џ=dz"
)
_CYRILLIC_CUSTOMS = (
    _table(_EAST),
    _table(_EAST, "ё=yo"),
    _table(_EAST, "й=i ю=iu я=ia є=ie"),
    _table(_EAST, "х=h г=h и=y є=ie"),  # Ukrainian
    _table(_EAST, "ж=z х=ch ц=c ч=c ш=s щ=sc ю=ju я=ja й=j"),
    _table(_EAST, "ж=z х=h ц=c ч=c ш=s щ=sc ю=ju я=ja й=j"),
    _table(_EAST, "в=w ж=sch з=s х=ch ц=z ч=tsch ш=sch щ=schtsch ю=ju я=ja й=j ё=jo"),
    _table(_EAST, "ж=j у=ou ч=tch ш=ch щ=chtch ю=iou я=ia й=i ё=io"),
)
_HELLENIC = "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o"
_GREEK_CUSTOMS = (
    _table(_HELLENIC),
    _table(_HELLENIC, "χ=h"),
    _table(_HELLENIC, "β=b η=e φ=ph"),
    _table(_HELLENIC, "φ=ph χ=h υ=i"),
)
_GREEK_PAIRS = (("ου", "ou"), ("αυ", "av"), ("ευ", "ev"), ("γγ", "ng"), ("γκ", "gk"))


def is_other_script(text: str) -> bool:
    """Whether a name is written in a script that is read here."""
    return not text.isascii() and any(script.search(text) for script in (_CYRILLIC, _GREEK, _HAN, _ARABIC))


@lru_cache(maxsize=4096)
def families(name: str) -> frozenset[str]:
    """The spellings of a family name; empty where none is known."""
    if _HAN.search(name):
        return frozenset(filter(None, (_lists()["zh-family"].get(name.strip()),)))
    return frozenset(map(" ".join, _spelt(name)))


@lru_cache(maxsize=4096)
def given(name: str) -> frozenset[tuple[str, ...]]:
    """The spellings of given names, each as a row of words."""
    if not _HAN.search(name):
        return frozenset(_spelt(name))
    syllables = [_lists()["zh"].get(character, "") for character in name.strip()]
    return frozenset((tuple(syllables), ("".join(syllables),))) if all(syllables) else frozenset()


def divided(name: str) -> tuple[str, str]:
    """A Chinese name written in one as (given, family); another one undivided."""
    known = _lists()["zh-family"]
    if not _HAN.search(name) or " " in name.strip():
        return "", name
    cut = 2 if name[:2] in known and len(name) > 2 else 1
    return (name[cut:], name[:cut]) if name[:cut] in known else ("", name)


def _spelt(name: str) -> set[tuple[str, ...]]:
    if _CYRILLIC.search(name):
        written = set(_written(name, _CYRILLIC_CUSTOMS))
        return written | {tuple(_ENDING.sub(end, word) for word in words) for words in written for end in "yi"}
    if _GREEK.search(name):
        text = plain_letters(name)
        for pair, latin in _GREEK_PAIRS:
            text = text.replace(pair, latin)
        return set(_written(text, _GREEK_CUSTOMS))
    return _arabic(name) if _ARABIC.search(name) else set()


def _written(name: str, customs: tuple[dict[str, str], ...]) -> list[tuple[str, ...]]:
    # Case only is folded: й is и with an accent, ё is е with one.
    words = re.findall(r"\w+", name.casefold())
    return [tuple(_in_latin(word, custom) for word in words) for custom in customs]


def _in_latin(word: str, custom: dict[str, str]) -> str:
    latin = plain_letters("".join(custom.get(letter, letter) for letter in word))
    return latin[:1] if len(word) == 1 else latin  # `Ю.` stands for a name that begins with Y


def _arabic(name: str) -> set[tuple[str, ...]]:
    names = _lists()["ar"]
    words = _VOWEL_SIGNS.sub("", name).replace("عبد ال", "عبدال").split()
    known = [names.get(word) or names.get(word.removeprefix("ال")) for word in words]
    if not all(known):
        return set()
    rows: set[tuple[str, ...]] = {()}
    for spellings in known:
        rows = {(*row, spelling) for row in rows for spelling in (spellings or "").split()}
    return rows


@cache
def _lists() -> dict[str, dict[str, str]]:
    """Names by list: a Chinese character → its syllable; an Arabic name → its spellings, with blanks between."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in SCRIPTS.read_text(encoding="utf-8").splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "ar":
            latin = " ".join(word for word in rest.split() if word.isascii())
            found[kind].update((word, latin) for word in rest.split() if not word.isascii())
        elif kind in ("zh", "zh-family"):
            syllable, characters = rest.split()
            size = 2 if syllable in _COMPOUND else 1
            found[kind].update((characters[at : at + size], plain_letters(syllable)) for at in range(0, len(characters), size))
    return found


_COMPOUND = frozenset(("ouyang", "sima", "shangguan", "zhuge", "situ"))


@cache
def chinese_families() -> frozenset[str]:
    """Chinese family names in Latin letters."""
    return frozenset(_lists()["zh-family"].values())
