"""TEI's bibliographic entries → works: `biblStruct` by its levels, loose `bibl` by its tags and, for names, by its strings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identify import normal_doi
from graph.record import Contributor, Organisation, Venue, Work
from graph.sources import edtf
from graph.sources.csl import name_to, web_address
from loaders._article.writing import inline
from loaders._files import xml
from loaders._files.told_works import csl_of, whole_pages
from loaders._people.names import comma_name, is_others
from loaders._values.languages import language_tag

if TYPE_CHECKING:
    from lxml.etree import _Element

    from graph.record import WorkKind

_TRANSLATES = re.compile(r"transl|\btrl\b|übers|\btrad")
_EDITS = re.compile(r"edit|edt\b|hrsg|herausg|éd")
_OTHER_ROLE = re.compile(r"series|illustr|\bill\b|proof|copy")
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_RANGE = re.compile(r"^\W*(?:pp?\.?\s*)?([A-Za-z]*\d+[A-Za-z]?)\s*[-–—]+\s*([A-Za-z]*\d+[A-Za-z]?)\W*$")
_ET_AL = re.compile(r"[,\s]*\b(?:et\s+al|and others|u\.\s?a)\b\.?,?\s*$", re.IGNORECASE)
_VOLUME, _ISSUE, _PAGE = {"volume", "vol"}, {"issue", "no", "number"}, {"page", "pp", "pages"}
_NOTE = frozenset({"note"})


def bibl_of(entry: _Element) -> Work:
    """A biblStruct: `analytic` is the part, `monogr` what it stands in, `series` the series."""
    part, whole = xml.child(entry, "analytic"), xml.child(entry, "monogr")
    container, level = title_of(whole)
    title, _ = title_of(part)
    work = Work(kind=_kind(entry, title, level))
    work.title = title or (container if level != "j" else "")
    work.language = language_tag(xml.attribute(next(iter(xml.children(part if part is not None else whole, "title")), None), "lang"))
    work.authors = people_of(xml.children(part, "author")) or people_of(xml.children(whole, "author"))
    named = [*_in_roles(whole), *_in_roles(part)]
    editors = people_of([one for one, role in named if not _TRANSLATES.search(role)])
    _translators(work, named)
    _imprint(work, [one for one in (xml.child(whole, "imprint"), whole) if one is not None])
    _identifiers(work, entry)
    if work.kind == "chapter" and container:
        work.part_of = Work(kind="book", title=container, editors=editors, isbns=work.isbns, publisher=work.publisher, place=work.place)
        work.part_of.year, work.part_of.issued, work.isbns = work.year, work.issued, []
    elif level == "j" or (title and container):
        issns = [inline(one).upper() for one in xml.children(whole, "idno") if "issn" in xml.attribute(one, "type").casefold()]
        short = [inline(one) for one in xml.children(whole, "title") if xml.attribute(one, "type") == "abbrev" and inline(one) != container]
        work.venue = Venue(container, short, list(dict.fromkeys(issn for issn in issns if re.fullmatch(r"\d{4}-\d{3}[\dX]", issn))))
        work.editors = [] if work.kind == "article" else editors
    else:
        work.editors = editors
    meeting = inline(xml.child(whole, "meeting", "title")) or inline(xml.child(whole, "meeting"))
    if meeting:
        csl_of(work)["event-title"] = meeting
    if series := inline(xml.child(entry, "series", "title")):
        csl_of(work)["collection-title"] = series
    return work


def _translators(work: Work, named: list[tuple[_Element, str]]) -> None:
    if people := people_of([one for one, role in named if _TRANSLATES.search(role)]):
        csl_of(work).setdefault("translator", [name_to(who) for who in people])


def complete(work: Work, statement: _Element | None, publication: _Element | None) -> None:
    """Puts in what the file's own `titleStmt` and `publicationStmt` say and the description of its source does not."""
    work.title = work.title or title_of(statement)[0]
    work.authors = work.authors or people_of(xml.children(statement, "author"))
    _translators(work, _in_roles(statement))
    dois = [inline(one) for one in xml.children(publication, "idno") if xml.attribute(one, "type").casefold() == "doi"]
    work.doi = work.doi or next(filter(None, map(normal_doi, dois)), "")
    work.publisher = work.publisher or inline(xml.child(publication, "publisher"))


