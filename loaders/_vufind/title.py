"""The title of a catalogue record page, and the cut teaser that may stand under it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from loaders._page.page import clean
from loaders._vufind.words import meanings

if TYPE_CHECKING:
    from loaders._page.page import Page
    from loaders._vufind.rows import Field

_CUT = re.compile(r"(?:\.{3}|…)(?:\s+[^\W\d_]+(?:\s[^\W\d_]+){0,3})?\s*$")
_LONGEST = 1_000
_HEADINGS = ("h1", "h2", "h3")
_TITLE_MARKS = frozenset({"property:name", "itemprop:name", ".title", ".record-title", ".article-title", "#record-title"})
_CHROME = re.compile(
    r"^(?:skip to |zum inhalt|aller au contenu|saltar al contenido|vai al contenuto|login|anmelden|sign in|my account|home$|startseite$"
    r"|search$|suche$|cite this|zitieren|e-?mail this|print$|drucken|export|save to|add to|language$|sprache$|back to|zurück|menu$|toggle"
    r"|cover image|full description|ausführliche beschreibung|description complète|descripción completa|descrizione completa"
    r"|descrição completa|permalink|\W*$)",
    re.IGNORECASE,
)
_STATEMENT = re.compile(r"\s+/(?:\s+.*)?$")


class Title(NamedTuple):
    """The title as printed with its place in the text, and the teaser."""

    text: str = ""
    span: tuple[int, int] | None = None
    teaser: str = ""


def find_title(page: Page, fields: list[Field]) -> Title:
    """The title above the first field; of a page without one, the title that its markup names."""
    first = min((one.start for one in fields), default=len(page.text))
    above = [(block.start, block.end) for block in page.blocks if block.start < first and block.end <= first]
    lines = [(a, b) for a, b in above if b - a < _LONGEST and not _CHROME.match(page.text[a:b]) and not meanings(page.text[a:b])]
    if page.html and (named := _marked(page, fields)):
        teaser = next((page.text[a:b] for a, b in lines if a >= named[1] and _CUT.search(page.text[a:b])), "")
        return _title(page.text, named, teaser)
    abstract = next((one.value(page.text) for one in fields if any("abstract" in names for names in meanings(one.label).values())), "")
    cut = next((at for at, (a, b) in enumerate(lines) if at and _is_teaser(page.text[a:b], abstract)), None)
    teaser = page.text[slice(*lines[cut])] if cut else ""
    lines = lines[:cut] if cut else lines
    if lines and not page.html:
        lines = [place for place in lines if page.text[slice(*place)].rstrip()[-1:] not in ":："] or lines  # "Saved in:" in any language
        long = [place for place in lines if len(page.text[slice(*place)]) >= 20 or len(page.text[slice(*place)].split()) > 2]
        return _title(page.text, (lines if cut else long or lines)[-1], teaser)
    named_title = page.first_meta("citation_title", "dc.title", "og:title") or re.split(r"\s+[|–-]\s+", page.markup.title)[0]
    return Title(named_title) if named_title or not lines else _title(page.text, lines[-1], teaser)


def _is_teaser(line: str, abstract: str) -> bool:
    """Whether a line is cut off at its end, or is the beginning of the abstract that the page prints below."""
    bare = _CUT.sub("", line).strip()
    return (len(line) > 40 and _CUT.search(line) is not None) or (len(bare) > 40 and abstract.startswith(bare))


def _marked(page: Page, fields: list[Field]) -> tuple[int, int] | None:
    """The heading that says it is the record's name, else the last heading before the fields, else the first on the page."""
    headings = [block for block in page.blocks if block.tag in _HEADINGS and not meanings(page.text[block.start : block.end])]
    named = [block for block in headings if block.marks & _TITLE_MARKS]
    inline = [one for one in page.markup.inlines if one.marks & _TITLE_MARKS and (not fields or one.start < fields[0].start)]
    before = [block for block in headings if not fields or block.start < fields[0].start]
    places = [(block.start, block.end) for block in named] + [(one.start, one.end) for one in inline]
    places += [(block.start, block.end) for block in before[-1:]]
    return places[0] if places else None


def _title(text: str, span: tuple[int, int], teaser: str) -> Title:
    """The title without a statement of responsibility (" / by …"), which library records put after it."""
    start, end = span
    printed = text[start:end]
    if statement := _STATEMENT.search(printed):
        end = start + statement.start()
    return Title(clean(text[start:end]), (start, end), teaser)
