"""The order of parts in a reference string: who and when, then title, then where it appeared.

Author-date and title-first styles, quoted titles, articles, chapters ("In …"), books, theses and reports are told apart by their marks.
"""

from __future__ import annotations

import re

from graph.record import Contributor
from loaders.reading.names import UPPER, body, is_body
from loaders.reading.people import People, all_people, read_people
from loaders.reading.reference.ends import tidy
from loaders.reading.reference.numbers import peel
from loaders.reading.reference.parts import DATE, EDITION, YEAR, Draft
from loaders.reading.reference.publishers import is_publisher, take_publisher
from loaders.reading.reference.titles import VENUE, last_sentence_is_venue, title_and_container

_YEAR_MARK = re.compile(
    rf"[\s,;]*[(\[]\s?(?:c\.\s?)?{DATE}?(?P<bracketed>{YEAR})(?P<a>[a-z])?(?P<note>(?:\s?[,;/–-]\s?|\s)[^()\[\]]{{0,40}})?\s?[)\]]|"
    rf"(?:[.,;:]\s?|\s)(?P<plain>{YEAR})(?P<b>[a-z])?(?=\s?[.,:;)]|\s[“\"«‘'{UPPER}])|"
    r"[\s.,]*\(\s?(?P<pending>in press|forthcoming|n\.?\s?d\.?|im druck|im erscheinen|s\.\s?d\.|à paraître|accepted|submitted)\s?\)|"
    r"\.\s(?P<soon>Forthcoming|In press|N\.d|n\.d)(?=\.\s)"
)
_QUOTED = [
    re.compile(r"^[“„]\s?(?P<title>.{3,400}?)\s?[”“](?=[\s.,;(]|In\b|$)(?!\s?(?!in\b)[a-zäöü])\s*[.,;:]?"),
    re.compile(r"^\"\s?(?P<title>.{3,400}?)\s?[\"”](?=\W|In\b|[A-Z]|$)\s*[.,;:]?"),
    re.compile(r"^«\s?(?P<title>.{3,400}?)\s?»(?!\s?[a-z])\s*[.,;:]?"),
    re.compile(r"^»\s?(?P<title>.{3,400}?)\s?«(?!\s?[a-z])\s*[.,;:]?"),
    re.compile(r"^[‘'‚]\s?(?P<title>.{3,400}?[^\s])[’'‘](?=[\s.,;(]|$)(?!\s?[a-z]+\s[a-z]+\b(?<!in the))\s*[.,;:]?"),
]
_IN = re.compile(
    rf"(?:^|(?<=[.,;:?!”\"’'»)\]–-])\s*|\s(?=In:)|\s(?=in:))[Ii][Nn]\b\s?(?::\s?|\s+)(?:the\s(?=[Pp]roc))?(?=[{UPPER}\d“\"‘'«(]|"
    rf"the\s|proc|van\s|von\s|de\s|eds?\b)|"
    rf"(?:^|(?<=[.,;:?!”\"’'»)])\s*)[Dd]ans\s?:?\s+(?=[{UPPER}«“L])|(?<=\d)\s+in\s+(?=[{UPPER}]\.)|(?<=[.,?!”\"])\s*(?=Proceedings "
    rf"of|Proc\.|Conference Proceedings)"
)
_EDITED_BY = re.compile(
    r"[\s,.;(]*\b(?:edited by|ed\. by|eds?\. by|ed\.(?= [A-Z]\. )|herausgegeben von|hr?sg\. v(?:on|\.)|hrsg\.|sous la direction de|"
    r"ed\.|eds\.)\s+",
    re.IGNORECASE,
)
_ACS_EDITORS = re.compile(r"(?P<book>[^;]{4,200});\s(?P<people>.{4,300}?),?\sEds?\.;?\s")
_MEETING = re.compile(
    rf"[^,]*\b(?:[Pp]roceedings?|[Cc]onference|[Ss]ymposium|[Ww]orkshop)\b.*?[,.]\s(?P<place>[{UPPER}][\w-]+(?:\s[{UPPER}][\w-]+){{0,3}}"
    rf"(?:,\s[{UPPER}][\w-]+(?:\s[{UPPER}][\w-]+)?){{0,2}})$"
)
_VENUE_WORD = re.compile(
    r"Proceedings|Conference|Symposium|Workshop|Systems|Languages|Computing|Design|Engineering|Science|Management|Technology"
)
_THESIS = re.compile(
    r"[\s,.;(\[]*\b((?:unpublished\s)?(?:ph\.?\s?d\.?|doctoral|master'?s?|m\.?a\.?|diploma|dissertation|thesis|thèse|"
    r"habilitation)[\w\s.’']{0,25}(?:thesis|dissertation)|thesis|dissertation|thèse de doctorat|diplomarbeit|"
    r"habilitationsschrift)\b[.,)\]]*",
    re.IGNORECASE,
)


