"""The head of a journal article whose lines a PDF gave up in no good order: title, journal, numbers, rights, authors with their bodies.

Lines of the title stand between lines of the running title block; since the title is known from the page, its words are found again one
line after the other and what is left is read: the journal's own citation line, copyright, DOI, bylines each followed by affiliations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.identify import normal_doi, plain_letters
from loaders._page.page import clean, open_licence, rights_holder, with_accents
from loaders._people.affiliations import Affiliations, reads_as_affiliation
from loaders._people.names import comma_name
from loaders._values.volume import Place, read_place

if TYPE_CHECKING:
    from graph.record import Contributor
    from loaders._article.lines import Line

_ABSTRACT = re.compile(
    r"^(?:abstract|summary|r(?:é|e´)sum(?:é|e´)|resumen|resumo|zusammenfassung|riassunto)(?!\w)\s*[.:–—-]?\s*", re.IGNORECASE
)
_START = re.compile(
    r"^(?:\d+\.?\s*\|?\s*)?(?:introduction|introducción|introdução|einleitung|introduzione|background|key ?words)\b", re.IGNORECASE
)
KIND = re.compile(
    r"^(?:untitled\b\s*)?(?:(?:original|research|special issue|review|invited)\s+)?"
    r"(?:article|paper|manuscript|commentary|editorial|book review)s?$",
    re.IGNORECASE,
)
_ORNAMENT = re.compile(
    r"^(?:untitled|microsoft word\b.*|.*\.(?:docx?|qxd|qxp|indd|dvi)|\w{3,20}\s\d+\.\.\d+"
    r"|reprints? and permissions?:?|article reuse guidelines:?|sage(?: publications)?|check for updates|doi:?"
    r"|(?:received|accepted|revised|first published|published online|article history)\b.*|keywords?|issn\b.*"
    r"|(?:https?://|www\.|[\w.-]+\.(?:com|org|co\.uk|edu|net)(?:/|$))\S*|sagepub\S*|journals\.\S+)$",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"^(?:!|©|\(c\)|copyright\b)\s?", re.IGNORECASE)
_ISSN = re.compile(r"\d{4}-\d{3}[\dXx]")
_MARKS = re.compile(r"(?<=[^\W\d_])[\d*†‡§¹²³⁴-⁹,]+(?=\s|$)|[*†‡§]+")
_BETWEEN = re.compile(r"\s*[,;|]\s*(?:and\s+|&\s*)?|\s+(?:and|und|et|y|e|&)\s+")
_PERSON = re.compile(
    r"(?:(?:[^\W\d_a-z]\w*(?:['’´-]\w+)*|[^\W\d_a-z]\.(?:-?[^\W\d_a-z]\.)*|van|von|de|der|den|del|da|di|du|la|le|ten|ter)\.?(?:\s|$)){2,5}"
)
_JOURNAL = re.compile(r"journal|review|quarterly|studies|revue|revista|zeitschrift", re.IGNORECASE)
_COMPACT = re.compile(
    r"^(?P<journal>[A-ZÀ-Þ][\w &:,'’-]{3,80}?)\.?\s+"
    r"(?P<place>(?:19|20)\d\d;\s?\d+\s?(?:\([^()]{1,12}\))?\s?:\s?e?\d+(?:[–-]\d+)?)\.?(?P<rest>.{0,160})$"
)
_VIEW = re.compile(r"\s*\b(?:view all authors.*|show all authors.*|and \+\s?\d+.*)$", re.IGNORECASE)
MOST_LINES = 80


@dataclass(slots=True)
class Head:
    """What the head of an article prints. `end` is the number of the line after it."""

    end: int = 0
    place: Place = field(default_factory=Place)
    doi: str = ""
    holder: str = ""
    copyright_year: int | None = None
    licence: str = ""
    authors: list[Contributor] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    marks: list[tuple[Contributor, str]] = field(default_factory=list)
    """Authors with the marks after their names, by which an affiliation elsewhere is theirs."""
    issns: list[str] = field(default_factory=list)


def abstract_start(text: str) -> int | None:
    """How many characters of a line are the word "Abstract", or None where the line does not begin the abstract."""
    found = _ABSTRACT.match(text)
    if not found:
        return None
    rest = text[found.end() :]
    marked = bool(re.search(r"[.:–—-]\s*$", found[0]))
    return found.end() if not rest or (marked and rest[0].isupper()) or (rest[0].isupper() and found[0].isupper()) else None


def head_end(lines: list[Line], first: int) -> int:
    """The line at which the abstract, or else the article itself, begins."""
    for number in range(first, min(len(lines), first + MOST_LINES)):
        text = lines[number].text
        if lines[number].role == "" and (abstract_start(text) is not None or _START.match(text) or re.match(r"Abstract[A-Z]", text)):
            return number
    return _first_paragraph(lines, first)


def _first_paragraph(lines: list[Line], first: int) -> int:
    """Where running text begins in an article without an abstract: at the first two long lines, or one of sentences."""
    for number in range(first, min(len(lines), first + MOST_LINES)):
        text = lines[number].text
        following = lines[number + 1].text if number + 1 < len(lines) else ""
        if lines[number].role == "" and (len(text) > 250 or (len(text) >= 60 and len(following) >= 60)):
            return number
    return first


def read_head(lines: list[Line], first: int, title: str, known: list[str], bodies: Affiliations) -> Head:
    """Read the lines from `first` to the abstract, which get the role "head"; `known` are the authors' names in the page's labels."""
    head = Head(end=head_end(lines, first))
    block = [line for line in lines[first : head.end] if line.role == ""]
    for line in block:
        line.role = "head"
    block = _without_title(block, title)
    rest = [line for line in block if not take_facts(line.text, head)]
    rest = _take_journal(rest, head, {_folded(name) for name in known})
    _take_authors(rest, known, bodies, head)
    return head


def read_foot(lines: list[Line], head: Head) -> None:
    """The citation at the foot of the first page ("Public Works. 2018;96:123–140. … © 2017 …"), where the head has none."""
    for line in lines:
        found = _COMPACT.match(line.text) if line.role in ("", "head") else None
        if found is None:
            continue
        line.role = "furniture"
        if not head.place.volume:
            head.place = read_place(f"{found['journal']}. {found['place']}", found["journal"])
        holder, year = rights_holder(found["rest"])
        head.holder, head.copyright_year = head.holder or re.sub(r"\s\d+$", "", holder), head.copyright_year or year


def split_words(text: str) -> list[str]:
    return re.findall(r"\w+", plain_letters(with_accents(text)))


def _without_title(block: list[Line], title: str) -> list[Line]:
    """The lines that are not the next piece of the title."""
    wanted, at = split_words(title), 0
    left = []
    for line in block:
        words = split_words(line.text)
        if words and words == wanted[at : at + len(words)]:
            at = (at + len(words)) % max(1, len(wanted))
        else:
            left.append(line)
    return left


def take_facts(text: str, head: Head) -> bool:
    """Whether a line is a fact or ornament of the title block: copyright, DOI, addresses, licence."""
    if _ISSN.fullmatch(text):
        head.issns += [text.upper()] if text.upper() not in head.issns else []
        return True
    if issn := re.search(r"\bissn\b\s*(?:\((?:print|online)\))?[:\s]*(\d{4}-\d{3}[\dXx])", text, re.IGNORECASE):
        head.issns += [issn[1].upper()] if issn[1].upper() not in head.issns else []
    if _COPYRIGHT.match(text):
        holder, year = rights_holder("© " + _COPYRIGHT.sub("", text))
        head.holder, head.copyright_year = head.holder or holder, head.copyright_year or year
        head.licence = head.licence or open_licence(text)
        return True
    if doi := normal_doi(text) if re.match(r"(?:https?://(?:dx\.)?doi\.org/|doi\b)", text, re.IGNORECASE) else "":
        head.doi = head.doi or doi
        return True
    if licence := open_licence(text):
        head.licence = head.licence or licence
        return True
    return bool(_ORNAMENT.match(text))


def _take_journal(block: list[Line], head: Head, people: set[str]) -> list[Line]:
    """Read the journal's citation line and the name above it; the lines without those."""
    for number, line in enumerate(block):
        place = read_place(line.text)
        used = [number]
        following = block[number + 1].text if number + 1 < len(block) else ""
        if place.volume and not place.pages and re.match(r"^pp?\.\s?\d|^\d+\s?[–-]\s?\d+$", following):
            place = read_place(f"{line.text}, {following}")
            used.append(number + 1)
        numbers = [value for value in (place.volume, place.issue, place.pages) if value]
        if not (place.volume or place.issue) or len(numbers) < 2 or len(line.text) > 140:
            continue
        if not place.title:
            place.title, above = name_above(block[:number], people)
            used += above
        elif place.title[:1].islower():
            place.title = ""
        head.place = place
        return [one for at, one in enumerate(block) if at not in used]
    return block


