"""The number-like values of a reference as they are to be kept: pages, volume and issue without the marks and remarks printed with them."""

from __future__ import annotations

import re

_DASH = re.compile(r"\s*[-–—‒−‐‑]+\s*")
_PAGES = re.compile(r"[A-Za-z]{0,4}\d+(?:[a-z](?![a-z])|\.e\d+)?(?:–[A-Za-z]{0,2}\d+(?:[a-z](?![a-z])|\.e\d+)?)?")
_MARKED = re.compile(r"^(?:no|nr|number|num|issue|iss|heft|vol|volume|bd|band|jg|n°|nº)\b\.?\s*(?=\w)", re.IGNORECASE)
_DATED = re.compile(
    r"\b(?:vom\s)?\d{1,2}\.\s?(?:\d{1,2}\.|(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)[a-zä]*\.?)\s?(?P<year>(?:19|20)\d\d)\b"
)
_RUNNING = 13
"""No year has so many parts."""


def pages(printed: str) -> str:
    """Pages without spaces: "143 - 158 f." → "143–158"; the first range of several, and nothing printed after it."""
    value = re.sub(r"(?<=\d)\s*ff?\.?$", "", _DASH.sub("–", printed.strip()))
    m = _PAGES.match(re.sub(r"\s+", "", value))
    if m and "–" not in m[0] and (whole := re.search(r"[A-Za-z]{0,3}\d+–[A-Za-z]{0,2}\d+", value)):
        return whole[0]
    return m[0] if m else re.sub(r"\s+", "", value)


def number(printed: str) -> str:
    """A volume or issue: its mark and what a bracket adds are left out, spaces kept only between words ("Suppl 2")."""
    value = _MARKED.sub("", printed.strip(" .,;:"))
    value = re.sub(r"\s*\((?![^()]*\d)[^()]*\)?$", "", value)
    value = re.sub(r"^(?!sup|sp|par|pt|sec|ser|num)[^\W\d_]{3,}\s(?=\d)", "", value, flags=re.IGNORECASE)
    return value if re.search(r"[^\W\d]{2,}\s", value) else re.sub(r"\s+", "", value)


def volume_and_issue(volume: str, issue: str, year: int | None) -> tuple[str, str]:
    """Volume and issue where one of them holds both ("12(3)", "18,3", "4/2012"), or the year stands in the volume's place."""
    for value, other in ((issue, volume), (volume, issue)):
        both = re.fullmatch(r"(\d+)\(([^()]+)\)?", value)
        if both and (other in ("", both[1], both[0]) or re.fullmatch(r"(?:19|20)\d\d", other)):
            return both[1], both[2]
    dated = re.fullmatch(r"(\d{1,3})/(\d{2}|\d{4})", volume or issue)
    if dated and year and str(year).endswith(dated[2]) and not (volume and issue):
        return "", dated[1]
    joined = re.fullmatch(r"(\d+),(\d+)", volume)
    if joined and not issue:
        return joined[1], joined[2]
    return volume, issue


def runs_through(number: str, before: str, *, paged: bool) -> bool:
    """Whether a number that stands alone is a volume's, told by the text before it.

    So is that of a series ("Working Paper No. 8"), and of a periodical that counts its parts through ("Heft 143").
    """
    marked = re.search(r"(?:\b(?P<part>Heft|H\.|Nr\.?)|\bNo\.?)\s?$", before)
    if marked is None or not number.isdigit():
        return False
    of_series = not paged and marked["part"] not in ("Heft", "H.")
    return of_series or (marked["part"] is not None and int(number) >= _RUNNING)


def days(text: str) -> list[tuple[int, int, int]]:
    """Where whole dates stand ("vom 24. 8. 1973"), with their years: their numbers are no volume, issue or page."""
    return [(m.start(), m.end(), int(m["year"])) for m in _DATED.finditer(text)]
