"""An article of JATS, NLM or Érudit: which of the two readers reads it, and the work of one that stands in a list of records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders import _xml

if TYPE_CHECKING:
    from lxml.etree import _Element

    from graph.record import Source, Work

ERUDIT = "http://www.erudit.org/xsd/article"


def read_article(article: _Element) -> tuple[Work, Source, str]:
    """The work, what is said of its rights, and its text."""
    if (article.tag if isinstance(article.tag, str) else "").startswith(f"{{{ERUDIT}}}") or _xml.child(article, "liminaire") is not None:
        from loaders._jats.erudit import article_of
    else:
        from loaders._jats.article import article_of
    return article_of(article)


def article_work(article: _Element) -> Work:
    """The work with what it cites, without places in a text: a list of records has the titles and abstracts of its records only."""
    work, _, _ = read_article(article)
    work.passages, work.abstract_span = [], None
    for reference in work.references:
        reference.span, reference.work.passages = None, []
    return work
