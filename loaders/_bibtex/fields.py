"""The fields of one BibTeX or BibLaTeX entry → a Work."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from graph.identify import normal_doi
from graph.record import Contributor, Venue, Work
from graph.sources import edtf
from graph.sources.csl import MOST_CONTRIBUTORS, name_to, plain, web_address
from loaders._bibtex.latex import to_text, verbatim
from loaders._people.name_parts import is_suffix
from loaders._people.names import comma_name, is_body, is_others, undivided
from loaders._values.numbers import isbns_in, issns_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.record import WorkKind

# entry type → kind and, where it differs from that kind's usual one, CSL type
_TYPES: dict[str, tuple[WorkKind, str]] = {
    "article": ("article", ""),
    "suppperiodical": ("article", ""),
    "review": ("article", "review"),
    "book": ("book", ""),
    "mvbook": ("book", ""),
    "booklet": ("book", ""),
    "collection": ("book", ""),
    "mvcollection": ("book", ""),
    "reference": ("book", ""),
    "proceedings": ("book", ""),
    "periodical": ("book", "periodical"),
    "inbook": ("chapter", ""),
    "bookinbook": ("chapter", ""),
    "suppbook": ("chapter", ""),
    "incollection": ("chapter", ""),
    "suppcollection": ("chapter", ""),
    "inreference": ("chapter", "entry-encyclopedia"),
    "inproceedings": ("chapter", "paper-conference"),
    "conference": ("chapter", "paper-conference"),
    "phdthesis": ("thesis", ""),
    "mastersthesis": ("thesis", ""),
    "thesis": ("thesis", ""),
    "techreport": ("report", ""),
    "report": ("report", ""),
    "manual": ("report", ""),
    "online": ("webpage", ""),
    "electronic": ("webpage", ""),
    "www": ("webpage", ""),
    "webpage": ("webpage", ""),
    "dataset": ("work", "dataset"),
    "software": ("work", "software"),
    "legislation": ("work", "legislation"),
    "jurisdiction": ("work", "legal_case"),
    "patent": ("work", "patent"),
    "unpublished": ("work", "manuscript"),
}
_PUBLISHER = ("publisher", "school", "institution", "organization", "organisation")
_INITIALS_FIRST = re.compile(r"(?:[^\W\d_]\.[ -]?)+[^\W\d_]{2}")
_ET_AL = re.compile(r"(?<![\s,])[\s,]+et\s+al\.?$")
_ESCAPED = re.compile(r"[{}\\&]")
_AND = re.compile(r"\\.|[{}]|(?<=\s)and(?=\s)", re.IGNORECASE)
_VON_LAST = ("von", "last")


def work_of(entry_type: str, key: str, fields: Mapping[str, str]) -> tuple[Work, list[str]]:
    """A Work and what was left out; InputError where the entry says nothing or its year is no year."""
    kind, csl_type = _TYPES.get(re.sub(r"\W", "", entry_type).lower(), ("work", ""))
    if kind == "article" and (subtype := fields.get("entrysubtype", "").strip("{} ")) in {"magazine", "newspaper"}:
        csl_type = f"article-{subtype}"
    work = Work(kind=kind, key=plain(key))
    extra: dict[str, Any] = {"type": csl_type} if csl_type else {}
    notes: list[str] = []
    get = _Reader(fields).get
    work.title = _titled(get("title"), get("subtitle"))
    work.authors, work.et_al = names(fields.get("author", ""))
    work.editors, _ = names(fields.get("editor", ""))
    _date(work, fields, get)
    work.publisher, work.place = get(*_PUBLISHER), get("address", "location")
    work.volume, work.edition, work.language = get("volume"), get("edition"), get("langid", "language")
    work.pages, work.article_number = re.sub(r"\s*[-–—]+\s*", "-", get("pages")), get("eid") or get("article-number") or get("articleno")
    work.abstract, work.licence = get("abstract"), get("copyright", "license", "licence")
    work.keywords = _keywords(get("keywords", "keyword"))
    number, series = get("number", "issue"), get("series")
    if kind == "article":
        work.issue = number
    elif number:
        extra["collection-number" if series else "number"] = number
    if series:
        extra["collection-title"] = series
    for name, variable in (("note", "note"), ("type", "genre"), ("eventtitle", "event-title"), ("pagetotal", "number-of-pages")):
        if value := get(name):
            extra[variable] = value
    translators, _ = names(fields.get("translator", ""))
    if translators:
        extra["translator"] = [name_to(who) for who in translators]
    _identifiers(work, fields, notes)
    _container(work, fields, get)
    if extra:
        work.custom["csl"] = extra
    if not (work.title or work.doi or work.authors or work.editors):
        raise InputError("the entry has no title, author, editor or DOI to know the work by")
    return work, notes


class _Reader:
    """Text of the first named field that has any."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields

    def get(self, *names: str) -> str:
        for name in names:
            value = self._fields.get(name)
            if value and (text := plain(to_text(value))):
                return text
        return ""


