"""Whether a record that a service offers for a title is the work that was asked for: title, year and authors must say so.

A wrong DOI is worse than none, so what cannot be checked is refused, and two different records that both pass are refused both.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from graph.identify import normal_doi, normal_title
from graph.statements.names import NameKeys, compatible, name_keys, split_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.record import Contributor, Work

ALIKE = 96.0
"""Two titles of some length that differ by a letter or two; in whole words they must not."""
LONG = 25
_KIN = 70.0
_NUMBERS = re.compile(r"\d+|\b[ivx]+\b")


def chosen(work: Work, offered: Iterable[Work]) -> tuple[Work | None, str]:
    """(the one record offered that is the work, "") or (None, why none is)."""
    passed: dict[str, Work] = {}
    reasons: list[str] = []
    for one in offered:
        why = difference(work, one)
        if why:
            reasons.append(why)
        else:
            passed.setdefault(normal_doi(one.doi) or one.key, one)
    if len(passed) == 1:
        return next(iter(passed.values())), ""
    if passed:
        return None, f"{len(passed)} records fit: {', '.join(sorted(passed))}"
    return None, reasons[0] if reasons else "no record is offered"


def difference(work: Work, offered: Work) -> str:
    """Why a record is not the work, or cannot be known to be; "" where title, year and authors agree."""
    if not (_same_title(work, offered)):
        return "the title is another"
    if work.year is None or offered.year is None:
        return "there is no year to compare"
    if abs(work.year - offered.year) > 1:
        return "the year is another"
    ours, theirs = _names(work.authors or work.editors), _names(offered.authors or offered.editors)
    if not ours or not theirs:
        return "there is no author to compare"
    if not _same_people(ours, theirs):
        return "the authors are others"
    near = work.year != offered.year
    if near and not (len(ours) == len(theirs) and _agree(work, offered, "volume", "pages")):
        return "the year is another"
    if not _agree(work, offered, "volume", "issue", "pages", missing=True):
        return "volume, issue or pages are others"
    return ""


def disputed(work: Work, record: Work) -> str:
    """Why the record of a work's own DOI cannot be that work's (a slip in the DOI); "" where nothing speaks against it."""
    if not work.title or not record.title or _same_title(work, record):
        return ""
    ours, theirs = _names(work.authors or work.editors), _names(record.authors or record.editors)
    alike = fuzz.token_set_ratio(normal_title(work.title), normal_title(record.title)) >= _KIN
    if alike or (ours and theirs and _same_people(ours, theirs)):
        return ""
    return f"its DOI is that of '{record.title[:100]}'"


def _same_title(work: Work, offered: Work) -> bool:
    ours, theirs = normal_title(work.title), normal_title(offered.title)
    if not ours or not theirs or _NUMBERS.findall(ours) != _NUMBERS.findall(theirs):
        return False
    if ours == theirs:
        return True
    if len(ours) >= LONG and len(ours.split()) == len(theirs.split()) and fuzz.ratio(ours, theirs) >= ALIKE:
        return True
    heads = [normal_title(re.split(r"[:–—.?!]\s", title, maxsplit=1)[0]) for title in (work.title, offered.title)]  # without the subtitle
    return (heads[0] == theirs or heads[1] == ours) and len(min(ours, theirs, key=len).split()) > 3


def _names(people: list[Contributor]) -> list[NameKeys]:
    return [name_keys("", who.name) if who.organisation else name_of(who) for who in people if who.name]


def name_of(who: Contributor) -> NameKeys:
    """The keys of a person's name."""
    return name_keys(who.given, who.family) if who.family else name_keys(*split_name(who.literal))


def one_name(one: NameKeys, other: NameKeys) -> bool:
    """Whether two printed names can be one person's: the same family name, and given names or initials that fit."""
    return bool(one.family & other.family) and (not (one.given and other.given) or compatible(one.given, other.given))


def _same_people(ours: list[NameKeys], theirs: list[NameKeys]) -> bool:
    """The same first author, and at least half of the shorter list among the others."""
    short, long = sorted((ours, theirs), key=len)
    shared = sum(any(one_name(one, other) for other in long) for one in short)
    return one_name(ours[0], theirs[0]) and shared * 2 >= len(short)


def _agree(work: Work, offered: Work, *names: str, missing: bool = False) -> bool:
    """Whether two works print the same values; `missing`: a value that one does not print agrees."""
    for name in names:
        ours, theirs = (re.split(r"[-–—]", getattr(one, name).casefold())[0].strip().lstrip("0") for one in (work, offered))
        if (not missing and not (ours and theirs)) or (ours and theirs and ours != theirs):
            return False
    return True
