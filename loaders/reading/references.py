"""A printed reference → the work it cites: the string as printed is always kept, a field only where the reading is sure enough.

Rules read the marks of the string (`reference/rules.py`), a trained tagger gives each word its field, the rules' reading among what it
looks at (`tagger.py` and `fields.py` there), and `choice.py` decides field by field whom to believe and how much.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identify import normal_title
from graph.record import Contributor, Passage, Reference, Span, Venue, Work
from loaders._words import vocabulary
from loaders.reading.reference.choice import choose
from loaders.reading.reference.ends import tidy
from loaders.reading.reference.fields import tagged_draft, unsure_text
from loaders.reading.reference.parts import Draft, clean
from loaders.reading.reference.rules import read_draft
from loaders.reading.reference.tagger import tag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.record import WorkKind

SURE = 0.4
"""A title, container, publisher or place that is less sure than this is left out."""
_LONGEST = 3000
_JOINTS = vocabulary(
    "in the and und et of by pp p pages vol volume no nr issue ed eds edited edition editor editors hrsg hg van von de et al doi "
    "https http doi.org press s heft bd jg dans for at from available accessed retrieved on article art n sous la direction"
)
_REPORT = re.compile(
    r"\b(?:(?:working|discussion|policy|occasional|research|white|green) papers?|technical reports?|policy briefs?)\b", re.IGNORECASE
)
_SAME_AUTHORS = re.compile(r"\s*(?:[-*]\s)?(?:[—–_]{2,}|-{3,}|———)[.,]?\s*")
_WEB_PAGE = re.compile(
    r"(?P<site>[^,\d]{2,60}),\s(?P<title>[^,]{3,160}),\s(?:at|from)\s?:?\s(?P<url>https?://\S+?),?\s(?:last\s)?accessed\s[^.]{6,24}\.?"
)


def parse(string: str) -> Reference:
    """The reference that a string prints; `work.custom["field-confidence"]` says for each field how sure it is (0–1). Never raises.

    `raw` is the string, `confidence` that of the whole: the least sure of its main fields, lowered by the share of words that no field
    explains. A chapter's book is `work.part_of`, with the editors; who stands before a book's title without "Eds." is its author.
    """
    raw = " ".join(string.split())
    draft = clean(raw[:_LONGEST])
    whole = draft.text
    site = _WEB_PAGE.fullmatch(raw)
    if site:
        return _web_page(site, raw)
    read_draft(draft)
    sure = _confidence(draft, _explained(draft, whole))
    tagging = tag(draft, whole)
    if tagging is not None:
        tagged = tagged_draft(tagging)
        tidy(tagged)
        chosen = choose(draft, tagged, sure, unsure_text(tagging))
        sure = {"string": round(_explained(draft, whole), 2), **chosen, **{name: sure[name] for name in ("doi", "url") if name in sure}}
    for name in ("title", "container", "publisher", "place"):
        if getattr(draft, name) and sure.get(name, 1.0) < SURE:
            setattr(draft, name, "")
            del sure[name]
    main = [sure[name] for name in ("authors", "title", "container") if name in sure]
    work = work_of(draft)
    work.custom["field-confidence"] = sure
    confidence = min([*main, 0.5 if not (work.title and (work.authors or work.editors)) else 1.0]) * min(1.0, sure["string"] + 0.05)
    return Reference(work, raw=raw, confidence=round(confidence, 2))


def parse_many(strings: Iterable[str]) -> list[Reference]:
    """The references of one list, in order: a dash for "the same authors" is read as those of the reference before it.

    Chapters of one book share its Work, which is the list's own entry where it has one.
    """
    found: list[Reference] = []
    for string in strings:
        same = _SAME_AUTHORS.match(string)
        reference = parse(_with_authors(string[same.end() :], found[-1].raw) if same and found else string)
        reference.raw = " ".join(string.split())
        found.append(reference)
    books: dict[tuple[str, int | None], Work] = {}
    for reference in found:
        if reference.work.kind == "book" and reference.work.title:
            books.setdefault(_book_key(reference.work), reference.work)
    for reference in found:
        book = reference.work.part_of
        if book is None or not book.title:
            continue
        held = books.setdefault(_book_key(book), book)
        people, others = ({c.family for c in w.editors or w.authors} for w in (held, book))
        if not people or not others or people & others:
            reference.work.part_of = held
    return found


def place(reference: Reference, text: str, start: int, end: int) -> Reference:
    """Say where in the captured text the string stands, and where in it the cited work's title: a passage of that work."""
    reference.span = Span(start, end, text[start:end])
    title = reference.work.title
    m = re.compile(r"\s+".join(map(re.escape, title.split()))).search(text, start, end) if title else None
    if m:
        reference.work.passages.append(Passage([(m.start(), m.end())], kind="title"))
    return reference


