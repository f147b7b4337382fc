"""PubMed's XML: sets of articles, book documents and bare MEDLINE citations.

Elements: https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/190101/ (the DTD's documentation) and NLM's "MEDLINE PubMed XML element descriptions".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.record import Venue, Work
from loaders._files import xml
from loaders._files.told_works import csl_of, known_by_something, told
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
from loaders._values.languages import language_tag
from loaders._values.numbers import isbns_in, issns_in

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
    name = xml.root_name(capture)[1]
    return 0.98 if name in _SETS or name in _RECORDS else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each record, in their order."""
    return told(capture, "pubmed_xml", _records(capture), _NOTHING)


def _records(capture: Capture) -> Iterator[tuple[str, int | None, Work | InputError]]:
    for number, record in enumerate(xml.elements(capture, *_RECORDS), 1):
        line = xml.line_of(record)
        try:
            work: Work | InputError = _work(record)
        except InputError as wrong:
            work = wrong
        yield f"record {number}, line {line}", line, work


def _work(record: _Element) -> Work:
    book = xml.child(record, "BookDocument")
    work = _book_document(book) if book is not None else _article(record)
    return known_by_something(work)


def _article(record: _Element) -> Work:
    citation = record if xml.local(record) == "MedlineCitation" else xml.child(record, "MedlineCitation")
    article = xml.child(citation, "Article")
    if article is None:
        raise InputError("a record without MedlineCitation/Article: nothing of the article is told")
    work = Work(kind="article", key=xml.text(xml.child(citation, "PMID")))
    work.language = language_tag(xml.text(xml.child(article, "Language")))
    vernacular = bare_title(xml.text(xml.child(article, "VernacularTitle")))
    work.title = bare_title(xml.text(xml.child(article, "ArticleTitle"))) or vernacular
    if vernacular and vernacular != work.title:
        csl_of(work)["original-title"] = vernacular
    _journal(work, article, citation)
    work.authors, work.et_al = authors_of(authors_list(article))
    work.editors, _ = editors_of(article)
    work.pages = pages_of(xml.child(article, "Pagination"))
    work.doi = doi_of(article, xml.child(record, "PubmedData", "ArticleIdList"))
    identifiers(work, xml.child(record, "PubmedData", "ArticleIdList"))
    work.abstract = abstract_of(xml.child(article, "Abstract"))
    for other in xml.children(citation, "OtherAbstract"):
        if (language := language_tag(xml.attribute(other, "Language"))) and (said := abstract_of(other)):
            work.custom[f"abstract-{language}"] = said
    work.keywords = keywords_of(citation)
    if record is not citation:
        work.references = references_of(xml.child(record, "PubmedData"))
    return work


def _journal(work: Work, article: _Element, citation: _Element | None) -> None:
    journal, about = xml.child(article, "Journal"), xml.child(citation, "MedlineJournalInfo")
    issue = xml.child(journal, "JournalIssue")
    work.volume, work.issue = xml.text(xml.child(issue, "Volume")), xml.text(xml.child(issue, "Issue"))
    date_of(work, xml.child(issue, "PubDate"), xml.child(article, "ArticleDate"))
    short = [xml.text(xml.child(journal, "ISOAbbreviation")), xml.text(xml.child(about, "MedlineTA"))]
    title = xml.text(xml.child(journal, "Title"))
    linking = xml.text(xml.child(about, "ISSNLinking"))
    issns = issns_in([xml.text(xml.child(journal, "ISSN")), linking])
    short = list(dict.fromkeys(name for name in short if name and name != title))
    if not title and short:
        title = short.pop(0)
    if title or issns:
        work.venue = Venue(title, short, issns, issn_l=linking if linking in issns else "")


def _book_document(document: _Element) -> Work:
    """A book, or a chapter of one where the document has a title of its own."""
    printed = xml.child(document, "Book")
    book = Work(kind="book", title=bare_title(xml.text(xml.child(printed, "BookTitle"))))
    book.publisher = xml.text(xml.child(printed, "Publisher", "PublisherName"))
    book.place = xml.text(xml.child(printed, "Publisher", "PublisherLocation"))
    book.edition = xml.text(xml.child(printed, "Edition"))
    book.volume = xml.text(xml.child(printed, "Volume"))
    book.isbns = isbns_in(xml.text(isbn) for isbn in xml.children(printed, "Isbn"))
    date_of(book, xml.child(printed, "PubDate"), xml.child(printed, "BeginningDate"))
    book.editors, _ = editors_of(printed)
    book.authors, book.et_al = authors_of(authors_list(printed))
    if series := xml.text(xml.child(printed, "CollectionTitle")):
        csl_of(book)["collection-title"] = series
    title, work = bare_title(xml.text(xml.child(document, "ArticleTitle"))), book
    own, more = authors_of(xml.child(document, "AuthorList"))
    if title and title != book.title:
        work = Work(kind="chapter", title=title, part_of=book, year=book.year, issued=book.issued)
        work.publisher, work.place, work.edition, work.volume = book.publisher, book.place, book.edition, book.volume
        work.authors, work.et_al = (own, more) if own else (book.authors, book.et_al)
        work.pages = pages_of(xml.child(document, "Pagination"))
    elif own and not book.authors:
        work.authors, work.et_al = own, more
    work.key = xml.text(xml.child(document, "PMID"))
    work.language = language_tag(xml.text(xml.child(document, "Language")))
    work.doi = doi_of(document, xml.child(document, "ArticleIdList"))
    identifiers(work, xml.child(document, "ArticleIdList"))
    work.abstract = abstract_of(xml.child(document, "Abstract"))
    work.keywords = keywords_of(document)
    return work
