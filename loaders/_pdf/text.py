"""A PDF as text with what it says of itself: pages through pypdfium2 (an extra), the information dictionary, XMP, the largest print.

The text is derived: pages one after the other, a blank line between them, letters composed, e-mail addresses left out. XMP is read from the
packet in the file's bytes. Sources: ISO 32000-1 (14.3), ISO 16684-1, PRISM 2.1.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from graph.extras import install
from graph.record import Capture
from loaders._page.markup import EMAIL

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_PAGES = 1_500
MOST_CHARACTERS = 12_000_000
_PACKET = re.compile(rb"<x:xmpmeta\b.*?</x:xmpmeta>|<rdf:RDF\b.*?</rdf:RDF>", re.DOTALL)
_MOST_XMP = 400_000
_LOOKED_AT = 6_000
"""Characters of the first page whose size is measured."""
_ONE_SIZE = 0.6
_UNSEEN = re.compile(r"[\x00\x01\x03-\x08\x0b\x0e-\x1f\x7f\ufeff\u200b\u00ad]")
_LONGEST_TITLE = 400
_ASIDE = re.compile(r"^(?:\d[\d .,:–-]*|article|research article|original article|review|editorial|contents?|abstract)$", re.IGNORECASE)


@dataclass(slots=True)
class Pdf:
    """What a PDF holds: its text, where pages begin in it, its metadata by name, and the largest print on its first page."""

    text: str = ""
    pages: list[int] = field(default_factory=list)
    info: dict[str, str] = field(default_factory=dict)
    xmp: dict[str, list[str]] = field(default_factory=dict)
    largest: str = ""

    @property
    def first_page(self) -> str:
        """The text of the first page."""
        return self.text[: self.pages[1]] if len(self.pages) > 1 else self.text


def read_pdf(data: bytes) -> Pdf:
    """The PDF's text and metadata.

    Raises:
        InputError: the extra is not installed, or the file is broken, protected or larger than the limits.
    """
    try:
        import pypdfium2
    except ImportError as missing:
        raise InputError(f"PDF files need an extra: {install('pdf')}, then load the file again") from missing
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as wrong:
        if "password" in str(wrong).lower() or "security" in str(wrong).lower():
            raise InputError("the PDF is protected by a password; save a copy without one and load that") from wrong
        raise InputError(f"not a PDF that can be read ({wrong}); fetch it again, or open it and save it anew") from wrong
    try:
        return _read(document, data)
    except pypdfium2.PdfiumError as wrong:
        raise InputError(f"the PDF breaks off while it is read ({wrong}); open it and save it anew") from wrong
    finally:
        document.close()


def _read(document: Any, data: bytes) -> Pdf:
    if len(document) > MOST_PAGES:
        raise InputError(f"{len(document)} pages, more than {MOST_PAGES}; split the PDF, or load its record in another format")
    out = Pdf()
    out.info = {key: value for key, value in document.get_metadata_dict(skip_empty=True).items() if isinstance(value, str)}
    for key in ("doi", "DOI", "WPS-ARTICLEDOI"):
        if value := document.get_metadata_value(key):
            out.info.setdefault("doi", value)
    out.xmp = xmp_of(data)
    pieces: list[str] = []
    length = 0
    for number in range(len(document)):
        page = document[number]
        print_ = page.get_textpage()
        if number == 0:
            out.largest = _largest(print_)
        text = _plain(print_.get_text_range())
        print_.close()
        page.close()
        out.pages.append(length)
        pieces += [text, "\n\n"]
        length += len(text) + 2
        if length > MOST_CHARACTERS:
            raise InputError(f"more than {MOST_CHARACTERS // 1_000_000} million characters; split the PDF")
    out.text = "".join(pieces).rstrip() + "\n"
    return out


def _plain(text: str) -> str:
    """One page's text: line feeds, hyphens at line ends as they are printed, composed letters, ligatures in letters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"[\ufffe\uffff\x02]\n?", "-\n", text)
    text = _UNSEEN.sub("", text).replace("\x0c", "\n").replace("\u00a0", " ")
    for ligature, letters in (("ﬀ", "ff"), ("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬃ", "ffi"), ("ﬄ", "ffl")):
        text = text.replace(ligature, letters)
    text = re.sub(r"[ \t]+$", "", unicodedata.normalize("NFC", text), flags=re.MULTILINE)
    return EMAIL.sub("", text).strip("\n")


