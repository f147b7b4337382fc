"""Imprints as catalogues print them: "Place : Publisher, Year" with parts missing, in another order, or run together."""

from __future__ import annotations

import re
from typing import NamedTuple

from loaders._page.page import clean
from loaders._values.volume import printed_date
from loaders.reading.reference.publishers import is_place, is_publisher

_YEARS = r"(?:\bcop\.?\s?|\bimpr\.\s?)?[\[(©cp]*(?:1[5-9]|20)\d\d"
_COLON = re.compile(rf"^(?P<place>[^:]{{2,80}}?)\s*:\s*(?P<publisher>[^:]{{2,120}}?)(?:,\s*|\s+)?(?P<date>{_YEARS}.*)?$")
_DATE = re.compile(rf"[\s,]*{_YEARS}.*$")
_SHORT = re.compile(r"(?:^|[\s.])(?:[a-zà-ž]{1,5}|Co|Ltd|Inc|Corp|Bros|Univ|Inst|Verl|Publ|Impr|Éd|Ed)\.$")
_UNKNOWN = re.compile(r"\[?s\.\s?[ln]\.\]?|\[?n\.\s?d\.\]?|\[?o\.\s?[OJ]\.\]?", re.IGNORECASE)


class Imprint(NamedTuple):
    """Place and publisher as printed, `issued` as EDTF; empty where not printed or said to be unknown ("[s.n.]")."""

    place: str = ""
    publisher: str = ""
    issued: str = ""


def is_imprint(printed: str) -> bool:
    """Whether a string has the form "Place : Publisher", with or without a year."""
    return _COLON.match(printed) is not None


def read_imprint(printed: str) -> Imprint:
    """A printed imprint → its parts. A lone name is the publisher's unless it is a town where much is published."""
    issued = printed_date(printed)
    if found := _COLON.match(printed):
        return Imprint(_bare(found["place"]), _bare(found["publisher"]), issued)
    rest = _bare(_DATE.sub("", printed))
    first, comma, second = (part.strip() for part in rest.partition(","))
    if comma and second:
        if is_place(first) or (is_publisher(second) and not is_publisher(first)):
            return Imprint(first, second, issued)
        return Imprint(second, first, issued) if is_place(second) else Imprint("", rest, issued)
    words = rest.split()
    for count in (1, 2):
        place, publisher = " ".join(words[:count]), " ".join(words[count:])
        if publisher and is_place(place) and is_publisher(publisher):
            return Imprint(place, publisher, issued)
    return Imprint(rest, "", issued) if rest and is_place(rest) and not is_publisher(rest) else Imprint("", rest, issued)


def read_imprint_lines(lines: list[str]) -> Imprint:
    """An imprint whose place, publisher and date are printed on lines of their own; one of several imprints is the first."""
    names = [line for line in lines if re.search(r"[^\W\d_]{2}", _DATE.sub("", line)) and not re.fullmatch(r"[\d.\s/-]+", line)]
    if len(names) < 2 or len(names) == len(lines) or any(is_imprint(line) for line in lines):
        return read_imprint(lines[0] if lines else "")
    issued = next((date for line in lines if line not in names and (date := printed_date(line))), "")
    return Imprint(_bare(names[0]), _bare(names[1]), issued)


def _bare(text: str) -> str:
    bare = clean(_UNKNOWN.sub("", text)).strip(" ,;:[]()")
    return bare.lstrip(".") if _SHORT.search(bare) else bare.strip(" ,;:.[]()")  # an abbreviation keeps its full stop
