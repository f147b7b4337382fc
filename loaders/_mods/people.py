"""The names of MODS and their roles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.identify import normal_orcid
from graph.record import Contributor, Organisation, Work
from graph.sources.csl import MOST_CONTRIBUTORS
from loaders._files import xml
from loaders._marc.people import Named, add_named
from loaders._marc.relators import chosen, role_of_code, role_of_word
from loaders._marc.text import bare, line
from loaders._people.names import comma_name, in_parts

if TYPE_CHECKING:
    from lxml.etree import _Element


def put_people(work: Work, element: _Element) -> None:
    """Give a work the people of an element.

    Raises:
        InputError: there are more names than any work has.
    """
    names = xml.children(element, "name")
    if len(names) > MOST_CONTRIBUTORS:
        raise InputError(f"{len(names)} names in one record; more than {MOST_CONTRIBUTORS} are refused")
    statement = next((xml.text(note) for note in xml.children(element, "note") if note.get("type") == "statement of responsibility"), "")
    people = [(found, one) for one in names for found in _named(one)]
    primary = any(one.get("usage") == "primary" for _, one in people)
    if not primary and not statement:
        people = [(found._replace(main=found.main or not found.role), one) for found, one in people]
    add_named(work, [found for found, _ in people], statement)
    work.et_al = work.et_al or any(xml.children(one, "etal") for one in names)


def _named(name: _Element) -> list[Named]:
    """The contributor of a `name`, once a role; none where it is a conference's or empty."""
    kind = name.get("type") or ""
    who = _contributor(name, body=kind in {"corporate", "family"}) if kind != "conference" else None
    if who is None:
        return []
    told: list[str] = []
    words: list[str] = []
    for role in xml.children(name, "role"):
        terms = [term for term in xml.children(role, "roleTerm") if xml.text(term)]
        codes = [term for term in terms if term.get("type") == "code"]
        told += chosen([role_of_code(xml.text(term)) if term in codes else role_of_word(xml.text(term)) for term in terms])
        words += [xml.text(term) for term in terms if term not in codes]
        if not terms and xml.text(role):  # MODS 3.0
            told.append(role_of_word(xml.text(role)))
    who.orcid = next((orcid for text in _identified(name) if (orcid := normal_orcid(text))), "")
    who.affiliations = [Organisation(text) for one in xml.children(name, "affiliation") if (text := xml.text(one))]
    main = name.get("usage") == "primary" and not any(told)
    return [Named(who, role, main, "; ".join(words)) for role in chosen(told)]


def _identified(name: _Element) -> list[str]:
    told = [xml.text(one) for one in xml.children(name, "nameIdentifier") if (one.get("type") or "").lower() in {"orcid", ""}]
    return [*told, *(text for text in (name.get("valueURI") or "",) if "orcid" in text)]


def _contributor(name: _Element, *, body: bool) -> Contributor | None:
    parts = [(one.get("type") or "", line(xml.text(one))) for one in xml.children(name, "namePart")]
    by_type = {kind: [text for told, text in parts if told == kind and text] for kind in ("family", "given", "termsOfAddress", "")}
    if body:
        literal = ". ".join(bare(text) for text in by_type[""]) or xml.text(xml.child(name, "displayForm"))
        return Contributor(literal=literal, organisation=True) if literal else None
    suffix = next((text.strip(" ,") for text in by_type["termsOfAddress"] if re.match(r"(?:Jr|Sr|I{2,3}|IV)\b", text.strip(" ,"))), "")
    if by_type["family"]:
        family, given = (" ".join(text.strip(" ,") for text in by_type[kind]) for kind in ("family", "given"))
        return in_parts(family, given, suffix)
    if by_type["given"] and not by_type[""]:  # a name of one part, however many words it has
        return Contributor(literal=" ".join(text.strip(" ,") for text in by_type["given"]))
    whole = " ".join([*by_type[""], *by_type["given"]]) or xml.text(xml.child(name, "displayForm"))
    whole = re.sub(r",?\s*\(?\d{4}\??\s*-\s*(?:\d{4}\??)?\)?\s*,?$", "", whole).strip(" ,")
    if not whole:
        return None
    if "," not in whole and len(whole.split()) == 1 and name.get("type") == "personal":
        return Contributor(family=whole)
    who = comma_name(bare(whole) if not re.search(r"\b\w\.$", whole) else whole)
    if who is not None and suffix:
        who.suffix = suffix
    return who
