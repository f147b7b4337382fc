"""PDF article or report: its text, and the work that its metadata and its first page describe, with what it cites.

Needs the extra `pdf` (pypdfium2). What the first page prints goes before the information dictionary and XMP, whose
titles are often a file's name; where both speak and differ, both are kept. The reference list is split into its strings, which are read
like any printed reference.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.identify import normal_doi, normal_isbn, normal_issn
from graph.record import Finding, Passage, Reject, Source, Venue, Work
from loaders._article.aside import read_aside
from loaders._article.body import Body
from loaders._article.head import Head, head_end, read_foot, read_head, take_facts
from loaders._article.lines import Furniture, mark_contacts, read_lines
from loaders._embedded.gathered import fill
from loaders._embedded.values import keywords_of, pages_of, people_of, put_date, several_people, text_of, venue_of
from loaders._page.findings import conflicts, looked_for
from loaders._page.page import Page, open_licence
from loaders._pdf.references import references_of
from loaders._pdf.text import Pdf, read_pdf
from loaders._people.affiliations import Affiliations
from loaders._people.names import is_body
from loaders._values.volume import read_place
from loaders.reading.reference.headings import before_references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Contributor, Said
    from loaders._article.lines import Line

LABEL = "PDF article or report"
MEDIA = "pdf"
_RUBBISH = re.compile(
    r"^(?:microsoft (?:word|powerpoint)\b.*|untitled.*|unknown|.*\.(?:docx?|pdf|indd|qxd|tex|dvi|rtf|ps|html?)|(?:doi:?\s?)?10\.\d{4,9}/\S+"
    r"|(?=[\w.:-]*\d{3})[\w.:-]+(?: \d+\.\.\d+)?|(?:print|title|layout|article|document|manuscript|pii:?.*|slide) ?\d*)$",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w &,:.'’()-]{3,90}")
_OF_NAME = r"(?:[^\W\d_a-z][\w'’.-]*|van|von|de|der|den|del|da|di|du|la|le|ten|ter)"
_PERSON = re.compile(rf"{_OF_NAME}(?:\s{_OF_NAME}){{1,4}}")
_BETWEEN = re.compile(r"\s*[,;|]\s*(?:and\s+|&\s*)?|\s+(?:and|und|et|y|e|&)\s+")
_WORDS = 8
"""Letters that a page has at least if it has text at all."""
_DESCRIBED = {
    "authors": "authors", "year": "year", "venue": "journal", "volume": "volume", "pages": "pages", "doi": "doi", "abstract": "abstract",
    "keywords": "keywords", "references": "cited works",
}  # fmt: skip


def recognise(capture: Capture) -> float:
    """By the mark that every PDF has in its first kilobyte."""
    at = capture.data[:1024].find(b"%PDF-")
    return 0.99 if at == 0 else 0.9 if at > 0 else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """The source, the bodies that its authors belong to and the work; a file that gives neither text nor title is rejected."""
    capture.text = ""
    try:
        pdf = read_pdf(capture.data)
    except InputError as wrong:
        yield Source(capture.name, capture.retrieved_from, format="pdf")
        yield Reject("file", str(wrong))
        return
    capture.text = pdf.text
    has_text = sum(letter.isalpha() for letter in pdf.text[:20_000]) >= _WORDS
    bodies = Affiliations()
    work, left = _work(pdf, bodies) if has_text else (_described(pdf), [])
    licence = work.licence or open_licence(" ".join(value for name in ("dc:rights", "prism:copyright") for value in pdf.xmp.get(name, [])))
    yield Source(
        label=work.title or capture.name,
        retrieved_from=capture.retrieved_from,
        licence=licence,
        rights_holder=work.rights_holder,
        display="full" if licence else "quote",
        language=work.language,
        format="pdf",
    )
    if not work.title and not work.doi:
        why = (
            "no line of its first page is larger than the text, and its metadata name no title" if has_text else "it has no text (a scan?)"
        )
        yield Reject("file", f"{why}: run text recognition on it, or load its record in another format")
        return
    yield from bodies.bodies.values()
    yield work
    yield from _findings(work, left, has_text=has_text)


def _findings(work: Work, left: list[str], *, has_text: bool) -> Iterator[Finding]:
    if not has_text:
        yield Finding("unknowable", "text", "the PDF holds pictures of its pages only; the record is that of its metadata")
    yield looked_for("title", work.title)
    for name, what in _DESCRIBED.items():
        yield looked_for(what, getattr(work, name), "not found on the first page or in the metadata")
    yield from conflicts(work)
    if left:
        yield Finding("ignored", "title block", " · ".join(left)[:200])


def _described(pdf: Pdf) -> Work:
    """What the metadata say: XMP before the information dictionary."""

    def first(*names: str) -> str:
        return next((text_of(pdf.xmp[name][0]) for name in names if name in pdf.xmp), "")

    titles = [first("prism:title", "dc:title"), text_of(pdf.info.get("Title", ""))]
    work = Work(title=next((title for title in titles if len(title) > 3 and not _RUBBISH.match(title)), ""))
    work.authors = people_of(pdf.xmp.get("dc:creator", [])) or several_people(pdf.info.get("Author", ""))
    names = ("prism:doi", "pdfx:doi", "crossmark:doi", "dc:identifier", "prism:url")
    identifiers = [value for name in names for value in pdf.xmp.get(name, [])]
    found = (normal_doi(one) for one in (*identifiers, pdf.info.get("doi", ""), pdf.info.get("Subject", "")))
    work.doi = next((doi for doi in found if doi), "")
    put_date(work, first("prism:coverdate", "prism:publicationdate", "prism:coverdisplaydate"))
    work.volume, work.issue = first("prism:volume"), first("prism:number")
    work.pages = first("prism:pagerange") or pages_of(first("prism:startingpage"), first("prism:endingpage"))
    work.venue = venue_of(first("prism:publicationname"), [*pdf.xmp.get("prism:issn", []), *pdf.xmp.get("prism:eissn", [])])
    work.isbns = list(dict.fromkeys(n for n in map(normal_isbn, pdf.xmp.get("prism:isbn", [])) if n))
    work.publisher, work.language = first("dc:publisher"), first("dc:language")[:12]
    subjects = pdf.xmp.get("dc:subject", []) or ([pdf.info["Keywords"]] if "Keywords" in pdf.info else [])
    work.keywords = keywords_of(subjects)
    if work.venue:
        work.kind = "article"
    return work


def _work(pdf: Pdf, bodies: Affiliations) -> tuple[Work, list[str]]:
    """The work that the first page prints, completed by the metadata; and the lines of its title block that said nothing known."""
    told = _described(pdf)
    lines = read_lines(Page(pdf.text))
    chosen = told.title if _stands_in(told.title, pdf.first_page) else pdf.largest or told.title
    work = Work(title=chosen)
    first = _mark_title(work, pdf, lines)
    mark_contacts(lines)
    known = [who.name for who in told.authors]
    head = read_head(lines, first, work.title, known, bodies) if first else Head(end=head_end(lines, 0))
    _read_above(lines[:first], head)
    read_foot(lines, head)
    read_aside(lines, head, bodies)
    told.authors = _printed(told.authors, pdf.first_page)
    work.authors = head.authors or told.authors or _byline(lines, first)
    furniture = Furniture({who.family for who in work.authors if who.family}, head.place.pages or told.pages)
    anchors = furniture.mark(lines)
    first_page = re.match(r"\d*", head.place.pages or told.pages)
    body = Body(pdf.text, lines, anchors, first_page[0] if first_page and anchors else "")
    _facts(work, head, next(iter(furniture.journals), ""), pdf)
    work.abstract, work.abstract_span = body.abstract()
    work.keywords = body.keywords()
    work.references = references_of(pdf.text, lines) or body.references()
    language = told.language[:2] or "en"
    work.passages += body.passages(language)
    work.disagreements = fill(work, told, "what the first page prints before what the file's metadata say")
    return work, head.left


def _stands_in(title: str, text: str) -> bool:
    return bool(title) and _folded(title) in _folded(text)


def _folded(text: str) -> str:
    return re.sub(r"\W+", "", text.replace("-\n", "").casefold())


def _mark_title(work: Work, pdf: Pdf, lines: list[Line]) -> int:
    """Give the title's lines their role and the work its passage; the number of the line after it, 0 where it is not on the first page."""
    wanted = _folded(work.title)
    here = [number for number, line in enumerate(lines) if line.text and line.start < len(pdf.first_page)]
    for at, number in enumerate(here):
        if not wanted or not wanted.startswith(_folded(lines[number].text)) or not _folded(lines[number].text):
            continue
        end = at + 1
        while end < len(here) and _of(lines, here[at:end]) != wanted and wanted.startswith(_of(lines, here[at:end])):
            end += 1
        if _of(lines, here[at:end]) != wanted:
            continue
        block = [lines[n] for n in here[at:end]]
        for line in lines[:number]:
            line.role = line.role or "head"
        for line in block:
            line.role = "title"
        work.passages = [Passage([(line.start, line.end) for line in block], kind="title")]
        return here[end - 1] + 1
    return 0


