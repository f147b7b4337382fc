"""What a language model is asked of a work, and what holds of its answer, in the places of the captured text.

It is asked of title and abstract, as the reader that is built in reads them: page furniture left out, broken words joined. What it says is
given in the form of `loaders.proposals`. An evidence is widened to whole sentences, and what the built-in reader proposes alike (the same
work, theory and stance, on a sentence of both) is given with that reader's words and cases, so that it is one claim.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.identify import slug
from graph.sources import scheme
from loaders.reading.checking import LONGEST_EVIDENCE
from loaders.reading.named.concepts import Lexicon
from loaders.reading.prose import document
from loaders.reading.prose.document import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.record import Case, Claim, Concept, Span, Work
    from loaders.reading.checking import Answer
    from loaders.reading.prose.document import Reading

LONGEST = 12_000
"""Characters of a work that a model is asked of at most."""
LONGEST_NAME = 12
"""Words that the name of a theory or case has at most."""


@dataclass(slots=True)
class Asked:
    """The text of a work that a model is asked of; `pieces` are the readings in it and where each begins."""

    work: Work
    text: str
    pieces: list[tuple[int, Reading]]

    def place(self, start: int, end: int) -> Place | None:
        """A stretch of the text as a place of the one reading that has it."""
        for first, reading in self.pieces:
            if first <= start and end <= first + len(reading.text):
                return Place(reading, start - first, end - first)
        return None


@dataclass(slots=True)
class Own:
    """What the built-in reader, or the source itself, says of the same work."""

    claims: list[Claim] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)


def asked(work: Work, source: str) -> Asked | None:
    """What a model is asked of a work; None where it has no abstract to read."""
    read = [one for one in document.build(work, source).own() if one.kind in ("title", "abstract") and not one.passage.quoted_from]
    pieces, text = list[tuple[int, "Reading"]](), ""
    for reading in read:
        if len(text) + len(reading.text) <= LONGEST:
            text += "\n\n" if text else ""
            pieces.append((len(text), reading))
            text += reading.text
    return Asked(work, text, pieces) if any(reading.kind == "abstract" for _, reading in pieces) else None


def proposals(read: Asked, answer: Answer, own: Own, least: Mapping[str, float] | None = None) -> dict[str, Any]:
    """What holds of a checked answer, as one line of `loaders.proposals` has it; the rest is counted in `answer.thrown`.

    `least`: by stance the model's own confidence from which on a claim is told, none of a stance that it lacks; None: every claim is.
    """
    lexicon = Lexicon()
    mentions = [told for one in answer.mentions if (told := _mention(read, one, answer, lexicon))]
    claims: dict[str, dict[str, Any]] = {}
    for one in answer.claims:
        if least is not None and one["confidence"] < least.get(one["stance"], 2):
            answer.thrown["claim: not sure enough"] += 1
            continue
        told = _claim(read, one, answer, own, lexicon)
        if told is None:
            continue
        key = repr((told["theory"]["slug"], told["stance"], told["cases"], told["evidence"]))
        if key in claims:
            answer.thrown["claim: said twice"] += 1
        claims.setdefault(key, told)
    return {"mentions": mentions, "claims": list(claims.values())}


def _mention(read: Asked, one: dict[str, Any], answer: Answer, lexicon: Lexicon) -> dict[str, Any] | None:
    if one["kind"] != "concept":
        return None  # of bodies, places, reforms and methods the built-in reader is far surer
    spans = _spans(read.place(one["start"], one["end"]))
    concept = _concept(one["id"], one["mention"], lexicon)
    if len(spans) != 1 or concept is None:
        answer.thrown["mention: no name of a concept"] += 1
        return None
    return {"concept": concept, "place": _placed(spans[0])}


def _claim(read: Asked, one: dict[str, Any], answer: Answer, own: Own, lexicon: Lexicon) -> dict[str, Any] | None:
    theory = _concept(one["theory"], answer.named[one["theory"]], lexicon)
    places = [_sentences(place) for said in one["evidence"] if (place := read.place(said["start"], said["end"]))]
    spans = [span for place in places if place.end - place.start <= LONGEST_EVIDENCE for span in place.spans()]
    if theory is None or not spans:
        answer.thrown["claim: no name of a theory" if theory is None else "claim: no evidence in one passage"] += 1
        return None
    same = _alike(own.claims, theory["slug"], one["stance"], spans)
    if same is not None and same.status != "EXTRACTED":
        answer.thrown["claim: stated by the source itself"] += 1
        return None
    if same is not None:
        cases, spans = [_own_case(case) for case in same.cases], same.evidence
    else:
        cases = [told] if (told := _case(read, one["case"], own.cases)) else []
    evidence = [_placed(span) for span in dict.fromkeys(spans)]
    told = {"theory": theory, "stance": one["stance"], "cases": cases, "evidence": evidence, "confidence": one["confidence"]}
    return told | ({"both": True} if same is not None else {})


def _alike(claims: Iterable[Claim], theory: str, stance: str, spans: list[Span]) -> Claim | None:
    """The claim of the built-in reader that says the same on a sentence that both name."""
    for claim in claims:
        if (claim.theory.slug, claim.stance) == (theory, stance) and any(_share(a, b) for a in claim.evidence for b in spans):
            return claim
    return None


def _share(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _case(read: Asked, one: dict[str, Any] | None, own: list[Case]) -> dict[str, Any] | None:
    """The built-in reader's case that the words speak of, else a case of their own."""
    place = read.place(one["start"], one["end"]) if one else None
    if one is None or place is None or len(one["label"].split()) > LONGEST_NAME or not slug(one["label"]):
        return None
    spans = place.spans()
    for case in own:
        if any(_share(a, b) for a in case.evidence for b in spans) or _within(case.label, one["label"]):
            return _own_case(case)
    return {"label": " ".join(place.text.split()), "evidence": [_placed(span) for span in spans]}


