"""TEI: an article with its header (as GROBID writes it), or a list of references (`listBibl`; GROBID's training corpora, too).

Guidelines: https://tei-c.org/release/doc/tei-p5-doc/en/html/ref-biblStruct.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.record import Reject, Source, Work
from graph.rights import is_open
from loaders import _xml
from loaders._article.writing import Writing, inline
from loaders._citing import cite
from loaders._decode import refused
from loaders._languages import language_tag
from loaders._tei_bibl import bibl_of, complete, loose_bibl_of
from loaders._told_works import entries, known_by_something, told

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
    space, name = _xml.root_name(capture)
    if name in _ROOTS:
        return 0.97 if space in {_TEI, ""} else 0.6
    if name in _LISTS and (space == _TEI or _xml.names_in(capture) & {"bibl", "biblStruct"}):
        return 0.9
    return 0.0


def read(capture: Capture) -> Iterator[Said]:
    """The Source, then the document with its references and passages; of a list alone, a Work or a Reject for each entry."""
    try:
        root = _xml.root_of(capture)
    except InputError as wrong:
        yield from refused(capture, "tei", wrong)
        return
    work = _document(_xml.child(root, "teiHeader"))
    if (
        not (work.title or work.doi) or _is_list(root) or _xml.within(_xml.child(root, "text"), "biblFull")
    ):  # archives export their records so (HAL)
        yield from told(capture, "tei", entries(_xml.lined(_entries(root)), _entry), _NOTHING)
        return
    writing = Writing(work, work.language)
    _write(work, root, writing)
    capture.text, work.line = writing.text, _xml.line_of(root)
    source = Source(work.title, capture.retrieved_from, work.licence, work.rights_holder, language=work.language, format="tei")
    source.display = "full" if is_open(work.licence) else "quote"
    yield source
    try:
        yield known_by_something(work)
    except InputError as wrong:
        yield Reject(f"record 1, line {work.line}", str(wrong))


def _is_list(root: _Element) -> bool:
    """Whether the document is nothing but a list of works: it describes no source of its own, and its body has entries and no prose."""
    text = _xml.child(root, "text")
    prose = (one for one in _xml.within(text, "p", "ab") if not any(_xml.local(outer) in _LISTS for outer in one.iterancestors()))
    described = _xml.child(root, "teiHeader", "fileDesc", "sourceDesc", "biblStruct") is not None
    return not described and bool(_xml.within(text, "listBibl")) and not any(map(_xml.text, prose))


def _entries(root: _Element) -> list[_Element]:
    """The outermost bibliographic entries."""
    found = _xml.within(root, "biblStruct", "bibl", "biblFull")
    inside = {"biblStruct", "bibl", "biblFull", "teiHeader"}
    return [one for one in found if not any(_xml.local(outer) in inside for outer in one.iterancestors())]


def _entry(entry: _Element) -> Work:
    if _xml.local(entry) == "biblFull":
        return _described(entry, entry)
    return bibl_of(entry) if _xml.local(entry) == "biblStruct" else loose_bibl_of(entry)


def _document(header: _Element | None) -> Work:
    """The article that a header describes: its source's biblStruct, with the file's own title where that has none."""
    languages = _xml.within(_xml.child(header, "profileDesc", "langUsage"), "language")
    work = _described(_xml.child(header, "fileDesc"), header)
    work.language = work.language or (language_tag(_xml.attribute(languages[0], "ident")) if languages else "")
    return work


def _described(description: _Element | None, holder: _Element | None) -> Work:
    source = _xml.child(description, "sourceDesc", "biblStruct")
    work = bibl_of(source) if source is not None else Work(kind="work")
    statement, profile = _xml.child(description, "titleStmt"), _xml.child(holder, "profileDesc")
    publication = _xml.child(description, "publicationStmt")
    complete(work, statement, publication)
    _rights(work, publication)
    classes = _xml.child(profile, "textClass")
    _typed_by_hal(work, classes, source)
    work.keywords = list(dict.fromkeys(word for one in _xml.within(classes, "term") if (word := inline(one))))
    if holder is description and description is not None:  # a record has no text of its own to stand in
        work.abstract = next((said for one in _xml.within(profile, "abstract") if (said := inline(one))), "")
    return work


def _typed_by_hal(work: Work, classes: _Element | None, source: _Element | None) -> None:
    """A thesis or report by HAL's own code, and the institution behind it as its publisher."""
    code = next(
        (_xml.attribute(one, "n") for one in _xml.within(classes, "classCode") if _xml.attribute(one, "scheme") == "halTypology"), ""
    )
    if kind := _TYPOLOGY.get(code):
        work.kind = kind
        bodies = [inline(one) for one in _xml.within(source, "authority") if _xml.attribute(one, "type") == "institution"]
        work.publisher = work.publisher or next(iter(bodies), "")


