"""Claims of a work on the concepts that it names, sentence by sentence, by the cues in `cues.py`.

Only what the work itself finds, argues or does counts; the state of the art with which it opens does not, unless literature is said to
propose a theory on which the work then takes a stand. Precision comes before recall: a sentence without a cue says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.record import Claim, Respondent
from loaders.reading.named import concepts
from loaders.reading.prose import cues
from loaders.reading.prose.cues import Found
from loaders.reading.prose.document import Place
from loaders.reading.stances import proposals, stands, voices, weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.record import Case, Concept, Stance, Work
    from loaders.reading.named.concepts import Named
    from loaders.reading.prose.cues import Cue
    from loaders.reading.prose.document import Document, Reading
    from loaders.reading.prose.sentences import Sentence

REPORTED_CONFIDENCE = 0.5
LESS_BY_ANAPHOR = 0.85
LISTED_THEORIES = ("theory", "paradigm")
IN_WHICH = re.compile(r" (?:[\w-]+ ){0,3}(?:in|of|within) (?:[\w-]+ ){0,2}⟦(\d+)⟧")
GAIN = r"(?:strengthen|improv|enhanc|increas|benefit|positive|promot|foster|facilitat)\w*"
LOSS = r"(?:weaken|reduc|undermin|limit|hamper|negative|erod|difficult|constrain|risk)\w*"
MIXED = re.compile(rf"\b(?:{GAIN}\b.{{0,120}}\bbut\b.{{0,120}}\b{LOSS}|{LOSS}\b.{{0,120}}\bbut\b.{{0,120}}\b{GAIN})")
"""Said for and against in one sentence: the concept holds in part."""

YET = re.compile(
    r"\b(?<!only )(?:but (?:\w+ ){0,4}?(?:also|only|not|less|cannot|uneven\w*|limited|remain\w*|at the (?:cost|price|expense))\b"
    r"|(?:although|even though|though|albeit|at the (?:cost|price|expense) of) )"
)
NOT_ONLY = re.compile(r"\bnot (?:only|just|merely)\b")
"""What is said for a concept, and then less: it holds in part, unless "not only … but also" adds to it."""

DENIED = re.compile(
    r"\b(?:lack(?:s|ed|ing)?(?: of)?|absence of|hardly any|little|not|neither|nor|challeng(?:e|es|ed|ing)|question(?:s|ed|ing)?|"
    r"doubt(?:s|ed|ing)?|overstat\w+|overestimat\w+|exaggerat\w+|reject\w*|critici\w+) (?:[\w’'⟦⟧-]+ ){0,6}?"
    r"(?:importance|value|usefulness|merits?|benefits?|relevance|potential|success|evidence|support|effective|useful|helpful|improve\w*|"
    r"strengthen\w*)\b"
)
DENIAL_REACHES = 60
"""What is said for a concept after a word of lack, denial or doubt is said against it; so far before the words of praise."""

GRANTED = re.compile(r"\b(?:[Aa]lthough|[Tt]hough|[Ee]ven though|[Ww]hile|[Ww]hilst|[Ww]hereas|[Aa]lbeit) [^,;]*,")
"""What a sentence grants before it says what it means."""

ROUNDED = 0.005
"""So much below what is asked a confidence is that, once it is rounded."""

ARRANGED = re.compile(r"arrangement|model|organi|process|practice|reform", re.IGNORECASE)


@dataclass(slots=True)
class Marked:
    """A sentence with a mark for each concept: `text` to match, `concepts` by the number in the mark."""

    text: str
    concepts: list[Concept]
    anaphor: bool = False


def claims(
    document: Document, named: list[Named], cases: list[Case], *, reported: bool = True, least: Mapping[str, float] | None = None
) -> list[Claim]:
    """The claims of a work, one a theory and stance, the sentence that makes it most surely as evidence.

    `reported`: what the work says that the literature proposes is a claim, too. `least`: the confidence by stance from which on a claim
    counts, whatever its cue, instead of the calibrated one.
    """
    asked = least or {}
    nearly = {stance: confidence - ROUNDED for stance, confidence in asked.items()}
    found = [entry for entry in weighed(document, named, list(ruled(document, named)), nearly) if reported or not entry.reported]
    found = [entry for entry in found if round(entry.confidence, 2) >= asked.get(entry.stance, 0)]
    inner = [span for reading in document.readings if reading.passage.quoted_in for span in reading.passage.slices]
    found = [entry for entry in found if not _of_another(entry.place, inner)]
    own = {entry.concept.slug for entry in found if not entry.reported}
    kept: dict[tuple[str, Stance, int | str, int], Found] = {}
    for entry in found:
        speaker = entry.voice or id(_speaker(document, entry.place.reading))
        if not entry.reported:
            kept.setdefault((entry.concept.slug, entry.stance, speaker, 0), entry)
        elif entry.concept.slug in own and entry.concept.kind in LISTED_THEORIES:
            kept.setdefault((entry.concept.slug, entry.stance, speaker, entry.place.start), entry)
    heard = dict[str, Respondent]()
    return [_claim(document, entry, cases, heard) for entry in kept.values()]


def weighed(document: Document, named: list[Named], met: list[Found], least: Mapping[str, float]) -> list[Found]:
    """What narrow cues find outside titles and abstracts, and the stands that these show once all is weighed."""
    kept = [entry for entry in met if not entry.wide]
    if not any(reading.kind == "abstract" for reading in document.readings):
        return kept
    kept = [entry for entry in kept if entry.reported or entry.voice or entry.place.reading.kind not in ("title", "abstract")]
    chances = [(each, weights.chances(each.features)) for each in proposals.proposals(document, named, by_place(met))]
    spoken = {(entry.concept.slug, entry.place.reading.order, entry.place.start): entry.voiced for entry in met if not entry.wide}
    for each, stance, sure in stands.told(named, chances, {**weights.thresholds(), **least}):
        voiced = spoken.get((each.concept.slug, each.place.reading.order, each.place.start), True)
        kept.append(Found(each.concept, stance, each.place, sure, voiced, also=stands.further(each, stance, chances)))
    return kept


def by_place(met: list[Found]) -> dict[tuple[str, int, int], Found]:
    """The cues' findings by concept, reading and sentence."""
    return {
        (entry.concept.slug, entry.place.reading.order, entry.place.start): entry for entry in met if not (entry.reported or entry.voice)
    }


