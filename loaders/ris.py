"""RIS, by our own line reader (https://en.wikipedia.org/wiki/RIS_(file_format); tags as Zotero, EndNote and publishers write them).

Why not a library: rispy 0.10 drops a record whose `TY - JOUR` has one space, lets the fields of a record without `ER` run into the next
and knows no line numbers. Here the fields of such a record are reported and never bleed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.identify import normal_doi
from graph.record import Contributor, Disagreement, Finding, Passage, Reject, Venue, Work
from graph.sources import edtf
from graph.sources.csl import MOST_CONTRIBUTORS, plain, web_address
from loaders._files.decode import Lines, head_of, source_of, text_of
from loaders._people.names import comma_name, endnote_name, is_body, is_others
from loaders._ris.tags import ABSTRACT, CONTAINER, EDITORS, IGNORED, KNOWN, TITLE, is_edited, type_of
from loaders._values.numbers import isbns_in, issns_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said

LABEL = "RIS"
MEDIA = "text"
_LINE = re.compile(r"^[ \t\ufeff]*([A-Z][A-Z0-9])[ \t]{0,3}-(?:[ \t]+|$)(.*)$", re.MULTILINE)
_START = re.compile(r"^[ \t\ufeff]*TY[ \t]{0,3}-[ \t]*\S", re.MULTILINE)
_VOLUME_ISSUE = re.compile(r"^(\S+?)\s*\(([^()]+)\)$")
_ABBREVIATED = re.compile(r"[^\W\d]{2}\.(?:\s|$)")
_PAGES = re.compile(r"^\s*([A-Za-z]*\d+[A-Za-z]*)\s*[-–—]+\s*([A-Za-z]*\d+[A-Za-z]*)\s*$")

Field = tuple[str, str, int, int]  # tag, value, start and end of the value in the text
Fields = dict[str, list[str]]


def recognise(capture: Capture) -> float:
    """By a `TY  -` line near the start."""
    head = head_of(capture, 8000)
    found = _START.search(head)
    if not found:
        return 0.0
    return 0.98 if re.search(r"^(?:ER|TI|T1|AU|A1)[ \t]{0,3}-", head[found.start() :], re.MULTILINE) else 0.6


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each record, in their order."""
    yield source_of(capture, "ris")
    capture.text = text_of(capture)
    if "\n" not in capture.text:  # line ends of old Macs
        capture.text = capture.text.replace("\r", "\n")
    lines, number = Lines(capture.text), 0
    for start, end, fields, fault in _split(capture.text):
        number += 1
        line = lines.at(start)
        where, raw = f"record {number}, line {line}", capture.text[start : min(end, start + 200)]
        if fault:
            yield Reject(where, fault, raw)
            continue
        try:
            work, notes = _work(fields)
        except InputError as refused:
            yield Reject(where, str(refused), raw)
            continue
        work.line = line
        yield work
        for note in notes:
            yield Finding("ignored", "value", f"{where}: {note}")
        yield from _absent(work, where)
    if not number:
        yield Reject("file", "no RIS record in it: a record begins with a line `TY  - ` and ends with `ER  - `")


def _absent(work: Work, where: str) -> Iterator[Finding]:
    """What a work that is kept is poorer by: it has no title, or what stands for its year is none."""
    if not work.title:
        yield Finding("absent", "title", where)
    if "date-as-printed" in work.custom:
        yield Finding("absent", "year", f"{where}: cannot be read: {work.custom['date-as-printed']}")


def _split(text: str) -> Iterator[tuple[int, int, list[Field], str]]:
    """(start, end, fields, what is wrong) of each record; continuation lines are joined to their field."""
    fields: list[Field] = []
    start = -1
    for tag, value, begins, value_start, value_end in _tagged(text):
        if tag == "TY":
            if start >= 0:
                yield start, begins, fields, "the record has no `ER  - ` before the next `TY`: add that line"
            start, fields = begins, [(tag, value, value_start, value_end)]
        elif tag == "ER":
            if start >= 0:
                yield start, value_end, fields, ""
            elif fields:
                yield fields[0][2], value_end, fields, "the record has no `TY  - ` line before its fields: add that line"
            start, fields = -1, []
        elif tag in KNOWN or start >= 0:
            fields.append((tag, value, value_start, value_end))
    if start >= 0:
        yield start, len(text), fields, "the file ends before the record's `ER  - `: it is cut off, or that line is missing"
    elif fields:
        yield fields[0][2], len(text), fields, "fields that belong to no record: `TY  - ` and `ER  - ` are missing"


