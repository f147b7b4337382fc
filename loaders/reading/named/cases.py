"""What a work studies: the case or cases, by the words with which abstracts and titles announce them.

Units that are listed by name are one case each; otherwise a work has one case, named by its clearest announcement: a case study of
something, a sample, or the place in the title. A case's places and bodies are those of its own words, else of its sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from graph.record import Case, Jurisdiction
from loaders.reading.named import jurisdictions, units, vocabulary
from loaders.reading.prose import phrases
from loaders.reading.prose.document import Place
from loaders.reading.prose.sieve import Sieve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.reading.named.organisations import Body
    from loaders.reading.prose.document import Document, Reading

CUES = Path(__file__).with_name("case_cues.txt")
NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
COUNT = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|more than \d+|over \d+|several|a number of)"
STUDY = r"(?:[\w-]+ )?case[- ]stud(?:y|ies)(?: analys[ie]s| research| conducted| carried out| approach| undertaken| design)*"
LIST = re.compile(
    rf"\b(?:{STUDY} of|compar\w+|cases?|examin\w+|analys\w+ of|stud(?:y|ied)|"
    rf"in) {COUNT} (?:[\w-]+ ){{1,6}}?[\w,\- ]{{0,80}}?: (?P<list>[^.;:]+?)(?=[.;]|$|\s\()"
)
PLACE_LIST = re.compile(
    rf"\b(?:in {COUNT} (?:[\w-]+ )?countries: |conducted in |countries(?:,| such as)? |experiences (?:of|from) |data from |"
    rf"cases of )(?P<list>[A-Z][\w-]+(?: [A-Z][\w-]+)?"
    r"(?:(?:,| and|, and) [A-Z][\w-]+(?: [A-Z][\w-]+)?)+)"
)
PHRASE_END = re.compile(
    r"[.;:,()\[\]\"“”?!]| (?:which|that|who|where|when|while|using|based|drawing|is|are|was|were|has|have|had|we|this|these|"
    r"for (?:\w+ ){1,2}(?:weeks|months|years)|showing|shows|as|providing|offering|during|after|"
    r"reveal(?:s|ed)?|suggest(?:s|ed)?|indicat(?:e|es|ed)|demonstrat(?:e|es|ed)|"
    r"zeigt|zeigen|untersuch(?:t|en)|ist|sind|wird|werden|wurden?|dass|wir|montrent?|est|sont|nous|qui|que|während|seit|durch|som|viser|viste|ble|vart|"
    r"before|since|through|than|to(?= [a-z])|whether|how|by (?:examining|analysing|analyzing|exploring))\b"
)
TRAILING = re.compile(r"(?:\s+(?:of|in|for|and|the|a|an|on|at|with|from|by|or|between|within|their|its))+$")
GENERIC = re.compile(
    r"^(?:[\w-]+ case stud(?:y|ies)$|was|were|is|are|has|have|had|and|or|of|to|in|on|from|by|using|about|with|case|cases|"
    r"study|research|theory|practice|"
    r"literature|this|these|qualitative|comparative|"
    r"semi-structured|detail|depth|general|"
    r"(?:two|three|four|five)(?: (?:[\w-]+ )?(?:cases?|studies|questions|aims|parts|types|ways|phases)\b|(?! [\w-]+ [\w-]+))|"
    r"particular|the (?:study|article|paper)|it|them|people)\b",
    re.IGNORECASE,
)
PURPOSE = re.compile(
    r"\b(?:[Tt]his|[Tt]he|[Oo]ur) (?:article|paper|study|chapter|research|analysis)\b.{0,40}"
    r"\b(?:examin|explor|investigat|stud|analy|show|look|describ|address|discuss)\w+|"
    r"\b[Ww]e (?:address|examine|study|analy[sz]e|investigate|explore)\b"
)
ASKS = re.compile(r"(?:how|why|what|when|who|does|do|did|is|are|can)\b", re.IGNORECASE)
SAID = re.compile(r"(?<=\w )(?P<verb>\w+s) (?P<after>[\w-]+)")
"""A word in the third person, were it a verb, and the word after it."""

EXPERIENCES = re.compile(r": (?:[Tt]he )?(?:[Ee]xperiences?|[Vv]iews|[Pp]erspectives|[Pp]erceptions) (?:of|from|by)\b")
MOST_WORDS = 16
WIDEST = 240
SURE = 0.75
LEAST_TEXT = 200
"""A title alone does not tell that its place is what was studied."""


@lru_cache(maxsize=1)
def announcements() -> tuple[tuple[float, re.Pattern[str]], ...]:
    """The announcing patterns of `case_cues.txt` with their confidence, the surest first."""
    found = []
    for line in CUES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            confidence, words = line.split(" | ", 1)
            words = words.replace("STUDY", STUDY).replace("COUNT", COUNT).replace("NUMBER", NUMBER).replace("OPEN", "(?P<open>)")
            found.append((float(confidence), re.compile(words)))
    return tuple(sorted(found, key=lambda pair: -pair[0]))


@lru_cache(maxsize=1)
def strainer() -> Sieve:
    """The sieve over the announcements, in their order."""
    return Sieve(pattern.pattern for _, pattern in announcements())


@dataclass(slots=True)
class Met:
    """A case announced at `place`: the words that name it."""

    place: Place
    confidence: float


@dataclass(slots=True)
class Studied:
    """A case, and the words of the text that name it."""

    case: Case
    place: Place


def cases(document: Document, bodies: Iterable[Body], stated: Iterable[str]) -> list[Studied]:
    """The cases of a work: several where units are listed by name, else one or none."""
    found = _listed(document) or _announced(document, SURE) or _looked_at(document)
    if not found and sum(len(reading.text) for reading in document.own() if reading.kind != "title") >= LEAST_TEXT:
        found = _titled(document) or _placed(document) or [Met(place, 0.45) for place in units.placed(document)]
        found = found or [Met(place, 0.45) for place in units.counted(document, placed=False)]
        found = found or [Met(place, 0.4) for place in units.most_named(document)]
    known, done = list(bodies), list(stated)
    built: dict[str, Studied] = {}
    for met in found:
        case = _case(document, met, known, alone=len(found) == 1)
        case.method = list(done)
        built.setdefault(case.label.casefold(), Studied(case, met.place))
    return list(built.values())


def _case(document: Document, met: Met, bodies: list[Body], *, alone: bool) -> Case:
    reading, place = met.place.reading, met.place
    sentence = reading.sentence_at(place.start)
    around = Place(reading, sentence.start, sentence.end) if sentence else place
    label = re.sub(r"^(?:the|an?) ", "", place.text)
    if alone and _is_place_only(place):
        title = _title_with(document, place.text)
        label = title or label
    return Case(
        document.work,
        label[:1].upper() + label[1:] if label[:1].islower() and " " in label else label,
        jurisdictions=[Jurisdiction(code, label) for code, label in _places(document, place, around)],
        organisations=[b.organisation for b in bodies if any(_inside(p, place) for p in b.places)],
        evidence=around.spans(),
        confidence=met.confidence,
    )


def _inside(inner: Place, outer: Place) -> bool:
    return inner.reading is outer.reading and outer.start <= inner.start and inner.end <= outer.end


def _places(document: Document, place: Place, around: Place) -> list[tuple[str, str]]:
    """Codes and labels of the most specific places in the case's own words, else in its sentence, else in the work's title."""
    found = jurisdictions.found(place.reading)
    titled = [f for title in document.titles() for f in jurisdictions.found(title)]
    inside = [f for f in found if _inside(f.place, place)]
    for group in (inside, [f for f in found if _inside(f.place, around)], titled):
        if group:
            labels = {f.code: f.label for f in reversed(group)}
            return [(code, labels[code]) for code in jurisdictions.most_specific(f.code for f in group)]
    return []


def _is_place_only(place: Place) -> bool:
    return any(f.place.start <= place.start and place.end <= f.place.end for f in jurisdictions.found(place.reading))


def _title_with(document: Document, words: str) -> str:
    """The part of the work's title before its colon, where it speaks of the place."""
    for title in document.titles():
        main = re.split(r"[:?]", title.text)[0].strip()
        if re.search(rf"\b{re.escape(words)}\b", main) and len(main) > len(words) and not _is_clause(main):
            return main
    return ""