def _claim(document: Document, found: Found, cases: list[Case], heard: dict[str, Respondent]) -> Claim:
    argued = found.stance == "proposes" or found.reported or found.place.reading.kind in ("title", "quotation")
    bears = [] if argued or not (found.voiced or _speaks_of(cases, found.place)) else cases
    return Claim(
        _speaker(document, found.place.reading),
        found.concept,
        found.stance,
        [span for place in (found.place, *found.also) for span in place.spans()],
        cases=_meant(bears, found.place),
        confidence=round(found.confidence, 2),
        voiced_by=_respondent(document, found, heard),
        quoted_in=found.place.reading.passage.quoted_in,
    )


def _respondent(document: Document, found: Found, heard: dict[str, Respondent]) -> Respondent | None:
    """The person whose words a claim is: the one of the passage, else one under the name that the sentence has for her."""
    if not found.voice:
        return None
    return found.place.reading.passage.voiced_by or heard.setdefault(found.voice, Respondent(document.work, found.voice))


def _of_another(place: Place, inner: list[tuple[int, int]]) -> bool:
    """Whether the words stand in a quotation inside the passage, which is read as its own author's."""
    spans = () if place.reading.passage.quoted_in else place.spans()
    return any(first <= span.start and span.end <= last for span in spans for first, last in inner)


def _speaker(document: Document, reading: Reading) -> Work:
    return reading.passage.quoted_from or document.work


def _speaks_of(cases: list[Case], place: Place) -> bool:
    return "case" in place.text or any(j.label and j.label in place.text for case in cases for j in case.jurisdictions)


def _meant(cases: list[Case], place: Place) -> list[Case]:
    """The cases that a sentence speaks of: a work's only one; of several those that it or else the sentence before names.

    Where neither names one, all in which the work says that it finds something, and else none.
    """
    if len(cases) < 2:
        return cases
    sentences = place.reading.sentences
    here = max((number for number, each in enumerate(sentences) if each.start <= place.start), default=0)
    before = "".join(place.reading.text[each.start : each.end] for each in sentences[max(0, here - 1) : here])
    return _named_in(cases, place.text) or _named_in(cases, before) or (cases if cues.OWN_VOICE.search(place.text) else [])