def _tagged(text: str) -> Iterator[tuple[str, str, int, int, int]]:
    """(tag, value, start of the line, start and end of the value), text lines that follow joined to the value."""
    pending: tuple[str, str, int, int, int] | None = None
    loose = False  # the record's own lines have one blank before the dash
    for found in _LINE.finditer(text):
        tag, strict = found[1], text.startswith("  -", found.end(1))
        loose = not strict if tag == "TY" else loose
        if not strict and tag not in KNOWN and not (loose and tag in IGNORED):
            continue  # "AI - as seen by …" inside an abstract
        if pending:
            yield _continued(text, pending, found.start())
        value = found[2].rstrip()
        pending = (tag, value, found.start(), found.start(2), found.start(2) + len(value))
    if pending:
        yield _continued(text, pending, len(text))


def _continued(text: str, field: tuple[str, str, int, int, int], end: int) -> tuple[str, str, int, int, int]:
    more = text[field[4] : end]
    if field[0] == "ER" or not more.strip():
        return field
    return field[0], f"{field[1]} {more}", field[2], field[3], field[4] + len(more.rstrip())


def _work(fields: list[Field]) -> tuple[Work, list[str]]:
    by_tag: Fields = defaultdict(list)
    for tag, value, _, _ in fields:
        if value and not value.isspace():
            by_tag[tag].append(value)
    notes: list[str] = []
    kind, csl_type = type_of(by_tag["TY"][0] if by_tag["TY"] else "")
    work = Work(kind=kind)
    if csl_type:
        work.custom["csl"] = {"type": csl_type}
    work.key = plain(_first(by_tag, "ID", "LB"))
    title_tag = next((tag for tag in TITLE[kind] if by_tag[tag]), "")
    work.title = plain(_first(by_tag, title_tag))
    _people(work, by_tag)
    _dates(work, by_tag)
    _place(work, by_tag, title_tag)
    _numbers(work, by_tag)
    _addresses(work, by_tag, notes)
    abstract_tag = next((tag for tag in ABSTRACT if by_tag[tag]), "")
    work.language, work.abstract = plain(_first(by_tag, "LA")), plain(" ".join(by_tag.get(abstract_tag, ())))
    work.keywords = [word for value in by_tag["KW"] for part in re.split(r";|\r?\n", value) if (word := plain(part))]
    if not (work.title or work.doi or work.authors or work.editors or work.part_of or work.venue):
        raise InputError("no title, name, DOI or container to know the work by")
    work.passages = [*_passages(fields, title_tag, "title"), *_passages(fields, abstract_tag, "abstract")]
    unknown = sorted(tag for tag in by_tag if tag not in KNOWN and tag not in IGNORED)
    if unknown:
        notes.append(f"tags that say nothing here: {', '.join(unknown)[:100]}")
    return work, notes


def _first(by_tag: Fields, *tags: str) -> str:
    return next((by_tag[tag][0] for tag in tags if by_tag.get(tag)), "")


def _passages(fields: list[Field], tag: str, kind: str) -> Iterator[Passage]:
    for name, value, start, end in fields:
        if name == tag and value.strip():
            yield Passage([(start, end)], kind=kind)  # type: ignore[arg-type] # "title" or "abstract"
            return


def _names(values: list[str]) -> list[Contributor]:
    if len(values) > MOST_CONTRIBUTORS:
        raise InputError(f"{len(values)} names in one field; more than {MOST_CONTRIBUTORS} are refused")
    # Several names in one line are split at semicolons; a comma belongs to the name.
    parts = [part for value in values for part in value.split(";")]
    parted = any("," in part or is_body(part) for part in parts)
    return [who for part in parts if not is_others(part) and (who := _whole(part) if parted and "," not in part else _parted(part))]


def _parted(printed: str) -> Contributor | None:
    return endnote_name(plain(printed)) if ",," in printed else comma_name(printed)


def _whole(printed: str) -> Contributor | None:
    """A name without a comma beside names with one, or beside a body's: a body's, or a person's only name."""
    name = plain(printed)
    return comma_name(name) if " " not in name else Contributor(literal=name, organisation=True)


def _people(work: Work, by_tag: Fields) -> None:
    authors = by_tag["AU"] or by_tag["A1"]
    work.authors = _names(authors)
    work.et_al = any(is_others(value) for value in authors)
    editors, of_series = [value for tag in EDITORS for value in by_tag[tag]], by_tag["A3"]
    if work.kind == "book" and not by_tag["ED"] and (of_series or (authors and by_tag["T2"])):
        editors, of_series = of_series, editors  # a book's own editors are its third field of names, those of its series the second
    work.editors = _names(editors)
    if work.kind == "book" and not editors and is_edited(by_tag["TY"][0]):
        work.authors, work.editors = [], work.authors
    more = {"collection-editor": of_series, "translator": by_tag["TA"] or by_tag["A4"]}
    for role, values in more.items():
        if names := _names(values):
            csl = work.custom.setdefault("csl", {})
            assert isinstance(csl, dict)
            csl[role] = [{"literal": who.literal} if who.literal else {"family": who.family, "given": who.given} for who in names]


