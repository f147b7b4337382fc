"""JSON-LD of lobid-resources, the union catalogue of hbz (https://lobid.org/resources/api): a record, a list, JSON lines, a search answer.

Its context is known and never fetched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from graph.identify import normal_doi, normal_issn
from graph.record import Contributor, Venue, Work
from graph.sources import edtf
from graph.sources.csl import web_address
from loaders._files.decode import text_of
from loaders._files.json_records import Broken, is_json, records
from loaders._files.told_works import Entry, csl_of, entries_of, told
from loaders._marc.dates import date_of
from loaders._marc.edition import edition
from loaders._marc.host import Host, read_numbers
from loaders._marc.people import Named, add_named
from loaders._marc.relators import role_of_code
from loaders._marc.text import bare, isbns, line, named
from loaders._people.names import comma_name
from loaders._values.languages import language_tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said, WorkKind

LABEL = "lobid JSON-LD"
MEDIA = "json"
_INSIDE = frozenset({"member"})
_KINDS: tuple[tuple[str, WorkKind, str], ...] = (
    ("Thesis", "thesis", ""), ("Article", "article", ""), ("Periodical", "book", "periodical"), ("Newspaper", "book", "periodical"),
    ("Map", "work", "map"), ("SheetMusic", "work", "musical_score"), ("AudioVisualMaterial", "work", "motion_picture"),
    ("AudioBook", "work", "song"), ("Image", "work", "graphic"), ("Book", "book", ""), ("Proceedings", "book", ""),
    ("PublicationScore", "work", "musical_score"), ("Website", "webpage", ""), ("MultiVolumeBook", "book", ""), ("Report", "report", ""),
)  # fmt: skip


def recognise(capture: Capture) -> float:
    """By the context or the addresses of lobid."""
    head = is_json(capture)
    if not head or "lobid.org/resources" not in head:
        return 0.0
    return 0.97 if "lobid.org/resources/context.jsonld" in head and '"title"' in capture.text[:200_000] + head else 0.6


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each record, in their order."""
    yield from told(capture, "lobid", _entries(capture), "no record of lobid in it")


def _entries(capture: Capture) -> Iterator[Entry]:
    written = text_of(capture)
    return entries_of(written, ((start, value) for start, _, value in records(written, _INSIDE)), _work)


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _texts(value: object) -> list[str]:
    return [text for one in _listed(value) if isinstance(one, str) and (text := line(one))]


def _labels(value: object) -> list[str]:
    return [text for one in _listed(value) if isinstance(one, dict) for text in _texts(one.get("label"))]


def _work(value: object) -> Work:
    if isinstance(value, Broken):
        raise InputError(value.reason)
    if not isinstance(value, dict):
        raise InputError("no JSON object: this is no record of lobid")
    types = set(_texts(value.get("type")))
    address = next(iter(_texts(value.get("id"))), "").removesuffix("#!")
    work = Work(key=next(iter(_texts(value.get("almaMmsId")) or _texts(value.get("hbzId"))), "") or address)
    title = [bare(text) for text in _texts(value.get("title"))[:1]]
    work.title = ": ".join(
        [*title, *(re.sub(r"\s+([:;])\s+", r"\1 ", bare(text)) for text in _texts(value.get("otherTitleInformation"))[:1])]
    )
    if others := [text for text in _texts(value.get("alternativeTitle")) if text != work.title]:
        work.custom["alternative-titles"] = others
    _people(work, value)
    _published(work, value)
    container = _container(value)
    _kind(work, types, container)
    _place(work, value, container)
    work.language = next((tag for one in _listed(value.get("language")) if isinstance(one, dict) and (tag := language_tag(_code(one)))), "")
    work.abstract = " ".join(_texts(value.get("abstract"))[:1])
    subjects = [one for one in _listed(value.get("subject")) if isinstance(one, dict) and "notation" not in one]
    work.keywords = list(dict.fromkeys(_labels(subjects)))
    work.doi = next((doi for text in _texts(value.get("doi")) if (doi := normal_doi(text))), "")
    links = [link for one in _listed(value.get("fulltextOnline")) if isinstance(one, dict) for link in _texts(one.get("id"))]
    work.url = next((link for link in [*links, address] if web_address(link)), "")
    return work


