"""Abstracts and titles with tags (JATS, HTML, MathML) → plain text."""

from __future__ import annotations

import html
import re

from graph.sources.csl import plain

_SOURCE = re.compile(r"<(/?)(?:\w+:)?(?:tex-math|annotation(?:-xml)?)\b[^<>]{0,500}>", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:\w+:)?(?:p|sec|title|label|list|list-item|def-list|def-item|div|br|li|ul|ol|h[1-6]|disp-formula|disp-quote|table|tr|td)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_INLINE = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_HEADING = re.compile(
    r"^\s*(?:<(?:jats:)?(?:abstract|sec)\b[^<>]{0,300}>\s*)*<(?:jats:)?(?:title|h[1-6])\b[^<>]{0,200}>\s*(?:<[^<>]{0,100}>\s*)*"
    r"(?:abstract|summary|r[ée]sum[ée]|zusammenfassung|resumen|resumo|riassunto)\s*[:.]?\s*(?:<[^<>]{0,100}>\s*)*?</(?:jats:)?(?:title|h[1-6])\s*>",
    re.IGNORECASE,
)


def unmarked(text: str) -> str:
    """One line of text: headings that say "Abstract" and sources of formulas left out, blocks apart, entities resolved."""
    if "&lt;" in text and "<" not in text:
        text = html.unescape(text)
    if "<" in text:
        text = _BLOCK.sub(" ", _without_sources(_HEADING.sub(" ", text)))
        text = _INLINE.sub("", text)
    text = plain(text)
    return plain(text) if "&" in text else text


def _without_sources(text: str) -> str:
    """What stands outside of formulas' sources (TeX beside MathML); one that is not closed is no source."""
    out: list[str] = []
    last, opened = 0, -1
    for tag in _SOURCE.finditer(text):
        if not tag[1] and opened < 0:
            opened = tag.start()
        elif tag[1] and opened >= 0:
            out.append(text[last:opened])
            last, opened = tag.end(), -1
    return " ".join([*out, text[last:]])
