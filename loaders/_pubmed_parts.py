"""Parts of a PubMed record: titles, persons, dates, pages, identifiers, abstracts, references."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.identify import normal_doi
from graph.record import Contributor, Organisation, Reference, Work
from graph.sources import edtf
from graph.sources.csl import MOST_CONTRIBUTORS
from loaders._files import xml
from loaders._files.told_works import csl_of, whole_pages
from loaders._values.numbers import orcid_in

if TYPE_CHECKING:
    from lxml.etree import _Element

_TRANSLATED = re.compile(r"\s*[\[(]author'?s transl\.?[\])]\s*", re.IGNORECASE)
_ACRONYM_END = re.compile(r"(?:\b[^\W\d_]\.){2,}$|\.\.$")
_MAIL = re.compile(r"\s*(?:Electronic address:\s*)?\S+@\S+", re.IGNORECASE)
_RANGE = re.compile(r"(?<![\w-])(\d+)[-–](\d+)(?![\w-])")


def bare_title(title: str) -> str:
    """A title without the full stop that closes it and without the brackets of a translation; "" for "[Not Available]"."""
    title = title.strip()
    if title.startswith("[") and title.rstrip(".").endswith("]"):
        inside = title.rstrip(".")[1:-1]
        if inside.count("[") == inside.count("]") and inside.find("]") >= inside.find("["):
            title = _TRANSLATED.sub("", inside).strip()
    if title.endswith(".") and not _ACRONYM_END.search(title):
        title = title[:-1].rstrip()
    return "" if title.casefold() in {"not available", "in process citation"} else title


def authors_of(listed: _Element | None) -> tuple[list[Contributor], bool]:
    """The names of an AuthorList, those marked invalid left out, and whether it is incomplete."""
    names = xml.children(listed, "Author")
    if len(names) > MOST_CONTRIBUTORS:
        raise InputError(f"{len(names)} names in one field; more than {MOST_CONTRIBUTORS} are refused")
    found = [who for name in names if xml.attribute(name, "ValidYN") != "N" and (who := _author(name))]
    return found, xml.attribute(listed, "CompleteYN") == "N"


def authors_list(holder: _Element | None) -> _Element | None:
    """The first list that is not marked as editors'."""
    return next((one for one in xml.children(holder, "AuthorList") if xml.attribute(one, "Type") != "editors"), None)


def editors_of(holder: _Element | None) -> tuple[list[Contributor], bool]:
    """The names of the list that is marked as editors'."""
    return authors_of(next((one for one in xml.children(holder, "AuthorList") if xml.attribute(one, "Type") == "editors"), None))


def _author(name: _Element) -> Contributor | None:
    body = xml.text(xml.child(name, "CollectiveName")).rstrip(".")
    family = xml.text(xml.child(name, "LastName"))
    given = next((said for part in ("ForeName", "FirstName", "Initials") if (said := xml.text(xml.child(name, part)))), "")
    if not family and given:
        family, given = given, ""
    if not family and not body:
        return None
    who = Contributor(family=family, given=given, literal="" if family else body, organisation=not family)
    who.suffix = xml.text(xml.child(name, "Suffix"))
    for identifier in xml.children(name, "Identifier"):
        if xml.attribute(identifier, "Source") == "ORCID":
            who.orcid = orcid_in(xml.text(identifier)) or who.orcid
    who.affiliations = _bodies(name)
    return who


def _bodies(name: _Element) -> list[Organisation]:
    """The bodies that the affiliations of one author name."""
    from loaders._people.affiliations import Affiliations

    read, found = Affiliations(), list[Organisation]()
    for place in xml.within(name, "Affiliation"):
        for printed in _MAIL.sub("", xml.text(place)).split(";"):
            if (body := read.read(re.sub(r"^\s*and\s", "", printed).strip(" .,"))) and body not in found:
                found.append(body)
    return found


def date_of(work: Work, printed: _Element | None, electronic: _Element | None) -> None:
    """The date of the issue; where it has none, the electronic one."""
    work.issued = _date(printed) or _date(electronic)
    work.year = edtf.year_of(work.issued)


