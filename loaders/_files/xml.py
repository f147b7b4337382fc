"""XML as loaders read it: no DTD or entity of the file's own, no network, a limit of depth, nothing before all is well-formed.

A document type that only names a public DTD (JATS, PubMed) is passed over and never fetched; the names of characters that such a DTD
would define are HTML's. Elements are known by their local name: the formats here never use one name in two namespaces.
"""

from __future__ import annotations

import io
import re
from html.entities import html5
from typing import TYPE_CHECKING, Any

from lxml import etree

from graph.sources.capture import decoded
from graph.sources.closed_xml import check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from graph.record import Capture

_START = re.compile(r"<(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_PROLOGUE = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_CLOSED: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": True, "recover": True}
"""`recover` because lxml's other mode refuses faults of validity, too; faults of form are found by `check` first."""
_ONE_BYTE = re.compile(rb"\s*<\?xml[^>]*encoding\s*=\s*[\"'](?:iso-8859-\d+|windows-125\d|latin-?1|us-ascii|ascii)[\"']", re.IGNORECASE)
_XMLNS = re.compile(r"xmlns(?::([\w.-]+))?\s*=\s*[\"']([^\"']*)[\"']")


def root_name(capture: Capture) -> tuple[str, str]:
    """(namespace, local name) of the first element, from the beginning of the file alone; ("", "") where it is no XML."""
    head = decoded(capture.data[:8000])[0].lstrip("\ufeff \t\r\n")
    if not head.startswith("<"):
        return "", ""
    found = _START.match(_PROLOGUE.sub("", head).lstrip())
    if found is None:
        return "", ""
    spaces = dict(_XMLNS.findall(found[3]))
    return spaces.get(found[1] or "", ""), found[2]


def names_in(capture: Capture, length: int = 20_000) -> set[str]:
    """Local names of the elements that open in the first `length` bytes: what tells apart formats of one root."""
    return {found[2] for found in _START.finditer(decoded(capture.data[:length])[0])}


def _charset(data: bytes) -> str | None:
    """The charset that overrules the declared one: UTF-8 where a one-byte charset is declared and every other byte fits UTF-8."""
    if data.isascii() or not _ONE_BYTE.match(data[:200]):
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def root_of(capture: Capture) -> _Element:
    """The whole document.

    Raises:
        InputError: it is not well-formed (with its line), has a DTD or entities of its own, or nests deeper than DEEPEST.
    """
    check(capture.data, charset=_charset(capture.data), public_dtd=True)
    parser = etree.XMLParser(encoding=_charset(capture.data), remove_comments=True, remove_pis=True, **_CLOSED)
    return etree.fromstring(capture.data, parser)


def elements(capture: Capture, *names: str) -> Iterator[_Element]:
    """Every element of these local names (of two inside one another the outer), one in memory at a time; `line_of` tells its line.

    Raises:
        InputError: as `root_of`, before the first element is given.
    """
    check(capture.data, charset=_charset(capture.data), public_dtd=True)
    opened, charset = 0, _charset(capture.data)
    tags = [f"{{*}}{name}" for name in names]
    for event, element in etree.iterparse(
        io.BytesIO(capture.data),
        events=("start", "end"),
        tag=tags,
        encoding=charset,
        remove_comments=True,
        remove_pis=True,
        **_CLOSED,
    ):
        opened += 1 if event == "start" else -1
        if event == "start" or opened:
            continue
        yield element
        element.clear(keep_tail=False)
        parent = element.getparent()
        while parent is not None and parent[0] is not element:
            del parent[0]


def local(element: _Element) -> str:
    """An element's name without its namespace; "" for an entity's place."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: _Element | None, *names: str) -> list[_Element]:
    """Its child elements of these local names (of all names if none is given)."""
    if element is None:
        return []
    return [child for child in element if (name := local(child)) and (not names or name in names)]


def child(element: _Element | None, *path: str) -> _Element | None:
    """The first descendant along a path of local names, or None."""
    for name in path:
        element = next(iter(children(element, name)), None)
    return element


def within(element: _Element | None, *names: str) -> list[_Element]:
    """All its descendants of these local names, in document order."""
    return [] if element is None else list(element.iter(*(f"{{*}}{name}" for name in names)))


def text(element: _Element | None, *, without: tuple[str, ...] = ()) -> str:
    """All text inside, white space folded; what stands in elements named in `without` is left out. "" for None."""
    return " ".join("".join(_pieces(element, without)).split()) if element is not None else ""


def _pieces(element: _Element, without: tuple[str, ...]) -> Iterator[str]:
    if element.tag is etree.Entity:
        name = str(element.text or "").strip("&;")
        yield html5.get(f"{name};", "")
        return
    yield element.text or ""
    for inner in element:
        if local(inner) not in without or inner.tag is etree.Entity:
            yield from _pieces(inner, without)
        yield inner.tail or ""


def attribute(element: _Element | None, name: str) -> str:
    """An attribute by its local name, white space folded; "" where it is not there."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return " ".join(str(value).split())
    return ""


def line_of(element: _Element) -> int | None:
    """The line on which an element begins."""
    line = element.sourceline
    return line if isinstance(line, int) else None


def lined(found: Iterable[_Element]) -> Iterator[tuple[int | None, _Element]]:
    """Each element with its line."""
    for element in found:
        yield line_of(element), element
