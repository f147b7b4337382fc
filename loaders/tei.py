"""TEI: an article with its header (as GROBID writes it), or a list of references (`listBibl`; GROBID's training corpora, too).

Guidelines: https://tei-c.org/release/doc/tei-p5-doc/en/html/ref-biblStruct.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.record import Reject, Source, Work
from graph.rights import is_open
from loaders._article.citing import cite
from loaders._article.writing import Writing, inline
from loaders._files import xml
from loaders._files.decode import refused
from loaders._files.told_works import entries, known_by_something, told
from loaders._tei_bibl import bibl_of, complete, loose_bibl_of
from loaders._values.languages import language_tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from graph.record import Capture, Said, WorkKind

LABEL = "TEI (GROBID, lists of references)"
MEDIA = "xml"
_TEI = "http://www.tei-c.org/ns/1.0"
_ROOTS = {"TEI", "tei", "TEI.2", "teiCorpus"}
_LISTS = {"citations", "listBibl", "references", "biblStruct"}
_NOT_INLINE = frozenset({"note", "figure", "formula", "email", "graphic", "table"})
_TYPOLOGY: dict[str, WorkKind] = {"THESE": "thesis", "HDR": "thesis", "MEM": "thesis", "REPORT": "report"}
"""HAL's own types that no level of a title tells."""
_NOTHING = "a TEI document without a title, a DOI or references: it has nothing to load"


def recognise(capture: Capture) -> float:
    """By the root, or by a list of `bibl` or `biblStruct`."""
    space, name = xml.root_name(capture)
    if name in _ROOTS:
        return 0.97 if space in {_TEI, ""} else 0.6
    if name in _LISTS and (space == _TEI or xml.names_in(capture) & {"bibl", "biblStruct"}):
        return 0.9
    return 0.0


def read(capture: Capture) -> Iterator[Said]:
    """The Source, then the document with its references and passages; of a list alone, a Work or a Reject for each entry."""
    try:
        root = xml.root_of(capture)
    except InputError as wrong:
        yield from refused(capture, "tei", wrong)
        return
    work = _document(xml.child(root, "teiHeader"))
    if (
        not (work.title or work.doi) or _is_list(root) or xml.within(xml.child(root, "text"), "biblFull")
    ):  # archives export their records so (HAL)
        yield from told(capture, "tei", entries(xml.lined(_entries(root)), _entry), _NOTHING)
        return
    writing = Writing(work, work.language)
    _write(work, root, writing)
    capture.text, work.line = writing.text, xml.line_of(root)
    source = Source(work.title, capture.retrieved_from, work.licence, work.rights_holder, language=work.language, format="tei")
    source.display = "full" if is_open(work.licence) else "quote"
    yield source
    try:
        yield known_by_something(work)
    except InputError as wrong:
        yield Reject(f"record 1, line {work.line}", str(wrong))


def _is_list(root: _Element) -> bool:
    """Whether the document is nothing but a list of works: it describes no source of its own, and its body has entries and no prose."""
    text = xml.child(root, "text")
    prose = (one for one in xml.within(text, "p", "ab") if not any(xml.local(outer) in _LISTS for outer in one.iterancestors()))
    described = xml.child(root, "teiHeader", "fileDesc", "sourceDesc", "biblStruct") is not None
    return not described and bool(xml.within(text, "listBibl")) and not any(map(xml.text, prose))


def _entries(root: _Element) -> list[_Element]:
    """The outermost bibliographic entries."""
    found = xml.within(root, "biblStruct", "bibl", "biblFull")
    inside = {"biblStruct", "bibl", "biblFull", "teiHeader"}
    return [one for one in found if not any(xml.local(outer) in inside for outer in one.iterancestors())]


def _entry(entry: _Element) -> Work:
    if xml.local(entry) == "biblFull":
        return _described(entry, entry)
    return bibl_of(entry) if xml.local(entry) == "biblStruct" else loose_bibl_of(entry)


def _document(header: _Element | None) -> Work:
    """The article that a header describes: its source's biblStruct, with the file's own title where that has none."""
    languages = xml.within(xml.child(header, "profileDesc", "langUsage"), "language")
    work = _described(xml.child(header, "fileDesc"), header)
    work.language = work.language or (language_tag(xml.attribute(languages[0], "ident")) if languages else "")
    return work


