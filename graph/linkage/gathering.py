"""The old records that new ones must be compared with: found in the store by match keys, with the facts that the comparison needs.

What is gathered is closed: two records that share a key are both in or both out. Deciding on it alone gives what deciding on
everything would give for these records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.identify import kind_of
from graph.linkage.cluster import cluster
from graph.linkage.facts import FEW, OF_PERSONS, OF_VENUES, OF_WORKS
from graph.linkage.identity import MATCH_KEY, POSSIBLE_AUTHOR, POSSIBLY, SAME_AS, batches, by_key, known, short_key
from graph.linkage.matching_people import person_keys, venue_keys
from graph.linkage.works.likeness import LONG, distance
from graph.linkage.works.marks import is_stub, surname_marks, work_keys
from graph.linkage.works.matching import WorkMatcher
from graph.store import IDENTITY, RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.linkage.facts import Facts
    from graph.linkage.matching import Decisions
    from graph.store import Store

_CAPTURES = f"FILTER(?g != <{RESOLVED}>)"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Gathering:
    """Subjects of a comparison, growing until no record outside shares a key with one inside.

    Args:
        store: holds the capture graphs, those of the batch included, and `graph/identity` without the batch.
        facts: of the batch; facts of old records are added.
        active: the names of the capture graphs that count.
        decisions: what people said.
        leaving: records of captures that count no more, and of pairs that people decided on anew: whatever they were joined or compared
            with is looked at again.
    """

    def __init__(self, store: Store, facts: Facts, active: set[str], decisions: Decisions, leaving: Iterable[str] = ()) -> None:
        self.store = store
        self.facts = facts
        self.active = active
        self._decisions = decisions
        self._leaving = set(leaving)
        self.works = {iri for iri, one in facts.works.items() if one.graphs}
        self.persons = set(facts.persons)
        self.venues = set(facts.venues)
        self._take(self._leaving)
        self._partners: dict[str, set[str]] = {}
        for a, b in decisions.same:
            self._partners.setdefault(a, set()).add(b)
            self._partners.setdefault(b, set()).add(a)
        mine = self.works | self.persons | self.venues
        self._fresh = mine - known(store, sorted(mine))
        """Records that only the batch describes: the store can tell nothing of them."""
        self._known = set(self._fresh)
        self._named: set[str] = set()
        self._looked_up: set[str] = set()
        self._done: set[str] = set()

    def run(self) -> None:
        """Gather until nothing new turns up."""
        while True:
            while new := (self.works | self.persons | self.venues) - self._done:
                self._done |= new
                self._grow(new)
            if not self._people_of_joined_works():
                break
        self._sizes()

    def _grow(self, new: set[str]) -> None:
        works, persons, venues = sorted(new & self.works), sorted(new & self.persons), sorted(new & self.venues)
        self._load(venues, OF_VENUES)
        for iri in venues:  # nothing may be known of one that leaves
            self.facts.venue(iri)
        for iri in works:
            self.facts.work(iri)
        self._load_persons(persons)
        beside = [work for iri in persons for work in self.facts.persons[iri].works]
        self.load_works([*works, *beside])
        self._lists_of_several(beside)
        lookups: set[str] = set()
        for iri in works:
            lookups |= self._work_lookups(iri)
        for iri in persons:
            keys = person_keys(self.facts.persons[iri])
            lookups |= keys | {f"us:{key[2:]}" for key in keys}
        for iri in venues:
            lookups |= venue_keys(self.facts.venues[iri])
        found = self._former(new) if self._leaving else set()
        lookups = {short_key(key) for key in lookups} - self._looked_up
        self._looked_up |= lookups
        found |= by_key(self.store, sorted(lookups))
        self._take(found | {partner for iri in new for partner in self._partners.get(iri, ())})
        self._nearby_stubs(works)

    def _former(self, new: set[str]) -> set[str]:
        """The records with which these were compared so far: they share a key that stands, or are named as the same or as a doubt."""
        found: set[str] = set()
        for some in batches(sorted(new)):
            bound = f"VALUES ?r {{ {some} }}"
            for row in self.store.select(f"SELECT DISTINCT ?x WHERE {{ {bound} ?r {MATCH_KEY} ?k . ?x {MATCH_KEY} ?k }}", graph=IDENTITY):
                found.add(str(row[0]))
            for p in (SAME_AS, POSSIBLY, POSSIBLE_AUTHOR):
                for pattern in (f"?r {p} ?x", f"?x {p} ?r"):
                    found.update(str(row[0]) for row in self.store.select(f"SELECT ?x WHERE {{ {bound} {pattern} }}", graph=IDENTITY))
        return found

    def _work_lookups(self, iri: str) -> set[str]:
        one = self.facts.works[iri]
        keys = {key for key in work_keys(one, self.facts) if not key.startswith(("u:", "us:"))}
        if not is_stub(one):
            return keys
        spelt = surname_marks(one, self.facts)
        keys |= {f"s:{spelling}" for spelling in spelt}
        keys |= {f"y:{variant}|{year}" for year in one.years for spelling in spelt for variant in variants(spelling)}
        return keys

    def _take(self, found: Iterable[str]) -> None:
        for iri in found:
            match kind_of(iri[1:]):
                case "work":
                    self.works.add(iri)
                case "person":
                    self.persons.add(iri)
                case "venue":
                    self.venues.add(iri)
                case _:
                    pass

    def _nearby_stubs(self, works: list[str]) -> None:
        """Works known by surname and year only that one of these may be, the surname one letter apart included."""
        years = {year for iri in works if not is_stub(self.facts.works[iri]) for year in self.facts.works[iri].years}
        stubs = by_key(self.store, sorted(f"u:{year}" for year in years)) - self.works
        self.load_works(sorted(stubs))
        named: dict[str, set[str]] = {}
        for iri in works:
            for year in self.facts.works[iri].years:
                named.setdefault(year, set()).update(surname_marks(self.facts.works[iri], self.facts))
        for stub in stubs:
            one = self.facts.works[stub]
            near = {name for year in one.years for name in named.get(year, ())}
            if any(distance(a, b) <= 1 for a in surname_marks(one, self.facts) for b in near):
                self.works.add(stub)

    def _lists_of_several(self, works: Iterable[str]) -> None:
        """Works of which several captures or records name the people: the people are matched by their place in them."""
        alone = [iri for iri in works if iri not in self.works]
        joined = self._joined(alone)
        for iri in alone:
            if iri in joined or len(self.facts.works[iri].graphs) > 1:
                self.works.add(iri)

    def _joined(self, works: list[str]) -> set[str]:
        """Those of these works that were joined with others before."""
        found: set[str] = set()
        for some in batches(works):
            bound = f"VALUES ?w {{ {some} }}"
            query = f"SELECT ?w WHERE {{ {{ {bound} ?w {SAME_AS} ?c }} UNION {{ {bound} ?c {SAME_AS} ?w }} }}"
            found.update(str(row[0]) for row in self.store.select(query, graph=IDENTITY))
        return found

    def _people_of_joined_works(self) -> bool:
        """Take in the people of works that several captures or records describe, or did; whether there were new ones."""
        found = WorkMatcher(self.facts, self.works).decide()[0]
        clusters = cluster([*found, *self._decisions.edges("work", self.works)])
        were = self._joined(sorted(self.works))
        before = len(self.persons)
        for iri in self.works:
            one = self.facts.works[iri]
            if iri in clusters.members or iri in were or iri in self._leaving or len(one.graphs) > 1:
                self.persons.update(who for _, who in (*one.authors, *one.editors) if kind_of(who[1:]) == "person")
        return len(self.persons) > before

    def load_works(self, works: Iterable[str]) -> None:
        """Facts of works, and of the people, venues and books that they name."""
        new = [iri for iri in dict.fromkeys(works) if iri not in self._known]
        self._load(new, OF_WORKS)
        for some in batches(new):
            self._linked(some, terms.CITES)
        beside: set[str] = set()
        venues: set[str] = set()
        books: set[str] = set()
        for iri in new:
            one = self.facts.work(iri)
            beside.update(who for _, who in (*one.authors, *one.editors))
            venues.update(venue for _, venue in one.published)
            books.update(one.containers)
        self._load(sorted(beside), OF_PERSONS)
        self._load(sorted(venues), OF_VENUES)
        self._load(sorted(books - self._known), (f"<{terms.TITLE}>",), note=False)

    def _load_persons(self, persons: list[str]) -> None:
        """Facts of persons and which works name them."""
        new = [iri for iri in persons if iri not in self._named]
        self._named.update(new)
        self._load(new, OF_PERSONS)
        for some in batches(iri for iri in new if iri not in self._fresh):
            self._linked(some, terms.HAS_AUTHOR)
            self._linked(some, terms.HAS_EDITOR)
        for iri in persons:
            self.facts.person(iri)

    def _linked(self, some: str, p: str) -> None:
        """Statements of captures that lead to one of some things by this property."""
        self._tell(f"SELECT ?g ?s (<{p}> AS ?p) ?o WHERE {{ VALUES ?o {{ {some} }} GRAPH ?g {{ ?s <{p}> ?o }} {_CAPTURES} }}")

    def _load(self, records: Iterable[str], properties: Iterable[str], *, note: bool = True) -> None:
        """Statements of captures about records. One VALUES only: engines that reorder begin with the shorter one, here the properties."""
        new = [iri for iri in records if iri not in self._known]
        only = f"FILTER(?p IN ({', '.join(properties)})) {_CAPTURES}"
        for some in batches(new):
            self._tell(f"SELECT ?g ?s ?p ?o WHERE {{ VALUES ?s {{ {some} }} GRAPH ?g {{ ?s ?p ?o }} {only} }}")
        if note:
            self._known.update(new)

    def _tell(self, query: str) -> None:
        take = self.facts.take
        for g, s, p, o in self.store.select(query, graph=None):
            graph = g.value if g is not None else ""
            if graph in self.active:
                take(graph, str(s), str(p), str(o))

    def _sizes(self) -> None:
        """Which old captures are short lists that somebody made: their note in `graph/identity` says so."""
        old = sorted({graph for one in self.facts.works.values() for graph in one.graphs} - self.facts.counted)
        known: set[str] = set()
        for some in batches(f"<{graph}>" for graph in old):
            rows = self.store.select(f'SELECT ?g WHERE {{ VALUES ?g {{ {some} }} ?g {MATCH_KEY} "few" }}', graph=IDENTITY)
            known.update(row[0].value for row in rows if row[0] is not None)
        for graph in old:
            self.facts.sizes[graph] = 0 if graph in known else FEW + 1


def variants(spelling: str) -> set[str]:
    """A surname with one letter left out, put in, changed or swapped, where it is long enough for that to mean something."""
    if len(spelling) < LONG:
        return set()
    halves = [(spelling[:i], spelling[i:]) for i in range(len(spelling) + 1)]
    found = {a + b[1:] for a, b in halves if b} | {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    return found | {a + c + b[cut:] for a, b in halves for c in _LETTERS for cut in (0, 1)}
