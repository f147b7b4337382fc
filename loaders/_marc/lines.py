"""MARC as lines of text: MARCMaker (`=245  10$aTitle`), Aleph sequential (`000000001 24510 L $$aTitle`) and YAZ (`245 10 $a Title`)."""

from __future__ import annotations

import re
import unicodedata
from html.entities import html5
from typing import TYPE_CHECKING

from graph.errors import InputError
from loaders._files.decode import head_of, text_of
from loaders._marc.record import MarcRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture

_MAKER = re.compile(r"^=(LDR|\d{3}|[A-Z]{3}) {2}(.*)$")
_ALEPH = re.compile(r"^(\d{9}) (\w{3})(..) [A-Z] (.*)$")
_YAZ = re.compile(r"^(\d{3}) (?:([ \d#_\\|])([ \d#_\\|]) )?(\$\w.*|.*)$")
_YAZ_LEADER = re.compile(r"^(?:LDR |LEADER )?\d{5}[a-z][a-z#\\ ][a-z#\\ ][\w #\\]{2}22\d{5}[\w #\\]{3}45[\w #\\]{2}\s*$", re.IGNORECASE)
_MNEMONIC = re.compile(r"\{([a-zA-Z]{2,9})\}")
_SIGNS = {
    "dollar": "$",
    "lcub": "{",
    "rcub": "}",
    "bsol": "\\",
    "esc": "",
    "copy": "©",
    "phono": "℗",
    "reg": "®",
    "joiner": "",
    "nonjoiner": "",
}
_ACCENTS = {
    "grave": "\u0300", "acute": "\u0301", "circ": "\u0302", "tilde": "\u0303", "macr": "\u0304", "breve": "\u0306", "dot": "\u0307",
    "uml": "\u0308", "hooka": "\u0309", "ring": "\u030a", "dblac": "\u030b", "caron": "\u030c", "cedil": "\u0327", "ogon": "\u0328",
    "dotb": "\u0323", "llig": "\ufe20", "rlig": "\ufe21", "rcedil": "\u0326",
}  # fmt: skip

Line = tuple[int, MarcRecord | InputError]


def is_lines(capture: Capture) -> bool:
    """Whether the text begins with lines of one of the three forms."""
    lines = [text for text in head_of(capture, 3000).lstrip("\ufeff").splitlines()[:12] if text.strip()][:6]
    if not lines:
        return False
    if _YAZ_LEADER.match(lines[0]):
        return len(lines) > 1 and all(_YAZ.match(text) for text in lines[1:2])
    full = lines[:-1] if len(lines) > 2 else lines
    return all(_MAKER.match(text) for text in full) or all(_ALEPH.match(text) for text in full)


def line_records(capture: Capture) -> Iterator[Line]:
    """Each record with the line on which it begins, or why it is none."""
    text = text_of(capture).lstrip("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    form = _maker if first.startswith("=") else _aleph if _ALEPH.match(first) else _yaz
    yield from form([line.rstrip("\r") for line in text.split("\n")])


def _maker(lines: list[str]) -> Iterator[Line]:
    record, start = MarcRecord(), 0
    for number, text in enumerate([*lines, ""], 1):
        found = _MAKER.match(text)
        if (not text.strip() or (found and found[1] == "LDR")) and start:
            yield start, record
            record, start = MarcRecord(), 0
        if not text.strip():
            continue
        start = start or number
        if found is None:
            yield number, InputError(f"no line of MARCMaker, which begins with =, a tag and two blanks: {text[:60]!r}")
            continue
        value = _unescaped(found[2])
        if found[1] == "LDR":
            record.leader = value.replace("\\", " ")
        elif found[1] < "010" and found[1].isdigit():
            record.controls.setdefault(found[1], value.replace("\\", " "))
        else:
            _add(record, found[1], value[:2].replace("\\", " "), value[2:].split("$"))


def _unescaped(value: str) -> str:
    if "{" not in value:
        return value
    held = value.replace("{dollar}", "\x00")
    # an accent stands before its letter, as in MARC-8
    held = re.sub(r"\{([a-z]{3,6})\}(\w)", lambda found: found[2] + _ACCENTS[found[1]] if found[1] in _ACCENTS else found[0], held)
    held = _MNEMONIC.sub(lambda found: _SIGNS.get(found[1], html5.get(f"{found[1]};", found[0])), held)
    return unicodedata.normalize("NFC", held)


def _aleph(lines: list[str]) -> Iterator[Line]:
    record, start, current = MarcRecord(), 0, ""
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        found = _ALEPH.match(text)
        if found is None:
            yield number, InputError(f"no line of Aleph sequential, which begins with a system number of nine digits: {text[:60]!r}")
            continue
        if found[1] != current and start:
            yield start, record
            record, start = MarcRecord(), 0
        current, start = found[1], start or number
        tag, value = found[2], found[4]
        if tag == "LDR":
            record.leader = value.replace("^", " ")
        elif tag < "010" and tag.isdigit():
            record.controls.setdefault(tag, value.replace("^", " "))
        elif value.startswith("$$"):
            _add(record, tag, found[3], value.split("$$"))
        record.controls.setdefault("001", current)
    if start:
        yield start, record


def _yaz(lines: list[str]) -> Iterator[Line]:
    record, start = MarcRecord(), 0
    for number, text in enumerate([*lines, ""], 1):
        leader = _YAZ_LEADER.match(text)
        if (not text.strip() or leader) and start:
            yield start, record
            record, start = MarcRecord(), 0
        if not text.strip():
            continue
        start = start or number
        if leader:
            record.leader = text.strip().removeprefix("LDR ").removeprefix("LEADER ")
        elif (found := _YAZ.match(text)) is None:
            yield number, InputError(f"no line of a MARC record, which begins with a tag: {text[:60]!r}")
        elif found[1] < "010":
            record.controls.setdefault(found[1], text[4:])
        else:
            _add(record, found[1], f"{found[2] or ' '}{found[3] or ' '}", re.split(r"\s*\$(?=\w\s)", " " + found[4]))


def _add(record: MarcRecord, tag: str, indicators: str, parts: list[str]) -> None:
    record.add(tag, indicators, [(part[0], part[1:].strip().replace("\x00", "$")) for part in parts[1:] if part])
