"""Meta elements of a page's head → Work, one for each vocabulary: Highwire, PRISM, Dublin Core, EPrints, and OpenGraph at the last.

Sources: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing, https://www.dublincore.org/specifications/dublin-core/dcq-html/,
https://www.w3.org/submissions/2020/SUBM-prism-20200910/, https://ogp.me/. bepress names are Highwire's with a prefix.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identify import normal_doi, normal_isbn, normal_orcid
from graph.record import Organisation, Work
from loaders._dublin_core.places import citation_of, is_citation
from loaders._embedded.journals import short_among
from loaders._embedded.values import MOST, keywords_of, long_text_of, pages_of, people_of, put_date, text_of, venue_of
from loaders._files.told_works import csl_of
from loaders._page.page import open_licence, web_address
from loaders._values.volume import read_place

if TYPE_CHECKING:
    from graph.record import WorkKind
    from loaders._page.markup import Markup
    from loaders._values.volume import Place

Names = dict[str, tuple[str, ...]]
HIGHWIRE: Names = {
    "title": ("citation_title",),
    "subtitle": ("citation_subtitle",),
    "authors": ("citation_author", "citation_authors"),
    "editors": ("citation_editor", "citation_editors"),
    "date": ("citation_publication_date", "citation_cover_date", "citation_date", "citation_year", "citation_online_date"),
    "volume": ("citation_volume",),
    "issue": ("citation_issue",),
    "first": ("citation_firstpage", "citation_first_page", "citation_pages"),
    "last": ("citation_lastpage", "citation_last_page"),
    "article_number": ("citation_article_number", "citation_elocation_id"),
    "doi": ("citation_doi", "citation_id"),
    "isbns": ("citation_isbn",),
    "issns": ("citation_issn", "citation_eissn"),
    "journal": ("citation_journal_title",),
    "abbreviation": ("citation_journal_abbrev",),
    "book": ("citation_inbook_title", "citation_book_title", "citation_conference_title"),
    "publisher": ("citation_publisher", "citation_dissertation_institution", "citation_technical_report_institution"),
    "abstract": ("citation_abstract",),
    "keywords": ("citation_keywords", "citation_keyword"),
    "language": ("citation_language",),
    "type": ("citation_article_type", "citation_type"),
    "url": ("citation_public_url", "citation_abstract_html_url"),
}
PRISM: Names = {
    "date": ("prism.publicationdate", "prism.coverdate"),
    "volume": ("prism.volume",),
    "issue": ("prism.number",),
    "first": ("prism.startingpage", "prism.pagerange"),
    "last": ("prism.endingpage",),
    "doi": ("prism.doi",),
    "isbns": ("prism.isbn",),
    "issns": ("prism.issn", "prism.eissn"),
    "journal": ("prism.publicationname",),
    "keywords": ("prism.keyword",),
    "edition": ("prism.edition",),
}
DUBLIN_CORE: Names = {
    "title": ("dc.title", "dcterms.title"),
    "authors": ("dc.creator", "dcterms.creator", "dc.creator.personalname"),
    "editors": ("dc.contributor.editor",),
    "date": ("dcterms.issued", "dc.date.issued", "dc.issued", "dc.date", "dcterms.date", "dcterms.dateissued"),
    "volume": ("dc.source.volume",),
    "issue": ("dc.source.issue",),
    "first": ("dc.identifier.pagenumber",),
    "doi": ("dc.identifier.doi", "dc.identifier", "dcterms.identifier", "dc.identifier.uri", "dc.relation.isversionof"),
    "isbns": ("dc.identifier.isbn", "dcterms.isbn", "dc.identifier", "dcterms.identifier"),
    "issns": ("dc.source.issn", "dc.identifier.issn", "dcterms.issn", "dc.relation.ispartof", "dcterms.ispartof"),
    "journal": ("dc.relation.ispartof", "dcterms.ispartof"),
    "publisher": ("dc.publisher", "dcterms.publisher"),
    "abstract": ("dcterms.abstract", "dc.description.abstract", "dc.description", "dcterms.description"),
    "keywords": ("dc.subject", "dcterms.subject"),
    "language": ("dc.language", "dcterms.language"),
    "type": ("dc.type", "dcterms.type", "dc.type.articletype"),
    "rights": ("dcterms.license", "dc.rights.license", "dc.rights.uri", "dc.rights", "dcterms.rights"),
    "holder": ("dcterms.rightsholder", "dc.rights.holder"),
}
EPRINTS: Names = {
    "title": ("eprints.title",),
    "authors": ("eprints.creators_name",),
    "editors": ("eprints.editors_name",),
    "date": ("eprints.date",),
    "volume": ("eprints.volume",),
    "issue": ("eprints.number",),
    "first": ("eprints.pagerange",),
    "doi": ("eprints.id_number", "eprints.doi"),
    "isbns": ("eprints.isbn",),
    "issns": ("eprints.issn",),
    "journal": ("eprints.publication",),
    "book": ("eprints.book_title",),
    "publisher": ("eprints.publisher", "eprints.institution"),
    "place": ("eprints.place_of_pub",),
    "abstract": ("eprints.abstract",),
    "keywords": ("eprints.keywords",),
    "type": ("eprints.type", "eprints.thesis_type"),
}
_CITATIONS = ("dcterms.bibliographiccitation", "dc.identifier.citation", "dc.identifier.bibliographiccitation", "dc.identifier")
_PREFIXES = {name: name for name in ("dc", "dcterms", "prism", "eprints")} | {"dct": "dcterms"}
VOCABULARIES: dict[str, Names] = {"Highwire": HIGHWIRE, "PRISM": PRISM, "Dublin Core": DUBLIN_CORE, "EPrints": EPRINTS}
_KINDS: tuple[tuple[str, WorkKind], ...] = (
    ("chapter", "chapter"), ("bookpart", "chapter"), ("book_section", "chapter"), ("incollection", "chapter"), ("booksection", "chapter"),
    ("book section", "chapter"), ("book part", "chapter"),
    ("conference", "chapter"), ("thesis", "thesis"), ("dissertation", "thesis"), ("report", "report"), ("working paper", "report"),
    ("workingpaper", "report"), ("monograph", "report"), ("book", "book"), ("journal", "article"), ("article", "article"),
    ("periodical", "article"), ("review", "article"), ("preprint", "article"),
)  # fmt: skip


def meta_of(markup: Markup) -> dict[str, list[str]]:
    """Name → values with each vocabulary's names in one spelling: `dc:title` is `dc.title`, `bepress_citation_x` is `citation_x`."""
    found: dict[str, list[str]] = {}
    for name, values in markup.meta.items():
        prefix, mark, rest = name.replace(":", ".", 1).partition(".")
        vocabulary = _PREFIXES.get(prefix) if mark else None
        one = f"{vocabulary}.{rest}" if vocabulary else name.removeprefix("bepress_")
        found.setdefault(one, []).extend(values)
    return found


