"""A book of BITS or of NLM's older book schema, and its chapters: what the front of each says, with their texts and references.

Elements: https://jats.nlm.nih.gov/extensions/bits/tag-library/2.1/.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.record import Work
from graph.sources import edtf
from graph.sources.csl import name_to
from loaders._article.writing import Writing, inline
from loaders._files import xml
from loaders._files.told_works import csl_of
from loaders._jats.article import abstracts, blocks, references
from loaders._jats.front import dates, identifiers, keywords, numbers, put_publisher, rights, title_in, translated_titles
from loaders._jats.people import Bodies, named
from loaders._marc.edition import edition
from loaders._people.names import is_others
from loaders._values.languages import language_tag
from loaders._values.numbers import isbns_in, issns_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from graph.record import Contributor, WorkKind

_KINDS: tuple[tuple[str, WorkKind], ...] = (("thesis", "thesis"), ("dissertation", "thesis"), ("report", "report"))
_PARTS = ("book-body", "body", "book-back", "back", "front-matter")
_NO_CHAPTERS = re.compile(r"toc|table.of.contents|index|cover|half.?title|title.?page|copyright|dedication|frontispiece|advert")
_ROLES = (
    (
        re.compile(
            r"^(?:author of )?(?:the |an? )?(?:foreword|afterword|preface|préface|postface|introduction|vorwort|nachwort|pr[oó]logo)"
        ),
        "",
    ),
    (re.compile(r"advis|\bboard"), ""),
    (re.compile(r"series|collection"), "collection-editor"),
    (re.compile(r"translat|übers|tradu"), "translator"),
    (re.compile(r"edit|herausg|hrsg|\béd|coord|compil|\borg"), "editor"),
    (re.compile(r"auth|autor|auteur|\baut?\b|contributor|collab|group|corresp|person|chair|writer"), "author"),
)
_UNTOLD = frozenset({"", "contributor", "person", "contrib"})
"""Types of contributors that leave it to the printed role what somebody did."""


def works_of(unit: _Element) -> Iterator[tuple[int | None, Work, str]]:
    """(line, work, text) of a `book`, then of each chapter; of a part that stands for itself of the chapter alone, set in its book."""
    meta = xml.child(unit, "book-meta")
    own_book = meta is not None and xml.local(unit) == "book"
    book = _book(unit, meta)
    parts = list(_chapters(unit)) if xml.local(unit) != "book-part" else [unit] if _is_chapter(unit) else []
    if own_book or not parts:
        writing = Writing(book, book.language)
        _write(book, meta, writing)
        for matter in xml.children(xml.child(unit, "front-matter"), "preface", "foreword", "front-matter-part"):
            blocks(matter, "", writing)
        book.references = references(unit, writing, "book-back", "back")
        yield xml.line_of(unit), book, writing.text
    for part in parts:
        chapter = _chapter(part, book)
        writing = Writing(chapter, chapter.language)
        _write(chapter, xml.child(part, "book-part-meta"), writing)
        for body in xml.children(part, "body"):
            blocks(body, "", writing)
        chapter.references = references(part, writing)
        yield xml.line_of(part), chapter, writing.text


def _write(work: Work, meta: _Element | None, writing: Writing) -> None:
    """Write what stands before the text: title, abstracts, keywords."""
    writing.passage(work.title, "title")
    if meta is not None:
        abstracts(work, meta, writing)
    if work.keywords:
        writing.passage("; ".join(work.keywords), "keywords")


def _chapters(outer: _Element) -> Iterator[_Element]:
    """The parts that are chapters; parts that only hold others are gone through, what stands inside a chapter is its text."""
    for one in xml.children(outer, "book-part", *_PARTS):
        if xml.local(one) == "book-part" and _is_chapter(one):
            yield one
        else:
            yield from _chapters(one)


def _is_chapter(part: _Element) -> bool:
    kind = xml.attribute(part, "book-part-type").casefold()
    meta = xml.child(part, "book-part-meta")
    holds = any(xml.children(held, "book-part") for held in xml.children(part, *_PARTS))
    if _NO_CHAPTERS.search(kind) or (holds and "chapter" not in kind):
        return False
    return bool(_title(meta)) or any("doi" in xml.attribute(one, "book-part-id-type") for one in xml.children(meta, "book-part-id"))


def _title(meta: _Element | None) -> str:
    """A part's title, or where it has none its label."""
    if meta is None:
        return ""
    return title_in(meta, "title-group", "title") or inline(xml.child(meta, "title-group", "label"))


