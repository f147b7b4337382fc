"""MEDLINE's tagged text, as PubMed exports it for citation managers (.nbib).

Tags: https://www.nlm.nih.gov/bsd/mms/medlineelements.html and NLM's "MEDLINE/PubMed data element descriptions".
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from graph.identify import normal_doi
from graph.record import Contributor, Organisation, Venue, Work
from graph.sources import edtf
from graph.sources.csl import plain
from loaders._files.decode import head_of, text_of
from loaders._files.told_works import Entry, csl_of, entries_of, told
from loaders._people.name_parts import is_suffix
from loaders._people.names import comma_name
from loaders._pubmed_parts import bare_title, loose_date, medline_pages
from loaders._values.languages import language_tag
from loaders._values.numbers import isbns_in, issns_in, orcid_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said, WorkKind

LABEL = "MEDLINE tagged text (PubMed, .nbib)"
MEDIA = "text"
_LINE = re.compile(r"^([A-Z]{2,4}) {0,2}-(?: |(?=\d)|$)(.*)$")
_START = re.compile(r"^\ufeff?(?:(?:PMID|PMC) {0,2}- ?\d|OWN {0,2}- *ERIC\b)", re.MULTILINE)
_TAGS = re.compile(r"^(?:OWN|STAT|FAU|AU|DP|TI|JT|TA|PT|SO|AID|LID|BTI|VI|DCOM|JID) {0,3}-", re.MULTILINE)
_NOTHING = "no MEDLINE record in it: a record begins with a line `PMID- `"
_KINDS: tuple[tuple[str, WorkKind], ...] = (
    ("journal article", "article"), ("case report", "article"), ("book chapter", "chapter"), ("book", "book"), ("monograph", "book"),
    ("dissertation", "thesis"), ("theses", "thesis"), ("report", "report"),
)  # fmt: skip
"""Words of publication types, MEDLINE's and ERIC's, the first that is found counts."""

Field = tuple[str, str]


def recognise(capture: Capture) -> float:
    """By a `PMID-` line and another MEDLINE tag near the start."""
    head = head_of(capture, 8000)
    found = _START.search(head)
    return 0.97 if found and _TAGS.search(head) else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each record, in their order."""
    return told(capture, "medline", _records(capture), _NOTHING)


def _records(capture: Capture) -> Iterator[Entry]:
    text = text_of(capture)
    return entries_of(text, _split(text), _work)


def _split(text: str) -> Iterator[tuple[int, list[Field]]]:
    """(offset, fields) of each record; a record begins with its PMID, or after a blank line with its first tag; other lines go on."""
    fields: list[Field] = []
    at = start = 0
    blank = False
    for printed in text.splitlines(keepends=True):
        line = printed.strip("\ufeff\r\n")
        found = _LINE.match(line)
        starts = found and fields and (found[1] == "PMID" or (blank and found[1] == fields[0][0]))
        if starts and any(tag != "PMC" for tag, _ in fields):
            yield start, fields
            fields = []
        if found:
            if not fields:
                start = at
            fields.append((found[1], found[2].strip()))
        elif fields and line.strip():
            tag, value = fields[-1]
            fields[-1] = (tag, f"{value} {line.strip()}")
        blank = not line.strip()
        at += len(printed)
    if fields:
        yield start, fields


