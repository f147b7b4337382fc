"""Which person records are one person, which venues one venue: by names and by evidence beside them; pure functions of facts.

A surname or initials alone never join anybody. The same full name does where the two stand in one list that somebody made, are cited
by one work, share a co-author, a venue or a concept that their works name; else it makes them candidates.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from graph.identify import key_of, normal_title
from graph.linkage.cluster import Blocks, Candidate, Edge, cluster
from graph.linkage.facts import FEW
from graph.linkage.name_readings import DOUBLE, SUFFIX, Reading
from graph.linkage.works.marks import containers, is_stub, surnames
from graph.statements.names import NameKeys, compatible, family_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.linkage.cluster import Clusters
    from graph.linkage.facts import Facts
    from graph.linkage.traits import Person, Venue

COMMON = 8
"""Persons of one family name and initial beyond which the name says too little to make candidates of them."""
_WHY = {
    "g": "in one list",
    "c": "cited by one work",
    "a": "with the same co-author",
    "v": "in the same venue",
    "f": "on the same concept",
}


def person_keys(one: Person) -> set[str]:
    """The keys under which a person can be looked up, at least one; a respondent is nobody's match."""
    families = frozenset() if one.respondent else one.families()
    # One full name may be divided differently (`Mora Lagares`, `Lagares`): its last word is the same.
    keys = {f"s:{part}" for spelling in families for part in (spelling, spelling.rpartition(" ")[2])}
    if keys:
        keys.update(f"s:{reading.family}" for reading in one.readings())
    return keys or {f"o:{key_of(one.iri[1:-1])}"}


def venue_keys(one: Venue) -> set[str]:
    """The keys under which a venue can be looked up."""
    return {f"i:{issn}" for issn in one.issns} | {f"v:{venue_title(t)}" for t in (*one.titles, *one.alternatives)}


def venue_title(title: str) -> str:
    """A venue's title for comparison, without a leading article."""
    return re.sub(r"^(?:the|la|le|les|die|der|das|el|los|las|il) (?=\w)", "", normal_title(title))


