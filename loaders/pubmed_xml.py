"""PubMed's XML: sets of articles, book documents and bare MEDLINE citations.

Elements: https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/190101/ (the DTD's documentation) and NLM's "MEDLINE PubMed XML element descriptions".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.record import Venue, Work
from loaders import _xml
from loaders._languages import language_tag
from loaders._numbers import isbns_in, issns_in
from loaders._pubmed_parts import (
    abstract_of,
    authors_list,
    authors_of,
    bare_title,
    date_of,
    doi_of,
    editors_of,
    identifiers,
    keywords_of,
    pages_of,
    references_of,
)
from loaders._told_works import csl_of, known_by_something, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from graph.record import Capture, Said

LABEL = "PubMed XML"
MEDIA = "xml"
_SETS = {"PubmedArticleSet", "PubmedBookArticleSet", "MedlineCitationSet"}
_RECORDS = ("PubmedArticle", "PubmedBookArticle", "MedlineCitation")
_NOTHING = "no PubmedArticle, PubmedBookArticle or MedlineCitation in it: the set is empty; fetch it again"


def recognise(capture: Capture) -> float:
    """By the root element."""
    name = _xml.root_name(capture)[1]
    return 0.98 if name in _SETS or name in _RECORDS else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each record, in their order."""
    return told(capture, "pubmed_xml", _records(capture), _NOTHING)


def _records(capture: Capture) -> Iterator[tuple[str, int | None, Work | InputError]]:
    for number, record in enumerate(_xml.elements(capture, *_RECORDS), 1):
        line = _xml.line_of(record)
        try:
            work: Work | InputError = _work(record)
        except InputError as wrong:
            work = wrong
        yield f"record {number}, line {line}", line, work


def _work(record: _Element) -> Work:
    book = _xml.child(record, "BookDocument")
    work = _book_document(book) if book is not None else _article(record)
    return known_by_something(work)


def _article(record: _Element) -> Work:
    citation = record if _xml.local(record) == "MedlineCitation" else _xml.child(record, "MedlineCitation")
    article = _xml.child(citation, "Article")
    if article is None:
        raise InputError("a record without MedlineCitation/Article: nothing of the article is told")
    work = Work(kind="article", key=_xml.text(_xml.child(citation, "PMID")))
    work.language = language_tag(_xml.text(_xml.child(article, "Language")))
    vernacular = bare_title(_xml.text(_xml.child(article, "VernacularTitle")))
    work.title = bare_title(_xml.text(_xml.child(article, "ArticleTitle"))) or vernacular
    if vernacular and vernacular != work.title:
        csl_of(work)["original-title"] = vernacular
    _journal(work, article, citation)
    work.authors, work.et_al = authors_of(authors_list(article))
    work.editors, _ = editors_of(article)
    work.pages = pages_of(_xml.child(article, "Pagination"))
    work.doi = doi_of(article, _xml.child(record, "PubmedData", "ArticleIdList"))
    identifiers(work, _xml.child(record, "PubmedData", "ArticleIdList"))
    work.abstract = abstract_of(_xml.child(article, "Abstract"))
    for other in _xml.children(citation, "OtherAbstract"):
        if (language := language_tag(_xml.attribute(other, "Language"))) and (said := abstract_of(other)):
            work.custom[f"abstract-{language}"] = said
    work.keywords = keywords_of(citation)
    if record is not citation:
        work.references = references_of(_xml.child(record, "PubmedData"))
    return work


def _journal(work: Work, article: _Element, citation: _Element | None) -> None:
    journal, about = _xml.child(article, "Journal"), _xml.child(citation, "MedlineJournalInfo")
    issue = _xml.child(journal, "JournalIssue")
    work.volume, work.issue = _xml.text(_xml.child(issue, "Volume")), _xml.text(_xml.child(issue, "Issue"))
    date_of(work, _xml.child(issue, "PubDate"), _xml.child(article, "ArticleDate"))
    short = [_xml.text(_xml.child(journal, "ISOAbbreviation")), _xml.text(_xml.child(about, "MedlineTA"))]
    title = _xml.text(_xml.child(journal, "Title"))
    linking = _xml.text(_xml.child(about, "ISSNLinking"))
    issns = issns_in([_xml.text(_xml.child(journal, "ISSN")), linking])
    short = list(dict.fromkeys(name for name in short if name and name != title))
    if not title and short:
        title = short.pop(0)
    if title or issns:
        work.venue = Venue(title, short, issns, issn_l=linking if linking in issns else "")


def _book_document(document: _Element) -> Work:
    """A book, or a chapter of one where the document has a title of its own."""
    printed = _xml.child(document, "Book")
    book = Work(kind="book", title=bare_title(_xml.text(_xml.child(printed, "BookTitle"))))
    book.publisher = _xml.text(_xml.child(printed, "Publisher", "PublisherName"))
    book.place = _xml.text(_xml.child(printed, "Publisher", "PublisherLocation"))
    book.edition = _xml.text(_xml.child(printed, "Edition"))
    book.volume = _xml.text(_xml.child(printed, "Volume"))
    book.isbns = isbns_in(_xml.text(isbn) for isbn in _xml.children(printed, "Isbn"))
    date_of(book, _xml.child(printed, "PubDate"), _xml.child(printed, "BeginningDate"))
    book.editors, _ = editors_of(printed)
    book.authors, book.et_al = authors_of(authors_list(printed))
    if series := _xml.text(_xml.child(printed, "CollectionTitle")):
        csl_of(book)["collection-title"] = series
    title, work = bare_title(_xml.text(_xml.child(document, "ArticleTitle"))), book
    own, more = authors_of(_xml.child(document, "AuthorList"))
    if title and title != book.title:
        work = Work(kind="chapter", title=title, part_of=book, year=book.year, issued=book.issued)
        work.publisher, work.place, work.edition, work.volume = book.publisher, book.place, book.edition, book.volume
        work.authors, work.et_al = (own, more) if own else (book.authors, book.et_al)
        work.pages = pages_of(_xml.child(document, "Pagination"))
    elif own and not book.authors:
        work.authors, work.et_al = own, more
    work.key = _xml.text(_xml.child(document, "PMID"))
    work.language = language_tag(_xml.text(_xml.child(document, "Language")))
    work.doi = doi_of(document, _xml.child(document, "ArticleIdList"))
    identifiers(work, _xml.child(document, "ArticleIdList"))
    work.abstract = abstract_of(_xml.child(document, "Abstract"))
    work.keywords = keywords_of(document)
    return work
