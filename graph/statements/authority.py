"""Places by their codes: what ISO 3166 (through pycountry) says of a territory that a source names, up to its country.

Codes beyond the standard: `EU` and `UN` (reserved in ISO 3166-1 for those bodies), `region:…` for a part of the world and
`XX-locality:…` for a place below ISO 3166-2 in country XX. A code that nobody knows gives a jurisdiction of its printed name only.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from graph.identify import ID, place_key, slug
from graph.statements.writing import ALT_LABEL, LABEL, SLUG, is_a
from graph.text import literal
from ontology import terms

_UNIONS = {"EU": "European Union", "UN": "United Nations"}
_LOCALITY = re.compile(r"([A-Z]{2})(?:-[A-Z0-9]{1,3})?-locality:(.+)")
_SUBDIVISION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_IS_COUNTRY = is_a(terms.COUNTRY)


@cache
def _registers() -> tuple[Any, Any]:
    import pycountry  # slow to import

    return pycountry.countries, pycountry.subdivisions


@lru_cache(maxsize=4096)
def statements(code: str, printed: str = "") -> tuple[str, ...]:
    """The statements of a territory and of those that contain it; `printed` is how the source names it."""
    lines, label = _described(code.strip())
    s = f"<{ID}jurisdiction/{place_key(code)}>"
    if printed and not label:
        lines.append(s + LABEL + literal(printed))
    elif printed and printed != label:
        lines.append(s + ALT_LABEL + literal(printed))
    return tuple(lines)


def label_of(code: str) -> str:
    """The territory's name in English by the authority, or the empty string."""
    return _described(code.strip())[1]


def _described(code: str) -> tuple[list[str], str]:
    locality = _LOCALITY.fullmatch(code)
    if locality:
        return _locality(code, locality), ""
    if code in _UNIONS:
        return _of(code, is_a(terms.SUPRANATIONAL), _UNIONS[code], code), _UNIONS[code]
    if code.startswith("region:"):
        label = code.partition(":")[2].replace("-", " ").title()
        return _of(code, is_a(terms.SUPRANATIONAL), label, ""), label
    countries, subdivisions = _registers()
    if len(code) == 2 and (country := countries.get(alpha_2=code)) is not None:
        label = getattr(country, "common_name", country.name)
        return [*_of(code, _IS_COUNTRY, label, code), *_in_country(code, code)], label
    if _SUBDIVISION.fullmatch(code) and (part := subdivisions.get(code=code)) is not None:
        return _subdivision(code, part), part.name
    return _of(code, is_a(terms.JURISDICTION), "", ""), ""


def _subdivision(code: str, part: Any) -> list[str]:
    parent = part.parent_code or part.country_code
    lines = [*_of(code, is_a(terms.SUBDIVISION), part.name, code), _link(code, terms.WITHIN, parent)]
    if parent != part.country_code:
        lines += _described(parent)[0]
    return [*lines, *_in_country(code, part.country_code), *_described(part.country_code)[0]]


def _locality(code: str, found: re.Match[str]) -> list[str]:
    area = code[: found.start(2) - len("-locality:")]
    lines = _of(code, is_a(terms.LOCALITY), "", "")
    around, label = _described(area)
    if label:
        lines += [_link(code, terms.WITHIN, area), *_in_country(code, found[1]), *around]
    return lines


def _of(code: str, type_: str, label: str, iso_code: str) -> list[str]:
    s = f"<{ID}jurisdiction/{place_key(code)}>"
    lines = [s + type_, s + SLUG + literal(slug(place_key(code)))]
    if label:
        lines.append(s + LABEL + literal(label))
    if iso_code:
        lines.append(f"{s} <{terms.ISO_CODE}> {literal(iso_code)}")
    return lines


def _link(code: str, p: str, other: str) -> str:
    return f"<{ID}jurisdiction/{place_key(code)}> <{p}> <{ID}jurisdiction/{place_key(other)}>"


def _in_country(code: str, country: str) -> list[str]:
    return [_link(code, terms.IN_COUNTRY, country)]