def _book(unit: _Element, meta: _Element | None) -> Work:
    told = xml.attribute(unit, "book-type").casefold()
    work = Work(kind=next((kind for word, kind in _KINDS if word in told), "book"), language=language_tag(xml.attribute(unit, "lang")))
    if meta is None:
        return work
    work.title = title_in(meta, "book-title-group", "book-title")
    translated_titles(work, xml.child(meta, "book-title-group"))
    _people(work, meta)
    dates(work, meta)
    if not work.issued:
        work.issued = edtf.edtf(inline(xml.child(meta, "permissions", "copyright-year")))
        work.year = edtf.year_of(work.issued)
    identifiers(work, meta, "book-id")
    rights(work, meta)
    put_publisher(work, meta)
    work.volume = inline(xml.child(meta, "book-volume-number")) or inline(xml.child(meta, "volume"))
    stated = xml.child(meta, "edition")
    work.edition = xml.attribute(stated, "designator") or edition(inline(stated))
    work.isbns = isbns_in(inline(one) for one in xml.children(meta, "isbn"))
    work.keywords = keywords(work, meta)
    if pages := xml.attribute(xml.child(meta, "counts", "book-page-count"), "count"):
        csl_of(work)["number-of-pages"] = pages
    _series(work, [*xml.children(unit, "collection-meta"), *xml.children(meta, "collection-meta")])
    _conference(work, meta)
    return work


def _series(work: Work, collections: list[_Element]) -> None:
    """The series that a book stands in, the first of several, with its editors and ISSN."""
    for collection in collections:
        title = title_in(collection, "title-group", "title")
        number = inline(xml.child(collection, "volume-in-collection", "volume-number"))
        told = {
            "collection-title": title,
            "collection-number": number,
            "ISSN": " ".join(issns_in(inline(one) for one in xml.children(collection, "issn", "issn-l"))),
            "collection-editor": [name_to(one.who) for one in named(collection, Bodies(collection), work.language)],
        }
        if title:
            csl_of(work).update((name, value) for name, value in told.items() if value)
            return


def _conference(work: Work, meta: _Element | None) -> None:
    if name := inline(xml.child(meta, "conference", "conf-name")):
        csl_of(work)["event-title"] = name


def _chapter(part: _Element, book: Work) -> Work:
    """A chapter; who wrote a book without editors wrote those of its chapters that name nobody."""
    work = Work(kind="chapter", language=language_tag(xml.attribute(part, "lang")) or book.language)
    meta = xml.child(part, "book-part-meta")
    work.title = _title(meta)
    if meta is not None:
        translated_titles(work, xml.child(meta, "title-group"))
        _people(work, meta)
        dates(work, meta)
        identifiers(work, meta, "book-part-id")
        rights(work, meta)
        numbers(work, meta)
        work.keywords = keywords(work, meta)
        _conference(work, meta)
    work.volume, work.edition = book.volume, book.edition
    work.licence, work.rights_holder = work.licence or book.licence, work.rights_holder or book.rights_holder
    if not work.issued:
        work.issued, work.year = book.issued, book.year
    if not work.authors and not book.editors:
        work.authors, work.et_al = list(book.authors), book.et_al
    if number := re.search(r"\d+", xml.attribute(part, "book-part-number") or inline(xml.child(meta, "title-group", "label"))):
        csl_of(work)["chapter-number"] = number[0]
    _from_book(work, book)
    return work


def _from_book(work: Work, book: Work) -> None:
    if book.title or book.doi:
        work.part_of = book
    held = csl_of(book)
    csl_of(work).update((name, held[name]) for name in ("collection-title", "collection-number", "event-title") if held.get(name))
    if "event-title" in csl_of(work):
        csl_of(work)["type"] = "paper-conference"


def _people(work: Work, meta: _Element) -> None:
    """Authors, editors and translators; other roles (illustrators, reviewers) are nobody's that a citation names."""
    more: dict[str, list[Contributor]] = {}
    for one in named(meta, Bodies(meta), work.language):
        role = _role(one.kind, one.group, one.role)
        if is_others(one.who.name):
            work.et_al = True
        elif role == "author":
            work.authors.append(one.who)
        elif role == "editor":
            work.editors.append(one.who)
        elif role:
            more.setdefault(role, []).append(one.who)
    csl_of(work).update((role, [name_to(who) for who in people]) for role, people in more.items())


def _role(kind: str, group: str, printed: str) -> str:
    """What somebody did: by the type, where that says nothing by the printed role, then by that of the group; "" is something else."""
    told = next((words for words in (kind if kind not in _UNTOLD else "", printed, group) if words), "author")
    return next((role for sign, role in _ROLES if sign.search(told)), "")
