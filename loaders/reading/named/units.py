"""What a work looks at, by number and by place: "three Swedish municipalities", "412 managers in Flanders", "Chile and Uruguay".

A number before a plural noun counts units of the study where the sentence tells what the work does; nouns that count something else (years,
interviews, themes) do not. Places joined by "and" in such a sentence, or in the title, are one unit each.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from loaders._words import vocabulary
from loaders.reading.named import jurisdictions
from loaders.reading.prose import cues, languages, phrases
from loaders.reading.prose.document import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.reading.prose.document import Document, Reading

DIGITS = r"(?<![\d.,])\d{1,3}(?:[,.    ]\d{3}(?!\d))*(?![\d%]|[.,]\d)"
NUMBERS = {
    "en": r"[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Ee]leven|[Tt]welve|[Tt]wenty",
    "no": r"[Tt]o|[Tt]re|[Ff]ire|[Ff]em|[Ss]eks|[Ss]yv|[Åå]tte|[Nn]i|[Tt]i",
    "de": r"[Zz]wei|[Dd]rei|[Vv]ier|[Ff]ünf|[Ss]echs|[Ss]ieben|[Aa]cht|[Nn]eun|[Zz]ehn|[Ee]lf|[Zz]wölf",
    "fr": r"[Dd]eux|[Tt]rois|[Qq]uatre|[Cc]inq|[Ss]ix|[Ss]ept|[Hh]uit|[Nn]euf|[Dd]ix|[Oo]nze|[Dd]ouze",
}
"""Number words by language."""

PLURAL = {
    "en": "s|men|people|ties|staff",
    "no": "er|ene|ner|ar|ane|hjem|heim|hus|kontor|departement|direktorat|team|tilsyn|prosjekt|distrikt|lag",
    "de": "en|er|e",
    "fr": "s|aux",
}
WHERE = re.compile(r" (?:(?:and|or) [\w-]+ )?(?:in|of|from|across|within|at|i|fra|frå|aus|dans|de|à|en|over) ")
NO_UNITS = vocabulary(
    "interviews meetings observations documents years months weeks days hours decades centuries themes questions hypotheses models "
    "categories "
    "factors dimensions perspectives types phases reasons articles publications studies papers roles practices steps avenues gaps "
    "contributions discourses logics mechanisms terms meanings scenarios propositions streams percent points goals targets results "
    "conditions times ways kinds forms stages levels groups waves rounds concepts theories approaches strategies principles sessions "
    "workshops focus-groups pages words variables indicators experiments versions positions views issues areas lessons findings "
    "tensions challenges barriers ideas elements aspects functions criteria sets parts sections periods cases processes tests "
    "interventions surveys questionnaires sources methods data this thus crises paradigms frames narratives traditions ideals modes "
    "intervjuer år måneder møter temaer typer Jahre Jahren Interviews entretiens ans années others additional transitions attempts "
    "databases confusions techniques trajectories assumptions problems traps dichotomies explanations arguments implications doctrines "
    "components dimensjoner classes sections conclusions hypothesis features variants pathways directions opportunities groups interview "
    "group-interviews forums"
)
"""Plurals that count something else than what is studied."""

PERSONS = vocabulary(
    "people persons men women adults children residents citizens users clients patients respondents participants informants interviewees "
    "employees staff workers managers leaders executives officials officers civil-servants servants bureaucrats politicians mayors "
    "councillors "
    "teachers nurses doctors students members experts stakeholders practitioners professionals caseworkers households individuals voters "
    "taxpayers applicants volunteers relatives parents mothers fathers ministers heads secretaries personer ansatte ledere "
    "informanter deltakere Personen Beschäftigte personnes agents"
)
"""Who is asked: a great number of them is a sample, and seldom what the work is about."""

TELLS = re.compile(
    r"\b(?:we|article|paper|study|research|analysis|chapter|data|sample|survey|interviews?|interviewed|evidence|cases?|compar\w+|"
    r"examin\w+|stud(?:y|ied|ies)|analy[sz]\w+|based on|bas(?:e|es) on|drawing|draws|draw|using|investigat\w+|explor\w+|follow(?:s|"
    r"ed)?|trac\w+|"
    r"applied|observ\w+|fieldwork|panel|regressions?|estimat\w+|exploit\w*|assign\w+|dataset|revisit\w*|minutes|files|coded|"
    r"questionnaire|experiments?|models? of|focus groups?|visited|participants?|artikkelen|"
    r"studien|"
    r"undersøker|intervju\w*|observasjon\w*|Beitrag|Interviews|Studie|étude|enquête|article)\b",
    re.IGNORECASE,
)
TELLS_ABROAD = re.compile(
    r"\b(?:sammenlign\w*|samanlikn\w*|følgt|Umfrage|Befragung|befragt\w*|Fallstudie\w*|untersuch\w*|vergleich\w*|Grundlage|Auswertung|"
    r"entretiens|examin\w+|analysons|comparons|étudi\w+)\b",
    re.IGNORECASE,
)
BETWEEN = re.compile(
    r"(?:,| and| and the|, and|, and the|,? the|/| og| und(?: der| dem| die)?| et(?: la| le| les)?| et l[’']| versus|"
    r" with those? (?:of|in)) ?(?:the )?$"
)
MOST_WORDS = 12


@lru_cache(maxsize=len(NUMBERS))
def _counting(language: str) -> re.Pattern[str]:
    noun = rf"(?:[\w’'-]+ ){{0,3}}?[\w’-]{{3,}}(?:{PLURAL[language]})"
    return re.compile(rf"(?<![\w-])(?P<number>{DIGITS}|{NUMBERS[language]}) (?P<noun>{noun})(?![\w-])(?: (?P<next>[\w-]+))?")


def counted(document: Document, *, placed: bool, titles: bool = False, words_only: bool = False) -> list[Place]:
    """The first phrase that counts units, with or without a place in it; `words_only`: no great number of persons asked."""
    for reading, start, end in _telling(document, titles=titles):
        for match in _counting(languages.language(reading.text)).finditer(reading.text, start, end):
            words = match["noun"].split(" ")
            if any(word.casefold() in NO_UNITS or phrases.ends_phrase(word) for word in words):
                continue
            if (
                _is_year(match["number"])
                or (match["next"] or "").casefold() in NO_UNITS
                or (words_only and match["number"][0].isdigit() and words[-1].casefold() in PERSONS)
            ):
                continue
            last = match.end("next") if _goes_on(words[-1], match["next"] or "") else match.end("noun")
            place = Place(reading, match.start(), _end(reading, last, end))
            if _has_place(place) == placed:
                return [place]
    return []


def _goes_on(noun: str, following: str) -> bool:
    """Whether a word in -ss is only the first part of what is counted: "412 press releases"."""
    return noun.endswith("ss") and following.endswith("s") and not phrases.ends_phrase(following)


def _is_year(number: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", number) is not None


def _end(reading: Reading, end: int, limit: int) -> int:
    """Where the phrase ends: after the noun phrases and places that "in" or "of" bring, at most three of them."""
    for _ in range(3):
        follows = WHERE.match(reading.text, end, limit)
        if not follows:
            break
        last = phrases.right_edge(reading.text, phrases.without_weak(reading.text, follows.end(), limit), MOST_WORDS)
        run = _run(reading, follows.end(), limit)
        further = max(last, run[-1].place.end if run else 0)
        if further <= follows.end():
            break
        end = further
    return end


def _has_place(place: Place) -> bool:
    return any(place.start <= f.place.start and f.place.end <= place.end for f in jurisdictions.found(place.reading))


def _run(reading: Reading, start: int, end: int) -> list[jurisdictions.Found]:
    """The places that stand side by side from about `start` on."""
    run: list[jurisdictions.Found] = []
    last = start
    for f in jurisdictions.found(reading):
        if f.place.start < start or f.place.end > end:
            continue
        gap = reading.text[last : f.place.start]
        if run and gap == ", " and _holds(f.code, run[-1].code):
            last = f.place.end
        elif (run and BETWEEN.fullmatch(gap)) or (not run and len(gap) < 5):
            run.append(f)
            last = f.place.end
        elif run:
            break
    return run


def _holds(outer: str, inner: str) -> bool:
    """Whether a place is told to lie in another: "Houston, Texas"; of towns only the country is known."""
    return inner.partition(":")[0] == f"{outer[:2]}-locality" and not outer.startswith(inner.partition(":")[0])


def compared(document: Document, *, titles: bool = False) -> list[Place]:
    """Countries, regions or cities that are named side by side where the work says what it looks at."""
    for reading, start, end in _telling(document, titles=titles):
        named = [f for f in jurisdictions.found(reading) if start <= f.place.start and f.place.end <= end and f.label and _is_unit(f.code)]
        for f in named:
            run = [each for each in _run(reading, f.place.start, end) if each.label and _is_unit(each.code)]
            codes = {each.code for each in run}
            if len(codes) > 1 and not any(other != code and other.startswith(code) for code in codes for other in codes):
                return [each.place for each in run]
    return []


def titled(document: Document, towns: list[Place]) -> list[Place]:
    """The countries that the title compares, where the places met are but towns in each of them: where the interviews took place."""
    compared_there = compared(document, titles=True)
    codes = {f.code for place in towns for f in jurisdictions.found(place.reading) if f.place.start == place.start}
    countries = {f.code for place in compared_there for f in jurisdictions.found(place.reading) if f.place.start == place.start}
    return compared_there if countries and {code[:2] for code in codes} == countries != codes else []


def _is_unit(code: str) -> bool:
    return not code.startswith("region:") and code not in ("EU", "UN")


def _telling(document: Document, *, titles: bool = False) -> Iterator[tuple[Reading, int, int]]:
    """The stretches that tell what the work looks at: the sentences of its abstract that say so, or its title."""
    for reading in document.own():
        if titles or reading.kind == "title":
            if titles and reading.kind == "title":
                yield reading, 0, len(reading.text)
            continue
        foreign = languages.language(reading.text) != "en"
        for sentence in reading.sentences:
            text = reading.text[sentence.start : sentence.end]
            if (TELLS.search(text) or (foreign and TELLS_ABROAD.search(text))) and not cues.REPORTED.search(text):
                yield reading, sentence.start, sentence.end


def placed(document: Document) -> list[Place]:
    """The noun phrase with a place in it, in the first sentence that tells what the work looks at, else in the title."""
    for reading, start, end in (*_telling(document), *_telling(document, titles=True)):
        for f in jurisdictions.found(reading):
            if start <= f.place.start < end and _is_unit(f.code):
                return [_phrase(f, start)]
    return []


def _phrase(found: jurisdictions.Found, start: int) -> Place:
    """The noun phrase in which a place stands; `start`: where its sentence begins."""
    reading, place = found.place.reading, found.place
    last = max(place.end, phrases.right_edge(reading.text, place.start, 8))
    first = _head(reading, place.start, start) if last == place.end and found.label else place.start
    return Place(reading, first, last)


def most_named(document: Document) -> list[Place]:
    """The noun phrase around the place, or else the part of the world, that title and abstract name most, at its first naming.

    The title counts for the number of times, not for the words: it is seldom a phrase of the text.
    """
    named = [f for reading in document.own() for f in jurisdictions.found(reading) if f.code not in ("EU", "UN")]
    if not named:
        return []
    often = Counter(f.code for f in named)
    code = max(often, key=lambda each: (often[each], _is_unit(each)))
    first = min((f for f in named if f.code == code), key=lambda f: f.place.reading.kind == "title")
    sentence = first.place.reading.sentence_at(first.place.start)
    return [_phrase(first, sentence.start if sentence else 0)]


def _head(reading: Reading, place: int, start: int) -> int:
    """Where the phrase begins that "in" joins to a place: "urban officers in Wuhan"."""
    before = re.search(r"([\w’'-]+) (?:in|of|from) (?:the )?$", reading.text[max(start, place - 40) : place])
    if not before or phrases.ends_phrase(before[1]):
        return place
    at = max(start, place - 40) + before.start()
    return phrases.left_edge(reading.text, at, 3)
