"""Named bodies in prose: governments, ministries, agencies, universities, alliances, councils, and a few bodies known by a short name.

A name is a run of capitalised words that has a body word in it ("Alliance", "Ministry"), or the frame of a government ("the Scottish
Government"); a run that stands in a title set in capitals tells nothing and is left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from graph.record import Organisation
from loaders._words import vocabulary
from loaders.reading.named import jurisdictions
from loaders.reading.named import vocabulary as scheme
from loaders.reading.prose import languages
from loaders.reading.prose.document import Place
from loaders.reading.prose.sieve import Sieve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.reading.prose.document import Document, Reading

WORD = r"[A-ZÀ-ÖØ-Þ][\w’'&-]*(?<![’'])"
SMALL = r"(?:of|and(?! the)|for|on|into|to|the|de|del|du|des|d’|d'|la|las|los|do|da|dos|di|della|van|voor|y|e|für|og|i|pour|&)"
RUN = re.compile(rf"{WORD}(?:(?: {SMALL})* {WORD})*")
BODY = vocabulary(
    "Alliance Agency Administration Authority Association Board Bureau Cabinet Centre Center Commission Committee Confederation "
    "Council Department Directorate Federation Foundation Institute Inspectorate Ministry Office Organisation Organization Service "
    "Secretariat Society Treasury Trust Union University Université Universität Universidad Universitetet Kommission Ministerium "
    "Ministère Agence Assembly Senate Parliament Court Police Fund Bank Corporation Company Ombudsman "
    "Chancellery Chamber Registry Observatory Taskforce Comptroller Commissioner"
)
HEADLESS = vocabulary(
    "Comptroller Commissioner Service Court Police Fund Union Administration Trust Bank Society Company Office Board Assembly "
    "Senate Parliament Cabinet Department"
)
"""Words that mark a body only in a longer name: "the Police" names none, "Norwegian Police Service" does."""

LINKS = ("of", "for", "on", "de", "del", "da", "do", "du", "van", "di", "d’administration")
"""What joins a body word to what the body is for."""

ABROAD = vocabulary(
    "Superintendencia Ministerio Ministério Ministero Secretaría Secretaria Agencia Agência Agenzia Instituto Istituto Dirección Comisión "
    "Consejo Conselho Contraloría Controladoria Tribunal Banco Autoridad Autoridade Ministerie"
)
"""Body words of other languages, an adjective behind them: "Superintendencia Nacional de Salud"."""
FEW = 2

LEAST_NAME = 3
"""Characters that a name met by its words has more of."""

GOVERNMENT_OF = re.compile(
    r"\b(?:Government|Parliament|Province|City|Municipality|State|Republic|Ministry|Department|"
    r"Office) of (?:the )?(?:[A-ZÀ-Þ][\w-]+)(?: [A-ZÀ-Þ][\w-]+)*"
)
CUES = Path(__file__).with_name("organisation_cues.txt")
EVERY_LANGUAGE = "*"
CAPITALISED = r"[A-ZÅÄÆÖØÜ][a-zåäæöøüß-]{2,}"

PRODUCT = re.compile(
    r" (?:Framework|Goals?|Programme|Program|Plan|Strategy|Act|Policy|Initiative|Model|Agenda|Charter|Project|Survey|Index|"
    r"Report|Review|Reform|Measurement|Evaluation|Outcomes)\b"
)
ACRONYM = re.compile(r"^ \((?P<short>[A-Z][A-Za-z]{1,7})\)")


@dataclass(slots=True)
class Body:
    """A named body and the places at which the text names it."""

    organisation: Organisation
    places: list[Place]


def bodies(document: Document) -> list[Body]:
    """The bodies named in a work's passages, in the order of their first places; titles and headings in capitals are passed over."""
    met: dict[str, Body] = {}
    for reading in document.readings:
        if reading.kind in ("keywords", "heading") or reading.passage.voiced_by:
            continue
        for place in _names(reading):
            label = place.text
            short = ACRONYM.match(place.after(12))
            body = met.setdefault(_key(label), Body(Organisation(label, public=_is_public(label)), []))
            body.places.append(place)
            if short and short["short"] not in body.organisation.alternatives:
                body.organisation.alternatives.append(short["short"])
    shorts = {short for body in met.values() for short in body.organisation.alternatives}
    return [body for body in met.values() if body.organisation.label not in shorts]


def _key(label: str) -> str:
    return re.sub(r"^the ", "", label.casefold()).rstrip("s")


