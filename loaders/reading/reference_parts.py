"""The small parts of a reference string, each with the marks it is printed with: links, numbers, pages, dates, editions, publishers.

`Draft` holds what was read so far and the text that is left; `peel` takes parts off its right end until none fits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.reading.names import UPPER, is_body, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    from loaders.reading.people import People

YEAR = r"(?:1[5-9]\d\d|20[0-4]\d)"
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|"
    r"Nov(?:ember|\.)?|Dec(?:ember|\.)?|Spring|Summer|Autumn|Fall|Winter|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|"
    r"novembre|décembre|Januar|Februar|März|Juni|Juli|Oktober|Dezember)"
)
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{1,2})?)"
DATE = rf"(?:{_DAY}?\s*{_MONTH}(?:\s*[-–/]\s*(?:{_DAY}\s)?{_MONTH})?\s*{_DAY}?,?\s*)"
_RANGE = r"[A-Za-z]{0,2}\d+[A-Za-z]?\s*[-–—‐‑−]+\s*[A-Za-z]{0,2}\d+[a-z]?"
_PAGE_MARK = r"(?:pp?\s?\.|pgs?\.|pages?|pags?\.|seiten?|pp|ss?\.(?=\s?\d)|Pp\.|págs?\.|стр\.|с\.)"
_ISSUE_VALUE = r"[A-Z]?\d{1,5}[A-Za-z]?(?:\s*[-–/&]\s*\d{1,5})?"
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|revised|rev\.|new|expanded|updated|enlarged|int(?:ernational|\.))"

EDITION = re.compile(
    rf"[\s,;.(]*\b((?:{_ORDINAL}(?:\s(?:and|&)\s{_ORDINAL})?|\d{{1,2}}(?:st|nd|rd|th|e|ème|\.)?)\s*(?:(?:revised|rev\.?)\s)?"
    rf"(?:edn?\b\.?|editions?\b|éd(?:ition)?\b\.?|aufl(?:age)?\b\.?|ed\.))\)?",
    re.IGNORECASE,
)
_BREAK = r"(?:^|[\s,;:.])"
_PARTS: list[tuple[str, re.Pattern[str]]] = [
    (kind, re.compile(pattern + "$", re.IGNORECASE))
    for kind, pattern in (
        ("pages", rf"(?:^|[\s,;:.)]){_PAGE_MARK}\s*({_RANGE}|[A-Za-z]{{0,2}}\d+)(?:\s?f{{1,2}}\.?)?"),
        ("extent", _BREAK + r"(\d{2,4})\s?(?:pp?|pages|S|Seiten)"),
        ("pages", rf"(?:^|[\s,;:.)])({_RANGE})"),
        ("date", rf"{_BREAK}{DATE}?({YEAR})([a-z])?"),
        ("month", rf"(?:^|[,;(.])\s*({DATE})"),
        ("issue", rf"{_BREAK}(?:no|nr|num|issue|iss|heft|h|nº|n°|№|number|бр)\s?\.?\s?[°º]?\s*({_ISSUE_VALUE})"),
        ("volume issue", _BREAK + r"(?:vol(?:ume|\.)?\s?|v\.\s?|bd\.\s?)?(\d{1,4}[A-Za-z]?)\s?\(\s?([^()]{1,16})\s?\)"),
        ("volume issue", _BREAK + r"(?:vol(?:ume|\.)?\s?|v\.\s?)?(\d{1,4})[.:/](\d{1,4}(?:[-–/]\d{1,3})?)"),
        ("volume", _BREAK + r"(?:vols?|volume|v|bd|band|tome|t|jg|jahrgang)\b\s?\.?\s*(\d{1,4}[A-Z]?|[IVXLC]+)"),
        ("volume", r"(?:^|[\s,;:])(\d{1,3})\.?\s?(?:Jg|Jahrg|Jahrgang)\.?"),
        ("bare", r"(?:[\s,;:.]|(?<=\)))([A-Za-z]?\d{1,8}[A-Za-z]?)"),
    )
]

_BADGE = re.compile(r"\s*\[\s*(Google Scholar|Cross\s?Ref|PubMed|Green Version|Scopus|Web of Science|Ref|Full Text|PMC free article)\s*\]")
_LABEL = re.compile(r"^\s*(?:[-–•*·►▪■●]\s+|\[\w{1,12}\+?\d{0,4}[a-z]?\]\s*|\(\d{1,3}\)\s*|\d{1,3}\.\s+(?=\D)|\d{1,3}\)\s*)")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|\bdoi\s?[:.]?\s*(?:https?://(?:dx\.)?doi\.org/)?)?\b(10\.\s?\d{4,9}\s?/\s?[^\s\"<>]+)", re.IGNORECASE)
_URL = re.compile(
    r"(?:\b(?:retrieved(?:\s[^.]{3,40}?)?\sfrom|available\s(?:online|from|at)|online\sat|URL|in:?\sinternet|disponible\s(?:en|sur)|at:?)\s*:?\s*)?"
    r"<?(?P<url>(?:https?://|www\.)[^\s<>]+)>?",
    re.IGNORECASE,
)
_ACCESS = re.compile(
    r"[\s.,;(\[]*\b(?:last\s)?(?:accessed|retrieved|visited|consulted|consulté|abgerufen|zugriff|letzter zugriff|stand|access date)\b[^()\[\]]{0,50}?"
    rf"(?:{YEAR}|\d\d\.\d\d\.\d\d(?:\d\d)?)\s*[.)\]]*",
    re.IGNORECASE,
)
_ARCHIVE = re.compile(r"[\s,;]*\[?\s*\b(?:arXiv\s?:\s?[\w./-]+|(?:hep|astro|gr|cond|math|quant|nucl)-?[a-z]*/\d{7})(?:\s?\[[\w. -]+\])?\s*\]?|[\s,]*\[\s?INSPIRE\s?\]")
_NUMBERS = re.compile(
    r"[\s.,;]*\b(?:(?:PubMed\s?(?:Central\s)?)?PMC?ID|PubMed|issn|isbn(?:-1[03])?)\s?:?\s*(?:PMC)*[\dX-]{5,20}(?:\s\d{3}[\dX])?|[\s.,;]*\bMR\d{6,8}\b",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"\s*[(\[](?:im erscheinen|in press|forthcoming|paperback[^()]*|in [A-Z]\w+ with[^()]*|unpublished[^()]*|siehe [^()]*|and previous editions|date of access[^()]*)[)\]]\.?$",
    re.IGNORECASE,
)
_POINTER = re.compile(r"[.;]\s+See\s(?:also\s)?[^.]{3,120}\.?$")


@dataclass(slots=True)
class Draft:
    """A reference while it is read: its fields as printed, and the text that no field has taken yet."""

    text: str
    authors: People | None = None
    editors: People | None = None
    book_people: People | None = None
    year: int | None = None
    suffix: str = ""
    title: str = ""
    container: str = ""
    chapter: bool = False
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    place: str = ""
    edition: str = ""
    doi: str = ""
    url: str = ""
    isbn: str = ""
    thesis: bool = False
    report: bool = False
    extent: bool = False
    year_last: bool = False
    badges: list[str] = field(default_factory=list)
    doubts: dict[str, float] = field(default_factory=dict)

    def take(self, pattern: re.Pattern[str], put: str = " ") -> re.Match[str] | None:
        """Cut the first match out of the text."""
        m = pattern.search(self.text)
        if m:
            self.text = (self.text[: m.start()] + put + self.text[m.end() :]).strip()
        return m


def clean(string: str) -> Draft:
    """The draft of a string without its list label, link badges, identifiers and links."""
    draft = Draft(" ".join(string.split()))
    while m := draft.take(_BADGE, ""):
        draft.badges.append(m[1])
    draft.text = _LABEL.sub("", draft.text, count=1)
    if (m := draft.take(_DOI)) is not None:
        draft.doi = _balanced(re.sub(r"\s", "", m[1]))
    if (m := draft.take(_URL)) is not None:
        draft.url = _balanced(m["url"])
    draft.take(_ACCESS)
    draft.take(_ARCHIVE, "")
    while draft.take(_NUMBERS, ""):
        pass
    draft.take(_POINTER, ".")
    draft.take(_REMARK, "")
    draft.text = draft.text.replace("*", "")
    draft.text = re.sub(r"\s+([.,;])", r"\1", draft.text).strip(" ,;")
    return draft


def _balanced(link: str) -> str:
    """A link without the sentence's own punctuation at its end."""
    link = link.rstrip(".,;:'\"”’")
    while link.endswith((")", "]")) and link.count("(") < link.count(")") + link.count("]") - link.count("["):
        link = link[:-1].rstrip(".,;:")
    return link


