"""Printed affiliations → bodies: "School of X, University of Y, Town, Country" is X within Y; streets, towns and countries are left out."""

from __future__ import annotations

import re

from graph.record import Organisation
from loaders._page.page import clean, with_accents
from loaders.reading.names import is_body

_STEMS = re.compile(
    r"\b(?:univers|school|école|ecole|escuela|escola|scuola|facult|fakult|faculdade|college|collège|colegio|institut|istitut|instytut"
    r"|depart|dept\b|centre|center|centro|zentrum|academ|akadem|hochschule|laborator|ministr|minister|agency|agence|council|bureau"
    r"|observator|foundation|polytech|politecn|hospital|högskola|høgskole|yliopisto|korkeakoulu|katedra|chair of|lehrstuhl|division"
    r"|research unit|think ?tank|cnrs)",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"^\d|\d{3}|\b(?:street|st\.|road|rd\.?|avenue|ave\.?|boulevard|blvd|rue|calle|via|platz|straße|strasse|p\.?\s?o\.? box|postbox"
    r"|building|campus|floor|room)\b",
    re.IGNORECASE,
)
_MARK = re.compile(r"^(?:[\d*†‡§¹²³⁴⁵⁶⁷⁸⁹]+|[a-e](?=\s?[A-ZÀ-Þ]))[\s,.)]*")
_ACRONYM = re.compile(r"\s*\((?P<short>[A-ZÀ-Þ][\w&.-]{1,11})\)$")
_NOBODY = re.compile(
    r"^(?:independent|freelance|emerit|retired|consultant|researcher|phd|professor|associate|assistant|senior|lecturer|the author)\b",
    re.IGNORECASE,
)


class Affiliations:
    """Bodies named on one page: the same name is the same body."""

    def __init__(self) -> None:
        self.bodies: dict[str, Organisation] = {}

    def read(self, printed: str) -> Organisation | None:
        """The smallest body that an affiliation names, within the larger ones; None where it names none."""
        parts = [part.strip(" .") for part in re.split(r"[,;]", with_accents(_MARK.sub("", printed.strip()))) if part.strip(" .")]
        named: list[str] = []
        for part in parts:
            if is_organised(part):
                named.append(part)
            elif _STREET.search(part) and named:
                break
        if not named and parts and len(parts) > 1 and not _STREET.search(parts[0]) and not _NOBODY.match(parts[0]):
            named = parts[:1] if is_body(parts[0]) else []
        larger: Organisation | None = None
        for name in reversed(named):
            larger = self._body(name, larger)
        return larger

    def _body(self, name: str, larger: Organisation | None) -> Organisation:
        short = _ACRONYM.search(name)
        label = clean(name[: short.start()] if short else name)
        body = self.bodies.setdefault(label.casefold(), Organisation(label))
        if short and short["short"] not in body.alternatives:
            body.alternatives.append(short["short"])
        if larger is not None and body.part_of is None and larger is not body and not _within(larger, body):
            body.part_of = larger
        return body


def _within(one: Organisation, other: Organisation) -> bool:
    """Whether `one` is said to lie within `other`."""
    seen = 0
    held = one.part_of
    while held is not None and seen < 20:
        if held is other:
            return True
        held, seen = held.part_of, seen + 1
    return False


def is_organised(part: str) -> bool:
    """Whether a part of an affiliation names a body rather than a place or a person."""
    return bool(_STEMS.search(part)) and not _STREET.match(part) and not _NOBODY.match(part)


def reads_as_affiliation(line: str) -> bool:
    """Whether a line under a byline is an affiliation."""
    text = with_accents(_MARK.sub("", line.strip()))
    return is_organised(text) or (is_body(text) and "," in text)
