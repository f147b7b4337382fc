"""Zotero's own JSON: entries of its web API (each under `data`), and the libraries that exporters write (`items`).

Source of the names: https://api.zotero.org/schema. Notes, attachments and annotations are no works and are passed over with a finding.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from graph.identify import normal_doi
from graph.record import Contributor, Finding, Reject, Venue, Work
from graph.sources import edtf
from graph.sources.csl import name_to, plain, web_address
from graph.sources.csl_terms import ALIASES, KIND_OF_TYPE
from loaders._files.json_records import is_json, read_json
from loaders._files.told_works import csl_of, known_by_something, pages_of
from loaders._people.names import in_parts
from loaders._values.languages import language_tag
from loaders._values.numbers import isbns_in, issns_in
from loaders._zotero.types import csl_type_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said

LABEL = "Zotero JSON"
MEDIA = "json"
_INSIDE = frozenset({"items", "data"})
_NO_WORKS = frozenset({"note", "attachment", "annotation"})
_AUTHORS = (
    "author", "artist", "cartographer", "castMember", "contributor", "director", "interviewee", "inventor", "performer", "podcaster",
    "presenter", "programmer", "sponsor", "composer",
)  # fmt: skip
_ROLES = {
    "translator": "translator",
    "seriesEditor": "collection-editor",
    "bookAuthor": "container-author",
    "reviewedAuthor": "reviewed-author",
}
_CONTAINERS = (
    "publicationTitle",
    "bookTitle",
    "proceedingsTitle",
    "encyclopediaTitle",
    "dictionaryTitle",
    "websiteTitle",
    "blogTitle",
    "forumTitle",
)
_PUBLISHERS = ("publisher", "university", "institution", "label", "studio", "distributor", "network", "repository", "company")
_NUMBERS = ("reportNumber", "number", "billNumber", "docketNumber", "patentNumber", "publicLawNumber", "archiveID")
_EXTRA = re.compile(r"^\s*(DOI|PMID|Citation Key|Original Date)\s*:\s*(\S.*)$", re.MULTILINE | re.IGNORECASE)


def recognise(capture: Capture) -> float:
    """By `itemType` and Zotero's names of fields near the start."""
    head = is_json(capture)
    if '"itemType"' not in head:
        return 0.0
    return 0.95 if re.search(r'"(?:creators|creatorType|libraryID|publicationTitle|dateAdded|itemID|tags)"', head) else 0.6


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each entry that is no note or file, in their order."""
    passed = 0
    for said in read_json(capture, "zotero_json", _INSIDE, _work, _texts):
        if isinstance(said, Reject) and said.reason == _PASSED:
            passed += 1
        else:
            yield said
    if passed:
        yield Finding("ignored", "notes and attachments", f"{passed} entries are notes, files or annotations")


_PASSED = "a note, file or annotation is no work"


def _entry(found: dict[str, Any]) -> dict[str, Any]:
    inside = found.get("data")
    entry = inside if isinstance(inside, dict) else found
    kind = entry.get("itemType")
    if not isinstance(kind, str) or not kind:
        raise InputError("no itemType: this is no entry of Zotero")
    if kind in _NO_WORKS:
        raise InputError(_PASSED)
    return entry


def _text(entry: dict[str, Any], *names: str) -> str:
    for name in names:
        value = entry.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and (text := plain(value)):
            return text
    return ""


def _texts(found: dict[str, Any]) -> tuple[str, str]:
    entry = _entry(found)
    return _text(entry, "title", "caseName", "nameOfAct", "subject"), _text(entry, "abstractNote")


def _work(found: dict[str, Any]) -> Work:
    entry = _entry(found)
    csl_type = csl_type_of(entry["itemType"], "")
    title, abstract = _texts(entry)
    work = Work(kind=KIND_OF_TYPE.get(ALIASES.get(csl_type, csl_type), "work"), title=title, abstract=abstract)
    csl_of(work)["type"] = csl_type
    extra = {name.lower(): value.strip() for name, value in _EXTRA.findall(str(entry.get("extra") or ""))}
    work.key = _text(entry, "citationKey") or extra.get("citation key", "") or _text(found, "key") or _text(entry, "key")
    _people(work, entry)
    _date(work, _text(entry, "date", "dateDecided", "dateEnacted", "issueDate", "filingDate"))
    _numbers(work, entry)
    _container(work, entry, csl_type)
    work.publisher, work.place = _text(entry, *_PUBLISHERS), _text(entry, "place")
    work.language = language_tag(_text(entry, "language"))
    work.url = web_address(_text(entry, "url"))
    work.doi = normal_doi(_text(entry, "DOI") or extra.get("doi", "") or (work.url if "doi.org/" in work.url else ""))
    tags = entry.get("tags")
    words = [tag.get("tag") if isinstance(tag, dict) else tag for tag in (tags if isinstance(tags, list) else [])]
    work.keywords = list(dict.fromkeys(text for word in words if isinstance(word, str) and (text := plain(word))))
    work.licence = rights if (rights := _text(entry, "rights")).startswith("http") else ""
    if short := _text(entry, "shortTitle"):
        csl_of(work)["title-short"] = short
    return known_by_something(work)


def _people(work: Work, entry: dict[str, Any]) -> None:
    told = entry.get("creators")
    by_role: dict[str, list[Contributor]] = {}
    for one in told if isinstance(told, list) else []:
        if isinstance(one, dict) and (who := _name(one)):
            by_role.setdefault(str(one.get("creatorType") or "author"), []).append(who)
    work.editors = by_role.pop("editor", [])
    for role, variable in _ROLES.items():
        if names := by_role.pop(role, None):
            csl_of(work)[variable] = [name_to(who) for who in names]
    work.authors = next((by_role[role] for role in _AUTHORS if role in by_role), [])


def _name(one: dict[str, Any]) -> Contributor | None:
    family, given, whole = _text(one, "lastName"), _text(one, "firstName"), _text(one, "name")
    if family and one.get("fieldMode") == 1:  # one field: a body, or a name that is not to be divided
        family, whole = "", family
    if not family and not whole:
        return Contributor(family=given) if given else None
    return in_parts(family, given) if family else Contributor(literal=whole, organisation=True)


def _date(work: Work, printed: str) -> None:
    work.issued = edtf.edtf(printed) or edtf.edtf((re.findall(r"\b\d{4}\b", printed) or [""])[0])
    work.year = edtf.year_of(work.issued)
    if printed and not work.issued:
        work.custom["date-as-printed"] = printed[:80]


def _numbers(work: Work, entry: dict[str, Any]) -> None:
    work.volume, work.issue, work.edition = _text(entry, "volume"), _text(entry, "issue"), _text(entry, "edition")
    pages = _text(entry, "pages")
    work.pages = pages_of(pages)
    if number := _text(entry, *_NUMBERS):
        csl_of(work)["number"] = number
    if kind := _text(entry, "thesisType", "reportType", "presentationType", "manuscriptType"):
        csl_of(work)["genre"] = kind
    for name, variable in (("series", "collection-title"), ("seriesNumber", "collection-number"), ("conferenceName", "event-title")):
        if value := _text(entry, name):
            csl_of(work)[variable] = value


def _container(work: Work, entry: dict[str, Any], csl_type: str) -> None:
    title = _text(entry, *_CONTAINERS)
    issns, isbns = issns_in([_text(entry, "ISSN")]), isbns_in([_text(entry, "ISBN")])
    if csl_type in {"chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary"} and work.kind == "chapter" and title:
        work.part_of = Work(kind="book", title=title, editors=work.editors, isbns=isbns, year=work.year, issued=work.issued)
        work.part_of.publisher, work.part_of.place = _text(entry, *_PUBLISHERS), _text(entry, "place")
        work.editors = []
        return
    work.isbns = isbns
    if title or issns:
        short = [name] if (name := _text(entry, "journalAbbreviation")) and name != title else []
        work.venue = Venue(title, short, issns, journal=work.kind == "article")