def read_draft(draft: Draft) -> None:
    """Fill a cleaned draft from its text."""
    rest, comma_style = _who_and_when(draft)
    rest, quoted = _quoted(draft, rest)
    marker = None if draft.editors and not draft.authors and quoted is False else _in_marker(rest, quoted=quoted)
    if marker is not None:
        before = rest[: marker.start()]
        if not quoted:
            draft.title = before
        elif re.search(r"[^\W\d]{3,}", before.replace("pages", "")):  # the title goes on after the quoted part
            stop = " " if draft.title.endswith(("?", "!")) else ". "
            draft.title = f"{draft.title}{stop}{before.strip(' .,')}"
        _title_tail(draft, before)
        _container(draft, rest[marker.end() :])
    else:
        _article_or_book(draft, rest, comma_style=comma_style, quoted=quoted)
    tidy(draft)


def _who_and_when(draft: Draft) -> tuple[str, bool]:
    """Authors and, where it follows them, the year; the text after both, and whether commas part what follows."""
    text = draft.text
    for n, mark in enumerate(_YEAR_MARK.finditer(text, 0, 1500)):
        if n > 1 or not mark.start():
            break
        if mark["plain"] and text.startswith(";", mark.end()):
            continue  # a title that ends in a year: "Shore report 2019; Press: Town, 2020"
        initial = text.startswith(".", mark.start()) and re.search(rf"(?:^|[\s.-])[{UPPER}]$", text[: mark.start()])
        people = _block(text[: mark.start() + bool(initial)])
        if people is None:
            continue
        _give_people(draft, people)
        year = mark["bracketed"] or mark["plain"]
        draft.year, draft.suffix = (int(year) if year else None), (mark["a"] or mark["b"] or "")
        after = text[mark.end() :]
        role = re.match(r"[\s,]*\((?:eds?|hrsg|hg)\.?\)", after, re.IGNORECASE)
        if role:
            draft.editors, draft.authors = draft.authors or draft.editors, None
            after = after[role.end() :]
        return after.lstrip(" .,:;)"), after[:1] == ","
    people = read_people(text)
    if people and _ends_list(text, people):
        _give_people(draft, people)
        after = text[people.end :]
        return after.lstrip(" .,:;)"), after[:1] == "," or people.form == "initials first"
    named = re.match(r"([^.,:“\"]{3,90})([.,:])\s", text)
    if named and is_body(named[1]) and not VENUE.match(named[1]):
        draft.authors = People([body(named[1].strip())], named.end())
        draft.doubts["authors"] = 0.6
        return text[named.end() :], named[2] == ","
    return text, False


def _block(block: str) -> People | None:
    """The text before the year as people; failing that, a short text with no title's marks is a body."""
    people = all_people(block)
    if people:
        return people
    names = block.strip(" .,:;")
    if re.fullmatch(rf"[{UPPER}][\w’'.&/-]*(?:\s[\w’'.&/-]+){{0,7}}", names) and len(names.split()) <= 7:
        lone = " " not in names and not names.isupper()
        return People([Contributor(family=names) if lone else body(names)], len(block))
    return None


