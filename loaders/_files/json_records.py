"""Records of a JSON answer or dump, one after the other: a list, one object, JSON lines, or a list inside the answer of a service.

A broken record is told and skipped, the rest is read; nothing is decoded whole but one record.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from graph.errors import InputError
from graph.record import Reject
from graph.sources.csl import MOST_CONTRIBUTORS
from loaders._files.decode import Lines, head_of, source_of, text_of
from loaders._files.record_text import Layout

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from graph.record import Capture, Said, Work

MOST_BROKEN = 1000
DEEPEST = 4
"""Answers inside answers that are looked into for the list of records."""
_NEAR = 400
"""Of JSON lines only the first is looked into as a whole; a later answer of a service names its list within so many characters."""
_WHITE = re.compile(r"[\s,\x1e]*")
_COLON = re.compile(r"\s*:\s*")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)
_NUMBER = re.compile(r"-?Infinity|NaN")
"""What Python and others write where JSON has no number: it ends where it ends, and what stands after it is whole."""

Place = tuple[int, int, Any]  # start, end, the value or a Broken


@dataclass(slots=True, frozen=True)
class Broken:
    """What stands where a record should: why it cannot be decoded."""

    reason: str


def is_json(capture: Capture, length: int = 20_000) -> str:
    """The beginning of the text if it can be JSON, else ""."""
    head = head_of(capture, length).lstrip("\ufeff \t\r\n\x1e")
    return head if head.startswith(("{", "[")) and not head.startswith("[[[[") else ""


def few(value: object) -> list[Any]:
    """A list of names; InputError where it has more than any work has authors."""
    listed = value if isinstance(value, list) else [value] if value else []
    if len(listed) > MOST_CONTRIBUTORS:
        raise InputError(f"{len(listed)} names in one field; more than {MOST_CONTRIBUTORS} are refused")
    return listed


def read_json(
    capture: Capture,
    format_: str,
    inside: frozenset[str],
    work_of: Callable[[dict[str, Any]], Work],
    texts_of: Callable[[dict[str, Any]], tuple[str, str]],
) -> Iterator[Said]:
    """The Source, then a Work or a Reject for each record, in their order.

    Args:
        capture: its text becomes the titles and abstracts of the works, in which the places of their passages count.
        format_: the loader's name.
        inside: the names under which an answer holds its records.
        work_of: one record → Work; raises InputError.
        texts_of: one record → its title and abstract, the same as those of its Work; raises InputError.
    """
    written = text_of(capture)
    capture.text = Layout.written(_texts(written, inside, texts_of))
    yield source_of(capture, format_)
    layout, lines, number, broken = Layout(), Lines(written), 0, 0
    for start, end, entry in records(written, inside):
        number += 1
        line = lines.at(start)
        broken += isinstance(entry, Broken)
        if broken > MOST_BROKEN:
            yield Reject(f"line {line} to the end", f"more than {MOST_BROKEN} broken JSON values: this is no file of records")
            return
        try:
            found = _object(entry)
            passages = layout.passages(*texts_of(found))  # first: what is rejected below has its place in the text, too
            work = work_of(found)
        except InputError as wrong:
            yield Reject(f"record {number}, line {line}", str(wrong), written[start : min(end, start + 200)])
            continue
        work.line, work.passages = line, passages
        yield work
    if not number:
        yield Reject("file", "no record in it: the answer lists none; ask the service again with another query, or leave the file out")


def _object(entry: object) -> dict[str, Any]:
    if isinstance(entry, Broken):
        raise InputError(entry.reason)
    if not isinstance(entry, dict):
        kind = "null" if entry is None else type(entry).__name__
        raise InputError(f"a JSON {kind} is no bibliographic record; an object is")
    return entry


def _texts(written: str, inside: frozenset[str], texts_of: Callable[[dict[str, Any]], tuple[str, str]]) -> Iterator[tuple[str, str]]:
    broken = 0
    for _, _, entry in records(written, inside):
        broken += isinstance(entry, Broken)
        if broken > MOST_BROKEN:
            return
        if isinstance(entry, dict):
            try:
                yield texts_of(entry)
            except InputError:
                continue


def records(text: str, inside: frozenset[str]) -> Iterator[Place]:
    """(start, end, value or Broken) of each record; lists and objects under a name of `inside` are looked into."""
    wraps = re.compile(rf'"(?:{"|".join(sorted(inside))})"\s*:\s*[\[{{]')
    at = first = _white(text, 0)
    while at < len(text):
        if text[at] == "[":
            at = yield from _elements(text, at)
        elif text[at] == "{" and (at == first or wraps.search(text, at, at + _NEAR)):
            at = yield from _members(text, at, inside, 0)
        else:
            at = yield from _one(text, at)
        at = _white(text, at)


def _white(text: str, at: int) -> int:
    found = _WHITE.match(text, at)
    return found.end() if found else at


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


_scan = json.JSONDecoder(parse_constant=_no_number).raw_decode


def _reason(wrong: Exception) -> str:
    return "nested too deep" if isinstance(wrong, RecursionError) else f"not valid JSON: {wrong}"


def _one(text: str, at: int) -> Generator[Place, None, int]:
    try:
        value, end = _scan(text, at)
    except (ValueError, RecursionError) as wrong:
        value, end = Broken(_reason(wrong)), _skipped(text, at)
    yield at, end, value
    return end


def _elements(text: str, start: int) -> Generator[Place, None, int]:
    at = start + 1
    while (at := _white(text, at)) < len(text):
        if text[at] == "]":
            return at + 1
        at = yield from _one(text, at)
    yield max(start, len(text) - 80), len(text), Broken("the list is not closed: the file is cut off; fetch it again")
    return len(text)


def _members(text: str, start: int, inside: frozenset[str], depth: int) -> Generator[Place, None, int]:
    """An object: what stands under the names of `inside`, or else the object itself."""
    at, rest, looked = start + 1, dict[str, Any](), False
    while True:
        between, at = at, _white(text, at)
        if at < len(text) and text[at] == "}":
            break
        try:
            name, at = _name(text, at, after=text[between:at] if between > start + 1 else ",")
            if name in inside and text.startswith("[", at):
                looked = True
                at = yield from _elements(text, at)
            elif name in inside and text.startswith("{", at) and depth < DEEPEST:
                looked = True
                at = yield from _members(text, at, inside, depth + 1)
            else:
                rest[name], at = _scan(text, at)
        except (ValueError, RecursionError) as wrong:
            end = len(text) if looked else _skipped(text, start)
            if not (looked and at >= len(text)):  # a list that is not closed has been told
                yield start, end, Broken(f"{_reason(wrong)}; the file is cut off or damaged, fetch it again")
            return end
    if not looked:
        yield start, at + 1, rest
    return at + 1


def _name(text: str, at: int, *, after: str) -> tuple[str, int]:
    """A member's name and where its value begins; `after` is what stands between it and the member before."""
    if "," not in after:
        raise ValueError(f"a comma is missing: char {at}")
    name, end = _scan(text, at)
    colon = _COLON.match(text, end)
    if not isinstance(name, str) or colon is None:
        raise ValueError(f"a name and a colon are expected: char {end}")
    return name, colon.end()


def _skipped(text: str, at: int) -> int:
    """The end of the broken value that begins at `at`: where its brackets balance, else the end of its line (or of the file).

    Where it begins a line, the next object that begins one is another value: else each broken line would be looked for its end through the
    whole file.
    """
    if number := _NUMBER.match(text, at):
        return number.end()
    depth, begins_line = 0, text[at - 1 : at] in {"\n", ""}
    for token in _TOKEN.finditer(text, at):
        sign = token[0]
        if begins_line and depth and sign == "{" and text[token.start() - 1] == "\n":
            return token.start()
        if sign in "{[":
            depth += 1
        elif sign in "}]":
            depth -= 1
            if depth <= 0:
                return token.end() if depth == 0 else max(token.start(), at + 1)
    newline = text.find("\n", at)
    return newline + 1 if newline >= 0 and re.match(r"\s*\{", text[newline + 1 :][:100]) else len(text)
