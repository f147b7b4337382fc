"""The concepts that a work names: those of the scheme by their labels, and those that its text puts forward itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.identify import slug
from graph.record import Concept
from graph.sources import scheme
from loaders._words import vocabulary as words
from loaders.reading.named import abroad, coinages, definitions, discovery, headings, jurisdictions, terminology, vocabulary
from loaders.reading.prose import languages, phrases
from loaders.reading.prose.document import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.reading.named.discovery import Term
    from loaders.reading.named.vocabulary import Hit, Index
    from loaders.reading.prose.document import Document, Reading

EVERYDAY = words(
    "accountability agenda-setting benchmarking burnout centralisation citizen-satisfaction civil-society commissioning "
    "coordination corruption devolution empowerment federalism framing implementation-gap individualisation information-sharing "
    "legitimacy legitimation localism nonprofit-sector nudging organisational-culture outcomes patronage pluralism policy-analysis "
    "policy-design politicisation professionalism public-goods public-interest reintegration representation resilience "
    "self-regulation service-quality transparency volunteering vouchers"
)
"""Concepts whose preferred label is also an everyday expression: it counts where the work makes a theme of it."""

THEMES_OF_ABSTRACTS = words("accountability framing implementation-gap transparency")
"""Those of which an abstract does not speak in passing."""

COMPLEXITY = re.compile(
    r"(?:embrac\w+|forms of|understanding of|sense of|engagement with|lens of|notion of|concept of) $|"
    r"^ (?:in|and) (?:public|governance|government|policy|management|organi)|^[- ](?:appropriate|informed|aware|friendly|perspective|lens)|"
    r"^ as a \w+ ?framework",
    re.IGNORECASE,
)
ANOTHER_THING = {
    "npm": re.compile(r" (?:regist(?:ry|ries)|packages?|install|modules?|scripts?|repositor\w+|dependenc\w+)\b"),
    "ppp": re.compile(r"[- ](?:adjust\w+|dollars?|exchange|rates?|terms|\(?US\$)"),
    "network governance": re.compile(
        r" of (?:the |our )?(?:\w+ )?"
        r"(?:roads?|streets?|railways?|rails|motorways?|highways?|pipelines?|pipes|cables?|canals|sewers|grids?|servers|routers)\b"
    ),
    "public value": re.compile(r" for money\b"),
}
"""What stands behind a label that is then the name of something else: a register of software, a currency, a network of things."""

JOINTS = (" and ", " or ", " og ", " und ", " et ")
COORDINATED = re.compile(r"(?<![\w-])(?P<first>[^\W\d_][\w-]{3,}) (?:and|or|og|und|et) $")
GENERIC_TAIL = words(
    "approach approaches arrangement arrangements case cases concept concepts literature mechanism mechanisms model models "
    "perspective perspectives practice practices process processes reform reforms research scholarship system systems theory "
    "framework frameworks agenda regime initiative initiatives project projects programme programmes service services"
)
PLAIN_MODIFIER = re.compile(
    r"(?:administrative|public(?: services?| sector)?|service|organi[sz]ational|government(?:al)?) $", re.IGNORECASE
)
PLAIN_COMPLEMENT = re.compile(
    r"^ of (?:the )?(?:public (?:services?|sector|administration)|services|programmes|programs|government)\b", re.IGNORECASE
)
STRAY_QUOTES = re.compile(r"(?<!\w)[‘’'“”\"«»]|[‘’'“”\"«»](?!\w)")
NEVER_ALONE = words("nonprofit-sector civil-society")
"""Sectors are themes, if at all, whatever label names them."""

REPORTED_BY_ALL = words("outcomes")
"""What every study speaks of is no theme for being said often."""

THEME_AT = 3
MOST_MENTIONS = 12


@dataclass(slots=True)
class Named:
    """A concept and where it stands: in scheme or discovered, `places` in the order of the page."""

    concept: Concept
    places: list[Place] = field(default_factory=list)
    confidence: float = 1.0
    discovered: bool = False


class Lexicon:
    """The concepts of one page by slug: the same idea in two of its works is one Concept."""

    def __init__(self) -> None:
        self.known: dict[str, Concept] = {}

    def of_scheme(self, name: str) -> Concept:
        """The scheme's concept, as a record."""
        held = self.known.get(name)
        if held is None:
            entry = scheme.concepts()[name]
            held = self.known[name] = Concept(slug=name, label=entry.label, kind=entry.kind)
        return held

    def of_term(self, term: Term) -> Concept:
        """The concept of a discovered term, as a record."""
        label = terminology.preferred(term.label)
        name = slug(label)
        held = self.known.get(name)
        if held is None:
            held = self.known[name] = Concept(slug=name, label=label, kind=term.kind)
        if label != term.label:
            add_label(held, term.label)
        for also in term.also:
            add_label(held, also)
        return held


