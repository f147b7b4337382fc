"""Scopus exports as comma-separated values, with any of the columns that its export offers."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.identify import normal_doi
from graph.record import Contributor, Venue, Work
from graph.sources import edtf
from graph.sources.csl import MOST_CONTRIBUTORS, plain, web_address
from loaders._files.decode import head_of, text_of
from loaders._files.told_works import csl_of, known_by_something, told, whole_pages
from loaders._people.names import comma_name
from loaders._values.languages import language_tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said, WorkKind

LABEL = "Scopus export (CSV)"
MEDIA = "text"
_COLUMNS = {"authors", "title", "year", "source title", "eid", "document type", "doi", "cited by", "link", "author(s) id", "authors id"}
_KINDS: dict[str, WorkKind] = {"conference paper": "chapter", "book chapter": "chapter", "book": "book", "report": "report"}
_NOTHING = "no row in it: only the names of the columns; export the list again"
_ISBN = re.compile(r"[\dXx][\d-]{8,15}[\dXx]")

Row = dict[str, str]


def recognise(capture: Capture) -> float:
    """By the names of its columns."""
    header = head_of(capture, 4000).lstrip("\ufeff").splitlines()[:1]
    try:
        names = {name.strip().casefold() for row in csv.reader(header) for name in row}
    except csv.Error:
        return 0.0
    if not {"title", "year", "source title"} <= names:
        return 0.0
    return 0.95 if len(names & _COLUMNS) > 5 or "eid" in names else 0.5


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each row, in their order."""
    return told(capture, "scopus", _records(capture), _NOTHING)


def _records(capture: Capture) -> Iterator[tuple[str, int | None, Work | InputError]]:
    rows = csv.reader(io.StringIO(text_of(capture).lstrip("\ufeff")))
    names: list[str] = []
    number = 0
    try:
        for cells in rows:
            if not names:
                names = [name.strip().casefold() for name in cells]
            elif any(cell.strip() for cell in cells):
                number += 1
                line = rows.line_num
                try:
                    row = {name: plain(cell) for name, cell in zip(names, cells, strict=False)}
                    work: Work | InputError = known_by_something(_work(row))
                except InputError as wrong:
                    work = wrong
                yield f"record {number}, line {line}", line, work
    except csv.Error as wrong:
        raise InputError(f"no table after line {rows.line_num}: {wrong}; export the list again") from wrong


def _work(row: Row) -> Work:
    def first(*names: str) -> str:
        return next((row[name] for name in names if row.get(name)), "")

    kind = _KINDS.get(first("document type").casefold(), "article")
    work = Work(kind=kind, key=first("eid"), title=first("title", "document title"))
    if first("document type").casefold() == "conference paper":
        csl_of(work)["type"] = "paper-conference"
    work.authors, work.et_al = _people(row)
    work.issued = edtf.edtf(first("year"))
    work.year = edtf.year_of(work.issued)
    work.volume, work.issue, work.article_number = first("volume"), first("issue"), first("art. no.")
    work.pages = whole_pages(first("page start"), first("page end"))
    work.doi, work.url = normal_doi(first("doi")), web_address(first("link"))
    work.abstract = "" if first("abstract").startswith("[No abstract") else first("abstract")
    work.publisher, work.language = first("publisher"), language_tag(first("language of original document").split(";")[0])
    words = [word.strip() for name in ("author keywords", "index keywords") for word in first(name).split(";")]
    work.keywords = list(dict.fromkeys(word for word in words if word))
    if pmid := first("pubmed id"):
        csl_of(work)["PMID"] = pmid
    _container(work, row, [who for name in first("editors").split(";") if (who := comma_name(name))])
    return work


def _people(row: Row) -> tuple[list[Contributor], bool]:
    """Full names where there are any; the short ones are separated by semicolons, in old exports by commas."""
    full = [re.sub(r"\s*\(\d+\)$", "", name.strip()) for name in row.get("author full names", "").split(";") if name.strip()]
    printed = row.get("authors", "")
    short = re.split(r";|(?<=\.),", printed) if not full else []
    names = [name.strip() for name in full or short if name.strip() and not name.startswith("[No author")]
    if len(names) > MOST_CONTRIBUTORS:
        raise InputError(f"{len(names)} names in one field; more than {MOST_CONTRIBUTORS} are refused")
    kept = [name for name in names if name.casefold().rstrip(".") != "et al"]
    return [who for name in kept if (who := _person(name))], len(kept) < len(names)


def _person(name: str) -> Contributor | None:
    """`Family, Given`, or `Family G.H.` without a comma."""
    found = re.fullmatch(r"(.+?)\s+((?:[^\W\d_]{1,2}\.[-\s]?)+)", name) if "," not in name else None
    return Contributor(family=found[1], given=found[2].strip()) if found else comma_name(name)


def _container(work: Work, row: Row, editors: list[Contributor]) -> None:
    title, short = row.get("source title", ""), row.get("abbreviated source title", "")
    digits = re.findall(r"\d{7}[\dXx]", row.get("issn", "").replace("-", ""))
    issns = list(dict.fromkeys(f"{issn[:4]}-{issn[4:]}".upper() for issn in digits))
    isbns = [isbn for found in _ISBN.findall(row.get("isbn", "")) if len(isbn := found.replace("-", "").upper()) in {10, 13}]
    if work.kind == "chapter" and title:
        work.part_of = Work(
            kind="book", title=title, editors=editors, isbns=isbns, publisher=work.publisher, year=work.year, issued=work.issued
        )
    elif work.kind == "article" and (title or issns):
        work.venue = Venue(title, [short] if short and short != title else [], issns)
    else:
        work.editors, work.isbns = editors, isbns
        if title and title != work.title:
            csl_of(work)["collection-title"] = title
