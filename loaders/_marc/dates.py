"""The date of publication, from the printed one ("[2004], ©2003", "ca. 1990", "[19]98", "199-?") and the coded one (008)."""

from __future__ import annotations

import re

from graph.sources import edtf

_BRACKETED = re.compile(r"\[(\d{2,3})\](\d{1,2})|(\d{2})\[(\d{2})\]")
_CORRECTED = re.compile(r"(?:i\.\s?e\.|d\.\s?i\.|that is|recte|vielm\.?|sic\s*!?\s*,?\s*i\.e\.)\s*(\d{4})", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_ABOUT = re.compile(r"\b(?:ca|circa|c\.|um|about|approximately|vers|not before|nicht vor|between|zwischen)\b\.?", re.IGNORECASE)
_DECADE = re.compile(r"(?<!\d)(1[4-9]\d|20\d)(?:-|_|\?|u)(?!\d)")
_SPAN = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)\s*\]?\s*(?:[-–/]|and|und|or|oder|to|bis)\s*\[?(1[4-9]\d\d|20\d\d)(?!\d)")
_OPEN = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)\s*[-–]\s*[\]>.]*\s*$")
_DAY = re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.\s?\d{4}\b|\b\d{4}-\d\d(?:-\d\d)?\b")


def date_of(printed: str, coded: str = "", kind: str = "") -> str:
    """EDTF of a printed date; the coded year (four digits of 008) decides between several printed ones, or stands where none is printed.

    Args:
        printed: 260 $c, 264 $c, UNIMARC 210 $d.
        coded: date 1 of field 008, or UNIMARC 100 $a 9 to 12; "" unknown, `u` a digit that is not known.
        kind: 008/06.
    """
    coded_year = coded if re.fullmatch(r"1[4-9]\d\d|20\d\d", coded) else ""
    text = _BRACKETED.sub(lambda found: "".join(part or "" for part in found.groups()), printed)
    if found := _CORRECTED.search(text):
        return found[1]
    years = _YEAR.findall(text)
    if not years:
        return coded_year or _decade(text, coded)
    if found := _SPAN.search(text):
        rest = edtf.edtf(f"{found[1]}/{found[2]}") if int(found[2]) > int(found[1]) else found[1]
        return rest if not coded_year or coded_year == found[1] or kind in "qm" else coded_year
    year = coded_year if coded_year in years else years[0]
    if coded_year and kind in "s|te" and int(year) > int(coded_year) + 10:
        return coded_year  # of another calendar, or a slip: "2099" of a book that is coded as 2019
    if (exact := _DAY.search(text)) and (date := edtf.edtf(exact[0])) and date.startswith(year):
        return date
    if _OPEN.search(text):
        return f"{year}/.."
    if len(years) > 1:
        return year
    return f"{year}?" if re.search(rf"{year}\s*\?", text) else f"{year}~" if _ABOUT.search(text) else year


def _decade(text: str, coded: str) -> str:
    """`198X` of a date whose last digit is not known."""
    found = _DECADE.search(text) or re.fullmatch(r"(\d{3})[u|? -]", coded)
    return f"{found[1]}X" if found else ""
