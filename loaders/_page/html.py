"""HTML → its readable text, once, and the metadata that it embeds; parsed with selectolax's lexbor."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from loaders._page.elements import is_list_mark
from loaders._page.markup import Markup, web_address
from loaders._page.nodes import json_ld, microdata
from loaders._page.readable import write_readable

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_NESTING = re.compile(
    r"<(/?)(?:div|span|section|article|main|aside|table|tr|td|ul|ol|dl|[abiu]|em|strong|font|small|blockquote|center|form)\b", re.IGNORECASE
)
_MOST_DEEP = 3_000
_HIGHEST = 8
"""How many elements around one a list of references is looked for."""
_TOLD = 'meta[content], link[rel=canonical], span.Z3988, script[type="application/ld+json"]'
"""Elements that say something about the page, looked for together: to walk the whole tree costs more than what is found there."""


def read_markup(html: str) -> Markup:
    """HTML of any quality → Markup. E-mail addresses are left out of the text; what is no JSON where JSON-LD stands is a problem."""
    from selectolax.lexbor import LexborHTMLParser

    html = unicodedata.normalize("NFC", html)
    out = Markup()
    if (deep := _depth(html)) > _MOST_DEEP:
        out.problems.append(f"elements stand {deep} deep in one another; a page of more than {_MOST_DEEP} levels is not read")
        return out
    root = LexborHTMLParser(html).root
    if root is None:
        return out
    serialised = root.html or ""
    _metadata(root, out)
    if " itemscope" in serialised:
        out.microdata = microdata(root)
    write_readable(serialised, out)
    return out


def _depth(html: str) -> int:
    """How deep elements nest: the parser's time grows with the square of it."""
    deepest = deep = 0
    for found in _NESTING.finditer(html) if html.count("<") > _MOST_DEEP else ():
        deep = max(0, deep - 1) if found[1] else deep + 1
        deepest = max(deepest, deep)
    return deepest


def _metadata(root: LexborNode, out: Markup) -> None:
    out.language = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "").strip()
    if (title := root.css_first("title")) is not None:
        out.title = " ".join(title.text().split())
    for node in root.css(_TOLD):
        told, tag = node.attributes, node.tag  # made anew each time they are asked for
        if tag == "meta":
            _named(told, out)
        elif tag == "link":
            out.canonical = out.canonical or web_address(told.get("href"))
        elif tag == "span":
            pairs = parse_qs(told.get("title") or "", errors="replace")
            coins = out.cited_coins if _is_cited(node) else out.coins
            coins.append({key.casefold(): values for key, values in pairs.items()})
        else:
            nodes, problem = json_ld(node.text() or "")
            out.json_ld += nodes
            out.problems += [problem] if problem else []
    out.canonical = out.canonical or web_address(next(iter(out.meta.get("og:url", [])), ""))


def _is_cited(node: LexborNode) -> bool:
    """Whether an element stands in a list of references: what it tells is not what the page is about."""
    around = node.parent
    for _ in range(_HIGHEST):
        if around is None:
            return False
        told = around.attributes
        names = [f".{name}" for name in (told.get("class") or "").split()[:12]] + [f"#{told.get('id') or ''}"]
        if any(map(is_list_mark, names)):
            return True
        around = around.parent
    return False


def _named(told: dict[str, str | None], out: Markup) -> None:
    """Keep what one meta element says."""
    name = told.get("name") or told.get("property") or told.get("itemprop")
    content = " ".join((told.get("content") or "").split())
    if name and content:
        name = name.strip().casefold()
        out.meta.setdefault(name, []).append(content)
        out.named.append((name, content))
