"""A printed reference → the work it cites: the string as printed is always kept, a field only where the reading is sure enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.record import Contributor, Reference, Venue, Work, WorkKind
from loaders.reading.reference_parts import Draft, clean
from loaders.reading.reference_rules import read_draft

if TYPE_CHECKING:
    from collections.abc import Iterable


def parse(string: str) -> Reference:
    """The reference that a string prints."""
    draft = clean(string)
    read_draft(draft)
    return Reference(_work(draft), raw=string.strip(), confidence=0.9)


def parse_many(strings: Iterable[str]) -> list[Reference]:
    """The references of one list."""
    return [parse(s) for s in strings]


def _work(draft: Draft) -> Work:
    work = Work(kind=_kind(draft), title=draft.title, year=draft.year, year_suffix=draft.suffix, volume=draft.volume, issue=draft.issue)
    work.pages, work.publisher, work.place, work.edition = draft.pages, draft.publisher, draft.place, draft.edition
    work.doi, work.url, work.badges = draft.doi.lower(), draft.url, draft.badges
    if draft.authors:
        work.authors, work.et_al = draft.authors.people, draft.authors.et_al
    editors: list[Contributor] = draft.editors.people if draft.editors else []
    if work.kind == "chapter":
        book = Work(kind="book", title=draft.container, year=draft.year, editors=editors, publisher=draft.publisher, place=draft.place)
        if draft.book_people:
            book.authors, book.et_al = draft.book_people.people, draft.book_people.et_al
        work.part_of = book
    else:
        work.editors = editors
        if draft.container:
            work.venue = Venue(title=draft.container)
    return work


def _kind(draft: Draft) -> WorkKind:
    if draft.thesis:
        return "thesis"
    if draft.chapter and draft.container:
        return "chapter"
    if draft.container:
        return "article"
    if draft.publisher or draft.place or draft.edition or draft.editors:
        return "book"
    return "work"