def _largest(print_: Any) -> str:
    """The lines in the largest print on the page that read like a title: in most articles that is the title."""
    from pypdfium2 import raw

    count = min(print_.count_chars(), _LOOKED_AT)
    if count <= 0:
        return ""
    runs: list[tuple[float, str]] = []
    for line in _measured(print_, raw, count):
        size = median([size for size, letter in line if letter.isalpha()] or [0.0])
        text = " ".join(_plain("".join(letter for _, letter in line)).split())
        if not text or not size:
            continue
        if runs and abs(runs[-1][0] - size) < _ONE_SIZE:
            joint = "" if runs[-1][1].endswith("-") else " "
            runs[-1] = (size, f"{runs[-1][1].removesuffix('-') if not joint else runs[-1][1]}{joint}{text}")
        else:
            runs.append((size, text))
    usual = max(runs, key=lambda run: len(run[1]), default=(0.0, ""))[0]
    titles = [run for run in runs if run[0] > usual + 0.8 and _may_be_title(run[1])]
    return max(titles, key=lambda run: run[0], default=(0.0, ""))[1]


def _may_be_title(text: str) -> bool:
    return 8 <= len(text) <= _LONGEST_TITLE and " " in text and not _ASIDE.match(text)


def _measured(print_: Any, raw: Any, count: int) -> list[list[tuple[float, str]]]:
    """The page's lines as (size, letter)."""
    lines: list[list[tuple[float, str]]] = [[]]
    for at in range(count):
        letter = chr(raw.FPDFText_GetUnicode(print_, at) or 32)
        if letter in "\r\n":
            if lines[-1]:
                lines.append([])
            continue
        lines[-1].append((round(_height(print_, raw, at), 1), letter))
    return lines


def _height(print_: Any, raw: Any, at: int) -> float:
    """How high a letter's line is on the page: the font's size alone says nothing where the page is scaled."""
    box = raw.FS_RECTF()
    if raw.FPDFText_GetLooseCharBox(print_, at, box):
        return abs(float(box.top - box.bottom))
    return float(raw.FPDFText_GetFontSize(print_, at))


def xmp_of(data: bytes) -> dict[str, list[str]]:
    """Name (`dc:title`, `prism:doi`, …) → values of the file's last XMP packet that is sound; nothing where there is none."""
    from loaders._files import xml

    for packet in reversed(list(_PACKET.finditer(data))):
        if len(packet[0]) > _MOST_XMP:
            continue
        try:
            root = xml.root_of(Capture(packet[0], "xmp"))
        except InputError:
            continue
        found: dict[str, list[str]] = {}
        for description in xml.within(root, "Description"):
            for name, value in description.attrib.items():
                _put(found, str(name), " ".join(str(value).split()))
            for child in description:
                _values(child, found)
        return found
    return {}


_SPACES = (("purl.org/dc/", "dc"), ("prismstandard", "prism"), ("ns.adobe.com/pdfx", "pdfx"), ("crossref.org", "crossmark"))


def _put(found: dict[str, list[str]], tag: str, value: str) -> None:
    space, _, name = tag.rpartition("}")
    prefix = next((short for part, short in _SPACES if part in space), "")
    if prefix and value:
        found.setdefault(f"{prefix}:{name.casefold()}", []).append(value)


def _values(element: _Element, found: dict[str, list[str]]) -> None:
    """A property's values: those of its list, or its own text."""
    from loaders._files import xml

    listed = xml.within(element, "li")
    for one in listed or [element]:
        _put(found, str(element.tag), xml.text(one))
