"""A MODS element → Work (https://www.loc.gov/standards/mods/userguide/), versions 3.0 to 3.8."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identify import normal_doi, normal_issn
from graph.record import Venue, Work
from graph.sources import edtf
from graph.sources.csl import web_address
from loaders._files import xml
from loaders._files.told_works import csl_of, whole_pages
from loaders._marc.text import isbns, named
from loaders._mods.origin import date_in, issued_in, put_origin
from loaders._mods.people import put_people
from loaders._mods.titles import subject_of, title_in, title_of
from loaders._values.languages import language_tag
from loaders._values.volume import read_place

if TYPE_CHECKING:
    from lxml.etree import _Element

    from graph.record import WorkKind

_GENRES: tuple[tuple[str, WorkKind, str], ...] = (
    (r"journal article|article|review|zeitschriftenartikel|artikel|artículo", "article", ""),
    (r"book ?chapter|book ?part|chapter|buchbeitrag|kapitel|inbook|incollection", "chapter", ""),
    (
        r"conference (?:paper|proceedings? article)|proceedings paper|conferencepaper|konferenzbeitrag|inproceedings",
        "chapter",
        "paper-conference",
    ),
    (
        # the words before it are many: "monographDoctoralThesis" and "studentThesis" in DiVA, "Academic theses" in catalogues
        r".*thes[ie]s|.*dissertation|diplom|hochschulschrift|tesis|thèse|habilitation|.*avhandling",
        "thesis",
        "",
    ),
    (r"technical report|techreport|report|working paper|arbeitspapier", "report", ""),
    (r"web ?site|web ?page", "webpage", ""),
    (r"periodical|journal|magazine|newspaper|series|zeitschrift", "book", "periodical"),
    (r"book|monograph|buch|(?:conference ?)?proceedings|conference publication|festschrift", "book", ""),
)
_RESOURCES = {
    "cartographic": "map", "notated music": "musical_score", "sound recording": "song", "sound recording-musical": "song",
    "sound recording-nonmusical": "speech", "still image": "graphic", "moving image": "motion_picture", "software, multimedia": "software",
    "software": "software",
}  # fmt: skip
_VOLUMES, _ISSUES = ("volume", "vol", "v", "band", "jahrgang"), ("issue", "number", "no", "heft", "nr")


def mods_work(element: _Element) -> Work:
    """The work of an element `mods`."""
    work = Work(key=element.get("ID") or xml.text(xml.child(element, "recordInfo", "recordIdentifier")))
    work.title = title_in(element)
    if others := [
        title for one in xml.children(element, "titleInfo") if one.get("type") and (title := title_of(one)) and title != work.title
    ]:
        work.custom["alternative-titles"] = list(dict.fromkeys(others))
    put_people(work, element)
    put_origin(work, element)
    _identifiers(work, element)
    host = next((one for one in xml.children(element, "relatedItem") if one.get("type") == "host" and _is_host(one)), None)
    _kind(work, element, host)
    _container(work, element, host)
    _series(work, element)
    terms = [xml.text(one) for one in xml.children(xml.child(element, "language"), "languageTerm")]
    work.language = next((tag for term in terms if (tag := language_tag(term))), "")
    work.abstract = next((text for one in xml.children(element, "abstract") if (text := xml.text(one))), "")
    work.keywords = list(dict.fromkeys(word for one in xml.children(element, "subject") if (word := subject_of(one))))
    if not work.custom.get("csl"):
        work.custom.pop("csl", None)
    return work


def _identifiers(work: Work, element: _Element) -> None:
    told = [((one.get("type") or "").lower(), xml.text(one)) for one in xml.children(element, "identifier") if one.get("invalid") != "yes"]
    work.doi = next(
        (doi for kind, text in told if (kind == "doi" or "doi.org/" in text or text.startswith("doi:")) and (doi := normal_doi(text))), ""
    )
    work.isbns = isbns([text for kind, text in told if kind.startswith("isbn")])
    links = xml.children(xml.child(element, "location"), "url")
    links.sort(key=lambda one: one.get("usage") not in {"primary display", "primary"})
    addresses = [xml.text(one) for one in links] + [text for kind, text in told if kind in {"uri", "url", "hdl", "handle", "urn"}]
    work.url = next((address for text in addresses if (address := web_address(text))), "")
    if not work.doi:
        work.doi = next((normal_doi(text) for text in addresses if re.match(r"https?://(?:dx\.)?doi\.org/", text)), "")
    if issns := [issn for kind, text in told if kind == "issn" and (issn := normal_issn(text))]:
        csl_of(work)["ISSN"] = " ".join(issns)


def _is_host(related: _Element) -> bool:
    if any(one.get("collection") == "yes" for one in xml.children(related, "typeOfResource")):
        return False  # where a library keeps it, not where it was published
    return bool(title_in(related) or xml.children(related, "identifier"))


def _kind(work: Work, element: _Element, host: _Element | None) -> None:
    genres = [xml.text(one).casefold() for one in xml.children(element, "genre")]
    issuance = xml.text(xml.child(element, "originInfo", "issuance"))
    resource = next((xml.text(one).casefold() for one in xml.children(element, "typeOfResource")), "")
    if host is not None:
        book = _is_book(host, genres)
        work.kind = "chapter" if book else "article"
        if any(re.match(r"conference(?! publication)|inproceedings", genre) for genre in genres) and book:
            csl_of(work)["type"] = "paper-conference"
        return
    for genre in genres:
        for pattern, kind, csl_type in _GENRES:
            if re.match(rf"(?:{pattern})", genre.rpartition("/")[2]) and kind != "chapter":
                work.kind = kind
                if csl_type:
                    csl_of(work)["type"] = csl_type
                return
    if resource in _RESOURCES:
        csl_of(work)["type"] = _RESOURCES[resource]
    elif issuance in {"continuing", "serial"}:
        work.kind, csl_of(work)["type"] = "book", "periodical"
    elif issuance in {"monographic", "single unit", "multipart monograph"} or work.isbns or work.publisher:
        work.kind = "book"


def _is_book(host: _Element, genres: list[str]) -> bool:
    inside = [xml.text(one).casefold() for one in xml.children(host, "genre")]
    types = {(one.get("type") or "").lower() for one in xml.children(host, "identifier") if xml.text(one)}
    issuance = xml.text(xml.child(host, "originInfo", "issuance"))
    if any(re.search(r"journal|periodical|magazine|newspaper|zeitschrift", genre) for genre in inside) or issuance in {
        "continuing",
        "serial",
    }:
        return False
    if any(re.search(r"book|proceedings|conference|buch", genre) for genre in inside) or issuance == "monographic" or "isbn" in types:
        return True
    if any(re.search(r"chapter|book ?part|conference ?paper|buchbeitrag|inproceedings|inbook|incollection", genre) for genre in genres):
        return True
    if "issn" in types or any("article" in genre for genre in genres):
        return False
    numbers = {(one.get("type") or "").lower() for one in xml.within(host, "detail")}
    written = " ".join(xml.text(one) for one in xml.within(host, "text"))
    return not numbers & {*_VOLUMES, *_ISSUES} and not re.search(r"\b(?:vol|no|nr|heft|issue|bd|jg)\b", written, re.IGNORECASE)


def _container(work: Work, element: _Element, host: _Element | None) -> None:
    unnamed = (
        [one for one in xml.children(element, "relatedItem") if one.get("type") == "host" and not _is_host(one)] if host is None else []
    )
    parts = [part for one in (host, element, *unnamed) for part in xml.children(one, "part")]
    for part in parts:
        _part(work, part)
    issns = str(csl_of(work).pop("ISSN", "")).split()
    if host is None:
        if issns and csl_of(work).get("type") == "periodical":
            csl_of(work)["ISSN"] = " ".join(issns)
        return
    title = title_in(host)
    told = [((one.get("type") or "").lower(), xml.text(one)) for one in xml.children(host, "identifier")]
    issns = [issn for kind, text in told if kind.endswith("issn") and (issn := normal_issn(text))] or issns
    if not work.year:
        work.issued = issued_in(xml.children(host, "originInfo"))
        work.year = edtf.year_of(work.issued)
    if work.kind == "chapter":
        book = Work(kind="book", title=title, isbns=isbns([text for kind, text in told if kind.startswith("isbn")]) or work.isbns)
        put_people(book, host)
        put_origin(book, host)
        book.publisher, book.place = book.publisher or work.publisher, book.place or work.place
        book.year = book.year or work.year
        book.issued = edtf.joined(book.year) if book.year else ""
        work.part_of, work.isbns = book, []
        if issns:
            work.venue = Venue(title, issns=issns, journal=False)
        return
    short = [text for one in xml.children(host, "titleInfo") if one.get("type") == "abbreviated" and (text := title_of(one)) != title]
    if title or issns:
        work.venue = Venue(title, short, issns)
    work.publisher = work.publisher or next((name for one in xml.within(host, "publisher") if (name := named(xml.text(one)))), "")


def _part(work: Work, part: _Element) -> None:
    for detail in xml.children(part, "detail"):
        kind = (detail.get("type") or "").lower()
        number = xml.text(xml.child(detail, "number")) or xml.text(xml.child(detail, "caption"))
        number = re.sub(r"^(?:vol(?:ume)?|no|nr|issue|number|band|bd|heft|jg)\b\.?\s*", "", number, flags=re.IGNORECASE)
        if kind in _VOLUMES:
            work.volume = work.volume or number
        elif kind in _ISSUES:
            work.issue = work.issue or number
        elif kind in {"page", "pages"}:
            work.pages = work.pages or number
        elif kind in {"article number", "articlenumber", "article"}:
            work.article_number = work.article_number or number
    for extent in xml.children(part, "extent"):
        if (extent.get("unit") or "page").lower().rstrip("s") in {"page", "p"}:
            first, last = (xml.text(xml.child(extent, name)) for name in ("start", "end"))
            listed = xml.text(xml.child(extent, "list"))
            work.pages = work.pages or whole_pages(first, last) or re.sub(r"^(?:pp?|S|pages?)\.?\s*|\s", "", listed)
    text = xml.text(xml.child(part, "text"))
    if text and not (work.volume or work.pages):
        place = read_place(f"@ {text}", "@")
        work.volume, work.issue, work.pages = place.volume, work.issue or place.issue, place.pages
    dates = [date for one in xml.children(part, "date") if (date := date_in(xml.text(one), ""))]
    if dates and (not work.issued or dates[0].startswith(work.issued)):
        work.issued, work.year = dates[0], edtf.year_of(dates[0])


def _series(work: Work, element: _Element) -> None:
    for one in xml.children(element, "relatedItem"):
        if one.get("type") == "series" and (title := title_of(xml.children(one, "titleInfo")[0]) if xml.children(one, "titleInfo") else ""):
            name, semicolon, number = title.partition("; ")
            csl_of(work)["collection-title"] = name if semicolon and re.search(r"\d", number) else title
            if semicolon and re.search(r"\d", number):
                csl_of(work)["collection-number"] = number
            return
    extent = xml.text(xml.child(element, "physicalDescription", "extent"))
    if work.kind in {"book", "report", "thesis"} and (found := re.search(r"(\d+)\s*(?:p\b|pp\b|S\.|pages)", extent)):
        csl_of(work)["number-of-pages"] = found[1]
