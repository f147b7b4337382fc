"""ISSNs, ISBNs, ORCIDs and page spans in the values of records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ISSN = re.compile(r"(?<![\w-])(\d{4})-?(\d{3}[\dxX])(?![\w-])")
_ISBN = re.compile(r"(?<![\d-])(?:97[89][ -]?)?\d(?:[ -]?\d){8}[ -]?[\dXx](?![\d-])")
_ORCID = re.compile(r"(?<!\d)\d{4}-?\d{4}-?\d{4}-?\d{3}[\dX](?!\d)")


def issns_in(values: Iterable[str]) -> list[str]:
    """Every ISSN in some values, once, as `1234-567X`."""
    return list(dict.fromkeys("-".join(found).upper() for value in values for found in _ISSN.findall(value)))


def isbns_in(values: Iterable[str]) -> list[str]:
    """Every ISBN of ten or thirteen digits in some values, once, without hyphens."""
    return list(dict.fromkeys(re.sub(r"[ -]", "", found).upper() for value in values for found in _ISBN.findall(value)))


def orcid_in(value: str) -> str:
    """The ORCID in a value, as `0000-0000-0000-000X`; "" where there is none."""
    found = _ORCID.search(value)
    digits = found[0].replace("-", "") if found else ""
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4)) if digits else ""


def span(first: str, last: str) -> str:
    """First and last page → "3-9", or the one that there is."""
    return f"{first}-{last}" if first and last and first != last else first or last
