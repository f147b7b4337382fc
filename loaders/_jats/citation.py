"""An entry of a JATS reference list → the cited work, from its tags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identify import normal_doi
from graph.record import Contributor, Venue, Work, WorkKind
from graph.sources.csl import name_to, web_address
from loaders._article.writing import inline
from loaders._files import xml
from loaders._files.told_works import csl_of, whole_pages
from loaders._jats.people import body_name, person
from loaders._people.names import is_others

if TYPE_CHECKING:
    from lxml.etree import _Element

_KINDS: dict[str, WorkKind] = {
    "journal": "article", "article": "article", "article-journal": "article", "newspaper": "article", "magazine": "article",
    "book": "book", "book-chapter": "chapter", "chapter": "chapter", "confproc": "chapter", "conf-proc": "chapter", "conference": "chapter",
    "thesis": "thesis", "report": "report", "gov": "report", "working-paper": "report", "web": "webpage", "website": "webpage",
    "webpage": "webpage", "weblink": "webpage", "blog": "webpage",
}  # fmt: skip
_TITLES = ("article-title", "chapter-title", "part-title", "data-title")
_NOT_PRINTED = frozenset({"tex-math", "label"})


def stated(entry: _Element) -> bool:
    """Whether the tags tell the work: a title or what it stands in."""
    if xml.local(entry) == "note":
        return False
    named = any(inline(one) for one in xml.within(entry, *_TITLES, "source"))
    people = bool(xml.within(entry, "name", "string-name", "collab", "person-group"))
    return named and (people or xml.local(entry) == "element-citation" or bool(xml.within(entry, "year")))


def printed(entry: _Element) -> str:
    """The entry as one string; tags that stand side by side without punctuation are set apart."""
    if xml.local(entry) != "element-citation" and (entry.text or "").strip(" \n\t") + "".join(one.tail or "" for one in entry).strip():
        return _spaced_text(entry)
    names = ", ".join(who.name for who in _people(entry, "author"))
    rest = [inline(one, _NOT_PRINTED) for one in entry if xml.local(one) not in {"person-group", "name", "collab", "string-name", "label"}]
    return ". ".join(part for part in [names, *rest] if part)


def _spaced_text(entry: _Element) -> str:
    """The text of an entry; a blank between parts that stand side by side, as between a journal's title and its volume."""
    said = [entry.text or ""]
    for part in entry:
        if xml.local(part) not in _NOT_PRINTED and xml.attribute(part, "pub-id-type") not in {"pmid", "pmcid", "pmc"}:
            said.append(inline(part, _NOT_PRINTED))
        said.append(part.tail or " ")
    return " ".join("".join(said).split())


def citation(entry: _Element) -> Work:
    """The work that an entry cites."""
    said = {xml.local(one): inline(one, _NOT_PRINTED) for one in reversed(xml.children(entry))}
    kind = _KINDS.get((xml.attribute(entry, "publication-type") or xml.attribute(entry, "citation-type")).casefold(), "work")
    title = next((said[name].rstrip(".,") for name in _TITLES if said.get(name)), "")
    source = said.get("source", "").rstrip(".,;")
    journal = bool(said.get("volume") or said.get("elocation-id"))
    if kind == "work" and source:
        kind = "article" if journal and not said.get("publisher-name") else "book" if said.get("publisher-name") else kind
    if kind == "book" and title and source and title != source:
        kind = "chapter"
    work = Work(kind=kind, title=title or ("" if kind == "article" else source))
    work.authors, work.et_al = _people(entry, "author"), bool(xml.within(entry, "etal"))
    work.editors = _people(entry, "editor")
    _numbers(work, said)
    _identifiers(work, entry)
    if translators := _people(entry, "translator"):
        csl_of(work)["translator"] = [name_to(who) for who in translators]
    if not source or not title or title == source:
        if kind == "article" and source:
            work.venue = Venue(source)
        return work
    if kind == "chapter":
        book = Work(kind="book", title=source, editors=work.editors, publisher=work.publisher, place=work.place)
        book.edition, book.year, book.issued = work.edition, work.year, work.issued
        work.editors, work.part_of = [], book
        if "conf" in xml.attribute(entry, "publication-type"):
            csl_of(work)["type"] = "paper-conference"
    else:
        work.venue = Venue(source, journal=kind == "article")
    return work


def _numbers(work: Work, said: dict[str, str]) -> None:
    if year := re.search(r"\b(\d{4})([a-z])?\b", said.get("year", "") or said.get("date", "")):
        work.year, work.issued, work.year_suffix = int(year[1]), year[1], year[2] or ""
    work.volume, work.issue = said.get("volume", "").strip(" ,()"), said.get("issue", "").strip(" ,()")
    first, last = said.get("fpage", "").strip(" ,."), said.get("lpage", "").strip(" ,.")
    work.pages = whole_pages(first, last) or re.sub(r"\s*[-–—]+\s*", "-", said.get("page-range", ""))
    work.article_number = said.get("elocation-id", "")
    work.edition, work.publisher = said.get("edition", ""), said.get("publisher-name", "")
    work.place = said.get("publisher-loc", "").strip(" :,")


def _identifiers(work: Work, entry: _Element) -> None:
    for one in xml.within(entry, "pub-id"):
        if xml.attribute(one, "pub-id-type") == "doi":
            work.doi = work.doi or normal_doi(inline(one))
        elif xml.attribute(one, "pub-id-type") == "pmid":
            csl_of(work)["PMID"] = inline(one)
    for link in xml.within(entry, "ext-link", "uri"):
        address = xml.attribute(link, "href") or inline(link)
        if "doi.org/" in address or xml.attribute(link, "ext-link-type") == "doi":
            work.doi = work.doi or normal_doi(address)
        elif not work.url:
            work.url = web_address(address)
    if not work.doi and "doi" in (whole := inline(entry)).casefold():
        found = re.search(r"doi[:\s./org]*\s*(10\.\d{4,9}/\S+)", whole, re.IGNORECASE)
        work.doi = normal_doi(found[1]) if found else ""
    for isbn in xml.within(entry, "isbn"):
        if len(digits := re.sub(r"[^\dXx]", "", inline(isbn)).upper()) in {10, 13}:
            work.isbns.append(digits)


def _people(entry: _Element, role: str) -> list[Contributor]:
    """Those of a person-group of this role; names outside any group are authors."""
    groups = [one for one in xml.within(entry, "person-group") if _role(one) == role]
    holders = groups if groups or role != "author" else [entry]
    found = []
    for holder in holders:
        for one in xml.children(holder, "name", "string-name", "collab", "name-alternatives", "anonymous"):
            name = xml.child(one, "name") if xml.local(one) == "name-alternatives" else one
            if name is None or xml.local(name) == "anonymous":
                continue
            who = person(name) if xml.local(name) != "collab" else None
            if xml.local(name) == "collab" and (label := body_name(name)):
                who = Contributor(literal=label, organisation=True)
            if who and not is_others(who.name):
                found.append(who)
    return found


def _role(group: _Element) -> str:
    said = (xml.attribute(group, "person-group-type") or "author").casefold()
    return "author" if said in {"author", "allauthors", "aut", "inventor"} else "editor" if "editor" in said else said