def _work(fields: list[Field]) -> Work:
    by_tag: dict[str, list[str]] = defaultdict(list)
    for tag, value in fields:
        if value := plain(value):
            by_tag[tag].append(value)

    def first(*tags: str) -> str:
        return next((by_tag[tag][0] for tag in tags if by_tag[tag]), "")

    types = [value.casefold() for value in by_tag["PT"]]
    book_title = bare_title(first("BTI"))
    kind: WorkKind = next((kind for name, kind in _KINDS if any(name in type_ for type_ in types)), "article")
    work = Work(kind=kind if kind != "chapter" or book_title else "work", key=first("PMID", "OID"))
    if book_title and not by_tag["TI"]:
        work.kind = "book"
    elif book_title:
        work.kind = "chapter"
    work.title = bare_title(first("TI")) or book_title or bare_title(first("TT"))
    if (original := bare_title(first("TT"))) and original != work.title:
        csl_of(work)["original-title"] = original
    work.authors, work.editors = _people(fields, "FAU", "AU", bodies=True), _people(fields, "FED", "ED")
    work.issued = loose_date(first("DP")) or loose_date(first("DEP")[:4])
    work.year = edtf.year_of(work.issued)
    work.volume, work.issue, work.pages = first("VI"), first("IP"), medline_pages(re.sub(r"^pp?(?=\d)", "", first("PG")))
    work.edition, work.publisher = (first("EN"), first("PB")) if work.kind != "article" else ("", first("PB"))
    work.place = first("PL") if work.kind != "article" else ""  # of a journal: the country of its publisher
    work.language, work.abstract = language_tag(first("LA")), first("AB")
    work.keywords = list(dict.fromkeys(word for tag in ("OT", "KW", "MH") for word in by_tag[tag]))
    for value in [*by_tag["LID"], *by_tag["AID"]]:
        if not work.doi and ("[doi]" in value or value.casefold().startswith("doi")):
            work.doi = normal_doi(value.replace("[doi]", ""))
    isbns = isbns_in(by_tag["ISBN"])
    for name, value in {"PMID": first("PMID"), "PMCID": first("PMC")}.items():
        if value:
            csl_of(work)[name] = value
    _container(work, book_title, by_tag, isbns)
    return work


def _container(work: Work, book_title: str, by_tag: dict[str, list[str]], isbns: list[str]) -> None:
    if work.kind == "chapter":
        work.part_of = Work(kind="book", title=book_title, editors=work.editors, isbns=isbns, publisher=work.publisher, place=work.place)
        work.part_of.year, work.part_of.issued, work.editors = work.year, work.issued, []
        return
    work.isbns = isbns
    if series := next(iter(by_tag["CTI"]), "") if work.kind != "article" else "":
        csl_of(work)["collection-title"] = series
    titles = list(dict.fromkeys([*by_tag["JT"], *by_tag["TA"]]))
    issns = issns_in([*by_tag["IS"], *by_tag["ISSN"]])
    if titles or issns:
        work.venue = Venue(titles[0] if titles else "", titles[1:], issns)


def _people(fields: list[Field], full: str, short: str, *, bodies: bool = False) -> list[Contributor]:
    """The names in their order: full ones where the record has any; ORCIDs and affiliations follow the name that they belong to."""
    has_full = any(tag == full and value for tag, value in fields)
    people: list[Contributor] = []
    current: Contributor | None = None
    for tag, value in fields:
        if tag == (full if has_full else short) and value:
            current = comma_name(value) if has_full or "," in value else _initials_last(plain(value))
            people += [current] if current else []
        elif tag == "CN" and bodies and value:
            current = Contributor(literal=plain(value).rstrip("."), organisation=True)
            people.append(current)
        elif tag in {"FAU", "FED", "FIR"}:
            current = None
        elif tag == "AUID" and current and (orcid := orcid_in(value)):
            current.orcid = orcid
        elif tag == "AD" and current and value:
            current.affiliations += _bodies(value)
    return people


def _bodies(printed: str) -> list[Organisation]:
    from loaders._people.affiliations import Affiliations

    body = Affiliations().read(re.sub(r"\s*\S+@\S+", "", plain(printed)).strip(" .;"))
    return [body] if body else []


def _initials_last(name: str) -> Contributor:
    """`Shruthi BS`, `O'Brien PJ 3rd`: the family name, then initials without points, then what tells namesakes apart."""
    family, _, given = name.rpartition(" ")
    if is_suffix(given) and " " in family:
        who = _initials_last(family)
        who.suffix = given if who.given else ""
        return who if who.given else Contributor(family=name)
    return Contributor(family=family, given=given) if family and given.isupper() else Contributor(family=name)