def _dates(work: Work, by_tag: Fields) -> None:
    """The year of PY (or Y1, DA) with the fullest date of that year; another year is kept as a disagreement."""
    dates = [(tag, date) for tag in ("PY", "Y1", "DA") for value in by_tag[tag][:1] if (date := edtf.edtf(value) or _bare_year(value))]
    printed = next((value for tag in ("PY", "Y1", "DA") for value in by_tag[tag]), "")
    if not dates:
        if re.search(r"\d{5}", printed):
            raise InputError(f"the year is no year: {plain(printed)[:40]}")
        if printed:
            work.custom["date-as-printed"] = plain(printed)[:80]
        return
    year = edtf.year_of(dates[0][1])
    same = [date for _, date in dates if edtf.year_of(date) == year]
    work.issued, work.year = max(same, key=len), year
    for tag, date in dates[1:]:
        other = edtf.year_of(date)
        if other is not None and other != year:
            rule = f"{dates[0][0]} goes before {tag}"
            work.disagreements.append(Disagreement("publicationYear", str(year), str(other), rule))


def _bare_year(printed: str) -> str:
    """The one year in a date that is written freely (`2002/Spring`)."""
    years = set(re.findall(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", printed))
    return years.pop() if len(years) == 1 else ""


def _place(work: Work, by_tag: Fields, title_tag: str) -> None:
    """The journal, or the book of a chapter."""
    containers = [plain(by_tag[tag][0]) for tag in CONTAINER[work.kind] if tag != title_tag and by_tag[tag]]
    container = containers[0] if containers else ""
    if work.custom.get("csl") == {"type": "paper-conference"}:
        container = _proceedings(work, by_tag, container)
    short = [plain(value) for tag in ("JA", "J2", "J1", "JO") for value in by_tag[tag][:1] if plain(value) != container]
    issns, isbns = issns_in(by_tag["SN"]), isbns_in(by_tag["SN"])
    work.publisher, work.place = plain(_first(by_tag, "PB")), plain(_first(by_tag, "CY", "PP"))
    if work.kind == "chapter" and container:
        work.part_of = Work(kind="book", title=container, editors=work.editors, isbns=isbns, publisher=work.publisher, place=work.place)
        work.part_of.year, work.part_of.issued = work.year, edtf.joined(work.year) if work.year else ""
        work.editors = []
        return
    work.isbns = isbns
    if not container and work.kind == "article" and short:
        container = short.pop(0)
    if container and work.kind in {"book", "report", "thesis"}:
        csl = work.custom.setdefault("csl", {})
        assert isinstance(csl, dict)
        csl["collection-title"] = container
    elif container:
        journal = work.kind == "article"
        work.venue = Venue(container, list(dict.fromkeys(short)), issns if journal else [], journal=journal)


def _proceedings(work: Work, by_tag: Fields, container: str) -> str:
    """The proceedings of a paper: C3 before the conference's name in T2, but not where C3 is the same one abbreviated."""
    proceedings = plain(_first(by_tag, "C3"))
    if not proceedings or proceedings == container or _ABBREVIATED.search(proceedings):
        return container
    if container:
        work.custom["csl"] = {"type": "paper-conference", "event-title": container}
    return proceedings


def _numbers(work: Work, by_tag: Fields) -> None:
    work.volume, work.issue = plain(_first(by_tag, "VL")), plain(_first(by_tag, "IS", "CP"))
    if not work.issue and (both := _VOLUME_ISSUE.match(work.volume)):
        work.volume, work.issue = both.groups()
    start, end = plain(_first(by_tag, "SP")), plain(_first(by_tag, "EP"))
    if pages := _PAGES.match(start):
        start, end = pages.groups()
    work.pages = f"{start}-{end}" if start and end and start != end else start or end
    work.edition, work.article_number = plain(_first(by_tag, "ET")), plain(_first(by_tag, "C7"))


def _addresses(work: Work, by_tag: Fields, notes: list[str]) -> None:
    work.doi = next((doi for tag in ("DO", "DI", "M3", "L3", "N1", "UR") for value in by_tag[tag] if (doi := _doi(tag, value))), "")
    for value in [part for tag in ("UR", "LK", "L2") for text in by_tag[tag] for part in re.split(r";\s*(?=\w+:)|\s+(?=https?:)", text)]:
        address = web_address(value)
        if not address and value.strip():
            notes.append(f"URL: {plain(value)[:80]} (only http and https addresses are kept)")
        elif not work.url:
            work.url = address


def _doi(tag: str, value: str) -> str:
    """A DOI in its own field, or in another one that says that it is a DOI."""
    return normal_doi(value) if tag in {"DO", "DI"} or re.match(r"\s*(?:doi\b|https?://(?:dx\.)?doi\.org/)", value, re.IGNORECASE) else ""
