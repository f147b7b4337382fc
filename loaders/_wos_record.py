"""The fields of a Web of Science record → Work."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.identify import normal_doi, normal_title
from graph.record import Contributor, Organisation, Reference, Venue, Work
from graph.sources import edtf
from graph.sources.csl import MOST_CONTRIBUTORS, plain
from loaders._files.told_works import csl_of, whole_pages
from loaders._people.names import comma_name
from loaders._pubmed_parts import loose_date
from loaders._values.languages import language_tag
from loaders._values.numbers import isbns_in, issns_in, orcid_in

if TYPE_CHECKING:
    from graph.record import WorkKind

_CITED = re.compile(r",\s+(?=(?:DOI\s|V\d|P[A-Za-z]?\d|\[))")
_KINDS: dict[str, WorkKind] = {"J": "article", "B": "book", "S": "chapter", "C": "chapter", "P": "work"}

Fields = dict[str, list[str]]


def work_of(fields: Fields) -> Work:
    """A record's Work; a title within another publication that is no journal makes it a chapter."""

    def first(*tags: str) -> str:
        return next((said for tag in tags if (said := plain(" ".join(fields.get(tag, [])[:1])))), "")

    kind, title, container = _KINDS.get(first("PT")[:1], "work"), first("TI"), first("SO")
    if kind == "book" and title and container and normal_title(title) != normal_title(container):
        kind = "chapter"
    elif kind == "book":
        title = title or container
    if kind == "chapter" and first("J9", "JI") and not first("BE", "BN", "CT", "SE", "BS"):
        kind = "article"
    work = Work(kind=kind, key=first("UT"), title=title)
    if kind == "work":
        csl_of(work)["type"] = "patent"
        if number := first("PN"):
            csl_of(work)["number"] = number
    elif kind == "chapter" and "proceedings" in first("DT").casefold():
        csl_of(work)["type"] = "paper-conference"
    work.authors = _people(fields, "AF", "AU") or _people(fields, "BF", "BA")
    groups = fields.get("CA") or ([] if work.authors else fields.get("GP", []))
    work.authors += [Contributor(literal=plain(name), organisation=True) for name in groups if name]
    _affiliations(work, fields)
    work.editors = _people(fields, "BE", "ED")
    _date(work, first("PY"), first("PD"))
    work.volume, work.issue, work.article_number = first("VL"), first("IS"), first("AR")
    work.pages = whole_pages(first("BP"), first("EP")) or first("PS")
    work.doi = normal_doi(first("DI")) or (normal_doi(first("D2")) if kind == "book" else "")
    work.language, work.abstract = language_tag(first("LA")), first("AB")
    work.publisher, work.place = first("PU"), first("PI")
    words = [word.strip(" .") for tag in ("DE", "ID") for value in fields.get(tag, []) for word in plain(value).split(";")]
    work.keywords = list(dict.fromkeys(word for word in words if word))
    _container(work, container, fields)
    if pmid := first("PM"):
        csl_of(work)["PMID"] = pmid
    work.references = [cited for printed in fields.get("CR", []) if (cited := _cited(plain(printed)))]
    return work


def _people(fields: Fields, *tags: str) -> list[Contributor]:
    printed = next((fields[tag] for tag in tags if fields.get(tag)), [])
    if len(printed) > MOST_CONTRIBUTORS:
        raise InputError(f"{len(printed)} names in one field; more than {MOST_CONTRIBUTORS} are refused")
    names = [plain(re.sub(r"\s+\(.*", "", name)) for name in printed]  # an address or the assignee's code may follow
    return [who for name in names if name != "[Anonymous]" and (who := _person(name))]


def _person(name: str) -> Contributor | None:
    """`Family, Given`; patents' names have no comma before the initials."""
    found = re.fullmatch(r"(.+?) ([A-Z]{1,3})", name) if "," not in name else None
    return Contributor(family=found[1], given=found[2]) if found else comma_name(name)


