"""The parts of an atlas concept page, in text or in WordPress's HTML, and how it prints places, see-also lists and its own making.

… a core concept in Subject Name and Atlas999
Concept description · paragraphs, quotations · See also: Other Concept.
Atlas topic, subject, and course
Topic Name (core topic) in Subject Name and Atlas999
references · Page created by: A. Name, last modified 1 May 2031. · Image: …

Any of these may be missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders._page.page import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders._page.markup import Block, Inline
    from loaders._page.page import Page

LEAD = re.compile(
    r"(?:…|\.\.\.)?\s*an?\s+(?P<core>core\s+|key\s+)?(?P<other>[a-z]+\s+)?concept\s+(?:used\s+|featured\s+)?in\s+(?P<where>.+?)\.?",
    re.IGNORECASE,
)
DESCRIPTION = re.compile(r"(?:concept\s+)?(?:description|definition|summary)s?\s*:?", re.IGNORECASE)
SEE_ALSO = re.compile(r"(?:see\s+also|related\s+concepts?)\b\s*:?\s*", re.IGNORECASE)
PLACEMENT = re.compile(r"(?:atlas\s+)?topics?,?\s*(?:atlas\s+)?subjects?,?\s*(?:and|&)\s*(?:atlas\s+)?courses?\s*:?", re.IGNORECASE)
REFERENCES = re.compile(r"(?:references?|sources?|further reading|bibliography|readings?)\s*:?", re.IGNORECASE)
MADE = re.compile(r"(?:page|entry|text)\s+(?:created|prepared|written|compiled)\s+by:?\s*(?P<rest>.+)", re.IGNORECASE)
IMAGE = re.compile(r"(?:images?|photos?|pictures?|illustrations?)(?:\s+(?:source|credit))?\s*:\s*(?P<rest>.*)", re.IGNORECASE)
PLACED = re.compile(
    r"(?P<topic>[^()]{3,140}?)\s*\((?P<status>[^()]{0,40}topics?)\)\s*in\s+(?P<where>.+?)\.?|(?P<plain>[^()]{3,140}?)\s+in\s+(?P<there>.+?)\.?"
)
COURSE = re.compile(r"\b(?:Atlas\s?\d{3}[A-Z]?|[A-Z]{3,5}\s?\d{3,4}[A-Z]?)\b")
_STATUS = r"\([^()]{0,40}topics?\)"
_NEXT_TOPIC = re.compile(rf"(?P<end>{_STATUS}|{COURSE.pattern})\s*(?:[,;&]\s*(?:and\s)?|and\s)\s*(?=[^()]{{3,140}}{_STATUS})")
_LONGEST_MARK = 600
_SITE = re.compile(
    r"(?:click (?:here|for)\b|share this|like this|loading|tweet|email|print|facebook|twitter|linkedin|"
    r"leave a (?:reply|comment)|posted (?:in|on)|edit|"
    r"search|menu|home\b|concepts?$|subjects?$|courses?$|topics?$|about|atlas of public|skip to content|previous|next|← |→ |"
    r"proudly powered|©|copyright|all rights reserved|tags?:|categor(?:y|ies):)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Line:
    """One block of the page: `text` is the page's text at `start`–`end`, one line."""

    start: int
    end: int
    text: str
    marks: frozenset[str] = frozenset()


@dataclass(slots=True)
class Places:
    """Subjects, and courses by code with their titles."""

    subjects: list[str] = field(default_factory=list)
    courses: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Parts:
    """The lines of a page by what they are."""

    title: Line | None = None
    lead: Line | None = None
    description: list[Line] = field(default_factory=list)
    see_also: list[Line] = field(default_factory=list)
    placement: list[Line] = field(default_factory=list)
    references: list[Line] = field(default_factory=list)
    made: Line | None = None
    images: list[Line] = field(default_factory=list)
    site: int = 0


def read_parts(page: Page) -> Parts:
    """Sort the lines of the page into its parts; what stands before the first of them is the title or the site's."""
    parts = Parts()
    part = "front"
    for line in _lines(page):
        text = line.text.strip(" *_#")
        text = text if len(text) < _LONGEST_MARK else text[:_LONGEST_MARK] + "\n"  # too long to be a mark: matches none of them whole
        part = _sort(parts, part, line, text)
    return parts


def _lines(page: Page) -> list[Line]:
    """The blocks of the entry: on a WordPress page those of `entry-content` and the title's, where it has them."""
    entry = [b for b in page.blocks if _is_entry(b)] if page.html else []
    return [Line(b.start, b.end, page.text[b.start : b.end], b.marks) for b in (entry or page.blocks)]


def _is_entry(block: Block) -> bool:
    return bool(block.marks & {".entry-content", ".entry-title", ".page-title", "h1", ".post-content", ".page-content"})


