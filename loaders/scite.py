"""Page of related abstracts of scite (https://scite.ai), as saved text or HTML: one work a paragraph.

Most such pages print abstracts alone. Such a work has no title, author or year; it awaits identification and nothing is made up for it.
Where a page prints title, authors, journal, year or DOI above an abstract, they are read. The labels of structured abstracts, which run
into the text, are split off without moving an offset. What the site says of itself is the capture's provenance only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.record import Finding, Passage, Reject, Source, Work
from loaders._page.page import clean, glance, is_records, open_licence, read_page, rights_holder, span, without_addresses
from loaders._scite.entries import Entry, read_entries
from loaders._scite.heads import read_head
from loaders._values.abstract_parts import parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said
    from loaders._page.page import Page

LABEL = "Page of related abstracts (scite)"
MEDIA = "html|text"
_FIELDS = ("title", "authors", "year", "venue", "doi")


def recognise(capture: Capture) -> float:
    """By the site's name beside paragraphs that read as abstracts."""
    if is_records(capture):
        return 0.0
    page = glance(capture)
    around_text = (page.markup.title, page.markup.chrome, page.markup.canonical)
    if "scite" not in page.lower and not any("scite" in said.lower() for said in around_text):
        return 0.0
    around = f"{page.markup.title} {page.markup.chrome} {page.markup.canonical} {page.text[-8000:]} {page.text[:3000]}"
    named = len(re.findall(r"\bscite(?:\.ai)?\b", around, re.IGNORECASE))
    if not named:
        return 0.0
    says = re.search(r"smart citations|research solutions|scite (?:llc|inc)|scite\.ai", around, re.IGNORECASE) is not None
    entries = read_entries(page).entries
    return min(0.95, 0.2 + 0.1 * min(named, 2) + 0.3 * says + 0.2 * bool(entries)) if entries else 0.1


def read(capture: Capture) -> Iterator[Said]:
    """The source, one Work for each abstract in the order of the page, and what was found, absent or left out."""
    page = read_page(capture)
    capture.text = page.text
    found = read_entries(page)
    yield _source(capture, page, found.site)
    if page.wrong or not found.entries:
        yield Reject("file", page.wrong or "no paragraph that reads as an abstract was found; is this a page of abstracts?")
        return
    every = all(entry.head for entry in found.entries)
    works = [_work(page, entry, trusted=every) for entry in found.entries]
    yield from works
    yield from _findings(works)
    if found.site:
        yield Finding("ignored", "site text", f"{len(found.site)} lines of the site's own; addresses among them are not kept")
    if found.statements:
        yield Finding("ignored", "citation statements", f"{found.statements} excerpts of citing works, which are not abstracts")
    yield from (Finding("ignored", "markup", problem) for problem in page.markup.problems)


def _source(capture: Capture, page: Page, site: list[str]) -> Source:
    around = "\n".join([*site, page.markup.chrome])
    holder, _ = rights_holder(around)
    licence = open_licence(around)
    return Source(
        label=clean(page.markup.title) or capture.name,
        retrieved_from=capture.retrieved_from or page.markup.canonical,
        licence=licence,
        rights_holder=holder,
        display="full" if licence else "quote",
        format="scite",
    )


def _work(page: Page, entry: Entry, *, trusted: bool) -> Work:
    work = read_head(page, entry, trusted=trusted)
    start, end = entry.start, entry.end
    work.abstract = clean(page.text[start:end])
    if pieces := without_addresses(page.text, start, end):
        work.abstract_span = span(page.text, *pieces[0])
    for stretch in entry.slices:
        text = page.text[slice(*stretch)]
        for part in parts(text, labelled=len(entry.slices) > 1):
            place = span(page.text, stretch[0] + part.start, stretch[0] + part.end)
            if slices := without_addresses(page.text, place.start, place.end):
                work.passages.append(Passage(slices, kind="abstract", section=part.label))
    return work


def _findings(works: list[Work]) -> Iterator[Finding]:
    yield Finding("found", "abstracts", str(len(works)))
    for name in _FIELDS:
        having = sum(bool(getattr(work, name)) for work in works)
        if having:
            yield Finding("found", name, f"of {having} works")
        if having < len(works):
            yield Finding("absent", name, f"of {len(works) - having} works: not printed; they await identification")
    structured = sum(any(passage.section for passage in work.passages) for work in works)
    if structured:
        yield Finding("found", "parts of structured abstracts", f"of {structured} works")
