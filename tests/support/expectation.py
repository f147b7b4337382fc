"""What a loader says of a page against what a person reading the page would write down: differences as lines of text.

The expectation is a JSON object. `works` is complete: a field that it does not give must be empty in what the loader says (but for those
in FREE). A list where one value is found gives alternatives; an abstract ending in "…" is a beginning; names are compared in reading
order, affiliations may be more than expected, and a chapter may repeat its book's imprint. `never` are words of the site's chrome, of
other records or of private addresses, which no value may hold.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, TypeVar

import loaders
from graph.record import Case, Concept, Contributor, Course, Organisation, Passage, Respondent, Source, Span, Topic, Venue, Work
from loaders._page.page import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said

T = TypeVar("T")
FREE = frozenset({"language", "url", "licence", "rights_holder", "issued", "modified", "orcids", "affiliations", "references"})
TEXTS = (
    "kind", "title", "language", "issued", "modified", "volume", "issue", "pages", "article_number", "edition", "publisher", "place", "doi",
    "url", "abstract", "licence", "rights_holder",
)  # fmt: skip


def differences(capture: Capture, expected: dict[str, Any]) -> list[str]:
    """Each thing that is not as expected, in a line; empty where all is."""
    said = list(loaders.read(capture, extract=False))
    works = [one for one in said if isinstance(one, Work)]
    found = list(_compare("works", expected.get("works", []), [told(work) for work in works]))
    for name, tell in _TOLD.items():
        if name in expected:
            found += _compare(name, expected[name], tell(said))
    values = [*_values(said), *(capture.text[start:end] for one in _all(said, Passage) for start, end in one.slices)]
    found += [f"never {word!r}: {value[:80]!r}" for word in expected.get("never", []) for value in values if word in value]
    return found + misplaced(said, capture.text)


def told(work: Work) -> dict[str, Any]:
    """A work as plain values, empty ones left out."""
    record: dict[str, Any] = {name: getattr(work, name) for name in TEXTS}
    record["abstract"] = " ".join(work.abstract.split())
    record["year"] = work.year
    record["authors"] = [name(who) for who in work.authors] or work.authors_as_printed
    record["editors"] = [name(who) for who in work.editors]
    record["orcids"] = {name(who): who.orcid for who in work.authors if who.orcid}
    record["affiliations"] = {name(who): _bodies(who) for who in work.authors if who.affiliations}
    record["isbns"] = work.isbns
    record["keywords"] = work.keywords
    record["venue"] = _venue(work.venue)
    record["part_of"] = told(work.part_of) if work.part_of else None
    record["references"] = [told(reference.work) for reference in work.references]
    if isinstance(book := record["part_of"], dict):
        record.update({field: "" for field in ("publisher", "place") if record[field] == book.get(field)})
    return {field: value for field, value in record.items() if value}


def name(who: Contributor) -> str:
    """A name in reading order, initials apart."""
    return " ".join(re.sub(r"(?<=[^\W\d_]\.)(?=[^\W\d_])", " ", who.name).split())


def _bodies(who: Contributor) -> list[str]:
    """The bodies that a person belongs to, with those that these are part of."""
    found = []
    for body in who.affiliations:
        above: Organisation | None = body
        while above:
            found.append(above.label)
            above = above.part_of
    return found


def _venue(venue: Venue | None) -> dict[str, Any]:
    if venue is None:
        return {}
    record = {"title": venue.title, "issns": sorted(venue.issns), "abbreviations": venue.abbreviations}
    return {field: value for field, value in record.items() if value}


def _compare(where: str, expected: Any, found: Any) -> Iterator[str]:
    if isinstance(expected, dict) and isinstance(found, dict):
        for field in [*expected, *(field for field in found if field not in expected and field not in FREE)]:
            yield from _compare(f"{where}.{field}", expected.get(field), found.get(field))
    elif (
        isinstance(expected, list)
        and isinstance(found, list)
        and len(expected) == len(found)
        and any(isinstance(e, dict) for e in expected)
    ):
        for at, (one, other) in enumerate(zip(expected, found, strict=True)):
            yield from _compare(f"{where}[{at}]", one, other)
    elif not _agree(where, expected, found):
        yield f"{where}: {found!r}, expected {expected!r}"


def _agree(where: str, expected: Any, found: Any) -> bool:
    if isinstance(expected, list) and any(isinstance(one, list) for one in expected):
        return (found or []) in expected  # alternative lists
    if isinstance(expected, list) and not isinstance(found, list) and found not in (None, {}):
        return found in expected  # alternatives
    if ".affiliations." in where and isinstance(found, list):
        return set(expected or []) <= set(found)
    if isinstance(expected, str) and expected.endswith("…"):
        return str(found or "").startswith(expected.rstrip("… "))
    if where.endswith(".definition") and isinstance(expected, str) and isinstance(found, str):
        return expected.rstrip(".") == found.rstrip(".")
    return bool(expected == found or not (expected or found))


def _concepts(said: list[Said]) -> list[dict[str, Any]]:
    """The concepts that the page is about: those with a place, a definition or links of their own."""
    records = []
    for one in said:
        if isinstance(one, Concept) and (one.core_in or one.in_topics or one.definition or one.related):
            record: dict[str, Any] = {
                "label": one.label, "definition": one.definition, "related": [other.label for other in one.related],
                "core_in": [_topic(topic) for topic in one.core_in],
                "in_topics": [_topic(topic) for topic in one.in_topics if topic not in one.core_in],
            }  # fmt: skip
            records.append({field: value for field, value in record.items() if value})
    return records


def _topic(topic: Topic) -> str:
    return f"{topic.label} < {topic.subject.label}" if topic.subject else topic.label


def _courses(said: list[Said]) -> dict[str, list[str]]:
    return {one.label: [subject.label for subject in one.subjects] for one in said if isinstance(one, Course)}


def _respondents(said: list[Said]) -> dict[str, list[str]]:
    people = [one for one in said if isinstance(one, Respondent)]
    told = {one.label: (one.job_title, one.organisation.label if one.organisation else "", *one.waves) for one in people}
    return {label: [part for part in parts if part] for label, parts in told.items()}


def _cited(said: list[Said]) -> list[str]:
    stubs = [reference.work for one in said if isinstance(one, Work) for reference in one.references]
    names = [(["; ".join([name(who) for who in work.authors]) or "; ".join(work.authors_as_printed)], work.year) for work in stubs]
    return sorted(f"{who[0]} {year}" for who, year in names)


def _disagreements(said: list[Said]) -> list[str]:
    return [f"{one.property} {one.chosen} {one.other}" for work in said if isinstance(work, Work) for one in work.disagreements]


def _sections(said: list[Said]) -> dict[str, list[str]]:
    works = [one for one in said if isinstance(one, Work)]
    named = {str(at): list(dict.fromkeys(p.section for p in work.passages if p.section)) for at, work in enumerate(works, 1)}
    return {at: sections for at, sections in named.items() if sections}


def _quoted_from(said: list[Said]) -> list[str]:
    passages = [passage for one in said if isinstance(one, Work) for passage in one.passages]
    return sorted({passage.quoted_from.title for passage in passages if passage.quoted_from})


_TOLD: dict[str, Any] = {
    "concepts": _concepts,
    "courses": _courses,
    "respondents": _respondents,
    "cases": lambda said: sorted(one.label for one in said if isinstance(one, Case) and not one.parts),
    "cited": _cited,
    "disagreements": _disagreements,
    "sections": _sections,
    "quoted_from": _quoted_from,
    "url": lambda said: next((one.retrieved_from for one in said if isinstance(one, Source)), ""),
    "licence": lambda said: next((one.licence for one in said if isinstance(one, Source)), ""),
}


def misplaced(said: list[Said], text: str) -> list[str]:
    """Every place in what was said whose words do not stand there in the text; bodies of passages included."""
    return [f"{place.exact[:40]!r} is not the text at {place.start}" for place in _all(said, Span) if not _lies(place, text)]


def _values(said: list[Said]) -> Iterator[str]:
    """Every text in what was said, but for places in the page's text and passages of it."""
    return _all(said, str, without=(Span, Passage))


def _all(said: object, kind: type[T], *, without: tuple[type, ...] = ()) -> Iterator[T]:
    """Every value of a kind in what was said, each object gone into once."""
    waiting, seen = [said], set[int]()
    while waiting:
        one = waiting.pop()
        if isinstance(one, kind):
            yield one
        elif isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple):
            waiting += one
        elif dataclasses.is_dataclass(one) and not isinstance(one, without) and id(one) not in seen:
            seen.add(id(one))
            waiting += [getattr(one, field.name) for field in dataclasses.fields(one)]


def _lies(place: Span, text: str) -> bool:
    return place.exact in (text[place.start : place.end], joined(text[place.start : place.end]))
