"""ReDIF, the templates of RePEc archives (https://ideas.repec.org/t/rdfintro.html, ReDIF version 1.0)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.identify import normal_doi
from graph.record import Contributor, Organisation, Venue, Work
from graph.sources import edtf
from graph.sources.csl import MOST_CONTRIBUTORS, plain, web_address
from loaders._files.decode import head_of, text_of
from loaders._files.told_works import csl_of, entries_of, told
from loaders._people.names import comma_name
from loaders._values.languages import language_tag
from loaders._values.numbers import isbns_in, issns_in
from loaders.reading.names import is_body

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said, WorkKind

LABEL = "ReDIF templates (RePEc)"
MEDIA = "text"
_START = re.compile(r"^\ufeff?[ \t]*Template-Type[ \t]*:[ \t]*ReDIF-", re.MULTILINE | re.IGNORECASE)
_FIELD = re.compile(r"^\ufeff?([A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*)[ \t]*:(?!//)[ \t]*(.*)$")
_NAMES = frozenset({
    "template-type", "title", "abstract", "journal", "volume", "issue", "number", "pages", "year", "month", "note", "length", "keywords",
    "series", "issn", "isbn", "doi", "handle", "language", "restriction", "price", "availability", "edition", "chapter", "type", "name",
    "description", "homepage", "url", "email", "size", "requires", "version", "date", "creator", "postal", "phone", "fax", "location",
    "notification", "followup", "predecessor", "template", "status", "provider", "maintainer", "jel",
})  # fmt: skip
"""Names of fields; one of several words is known by its first or last word, and elsewhere a line with a colon goes on with its field."""
_CLUSTERS = frozenset({
    "author", "editor", "file", "publisher", "provider", "creation", "revision", "publication", "classification", "order", "contact", "x",
    "book", "article", "paper", "chapter", "software", "in", "maintainer", "related", "primary", "secondary", "tertiary", "workplace",
    "short", "programming", "person", "name", "owner", "funding", "creator", "journal", "handle", "translator",
})  # fmt: skip
_KINDS: dict[str, WorkKind] = {"article": "article", "paper": "report", "book": "book", "chapter": "chapter", "software": "work"}
_NOTHING = "no ReDIF template in it: a template begins with a line `Template-Type: ReDIF-Article 1.0`"
_CAPITALS_FIRST = re.compile(r"^([A-ZÀ-Þ][A-ZÀ-Þ'’-]+(?: [A-ZÀ-Þ'’-]{2,})*) ([A-ZÀ-Þ](?:[a-zà-ÿ].*|\.[-. A-ZÀ-Þ]*))$")
"""`DUPONT Jean`, as French archives write names."""
_PAGES = re.compile(r"^(?:pp?\.?\s*)?([A-Za-z]*\d+)\s*[-–—]+\s*([A-Za-z]*\d+)$")

Field = tuple[str, str]


def recognise(capture: Capture) -> float:
    """By a `Template-Type: ReDIF-…` line."""
    return 0.98 if _START.search(head_of(capture, 8000)) else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each template, in their order."""
    return told(capture, "redif", _records(capture), _NOTHING)


def _records(capture: Capture) -> Iterator[tuple[str, int | None, Work | InputError]]:
    text = text_of(capture)
    templates = list(_split(text))
    series = {_first(fields, "handle").casefold(): fields for _, fields in templates if _type(fields) == "series"}
    yield from entries_of(text, templates, lambda fields: _work(fields, series))


def _split(text: str) -> Iterator[tuple[int, list[Field]]]:
    """(offset, fields) of each template; a line that begins with a blank, or with no field's name, goes on with the field before."""
    fields: list[Field] = []
    at = start = 0
    for printed in text.splitlines(keepends=True):
        line = printed.rstrip("\r\n")
        found = _FIELD.match(line)
        if found and found[1].casefold() == "template-type":
            if fields:
                yield start, fields
            fields, start = [("template-type", found[2].strip())], at
        elif found and fields and _is_field(found[1].casefold()):
            fields.append((found[1].casefold().replace("-x-", "-"), found[2].strip()))
        elif fields and line.strip() and not line.startswith("#"):
            name, value = fields[-1]
            fields[-1] = (name, f"{value} {line.strip()}".strip())
        at += len(printed)
    if fields:
        yield start, fields


def _is_field(name: str) -> bool:
    return name in _NAMES or ("-" in name and name.partition("-")[0] in _CLUSTERS)


def _type(fields: list[Field]) -> str:
    found = re.match(r"ReDIF-(\w+)", fields[0][1], re.IGNORECASE)
    return found[1].casefold() if found else ""


def _first(fields: list[Field], *names: str) -> str:
    return next((said for name in names for key, value in fields if key == name and (said := plain(value))), "")


