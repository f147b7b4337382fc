"""ORCID: a person's record, activities, works or one work, in JSON or XML of its API 2 and 3 (https://info.orcid.org/documentation/).

What a person lists as their own becomes works of theirs; a work that ORCID knows with all its contributors has them in order. A summary
names nobody else, so its works have that one author.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from graph.identify import normal_doi
from graph.record import Contributor, Reject, Venue, Work
from graph.sources import edtf
from graph.sources.csl import plain, web_address
from graph.sources.csl_terms import KIND_OF_TYPE, TYPE_OF_KIND
from graph.statements.names import split_name
from loaders._files.decode import refused, source_of, text_of
from loaders._files.json_records import few, is_json
from loaders._files.record_text import Layout
from loaders._jats.text import unmarked
from loaders._people.names import undivided
from loaders._values.numbers import isbns_in, issns_in, orcid_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from graph.record import Capture, Said, WorkKind

LABEL = "ORCID record"
MEDIA = "json|xml"
_NAMESPACE = "www.orcid.org/ns/"
_TYPES = {
    "journal-article": "article-journal", "magazine-article": "article-magazine", "newspaper-article": "article-newspaper",
    "newsletter-article": "article-magazine", "book": "book", "edited-book": "book", "book-chapter": "chapter",
    "book-review": "review-book", "conference-paper": "paper-conference", "dissertation": "thesis",
    "dissertation-thesis": "thesis", "report": "report", "working-paper": "report", "preprint": "article",
    "dictionary-entry": "entry-dictionary", "encyclopedia-entry": "entry-encyclopedia", "website": "webpage",
    "online-resource": "webpage", "review": "review", "data-set": "dataset", "software": "software",
}  # fmt: skip
# Elements of which there may be several: a list also where there is one.
_LISTS = {"group", "work-summary", "work", "external-id", "contributor", "error"}
DEEPEST = 60


def recognise(capture: Capture) -> float:
    """By ORCID's namespaces, or the names of its JSON."""
    if head := is_json(capture):
        marks = set(re.findall(r'"(orcid-identifier|activities-summary|put-code|work-summary|display-index|last-modified-date)"\s*:', head))
        return 0.95 if len(marks) > 1 else 0.0
    start = capture.data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return 0.0
    from loaders._files.xml import root_name

    return 0.95 if _NAMESPACE in root_name(capture)[0] else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each work that the person lists (of two summaries of one work the preferred one)."""
    try:
        record = _document(capture)
    except InputError as wrong:
        yield from refused(capture, "orcid", wrong)
        return
    owner = _owner(record)
    found = [(entry, _texts(entry)) for entry in _entries(record)]
    capture.text = Layout.written(texts for _, texts in found)
    yield source_of(capture, "orcid")
    layout = Layout()
    for number, (entry, texts) in enumerate(found, 1):
        passages = layout.passages(*texts)
        try:
            work = _work(entry, owner)
        except InputError as wrong:
            yield Reject(f"record {number}", str(wrong))
            continue
        work.passages = passages
        yield work
    if not found:
        yield Reject("file", "no work in this part of an ORCID record (a name, an address, employments); fetch the record or its works")


def _document(capture: Capture) -> dict[str, Any]:
    if is_json(capture):
        try:
            value = json.loads(text_of(capture).lstrip("\ufeff"))
        except (ValueError, RecursionError) as wrong:
            raise InputError(f"not valid JSON: {wrong}; fetch it again") from wrong
        if not isinstance(value, dict):
            raise InputError("an ORCID record is a JSON object")
        return value
    from loaders._files.xml import local, root_of

    root = root_of(capture)
    value = _as_json(root, 0)
    value = value if isinstance(value, dict) else {}
    name = local(root)
    if name in {"work", "bulk"}:
        return {name: value}
    return value | ({"activities-summary": value} if name == "activities-summary" else {})


def _as_json(element: _Element, depth: int) -> Any:
    """The form that ORCID's JSON has: lists where there may be several, `value` around a text."""
    from loaders._files.xml import attribute, children, local, text

    inner = children(element)
    if not inner or depth > DEEPEST:
        return {"value": text(element)}
    out: dict[str, Any] = {}
    for one in inner:
        name = local(one)
        value = _as_json(one, depth + 1)
        if name in _LISTS:
            out.setdefault(name, []).append(value)
        else:
            out.setdefault(name, value)
    if path := attribute(element, "path"):
        out.setdefault("path", path)
    if index := attribute(element, "display-index"):
        out["display-index"] = index
    return out


def _value(entry: object, *path: str) -> str:
    """The text at a path, `value` taken off."""
    for name in path:
        entry = entry.get(name) if isinstance(entry, dict) else None
    if isinstance(entry, dict):
        entry = entry.get("value")
    return plain(entry) if isinstance(entry, str) else str(entry) if isinstance(entry, int) and not isinstance(entry, bool) else ""


