"""Named bodies in prose: governments, ministries, agencies, universities, alliances, councils, and a few bodies known by a short name.

A name is a run of capitalised words that has a body word in it ("Alliance", "Ministry"), or the frame of a government ("the Scottish
Government"); a run that stands in a title set in capitals tells nothing and is left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.record import Organisation
from loaders._words import vocabulary
from loaders.reading import jurisdictions
from loaders.reading.document import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.reading.document import Document, Reading

WORD = r"[A-ZÀ-ÖØ-Þ][\w’'&-]*(?<![’'])"
RUN = re.compile(rf"{WORD}(?:(?: (?:of|and(?! the)|for|on|to|the|de|du|des|d’|d'|la|für|og|i|pour|&))* {WORD})*")
BODY = vocabulary(
    "Alliance Agency Administration Authority Association Board Bureau Cabinet Centre Center Commission Committee Confederation "
    "Council Department Directorate Federation Foundation Institute Inspectorate Ministry Office Organisation Organization Service "
    "Secretariat Society Treasury Trust Union University Université Universität Universidad Universitetet Kommission Ministerium "
    "Ministère Agence Senate Parliament Court Police Fund Bank Corporation Company Ombudsman"
)
HEADLESS = vocabulary(
    "Service Court Police Fund Union Administration Trust Bank Society Company Office Board Senate Parliament Cabinet Department"
)
"""Words that mark a body only in a longer name: "the Police" names none, "Norwegian Police Service" does."""

GOVERNMENT_OF = re.compile(
    r"\b(?:Government|Parliament|Province|City|Municipality|State|Republic|Ministry|Department|"
    r"Office) of (?:the )?(?:[A-ZÀ-Þ][\w-]+)(?: [A-ZÀ-Þ][\w-]+)*"
)
KNOWN = re.compile(
    r"(?<![\w-])(?:United Nations|World Bank|International Monetary Fund|European (?:Commission|Parliament|Council|"
    r"Central Bank)|OECD|UNESCO|UNICEF|WHO|"
    r"World Health Organi[sz]ation|NATO|Government Digital Service|Cabinet Office|Audit Commission|National Audit Office)(?![\w-])"
)
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
    return list(met.values())


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
        if end - start > 3 and not any(first < end and start < last for first, last in taken):
            taken.append((start, end))
            yield Place(reading, start, end)


def _governments(reading: Reading) -> Iterator[tuple[int, int]]:
    text = reading.text
    for match in GOVERNMENT_OF.finditer(text):
        if match[0].startswith("Government of") and not _is_title(reading, match.start()):
            yield match.span()
    for place in jurisdictions.found(reading):
        after = re.match(r" [Gg]overnment(?=[’'\s.,;:)]|$)(?! (?:of|is not))", text[place.place.end : place.place.end + 20])
        if after and not place.code.startswith("region:") and (after[0][1] == "G" or not place.label):
            first = place.place.end - len(re.sub(r"^.*\bof ", "", place.place.text))
            if after[0][1] == "G" and not _is_title(reading, first):
                yield first, place.place.end + len(after[0])


def _known(text: str) -> Iterator[tuple[int, int]]:
    for match in KNOWN.finditer(text):
        yield match.span()


def _is_title(reading: Reading, place: int) -> bool:
    """Whether the words around are set in title case, so that capitals tell nothing."""
    if reading.kind != "title":
        return False
    letters = re.findall(r"\b[^\W\d_]{4,}", reading.text)
    return sum(word[0].isupper() for word in letters) * 3 > len(letters) * 2 and place >= 0


def _runs(reading: Reading) -> Iterator[tuple[int, int]]:
    if _is_title(reading, 0):
        return
    for match in RUN.finditer(reading.text):
        span = _body_in(reading.text, match)
        if span:
            yield span


def _body_in(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """The part of a run of capitalised words that names a body: what a body makes ("… Outcomes Framework") is cut off."""
    start, name = match.start(), match[0]
    opening = re.match(r"(?:The|In|At|This|When|While|For|As|Our|By|From|Under|With|Although|Since|Both|Within|Using|Based) ", name)
    if opening:
        start, name = start + opening.end(), name[opening.end() :]
    said_of = re.match(r"(?P<head>[\w’'-]+) (?:of|for|to|on) the ", name)
    if said_of and said_of["head"] not in BODY:
        start, name = start + said_of.end(), name[said_of.end() :]
    product = PRODUCT.search(name)
    if product:
        name = name[: product.start()]
    words = name.split(" ")
    marks = [i for i, word in enumerate(words) if word in BODY]
    if len(words) < 2 or not marks or (len(words) < 3 and words[marks[-1]] in HEADLESS):
        return None
    if words[marks[0]] in BODY and marks[0] == 0 and len(words) > 1 and words[1] not in ("of", "for", "on", "de", "du", "d’administration"):
        return None
    while words and words[-1].islower():
        words.pop()
    name = " ".join(words)
    return (start, start + len(name)) if re.search(r"[^\W\d_]{3}", name) and text[start] != "-" else None