def _is_public(label: str) -> bool:
    return (
        re.search(r"\b(?:Government|Ministry|Department|Parliament|Council|Agency|Directorate|Cabinet|Treasury|Police|Senate)\b", label)
        is not None
    )


def _names(reading: Reading) -> Iterator[Place]:
    text, taken = reading.text, list[tuple[int, int]]()
    found = [*_governments(reading), *_known(text), *_runs(reading)]
    for start, end in sorted(found, key=lambda pair: (pair[0], -pair[1])):
        if not any(first < end and start < last for first, last in taken):
            taken.append((start, end))
            yield Place(reading, start, end)


def _governments(reading: Reading) -> Iterator[tuple[int, int]]:
    text = reading.text
    for match in GOVERNMENT_OF.finditer(text):
        if match[0].startswith("Government of") and not is_title_case(reading):
            yield match.span()
    for place in jurisdictions.found(reading):
        after = re.match(r" [Gg]overnment(?=[’'\s.,;:)]|$)(?! (?:of|is not))", text[place.place.end : place.place.end + 20])
        if after and not place.code.startswith("region:") and (after[0][1] == "G" or not place.label):
            first = place.place.end - len(re.sub(r"^.*\bof ", "", place.place.text))
            if after[0][1] == "G" and not is_title_case(reading):
                yield first, place.place.end + len(after[0])


def _known(text: str) -> Iterator[tuple[int, int]]:
    for language in (EVERY_LANGUAGE, languages.language(text)):
        if language in _known_names():
            sieve, patterns = _known_names()[language]
            for number in sieve.passing(text):
                yield from (match.span() for match in patterns[number].finditer(text))


@lru_cache(maxsize=1)
def _known_names() -> dict[str, tuple[Sieve, list[re.Pattern[str]]]]:
    """The patterns of `organisation_cues.txt` by language, each with the sieve over them."""
    told: dict[str, list[str]] = {}
    for line in CUES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            language, words = line.split(" | ", 1)
            told.setdefault(language, []).append(words.replace("WORD", CAPITALISED))
    return {
        language: (Sieve(patterns), [re.compile(rf"(?<![\w-])(?:{words})(?!\w)") for words in patterns])
        for language, patterns in told.items()
    }


def is_title_case(reading: Reading) -> bool:
    """Whether a reading is a title whose words are all set in capitals, so that they tell nothing."""
    if reading.kind != "title":
        return False
    letters = re.findall(r"\b[^\W\d_]{4,}", reading.text)
    capitals: int = sum(word[0].isupper() for word in letters)
    return capitals * 3 > len(letters) * 2


def _runs(reading: Reading) -> Iterator[tuple[int, int]]:
    if is_title_case(reading):
        return
    places = {(each.place.start, each.place.end) for each in jurisdictions.found(reading)}
    for match in RUN.finditer(reading.text):
        span = _body_in(reading.text, match)
        if span and span[1] - span[0] > LEAST_NAME and span not in places and not _is_concept(reading.text[slice(*span)]):
            yield span


def _is_concept(name: str) -> bool:
    """Whether a name is a label of the scheme or ends in one: "New Public Service", "Rolle Public Service Motivation"."""
    words = name.split(" ")
    return any(scheme.key(" ".join(words[first:])) in scheme.index().forms for first in range(max(1, len(words) - 1)))


def _body_in(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """The part of a run of capitalised words that names a body: what a body makes ("… Outcomes Framework") is cut off."""
    start, name = match.start(), match[0]
    opening = re.match(
        r"(?:The|Die|Der|Das|Dem|Den|Des|Following|In|At|This|When|While|For|As|Our|By|From|Under|With|Although|Since|Both|Within|Using|"
        r"Based) (?:the )?",
        name,
    )
    if opening:
        start, name = start + opening.end(), name[opening.end() :]
    said_of = re.match(r"(?P<head>[\w’'-]+) (?:of|for|to|on) the ", name)
    if said_of and said_of["head"] not in BODY:
        start, name = start + said_of.end(), name[said_of.end() :]
    product = PRODUCT.search(name)
    if product:
        name = name[: product.start()]
    words = name.split(" ")
    marks = [i for i, word in enumerate(words) if word in BODY or word in ABROAD]
    if len(words) < 2 or not marks or (len(words) < 3 and words[marks[-1]] in HEADLESS):
        return None
    if marks == [0] and words[1] not in LINKS and not (words[0] in ABROAD and len(words) > FEW):
        return None
    while words and words[-1].islower():
        words.pop()
    name = " ".join(words)
    return (start, start + len(name)) if re.search(r"[^\W\d_]{3}", name) and text[start] != "-" else None
