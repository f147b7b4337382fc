"""Which work records are one work: same title, year and author or container, nothing against it; pure functions of facts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.identify import normal_title
from graph.linkage.cluster import Blocks, Candidate, Edge
from graph.linkage.titles.likeness import BETWEEN, ORDER, SHORT, is_column, liken
from graph.linkage.works.details import apart, in_one_list, is_bare, same_pages, same_place, suffixes_differ, years_apart
from graph.linkage.works.likeness import LONG, containers_fit, distance, figures, lettered_apart, same_words, shared_names
from graph.linkage.works.marks import (
    containers,
    doi_of,
    families,
    groups,
    is_open,
    is_stub,
    known_titles,
    publishers,
    record_of,
    surname_marks,
)
from graph.linkage.works.marks import titles as titles_of
from graph.linkage.works.weighing import ENOUGH, Evidence, chance, least
from graph.statements.names import family_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.linkage.facts import Facts
    from graph.linkage.titles.likeness import TitleLikeness
    from graph.linkage.traits import Work

_CHAPTER = "one is a chapter"
_UNFIT = {"different": "they name different containers", "preprint": "one may be a preprint of the other"}
_SAME, _LIKE = "same title, year and author or container", "like title, author and container weighed together"
_RECORD = "same record"
_DOUBT = 0.7
"""What is left of the chance of a pair that something speaks against."""
SEVERAL = 3
"""People from whom on, all the same, a title with words more is thought to be the same work's."""
MANY = 700
"""Weight of the words of a title that says nothing else in another order."""
TELLING, WORD = 400, 100
"""Weight of the words of a title so long that two people do, where it has no more than one word more."""
NEAR = 93
"""Likeness of letters, in hundredths, from where on names may be misprinted or divided otherwise."""
PUBLISHED = 250
"""Weight of the words of a title up to which one publisher tells nothing where one side names nobody."""
LONG_TITLE = 6
"""Blanks in a title from which on works are compared that share nothing else."""
BLOCK = 40
"""Works of one family name and year that are compared each with each; in a larger block each with its neighbours by title."""