def by_reading(named: Iterable[Named]) -> dict[int, list[tuple[int, int, Concept]]]:
    """(start, end, concept) of all places by the order of their reading, in order; of two that start together the longer first."""
    found: dict[int, list[tuple[int, int, Concept]]] = {}
    for entry in named:
        for place in entry.places:
            found.setdefault(place.reading.order, []).append((place.start, place.end, entry.concept))
    for places in found.values():
        places.sort(key=lambda each: (each[0], -each[1]))
    return found


def within(places: list[tuple[int, int, Concept]], start: int, end: int) -> list[tuple[int, int, Concept]]:
    """Those of sorted places that begin within the stretch."""
    first = bisect_left(places, start, key=lambda each: each[0])
    last = bisect_left(places, end, key=lambda each: each[0])
    return places[first:last]


def add_label(concept: Concept, label: str) -> None:
    """Note a label by which the page names the concept, unless it is held already in another case."""
    label = STRAY_QUOTES.sub("", label)
    held = concept.alternatives.setdefault("en", [])
    if label.casefold() not in {text.casefold() for text in (concept.label, *held)}:
        held.append(label)


def named(document: Document, lexicon: Lexicon) -> list[Named]:
    """The concepts that a work's own text names, in the order of their first places."""
    index = _index(document)
    hits = {reading.order: list(_scheme_hits(document, reading, index)) for reading in document.readings if reading.kind != "keywords"}
    found: dict[str, Named] = {}
    themes = _themes(document, hits)
    for reading in document.readings:
        for hit in hits.get(reading.order, ()):
            if _is_theme(hit, themes):
                _take_hit(found, lexicon, reading, hit)
    _take_terms(document, lexicon, found, hits)
    return sorted(found.values(), key=lambda entry: (entry.places[0].reading.order, entry.places[0].start))


def _index(document: Document) -> Index:
    """The labels to look for: those of all languages as soon as one passage is not English."""
    foreign = any(languages.language(reading.text) != "en" for reading in document.readings)
    return abroad.index() if foreign else vocabulary.index()


def _scheme_hits(document: Document, reading: Reading, index: Index) -> Iterator[Hit]:
    for hit in index.find(reading.text):
        if _stands(document, reading, hit):
            yield from _coordinated(reading.text, hit, index)
            yield hit


def _coordinated(text: str, hit: Hit, index: Index) -> Iterator[Hit]:
    """The concept whose last word stands only behind the next one: "transformational" in "transformational and distributed leadership"."""
    words = text[hit.start : hit.end].split(" ")
    if len(words) < 2 or not text.endswith(JOINTS, 0, hit.start):
        return
    before = COORDINATED.search(text, max(0, hit.start - 40), hit.start)
    if before:
        for form in index.forms.get(vocabulary.key(f"{before['first']} {words[-1]}"), ())[:1]:
            if form.slug != hit.slug:
                yield vocabulary.Hit(form.slug, before.start("first"), hit.end, form.label)


