"""What an HTML page says about its work in its own head: Highwire and Dublin Core meta elements, COinS, JSON-LD of schema.org.

Sources: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing, https://www.dublincore.org/specifications/dublin-core/dcq-html/,
http://ocoins.info/, https://schema.org/ScholarlyArticle.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graph.identify import normal_doi, normal_isbn, normal_issn, normal_orcid
from graph.record import Contributor, Disagreement, Organisation, Venue, Work
from loaders._names import comma_name
from loaders._page import clean
from loaders._volume import printed_date

if TYPE_CHECKING:
    from graph.record import WorkKind
    from loaders._markup import Markup

_TYPES: dict[str, WorkKind] = {
    "scholarlyarticle": "article",
    "article": "article",
    "book": "book",
    "chapter": "chapter",
    "thesis": "thesis",
    "report": "report",
}
_GENRES: dict[str, WorkKind] = {"article": "article", "book": "book", "bookitem": "chapter", "dissertation": "thesis", "report": "report"}
_TEXTS = ("title", "doi", "volume", "issue", "pages", "article_number", "publisher", "place", "abstract", "language", "licence", "edition")
_DOIS = ("citation_doi", "dc.identifier", "prism.doi", "dcterms.identifier")
_AUTHORS = ("citation_author", "dc.creator", "dcterms.creator", "citation_authors")
_DATES = ("citation_publication_date", "citation_date", "citation_year", "dc.date", "dcterms.issued", "prism.publicationdate")
_MOST = 500


def embedded_work(markup: Markup) -> Work | None:
    """The work that the page's metadata describe, or None where they name none; nothing of it has a place in the text."""
    work = Work()
    _from_meta(markup.meta, work)
    for coins in markup.coins[:1]:
        fill(work, _from_coins(coins))
    for node in markup.json_ld:
        if any(kind in _TYPES for kind in _kinds(node)):
            fill(work, _from_json_ld(node))
            break
    return work if work.title or work.doi else None


def fill(work: Work, other: Work) -> list[Disagreement]:
    """Give the work what it lacks and the other has; where both have a title, DOI, year, volume or issue that differ, say so."""
    found = []
    for name, mine, theirs in (
        ("title", work.title, other.title),
        ("doi", work.doi, other.doi),
        ("publicationYear", str(work.year or ""), str(other.year or "")),
        ("volume", work.volume, other.volume),
        ("issueNumber", work.issue, other.issue),
    ):
        if mine and theirs and _folded(mine) != _folded(theirs):
            found.append(Disagreement(name, mine, theirs, "what the page prints for its reader before what its metadata say"))
    for name in _TEXTS:
        if not getattr(work, name):
            setattr(work, name, getattr(other, name))
    for name in ("authors", "editors", "isbns", "keywords"):
        if not getattr(work, name):
            setattr(work, name, list(getattr(other, name)))
    if work.year is None or (work.year == other.year and len(other.issued) > len(work.issued)):
        work.year, work.issued = other.year, other.issued
    if work.kind == "work":
        work.kind = other.kind
    if work.venue is None:
        work.venue = other.venue
    elif other.venue and not work.venue.issns and _folded(work.venue.title) == _folded(other.venue.title):
        work.venue.issns = list(other.venue.issns)
    return found


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def _pages(first: str, last: str) -> str:
    return f"{first}-{last}" if first and last and first != last else first


def _dated(work: Work, printed: str) -> None:
    work.issued = re.sub(r"-00$|-00-00$", "", printed_date(printed.replace("/", "-")))
    work.year = int(work.issued[:4]) if work.issued else None


def _venue(title: str, issns: list[str]) -> Venue | None:
    normal = [n for n in map(normal_issn, issns) if n]
    return Venue(clean(title), issns=list(dict.fromkeys(normal))) if clean(title) else None


def _from_meta(meta: dict[str, list[str]], work: Work) -> None:
    def first(*names: str) -> str:
        return next((clean(meta[name][0]) for name in names if meta.get(name)), "")

    def every(*names: str) -> list[str]:
        return next((meta[name][:_MOST] for name in names if meta.get(name)), [])

    work.title = first("citation_title", "dc.title", "dcterms.title", "eprints.title", "bepress_citation_title")
    work.doi = next((d for name in _DOIS for d in map(normal_doi, meta.get(name, [])) if d), "")
    work.authors = [c for c in map(comma_name, every(*_AUTHORS)) if c]
    if len(work.authors) == 1 and len(meta.get("citation_authors", [])) == 1:
        work.authors = [c for c in map(comma_name, meta["citation_authors"][0].split(";")) if c]
    work.editors = [c for c in map(comma_name, every("citation_editor")) if c]
    _dated(work, first(*_DATES))
    work.volume = first("citation_volume", "prism.volume")
    work.issue = first("citation_issue", "prism.number")
    work.pages = _pages(first("citation_firstpage", "prism.startingpage"), first("citation_lastpage", "prism.endingpage"))
    work.publisher = first("citation_publisher", "dc.publisher", "dcterms.publisher")
    work.abstract = first("citation_abstract", "dcterms.abstract")
    work.keywords = [clean(k) for value in meta.get("citation_keywords", [])[:_MOST] for k in re.split(r"[;,]", value) if clean(k)]
    work.isbns = [n for n in map(normal_isbn, meta.get("citation_isbn", [])) if n]
    issns = [*meta.get("citation_issn", []), *meta.get("prism.issn", [])]
    work.venue = _venue(first("citation_journal_title", "prism.publicationname"), issns)
    if work.venue:
        work.kind = "article"
    elif "citation_dissertation_institution" in meta:
        work.kind = "thesis"


