"""Where an article stands, as catalogues and journals print it: title of the journal, date, volume, issue, pages.

Read are the forms of discovery systems ("Public works review 2015-06, Vol.15 (2), p.237-254"), of union catalogues ("In: Die Verwaltung,
Bd. 48 (2015), 2, S. 23-54", "volume:15 year:2015 number:2"), of aggregators ("Jun2015, Vol. 15 Issue 2, p237-254. 18p.") and of
journals' own heads ("2017, Vol. 83(3) 602–620"), with the words for volume, issue and page of some twenty languages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.sources.edtf import edtf, joined, year_of

_VOLUME = (
    r"volumen|volumes?|vol|jahrgang|jg|jahrg|band|bd|årgång|årgang|årg|bind|tome|tomo|tom|τόμος|τομ|τ|том|т|ročník|roč|rocznik|cilt|kötet|"
    r"évf|volyymi|vuosikerta|vsk|jaargang|jrg|deel|volum|letnik|sv|v|t|卷|第(?=\d+卷)"
)
_ISSUE = (
    r"issues?|iss|number|num|núm|números?|numéros?|numero|nummer|numer|nº|n°|nos?|nr|nro|não|heft|hft|h|ausgabe|ausg|hæfte|häfte|fascicolo|fasc|"
    r"τεύχος|τχ|выпуск|вып|№|číslo|č|zeszyt|z|sayı|szám|afl(?:evering)?|eksemplar|broj|br|številka|št|n|期|第(?=\d+期)"
)
_PAGES = (
    r"pages?|pp?|seiten?|s|ss|sidor|sider|side|sid|sivut|páginas?|págs?|pagine|pagg?|pagina['’]?s|blz|σσ|σελ|σ|стр|с|strony|str|strana|sayfa|"
    r"oldal|f(?:ol)?|页|頁"
)
_PLACE = r"[A-Za-z]{0,2}\d[\dA-Za-z]{0,7}"
_YEAR = r"(?:1[5-9]|20)\d\d"
_RANGE = r"\s?[-–—‐‑]{1,2}\s?"
_SEPARATOR = r"\s*[.:=]?\s*"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTHS = {
    word: number
    for number, row in enumerate(
        (
            "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari stycznia ledna января",
            "february feb februar février févr fév febrero febbraio fevereiro fev februari lutego února февраля",
            "march mar märz mrz mars marzo março maart mrt marca března марта",
            "april apr avril avr abril abr aprile kwietnia dubna апреля",
            "may mai mayo maggio mag maio mei maj maja května мая",
            "june jun juni juin junio giugno giu junho czerwca června июня",
            "july jul juli juillet juil julio luglio lug julho lipca července июля",
            "august aug août agosto ago augustus augusti sierpnia srpna августа",
            "september sep sept septembre septiembre settembre set setembro września září сентября",
            "october oct oktober okt octobre octubre ottobre ott outubro out października října октября",
            "november nov novembre noviembre novembro listopada listopadu ноября",
            "december dec dezember dez décembre déc diciembre dic dicembre dezembro dez desember des grudnia prosince декабря",
        ),
        1,
    )
    for word in row.split()
} | {"spring": 21, "frühjahr": 21, "summer": 22, "sommer": 22, "autumn": 23, "fall": 23, "herbst": 23, "winter": 24}
_DATE = re.compile(
    rf"(?:(?<!\w)(?:(?P<day>{_DAY})(?:st|nd|rd|th|\.)?\s(?:de\s)?)?(?P<range>[^\W\d_]{{3,11}}\.?\s?[/–-]\s?)?"
    rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?\s?(?:de\s)?(?:(?P<after>{_DAY}),?\s)?)?"
    rf"(?<!\d)(?P<year>{_YEAR})(?:-(?P<mm>0[1-9]|1[0-2])(?:-(?P<dd>0[1-9]|[12]\d|3[01]))?)?(?![\w–]|-\d)",
    re.IGNORECASE,
)
_NUMBER = r"\d+[A-Za-z]?(?:\s?[-–/&]\s?\d+[A-Za-z]?)?|[IVXLC]+(?![\w])|ahead-of-print|(?:suppl|special|online)[\w.-]*(?:\s\d+)?"
_VOLUME_PART = re.compile(
    rf"(?<![\w.])(?:{_VOLUME}){_SEPARATOR}(?P<volume>{_NUMBER})(?:\s*\((?!{_YEAR}\))(?P<issue>[^()]{{1,24}})\))?", re.IGNORECASE
)
_ISSUE_PART = re.compile(rf"(?<![\w.])(?:{_ISSUE}){_SEPARATOR}(?P<issue>{_NUMBER})", re.IGNORECASE)
_PAGES_PART = re.compile(
    rf"(?<![\w.])(?:{_PAGES}){_SEPARATOR}(?P<pages>{_PLACE}(?:{_RANGE}{_PLACE})?(?:,\s?{_PLACE}{_RANGE}{_PLACE})*)(?![\w])", re.IGNORECASE
)
_ARTICLE_PART = re.compile(
    r"(?<!\w)(?:article(?:\s?(?:number|no|id))?|artikel(?:[ -]?nr)?|art(?:[. -]+n[ro])?|artículo|e-?locator)[.:]?\s*"
    r"(?P<article>[A-Za-z]?\d[\w.-]{0,14})",
    re.IGNORECASE,
)
_BARE_VOLUME = re.compile(r"(?<![\w.–-])(?P<volume>\d{1,4})\s?\((?P<in>[^()]{1,20})\)(?:\s*[,:]\s*(?P<next>\d{1,3})(?=\s*[,;:.]|$))?")
_COMPACT = re.compile(
    rf"(?<![\w.–-])(?P<volume>\d{{1,4}})(?:\s?\((?P<issue>\d[^()]{{0,12}})\))?\s?:\s?(?P<pages>{_PLACE}{_RANGE}{_PLACE})(?!\w)"
)
_YEAR_ISSUE = re.compile(rf"(?<!\w)(?P<date>{_YEAR})\s?:\s?(?P<issue>\d{{1,3}}(?:[-–/]\d{{1,3}})?)(?!\w|[-–]\d)")
_BARE_PAGES = re.compile(rf"(?:(?<=[:,;.()])|^|(?<=\s))\s*(?P<pages>{_PLACE}{_RANGE}{_PLACE})(?!\w)")
_LABELLED = re.compile(r"(?<!\w)(?P<label>year|month|day|Jahr|Monat)\s?:\s?(?P<value>\d{1,4})", re.IGNORECASE)
_IN = re.compile(r"^\s*(?:(?:enthalten\s)?in|dans|en|em|i|teil von|part of|is part of)\s?:\s*", re.IGNORECASE)
_CLUES = (_COMPACT, _VOLUME_PART, _ISSUE_PART, _PAGES_PART, _ARTICLE_PART, _BARE_VOLUME, _YEAR_ISSUE, _LABELLED)


def date_of(found: re.Match[str]) -> str:
    """A match of a printed date → EDTF; months that a range of them names are left to the year."""
    year = int(found["year"])
    if found["mm"]:
        return joined(year, int(found["mm"]), int(found["dd"]) if found["dd"] else None)
    if not found["month"] or found["range"]:
        return joined(year)
    day = found["day"] or found["after"]
    return joined(year, _MONTHS[found["month"].casefold()], int(day) if day else None)


def printed_date(text: str) -> str:
    """The first date that a text prints → EDTF, or the empty string: "01 September 2017" → "2017-09-01"."""
    found = _DATE.search(text)
    return date_of(found) if found else ""


@dataclass(slots=True)
class Place:
    """Where a work stands: the container's title and the numbers, each as printed, empty where not printed. `issued` is EDTF."""

    title: str = ""
    issued: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    article_number: str = ""

    @property
    def year(self) -> int | None:
        """The year of `issued`."""
        return year_of(self.issued)

    @property
    def numbered(self) -> bool:
        """Whether anything but a title and a year was read."""
        return bool(self.volume or self.issue or self.pages or self.article_number)


