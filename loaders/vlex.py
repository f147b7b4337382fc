"""Journal article on a vLex page (https://vlex.com), as saved text or HTML: labels run together with values, then the article's PDF text.

The text is that of a SAGE, Wiley or Emerald PDF: title lines among others, spacing accents, hyphens at line ends, page heads inside
sentences, the first pages only. The article's own order of authors and its issue's year go before what the page's header and the
copyright line say; both are kept. Addresses for correspondence, e-mail and the site's own text never become statements.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identify import normal_doi, normal_issn, plain_letters
from graph.record import Disagreement, Finding, Passage, Reject, Source, Venue, Work
from loaders._article.aside import read_aside
from loaders._article.body import Body
from loaders._article.head import head_end, read_foot, read_head
from loaders._article.labels import read_labels
from loaders._article.lines import Furniture, Line, mark_contacts, read_lines
from loaders._embedded.gathered import embedded_work, fill
from loaders._page.findings import conflicts, looked_for
from loaders._page.page import clean, glance, is_records, open_licence, read_page, with_accents
from loaders._people.affiliations import Affiliations
from loaders._people.names import comma_name
from loaders._values.volume import printed_date, read_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said
    from loaders._page.page import Page

LABEL = "Journal article on a publisher's or aggregator's page (vLex, SAGE)"
MEDIA = "html|text"
_RUN_TOGETHER = re.compile(
    r"\n(?:Date(?=\d)|Author(?=[A-ZÀ-Þ])|Published date(?=\d)|DOI(?=10\.)|Subject Matter(?=[A-Z])|Fecha(?=\d)|Autor(?=[A-ZÀ-Þ]))"
)
_TRIALS = ("To continue reading", "Request your trial", "Para continuar leyendo", "Solicita tu prueba")
_PUBLISHER = ("sagepub.", "journals.sagepub", "! the author(s)", "© the author(s)", "points for practitioners")
_LONGEST_TITLE = 1_000
_DESCRIBED = {
    "doi": "doi", "year": "year", "volume": "volume", "issue": "issue", "pages": "pages", "venue": "journal", "authors": "authors",
    "abstract": "abstract", "keywords": "keywords", "references": "cited works",
}  # fmt: skip


def recognise(capture: Capture) -> float:
    """By vLex's labels and offers around the text, and by the title block of a SAGE article."""
    if is_records(capture):
        return 0.0
    page = glance(capture)
    head = page.text[:6000]
    opening = page.lower[:6000]
    labels = len(set(_RUN_TOGETHER.findall(f"\n{head}")))
    raw = capture.data[:300_000].replace(b"\0", b"").lower()  # every other byte of UTF-16 is zero
    named = b"vlex" in raw or "vlex" in page.lower[-3000:]
    score = 0.3 * (labels >= 2) + 0.1 * (labels >= 4) + 0.3 * named
    score += 0.4 * (b"sagepub.com" in raw and bool(page.first_meta("citation_journal_title", "dc.title")))
    score += 0.2 * _offers_trial(page.text) + 0.25 * any(sign in opening for sign in _PUBLISHER)
    score += 0.1 * bool("Vol." in head and re.search(r"Vol\.\s?\d+\s?\(\d+\)\s\d+[–-]\d+", head))
    return min(0.96, score)


def _offers_trial(text: str) -> bool:
    """Whether a line begins with the offer to read on."""
    return any(text.startswith(offer) or f"\n{offer}" in text for offer in _TRIALS)


def read(capture: Capture) -> Iterator[Said]:
    """The source, the bodies and the article with what it cites, and what was found, absent, conflicting or unknowable."""
    page = read_page(capture)
    capture.text = page.text
    reading = _Reading(page)
    yield reading.source(capture)
    if page.wrong or not reading.title:
        yield Reject("file", page.wrong or "no line of text was found that could be a title; is this an article's page?")
        return
    yield from reading.said()


