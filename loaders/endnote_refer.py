"""EndNote's tagged text, refer/BibIX (.enw), as EndNote, Zotero and publishers' "export to EndNote" write it.

Tags: https://en.wikipedia.org/wiki/Refer_(software) and EndNote's own; which field means what depends on the reference type.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.identify import normal_doi
from graph.record import Venue, Work
from graph.sources import edtf
from graph.sources.csl import MOST_CONTRIBUTORS, name_to, plain, web_address
from loaders._endnote_types import kind_of
from loaders._files.decode import head_of, text_of
from loaders._files.told_works import Entry, csl_of, entries_of, pages_of, told
from loaders._people.names import endnote_name, is_others
from loaders._values.languages import language_tag
from loaders._values.numbers import isbns_in, issns_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Contributor, Said

LABEL = "EndNote tagged text (refer, .enw)"
MEDIA = "text"
_LINE = re.compile(r"^\ufeff?%([0-9A-Z@!?&(~+*>=<\[\]#$^:])(?:[ \t]+(.*)|$)")
_START = re.compile(r"^\ufeff?%(?:0|[ATDJBE]) \S", re.MULTILINE)
_ONLY = re.compile(r"\A\ufeff?\s*%[0-9A-Z@] \S")
_NOTHING = "no record in it: a record begins with a line `%0 ` and its type"

Fields = dict[str, list[str]]


def recognise(capture: Capture) -> float:
    """By `%0 Type` and other tags at the start of the text."""
    head = head_of(capture, 4000)
    if not _ONLY.match(head):
        return 0.0
    tags = len(_START.findall(head))
    return 0.95 if head.lstrip("\ufeff \r\n").startswith("%0 ") and tags > 1 else 0.6 if tags else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each record, in their order."""
    return told(capture, "endnote_refer", _records(capture), _NOTHING)


def _records(capture: Capture) -> Iterator[Entry]:
    text = text_of(capture)
    return entries_of(text, _split(text), _work)


def _split(text: str) -> Iterator[tuple[int, Fields]]:
    """(offset, fields) of each record: from `%0` to the next, or, where no type is given, to a blank line."""
    fields: Fields = {}
    at, start, tag, blank = 0, 0, "", False
    for printed in text.splitlines(keepends=True):
        line = printed.rstrip("\r\n")
        found = _LINE.match(line)
        if found:
            if fields and (found[1] == "0" or (blank and "0" not in fields)):
                yield start, fields
                fields = {}
            if not fields:
                start = at
            tag = found[1]
            fields.setdefault(tag, []).append((found[2] or "").strip())
        elif fields and line.strip():
            fields[tag][-1] = f"{fields[tag][-1]} {line.strip()}".strip()
        blank = not line.strip()
        at += len(printed)
    if fields:
        yield start, fields


def _names(values: list[str]) -> list[Contributor]:
    if len(values) > MOST_CONTRIBUTORS:
        raise InputError(f"{len(values)} names in one field; more than {MOST_CONTRIBUTORS} are refused")
    return [who for value in values for part in value.split(";") if not is_others(part) and (who := endnote_name(part))]


def _work(fields: Fields) -> Work:
    by_tag: Fields = defaultdict(list, {tag: [said for value in values if (said := plain(value))] for tag, values in fields.items()})

    def first(*tags: str) -> str:
        return next((by_tag[tag][0] for tag in tags if by_tag[tag]), "")

    kind, csl_type, edited = kind_of(first("0") or ("journal article" if by_tag["J"] else "book section" if by_tag["B"] else ""), "")
    work = Work(kind=kind, title=first("T"), key=first("F"))
    if csl_type:
        csl_of(work)["type"] = csl_type
    authors = _names(by_tag["A"])
    work.authors, work.editors = ([], authors + _names(by_tag["E"])) if edited else (authors, _names(by_tag["E"]))
    work.et_al = any(is_others(name) for name in by_tag["A"])
    for role, tag in {"collection-editor": "Y", "translator": "?"}.items():
        if names := _names(by_tag[tag]):
            csl_of(work)[role] = [name_to(who) for who in names]
    _dates(work, first("D"), first("8"))
    work.volume, work.edition = first("V"), first("7")
    if number := first("N"):
        if kind in {"article", "chapter"}:
            work.issue = number
        else:
            csl_of(work)["number"] = number
    printed = first("P").removeprefix("pp. ").removeprefix("p. ")
    work.pages = pages_of(printed)
    work.publisher, work.place = first("I"), first("C")
    work.abstract, work.language = first("X"), language_tag(first("G"))
    work.keywords = [word.strip() for value in by_tag["K"] for word in re.split(r"[;\r\n]", value) if word.strip()]
    work.doi = next(
        (doi for tag in ("R", "U", "M") for value in by_tag[tag] if (tag == "R" or "doi" in value) and (doi := normal_doi(value))), ""
    )
    work.url = next((url for value in by_tag["U"] if (url := web_address(value))), "")
    _container(work, by_tag)
    return work


def _dates(work: Work, year: str, day: str) -> None:
    whole = edtf.edtf(day)
    same = whole and edtf.year_of(whole) == edtf.year_of(edtf.edtf(year))
    work.issued = whole if same or not year else edtf.edtf(f"{year} {day}") or edtf.edtf(year)
    work.year = edtf.year_of(work.issued)
    if year and not work.issued:
        work.custom["date-as-printed"] = year[:80]


def _container(work: Work, by_tag: Fields) -> None:
    issns, isbns = issns_in(by_tag["@"]), isbns_in(by_tag["@"])
    second, series = next(iter(by_tag["B"]), ""), next(iter(by_tag["S"]), "")
    if series or (second and work.kind in {"book", "report"}):
        csl_of(work)["collection-title"] = series or second
    if work.kind == "chapter":
        if second or by_tag["J"]:
            book = Work(kind="book", title=second or by_tag["J"][0], editors=work.editors, isbns=isbns)
            book.publisher, book.place, book.year, book.issued = work.publisher, work.place, work.year, work.issued
            work.editors, work.part_of = [], book
        return
    work.isbns = isbns
    title = next(iter(by_tag["J"]), "") or (second if work.kind in {"article", "webpage", "work"} else "")
    if title or (issns and work.kind == "article"):
        work.venue = Venue(title, [], issns, journal=work.kind == "article")
