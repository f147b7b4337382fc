"""A MARC 21 record → Work (https://www.loc.gov/marc/bibliographic/; practice of LC, DNB, K10plus, Alma and Koha)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.identify import normal_doi, normal_issn
from graph.record import Disagreement, Venue, Work
from graph.sources import edtf
from graph.sources.csl import web_address
from loaders._marc.dates import date_of
from loaders._marc.edition import edition
from loaders._marc.host import Host, host_of
from loaders._marc.kind import kind_of
from loaders._marc.people import add_people, linked, person
from loaders._marc.text import bare, isbns, line, named
from loaders._marc.title import Title, title_of
from loaders._marc.unimarc import unimarc_work
from loaders._values.languages import language_tag

if TYPE_CHECKING:
    from loaders._marc.record import MarcField, MarcRecord

_NUMBER = re.compile(r"^(?:vols?|volume|bd|band|t|tome|tomo|teil|pt|part|v)?\.?\s*(\d+)$", re.IGNORECASE)
_EXTENT = re.compile(r"(\d+)(?:\s*,\s*\[?[ivxlc\d]+\]?)?\s*(?:p\b|pp\b|S\.|s\.|pages|Seiten|leaves|ff?\.|Bl\.|σ|с\.|sivua|strana)")
_PAGES = re.compile(r"^(?:\[?(?:pp?|pages?|S|Seiten?|s)\.?)\s*(\w*\d+\s*[-–]\s*\w*\d+)\b")
_AUTHORITY = frozenset("zqwxy")


def work_of(record: MarcRecord) -> Work:
    """The work of a record, MARC 21 or UNIMARC.

    Raises:
        InputError: it describes no work (an authority, holdings, nothing at all).
    """
    if record.unimarc:
        return unimarc_work(record)
    if record.type in _AUTHORITY and "245" not in record.fields:
        what = "an authority" if record.type == "z" else "a classification or holdings"
        raise InputError(f"{what} record (leader 06 is '{record.type}') describes no work")
    work = Work(key=line(record.controls.get("001", "")))
    title = _title(record)
    work.title = title.title
    host = _host(record)
    work.kind, csl_type = kind_of(record, host)
    csl: dict[str, object] = {"type": csl_type} if csl_type else {}
    work.custom["csl"] = csl
    add_people(work, record, title.statement)
    _other_titles(work, record, title)
    _imprint(work, record, host)
    _numbers(work, record, csl)
    _container(work, host)
    _identifiers(work, record, csl)
    _contents(work, record)
    if not csl:
        del work.custom["csl"]
    return work


def _title(record: MarcRecord) -> Title:
    for tag in ("245", "240", "130", "222", "246", "210"):
        for one in record.every(tag):
            if (title := title_of(one.parts)).title:
                return title
    return Title()


def _other_titles(work: Work, record: MarcRecord, title: Title) -> None:
    """Parallel and original titles, and the title in its own script (880)."""
    others = [title.parallel] if title.parallel else []
    others += [title_of(one.parts).title for link, one in linked(record).items() if link.startswith("245")]
    if others := [other for other in dict.fromkeys(others) if other and other != work.title]:
        work.custom["alternative-titles"] = others
    if record.every("880") and not work.authors and "100" not in record.fields:
        unlinked = [one for one in record.every("880") if one.first("6").startswith("100")]
        work.authors = [who for one in unlinked if (who := person(one))]


def _host(record: MarcRecord) -> Host | None:
    """The container: of a part always, of a whole only where the field gives pages or the number of a journal's issue."""
    hosts = [host_of(one) for one in record.every("773")]
    for host in hosts:
        named_host = host.title or host.issns or host.isbns
        if named_host and (record.level in {"a", "b"} or host.pages or host.article_number or (host.issns and host.volume)):
            return _completed(host, hosts)
    return next((host for host in hosts if record.level in {"a", "b"} and (host.volume or host.pages)), None)


def _completed(host: Host, hosts: list[Host]) -> Host:
    """The host with the numbers that another field 773 of the same part gives ($g alone, as in K10plus)."""
    for other in hosts:
        if other is not host and not other.title and not (other.issns or other.isbns):
            for name in ("volume", "issue", "pages", "issued", "article_number"):
                setattr(host, name, getattr(host, name) or getattr(other, name))
    return host


def _imprint(work: Work, record: MarcRecord, host: Host | None) -> None:
    """Place, publisher, date, edition: 264 _1 before 260, then the other functions of 264."""
    published = [one for one in record.every("264") if one.indicators[1] == "1"]
    fields = [*published, *record.every("260"), *[one for one in record.every("264") if one not in published]]
    fields.sort(key=lambda one: one.indicators[0] in "23")
    for one in fields[: 1 if published or "260" in record.fields else None]:
        work.place = "; ".join(place for value in one.every("a") if (place := named(value)))
        work.publisher = next((name for value in one.every("b") if (name := named(value))), "")
    fixed = record.controls.get("008", "").replace("#", " ")
    printed = [" ".join(one.every("c")) for one in fields if one.first("c")]
    printed.append(record.first("502", "d"))
    if work.kind == "thesis" and not work.publisher:
        work.publisher = named(record.first("502", "c"))
    work.issued = next((date for text in printed if (date := date_of(text, fixed[7:11], fixed[6:7]))), "")
    if (host is not None and host.issued and not any(edtf.year_of(date_of(text)) for text in printed)) or (
        host is not None and host.issued.startswith(work.issued) and work.issued
    ):
        work.issued = host.issued
    work.issued = work.issued or date_of("", fixed[7:11], fixed[6:7]) or (host.year if host else "")
    work.year = edtf.year_of(work.issued)
    if host is not None and host.issued and work.year and (other := edtf.year_of(host.issued)) not in {None, work.year}:
        work.disagreements.append(Disagreement("publicationYear", str(work.year), str(other), "264 and 260 go before 773"))
    work.edition = edition(record.first("250", "a"))