def _sort(parts: Parts, part: str, line: Line, text: str) -> str:
    if "h1" in line.marks or ".entry-title" in line.marks:
        parts.title = parts.title or line
        return part
    found = _opens(parts, part, line, text)
    if found:
        return found
    if part == "references" and not text:
        return part
    if part == "front":
        marked = parts.title is not None and ("h1" in parts.title.marks or ".entry-title" in parts.title.marks)
        likely = not marked and len(text) < 90 and not _SITE.match(text) and not text.endswith((".", ":", ";"))
        if likely:  # the last such line before the lead: those above it are the site's menu
            parts.site += parts.title is not None
            parts.title = line
        else:
            parts.site += 1
        return part
    if part in ("made", "end") or (_SITE.match(text) and len(text) < 60):
        parts.site += 1
        return part
    if part == "see also" and (parts.see_also or len(text) > 80):
        part = "description" if len(text) > 80 else part
    if part == "placement" and not placed(text):
        part = "references"
    held = {"lead": parts.description, "description": parts.description, "see also": parts.see_also, "placement": parts.placement}
    held.get(part, parts.references).append(line)
    return part


def _opens(parts: Parts, part: str, line: Line, text: str) -> str:
    """The part that a line opens, "" where it opens none; a line that is a whole part is taken at once."""
    if parts.lead is None and part == "front" and LEAD.fullmatch(text):
        parts.lead = line
        return "lead"
    for pattern, name in ((DESCRIPTION, "description"), (PLACEMENT, "placement"), (REFERENCES, "references")):
        if pattern.fullmatch(text) and not (name == "references" and part == "front"):
            return name
    see_also = SEE_ALSO.match(text)
    if see_also and part != "front" and (":" in see_also[0] or see_also.end() == len(text) or len(text) < 160):
        if text[see_also.end() :].strip():
            parts.see_also.append(Line(line.start, line.end, line.text, line.marks))
            return part if part != "lead" else "description"
        return "see also"
    if MADE.match(text):
        parts.made = line
        return "made"
    if IMAGE.match(text):
        parts.images.append(line)
        return "end" if parts.made else part
    return ""


def placed(text: str) -> list[re.Match[str]]:
    """Each topic that a line places, as a match of `PLACED`: "A (core topic) and B (core topic) in Subject and Atlas101" places two."""
    pieces = _NEXT_TOPIC.sub(r"\g<end>\n", text).split("\n")
    for at in range(len(pieces) - 2, -1, -1):
        shared = re.search(r"\)\s*(?P<where>in\s.+)", pieces[at + 1])
        if pieces[at].endswith(")") and shared:
            pieces[at] += f" {shared['where']}"
    found = [PLACED.fullmatch(piece.strip()) for piece in pieces]
    return [one for one in found if one] if all(found) else []


def links_in(page: Page, line: Line, *paths: str) -> list[Inline]:
    """The links of a line whose address has one of the path segments."""
    return [i for i in page.markup.inlines if i.tag == "a" and line.start <= i.start < line.end and any(f"/{p}/" in i.href for p in paths)]


def places(page: Page, line: Line, where: str, known: Iterable[str] = ()) -> Places:
    """What "Subject One and Atlas101, Subject Two and Atlas102 Title" names; links, where there are, say where a name ends.

    A subject's own name may hold commas and "and": what stands before a course is one subject, unless `known` subjects are in it.
    """
    linked = [clean(page.text[i.start : i.end]) for i in links_in(page, line, "subjects", "courses")]
    linked = [name for name in linked if name and name in where]
    found = Places()
    if linked:
        for name in linked:
            code = COURSE.match(name)
            if code:
                found.courses.setdefault(code[0], name[code.end() :].strip(" :–-"))
            else:
                found.subjects.append(name)
        return found
    at = 0
    codes = list(COURSE.finditer(where))
    for n, m in enumerate(codes):
        found.subjects += _subjects(where[at : m.start()], known)
        following = codes[n + 1].start() if n + 1 < len(codes) else len(where)
        title = re.match(r"\s+[A-Z][\w’'-]*(?:\s[\w’'-]+)*?(?=\s*[,;.]|\s+and\s+(?:Atlas)?\s*$|$)", where[m.end() : following])
        found.courses.setdefault(m[0], title[0].strip() if title else "")
        at = m.end() + (title.end() if title else 0)
    found.subjects += _subjects(where, known) if not codes else []
    found.subjects = list(dict.fromkeys(found.subjects))
    return found


def _subjects(text: str, known: Iterable[str]) -> list[str]:
    bare = re.sub(r"^[\s,;(]*(?:and\s+)?|[\s,;()]*(?:\band\b)?[\s,;(]*$", "", text).strip(" .()")
    inside = [name for name in known if name in bare]
    return inside or ([bare] if bare else [])