def _work(fields: list[Field], series: dict[str, list[Field]]) -> Work:
    type_ = _type(fields)
    if type_ not in _KINDS:
        raise InputError(f"a template of type {plain(fields[0][1])[:40]} describes no work, but an archive, a series, a person or a body")
    work = Work(kind=_KINDS[type_], key=_first(fields, "handle"), title=_first(fields, "title"))
    if type_ == "software":
        csl_of(work)["type"] = "software"
    work.language, work.abstract = language_tag(_first(fields, "language")), _first(fields, "abstract")
    work.authors, work.editors = _people(fields, "author"), _people(fields, "editor")
    work.volume, work.edition = _first(fields, "volume"), _first(fields, "edition")
    printed = _first(fields, "pages")
    work.pages = f"{found[1]}-{found[2]}" if (found := _PAGES.match(printed)) else printed
    dois = [_first(fields, "doi"), *(value for key, value in fields if key in {"note", "file-url", "x-doi"} and "doi" in value.casefold())]
    work.doi = next((doi for one in dois if (doi := normal_doi(one))), "")
    work.url = next((url for key, value in fields if key == "file-url" and (url := web_address(value))), "")
    work.publisher = _first(fields, "publisher-name", "provider-name")
    work.place = _first(fields, "publisher-location", "provider-location")
    words = _first(fields, "keywords")
    work.keywords = [word for part in re.split(r"[;,]" if ";" not in words else ";", words) if (word := part.strip(" ."))]
    if codes := _first(fields, "classification-jel"):
        work.custom["jel"] = codes
    _dates(work, fields)
    handle = ":".join(work.key.split(":")[:3]).casefold()
    _container(work, fields, series.get(handle, []))
    return work


def _dates(work: Work, fields: list[Field]) -> None:
    year = _first(fields, "year", "publication-year")
    month = re.split(r"[-–/ ]", _first(fields, "month"))[0]
    tries = [f"{year} {month}" if month and year else "", year, _first(fields, "publication-date"), _first(fields, "creation-date")]
    work.issued = next((date for printed in tries if (date := _date(printed))), "")
    work.year = edtf.year_of(work.issued)


def _date(printed: str) -> str:
    """`199905` and `19990531` are dates of ReDIF, too."""
    if found := re.fullmatch(r"(\d{4})(\d\d)(\d\d)?", printed):
        return edtf.joined(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
    return edtf.edtf(printed)


def _container(work: Work, fields: list[Field], series: list[Field]) -> None:
    """The journal, the book or the series; its name stands in the series' own template where that is in the file."""
    name = _first(series, "name")
    issns = issns_in([_first(fields, "issn"), _first(series, "issn")])
    isbns = isbns_in([_first(fields, "isbn")])
    issue, number = _first(fields, "issue"), _first(fields, "number")
    work.publisher = work.publisher or _first(series, "publisher-name", "provider-name")
    if work.kind == "article":
        work.issue = issue or number
        if title := _first(fields, "journal") or name:
            work.venue = Venue(title, [], issns)
        work.editors = []  # the editors of the journal
        return
    if work.kind == "chapter":
        if book := _first(fields, "book-title", "in-book"):
            whole = Work(kind="book", title=book, editors=work.editors, isbns=isbns, publisher=work.publisher, place=work.place)
            whole.year, whole.issued, work.editors, work.part_of = work.year, work.issued, [], whole
        if chapter := _first(fields, "chapter"):
            csl_of(work)["chapter-number"] = chapter
    else:
        work.isbns = isbns
    if title := _first(fields, "series") or name:
        csl_of(work)["collection-title"] = title
    if number or issue:
        csl_of(work)["collection-number" if work.kind in {"book", "chapter"} else "number"] = number or issue


def _people(fields: list[Field], role: str) -> list[Contributor]:
    """One cluster a name, first names apart or not, in either order: "Tony Bovaird" and "Bovaird, Tony"."""
    clusters: list[list[Field]] = []
    for key, value in fields:
        if key == f"{role}-name":
            clusters += [[(key, name)] for name in _names_in_one_line(value)]
        elif key.startswith(f"{role}-") and clusters:
            clusters[-1].append((key, value))
    if len(clusters) > MOST_CONTRIBUTORS:
        raise InputError(f"{len(clusters)} names in one field; more than {MOST_CONTRIBUTORS} are refused")
    found = []
    for cluster in clusters:
        who = _person(cluster, role)
        if who is None:
            continue
        who.affiliations = [Organisation(place) for key, value in cluster if key == f"{role}-workplace-name" and (place := plain(value))]
        found.append(who)
    return found


def _names_in_one_line(printed: str) -> list[str]:
    """Names between "and" or "&" where each is a person's whole name, against the format's rule of one name a line."""
    names = re.split(r"(?<!\s)\s+(?:and|&)\s+", printed)
    return names if all(" " in name.strip() and not is_body(name) for name in names) else [printed]


def _person(cluster: list[Field], role: str) -> Contributor | None:
    name = _first(cluster, f"{role}-name")
    family, given = _first(cluster, f"{role}-name-last"), _first(cluster, f"{role}-name-first")
    if family and given:
        return Contributor(family=family, given=given)
    if name and "," not in name and is_body(name) and len(name.split()) > 1:
        return Contributor(literal=name, organisation=True)
    if found := _CAPITALS_FIRST.match(name):
        return Contributor(family=found[1], given=found[2])
    return comma_name(name) if name else None
