"""A MODS element → Work (https://www.loc.gov/standards/mods/userguide/), versions 3.0 to 3.8."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.identify import normal_doi, normal_issn, normal_orcid
from graph.record import Contributor, Organisation, Venue, Work
from graph.sources import edtf
from graph.sources.csl import MOST_CONTRIBUTORS, web_address
from loaders._files import xml
from loaders._files.told_works import csl_of, whole_pages
from loaders._marc.dates import date_of
from loaders._marc.edition import edition
from loaders._marc.people import Named, add_named
from loaders._marc.relators import chosen, role_of_code, role_of_word
from loaders._marc.text import bare, isbns, line, named
from loaders._people.names import comma_name, in_parts
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
    work.title = _title(element)
    if others := [
        title for one in xml.children(element, "titleInfo") if one.get("type") and (title := _title_of(one)) and title != work.title
    ]:
        work.custom["alternative-titles"] = list(dict.fromkeys(others))
    _people(work, element)
    _origin(work, element)
    _identifiers(work, element)
    host = next((one for one in xml.children(element, "relatedItem") if one.get("type") == "host" and _is_host(one)), None)
    _kind(work, element, host)
    _container(work, element, host)
    _series(work, element)
    terms = [xml.text(one) for one in xml.children(xml.child(element, "language"), "languageTerm")]
    work.language = next((tag for term in terms if (tag := language_tag(term))), "")
    work.abstract = next((text for one in xml.children(element, "abstract") if (text := xml.text(one))), "")
    work.keywords = list(dict.fromkeys(word for one in xml.children(element, "subject") if (word := _subject(one))))
    if not work.custom.get("csl"):
        work.custom.pop("csl", None)
    return work


def _title(element: _Element | None) -> str:
    infos = [one for one in xml.children(element, "titleInfo") if not one.get("type")] or xml.children(element, "titleInfo")
    infos.sort(key=lambda one: one.get("usage") != "primary")
    return next((title for one in infos if (title := _title_of(one))), "")


def _title_of(info: _Element) -> str:
    """`nonSort title: subTitle. partNumber, partName`; a title with its own punctuation at the end keeps none before the next part."""
    article, title = xml.text(xml.child(info, "nonSort")), bare(xml.text(xml.child(info, "title")))
    if article and not title.casefold().startswith(f"{article.casefold()} "):
        title = f"{article}{title}" if article.endswith(("'", "’", "-")) else f"{article} {title}"
    if sub := "; ".join(text for one in xml.children(info, "subTitle") if (text := bare(xml.text(one)))):
        title = f"{title}: {sub}" if title else sub
    parts = [text for one in xml.children(info, "partNumber", "partName") if (text := bare(xml.text(one)))]
    title = ". ".join(part for part in (title, ", ".join(parts)) if part)
    return re.sub(r"\s+([:;])\s+", r"\1 ", line(title))


def _people(work: Work, element: _Element) -> None:
    names = xml.children(element, "name")
    if len(names) > MOST_CONTRIBUTORS:
        raise InputError(f"{len(names)} names in one record; more than {MOST_CONTRIBUTORS} are refused")
    statement = next((xml.text(note) for note in xml.children(element, "note") if note.get("type") == "statement of responsibility"), "")
    people = [(found, one) for one in names for found in _named(one)]
    primary = any(one.get("usage") == "primary" for _, one in people)
    if not primary and not statement:
        people = [(found._replace(main=found.main or not found.role), one) for found, one in people]
    add_named(work, [found for found, _ in people], statement)
    work.et_al = work.et_al or any(xml.children(one, "etal") for one in names)


def _named(name: _Element) -> list[Named]:
    """The contributor of a `name`, once a role; none where it is a conference's or empty."""
    kind = name.get("type") or ""
    who = _contributor(name, body=kind in {"corporate", "family"}) if kind != "conference" else None
    if who is None:
        return []
    told: list[str] = []
    words: list[str] = []
    for role in xml.children(name, "role"):
        terms = [term for term in xml.children(role, "roleTerm") if xml.text(term)]
        codes = [term for term in terms if term.get("type") == "code"]
        told += chosen([role_of_code(xml.text(term)) if term in codes else role_of_word(xml.text(term)) for term in terms])
        words += [xml.text(term) for term in terms if term not in codes]
        if not terms and xml.text(role):  # MODS 3.0
            told.append(role_of_word(xml.text(role)))
    who.orcid = next((orcid for text in _identified(name) if (orcid := normal_orcid(text))), "")
    who.affiliations = [Organisation(text) for one in xml.children(name, "affiliation") if (text := xml.text(one))]
    main = name.get("usage") == "primary" and not any(told)
    return [Named(who, role, main, "; ".join(words)) for role in chosen(told)]


def _identified(name: _Element) -> list[str]:
    told = [xml.text(one) for one in xml.children(name, "nameIdentifier") if (one.get("type") or "").lower() in {"orcid", ""}]
    return [*told, *(text for text in (name.get("valueURI") or "",) if "orcid" in text)]


