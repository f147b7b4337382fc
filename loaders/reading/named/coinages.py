"""Terms that a work makes its own: put forward as a framework, set in quotation marks, taken as a perspective, named again and again.

A phrase counts by the words around it, or by being said twice with a head that names an idea of government.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from loaders._words import vocabulary
from loaders.reading.named import jurisdictions
from loaders.reading.named.discovery import AGENTS, Term, is_idea, kind_of
from loaders.reading.prose import cues, phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.reading.prose.document import Document, Reading

FRAME = r"(?:framework|model|typology|taxonomy|theory|ladder|conceptuali[sz]ation|definition|concept|notion|construct)"
FRAMED = re.compile(
    r"\b(?:develop|present|propos|introduc|construct|build|outlin|offer|formulat|suggest|advanc|elaborat|sketch|put(?:s|ting)? forward|"
    r"set(?:s|ting)? out)(?:e|es|ed|s|ing|ping|t)? (?:an?|the|our|one) "
    rf"(?P<adjectives>(?:(?!and |or |the |of |for )[\w’'-]+ ){{0,3}}?)[‘'“\"]?(?P<head>{FRAME})\b"
    r"(?P<of> (?:for|on|(?<=ology )of|(?<=onomy )of)(?: the| an?)? (?=\w))?"
)
QUOTED = re.compile(r"(?<!\w)[‘'“\"«](?P<term>[a-z][^‘’'“”\"«»()\[\].,;:!?]{5,50})[’'”\"»](?!\w)")
SAYS = re.compile(r"\b(?:say|said|ask|told|called for|answer|respond)\w*[^.]{0,12}$")
TAKEN = re.compile(
    r"\b(?:contrast|combin|compar|draw|drew|rel|appl|us|adopt|employ|build|built|tak|integrat|mobili[sz]|link|confront|bas|ground|"
    r"from|through|between|inform|guid)\w*\b(?P<rest>[^.;:]{0,120})"
)
PERSPECTIVE = re.compile(
    r"\b(?:an?|the|both|and|with|on) (?P<term>(?:(?!and\b|or\b|an?\b|the\b)[\w-]+ ){1,3}?"
    r"(?:perspective|lens|logic|paradigm|theory|approach|institutionalism|framework|tradition))s?\b(?! of| to\b| for\b| that\b)"
)
HOLDING = re.compile(r"(?:expect|hold|predict|assume|posit|maintain|presume|anticipate|hypothesi[sz]e)s?\b")
HELD = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ww]hile|[Ww]hereas) (?P<term>(?:(?!and\b|or\b|of\b|in\b|the\b|an?\b)[\w–-]+ ){1,3}"
    r"(?:perspective|hypothesis|thesis|view|paradigm|school|logic|lens|argument|theory|model|framework|approach)) "
    r"(?:expects?|holds?|predicts?|assumes?|posits?|maintains?|presumes?|anticipates?|hypothesi[sz]es)\b"
)
"""A theory by what it says: "the mutual gains perspective expects that …"."""

OWNED = re.compile(
    r"\b(?P<owner>[A-ZÀ-Þ][a-zà-ÿ]+(?:[A-Z][a-z]+)?(?:-[A-Z][a-z]+)?(?: and [A-ZÀ-Þ][a-zà-ÿ]+)?[’'](?:s|(?<=s.))?) "
    r"(?:\((?:19|20)\d\d\w?\) )?"
    r"(?P<term>(?P<before>(?:(?!and\b|or\b|of\b|in\b|the\b|an?\b)[\w-]+ ){0,3})"
    r"(?:model|theory|typology|framework|approach|theorem|thesis|ladder|paradigm|law|triangle|matrix|lens))\b"
    r"(?! and practice| of\b)"
)
"""A theory by whose it is: "Lipsky's theory", "Hood's tools approach"."""

MOST_OF_VIEW = 3
THEORETICAL = ("theoretical", "analytical", "conceptual")
"""Words before a head that say nothing of which perspective it is, where another word does."""

LAST_WORD = re.compile(r"([A-Za-zÀ-ÿ][\w’'-]*) $")
GENERIC_PURPOSE = vocabulary("analysis analysing analyzing studying understanding research assessment assessing this these future further")
PLAIN = vocabulary(
    "new novel different same similar common own general specific theoretical conceptual analytical comparative qualitative quantitative "
    "empirical mixed mixed-methods mixed-method methodological inductive deductive abductive case-study case study exploratory descriptive "
    "historical holistic systematic critical alternative traditional integrated integrative interdisciplinary multidisciplinary practical "
    "structured pragmatic present existing current broader broad wider first second third such this that these their our its his her one "
    "another research science scientific theory-based longitudinal statistical bibliometric survey narrative heuristic innovative ex-post "
    "ex-ante post ante consistent comprehensive multidimensional simple useful dynamic unified normative explanatory interpretive "
    "interpretative original enhanced development developmental proposed two-step three-step public management policy administrative "
    "reform the an"
)
"""Modifiers that say nothing of which perspective, framework or model it is."""

HEAD = re.compile(
    r"\b(?:accountability|participation|control|autonomy|capacity|governance|bureaucracy|democracy|legitimacy|co-?ordination|innovation|"
    r"collaboration|decentrali[sz]ation|centrali[sz]ation|privati[sz]ation|regulation|responsiveness|discretion|leadership|engagement|"
    r"management|delivery|partnership|integration|fragmentation|performance|transparency|representation|trust|learning|budgeting|"
    r"contracting|outsourcing|procurement|consolidation|amalgamation|merger|professionalism|identity|motivation|commitment|culture|"
    r"entrepreneurship|resilience|stewardship|values?|logics?|paradox|dilemma|burden|agenc(?:y|ies)|networks?|hybrid\w*|advice|"
    r"administration|politici[sz]ation|federalism|experimentation|implementation|evaluation|welfare|state|design|reform|labs?|"
    r"infrastructure|ecosystem|platforms?|reputation|knowledge|steering|oversight|inclusion|equity|citizenship|service|enforcement)\b",
    re.IGNORECASE,
)
"""What the study of government speaks of: with a modifier before it, and said twice, it is a concept of the work."""

NEVER = vocabulary(
    "public local central national federal regional municipal european international global state government governmental private social "
    "political administrative organisational organizational senior top good better effective successful citizen citizens other human "
    "policy service services management level high low overall agency agencies sector political-administrative same whole entire "
    "department departmental ministry ministerial health care education police school project corporate financial economic legal staff "
    "team job work task quality formal safety civil hospital caseworker bureaucrat employee client ministerial"
)
"""Modifiers that tell whose or where, and make no idea of its own."""

TELLS_NOTHING = NEVER | PLAIN | AGENTS | phrases.WEAK_ADJECTIVES
SAID_AGAIN = 2
SHORTEST = 4


def terms(document: Document, reading: Reading) -> Iterator[Term]:
    """The terms of a title or an abstract that the work makes its own, in no order."""
    if reading.kind in ("title", "abstract"):
        yield from _framed(reading.text)
        yield from _quoted(reading)
        yield from _perspectives(reading.text)
        yield from _held(reading.text)
        yield from _owned(reading)
        yield from _said_again(document, reading)


def _framed(text: str) -> Iterator[Term]:
    """What a work develops: "a heuristic framework for studies of accountability"."""
    for match in FRAMED.finditer(text):
        start, end = _without_plain(text, match.start("adjectives"), match.start("head")), match.end("head")
        if match["of"]:
            first = phrases.without_weak(text, match.end("of"), len(text))
            edge = phrases.right_edge(text, first, 5, joined_by_of=True)
            end = edge if edge > first and text[first:edge].casefold() not in GENERIC_PURPOSE else end
        label = text[start:end]
        if " " in label and is_idea(re.sub(r"^\W|\W$", "", label)) and "," not in label:
            yield Term(label, start, end, "theory", 0.7)


def _without_plain(text: str, start: int, end: int) -> int:
    """Where the adjectives begin that say which framework it is."""
    at = start
    for word in re.finditer(r"[\w’'-]+", text[start:end]):
        if word[0].casefold() not in PLAIN and word[0].casefold() not in phrases.WEAK_ADJECTIVES:
            break
        at = start + word.end() + 1
    return min(at, end)


def _quoted(reading: Reading) -> Iterator[Term]:
    """Phrases in quotation marks, where the work speaks for itself and of nobody's words."""
    text = reading.text
    for match in QUOTED.finditer(text):
        label, sentence = match["term"], reading.sentence_at(match.start())
        own = sentence is not None and cues.OWN_VOICE.search(text, sentence.start, sentence.end)
        if own and 2 <= len(label.split()) <= 5 and is_idea(label) and not SAYS.search(text, 0, match.start()) and not _is_clause(label):
            yield Term(label, match.start("term"), match.end("term"), kind_of(label), 0.7, whole=True)


