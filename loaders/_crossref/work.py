"""A record of Crossref, in the form of its REST API → Work (https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from graph.identify import normal_doi
from graph.record import Venue, Work
from graph.sources import edtf
from graph.sources.csl import date_from, date_to, name_to, names_from, plain, web_address
from graph.sources.csl_terms import ALIASES, KIND_OF_TYPE, TYPE_OF_KIND
from loaders._crossref.references import references
from loaders._jats.text import unmarked
from loaders._people.names import undivided
from loaders._values.numbers import isbns_in, issns_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Contributor, WorkKind

Entry = Mapping[str, Any]

_TYPES = {
    "book-series": "book",
    "book-set": "book",
    "book-track": "chapter",
    "proceedings-series": "book",
    "report-series": "report",
    "journal": "periodical",
    "journal-issue": "periodical",
    "journal-volume": "periodical",
    "standard": "standard",
    "dataset": "dataset",
    "database": "dataset",
    "component": "document",
    "grant": "document",
    "other": "document",
}
_KINDS: dict[str, WorkKind] = {"standard": "report", "dataset": "work", "periodical": "work", "document": "work"}
_OTHER_ENTITIES = {
    "primary-name": "a member of Crossref",
    "alt-names": "a funder",
    "work-count": "a licence in use",
    "breakdowns": "a journal",
    "agency": "a DOI's registration agency",
}

_FOOTNOTE = re.compile(r"(?<=[a-zà-ÿ]{4})\s*<sup>\s*(?:\d|[*†‡§¶]+)\s*</sup>\s*$", re.IGNORECASE)


def text(value: object) -> str:
    """The (first) value as one line of text."""
    if isinstance(value, list):
        return next((found for part in value if (found := text(part))), "")
    if isinstance(value, str):
        return unmarked(value) if "<" in value or "&" in value else plain(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15 else ""


def texts(value: object) -> list[str]:
    """All values, each as one line."""
    return [found for part in (value if isinstance(value, list) else [value]) if (found := text(part))]


def entries(value: object) -> Iterator[Entry]:
    """The objects in a list (or the one object)."""
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, Mapping):
            yield part


def texts_of(entry: Entry) -> tuple[str, str]:
    """(title, abstract) of a record, as its Work has them."""
    title = text(_without_mark(entry.get("title")))
    if not title:
        titled = [text(one.get("title")) for project in entries(entry.get("project")) for one in entries(project.get("project-title"))]
        title = next((found for found in titled if found), "")
    subtitle = text(entry.get("subtitle"))
    if title and subtitle and subtitle.casefold() not in title.casefold():
        title = f"{title}{' ' if title[-1] in ':?!.–—' else ': '}{subtitle}"
    return title or text(entry.get("original-title")), text(entry.get("abstract"))


def _without_mark(title: object) -> object:
    """A title without the raised sign of a footnote at its end."""
    if isinstance(title, list):
        return [_without_mark(one) for one in title]
    return _FOOTNOTE.sub("", title) if isinstance(title, str) and "<sup" in title else title


def work_of(entry: Entry) -> Work:
    """A record → Work.

    Raises:
        InputError: it is no work (a member, a funder, a fault told by the service), or a value cannot be.
    """
    doi = normal_doi(text(entry.get("DOI")))
    title, abstract = texts_of(entry)
    _refuse_others(entry, doi)
    kind, csl_type = _kind(text(entry.get("type")))
    work = Work(kind=kind, title=title, abstract=abstract, doi=doi, key=doi)
    extra: dict[str, Any] = {} if TYPE_OF_KIND[kind] == csl_type else {"type": csl_type}
    _people(work, entry, extra)
    work.issued = _date(entry)
    work.year = edtf.year_of(work.issued)
    work.volume, work.issue = text(entry.get("volume")), text(entry.get("issue"))
    if not work.issue and isinstance(within := entry.get("journal-issue"), Mapping):
        work.issue = text(within.get("issue"))
    work.pages = re.sub(r"\s*[–—]\s*", "-", text(entry.get("page")))
    work.article_number = text(entry.get("article-number"))
    work.edition = text(entry.get("edition-number")) or text(entry.get("edition"))
    bodies = [text(one.get("name")) for one in entries(entry.get("institution"))]
    work.publisher, work.place = text(entry.get("publisher")) or next(iter(bodies), ""), text(entry.get("publisher-location"))
    work.language = text(entry.get("language"))
    resource = entry.get("resource")
    primary = resource.get("primary") if isinstance(resource, Mapping) else None
    work.url = web_address(text(primary.get("URL") if isinstance(primary, Mapping) else "")) or web_address(text(entry.get("URL")))
    work.licence = _licence(entry)
    _container(work, entry, extra)
    work.references = references(entry.get("reference"), doi or title)
    _more(work, entry, extra)
    if extra:
        work.custom["csl"] = extra
    if not (work.title or work.doi or work.authors or work.editors or work.venue or work.part_of):
        raise InputError("no title, name, DOI or container to know the work by")
    return work


def _refuse_others(entry: Entry, doi: str) -> None:
    if "message" in entry and not doi:
        told = entry.get("message")
        raise InputError(f"the service tells of a fault, no work: {text(told) or text(entry.get('type'))}"[:300])
    found = next((what for name, what in _OTHER_ENTITIES.items() if name in entry), "")
    if found and not (entry.get("title") and doi):
        raise InputError(f"this is {found}, no bibliographic work")
    if not doi and "title" not in entry and ("label" in entry or ("name" in entry and "author" not in entry)):
        raise InputError(f"an entry '{text(entry.get('label')) or text(entry.get('name'))}' of a list is no bibliographic work")


def _kind(given: str) -> tuple[WorkKind, str]:
    given = given.lower().replace("_", "-")
    csl_type = _TYPES.get(given) or ALIASES.get(given, given)
    if csl_type in _KINDS:
        return _KINDS[csl_type], csl_type
    return (KIND_OF_TYPE[csl_type], csl_type) if csl_type in KIND_OF_TYPE else ("work", "document")


def _people(work: Work, entry: Entry, extra: dict[str, Any]) -> None:
    work.authors, more_authors = _names(entry.get("author"))
    work.editors, more_editors = _names(entry.get("editor"))
    work.et_al = more_authors or more_editors
    if not work.authors:  # a grant's investigators
        for project in entries(entry.get("project")):
            work.authors += _names(project.get("lead-investigator"))[0] + _names(project.get("investigator"))[0]
    for role, name in (("translator", "translator"), ("chair", "chair"), ("collection-editor", "series-editor")):
        if names := _names(entry.get(name))[0]:
            extra[role] = [name_to(who) for who in names]


def _names(value: object) -> tuple[list[Contributor], bool]:
    """Names; a sign that stands for a missing part ("-", ".") is none, and the other part then has the whole name."""
    if not isinstance(value, list):
        return names_from(value)
    return names_from([_signs_left_out(name) if isinstance(name, Mapping) else name for name in value])


def _signs_left_out(name: Entry) -> Entry:
    family, given = name.get("family"), name.get("given")
    if family in _SIGNS and isinstance(given, str):
        who = undivided(plain(given)) if given.strip() and given not in _SIGNS else None
        return {
            **name,
            **(name_to(who) if who else {}),
            **({} if who and who.family else {"family": ""}),
            **({} if who and who.given else {"given": ""}),
        }
    return {**name, "given": ""} if given in _SIGNS else name


_SIGNS = ("-", "--", ".", ",", "–", "—", "*", "N/A", "n/a")


def _date(entry: Entry) -> str:
    """When it was issued: what Crossref says, else the earliest of print and online; never when its record was made."""
    issued = date_from(entry.get("issued"))
    if issued:
        return issued
    found = [date_from(entry.get(name)) for name in ("published-print", "published-online", "published", "posted", "content-created")]
    awards = [date_from(project.get("award-start")) for project in entries(entry.get("project"))]
    known = [date for date in [*found, *awards] if date]
    return min(known, default="") or date_from(entry.get("approved") or entry.get("content-updated"))


def _licence(entry: Entry) -> str:
    """The licence of the version of record, else of another version; a licence for text mining alone is none."""
    given = {text(one.get("content-version")): text(one.get("URL")) for one in entries(entry.get("license"))}
    return next(
        (address for version in ("vor", "am", "unspecified", "stm-asf", "") if (address := web_address(given.get(version, "")))), ""
    )


def _container(work: Work, entry: Entry, extra: dict[str, Any]) -> None:
    names, short = texts(entry.get("container-title")), texts(entry.get("short-container-title"))
    issns, isbns = issns_in(_issns(entry)), isbns_in(texts(entry.get("ISBN")))
    series = text(entry.get("collection-title"))
    if work.kind == "chapter" and names:
        if len(names) > 1 and not series:  # the series goes before the book
            series = names[0]
        book = Work(kind="book", title=names[-1], editors=work.editors, isbns=isbns, publisher=work.publisher, place=work.place)
        book.year, book.issued, book.doi = work.year, edtf.joined(work.year) if work.year else "", normal_doi(text(entry.get("book-doi")))
        work.part_of, work.editors = book, []
        if series:
            extra["collection-title"] = series
        if issns:
            work.venue = Venue(series or names[0], issns=issns)
        return
    work.isbns = isbns
    if work.kind in {"book", "report", "thesis"}:
        series = series or next((name for name in names if name != work.title), "")
        if series:
            extra["collection-title"] = series
        if issns:
            work.venue = Venue(series, [one for one in short if one != series], issns)
    elif names or issns:
        name = names[0] if names else ""
        work.venue = Venue(
            name, _unique(one for one in [*names[1:], *short] if one != name), issns, journal=bool(issns) or work.kind == "article"
        )


def _issns(entry: Entry) -> list[str]:
    return texts(entry.get("ISSN")) + [text(one.get("value")) for one in entries(entry.get("issn-type"))]


def _unique(values: Iterator[str] | Any) -> list[str]:
    return list(dict.fromkeys(values))


def _more(work: Work, entry: Entry, extra: dict[str, Any]) -> None:
    event = entry.get("event")
    if isinstance(event, Mapping):
        extra |= {key: found for key, name in (("event-title", "name"), ("event-place", "location")) if (found := text(event.get(name)))}
        if start := date_from(event.get("start")):
            extra["event-date"] = date_to(start)
    extra |= {
        key: found
        for key, name in (("genre", "degree"), ("number", "report-number"), ("status", "subtype"))
        if (found := text(entry.get(name)))
    }
    custom: dict[str, list[str]] = {
        "subjects": texts(entry.get("subject")),
        "alternative-ids": [one for one in texts(entry.get("alternative-id")) if one.lower() != work.doi],
        "funders": _unique(text(one.get("name")) for one in entries(entry.get("funder")) if text(one.get("name"))),
        "updates": _updates(entry.get("update-to")),
        "updated-by": _updates(entry.get("updated-by")),
        "relations": _relations(entry.get("relation")),
        "original-title": [one for one in texts(entry.get("original-title")) if one != work.title],
        "archive": texts(entry.get("archive")),
    }
    work.custom.update({key: found for key, found in custom.items() if found})
    if any(one.startswith("retraction") for one in custom["updated-by"]):
        work.custom["retracted"] = "true"


def _updates(value: object) -> list[str]:
    """`retraction of 10.…`: corrections, retractions and the like."""
    return _unique(f"{text(one.get('type')) or 'update'} {doi}" for one in entries(value) if (doi := normal_doi(text(one.get("DOI")))))


def _relations(value: object) -> list[str]:
    """`is-preprint-of doi:10.…`."""
    if not isinstance(value, Mapping):
        return []
    return _unique(
        f"{plain(str(name))} {text(one.get('id-type'))}:{text(one.get('id'))}"
        for name, related in value.items()
        for one in entries(related)
        if text(one.get("id"))
    )