def _stands(document: Document, reading: Reading, hit: Hit) -> bool:
    """Whether a label met is the concept and no chance of words."""
    text = reading.text
    surface = text[hit.start : hit.end]
    if (hit.slug, hit.form) in vocabulary.hidden_abbreviations():
        full = scheme.concepts()[hit.slug].label
        return any(vocabulary.key(full) in vocabulary.key(other.text) for other in document.readings)
    if surface.casefold() in ("complexity", "complexities"):
        return bool(COMPLEXITY.search(text[max(0, hit.start - 24) : hit.start]) or COMPLEXITY.search(text[hit.end : hit.end + 24]))
    if surface.startswith("new public") and hit.slug != "new-public-management":
        return not re.search(r"\b(?:an?|this|another|our|some) $", text[max(0, hit.start - 8) : hit.start], re.IGNORECASE)
    elsewhere = ANOTHER_THING.get(surface.casefold().replace("-", " "))
    return elsewhere is None or not elsewhere.match(text, hit.end)


def _themes(document: Document, hits: dict[int, list[Hit]]) -> set[str]:
    """The everyday words that the work makes a theme of: in a title or among the keywords, or said several times.

    A few need stand in the abstract only; a passage without a title tells its themes by what its sentences begin with.
    """
    count = Counter(hit.slug for found in hits.values() for hit in found)
    themes = {name for name, times in count.items() if times >= THEME_AT} - REPORTED_BY_ALL
    themes.update(hit.slug for reading in document.titles() for hit in hits[reading.order])
    abstracts = (reading for reading in document.readings if reading.kind == "abstract")
    themes.update(hit.slug for reading in abstracts for hit in hits[reading.order] if hit.slug in THEMES_OF_ABSTRACTS)
    if not any(document.titles()):
        themes.update(hit.slug for reading in document.own() for hit in hits[reading.order] if reading.opens_sentence(hit.start))
        themes -= REPORTED_BY_ALL
    for keyword in document.work.keywords:
        themes.update(hit.slug for hit in vocabulary.index().find(keyword))
    return themes


def _is_theme(hit: Hit, themes: set[str]) -> bool:
    everyday = hit.slug in EVERYDAY and (
        hit.slug in NEVER_ALONE or hit.form == scheme.concepts()[hit.slug].label or (hit.slug, hit.form) in abroad.everyday()
    )
    return not everyday or hit.slug in themes


def _take_hit(found: dict[str, Named], lexicon: Lexicon, reading: Reading, hit: Hit) -> None:
    concept = lexicon.of_scheme(hit.slug)
    entry = found.setdefault(hit.slug, Named(concept, confidence=0.8 if hit.slug in EVERYDAY else 0.95))
    start = hit.start
    add_label(concept, reading.text[hit.start : hit.end])
    if concept.kind in ("issue", "practice") and " " not in vocabulary.key(hit.form):
        start = _add_wider_label(concept, reading.text, hit)
    entry.places.append(Place(reading, start, hit.end))


def _add_wider_label(concept: Concept, text: str, hit: Hit) -> int:
    """A one-word label said of public services or administration as such: the page's fuller name; the answer is where that begins."""
    before = PLAIN_MODIFIER.search(text[max(0, hit.start - 24) : hit.start])
    after = PLAIN_COMPLEMENT.match(text[hit.end : hit.end + 40])
    if before or after:
        add_label(concept, (before[0] if before else "") + text[hit.start : hit.end + (after.end() if after else 0)])
    return hit.start - len(before[0]) if before else hit.start


def _take_terms(document: Document, lexicon: Lexicon, found: dict[str, Named], hits: dict[int, list[Hit]]) -> None:
    """Add the terms that the text puts forward, at every place where their labels stand."""
    fresh: dict[str, tuple[Concept, tuple[str, ...]]] = {}
    for reading, term in _terms(document, hits):
        if not terminology.knows(term.label) and _is_place(term, reading):
            continue
        known = _known(term, reading, hits.get(reading.order, []))
        if known:
            entry = found.get(known)
            if entry is None:
                entry = found[known] = Named(lexicon.of_scheme(known), confidence=term.confidence)
                entry.places.append(Place(reading, term.start, term.end))
            _define(entry.concept, reading, term)
            for also in term.also:
                add_label(entry.concept, also)
            if term.also:
                fresh[known] = entry.concept, term.also
            continue
        concept = lexicon.of_term(term)
        _define(concept, reading, term)
        fresh[concept.slug] = concept, (concept.label, *concept.alternatives.get("en", []))
        entry = found.setdefault(concept.slug, Named(concept, confidence=term.confidence, discovered=True))
        entry.confidence = max(entry.confidence, term.confidence)
        entry.places.append(Place(reading, term.start, term.end))
        if term.whole:
            _drop_within(found, reading, term)
    _find_again(document, found, fresh)


