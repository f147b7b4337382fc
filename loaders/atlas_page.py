"""Concept pages of the Atlas of Public Management: where a concept stands, how the page describes it, and the works it draws on.

The page is a work of its own, about the concept. Its description mostly summarises or quotes others: that text stays passages of the
page, and becomes the concept's definition only where it says itself what the concept is.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from graph.record import Concept, Course, Finding, Passage, Reference, Reject, Source, Subject, Topic, Work
from graph.sources.edtf import edtf, year_of
from loaders._atlas.definition import Told, define, told
from loaders._atlas.page_layout import COURSE, IMAGE, LEAD, MADE, SEE_ALSO, Line, Parts, links_in, placed, places, read_parts
from loaders._page.findings import looked_for
from loaders._page.page import clean, open_licence, read_page, rights_holder
from loaders.reading.citations import citations
from loaders.reading.people import all_people
from loaders.reading.references import parse_many, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said
    from loaders._page.page import Page

LABEL = "Concept page (Atlas of Public Management)"
MEDIA = "html|text"

_SIGNS = (
    (("…", "..."), re.compile(r"^[^\S\n]*(?:…|\.\.\.)\s*an?\s(?:core\s|key\s)?(?:\w+\s)?concept\s(?:used\s)?in\s", re.MULTILINE), 0.4),
    (
        ("topic, ", "topics, "),
        re.compile(r"^[^\w\n]{0,6}(?:atlas\s)?topics?, (?:atlas )?subjects?,? and (?:atlas )?courses?", re.IGNORECASE | re.MULTILINE),
        0.4,
    ),
    (("concept description",), re.compile(r"^[^\w\n]{0,6}concept description", re.IGNORECASE | re.MULTILINE), 0.15),
    (("page created by",), re.compile(r"^[^\w\n]{0,6}page created by:?", re.IGNORECASE | re.MULTILINE), 0.2),
    (("(core topic)", "atlas1"), re.compile(r"\(core topic\)|\bAtlas1\d\d"), 0.1),
    (("atlas of public",), re.compile(r"Atlas of Public (?:Policy and )?Management"), 0.1),
)
"""(words in lower case of which one must stand there, what it must look like, weight): most pages have none of the words."""
_QUOTE_LEAD = re.compile(r"\((?:at\s)?(?:pp?\.|pages?)\s?(?P<page>\d+(?:\s?[-–]\s?\d+)?(?:,\s?\d+(?:\s?[-–]\s?\d+)?)*)[^)]*\)")
_WROTE = re.compile(
    r"\b(?:writes?|wrote|states?|says?|notes?|describes?|defines?|explains?|argues?|observes?|puts?|summari[sz]es?|according to)\b",
    re.IGNORECASE,
)
_ADDRESS_ALONE = re.compile(r"^\s*(?:(?:see|at|available(?: at)?|retrieved from)\b\s*:?\s*)?https?://\S+\s*$", re.IGNORECASE)
_INNER = re.compile(
    r"“(?P<words>[^“”]{40,})”\s*\((?P<who>[^()\d]{2,60}?),\s*(?P<year>\d{4})[a-z]?(?:,\s*(?:pp?\.\s*)?(?P<page>\d+(?:[-–]\d+)?))?\)"
)


def recognise(capture: Capture) -> float:
    """By the lines that open, place and sign a concept page; a page of the atlas's site scores a little by its address."""
    page = read_page(capture)
    text = page.text[:200_000]
    score = sum(weight for words, sign, weight in _SIGNS if any(one in page.lower for one in words) and sign.search(text))
    return min(0.97, score + 0.1 * (page.html and "/concepts/" in page.markup.canonical))


def read(capture: Capture) -> Iterator[Said]:
    """The Source, the concept with its placement, topics, subjects and courses, and the page as a work with passages and references."""
    page = read_page(capture)
    capture.text = page.text
    parts = read_parts(page)
    concept, findings = _concept(capture, page, parts)
    work = _work(page, parts, concept)
    source = Source(retrieved_from=page.markup.canonical or capture.retrieved_from, language="en", format="atlas_page")
    source.label = f"Atlas page: {concept.label}" if concept.label else capture.name
    source.licence = work.licence = open_licence(page.text) or open_licence(page.markup.chrome)
    source.rights_holder = work.rights_holder = rights_holder(page.text)[0] or rights_holder(page.markup.chrome)[0]
    source.display = "full" if source.licence else "quote"
    yield source
    if page.wrong or not (parts.lead or parts.placement or parts.description or parts.made):
        yield Reject("file", page.wrong or "nothing on the page places, describes or signs a concept: load it as another format")
        return
    courses = _placement(page, parts, concept)
    _describe(page, parts, concept, work)
    yield concept
    yield from concept.core_in
    yield from concept.in_topics
    yield from courses
    yield work
    yield from findings
    yield from _report(parts, concept, work)