def read_place(text: str, title: str = "") -> Place:
    """A printed place → its parts; `title` when the caller knows it (a link's text), so that only the rest is read. Never raises."""
    text = " ".join(text.split())[:600]
    text = text[_opening.end() :] if (_opening := _IN.match(text)) else text
    place = Place(title)
    if title and text.startswith(title):
        rest = text[len(title) :]
    else:
        at = _first_clue(text)
        place.title, rest = _tidy(text[:at]), text[at:]
    _read_numbers(rest, place)
    return place


def _first_clue(text: str) -> int:
    """Where the title ends: at the first number that is said to be a volume, issue, page or date; the end where there is none."""
    places = [found.start() for clue in _CLUES for found in clue.finditer(text) if _may_begin(text, found)]
    numbers = bool(places)
    places.extend(found.start() for found in _DATE.finditer(text) if _is_date(text, found, numbers=numbers))
    return min((place for place in places if place == 0 or re.search(r"[^\W\d_]{2}", text[:place])), default=len(text))


def _is_date(text: str, found: re.Match[str], *, numbers: bool) -> bool:
    """Whether a year ends the title rather than being part of it ("Horizon 2020 review"): more numbers follow, or it stands in brackets."""
    if found["month"] or found["mm"] or text[: found.start()].endswith("("):
        return True
    after = text[found.end() :]
    if not after.strip(" .)"):
        return numbers or (len(text[: found.start()].split()) > 1 and int(found["year"]) < 2040)
    return re.match(r"\s*(?:[,;)]|\.\s*\d|:\s?\d|\(\d|[^\W\d_]{1,9}\.?\s?\d)", after) is not None