class PersonMatcher:
    """Compares the persons of some facts; `works` are the clusters of works."""

    def __init__(self, facts: Facts, persons: Iterable[str], works: Clusters) -> None:
        self.facts = facts
        self.works = works
        self.persons = sorted(iri for iri in persons if not facts.persons[iri].respondent)
        self._besides: dict[str, frozenset[str]] = {}
        full, short, read = Blocks(), Blocks(), Blocks()
        for iri in self.persons:
            for keys in facts.persons[iri].names():
                for name in keys.full:
                    full.put(hash(name), iri)
                for spelling in keys.family:
                    short.put(hash((spelling, keys.initial)), iri)
            for reading in facts.persons[iri].readings():
                read.put(hash((reading.family, reading.initial)), iri)
        self._read_alike = list(read.joined(short))
        """Persons who have a family name and an initial in common once one of them is read otherwise."""
        self._namesakes = list(full.shared())
        self._like_names = list(short.shared())

    def names(self, iri: str) -> list[NameKeys]:
        """The keys of a person's names."""
        return self.facts.persons[iri].names()

    def decide(self) -> list[Edge]:
        """Pairs that are one person."""
        return [*self._by_name(), *self._by_place()]

    def _by_name(self) -> Iterator[Edge]:
        """Same full name and something beside it."""
        told: set[tuple[str, str]] = set()
        for namesakes in self._namesakes:
            marks = {iri: self._marks(iri) for iri in namesakes}
            blocks = Blocks()
            for iri in namesakes:
                for mark in marks[iri]:
                    blocks.put(hash(mark), iri)
            for block in blocks.shared():
                for a, b in pairwise(sorted(block)):
                    if (a, b) not in told:
                        told.add((a, b))
                        yield self._edge(a, b, min(marks[a] & marks[b]))
            if len(self._besides) > 20_000:
                self._besides.clear()

    def _edge(self, a: str, b: str, evidence: str) -> Edge:
        full = min(set().union(*(keys.full for keys in self.names(a))) & set().union(*(keys.full for keys in self.names(b))))
        return Edge(a, b, "same full name and evidence beside it", f"{full}: {_WHY[evidence[0]]} ({_shown(evidence)})", 0.95)

    def _marks(self, iri: str) -> frozenset[str]:
        """What stands beside a person in their works, but for their own name."""
        own = {f"a:{name}" for name in self.facts.persons[iri].short()}
        found: set[str] = set()
        for work in self.facts.persons[iri].works:
            if work not in self._besides:
                self._besides[work] = self._beside(work)
            found |= self._besides[work]
        return frozenset(found - own)

    def _beside(self, iri: str) -> frozenset[str]:
        """What stands beside the persons of a work and would tell namesakes apart."""
        one = self.facts.works[iri]
        marks = {f"c:{citer}" for citer in one.citers} | {f"c:{iri}"} | {f"f:{concept}" for concept in one.concepts}
        marks |= {f"v:{title}" for title in containers(one, self.facts)}
        marks |= {f"g:{graph}" for graph in one.graphs if self.facts.sizes.get(graph, 0) <= FEW}
        people = [(graph, who) for graph, who in (*one.authors, *one.editors) if who in self.facts.persons]
        if len(people) > 1:
            marks |= {f"a:{name}" for graph, who in people for name in self.facts.persons[who].short(graph)}
        return frozenset(marks)

    def _by_place(self) -> Iterator[Edge]:
        """Two lists of the authors of one work: who has the same family name and given names that agree is the same person."""
        groups: dict[int, list[str]] = {}
        for iri in self.persons:
            for work in self.facts.persons[iri].works:
                group = self.works.of(work)
                if len(group) > 1 or len(self.facts.works[work].graphs) > 1:
                    groups[hash(group[0])] = group
        for group in sorted(groups.values()):
            for role in ("authors", "editors"):
                lists: dict[tuple[str, str], list[str]] = defaultdict(list)
                for work in group:
                    for graph, who in getattr(self.facts.works[work], role) if work in self.facts.works else ():
                        lists[work, graph].append(who)
                for mine, theirs in combinations([lists[key] for key in sorted(lists)], 2):
                    yield from self._aligned(mine, theirs)

    def _aligned(self, mine: list[str], theirs: list[str]) -> Iterator[Edge]:
        for a in mine:
            fits = [b for b in theirs if self._agree(a, b)]
            if len(fits) == 1 and fits[0] != a and sum(self._agree(other, fits[0]) for other in mine) == 1:
                pair = sorted((a, fits[0]))
                yield Edge(pair[0], pair[1], "same name in the author lists of one work", "", 0.98)

    def _agree(self, a: str, b: str) -> bool:
        return any(
            one.family & other.family and (compatible(one.given, other.given) or not (one.given and other.given))
            for one in (self.names(a) if a in self.facts.persons else ())
            for other in (self.names(b) if b in self.facts.persons else ())
        )

    def clean(self, group: list[str]) -> bool:
        """Whether nobody in a group can exclude another one: no work names two of them, and there is one ORCID iD at most."""
        works = [work for iri in group for work in self.facts.persons[iri].works]
        return len(set(works)) == len(works) and len({self.facts.persons[iri].orcid for iri in group} - {""}) < 2

    def conflict(self, left: list[str], right: list[str]) -> bool:
        """Whether two groups hold persons who cannot be one: two ORCID iDs, or two authors of one list."""
        persons = self.facts.persons
        mine = {persons[iri].orcid for iri in left} - {""}
        theirs = {persons[iri].orcid for iri in right} - {""}
        if mine and theirs and mine != theirs:
            return True
        return any(self._side_by_side(a, b) for a in left for b in right)

    def _side_by_side(self, a: str, b: str) -> bool:
        for work in set(self.facts.persons[a].works) & set(self.facts.persons[b].works):
            one = self.facts.works[work]
            for listed in (one.authors, one.editors):
                mine = {graph for graph, who in listed if who == a}
                if any(graph in mine for graph, who in listed if who == b):
                    return True
        return False

    def candidates(self, clusters: Clusters, canonical: dict[str, str]) -> Iterator[Candidate]:
        """Persons who may be one, and persons whom a work known by surname may mean."""
        told: set[tuple[str, str]] = set()
        for block in self._like_names:
            groups = sorted({canonical.get(iri, iri) for iri in block})
            if len(groups) > COMMON:
                continue
            for a, b in combinations(groups, 2):
                if (a, b) not in told and self._may_be_one(a, b, clusters):
                    told.add((a, b))
                    words = " / ".join(sorted({self._printed(a), self._printed(b)}))
                    yield Candidate("possiblySameAs", a, b, "names that agree", words, 0.6)
        yield from self._otherwise(told, clusters, canonical)
        yield from self._of_stubs(canonical)

    def _otherwise(self, told: set[tuple[str, str]], clusters: Clusters, canonical: dict[str, str]) -> Iterator[Candidate]:
        """Persons who may be one once a name is read otherwise; `told` are those who may be one as they are printed."""
        for block in self._read_alike:
            groups = sorted({canonical.get(iri, iri) for iri in block})
            for a, b in combinations(groups, 2) if len(groups) <= COMMON else ():
                if (a, b) in told:
                    continue
                told.add((a, b))
                how = self._how(clusters.of(a), clusters.of(b))
                if how and not self.conflict(clusters.of(a), clusters.of(b)):
                    words = " / ".join(sorted({self._printed(a), self._printed(b)}))
                    yield Candidate("possiblySameAs", a, b, "names that agree when read otherwise", f"{words}: {how}", 0.5)

    def _how(self, left: list[str], right: list[str]) -> str:
        """How some name of one group has to be read to agree with one of the other; empty where none does."""
        found = [
            how
            for mine, theirs in ((left, right), (right, left))
            for one in (reading for iri in mine for reading in self.facts.persons[iri].readings())
            for other in (form for iri in theirs for form in self._forms(iri))
            if (how := _read_alike(one, other))
        ]
        return min(found, default="")

    def _forms(self, iri: str) -> list[Reading]:
        """A person's names as printed and as they may be read."""
        printed = [Reading(spelling, keys.given, "") for keys in self.names(iri) for spelling in keys.family]
        return [*printed, *self.facts.persons[iri].readings()]

    def _may_be_one(self, a: str, b: str, clusters: Clusters) -> bool:
        mine = [keys for iri in clusters.of(a) for keys in self.names(iri)]
        theirs = [keys for iri in clusters.of(b) for keys in self.names(iri)]
        agree = any(one.family & other.family and compatible(one.given, other.given) for one in mine for other in theirs)
        return agree and not self.conflict(clusters.of(a), clusters.of(b))

    def _printed(self, iri: str) -> str:
        names = (f"{given} {family}".strip() for given, family in self.facts.persons[iri].parts())
        return max(names, key=lambda name: (len(name), name), default=iri)

    def _of_stubs(self, canonical: dict[str, str]) -> Iterator[Candidate]:
        wanted = self._wanted()
        named: dict[str, set[str]] = defaultdict(set)
        for iri in self.persons if wanted else ():
            for spelling in self.facts.persons[iri].families() & wanted.keys():
                named[spelling].add(canonical.get(iri, iri))
        told: set[tuple[str, str]] = set()
        for spelling in sorted(named):
            for who in sorted(named[spelling]) if len(named[spelling]) <= COMMON else ():
                for stub, surname in wanted[spelling]:
                    if (stub, who) not in told:
                        told.add((stub, who))
                        yield Candidate("possibleAuthor", stub, who, "surname alone", surname, 0.3)

    def _wanted(self) -> dict[str, list[tuple[str, str]]]:
        """Spellings of the surnames that works without title print → (work, surname)."""
        wanted: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for iri in sorted(self.facts.works):
            one = self.facts.works[iri]
            if is_stub(one):
                for surname in dict.fromkeys(name for printed in one.printed for name in surnames(printed)):
                    for spelling in family_keys(surname):
                        wanted[spelling].append((iri, surname))
        return wanted


