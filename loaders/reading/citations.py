"""In-text author-year citations → the works they name, known by surnames and year only.

Read are groups in brackets — "(Okafor et al., 2007; Lind, 2011)", "(Lind, 2001, 2009)", "(see also Okafor & Lind 2010: 33)" — and years in
brackets after names in the sentence: "Lind (2014)", "Okafor and Lind’s (2000, p. 4)", "the Ministry of Works (1999)".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from graph.record import Reference, Span, Work
from loaders._words import vocabulary
from loaders.reading.names import APOSTROPHES, DASHES, PARTICLES, UPPER, body, is_body, places

if TYPE_CHECKING:
    from collections.abc import Iterator

_HYPHENATED = rf"(?:[{APOSTROPHES}]\w+|[{DASHES}]\n?\w+)*"
_WORD = rf"(?:[dlDL][{APOSTROPHES}])?[{UPPER}]\w*{_HYPHENATED}"
_PARTICLE = rf"(?:{'|'.join(sorted((re.escape(p) for p in PARTICLES), key=len, reverse=True))})"
_SURNAME = re.compile(
    rf"(?:(?:{_PARTICLE}|Van|Von|De|Den|Der|La|Le)\s+){{0,3}}(?:[{UPPER}]\.[\s-]?){{0,3}}{_WORD}(?:\s+(?:{_PARTICLE}\s+){{0,2}}"
    rf"{_WORD}){{0,3}}"
)
_LINK = r"(?:of|for|on|in|and|the|to|&|de|du|des|et|für|und)"
_BODY = re.compile(rf"(?:[Tt]he\s+)?{_WORD}(?:(?:,?\s+{_LINK}){{0,2}},?\s+{_WORD}){{0,11}}")
_CAPITAL = re.compile(rf"(?:[dl][{APOSTROPHES}])?[{UPPER}]")
_ET_AL = re.compile(r"[\s,]+(?:et\s+al\b\.?|et\s+coll\b\.?|and\s+others|and\s+colleagues|u\.\s?a\.)$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*,\s*(?:and\s+|&\s*|und\s+|et\s+|y\s+)?|\s+(?:and|und|et|y)\s+|\s*&\s*")
_YEAR = r"(?:1[6-9]|20)\d\d"
_MORE_YEARS = rf"\s*(?:,\s*and|,|and|&|/)\s*(?:{_YEAR}[a-z]?(?![\w–-])|[a-z](?=\s*(?:[,;)\]]|$)))"
_YEARS = re.compile(rf"(?<![\w./–-]){_YEAR}[a-z]?(?:{_MORE_YEARS})*(?![\w–-])")
_AFTER = re.compile(r"\s*(?:$|[;:,.)\[\]]|(?:and|or)\b|pp?\.)")
_LOCATOR = re.compile(
    r"\s*[:,]\s*(?:(?:pp?|paras?|ch|chap|sec|art|vol|fig|tab)\.|page|pages|chapter|para|paragraph|section)?\s*\d+(?:\s*[–-]\s*\d+)?"
)
_SENTENCE_END = re.compile(rf"(?<!\bal)(?<!\b[{UPPER}])[.!?:;()\[\]“”\"]\s+|\n\s*\n")
_GROUP = re.compile(r"\(([^()]{4,900})\)|\[([^()\[\]]{4,600})\]")
_NOT_NAMES = vocabulary(
    "January February March April May June July August September October November December Spring Summer Autumn Fall Winter "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Figure Fig Figures Table Tables Chapter Section Appendix Box "
    "Article Act Acts Bill Law Laws Code Regulation Directive Treaty Decree Order Vol Volume Issue No Number Phase Wave Round "
    "Interview Interviews Respondent Version Year Years Author Authors Note Notes Source Copyright Hypothesis Model Study "
    "Case Part Step Day Week Month Early Mid Late Since Circa Before After Page Pages Panel Line Group Question Equation DOI "
    "ISSN ISBN"
)
_OPENERS = vocabulary(
    "The A An In On At By As For From With To Of And Or But If So Yet While When Whereas Although Though Because Since "
    "However Moreover Furthermore Thus Hence Therefore Similarly Likewise Conversely Indeed Also Again Finally First Second "
    "Third According Following Like Unlike Both Here This These Those That There Then Recently Elsewhere Later Earlier See Cf "
    "Drawing Building Based Using Given Despite Even Only Nevertheless Nonetheless Consequently Accordingly Additionally "
    "Instead Rather Still Meanwhile Notably Professor Prof Dr Mr Mrs Ms Sir"
)
_PLACING = vocabulary("in at for from since with after under during across within throughout")


class _Named(NamedTuple):
    """Names as printed and where they stand; `placed` = the word before says where rather than who."""

    authors: tuple[str, ...]
    start: int


def citations(text: str, start: int = 0) -> list[Reference]:
    """Every act of citing in running text, in order; acts that print the same authors and year share one stub Work.

    `text` may hold line breaks and end-of-line hyphens; `start` is its offset in the captured text, added to every span, so that
    `captured[span.start:span.end] == span.exact`. A stub has `authors_as_printed` (one entry an author, "et al." kept with the last:
    `["Okafor et al."]`), `year` and `year_suffix`; `et_al` where printed; an author that is surely a body stands in `authors` too.
    What does not read as names and a year is left out. Never raises.
    """
    stubs: dict[tuple[tuple[str, ...], int, str], Work] = {}
    found = []
    for first, last, authors, year, suffix, sure in _acts(text):
        key = (tuple(a.casefold() for a in authors), year, suffix)
        if key not in stubs:
            stubs[key] = _stub(authors, year, suffix)
        exact = text[first:last]
        span = Span(start + first, start + last, exact)
        found.append(Reference(stubs[key], raw=" ".join(_joined(exact).split()), span=span, confidence=sure))
    return found


def _stub(authors: tuple[str, ...], year: int, suffix: str) -> Work:
    bodies = [body(a) for a in authors if is_body(a)]
    return Work(
        authors=bodies if len(bodies) == len(authors) else [],
        authors_as_printed=list(authors),
        et_al=_ET_AL.search(authors[-1]) is not None,
        year=year,
        year_suffix=suffix,
    )


def _acts(text: str) -> Iterator[tuple[int, int, tuple[str, ...], int, str, float]]:
    for group in _GROUP.finditer(text):
        at, inner = (group.start(1), group[1]) if group[1] is not None else (group.start(2), group[2])
        named: _Named | None = None
        done = 0
        for run in _YEARS.finditer(inner):
            if not _AFTER.match(inner, run.end()):
                continue
            before = re.sub(r"[\s,;:.&]+$", "", inner[done : run.start()])
            semicolon = before.rfind(";")
            before_at = done + semicolon + 1
            before = before[semicolon + 1 :]
            sure = 0.95 if "," in inner[before_at : run.start()] else 0.9
            if before.strip(" ,;:\n"):
                named = _within(before, at + before_at)
            elif named is None and not inner[: run.start()].strip():
                named = _to_the_left(text, group.start())
                sure = 0.9
            locator = _LOCATOR.match(inner, run.end())
            done = locator.end() if locator and not re.match(rf"\s*,\s*{_YEAR}\b", inner[run.end() :]) else run.end()
            if named is None:
                continue
            for end, year, suffix in _years(run[0]):
                yield named.start, at + run.start() + end, named.authors, year, suffix, sure


def _years(run: str) -> Iterator[tuple[int, int, str]]:
    """(end in the run, year, suffix) of "2021a, b" and "2001, 2009"; of "1922/1978" the later, which is the edition cited."""
    year = 0
    for m in re.finditer(rf"(?:({_YEAR})([a-z]?)|(?<![\w])([a-z])(?!\w))", run):
        year = int(m[1]) if m[1] else year
        if not run.startswith("/", m.end()):
            yield m.end(), year, m[2] or m[3] or ""


def _within(before: str, at: int) -> _Named | None:
    """The names of a citation inside brackets; lower-case words that lead up to them ("see also", "e.g.") are left out."""
    tokens = [(m.start(), m[0]) for m in re.finditer(r"\S+", before)]
    for i, (place, token) in enumerate(tokens):
        bare = token.strip(".,:")
        if not _CAPITAL.match(token) or bare in _OPENERS or bare.casefold() in ("e.g", "cf", "i.e"):
            continue
        first = place
        for earlier, word in reversed(tokens[:i]):
            if word not in PARTICLES:
                break
            first = earlier
        authors = _authors(before[first:])
        return _Named(authors, at + first) if authors else None
    return None


def _to_the_left(text: str, end: int) -> _Named | None:
    """The names that end right before a bracket that opens with a year, the longest reading that holds."""
    floor = max(0, end - 240)
    left = re.sub(rf"\s*(?:[{APOSTROPHES}]s|(?<=s)[{APOSTROPHES}])?\s*$", "", text[floor:end])
    sentence = max((m.end() for m in _SENTENCE_END.finditer(left)), default=0)
    tokens = [(m.start(), m[0]) for m in re.finditer(r"\S+", left) if m.start() >= sentence]
    for i, (place, token) in enumerate(tokens):
        if not _CAPITAL.match(token) or token.strip(".,") in _OPENERS:
            continue
        before = tokens[i - 1][1].casefold().strip("(") if i else ""
        first = tokens[i - 1][0] if before in PARTICLES else place
        printed = left[first:]
        if "," in printed and (before in _PLACING or not (_ET_AL.search(printed) or re.search(r"\b(?:and|und|et)\b|&", printed))):
            continue
        authors = _authors(printed)
        if authors and not (len(authors) == 1 and (before in _PLACING or before == "the") and authors[0].casefold() in places()):
            return _Named(authors, floor + first)
    return None


def _authors(printed: str) -> tuple[str, ...] | None:
    """Author names as printed, or None where the text is no list of names: every word of it must be used."""
    text = " ".join(_joined(printed).split()).strip(" ,")
    others = _ET_AL.search(text)
    names = text[: others.start()] if others else text
    parts = [re.sub(rf"[{APOSTROPHES}]s$", "", p) for p in _BETWEEN.split(names) if p]
    if not parts:
        return None
    if _is_one_body(names, parts):
        parts = [names]
        if set(names.split()) & {"Act", "Bill", "Directive", "Treaty", "Regulation", "Decree"}:
            return None
    elif not all((_SURNAME.fullmatch(p) or (is_body(p) and _BODY.fullmatch(p))) and not set(p.split()) & _NOT_NAMES for p in parts):
        return None
    if others:
        parts[-1] += " et al." if re.match(r"[\s,]+et\s+al", others[0], re.IGNORECASE) else " " + others[0].strip(" ,")
    return tuple(parts)


def _is_one_body(names: str, parts: list[str]) -> bool:
    """Whether "and" and commas stand inside one body's name ("Ministry of Health and Care Services") rather than between names."""
    if not is_body(names) or not _BODY.fullmatch(names):
        return False
    headed = [" of " in p or " for " in p for p in parts]
    return len(parts) == 1 or (headed[0] and not any(headed[1:])) or not (all(map(is_body, parts)) or all(" " not in p for p in parts))


def _joined(text: str) -> str:
    """Line-end hyphens joined: kept before a capital ("Braun-/Mayer"), dropped before a small letter ("gov-/ernment")."""
    return re.sub(rf"(?<=\w)[{DASHES}]\n(?=\w)", "", re.sub(rf"(?<=\w)[{DASHES}]\n(?=[{UPPER}])", "-", text))
