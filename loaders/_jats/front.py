"""What a JATS article's front says of it: titles, persons, journal, dates, numbers, rights."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identify import normal_doi
from graph.record import Venue, Work
from graph.sources import edtf
from loaders._article.writing import inline
from loaders._files import xml
from loaders._files.told_works import csl_of, whole_pages
from loaders._jats.people import Bodies, contributors
from loaders._values.languages import language_tag
from loaders._values.numbers import issns_in

if TYPE_CHECKING:
    from lxml.etree import _Element

_NOTES = frozenset({"fn", "xref", "tex-math", "email"})
_NO_DATE = {"pmc-release", "nihms-submitted", "epreprint", "preprint", "update", "updated", "corrected", "retracted", "retraction"}
_NO_DATE |= {"received", "accepted", "rev-recd", "rev-request", "original-publication", "correction", "pmc"}


def fill(work: Work, article: _Element, meta: _Element) -> None:
    """Put all that the front says into the work; `meta` is article-meta or what stands for it."""
    work.title = title_in(meta, "title-group", "article-title")
    translated_titles(work, xml.child(meta, "title-group"))
    _journal(work, article)
    bodies = Bodies(meta)
    by_role = contributors(meta, bodies, work.language)
    work.authors, work.et_al = by_role.authors, by_role.et_al
    if by_role.translators:
        csl_of(work)["translator"] = by_role.translators
    if by_role.editors:
        work.custom["handling-editor"] = by_role.editors  # who handled the submission is no editor of the article
    numbers(work, meta)
    dates(work, meta)
    identifiers(work, meta, "article-id")
    rights(work, meta)
    work.keywords = keywords(work, meta)


def title_in(meta: _Element, group_name: str, name: str) -> str:
    """The title with its subtitles, from their group or from where such a group would stand."""
    group = xml.child(meta, group_name)
    group = meta if group is None else group
    title = inline(xml.child(group, name), _NOTES)
    for subtitle in xml.children(group, "subtitle"):
        title = joined_title(title, inline(subtitle, _NOTES))
    return title


def translated_titles(work: Work, group: _Element | None) -> None:
    """Titles in other languages, kept beside the work's own."""
    for other in xml.within(group, "trans-title-group"):
        language = language_tag(xml.attribute(other, "lang")) or language_tag(xml.attribute(xml.child(other, "trans-title"), "lang"))
        work.custom.setdefault(f"title-{language or 'other'}", inline(xml.child(other, "trans-title"), _NOTES))
    for other in xml.children(group, "trans-title"):
        work.custom.setdefault(f"title-{language_tag(xml.attribute(other, 'lang')) or 'other'}", inline(other, _NOTES))


def joined_title(title: str, subtitle: str) -> str:
    """`Title: Subtitle`, without the colon where the title ends with a mark of its own."""
    if not title or not subtitle:
        return title or subtitle
    return f"{title} {subtitle}" if title.endswith((":", "?", "!", ".", "—", "–")) else f"{title}: {subtitle}"


def _journal(work: Work, article: _Element) -> None:
    meta = next(iter(xml.within(article, "journal-meta")), None)
    titles = xml.within(meta, "journal-title")
    short = [inline(one) for one in xml.within(meta, "abbrev-journal-title")]
    ids = {xml.attribute(one, "journal-id-type"): inline(one) for one in xml.children(meta, "journal-id")}
    short += [ids[kind] for kind in ("iso-abbrev", "nlm-ta") if ids.get(kind)]
    title = inline(titles[0]) if titles else ""
    issns = issns_in(inline(one) for one in xml.children(meta, "issn", "issn-l"))
    short = list(dict.fromkeys(name for name in short if name and name != title))
    if not title and short:
        title = short.pop(0)
    if title or issns:
        linking = inline(xml.child(meta, "issn-l")).upper()
        work.venue = Venue(title, short, issns, issn_l=linking if linking in issns else "")
    put_publisher(work, meta)


def put_publisher(work: Work, meta: _Element | None) -> None:
    """Publisher and place."""
    publisher = xml.child(meta, "publisher")
    work.publisher, work.place = inline(xml.child(publisher, "publisher-name")), inline(xml.child(publisher, "publisher-loc"))