def _is_clause(label: str) -> bool:
    words = label.split()
    return any(word.casefold() in phrases.VERBS for word in words[1:-1]) or any(phrases.ends_phrase(word) for word in (words[0], words[-1]))


def _perspectives(text: str) -> Iterator[Term]:
    """What a work looks through: "a structural approach", "a cultural perspective"."""
    for match in TAKEN.finditer(text):
        for found in PERSPECTIVE.finditer(text, match.start("rest"), match.end("rest")):
            words = found["term"].split()
            if len(words) > 2 and words[-2].casefold() in THEORETICAL:
                del words[-2]
            if len(words) <= MOST_OF_VIEW and not any(word.casefold() in PLAIN or phrases.ends_phrase(word) for word in words[:-1]):
                yield Term(found["term"], found.start("term"), found.end("term"), "theory", 0.7)


def _held(text: str) -> Iterator[Term]:
    """Theories by what they expect, and by whose they are."""
    for match in HELD.finditer(text) if HOLDING.search(text) else ():
        words = match["term"].split()
        start = _without_plain(text, match.start("term"), match.end("term") - len(words[-1]))
        plain = phrases.FUNCTION_WORDS | phrases.VERBS
        if text[start : match.end("term")].count(" ") and not any(word.casefold() in plain for word in words[:-1]):
            yield Term(text[start : match.end("term")], start, match.end("term"), "theory", 0.7)