class WorkMatcher:
    """Compares the works of some facts, two by two within what they share."""

    def __init__(self, facts: Facts, works: Iterable[str]) -> None:
        self.facts = facts
        self.works = sorted(works)
        self._registered = {iri for iri in self.works if doi_of(iri)}
        """Works that are known by their DOI: no two of them are one."""
        self._families: dict[str, list[frozenset[str]]] = {}
        self._containers: dict[str, frozenset[str]] = {}
        self._normal: dict[str, frozenset[str]] = {}

    def families(self, iri: str) -> list[frozenset[str]]:
        """Of one work, computed once."""
        held = self._families.get(iri)
        if held is None:
            held = self._families[iri] = families(self.facts.works[iri], self.facts)
        return held

    def containers(self, iri: str) -> frozenset[str]:
        """Of one work, computed once."""
        held = self._containers.get(iri)
        if held is None:
            held = self._containers[iri] = containers(self.facts.works[iri], self.facts)
        return held

    def decide(self) -> tuple[list[Edge], list[Candidate]]:
        """Pairs that are one work, and pairs that may be."""
        edges: list[Edge] = []
        candidates: list[Candidate] = []
        seen: set[tuple[str, str]] = set()
        for a, b in self.pairs():
            if (a, b) in seen:
                continue
            seen.add((a, b))
            verdict = self.compare(a, b)
            if isinstance(verdict, Edge):
                edges.append(verdict)
            elif verdict is not None:
                candidates.append(verdict)
        doubted = self._ambiguous(edges)
        candidates += map(_doubted, doubted)
        return [one for one in edges if one not in doubted], candidates + list(self._stubs())

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Works of one title that share a family name, a container or an ISBN, and those of one family name and year."""
        blocks, wanted = Blocks(), set[int]()
        for iri in sorted(self.works, key=self._registered.__contains__):  # registered ones are looked at beside others only
            registered = iri in self._registered
            if registered and not wanted:
                break
            for mark in set(self._shared_marks(self.facts.works[iri])):
                if not registered or mark in wanted:
                    blocks.put(mark, iri)
                    wanted.add(mark)
        for block in blocks.shared():
            yield from self._near(block)

    def _shared_marks(self, one: Work) -> Iterator[int]:
        """What two works share that are worth comparing, as hashes."""
        if not one.titles:
            return
        surnames = surname_marks(one, self.facts)
        named = known_titles(one)
        for title in named:
            yield from (hash((title, mark)) for mark in (*(surnames or ("",)), *containers(one, self.facts), *publishers(one), *one.isbns))
        for year in one.years:
            yield from (hash((year, surname)) for surname in surnames)
            yield from (hash((year, title)) for title in named if title.count(" ") > 2)
        yield from (hash(title) for title in named if title.count(" ") >= LONG_TITLE)

    def _near(self, block: list[str]) -> Iterator[tuple[str, str]]:
        if self._registered.issuperset(block):
            return
        if len(block) > BLOCK:
            block.sort(key=lambda iri: (min(titles_of(self.facts.works[iri])), iri))
        reach = len(block) if len(block) <= BLOCK else 6
        for i, a in enumerate(block):
            registered = a in self._registered
            for b in block[i + 1 : i + reach]:
                if not registered or b not in self._registered:
                    yield (a, b) if a < b else (b, a)

    def compare(self, a: str, b: str) -> Edge | Candidate | None:
        """What two titled works are to each other."""
        evidence = self.evidence(a, b)
        one, other = self.facts.works[a], self.facts.works[b]
        against = self.against(one, other) if evidence is not None else "never"
        if evidence is None or against == "never":
            return None
        doubts = self.doubts(evidence, one, other, against)
        sure = chance(evidence.features())
        told = [evidence.title.reason, *evidence.speaks()]
        if not doubts and sure >= least():
            when = ["same year"] if evidence.years == 0 else ["same volume and page"] if evidence.years else []
            alike = evidence.title.same and evidence.years is not None and evidence.all_authors
            return Edge(a, b, _SAME if alike else _LIKE, "; ".join([*told, *when]), round(sure, 3))
        if not against and evidence.title.same and self._one_record(one, other):
            return Edge(a, b, _RECORD, "every field is the same", 1.0)
        plain = evidence.title.same or against != "hard"
        alone = evidence.title.same and evidence.title.words.shared > ENOUGH
        if plain and (evidence.anything or alone) and (evidence.years is None or abs(evidence.years) <= 1):
            unsure = "a year apart" if evidence.years else "no year on one side" if evidence.years is None else "same year"
            why = [doubt for doubt in doubts if doubt not in ("hard", unsure)]
            score = round(sure * _DOUBT if doubts else sure, 3)
            return Candidate("possiblySameAs", a, b, "like title and author", "; ".join([*told, unsure, *why]), score)
        return None

    def _one_record(self, one: Work, other: Work) -> bool:
        """Whether the two say the same in every field: one record, that keys of another form had told apart."""
        mine = record_of(one, self.facts)
        return bool(mine) and mine == record_of(other, self.facts)

    def evidence(self, a: str, b: str) -> Evidence | None:
        """What speaks for two titled works being one; None where titles or authors tell that they are two."""
        one, other = self.facts.works[a], self.facts.works[b]
        isbn, place = bool(set(one.isbns) & set(other.isbns)), same_place(one, other)
        title = self._titles(one, other, placed=isbn or place)
        if title is None:
            return None
        mine, theirs = self.families(a), self.families(b)
        shared, misprinted = shared_names(mine, theirs)
        close = title.same or title.letters >= NEAR
        if mine and theirs and not shared and close:
            shared = same_words(self._name_words(one), self._name_words(other))
        if mine and theirs and not shared - (0 if close else misprinted):
            return None
        fit = self._fit(one, other)
        people, open_ended = (len(mine), len(theirs)), is_open(one) or is_open(other)
        return Evidence(title, shared, misprinted, people, fit, years_apart(one, other), isbn, place, open_ended)

    def _fit(self, one: Work, other: Work) -> str:
        """How their containers go together; where neither has one, whether they have one publisher."""
        fit = containers_fit(self.containers(one.iri), self.containers(other.iri))
        if fit == "preprint" and any(not self.containers(some.iri) and is_bare(some) for some in (one, other)):
            return "unknown"
        return "publisher" if fit == "unknown" and publishers(one) & publishers(other) else fit

    def doubts(self, evidence: Evidence, one: Work, other: Work, against: str) -> list[str]:
        """What a person has to judge, in words; "hard" for a plain difference."""
        fits = evidence.fit in ("same", "alike", "meetings")
        found = [against] if against and not (against == _CHAPTER and evidence.all_authors and fits) else []
        if evidence.fit in _UNFIT and not (evidence.fit == "different" and _renamed(evidence, one, other)):
            found.append(_UNFIT[evidence.fit])
        found += _words_apart(evidence)
        enough = PUBLISHED if any(evidence.people) else ENOUGH
        if evidence.fit == "publisher" and not min(evidence.people) and evidence.title.words.shared <= enough:
            found.append("a short title and the publisher alone")
        alone = evidence.people == (1, 1) and evidence.shared and not (fits or evidence.place or evidence.isbn)
        if alone and self._given_apart(one, other):
            found.append("another given name")
        if evidence.years and not (abs(evidence.years) == 1 and evidence.place):
            found.append("a year apart")
        numbered = evidence.place and bool(one.issues) == bool(other.issues)
        if not numbered and evidence.shared < 2 and any(map(is_column, self._titles_of(one) | self._titles_of(other))):
            found.append("a title that recurs")
        return found if found or evidence.anything else ["nothing beside the title"]

    def _given_apart(self, one: Work, other: Work) -> bool:
        """Whether given names of one family name begin with other letters."""
        return any(
            mine and theirs and not mine & theirs
            for family, mine in self._initials(one)
            for other_family, theirs in self._initials(other)
            if family & other_family
        )

    def _initials(self, one: Work) -> list[tuple[frozenset[str], set[str]]]:
        """The spellings of each family name, and the first letters of its given names."""
        people = ((graph, self.facts.persons[who]) for graph, who in one.people() if who in self.facts.persons)
        names = [(family_keys(family), given) for graph, person in people for given, family in person.parts(graph)]
        return [(spelt, {word[0] for word in normal_title(given).split()}) for spelt, given in names]

    def _name_words(self, one: Work) -> list[frozenset[str]]:
        names = [(person, graph) for graph, who in one.people() if (person := self.facts.persons.get(who)) is not None]
        return [frozenset(normal_title(" ".join(map(" ".join, person.parts(graph)))).split()) for person, graph in names]

    def _ambiguous(self, edges: list[Edge]) -> list[Edge]:
        """The weak pairs (titles alike, no container on one side) of which one is joined with a third work that cannot be the other."""
        weak = [edge for edge in edges if edge.rule == _LIKE or bool(self.containers(edge.a)) != bool(self.containers(edge.b))]
        ends = {iri for edge in weak for iri in edge[:2]}
        partners: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for edge in edges if weak else ():
            for one, other in (edge[:2], edge[1::-1]):
                if one in ends:
                    partners[one].append((other, edge.score))
        return [edge for edge in weak if self._rivalled(edge, edge.b, partners[edge.a]) or self._rivalled(edge, edge.a, partners[edge.b])]

    def _rivalled(self, edge: Edge, one: str, partners: list[tuple[str, float]]) -> bool:
        """Whether another partner of its other end is as sure as this edge, and cannot be the same as this one."""
        return any(third != one and score >= edge.score and self._differ(one, third) for third, score in partners)

    def _differ(self, a: str, b: str) -> bool:
        one, other = self.facts.works[a], self.facts.works[b]
        if in_one_list(one, other) and not (self._titles_of(one) & self._titles_of(other) and self.families(a) == self.families(b)):
            return True
        if self._unfit(one, other):
            return True
        return years_apart(one, other) not in (0, None) or self._titles(one, other) is None or self.against(one, other) in ("never", "hard")

    def _unfit(self, one: Work, other: Work) -> bool:
        """Whether their containers, and no place in them, tell of two publications: a third record without container joins them not."""
        return self._fit(one, other) in _UNFIT and not (same_place(one, other) or same_pages(one, other))

    def _titles(self, one: Work, other: Work, *, placed: bool = False) -> TitleLikeness | None:
        """The most that a title of one and a title of the other are alike."""
        years = {*one.years, *other.years}
        if len(one.titles) == len(other.titles) == 1:  # most works
            return liken(one.titles[0], other.titles[0], years, placed=placed)
        found = [likeness for a in one.titles for b in other.titles if (likeness := liken(a, b, years, placed=placed)) is not None]
        return max(found, key=lambda likeness: (likeness.same, -likeness.words.exchanged, likeness.letters, likeness), default=None)

    def _titles_of(self, one: Work) -> frozenset[str]:
        held = self._normal.get(one.iri)
        if held is None:
            if len(self._normal) > 2000:
                self._normal.clear()
            held = self._normal[one.iri] = titles_of(one)
        return held

    def conflict(self, left: list[str], right: list[str]) -> bool:
        """Whether two groups hold works that cannot be one."""
        works = self.facts.works
        pairs = [(works[a], works[b]) for a in left for b in right if a in works and b in works]
        return any(self.against(one, other) in ("never", "hard") or self._unfit(one, other) for one, other in pairs)

    def against(self, one: Work, other: Work) -> str:
        """What speaks against two works being one: "" nothing, "never" they cannot be, "hard" a plain difference, else a doubt in words."""
        if doi_of(one.iri) and doi_of(other.iri):
            return "never"
        mine, theirs = groups(one), groups(other)
        kinds = mine | theirs if mine and theirs and not mine & theirs and not same_pages(one, other) else set()
        if kinds and kinds != {"article", "chapter"}:
            return "one is a web page" if "page" in kinds else "never"
        if one.iri in other.containers or other.iri in one.containers or one.iri in other.citers or other.iri in one.citers:
            return "never"
        if suffixes_differ(one, other):
            return "never"
        return self._details(one, other) or (_CHAPTER if kinds else "")

    def _details(self, one: Work, other: Work) -> str:
        for name in ("volumes", "issues", "editions"):
            if apart(getattr(one, name), getattr(other, name), figures):
                return "hard"
        if lettered_apart(one.pages, other.pages) or apart(one.numbers, other.numbers, str.casefold):
            return "hard"
        listed = in_one_list(one, other) and not (same_place(one, other) or same_pages(one, other))
        if listed and containers_fit(self.containers(one.iri), self.containers(other.iri)) not in (
            "same",
            "alike",
            "unknown",
        ):
            return "hard"  # whoever lists both has two works in mind
        return ""

    def _stubs(self) -> Iterator[Candidate]:
        """Works known by surname and year only, with the works that they may be."""
        by_year: dict[str, list[str]] = defaultdict(list)
        for iri in self.works:
            if is_stub(self.facts.works[iri]) and families(self.facts.works[iri], self.facts):
                for year in self.facts.works[iri].years:
                    by_year[year].append(iri)
        if not by_year:
            return
        for iri in self.works:
            one = self.facts.works[iri]
            for year in one.years:
                for stub in by_year.get(year, ()):
                    twice = stub == iri or (is_stub(one) and stub > iri)
                    if not twice and (found := self._stub_of(stub, iri, year)) is not None:
                        yield found

    def _stub_of(self, stub: str, iri: str, year: str) -> Candidate | None:
        printed, named = self.families(stub), self.families(iri)
        one, other = self.facts.works[stub], self.facts.works[iri]
        if not named or (is_stub(other) and set(one.graphs) & set(other.graphs)):
            return None
        everybody = set().union(*named)
        apart = [spelt for spelt in printed if not spelt & everybody]
        near = [s for s in apart if any(distance(x, y) <= 1 for x in s for y in everybody) and max(map(len, s)) >= LONG]
        if len(apart) > 1 or apart != near:
            return None
        open_ended, other_open = is_open(one), is_open(other)
        if (open_ended and len(named) < 3 and not other_open) or (not open_ended and len(named) > len(printed) and not is_stub(other)):
            return None
        spelling = "surname one letter apart" if near else "same surname"
        return Candidate("possiblySameAs", stub, iri, "surname and year", f"{spelling}; same year ({year})", 0.5 if near else 0.6)


def _renamed(evidence: Evidence, one: Work, other: Work) -> bool:
    """Whether containers of other names are one all the same: on that page stands the same title of that year."""
    placed = evidence.place or (evidence.title.words.shared >= TELLING and same_pages(one, other))
    return placed and evidence.title.same and evidence.years == 0


def _words_apart(evidence: Evidence) -> list[str]:
    """What differs in the words of two titles and makes other works where few people are the same."""
    title = evidence.title
    people = evidence.shared if evidence.years == 0 and 5 * evidence.shared >= 4 * max(evidence.people) else 0
    if title.words.exchanged:
        return ["each title has words of its own"]
    if title.words.slips and not evidence.place:
        return [f"{a} may be a misprint of {b}, or another word" for a, b in title.words.slips]
    if title.part == SHORT and not (evidence.place or evidence.isbn):
        return ["one has the short main title alone"]
    if title.part == ORDER and title.words.shared >= MANY and evidence.all_authors:
        return []
    enough = SEVERAL - 1 if title.words.shared >= TELLING and title.words.added <= WORD else SEVERAL
    if title.part in (BETWEEN, ORDER) and people < enough and not (evidence.place or evidence.isbn):
        return ["one title has words between" if title.part == BETWEEN else "the words stand in another order"]
    return []


def _doubted(edge: Edge) -> Candidate:
    return Candidate(
        "possiblySameAs",
        edge.a,
        edge.b,
        "like title and author",
        f"{edge.evidence}; another work fits as well",
        round(edge.score * _DOUBT, 3),
    )
