"""Articles in the journals' XML: JATS and its forerunner NLM (PMC, eLife, PLOS, MDPI, SciELO), and Érudit's own schema.

Elements: https://jats.nlm.nih.gov/archiving/tag-library/ and http://www.erudit.org/xsd/article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.record import Source
from loaders._files import xml
from loaders._files.decode import refused
from loaders._jats.listed import ERUDIT, laid_out, read_article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from graph.record import Capture, Said, Work

LABEL = "Journal article XML (JATS, NLM, Érudit)"
MEDIA = "xml"
_ARTICLE = {"front", "article-meta", "journal-meta", "body", "back", "sub-article", "pub-date"}
_ERUDIT_ARTICLE = {"admin", "liminaire", "corps"}
_FRAGMENT = {"sec", "fig", "fig-group", "table-wrap", "disp-formula", "disp-quote", "list-item", "boxed-text", "app-group", "ref-list"}
_SETS = {"pmc-articleset", "articles", "jats"}


def recognise(capture: Capture) -> float:
    """By its root, `article`, with the parts of such an article; less sure of a set or a fragment of one."""
    space, name = xml.root_name(capture)
    inside = xml.names_in(capture)
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
        root = xml.root_of(capture)
    except InputError as wrong:
        yield from refused(capture, "jats", wrong)
        return
    articles = [root] if xml.local(root) == "article" else [one for one in xml.within(root, "article") if not _nested(one)] or [root]
    found = [(xml.line_of(article), *_read(article)) for article in articles]
    source = found[0][2] if len(found) == 1 else None
    yield from laid_out(capture, "jats", [(line, work, text) for line, work, _, text in found], source)


def _read(article: _Element) -> tuple[Work | InputError, Source, str]:
    try:
        return read_article(article)
    except InputError as refused:
        return refused, Source(), ""


def _nested(article: _Element) -> bool:
    return any(xml.local(outer) == "article" for outer in article.iterancestors())