def _with_authors(rest: str, before: str) -> str:
    """A string whose dash stands for the authors of the one before, with those authors."""
    year = re.search(r"(?<=[.,\s])\(?(?:1[5-9]|20)\d\d", before)
    return before[: year.start()].rstrip() + " " + rest.lstrip(" .,") if year else rest


def _book_key(work: Work) -> tuple[str, int | None]:
    return normal_title(work.title), work.year


def _web_page(m: re.Match[str], raw: str) -> Reference:
    """A page as atlas pages cite it: "Site, Title, at https://…, accessed 3 May 2031."."""
    work = Work(kind="webpage", title=m["title"].strip(), url=m["url"].rstrip(".,;"), publisher=m["site"].strip())
    return Reference(work, raw=raw, confidence=0.85)


def _explained(draft: Draft, whole: str) -> float:
    """The share of the string's words that stand in some field or join them."""
    people = [p for p in (draft.authors, draft.editors, draft.book_people) if p]
    names = [f"{c.family} {c.given} {c.literal} {c.suffix}" for group in people for c in group.people]
    fields = [draft.title, draft.container, draft.volume, draft.issue, draft.pages, draft.publisher, draft.place, draft.edition, *names]
    held = set(re.findall(r"\w+", " ".join([*fields, str(draft.year or ""), f"{draft.year}{draft.suffix}"]).casefold()))
    said = [w for w in re.findall(r"\w+", whole.casefold()) if w not in _JOINTS]
    return sum(w in held for w in said) / len(said) if said else 0.0


def _confidence(draft: Draft, explained: float) -> dict[str, float]:
    sure: dict[str, float] = {"string": round(explained, 2)}
    if draft.authors or draft.editors:
        sure["authors"] = draft.doubts.get("authors", 0.95)
    if draft.year is not None:
        sure["year"] = 0.9 if draft.year_last else 0.98
    for name, usual in (("title", 0.9), ("container", 0.9), ("volume", 0.95), ("publisher", 0.9), ("place", 0.9)):
        if getattr(draft, name):
            sure[name] = draft.doubts.get(name, usual)
    for name in ("issue", "pages", "edition", "doi", "url"):
        if getattr(draft, name):
            sure[name] = 0.95
    if "container" in sure and ("," in draft.container or re.search(r"\w{7,}\.\s[A-Z]", draft.container)):
        sure["container"] = min(sure["container"], 0.55)
    if not (draft.container or draft.publisher or draft.place or draft.thesis or draft.url) and "title" in sure:
        sure["title"] = min(sure["title"], 0.55)
    if draft.publisher and "title" in sure:
        sure["title"] = min(sure["title"], sure["publisher"])
    if len(draft.title.split()) > 45 or re.search(r"\b(?:19|20)\d\d[.;:]\s?\d|\bpp?\.\s\d", draft.title):
        sure["title"] = 0.3
    return sure


def work_of(draft: Draft) -> Work:
    """The work that a draft's fields describe; a chapter's book is `part_of`."""
    work = Work(kind=_kind(draft), title=draft.title, year=draft.year, year_suffix=draft.suffix, volume=draft.volume, issue=draft.issue)
    work.pages, work.publisher, work.place, work.edition = draft.pages, draft.publisher, draft.place, draft.edition
    work.doi, work.url, work.badges = draft.doi.lower(), draft.url, draft.badges
    if draft.authors:
        work.authors, work.et_al = draft.authors.people, draft.authors.et_al
    editors: list[Contributor] = draft.editors.people if draft.editors else []
    if work.kind == "chapter":
        work.part_of = _book(draft, editors)
        work.edition = ""
    else:
        work.editors = editors
        if draft.editors and not draft.authors:
            work.et_al = draft.editors.et_al
        if draft.container:
            work.venue = Venue(title=draft.container)
    return work


def _book(draft: Draft, editors: list[Contributor]) -> Work:
    book = Work(kind="book", title=draft.container, year=draft.year, editors=editors, publisher=draft.publisher, place=draft.place)
    book.edition = draft.edition
    if draft.book_people:
        book.authors, book.et_al = draft.book_people.people, draft.book_people.et_al
    elif draft.editors:
        book.et_al = draft.editors.et_al
    return book


def _kind(draft: Draft) -> WorkKind:
    if draft.thesis:
        return "thesis"
    if draft.chapter and draft.container:
        return "chapter"
    if _REPORT.search(f"{draft.container} {draft.title[-60:]}") and not draft.pages:
        return "report"
    if draft.container:
        return "article"
    if draft.publisher or draft.place or draft.edition or draft.editors:
        return "book"
    return "webpage" if draft.url else "work"