def _is_place(term: Term, reading: Reading) -> bool:
    """Whether a term is no more than a place: "Central and Eastern Europe (CEE)"."""
    inside = [f.place for f in jurisdictions.found(reading) if term.start <= f.place.start and f.place.end <= term.end]
    return any(2 * (place.end - place.start) >= term.end - term.start for place in inside)


def _drop_within(found: dict[str, Named], reading: Reading, term: Term) -> None:
    """Take away the scheme's labels met inside a name that the text gives as a whole ("action learning action research (ALAR)")."""
    for name in [name for name, entry in found.items() if not entry.discovered]:
        entry = found[name]
        entry.places = [p for p in entry.places if p.reading is not reading or not (term.start <= p.start and p.end <= term.end)]
        if not entry.places:
            del found[name]


def _terms(document: Document, hits: dict[int, list[Hit]]) -> Iterator[tuple[Reading, Term]]:
    for reading in document.readings:
        if reading.kind in ("keywords", "heading") or reading.passage.voiced_by:
            continue
        for term in (*definitions.definitions(reading), *discovery.terms(reading), *coinages.terms(document, reading)):
            yield reading, term
        if reading.kind == "title":
            for term in headings.title_terms(document, reading, hits.get(reading.order, [])):
                yield reading, term
    yield from headings.heading_terms(document)
    yield from terminology.terms(document)


def _known(term: Term, reading: Reading, hits: Iterable[Hit]) -> str:
    """The slug of the scheme's concept that a term is, generic words around it passed over; empty for a new one."""
    form = vocabulary.key(term.label)
    direct = vocabulary.index().forms.get(form)
    if direct:
        return direct[0].slug
    start = phrases.without_weak(reading.text, term.start, term.end)
    for hit in hits:
        if term.definition and reading.text[hit.end : term.start] in (" of ", " of the "):
            return hit.slug
        if hit.start <= term.start and term.end <= hit.end:
            return hit.slug
        if hit.start == start and hit.end < term.end and (not term.whole or _is_generic(reading.text[hit.end : term.end])):
            return hit.slug
    return ""


def _is_generic(tail: str) -> bool:
    return all(word.casefold() in GENERIC_TAIL for word in tail.split())


def _define(concept: Concept, reading: Reading, term: Term) -> None:
    if term.definition and not concept.definition:
        spans = reading.flow.spans(*term.definition)
        if len(spans) == 1:
            concept.definition, concept.definition_span = reading.text[slice(*term.definition)].strip(), spans[0]


def _find_again(document: Document, found: dict[str, Named], fresh: dict[str, tuple[Concept, tuple[str, ...]]]) -> None:
    """Note every other place where a discovered label or an abbreviation that the text introduces stands."""
    fresh = {name: told for name, told in fresh.items() if name in found}  # a longer name may have taken all its places since
    if not fresh:
        return
    labels = ((name, label, False) for name, (_, own) in fresh.items() for label in own if len(label) > 4 or label.isupper())
    again = vocabulary.Index(labels)
    known = {(name, place.reading.order, place.start) for name in fresh for place in found[name].places}
    for reading in document.readings:
        if reading.kind == "keywords":
            continue
        for hit in again.find(reading.text):
            if (hit.slug, reading.order, hit.start) not in known:
                found[hit.slug].places.append(Place(reading, hit.start, hit.end))
    for name in fresh:
        found[name].places.sort(key=lambda place: (place.reading.order, place.start))
