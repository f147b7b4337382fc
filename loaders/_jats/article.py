"""A JATS or NLM article: its text with passages, its references, and the rights that it prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.record import Work
from loaders._article.citing import cite
from loaders._article.writing import Writing, inline
from loaders._files import xml
from loaders._jats.citation import citation, printed, stated
from loaders._jats.front import fill
from loaders._values.languages import language_tag

if TYPE_CHECKING:
    from lxml.etree import _Element

    from graph.record import Reference

_NOT_INLINE = frozenset({"fn", "email", "tex-math", "label", "graphic", "inline-graphic", "object-id", "supplementary-material", "media"})
_BLOCKS = frozenset({
    "fig", "fig-group", "table-wrap", "table-wrap-group", "disp-formula", "disp-formula-group", "list", "disp-quote", "boxed-text",
    "def-list", "preformat", "supplementary-material", "media", "statement", "verse-group", "speech", "chem-struct-wrap", "array",
})  # fmt: skip
_LEFT_OUT = frozenset({
    "fig", "fig-group", "table-wrap", "table-wrap-group", "disp-formula", "disp-formula-group", "supplementary-material", "media",
    "chem-struct-wrap", "array", "label", "ref-list", "fn-group", "sec-meta", "object-id", "preformat", "graphic", "alternatives",
})  # fmt: skip
_TITLE_NOTES = frozenset({"fn", "xref", "tex-math", "email"})
_ASIDE = {"graphical", "toc", "teaser", "key-points", "highlights", "web-summary", "author-highlights", "plain-language-summary"}
_ASIDE |= {"executive-summary", "video", "visual", "synopsis", "short", "editor", "in-brief", "precis", "digest", "plain-language"}


def article_of(article: _Element) -> tuple[Work, str]:
    """The work, and the text that its passages and references have their places in."""
    work = Work(kind="article", language=language_tag(xml.attribute(article, "lang")))
    meta = next(iter(xml.within(article, "article-meta")), None)
    front = meta if meta is not None else next(iter(xml.within(article, "front-stub", "front")), article)
    fill(work, article, front)
    writing = Writing(work, work.language)
    writing.passage(work.title, "title")
    abstracts(work, front, writing)
    _translations(work, article, writing)
    if work.keywords:
        writing.passage("; ".join(work.keywords), "keywords")
    for body in xml.children(article, "body"):
        blocks(body, "", writing)
    for back in xml.children(article, "back"):
        for appendix in xml.children(back, "app-group", "app", "sec"):
            blocks(appendix, "", writing)
    work.references = references(article, writing)
    return work, writing.text


def abstracts(work: Work, front: _Element, writing: Writing) -> None:
    """The abstract in the article's language, then those in others; graphical and lay ones are left out."""
    main = [one for one in xml.children(front, "abstract") if xml.attribute(one, "abstract-type").casefold() not in _ASIDE]
    for element in [*main, *xml.children(front, "trans-abstract")]:
        language = language_tag(xml.attribute(element, "lang")) or (work.language if element in main else "")
        said = _abstract(element)
        if not said:
            continue
        span = writing.passage(said, "abstract", language=language)
        if not work.abstract and element in main and span:
            work.abstract, work.abstract_span = span.exact, span
        elif language and language != work.language:
            work.custom.setdefault(f"abstract-{language}", said)


def _abstract(element: _Element) -> str:
    parts = []
    for section in [element, *xml.within(element, "sec")]:
        title = inline(xml.child(section, "title"), _NOT_INLINE).rstrip(":. ") if section is not element else ""
        said = " ".join(inline(p, _NOT_INLINE | {"xref"} if _numbered(p) else _NOT_INLINE) for p in xml.children(section, "p", "list"))
        if said:
            parts.append(f"{title}: {said}" if title else said)
    return " ".join(parts) or inline(element, _NOT_INLINE | {"title"})


def _numbered(element: _Element) -> bool:
    return any(xml.attribute(one, "ref-type") in {"fn", "aff", "corresp"} for one in xml.within(element, "xref"))


def _translations(work: Work, article: _Element, writing: Writing) -> None:
    """Titles and abstracts of the article's translations, which SciELO gives as sub-articles."""
    for other in xml.children(article, "sub-article"):
        if xml.attribute(other, "article-type") != "translation":
            continue
        language = language_tag(xml.attribute(other, "lang"))
        stub = next(iter(xml.within(other, "front-stub", "article-meta")), None)
        if title := inline(xml.child(stub, "title-group", "article-title"), _TITLE_NOTES):
            work.custom.setdefault(f"title-{language or 'other'}", title)
        for element in xml.children(stub, "abstract"):
            if (said := _abstract(element)) and f"abstract-{language}" not in work.custom:
                writing.passage(said, "abstract", language=language)
                work.custom[f"abstract-{language or 'other'}"] = said


def blocks(element: _Element, section: str, writing: Writing) -> None:
    """Headings and paragraphs in their order; figures, tables and formulas are left out."""
    for block in xml.children(element):
        name = xml.local(block)
        if name == "title":
            section = inline(block, _NOT_INLINE) or section
            writing.passage(section, "heading", section)
        elif name == "p":
            _paragraph(block, section, writing, quoted=False)
        elif name == "disp-quote":
            for quoted in xml.children(block, "p"):
                _paragraph(quoted, section, writing, quoted=True)
        elif name not in _LEFT_OUT:
            blocks(block, section, writing)


def _paragraph(paragraph: _Element, section: str, writing: Writing, *, quoted: bool) -> None:
    without = _NOT_INLINE | _BLOCKS
    writing.passage(inline(paragraph, without), "quotation" if quoted else "body", section)
    for block in xml.children(paragraph, *(_BLOCKS - _LEFT_OUT)):
        wrapped = xml.local(block) == "disp-quote"
        for inner in xml.within(block, "p"):
            _paragraph(inner, section, writing, quoted=wrapped)


def references(article: _Element, writing: Writing, *where: str) -> list[Reference]:
    """The reference list of the article itself, not those of its sub-articles; `where` other than in its back and body."""
    lists = [one for back in xml.children(article, *(where or ("back", "body"))) for one in xml.within(back, "ref-list")]
    entries = [entry for one in lists for ref in xml.within(one, "ref") for entry in _entries(ref)]
    entries = list(dict.fromkeys(entries))
    return cite([(printed(entry), citation(entry) if stated(entry) else None) for entry in entries], writing)


def _entries(ref: _Element) -> list[_Element]:
    """The citations of one entry: several letters of a chemist's list, or one in two forms of which the tagged one is taken."""
    found = xml.within(ref, "element-citation", "mixed-citation", "nlm-citation", "citation")
    found = [one for one in found if not any(outer in found for outer in one.iterancestors())]
    tagged = [one for one in found if xml.local(one) == "element-citation"]
    forms = {xml.local(one) for one in found}
    if len(forms) > 1 and tagged:
        return tagged
    if not found and (note := xml.child(ref, "note")) is not None and re.search(r"\b(?:1[5-9]|20)\d\d\b", inline(note)):
        return [note]
    return found