def _may_begin(text: str, found: re.Match[str]) -> bool:
    """Single letters ("s 5") begin numbers only after a mark or another number; whole words do after any blank."""
    word = re.match(r"[^\W\d_]+", found[0])
    before = text[: found.start()].rstrip()
    if not word or len(word[0]) > 1 or not before:
        return True
    return before[-1] in ",.;:()" or before[-1].isdigit() or found[0][1:2] in (".", ":")


def _tidy(title: str) -> str:
    title = title.strip(" ,;:–-/([|")
    if title.endswith(".") and "." not in title[:-1] and not re.search(r"\b[^\W\d_]{1,4}\.$", title):
        title = title[:-1]
    title = re.sub(r"(?:[\s.,;]+[-–]\s[^-–]*\s:\s.*$)|\s*\((?:in|on)line\)$", "", title)  # "Title. - Place : Publisher, 2001"
    return re.sub(r"\s+(?:in|dated)$", "", title.strip(" ,;:–-/(["))


def _read_numbers(rest: str, place: Place) -> None:
    labelled = {found["label"].casefold()[:4]: found["value"] for found in _LABELLED.finditer(rest)}
    rest = _LABELLED.sub(" ", rest)
    if year := labelled.get("year") or labelled.get("jahr"):
        month = labelled.get("mont") or labelled.get("mona")
        place.issued = edtf(f"{year}-{int(month):02d}" if month else year)
    rest = _take(_ARTICLE_PART, rest, place)
    rest = _take(_COMPACT, rest, place)
    rest = _take(_VOLUME_PART, rest, place)
    rest = _take(_ISSUE_PART, rest, place)
    rest = _take(_PAGES_PART, rest, place)
    if not place.volume and not place.issue and (found := _YEAR_ISSUE.search(rest)):
        place.issued = place.issued or found["date"]
        place.issue = found["issue"]
        rest = rest[: found.start()] + " " + rest[found.end() :]
    if not place.volume and (found := _BARE_VOLUME.search(rest)):
        rest = _bare(found, rest, place)
    for found in _DATE.finditer(rest):
        if not place.issued:
            place.issued = date_of(found)
            rest = rest[: found.start()] + " , " + rest[found.end() :]
            break
    if not place.pages and not place.article_number and place.numbered and (found := _BARE_PAGES.search(rest)):
        place.pages = _dashed(found["pages"])
    place.volume, place.issue = (value if re.search(r"\d|^[IVXLC]+$", value) else "" for value in (place.volume, place.issue))
    if place.volume and not place.issue and (found := re.search(r"\)?[\s,:]+(\d{1,3})(?=\s*[,;]\s*|\s*$)", rest)):
        place.issue = found[1]


def _bare(found: re.Match[str], rest: str, place: Place) -> str:
    """What stands in brackets after a number: `15(2)` an issue, `15 (2015)` a year; `2015 (2)` is year and issue."""
    inner = found["in"].strip()
    if re.fullmatch(_YEAR, found["volume"]) and not re.search(_YEAR, inner):
        place.issued, place.issue = place.issued or found["volume"], inner
    elif date := _DATE.search(inner):
        place.volume, place.issued = found["volume"], place.issued or date_of(date)
    elif re.search(r"\d", inner):
        place.volume, place.issue = found["volume"], place.issue or inner
    else:
        return rest
    used = found.end() if found["next"] and not place.issue else found.end("in") + 1
    if used == found.end():
        place.issue = found["next"] or place.issue
    return rest[: found.start()] + " , " + rest[used:]


def _take(part: re.Pattern[str], rest: str, place: Place) -> str:
    found = part.search(rest)
    if not found:
        return rest
    for name, value in found.groupdict().items():
        if not value:
            continue
        if name == "issue" and not place.issue:
            word = re.match(rf"(?:{_ISSUE})[.:\s]\s*(?=\d)", value, re.IGNORECASE)
            place.issue = value[word.end() :].strip() if word else value.strip()
        elif name == "volume":
            place.volume = value.strip()
        elif name == "pages":
            place.pages = _dashed(value)
        elif name == "article":
            place.article_number = value.strip(".")
    return rest[: found.start()] + " , " + rest[found.end() :]


def _dashed(pages: str) -> str:
    """A page range with the blanks around its dash left out."""
    return re.sub(r"\s*([-–—‐‑]{1,2})\s*", r"\1", pages).strip()
