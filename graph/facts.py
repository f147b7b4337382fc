"""What matching needs to know of works, persons and venues, gathered from statements as they pass; record by record, as captures say it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identify import ID
from graph.names import NameKeys, name_keys, split_name
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Callable

_WORK, _PERSON, _VENUE = f"<{ID}work/", f"<{ID}person/", f"<{ID}venue/"
_UNICODE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
DESCRIBED, CITED = 1, 2
FEW = 1000
"""Works up to which a capture counts as one list that somebody made: one full name in it is one person."""


def text_of(literal: str) -> str:
    """The text of an N-Triples literal."""
    text = literal[1 : literal.rindex('"')]
    if "\\" not in text:
        return text
    return _UNICODE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _ESCAPES.get(m[3], m[3]), text)


class Work:
    """A work record: everything captures print of it that tells it from others. Values are as printed, things are IRIs in brackets."""

    __slots__ = (
        "authors", "cases", "citers", "classes", "concepts", "containers", "editions", "editors", "graphs", "iri", "isbns", "issues",
        "numbers", "pages", "printed", "suffixes", "titles", "venues", "volumes", "years",
    )  # fmt: skip

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self.graphs: dict[str, int] = {}
        """Capture graph → DESCRIBED, CITED (another work of that capture cites it) or both added up."""
        self.classes: tuple[str, ...] = ()
        self.titles: tuple[str, ...] = ()
        self.years: tuple[str, ...] = ()
        self.suffixes: tuple[tuple[str, str], ...] = ()
        self.volumes: tuple[str, ...] = ()
        self.issues: tuple[str, ...] = ()
        self.pages: tuple[str, ...] = ()
        self.numbers: tuple[str, ...] = ()
        self.editions: tuple[str, ...] = ()
        self.isbns: tuple[str, ...] = ()
        self.authors: tuple[tuple[str, str], ...] = ()
        self.editors: tuple[tuple[str, str], ...] = ()
        self.printed: tuple[str, ...] = ()
        self.venues: tuple[str, ...] = ()
        self.containers: tuple[str, ...] = ()
        self.citers: tuple[str, ...] = ()
        self.concepts: tuple[str, ...] = ()
        self.cases: tuple[str, ...] = ()

    def people(self, graph: str = "") -> list[str]:
        """Its authors, or its editors where it names no author."""
        return [who for g, who in self.authors or self.editors if not graph or g == graph]


class Person:
    """A person record with the works that name it."""

    __slots__ = ("family", "given", "iri", "labels", "orcid", "respondent", "works")

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self.labels: tuple[str, ...] = ()
        self.given: tuple[str, ...] = ()
        self.family: tuple[str, ...] = ()
        self.orcid = ""
        self.respondent = False
        self.works: tuple[str, ...] = ()

    def names(self) -> list[NameKeys]:
        """The keys of its names; a name printed undivided is divided as names are."""
        if self.family:
            return [name_keys(given, family) for family in self.family for given in (self.given or ("",))]
        return [name_keys(*split_name(label)) for label in self.labels]


class Venue:
    """A venue record."""

    __slots__ = ("alternatives", "iri", "issns", "titles")

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self.titles: tuple[str, ...] = ()
        self.alternatives: tuple[str, ...] = ()
        self.issns: tuple[str, ...] = ()


def _text(name: str) -> Callable[[object, str, str], None]:
    def take(one: object, o: str, _: str) -> None:
        value = text_of(o)
        held = getattr(one, name)
        if value not in held:
            setattr(one, name, (*held, value))

    return take


def _thing(name: str) -> Callable[[object, str, str], None]:
    def take(one: object, o: str, _: str) -> None:
        held = getattr(one, name)
        if o not in held:
            setattr(one, name, (*held, o))

    return take


def _with_graph(name: str) -> Callable[[object, str, str], None]:
    def take(one: object, o: str, graph: str) -> None:
        held = getattr(one, name)
        value = (graph, text_of(o) if o[0] == '"' else o)
        if value not in held:
            setattr(one, name, (*held, value))

    return take


def _p(iri: str) -> str:
    return f"<{iri}>"


_OF_WORK: dict[str, Callable[[object, str, str], None]] = {
    _p(terms.TITLE): _text("titles"),
    _p(terms.PUBLICATION_YEAR): _text("years"),
    _p(terms.YEAR_SUFFIX): _with_graph("suffixes"),
    _p(terms.VOLUME): _text("volumes"),
    _p(terms.ISSUE_NUMBER): _text("issues"),
    _p(terms.PAGES): _text("pages"),
    _p(terms.ARTICLE_NUMBER): _text("numbers"),
    _p(terms.EDITION): _text("editions"),
    _p(terms.ISBN): _text("isbns"),
    _p(terms.HAS_AUTHOR): _with_graph("authors"),
    _p(terms.HAS_EDITOR): _with_graph("editors"),
    _p(terms.AUTHORS_AS_PRINTED): _text("printed"),
    _p(terms.PUBLISHED_IN): _thing("venues"),
    _p(terms.PART_OF_WORK): _thing("containers"),
    _p(terms.MENTIONS_CONCEPT): _thing("concepts"),
    _p(terms.ABOUT_CONCEPT): _thing("concepts"),
    _p(terms.STUDIES): _thing("cases"),
}
_OF_PERSON = {_p(terms.RDFS_LABEL): _text("labels"), _p(terms.GIVEN_NAME): _text("given"), _p(terms.FAMILY_NAME): _text("family")}
_OF_VENUE = {
    _p(terms.RDFS_LABEL): _text("titles"),
    _p(terms.SKOS_ALT_LABEL): _text("alternatives"),
    _p(terms.ISSN): _text("issns"),
    _p(terms.ISSN_L): _text("issns"),
}
_TYPE, _CITES, _ORCID = _p(terms.RDF_TYPE), _p(terms.CITES), _p(terms.ORCID)
_AUTHOR, _EDITOR = _p(terms.HAS_AUTHOR), _p(terms.HAS_EDITOR)
_RESPONDENT = _p(terms.RESPONDENT)
OF_WORKS = (*_OF_WORK, _TYPE)
OF_PERSONS = (*_OF_PERSON, _TYPE, _ORCID)
OF_VENUES = (*_OF_VENUE, _TYPE)


class Facts:
    """The records that statements so far speak of."""

    def __init__(self) -> None:
        self.works: dict[str, Work] = {}
        self.persons: dict[str, Person] = {}
        self.venues: dict[str, Venue] = {}
        self.sizes: dict[str, int] = {}
        """Capture graph → how many works it describes; exact for the graphs in `counted`."""
        self.counted: set[str] = set()

    def work(self, iri: str) -> Work:
        """The work of this IRI, known or new."""
        held = self.works.get(iri)
        if held is None:
            held = self.works[iri] = Work(iri)
        return held

    def person(self, iri: str) -> Person:
        """The person of this IRI, known or new."""
        held = self.persons.get(iri)
        if held is None:
            held = self.persons[iri] = Person(iri)
        return held

    def venue(self, iri: str) -> Venue:
        """The venue of this IRI, known or new."""
        held = self.venues.get(iri)
        if held is None:
            held = self.venues[iri] = Venue(iri)
        return held

    def take(self, graph: str, s: str, p: str, o: str) -> None:
        """Note one statement of a capture, its terms in N-Triples."""
        if s.startswith(_WORK) and "#" not in s:
            self._take_work(graph, s, p, o)
        elif s.startswith(_PERSON):
            take = _OF_PERSON.get(p)
            if take is not None:
                take(self.person(s), o, graph)
            elif p == _ORCID:
                self.person(s).orcid = text_of(o)
            elif p == _TYPE and o == _RESPONDENT:
                self.person(s).respondent = True
        elif s.startswith(_VENUE):
            take = _OF_VENUE.get(p)
            if take is not None:
                take(self.venue(s), o, graph)

    def _take_work(self, graph: str, s: str, p: str, o: str) -> None:
        take = _OF_WORK.get(p)
        if take is not None:
            take(self.work(s), o, graph)
            if (p in (_AUTHOR, _EDITOR)) and o.startswith(_PERSON):
                who = self.person(o)
                if s not in who.works:
                    who.works = (*who.works, s)
        elif p == _TYPE:
            one = self.work(s)
            known = one.graphs.get(graph, 0)
            if not known & DESCRIBED:
                one.graphs[graph] = known | DESCRIBED
                self.sizes[graph] = self.sizes.get(graph, 0) + 1
            if o not in one.classes:
                one.classes = (*one.classes, o)
        elif p == _CITES:
            cited = self.work(o)
            if s not in cited.citers:
                cited.citers = (*cited.citers, s)
            cited.graphs[graph] = cited.graphs.get(graph, 0) | CITED