def peel(draft: Draft, text: str, *, publisher: bool = True) -> str:
    """Take dates, pages, numbers and (unless told not to) the publisher off the right end; what is left is returned."""
    bare: list[str] = []
    while True:
        text = text.rstrip(" ,;:")
        dotless = text.rstrip(". ")
        shorter = _peel_one(draft, dotless, bare)
        if shorter is None:
            shorter = _peel_brackets(draft, dotless, bare)
        if shorter is None and publisher and not draft.publisher:
            shorter = take_publisher(draft, dotless)
        if shorter is None:
            break
        text = shorter
    _give_bare(draft, bare)
    years = re.fullmatch(rf"({YEAR})[-–—]({YEAR})", draft.pages)
    if years and not draft.volume and not draft.issue and re.search(rf"\b{years[1]}\W", draft.text):
        text, draft.pages = draft.text[: draft.text.index(years[2], draft.text.index(years[1])) + 4], ""
    return text


def _peel_one(draft: Draft, text: str, bare: list[str]) -> str | None:
    for kind, pattern in _PARTS:
        m = pattern.search(text, max(0, len(text) - 80))
        if not m or not _TAKERS[kind](draft, m, bare):
            continue
        return text[: m.start()]
    return None


def _take_pages(draft: Draft, m: re.Match[str], bare: list[str]) -> bool:
    if draft.pages or draft.volume or draft.issue or bare:
        return False
    draft.pages = re.sub(r"\s+", "", m[1])
    return True