def works_of_meta(markup: Markup) -> list[tuple[str, Work]]:
    """(vocabulary, what it says) in the order in which they are trusted; a vocabulary that says nothing is left out."""
    meta = meta_of(markup)
    found = [
        (name, _work(meta, names))
        for name, names in VOCABULARIES.items()
        if any(field in meta for all_ in names.values() for field in all_)
    ]
    for name, work in found:
        if name == "Highwire":
            _affiliations(markup, work)
    return found


def open_graph(markup: Markup) -> Work | None:
    """What OpenGraph says, where its type is a text's: an `article` there is a page of a site, not of a journal."""
    meta = markup.meta
    kind = next(iter(meta.get("og:type", [])), "").casefold()
    title = text_of(next(iter(meta.get("og:title", [])), ""))
    if not title or kind not in ("article", "book", "books.book"):
        return None
    work = Work(kind="book" if "book" in kind else "webpage", title=title)
    site = {text_of(name).casefold() for name in meta.get("og:site_name", [])}
    printed = [*meta.get("book:author", []), *meta.get("article:author", [])] or meta.get("author", [])  # the last is HTML's own name
    work.authors = [who for who in people_of(printed) if "//" not in who.name and who.name.casefold() not in site]
    put_date(work, next(iter([*meta.get("article:published_time", []), *meta.get("book:release_date", [])]), ""))
    work.isbns = [n for n in map(normal_isbn, meta.get("book:isbn", [])) if n]
    return work


def _work(meta: dict[str, list[str]], names: Names) -> Work:
    def every(field: str) -> list[str]:
        return next((meta[name][:MOST] for name in names.get(field, ()) if meta.get(name)), [])

    def first(field: str) -> str:
        return text_of(next(iter(every(field)), ""))

    def all_of(field: str) -> list[str]:
        return [value for name in names.get(field, ()) for value in meta.get(name, [])[:MOST]]

    work = Work(title=first("title"), authors=people_of(every("authors")), editors=people_of(every("editors")))
    if (subtitle := first("subtitle")) and work.title and subtitle.casefold() not in work.title.casefold():
        work.title = f"{work.title}: {subtitle}"
    put_date(work, first("date"))
    work.volume, work.issue, work.edition = first("volume"), first("issue"), first("edition")
    work.pages = pages_of(first("first"), first("last"))
    work.article_number, work.publisher, work.place = first("article_number"), first("publisher"), first("place")
    work.doi = next((doi for doi in map(normal_doi, all_of("doi")) if doi), "")
    work.isbns = list(dict.fromkeys(n for value in all_of("isbns") if (n := normal_isbn(_bare_isbn(value)))))
    work.abstract = long_text_of(next(iter(every("abstract")), ""))
    work.keywords = keywords_of(every("keywords"))
    work.language = first("language")[:12]
    work.url = web_address(first("url"))
    rights = " ".join(all_of("rights"))
    work.licence, work.rights_holder = open_licence(rights), first("holder")
    _container(work, meta, names)
    return work