def _code(one: dict[str, Any]) -> str:
    return next(iter(_texts(one.get("id"))), "").rpartition("/")[2]


def _people(work: Work, value: dict[str, Any]) -> None:
    people = []
    for one in _listed(value.get("contribution")):
        agent = one.get("agent") if isinstance(one, dict) else None
        label = next(iter(_texts(agent.get("label"))), "") if isinstance(agent, dict) else ""
        types = set(_texts(agent.get("type"))) if isinstance(agent, dict) else set()
        if not label or "ConferenceOrEvent" in types:
            continue
        role = one.get("role")
        told = role_of_code(_code(role)) if isinstance(role, dict) else ""
        if "CorporateBody" in types:
            who: Contributor | None = Contributor(literal=label, organisation=True)
        else:
            who = comma_name(label) if "," in label else Contributor(literal=label)
        if who is not None:
            people.append(Named(who, told, main=False, words="; ".join(_labels(role))))
    add_named(work, people, " ; ".join(_texts(value.get("responsibilityStatement"))))


def _published(work: Work, value: dict[str, Any]) -> None:
    events = [one for one in _listed(value.get("publication")) if isinstance(one, dict)]
    for event in events[:1]:
        start = next(iter(_texts(event.get("startDate"))), "")
        statement = " ".join(_texts(event.get("dateStatement")))
        work.issued = date_of(statement, start) or edtf.edtf(start)
        if statement and start and not work.issued.startswith(start[:4]):
            work.issued = edtf.edtf(start) or work.issued
        work.place = "; ".join(place for text in _texts(event.get("location")) if (place := named(text)))
        work.publisher = next((name for text in _texts(event.get("publishedBy")) if (name := named(text))), "")
    work.year = edtf.year_of(work.issued)
    work.edition = next((edition(text) for text in _texts(value.get("edition"))), "")


def _container(value: dict[str, Any]) -> Host:
    host = Host(title=next((bare(text) for text in _labels(value.get("containedIn"))), ""))
    cited = next(iter(_texts(value.get("bibliographicCitation"))), "")
    parts = cited.split("; ")
    read_numbers(host, parts[-1:])
    if host.title or len(parts) > 1:
        host.title = host.title or bare(parts[0])
    return host


def _kind(work: Work, types: set[str], container: Host) -> None:
    for name, kind, csl_type in _KINDS:
        if name in types:
            work.kind = kind
            if csl_type:
                csl_of(work)["type"] = csl_type
            break
    if work.kind == "article" and not container.journal:
        work.kind = "chapter"


def _place(work: Work, value: dict[str, Any], container: Host) -> None:
    numbers = isbns(_texts(value.get("isbn")))
    issns = [issn for text in _texts(value.get("issn")) if (issn := normal_issn(text))]
    if work.kind in {"article", "chapter"}:
        work.volume, work.issue, work.pages = container.volume, container.issue, container.pages
        if work.kind == "chapter":
            work.part_of = Work(
                kind="book", title=container.title, isbns=numbers, year=work.year, issued=edtf.joined(work.year) if work.year else ""
            )
        elif container.title:
            work.venue = Venue(container.title, issns=issns)
        return
    work.isbns = numbers
    if issns:
        csl_of(work)["ISSN"] = " ".join(issns)
    for relation in _listed(value.get("isPartOf")):
        series = [bare(text) for text in _labels(relation.get("hasSuperordinate"))] if isinstance(relation, dict) else []
        if series:
            csl_of(work)["collection-title"] = series[0]
            if number := next(iter(_texts(relation.get("numbering"))), ""):
                csl_of(work)["collection-number"] = number
            return
