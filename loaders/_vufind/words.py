"""What the words on a catalogue page mean, in some thirty languages: labels of fields, kinds of works, roles of persons, languages.

The words themselves stand in `words.txt` beside this module.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from loaders._words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.record import WorkKind

FIELDS = vocabulary(
    "container published publisher year author other corporate kind language subject access tags abstract saved series edition volume "
    "issue pages title issn isbn doi similar rights ignored"
)
_EDITING = re.compile(
    r"\b(?:edited by|editors?|eds?|edt|hrsg|hgg?|herausgeber(?:in|innen)?|herausgegeben|éd(?:s|\.|iteurs?(?: scientifiques?)?)?"
    r"|directeur|dir|coord(?:inador|s)?|editora?|curatore|cur|a cura di|organizador|org|redakt(?:ör|ør|or)|red|redaktion|toimittaja|toim"
    r"|redaktor|редактор|επιμελητής|editörü?|bewerker|redacteur)\b|編|主编",
    re.IGNORECASE,
)
_WRITING = re.compile(
    r"\b(?:author|aut|cre(?:ator)?|verfasser(?:in|\*in)?|autor(?:in|a|e|es|i)?|auteurs?|autrice|författare|forfatter|kirjoittaja|tekijä"
    r"|автор|συγγραφέας|yazar|schrijver|dissertant(?:in)?|joint author|co-?author|ctb|contributor|main author|upphovsman|skapare)\b",
    re.IGNORECASE,
)
_LONGEST = 200
"""Characters of a line: a longer one is no label."""
_INTERFACES = ("en", "de", "fr", "es", "it", "pt", "fi", "da", "el", "nl", "sv", "nb", "pl", "cs", "ru", "uk", "ca", "eu", "tr", "hr", "sl")


class _Words(NamedTuple):
    labels: dict[str, dict[str, tuple[str, ...]]]
    kinds: dict[str, re.Pattern[str]]
    languages: dict[str, str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    found = _Words({}, {}, {})
    for line in (Path(__file__).parent / "words.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, field, words = line.split(" ", 2)
        section, _, value = field.partition(":")
        if section == "kind" and value:
            found.kinds[value] = re.compile(rf"(?<!\w)(?:{words})(?!\w)")
        elif section == "language" and value:
            found.languages.update(dict.fromkeys(words.split("|"), value))
        else:
            for word in words.split("|"):
                of = found.labels.setdefault(word.strip(" :").casefold(), {})
                of[language] = (*of.get(language, ()), field)
    return found


def meanings(label: str) -> dict[str, tuple[str, ...]]:
    """Interface language → the fields that a printed label may stand for in it; empty where the label is not known."""
    if len(label) > _LONGEST:
        return {}
    bare = re.sub(r"\s*\(.*?\)$", "", " ".join(label.split()).strip(" :*").casefold())
    labels = _words().labels
    return labels.get(bare) or labels.get(" ".join(label.split()).strip(" :*").casefold()) or {}


def kind_of(printed: str) -> WorkKind | None:
    """The kind that a catalogue's words for the format say; "work" for a whole periodical; None where no word is known."""
    kinds = _words().kinds
    parts = [
        " ".join(re.sub(r"\([^()]*\)|\b(?:electronic|online|elektronisch(?:er|es)?|print|gedruckt)\b", " ", part).split())
        for part in re.split(r"[\n;,/|]|\s-\s", printed.casefold())
    ]
    whole = next((kind for part in parts for kind, words in kinds.items() if words.fullmatch(part)), None)
    kind = whole or next((kind for kind, words in kinds.items() if words.search(printed.casefold())), None)
    return "work" if kind == "whole" else cast("WorkKind | None", kind)


def role_of(printed: str) -> str:
    """What a role in brackets says of a person: "editor", "author", or "other" (a translator, an illustrator)."""
    if _EDITING.search(printed):
        return "editor"
    return "author" if _WRITING.search(printed) else "other"


def language_of(printed: str, interface: str = "en") -> str:
    """A language as catalogues print it → BCP 47: from a code ("eng", "en-GB") or its name in the interface's language; else ""."""
    bare = re.sub(r"[\s.;,]+$", "", printed.strip()).casefold()
    if not bare:
        return ""
    if code := re.fullmatch(r"([a-z]{2,3})(?:[-_][a-z]{2,4})?", bare):
        return _codes().get(code[1], "")
    if known := _words().languages.get(bare):
        return known
    order = dict.fromkeys([{"no": "nb", "zh": "zh_CN"}.get(interface, interface), *_INTERFACES])
    return next((found for language in order if (found := _names(language).get(bare))), "")


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Every two- and three-letter code → the shortest code (source: ISO 639 by pycountry)."""
    import pycountry

    out = {}
    for language in pycountry.languages:
        short = getattr(language, "alpha_2", "")
        for code in (short, language.alpha_3, getattr(language, "bibliographic", "")):
            if code:
                out[code] = short or language.alpha_3
    return {code: short for code, short in out.items() if short not in ("und", "zxx", "mul", "mis")}


@lru_cache(maxsize=32)
def _names(interface: str) -> dict[str, str]:
    """Names of the languages that have a two-letter code, in one language → code (source: ISO 639 translations by pycountry)."""
    import gettext

    import pycountry

    say: Callable[[str], str]
    try:
        say = gettext.translation("iso639-3", pycountry.LOCALES_DIR, languages=[interface]).gettext
    except OSError:
        say = str
    out: dict[str, str] = {}
    for language in pycountry.languages:
        if short := getattr(language, "alpha_2", ""):
            for name in (say(language.name), language.name, getattr(language, "common_name", language.name)):
                for part in (*re.split(r"[;,(]", name)[:1], name):
                    out.setdefault(part.strip().casefold(), short)
    return out
