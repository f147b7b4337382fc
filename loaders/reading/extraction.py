"""A work's passages, and the titles that it cites → concepts, mentions, bodies, cases, places and claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.identify import slug
from graph.record import Jurisdiction, Mention, Work
from loaders.reading import titles
from loaders.reading.named import cases, concepts, jurisdictions, links, methods, organisations, reforms
from loaders.reading.prose import document
from loaders.reading.stances import claims, weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.record import Case, Claim, Passage, Said
    from loaders.reading.named.cases import Studied
    from loaders.reading.named.concepts import Named
    from loaders.reading.named.organisations import Body
    from loaders.reading.prose.document import Document, Place


NO_CASE: tuple[None] = (None,)


def extract(work: Work, text: str, least: Mapping[str, float] | None = None) -> Iterator[Said]:
    """All that is read from a work's passages and from the titles of the works it cites."""
    read = document.build(work, text)
    lexicon = concepts.Lexicon()
    named = concepts.named(read, lexicon)
    bodies = organisations.bodies(read)
    voices = any(reading.passage.voiced_by for reading in read.readings)
    studied = [] if voices else cases.cases(read, bodies, [method for method, _ in methods.stated(read)])
    links.connect(read, named)
    yield from _named(read, named)
    yield from _places(read)
    for body in bodies:
        body.organisation.evidence = [span for place in body.places[:1] for span in place.spans()]
        yield body.organisation
    for each, reform in reforms.reforms(studied, named):
        each.case.reforms.append(reform)
        yield reform
    yield from (each.case for each in studied)
    yield from claims.claims(read, named, [each.case for each in studied], least=least)
    yield from titles.read(work, text, lexicon)


def _named(read: Document, named: list[Named]) -> Iterator[Said]:
    for entry in named:
        yield entry.concept
        for place in entry.places[: concepts.MOST_MENTIONS]:
            for span in place.spans()[:1]:
                yield Mention(read.work, entry.concept, span, entry.confidence)


def _places(read: Document) -> Iterator[Jurisdiction]:
    seen: dict[str, str] = {}
    for reading in read.readings:
        if reading.kind != "keywords":
            for found in jurisdictions.found(reading):
                seen[found.code] = seen.get(found.code) or found.label
    for code, label in seen.items():
        yield Jurisdiction(code, label)


def extract_text(
    text: str, passages: list[Passage], *, every: bool = False, least: Mapping[str, float] | None = None
) -> dict[str, list[dict[str, Any]]]:
    """The mentions and claims of a plain text in the form of `govgraph extract`."""
    read = document.build(Work(passages=passages), text)
    named = concepts.named(read, concepts.Lexicon())
    bodies = organisations.bodies(read)
    stated = methods.stated(read)
    studied = cases.cases(read, bodies, [method for method, _ in stated])
    own = [each.case for each in studied]
    made = claims.claims(read, named, own, reported=False, least=least)
    places = {id(each.case): each.place for each in studied}
    told = [_told(claim, case, places, text) for claim in made for case in (claim.cases or NO_CASE)]
    if every:
        less = claims.claims(read, named, own, reported=False, least=weights.EVERY)
        shown = {(one["theory"], one["stance"]) for one in told}
        more = [_told(claim, case, places, text) for claim in less for case in (claim.cases or NO_CASE)]
        told = [one | {"shown": True} for one in told]
        told += [one | {"shown": False} for one in more if (one["theory"], one["stance"]) not in shown]
    return {"mentions": [*_mentions(read, named, bodies, studied), *_methods(stated)], "claims": told}


def _mentions(read: Document, named: list[Named], bodies: list[Body], studied: list[Studied]) -> Iterator[dict[str, Any]]:
    for entry in named:
        for place in entry.places:
            yield from _mention("concept", entry.concept.slug, place, entry.confidence)
    for reading in read.readings:
        for found in jurisdictions.found(reading):
            yield from _mention("jurisdiction", found.code, found.place, 0.9)
    for body in bodies:
        for place in body.places:
            yield from _mention("organisation", slug(body.organisation.label), place, 0.85)
    for each in studied:
        yield from _mention("case", slug(each.case.label), each.place, each.case.confidence or 0.5)
    dated = list(reforms.named(read))
    for each, reform in reforms.reforms(studied, named):
        if not any(_within(each.place, place) for place, _ in dated):
            yield from _mention("reform", reform.slug, each.place, 0.7)
    for place, year in dated:
        for told in _mention("reform", slug(place.text), place, 0.7):
            yield told | ({"startYear": year} if year else {})


def _within(inner: Place, outer: Place) -> bool:
    return inner.reading is outer.reading and outer.start <= inner.start and inner.end <= outer.end


def _methods(stated: list[tuple[str, Place]]) -> Iterator[dict[str, Any]]:
    for method, place in stated:
        yield from _mention("method", method, place, 0.8)


def _mention(kind: str, name: str, place: Place, confidence: float) -> Iterator[dict[str, Any]]:
    spans = place.spans()
    if len(spans) == 1:
        source, span = place.reading.flow.source, spans[0]
        exact = source[span.start : span.end]
        yield {"kind": kind, "id": name, "mention": exact, "start": span.start, "end": span.end, "confidence": round(confidence, 2)}


def _told(claim: Claim, case: Case | None, places: dict[int, Place], text: str) -> dict[str, Any]:
    told: dict[str, Any] = {"theory": claim.theory.slug, "case": None, "stance": claim.stance}
    if case is not None:
        span = places[id(case)].spans()[0]
        told["case"] = {"label": case.label, "mention": text[span.start : span.end], "start": span.start, "end": span.end}
    told["evidence"] = [{"exact": text[s.start : s.end], "start": s.start, "end": s.end} for s in claim.evidence]
    told["confidence"] = claim.confidence
    if claim.voiced_by is not None:
        told["voice"] = claim.voiced_by.label
    return told