def _ends_list(text: str, people: People) -> bool:
    after = text[people.end : people.end + 2]
    return people.editors or people.et_al or not after or after[0] in ' .,:;/“"«(' or people.form in ("inverted initials", "initials last")


def _give_people(draft: Draft, people: People) -> None:
    if people.editors:
        draft.editors = people
    else:
        draft.authors = people


def _quoted(draft: Draft, rest: str) -> tuple[str, bool]:
    for pattern in _QUOTED:
        m = pattern.match(rest)
        if m:
            draft.title = m["title"].strip(" ,")
            return rest[m.end() :].strip(), True
    return rest, False


def _in_marker(rest: str, *, quoted: bool) -> re.Match[str] | None:
    for m in _IN.finditer(rest):
        if quoted or m.start() > 5:
            return m
    if not quoted and re.search(r"\b[Ee]ds?\.|\bHrsg\.", rest):
        for m in re.finditer(r"[.?!]\s+", rest):
            people = read_people(rest[m.end() :])
            if people and people.editors and m.start() > 5:
                return m
    return None


def _title_tail(draft: Draft, before: str) -> None:
    """Pages that some print after a chapter's title: "(pp. 1–9)"."""
    m = re.search(r"\s*(?:\(|\(?(?:pp?|S)\.)\s*(?:pp?\.\s*)?(\d+\s*[-–—]\s*\d+)\)?[.,]?\s*$", before)
    if m:
        draft.pages = re.sub(r"\s+", "", m[1])
        draft.title = draft.title.removesuffix(m[0])


def _container(draft: Draft, text: str) -> None:
    """What "In" leads to: a book with its people, or a periodical; then place, publisher, pages."""
    draft.chapter = True
    text = _editors_first(draft, text)
    after_book = _ACS_EDITORS.match(text)
    if after_book and (people := read_people(after_book["people"], whole=True)):
        draft.editors = people
        text = f"{after_book['book']}; {text[after_book.end() :]}"
    for by in _EDITED_BY.finditer(text):
        after = text[by.end() :]
        people = read_people(after, natural=True) if not draft.editors and by.start() > 3 else None
        if people:
            draft.editors = people
            text = text[: by.start()] + ". " + after[people.end :].lstrip(" .,;)")
            break
    text = peel(draft, text)
    inside = None if draft.pages else re.search(r"[\s,.(]+(?:pp?\.?|pages|S\.)\s?(\d+\s*[-–‒—]+\s*\d+)\)?[.,;]?\s*", text)
    if inside and inside.start() > 3:
        draft.pages = re.sub(r"\s+", "", inside[1])
        after, text = text[inside.end() :].strip(" .,;:"), text[: inside.start()]
        if after and not draft.publisher and take_publisher(draft, ". " + after) is None and len(after.split()) <= 5:
            draft.place = draft.place or after
    meeting = _MEETING.match(text) if not draft.place else None
    if meeting and not _VENUE_WORD.search(meeting["place"]):
        draft.place, text = meeting["place"], text[: meeting.start("place")]
    if draft.volume and not draft.editors and not draft.book_people and not draft.publisher and not re.match(r"Proc|\d|Handbook", text):
        draft.chapter = False
    draft.container = text


def _editors_first(draft: Draft, text: str) -> str:
    alone = re.match(rf"([{UPPER}][\w-]+)\s?\((?:eds?|hrsg|hg)\.?\)[.:,]?\s*", text, re.IGNORECASE)
    if alone:
        draft.editors = People([Contributor(family=alone[1])], alone.end())
        return text[alone.end() :]
    lead = re.match(r"(?:eds?\.|edited by)\s+", text, re.IGNORECASE)
    people = read_people(text[lead.end() :] if lead else text)
    if people is None:
        return text
    end = people.end + (lead.end() if lead else 0)
    after = text[end:]
    by = people.editors and not text[:end].rstrip(" ,").endswith(")") and read_people(after.lstrip(" ."), natural=True)
    if by and after.lstrip(" .")[by.end :].startswith(","):
        return text  # "Title of Book, ed. A. Name, Place"
    if people.editors or lead:
        draft.editors = people
        return after.lstrip(" .,:;)")
    if re.match(r"\s*[,:]\s", after) and (people.et_al or "initials" in people.form) and len(after) > 8:
        draft.book_people = people
        return after.lstrip(" .,:;)")
    return text


