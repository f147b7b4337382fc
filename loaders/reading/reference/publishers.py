"""Who published a work and where, off the right end of a reference: "Place: Publisher", "Publisher, Place" and shorter.

A colon after a place tells most; without it, words that publishers' names have and towns where much is published decide.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from loaders._words import vocabulary
from loaders.reading.names import UPPER, is_body, places

if TYPE_CHECKING:
    from loaders.reading.reference.parts import Draft

CITIES = vocabulary(
    "London Oxford Cambridge Paris Berlin Boston Chicago Toronto Ottawa Montreal Montréal Vancouver Washington Philadelphia Princeton "
    "Amsterdam Leiden Dordrecht Rotterdam Utrecht Brussels Bruxelles Geneva Genève Lausanne Zürich Zurich Basel Bern Vienna Wien "
    "Munich München Frankfurt Stuttgart Tübingen Göttingen Heidelberg Opladen Wiesbaden Weinheim Köln Cologne Bonn Hamburg Leipzig "
    "Bielefeld Münster Konstanz Darmstadt Rome Roma Milan Milano Bologna Torino Madrid Barcelona Lisboa Copenhagen København "
    "Stockholm Oslo Bergen Helsinki Edinburgh Glasgow Manchester Bristol Cheltenham Chichester Aldershot Farnham Basingstoke "
    "Harmondsworth Dublin Sydney Melbourne Canberra Wellington Tokyo Beijing Singapore Bloomington Berkeley Stanford Baltimore Ithaca "
    "Durham Lanham Cham Hoboken Boulder Minneapolis Hillsdale Mahwah Quebec Québec Laval Kyiv Moscow Warszawa Warsaw Prague Praha "
    "Budapest Athens Lyon Grenoble Toulouse Strasbourg Louvain Leuven Ghent Reinbek Dijon Nashville Hague Rochester Braunschweig "
    "Halle Jena Dresden Hannover Bremen Freiburg Mainz Marburg Kassel Erlangen Würzburg Regensburg Salzburg Graz Innsbruck Linz "
    "Luzern Neuchâtel Fribourg Ljubljana Zagreb Beograd Sofia Bucharest Krakow Poznań Tallinn Riga Vilnius Porto Coimbra Lisbon "
    "Valencia Sevilla Granada Naples Napoli Firenze Florence Padova Venice Venezia Istanbul Ankara Jerusalem Cairo Nairobi "
    "Johannesburg Pretoria Lagos Accra Mumbai Delhi Bangalore Shanghai Kyoto Osaka Seoul Manila Jakarta Auckland Brisbane Adelaide "
    "Perth Calgary Edmonton Winnipeg Halifax Kingston Waterloo Gothenburg Göteborg Lund Uppsala Aarhus Odense Turku Trondheim "
    "Reykjavik Luxembourg Liège Antwerp Antwerpen Groningen Nijmegen Maastricht Delft Leeds Sheffield Birmingham Liverpool Nottingham "
    "Leicester Cardiff Belfast Aberdeen Brighton Exeter Atlanta Austin Houston Dallas Denver Seattle Portland Pittsburgh Detroit "
    "Cleveland Columbus Madison Tucson"
)
_STATE = re.compile(
    rf",\s?(?:[{UPPER}]{{2}}|[{UPPER}]\.[{UPPER}]\.|(?:Del|Nev|Mass|Conn|Calif|Ill|Mich|Minn|Wash|Ont|Que|Col|Colo|Fla|Tex|Hants|"
    rf"Penn|Pa|Va|Md|Ga|Wis|Ore|Ariz)\.?)$"
)
_TOWN_OF_TWO = re.compile(
    r"New (?:York|Haven|Brunswick|Delhi)|San Francisco|Los Angeles|Englewood Cliffs|Thousand Oaks|Beverly Hills|Newbury Park|Den "
    r"Haag|The Hague|St\. Louis|"
    r"Notre Dame|Ann Arbor|São Paulo|Buenos Aires|Hong Kong|Baden-Baden|South Melbourne|Upper Saddle River|Rio de Janeiro|Tel Aviv"
)
_PUBLISHING = re.compile(
    r"\b(?:press|publish\w*|publications?|\w*verlag\w*|books|university|universität\w*|université|universidad|presses|éditions?|editora?|"
    r"routledge|springer|wiley|elsevier|sage|palgrave|macmillan|penguin|mcgraw|addison|kluwer|elgar|blackwell|erlbaum|pergamon|prentice|"
    r"nelson|pearson|harper|norton|hall|vintage|suhrkamp|campus|leske|beltz|juventa|transcript|nomos|gallimard|puf|armand colin|rand|brill|"
    r"ashgate|ieee|acm|usenix|oup|cup|mit|hogrefe|huber|oldenbourg|beck|vandenhoeck|budrich|waxmann|vs|uvk|stationery|hmso|mohr|academic)"
    r"\b|\bUP\b",
    re.IGNORECASE,
)
_INSIDE_TOWN = r"(?:(?:of|am|upon|on|sur|la|le|de|do|den|im|an der)\s)?"
_TOWN = rf"(?:St\.\s)?[{UPPER}][\w’'-]*(?:\s{_INSIDE_TOWN}[{UPPER}][\w’'-]*){{0,3}}(?:\sa\.\s?M\.?|/M\.?)?"
_AFTER_TOWN = rf"(?:,\s(?:[{UPPER}]{{2,3}}|(?:[{UPPER}]\.){{2,3}}|[{UPPER}][a-z]{{2,4}}\.|{_TOWN}))?"
_PLACE = rf"{_TOWN}{_AFTER_TOWN}(?:\s?(?:/|;|,?\s(?:and|&|und|et)\s)\s?{_TOWN}){{0,2}}"
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


def _ends_in_country(text: str) -> bool:
    """Whether a text is a town and its country ("Lisbon, Portugal"), which no publisher's name is."""
    town, comma, country = text.rpartition(", ")
    return bool(comma) and not is_publisher(town) and country.casefold() in _regions()


