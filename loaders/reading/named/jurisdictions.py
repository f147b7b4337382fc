"""Places that a text names: countries, their subdivisions, unions, regions and cities, by name or by adjective.

Names and codes: ISO 3166 through pycountry, and `places.txt` beside this file. Only what stands in the text counts: nothing follows
from what one knows of a body or a person.
"""

from __future__ import annotations

import gettext
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ahocorasick_rs

from loaders._words import vocabulary
from loaders.reading.named import parts
from loaders.reading.prose import document, languages
from loaders.reading.prose.document import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.reading.prose.document import Reading

WORDS, ABROAD = Path(__file__).with_name("places.txt"), Path(__file__).with_name("places_abroad.txt")
ELISION = re.compile(r"(?:^|\W)[LlDd][’']$")
FEDERATIONS = (
    *("CA", "AU", "US", "DE", "AT", "CH", "ES", "IT", "NO", "IN", "BR", "BE", "ZA", "KE", "CN", "KR", "JP", "MX", "NG", "PK", "AR", "CL"),
    *("CO", "MY", "NL", "NZ", "DK", "FR", "ID"),
)
"""Countries whose first subdivisions prose names without a word beside them; where two have one of the same name the earlier counts."""

KIND_OF_PART = re.compile(
    r"(?: Sheng| Shi| Zizhiqu|-do| (?:Huizu|Uygur|Zhuangzu) Zizhiqu|-gwangyeoksi|-teukbyeolsi|-teukbyeoljachido| City|"
    r" Federal Capital Territory)$"
)
"""What registers add to a name that prose leaves out."""

COMPASS = re.compile(
    r"(?:(?:the )?\b(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est)(?:ern|[- ](?:[Ee]ast|[Ww]est)(?:ern)?)?|\b(?:[Cc]entral|[Rr]ural|[Uu]rban)|"
    r"\b(?:City|Municipality|Province|State|Region|Canton|County) of) $"
)
PART_OF_COUNTRY = re.compile(
    r"\b(?:(?:[Ss]tates?|[Pp]rovinces?|[Rr]egions?|[Cc]antons?) of (?:the )?|(?:cantons?|régions?|provinces?) (?:de |du |d[’'])|Kantons? )$"
)
"""Before the name of a city that is also that of a part of the country: the latter is meant."""

PLACING = re.compile(
    r"(?:\b(?:[Ii]n|of|[Ff]rom|across|for|within|throughout|to|between|outside|inside|and|or|than|like|as|at|by|versus|"
    r"vs\.?|the|state|province|og|i|fra|und|in|aus|et|en|frå|på|av|til|hos|mellom|eller|von|im|nach|bei|für|zwischen|oder|des|der|"
    r"à|de|du|au|aux|dans|entre|vers|pour|ou|région|fylke|Kanton|Bundesland|Stadt|ville|"
    r"region|country|countries|canton|Land|including|namely|that)|[,(;:/–—])\s$"
)
GOVERNED = re.compile(
    r"^(?:['’]s?\b|\s(?:government|state|province|prefecture|public|local|federal|provincial|regional|municipal|ministr|parliament|cabinet|"
    r"civil|council|court|"
    r"agenc|polic|case|experience|reform|health|welfare|municipalit|cities|city|county|administration))",
    re.IGNORECASE,
)
UNIVERSITY_BEFORE = re.compile(r"(?:Universit\w+|College|School|Institute|Press|Journal|Review|Bank) (?:of|de|du|at) (?:the )?$")
UNIVERSITY_AFTER = re.compile(r"^(?: State)? (?:Universit|College|Press\b|Journal|Review of)")
LANGUAGE = re.compile(
    r"^(?:(?:,|,? and|,? or) [A-Z][a-z]+)*"
    r"(?:[- ](?:language|translation|speaking|speaker|version|title|abstract|word|term|text|literature|edition)| (?:was|"
    r"were|is|are)\b|[).;:]|$)"
)
UNITS_FOLLOW = re.compile(
    r"^(?: [\w-]+){0,3} (?:countries|states|cities|municipalities|governments|regions|cases|case stud|democracies|nations|societies|"
    r"welfare|(?:public |local |private )?sectors?\b|public administrations?|administrations|bureaucracies|universities|citizens)"
)
EUROPEAN = re.compile(r"(?<![\w-])European(?! Union| Commission| Parliament| Council| Court)(?![\w])")
COUNCIL = re.compile(r"(?<![\w-])((?:[A-Z][\w-]+ )?[A-Z][\w-]+) (?:County|City|Borough|District|Metropolitan Borough) Council\b")
NO_PLACE = re.compile(
    r"^(?: [Ww]alls?| Conventions?| Consensus| Declaration| Protocol| Agreement| Accords?| Treat(?:y|ies)| Process| Charter| Principles|"
    r" Statute| Agenda| Compact| Summit| [Cc]lub| style\b|, et al\b| et al\b|"
    r" delight| baths?\b| pastr(?:y|ies)| windows?\b| fries\b| massages?| nuts?\b| vultures?| pigs?\b| roulette| dolls?\b| flu\b| cheese|"
    r" army kni| courage\b| standoff| hats?\b| auctions?\b| door polic| tribes?\b| reservations?\b|"
    r" nations?\b(?=.{0,40}\b(?:[Tt]rib|[Ii]ndigenous|treat)))"
)
"""What follows a name that is part of another thing's: a treaty, a school of thought, a dish."""