def _affiliations(work: Work, fields: Fields) -> None:
    """`[Ruiz, Ana; Li, Bo] Univ Exeter, Exeter, England.` and `Ruiz, Ana/0000-…` belong to the authors whom they name."""
    by_name = {who.name.casefold(): who for who in work.authors} | {f"{who.family}, {who.given}".casefold(): who for who in work.authors}
    for line in fields.get("C1", []):
        for names, place in re.findall(r"\[([^\]]+)\]\s*([^\[]+)", line):
            label = plain(place).strip(" .;").split(",")[0].strip()
            for name in names.split(";"):
                if (who := by_name.get(plain(name).casefold())) and label and label not in (body.label for body in who.affiliations):
                    who.affiliations.append(Organisation(label))
    for entry in (part for line in fields.get("OI", []) for part in line.split(";")):
        name, _, printed = entry.partition("/")
        if (who := by_name.get(plain(name).casefold())) and (orcid := orcid_in(printed.upper())):
            who.orcid = orcid


def _date(work: Work, year: str, day: str) -> None:
    if re.fullmatch(r"\d{4}", year):
        month = re.split(r"[-–/]", day.replace(year, " ").strip())[0]
        work.issued = loose_date(f"{year} {month.title()}".strip()) or year
    else:
        work.issued = edtf.edtf(year)
    work.year = edtf.year_of(work.issued)


def _container(work: Work, container: str, fields: Fields) -> None:
    short = list(dict.fromkeys(plain(value) for tag in ("JI", "J9") for value in fields.get(tag, [])[:1] if value))
    issns = issns_in(value for tag in ("SN", "EI") for value in fields.get(tag, []))
    isbns = isbns_in(fields.get("BN", []))
    series = plain(" ".join(fields.get("SE", [])[:1]))
    if work.kind == "chapter" and container:
        work.part_of = Work(kind="book", title=container, editors=work.editors, isbns=isbns, publisher=work.publisher, place=work.place)
        work.part_of.year, work.part_of.issued, work.editors = work.year, work.issued, []
        if series or issns:
            csl_of(work)["collection-title"] = series
    elif work.kind == "article":
        work.editors = []  # guest editors of an issue
        if container or issns:
            work.venue = Venue(container, [name for name in short if name != container], issns)
    else:
        work.isbns = isbns
        if series:
            csl_of(work)["collection-title"] = series
    if meeting := plain(" ".join(fields.get("CT", [])[:1])):
        csl_of(work)["event-title"] = meeting


def _cited(printed: str) -> Reference | None:
    """`Fodor J.A., 1997, PHILOS PERSPECT, V11, P149, DOI 10.2307/2216130`: author, year, short title of the container, places."""
    parts = _CITED.split(printed)
    named = [part.strip() for part in parts[0].split(", ")]
    work = Work()
    at = next((place for place, part in enumerate(named[:3]) if re.fullmatch(r"\d{4}", part)), -1)
    if at >= 0:
        work.year, work.issued = int(named[at]), named[at]
    who = named[0] if at != 0 else ""
    if who and not who.startswith(("[", "*")):
        family, _, given = who.partition(" ")
        work.authors = [Contributor(family=family, given=given)] if given else [Contributor(literal=who)]
    elif who.startswith("*"):
        work.authors = [Contributor(literal=who.strip("* "), organisation=True)]
    title = ", ".join(named[at + 1 :]) if at >= 0 else ""
    for part in parts[1:]:
        if part.startswith("V") and not work.volume:
            work.volume = part[1:].split(",")[0]
        elif part.startswith("P") and not work.pages:
            work.pages = part[1:].split(",")[0]
        elif "DOI" in part or part.startswith("["):
            work.doi = work.doi or normal_doi(part)
    if title and (work.volume or work.doi):
        work.kind, work.venue = "article", Venue(title)
    else:
        work.title = title
    return Reference(work, raw=printed) if title or work.doi or work.authors else None