def _owner(record: dict[str, Any]) -> Contributor:
    person = record.get("person") if isinstance(record.get("person"), dict) else {}
    name = person.get("name") if isinstance(person, dict) and isinstance(person.get("name"), dict) else {}
    orcid = orcid_in(_value(record, "orcid-identifier", "path")) or orcid_in(_value(record, "path"))
    credit = _value(name, "credit-name")
    family, given = _value(name, "family-name"), _value(name, "given-names")
    if not family:
        given, family = split_name(given or credit) if given or credit else ("", "")
    who = Contributor(family=family, given=given, orcid=orcid)
    if credit and credit.casefold() != who.name.casefold() and who.name:
        who.alternatives.append(credit)
    return who


def _entries(record: dict[str, Any]) -> list[dict[str, Any]]:
    """Each work once: of the summaries of a group the one with the highest display index."""
    activities = record.get("activities-summary")
    works = activities.get("works") if isinstance(activities, dict) else record
    out: list[dict[str, Any]] = []
    for group in _listed(works, "group"):
        summaries = _listed(group, "work-summary")
        if summaries:
            out.append(max(summaries, key=lambda one: _index(one.get("display-index"))))
    for bulk in [*_listed(record, "bulk"), record]:
        out += _listed(bulk, "work")
        out += [{"error": one} for one in _listed(bulk, "error")]
    if not out and "title" in record and "organization" not in record and _value(record, "type"):
        out.append(record)
    return out


def _listed(entry: object, name: str) -> list[dict[str, Any]]:
    value = entry.get(name) if isinstance(entry, dict) else None
    return [one for one in (value if isinstance(value, list) else (value,)) if isinstance(one, dict)]


def _index(value: object) -> int:
    return int(value) if isinstance(value, str) and re.fullmatch(r"\d{1,6}", value) else 0


def _texts(entry: dict[str, Any]) -> tuple[str, str]:
    title, subtitle = unmarked(_value(entry, "title", "title")), unmarked(_value(entry, "title", "subtitle"))
    if title and subtitle and subtitle.casefold() not in title.casefold():
        title = f"{title}{' ' if title[-1] in ':?!.–—' else ': '}{subtitle}"
    return title, unmarked(_value(entry, "short-description"))


def _work(entry: dict[str, Any], owner: Contributor) -> Work:
    if (fault := entry.get("error")) is not None:
        raise InputError(f"the service tells of a fault, no work: {_value(fault, 'developer-message') or _value(fault, 'user-message')}")
    given = (_value(entry, "type") or _value(entry, "work-type")).lower().replace("_", "-")
    csl_type = _TYPES.get(given, "document")
    kind: WorkKind = KIND_OF_TYPE.get(csl_type, "work")
    title, abstract = _texts(entry)
    marks = _listed(entry.get("external-ids"), "external-id")
    own = [(_sort(one), _value(one, "external-id-value")) for one in marks if _relation(one) not in {"part-of", "funded-by", "version-of"}]
    whole = [(_sort(one), _value(one, "external-id-value")) for one in marks if _relation(one) == "part-of"]
    work = Work(
        kind=kind, title=title, abstract=abstract, doi=next((doi for sort, mark in own if sort == "doi" and (doi := normal_doi(mark))), "")
    )
    work.isbns = isbns_in(mark for sort, mark in own if sort == "isbn")
    people = _people(entry) or ([owner] if owner.name or owner.orcid else [])
    if given == "edited-book":
        work.editors = people
    else:
        work.authors = [who for who in people if who.name]
    year, month, day = (_value(entry, "publication-date", part) for part in ("year", "month", "day"))
    work.issued = edtf.edtf("-".join(part for part in (year, month, day) if part)) or edtf.edtf(year)
    work.year = edtf.year_of(work.issued)
    work.url = web_address(_value(entry, "url"))
    _place(work, unmarked(_value(entry, "journal-title")), [*own, *whole])
    if csl_type != TYPE_OF_KIND[kind]:
        work.custom["csl"] = {"type": csl_type}
    if not (work.title or work.doi):
        raise InputError("no title or DOI to know the work by")
    return work


def _sort(mark: dict[str, Any]) -> str:
    return _value(mark, "external-id-type").lower()


def _relation(mark: dict[str, Any]) -> str:
    return _value(mark, "external-id-relationship").lower().replace("_", "-")


def _place(work: Work, container: str, marks: list[tuple[str, str]]) -> None:
    issns = issns_in(mark for sort, mark in marks if sort == "issn")
    if work.kind == "chapter" and container:
        work.part_of = Work(kind="book", title=container, year=work.year, issued=edtf.joined(work.year) if work.year else "")
        work.part_of.isbns = isbns_in(mark for sort, mark in marks if sort == "isbn")
    elif work.kind == "article" and (container or issns):
        work.venue = Venue(container, issns=issns)


def _people(entry: dict[str, Any]) -> list[Contributor]:
    """The contributors of a whole work, who is only supervisor or the like left out."""
    out = []
    for one in few(_listed(entry.get("contributors"), "contributor")):
        role = _value(one, "contributor-attributes", "contributor-role").lower()
        name = _value(one, "credit-name")
        if not name or role not in {"", "author", "editor", "writing - original draft", "co-inventor", "assignee", "other contribution"}:
            continue
        who = (
            undivided(name) if "," not in name else Contributor(family=name.partition(",")[0].strip(), given=name.partition(",")[2].strip())
        )
        who.orcid = "" if who.organisation else orcid_in(_value(one, "contributor-orcid", "path"))
        out.append(who)
    return out