def _is_clause(title: str) -> bool:
    """Whether a title says something and names nothing: "How Ontario reforms", "Ontario challenges theory"; not "Challenges of reform"."""
    said = (each for each in SAID.finditer(title) if each["verb"].casefold() in phrases.VERBS)
    return bool(ASKS.match(title)) or any(each["after"].casefold() not in phrases.FUNCTION_WORDS for each in said)


def _listed(document: Document) -> list[Met]:
    for reading in document.own():
        for match in LIST.finditer(reading.text):
            parts = list(_parts(reading, match.start("list"), match["list"]))
            if len(parts) > 1 and all(re.search(r"[A-Z]", place.text) for place in parts):
                return [Met(place, 0.85) for place in parts]
        for match in PLACE_LIST.finditer(reading.text):
            first, last = match.span("list")
            parts = [f.place for f in jurisdictions.found(reading) if first <= f.place.start and f.place.end <= last]
            if len(parts) > 1:
                return [Met(place, 0.8) for place in parts]
    return []


def _parts(reading: Reading, start: int, text: str) -> Iterator[Place]:
    """The units of a list; where each begins with "the", an "and" inside a name does not split it."""
    articles = len(re.findall(r"(?:^|, |\band )the ", text)) > 1
    splitter = r",?\s+and\s+(?=the\s)|,\s+(?=the\s)" if articles else r",\s+and\s+|,\s+|\s+and\s+"
    place = 0
    for match in [*re.finditer(splitter, text), None]:
        end = match.start() if match else len(text)
        first = place + len(text[place:end]) - len(re.sub(r"^\s*(?:the |\(\w\) )?", "", text[place:end]))
        if first < end:
            yield Place(reading, start + first, start + end)
        place = match.end() if match else end


