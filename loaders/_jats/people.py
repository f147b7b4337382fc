"""Persons and bodies of a JATS article, with their affiliations."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.errors import InputError
from graph.record import Contributor, Organisation
from graph.sources.csl import MOST_CONTRIBUTORS, name_to
from loaders._article.writing import inline
from loaders._files import xml
from loaders._people.names import comma_name, in_parts, is_others
from loaders._values.languages import language_tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_AUTHORS = {"author", "corresponding author", "corresp", "collab", "group", "aut", "contributor", "person", "au"}
_NOT_NAME = frozenset({"xref", "fn", "aff", "contrib-group", "email", "address", "ext-link", "uri", "contrib-id", "sup", "role", "degrees"})
_NOT_PLACE = frozenset({"label", "email", "sup", "xref", "institution-id", "ext-link", "uri", "fn", "phone", "fax"})


@dataclass(slots=True)
class Roles:
    """Who did what; those that a Work has no field for as CSL names."""

    authors: list[Contributor] = field(default_factory=list)
    et_al: bool = False
    editors: list[str] = field(default_factory=list)
    translators: list[dict[str, Any]] = field(default_factory=list)


class Bodies:
    """The affiliations of an article, each read once."""

    def __init__(self, meta: _Element) -> None:
        from loaders._people.affiliations import Affiliations

        self._read = Affiliations()
        self._by_id = {xml.attribute(one, "id"): one for one in xml.within(meta, "aff") if xml.attribute(one, "id")}

    def of(self, contrib: _Element, shared: list[_Element]) -> list[Organisation]:
        """Of one contributor: those inside it, those it refers to, else the one that its group shares."""
        named = [
            aff
            for link in xml.children(contrib, "xref")
            for rid in xml.attribute(link, "rid").split()
            if (aff := self._by_id.get(rid)) is not None
        ]
        found = [*xml.children(contrib, "aff"), *named]
        if not found and not any(xml.attribute(link, "ref-type") == "aff" for link in xml.children(contrib, "xref")):
            found = shared if len(shared) == 1 else []
        return list({id(body): body for aff in found if (body := self._body(aff))}.values())

    def _body(self, aff: _Element) -> Organisation | None:
        # SciELO tells divisions and body apart, then repeats all as one string
        listed = [one for one in xml.within(aff, "institution") if xml.attribute(one, "content-type") not in {"original", "normalized"}]
        if any(xml.attribute(one, "content-type").startswith("orgdiv") for one in listed):
            listed.sort(key=lambda one: xml.attribute(one, "content-type"), reverse=True)
            listed.sort(key=lambda one: not xml.attribute(one, "content-type").startswith("orgdiv"))
        named = [inline(one, _NOT_PLACE) for one in listed]
        if any(named):
            return self._read.read(", ".join(name for name in named if name)) or Organisation(next(name for name in named if name))
        return self._read.read(inline(aff, _NOT_PLACE).strip(" ,;."))


class Named(NamedTuple):
    """A contributor with the type that the markup gives, that of its group, and the role that it prints, all in lower case."""

    who: Contributor
    kind: str
    group: str
    role: str


def named(meta: _Element, bodies: Bodies, language: str) -> Iterator[Named]:
    """The contributors of a work itself: members listed inside a group author are not; "et al." is one of them.

    Raises:
        InputError: they are more than any work has.
    """
    groups = [(one, xml.children(one, "contrib", "collab", "on-behalf-of")) for one in xml.children(meta, "contrib-group")]
    if sum(len(listed) for _, listed in groups) > MOST_CONTRIBUTORS:
        raise InputError(f"more than {MOST_CONTRIBUTORS} contributors in one work are refused")
    for group, listed in groups:
        shared = xml.children(group, "aff")
        kind_of_group = xml.attribute(group, "content-type").casefold()
        for contrib in listed:
            if xml.local(contrib) == "on-behalf-of":
                continue
            kind = xml.attribute(contrib, "contrib-type").casefold()
            if (who := _contributor(contrib, language)) is not None:
                who.affiliations = bodies.of(contrib, shared)
                yield Named(who, kind, kind_of_group, inline(xml.child(contrib, "role")).casefold())
            if xml.child(contrib, "etal") is not None:
                yield Named(Contributor(literal="et al."), kind, kind_of_group, "")


def contributors(meta: _Element, bodies: Bodies, language: str) -> Roles:
    """The contributors of an article; whoever edits is its handling editor."""
    roles = Roles()
    for who, told, group, _ in named(meta, bodies, language):
        kind = told or ("editor" if "editor" in group else "author")
        if is_others(who.name):
            roles.et_al = True
        elif "editor" in kind or kind in {"reviewer", "referee"}:
            roles.editors.append(who.name)
        elif kind == "translator":
            roles.translators.append(name_to(who))
        elif kind in _AUTHORS:
            roles.authors.append(who)
    return roles


def _contributor(contrib: _Element, language: str) -> Contributor | None:
    alternatives = xml.child(contrib, "name-alternatives")
    names = xml.children(alternatives if alternatives is not None else contrib, "name", "string-name")
    collabs = [contrib] if xml.local(contrib) == "collab" else xml.children(contrib, "collab")
    collabs += xml.within(xml.child(contrib, "collab-alternatives"), "collab")
    who: Contributor | None = None
    if names:
        names.sort(key=lambda name: _order(name, language))
        who = person(names[0])
        if who:
            who.alternatives = [other.name for name in names[1:] if (other := person(name)) and other.name != who.name]
    if who is None and collabs and (said := body_name(collabs[0])):
        who = Contributor(literal=said, organisation=True)
    if who:
        identifiers = [xml.text(one) for one in xml.within(contrib, "contrib-id", "uri", "ext-link")]
        identifiers += [xml.attribute(one, "href") for one in xml.within(contrib, "uri", "ext-link")]
        who.orcid = next((found[0] for said in identifiers if (found := _ORCID.search(said))), "")
    return who


def body_name(collab: _Element) -> str:
    """The name of a group author, without its members and marks."""
    return inline(collab, _NOT_NAME).strip(" ,;*")


def _order(name: _Element, language: str) -> int:
    """Of one name in several scripts the one in the article's language, then the western one."""
    own = language_tag(xml.attribute(name, "lang"))
    if own and own == language:
        return 0
    if own == "en" or xml.attribute(name, "name-style") in {"western", ""}:
        return 1
    return 2


def person(name: _Element) -> Contributor | None:
    """A name with its parts tagged, or as one string."""
    family, given = inline(xml.child(name, "surname"), _NOT_NAME), inline(xml.child(name, "given-names"), _NOT_NAME)
    prefix, suffix = inline(xml.child(name, "prefix"), _NOT_NAME), inline(xml.child(name, "suffix"), _NOT_NAME)
    if not family and not given:
        return comma_name(inline(name, _NOT_NAME))
    if not family:
        family, given = given, ""
    if prefix and prefix.islower():  # a particle; titles ("Dr", "Prof.") are no part of a name
        family = f"{prefix} {family}"
    return in_parts(family.strip(" ,"), given.strip(" ,"), suffix.strip(" ,"))