@lru_cache(maxsize=1)
def _regions() -> frozenset[str]:
    """Names of countries, and of the states and provinces that are printed behind towns (source: ISO 3166 by pycountry)."""
    import pycountry

    register: Any = pycountry.subdivisions
    return places() | {part.name.casefold() for part in register.get(country_code="US")} | {"uk", "usa", "the netherlands"}


def is_region(text: str) -> bool:
    """Whether a text is a state, a province or a country, or the short form of one ("Nev."), as it follows a town."""
    return text.casefold() in _regions() or _STATE.fullmatch(f", {text}") is not None


def is_publisher(text: str) -> bool:
    """Whether a text reads as a publisher's name."""
    return _PUBLISHING.search(text) is not None


def take_publisher(draft: Draft, text: str) -> str | None:
    """Place and publisher off the right end: "Place: Publisher", "Publisher: Place", "Publisher, Place", "Publisher" or "Place"."""
    m = _match_to_end(_PLACE_FIRST, text)
    if m and len(m["publisher"].split()) <= 10 and (is_place(m["place"]) or is_publisher(m["publisher"]) or m.start() > 0):
        place, publisher = m["place"].strip(), m["publisher"].strip(" ()")
        if not is_place(place) and (is_publisher(place) or _ends_in_country(publisher)):
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
    short = (
        m is not None
        and draft.year_last
        and text[m.start()] == "."
        and re.fullmatch(rf"[{UPPER}]\w+(?:\s[{UPPER}]\w+){{0,2}}", m["publisher"])
    )
    if m and (is_publisher(m["publisher"]) or is_body(m["publisher"]) or short):
        draft.publisher = m["publisher"].strip()
        draft.doubts["publisher"] = 0.6
        return text[: m.start() + 1]
    return None


def _match_to_end(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The reading of the text's end that starts with a known city, else with a state's short form, else the shortest."""
    starts = (at for at in range(max(0, len(text) - 140), len(text)) if text[at] in ".?!,;”\"’'»–( ")
    found = [m for at in starts if (m := pattern.match(text, at))]
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
    return next((m for m in found if text[m.start()] in '.?!”"'), found[-1])