def _described(description: _Element | None, holder: _Element | None) -> Work:
    source = xml.child(description, "sourceDesc", "biblStruct")
    work = bibl_of(source) if source is not None else Work(kind="work")
    statement, profile = xml.child(description, "titleStmt"), xml.child(holder, "profileDesc")
    publication = xml.child(description, "publicationStmt")
    complete(work, statement, publication)
    _rights(work, publication)
    classes = xml.child(profile, "textClass")
    _typed_by_hal(work, classes, source)
    work.keywords = list(dict.fromkeys(word for one in xml.within(classes, "term") if (word := inline(one))))
    if holder is description and description is not None:  # a record has no text of its own to stand in
        work.abstract = next((said for one in xml.within(profile, "abstract") if (said := inline(one))), "")
    return work


def _typed_by_hal(work: Work, classes: _Element | None, source: _Element | None) -> None:
    """A thesis or report by HAL's own code, and the institution behind it as its publisher."""
    code = next((xml.attribute(one, "n") for one in xml.within(classes, "classCode") if xml.attribute(one, "scheme") == "halTypology"), "")
    if kind := _TYPOLOGY.get(code):
        work.kind = kind
        bodies = [inline(one) for one in xml.within(source, "authority") if xml.attribute(one, "type") == "institution"]
        work.publisher = work.publisher or next(iter(bodies), "")


def _rights(work: Work, statement: _Element | None) -> None:
    from loaders._page.page import open_licence

    for licence in xml.within(statement, "licence"):
        said = [xml.attribute(licence, "target"), *(xml.attribute(one, "target") for one in xml.within(licence, "ref")), inline(licence)]
        work.licence = work.licence or next((address for one in said if (address := open_licence(one))), "")


def _write(work: Work, root: _Element, writing: Writing) -> None:
    writing.passage(work.title, "title")
    for element in xml.within(xml.child(root, "teiHeader", "profileDesc"), "abstract"):
        paragraphs = xml.within(element, "p", "ab") or [element]
        language = language_tag(xml.attribute(element, "lang")) or work.language
        span = writing.passage(" ".join(inline(one, _NOT_INLINE) for one in paragraphs), "abstract", language=language)
        if span and not work.abstract:
            work.abstract, work.abstract_span = span.exact, span
        elif span and language:
            work.custom.setdefault(f"abstract-{language}", span.exact)
    if work.keywords:
        writing.passage("; ".join(work.keywords), "keywords")
    text = xml.child(root, "text")
    for body in xml.children(text, "body"):
        _blocks(body, "", writing)
    entries = [entry for back in xml.children(text, "back", "body") for entry in xml.within(back, "listBibl")]
    found = [one for listed in entries for one in xml.children(listed, "biblStruct", "bibl")]
    work.references = cite([(_printed(one), _entry(one)) for one in dict.fromkeys(found)], writing)


def _printed(entry: _Element) -> str:
    """The entry as printed, where it is kept; else its parts one after the other."""
    raw = next((inline(one) for one in xml.within(entry, "note") if xml.attribute(one, "type") == "raw_reference"), "")
    if raw or xml.local(entry) == "bibl":
        return raw or inline(entry)
    names = ", ".join(who.name for who in _entry(entry).authors)
    said = [inline(one) for one in xml.within(entry, "title", "date", "biblScope", "publisher", "pubPlace", "idno")]
    return ". ".join(part for part in [names, *said] if part)


def _blocks(element: _Element, section: str, writing: Writing) -> None:
    for block in xml.children(element):
        name = xml.local(block)
        if name == "head":
            section = inline(block, _NOT_INLINE) or section
            writing.passage(section, "heading", section)
        elif name in {"p", "ab", "item"}:
            writing.passage(inline(block, _NOT_INLINE | {"quote", "list"} if name == "p" else _NOT_INLINE), "body", section)
            for inner in xml.children(block, "quote", "list"):
                _blocks_in(inner, section, writing)
        elif name in {"quote", "cit"}:
            writing.passage(inline(block, _NOT_INLINE), "quotation", section)
        elif name not in {"figure", "note", "listBibl", "formula", "table"}:
            _blocks(block, section, writing)


def _blocks_in(block: _Element, section: str, writing: Writing) -> None:
    if xml.local(block) == "quote":
        writing.passage(inline(block, _NOT_INLINE), "quotation", section)
    else:
        _blocks(block, section, writing)