def _concept(capture: Capture, page: Page, parts: Parts) -> tuple[Concept, list[Finding]]:
    """The page's concept: named by whoever loads it, else by the page's title, else by its picture's caption, else not at all."""
    given = capture.context.get("label")
    address = re.search(r"/concepts/([\w-]+)/?$", page.markup.canonical or capture.retrieved_from)
    caption = _caption(parts)
    concept = Concept()
    if isinstance(given, str) and given.strip():
        concept.label = clean(given)
        findings = [Finding("found", "label", "given with the load")]
    elif parts.title is not None:
        concept.label = clean(parts.title.text).strip(" .")
        findings = [Finding("found", "label", "printed as the page's title")]
    elif named := _embedded_title(page):
        concept.label = named
        findings = [Finding("found", "label", "the title that the page's metadata give")]
    elif caption and _known(caption):
        concept.label = caption
        findings = [Finding("found", "label", "the page prints no title; taken from its picture's caption")]
    else:
        detail = "the page prints no title; load it with a label" + (f" (its picture is called “{caption}”)" if caption else "")
        findings = [Finding("unknowable", "label", detail)]
    known = _known(concept.label)
    concept.slug = known or (address[1] if address else "")
    if not concept.label:
        concept.unlabelled_page = page.markup.canonical or capture.retrieved_from or sha256(capture.data).hexdigest()
    return concept, findings


def _embedded_title(page: Page) -> str:
    """The page's own title in its metadata, the site's name left out; the empty string where only that is told."""
    site = page.first_meta("og:site_name")
    for named in (page.first_meta("og:title"), page.markup.title):
        parts = [clean(part) for part in re.split(r"\s+[|–—-]\s+|\s+»\s+", named)]
        own = [part for part in parts if part and part != site and not re.match(r"(?:the )?atlas\b", part, re.IGNORECASE)]
        if len(own) == 1 and own[0] == parts[0]:
            return own[0]
    return ""


def _caption(parts: Parts) -> str:
    """The caption in "Image: Agency, Caption, at https://…, accessed …"."""
    for line in parts.images:
        m = IMAGE.match(line.text.strip())
        told = re.split(r",\s*(?:at|from|retrieved|accessed)\b|https?://", m["rest"])[0].strip(" ,.") if m else ""
        name = told.rsplit(",", 1)[-1].strip() if "," in told else ""
        if name and len(name.split()) <= 6:
            return clean(name)
    return ""


def _known(label: str) -> str:
    """The slug of the scheme's concept that a label names, or the empty string."""
    from loaders.reading.named import vocabulary

    forms = vocabulary.index().forms.get(vocabulary.key(label)) if label else None
    return next((f.slug for f in forms if not f.hidden), forms[0].slug) if forms else ""


def _work(page: Page, parts: Parts, concept: Concept) -> Work:
    work = Work(kind="webpage", language="en", about=[concept], url=page.markup.canonical)
    if parts.title is None:
        work.title = _embedded_title(page)
    else:
        work.title = clean(parts.title.text).strip(" .")
        work.passages.append(Passage([(parts.title.start, parts.title.end)], kind="title"))
    work.publisher = page.first_meta("og:site_name")
    if parts.made is not None:
        _made(parts.made, work)
    return work


def _made(line: Line, work: Work) -> None:
    """Who made the page, and when: "Page created by: Ada Lind on 3 May 2031, last modified by Bo Falk on 12 June 2032."."""
    m = MADE.match(line.text.strip(" *_"))
    if m is None:
        return
    date = r"(?:\d{1,2}\s[A-Z][a-z]+\s\d{4}|[A-Z][a-z]+\s\d{1,2},\s\d{4}|\d{4}-\d\d-\d\d)"
    modified = re.search(rf"\b(?:last\s)?(?:modified|updated|revised|edited)\b[^;]*?({date})", m["rest"])
    names = re.split(rf"\s*[,;]?\s*(?:\b(?:last|on|in|and last|modified|updated|revised)\b|{date}|[.;]\s*$)", m["rest"])[0]
    people = all_people(names.strip(" ,.;"), natural=True)
    work.authors = people.people if people else []
    created = re.match(rf"[^;]*?\bon\s({date})", m["rest"][: modified.start()] if modified else m["rest"])
    if created:
        work.issued = edtf(created[1])
        work.year = year_of(work.issued)
    if modified:
        work.modified = edtf(modified[1])


