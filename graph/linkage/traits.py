"""Works, persons and venues as matching sees them: what captures print of each that tells it from others, held small.

Millions of these are in memory at once, so that a property of one value keeps it bare, and pairs are kept flat.
"""

from __future__ import annotations

from typing import Any

from graph.identify import plain_letters
from graph.linkage.name_readings import Reading, readings
from graph.statements.names import NameKeys, family_keys, name_keys, split_name


def _many(slot: str) -> property:
    """A property of several values, of which one alone is kept bare: most records have one, and there are many records."""

    def get(one: object) -> tuple[str, ...]:
        held = getattr(one, slot)
        return held if held.__class__ is tuple else (held,)

    return property(get)


def _pairs(slot: str) -> property:
    """A property of pairs, kept flat."""

    def get(one: object) -> list[tuple[str, str]]:
        flat = iter(getattr(one, slot))
        return list(zip(flat, flat, strict=True))

    return property(get)


class Work:
    """A work record: everything captures print of it that tells it from others. Values are as printed, things are IRIs in brackets.

    `authors`, `editors`, `suffixes`, `titled`, `published` and `parts` are (capture graph, value) pairs: what another thing is called
    counts as the capture calls it that names it, so that a later capture of that thing changes nothing here.
    """

    __slots__ = (
        "_authors", "_cases", "_citers", "_classes", "_concepts", "_containers", "_editions", "_editors", "_graphs", "_isbns", "_issues",
        "_numbers", "_pages", "_printed", "_publishers", "_suffixes", "_titles", "_venues", "_volumes", "_years", "iri",
    )  # fmt: skip
    classes, years, volumes, issues = map(_many, ("_classes", "_years", "_volumes", "_issues"))
    pages, numbers, editions, isbns, printed = map(_many, ("_pages", "_numbers", "_editions", "_isbns", "_printed"))
    citers, concepts, cases, publishers = map(_many, ("_citers", "_concepts", "_cases", "_publishers"))
    authors, editors, suffixes = map(_pairs, ("_authors", "_editors", "_suffixes"))
    titled, published, parts = map(_pairs, ("_titles", "_venues", "_containers"))

    _graphs: tuple[str | int, ...]
    _titles: tuple[str, ...]
    _containers: tuple[str, ...]

    def __init__(self, iri: str) -> None:
        self.iri = iri
        for slot in self.__slots__[:-1]:
            setattr(self, slot, ())

    def keep_graphs(self) -> None:
        """Forget everything but the capture graphs."""
        for slot in self.__slots__[:-1]:
            if slot != "_graphs":
                setattr(self, slot, ())

    @property
    def graphs(self) -> dict[str, int]:
        """Capture graph → DESCRIBED, CITED (another work of that capture cites it), TOLD (a register was asked about it), added up."""
        flat: Any = iter(self._graphs)
        return dict(zip(flat, flat, strict=True))

    @property
    def titles(self) -> tuple[str, ...]:
        """Its titles, each once."""
        held = self._titles
        return (held[1],) if len(held) == 2 else tuple(dict.fromkeys(held[1::2]))

    @property
    def containers(self) -> set[str]:
        """What it is part of."""
        return set(self._containers[1::2])

    def people(self) -> list[tuple[str, str]]:
        """Its authors, or its editors where it names no author, each with the capture graph."""
        told: list[tuple[str, str]] = self.authors or self.editors
        return told


class Person:
    """A person record with the works that name it; `labels` only where no family name is told apart."""

    __slots__ = ("_family", "_given", "_labels", "_said", "_works", "described", "iri", "orcid", "respondent")
    labels, given, family, works = map(_many, ("_labels", "_given", "_family", "_works"))
    _given: Any  # one name bare, several as a tuple
    _family: Any

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self._labels = self._given = self._family = self._works = ()
        self._said: tuple[tuple[str, str, str], ...] = ()
        """(capture graph, property, value) of a person with an ORCID iD, whom many captures name."""
        self.orcid = ""
        self.respondent = False
        self.described = False

    def parts(self, graph: str = "") -> list[tuple[str, str]]:
        """Its names as (given, family), or those that one capture prints; a name printed undivided is divided as names are."""
        if not self._said and self._family.__class__ is str and self._given.__class__ is str:  # most persons
            return [(self._given, self._family)]
        given, family, labels = self.given, self.family, self.labels
        if graph and self._said:
            given, family, labels = (
                tuple(value for g, name, value in self._said if g == graph and name == slot) for slot in ("_given", "_family", "_labels")
            )
        if family:
            return [(first, last) for last in family for first in (given or ("",))]
        return [split_name(label) for label in labels]

    def names(self, graph: str = "") -> list[NameKeys]:
        """The keys of its names, or of those that one capture prints."""
        return [name_keys(*parts) for parts in self.parts(graph)]

    def readings(self) -> list[Reading]:
        """How else its names may be read."""
        return [reading for parts in self.parts() for reading in readings(*parts)]

    def short(self, graph: str = "") -> list[str]:
        """Family name and first initial, for each of its names."""
        return [f"{min(family_keys(family), default='')} {plain_letters(given.lstrip()[:1])}" for given, family in self.parts(graph)]

    def families(self, graph: str = "") -> frozenset[str]:
        """The spellings of its family names, or of those that one capture prints."""
        found = [family_keys(family) for _, family in self.parts(graph)]
        return found[0] if len(found) == 1 else frozenset().union(*found)


class Venue:
    """A venue record."""

    __slots__ = ("_alternatives", "_issns", "_said", "_titles", "described", "iri")
    titles, alternatives, issns = map(_many, ("_titles", "_alternatives", "_issns"))

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self._titles = self._alternatives = self._issns = ()
        self.described = False
        self._said: tuple[str, ...] = ()

    def called(self, graph: str) -> list[str]:
        """Its titles and abbreviations in one capture."""
        held = self._said
        return [held[i] for i in range(1, len(held), 2) if held[i - 1] == graph]
