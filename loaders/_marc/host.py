"""Where a part stands (773, and UNIMARC 461 and 463): container, volume, issue, pages, date.

The numbers are read from $g as it is printed ("Bd. 12 (2003), H. 2, S. 5-27"), from the labelled $g of the German union catalogues
(`volume:12`, `year:2003`), and from $q ("12:2<5"). Source: https://www.loc.gov/marc/bibliographic/bd773.html.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.identify import normal_issn
from graph.sources import edtf
from loaders._marc.text import bare, isbns, line, named
from loaders._people.names import comma_name
from loaders._values.volume import Place, read_place

if TYPE_CHECKING:
    from graph.record import Contributor
    from loaders._marc.record import MarcField

_EDITORS = re.compile(r",?\s*[(\[]?\b(?:eds?|éds?|hrsg|hg|coords?|editors?)\b\.?[)\]]?\.?\s*$", re.IGNORECASE)
_LABELLED = re.compile(r"^\s*(volume|vol|number|no|nr|year|yr|month|day|pages?|pp|supplement|extent)\s*:\s*(.+?)\s*$", re.IGNORECASE)
_LABELS = {"vol": "volume", "no": "number", "nr": "number", "yr": "year", "page": "pages", "pp": "pages"}
_ENUMERATION = re.compile(r"^(?P<volume>[^:<]*)(?::(?P<rest>[^<]*))?(?:<(?P<first>.*))?$")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_PAGES = re.compile(r"^(?:pp?|s|pages?|seiten?)(?:\.\s*|\s+)(?=\w)", re.IGNORECASE)
_Y = r"(?:1[5-9]|20)\d\d"
_N = r"\d+(?:[/-]\d+)?"
# Forms of union catalogues that name no part → the form that the general reader knows.
_FORMS = (
    (re.compile(rf"^(?:(?:Bd|Jg|Vol|v|t)\.?\s*)?(\d+)\s*\(({_Y})\)\s*,?\s*({_N})(?=\s*(?:[,;:]|vom\b|$))"), r"Vol. \1, no. \3 (\2) "),
    (re.compile(rf"^(\d+),\s*({_Y}),\s*({_N})(?=\s*[,;]|$)"), r"Vol. \1, no. \3 (\2) "),
    (re.compile(rf"^(?!{_Y}\b)(\d{{1,4}}):({_N})(?=\s*[(,;]|$)"), r"Vol. \1, no. \2 "),
    (
        re.compile(
            r"^(\d+)(?:[.ªº]|:?e|st|nd|rd|th|r)?\s*(?:Jahrgang|Jahrg\b\.?|Jg\b\.?|årgång|årg\b\.?|jaargang|jrg\b\.?|année|ročník)",
            re.IGNORECASE,
        ),
        r"Jg. \1",
    ),
    (re.compile(r"^(?:año|ano|a\.|anno|année|an\.)\s*(\d{1,3}|[IVXLC]+)\b", re.IGNORECASE), r"Vol. \1"),
)


@dataclass(slots=True)
class Host:
    """The container of a part, each value empty where it is not told. `issued` is EDTF."""

    title: str = ""
    issns: list[str] = field(default_factory=list)
    isbns: list[str] = field(default_factory=list)
    abbreviation: str = ""
    edition: str = ""
    publisher: str = ""
    place: str = ""
    year: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    issued: str = ""
    article_number: str = ""
    level: str = ""
    editors: list[Contributor] = field(default_factory=list)

    @property
    def journal(self) -> bool:
        """Whether the container is a journal rather than a book."""
        if self.level in {"s", "i"} or self.issns:
            return True
        if self.level == "m" or self.isbns:
            return False
        return bool(self.issue or (self.volume and not self.publisher))


def host_of(one: MarcField) -> Host:
    """The host of a field 773."""
    host = Host(title=_title(one.first("t") or one.first("s") or one.first("p")), abbreviation=bare(one.first("p")))
    host.issns = [issn for value in one.every("x") if (issn := normal_issn(value))]
    host.isbns, host.edition = isbns(one.every("z")), bare(one.first("b"))
    host.level = one.first("7")[3:4]
    main = line(one.first("a"))
    if not host.title:
        host.title = _title(main)
    elif told := _EDITORS.search(main):
        host.editors = [who for name in main[: told.start()].split(";") if (who := comma_name(name))]
    if host.abbreviation == host.title:
        host.abbreviation = ""
    _imprint(host, one.first("d"))
    read_numbers(host, one.every("g"), one.first("q"))
    return host


def _title(text: str) -> str:
    title = line(text).partition(" / ")[0]
    title = re.sub(r"\s+([:;])\s+", r"\1 ", title.partition(" = ")[0])
    return bare(re.sub(r"\.\s*[-–—]+\s*$", "", title))


def _imprint(host: Host, printed: str) -> None:
    """773 $d, as "Place : Publisher, Year"."""
    text = line(printed)
    years = _YEAR.findall(text)
    host.year = years[0] if years else ""
    place, colon, rest = re.sub(r",?\s*[\[(©cp]*(?:1[5-9]|20)\d\d.*$", "", text).partition(":")
    if colon:
        host.place, host.publisher = named(place), named(rest)
    elif not years or place.strip():
        host.place = named(place)


def read_numbers(host: Host, printed: list[str], enumeration: str = "") -> None:
    """Volume, issue, pages and date from what $g prints and $q codes."""
    labels: dict[str, str] = {}
    plain: list[str] = []
    for value in printed:
        found = [_LABELLED.match(part) for part in re.split(r"[,;]\s*(?=\w+\s*:)", value)]
        if any(found):
            labels.update((_LABELS.get(label := one[1].lower(), label), one[2]) for one in reversed(found) if one)
        else:
            plain.append(line(value))
    place = _read(" , ".join(plain)) if plain else Place()
    host.volume, host.issue = labels.get("volume") or place.volume, labels.get("number") or place.issue
    host.pages, host.article_number = labels.get("pages") or place.pages, place.article_number
    host.issued = place.issued
    if year := labels.get("year"):
        month, day = (labels.get(name, "") for name in ("month", "day"))
        host.issued = edtf.edtf("-".join(part.zfill(2) for part in (year, month, day) if part)) or edtf.edtf(year)
    _enumeration(host, enumeration)
    host.pages = _PAGES.sub("", host.pages.strip()).strip(" .;,")
    host.volume, host.issue = host.volume.strip(" .,;:"), host.issue.strip(" .,;:")


def _read(text: str) -> Place:
    text = re.sub(r"(?<=\))(?=[^\W\d_])", " ", re.sub(r"[\[\]]", "", text))
    for form, known in _FORMS:
        text, count = form.subn(known, text, count=1)
        if count:
            break
    return read_place(f"@ {re.sub(r'vom:?[^,]*', '', text)}", "@")


def _enumeration(host: Host, text: str) -> None:
    """$q: `volume:issue:part<first page`."""
    found = _ENUMERATION.match(text.strip())
    if not found or not text.strip():
        return
    volume = found["volume"].strip()
    if re.search(r"\d", volume) and not (_YEAR.fullmatch(volume) and host.volume):
        host.volume = host.volume or volume
    host.issue = host.issue or (found["rest"] or "").strip(" :").rpartition(":")[2]
    first = (found["first"] or "").strip()
    host.pages = host.pages or first