def _bare_isbn(value: str) -> str:
    """Of an identifier only what calls itself an ISBN or is nothing but digits."""
    found = re.match(r"(?:urn:)?isbn[:\s]*(.+)", value.strip(), re.IGNORECASE)
    return found[1] if found else value if re.fullmatch(r"[\dXx\s-]+", value.strip()) else ""


def _container(work: Work, meta: dict[str, list[str]], names: Names) -> None:
    def first(field: str) -> str:
        values = (meta[name][0] for name in names.get(field, ()) if meta.get(name))
        return next((text_of(value) for value in values if not re.match(r"(?:urn:|https?://|\d{4}-\d{3}[\dXx]$)", value)), "")

    issns = [value for name in names.get("issns", ()) for value in meta.get(name, [])]
    journal, book = first("journal"), first("book")
    if names is DUBLIN_CORE and not journal and (source := text_of(next(iter(meta.get("dc.source", [])), ""))):
        place = read_place(source)
        if "dc.source.issn" in meta or "dc.source.volume" in meta:
            journal = source if not place.numbered else place.title
        elif place.numbered:
            journal = place.title
            work.volume, work.issue, work.pages = work.volume or place.volume, work.issue or place.issue, work.pages or place.pages
    if names is DUBLIN_CORE and not journal and (cited := _cited(meta, work)):
        journal = cited.title
        work.volume, work.issue, work.pages = work.volume or cited.volume, work.issue or cited.issue, work.pages or cited.pages
    others = [text_of(value) for name in names.get("journal", ()) for value in meta.get(name, [])[1:]]
    work.venue = venue_of(journal, issns, first("abbreviation") or short_among(others, journal))
    told = " ".join(value for name in names.get("type", ()) for value in meta.get(name, [])).casefold()
    work.kind = next((kind for word, kind in _KINDS if word in told), "work")
    if book:
        work.kind, work.part_of = "chapter", Work(kind="book", title=book, isbns=work.isbns, editors=work.editors, year=work.year)
        work.part_of.issued = str(work.year or "")
        work.part_of.publisher, work.isbns, work.editors = work.publisher, [], []
        if "citation_conference_title" in meta and "citation_inbook_title" not in meta:
            csl_of(work)["type"] = "paper-conference"
    elif work.venue:
        work.kind = "article"
    elif names is HIGHWIRE and work.kind in ("work", "article"):
        work.kind = _kind_by_names(meta, work)
        if "citation_arxiv_id" in meta:
            csl_of(work)["type"] = "article"


def _cited(meta: dict[str, list[str]], work: Work) -> Place | None:
    """The place that a citation of the work itself prints, if it numbers it."""
    printed = [value for name in _CITATIONS for value in meta.get(name, []) if is_citation(value)]
    family = work.authors[0].family if work.authors else ""
    places = (citation_of(text_of(value), work.title, family) for value in printed)
    return next((place for place in places if place.title and (place.volume or place.issue)), None)


def _kind_by_names(meta: dict[str, list[str]], work: Work) -> WorkKind:
    """Highwire tells a thesis, a report or a book by which names it uses."""
    if "citation_dissertation_institution" in meta or "citation_dissertation_name" in meta:
        return "thesis"
    if "citation_technical_report_institution" in meta or "citation_technical_report_number" in meta:
        return "report"
    return "book" if work.isbns or "citation_isbn" in meta else work.kind


def _affiliations(markup: Markup, work: Work) -> None:
    """An author's institution and ORCID follow the author's own element."""
    authors = iter(work.authors)
    here = None
    if len(markup.meta.get("citation_author", markup.meta.get("bepress_citation_author", []))) != len(work.authors):
        return
    for name, value in markup.named[: 4 * MOST]:
        bare = name.removeprefix("bepress_")
        if bare == "citation_author":
            here = next(authors, None)
        elif here is not None and bare == "citation_author_institution" and (label := text_of(value)):
            here.affiliations.append(Organisation(label))
        elif here is not None and bare == "citation_author_orcid":
            here.orcid = normal_orcid(value)
