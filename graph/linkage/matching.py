"""Which records are one thing: works, venues, persons and cases, what people decided included; a pure function of facts and decisions."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.identify import key_of, kind_of
from graph.linkage.cluster import Candidate, Clusters, Edge, cluster
from graph.linkage.matching_people import PersonMatcher, VenueMatcher
from graph.linkage.works.marks import doi_of
from graph.linkage.works.matching import WorkMatcher
from graph.store import CURATED as CURATED_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.linkage.facts import Facts

CURATED = 2.0
"""The score of what a person decided."""
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]").fullmatch
_ISSN = re.compile(r"\d{4}-\d{3}[\dX]").fullmatch


@dataclass(slots=True)
class Decisions:
    """What people said: pairs of records (IRIs in brackets, in order) that are one thing, and pairs that are not."""

    same: set[tuple[str, str]] = field(default_factory=set)
    different: set[tuple[str, str]] = field(default_factory=set)

    def edges(self, kind: str, among: set[str] | None = None) -> list[Edge]:
        """Accepted pairs of one kind of thing."""
        pairs = [(a, b) for a, b in sorted(self.same) if kind_of(a[1:]) == kind and (among is None or (a in among and b in among))]
        return [Edge(a, b, "a person said so", "", CURATED) for a, b in pairs]

    def apart(self, left: Iterable[str], right: Iterable[str]) -> bool:
        """Whether a person said of some pair between two groups that they differ."""
        return bool(self.different) and any(pair(a, b) in self.different for a in left for b in right)


@dataclass(slots=True)
class Matched:
    """The outcome: each record that is not its cluster's canonical one → that one; reasons; doubtful pairs; persons left out."""

    canonical: dict[str, str] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    """Canonical record → its cluster, sorted; only clusters of two and more."""
    edges: list[Edge] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    """Persons who stand only in a list of authors that was not the one taken."""

    def take(self, clusters: Clusters, facts: Facts) -> None:
        """Add clusters of one kind."""
        self.edges += clusters.edges
        for group in {id(group): group for group in clusters.members.values()}.values():
            best = min(group, key=lambda iri: rank(iri, facts))
            self.members[best] = group
            self.canonical.update((iri, best) for iri in group if iri != best)


def pair(a: str, b: str) -> tuple[str, str]:
    """Two records in order."""
    return (a, b) if a < b else (b, a)


def rank(iri: str, facts: Facts) -> tuple[int, int, str]:
    """Which record gives its cluster the IRI: DOI, ORCID or ISSN first; of persons the one named more fully; then by code point."""
    kind, key = kind_of(iri[1:]), key_of(iri[1:-1])
    identified = {"work": doi_of(iri) != "", "person": _ORCID(key) is not None, "venue": _ISSN(key) is not None}.get(kind, False)
    person = facts.persons.get(iri)
    letters = max((len(re.sub(r"[\W_]", "", given)) for given, _ in person.parts()), default=0) if person is not None else 0
    return (0 if identified else 1, -letters, iri)


def match(facts: Facts, works: set[str], persons: set[str], venues: set[str], decisions: Decisions) -> Matched:
    """Decide on these works, persons and venues; the facts may know more, as context. What no capture describes any more is left aside."""
    result = Matched()
    works, persons, venues = ({iri for iri in some if facts.exists(iri)} for some in (works, persons, venues))
    found_venues, venue_candidates = VenueMatcher(facts, venues).decide()
    venue_clusters = cluster([*decisions.edges("venue", venues), *found_venues], decisions.apart if decisions.different else None)
    work_matcher = WorkMatcher(facts, works)
    found_works, work_candidates = work_matcher.decide()
    apart = decisions.apart
    work_clusters = cluster([*decisions.edges("work", works), *found_works], lambda a, b: apart(a, b) or work_matcher.conflict(a, b))
    person_matcher = PersonMatcher(facts, persons, work_clusters)
    person_clusters = cluster(
        [*decisions.edges("person", persons), *person_matcher.decide()],
        lambda a, b: apart(a, b) or person_matcher.conflict(a, b),
        lambda group: not decisions.different and person_matcher.clean(group),
    )
    for clusters in (venue_clusters, work_clusters, person_clusters):
        result.take(clusters, facts)
    result.take(cluster([*_cases(facts, work_clusters), *decisions.edges("case")], decisions.apart), facts)
    for kind in ("concept", "organisation", "reform", "topic", "subject", "course"):
        result.take(cluster(decisions.edges(kind), decisions.apart), facts)
    result.left_out = set(_left_out(facts, works, work_clusters, result.canonical))
    doubtful = [*venue_candidates, *work_candidates, *person_matcher.candidates(person_clusters, result.canonical)]
    result.candidates = list(_standing(doubtful, result, decisions))
    return result