CITED = re.compile(r"^(?:,? | and [A-Z][\w-]+ )\((?:19|20)\d\d[a-z]?(?:[),;:]|, p)")
"""What follows an author's name that is also a place's: "London (2011)"."""

PLAIN_COUNTRY = re.compile(r"(?!EU|UN)[A-Z]{2}")
NO_SURNAME = re.compile(r"[A-Z]{2}|EU|UN|region:.+")
SURNAMES = vocabulary(
    "Ireland England France Holland Jordan Israel Wales Poland Spain Britain Scotland Chad Ghana German French English Irish Welsh"
)
"""Names of countries that are authors' too; of the other countries' none is, so that a year behind "Norway (2010)" makes it no author."""

ENUMERATED = re.compile(r"\b(?:[Ii]n|of|[Ff]rom|across|for|between) (?:the )?(?:[A-Z][\w-]+ \((?:19|20)\d\d[^)]*\)(?:,| and|, and|;) )*$")
"""Places that a year stands behind, and no authors: "in Greece (2010) and Ireland (2008)"."""

FAR_BEFORE = 120
"""Characters in which such places may stand in a row."""

COMBINING = {"Franco": "FR", "Sino": "CN", "Russo": "RU", "Italo": "IT", "Hispano": "ES", "Luso": "PT", "Austro": "AT", "Indo": "IN"}
PAIRED = re.compile(rf"(?<![\w-])({'|'.join(COMBINING)})[-–](?=[A-Z])(?!Pacific|European|Aryan)")
BESIDE_ANOTHER = re.compile(rf"(?:\b(?:{'|'.join(COMBINING)}|Anglo)|[A-Z][a-z]+(?:sh|an|ese|ch|iss)|\bU\.?[SK]\.?|\bEU)[-–]$")
"""Two peoples in one word: "Franco-German", "Dutch-Belgian", "EU-China"."""

FIRST_NAMES = vocabulary("Virginia Georgia Victoria Jordan Chad Carolina Israel Paris Florence Sydney India Kenya Holland Dallas")
NOT_ALONE = vocabulary(
    "Washington Georgia Victoria Limburg Nord Norte Para Acre Jura Uri Salzburg Maine Indiana Wien Plateau Rivers Delta Niger "
    "Nelson Tasman "
    "Cesar Magdalena Bolívar Santander Sucre Meta Caldas Nandi Durango Hidalgo Guerrero Morelos Mendoza Córdoba Formosa Corrientes "
    "Misiones "
    "Auckland Utrecht Groningen Sonora Abuja Lagos Nairobi Mombasa Buenos Macao Taiwan Islamabad Osaka Kyoto Saga Nara Mie Kochi "
    "México Marlborough Canterbury Nelson Chaco"
)
BESIDE = re.compile(r"(?:, | and | og | und | et |, and )(?=[A-Z])")
LONE_NAME = re.compile(
    r"[A-ZÀ-Þ][a-zà-ÿ’-]{3,}(?=[.,;:)?]|$| (?:and|og|und|et|to|in|is|are|was|were|has|have|between|from|with|that|who|which)\b)"
)
OWN_TOWN = re.compile(
    r"(?:\b(?:[Mm]unicipality|[Cc]ity|[Tt]own|[Bb]orough|[Vv]illage|"
    r"[Kk]ommune) of (?P<first>[A-ZÀ-Þ][a-zà-ÿ-]{2,}(?: [A-ZÀ-Þ][a-zà-ÿ-]{2,})?)|"
    r"(?<![.?!] )\b(?P<last>[A-ZÀ-Þ][a-zà-ÿ-]{3,}) (?:[Mm]unicipality|[Cc]ity [Cc]ouncil|kommune)\b)"
)
"""Towns that the words beside them make so; their country is the one that the text names."""


