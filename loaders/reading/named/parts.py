"""Provinces, districts and counties of any country that a text names, by their names in ISO 3166-2.

Beside its country a part is known without a word of its own: "Malawi … in Zomba". The parts of federations are known anywhere
(jurisdictions.py).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from loaders._words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CAPITALISED = r"[A-ZÀ-ÞĀ-Ž](?:(?![A-ZÀ-Þ_\d])[\w’'-])+"
NAME = re.compile(rf"(?<![\w’'-]){CAPITALISED}(?:[ -]{CAPITALISED}){{0,2}}(?![\w-])")
KIND = re.compile(
    r"^(?:Landskapet|Kraj|Província de|Provincia de|Región de|Wilayat?|Muḩāfaz̧at) |"
    r" (?:län|kraj|oblast[’']?|[Cc]ounty|[Pp]rovince|[Rr]egion|[Dd]istrict|[Dd]epartment|[Gg]overnorate|[Pp]refecture|[Mm]unicipality)$"
)
"""What registers add to a name that prose leaves out."""

PLACED = re.compile(
    r"(?:\b(?:[Ii]n|of|[Ff]rom|across|within|between|at|near|around|and|or|i|fra|frå|og|in|aus|und|à|en|de|et|dans|la|le|les|region|province|district|"
    r"county|canton|the)|[,;(:])\s$"
)
BESIDE = re.compile(r"^(?:(?:,| and| or|, and|’s|'s)? |[.,;:)’']|$)")
WORDS_TOO = vocabulary(
    "Central Eastern Western Northern Southern North South East West Coast Capital Islands National Federal Metropolitan Nord Norte Centre "
    "Center Centro Sur Est Ouest Island Mara Nan Trat Man Lot Ain Aube Manche Eure Tarn Var Como Union Liberty Liberal Savannah Bay Lagos "
    "Volta Lakes River Rivers Plateau Unity Victoria Nelson Tasman Delta Para Acre Meta Sucre Public Cities Guarda Faro Beja Ida Wele"
)
"""Names of parts that are plain words of places as well, or others' names."""

BARRED = str.maketrans("ıłŁøØđĐ", "ilLoOdD")
"""Letters that no accent can be taken from."""

LEAST = 4


def named(text: str, countries: Iterable[str], taken: Iterable[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    """(code, start, end) of the parts of the countries named in a text, where a word makes them places; no stretch taken is told again."""
    known = [parts for parts in map(of, countries) if parts]
    held = list(taken)
    for match in NAME.finditer(text) if known else ():
        start, words = match.start(), match[0].split(" ")
        if not PLACED.search(text, max(0, start - 12), start):
            continue
        for count in range(len(words), 0, -1):
            name = " ".join(words[:count])
            end = start + len(name)
            code = next((parts[name] for parts in known if name in parts), "")
            if code and BESIDE.match(text[end : end + 6]) and not any(first < end and start < last for first, last in held):
                yield code, start, end
                break


@lru_cache(maxsize=300)
def of(country: str) -> dict[str, str]:
    """Names → codes of all parts of a country."""
    import pycountry  # only where a text is read: it takes a while

    register: Any = pycountry.subdivisions
    found = dict[str, str]()
    for part in register.get(country_code=country) or ():
        name = KIND.sub("", re.sub(r" [\[(].*|,.*", "", part.name))
        if len(name) >= LEAST and name not in WORDS_TOO:
            for text in (name, _plain(name)):
                found.setdefault(text, part.code)
    return found


def _plain(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name.translate(BARRED)) if not unicodedata.combining(c))