def _article_or_book(draft: Draft, rest: str, *, comma_style: bool, quoted: bool) -> None:
    thesis = _THESIS.search(rest)
    if thesis and thesis.start() > 10:
        draft.thesis = True
        draft.title = draft.title or rest[: thesis.start()]
        left = peel(draft, ". " + rest[thesis.end() :].strip(" .,"), publisher=True).strip(" .,;:")
        draft.publisher = draft.publisher or left
        return
    by = _EDITED_BY.search(rest)
    if by and by.start() > 10 and not draft.editors and not re.search(r"(?:\d\w{0,2}|rev\.|revised)$", rest[: by.start()], re.IGNORECASE):
        people = read_people(rest[by.end() :], natural=True)
        if people and ("by" in by[0].casefold() or rest[by.end() + people.end :].lstrip()[:1] in "(,"):
            draft.editors = people
            rest = rest[: by.start()] + ". " + rest[by.end() + people.end :].lstrip(" .,;)")
    if not quoted and _edition_inside(draft, rest):
        return
    left = peel(draft, rest, publisher=False)
    article = bool((draft.volume or draft.issue or draft.pages) and not draft.extent)
    if quoted:
        left = left.strip(" .,;:")
        if article or not left or VENUE.search(left) or not _publisher_of(draft, ". " + left):
            draft.container = left
        return
    if (not article and not _crossref(draft, left)) or _looks_published(left):
        shorter = take_publisher(draft, left.rstrip(" .,;:"))
        if shorter is not None:
            more = peel(draft, shorter, publisher=not draft.place)
            draft.title = more
            if draft.volume or draft.issue:
                article = False
            return
    if article or _crossref(draft, left):
        draft.title, draft.container = title_and_container(draft, left, comma_style=comma_style)
    else:
        draft.title = left


def _edition_inside(draft: Draft, rest: str) -> bool:
    """What follows an edition between commas is who published the book, and where: "Title, Second Edition, Publisher, Place"."""
    m = EDITION.search(rest)
    after = rest[m.end() :].strip(" .,;") if m else ""
    if (
        m is None
        or m.start() < 4
        or not re.match(r"\s*,", rest[m.end() :])
        or not after
        or re.search(r"\d|:", after)
        or len(after.split()) > 10
    ):
        return False
    draft.title, draft.edition = rest[: m.start()], m[1].strip()
    if take_publisher(draft, ". " + after) is None:
        draft.publisher, _, draft.place = (part.strip() for part in after.partition(","))
    elif not draft.publisher:
        draft.publisher = after.removesuffix(draft.place).strip(" ,")
    return True


def _crossref(draft: Draft, text: str) -> bool:
    """Whether the last sentence names a periodical though no volume is printed (online first)."""
    if re.search(rf"[{UPPER}][\w ,]+:\s[^:?.]+$", re.split(r"[.?!]\s", text.rstrip(" ."))[-1]) and is_publisher(text):
        return False
    return "CrossRef" in draft.badges or last_sentence_is_venue(text)


def _publisher_of(draft: Draft, text: str) -> bool:
    left = take_publisher(draft, text)
    return left is not None and not left.strip(" .,;:")


def _looks_published(text: str) -> bool:
    return re.search(rf"[.,;?!]\s\(?[{UPPER}][^.:]{{2,40}}:\s[^:.]{{2,60}}\)?[.\s]*$", text) is not None and is_publisher(text[-80:])