def _rights(work: Work, statement: _Element | None) -> None:
    from loaders._page.page import open_licence

    for licence in _xml.within(statement, "licence"):
        said = [_xml.attribute(licence, "target"), *(_xml.attribute(one, "target") for one in _xml.within(licence, "ref")), inline(licence)]
        work.licence = work.licence or next((address for one in said if (address := open_licence(one))), "")


def _write(work: Work, root: _Element, writing: Writing) -> None:
    writing.passage(work.title, "title")
    for element in _xml.within(_xml.child(root, "teiHeader", "profileDesc"), "abstract"):
        paragraphs = _xml.within(element, "p", "ab") or [element]
        language = language_tag(_xml.attribute(element, "lang")) or work.language
        span = writing.passage(" ".join(inline(one, _NOT_INLINE) for one in paragraphs), "abstract", language=language)
        if span and not work.abstract:
            work.abstract, work.abstract_span = span.exact, span
        elif span and language:
            work.custom.setdefault(f"abstract-{language}", span.exact)
    if work.keywords:
        writing.passage("; ".join(work.keywords), "keywords")
    text = _xml.child(root, "text")
    for body in _xml.children(text, "body"):
        _blocks(body, "", writing)
    entries = [entry for back in _xml.children(text, "back", "body") for entry in _xml.within(back, "listBibl")]
    found = [one for listed in entries for one in _xml.children(listed, "biblStruct", "bibl")]
    work.references = cite([(_printed(one), _entry(one)) for one in dict.fromkeys(found)], writing)


def _printed(entry: _Element) -> str:
    """The entry as printed, where it is kept; else its parts one after the other."""
    raw = next((inline(one) for one in _xml.within(entry, "note") if _xml.attribute(one, "type") == "raw_reference"), "")
    if raw or _xml.local(entry) == "bibl":
        return raw or inline(entry)
    names = ", ".join(who.name for who in _entry(entry).authors)
    said = [inline(one) for one in _xml.within(entry, "title", "date", "biblScope", "publisher", "pubPlace", "idno")]
    return ". ".join(part for part in [names, *said] if part)


def _blocks(element: _Element, section: str, writing: Writing) -> None:
    for block in _xml.children(element):
        name = _xml.local(block)
        if name == "head":
            section = inline(block, _NOT_INLINE) or section
            writing.passage(section, "heading", section)
        elif name in {"p", "ab", "item"}:
            writing.passage(inline(block, _NOT_INLINE | {"quote", "list"} if name == "p" else _NOT_INLINE), "body", section)
            for inner in _xml.children(block, "quote", "list"):
                _blocks_in(inner, section, writing)
        elif name in {"quote", "cit"}:
            writing.passage(inline(block, _NOT_INLINE), "quotation", section)
        elif name not in {"figure", "note", "listBibl", "formula", "table"}:
            _blocks(block, section, writing)


def _blocks_in(block: _Element, section: str, writing: Writing) -> None:
    if _xml.local(block) == "quote":
        writing.passage(inline(block, _NOT_INLINE), "quotation", section)
    else:
        _blocks(block, section, writing)
