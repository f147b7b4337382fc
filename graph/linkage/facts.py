"""What matching needs to know of works, persons and venues, gathered from statements as they pass; record by record, as captures say it."""

from __future__ import annotations

import re
from collections.abc import Callable
from sys import intern
from typing import TypeAlias

from graph.identify import ID
from graph.linkage.traits import Person, Venue, Work
from ontology import terms

_WITH_ORCID = (f"<{ID}person/0000-00", f"<{ID}person/0009-00")
_SOURCE = f"<{ID}source/"
_WORK, _PERSON, _VENUE = f"<{ID}work/", f"<{ID}person/", f"<{ID}venue/"
_UNICODE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
DESCRIBED, CITED, TOLD = 1, 2, 4
Taker: TypeAlias = Callable[[object, str, str], None]
"""Notes a value on a record: (record, value in N-Triples, capture graph)."""
FEW = 1000
"""Works up to which a capture counts as one list that somebody made: one full name in it is one person."""


def text_of(literal: str) -> str:
    """The text of an N-Triples literal."""
    text = literal[1 : literal.rindex('"')]
    if "\\" not in text:
        return text
    return _UNICODE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _ESCAPES.get(m[3], m[3]), text)


def _add(one: object, slot: str, value: str) -> None:
    held = getattr(one, slot)
    if not held:
        setattr(one, slot, value)
    elif held.__class__ is tuple:
        if value not in held:
            setattr(one, slot, (*held, value))
    elif held != value:
        setattr(one, slot, (held, value))


def _text(slot: str, *, shared: bool = False) -> Taker:
    """Takes a text; `shared` for those that many records have."""

    def take(one: object, o: str, _: str) -> None:
        value = text_of(o)
        _add(one, slot, intern(value) if shared else value)

    return take


def _thing(slot: str) -> Taker:
    def take(one: object, o: str, _: str) -> None:
        _add(one, slot, intern(o))

    return take


def _with_graph(slot: str) -> Taker:
    def take(one: object, o: str, graph: str) -> None:
        _add_pair(one, slot, graph, text_of(o) if o[0] == '"' else intern(o))

    return take


def _add_pair(one: object, slot: str, graph: str, value: str) -> None:
    held = getattr(one, slot)
    if not any(held[i] == value and held[i - 1] == graph for i in range(1, len(held), 2)):
        setattr(one, slot, (*held, graph, value))


def _p(iri: str) -> str:
    return f"<{iri}>"


_OF_WORK: dict[str, Taker] = {
    _p(terms.TITLE): _with_graph("_titles"),
    _p(terms.PUBLICATION_YEAR): _text("_years", shared=True),
    _p(terms.YEAR_SUFFIX): _with_graph("_suffixes"),
    _p(terms.VOLUME): _text("_volumes", shared=True),
    _p(terms.ISSUE_NUMBER): _text("_issues", shared=True),
    _p(terms.PAGES): _text("_pages"),
    _p(terms.ARTICLE_NUMBER): _text("_numbers"),
    _p(terms.EDITION): _text("_editions", shared=True),
    _p(terms.ISBN): _text("_isbns"),
    _p(terms.AUTHORS_AS_PRINTED): _text("_printed"),
    _p(terms.PUBLISHED_BY): _thing("_publishers"),
    _p(terms.PUBLISHED_IN): _with_graph("_venues"),
    _p(terms.PART_OF_WORK): _with_graph("_containers"),
    _p(terms.MENTIONS_CONCEPT): _thing("_concepts"),
    _p(terms.ABOUT_CONCEPT): _thing("_concepts"),
    _p(terms.STUDIES): _thing("_cases"),
}


def _name(slot: str) -> Taker:
    def take(one: object, o: str, graph: str) -> None:
        assert isinstance(one, Person)
        value = intern(text_of(o)) if slot != "_labels" else text_of(o)
        if one.iri.startswith(_WITH_ORCID):
            said = (graph, slot, value)
            if said not in one._said:  # noqa: SLF001 - one module
                one._said = (*one._said, said)  # noqa: SLF001 - one module
        if slot == "_family":
            one._labels = ()  # noqa: SLF001 - one module
        if slot != "_labels" or not one._family:  # noqa: SLF001 - one module
            _add(one, slot, value)

    return take


def _venue_name(slot: str) -> Taker:
    def take(one: object, o: str, graph: str) -> None:
        value = text_of(o)
        _add(one, slot, value)
        _add_pair(one, "_said", graph, value)

    return take


def _orcid(one: object, o: str, _: str) -> None:
    assert isinstance(one, Person)
    one.orcid = text_of(o)


def _respondent(one: object, o: str, _: str) -> None:
    assert isinstance(one, Person)
    one.described = True
    one.respondent = one.respondent or o == _RESPONDENT


def _venue_class(one: object, _o: str, _: str) -> None:
    assert isinstance(one, Venue)
    one.described = True