def _placement(page: Page, parts: Parts, concept: Concept) -> list[Course]:
    """Topics, their subjects and the courses that teach those; without a topic the lead line tells subject and course."""
    subjects: dict[str, Subject] = {}
    courses: dict[str, Course] = {}

    def at(line: Line, where: str) -> list[Subject]:
        found = places(page, line, where, [s.label for s in subjects.values()])
        stand = [subjects.setdefault(n.casefold(), Subject(n)) for n in found.subjects]
        for code, title in found.courses.items():
            course = courses.setdefault(code.casefold(), Course(code))
            course.title = course.title or title
            course.subjects += [s for s in stand if s not in course.subjects]
        return stand

    lead = LEAD.fullmatch(parts.lead.text.strip(" *_#")) if parts.lead else None
    for line in parts.placement:
        text = line.text.strip(" *_#")
        found = placed(text)
        linked = [page.text[i.start : i.end] for i in links_in(page, line, "topics")]
        for m, link in zip(found, linked if len(linked) == len(found) else [""] * len(found), strict=True):
            name = link or m["topic"] or m["plain"]
            where = text[text.index(name) + len(name) :] if link and link in text and len(found) == 1 else m["where"] or m["there"]
            stand = at(line, where)
            topic = Topic(clean(name).strip(" ,:"), subject=stand[0] if stand else None)
            marked = re.match(r"core\b", m["status"] or "", re.IGNORECASE) is not None
            core = (marked or not m["status"]) and bool(lead["core"]) if lead else marked
            (concept.core_in if core else concept.in_topics).append(topic)
    if lead and parts.lead:
        at(parts.lead, lead["where"])
    return list(courses.values())


def _describe(page: Page, parts: Parts, concept: Concept, work: Work) -> None:
    lines = [line for line in parts.references if re.search(r"[^\W\d_]{3}", _ADDRESS_ALONE.sub("", line.text))]
    work.references = parse_many(line.text for line in lines)
    for line, reference in zip(lines, work.references, strict=True):
        place(reference, page.text, line.start, line.end)
    for line in parts.see_also:
        concept.related += [c for c in _see_also(page, line) if c.label.casefold() != concept.label.casefold()]
    if parts.lead is not None:
        work.passages.append(Passage([(parts.lead.start, parts.lead.end)], kind="heading", section="Lead"))
    _description(parts, concept, work)


def _description(parts: Parts, concept: Concept, work: Work) -> None:
    """Own paragraphs and quoted ones: after a sentence that names a listed author, paragraphs in quotation marks are that author's."""
    quoted: Work | None = None
    pages = ""
    runs_on = follows = False
    for line in parts.description:
        text = line.text.strip()
        opened = text[:1] in '“"«'
        if (opened or runs_on) and (quoted is not None or follows):
            _quotation(line, work, quoted, pages)
            runs_on = opened and text.count("“") > text.count("”") and text[-1] not in '.”"!?'
            follows = _defined(line, concept, Told(0) if follows else None)
            continue
        if "blockquote" in line.marks:
            _quotation(line, work, quoted, pages)
            follows = _defined(line, concept, Told(0) if follows else None)
            continue
        lead = _QUOTE_LEAD.search(text)
        author = _told_by(text, work.references)
        if author is not None and (text.endswith(":") or lead):
            quoted, pages = author, (lead["page"].replace(" ", "") if lead else "")
        elif text.endswith(":"):
            quoted, pages = None, ""
        work.passages.append(Passage([(line.start, line.end)], kind="body", section="Concept description"))
        follows = _defined(line, concept, told(text, concept.label))


def _told_by(text: str, references: list[Reference]) -> Work | None:
    """The listed work whose author a lead sentence names ("Lind writes (p. 5):")."""
    if not (_WROTE.search(text) or _QUOTE_LEAD.search(text)):
        return None
    year = re.search(r"\b(?:19|20)\d\d\b", text)
    told_of = [(r.work, name) for r in references if (name := _first_name(r.work))]
    named = [work for work, name in told_of if re.search(rf"\b{re.escape(name)}\b", text)]
    dated = [w for w in named if year and w.year == int(year[0])]
    return next(iter(dated or named), None)