@dataclass(slots=True, frozen=True)
class Found:
    """A place named at `place`; `label` is its printed name, empty where an adjective names it."""

    code: str
    label: str
    place: Place

    @property
    def people(self) -> bool:
        """Whether its people are named, and not the place: "Ukrainians"."""
        return not self.label and self.place.text.endswith("s")


@dataclass(slots=True, frozen=True)
class _Name:
    code: str
    text: str
    adjective: bool
    guarded: bool


def found(reading: Reading) -> list[Found]:
    """The places that a passage names, in order, each time it does."""
    if "places" not in reading.known:
        reading.known["places"] = _found(reading)
    return reading.known["places"]


def _found(reading: Reading) -> list[Found]:
    met = list(_by_name(reading))
    met += _parts(reading, met)
    met += _towns(reading, met)
    return sorted(met, key=lambda each: each.place.start)


def _by_name(reading: Reading) -> list[Found]:
    """The places that are known by their names alone."""
    if "names" in reading.known:
        return reading.known["names"]
    text, met = reading.text, list[Found]()
    tongue = languages.language(text)
    names, automaton = _names(abroad=tongue != "en")
    for which, start, end in automaton.find_matches_as_indexes(text):
        if _bounded(text, start, end, elided=tongue == "fr"):
            name = _meant(names[which], reading, start, end)
            if name:
                first = start + (4 if text.startswith("the ", start) else 0)
                place = Place(reading, _compass(text, first), end)
                met.append(Found(_code(name), "" if name.adjective else text[first:end], place))
    taken = {each.place.start for each in met}
    met += [each for each in _more(reading) if each.place.start not in taken]
    reading.known["names"] = met
    return met


def _more(reading: Reading) -> Iterator[Found]:
    for match in EUROPEAN.finditer(reading.text):
        if UNITS_FOLLOW.match(reading.text[match.end() : match.end() + 60]):
            yield Found("region:europe", "", Place(reading, match.start(), match.end()))
    for match in PAIRED.finditer(reading.text):
        yield Found(COMBINING[match[1]], "", Place(reading, match.start(1), match.end(1)))
    for match in COUNCIL.finditer(reading.text):
        code = _british().get(match[1].casefold())
        if code:
            yield Found(code, match[1], Place(reading, match.start(1), match.end(1)))


def _parts(reading: Reading, met: list[Found]) -> Iterator[Found]:
    """Provinces and districts of the countries that the work names."""
    beside = reading.known.get(document.BESIDE) or [reading]
    countries = dict.fromkeys(each.code for other in beside for each in _by_name(other) if PLAIN_COUNTRY.fullmatch(each.code))
    if languages.language(reading.text) == "fr" and "CA" not in countries:
        countries["FR"] = None
    for code, start, end in parts.named(reading.text, countries, [(each.place.start, each.place.end) for each in met]):
        after = reading.text[end : end + 60]
        if not (NO_PLACE.match(after) or CITED.match(after) or UNIVERSITY_AFTER.match(after)):
            yield Found(code, reading.text[start:end], Place(reading, start, end))