def _named_in(cases: list[Case], text: str) -> list[Case]:
    return [case for case in cases if case.label in text]


def ruled(document: Document, named: list[Named]) -> Iterator[Found]:
    """What the cues find, in the order of the text."""
    focus = _focus(named), _focus([n for n in named if n.concept.kind != "theory"])
    places = concepts.by_reading(named)
    for reading in document.readings:
        if reading.kind in ("heading", "keywords"):
            continue
        voiced, begun, persons = False, False, voices.of(reading)
        for sentence in reading.sentences:
            if sentence.end - sentence.start > proposals.LONGEST:
                continue
            marked = mark(reading, sentence, places.get(reading.order, []), focus)
            begun = begun or (reading.kind == "abstract" and _begins(reading, sentence))
            voiced = has_voice(reading, sentence, after_own=voiced)
            spoken = voiced or (begun and has_voice(reading, sentence, after_own=voiced, begun=begun))
            voiced = voiced or (spoken and bool(cues.CONCLUDED.search(reading.text, sentence.start, sentence.end)))
            person = persons.get(sentence.start, "")
            if marked.concepts and (person or sentence.start not in persons):
                yield from _stances(reading, sentence, marked, person, voiced=voiced or bool(person), spoken=spoken)


def _focus(named: list[Named]) -> Concept | None:
    """The concept that "this model" or "such arrangements" most likely means.

    The one that the work calls its theoretical centre, else the first of the title, else the most named one.
    """
    if not named:
        return None
    central = [n for n in named if any(cues.CENTRAL.search(place.before()) for place in n.places)]
    if central:
        return central[0].concept
    titles = [n for n in named if n.places[0].reading.kind == "title"]
    return (titles[0] if titles else max(named, key=lambda n: len(n.places))).concept


def _begins(reading: Reading, sentence: Sentence) -> bool:
    """Whether the work has come from the state of the art to what it does itself."""
    text = reading.text[sentence.start : sentence.end]
    return bool(cues.AIM.search(text) or cues.OWN_VOICE.search(text) or cues.DONE.search(text)) and not cues.REPORTED.search(text)


def has_voice(reading: Reading, sentence: Sentence, *, after_own: bool, begun: bool = False) -> bool:
    """Whether the work speaks of its own findings and arguments in the sentence.

    `begun`: it has said what it does, so that a sentence that tells no state of the art is its own.
    """
    text = reading.text[sentence.start : sentence.end]
    if reading.kind in ("title", "quotation") or (reading.kind == "body" and not cues.CONCLUDING.match(sentence.section)):
        return False
    own = cues.OWN_VOICE.search(text)
    if cues.AIM.search(text) and not (
        own and re.search(r"\b(?:find|found|show|argue|contend|conclud|contributes to|introduc|propos)", text)
    ):
        return False
    if cues.REPORTED.search(text) and not own:
        return False
    concluding = bool(cues.CONCLUDING.match(sentence.section)) and reading.kind == "abstract"
    return bool(own) or concluding or begun or (after_own and bool(cues.FOLLOWING.match(text)))


def mark(
    reading: Reading, sentence: Sentence, places: list[tuple[int, int, Concept]], focus: tuple[Concept | None, Concept | None]
) -> Marked:
    """The sentence with its concepts marked.

    Where none is named, "this approach" and the like stand for the first of `focus`, "such arrangements" for the second.
    """
    parts, found, at = list[str](), list["Concept"](), sentence.start
    for start, end, concept in concepts.within(places, sentence.start, sentence.end):
        if at <= start and end <= sentence.end:
            parts += [reading.text[at:start], f"⟦{len(found)}⟧"]
            found.append(concept)
            at = end
    text = "".join(parts) + reading.text[at : sentence.end]
    if not found and focus[0] and cues.UNNAMED_FINDING.match(text):
        return Marked(f"⟦0⟧ {text}", [focus[0]], anaphor=True)
    stood = None if found else cues.ANAPHOR.search(text)
    meant = focus[1 if stood and ARRANGED.search(stood[0]) else 0]
    if stood is None or meant is None:
        return Marked(text, found)
    return Marked(text[: stood.start()] + "⟦0⟧" + text[stood.end() :], [meant], anaphor=True)