def _contributor(name: _Element, *, body: bool) -> Contributor | None:
    parts = [(one.get("type") or "", line(xml.text(one))) for one in xml.children(name, "namePart")]
    by_type = {kind: [text for told, text in parts if told == kind and text] for kind in ("family", "given", "termsOfAddress", "")}
    if body:
        literal = ". ".join(bare(text) for text in by_type[""]) or xml.text(xml.child(name, "displayForm"))
        return Contributor(literal=literal, organisation=True) if literal else None
    suffix = next((text.strip(" ,") for text in by_type["termsOfAddress"] if re.match(r"(?:Jr|Sr|I{2,3}|IV)\b", text.strip(" ,"))), "")
    if by_type["family"]:
        family, given = (" ".join(text.strip(" ,") for text in by_type[kind]) for kind in ("family", "given"))
        return in_parts(family, given, suffix)
    if by_type["given"] and not by_type[""]:  # a name of one part, however many words it has
        return Contributor(literal=" ".join(text.strip(" ,") for text in by_type["given"]))
    whole = " ".join([*by_type[""], *by_type["given"]]) or xml.text(xml.child(name, "displayForm"))
    whole = re.sub(r",?\s*\(?\d{4}\??\s*-\s*(?:\d{4}\??)?\)?\s*,?$", "", whole).strip(" ,")
    if not whole:
        return None
    if "," not in whole and len(whole.split()) == 1 and name.get("type") == "personal":
        return Contributor(family=whole)
    who = comma_name(bare(whole) if not re.search(r"\b\w\.$", whole) else whole)
    if who is not None and suffix:
        who.suffix = suffix
    return who


def _origin(work: Work, element: _Element) -> None:
    """Dates as printed before dates as coded; the place as text, never its code."""
    origins = xml.children(element, "originInfo")
    publication = [one for one in origins if (one.get("eventType") or "publication") in {"publication", "publisher", ""}] or origins
    texts = [xml.text(term) for one in publication for term in xml.within(one, "placeTerm") if term.get("type") != "code"]
    work.place = next((place for text in texts if (place := named(text))), "")
    names = [xml.text(one) for held in publication for one in xml.children(held, "publisher")]
    names += [xml.text(part) for held in publication for one in xml.children(held, "agent") for part in xml.children(one, "namePart")]
    work.publisher = next((name for text in names if (name := named(text))), "")
    work.edition = next((edition(text) for held in publication for one in xml.children(held, "edition") if (text := xml.text(one))), "")
    work.issued = _issued(publication) or _issued(origins)
    work.year = edtf.year_of(work.issued)


def _issued(origins: list[_Element]) -> str:
    for name in ("dateIssued", "copyrightDate", "dateCreated", "dateOther"):
        dates = [one for held in origins for one in xml.children(held, name)]
        ends = [one for one in dates if one.get("point") == "end"]
        dates = [one for one in dates if one not in ends]
        if name == "dateOther":
            dates = [one for one in dates if (one.get("type") or "") in {"", "published", "publication"}]
        dates.sort(key=lambda one: (one.get("keyDate") != "yes", one.get("encoding") not in {"w3cdtf", "iso8601", "edtf"}))
        read = [date for one in dates if (date := _date(xml.text(one), one.get("encoding") or ""))]
        if not read:
            continue
        end = next((date for one in ends if (date := _date(xml.text(one), ""))), "")
        same = [date for date in read if edtf.year_of(date) == edtf.year_of(read[0]) and "/" not in date]
        whole = max(same, key=lambda date: len(date.rstrip("~?"))) if same else read[0]
        return f"{whole}/{end}" if end and "/" not in whole and end > whole else whole
    return ""


def _date(text: str, encoding: str) -> str:
    if encoding == "marc" and re.fullmatch(r"\d{3}[u|]", text):
        return f"{text[:3]}X"
    if found := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text):
        return edtf.edtf("-".join(found.groups()))
    return edtf.edtf(text) or date_of(text)


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
    return bool(_title(related) or xml.children(related, "identifier"))


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
    title = _title(host)
    told = [((one.get("type") or "").lower(), xml.text(one)) for one in xml.children(host, "identifier")]
    issns = [issn for kind, text in told if kind.endswith("issn") and (issn := normal_issn(text))] or issns
    if not work.year:
        work.issued = _issued(xml.children(host, "originInfo"))
        work.year = edtf.year_of(work.issued)
    if work.kind == "chapter":
        book = Work(kind="book", title=title, isbns=isbns([text for kind, text in told if kind.startswith("isbn")]) or work.isbns)
        _people(book, host)
        _origin(book, host)
        book.publisher, book.place = book.publisher or work.publisher, book.place or work.place
        book.year = book.year or work.year
        book.issued = edtf.joined(book.year) if book.year else ""
        work.part_of, work.isbns = book, []
        if issns:
            work.venue = Venue(title, issns=issns, journal=False)
        return
    short = [text for one in xml.children(host, "titleInfo") if one.get("type") == "abbreviated" and (text := _title_of(one)) != title]
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
    dates = [date for one in xml.children(part, "date") if (date := _date(xml.text(one), ""))]
    if dates and (not work.issued or dates[0].startswith(work.issued)):
        work.issued, work.year = dates[0], edtf.year_of(dates[0])


def _series(work: Work, element: _Element) -> None:
    for one in xml.children(element, "relatedItem"):
        if one.get("type") == "series" and (
            title := _title_of(xml.children(one, "titleInfo")[0]) if xml.children(one, "titleInfo") else ""
        ):
            name, semicolon, number = title.partition("; ")
            csl_of(work)["collection-title"] = name if semicolon and re.search(r"\d", number) else title
            if semicolon and re.search(r"\d", number):
                csl_of(work)["collection-number"] = number
            return
    extent = xml.text(xml.child(element, "physicalDescription", "extent"))
    if work.kind in {"book", "report", "thesis"} and (found := re.search(r"(\d+)\s*(?:p\b|pp\b|S\.|pages)", extent)):
        csl_of(work)["number-of-pages"] = found[1]


def _subject(subject: _Element) -> str:
    parts = []
    for one in xml.children(subject, "topic", "geographic", "temporal", "titleInfo", "name", "genre", "occupation"):
        name = xml.local(one)
        parts.append(
            _title_of(one)
            if name == "titleInfo"
            else " ".join(bare(xml.text(part)) for part in xml.children(one, "namePart")) or bare(xml.text(one))
        )
    return "--".join(part for part in parts if part)
