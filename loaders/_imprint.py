"""Imprints as catalogues print them: "Place : Publisher, Year" with parts missing, in another order, or run together."""

from __future__ import annotations

import re
from typing import NamedTuple

from loaders._page import clean
from loaders._volume import printed_date
from loaders.reading.reference_publishers import is_place, is_publisher

_COLON = re.compile(r"^(?P<place>[^:]{2,80}?)\s*:\s*(?P<publisher>[^:]{2,120}?)(?:,\s*|\s+)?(?P<date>[\[(©cp]*(?:1[5-9]|20)\d\d.*)?$")
_DATE = re.compile(r"[\s,]*[\[(©cp]*(?:1[5-9]|20)\d\d.*$")
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


def _bare(text: str) -> str:
    return clean(_UNKNOWN.sub("", text)).strip(" ,;:.[]()")
