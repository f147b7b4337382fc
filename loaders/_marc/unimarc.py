"""A UNIMARC record → Work (https://www.transition-bibliographique.fr/unimarc/; practice of SUDOC, BnF, ICCU)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identify import normal_doi, normal_issn, normal_orcid
from graph.record import Contributor, Venue, Work
from graph.sources import edtf
from graph.sources.csl import web_address
from loaders._marc.dates import date_of
from loaders._marc.edition import edition
from loaders._marc.host import Host, read_numbers
from loaders._marc.people import Named, add_named
from loaders._marc.record import MarcField
from loaders._marc.relators import chosen, role_of_code
from loaders._marc.text import bare, isbns, line, named
from loaders._marc.title import title_of
from loaders._people.name_parts import with_particle
from loaders._people.names import comma_name
from loaders._values.languages import language_tag

if TYPE_CHECKING:
    from loaders._marc.record import MarcRecord

_TYPES = {
    "c": "musical_score",
    "d": "musical_score",
    "e": "map",
    "f": "map",
    "g": "motion_picture",
    "i": "speech",
    "j": "song",
    "k": "graphic",
}


def unimarc_work(record: MarcRecord) -> Work:
    """The work of a UNIMARC record."""
    work = Work(key=line(record.controls.get("001", "")))
    csl: dict[str, object] = {}
    work.custom["csl"] = csl
    field = record.every("200")[0]
    title = title_of(field.parts, sub="e", number="h", name="i", statement="f")
    work.title = title.title
    if title.parallel:
        work.custom["alternative-titles"] = [title.parallel]
    statement = " ; ".join([title.statement, *(line(value) for value in field.every("g"))])
    _people(work, record, statement)
    _imprint(work, record)
    host = _host(record)
    _kind(work, record, host, csl)
    _container(work, record, host, csl)
    work.doi = next((doi for one in record.every("017", "856") for value in one.every("au") if (doi := _doi(one, value))), "")
    work.url = next((address for one in record.every("856") for value in one.every("u") if (address := web_address(value))), "")
    code = record.first("101", "a")
    work.language = language_tag(code[:3]) if code.strip() else ""
    work.abstract = " ".join(line(value) for one in record.every("330")[:1] for value in one.every("a"))
    work.keywords = [word for word in dict.fromkeys(_words(record)) if word]
    if not csl:
        del work.custom["csl"]
    return work


def _doi(one: MarcField, value: str) -> str:
    told = one.tag == "017" and one.first("2").strip().lower() == "doi"
    return normal_doi(value) if told or re.match(r"\s*(?:doi:|https?://(?:dx\.)?doi\.org/)", value, re.IGNORECASE) else ""


def _people(work: Work, record: MarcRecord, statement: str) -> None:
    people = []
    for one in record.every("700", "710", "701", "711", "702", "712", "716", "720"):
        body = one.tag[1] == "1"
        if body and one.indicators[0] == "1":
            continue  # a meeting
        family, given = bare(one.first("a")), bare(one.first("b")).lstrip(" ,")
        if not family:
            continue
        if body:
            who = Contributor(
                literal=". ".join(part for part in (family, *(bare(value) for value in one.every("b"))) if part), organisation=True
            )
        elif given:
            who = Contributor(*with_particle(family, given))
        elif numeral := bare(one.first("d")):
            who = Contributor(literal=f"{family} {numeral}")
        else:
            who = (comma_name(family) if "," in family else None) or Contributor(family=family)
        who.orcid = next((orcid for value in one.every("o") if "orcid" in value.casefold() and (orcid := normal_orcid(value))), "")
        roles = chosen([role_of_code(code) for code in one.every("4")])
        people += [Named(who, role, one.tag in {"700", "710"} and not role) for role in roles]
    add_named(work, people, statement)


def _imprint(work: Work, record: MarcRecord) -> None:
    fields = [*[one for one in record.every("214") if one.indicators[1] in "0 "], *record.every("210"), *record.every("214", "219")]
    for one in fields[:1]:
        work.place = "; ".join(place for value in one.every("a") if (place := named(value)))
        work.publisher = next((name for value in one.every("c") if (name := named(value))), "")
    coded = record.first("100", "a")
    printed = [" ".join(one.every("d")) for one in fields if one.first("d")]
    dates = (date_of(text, coded[9:13], {"a": "c", "d": "s", "b": "d"}.get(coded[8:9], "")) for text in [*printed, ""])
    work.issued = next((date for date in dates if date), "")
    work.year = edtf.year_of(work.issued)
    work.edition = edition(record.first("205", "a"))


def _host(record: MarcRecord) -> Host | None:
    """The container of a part: 463 the issue or volume, 461 the whole; embedded fields stand in $1 or in plain subfields."""
    held = [_embedded(one) for one in record.every("463", "461")]
    held = [one for one in held if one.first("t", "v", "p")]
    if record.level not in {"a", "b"} and not any(one.first("p") for one in held):
        return None
    if not held:
        return None
    host = Host()
    for one in held:
        host.title = host.title or bare(line(one.first("t")).partition(" / ")[0])
        host.issns = host.issns or [issn for value in one.every("x") if (issn := normal_issn(value))]
        host.isbns = host.isbns or isbns(one.every("y"))
        numbers = Host()
        read_numbers(numbers, one.every("v"))
        simple = re.fullmatch(r"\s*(\d+)\s*", one.first("v"))
        host.volume = host.volume or (simple[1] if simple else numbers.volume)
        host.issue, host.issued = host.issue or numbers.issue, host.issued or numbers.issued
        host.pages = host.pages or re.sub(r"^(?:pp?|S)\.?\s*|\s", "", line(one.first("p"))) or numbers.pages
        host.issued = host.issued or date_of(one.first("d"))
        host.publisher, host.place = host.publisher or named(one.first("n")), host.place or named(one.first("c"))
    if len(held) > 1 and (parent := next((bare(one.first("t")) for one in held if one.tag == "461"), "")):
        host.title = parent
    return host


def _embedded(one: MarcField) -> MarcField:
    """A linking field of the technique of embedded fields ($1200 1$aTitle) as one of plain subfields."""
    if not one.first("1"):
        return one
    parts: list[tuple[str, str]] = []
    tag = ""
    letters = {
        ("200", "a"): "t",
        ("200", "v"): "v",
        ("011", "a"): "x",
        ("010", "a"): "y",
        ("210", "d"): "d",
        ("210", "c"): "n",
        ("210", "a"): "c",
    }
    for code, value in one.parts:
        if code == "1":
            tag = value[:3]
        elif letter := letters.get((tag, code)):
            parts.append((letter, value))
        elif code in "vp":
            parts.append((code, value))
    return MarcField(one.tag, one.indicators, parts)


def _kind(work: Work, record: MarcRecord, host: Host | None, csl: dict[str, object]) -> None:
    coded = record.first("105", "a")[4:8]
    if csl_type := _TYPES.get(record.type):
        work.kind, csl["type"] = "work", csl_type
    elif host is not None:
        work.kind = "article" if host.journal or record.level == "b" else "chapter"
    elif record.every("328") or "m" in coded:
        work.kind = "thesis"
    elif record.level == "s":
        work.kind, csl["type"] = "book", "periodical"
    else:
        work.kind = "book"


def _container(work: Work, record: MarcRecord, host: Host | None, csl: dict[str, object]) -> None:
    numbers = isbns([value for one in record.every("010") for value in one.every("a")])
    issns = [issn for one in record.every("011") for value in one.every("a") if (issn := normal_issn(value))]
    if host is not None:
        work.volume, work.issue, work.pages = host.volume, host.issue, host.pages
        if not work.issued:
            work.issued, work.year = host.issued, edtf.year_of(host.issued)
        if work.kind == "chapter":
            work.part_of = Work(
                kind="book", title=host.title, isbns=host.isbns or numbers, publisher=host.publisher, place=host.place, year=work.year
            )
            work.part_of.issued = edtf.joined(work.year) if work.year else ""
        else:
            work.venue = Venue(host.title, issns=host.issns or issns)
        return
    work.isbns = numbers
    if issns and csl.get("type") == "periodical":
        csl["ISSN"] = " ".join(issns)
    for one in [*record.every("225"), *record.every("410")]:
        series = title_of(_embedded(one).parts, sub="e", number="h", name="i", statement="f").title or bare(_embedded(one).first("t"))
        if series:
            csl["collection-title"] = series
            if number := bare(one.first("v")):
                csl["collection-number"] = number
            break
    if found := re.search(r"(\d+)(?:-\[?\w+\]?)?\s*(?:p\b|p\.|S\.|f\.)", record.first("215", "a")):
        csl["number-of-pages"] = found[1]


def _words(record: MarcRecord) -> list[str]:
    out = []
    for one in record.every("600", "601", "602", "604", "605", "606", "607", "608", "610"):
        if one.tag == "610":
            out += [bare(value) for value in one.every("a")]
            continue
        head = " ".join(bare(value) for value in one.every("ab"))
        out.append("--".join([head, *(bare(value) for value in one.every("jxyz"))]) if head else "")
    return out