def _byline(lines: list[Line], first: int) -> list[Contributor]:
    """The persons on the line right under the title, if it is names and nothing else."""
    line = next((line.text for line in lines[first : first + 3] if line.text), "") if first else ""
    names = [name.strip(" *†‡") for name in _BETWEEN.split(re.sub(r"(?<=[^\W\d_])[\d*†‡,]+(?=\s|$)", ",", line)) if name.strip(" ,*†‡")]
    return people_of(names) if names and all(_PERSON.fullmatch(name) and not is_body(name) for name in names) else []


def _read_above(lines: list[Line], head: Head) -> None:
    """The journal's own line above the title, with the name over it: "Journal of Tides / 2014, Vol. 29(2) 212–230"."""
    before = ""
    for line in lines:
        if not line.text or line.text.startswith(("http", "www.")):
            continue
        place = read_place(line.text)
        take_facts(line.text, head)
        if place.numbered and (place.volume or place.pages) and not head.place.numbered:
            head.place = place
            if not place.title and _NAME.fullmatch(before):
                place.title = before
        before = line.text


def _of(lines: list[Line], numbers: list[int]) -> str:
    return _folded("\n".join(lines[number].text for number in numbers))


def _printed(people: list[Contributor], page: str) -> list[Contributor]:
    """The metadata's authors, if the first page names any of them: the `Author` of many files is who made the file."""
    text = page.casefold()
    return people if any((who.family or who.literal).casefold() in text for who in people) else []


def _facts(work: Work, head: Head, journal: str, pdf: Pdf) -> None:
    for name in ("volume", "issue", "pages", "article_number"):
        setattr(work, name, getattr(head.place, name))
    work.issued = head.place.issued or (str(head.copyright_year) if head.copyright_year else "")
    work.year = int(work.issued[:4]) if work.issued else None
    own = before_references(pdf.first_page)  # a short article's list of references begins on its first page
    printed = {doi for doi in map(normal_doi, re.findall(r"\b10\.\d{4,9}/\S+", own)) if doi}
    work.doi = head.doi or (printed.pop() if len(printed) == 1 else "")
    title = journal or head.place.title
    if title:
        work.venue = Venue(text_of(title), issns=[issn for issn in map(normal_issn, head.issns) if issn])
        work.kind = "article"
    work.licence, work.rights_holder = head.licence, head.holder