def _take_extent(draft: Draft, _: re.Match[str], bare: list[str]) -> bool:
    draft.extent = True
    return not (draft.pages or bare)


def _take_date(draft: Draft, m: re.Match[str], bare: list[str]) -> bool:
    if draft.year is not None and draft.year != int(m[1]):
        return False
    if draft.year is None:
        draft.year, draft.suffix, draft.year_last = int(m[1]), m[2] or "", True
    if bare and not draft.pages:  # "Phys. Rev. 105 (2010) 050502": what stands after the year is the page
        draft.pages = bare.pop()
    return True


def _take_month(draft: Draft, _: re.Match[str], bare: list[str]) -> bool:
    return not bare and bool(draft.year)


def _take_issue(draft: Draft, m: re.Match[str], bare: list[str]) -> bool:
    if draft.issue or draft.volume:
        return False
    if bare and not draft.pages:
        draft.pages = bare.pop()
    draft.issue = re.sub(r"\s+", "", m[1])
    return True


def _take_volume_issue(draft: Draft, m: re.Match[str], bare: list[str]) -> bool:
    inner = m[2].strip()
    if draft.volume or draft.issue or re.fullmatch(rf"{DATE}?{YEAR}", inner, re.IGNORECASE) or not re.search(r"\d|suppl|special|spec", inner, re.IGNORECASE):
        return False
    if re.fullmatch(YEAR, m[1]) and draft.year == int(m[1]):
        return False
    if bare and not draft.pages:
        draft.pages = bare.pop()
    draft.volume, draft.issue = m[1], re.sub(r"^(?:no|nr|issue|iss|n°)\.?\s*|\s+", "", inner, flags=re.IGNORECASE)
    return True


def _take_volume(draft: Draft, m: re.Match[str], bare: list[str]) -> bool:
    if draft.volume:
        return False
    if bare and not draft.pages:
        draft.pages = bare.pop()
    if bare and not draft.issue:
        draft.issue = bare.pop()
    draft.volume = m[1]
    return True


def _take_bare(draft: Draft, m: re.Match[str], bare: list[str]) -> bool:
    """A number without a mark: its place among the others tells what it is, so it waits."""
    if draft.volume or len(bare) >= 3 - bool(draft.pages) - bool(draft.issue) or not (m.start() or bare):
        return False
    if re.fullmatch(YEAR, m[1]) and not (draft.year and (draft.pages or bare)):
        return False
    bare.append(m[1])
    return True