def _date(element: _Element | None) -> str:
    year = xml.text(xml.child(element, "Year"))
    if re.fullmatch(r"\d{4}", year):
        month = xml.text(xml.child(element, "Month"))
        season = edtf.SEASONS.get(xml.text(xml.child(element, "Season")).casefold())
        day = xml.text(xml.child(element, "Day"))
        return edtf.joined(int(year), edtf.month(month) or season, int(day) if day.isdecimal() and len(day) < 3 else None)
    loose = xml.text(xml.child(element, "MedlineDate"))
    return loose_date(loose)


def loose_date(printed: str) -> str:
    """MEDLINE's date as one text: "1998 Dec-1999 Jan", "2000 Spring", "1976-1977", "2013 06 10"."""
    if whole := edtf.edtf(printed):
        return whole
    found = re.search(r"\b(\d{4})\b(?:\s+([^\W\d_]+|\d\d?(?!\d)))?(?:\s+(\d\d?)(?!\d))?", printed)
    if not found:
        return ""
    name, day = found[2] or "", found[3]
    return edtf.joined(int(found[1]), edtf.month(name) or edtf.SEASONS.get(name.casefold()), int(day) if day else None)


def pages_of(pagination: _Element | None) -> str:
    """`228-242` from MEDLINE's "228-42"."""
    printed = xml.text(xml.child(pagination, "MedlinePgn"))
    if not printed:
        first, last = xml.text(xml.child(pagination, "StartPage")), xml.text(xml.child(pagination, "EndPage"))
        return whole_pages(first, last)
    return medline_pages(printed)


def medline_pages(printed: str) -> str:
    """Shortened page ranges written out."""
    return _RANGE.sub(lambda found: whole_pages(found[1], found[2]), printed.strip().rstrip("."))


def doi_of(article: _Element | None, listed: _Element | None) -> str:
    """The DOI among the article's locations, else in the list of identifiers."""
    for place in xml.children(article, "ELocationID"):
        valid = xml.attribute(place, "ValidYN") != "N"
        if xml.attribute(place, "EIdType") == "doi" and valid and (doi := normal_doi(xml.text(place))):
            return doi
    return next((doi for one in _ids(listed, "doi") if (doi := normal_doi(one))), "")


def _ids(listed: _Element | None, kind: str) -> list[str]:
    return [xml.text(one) for one in xml.children(listed, "ArticleId") if xml.attribute(one, "IdType") == kind]


def identifiers(work: Work, listed: _Element | None) -> None:
    """PMID and PMCID among the CSL variables."""
    found = {"PMID": [work.key], "PMCID": _ids(listed, "pmc")}
    for name, values in found.items():
        if values and values[0]:
            csl_of(work)[name] = values[0]


def abstract_of(element: _Element | None) -> str:
    """The sections of an abstract, each after its label."""
    parts = []
    for section in xml.children(element, "AbstractText"):
        label, said = xml.attribute(section, "Label"), xml.text(section)
        if said:
            parts.append(f"{label}: {said}" if label and label != "UNLABELLED" else said)
    return " ".join(parts)


def keywords_of(record: _Element | None) -> list[str]:
    """Authors' keywords, then the descriptors of MeSH."""
    words = [xml.text(word).rstrip(".") for one in xml.children(record, "KeywordList") for word in xml.children(one, "Keyword")]
    words += [xml.text(name) for one in xml.children(record, "MeshHeadingList") for name in xml.within(one, "DescriptorName")]
    return list(dict.fromkeys(word for word in words if word))


def references_of(record: _Element | None) -> list[Reference]:
    """What the article cites: by identifier where one is given, else by its string."""
    found = []
    for cited in xml.within(record, "Reference"):
        raw, ids = xml.text(xml.child(cited, "Citation")), xml.child(cited, "ArticleIdList")
        doi, pmid = next(iter(_ids(ids, "doi")), ""), next(iter(_ids(ids, "pubmed")), "")
        if normal_doi(doi) or pmid:
            work = Work(doi=normal_doi(doi))
            if pmid:
                csl_of(work)["PMID"] = pmid
            found.append(Reference(work, raw=raw))
        elif raw:
            from loaders.reading.references import parse

            found.append(parse(raw))
    return found
