"""Words that names are made of, and printed names → Contributor.

Surname particles, generational suffixes and the words that mark a body are closed lists of common knowledge, the same for every source.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from graph.record import Contributor
from loaders._words import vocabulary

UPPER = "A-ZÀ-ÖØ-Þ" + "".join(c for c in map(chr, (*range(0x100, 0x530), *range(0x1E00, 0x1F00))) if c.isupper())
"""A character class of Latin, Greek and Cyrillic capitals, for use inside square brackets of a pattern."""

APOSTROPHES = "'’‘`´"
DASHES = "-‐‑"

PARTICLES = vocabulary(
    "van von der den de la du da das do dos di del della dello degli des le les lo ten ter te tho zu zum zur af av al el bin "
    "ibn ben y e i d' d’ op vom 't ’t ‘t"
)
SUFFIX = re.compile(r"^(?:Jr|Sr|Jnr|Snr|I{2,3}|IV)\.?$")
BODY_WORDS = vocabulary(
    "academy accademia administration agency agence alliance archives assembly association associates australia authority "
    "bank board bundesamt bureau cabinet canada center centre chamber city club coalition college collaboration comisión "
    "comissão commission commissioner committee commonwealth community company confederation conference congress consortium "
    "corporation council county court department departments directorate division eurostat europe executive federation force "
    "foundation fund fundación gallery gemeinde government group hmso hospital inc inspectorate institut institute institutes "
    "institution instituto international investments kommission laboratories laboratory league library limited llc ltd "
    "ministère ministerie ministerio ministério ministerium ministry mission movement museum nations network nhs nesta "
    "observatory office ombudsman organisation organization parliament parliamentary partners partnership party plc press "
    "programme project province secretariat senate service services society state states statistics survey team treasury "
    "trust union unit université universität universidad university verband verein working world"
)
"""Words that mark a name as a body's, casefolded; only among others do they tell, since a surname may be one of them ("Bank")."""

_BODY_ENDINGS = (
    "gemeinschaft", "stiftung", "ministerium", "verband", "institut", "anstalt", "kammer", "kommission", "gesellschaft", "agentur",
    "akademie", "klinik", "vereinigung", "behörde", "ausschuss",
)  # fmt: skip
"""How German compounds end that name a body."""


def words(text: str) -> list[str]:
    """The words of a printed name, punctuation around them left out."""
    return [w for w in (re.sub(r"^\W+|\W+$", "", w) for w in text.split()) if w]


def is_body(text: str) -> bool:
    """Whether a printed name is that of a body: several words one of which marks it, or an acronym."""
    parts = words(text)
    if len(parts) == 1:
        return re.fullmatch(rf"(?:[{UPPER}]{{2,7}}|[{UPPER}]{{3,}}[-/&\d]\w*)", parts[0]) is not None
    return any(w.casefold() in BODY_WORDS or w.casefold().endswith(_BODY_ENDINGS) for w in parts)


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """Names of countries and of the provinces of two federations that are named alone in prose (source: ISO 3166 by pycountry)."""
    import pycountry

    names = {value for country in pycountry.countries for value in (country.name, getattr(country, "common_name", "")) if value}
    register: Any = pycountry.subdivisions
    names |= {part.name for code in ("CA", "AU") for part in register.get(country_code=code)}
    return frozenset(name.casefold() for name in names) | {"england", "scotland", "wales", "europe", "africa", "asia", "britain", "quebec"}


def body(text: str) -> Contributor:
    """A body as a contributor."""
    return Contributor(literal=text, organisation=True)