def _titled(title: str, subtitle: str) -> str:
    return f"{title}{'' if title[-1] in '?!:.' else ':'} {subtitle}" if title and subtitle else title or subtitle


def names(value: str) -> tuple[list[Contributor], bool]:
    """`A and B and others` → contributors and whether there are more; braced names are bodies."""
    if not value.strip():
        return [], False
    whole = [name for part in _split(" ".join(value.split())) for name in _names_without_and(part)]
    printed = [_ET_AL.sub("", name) for name in whole]
    if len(printed) > MOST_CONTRIBUTORS:
        raise InputError(f"{len(printed)} names in one field; more than {MOST_CONTRIBUTORS} are refused")
    named = [name for name in printed if not is_others(name.strip("{} "))]
    return [who for name in named if (who := _name(name))], len(named) < len(printed) or printed != whole


def _split(value: str) -> list[str]:
    """The names between those "and" that stand in no braces; the parser's own splitting loses an accent at a name's beginning."""
    parts, depth, start = [], 0, 0
    for found in _AND.finditer(value):
        if found[0] in "{}":
            depth += 1 if found[0] == "{" else -1
        elif found[0][0] != "\\" and depth <= 0:
            parts.append(value[start : found.start()])
            start = found.end()
    return [part for printed in (*parts, value[start:]) if (part := printed.strip())]


def _names_without_and(printed: str) -> list[str]:
    """`Carter, A. B.; Fisher, D. E.`; names between commas where each begins with initials; else the one name as it is."""
    if ";" in printed and not _ESCAPED.search(printed):
        return [name for part in printed.split(";") if (name := part.strip())]
    parts = [part.strip() for part in printed.split(",")]
    return parts if len(parts) > 1 and all(map(_INITIALS_FIRST.match, parts)) else [printed]


def _name(printed: str) -> Contributor | None:
    from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

    text = plain(to_text(printed))
    if not text:
        return None
    if printed.startswith("{") and _closes_at_end(printed):
        return undivided(text) if " " not in text else Contributor(literal=text, organisation=True)
    if re.match(r"(?:family|given|prefix|suffix)\s*=", printed):  # biblatex: family=Duchamp, given=Philippe, prefix=van
        parts = dict(pair.split("=", 1) for pair in re.split(r"\s*,\s*", text) if "=" in pair)
        family = " ".join(part for part in (parts.get("prefix", ""), parts.get("family", "")) if part)
        return Contributor(family=family, given=parts.get("given", ""), suffix=parts.get("suffix", ""))
    if printed.count(",") > 2:
        return Contributor(literal=text)
    if "," not in printed and ("{" not in printed or is_body(text)) and (" " not in text or is_body(text)):
        return undivided(text)
    try:
        parsed = parse_single_name_into_parts(printed, strict=False)
    except InvalidNameError:
        return Contributor(literal=text)
    family = plain(to_text(" ".join(part for name in _VON_LAST for part in getattr(parsed, name))))
    given, suffix = (plain(to_text(" ".join(getattr(parsed, name)))) for name in ("first", "jr"))
    return _with_suffix_in_place(family, given, suffix)


