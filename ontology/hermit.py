"""HermiT's printed conclusions, read: the hierarchy of classes, the types and the links of named individuals."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology.terms import GOV, RDF_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ontology.chaining import Fact

NOTHING = "http://www.w3.org/2002/07/owl#Nothing"

_ROLE = r"(?:ObjectInverseOf\( <[^>]+> \)|<[^>]+>)"
_SUB_ROLE = re.compile(rf"^SubObjectPropertyOf\( ({_ROLE}) ({_ROLE}) \)$", re.MULTILINE)
_SAME_ROLES = re.compile(rf"^EquivalentObjectProperties\( ((?:{_ROLE}\s*)+) \)$", re.MULTILINE)
_SUB_CLASS = re.compile(r"^SubClassOf\( <([^>]+)> <([^>]+)> \)$", re.MULTILINE)
_SAME_CLASSES = re.compile(r"^EquivalentClasses\( ((?:<[^>]+>\s*)+)\)$", re.MULTILINE)
_INSTANCE = re.compile(r"^Type\( <([^>]+)> <([^>]+)> \)$", re.MULTILINE)
_LINKS = re.compile(r"^<([^>]+)> \(known instances:(.*?)\| possible instances:(.*?)\)\s*$", re.MULTILINE)
_PAIR = re.compile(r"\(<([^>]+)>, <([^>]+)>\)")


class ReasonerError(RuntimeError):
    """Java or HermiT could not do what was asked; the message says why."""


def unavailable() -> str:
    """Why HermiT cannot run here, in words for a person; empty when it can."""
    return "" if shutil.which("java") else "no Java runtime was found, so HermiT's checks were left out (default-jdk-headless brings one)"


@dataclass(frozen=True, slots=True)
class Entailments:
    """What HermiT concludes of named individuals, in our namespace; empty but for `consistent` when that is False."""

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()
    subclasses: frozenset[tuple[str, str]] = frozenset()
    types: frozenset[tuple[str, str]] = frozenset()
    links: frozenset[Fact] = frozenset()

    @property
    def facts(self) -> frozenset[Fact]:
        """The types and links as facts."""
        return self.links | {(individual, RDF_TYPE, kind) for individual, kind in self.types}


def read_entailments(said: str) -> Entailments:
    """The conclusions in HermiT's output for `-c -O -D -Y` (classes, both kinds of properties, links)."""
    above, unsatisfiable = _classes(said)
    types = {
        (individual, kind)
        for individual, direct in _INSTANCE.findall(said)
        for kind in above.get(direct, {direct}) | {direct}
        if kind.startswith(GOV)
    }
    subclasses = {(part, whole) for part, wholes in above.items() for whole in wholes if part != whole}
    return Entailments(
        consistent=True,
        unsatisfiable=unsatisfiable,
        subclasses=frozenset(pair for pair in subclasses if all(iri.startswith(GOV) for iri in pair)),
        types=frozenset(types),
        links=frozenset(_links(said)),
    )


def _classes(said: str) -> tuple[dict[str, set[str]], tuple[str, ...]]:
    """All super-classes of each class, and the classes that can have no instance."""
    direct: dict[str, set[str]] = {}
    unsatisfiable: set[str] = set()
    for part, whole in _SUB_CLASS.findall(said):
        direct.setdefault(part, set()).add(whole)
    for group in _SAME_CLASSES.findall(said):
        members = re.findall(r"<([^>]+)>", group)
        if NOTHING in members:
            unsatisfiable |= {member for member in members if member != NOTHING}
        for member in members:
            direct.setdefault(member, set()).update(members)
    return _closed(direct), tuple(sorted(unsatisfiable))


def _closed(direct: dict[str, set[str]]) -> dict[str, set[str]]:
    closed: dict[str, set[str]] = {}
    for start in direct:
        found: set[str] = set()
        waiting = [start]
        while waiting:
            for above in direct.get(waiting.pop(), ()):
                if above not in found:
                    found.add(above)
                    waiting.append(above)
        closed[start] = found
    return closed


def _role(text: str) -> str:
    """The role's IRI, with a caret before an inverse one."""
    iri = text[text.index("<") + 1 : text.index(">")]
    return f"^{iri}" if text.startswith("ObjectInverseOf") else iri


def _turned(role: str) -> str:
    return role.removeprefix("^") if role.startswith("^") else f"^{role}"


def _links(said: str) -> Iterator[Fact]:
    """HermiT lists a link under its most special property only, so each is followed up HermiT's own hierarchy of properties."""
    direct: dict[str, set[str]] = {}

    def under(part: str, whole: str) -> None:
        direct.setdefault(part, set()).add(whole)
        direct.setdefault(_turned(part), set()).add(_turned(whole))

    for part, whole in _SUB_ROLE.findall(said):
        under(_role(part), _role(whole))
    for group in _SAME_ROLES.findall(said):
        members = [_role(text) for text in re.findall(_ROLE, group)]
        for one in members:
            for other in members:
                under(one, other)
    above = _closed(direct)
    for iri, known, possible in _LINKS.findall(said):
        if possible.strip():
            raise ReasonerError(f"HermiT left links of {iri} undecided: {possible.strip()[:200]}")
        for subject, value in _PAIR.findall(known):
            for role in above.get(iri, set()) | {iri}:
                if role.lstrip("^").startswith(GOV):
                    yield (value, role[1:], subject) if role.startswith("^") else (subject, role, value)
