"""Landing page of any publisher, repository or catalogue: the works that its HTML describes in embedded metadata.

Read are Highwire's `citation_*` (and `citation_reference`), PRISM, Dublin Core, EPrints, JSON-LD and microdata of schema.org, COinS (one
or several), and OpenGraph where nothing else speaks. Where the vocabularies differ the difference is kept. The work cites what the page's
head tells, else what is printed under "References". A page of text without any metadata is rejected: a window's title is no record of a
work; where the page holds little more than that title it is read as a web page. Nothing that a page names is ever fetched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.record import Finding, Passage, Reject, Source, Work
from graph.sources.capture import decoded
from graph.sources.csl import plain
from loaders._embedded.coins import work_of_coins
from loaders._embedded.gathered import embedded_works
from loaders._embedded.journals import folded
from loaders._embedded.meta import meta_of
from loaders._embedded.references import references_of
from loaders._page.findings import conflicts, looked_for
from loaders._page.page import clean, is_html, is_records, open_licence, read_page, span
from loaders._page.reference_list import printed_entries
from loaders.reading.reference.several import references_in
from loaders.reading.references import parse_many, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Reference, Said
    from loaders._page.page import Page

LABEL = "Landing page of any publisher (Highwire, PRISM, Dublin Core, JSON-LD, COinS)"
MEDIA = "html|text"
DESCRIBED, UNDESCRIBED = 0.36, 0.3
"""Below every loader that knows the page's own site; a page without metadata is recognised so that its reject can say what it lacks."""
_SIGNS = re.compile(
    r"""name=["']?(?:bepress_)?citation_|["']?(?:dc|dcterms|prism|eprints)[.:]\w|Z3988|application/ld\+json|schema\.org/|og:title""",
    re.IGNORECASE,
)
_MISSING = (
    "the page describes no work: no citation_*, Dublin Core, PRISM or EPrints meta elements with a title or DOI, no JSON-LD, microdata or "
    "COinS of a text, no OpenGraph article; save the page of the work itself, or load the record in another format"
)
_HEADINGS = re.compile(
    r"(?:abstract|summary|zusammenfassung|résumé|resumen|resumo|riassunto|samenvatting|sammanfattning)\W*", re.IGNORECASE
)
_SHORTEST = 40
_MOST_TOLD = 1_000
_BARE = 1_000
"""A page that says nothing of itself but its title is a web page where its text is no longer than this; more text may hold a work."""
_TOLD_SOON = 300
"""Within so many letters a title says that it is none."""
_NO_TITLE = re.compile(
    r"\W*(?:[345]\d\d\b|.*\b(?:not found|access denied|forbidden|unavailable|captcha|just a moment|attention required"
    r"|moved permanently|redirect\w*|cookies?|log ?in|sign ?in|anmeld\w+|connexion|error|fehler"
    r"|loading|untitled( document)?|search( results)?|home ?page|index of)\b|home|welcome|start)\W*",
    re.IGNORECASE,
)
_DESCRIBED = {
    "authors": "authors", "year": "year", "venue": "journal", "volume": "volume", "issue": "issue", "pages": "pages", "doi": "doi",
    "abstract": "abstract", "keywords": "keywords", "references": "cited works",
}  # fmt: skip


def recognise(capture: Capture) -> float:
    """By its being HTML, and by the names of the vocabularies in it."""
    if is_records(capture):
        return 0.0
    text = capture.text or decoded(capture.data)[0]
    if not is_html(text):
        return 0.0
    return DESCRIBED if _SIGNS.search(text) else UNDESCRIBED


def read(capture: Capture) -> Iterator[Said]:
    """The source, the works in the page's order, and what was found, absent, conflicting or left out."""
    page = read_page(capture)
    capture.text = page.text
    works, left_out = embedded_works(page.markup) if page.html and not page.wrong else ([], [])
    if len(works) == 1:
        works[0].references = _cited(works[0], page)
    licence = next((work.licence for work in works if work.licence), "") or _linked_licence(page)
    holder = next((work.rights_holder for work in works if work.rights_holder), "")
    yield Source(
        label=(works[0].title if len(works) == 1 else page.markup.title) or capture.name,
        retrieved_from=capture.retrieved_from or page.markup.canonical,
        licence=licence,
        rights_holder=holder,
        display="full" if licence else "quote",
        language=page.markup.language[:12],
        format="landing_page",
    )
    yield from (Finding("ignored", "embedded metadata", problem) for problem in page.markup.problems)
    if not works and page.html and not page.wrong and (bare := _bare_page(page, capture)):
        yield bare
        yield Finding("absent", "metadata", "the page says nothing of itself but its title: it is read as a web page of that title")
        return
    if page.wrong or not works:
        yield Reject("file", page.wrong or (_MISSING if page.html else "not an HTML page"))
        return
    for work in works:
        _place(work, page)
        yield work
        yield from _findings(work)
    for work in left_out:
        yield Finding("ignored", "another work", f"'{work.title or work.doi}' stands beside the page's own in its JSON-LD or microdata")