def name_above(block: list[Line], people: set[str]) -> tuple[str, list[int]]:
    """The journal's name in the lines above its citation, and their numbers: the name is printed twice, once as a logo one word a line."""
    texts = [line.text for line in block if not KIND.match(line.text)]
    numbers = [at for at, line in enumerate(block) if not KIND.match(line.text)]
    for count in range(1, min(4, len(texts)) + 1):
        name = split_words(" ".join(texts[-count:]))
        before = [word for word in split_words(" ".join(texts[:-count])) if word not in ("untitled", "article")]
        if name and before[-len(name) :] == name:
            logo = next(at for at in range(len(texts) - count, -1, -1) if len(split_words(" ".join(texts[at:-count]))) >= len(name))
            return clean(" ".join(texts[-count:])), numbers[logo:]
    last = texts[-1] if texts else ""
    lone = len(texts) == 1 and not any(name in _folded(last) for name in people) and not reads_as_affiliation(last)
    if lone or (len(last.split()) > 2 and _JOURNAL.search(last)):
        return clean(last), numbers[-1:]
    return "", []


def _take_authors(block: list[Line], known: list[str], bodies: Affiliations, head: Head) -> None:
    """Bylines and the affiliations under them; a byline is a name that the page knows, or a name with an affiliation after it."""
    names = {_folded(name): with_accents(name) for name in known}
    waiting: list[tuple[Contributor, str]] = []
    placed = False
    texts = _unwrapped(block)
    for number, text in enumerate(texts):
        following = texts[number + 1] if number + 1 < len(texts) else ""
        name, beside = _with_affiliation(text, names)
        people = _byline(name or text, names, followed=bool(beside) or reads_as_affiliation(following))
        if people:
            waiting = people if placed else [*waiting, *people]
            placed = bool(beside)
            if held := bodies.read(beside) if beside else None:
                people[0][0].affiliations.append(held)
            head.authors += [who for who, _ in people]
            head.marks += people
        elif waiting and reads_as_affiliation(text):
            _affiliate(waiting, text, bodies)
            placed = True
        else:
            head.left.append(text)