def _cases(facts: Facts, works: Clusters) -> Iterator[Edge]:
    """Cases of one label whose works are one."""
    for group in {id(group): group for group in works.members.values()}.values():
        named: dict[str, list[str]] = defaultdict(list)
        for iri in group:
            for case in facts.works[iri].cases if iri in facts.works else ():
                named[case.rpartition("/")[2]].append(case)
        for name, cases in sorted(named.items()):
            for other in sorted(set(cases))[1:]:
                yield Edge(min(cases), other, "same case of one work", name[:-1], 0.95)


def _standing(candidates: Iterable[Candidate], result: Matched, decisions: Decisions) -> Iterator[Candidate]:
    """Doubtful pairs between canonical records, each once, less those that were joined or rejected."""
    best: dict[tuple[str, str, str], Candidate] = {}
    for one in candidates:
        a, b = result.canonical.get(one.a, one.a), result.canonical.get(one.b, one.b)
        groups = (result.members.get(a, [a]), result.members.get(b, [b]))
        if a == b or decisions.apart(*groups) or any(result.left_out.issuperset(group) for group in groups):
            continue
        if one.property == "possiblySameAs":
            a, b = pair(a, b)
        moved = one._replace(a=a, b=b)
        held = best.get((one.property, a, b))
        if held is None or (-moved.score, moved.rule, moved.evidence) < (-held.score, held.rule, held.evidence):
            best[one.property, a, b] = moved
    yield from (best[key] for key in sorted(best))


def chosen_list(lists: Mapping[tuple[str, str], int], facts: Facts) -> tuple[str, str] | None:
    """The (record, capture graph) whose list of authors or editors a work takes whole, of those that have one, with their lengths.

    A capture that is about the work goes before one that cites it, a longer list before a shorter; then by the record's and the
    graph's code points. What people said (the curated graph) goes before all.
    """

    def order(key: tuple[str, str]) -> tuple[bool, bool, int, str, str]:
        iri, graph = key
        return (graph != CURATED_GRAPH, facts.is_cited(iri, graph), -lists[key], iri, graph)

    return min(lists, key=order, default=None)


def _left_out(facts: Facts, works: set[str], clusters: Clusters, canonical: dict[str, str]) -> Iterator[str]:
    """Persons keyed under a work who are in none of the lists that it takes."""
    for iri in sorted(works):
        group = clusters.of(iri)
        one = facts.works[iri]
        if group[0] != iri or (len(group) == 1 and len({graph for graph, _ in (*one.authors, *one.editors)}) < 2):
            continue
        kept: set[str] = set()
        everyone: set[str] = set()
        for role in ("authors", "editors"):
            lists: dict[tuple[str, str], list[str]] = defaultdict(list)
            for record in group:
                for graph, who in getattr(facts.works[record], role) if record in facts.works else ():
                    lists[record, graph].append(who)
                    everyone.add(who)
            chosen = chosen_list({key: len(people) for key, people in lists.items()}, facts)
            kept |= {canonical.get(who, who) for who in lists[chosen]} if chosen else set()
        for who in everyone:
            if canonical.get(who, who) not in kept and key_of(who[1:-1]).startswith(tuple(f"{key_of(record[1:-1])}/" for record in group)):
                yield who