def _owned(reading: Reading) -> Iterator[Term]:
    places = {found.place.start for found in jurisdictions.found(reading)}
    for match in OWNED.finditer(reading.text):
        words = match["before"].split()
        if match.start() in places or any(word.casefold() in PLAIN or phrases.ends_phrase(word) for word in words):
            continue
        if AGENTS & {word.casefold() for word in re.findall(r"\w+", match["owner"])}:
            continue
        start = match.start("term") if words else match.start("owner")
        yield Term(reading.text[start : match.end()], start, match.end(), "theory", 0.7)


def _said_again(document: Document, reading: Reading) -> Iterator[Term]:
    mine = _phrases(reading)
    if not mine:
        return
    times = Counter([label.casefold() for other in document.own() for label, _, _ in _phrases(other)])
    for label, start, end in mine:
        if times[label.casefold()] >= SAID_AGAIN:
            yield Term(label, start, end, kind_of(label), 0.65)


def _phrases(reading: Reading) -> list[tuple[str, int, int]]:
    if "noun phrases" not in reading.known:
        reading.known["noun phrases"] = list(_noun_phrases(reading.text))
    return reading.known["noun phrases"]


def _noun_phrases(text: str) -> Iterator[tuple[str, int, int]]:
    """A modifier and a head that names an idea, with its place: "fiscal decentralisation"."""
    for match in HEAD.finditer(text):
        before = LAST_WORD.search(text[max(0, match.start() - 32) : match.start()])
        word = before[1].casefold() if before else ""
        if before is None or len(word) < SHORTEST or word in TELLS_NOTHING or phrases.ends_phrase(word):
            continue
        start = match.start() - len(before[0])
        yield text[start : match.end()], start, match.end()
