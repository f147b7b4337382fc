"""Invented works printed in the styles of `styles`, with the places of their fields: what the tagger learns styles from."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from benchmarks.references.corpora import Tagged
from benchmarks.references.invention import invent
from benchmarks.references.styles import STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.references.invention import Invented

_LABELS = {
    "A": "author", "E": "editor", "Q": "editor", "T": "title", "J": "journal", "B": "book", "V": "volume", "I": "issue", "P": "pages",
    "F": "pages", "Y": "year", "H": "publisher", "L": "place", "D": "link", "X": "edition", "W": "edition", "S": "series",
    "R": "journal", "U": "publisher", "G": "journal",
}  # fmt: skip
_ENDINGS = ("st", "nd", "rd")
_WORDS = ("", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth")
_AND = {"de": "und", "fr": "et", "es": "y", "it": "e", "pt": "e", "nl": "en", "pl": "i"}
_MONTHS = ("", "", "Jan.", "March", "Sept.", "Nov.", "Spring")
_CHOICE = re.compile(r"<([^<>]*)>")
_OPTIONAL = re.compile(r"~([^~]*)~")
_GIVEN_AT = ("Paper presented at", "Paper presented at the annual meeting of", "Paper prepared for", "Presentation at", "Paper read at")
_DAYS = ("{d} March {y}", "March {d}, {y}", "{d}.{m}.{y}", "{d}. {m}. {y}", "vom {d}. Mai {y}", "{d} juin {y}")
_FIELD = re.compile(r"\{([A-Z.])\}|#|@|%")


def _initials(given: str, stop: str = ".", space: str = " ") -> str:
    parts = [p for p in re.split(r"[\s.]+", given) if p]
    return space.join("-".join(q[0] + stop for q in part.split("-") if q) for part in parts)


def _name(who: tuple[str, str], form: str) -> str:
    """A name in one of the forms that `styles` names."""
    given, family = who
    if not given:
        return family
    if form.startswith("upper"):
        family = family.upper()
    match form:
        case "natural":
            return f"{given} {family}"
        case "initials":
            return f"{_initials(given)} {family}"
        case "bare":
            return f"{family} {_initials(given, stop='', space='').replace('-', '')}"
        case "plain":
            return f"{family} {_initials(given)}"
        case "tight":
            return f"{family}, {_initials(given, space='')}"
        case "inverted initials" | "upper initials":
            return f"{family}, {_initials(given)}"
    return f"{family}, {given}"


def _people(people: list[tuple[str, str]], spec: str, language: str, *, others: bool = False) -> str:
    """A list of names; `spec`: a form, "/" and the form of those after the first, the marks between, "&&" for the language's "and"."""
    first, _, rest = spec.partition("/") if re.search(r"/[a-z]", spec) else (spec, "", "")
    marks = re.search(r"\s?[,;/]", rest or first)
    form, rest = first.strip(" ,;/&"), rest.strip(" ,;/&")
    names = [_name(people[0], form), *(_name(who, rest or form) for who in people[1:])]
    if others:
        return names[0] + ", et al."
    between = {",": ", ", ";": "; ", "/": "/", " /": " / ", None: ", "}[marks[0] if marks else None]
    conjunction = "&" if spec.endswith(" &") else _AND.get(language, "and") if spec.endswith("&&") else ""
    if len(names) == 1 or not conjunction:
        return between.join(names)
    comma = "," if ", &" in spec else ""
    return f"{between.join(names[:-1])}{comma} {conjunction} {names[-1]}"