def title_of(element: _Element | None) -> tuple[str, str]:
    """The main title and its level; subtitles join it, abbreviations do not."""
    titles = [one for one in xml.children(element, "title") if inline(one)]
    kept = [one for one in titles if xml.attribute(one, "type") not in {"abbrev", "short", "parallel", "alt"}] or titles
    if not kept:
        return "", ""
    main = next((one for one in kept if xml.attribute(one, "type") == "main"), kept[0])
    said = inline(main, _NOTE)
    below = next((inline(one, _NOTE) for one in kept if xml.attribute(one, "type") == "sub"), "")
    return f"{said}: {below}" if below and below != said else said, xml.attribute(main, "level")


def _kind(entry: _Element, title: str, level: str) -> WorkKind:
    said = xml.attribute(entry, "type").casefold()
    for name, kind in (("thesis", "thesis"), ("report", "report"), ("web", "webpage"), ("journal", "article"), ("chapter", "chapter")):
        if name in said:
            return kind  # type: ignore[return-value] # a WorkKind, from the table above
    if level == "j":
        return "article"
    if level == "m" or xml.child(entry, "monogr", "meeting") is not None:
        return "chapter" if title else "book"
    return "article" if title and level else "work"


def _imprint(work: Work, holders: list[_Element]) -> None:
    for holder in holders:
        for scope in xml.children(holder, "biblScope"):
            _scope(work, scope)
        work.publisher = work.publisher or inline(xml.child(holder, "publisher"))
        work.place = work.place or inline(xml.child(holder, "pubPlace"))
        work.edition = work.edition or inline(xml.child(holder, "edition"))
        dates = sorted(xml.children(holder, "date"), key=lambda one: xml.attribute(one, "type") not in {"published", "print", ""})
        for date in dates:
            if not work.issued and xml.attribute(date, "type") not in {"accessed", "access"}:
                work.issued = _date(date)
    work.year = edtf.year_of(work.issued)


def _date(element: _Element) -> str:
    for printed in (xml.attribute(element, "when"), inline(element)):
        if date := edtf.edtf(printed):
            return date
    said = inline(element)
    found = re.search(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)", said)
    if not found:
        return ""
    name = re.search(r"[^\W\d_]{3,}", said)
    return edtf.joined(int(found[1]), edtf.month(name[0]) if name else None)


def _scope(work: Work, scope: _Element) -> None:
    unit = (xml.attribute(scope, "unit") or xml.attribute(scope, "type")).casefold()
    said = re.sub(r"\s*\(\d+\s*pp\.?\)?$", "", inline(scope)).strip(" ,;:.()")  # "075001 (7pp)" counts its pages
    if unit in _VOLUME:
        work.volume = work.volume or said
    elif unit in _ISSUE:
        work.issue = work.issue or said
    elif unit in _PAGE and not work.pages:
        first, last = xml.attribute(scope, "from"), xml.attribute(scope, "to")
        printed = f"{first}-{last}" if first and last else said or first
        found = _RANGE.match(printed)
        work.pages = whole_pages(found[1], found[2]) if found else printed
    elif unit in {"chapter", "chap"} and said:
        csl_of(work)["chapter-number"] = said


def _identifiers(work: Work, entry: _Element) -> None:
    for one in xml.within(entry, "idno"):
        kind, said = xml.attribute(one, "type").casefold(), inline(one)
        if kind == "doi" or (not kind and "doi" in said.casefold()):
            work.doi = work.doi or normal_doi(said)
        elif kind == "pmid":
            csl_of(work)["PMID"] = said
        elif kind in {"pmc", "pmcid"}:
            csl_of(work)["PMCID"] = said
        elif kind.startswith("isbn") and len(digits := re.sub(r"[^\dXx]", "", said).upper()) in {10, 13}:
            work.isbns.append(digits)
        elif kind in {"url", "uri"}:
            work.url = work.url or web_address(said)
    for link in xml.within(entry, "ptr", "ref"):
        address = xml.attribute(link, "target") or inline(link)
        work.doi = work.doi or (normal_doi(address) if "doi.org/" in address else "")
        work.url = work.url or web_address(address)


