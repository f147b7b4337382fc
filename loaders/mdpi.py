"""Open-access article pages of MDPI journals: the article, its reference list, and the interviews and cases of its appendix.

Read as the site's HTML or as text saved from it, with or without abstract and body. The article's own data come from the line under the
title, the four "Share and Cite" forms and the embedded metadata; where they differ, what more of them print stands and the rest is kept
as a disagreement.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.record import Disagreement, Finding, Passage, Reference, Reject, Respondent, Source, Work
from graph.sources.capture import decoded
from loaders._mdpi.article import article
from loaders._mdpi.layout import Layout, Piece, read_layout
from loaders._mdpi.study import Study, organisation, study
from loaders._page.page import clean, open_licence, read_page
from loaders.reading.references import parse_many, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said
    from loaders._page.page import Page

LABEL = "Open-access article page (MDPI)"
MEDIA = "html|text"

_SIGNS = (
    ("licensee mdpi", re.compile(r"Licensee MDPI", re.IGNORECASE), 0.45),
    ("mdpi", re.compile(r"(?i:Multidisciplinary Digital Publishing Institute|\bmdpi\.com\b)"), 0.25),
    ("doi.org/10.3390/", re.compile(r"doi\.org/10\.3390/"), 0.2),
    ("share and cite", re.compile(r"Share and Cite\s"), 0.15),
    (" style", re.compile(r"(?:Chicago/Turabian|AMA|MDPI and ACS) Style"), 0.15),
    ("[google scholar]", re.compile(r"\[Google Scholar\](?: \[(?:CrossRef|PubMed|Green Version)\]|\s*$)", re.MULTILINE), 0.25),
    ("disclaimer/", re.compile(r"Disclaimer/Publisher’s Note: The statements, opinions and data"), 0.2),
)
"""(words in lower case that must stand there, what they must look like, weight): most pages have none of the words."""
_ATTRIBUTION = re.compile(
    r"(?P<close>[”\"’»])?\s{0,3}[.,]?\s{0,3}[(\[]\s*(?P<label>[A-Za-z]{0,12}[\s.-]{0,2}\d{1,3}[a-z]?)\s*(?:[,;:]\s*(?P<rest>[^()\[\]]{0,160}))?[)"
    r"\]]\s*\.?$"
)
_LICENSED = re.compile(
    r"©\s*(?P<year>\d{4})\s+by\s+(?P<holder>[^.;]{1,200})[.;]\s*(?:[Ll]icensee\s+(?P<publisher>[^,.]{1,120})(?:,\s*(?P<place>[^.]{1,80}))?\.)?"
)


def recognise(capture: Capture) -> float:
    """By what MDPI prints on every article page: licence line, citation forms, link badges of the reference list; or its HTML classes."""
    page = read_page(capture)
    signs = [(sign, weight) for words, sign, weight in _SIGNS if words in page.lower]
    sample = page.text[:60_000] + "\n" + page.text[-30_000:] if signs else ""
    score = sum(weight for sign, weight in signs if sign.search(sample))
    if page.html:
        publisher = page.first_meta("citation_publisher", "dc.publisher")
        score += 0.45 * ("mdpi" in publisher.casefold() or "multidisciplinary digital" in publisher.casefold())
        score += 0.35 * ("mdpi.com/" in page.markup.canonical)
        named = b"html-article-content" in capture.data.replace(b"\0", b"")
        score += 0.25 * (named and any(".html-article-content" in block.marks for block in page.blocks[:400]))
    return min(0.97, score)


def read(capture: Capture) -> Iterator[Said]:
    """The Source, the article with its references and passages, then the organisations, respondents and cases of its tables."""
    page = read_page(capture)
    capture.text = page.text
    layout = read_layout(page)
    work, findings = article(page, layout, decoded(capture.data)[0] if page.html else "")
    source = Source(label=clean(work.title) or capture.name, retrieved_from=page.markup.canonical or capture.retrieved_from, format="mdpi")
    source.language = work.language
    _rights(page, work, source)
    yield source
    if page.wrong or not (work.title or work.doi or layout.of("reference", "heading")):
        yield Reject("file", page.wrong or "the page has no title, DOI, headings or references of an article: load it as another format")
        return
    tables = study(page, work)
    work.references = _references(page, layout)
    if tables.respondents and any(
        "interview" in page.text[p.start : p.end].casefold() for p in layout.of("heading", "table", "body", "abstract")
    ):
        work.method = ["interviews"]
        for case in tables.cases:
            case.method = ["interviews"]
    _passages(page, layout, work, tables)
    yield work
    yield from tables.things()
    yield from findings
    yield from _report(layout, work)


def _rights(page: Page, work: Work, source: Source) -> None:
    """Licence, holder and publisher of "© 2031 by the authors. Licensee MDPI, Basel, Switzerland. … (https://creativecommons.org/…)"."""
    printed = _LICENSED.search(page.text)
    near = page.text[printed.start() : printed.start() + 600] if printed else page.text
    address = re.search(r"https?://creativecommons\.org/\S+", near)
    work.licence = source.licence = open_licence(address[0] if address else near)
    embedded = open_licence(page.first_meta("dc.rights"))
    if embedded and work.licence and embedded != work.licence:
        work.disagreements.append(Disagreement("licence", work.licence, embedded, "what the page prints before its metadata"))
    if printed:
        holder = clean(printed["holder"])
        names = ", ".join(a.name for a in work.authors)
        if re.fullmatch(r"the authors?", holder, re.IGNORECASE) and names:
            holder = names
        work.rights_holder = source.rights_holder = holder
        work.publisher = clean(printed["publisher"] or "") or work.publisher
        work.place = clean(printed["place"] or "")
    if source.licence:
        source.display = "full"


def _references(page: Page, layout: Layout) -> list[Reference]:
    listed = layout.of("reference")
    found = parse_many(page.text[p.start : p.end] for p in listed)
    for piece, reference in zip(listed, found, strict=True):
        place(reference, page.text, piece.start, piece.end)
        for link in page.markup.inlines:
            if piece.start <= link.start < piece.end and (doi := re.search(r"doi\.org/(10\.\d{4,9}/\S+)", link.href)):
                reference.work.doi = reference.work.doi or doi[1].lower()
    return found


def _passages(page: Page, layout: Layout, work: Work, tables: Study) -> None:
    kinds = {"title": "title", "abstract": "abstract", "keywords": "keywords", "heading": "heading", "body": "body", "note": "body"}
    for piece in layout.pieces:
        kind = kinds.get(piece.kind)
        if kind is None or not page.text[piece.start : piece.end].strip():
            continue
        passage = Passage([(piece.start, piece.end)], section=piece.section, language=work.language or "en")
        passage.kind = kind  # type: ignore[assignment] # a kind of Passage, by its caller
        if piece.kind == "body":
            _voice(page, piece, passage, work, tables)
        work.passages.append(passage)
    if not layout.of("title") and work.title and (at := page.text.find(work.title)) >= 0:
        work.passages.insert(0, Passage([(at, at + len(work.title))], kind="title", language=work.language or "en"))


def _voice(page: Page, piece: Piece, passage: Passage, work: Work, tables: Study) -> None:
    """A paragraph that is one quotation, closed by who said it: "“…” (R3, Clerk, Org B)"."""
    text = page.text[piece.start : piece.end]
    block = any(m.startswith(".html-disp-quote") for m in piece.marks) or "blockquote" in piece.marks
    opened = re.match(r"[“\"«‘]", text) is not None
    if not (block or opened):
        return
    said_by = _ATTRIBUTION.search(text, max(0, len(text) - 260))
    known = said_by is not None and said_by["label"].casefold() in tables.respondents
    if said_by is not None and (
        known or (said_by["close"] and re.match(r"(?:[A-Z]{1,3}|Interviewee|Respondent|Participant|Informant)\s?-?\d", said_by["label"]))
    ):
        passage.kind = "quotation"
        end = said_by.end("close") if said_by["close"] else said_by.start()
        passage.slices = [(piece.start, piece.start + max(end, 1))]
        passage.voiced_by = _respondent(said_by, work, tables)
    elif block:
        passage.kind = "quotation"


def _respondent(said_by: re.Match[str], work: Work, tables: Study) -> Respondent:
    """The respondent of the table; where the page has no such row, what the attribution itself tells."""
    label = said_by["label"]
    person = tables.respondents.get(label.casefold())
    if person is None:
        person = tables.respondents[label.casefold()] = Respondent(work, label)
        told = [t.strip() for t in re.split(r"[,;]", said_by["rest"] or "") if t.strip()]
        if told and (len(told) > 1 or organisation_like(told[-1])):
            last = told.pop()
            person.organisation = organisation(last, work, tables) if organisation_like(last) else None
        person.job_title = ", ".join(told)
    return person


def organisation_like(text: str) -> bool:
    """Whether an attribution's last part is the label of an anonymised organisation."""
    probe = Study()
    body = organisation(text, Work(), probe)
    return body is not None and body.anonymised


def _report(layout: Layout, work: Work) -> Iterator[Finding]:
    yield Finding("found" if work.references else "absent", "references", str(len(work.references)))
    for kind in ("abstract", "body", "keywords"):
        if not layout.of(kind):
            yield Finding("absent", kind)
    unsure = sum((r.confidence or 0) < 0.5 for r in work.references)
    if unsure:
        yield Finding(
            "unknowable", "references", f"{unsure} are kept as printed with few fields, since their parts could not be told apart"
        )
    if layout.of("site"):
        yield Finding("ignored", "site", f"{len(layout.of('site'))} lines of the publisher's own")
