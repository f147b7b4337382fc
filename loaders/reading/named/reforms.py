"""Reforms that prose names: a case that is itself a programme of change of some government, and what it is an instance of."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from graph.identify import slug
from graph.record import Reform
from loaders._words import vocabulary
from loaders.reading.named import concepts, organisations
from loaders.reading.named import vocabulary as vocabularies
from loaders.reading.prose import languages
from loaders.reading.prose.document import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.reading.named.cases import Studied
    from loaders.reading.named.concepts import Named
    from loaders.reading.prose.document import Document, Reading

PROGRAMME = re.compile(
    r"\b(?:initiative|reforms?|programme|program|restructuring|amalgamation|modernisation|modernization)(?: in [A-Z][\w ]+)?$"
)
HEADS = "[Rr]eforms?|Mergers|Amalgamations|Act|Code|Programme|Program|Initiative|Agenda|Strategy|Plan|Law|Bill"
STATUTES = vocabulary("Act Code Law Bill")
YEAR = r"(?:19|20)\d\d"
ANY_YEAR = re.compile(YEAR)
UNDATED = ("no", "fr")
"""Languages with reforms known by their name without a year."""

CUES = Path(__file__).with_name("reform_cues.txt")
TERMS = {
    "YEARS": rf"\({YEAR}(?:[-–/](?:\d\d|\d{{4}}))?\)",
    "YEAR": YEAR,
    "NAME": r"[A-ZÀ-Þ][\w’'-]+",
    "CHANGES": "reforms?|initiative|programme|program|restructuring|reorgani[sz]ation|amalgamations?|moderni[sz]ation|decentrali[sz]ation|"
    "devolution|privati[sz]ation|merger|scheme|strategy|plan|act|law|charter",
    "BEGUN": "launched|introduced|adopted|enacted|passed|started|initiated|created|announced|adoptée?|lancée?|votée?|promulguée?|engagée?",
}
"""What the capitals of the patterns in `reform_cues.txt` stand for, the longer word first."""

NAMED = re.compile(
    rf"(?:(?<=[Tt]he )|(?<=[’']s )|(?<![\w-]))(?P<name>(?!The |This |These |Our |In |On |Since |After )"
    rf"[A-Z][\w’-]+(?: (?:of|for|and|the)? ?[A-Z][\w’-]+){{0,6}} (?:{HEADS})"
    rf"|[A-Z][\w-]+ (?:[a-z-]+ ){{1,3}}?reform)(?: of (?P<year>{YEAR})| (?P<bracket>\({YEAR}\)))?(?![\w-])"
)
"""A programme of change by a name of its own, or by a place and a year: the year or the capitals make it a particular one."""

DATED = re.compile(r"\b[Ii]n (?P<year>(?:19|20)\d\d),? [^.;]{0,60}$")
OPENERS = vocabulary(
    "The This These Our Their Such A An In On Since After Many Most Some Public Administrative Management Die Der Das Eine La Le Les Une"
)
INSTANCES = ("practice", "paradigm")


def named(document: Document) -> Iterator[tuple[Place, int | None]]:
    """The reforms that a title or an abstract names, each once, with the year that stands beside the name; else without one."""
    met: dict[str, tuple[Place, int | None]] = {}
    for reading in document.own():
        taken = 0
        found = _found(reading) if reading.kind in ("title", "abstract") else ()
        for start, end, year in sorted(found, key=lambda each: (each[0], -each[1])):
            if start >= taken:
                taken = end
                name = re.sub(r"^the ", "", reading.text[start:end].casefold())
                place, known = met.get(name, (Place(reading, start, end), None))
                met[name] = place, known or year
    yield from met.values()


def _found(reading: Reading) -> Iterator[tuple[int, int, int | None]]:
    """Where names of reforms stand, with their years."""
    text, language = reading.text, languages.language(reading.text)
    for sentence in reading.sentences:
        if language in UNDATED or ANY_YEAR.search(text, sentence.start, sentence.end):
            for met in chain.from_iterable(pattern.finditer(text, sentence.start, sentence.end) for pattern in _dated_names()[language]):
                told = met.groupdict()
                year = told.get("year") or told.get("of") or (told.get("years") or "")[1:5]
                yield *met.span("quoted" if told.get("quoted") else "name"), int(year) if year else None
    for met in NAMED.finditer(text):
        year = met["year"] or (met["bracket"] or "").strip("()")
        words = met["name"].split(" ")
        particular = year or (words[-1][0].isupper() and (words[-1] in STATUTES or not organisations.is_title_case(reading)))
        if not particular or (words[0] in OPENERS and words[-1] not in STATUTES) or _is_concept(words):
            continue
        before = DATED.search(text[max(0, met.start() - 90) : met.start()])
        dated = year or (before["year"] if before else "")
        yield met.start("name"), met.end() if met["year"] else met.end("name"), int(dated) if dated else None


def _is_concept(words: list[str]) -> bool:
    """Whether the words before the last are a label of the scheme: "New Public Management Reform"."""
    forms = vocabularies.index().forms
    return len(words) > 2 and not {vocabularies.key(" ".join(words[:-1])), vocabularies.key(" ".join(words))}.isdisjoint(forms)


@lru_cache(maxsize=1)
def _dated_names() -> dict[str, list[re.Pattern[str]]]:
    """The patterns of the table by language."""
    found: dict[str, list[re.Pattern[str]]] = {}
    for line in CUES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            language, words = line.split(" | ", 1)
            for capitals, meant in TERMS.items():
                words = re.sub(rf"\b{capitals}\b", meant.replace("\\", r"\\"), words)
            found.setdefault(language, []).append(re.compile(rf"(?<![\w-]){words}(?![\w-])"))
    return found


def reforms(studied: list[Studied], named: list[Named]) -> Iterator[tuple[Studied, Reform]]:
    """The cases whose own words name a reform of a place or a body, each with the reform; its years are not read from prose."""
    places = concepts.by_reading(named)
    for each in studied:
        case, place = each.case, each.place
        if not PROGRAMME.search(place.text) or not (case.jurisdictions or case.organisations):
            continue
        met = concepts.within(places.get(place.reading.order, []), place.start, place.end)
        yield (
            each,
            Reform(
                slug(case.label),
                case.label,
                jurisdictions=list(case.jurisdictions),
                instantiates=[concept for _, _, concept in met if concept.kind in INSTANCES],
                adopted_by=list(case.organisations),
                work=case.work,
            ),
        )
