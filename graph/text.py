"""The gate that all text passes on its way into the graph, and N-Triples written by hand, fast: 100,000 records go through here.

A literal is NFC, without control characters (tab and line feed may stay), non-characters and bidirectional overrides, and embedded
directions are closed: such characters make XML results malformed or let a text reorder what stands beside it on a page.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote as _percent

from pyoxigraph import Literal, NamedNode

XSD = "http://www.w3.org/2001/XMLSchema#"

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
_UNSAFE = re.compile(
    f"[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff{_NONCHARACTERS}]"
)
_LINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_DROPPED = re.compile(f"[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f{_NONCHARACTERS}]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_ISOLATES = "\u2066\u2067\u2068"
_EMBEDDINGS = "\u202a\u202b\u202d\u202e"
_ESCAPED = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_NEEDS_ESCAPE = re.compile(r'["\\\n\r\t]')
_IRI_SAFE = re.compile(r"[A-Za-z0-9:/?&=._~!$'()*+,;@-]*")
_PLANES = "".join(f"\\U000{plane:x}0000-\\U000{plane:x}fffd" for plane in range(1, 14)) + "\\U000e1000-\\U000efffd"
_IRI_UNSAFE = re.compile(
    f"%(?![0-9A-Fa-f]{{2}})|[^A-Za-z0-9:/?&=._~!$'()*+,;@%#\\[\\]\\-\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef{_PLANES}]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_AUTHORITY = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_LONGEST = 2048


def clean(text: str) -> str:
    """Text as it may stand in a literal."""
    if _UNSAFE.search(text):
        text = _DROPPED.sub("", _SURROGATES.sub("\ufffd", _LINES.sub("\n", text)))
        text = _closed(text)
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", text)


def clean_quote(text: str) -> str:
    """A quotation as it may stand in a literal: what the captured text has, code point for code point, but for what no literal can hold.

    Not normalised, so that it equals its slice; a forbidden character stands as U+FFFD, one for one, so that it keeps its length.
    """
    if _UNSAFE.search(text):
        return _SURROGATES.sub("\ufffd", _QUOTE_FORBIDDEN.sub("\ufffd", text))
    return text


_QUOTE_FORBIDDEN = re.compile(f"[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f{_NONCHARACTERS}]")


def _closed(text: str) -> str:
    """Bidirectional embeddings become isolates, overrides go, and every isolate is closed at the end of its line."""
    if not any(mark in text for mark in _ISOLATES + _EMBEDDINGS + "\u2069\u202c"):
        return text
    lines = []
    for line in text.split("\n"):
        out: list[str] = []
        depth = 0
        for char in line:
            if char in _ISOLATES or char in "\u202a\u202b":
                depth += 1
                out.append({"\u202a": "\u2066", "\u202b": "\u2067"}.get(char, char))
            elif char in "\u202d\u202e":
                depth += 1
                out.append("\u2068")
            elif char in "\u2069\u202c":
                if depth:
                    depth -= 1
                    out.append("\u2069")
            else:
                out.append(char)
        lines.append("".join(out) + "\u2069" * depth)
    return "\n".join(lines)


def literal(text: str, lang: str | None = None) -> str:
    """A text as an N-Triples literal, gated; an unusable language tag is left out.

    >>> literal("a new public service", "en")
    '"a new public service"@en'
    """
    if text.isascii() and text.isprintable():  # nearly all text: two checks in C
        if '"' in text or "\\" in text:
            text = text.translate(_ESCAPED)
    else:
        text = clean(text)
        if _NEEDS_ESCAPE.search(text):
            text = text.translate(_ESCAPED)
    return f'"{text}"{_suffix(lang)}' if lang else f'"{text}"'


def quotation(text: str) -> str:
    """A quotation as an N-Triples literal: equal to its slice of the captured text."""
    return '"' + clean_quote(text).translate(_ESCAPED) + '"'


@lru_cache(maxsize=1024)
def _suffix(lang: str) -> str:
    try:
        Literal("", language=lang)
    except ValueError:
        return ""
    return f"@{lang.lower()}"


def integer(number: int) -> str:
    """A whole number as an N-Triples literal."""
    return f'"{number:d}"^^<{XSD}integer>'


def decimal(number: float) -> str:
    """A decimal number as an N-Triples literal, in its canonical form of at most six places."""
    written = f"{number:.6f}".rstrip("0")
    return f'"{written}0"^^<{XSD}decimal>' if written.endswith(".") else f'"{written}"^^<{XSD}decimal>'


def boolean(value: bool) -> str:
    """A truth value as an N-Triples literal."""
    return f'"{"true" if value else "false"}"^^<{XSD}boolean>'


def iri(text: str) -> str:
    """An IRI in angle brackets; what no IRI may have (RFC 3987) is percent-encoded.

    >>> iri("https://example.org/a b")
    '<https://example.org/a%20b>'
    """
    return f"<{text}>" if _IRI_SAFE.fullmatch(text) else f"<{_encoded(text)}>"


def _encoded(text: str) -> str:
    text = _IRI_UNSAFE.sub(lambda found: _percent(found[0], safe="", errors="replace"), text)
    before, mark, fragment = text.partition("#")
    authority = _AUTHORITY.match(before)
    kept = authority.end() if authority else 0
    rest = f"{before[kept:]}{mark}{fragment.replace('#', '%23')}"
    return before[:kept] + rest.replace("[", "%5B").replace("]", "%5D")


def link(text: str) -> str | None:
    """An address from a source as an IRI in angle brackets, or None where it is none: only absolute addresses may be links."""
    text = text.strip()
    if len(text) > _LONGEST or not text.lower().startswith(("http://", "https://", "urn:", "doi:", "info:", "mailto:")):
        return None
    found = iri(unicodedata.normalize("NFC", text))
    try:
        NamedNode(found[1:-1])
    except ValueError:
        return None
    return found
