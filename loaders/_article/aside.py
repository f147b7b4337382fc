"""What of an article's title block a PDF's text prints late, after the abstract and keywords of the first page: journal, rights, bodies.

Newer layouts set these beside or under the abstract, so that their lines come after it, or between keywords and introduction.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders._article.head import KIND, name_above, split_words, take_facts
from loaders._page.page import clean
from loaders._people.affiliations import reads_as_affiliation
from loaders._values.volume import Place, read_place

if TYPE_CHECKING:
    from loaders._article.head import Head
    from loaders._article.lines import Line
    from loaders._people.affiliations import Affiliations

_CITATION = re.compile(
    r"\b(?:Vol\.?|Volume)\s?\d+\s?(?:\([^()]{1,12}\)\s?[:,]?\s?(?:pp?\.\s?)?[A-Za-z]?\d+\s?[–-]\s?[A-Za-z]?\d+"
    r"|,?\s(?:No|Nr|Issue)\.?\s?\d+,?\s\(?(?:[^\W\d_]{3,9}\.?(?:[/–-][^\W\d_]{3,9}\.?)?\s)?(?:19|20)\d\d\)?(?:,?\s\(?(?:pp?\.\s?)?\d+\s?[–-]\s?\d+\)?)?"
    r"|,?\s(?:No|Nr|Issue)\.?\s?\d+,\spp?\.\s?\d+\s?[–-]\s?\d+)(?:\.?\s\[?doi:\s?10\.\S+)?$",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"^(?P<journal>.{4,120}?)\s\[(?P<issn>\d{4}[–-]\d{3}[\dXx])\((?P<date>\d{4})\d\d\)(?P<volume>\d+):(?P<issue>\d+(?:[-–/]\d+)?)\]"
)
"""The foot of a first page until about 2005: "Public Works [1234–5679(200306)69:2]", then rights and "Vol. 69 (2003), 155–177; 032834"."""
_CODE_PAGES = re.compile(r"\bVol\.?\s\d+\s\(\d{4}\),\s(?P<pages>\d+[–-]\d+)")
_PAGES = re.compile(r"^pp?\.\s?[A-Za-z]?\d+\s?[–-]\s?[A-Za-z]?\d+$", re.IGNORECASE)
_NAME = re.compile(r"^(?:[A-ZÀ-Þ][\w’'-]*|of|the|and|for|in|on|&|de|la|et|y)(?:\s(?:[A-ZÀ-Þ][\w’'-]*|of|the|and|for|in|on|&|de|la|et|y))*$")
_JOURNAL = re.compile(r"^(?:the\s)?(?:\w+\s){0,3}(?:journal|review|quarterly)\b", re.IGNORECASE)
_YEAR = re.compile(r"^(?:19|20)\d\d,?\s")
_NOTE = re.compile(r"^(?P<mark>\d{1,2}|[*†‡§])\s?(?P<body>[A-ZÀ-Þ].+)$")
_OPENS = re.compile(r"^key ?words\b", re.IGNORECASE)
_FIRST_PAGE = 120
_NEAR = 8


def read_aside(lines: list[Line], head: Head, bodies: Affiliations) -> None:
    """Give the head what the rest of the first page prints of it, and those lines the role "head"."""
    page = [line for line in lines[head.end : head.end + _FIRST_PAGE] if line.role == ""]
    _read_notes(page, head, bodies)
    if head.place.volume or _read_code(page, head):
        return
    at = next((n for n, line in enumerate(page) if len(line.text) < 200 and _CITATION.search(line.text)), None)
    if at is None:
        return
    line = page[at]
    found = _CITATION.search(line.text)
    before = line.text[: found.start()] if found else ""
    year = _YEAR.match(before)
    following = page[at + 1] if at + 1 < len(page) and _PAGES.match(page[at + 1].text) else None
    place = read_place(line.text if not before.strip() or year else found[0] if found else "")
    if following is not None and not place.pages:
        place = read_place(f"{line.text}, {following.text}")
        following.role = "head"
    above: list[Line] = []
    own = read_place(before).title if before.strip() and not year and not take_facts(before, head) else ""
    if own:
        place.title = own
    else:
        place.title, above = _journal_above(page[max(0, at - _NEAR) : at], place)
    head.place = place
    line.role = "head"
    for one in above:
        one.role = "head"
    _read_around(page, at, head)


def _read_code(page: list[Line], head: Head) -> bool:
    """Whether the page prints its journal, ISSN, volume and issue as one code; the pages stand in the lines after it."""
    for number, line in enumerate(page):
        code = _CODE.match(line.text)
        if code is None:
            continue
        foot = page[number : number + 4]
        pages = _CODE_PAGES.search(" ".join(one.text for one in foot))
        end = next((at for at, one in enumerate(foot) if pages and pages["pages"] in one.text), 0)
        for one in foot[: end + 1]:
            take_facts(one.text, head)
            one.role = "head"
        issued = "" if head.place.issued else code["date"]
        head.place = Place(
            clean(code["journal"]), issued or head.place.issued, code["volume"], code["issue"], pages["pages"] if pages else ""
        )
        head.issns.append(code["issn"].replace("–", "-"))
        return True
    return False


def _journal_above(lines: list[Line], place: Place) -> tuple[str, list[Line]]:
    """The journal named in the line above, alone or with the same volume ("Public Works 3(2)"), and its lines."""
    if not lines:
        return "", []
    running = read_place(lines[-1].text)
    if running.title and running.volume == place.volume:
        return running.title, lines[-1:]
    short = [line for line in lines if len(line.text) < 90]
    start = next((n for n in range(len(short) - 1, -1, -1) if KIND.match(short[n].text)), None)
    named = short[start + 1 :] if start is not None else _name_lines(short)
    title, used = name_above(named, set())
    title = title or clean(" ".join(line.text for line in named))
    return title, ([named[n] for n in used] or (named if title else [])) + (short[start : start + 1] if start is not None else [])


def _name_lines(lines: list[Line]) -> list[Line]:
    """The last lines as far up as they read as a name: capitals but for little words, and no stop."""
    count = next((n for n, line in enumerate(reversed(lines)) if not _reads_as_name(line.text)), len(lines))
    return lines[len(lines) - min(count, 3) :]


def _reads_as_name(text: str) -> bool:
    """Commas stand in the names of journals only after the word for one: "Journal of Roads, Bridges &"; else they part an address."""
    return _NAME.match(text.replace(",", "") if _JOURNAL.match(text) else text) is not None


def _read_around(page: list[Line], at: int, head: Head) -> None:
    """Rights, DOI and ornaments beside the citation, and the journal's name as a logo, one word a line."""
    for line in page[max(0, at - _NEAR) : at + _NEAR]:
        if line.role == "" and not _OPENS.match(line.text) and (KIND.match(line.text) or take_facts(line.text, head)):
            line.role = "head"
    name = split_words(head.place.title)
    logo: list[Line] = []
    for line in page[at + 1 : at + 2 * _NEAR]:
        if line.role:
            continue
        words = split_words(line.text)
        done = sum(len(split_words(one.text)) for one in logo)
        if not words or words != name[done : done + len(words)]:
            break
        logo.append(line)
    if logo and sum(len(split_words(one.text)) for one in logo) == len(name):
        for line in logo:
            line.role = "head"


def _read_notes(page: list[Line], head: Head, bodies: Affiliations) -> None:
    """Affiliations under the text, each after the mark that stands by its authors' names."""
    for number, line in enumerate(page):
        note = _NOTE.match(line.text)
        whose = [who for who, marks in head.marks if note and note["mark"] in marks]
        if not note or not whose or not reads_as_affiliation(note["body"]) or len(line.text) > 200:
            continue
        text = note["body"]
        line.role = "head"
        if text.endswith(",") and number + 1 < len(page) and len(page[number + 1].text) < 80:
            page[number + 1].role = "head"
            text += f" {page[number + 1].text}"
        if (body := bodies.read(text)) is not None:
            for who in whose:
                if all(body is not held for held in who.affiliations):
                    who.affiliations.append(body)