def _give_bare(draft: Draft, bare: list[str]) -> None:
    """Numbers without marks, read from the right: page where none was marked, then issue, then volume."""
    if len(bare) >= 2 and not draft.pages:
        draft.pages = bare.pop(0)
    if len(bare) == 2 and not draft.issue:
        draft.issue = bare.pop(0)
    if bare and not draft.volume:
        draft.volume = bare.pop(0)
        draft.doubts["volume"] = 0.9 if draft.pages else 0.6


_TAKERS: dict[str, Callable[[Draft, re.Match[str], list[str]], bool]] = {
    "pages": _take_pages,
    "extent": _take_extent,
    "date": _take_date,
    "month": _take_month,
    "issue": _take_issue,
    "volume issue": _take_volume_issue,
    "volume": _take_volume,
    "bare": _take_bare,
}


def _peel_brackets(draft: Draft, text: str, bare: list[str]) -> str | None:
    """A bracket at the end that holds nothing but parts: "(3rd ed., pp. 1–9)", "(London: Example Press, 1970)", "(2007)"."""
    m = re.search(r"\s*\(([^()]{2,120})\)$", text)
    if not m:
        return None
    inner = m[1].strip()
    if re.fullmatch(r"(?:in [A-Z]\w+(?: with .*)?|abstract|thesis|dissertation)", inner, re.IGNORECASE):
        return text[: m.start()]
    if re.fullmatch(r"\d{1,3}(?:[-–/]\d{1,3})?", inner) and draft.pages and not draft.issue and not bare:
        draft.issue = inner
        return text[: m.start()]
    if re.fullmatch(rf"{DATE}?({YEAR})[a-z]?", inner, re.IGNORECASE):
        shorter = _peel_one(draft, ". " + inner, bare)
        return text[: m.start()] if shorter is not None else None
    inside = Draft(". " + inner, year=draft.year)
    edition = EDITION.search(inner)
    if edition:
        inside.edition = edition[1].strip()
        inner = inner[: edition.start()] + inner[edition.end() :]
    left = peel(inside, ". " + inner).strip(" .,;:")
    if left and not inside.publisher and inside.year and not draft.year and len(left.split()) <= 6:
        inside.publisher, left = left, ""
    if left or not (inside.pages or inside.volume or inside.publisher or inside.place or inside.edition):
        return None
    for name in ("pages", "volume", "issue", "publisher", "place", "edition", "year"):
        if not getattr(draft, name):
            setattr(draft, name, getattr(inside, name))
    return text[: m.start()]