def _with_suffix_in_place(family: str, given: str, suffix: str) -> Contributor | None:
    """The person, with a suffix where writers put it: at the end, behind a name in reading order, or without its commas."""
    if is_suffix(given) and not is_suffix(suffix):  # "Fulton, James E., Jr.", "Norman M. Green, Jr."
        if not suffix:
            return comma_name(f"{family}, {given}")
        given, suffix = suffix, given
    if is_suffix(family) and " " in given:  # "A. Frank Adams III"
        return undivided(f"{given} {family}")
    if not suffix and " " in given and is_suffix(given.rpartition(" ")[2]):  # "Kettering, Paul Jr."
        given, _, suffix = given.rpartition(" ")
    return Contributor(family=family or given, given=given if family else "", suffix=suffix)


def _closes_at_end(text: str) -> bool:
    """Whether the first brace is closed by the last sign."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "{") - (sign == "}")
        if not depth:
            return place == len(text) - 1
    return False


def _date(work: Work, fields: Mapping[str, str], get: Any) -> None:
    """`date`, else year, month and day; a year of more than four digits is refused, words are kept as printed."""
    printed = get("date", "year", "issued")
    work.issued = edtf.edtf(printed)
    if not work.issued and re.search(r"\d{5}", printed):
        raise InputError(f"the year is no year: {printed[:40]}")
    if not work.issued and (found := re.search(r"(?<!\d)(1[4-9]|20)\d\d(?!\d)", printed)):
        work.issued = found[0]  # "in press 2014", "1997b"
    work.year = edtf.year_of(work.issued)
    if work.year is not None and len(work.issued) == 4 and (number := edtf.month(to_text(fields.get("month", "")))):
        day = get("day")
        work.issued = edtf.joined(work.year, number, int(day) if day.isdecimal() and len(day) <= 2 else None)
    if suffix := re.fullmatch(r"\d{4}([a-z])", printed):
        work.year_suffix = suffix[1]
    if printed and not work.issued:
        work.custom["date-as-printed"] = printed[:80]


def _keywords(value: str) -> list[str]:
    return [word for part in re.split(r"[;,]", value) if (word := part.strip())]


def _identifiers(work: Work, fields: Mapping[str, str], notes: list[str]) -> None:
    address = verbatim(fields.get("url") or "")
    if not address and (found := re.search(r"\\url\{([^{}]+)\}", fields.get("howpublished", "") + fields.get("note", ""))):
        address = verbatim(found[1])
    work.url = web_address(address)
    if address and not work.url:
        notes.append(f"URL: {plain(address)[:80]} (only http and https addresses are kept)")
    work.doi = normal_doi(verbatim(fields.get("doi") or "")) or (normal_doi(work.url) if "doi.org/" in work.url else "")
    work.isbns = isbns_in([fields.get("isbn", "")])


def _container(work: Work, fields: Mapping[str, str], get: Any) -> None:
    """The journal of an article, the book of a chapter (with its editors and ISBN), the site of a page."""
    booktitle = _titled(get("booktitle", "maintitle"), get("booksubtitle"))
    journal = _titled(get("journaltitle", "journal"), get("journalsubtitle"))
    short = get("shortjournal", "journalabbr", "journal-abbreviation")
    issns = issns_in([fields.get("issn", "")])
    if work.kind == "chapter" and (booktitle or journal):
        book = Work(kind="book", title=booktitle or journal, editors=work.editors, isbns=work.isbns)
        book.publisher, book.place = work.publisher, work.place
        book.year, book.issued = work.year, edtf.joined(work.year) if work.year else ""
        work.part_of, work.editors, work.isbns = book, [], []
    elif journal or (work.kind == "article" and issns):
        work.venue = Venue(journal, [short] if short and short != journal else [], issns, journal=work.kind == "article")
    elif not work.title and booktitle:
        work.title = booktitle
    elif booktitle:
        work.venue = Venue(booktitle, [], [], journal=False)
