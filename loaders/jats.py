"""Articles in the journals' XML: JATS and its forerunner NLM (PMC, eLife, PLOS, MDPI, SciELO), and Érudit's own schema.

Elements: https://jats.nlm.nih.gov/archiving/tag-library/ and http://www.erudit.org/xsd/article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.record import Reject, Source, Span, Work
from loaders import _xml
from loaders._jats.listed import ERUDIT, read_article
from loaders._told_works import known_by_something

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from graph.record import Capture, Said

LABEL = "Journal article XML (JATS, NLM, Érudit)"
MEDIA = "xml"
_ARTICLE = {"front", "article-meta", "journal-meta", "body", "back", "sub-article", "pub-date"}
_ERUDIT_ARTICLE = {"admin", "liminaire", "corps"}
_FRAGMENT = {"sec", "fig", "fig-group", "table-wrap", "disp-formula", "disp-quote", "list-item", "boxed-text", "app-group", "ref-list"}
_SETS = {"pmc-articleset", "articles", "jats"}


def recognise(capture: Capture) -> float:
    """By its root, `article`, with the parts of such an article; less sure of a set or a fragment of one."""
    space, name = _xml.root_name(capture)
    inside = _xml.names_in(capture)
    if name == "article":
        if space == ERUDIT or (len(inside & _ERUDIT_ARTICLE) > 1):
            return 0.98
        return 0.97 if inside & _ARTICLE else 0.0
    if name in _SETS and "article" in inside:
        return 0.95
    if name in {"root", "front", "back", "body"}:
        return 0.9 if inside & _ARTICLE else 0.7 if inside & _FRAGMENT else 0.0
    return 0.0


def read(capture: Capture) -> Iterator[Said]:
    """The Source, then the article (or each of a set) with its references and passages."""
    try:
        root = _xml.root_of(capture)
    except InputError as wrong:
        yield Source(capture.name, capture.retrieved_from, format="jats")
        yield Reject("file", str(wrong))
        return
    articles = [root] if _xml.local(root) == "article" else [one for one in _xml.within(root, "article") if not _nested(one)] or [root]
    if len(articles) == 1:
        yield from _alone(capture, articles[0])
    else:
        yield from _set(capture, articles)


def _nested(article: _Element) -> bool:
    return any(_xml.local(outer) == "article" for outer in article.iterancestors())


_FAULT = "no article-meta with a title, a DOI or authors: this is a part of an article; load the whole article"


def _alone(capture: Capture, article: _Element) -> Iterator[Said]:
    where = f"record 1, line {_xml.line_of(article)}"
    try:
        work, source, capture.text = read_article(article)
        said = _whole(work, where, _xml.line_of(article))
    except InputError as refused:
        said, source = Reject(where, str(refused)), Source()
    source.label, source.retrieved_from, source.format = source.label or capture.name, capture.retrieved_from, "jats"
    yield source
    yield said


def _set(capture: Capture, articles: list[_Element]) -> Iterator[Said]:
    """Several articles in one file: their texts follow one another, their rights are unknown to the whole."""
    texts: list[str] = []
    works: list[tuple[Work | InputError, int | None]] = []
    length = 0
    for article in articles:
        try:
            work, _, text = read_article(article)
        except InputError as refused:
            works.append((refused, _xml.line_of(article)))
            continue
        _move(work, length)
        texts.append(text)
        length += len(text)
        works.append((work, _xml.line_of(article)))
    capture.text = "".join(texts)
    yield Source(capture.name, capture.retrieved_from, format="jats")
    for number, (one, line) in enumerate(works, 1):
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
