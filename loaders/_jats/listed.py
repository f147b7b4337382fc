"""An article of JATS, NLM or Érudit: which of the two readers reads it, the work of one in a list of records, and several in one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.record import Reject, Source, Span
from graph.rights import is_open
from loaders._files import xml
from loaders._files.told_works import known_by_something

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from graph.record import Capture, Said, Work

ERUDIT = "http://www.erudit.org/xsd/article"
BOOKS = ("book", "book-part-wrapper", "book-part")
_FAULT = "no article-meta or book-meta with a title, a DOI or authors: this is a part of one; load the whole article or book"


def read_article(article: _Element) -> tuple[Work, Source, str]:
    """The work, what is said of its rights, and its text."""
    if (article.tag if isinstance(article.tag, str) else "").startswith(f"{{{ERUDIT}}}") or xml.child(article, "liminaire") is not None:
        from loaders._jats.erudit import article_of
    else:
        from loaders._jats.article import article_of
    work, text = article_of(article)
    source = Source(work.title, licence=work.licence, rights_holder=work.rights_holder, language=work.language)
    source.display = "full" if is_open(work.licence) else "quote"
    return work, source, text


def article_work(article: _Element) -> Work:
    """The work with what it cites, without places in a text: a list of records has the titles and abstracts of its records only."""
    return _without_places(read_article(article)[0])


def book_work(unit: _Element) -> Work:
    """The book, or the chapter that stands for itself, in the same way."""
    from loaders._jats.book import works_of

    return _without_places(next(works_of(unit))[1])


def _without_places(work: Work) -> Work:
    work.passages, work.abstract_span = [], None
    for reference in work.references:
        reference.span, reference.work.passages = None, []
    return work


def laid_out(
    capture: Capture, format_: str, found: Iterable[tuple[int | None, Work | InputError, str]], source: Source | None = None
) -> Iterator[Said]:
    """The Source and several works of one file, each given with its line and its text; their texts follow one another.

    Without a source their rights are unknown to the whole.
    """
    works: list[tuple[int | None, Work | InputError]] = []
    texts: list[str] = []
    length = 0
    for line, work, text in found:
        if not isinstance(work, InputError):
            _move(work, length)
            texts.append(text)
            length += len(text)
        works.append((line, work))
    capture.text = "".join(texts)
    source = source or Source()
    source.label, source.retrieved_from, source.format = source.label or capture.name, capture.retrieved_from, format_
    yield source
    for number, (line, one) in enumerate(works, 1):
        yield _whole(one, f"record {number}, line {line}", line)


def _whole(work: Work | InputError, where: str, line: int | None) -> Work | Reject:
    """The work, if it has anything to know it by; else why it is refused."""
    if isinstance(work, InputError):
        return Reject(where, str(work))
    if not (work.title or work.doi or work.authors):
        return Reject(where, _FAULT)
    work.line = line
    try:
        return known_by_something(work)
    except InputError as refused:
        return Reject(where, str(refused))


def _move(work: Work, by: int) -> None:
    cited = [reference.work for reference in work.references]
    for passage in (passage for one in (work, *cited) for passage in one.passages):
        passage.slices = [(start + by, end + by) for start, end in passage.slices]
    for reference in work.references:
        if reference.span:
            reference.span = Span(reference.span.start + by, reference.span.end + by, reference.span.exact)
    if work.abstract_span:
        span = work.abstract_span
        work.abstract_span = Span(span.start + by, span.end + by, span.exact)
