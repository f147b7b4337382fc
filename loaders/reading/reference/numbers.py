"""Dates, pages, issues and volumes, taken off the right end of a reference one after the other until none fits.

From right to left every style comes apart alike: "12 (3): 1–9", "vol. 12, no. 3, pp. 1–9", "12. Jg., Heft 3, S. 1–9", "2010, 105, 50502".
Numbers without a mark wait until their neighbours tell what they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.reading.reference.parts import DATE, EDITION, YEAR, Draft
from loaders.reading.reference.publishers import take_publisher

if TYPE_CHECKING:
    from collections.abc import Callable

_RANGE = r"[A-Za-z]{0,2}\d+[A-Za-z]?\s*[-–—‐‑−]+\s*[A-Za-z]{0,2}\d+[a-z]?"
_PAGE_MARK = r"(?:pp?\s?\.|pgs?\.|pages?|pags?\.|seiten?|pp|ss?\.(?=\s?\d)|Pp\.|págs?\.|стр\.|с\.)"
_ISSUE_VALUE = r"[A-Z]?\d{1,5}[A-Za-z]?(?:\s*[-–/&]\s*\d{1,5})?"
_BREAK = r"(?:^|[\s,;:.])"
_PARTS: list[tuple[str, re.Pattern[str]]] = [
    (kind, re.compile(pattern + "$", re.IGNORECASE))
    for kind, pattern in (
        ("pages", rf"(?:^|[\s,;:.)]){_PAGE_MARK}\s*({_RANGE}|[A-Za-z]{{0,2}}\d+)(?:\s?f{{1,2}}\.?)?"),
        ("extent", _BREAK + r"(\d{2,4})\s?(?:pp?|pages|S|Seiten)"),
        ("pages", rf"(?:^|[\s,;:.)])({_RANGE})"),
        ("date", rf"{_BREAK}{DATE}?({YEAR})([a-z])?"),
        ("month", rf"(?:^|[,;(.])\s*({DATE})"),
        ("issue", rf"{_BREAK}(?:no|nr|num|issue|iss|heft|h|nº|n°|№|number|бр)\s?\.?\s?[°º]?\s*({_ISSUE_VALUE})"),
        ("volume issue", _BREAK + r"(?:vol(?:ume|\.)?\s?|v\.\s?|bd\.\s?)?(\d{1,4}[A-Za-z]?)\s?\(\s?([^()]{1,16})\s?\)"),
        ("volume issue", _BREAK + r"(?:vol(?:ume|\.)?\s?|v\.\s?)?(\d{1,4})[.:/](\d{1,4}(?:[-–/]\d{1,3})?)"),
        ("volume", _BREAK + r"(?:vols?|volume|v|bd|band|tome|t|jg|jahrgang)\b\s?\.?\s*(\d{1,4}[A-Z]?|[IVXLC]+)"),
        ("volume", r"(?:^|[\s,;:])(\d{1,3})\.?\s?(?:Jg|Jahrg|Jahrgang)\.?"),
        ("bare", r"(?:[\s,;:.]|(?<=\)))([A-Za-z]?\d{1,8}[A-Za-z]?)"),
    )
]


def peel(draft: Draft, text: str, *, publisher: bool = True) -> str:
    """Take dates, pages, numbers and (unless told not to) the publisher off the right end; what is left is returned."""
    bare: list[str] = []
    while True:
        text = text.rstrip(" ,;:")
        dotless = text.rstrip(". ")
        shorter = _peel_one(draft, dotless, bare)
        if shorter is None:
            shorter = _peel_brackets(draft, dotless, bare)
        if shorter is None and publisher and not draft.publisher:
            shorter = take_publisher(draft, dotless)
        if shorter is None:
            break
        text = shorter
    _give_bare(draft, bare)
    years = re.fullmatch(rf"({YEAR})[-–—]({YEAR})", draft.pages)
    if years and not draft.volume and not draft.issue and re.search(rf"\b{years[1]}\W", draft.text):
        text, draft.pages = draft.text[: draft.text.index(years[2], draft.text.index(years[1])) + 4], ""
    return text


def _peel_one(draft: Draft, text: str, bare: list[str]) -> str | None:
    for kind, pattern in _PARTS:
        m = pattern.search(text, max(0, len(text) - 80))
        if not m or not _TAKERS[kind](draft, m, bare):
            continue
        return text[: m.start()]
    return None


def _take_pages(draft: Draft, m: re.Match[str], bare: list[str]) -> bool:
    if draft.pages or draft.volume or draft.issue or bare:
        return False
    draft.pages = re.sub(r"\s+", "", m[1])
    return True


def _take_extent(draft: Draft, _: re.Match[str], bare: list[str]) -> bool:
    draft.extent = True
    return not (draft.pages or bare)


def _take_date(draft: Draft, m: re.Match[str], bare: list[str]) -> bool:
    if draft.year is not None and (draft.year != int(m[1]) or (draft.year_last and draft.publisher)):
        return False  # before the publisher of a year that stood last, the same year is the title's
    if draft.year is None:
        draft.year, draft.suffix, draft.year_last = int(m[1]), m[2] or "", True
    if bare and not draft.pages:  # "105 (2010) 050502" and "2010, 105, 050502": the last number after the year is the page
        draft.pages = bare.pop(0)
        if bare and not draft.volume:
            draft.volume = bare.pop()
    return True


def _take_month(draft: Draft, _: re.Match[str], bare: list[str]) -> bool:
    return not bare and bool(draft.year)


def _take_issue(draft: Draft, m: re.Match[str], bare: list[str]) -> bool:
    if draft.issue or draft.volume:
        return False
    if bare and not draft.pages:
        draft.pages = bare.pop()
    draft.issue = re.sub(r"\s+", "", m[1])
    return True


def _take_volume_issue(draft: Draft, m: re.Match[str], bare: list[str]) -> bool:
    inner = m[2].strip()
    if (
        draft.volume
        or draft.issue
        or re.fullmatch(rf"{DATE}?{YEAR}", inner, re.IGNORECASE)
        or not re.search(r"\d|suppl|special|spec", inner, re.IGNORECASE)
    ):
        return False
    if re.fullmatch(YEAR, m[1]) and draft.year == int(m[1]):
        return False
    if inner == str(draft.year):  # "8/2007": the eighth of that year
        draft.issue = m[1]
        return True
    if bare and not draft.pages:
        draft.pages = bare.pop()
    draft.volume, draft.issue = m[1], re.sub(r"^(?:no|nr|issue|iss|n°)\.?\s*|\s+", "", inner, flags=re.IGNORECASE)
    return True


def _take_volume(draft: Draft, m: re.Match[str], bare: list[str]) -> bool:
    if draft.volume:
        return False
    if bare and not draft.pages:
        draft.pages = bare.pop()
    if bare and not draft.issue:
        draft.issue = bare.pop()
    draft.volume = m[1]
    return True


def _take_bare(draft: Draft, m: re.Match[str], bare: list[str]) -> bool:
    """A number without a mark: its place among the others tells what it is, so it waits."""
    if draft.volume or len(bare) >= 3 - bool(draft.pages) - bool(draft.issue) or not (m.start() or bare):
        return False
    if re.fullmatch(YEAR, m[1]) and not (draft.year and (draft.pages or bare)):
        return False
    bare.append(m[1])
    return True


def _give_bare(draft: Draft, bare: list[str]) -> None:
    """Numbers without marks, read from the right: page where none was marked, then issue, then volume."""
    if len(bare) >= 2 and not draft.pages:
        draft.pages = bare.pop(0)
    if len(bare) == 2 and not draft.issue:
        draft.issue = bare.pop(0)
    if bare and not draft.volume:
        draft.volume = bare.pop(0)
        draft.doubts["volume"] = 0.9 if draft.pages else 0.6


_TAKERS: dict[str, Callable[[Draft, re.Match[str], list[str]], bool]] = {
    "pages": _take_pages,
    "extent": _take_extent,
    "date": _take_date,
    "month": _take_month,
    "issue": _take_issue,
    "volume issue": _take_volume_issue,
    "volume": _take_volume,
    "bare": _take_bare,
}


def _peel_brackets(draft: Draft, text: str, bare: list[str]) -> str | None:
    """A bracket at the end that holds nothing but parts: "(3rd ed., pp. 1–9)", "(London: Example Press, 1970)", "(2007)"."""
    m = re.search(r"\s*\(([^()]{2,120})\)$", text)
    if not m:
        return None
    inner = m[1].strip()
    if re.fullmatch(r"(?:in [A-Z]\w+(?: with .*)?|abstract|thesis|dissertation)", inner, re.IGNORECASE):
        return text[: m.start()]
    if re.fullmatch(r"\d{1,3}(?:[-–/]\d{1,3})?", inner) and draft.pages and not draft.issue and not bare:
        draft.issue = inner
        return text[: m.start()]
    if re.fullmatch(rf"{DATE}?({YEAR})[a-z]?", inner, re.IGNORECASE):
        shorter = _peel_one(draft, ". " + inner, bare)
        return text[: m.start()] if shorter is not None else None
    inside = Draft(". " + inner, year=draft.year)
    edition = EDITION.search(inner)
    if edition:
        inside.edition = edition[1].strip()
        inner = inner[: edition.start()] + inner[edition.end() :]
    left = peel(inside, ". " + inner).strip(" .,;:")
    if left and not inside.publisher and inside.year and not draft.year and len(left.split()) <= 6:
        inside.publisher, left = left, ""
    if left or not (inside.pages or inside.volume or inside.publisher or inside.place or inside.edition):
        return None
    for name in ("pages", "volume", "issue", "publisher", "place", "edition", "year"):
        if not getattr(draft, name):
            setattr(draft, name, getattr(inside, name))
    return text[: m.start()]