def _numbers(work: Work, record: MarcRecord, csl: dict[str, object]) -> None:
    """Extent, series, and the number of a volume of a set."""
    extent = line(record.first("300", "a"))
    if work.kind in {"book", "report", "thesis"} and (found := _EXTENT.search(extent)):
        csl["number-of-pages"] = found[1]
    elif work.kind in {"article", "chapter"} and (pages := _PAGES.match(extent)):
        work.pages = re.sub(r"\s", "", pages[1])
    for one in [*record.every("490"), *record.every("440"), *record.every("830")]:
        series = title_of(one.parts).title.strip("()")
        if series:
            csl["collection-title"] = series
            if number := bare(one.first("v")):
                csl["collection-number"] = number.strip("()")
            break
    if meeting := bare(record.first("111", "a") or record.first("711", "a")):
        csl["event-title"] = meeting
    if work.kind == "book" and not csl.get("type"):
        part = _NUMBER.match(bare(record.first("245", "n")))
        work.volume = part[1] if part else ""


def _container(work: Work, host: Host | None) -> None:
    if host is None:
        return
    work.volume, work.issue = host.volume, host.issue
    work.pages, work.article_number = host.pages or work.pages, host.article_number
    if work.kind == "chapter":
        book = Work(kind="book", title=host.title, editors=host.editors, isbns=host.isbns, edition=edition(host.edition))
        book.publisher, book.place = host.publisher or work.publisher, host.place or work.place
        book.year = edtf.year_of(host.year) or work.year
        book.issued = edtf.joined(book.year) if book.year else ""
        work.part_of = book
        if host.issns:
            work.venue = Venue(host.title, issns=host.issns, journal=False)
    elif host.title or host.issns:
        work.venue = Venue(host.title, [host.abbreviation] if host.abbreviation else [], host.issns)


def _identifiers(work: Work, record: MarcRecord, csl: dict[str, object]) -> None:
    for one in record.every("024"):
        scheme, value = one.first("2").strip().lower(), one.first("a")
        if not work.doi and (
            scheme == "doi" or (not scheme and re.match(r"\s*(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)10\.", value, re.IGNORECASE))
        ):
            work.doi = normal_doi(value)
    links = [one for one in record.every("856") if one.indicators[1] != "2" and not _aside(one)]
    addresses = [(one, address) for one in links for value in one.every("u") if (address := web_address(value))]
    if not work.doi:
        work.doi = next((normal_doi(address) for _, address in addresses if re.match(r"https?://(?:dx\.)?doi\.org/", address)), "")
    work.url = next((address for _, address in addresses), "")
    if work.kind != "chapter":
        work.isbns = isbns([value for one in record.every("020") for value in one.every("a")])
    elif work.part_of is not None and not work.part_of.isbns:
        work.part_of.isbns = isbns([value for one in record.every("020") for value in one.every("a")])
    issns = [issn for one in record.every("022") for value in one.every("a") if (issn := normal_issn(value))]
    if issns and work.venue is not None and not work.venue.issns:
        work.venue.issns = issns
    elif issns and csl.get("type") == "periodical":
        csl["ISSN"] = " ".join(issns)


def _aside(link: MarcField) -> bool:
    """Whether a link leads to a table of contents, a cover or a description instead of the work."""
    told = " ".join(link.every("3yz")).casefold()
    return bool(
        re.search(r"inhalt|contents|table des|cover|biograph|sample text|publisher descr|klappentext|rezension|review|contributor", told)
    )


def _contents(work: Work, record: MarcRecord) -> None:
    code = record.first("041", "a") or record.controls.get("008", "")[35:38]
    work.language = language_tag(code[:3]) if code.strip(" |#") else ""
    notes = [one for one in record.every("520") if one.indicators[0] in " 328#"] or record.every("520")
    work.abstract = " ".join(line(value) for one in notes[:1] for value in one.every("ab"))
    words = []
    for one in record.every("600", "610", "611", "630", "648", "650", "651", "653", "655", "689"):
        if one.tag == "653":
            words += [bare(value) for value in one.every("a")]
            continue
        head = " ".join(bare(value) for value in one.every("abt"))
        words.append("--".join([head, *(bare(value) for value in one.every("vxyz"))]) if head else "")
    work.keywords = [word for word in dict.fromkeys(words) if word]
