"""Terms that a text itself puts forward as ideas, found by the words around them: introduced, quoted, listed, abbreviated.

Each pattern stands on a cue that only a named idea has ("introduces the idea of …", "the literature on X"); a plain noun phrase is
never enough, however often it comes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders._words import vocabulary as set_of
from loaders.reading.named import vocabulary
from loaders.reading.prose import languages, phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import ConceptKind
    from loaders.reading.prose.document import Reading

QUOTED = r"[‘'“\"«„](?P<term>[^‘’'“”\"«»„()\[\]]{3,70}?)[’'”\"»“]"
IDEA = (
    r"(?P<idea>idea|concept|notion|term|theory|theoretical mechanism|mechanism|model|framework|approach|construct|principle|phenomenon|"
    r"paradigm|perspective|lens|logic|metaphor|practice|phrase)s?"
)
THEORY_WORDS = set_of(
    "theory mechanism model framework paradigm perspective lens logic sociology institutionalism assumptions literature thesis hypothesis"
)
AGENTS = set_of(
    "organisation organization organisations organizations authority authorities user users unit units officer officers manager "
    "managers leader leaders council councils municipality municipalities professional professionals politician politicians worker "
    "workers team teams government governments agency agencies ministry department citizens residents students people actors "
    "stakeholders members staff managers employees respondents scholars researchers practitioners countries cities states university "
    "office board association committee company companies institute administration"
)
"""Heads of phrases that name who, not what."""

CALLS = ("call", "term", "label", "dub")
SINGLE_AFTER = ("idea", "concept", "notion", "term", "theory", "literature")
"""What is said of a term of one word in quotation marks."""

SMALL_WORDS = set_of("of and the for in to on by with based")

CALLER = r"(?:(?:[A-ZÀ-Þ][\w’'-]+(?:,? (?:and|&|et al\.?) ?)?){1,4}|the literature|scholars?|some|others)(?: \((?:19|20)\d\d\w?\))?"
ABROAD_CALLS = (
    r"(?:\b(?:vi|me|litteraturen|forskarar|forskere) (?:kaller|kallar)|\bkalt|\bkalla|\bsåkalla?te?|\b[Bb]egrepet|\b[Oo]mgrepet|"
    r"\bsogenannten?r?|\bwir (?:als|nennen)|\bnennen wir|\b(?:Begriff|Konzept) der|\bnous (?:appelons|nommons|qualifions de)|\bdite?s?|"
    r"\b(?:notion|concept) (?:de|d[’'])) ?"
)
"""How German, French and Norwegian works introduce a term."""

ABROAD = re.compile(rf"{ABROAD_CALLS}{QUOTED}")
PATTERNS = (
    re.compile(rf"\b{IDEA} (?:of|called|named|known as|labelled|labeled|termed|that we call) (?:the |an? )?{QUOTED}"),
    re.compile(
        rf"(?:\bthe|\ban?|\bthis|\bemerging|\bnew|\bas|\bof) {QUOTED}(?: \([A-Z][A-Za-z]{{1,7}}\))? "
        r"(?P<idea>approach|concept|model|theory|perspective|role|logic|framework|paradigm|lens|movement|phenomenon|principle|"
        r"thesis|hypothesis|literature)s?\b"
    ),
    re.compile(rf"\b(?:so-called|termed|dubbed|coined|labelled|known as|referred to as) {QUOTED}(?P<idea>)"),
    re.compile(rf"\bwhat {CALLER} (?:calls?|called|terms?|termed|labels?|labelled|dubs?|dubbed) {QUOTED}(?P<idea>)"),
    re.compile(
        rf"\b(?:[Ww]e|I|authors?|which|article|paper|study) (?:\w+ )?(?:call|term|label|name|propos|suggest|introduc|coin|speak)\w*"
        rf"(?: [\w-]+){{0,5}}? {QUOTED}(?P<idea>)"
    ),
)
OPEN_PATTERNS = (
    re.compile(rf"\bwhat {CALLER} (?P<idea>calls?|called|terms?|termed|labels?|labelled|dubs?|dubbed) (?=\w)"),
    re.compile(r"\b(?:[Ww]e|I) (?P<idea>theori[sz]e|conceptuali[sz]e|reconceptuali[sz]e|conceive of) (?=[\w-]+ (?:[\w-]+ ){1,3}as\b)"),
    re.compile(r"\b(?P<idea>concept|notion|theory|theorie|hypothesis|idea(?= of [‘'“\"]))s? of (?:the |an? )?(?=\w)"),
    re.compile(r"\b(?P<idea>(?:introduc|propos|coin)\w+) (?:and \w+ )?(?:the|a|an) (?:new |novel )?(?:idea|concept|notion) of (?=\w)"),
)
BARE = re.compile(
    r"\b(?:concept|conceptuali[sz]ation) of (?P<word>[a-z]{8,})(?= (?:is|was|has|needs?|remains?|can|may|in|and|as|to)\b|[.,;:])"
)
"""A bare word that a work takes up as an idea: "the concept of governance needs to be defined"."""

THEORY_NAME = re.compile(r"(?<= )(?:theory|sociology|institutionalism|ethnography|thesis|hypothesis)\b(?! and practice| or practice| of )")
GENERIC_THEORIES = re.compile(
    r"(?:public (?:administration|management|policy)|political|social|economic|administrative|grounded|organi[sz]ations?|organi[sz]ational|"
    r"management|critical|legal|empirical|policy|normative|conceptual|formal|relevant|competing|different|doctoral|PhD|"
    r"master'?s?|null|central|main) ?",
    re.IGNORECASE,
)
ASSUMPTIONS = re.compile(
    r"\b(?:established|conventional|common|prevailing|dominant|received|widespread|widely held|long-standing|standard|existing) "
    r"(?:assumption|belief|explanation|expectation|view)s (?:about|of|on) (?=\w)"
)
LITERATURE = re.compile(
    r"\b(?:exten[ds]\w*|contribut\w+ to|add(?:s|ing)? to|advanc\w+|enrich\w+|broaden\w+) (?:the |a |an |this )?(?:[\w-]+ ){0,3}?"
    r"(?P<noun>literature|scholarship|body of (?:knowledge|research|literature|work)) (?:on|about) (?:the )?(?=\w)"
)
ABBREVIATED = re.compile(r"(?<=[\w’'”\"»]) \((?P<short>[A-Z][A-Za-z]{1,7})\)")
DASHED = re.compile(
    r"[–—] (?P<term>(?:[^–—,;:.()]|\d\.\d)+?(?:governance|government|management|democracy|bureaucracy|state|logic|theory)) [–—]"
)
INSTRUMENT = re.compile(
    r"\b(?:models?|analys[ei]s|regressions?|questionnaires?|scales?|index|surveys?|methods?|software|database|tests?)$", re.IGNORECASE
)
LISTED = re.compile(r"\b(?:key|following|central|core) (?:key )?concepts?: (?P<list>[^.;:]{5,160})")
ENUMERATED = re.compile(
    r"\b(?P<head>(?:theoretical |analytical )?(?:perspective|lens|theory|logic|paradigm)(?:s|es)?)(?::| [–—-]) ?"
    r"(?P<list>\w+(?:, \w+)*,? and \w+)\b"
)
FORMS = re.compile(
    r"\b(?:forms|types|kinds|dimensions) of (?P<head>\w+?)(?::| ?[–—-]| \() ?"
    r"(?P<list>[\w-]+(?:, [\w-]+)*,? and [\w-]+)(?: (?P<plural>\w+))?"
)


@dataclass(slots=True, frozen=True)
class Term:
    """A term met at `start:end` of a reading's text. `whole`: quotation marks or an abbreviation say where the name begins and ends."""

    label: str
    start: int
    end: int
    kind: ConceptKind
    confidence: float
    also: tuple[str, ...] = ()
    definition: tuple[int, int] | None = None
    whole: bool = False


