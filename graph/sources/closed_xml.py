"""XML that is safe to read on: well-formed to its last byte, no DTD or entity of its own, neither too deep nor too wide.

The look is expat's and builds nothing, so that a file that is cut off or a bomb is refused before anything of it is read.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from graph.errors import InputError

DEEPEST = 250
"""Elements inside one another; the deepest of some 400 real files stood 21 deep."""
MOST_ATTRIBUTES = 1000
"""Attributes of one element: what has more is no file of records or concepts, and slow to read."""
_KNOWN_DTD = re.compile(r"https?://(?:[\w-]+\.)*(?:nlm\.nih\.gov|editeur\.org)/\S+\.dtd|[\w.-]+\.dtd")
"""Where the baseline of PubMed and other publishers name the DTD without a public name: passed over like one, never fetched."""


class _Form:
    """What expat tells of a document; its methods have expat's signatures."""

    def __init__(self, parser: expat.XMLParserType, *, public_dtd: bool) -> None:
        self._parser = parser
        self._public_dtd = public_dtd
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise InputError(f"elements nested deeper than {DEEPEST}: this is no file of records or concepts")
        if len(attributes) > MOST_ATTRIBUTES:
            where = f"line {self._parser.CurrentLineNumber}"
            raise InputError(f"{where}: {len(attributes)} attributes on one element ({name}); this is no file of records or concepts")

    def end(self, name: str) -> None:  # noqa: ARG002 - expat's signature
        self._depth -= 1

    def doctype(self, name: str, address: str | None, public: str | None, inside: bool) -> None:  # noqa: ARG002 - expat's signature
        if inside:
            raise InputError("a DTD of its own (<!DOCTYPE … [ENTITY …]>) is refused, its entities are not resolved; remove it")
        if not self._public_dtd or (not public and not _KNOWN_DTD.fullmatch(address or "")):
            raise InputError("a DTD at an address (<!DOCTYPE …>) is refused and not fetched; remove it")


def check(data: bytes, *, charset: str | None = None, public_dtd: bool = False) -> None:
    """Refuse what is not safe to read.

    An undeclared prefix and an `xml:id` that is no name are faults of validity and pass.

    Args:
        data: the document.
        charset: its encoding, where the document's own word is not to count.
        public_dtd: whether a document type may name a public DTD; it is passed over and never fetched.

    Raises:
        InputError: it is not well-formed (with its line), has a DTD that it may not have, or is too deep or wide.
    """
    parser = expat.ParserCreate(charset)
    form = _Form(parser, public_dtd=public_dtd)
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = form.start, form.end, form.doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as wrong:
        raise InputError(f"not well-formed XML: {wrong}; nothing of it is read, fetch or export it again") from wrong
