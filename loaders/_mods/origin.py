"""Where and when something was published, as MODS has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources import edtf
from loaders._files import xml
from loaders._marc.dates import date_of
from loaders._marc.edition import edition
from loaders._marc.text import named

if TYPE_CHECKING:
    from lxml.etree import _Element

    from graph.record import Work


def put_origin(work: Work, element: _Element) -> None:
    """Dates as printed before dates as coded; the place as text, never its code."""
    origins = xml.children(element, "originInfo")
    publication = [one for one in origins if (one.get("eventType") or "publication") in {"publication", "publisher", ""}] or origins
    texts = [xml.text(term) for one in publication for term in xml.within(one, "placeTerm") if term.get("type") != "code"]
    work.place = next((place for text in texts if (place := named(text))), "")
    names = [xml.text(one) for held in publication for one in xml.children(held, "publisher")]
    names += [xml.text(part) for held in publication for one in xml.children(held, "agent") for part in xml.children(one, "namePart")]
    work.publisher = next((name for text in names if (name := named(text))), "")
    work.edition = next((edition(text) for held in publication for one in xml.children(held, "edition") if (text := xml.text(one))), "")
    work.issued = issued_in(publication) or issued_in(origins)
    work.year = edtf.year_of(work.issued)


def issued_in(origins: list[_Element]) -> str:
    """The date of publication in EDTF, from the kinds of dates in the order in which they tell of it; "" where there is none."""
    for name in ("dateIssued", "copyrightDate", "dateCreated", "dateOther"):
        dates = [one for held in origins for one in xml.children(held, name)]
        ends = [one for one in dates if one.get("point") == "end"]
        dates = [one for one in dates if one not in ends]
        if name == "dateOther":
            dates = [one for one in dates if (one.get("type") or "") in {"", "published", "publication"}]
        dates.sort(key=lambda one: (one.get("keyDate") != "yes", one.get("encoding") not in {"w3cdtf", "iso8601", "edtf"}))
        read = [date for one in dates if (date := date_in(xml.text(one), one.get("encoding") or ""))]
        if not read:
            continue
        end = next((date for one in ends if (date := date_in(xml.text(one), ""))), "")
        same = [date for date in read if edtf.year_of(date) == edtf.year_of(read[0]) and "/" not in date]
        whole = max(same, key=lambda date: len(date.rstrip("~?"))) if same else read[0]
        return f"{whole}/{end}" if end and "/" not in whole and end > whole else whole
    return ""


def date_in(text: str, encoding: str) -> str:
    """A date as it is written or coded, in EDTF."""
    if encoding == "marc" and re.fullmatch(r"\d{3}[u|]", text):
        return f"{text[:3]}X"
    if found := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text):
        return edtf.edtf("-".join(found.groups()))
    return edtf.edtf(text) or date_of(text)