def numbers(work: Work, meta: _Element) -> None:
    """Volume, issue, pages and article number."""
    work.volume, work.issue = inline(xml.child(meta, "volume")), inline(xml.child(meta, "issue"))
    if supplement := inline(xml.child(meta, "supplement")):
        work.issue = work.issue or supplement
    first, last = inline(xml.child(meta, "fpage")), inline(xml.child(meta, "lpage"))
    work.pages = whole_pages(first, last) if first else re.sub(r"\s*[-–—]+\s*", "-", inline(xml.child(meta, "page-range")))
    if set(work.pages) <= set("0-"):
        work.pages = ""  # "0" stands where there is none
    work.article_number = inline(xml.child(meta, "elocation-id"))


def _date(element: _Element) -> str:
    year = re.search(r"\d{4}", inline(xml.child(element, "year")))
    if not year:
        printed = inline(xml.child(element, "string-date")) or (inline(element) if not xml.children(element) else "")
        return edtf.edtf(printed) or edtf.edtf(xml.attribute(element, "iso-8601-date"))
    month, day = inline(xml.child(element, "month")), inline(xml.child(element, "day"))
    season = re.split(r"[-–—/]", inline(xml.child(element, "season")))[0]
    number = edtf.month(month) or edtf.month(season) or edtf.SEASONS.get(season.strip().casefold())
    return edtf.joined(int(year[0]), number, int(day) if day.isdecimal() and len(day) < 3 else None)


def _rank(element: _Element) -> int:
    """How near a date is to that of the issue: print, the issue's collection, online; -1 for what is no publication."""
    kinds = {xml.attribute(element, name).casefold() for name in ("pub-type", "date-type", "publication-format")} - {""}
    if kinds & _NO_DATE:
        return -1
    if kinds & {"ppub", "epub-ppub", "print"}:
        return 0
    if kinds & {"collection", "ecollection", "issue-pub", "issue"}:
        return 1
    return 2


def dates(work: Work, meta: _Element) -> None:
    """The date of print or of the issue, else the online one; of two in one year the fuller. Another online year is kept beside it."""
    ranked = [(rank, _date(one)) for one in xml.children(meta, "pub-date") if (rank := _rank(one)) >= 0]
    ranked = sorted((pair for pair in ranked if pair[1]), key=lambda pair: pair[0])
    if not ranked:
        return
    work.year = edtf.year_of(ranked[0][1])
    same = [date for rank, date in ranked if edtf.year_of(date) == work.year]
    work.issued = ranked[0][1] if len(ranked[0][1]) > 4 else max(same, key=len)
    online = next((date for rank, date in ranked if rank == 2 and edtf.year_of(date) != work.year), "")
    if online:
        csl_of(work)["available-date"] = {"date-parts": edtf.parts(online)}


def identifiers(work: Work, meta: _Element, name: str) -> None:
    """The DOI and the numbers of PubMed among the elements of this name."""
    for one in xml.children(meta, name):
        kind, said = xml.attribute(one, f"{name}-type") or xml.attribute(one, "pub-id-type"), inline(one)
        kind = kind.casefold()
        if kind == "doi" and not work.doi:
            work.doi = normal_doi(said)
        elif kind == "pmid" and said:
            csl_of(work)["PMID"] = said
        elif kind in {"pmc", "pmcid"} and said:
            csl_of(work)["PMCID"] = said if said.upper().startswith("PMC") else f"PMC{said}"


def rights(work: Work, meta: _Element) -> None:
    """The licence and who holds the rights."""
    from loaders._page.page import open_licence

    within = xml.child(meta, "permissions")
    permissions = meta if within is None else within
    for licence in xml.children(permissions, "license"):
        links = [xml.attribute(one, "href") for one in [licence, *xml.within(licence, "ext-link", "uri", "license_ref")]]
        found = next((address for said in [*links, inline(licence)] if (address := open_licence(said))), "")
        work.licence = work.licence or found or next((link for link in links if link.startswith("http")), "")
    work.rights_holder = inline(xml.child(permissions, "copyright-holder"))


def keywords(work: Work, meta: _Element) -> list[str]:
    """The keywords in the article's language, or without one; those in other languages are kept beside them."""
    groups = [one for one in xml.children(meta, "kwd-group") if "abbr" not in xml.attribute(one, "kwd-group-type").casefold()]
    found: list[str] = []
    for group in groups:
        language = language_tag(xml.attribute(group, "lang"))
        words = [inline(word) for word in xml.within(group, "kwd", "compound-kwd") if inline(word)]
        if language and work.language and language != work.language:
            work.custom.setdefault(f"keywords-{language}", words)
        else:
            found += words
    return list(dict.fromkeys(found))