def _looked_at(document: Document) -> list[Met]:
    """Units that are counted, or places that are compared, where the work says what it does."""
    if not any(reading.kind == "abstract" for reading in document.readings):
        return _announced(document, 0)
    for titles in (False, True):
        places = units.counted(document, placed=True, titles=titles) or units.compared(document, titles=titles)
        if places:
            return [Met(place, 0.7) for place in units.titled(document, places) or places]
    counted = [Met(place, 0.6) for place in units.counted(document, placed=False, words_only=True)]
    return counted or _announced(document, 0)


def _announced(document: Document, least: float) -> list[Met]:
    best: Met | None = None
    for reading in document.own():
        every = announcements()
        for number in strainer().passing(reading.text):
            confidence, pattern = every[number]
            if (best and best.confidence >= confidence) or confidence < least:
                break
            for match in pattern.finditer(reading.text):
                place = _phrase(reading, match)
                if place and not GENERIC.match(place.text) and vocabulary.key(place.text) not in vocabulary.index().forms:
                    best = Met(place, confidence)
                    break
    return [best] if best else []


def _phrase(reading: Reading, match: re.Match[str]) -> Place | None:
    groups = match.groupdict()
    if groups.get("closed"):
        return Place(reading, match.start("closed"), match.end("closed"))
    start = match.end() if match.end("open") < 0 else match.end("open")
    widest = min(len(reading.text), start + WIDEST)
    end = PHRASE_END.search(reading.text, start, widest)
    last = end.start() if end else widest
    text = reading.text[start:last]
    named = re.match(r"[A-Z][\w-]+(?: [A-Z][\w-]+)*(?= the )", text)
    text = named[0] if named else text
    words = text.split(" ")
    text = TRAILING.sub("", " ".join(words[:MOST_WORDS]).rstrip())
    if len(text) < 3:
        return None
    first = start + len(text) - len(re.sub(r"^(?:the|an?) ", "", text))
    return Place(reading, first, start + len(text)) if first < start + len(text) else None


def _titled(document: Document) -> list[Met]:
    """The main part of a title that names a place, or to which a subtitle brings experiences: what is studied there."""
    for title in document.titles():
        main = re.match(r"[^:?]+", title.text)
        if main and EXPERIENCES.match(title.text, main.end()):
            return [Met(Place(title, 0, phrases.right_edge(title.text, 0, 8) or main.end()), 0.6)]
        for f in jurisdictions.found(title):
            if main and f.place.end <= main.end() and not f.people and not f.code.startswith("region:") and f.code not in ("EU", "UN"):
                named = phrases.right_edge(title.text, f.place.start, 6)
                whole = f.place if _is_clause(main[0]) else Place(title, 0, len(main[0].rstrip()))
                return [Met(Place(title, f.place.start, named) if named > f.place.end else whole, 0.6)]
    return []


def _placed(document: Document) -> list[Met]:
    """The noun phrase with a place in it, in the sentence in which a work says what it does."""
    for reading in document.own():
        for sentence in reading.sentences:
            if not PURPOSE.search(reading.text, sentence.start, sentence.end):
                continue
            for f in jurisdictions.found(reading):
                if sentence.start <= f.place.start < sentence.end and not f.code.startswith("region:") and f.code not in ("EU", "UN"):
                    end = max(f.place.end, phrases.right_edge(reading.text, f.place.start, 8))
                    short = re.match(r" (?:and [A-Z]\w+ \w+ ?)?\([A-Z]{2,6}\)", reading.text[end : end + 40])
                    return [Met(Place(reading, f.place.start, end + (short.end() if short else 0)), 0.5)]
    return []