def _within(one: str, other: str) -> bool:
    """Whether one name is a part of the other, word for word."""
    mine, theirs = f"-{slug(one)}-", f"-{slug(other)}-"
    return mine in theirs or theirs in mine


def _own_case(case: Case) -> dict[str, Any]:
    told: dict[str, Any] = {"label": case.label, "evidence": [_placed(span) for span in case.evidence]}
    return told | ({"slug": case.slug} if case.slug else {}) | ({"anonymised": True} if case.anonymised else {})


def _concept(name: str, words: str, lexicon: Lexicon) -> dict[str, str] | None:
    """A concept of the scheme, or one by the words that name it; None where these are none that could."""
    if name in scheme.concepts():
        found: Concept = lexicon.of_scheme(name)
        return {"slug": name, "label": found.label, "kind": found.kind}
    label = " ".join(words.split())
    if not any(sign.isalpha() for sign in label) or not slug(label) or len(label.split()) > LONGEST_NAME:
        return None
    return {"slug": slug(label), "label": label, "kind": "concept"}


def _sentences(place: Place) -> Place:
    """The whole sentences that a place has a part in."""
    met = [one for one in place.reading.sentences if one.start < place.end and place.start < one.end]
    return Place(place.reading, min(one.start for one in met), max(one.end for one in met)) if met else place


def _spans(place: Place | None) -> list[Span]:
    return place.spans() if place is not None else []


def _placed(span: Span) -> list[Any]:
    return [span.start, span.end, span.exact]


def works_read(said: Iterable[object]) -> Iterator[tuple[Work, Own]]:
    """The works of a capture with passages, each with what the built-in reader said of it right behind it."""
    from graph.record import Case, Claim, Work

    work: Work | None = None
    own = Own()
    for thing in said:
        if isinstance(thing, Work) and thing.passages:
            if work is not None:
                yield work, own
            work, own = thing, Own()
        elif isinstance(thing, Claim) and thing.work is work:
            own.claims.append(thing)
        elif isinstance(thing, Case) and thing.work is work:
            own.cases.append(thing)
    if work is not None:
        yield work, own
