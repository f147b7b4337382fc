"""Books in XML: BITS and NLM's older book schema (publishers, NCBI Bookshelf), whole or a chapter at a time.

Elements: https://jats.nlm.nih.gov/extensions/bits/tag-library/2.1/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.record import Source
from graph.rights import is_open
from loaders._files import xml
from loaders._files.decode import refused
from loaders._jats.listed import BOOKS, laid_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from graph.record import Capture, Said, Work

LABEL = "Book and chapter XML (BITS, NLM)"
MEDIA = "xml"
_SIGNS = {"book-meta", "book-part-meta", "book-title-group", "collection-meta"}


def recognise(capture: Capture) -> float:
    """By its root with the parts of such a book; less sure of a set of them."""
    _, name = xml.root_name(capture)
    inside = xml.names_in(capture)
    if not inside & _SIGNS:
        return 0.0
    return 0.97 if name in BOOKS else 0.8 if inside & set(BOOKS) else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """The Source, then each book with its chapters, or the chapters that stand for themselves, with references and passages."""
    try:
        root = xml.root_of(capture)
    except InputError as wrong:
        yield from refused(capture, "bits", wrong)
        return
    units = [root] if xml.local(root) in BOOKS else [one for one in xml.within(root, *BOOKS) if not _nested(one)]
    found = [one for unit in units or [root] for one in _works(unit)]
    yield from laid_out(capture, "bits", found, _source([work for _, work, _ in found if not isinstance(work, InputError)]))


def _nested(unit: _Element) -> bool:
    return any(xml.local(outer) in BOOKS for outer in unit.iterancestors())


def _works(unit: _Element) -> list[tuple[int | None, Work | InputError, str]]:
    from loaders._jats.book import works_of

    try:
        return list(works_of(unit))
    except InputError as refused:
        return [(xml.line_of(unit), refused, "")]


def _source(works: list[Work]) -> Source:
    """The language, and the rights, that all of a file's works have alike."""
    source = Source(works[0].title if works else "")
    if len(languages := {work.language for work in works}) == 1:
        source.language = languages.pop()
    if len(rights := {(work.licence, work.rights_holder) for work in works}) == 1:
        source.licence, source.rights_holder = rights.pop()
        source.display = "full" if is_open(source.licence) else "quote"
    return source