def terms(reading: Reading) -> Iterator[Term]:
    """The terms that a passage puts forward, in no order; several may overlap."""
    text = reading.text
    yield from _quoted(text)
    yield from _open(text)
    yield from _theories(text)
    yield from _enumerated(text)
    yield from _abbreviated(text)


def is_idea(phrase: str) -> bool:
    """Whether a phrase may name an idea: two to seven words (or one of eight letters), its last one no agent, no verb or number in it."""
    words = phrases.WORD.findall(phrase)
    if not words or len(words) > 7 or words[-1].casefold() in (AGENTS | phrases.WEAK_ADJECTIVES) or words[-1].isdigit():
        return False
    if len(words) == 1:
        return len(words[0]) >= 8 and not phrases.ends_phrase(words[0])
    return not any(w.casefold() in ("is", "are", "was", "were", "i", "you", "we", "they", "it", "be") for w in words)


def kind_of(label: str, idea: str = "") -> ConceptKind:
    """The kind of a discovered concept by its head word or by the word that introduced it."""
    head = phrases.WORD.findall(label)[-1].casefold() if label else ""
    if head.removesuffix("s") in THEORY_WORDS or idea.rpartition(" ")[2] in THEORY_WORDS or head in ("assumptions", "theories"):
        return "theory"
    if re.search(r"(?:fragmentation|complexity|burden|inequality|conflict|gap|deficit|failure|crisis|exclusion|business-like)$", head):
        return "issue"
    if re.search(
        r"(?:management|delivery|measurement|tendering|contracts?|partnerships?|reforms?|engagement|participation|integration|budgeting|"
        r"design|production|creation|planning|procurement|networking|schooling|strateg(?:y|ies)|evaluation)$",
        head,
    ):
        return "practice"
    return "concept"