def _first_name(work: Work) -> str:
    """Under whose name a page speaks of a work: its first author's, else its publisher's ("Wikipedia defines …")."""
    return (work.authors[0].family or work.authors[0].literal) if work.authors else work.publisher


def _quotation(line: Line, work: Work, quoted: Work | None, pages: str) -> None:
    """A quoted paragraph; words that it quotes itself, with their place named, are a passage of their own."""
    slices = []
    at = line.start
    for m in _INNER.finditer(line.text, 1):
        inner = next((r.work for r in work.references if r.work.year == int(m["year"]) and _is_by(r.work, m["who"])), None)
        if inner is None or inner is quoted:
            continue
        first, last = line.start + m.start("words"), line.start + m.end("words")
        slices.append((at, first))
        at = last
        work.passages.append(
            Passage([(first, last)], "quotation", "Concept description", m["page"] or "", quoted_from=inner, quoted_in=quoted)
        )
    if quoted is not None:
        _cited_within(line, quoted, [r.work for r in work.references])
    slices.append((at, line.end))
    work.passages.append(Passage([s for s in slices if s[1] > s[0]], "quotation", "Concept description", pages, quoted_from=quoted))


def _cited_within(line: Line, quoted: Work, listed: list[Work]) -> None:
    """Works that the quoted words cite are cited by the quoted work: those of the page's list, or stubs of what it lacks."""
    for act in citations(line.text, line.start):
        who = re.sub(r"\set al\.$", "", act.work.authors_as_printed[0])
        act.work = next((w for w in listed if w.year == act.work.year and w is not quoted and _is_by(w, who)), act.work)
        if not any(r.work is act.work for r in quoted.references):
            quoted.references.append(act)


def _is_by(work: Work, who: str) -> bool:
    return bool(work.authors) and (work.authors[0].family or work.authors[0].literal) in who


def _defined(line: Line, concept: Concept, where: Told | None) -> bool:
    """Take the definition that the line gives, the first on the page; whether it says instead that the next quotation is the definition."""
    if where is None or concept.definition or not concept.label:
        return False
    if where.start is None:
        return True
    define(concept, line, where)
    return False


def _see_also(page: Page, line: Line) -> list[Concept]:
    """Names in a see-also line: links part them, else commas and semicolons, else an "and" between two known concepts."""
    text = re.sub(SEE_ALSO.pattern, "", line.text.strip(" *_#"), count=1, flags=re.IGNORECASE).strip(" .")
    names = [clean(page.text[i.start : i.end]) for i in links_in(page, line, "concepts")]
    if not names:
        listed = [n for n in re.split(r"\s*[;,•|]\s*(?:and\s+)?", text) if n]
        open_ended = not re.search(r"[;•|]|,\s*and\s", text)  # so that an "and" before the last name may part it from the one before
        names = [piece for at, n in enumerate(listed, 1) for piece in _halves(n, last=open_ended and at == len(listed) and at > 1)]
    return [
        Concept(slug=_known(n), label=n)
        for n in dict.fromkeys(n.strip(" .:") for n in names)
        if 2 < len(n) < 120 and not COURSE.fullmatch(n)
    ]


def _halves(name: str, *, last: bool) -> list[str]:
    """Two names joined by "and": known ones, two of several words each, or the last two of a list with commas."""
    halves = re.split(r"\s+and\s+", name)
    long = [" " in half and half[:1].isupper() for half in halves]
    if len(halves) == 2 and not _known(name) and (all(map(_known, halves)) or all(long) or (last and any(long))):
        return halves
    return [name]


def _report(parts: Parts, concept: Concept, work: Work) -> Iterator[Finding]:
    yield looked_for("topic", concept.core_in or concept.in_topics)
    yield Finding("found" if work.references else "absent", "references", str(len(work.references)))
    yield looked_for("see also", concept.related)
    if not concept.definition:
        yield Finding("absent", "definition", "the description is not in the page's own words, or does not say what the concept is")
    if work.modified and not work.year:
        yield Finding("absent", "year", "the page prints when it was last changed, not when it was made")
    if parts.images:
        yield Finding("ignored", "image credit", str(len(parts.images)))
