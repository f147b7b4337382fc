"""Labelled fields → the work of a catalogue record, with what was empty, unsure or left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identify import normal_doi, normal_isbn, normal_issn
from graph.record import Passage, Venue, Work
from loaders._page.page import clean, span, without_addresses
from loaders._values.volume import Place, printed_date, read_place
from loaders._vufind.imprint import is_imprint, read_imprint_lines
from loaders._vufind.people import read_people
from loaders._vufind.words import kind_of, language_of, meanings, role_of

if TYPE_CHECKING:
    from typing import Literal

    from loaders._vufind.rows import Field

FACTS = {
    "authors": "authors",
    "editors": "editors",
    "kind": "kind",
    "venue": "container",
    "year": "year",
    "volume": "volume",
    "issue": "issue",
    "pages": "pages",
    "doi": "doi",
    "isbns": "isbn",
    "publisher": "publisher",
    "edition": "edition",
    "language": "language",
    "keywords": "subjects",
    "abstract": "abstract",
}
"""Field of Work → what the report calls it."""
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_WHAT = {"author": "authors", "other": "authors", "corporate": "authors", "subject": "subjects", "published": "publisher"}
_SILENT = frozenset({"tags", "saved", "similar", "access", "title"})


class Record:
    """Collects the fields of one record; `empty`, `unknowable`, `conflicts` and `ignored` are for the report."""

    def __init__(self, text: str, language: str) -> None:
        self.text, self.language = text, language
        self.work = Work()
        self.series = ""
        self.issns: list[str] = []
        self.rights: list[str] = []
        self.empty: set[str] = set()
        self.unknowable: dict[str, str] = {}
        self.conflicts: list[tuple[str, str]] = []
        self.ignored: list[str] = []
        self.taken: set[str] = set()
        self._place: Place | None = None

    def take(self, one: Field) -> None:
        """Take one field; what it means is what its label can mean and its value looks like."""
        name = self._meaning(one)
        if not one.lines:
            self.empty.add(_WHAT.get(name, name))
            return
        reader = getattr(self, f"_{name}", None) if name else None
        if name in _SILENT:
            self.taken.add(name) if name == "title" else None
            if name == "access":
                self._access(one)
        elif reader is None:
            self.ignored.append(clean(one.label))
        else:
            self.taken.add(name)
            reader(one)

    def _meaning(self, one: Field) -> str:
        known = meanings(one.label)
        names = known.get(self.language) or tuple(dict.fromkeys(name for names in known.values() for name in names))
        value = one.value(self.text)
        if not names:
            return _by_shape(value)
        if len(names) == 1 or not value:
            return names[0]
        if {"container", "published"} <= set(names):
            return "published" if is_imprint(value) and not read_place(value).numbered else "container"
        if "edition" in names and "published" in names:
            return "published" if _YEAR.search(value) or " : " in value else "edition"
        if "edition" in names and "issue" in names:
            return "edition" if re.search(r"[^\W\d_]{3}", value) else "issue"
        return names[0]

    def _container(self, one: Field) -> None:
        text = one.value(self.text)
        linked = next((i for i in one.inlines if i.tag == "a"), None)
        title = self.text[linked.start : linked.end] if linked and linked.start == one.span[0] else ""
        place = read_place(text, title)
        if self._place is None:
            self._place = place
            self._settle_place(place)

    def _settle_place(self, place: Place) -> None:
        work = self.work
        for name in ("volume", "issue", "pages", "article_number"):
            setattr(work, name, getattr(work, name) or getattr(place, name))
        if place.issued:
            self._dated(place.issued)
        self._contain()

    def _contain(self) -> None:
        """The container as a journal, or as the book that a chapter stands in: known only when kind and ISSNs are."""
        title = clean(self._place.title) if self._place else ""
        if self.work.kind == "chapter" and title:
            self.work.venue, self.work.part_of = None, Work(kind="book", title=title, year=self.work.year)
        elif title and self.work.kind not in ("book", "thesis"):
            self.work.venue = Venue(title, issns=list(self.issns))

    def finish(self) -> None:
        """Give the book that a chapter stands in what the record prints of it; a chapter itself has no ISBN."""
        book = self.work.part_of
        if book is None:
            return
        book.year, book.issued, book.publisher, book.place = self.work.year, self.work.issued, self.work.publisher, self.work.place
        book.isbns, self.work.isbns = self.work.isbns, []
        book.editors, self.work.editors = self.work.editors, []
        book.edition, self.work.edition = self.work.edition, ""

    def _dated(self, issued: str) -> None:
        if not self.work.issued:
            self.work.issued, self.work.year = issued, int(issued[:4])
        elif issued[:4] != self.work.issued[:4]:
            self.conflicts.append(("year", f"{self.work.issued} / {issued}"))

    def _published(self, one: Field) -> None:
        """An imprint; a journal's string that stands under the same label is read as that."""
        printed = one.values(self.text)[0]
        if read_place(printed).numbered:
            self._container(one)
            return
        imprint = read_imprint_lines(one.values(self.text))
        if imprint.issued:
            self._dated(imprint.issued)
        self.work.place = self.work.place or imprint.place
        self.work.publisher = self.work.publisher or imprint.publisher

    def _publisher(self, one: Field) -> None:
        self._published(one)

    def _year(self, one: Field) -> None:
        if date := printed_date(one.value(self.text)):
            self._dated(date)

    def _author(self, one: Field) -> None:
        self._people(one)

    def _other(self, one: Field) -> None:
        self._people(one)

    def _corporate(self, one: Field) -> None:
        self._people(one, corporate=True)

    def _people(self, one: Field, *, corporate: bool = False) -> None:
        found = read_people(one, self.text, corporate=corporate)
        if found.unsure:
            self.unknowable["authors"] = f"where one name ends and the next begins is not printed: {found.unsure}"
            return
        default = role_of(one.label) if role_of(one.label) == "editor" else "author"
        known = {who.name for who in (*self.work.authors, *self.work.editors)}
        for named in found.people:
            role = named.role or default
            if role == "other":
                self.ignored.append(f"{named.who.name} (neither author nor editor)")
            elif named.who.name not in known:
                known.add(named.who.name)
                (self.work.editors if role == "editor" else self.work.authors).append(named.who)

    def _kind(self, one: Field) -> None:
        printed = "\n".join(one.values(self.text))
        kind = kind_of(printed)
        if kind is None:
            self.unknowable["kind"] = f"the format {clean(printed)!r} names no kind of work known here"
            return
        self.work.kind = kind
        self._contain()

    def _language(self, one: Field) -> None:
        parts = [part for line in one.values(self.text) for part in re.split(r"[;,/]|\s{2,}", line)]
        found = [code for part in parts if (code := language_of(part, self.language or "en"))]
        self.work.language = self.work.language or next(iter(found), "")
        if not found:
            self.unknowable["language"] = f"{clean(one.value(self.text))!r} is no language known here"
        elif len(set(found)) > 1:
            self.ignored.append(f"further languages {', '.join(found[1:])}")

    def _subject(self, one: Field) -> None:
        lines = one.values(self.text)
        links = [self.text[i.start : i.end] for i in one.inlines if i.tag == "a"]
        if len(lines) == 1 and len(links) > 1 and not re.search(r"\s(?:>|--|›)\s", lines[0]):
            lines = links
        elif len(lines) == 1:
            lines = re.split(r"\s*;\s*", lines[0]) if ";" in lines[0] else re.split(r"\s*,\s*", lines[0])
        if len(lines) == 1 and len(lines[0].split()) > 6:
            self.unknowable["subjects"] = "several run together without a mark between them"
            return
        self.work.keywords += [word for line in lines if (word := clean(line).strip(" ,;.")) and word not in self.work.keywords]

    def _access(self, one: Field) -> None:
        href = next((i.href for i in one.inlines if i.href), "")
        self.work.doi = self.work.doi or normal_doi(one.value(self.text))
        if "doi.org/10." in href:
            self.work.doi = self.work.doi or normal_doi(href)
        elif href and not self.work.url:
            self.work.url = href

    def _abstract(self, one: Field) -> None:
        start, end = one.span
        if self.work.abstract:
            self.ignored.append(f"a further {clean(one.label)}")
            return
        self.work.abstract = clean(self.text[start:end])
        if pieces := without_addresses(self.text, start, end):
            self.work.abstract_span = span(self.text, *pieces[0])
            self.passage("abstract", (start, end))

    def _series(self, one: Field) -> None:
        self.series = clean(one.value(self.text))
        if self.work.kind in ("book", "report", "work", "thesis") and self.work.venue is None:
            place = read_place(self.series)
            self.work.custom["series"] = place.title or self.series

    def _edition(self, one: Field) -> None:
        self.work.edition = self.work.edition or clean(one.value(self.text))

    def _volume(self, one: Field) -> None:
        self.work.volume = self.work.volume or clean(one.value(self.text))

    def _issue(self, one: Field) -> None:
        self.work.issue = self.work.issue or clean(one.value(self.text))

    def _pages(self, one: Field) -> None:
        printed = re.sub(r"^(?:pp?|S)\.\s*", "", clean(one.value(self.text)))
        self.work.pages = self.work.pages or printed

    def _issn(self, one: Field) -> None:
        for printed in re.findall(r"\d{4}[-‐–]?\d{3}[\dXx]", one.value(self.text)):
            issn = normal_issn(printed) or f"{printed[:4]}-{printed[-4:].upper()}"
            if not normal_issn(printed):
                self.conflicts.append(("issn", f"{printed} fails its own check digit"))
            if issn not in self.issns:
                self.issns.append(issn)
        if not self.issns:
            self.unknowable["issn"] = f"{clean(one.value(self.text))!r} is no ISSN"
        if self.work.venue is not None:
            self.work.venue.issns = list(self.issns)

    def _isbn(self, one: Field) -> None:
        for printed in re.findall(r"(?:97[89][-‐– ]?)?(?:\d[-‐– ]?){9}[\dXx]", one.value(self.text)):
            if not (isbn := normal_isbn(printed)):
                self.conflicts.append(("isbn", f"{printed} fails its own check digit"))
            elif isbn not in self.work.isbns:
                self.work.isbns.append(isbn)

    def _doi(self, one: Field) -> None:
        if doi := normal_doi(one.value(self.text)):
            self.work.doi = doi
        else:
            self.unknowable["doi"] = f"{clean(one.value(self.text))!r} is no DOI"

    def _rights(self, one: Field) -> None:
        self.rights += [one.value(self.text), *(i.href for i in one.inlines)]

    def passage(self, kind: Literal["title", "abstract"], place: tuple[int, int], *, first: bool = False) -> None:
        """A passage of the work for extraction."""
        if pieces := without_addresses(self.text, *place):
            self.work.passages.insert(0 if first else len(self.work.passages), Passage(pieces, kind=kind))


def _by_shape(value: str) -> str:
    """What a value is under a label that no interface here prints: only what its form alone tells."""
    if normal_doi(value) and len(value) < 120:
        return "doi"
    if re.fullmatch(r"(?:\d{4}-\d{3}[\dXx][\s,;]*)+", value):
        return "issn"
    place = read_place(value)
    return "container" if place.title and place.volume and place.pages and len(value) < 300 else ""