def _towns(reading: Reading, met: list[Found]) -> Iterator[Found]:
    """Names that stand in a row after a town ("Lyon and Vaulx"), or that "municipality" makes one, where one country is named."""
    text, taken = reading.text, {each.place.start for each in met}
    countries = {each.code[:2] for each in met if re.match(r"[A-Z]{2}(?:-|$)", each.code)} - {"EU", "UN"}
    for each in met:
        at = each.place.end
        while each.code.partition(":")[0].endswith("-locality") and countries <= {each.code[:2]} and (joint := BESIDE.match(text, at)):
            name = LONE_NAME.match(text, joint.end())
            if name is None or name.start() in taken or not PLACING.search(text[max(0, each.place.start - 24) : each.place.start]):
                break
            taken.add(name.start())
            at = name.end()
            yield Found(f"{each.code.partition(':')[0]}:{name[0]}", name[0], Place(reading, name.start(), at))
    if len(countries) == 1:
        for match in OWN_TOWN.finditer(text):
            which = "first" if match["first"] else "last"
            start, end = match.span(which)
            if not any(each.place.start < end and start < each.place.end for each in met) and start not in taken:
                yield Found(f"{min(countries)}-locality:{match[which].replace(' ', '-')}", match[which], Place(reading, start, end))


def most_specific(codes: Iterable[str]) -> list[str]:
    """The codes without those that contain another of them: a country beside its own province or city."""
    held = list(dict.fromkeys(codes))
    return [c for c in held if not any(o != c and (o.startswith(c + "-") or (c == "GB" and o.startswith("GB-"))) for o in held)]


def _code(name: _Name) -> str:
    return f"{name.code}:{name.text.removeprefix('the ').replace(' ', '-')}" if name.code.endswith("-locality") else name.code


def _bounded(text: str, start: int, end: int, *, elided: bool) -> bool:
    if elided and ELISION.search(text[max(0, start - 3) : start]):
        return not text[end : end + 1].isalnum()
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if before in ("-", "–") and BESIDE_ANOTHER.search(text[max(0, start - 16) : start]):
        before = ""
    return not (before.isalnum() or before in tuple("-’'_@.") or after.isalnum() or after == "_")


def _compass(text: str, start: int) -> int:
    before = COMPASS.search(text[max(0, start - 24) : start])
    return start - len(before[0].removeprefix("the ")) if before else start


def _meant(choices: list[_Name], reading: Reading, start: int, end: int) -> _Name | None:
    """Which place is meant, or None where the words are no place here."""
    text = reading.text
    before, after = text[max(0, start - 40) : start], text[end : end + 60]
    if UNIVERSITY_BEFORE.search(before) or UNIVERSITY_AFTER.match(after) or NO_PLACE.match(after):
        return None
    name = choices[0]
    an_author = text[start:end] in SURNAMES or not NO_SURNAME.fullmatch(name.code)
    if an_author and CITED.match(after) and not ENUMERATED.search(text[max(0, start - FAR_BEFORE) : start]):
        return None
    if name.code.endswith("-locality") and re.match(r" ?: [A-Z]", after):
        return None
    if len(choices) > 1:
        american = re.search(r"\bUnited States|\bU\.?S\.?\b|\bAmerican\b|\bstate(?:s|wide)? (?:of|government)", text)
        likely = [c for c in choices if c.code.startswith("US") == bool(american)] or choices
        name = next((c for c in likely if _country(c.code[:2]) in text), likely[0])
        if PART_OF_COUNTRY.search(before):
            name = next((c for c in choices if c.code[:2] == name.code[:2] and not c.code.endswith("-locality")), name)
    if name.adjective:
        tongue = languages.language(text)
        follows = tongue == "fr"  # the noun stands before it
        return name if follows or _is_adjective_of_place(name, before, after, tongue) else None
    word = text[start:end]
    surname = re.match(r" [A-Z][a-zé]+", after) and word in FIRST_NAMES and not GOVERNED.match(after)
    if surname or re.search(r"\b[A-Z]\. $|\b(?:Dr|Mr|Ms|Prof)\.? $", before):
        return None
    if name.guarded and not (PLACING.search(before) or GOVERNED.match(after)):
        return None
    return name


@lru_cache(maxsize=256)
def _country(code: str) -> str:
    country = _registers()[0].get(alpha_2=code)
    return str(getattr(country, "common_name", country.name)) if country else code


def _is_adjective_of_place(name: _Name, before: str, after: str, tongue: str) -> bool:
    if name.guarded and not GOVERNED.match(after):
        return False
    if name.text == "Indian" and (before.endswith("American ") or after.startswith(" Ocean")):
        return False
    if tongue == "de" and name.text.endswith("er") and name.text[0].isupper():  # "Hamburger Verwaltung"
        return re.match(r" [A-ZÄÖÜ]", after) is not None
    if tongue != "en" or name.text.endswith("ans"):
        return True
    if re.search(r"\b(?:in|into|from|or) $", before) and not re.match(r" [a-z]", after):
        return False
    return not LANGUAGE.match(after)


