"""OpenCitations' dumps as comma-separated values: Meta (what works are) and Index (which work cites which).

https://opencitations.net/meta, https://opencitations.net/index: identifiers are `doi:…`, `pmid:…`, `omid:…` between blanks; names, venues
and publishers have theirs behind them in brackets.

    "id","title","author","pub_date","venue","volume","issue","page","type","publisher","editor"
    "oci","citing","cited","creation","timespan","journal_sc","author_sc"
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, NamedTuple

from graph.errors import InputError
from graph.identify import normal_doi, normal_isbn, normal_issn, normal_orcid
from graph.record import Contributor, Reference, Venue, Work
from graph.sources import edtf
from graph.sources.csl import MOST_CONTRIBUTORS, plain
from loaders._files.decode import head_of, text_of
from loaders._files.told_works import csl_of, known_by_something, pages_of, told
from loaders._people.names import comma_name, is_body

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said, WorkKind
    from loaders._files.told_works import Entry

LABEL = "OpenCitations (CSV of Meta and of the Index)"
MEDIA = "text"
_META = {"id", "title", "author", "pub_date", "venue", "page", "type"}
_INDEX = {"citing", "cited"}
_NOTHING = "no row in it: only the names of the columns"
_BRACKETS = re.compile(r"\s*\[([^\[\]]*)\]\s*$")
_KINDS: tuple[tuple[str, WorkKind], ...] = (
    ("chapter", "chapter"), ("section", "chapter"), ("part", "chapter"), ("reference entry", "chapter"),
    ("proceedings article", "chapter"), ("article", "article"), ("editorial", "article"), ("review", "article"), ("book", "book"),
    ("monograph", "book"), ("proceedings", "book"), ("dissertation", "thesis"), ("thesis", "thesis"), ("report", "report"),
    ("web content", "webpage"),
)  # fmt: skip
_TYPES = {"proceedings article": "paper-conference", "dataset": "dataset", "data file": "dataset", "preprint": "article"}
_NO_WORKS = {
    "journal",
    "journal volume",
    "journal issue",
    "book series",
    "report series",
    "proceedings series",
    "series",
    "standard series",
}

Row = dict[str, str]


class _Named(NamedTuple):
    """A name with the identifiers behind it."""

    name: str
    ids: dict[str, str]


def recognise(capture: Capture) -> float:
    """By the names of its columns."""
    names = set(_header(head_of(capture, 2000)))
    if names >= _META:
        return 0.96
    return (0.96 if names & {"oci", "creation", "timespan"} else 0.6) if names >= _INDEX else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each row of Meta; of the Index a Work for each work that cites, and a Reject for each row without two DOIs."""
    of_meta = "title" in _header(text_of(capture))
    return told(capture, "opencitations", _works(capture) if of_meta else _citing(capture), _NOTHING)


def _header(text: str) -> list[str]:
    lines = text.lstrip("\ufeff").splitlines()[:1]
    return [name.strip().casefold() for row in csv.reader(lines) for name in row]


def _rows(capture: Capture) -> Iterator[tuple[str, int, Row]]:
    text = text_of(capture).lstrip("\ufeff")
    rows, names = csv.reader(io.StringIO(text), strict=True), _header(text)  # a quotation that nothing ends is no table
    try:
        next(rows, None)
        for number, cells in enumerate((cells for cells in rows if any(cell.strip() for cell in cells)), 1):
            yield f"record {number}, line {rows.line_num}", rows.line_num, dict(zip(names, map(plain, cells), strict=False))
    except csv.Error as wrong:
        raise InputError(f"no table after line {rows.line_num}: {wrong}; fetch the file again") from wrong


def _works(capture: Capture) -> Iterator[Entry]:
    for where, line, row in _rows(capture):
        try:
            yield where, line, known_by_something(_work(row))
        except InputError as wrong:
            yield where, line, wrong


