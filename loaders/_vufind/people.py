"""Persons and bodies in the cells of a catalogue record: "Family, Given (Role)", several linked, on lines, or after one another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from graph.record import Contributor
from loaders._page.page import clean
from loaders._people.names import comma_name
from loaders._vufind.words import role_of

if TYPE_CHECKING:
    from loaders._vufind.rows import Field

_ROLE = re.compile(r"\s*[\[(](?P<role>[^()\[\]]{2,60})[\])]\s*,?\s*")
_DATES = re.compile(
    r",?\s*(?:\(?(?:approximately |ca\. |active |b\. |geb\. |né en )?\d{4}\??\s*[-–]\s*(?:\d{4}\??)?\)?|\b(?:b|geb|born)\.?\s?\d{4})\.?"
)
_SUFFIX = re.compile(r"^(?:Jr|Sr|II|III|IV)\.?$")
_HONOUR = re.compile(r"^(?:Sir|Dame|Lord|Baron|Dr|Prof)\.?$", re.IGNORECASE)
_LISTED_ROLE = re.compile(
    r",\s*(?P<role>author|editor\w*|Verfasser(?:in)?|Herausgeber(?:in)?|auteur|éditeur|autor|translator|aut|edt|trl|ill)\.?$", re.IGNORECASE
)


class Named(NamedTuple):
    """A contributor and what the cell says they did: "author", "editor", "other", or nothing."""

    who: Contributor
    role: str = ""


class People(NamedTuple):
    """The contributors of a cell; `unsure` where the cell cannot be cut into names without guessing."""

    people: list[Named]
    unsure: str = ""


def read_people(one: Field, text: str, *, corporate: bool = False) -> People:
    """The contributors of a field. Never guesses where a name ends: an uneven list of commas is given back as `unsure`."""
    links = [inline for inline in one.inlines if inline.tag == "a"]
    links = links or [inline for inline in one.inlines if {".author-data", "property:author"} & inline.marks]
    if links and not corporate:
        ends = [*[link.start for link in links[1:]], one.span[1]]
        return _all_named(
            [f"{text[link.start : link.end]} {_role_after(text[link.end : end])}" for link, end in zip(links, ends, strict=True)]
        )
    if links:
        return People([Named(_body(text[link.start : link.end])) for link in links])
    lines = [part for line in one.values(text) for part in re.split(r"\s*;\s*", line) if part]
    if corporate:
        return People([Named(_body(line)) for line in lines if clean(line)])
    if len(lines) > 1:
        return _all_named(lines)
    return _cut(lines[0]) if lines else People([])


def _role_after(text: str) -> str:
    found = re.match(r"\s*,?\s*([\[(][^()\[\]]{2,60}[\])])", text)
    return found[1] if found else ""


def _body(text: str) -> Contributor:
    return Contributor(literal=clean(_ROLE.sub(" ", text)).strip(" .,;"), organisation=True)


def _all_named(names: list[str]) -> People:
    """The people of several texts, each of which names one."""
    return People([named for name in names if (named := _named(name))])


def _named(printed: str) -> Named | None:
    """One name with its role and without the dates of a life."""
    text = _DATES.sub("", clean(printed))
    role = ""
    if listed := _LISTED_ROLE.search(text):
        text, role = text[: listed.start()], role_of(listed["role"])
    for bracket in _ROLE.finditer(text):
        role = role or (role_of(bracket["role"]) if not re.search(r"[A-Z]\w+\s[A-Z]", bracket["role"]) else "")
    text = _ROLE.sub(" ", text)
    parts = [part.strip() for part in text.strip(" .,;/").split(",") if part.strip()]
    if parts and re.search(r"\b(?:[^\W\d_]|Jr|Sr)\.$", text.strip(" ,;/")):
        parts[-1] += "."  # an initial and an abbreviation keep their full stop
    if len(parts) > 2:
        suffix = next((part for part in parts[2:] if _SUFFIX.match(part)), "")
        parts = [*parts[:2], *([suffix] if suffix else [])]
    if len(parts) == 2 and _HONOUR.match(parts[1]):
        parts = parts[:1]
    who = comma_name(", ".join(parts))
    return Named(who, role) if who else None


def _cut(cell: str) -> People:
    """Names that stand after one another in one line: cut at roles, else every two commas; natural names at every comma."""
    cell = clean(cell)
    if roles := list(_ROLE.finditer(cell)):
        starts = [0, *(role.end() for role in roles)]
        names = [cell[a:b] for a, b in zip(starts, [*starts[1:], len(cell)], strict=True)]
        cuts = [_cut(name) if not _ROLE.search(name) and name is names[-1] else _one_or_more(name) for name in names if name.strip(" ,")]
        return People([named for cut in cuts for named in cut.people], next((cut.unsure for cut in cuts if cut.unsure), ""))
    parts = [part.strip() for part in _DATES.sub("", cell).split(",") if part.strip()]
    if len(parts) <= 2:
        return _all_named([cell])
    if all(" " in part for part in parts):
        return _all_named(parts)
    merged: list[str] = []
    for part in parts:
        if _SUFFIX.match(part) and merged and len(merged) % 2 == 0:
            merged[-1] += f", {part}"
        else:
            merged.append(part)
    if len(merged) % 2:
        return People([], f"{len(merged)} parts between commas in {cell[:80]!r}")
    return _all_named([f"{merged[i]}, {merged[i + 1]}" for i in range(0, len(merged), 2)])


def _one_or_more(name: str) -> People:
    """What stands before one role: usually one name, of which the role is; several where earlier ones have none."""
    role = _ROLE.search(name)
    bare = name[: role.start()] if role else name
    cut = _cut(bare)
    if cut.people and role:
        last = cut.people[-1]
        return People([*cut.people[:-1], Named(last.who, role_of(role["role"]))], cut.unsure)
    return cut