def _affiliate(people: list[tuple[Contributor, str]], text: str, bodies: Affiliations) -> None:
    """Give a printed affiliation to those whose marks stand before it."""
    if (body := bodies.read(text)) is None:
        return
    for who in _marked(people, text):
        if all(body is not held for held in who.affiliations):
            who.affiliations.append(body)


def _unwrapped(block: list[Line]) -> list[str]:
    """The lines' texts, an affiliation that ends in a comma joined with the line after it."""
    texts: list[str] = []
    for line in block:
        if texts and texts[-1].endswith(",") and reads_as_affiliation(texts[-1]):
            texts[-1] += f" {line.text}"
        else:
            texts.append(line.text)
    return texts


def _marked(waiting: list[tuple[Contributor, str]], line: str) -> list[Contributor]:
    """Whom an affiliation line is of: those whose mark it begins with, or everyone above it."""
    mark = re.match(r"\s*(\d|[*†‡§])", line)
    chosen = [who for who, marks in waiting if mark and mark[1] in marks]
    return chosen or [who for who, _ in waiting]


def _with_affiliation(text: str, known: dict[str, str]) -> tuple[str, str]:
    """A line that prints an author and the author's affiliation, in two; else two empty strings."""
    name, _, rest = text.partition(",")
    own = _folded(_MARKS.sub("", name)) in known and reads_as_affiliation(rest)
    return (name, rest.strip()) if own else ("", "")


def _folded(name: str) -> str:
    return " ".join(split_words(name))


def _byline(text: str, known: dict[str, str], *, followed: bool) -> list[tuple[Contributor, str]]:
    """The persons that a line names, each with the marks after the name, or none where the line is no byline.

    `known` are the names in the page's labels by their folded forms: they tell how a name that the byline prints in capitals is written.
    """
    text = re.sub(r"^(?:and|und|et|y|e|&)\s+(?=[^\W\d_a-z])", "", text)  # a byline that was broken before its "and"
    parts = [part for part in _BETWEEN.split(_VIEW.sub("", with_accents(text))) if part and not part.isdigit()]
    marked = [(_MARKS.sub("", part).strip(), "".join(_MARKS.findall(part))) for part in parts]
    marked = [(name, marks) for name, marks in marked if name]
    if not marked or reads_as_affiliation(text):
        return []
    if all(_folded(name) in known for name, _ in marked) or (followed and not known and all(_PERSON.fullmatch(name) for name, _ in marked)):
        written = [(known.get(_folded(name), name) if name.isupper() else name, marks) for name, marks in marked]
        return [(who, marks) for name, marks in written if (who := comma_name(clean(name))) is not None]
    return []