def _quoted(text: str) -> Iterator[Term]:
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            label = match["term"].strip(" ,.")
            single = " " not in label and match["idea"] not in SINGLE_AFTER
            if is_idea(label) and not single and not label.endswith(("?", "!")):
                start = match.start("term")
                if match["idea"] == "literature":
                    yield Term(f"{label} literature", start - 1, match.end(), "theory", 0.85, (label,))
                    continue
                yield Term(label, start, start + len(match["term"].rstrip(" ,.")), kind_of(label, match["idea"]), 0.85, whole=True)
    for match in ABROAD.finditer(text) if languages.language(text) != "en" else ():
        label = match["term"].strip(" \u00a0\u202f,.")
        if is_idea(label):
            start = match.start("term") + match["term"].index(label)
            yield Term(label, start, start + len(label), kind_of(label), 0.8, whole=True)
    for match in DASHED.finditer(text):
        if len(phrases.WORD.findall(match["term"])) <= 4 and is_idea(match["term"]):
            yield Term(match["term"], match.start("term"), match.end("term"), kind_of(match["term"]), 0.7)


def _open(text: str) -> Iterator[Term]:
    for pattern in OPEN_PATTERNS:
        for match in pattern.finditer(text):
            called = match["idea"].startswith(CALLS)
            yield from _phrase(text, match.end(), kind=match["idea"], confidence=0.7, limit=4, called=called)
    for match in BARE.finditer(text):
        if is_idea(match["word"]) and vocabulary.key(match["word"]) not in vocabulary.index().forms:
            yield Term(match[0], match.start(), match.end(), kind_of(match["word"]), 0.7)
    for match in ASSUMPTIONS.finditer(text):
        end = phrases.right_edge(text, match.end(), 4)
        if end > match.end():
            yield Term(text[match.start() : end], match.start(), end, "theory", 0.75)
    for match in LITERATURE.finditer(text):
        for term in _phrase(text, match.end(), kind="literature", confidence=0.75, limit=4):
            yield Term(term.label, term.start, term.end, "theory", term.confidence, (f"{match['noun']} on {term.label}",))
    for match in LISTED.finditer(text):
        for part in re.finditer(r"[^,]+?(?=,| and |$)", match["list"]):
            start = match.start("list") + part.start() + len(part[0]) - len(re.sub(r"^(?:\s|and )+", "", part[0]))
            yield from _phrase(text, start, kind="concept", confidence=0.7, limit=4)


def _phrase(text: str, start: int, *, kind: str, confidence: float, limit: int, called: bool = False) -> Iterator[Term]:
    """The noun phrase from a place on, as a term; `called`: somebody's own word for something, which may be one word, or hold "of"."""
    first = phrases.without_weak(text, start, len(text))
    end = phrases.right_edge(text, first, limit, joined_by_of=called)
    label = text[first:end]
    if end > first and is_idea(label) and (called or len(phrases.WORD.findall(label)) > 1):
        yield Term(label, first, end, kind_of(label, kind), confidence)


def _theories(text: str) -> Iterator[Term]:
    for match in THEORY_NAME.finditer(text):
        start = phrases.left_edge(text, match.start(), 3)
        label = text[start : match.end()]
        modifier = text[start : match.start()]
        if start < match.start() and not GENERIC_THEORIES.fullmatch(modifier):
            yield Term(label, start, match.end(), "theory", 0.8)


def _enumerated(text: str) -> Iterator[Term]:
    for pattern, theory in ((ENUMERATED, True), (FORMS, False)):
        for match in pattern.finditer(text):
            head = re.sub(r"^(?:theoretical|analytical) ", "", match["head"])
            head = re.sub(r"ies$", "y", head) if head.endswith("ies") else head.removesuffix("s")
            if not theory and not (match["plural"] or "").startswith(head[:-1]):
                continue
            parts = list(re.finditer(r"[\w-]+(?=,|$| and )|(?<=and )[\w-]+", match["list"]))
            for part in parts:
                last = part is parts[-1] and not theory
                start, end = match.start("list") + part.start(), match.start("list") + part.end()
                yield Term(f"{part[0]} {head}", start, match.end("plural") if last else end, "theory" if theory else "concept", 0.75)


def _abbreviated(text: str) -> Iterator[Term]:
    for match in ABBREVIATED.finditer(text):
        letters = [c.casefold() for c in match["short"].removesuffix("s") if c.isupper()]
        words = list(re.finditer(r"[^\W\d_]+", text[max(0, match.start() - 100) : match.start()]))
        full = _full_form(words, letters)
        if full is None:
            continue
        start = max(0, match.start() - 100) + full
        label = text[start : match.start()].rstrip("’'”\"»")
        if is_idea(label) and len(label.split()) > 1 and not re.search(r"[.;:,()]", label) and not INSTRUMENT.search(label):
            yield Term(label, start, start + len(label), kind_of(label), 0.75, (match["short"],), whole=True)


def _full_form(words: list[re.Match[str]], letters: list[str]) -> int | None:
    """Where the words begin whose initials are the letters, small words between them passed over."""
    place = len(words) - 1
    for letter in reversed(letters):
        while place >= 0 and words[place][0].casefold() in SMALL_WORDS and words[place][0][0].casefold() != letter:
            place -= 1
        if place < 0 or words[place][0][0].casefold() != letter:
            return None
        place -= 1
    return words[place + 1].start()