def _work(row: Row) -> Work:
    type_, ids = row.get("type", "").casefold(), _identifiers(row.get("id", ""))
    if type_ in _NO_WORKS:
        raise InputError(f"a {type_}: the works in it are rows of their own")
    work = Work(kind=next((kind for word, kind in _KINDS if word in type_), "work"), key=row.get("id", "").partition(" ")[0])
    if type_ in _TYPES:
        csl_of(work)["type"] = _TYPES[type_]
    work.title, work.doi = row.get("title", ""), normal_doi(ids.get("doi", ""))
    work.authors, work.editors = _people(row.get("author", "")), _people(row.get("editor", ""))
    work.issued = edtf.edtf(row.get("pub_date", ""))
    work.year = edtf.year_of(work.issued)
    work.volume, work.issue, work.pages = row.get("volume", ""), row.get("issue", ""), pages_of(row.get("page", ""))
    work.publisher = _named(row.get("publisher", "")).name
    work.isbns = [isbn for isbn in [normal_isbn(ids.get("isbn", ""))] if isbn]
    for name in ("pmid", "pmcid"):
        if name in ids:
            csl_of(work)[name.upper()] = ids[name]
    _container(work, _named(row.get("venue", "")))
    return work


def _container(work: Work, venue: _Named) -> None:
    if not venue.name:
        return
    if work.kind == "chapter":
        isbn = normal_isbn(venue.ids.get("isbn", ""))
        work.part_of = Work(
            kind="book", title=venue.name, editors=work.editors, publisher=work.publisher, year=work.year, issued=work.issued
        )
        work.part_of.isbns, work.part_of.doi, work.editors = [isbn] if isbn else [], normal_doi(venue.ids.get("doi", "")), []
    elif work.kind == "book":
        csl_of(work)["collection-title"] = venue.name
    else:
        issns = [issn for said in venue.ids.get("issn", "").split() if (issn := normal_issn(said))]
        work.venue = Venue(venue.name, issns=issns)


def _identifiers(printed: str) -> dict[str, str]:
    """Scheme → value; several ISSNs stand between blanks, of other schemes the first counts."""
    found: dict[str, str] = {}
    for one in printed.split():
        scheme, mark, value = one.partition(":")
        if mark and scheme == "issn" and scheme in found:
            found[scheme] += f" {value}"
        elif mark:
            found.setdefault(scheme.casefold(), value)
    return found


def _named(printed: str) -> _Named:
    found = _BRACKETS.search(printed)
    return _Named(printed[: found.start()].strip(), _identifiers(found[1])) if found else _Named(printed.strip(), {})


def _people(printed: str) -> list[Contributor]:
    names = [one for one in re.split(r";\s+(?![^\[]*\])", printed) if one.strip()]
    if len(names) > MOST_CONTRIBUTORS:
        raise InputError(f"{len(names)} names in one field; more than {MOST_CONTRIBUTORS} are refused")
    people = []
    for name, ids in map(_named, names):
        who = comma_name(name) if "," in name else Contributor(literal=name, organisation=is_body(name)) if name else None
        if who is not None:
            who.orcid = normal_orcid(ids.get("orcid", ""))
            people.append(who)
    return people


def _citing(capture: Capture) -> Iterator[Entry]:
    """The rows put together by the work that cites, in the order in which each is first met."""
    works: dict[str, tuple[str, int, Work]] = {}
    cited: set[tuple[str, str]] = set()
    for where, line, row in _rows(capture):
        pair = _doi(row.get("citing", "")), _doi(row.get("cited", ""))
        if not all(pair):
            yield where, line, InputError("citing and cited work do not both have a DOI: there is nothing to know the other by")
            continue
        if pair[0] not in works:
            issued = edtf.edtf(row.get("creation", ""))
            works[pair[0]] = where, line, Work(doi=pair[0], key=pair[0], issued=issued, year=edtf.year_of(issued))
        if pair not in cited:
            cited.add(pair)
            works[pair[0]][2].references.append(Reference(Work(doi=pair[1])))
    yield from works.values()


def _doi(printed: str) -> str:
    return normal_doi(_identifiers(printed).get("doi", "") or ("" if ":" in printed.partition("/")[0] else printed))
