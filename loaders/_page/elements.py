"""The elements of a parsed page in document order, from the parser's own serialisation: well-formed, so one expression reads it.

To ask the tree node by node costs more than to parse the page: `shape_of` keeps what an element is by how it is written.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from loaders._words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator
VOID = vocabulary("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr")
"""Elements that have no end in a serialisation."""
NO_TEXT = vocabulary(
    "script style noscript template svg math iframe object select option textarea button input head canvas audio video map"
)
"""Elements whose text is nobody's to read."""
COMMENT = "!----"
"""What stands for a comment, a script and whatever else is left out: it parts the text before it from the text behind."""
_NOTED = vocabulary("a b strong em i cite time label")
_AROUND = vocabulary("nav footer header aside dialog")
_BLOCKS = vocabulary(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 "
    "h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
_NEVER_READ = NO_TEXT | {"nav", "dialog"}
_ROLES = vocabulary("navigation banner contentinfo dialog alertdialog search menu menubar toolbar")
_CHROME = re.compile(
    r"^(?:.*(?:cookie|consent|gdpr|onetrust).*|sr-only|visually-hidden|d-none|breadcrumbs?|nav(?:bar)?|(?:site|page|main)-?(?:footer|header|nav)"
    r"|footer|offcanvas|skip-?(?:link|to-content)|social-?(?:share|links)|share-?(?:buttons|bar)|newsletter(?:-.*)?|modal)$"
)
_LISTED = vocabulary("doc-bibliography doc-biblioentry")
_NAMING = vocabulary("property itemprop rel typeof")
_LIST = re.compile(
    r"(?:[.#](?:(?:c-)?article|articles?-section|section|html|ltx|mw|js|csl|jp|nlm|full|collapse|core)?[-_]*"
    r"(?:references?(?:-?list)?|ref(?:erence)?s?-?list|references?-?section|bibliograph(?:y|ie)|biblist|bib-?body|grbiblio|biblio(?:-?list)?"
    r"|works-?cited|cited-?references|citations?-?list|literatur(?:e|verzeichnis)?(?:-?cited)?)(?:[-_]*(?:container|content|section|body|list))?"
    r"|role:doc-bibliography)",
    re.IGNORECASE,
)
_RAW = re.compile(r"<(?:!--|\?|(script|style|iframe|xmp|noembed|noframes|nav)(?=[ >])[^>]*>)")
_TOKEN = re.compile(r"<(/?)([^>]+)>([^<]*)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_WORDLESS_START = re.compile(rf"<({'|'.join(sorted(NO_TEXT - VOID))})[ >]")
_WORDLESS = re.compile(rf"{_WORDLESS_START.pattern}[^<]*(?:<(?!/?\1[ >])[^<]*)*</\1>")
_WORDS = re.compile(r">([^<]+)")
_ATTRIBUTE = re.compile(r"([^\s=]+)(?:=\"([^\"]*)\")?")
LONG = 300
"""Characters of an element from which they are not kept: nobody writes the same ones twice."""


class Shape(NamedTuple):
    """An element by how it is written: its attributes, the names by which loaders know it, and whether it is read."""

    tag: str
    attributes: dict[str, str]
    own: frozenset[str]
    block: bool
    unseen: bool
    around: bool
    """It stands around what a page is about, unless it stands within it."""
    void: bool
    noted: bool
    """An inline element whose place in the text is kept: one that carries a name, or that marks what it holds."""


def tokens(serialised: str) -> list[tuple[str, str, str]]:
    """("/" of an end, name with attributes as written, text behind it) of every tag; COMMENT for what is left out."""
    return _TOKEN.findall("".join(_without_raw(serialised)))


def _without_raw(serialised: str) -> Iterator[str]:
    """The pieces of a serialisation: raw text as other text is written, comments and scripts left out, of menus their words."""
    at = 0
    while (found := _RAW.search(serialised, at)) is not None:
        name, opened = found[1], found.end()
        mark = f"</{name}>" if name else "-->" if found[0] == "<!--" else ">"
        end = serialised.find(mark, opened)
        end = len(serialised) if end < 0 else end
        yield serialised[at : found.start()]
        at = end + len(mark)
        if name is None or name in NO_TEXT:
            yield f"<{COMMENT}>"
        elif name == "nav":
            yield found[0]
            words = _words_of_menu(serialised[opened:end])
            at = opened if words is None else end
            yield words or ""
        else:
            text = serialised[opened:end].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            yield f"{found[0]}{text}{mark}"
    yield serialised[at:]


def _words_of_menu(within: str) -> str | None:
    """What a menu says: it is not read, and holds half of many a page's elements; None where those have to be gone through."""
    if "<!" in within:
        within = _COMMENT.sub("<>", within)
    if _WORDLESS_START.search(within):
        within = _WORDLESS.sub("<>", within)
    return None if "<nav" in within or "<!" in within or _WORDLESS_START.search(within) else " ".join(_WORDS.findall(f">{within}"))


def unescaped(text: str) -> str:
    """Text without the four character references that a serialisation has."""
    if "&" not in text:
        return text
    plain = text.replace("&nbsp;", "\xa0").replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")
    return plain.replace("&amp;", "&")


def shape_of(element: str) -> Shape:
    """What an element is."""
    tag, _, written = element.partition(" ")
    attributes = {name: unescaped(value) for name, value in _ATTRIBUTE.findall(written)} if written else {}
    own = _marks_of(tag, attributes)
    unseen = _is_unseen(tag, own, attributes)
    around = tag in _AROUND
    if (unseen or around) and tag not in _NEVER_READ and any(map(is_list_mark, own)):  # references behind a tab or at the side
        unseen = around = False
    return Shape(tag, attributes, own, tag in _BLOCKS, unseen, around, tag in VOID, tag in _NOTED or len(own) > 1)


@lru_cache(maxsize=4096)
def kept_shape_of(element: str) -> Shape:
    """What an element is that is written in fewer than LONG characters: others have been written so."""
    return shape_of(element)


def _marks_of(tag: str, attributes: dict[str, str]) -> frozenset[str]:
    """The names by which loaders know an element: its tag, ".class", "#id", "property:…", "itemprop:…", "role:…" of references."""
    if not attributes:
        return frozenset([tag])
    marks = [tag, *(f".{one}" for one in attributes.get("class", "").split()[:12])]
    if name := attributes.get("id"):
        marks.append(f"#{name}")
    if (role := attributes.get("role", "").casefold()) in _LISTED:
        marks.append(f"role:{role}")
    for key in _NAMING & attributes.keys():
        marks += [f"{key}:{name}" for name in attributes[key].split()[:4]]
    return frozenset(marks)


def _is_unseen(tag: str, own: frozenset[str], attributes: dict[str, str]) -> bool:
    if tag in _NEVER_READ or "hidden" in attributes or attributes.get("aria-hidden", "").casefold() == "true":
        return True
    if attributes.get("role", "").casefold() in _ROLES or "display:none" in "".join(attributes.get("style", "").casefold().split()):
        return True
    return len(own) > 1 and any(map(_is_chrome, own))


@lru_cache(maxsize=4096)
def _is_chrome(mark: str) -> bool:
    return mark[0] in ".#" and _CHROME.match(mark[1:].casefold()) is not None


@lru_cache(maxsize=4096)
def is_list_mark(mark: str) -> bool:
    """Whether a name of an element (".class", "#id", "role:…") is that of a list of references."""
    return _LIST.fullmatch(mark) is not None