CITIES = vocabulary(
    "London Oxford Cambridge Paris Berlin Boston Chicago Toronto Ottawa Montreal Montréal Vancouver Washington Philadelphia Princeton Amsterdam Leiden "
    "Dordrecht Rotterdam Utrecht Brussels Bruxelles Geneva Genève Lausanne Zürich Zurich Basel Bern Vienna Wien Munich München Frankfurt Stuttgart "
    "Tübingen Göttingen Heidelberg Opladen Wiesbaden Weinheim Köln Cologne Bonn Hamburg Leipzig Bielefeld Münster Konstanz Darmstadt Rome Roma Milan "
    "Milano Bologna Torino Madrid Barcelona Lisboa Copenhagen København Stockholm Oslo Bergen Helsinki Edinburgh Glasgow Manchester Bristol Cheltenham "
    "Chichester Aldershot Farnham Basingstoke Harmondsworth Dublin Sydney Melbourne Canberra Wellington Tokyo Beijing Singapore Bloomington Berkeley "
    "Stanford Baltimore Ithaca Durham Lanham Cham Hoboken Boulder Minneapolis Hillsdale Mahwah Quebec Québec Laval Kyiv Moscow Warszawa Warsaw Prague "
    "Praha Budapest Athens Lyon Grenoble Toulouse Strasbourg Louvain Leuven Ghent Reinbek Dijon Nashville Hague Rochester Braunschweig Halle Jena Dresden "
    "Hannover Bremen Freiburg Mainz Marburg Kassel Erlangen Würzburg Regensburg Salzburg Graz Innsbruck Linz Luzern Neuchâtel Fribourg Ljubljana Zagreb "
    "Beograd Sofia Bucharest Krakow Poznań Tallinn Riga Vilnius Porto Coimbra Lisbon Valencia Sevilla Granada Naples Napoli Firenze Florence Padova "
    "Venice Venezia Istanbul Ankara Jerusalem Cairo Nairobi Johannesburg Pretoria Lagos Accra Mumbai Delhi Bangalore Shanghai Kyoto Osaka Seoul Manila "
    "Jakarta Auckland Brisbane Adelaide Perth Calgary Edmonton Winnipeg Halifax Kingston Waterloo Gothenburg Göteborg Lund Uppsala Aarhus Odense Turku "
    "Trondheim Reykjavik Luxembourg Liège Antwerp Antwerpen Groningen Nijmegen Maastricht Delft Leeds Sheffield Birmingham Liverpool Nottingham Leicester "
    "Cardiff Belfast Aberdeen Brighton Exeter Atlanta Austin Houston Dallas Denver Seattle Portland Pittsburgh Detroit Cleveland Columbus Madison Tucson"
)
_STATE = re.compile(
    rf",\s?(?:[{UPPER}]{{2}}|[{UPPER}]\.[{UPPER}]\.|(?:Del|Nev|Mass|Conn|Calif|Ill|Mich|Minn|Wash|Ont|Que|Col|Colo|Fla|Tex|Hants|Penn|Pa|Va|Md|Ga|Wis|Ore|Ariz)\.?)$"
)
_TOWN_OF_TWO = re.compile(
    r"New (?:York|Haven|Brunswick|Delhi)|San Francisco|Los Angeles|Englewood Cliffs|Thousand Oaks|Beverly Hills|Newbury Park|Den Haag|The Hague|St\. Louis|"
    r"Notre Dame|Ann Arbor|São Paulo|Buenos Aires|Hong Kong|Baden-Baden|South Melbourne|Upper Saddle River|Rio de Janeiro|Tel Aviv"
)
_PUBLISHING = re.compile(
    r"\b(?:press|publish\w*|publications?|verlag\w*|books|university|universität\w*|université|universidad|presses|éditions?|editora?|routledge|springer|"
    r"wiley|elsevier|sage|palgrave|macmillan|penguin|mcgraw|addison|kluwer|elgar|blackwell|erlbaum|pergamon|prentice|nelson|pearson|harper|norton|"
    r"hall|vintage|suhrkamp|campus|leske|beltz|juventa|transcript|nomos|gallimard|puf|armand colin|rand|brill|ashgate|ieee|acm|usenix|oup|cup|mit|"
    r"hogrefe|huber|oldenbourg|beck|vandenhoeck|budrich|waxmann|vs|uvk|stationery|hmso|mohr|academic)\b|\bUP\b",
    re.IGNORECASE,
)
_TOWN = rf"(?:St\.\s)?[{UPPER}][\w’'-]*(?:\s(?:(?:of|am|upon|on|sur|la|le|de|do|den|im|an der)\s)?[{UPPER}][\w’'-]*){{0,3}}(?:\sa\.\s?M\.?|/M\.?)?"
_PLACE = rf"{_TOWN}(?:,\s(?:[{UPPER}]{{2,3}}|(?:[{UPPER}]\.){{2,3}}|[{UPPER}][a-z]{{2,4}}\.|{_TOWN}))?(?:\s?(?:/|;|,?\s(?:and|&|und|et)\s)\s?{_TOWN}){{0,2}}"
_PLACE_FIRST = re.compile(rf"(?:[.?!,;–]\s*|[”\"’'»]\s*|\s(?=\())\(?(?P<place>{_PLACE})\s?:\s?(?P<publisher>[^:“”]{{2,90}})\)?$")
_PUBLISHER_FIRST = re.compile(rf"[.?!,;”\"»]\s*\(?(?P<publisher>[^.,;:“”()]{{2,70}}),\s?(?P<place>{_PLACE})\)?$")
_PLACE_THEN_PUBLISHER = re.compile(rf"[.?!,;”\"»]\s*\(?(?P<place>{_TOWN}(?:,\s[{UPPER}]{{2}})?),\s?(?P<publisher>[^.,;:“”()]{{2,70}})\)?$")
_ONLY_PLACE = re.compile(rf"[.?!,;”\"»–]\s*(?P<place>{_PLACE})$")
_ONLY_PUBLISHER = re.compile(r"[.?!,;”\"»]\s*\(?(?P<publisher>[^.,;:“”()]{2,70})\)?$")


