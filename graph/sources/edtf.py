"""Dates as sources print them → EDTF level 1 strings and years; what cannot be read as a date gives the empty string.

EDTF: ISO 8601-2 (https://www.loc.gov/standards/datetime/). `2015-06`, `1990~` (about), `1990?` (unsure), `199X`, `2002/2011`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
# The first letters of month names in the languages that reference managers export besides English.
_OTHER = {
    "mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12, "janv": 1, "fév": 2, "avr": 4, "juin": 6, "juil": 7, "aoû": 8, "déc": 12,
    "ene": 1, "abr": 4, "ago": 8, "dic": 12, "set": 9, "out": 10,
}  # fmt: skip
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(), 1)} | _OTHER
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_ABOUT = re.compile(r"^(?:c|ca|circa|about|approx|um|vers)\b\.?\s*(?=\d)", re.IGNORECASE)
_YEAR = r"(-?\d{4})"
_FORMS = (
    re.compile(rf"^{_YEAR}(?:[-/.](\d{{1,2}})(?:[-/.](\d{{1,2}}))?)?[/.]*(?:[T ]\d{{1,2}}:.*)?$"),
    re.compile(rf"^{_YEAR}/(\d{{0,2}})/(\d{{0,2}})/.*$"),  # RIS: year/month/day/anything
    re.compile(rf"^{_YEAR}/*[\s,.-]+([^\W\d]+)\.?(?:[\s,.-]+(\d{{1,2}}))?$"),
)
_BACKWARDS = (
    re.compile(rf"^(\d{{1,2}})(?:st|nd|rd|th)?[.\s,-]+([^\W\d]+)\.?[\s,.-]+{_YEAR}$"),
    re.compile(rf"^()([^\W\d]+)\.?[\s,.-]+{_YEAR}$"),
    re.compile(rf"^(\d{{1,2}})\.\s*(\d{{1,2}})\.\s*{_YEAR}$"),
)
_AMERICAN = re.compile(rf"^([^\W\d]+)\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}$")
_RANGE = re.compile(rf"^{_YEAR}\s*(?:[–—-]|/|\bto\b)\s*(\d{{2,4}})$")
_EDTF = re.compile(r"^-?\d{3}[\dX](?:-\d\d(?:-\d\d)?)?[?~%]?$")
_DECADE = re.compile(r"^(\d{3})(?:0s|[xXuU-])$")


def month(text: str) -> int | None:
    """A month's number from its name, abbreviation or number."""
    text = text.strip().strip(".").casefold()
    if text.isdecimal():
        return int(text) if len(text) <= 2 and 1 <= int(text) <= 12 else None
    for length in (4, 3):
        if found := _MONTHS.get(text[:length]):
            return found
    return None


def joined(year: int, month_number: int | None = None, day: int | None = None) -> str:
    """Numbers → `YYYY[-MM[-DD]]`; a month or day that cannot be is left out, season codes 21–24 are kept."""
    out = f"{year:04d}" if year >= 0 else f"-{-year:04d}"
    if month_number is None or not (1 <= month_number <= 12 or 21 <= month_number <= 24):
        return out
    out += f"-{month_number:02d}"
    if day is not None and month_number <= 12 and 1 <= day <= (29 if month_number == 2 else 30 + (month_number in {1, 3, 5, 7, 8, 10, 12})):
        out += f"-{day:02d}"
    return out


def _number(text: str | None) -> int | None:
    if not text:
        return None
    return month(text) or SEASONS.get(text.casefold())


def _plain(text: str) -> str:
    for form in _FORMS:
        if found := form.match(text):
            year, name, day = found.groups()
            number = _number(name)
            if name and number is None and not name.isdecimal():
                return ""
            return joined(int(year), number, int(day) if day else None)
    for form in _BACKWARDS:
        if (found := form.match(text)) and (number := _number(found[2])):
            return joined(int(found[3]), number, int(found[1]) if found[1] else None)
    if (found := _AMERICAN.match(text)) and (number := _number(found[1])):
        return joined(int(found[3]), number, int(found[2]))
    return ""


def edtf(text: str) -> str:
    """A printed date → EDTF, or "" where it is none ("forthcoming", "n.d.", twenty digits)."""
    if len(text) > 100:
        return ""
    text = " ".join(text.split())
    text = text.strip("()[]{},; " if text.endswith("/..") else "()[]{},;. ")
    if (found_range := _RANGE.match(text)) and (ended := _range(found_range[1], found_range[2])):
        return ended
    if _EDTF.match(text):
        mark = text[-1] if text[-1] in "?~%" else ""
        return text if "X" in text else (_plain(text.rstrip("?~%")) + mark)
    about, count = _ABOUT.subn("", text)
    if count:
        found = edtf(about)
        return found if not found or found[-1] in "?~%X" or "/" in found else f"{found}~"
    if decade := _DECADE.match(text):
        return f"{decade[1]}X"
    if len(text) == 5 and text[-1] == "?":
        return text if text[:4].isdecimal() else ""
    if "/" in text and len(ends := text.split("/")) == 2 and all(_EDTF.match(end) or end in {"", ".."} for end in ends):
        return text if any(end not in {"", ".."} for end in ends) else ""
    return _plain(text)


def _range(start: str, end: str) -> str:
    """`2002–2011` and `1998-99`; `2015-06` and `2015/06` are a month."""
    if len(end) == 3 or (len(end) == 2 and 1 <= int(end) <= 12):
        return ""
    full = end if len(end) == 4 else start[:2] + end
    return f"{start}/{full}" if int(full) > int(start) else ""


def year_of(date: str) -> int | None:
    """The (first) year of an EDTF string; None for a decade or the unknown."""
    found = re.match(r"-?\d{4}", date)
    return int(found[0]) if found else None


def parts(date: str) -> list[list[int]]:
    """An EDTF string → CSL date-parts: one list of numbers a date, two for a range; [] where a digit is unknown."""
    out = []
    for end in date.split("/"):
        found = re.match(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?", end)
        if found:
            out.append([int(part) for part in found.groups() if part])
    return out


def from_parts(dates: Sequence[Sequence[object]]) -> str:
    """CSL date-parts → EDTF; ValueError where they are no whole numbers (NaN, nested lists, twenty digits)."""
    out = []
    for date in list(dates)[:2]:
        numbers: list[int | None] = []
        for part in list(date)[:3]:
            if part is None or part == "":
                break
            if isinstance(part, bool) or not isinstance(part, int | float | str):
                raise ValueError(f"a date part is a {type(part).__name__}")  # noqa: TRY004 (the value of a file, not of a caller)
            if isinstance(part, float) and part != int(part if abs(part) < 1e6 else 0):
                raise ValueError("a date part is no whole number")
            number = int(part)
            if abs(number) > 9999:
                raise ValueError("a date part has more than four digits")
            numbers.append(number)
        if numbers and numbers[0]:
            out.append(joined(numbers[0], *numbers[1:]))
    return "/".join(out)
