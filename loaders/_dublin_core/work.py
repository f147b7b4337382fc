"""Dublin Core → Work: unqualified (oai_dc), terms (dcterms, qualifieddc), DSpace's `dim` and `xoai`, with PRISM and OpenAIRE beside it.

Sources: https://www.dublincore.org/specifications/dublin-core/dcmi-terms/, the OpenAIRE and DRIVER guidelines, what OJS, DSpace, EPrints
and SciELO write. A statement that no rule reads stays unread: free text is no place to guess names in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identify import normal_doi, normal_issn
from graph.record import Venue, Work
from graph.sources import edtf
from graph.sources.csl import plain, web_address
from loaders._dublin_core.people import put_people
from loaders._dublin_core.places import citation_of, is_citation, source_of
from loaders._dublin_core.statements import Core, Statement, statements
from loaders._files.told_works import csl_of, whole_pages
from loaders._marc.dates import date_of
from loaders._marc.text import isbns, line
from loaders._values.languages import language_tag
from loaders._values.volume import Place

if TYPE_CHECKING:
    from lxml.etree import _Element

    from graph.record import WorkKind

_ARTICLE = (
    r"(?:journal|research|scholarly|contribution to|peer.reviewed) ?article|article|artículo|artigo|artikel|zeitschriftenartikel|"
    r"contributiontoperiodical|review|editorial|letter"
)
_CHAPTER = (
    r"book ?part|book ?(?:chapter|section)|chapter|bookitem|capítulo|capitolo|part of book|buchbeitrag|sammelwerksbeitrag"
    r"|contribution to book|collection article"
)
_PAPER = r"conference ?(?:paper|object|item|contribution|poster)|proceedings ?(?:paper|article)|konferenzbeitrag|contributiontoconference"
_THESIS = (
    r"(?:(?:doctoral|master|bachelor|phd|student)(?:['’]s)?)? ?thes[ie]s|(?:doctoral|master|bachelor)thesis|dissertation|thèse|tesis|tese|"
    r"tesi|electronic thesis|habilitation|diplom|pro gradu|väitöskirja"
)
_REPORT = r"(?:technical|research|annual|project)? ?report|working ?paper|discussion ?paper|bericht|informe|preprint"
_TYPES: tuple[tuple[str, WorkKind, str], ...] = (
    (_ARTICLE, "article", ""),
    (_CHAPTER, "chapter", ""),
    (_PAPER, "chapter", "paper-conference"),
    (_THESIS, "thesis", ""),
    (_REPORT, "report", ""),
    (r"book|monograph|buch|libro|livro|livre", "book", ""),
    (r"data ?set", "work", "dataset"),
    (r"software", "work", "software"),
    (r"blog ?post|web ?page|website", "webpage", ""),
)
_LABELLED = re.compile(r"^\s*[a-z]{2}=")
"""`fi=Pro gradu -tutkielma | en=Master's thesis`."""
_CITED_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/\S+")
_PLACED = re.compile(r"([A-ZÀ-Þ][\w .,-]{2,40}?(?: |, (?:[A-Z]{2,3}|D\.C\.))): (\S.*)")
"""`Berlin : Edition`, `Washington, DC: World Bank`."""
_SERIES = re.compile(r"[^;:/]{3,100};\s*[\w .:/&-]{1,40}")
"""`Name;Number`, as DSpace writes the series of a report."""
_TIME = re.compile(r"T\d\d:\d\d")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")


def core_work(element: _Element, key: str = "") -> Work:
    """The work that an element of Dublin Core describes; `key` is the identifier of its OAI header."""
    core = Core(list(statements(element)))
    work = Work(key=key)
    titles = core.every("title", "", "main", "title") or core.every("title")
    work.title = re.sub(r"\s+([:;])\s*", r"\1 ", line(titles[0])).rstrip(" /") if titles else ""
    if more := [title for title in dict.fromkeys(line(title) for title in core.every("title")[1:]) if title != work.title]:
        work.custom["alternative-titles"] = more
    put_people(work, core)
    _date(work, core)
    _kind(work, core)
    work.publisher = next((line(name) for name in core.every("publisher") if not web_address(name)), "")
    if parted := _PLACED.fullmatch(work.publisher):
        work.place, work.publisher = parted[1].strip(), parted[2]
    who = [*work.authors, *work.editors]
    if " / " in work.title and any(one.family and one.family in work.title.rpartition(" / ")[2] for one in who):
        work.title = work.title.rpartition(" / ")[0].strip()  # the statement of responsibility
    work.language = next((tag for text in core.every("language") if (tag := language_tag(text))), "")
    work.abstract = plain(next(iter(core.every("description", "abstract") or core.every("description", "")), ""))
    subjects = core.every("subject")
    work.keywords = list(dict.fromkeys(word for text in subjects for part in text.split(";") if (word := line(part))))
    work.licence = next((link for text in core.every("rights") if "creativecommons.org/" in text and (link := web_address(text))), "")
    issns = _identifiers(work, core)
    _container(work, core, issns)
    if not work.custom.get("csl"):
        work.custom.pop("csl", None)
    return work


def _date(work: Work, core: Core) -> None:
    """The date of issue; without one the first date that is no time of day (those are the repository's), else the first of all.

    Of several the one whose year a citation of the work prints goes first.
    """
    dates = [one for one in core.listed if one.element == "date" and one.qualifier not in {"modified", "updated", "embargo", "embargoend"}]
    issued = [one for one in dates if one.qualifier in {"issued", "published", "publication"}]
    bare = [one for one in dates if one.qualifier == "" and not _TIME.search(one.value)]
    cited = {year for text in core.every("identifier") if len(work.title) > 12 and work.title in text for year in _YEAR.findall(text)}
    bare.sort(key=lambda one: cited.isdisjoint(_YEAR.findall(one.value)))
    order = [*issued, *bare, *(one for one in dates if one.qualifier in {"created", "copyrighted", "copyright", "submitted", "defense"})]
    order += [one for one in dates if one not in order]
    read = [date for one in order if not one.value.startswith("info:") and (date := edtf.edtf(one.value) or date_of(one.value))]
    work.issued = read[0] if read else ""
    work.year = edtf.year_of(work.issued)


def _kind(work: Work, core: Core) -> None:
    for text in (_LABELLED.sub("", part) for one in core.every("type") for part in one.split("|")):
        told = re.sub(r"[_\s-]+", " ", text.rpartition("/")[2].rpartition(":")[2]).strip().casefold()
        for pattern, kind, csl_type in _TYPES:
            if re.match(rf"(?:{pattern})(?:s|\b)", told):
                work.kind = kind
                if csl_type:
                    csl_of(work)["type"] = csl_type
                return


def _identifiers(work: Work, core: Core) -> list[str]:
    """DOI, ISBN and address of the work; gives the ISSNs."""
    told = [one for one in core.listed if one.element in {"identifier", "source", "relation"}]
    own = [one for one in told if one.element == "identifier" and one.qualifier not in {"citation", "issn"}]
    stated = [
        one.value
        for one in own
        if one.qualifier == "doi" or re.match(r"\s*(?:doi\b|https?://(?:dx\.)?doi\.org/|10\.\d{4,9}/|info:doi/)", one.value, re.IGNORECASE)
    ]
    stated += [one.value for one in told if "altIdentifier/doi/" in one.value]
    title = work.title.casefold()
    stated += [
        cited[0]
        for text in core.every("source")
        if len(title) > 12 and title in line(text).casefold() and (cited := _CITED_DOI.search(text))
    ]
    if not stated and any(is_citation(one.value) for one in own):  # EPrints: the citation, and the DOI as a relation
        related = {
            doi
            for text in core.every("relation", "")
            if re.match(r"\s*(?:https?://(?:dx\.)?doi\.org/|10\.)", text) and (doi := normal_doi(text))
        }
        stated += related if len(related) == 1 else ()
    work.doi = next((doi for value in stated if (doi := normal_doi(value))), "")
    work.url = next((address for one in own if (address := web_address(one.value))), "")
    books = [
        one.value for one in own if one.qualifier == "isbn" or re.match(r"\s*(?:urn:)?isbn\b|[\dX -]{10,17}$", one.value, re.IGNORECASE)
    ]
    found = isbns(
        [re.sub(r"^\s*urn:isbn:", "", value, flags=re.IGNORECASE) for value in books if not normal_issn(value) or len(value) > 12]
    )
    found += isbns([value.rpartition("/")[2] for value in core.every("relation") if "altIdentifier/isbn/" in value])
    work.isbns = list(dict.fromkeys(number for number in found if len(number) in {10, 13}))
    issns = [issn for one in told if _says_issn(one) and (issn := normal_issn(one.value))]
    return list(dict.fromkeys(issns))


def _says_issn(one: Statement) -> bool:
    return one.qualifier in {"issn", "eissn", "essn"} or bool(
        re.search(r"issn|(?:^|;)\s*\d{4}-\d{3}[\dXx]\s*(?:;|$)", one.value, re.IGNORECASE)
    )


def _container(work: Work, core: Core, issns: list[str]) -> None:
    numbers = core.numbers()
    place = _printed(work, core)
    container = numbers.get("container") or place.title
    whole = _whole(core)
    work.volume, work.issue = numbers.get("volume") or place.volume, numbers.get("issue") or place.issue
    work.pages = numbers.get("pages") or whole_pages(numbers.get("first", ""), numbers.get("last", "")) or place.pages
    work.article_number, work.edition = place.article_number, numbers.get("edition", "")
    work.issued = work.issued or place.issued
    work.year = edtf.year_of(work.issued)
    if work.kind == "work" and not work.custom.get("csl") and (place.volume or place.issue or (issns and container)):
        work.kind = "article"
    container = container or (whole if work.kind in {"article", "chapter"} else "")
    series = _series(work, core, whole if whole != container else "")
    if work.kind == "chapter" and container:
        work.part_of = Work(kind="book", title=container, isbns=work.isbns, publisher=work.publisher, year=work.year)
        work.part_of.issued, work.isbns = edtf.joined(work.year) if work.year else "", []
        if issns:
            work.venue = Venue(container, issns=issns, journal=False)
    elif work.kind not in {"book", "thesis"} and (container or (issns and work.kind == "article")):
        work.venue = Venue(container, issns=issns, journal=work.kind == "article")
    elif container and not series:
        csl_of(work)["collection-title"] = container


def _whole(core: Core) -> str:
    """What the work is part of by name: not by an address or a number."""
    for text in core.every("relation", "ispartof"):
        if not web_address(text) and not normal_issn(text) and not re.match(r"(?:urn|doi|issn):?", text, re.IGNORECASE):
            return line(text)
    return ""


def _series(work: Work, core: Core, whole: str) -> bool:
    """Give the work the series that it is in, if it is in one; `whole` is what else may be its name."""
    numbered = [text for text in core.every("relation", "") if _SERIES.fullmatch(text)]
    listed = core.every("relation", "ispartofseries") or (numbered if work.kind not in {"article", "chapter"} else [])
    found = next(iter(listed), whole)
    if not found:
        return False
    name, _, number = line(found).partition(";")
    csl_of(work)["collection-title"] = name.strip()
    if number := number.strip() or next(iter(core.every("relation", "numberofseries")), ""):
        csl_of(work)["collection-number"] = number
    return True


def _printed(work: Work, core: Core) -> Place:
    """What the source and the citation of the record print, the first that has numbers."""
    sources = [text for text in core.every("source") if not web_address(text) and not (len(text) < 20 and normal_issn(text))]
    own = [
        text for text in sources if len(work.title) > 12 and work.title.casefold() in line(text).casefold()
    ]  # Pure cites the work itself
    found = [source_of(text) for text in sources if text not in own]
    cited = [*own, *core.every("identifier", "citation"), *(text for text in core.every("identifier", "", "other") if is_citation(text))]
    found += [citation_of(text, work.title, work.authors[0].family if work.authors else "") for text in cited]
    for one in found:
        if work.publisher and f". {work.publisher}" in one.title:
            one.title = one.title.partition(f". {work.publisher}")[0]
    best = next((one for one in found if one.numbered), None)
    return best or next((one for one in found if one.title), Place())