def _cited(work: Work, page: Page) -> list[Reference]:
    """What the work cites: as the page's head tells it, else as its JSON-LD or its printed list do, whichever is longer."""
    if in_head := references_of(meta_of(page.markup)):
        return in_head
    printed = printed_entries(page)
    if len(printed) <= len(work.references):
        return [one for one in work.references if not _is_itself(one.work, work)]
    listed = [(entry, references_in(page.text[entry.start : entry.end])) for entry in printed]
    places = [(entry.start + start, entry.start + end) for entry, parts in listed for start, end in parts]
    dois = [entry.doi if len(parts) == 1 else "" for entry, parts in listed for _ in parts]
    told = map(work_of_coins, page.markup.cited_coins[:_MOST_TOLD])
    coins = [(title, work) for work in told if (title := folded(work.title))]
    found = parse_many(page.text[start:end] for start, end in places)
    for reference, (start, end), doi in zip(found, places, dois, strict=True):
        reference.work = _told(reference, coins) or reference.work
        place(reference, page.text, start, end)
        reference.work.doi = reference.work.doi or doi
    return [one for one in found if not _is_itself(one.work, work)]


def _is_itself(cited: Work, work: Work) -> bool:
    """Whether a page tells its own work as one that it cites ("Cite this article")."""
    if cited.doi and work.doi:
        return cited.doi == work.doi
    one_year = cited.year == work.year or None in (cited.year, work.year)
    return bool(work.title) and folded(cited.title) == folded(work.title) and one_year


def _told(reference: Reference, coins: list[tuple[str, Work]]) -> Work | None:
    """The work that COinS beside an entry tell: the one whose title (folded, beside it) and year the entry prints."""
    words = folded(reference.raw)
    return next((work for title, work in coins if title in words and work.year in (reference.work.year, None)), None)


def _bare_page(page: Page, capture: Capture) -> Work | None:
    """A web page of the page's title, where that is about all that it says."""
    title = clean(plain(page.markup.title))
    if len(title) < 1 or len(page.text) > _BARE or _NO_TITLE.match(title[:_TOLD_SOON]) or _SIGNS.search(decoded(capture.data)[0]):
        return None
    return Work(kind="webpage", title=title, url=page.markup.canonical, language=page.markup.language[:12])


def _linked_licence(page: Page) -> str:
    """The licence that the page links as its own (`rel="license"`)."""
    if not any("rel:license" in shape.own for shape, _, _ in page.markup.met):
        return ""
    return next((found for one in page.markup.inlines if "rel:license" in one.marks and (found := open_licence(one.href))), "")


def _place(work: Work, page: Page) -> None:
    """Find the work's title and abstract in the page's text: its passages; an abstract that only the page shows is taken from there."""
    language = (work.language or page.markup.language or "en")[:2].casefold()
    lower = page.lower if len(page.lower) == len(page.text) else page.text.lower()
    flat = (lower if len(lower) == len(page.text) else page.text).replace("\n", " ")
    if found := _find(flat, work.title):
        work.passages.append(Passage([found], kind="title", language=language))
    place = _find(flat, work.abstract) if len(work.abstract) >= _SHORTEST else None
    if place is None and not work.abstract:
        place = _shown_abstract(page)
    if place is not None:
        stretch = span(page.text, *place)
        work.abstract = work.abstract or " ".join(stretch.exact.split())
        work.abstract_span = stretch
        work.passages.append(Passage([(stretch.start, stretch.end)], kind="abstract", language=language))


def _find(flat: str, words: str) -> tuple[int, int] | None:
    """Where words stand in the text whose line breaks are blanks; it is in lower case where that has as many letters."""
    starts = (flat.find(said) for said in (words.lower(), words) if said)
    start = next((at for at in starts if at >= 0), -1)
    return (start, start + len(words)) if start >= 0 else None


def _shown_abstract(page: Page) -> tuple[int, int] | None:
    """The blocks under a heading that says "Abstract", up to the next heading."""
    blocks = page.blocks
    for at, block in enumerate(blocks):
        if block.tag[:1] == "h" and block.tag[1:].isdigit() and _HEADINGS.fullmatch(page.text[block.start : block.end]):
            under = []
            for one in blocks[at + 1 : at + 12]:
                if one.tag not in ("p", "div", "section", "li"):
                    break
                under.append(one)
            if under and under[-1].end - under[0].start >= _SHORTEST:
                return under[0].start, under[-1].end
    return None


def _findings(work: Work) -> Iterator[Finding]:
    yield looked_for("title", work.title, "the metadata give an identifier only")
    for name, what in _DESCRIBED.items():
        held = getattr(work, name) or (name == "venue" and work.part_of is not None)
        yield looked_for(what, held, "not in the page's metadata")
    yield from conflicts(work)