def _stances(reading: Reading, sentence: Sentence, marked: Marked, person: str, *, voiced: bool, spoken: bool) -> Iterator[Found]:
    place = Place(reading, _first(reading, sentence), sentence.end)
    literature = reading.kind == "abstract" and cues.LITERATURE_SAYS.match(marked.text)
    if literature:
        for concept in marked.concepts:
            yield Found(concept, "proposes", place, REPORTED_CONFIDENCE, reported=True)
        return
    if marked.text.rstrip().endswith("?") and reading.kind != "title":
        return
    taken, told = set[str](), bool(cues.REPORTED.search(marked.text))
    every = cues.cues()
    for which in cues.strainer().passing(marked.text):
        cue = every[which]
        if not person if cue.where == cues.SPEECH else reading.passage.voiced_by:
            continue
        narrow = cue.where not in cues.WIDE and _applies(cue, reading, voiced=voiced, told=told)
        if not narrow and not _applies(cue, reading, voiced=spoken, told=told):
            continue
        match = cue.pattern.search(marked.text)
        if match and cue.rank == 0 and _conceded(marked.text, match):
            continue
        for number in re.findall(r"⟦(\d+)⟧", match["targets"]) if match else ():
            concept = _wider(cue, marked, match) or marked.concepts[int(number)]
            if concept.slug not in taken:
                taken.add(concept.slug)
                sure = cue.confidence * (LESS_BY_ANAPHOR if marked.anaphor else 1)
                stance = _turned(cue.stance, marked.text, match)
                own = voiced or cue.stance in ("applies", "illustrates")
                yield Found(concept, stance, place, sure, own, wide=not narrow, voice=person)


def _conceded(text: str, match: re.Match[str]) -> bool:
    """Whether a verdict is only granted ("although it is no cure, …"): what the sentence then says of the concept is its verdict."""
    return any(grant.start() <= match.start("targets") and match.end() <= grant.end() for grant in GRANTED.finditer(text))


def _turned(stance: Stance, text: str, match: re.Match[str] | None) -> Stance:
    """The stance of a cue where the sentence denies or doubts what it praises, or takes a verdict back in part."""
    if stance == "supports" and match and DENIED.search(text, max(0, match.start() - DENIAL_REACHES), match.end("targets")):
        return "challenges"
    return "qualifies" if _mixed(stance, text, match) else stance


def _mixed(stance: Stance, text: str, match: re.Match[str] | None) -> bool:
    """Whether the sentence takes back in part what its cue says of the concept."""
    if stance not in ("supports", "challenges"):
        return False
    yet = match and stance == "supports" and not NOT_ONLY.search(text) and YET.search(text, match.end("targets"))
    return bool(yet or MIXED.search(text))


def _first(reading: Reading, sentence: Sentence) -> int:
    """Where the evidence begins: in a quotation with the sentence before, where this one only lists parts of what that one says."""
    if reading.kind != "quotation" or not cues.LISTS_PARTS.match(reading.text, sentence.start):
        return sentence.start
    return max((other.start for other in reading.sentences if other.start < sentence.start), default=sentence.start)


def _wider(cue: Cue, marked: Marked, match: re.Match[str] | None) -> Concept | None:
    """What an addition to "representation in collaborative governance" adds to: the theory or paradigm in which a plain concept stands."""
    inner = IN_WHICH.match(marked.text, match.end()) if match and cue.stance == "extends" else None
    if inner is None:
        return None
    wider = marked.concepts[int(inner[1])]
    return wider if wider.kind in LISTED_THEORIES else None


def _applies(cue: Cue, reading: Reading, *, voiced: bool, told: bool) -> bool:
    if reading.kind == "title":
        return cue.where in ("title", "any", "own title") and cue.strength == "strong"
    if cue.where == "abstract" and reading.kind != "abstract":
        return False
    done = cue.strength == "method" and reading.kind == "abstract" and not told
    return cue.where not in ("title", "own title") and (cue.strength == "strong" or voiced or done)