@lru_cache(maxsize=2)
def _names(*, abroad: bool) -> tuple[list[list[_Name]], ahocorasick_rs.AhoCorasick]:
    table: dict[str, list[_Name]] = {}
    for name in (*(_translated() if abroad else ()), *_own_names(WORDS), *_iso_names()):
        held = table.setdefault(name.text, [])
        if not any(each.code == name.code for each in held):
            held.append(name)
    for text, held in table.items():
        if len({each.code[:2] for each in held}) == 1:
            parts = [each for each in held if not each.code.endswith("-locality")]
            table[text] = held[:1] if held[0] in parts else held[:1] + parts[:1]
    kind = ahocorasick_rs.MatchKind.LeftmostLongest
    return list(table.values()), ahocorasick_rs.AhoCorasick(list(table), matchkind=kind)


def _translated() -> Iterator[_Name]:
    """The names of countries in the other languages that are read: our table, then the register's translations."""
    yield from _own_names(ABROAD)
    import pycountry

    for tongue in ("de", "fr", "nb_NO"):
        try:
            told = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[tongue]).gettext
        except OSError:
            continue
        for country in _registers()[0]:
            for text in {told(getattr(country, "common_name", country.name)), told(country.name)}:
                if re.fullmatch(r"[^\W\d_][\w .’'-]{3,}", text):
                    yield _Name(country.alpha_2, text, adjective=False, guarded=False)


def _own_names(table: Path) -> Iterator[_Name]:
    for line in table.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, names, adjectives = line.split("|")
            for adjective, printed in ((False, names), (True, adjectives)):
                texts = [text for one in filter(None, printed.split(";")) for text in _endings(one)]
                people = [f"{text}s" for text in texts if adjective and text.endswith("an") and text[0].isupper()]
                for text in [*texts, *people, *(text.capitalize() for text in texts if text.islower())]:
                    yield _Name(code, text.removesuffix("?"), adjective, text.endswith("?") or code.endswith("-locality"))


def _endings(word: str) -> list[str]:
    return [word[:-1] + ending for ending in ("e", "en", "er", "es", "em")] if word.endswith("~") else [word]


def _iso_names() -> Iterator[_Name]:
    countries, subdivisions = _registers()
    for country in countries:
        for text in _registered(country):
            if re.fullmatch(r"[^\W\d_][\w .’'-]{3,}", text) and text not in ("Georgia", "Jersey", "Jordan", "Chad", "Mali", "Peru"):
                yield _Name(country.alpha_2, text, adjective=False, guarded=False)
    for federation in FEDERATIONS:
        for part in subdivisions.get(country_code=federation) or ():
            name = KIND_OF_PART.sub("", re.sub(r" [\[(].*", "", part.name))
            if part.parent_code is None and re.fullmatch(r"[A-ZÀ-Þ][\w ’'-]{3,}", name):
                texts = [f"{name} {kind}" for kind in ("State", "Province", "Region")] if name in NOT_ALONE else [name, _plain(name)]
                for text in dict.fromkeys(texts):
                    yield _Name(part.code, text, adjective=False, guarded=True)


def _registered(country: Any) -> Iterator[str]:
    """A country's names in the register, one that is turned round ("Congo, The Democratic Republic of the") as prose has it."""
    for text in {country.name, getattr(country, "common_name", country.name), getattr(country, "official_name", country.name)}:
        name, comma, before = text.partition(", ")
        yield f"{before.removeprefix('The ')} {name}" if comma else text


def _plain(name: str) -> str:
    """The name without its accents, as English prose prints it."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def _registers() -> tuple[Any, Any]:
    import pycountry  # only where a text is read: it takes a while

    return pycountry.countries, pycountry.subdivisions


@lru_cache(maxsize=1)
def _british() -> dict[str, str]:
    parts = _registers()[1].get(country_code="GB") or ()
    return {re.sub(r",.*| \[.*", "", part.name).casefold(): part.code for part in parts}