def _values(work: Invented, chance: random.Random, names: str, editors: str) -> dict[str, str]:
    dash = chance.choice(("–", "-", "-", "–", " - "))
    first, last = str(work.first), str(work.last)
    short = last[1:] if chance.random() < 0.15 and len(last) == len(first) > 1 and last[0] == first[0] else last
    ending = _ENDINGS[work.edition - 1] if 0 < work.edition <= len(_ENDINGS) else "th"
    return {
        "A": _people(work.authors, names, work.language, others=work.others),
        "Q": _people(work.editors, names, work.language),
        "E": _people(work.editors, editors, work.language),
        "T": work.title, "J": work.journal, "B": work.book, "V": work.volume, "I": work.issue, "P": f"{first}{dash}{short}", "F": first,
        "Y": str(work.year), "H": work.publisher, "L": work.place, "D": work.doi, "S": work.series,
        "R": work.report, "U": work.university, "G": f"{chance.choice(_GIVEN_AT)} the {work.book}",
        "X": f"{work.edition}{ending}" if work.edition else "", "W": _WORDS[work.edition] if work.edition else "",
    }  # fmt: skip


def _filler(mark: str, year: str, chance: random.Random) -> str:
    """What stands in a string without being a field: "#" a number, "@" a month or nothing, "%" a day of the year."""
    if mark == "#":
        return str(chance.randint(1, 90))
    if mark == "@":
        return chance.choice(_MONTHS)
    return chance.choice(_DAYS).format(d=chance.randint(1, 28), m=chance.randint(1, 12), y=year)


def _printed(template: str, values: dict[str, str], chance: random.Random) -> Tagged:
    while m := _CHOICE.search(template):
        template = template[: m.start()] + chance.choice(m[1].split("|")) + template[m.end() :]
    template = _OPTIONAL.sub(lambda m: m[1] if all(values[name] for name in re.findall(r"\{([A-Z])\}", m[1])) else "", template)
    told = Tagged("", origin="invented")
    at = 0
    for m in _FIELD.finditer(template):
        told.string += template[at : m.start()]
        at = m.end()
        name = m[1]
        if name == ".":
            told.string += "" if told.string.endswith((".", "?", "!")) else "."
        elif name is None:
            told.string += _filler(m[0], values["Y"], chance)
        else:
            told.spans.append((_LABELS[name], len(told.string), len(told.string) + len(values[name])))
            told.string += values[name]
    told.string += template[at:]
    return told


def _by_language() -> dict[str, list[int]]:
    by_language: dict[str, list[int]] = {}
    for number, style in enumerate(STYLES):
        for language in style.langs.split():
            by_language.setdefault(language, []).append(number)
    return by_language


_STYLES_OF = _by_language()


def printed(work: Invented, chance: random.Random) -> Tagged | None:
    """A work in one of the styles of its language, with its tags; None where the style needs an issue that the work lacks."""
    numbers = _STYLES_OF.get(work.language) or _STYLES_OF["en"]
    style = STYLES[chance.choices(numbers, weights=[STYLES[n].weight for n in numbers])[0]]
    kinds = [(kind, weight) for kind, weight in ((style.article, 45), (style.chapter, 30), (style.book, 25)) if kind]
    template = chance.choice(chance.choices([kind for kind, _ in kinds], weights=[weight for _, weight in kinds])[0])
    if "{I}" in template and not work.issue and "~" not in template:
        return None
    return _printed(template, _values(work, chance, chance.choice(style.names), chance.choice(style.editors)), chance)


def noisy(told: Tagged, chance: random.Random) -> Tagged:
    """The string as a reader of PDFs gives it: spaces lost behind marks, put before them, and lost between words here and there."""
    out, moved = "", [0] * (len(told.string) + 1)
    for at, c in enumerate(told.string):
        moved[at] = len(out)
        before = told.string[at - 1 : at]
        if c == " " and ((before in ".,:;" and chance.random() < 0.4) or chance.random() < 0.04):
            continue
        if c in ".,:;)" and before.isalnum() and chance.random() < 0.15:
            out += " "
        out += c
    moved[len(told.string)] = len(out)
    return Tagged(out, [(label, moved[start], moved[end]) for label, start, end in told.spans], told.origin)


def invented(count: int, seed: int) -> Iterator[Tagged]:
    """`count` invented references with their tags, the same for the same seed."""
    chance = random.Random(seed)
    made = 0
    while made < count:
        told = printed(invent(chance), chance)
        if told is not None:
            yield told
            made += 1