def _read_alike(one: Reading, other: Reading) -> str:
    """How two names are to be read to agree; half of a double name needs a given name written out."""
    if one.family != other.family or not compatible(one.given, other.given) or one.how == other.how == SUFFIX:
        return ""
    if DOUBLE in (one.how, other.how) and not (one.given[0] == other.given[0] and len(one.given[0]) > 1):
        return ""
    return ", ".join(dict.fromkeys(how for how in (one.how, other.how) if how))


def _shown(evidence: str) -> str:
    value = evidence[2:]
    return key_of(value[1:-1]) if value.startswith("<") else value.rpartition("/graph/")[2][:12] if evidence[0] == "g" else value


class VenueMatcher:
    """Compares the venues of some facts."""

    def __init__(self, facts: Facts, venues: Iterable[str]) -> None:
        self.facts = facts
        self.venues = sorted(venues)

    def decide(self) -> tuple[list[Edge], list[Candidate]]:
        """Venues that are one, and those that may be."""
        edges: list[Edge] = []
        numbered, titled = Blocks(), defaultdict(list)
        for iri in self.venues:
            one = self.facts.venues[iri]
            for issn in one.issns:
                numbered.put(hash(issn), iri)
            for title in dict.fromkeys(map(venue_title, one.titles)):
                titled[title].append(iri)
        for block in numbered.shared():
            edges += [Edge(a, b, "same ISSN", self._shared_issn(a, b), 1.0) for a, b in pairwise(block)]
        group = _groups(edges)
        candidates: list[Candidate] = []
        for title, block in sorted(titled.items()):
            edges += [Edge(a, b, "same title", title, 0.95) for a, b in self._one_by_title(block, group)]
            candidates += self._several(title, block, group)
        return edges + self._abbreviated(titled), candidates

    def _shared_issn(self, a: str, b: str) -> str:
        return min(set(self.facts.venues[a].issns) & set(self.facts.venues[b].issns), default="")

    def _one_by_title(self, block: list[str], group: dict[str, str]) -> Iterator[tuple[str, str]]:
        """Venues of one title without ISSN, and with the only venue of this title that has one."""
        plain = [iri for iri in block if not self.facts.venues[iri].issns]
        known = {group.get(iri, iri) for iri in block if self.facts.venues[iri].issns}
        chain = [*plain, *(known if len(known) == 1 else ())]
        yield from ((min(a, b), max(a, b)) for a, b in pairwise(chain))

    def _several(self, title: str, block: list[str], group: dict[str, str]) -> Iterator[Candidate]:
        """Several journals of one title and different ISSNs: nobody can say which one a title alone means, or whether they are one."""
        known = sorted({group.get(iri, iri) for iri in block if self.facts.venues[iri].issns})
        plain = [iri for iri in block if not self.facts.venues[iri].issns][:1]
        if 1 < len(known) <= COMMON:
            for a, b in combinations(sorted([*known, *plain]), 2):
                yield Candidate("possiblySameAs", a, b, "same title, different ISSN", title, 0.5)

    def _abbreviated(self, titled: dict[str, list[str]]) -> list[Edge]:
        """A venue known by no more than the abbreviation that a page gives beside one full title."""
        by_short: dict[str, set[str]] = defaultdict(set)
        for iri in self.venues:
            one = self.facts.venues[iri]
            for short in one.alternatives:
                if "." in short and " " in short:
                    by_short[venue_title(short)].update(map(venue_title, one.titles))
        edges = []
        for short, full in sorted(by_short.items()):
            if len(full) != 1:
                continue
            owners = [iri for iri in titled[next(iter(full))] if short in map(venue_title, self.facts.venues[iri].alternatives)]
            for iri in titled.get(short, ()):
                if not self.facts.venues[iri].issns and owners and iri != owners[0]:
                    pair = sorted((iri, owners[0]))
                    edges.append(Edge(pair[0], pair[1], "abbreviation printed beside the title", short, 0.9))
        return edges


def _groups(edges: list[Edge]) -> dict[str, str]:
    """Each venue that shares an ISSN → the first of those that do."""
    return {iri: members[0] for iri, members in cluster(edges).members.items()}
