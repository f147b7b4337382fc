"""Who made a work, as records of Dublin Core name them: roles in brackets, affiliations behind a semicolon."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.identify import normal_orcid
from graph.record import Contributor, Organisation, Work
from graph.sources.csl import MOST_CONTRIBUTORS
from loaders._files.told_works import csl_of
from loaders._marc.text import line
from loaders._people.names import comma_name, is_body, is_others

if TYPE_CHECKING:
    from loaders._dublin_core.statements import Core

_BRACKETED = re.compile(
    r"\s*(?:\[(?P<role>[^\[\]\d]{3,40})\]|\((?P<short>(?:eds?|edit\w*|hrsg|hg|herausgeber\w*|coord\w*|comps?|orgs?|organiz\w*|transl?|transl\w*|übers\w*"
    r"|trad\w*)\.?)\))\s*$",
    re.IGNORECASE,
)
_ROLES = (
    ("editor", re.compile(r"herausgeb|hrsg|\bhg|\bed|^coord|^comp|^org", re.IGNORECASE)),
    ("translator", re.compile(r"übers|^transl?|\btrad", re.IGNORECASE)),
    ("author", re.compile(r"verfass|author|aut[eo]u?r", re.IGNORECASE)),
)
"""What a role in brackets behind a name says, as the German National Library and others write it."""
_AFFILIATION = re.compile(r"\b(?:univ|depart|institut|school|college|facult|hospital|centr|academ|labor)", re.IGNORECASE)


def put_people(work: Work, core: Core) -> None:
    """Give a work its authors, editors, translators and others.

    Raises:
        InputError: there are more names than any work has.
    """
    roles: dict[str, list[str]] = {"author": [], "editor": [], "translator": [], "other": []}
    for element, qualifiers, usual in (
        ("creator", (), "author"),
        ("contributor", ("author",), "author"),
        ("contributor", ("editor",), "editor"),
        ("contributor", ("translator",), "translator"),
        ("contributor", ("", "other"), "other"),
    ):
        for name in core.every(element, *qualifiers):
            told = _BRACKETED.search(name)
            role = next((role for role, words in _ROLES if told and words.search(told["role"] or told["short"])), usual)
            roles[role].append(name[: told.start()] if told else name)
    others = roles.pop("other")
    if not any(roles.values()):
        roles["author"], others = others, []
    if sum(map(len, roles.values())) > MOST_CONTRIBUTORS:
        raise InputError(f"more than {MOST_CONTRIBUTORS} names in one record are refused")
    work.authors, work.editors, translators = (_unique(names) for names in roles.values())
    work.et_al = any(is_others(name) for name in roles["author"])
    if translators:
        csl_of(work)["translator"] = [
            {"family": who.family, "given": who.given} if who.family else {"literal": who.literal} for who in translators
        ]
    known = {line(name) for name in roles["author"]}
    if rest := [name for one in (*others, *core.every("contributor", "advisor")) if (name := line(one)) not in known]:
        work.custom["contributors"] = rest


def _unique(names: list[str]) -> list[Contributor]:
    out: dict[str, Contributor] = {}
    for printed in names:
        for who in _named(printed):
            out.setdefault(who.name, who)
    return list(out.values())


def _named(printed: str) -> list[Contributor]:
    """The names in one creator: one; several between semicolons; a name and its affiliation, as OJS writes them."""
    text = re.sub(r"\s*\((?:author|aut|creator|ORCID[^)]*)\)", "", line(printed), flags=re.IGNORECASE)
    orcid = normal_orcid(text)
    text = re.sub(r"[\s,;(\[]*(?:https?://orcid\.org/)?\d{4}-\d{4}-\d{4}-\d{3}[\dX][)\]]*", "", text)
    text = re.sub(r",?\s*\(?\d{4}\??\s*-\s*(?:\d{4}\??)?\)?$", "", text)
    first, *rest = [part.strip() for part in text.split(";") if part.strip()] or [""]
    affiliated = [part for part in rest if is_body(part) or _AFFILIATION.search(part) or "," not in part]
    out = [who for part in (first, *(part for part in rest if part not in affiliated)) if not is_others(part) and (who := comma_name(part))]
    if out and rest and affiliated:
        out[0].affiliations = [Organisation(part) for part in affiliated]
    if out:
        out[0].orcid = orcid
    return out
