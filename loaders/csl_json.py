"""CSL-JSON: an array, one object, objects under `items`/`records`, or JSON lines (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html).

Records are decoded one after the other: a broken one is reported and skipped, the rest is read. `@id`, `@context` and keys that are no
CSL variable are not used.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.record import Finding, Passage, Reject
from graph.sources.csl import converted
from graph.sources.csl_terms import ALIASES, KIND_OF_TYPE
from loaders._files.decode import Lines, head_of, source_of, text_of
from loaders._files.json_records import MOST_BROKEN, Broken, records
from loaders._files.told_works import known_by_something

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said, Work

LABEL = "CSL-JSON"
MEDIA = "json"
_INSIDE = frozenset({"items", "records", "references"})
_UNTYPED = re.compile(r'\[\s*\{[^\[\]]{0,2000}?"title"\s*:\s*"')
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)")
_CODE = re.compile(r"\\\\|(?P<units>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4})")
_VALUE = r'"{}"\s*:\s*"((?:[^"\\]|\\.)*)"'
_FIELDS = tuple((kind, re.compile(_VALUE.format(kind))) for kind in ("title", "abstract"))


def recognise(capture: Capture) -> float:
    """By the CSL variables near the start; a JSON array of other things scores low."""
    head = head_of(capture, 20_000).lstrip()
    if not head.startswith(("[", "{")) or head.startswith("[[[["):
        return 0.0
    if '"@context"' in head or '"message-type"' in head or '"openalex' in head.lower():
        return 0.05
    types = re.findall(r'"type"\s*:\s*"([^"]*)"', head)
    known = any(name in KIND_OF_TYPE or name in ALIASES or name == "document" for name in types)
    if re.search(r'"(?:title|container-title)"\s*:\s*\[', head):
        return 0.4 if known else 0.1
    if known and re.search(r'"(?:title|DOI|container-title)"\s*:', head):
        return 0.9
    if '"date-parts"' in head and '"issued"' in head:
        return 0.7
    # records without a type: CSL asks for one, but what has a title can be read
    return 0.3 if not types and _UNTYPED.match(head) else 0.2 if known else 0.05


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each record, in their order."""
    yield source_of(capture, "csl_json")
    capture.text = _spelt(text_of(capture))
    yield from _records(capture.text)


def _spelt(text: str) -> str:
    """The file with the letters that it gives by code (u00f6) as letters: so it is read, and so its sentences are found and shown."""
    return _CODE.sub(_letter, text) if "\\u" in text else text


def _letter(code: re.Match[str]) -> str:
    """What a code stands for; control characters, quotation marks and backslashes, which mean something to JSON, stay as they are."""
    units = bytes.fromhex((code["units"] or "").replace("\\u", ""))
    letter = units.decode("utf-16-be", "ignore")  # nothing, where it is half a letter
    return letter if letter >= " " and letter not in ('"', "\\") else code[0]


def _records(text: str) -> Iterator[Said]:
    lines, number, broken = Lines(text), 0, 0
    for start, end, entry in records(text, _INSIDE):
        number += 1
        broken += isinstance(entry, Broken)
        if broken > MOST_BROKEN:
            yield Reject(f"line {lines.at(start)} to the end", f"more than {MOST_BROKEN} broken JSON values: this is no CSL-JSON file")
            return
        where = f"record {number}, line {lines.at(start)}"
        raw = text[start : min(end, start + 200)]
        try:
            work, left_out = _work(entry)
        except InputError as wrong:
            yield Reject(where, str(wrong), raw)
            continue
        work.line = lines.at(start)
        work.passages = [Passage(slices, kind=kind) for kind, slices in _passages(text, start, end)]  # type: ignore[arg-type] # _FIELDS
        yield work
        for what in left_out:
            yield Finding("ignored", "value", f"{where}: {what}")
    if not number and not re.fullmatch(r"\s*\[\s*\]\s*", text):
        yield Reject("file", "no JSON object in it; CSL-JSON is an array of objects or one object a line")


def _work(entry: object) -> tuple[Work, list[str]]:
    if isinstance(entry, Broken):
        raise InputError(entry.reason)
    if not isinstance(entry, dict):
        raise InputError(f"a JSON {type(entry).__name__} is no bibliographic record")
    if "@context" in entry:
        raise InputError("this is JSON-LD, not CSL-JSON; its context is not fetched")
    work, left_out = converted(entry)
    return known_by_something(work), left_out


def _passages(text: str, start: int, end: int) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Title and abstract as places in the file, JSON escapes cut out; a value with control characters by code is left out."""
    for kind, pattern in _FIELDS:
        found = pattern.search(text, start, end)
        if not found:
            continue
        slices, at = [], found.start(1)
        for escape in _ESCAPE.finditer(text, found.start(1), found.end(1)):
            if escape[0][1] == "u":
                break
            slices.append((at, escape.start()))
            # \" and \/ stand for their second sign, \n and \t for white space
            at = escape.start() + 1 if escape[0][1] in '"/\\' else escape.end()
        else:
            slices.append((at, found.end(1)))
            yield kind, [piece for piece in slices if piece[0] < piece[1]]