_OF_PERSON: dict[str, Taker] = {
    _p(terms.RDFS_LABEL): _name("_labels"),
    _p(terms.GIVEN_NAME): _name("_given"),
    _p(terms.FAMILY_NAME): _name("_family"),
    _p(terms.ORCID): _orcid,
    _p(terms.RDF_TYPE): _respondent,
}
_OF_VENUE: dict[str, Taker] = {
    _p(terms.RDFS_LABEL): _venue_name("_titles"),
    _p(terms.SKOS_ALT_LABEL): _venue_name("_alternatives"),
    _p(terms.ISSN): _text("_issns"),
    _p(terms.ISSN_L): _text("_issns"),
    _p(terms.RDF_TYPE): _venue_class,
}


def _superseded(one: object, o: str, _: str) -> None:
    assert isinstance(one, Facts)
    one.superseded.add(o)


_OF_SOURCE: dict[str, Taker] = {_p(terms.SUPERSEDES): _superseded}
_TYPE, _CITES, _TOLD_BY = _p(terms.RDF_TYPE), _p(terms.CITES), _p(terms.TOLD_BY)
_AUTHOR, _EDITOR = _p(terms.HAS_AUTHOR), _p(terms.HAS_EDITOR)
_RESPONDENT = _p(terms.RESPONDENT)


class Facts:
    """The records that statements so far speak of."""

    def __init__(self) -> None:
        self.works: dict[str, Work] = {}
        self.persons: dict[str, Person] = {}
        self.venues: dict[str, Venue] = {}
        self.sizes: dict[str, int] = {}
        """Capture graph → how many works it describes; exact for the graphs in `counted`."""
        self.counted: set[str] = set()
        self.superseded: set[str] = set()
        """Sources that a capture replaces."""
        self.cited: set[tuple[str, str]] = set()
        """(work, graph) where a capture that is leaving only cites the work, or was told of it by a register."""
        self._shared: dict[tuple[str | int, ...], tuple[str | int, ...]] = {}
        self._of_work = {
            **_OF_WORK,
            _TYPE: self._classed,
            _CITES: self._cited,
            _TOLD_BY: self._told,
            _AUTHOR: self._people("_authors"),
            _EDITOR: self._people("_editors"),
        }

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

    def is_cited(self, record: str, graph: str) -> bool:
        """Whether a capture speaks of a work only because another one of its works cites it, or because a register was asked about it."""
        one = self.works.get(record)
        return (one is not None and bool(one.graphs.get(graph, 0) & (CITED | TOLD))) or (record, graph) in self.cited

    def forget_all_but_graphs(self) -> None:
        """Keep which captures describe, cite or tell of each work, which is what settling conflicts asks; the rest is most of memory."""
        for one in self.works.values():
            one.keep_graphs()
        self.persons.clear()
        self.venues.clear()

    def exists(self, record: str) -> bool:
        """Whether some capture describes the record."""
        if record in self.works:
            return any(bits & DESCRIBED for bits in self.works[record].graphs.values())
        if record in self.persons:
            return self.persons[record].described
        return record in self.venues and self.venues[record].described

    def sink(self, s: str) -> tuple[object, dict[str, Taker]] | None:
        """The record of a subject and what to do with each property said of it; None where nothing of it matters here."""
        if s.startswith(_WORK):
            return (self.work(s), self._of_work) if "#" not in s else None
        if s.startswith(_PERSON):
            return self.person(s), _OF_PERSON
        if s.startswith(_VENUE):
            return self.venue(s), _OF_VENUE
        return (self, _OF_SOURCE) if s.startswith(_SOURCE) else None

    def take(self, graph: str, s: str, p: str, o: str) -> None:
        """Note one statement of a capture, its terms in N-Triples."""
        sink = self.sink(s)
        if sink is not None:
            taker = sink[1].get(p)
            if taker is not None:
                taker(sink[0], o, graph)

    def _classed(self, one: object, o: str, graph: str) -> None:
        assert isinstance(one, Work)
        if self._mark(one, graph, DESCRIBED):
            self.sizes[graph] = self.sizes.get(graph, 0) + 1
        _add(one, "_classes", intern(o))

    def _mark(self, one: Work, graph: str, bit: int) -> bool:
        """Note what a capture does with a work; whether that was new. Equal notes are one object."""
        held = one.graphs
        known = held.get(graph, 0)
        if known & bit:
            return False
        held[graph] = known | bit
        flat: tuple[str | int, ...] = tuple(part for pair in sorted(held.items()) for part in pair)
        one._graphs = self._shared.setdefault(flat, flat)  # noqa: SLF001 - one module
        return True

    def _told(self, one: object, _o: str, graph: str) -> None:
        assert isinstance(one, Work)
        self._mark(one, graph, TOLD)

    def _cited(self, one: object, o: str, graph: str) -> None:
        assert isinstance(one, Work)
        cited = self.work(o)
        _add(cited, "_citers", one.iri)
        self._mark(cited, graph, CITED)

    def _people(self, slot: str) -> Taker:
        def taker(one: object, o: str, graph: str) -> None:
            assert isinstance(one, Work)
            if o.startswith(_PERSON):
                who = self.person(o)
                _add_pair(one, slot, graph, who.iri)
                _add(who, "_works", one.iri)
            else:
                _add_pair(one, slot, graph, o)

        return taker


OF_WORKS = (*_OF_WORK, _TYPE, _TOLD_BY, _AUTHOR, _EDITOR)
OF_PERSONS = tuple(_OF_PERSON)
OF_VENUES = tuple(_OF_VENUE)
