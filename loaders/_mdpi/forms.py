"""How an MDPI page prints the article itself: its line under the title and the four forms of "Share and Cite".

Adm. Sci. 2031, 21(2), 99; https://doi.org/10.3390/admsci…                                  (under the title)
Lind, A.; Falk, B. Title. Adm. Sci. 2031, 21, 99. https://doi.org/…                          (MDPI and ACS)
Lind A, Falk B. Title. Administrative Sciences. 2031; 21(2):99. https://doi.org/…            (AMA)
Lind, Anna, and Bo Falk. 2031. "Title" Administrative Sciences 21, no. 2: 99. https://…      (Chicago/Turabian)
Lind, A., & Falk, B. (2031). Title. Administrative Sciences, 21(2), 99. https://doi.org/…    (APA)

Each may stand after its style's name on one line, run together with it or not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.reading.names import UPPER
from loaders.reading.people import read_people

if TYPE_CHECKING:
    from graph.record import Contributor

_DOI = r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)(?P<doi>10\.\d{4,9}/[^\s\"<>]+?)\.?\s*$"
_NUMBER = r"(?P<number>[A-Za-z]?\d+(?:[-–][A-Za-z]?\d+)?)"
_STYLE = re.compile(
    r"^\s*(?:MDPI and ACS Style|MDPI and ACS|ACS Style|AMA Style|Chicago/Turabian Style|Chicago Style|APA Style)\s*:?\s*", re.IGNORECASE
)
_UNDER_TITLE = re.compile(
    rf"(?P<abbreviation>[A-Z][\w .&-]{{1,60}}?)\s(?P<year>\d{{4}}),\s*(?P<volume>\d+)\s*\((?P<issue>[^()]{{1,12}})\),\s*{_NUMBER}\s*;"
    rf"\s*{_DOI}"
)
_FORMS = {
    "APA": re.compile(
        rf"(?P<who>.{{2,}}?)\s\((?P<year>\d{{4}})\)\.\s(?P<title>.+[.?!])\s(?P<journal>[^.?!]+?),\s(?P<volume>\d+)(?:\((?P<issue>[^()"
        rf"]+)\))?,\s"
        rf"(?:Article\s)?{_NUMBER}\.\s{_DOI}"
    ),
    "Chicago": re.compile(
        rf"(?P<who>.{{2,}}?)\.?\s(?P<year>\d{{4}})\.\s[\"“](?P<title>.+?)[.,]?[\"”]\s(?P<journal>\D+?)\s(?P<volume>\d+)(?:,\sno\.\s(?"
        rf"P<issue>[\w/–-]+))?:\s"
        rf"{_NUMBER}\.\s{_DOI}"
    ),
    "AMA": re.compile(
        rf"(?P<text>.+[.?!])\s(?P<journal>[^.?!]+)\.\s(?P<year>\d{{4}});\s?(?P<volume>\d+)(?:\((?P<issue>[^()]+)\))?:\s?{_NUMBER}\.\s{_DOI}"
    ),
    "ACS": re.compile(rf"(?P<text>.+)\s(?P<year>\d{{4}}),\s(?P<volume>\d+),\s{_NUMBER}\.\s{_DOI}"),
}
_AMA_NAME = rf"(?:[^\W\d_][^\s,.;]*\s){{1,4}}[{UPPER}]{{1,4}}(?:-[{UPPER}])?(?:\s(?:Jr|Sr|I{{2,3}}))?"
_AMA_NAMES = re.compile(rf"{_AMA_NAME}(?:,\s{_AMA_NAME}){{0,200}}(?:,?\set al)?(?=\.\s)")
_TITLE_THEN_SHORT = re.compile(r"\s*(?P<title>.+?[.?!])\s(?P<short>(?:[A-Z][\w&-]*\.?\s?(?:of\s|and\s)?){1,8})")


@dataclass(slots=True)
class Form:
    """One printed form of the article's own reference: fields as printed, "" where the form has none; `start` of its line."""

    style: str
    start: int
    title: str = ""
    journal: str = ""
    abbreviation: str = ""
    year: str = ""
    volume: str = ""
    issue: str = ""
    number: str = ""
    doi: str = ""
    people: list[Contributor] = field(default_factory=list)
    et_al: bool = False


def read_form(line: str, start: int) -> Form | None:
    """The form that a line prints, with or without the style's name before it, or None."""
    text = " ".join(_STYLE.sub("", line, count=1).split())
    if not 20 < len(text) < 2500 or not re.search(r"doi(?:\.org/|:\s?)10\.", text):
        return None
    if (m := _UNDER_TITLE.fullmatch(text)) is not None:
        return _form("journal line", start, m)
    for style, pattern in _FORMS.items():
        m = pattern.fullmatch(text)
        if m is None:
            continue
        form = _form(style, start, m)
        who = m.groupdict().get("who") or m["text"]
        who += "." if style == "Chicago" and re.search(rf"\b[{UPPER}]$", who) else ""  # the stop before the year was an initial's too
        listed = _AMA_NAMES.match(who) if style == "AMA" else None
        people = read_people(listed[0], whole=True) if listed else read_people(who, whole="who" in m.groupdict())
        if people is None:
            return form if form.title else None
        form.people, form.et_al = people.people, people.et_al
        if style == "ACS":
            split = _TITLE_THEN_SHORT.fullmatch(m["text"], people.end)
            if split is None:
                continue
            form.title, form.abbreviation = _title(split["title"]), split["short"].strip()
        form.title = form.title or _title(m["text"][people.end :])
        return form
    return None


def _form(style: str, start: int, m: re.Match[str]) -> Form:
    form = Form(style, start)
    for name, value in m.groupdict().items():
        if value and name not in ("who", "text"):
            setattr(form, name, _title(value) if name == "title" else value.strip())
    return form


def _title(text: str) -> str:
    return text.strip(" .,;:")