class _Reading:
    """One page read: its lines, labels, head and body, and the work that they make."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.lines = read_lines(page)
        self.bodies = Affiliations()
        self.work = Work(kind="article")
        first = self._title()
        embedded = embedded_work(page.markup)
        self.labels = read_labels(self.lines, first, head_end(self.lines, first))
        contacts = mark_contacts(self.lines)
        known = self.labels.authors or [who.name for who in (embedded.authors if embedded else [])]
        self.head = read_head(self.lines, first, self.title, known, self.bodies)
        read_foot(self.lines, self.head)
        read_aside(self.lines, self.head, self.bodies)
        self._people(contacts)
        surnames = {who.family for who in self.work.authors if who.family}
        furniture = Furniture(surnames, self.head.place.pages or self.labels.get("pages"))
        anchors = furniture.mark(self.lines)
        first_page = re.match(r"\d*", self.head.place.pages or self.labels.get("pages"))
        self.body = Body(page.text, self.lines, anchors, first_page[0] if first_page and anchors else "")
        self._facts(furniture)

    def _title(self) -> int:
        """Find the title, the first heading or the first lines before a blank one; the number of the line after it."""
        named = clean(self.page.first_meta("citation_title", "dc.title"))
        lines = self.lines
        start = next((n for n, line in enumerate(lines) if line.role == "" and line.heading), None)
        if start is None:
            start = next((n for n, line in enumerate(lines) if line.role == "" and len(line.text) < _LONGEST_TITLE), None)
        self.title, self.title_spans = named, list[tuple[int, int]]()
        if start is None:
            return 0
        end = start + 1
        while not lines[start].heading and end < min(start + 3, len(lines)) and lines[end].role == "" and not _begins_labels(lines[end]):
            end += 1
        if end < len(lines) and end - start > 1 and lines[end].role == "" and not _begins_labels(lines[end]):
            end = start + 1  # no blank line or label after three lines: the first one alone is the title
        for line in lines[:start]:
            line.role = line.role or "head"
        for line in lines[start:end]:
            line.role = "title"
        self.title_spans = [(line.start, line.end) for line in lines[start:end]]
        self.title = clean(" ".join(line.text for line in lines[start:end])) or named
        return end

    def _people(self, contacts: list[str]) -> None:
        header = [who for name in self.labels.authors if (who := comma_name(with_accents(name))) is not None]
        self.work.authors = self.head.authors or header
        for text in contacts:
            name, _, rest = text.partition(",")
            who = next((one for one in self.work.authors if with_accents(name).strip().endswith(one.name)), None)
            body = self.bodies.read(rest)
            if who is not None and body is not None and all(body is not held for held in who.affiliations):
                who.affiliations.append(body)
        first, second = ("; ".join(who.name for who in people) for people in (self.work.authors, header))
        if self.head.authors and header and _folded(first) != _folded(second):
            self._disagree("hasAuthor", first, second, "the article's own byline before the page's header")

    def _disagree(self, name: str, chosen: str, other: str, rule: str) -> None:
        self.work.disagreements.append(Disagreement(name, chosen, other, rule))

    def _facts(self, furniture: Furniture) -> None:
        work, head, labels = self.work, self.head, self.labels
        work.title = self.title
        cited = read_place(labels.get("citation"))
        for name in ("volume", "issue", "pages", "article_number"):
            setattr(work, name, getattr(head.place, name) or getattr(cited, name))
        work.volume, work.issue = work.volume or labels.get("volume"), work.issue or labels.get("issue")
        work.pages = work.pages or re.sub(r"^(?:pp?\.)\s*", "", labels.get("pages"))
        self._dates()
        self._dois()
        journal = next(iter(furniture.journals), "") or head.place.title or labels.get("journal") or cited.title
        if journal:
            work.venue = Venue(with_accents(clean(journal)), issns=[issn for issn in map(normal_issn, head.issns) if issn])
        work.licence, work.rights_holder = head.licence, head.holder
        work.abstract, work.abstract_span = self.body.abstract()
        work.keywords = self.body.keywords()
        work.references = self.body.references()
        language = work.language or "en"
        if self.title_spans:
            work.passages = [Passage(self.title_spans, kind="title", language=language)]
        work.passages += self.body.passages(language)
        if (embedded := embedded_work(self.page.markup)) is not None:
            work.disagreements += fill(work, embedded)

    def _dates(self) -> None:
        work, labels = self.work, self.labels
        dated = printed_date(labels.get("date")) or printed_date(labels.get("published")) or printed_date(labels.get("year"))
        issue = self.head.place.issued
        if issue and dated and issue[:4] != dated[:4]:
            self._disagree("publicationYear", issue[:4], dated[:4], "the issue's year before the date in the page's header")
            dated = ""
        work.issued = max(dated, issue, key=len)
        work.year = int(work.issued[:4]) if work.issued else None
        printed = self.head.copyright_year
        if printed and work.year and printed != work.year:
            self._disagree("publicationYear", str(work.year), str(printed), "the issue's year before the copyright year")
        elif printed and not work.year:
            work.year, work.issued = printed, str(printed)

    def _dois(self) -> None:
        printed = [doi for doi in (self.head.doi, normal_doi(self.labels.get("doi"))) if doi]
        self.work.doi = printed[0] if printed else ""
        if len(set(printed)) > 1:
            self._disagree("doi", printed[0], printed[1], "the article's own before the page's header")

    def source(self, capture: Capture) -> Source:
        """The capture, with the rights that the article prints."""
        licence = self.head.licence or open_licence("\n".join(line.text for line in self.lines if line.role == "head"))
        return Source(
            label=self.title or capture.name,
            retrieved_from=capture.retrieved_from or self.page.markup.canonical,
            licence=licence,
            rights_holder=self.head.holder,
            display="full" if licence else "quote",
            format="vlex",
        )

    def said(self) -> Iterator[Said]:
        """The bodies, the work and the findings."""
        yield from self.bodies.bodies.values()
        yield self.work
        yield from self._findings()

    def _findings(self) -> Iterator[Finding]:
        work = self.work
        yield Finding("found", "title")
        for name, what in _DESCRIBED.items():
            yield looked_for(what, getattr(work, name), "not printed")
        yield from conflicts(work)
        if self.body.anchors:
            yield Finding("found", "printed pages", ", ".join(page for _, page in self.body.anchors))
        if any(line.role == "contact" for line in self.lines):
            yield Finding("ignored", "address for correspondence", "postal and e-mail addresses of persons are never kept")
        if any(line.role == "site" for line in self.lines):
            yield Finding("ignored", "site text", "offers of a trial, log-in and cookies")
        if any(line.role == "site" and line.text.startswith(_TRIALS) for line in self.lines):
            yield Finding("unknowable", "rest of the article", "the page shows its beginning only")
        if self.head.left:
            yield Finding("ignored", "title block", " · ".join(self.head.left)[:200])
        for name in ("subject", "position", "other", "publisher"):
            if value := self.labels.get(name):
                yield Finding("ignored", f"label {name}", "" if name == "position" else value)


def _folded(names: str) -> str:
    return re.sub(r"[‘’`´]", "'", plain_letters(names)).replace(".", "")


def _begins_labels(line: Line) -> bool:
    probe = Line(line.start, line.end, line.text)
    return bool(read_labels([probe], 0, 1).values) and probe.role == "label"
