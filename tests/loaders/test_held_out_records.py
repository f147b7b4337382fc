"""Files of records as other systems write them, with what a librarian reads in them; both were written before a look at the loaders."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

import loaders
from graph.record import Reject, Work
from graph.sources.capture import read_capture
from graph.sources.csl import works_to_csl

HELD_OUT = Path(__file__).parent / "held_out_records"
NAMES = sorted(path.name.removesuffix(".expected.json") for path in HELD_OUT.glob("*.expected.json"))
DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
QUOTES = dict.fromkeys(map(ord, "\"'“”„‘’"))
ROLES = ("author", "editor", "translator")


def field(name: str, value: object) -> str:
    """A value as two readers may write it alike: the year of a date, dashes, quotation marks, case and a shortened last page aside."""
    if name == "issued" and isinstance(value, dict):
        return str((value.get("date-parts") or [[""]])[0][0])
    text = unicodedata.normalize("NFKC", re.sub(r"</?[a-zA-Z][^<>]{0,40}>", "", str(value))).casefold().translate(DASHES).translate(QUOTES)
    text = re.sub(r"^[\W_]+|[\W_]+$|\s+(?=[.,;:!?)])", "", " ".join(text.split()))
    if name == "page" and (short := re.fullmatch(r"(\d+)-(\d+)", text)) and len(short[2]) < len(short[1]):
        text = f"{short[1]}-{short[1][: -len(short[2])]}{short[2]}"
    return re.sub(r"(?<=\d)(?:st|nd|rd|th)?\s*ed(?:ition|n)?$", "", re.sub(r"\s*-\s*", "-", text))


def creators(record: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(role, family name or body, letters of the given names) of all in their order."""
    out = []
    for role in ROLES:
        for who in record.get(role, []):
            family = " ".join(who[part] for part in ("dropping-particle", "non-dropping-particle", "family") if who.get(part))
            given = re.sub(r"[\W_]+", "", str(who.get("given", ""))).casefold() if family else ""
            out.append((role, field("", family or who.get("literal", "")), given))
    return out


def suffixes(record: dict[str, Any]) -> list[str]:
    return [field("", who.get("suffix", "")) for role in ROLES for who in record.get(role, [])]


@pytest.mark.parametrize("name", NAMES)
def test_a_held_out_file_gives_the_records_in_it(name: str) -> None:
    (path,) = (path for path in HELD_OUT.glob(f"{name}.*") if not path.name.endswith(".expected.json"))
    expected = json.loads((HELD_OUT / f"{name}.expected.json").read_text(encoding="utf-8"))
    silent = expected["may_reject"] if isinstance(expected, dict) else 0
    wanted = expected["records"] if isinstance(expected, dict) else expected
    said = list(loaders.read(read_capture(path), extract=False))
    records = works_to_csl([one for one in said if isinstance(one, Work)])
    rejects = [one for one in said if isinstance(one, Reject)]
    assert len(wanted) <= len(records) + len(rejects) <= len(wanted) + silent, [one.reason for one in rejects]
    wrong = []
    for want, got in zip(wanted, records, strict=True):
        names = [key for key in want if key not in ROLES]
        wrong += [(key, want[key], got.get(key)) for key in names if field(key, want[key]) != field(key, got.get(key, ""))]
        if any(want.get(role) for role in ROLES) and creators(want) != creators(got):
            wrong.append(("creators", creators(want), creators(got)))
        if any(suffixes(want)) and suffixes(want) != suffixes(got):
            wrong.append(("suffixes", suffixes(want), suffixes(got)))
    assert not wrong