def _known_town(text: str) -> bool:
    return re.split(r"[ ,/;-]", text)[0] in CITIES or _TOWN_OF_TWO.match(text) is not None


def is_place(text: str) -> bool:
    """Whether a printed place starts with a city where much is published, or ends with a state's or country's short form."""
    return _known_town(text) or _STATE.search(text) is not None


def is_publisher(text: str) -> bool:
    """Whether a text reads as a publisher's name."""
    return _PUBLISHING.search(text) is not None


def take_publisher(draft: Draft, text: str) -> str | None:
    """Place and publisher off the right end: "Place: Publisher", "Publisher: Place", "Publisher, Place", "Publisher" or "Place"."""
    m = _match_to_end(_PLACE_FIRST, text)
    if m and len(m["publisher"].split()) <= 10 and (is_place(m["place"]) or is_publisher(m["publisher"]) or m.start() > 0):
        place, publisher = m["place"].strip(), m["publisher"].strip(" ()")
        if is_publisher(place) and not is_place(place):
            place, publisher = publisher, place
        sure = is_place(place) or is_publisher(publisher)
        draft.place, draft.publisher = place, publisher
        draft.doubts["publisher"] = draft.doubts["place"] = 0.97 if sure else 0.8
        return text[: m.start()] + text[m.start() : m.start("place")].strip(" (,;")
    m = _match_to_end(_PUBLISHER_FIRST, text)
    if m and (is_publisher(m["publisher"]) or (is_place(m["place"]) and is_body(m["publisher"]))):
        draft.publisher, draft.place = m["publisher"].strip(), m["place"].strip()
        draft.doubts["publisher"] = draft.doubts["place"] = 0.8 if is_publisher(m["publisher"]) and is_place(m["place"]) else 0.6
        return text[: m.start() + 1]
    m = _match_to_end(_PLACE_THEN_PUBLISHER, text)
    if m and is_place(m["place"]) and (is_publisher(m["publisher"]) or (text[m.start()] == "." and len(m["publisher"].split()) <= 4)):
        draft.publisher, draft.place = m["publisher"].strip(), m["place"].strip()
        draft.doubts["publisher"] = draft.doubts["place"] = 0.8
        return text[: m.start() + 1]
    m = _match_to_end(_ONLY_PLACE, text)
    if m and is_place(m["place"]) and not draft.place and not is_publisher(m["place"]):
        draft.place = m["place"].strip()
        draft.doubts["place"] = 0.7
        return text[: m.start() + 1]
    m = _match_to_end(_ONLY_PUBLISHER, text)
    short = m is not None and draft.year_last and text[m.start()] == "." and re.fullmatch(rf"[{UPPER}]\w+(?:\s[{UPPER}]\w+){{0,2}}", m["publisher"])
    if m and (is_publisher(m["publisher"]) or is_body(m["publisher"]) or short):
        draft.publisher = m["publisher"].strip()
        draft.doubts["publisher"] = 0.6
        return text[: m.start() + 1]
    return None


def _match_to_end(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The reading of the text's end that starts with a known city, else with a state's short form, else the shortest."""
    found = []
    for at in range(max(0, len(text) - 140), len(text)):
        if text[at] in ".?!,;”\"’'»–( " and (m := pattern.match(text, at)):
            found.append(m)
    if not found:
        return None
    named = [m.groupdict() for m in found]
    for known in (_known_town, is_place):
        for m, groups in zip(found, named, strict=True):
            if "place" in groups and known(groups["place"]) and not (pattern is _PUBLISHER_FIRST and is_place(groups["publisher"])):
                return m
    for m, groups in zip(found, named, strict=True):
        if pattern is not _PLACE_FIRST and is_publisher(groups.get("publisher", "")):
            return m
    return next((m for m in found if text[m.start()] in ".?!”\""), found[-1])