def _from_coins(coins: dict[str, list[str]]) -> Work:
    def first(*names: str) -> str:
        return next((clean(coins[name][0]) for name in names if coins.get(name)), "")

    work = Work(title=first("rft.atitle", "rft.btitle", "rft.title"))
    genre = first("rft.genre")
    work.kind = _GENRES.get(genre, "work")
    work.doi = next((d for d in map(normal_doi, coins.get("rft_id", [])) if d), "")
    names = coins.get("rft.au") or coins.get("rft.creator") or []
    work.authors = [c for c in map(comma_name, names[:_MOST]) if c]
    if not work.authors and first("rft.aulast"):
        work.authors = [Contributor(family=first("rft.aulast"), given=first("rft.aufirst"))]
    _dated(work, first("rft.date"))
    work.volume, work.issue = first("rft.volume"), first("rft.issue")
    work.pages = first("rft.pages") or _pages(first("rft.spage"), first("rft.epage"))
    work.publisher, work.place, work.edition = first("rft.pub"), first("rft.place"), first("rft.edition")
    work.isbns = [n for n in map(normal_isbn, coins.get("rft.isbn", [])) if n]
    journal = first("rft.jtitle") or (first("rft.title") if coins.get("rft.atitle") and genre != "bookitem" else "")
    work.venue = _venue(journal, [*coins.get("rft.issn", []), *coins.get("rft.eissn", [])])
    return work


def _kinds(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [kind.casefold() for kind in kinds if isinstance(kind, str)]


def _said(value: object) -> str:
    """A JSON-LD value as text: the first of a list, the name of a node."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("value") or ""
    return clean(str(value)) if isinstance(value, str | int) else ""


def _from_json_ld(node: dict[str, Any]) -> Work:
    work = Work(title=_said(node.get("headline")) or _said(node.get("name")))
    work.kind = next((_TYPES[kind] for kind in _kinds(node) if kind in _TYPES), "work")
    identifiers = node.get("identifier")
    for value in [node.get("sameAs"), node.get("@id"), *(identifiers if isinstance(identifiers, list) else [identifiers])]:
        work.doi = work.doi or normal_doi(_said(value))
    people = node.get("author") or node.get("creator") or []
    work.authors = [c for c in map(_agent, (people if isinstance(people, list) else [people])[:_MOST]) if c]
    _dated(work, _said(node.get("datePublished")))
    work.pages = _said(node.get("pagination")) or _pages(_said(node.get("pageStart")), _said(node.get("pageEnd")))
    work.publisher = _said(node.get("publisher"))
    work.abstract = _said(node.get("abstract"))
    work.language = _said(node.get("inLanguage"))[:12]
    work.isbns = [n for n in [normal_isbn(_said(node.get("isbn")))] if n]
    part = node.get("isPartOf")
    for _ in range(4):
        part = part[0] if isinstance(part, list) and part else part
        if not isinstance(part, dict):
            break
        work.volume = work.volume or _said(part.get("volumeNumber"))
        work.issue = work.issue or _said(part.get("issueNumber"))
        if "periodical" in _kinds(part):
            issns = part.get("issn")
            work.venue = _venue(_said(part.get("name")), [str(i) for i in (issns if isinstance(issns, list) else [issns])])
        part = part.get("isPartOf")
    return work


def _agent(value: object) -> Contributor | None:
    if not isinstance(value, dict):
        return comma_name(_said(value))
    if "organization" in _kinds(value):
        return Contributor(literal=_said(value), organisation=True) if _said(value) else None
    family, given = _said(value.get("familyName")), _said(value.get("givenName"))
    who = Contributor(family=family, given=given) if family else comma_name(_said(value))
    if who:
        who.orcid = normal_orcid(_said(value.get("@id")) or _said(value.get("identifier")))
        if label := _said(value.get("affiliation")):
            who.affiliations = [Organisation(label)]
    return who