def _in_roles(holder: _Element | None) -> list[tuple[_Element, str]]:
    """Editors and translators with their role, from elements of their own and from statements of responsibility that tell such a role."""
    told = [(one, xml.attribute(one, "role").casefold()) for one in xml.children(holder, "editor")]
    for statement in xml.children(holder, "respStmt"):
        role = inline(xml.child(statement, "resp")).casefold()
        if _TRANSLATES.search(role) or _EDITS.match(role):
            told += [(one, role) for one in xml.children(statement, "persName", "name", "orgName")]
    return [(one, role) for one, role in told if not _OTHER_ROLE.search(role)]


def people_of(names: list[_Element]) -> list[Contributor]:
    """Names with their parts tagged; a name without parts as it is printed."""
    persons = [(one, name) for name in names for one in xml.children(name, "persName") or [name]]
    found = [who for one, name in persons if (who := _person(one, name))]
    return [who for who in found if not is_others(who.name)]


def _person(name: _Element, holder: _Element) -> Contributor | None:
    given = [inline(one) for one in xml.children(name, "forename")]
    family = " ".join(part for tag in ("nameLink", "surname") for one in xml.children(name, tag) if (part := inline(one)))
    body = inline(xml.child(holder, "orgName"))
    if family or any(given):
        who = Contributor(family=family or given[0], given=" ".join(part for part in given if part) if family else "")
        who.suffix = inline(xml.child(name, "genName"))
    elif body and name is holder:
        return Contributor(literal=body, organisation=True)
    elif xml.children(name) and not xml.children(name, "name"):
        return None
    else:
        read = comma_name(inline(name, _NOTE))
        if read is None:
            return None
        who = read
    who.orcid = next((orcid[0] for one in xml.within(holder, "idno") if (orcid := _ORCID.search(inline(one)))), "")
    for place in xml.children(holder, "affiliation"):
        labels = {xml.attribute(one, "type"): inline(one) for one in reversed(xml.children(place, "orgName"))}
        label = labels.get("institution") or next(iter(labels.values()), "")
        if label:
            who.affiliations.append(Organisation(label))
    return who


def loose_bibl_of(entry: _Element) -> Work:
    """A `bibl`: a printed reference whose parts are tagged where they stand."""
    titles = {xml.attribute(one, "level"): inline(one).strip(" ,;:") for one in reversed(xml.within(entry, "title")) if inline(one)}
    part = titles.get("a", "").rstrip(". ")
    journal, book = titles.get("j", ""), re.sub(r"^In:?\s+", "", titles.get("m") or titles.get("u") or titles.get("", ""))
    kind: WorkKind = "article" if journal else "chapter" if part and book else "book" if book else "work"
    work = Work(kind=kind, title=part or ("" if journal else book), key=xml.attribute(entry, "id"))
    notes = " ".join(inline(one).casefold() for one in xml.within(entry, "note"))
    if re.search(r"thesis|dissertation", notes):
        work.kind = "thesis"
    elif re.search(r"report", notes) and not journal:
        work.kind = "report"
    authors, work.et_al = _names_of(xml.within(entry, "author", "orgName"))
    editors, _ = _names_of(xml.within(entry, "editor"))
    work.authors, work.editors = authors, editors
    _imprint(work, [entry])
    _identifiers(work, entry)
    if journal:
        work.venue, work.editors = Venue(journal), [] if not part else editors
    elif work.kind == "chapter" and book:
        work.part_of = Work(kind="book", title=book, editors=editors, publisher=work.publisher, place=work.place)
        work.part_of.year, work.part_of.issued, work.editors = work.year, work.issued, []
    if series := titles.get("s"):
        csl_of(work)["collection-title"] = series
    if translators := people_of(xml.within(entry, "translator")):
        csl_of(work)["translator"] = [name_to(who) for who in translators]
    return work


def _names_of(elements: list[_Element]) -> tuple[list[Contributor], bool]:
    """Of lists of names in one element, each name; and whether one ends in "et al."."""
    from loaders.reading.people import all_people

    found: list[Contributor] = []
    et_al = False
    for element in elements:
        if xml.local(element) == "orgName":
            if label := inline(element):
                found.append(Contributor(literal=label, organisation=True))
            continue
        if xml.children(element):
            found += people_of([element])
            continue
        printed = inline(element).strip(" ,;:")
        said = _ET_AL.sub("", printed)
        et_al = et_al or said != printed
        people = all_people(said) or all_people(said, natural=True)
        found += people.people if people else [who for who in [comma_name(said)] if who]
    return found, et_al
