"""Which work records are one work: same title, year and author or container, nothing against it; pure functions of facts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.identify import normal_title
from graph.linkage.cluster import Blocks, Candidate, Edge
from graph.linkage.facts import DESCRIBED
from graph.linkage.likeness import (
    LONG,
    NEAR,
    SAME,
    WEAK,
    Evidence,
    begins_or_ends,
    containers_fit,
    distance,
    figures,
    first_page,
    holds_title,
    same_words,
    shared_names,
    title_likeness,
    without_label,
)
from graph.linkage.work_marks import containers, doi_of, families, groups, is_open, is_stub, surname_marks, titles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from graph.linkage.facts import Facts
    from graph.linkage.traits import Work

_CHAPTER = "one is a chapter"
_UNFIT = {"different": "they name different containers", "preprint": "one may be a preprint of the other"}
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
        for a, b in self._pairs():
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

    def _pairs(self) -> Iterator[tuple[str, str]]:
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
        named = titles(one)
        for title in named:
            yield from (hash((title, mark)) for mark in (*(surnames or ("",)), *containers(one, self.facts), *one.isbns))
        for year in one.years:
            yield from (hash((year, surname)) for surname in surnames)
            yield from (hash((year, title)) for title in named if title.count(" ") > 2)

    def _near(self, block: list[str]) -> Iterator[tuple[str, str]]:
        if self._registered.issuperset(block):
            return
        if len(block) > BLOCK:
            block.sort(key=lambda iri: (min(titles(self.facts.works[iri])), iri))
        reach = len(block) if len(block) <= BLOCK else 6
        for i, a in enumerate(block):
            registered = a in self._registered
            for b in block[i + 1 : i + reach]:
                if not registered or b not in self._registered:
                    yield (a, b) if a < b else (b, a)

    def compare(self, a: str, b: str) -> Edge | Candidate | None:
        """What two titled works are to each other."""
        one, other = self.facts.works[a], self.facts.works[b]
        likeness, reason = self._titles(one, other)
        if not likeness:
            return None
        mine, theirs = self.families(a), self.families(b)
        shared, misprinted = shared_names(mine, theirs)
        if mine and theirs and not shared and likeness >= NEAR:
            shared = same_words(self._name_words(one), self._name_words(other))
        if mine and theirs and not shared - (misprinted if likeness < NEAR else 0):
            return None
        against = self.against(one, other)
        if against == "never":
            return None
        fit = containers_fit(self.containers(a), self.containers(b))
        isbn = set(one.isbns) & set(other.isbns)
        names = (("an author of the same name", shared), ("same container", fit in ("same", "alike")), ("same ISBN", isbn))
        told = [reason, *(words for words, holds in names if holds)]
        against = against or _UNFIT.get(fit, "")
        years = _years(one, other)
        pair = Evidence(likeness, shared, (len(mine), len(theirs)), fit, years, isbn=bool(isbn), place=_same_place(one, other))
        score = pair.score(_words(one, other), open_ended=is_open(one) or is_open(other)) if not against or against == _CHAPTER else 0.0
        if score and (not against or (pair.all_authors and fit in ("same", "alike", "meetings"))):
            when = ["same year"] if years == 0 else ["same volume and page"] if years else []
            return Edge(a, b, "same title, year and author or container", "; ".join([*told, *when]), round(score, 3))
        if (shared or fit == "same" or isbn) and (against != "hard" or likeness >= SAME) and (years is None or abs(years) <= 1):
            doubt = [against] if against and against != "hard" else []
            unsure = "a year apart" if years else "no year on one side" if years is None else "same year"
            return Candidate("possiblySameAs", a, b, "like title and author", "; ".join([*told, unsure, *doubt]), round(likeness - 0.1, 3))
        return None

    def _name_words(self, one: Work) -> list[frozenset[str]]:
        names = [(person, graph) for graph, who in one.people() if (person := self.facts.persons.get(who)) is not None]
        return [frozenset(normal_title(" ".join(map(" ".join, person.parts(graph)))).split()) for person, graph in names]

    def _ambiguous(self, edges: list[Edge]) -> list[Edge]:
        """The weak pairs of which one is joined with a third work, too, that the other one cannot be."""
        weak = [edge for edge in edges if edge.score == WEAK]
        ends = {iri for edge in weak for iri in edge[:2]}
        partners: dict[str, list[str]] = defaultdict(list)
        for edge in edges if weak else ():
            for one, other in (edge[:2], edge[1::-1]):
                if one in ends:
                    partners[one].append(other)
        return [
            edge
            for edge in weak
            if any(self._differ(edge.b, third) for third in partners[edge.a] if third != edge.b)
            or any(self._differ(edge.a, third) for third in partners[edge.b] if third != edge.a)
        ]

    def _differ(self, a: str, b: str) -> bool:
        one, other = self.facts.works[a], self.facts.works[b]
        if _in_one_list(one, other) and not self._titles_of(one) & self._titles_of(other):
            return True
        return _years(one, other) not in (0, None) or not self._titles(one, other)[0] or self.against(one, other) in ("never", "hard")

    def _titles(self, one: Work, other: Work) -> tuple[float, str]:
        """How alike two works' titles are, 0 where not enough to go on."""
        mine, theirs = self._titles_of(one), self._titles_of(other)
        if mine & theirs:
            return SAME, "same title"
        best = max((title_likeness(a, b) for a in mine for b in theirs), default=0.0)
        if best < NEAR and any(begins_or_ends(a, b) for a in mine for b in theirs):
            if any(without_label(a) == without_label(b) for a in one.titles for b in other.titles):
                return NEAR, "same title but for what was presented"
            if any(holds_title(a, b, one.years) for a in one.titles for b in other.titles):
                return max(best, WEAK), "one title lacks a part of the other"
        return (best, f"titles alike ({best:.2f})") if best else (0.0, "")

    def _titles_of(self, one: Work) -> frozenset[str]:
        held = self._normal.get(one.iri)
        if held is None:
            if len(self._normal) > 2000:
                self._normal.clear()
            held = self._normal[one.iri] = titles(one)
        return held

    def conflict(self, left: list[str], right: list[str]) -> bool:
        """Whether two groups hold works that cannot be one."""
        works = self.facts.works
        return any(self.against(works[a], works[b]) in ("never", "hard") for a in left for b in right if a in works and b in works)

    def against(self, one: Work, other: Work) -> str:
        """What speaks against two works being one: "" nothing, "never" they cannot be, "hard" a plain difference, else a doubt in words."""
        if doi_of(one.iri) and doi_of(other.iri):
            return "never"
        mine, theirs = groups(one), groups(other)
        if mine and theirs and not mine & theirs and mine | theirs != {"article", "chapter"}:
            return "one is a web page" if "page" in mine | theirs else "never"
        if one.iri in other.containers or other.iri in one.containers or one.iri in other.citers or other.iri in one.citers:
            return "never"
        if _suffixes_differ(one, other):
            return "never"
        return self._details(one, other) or (_CHAPTER if mine and theirs and not mine & theirs else "")

    def _details(self, one: Work, other: Work) -> str:
        for name in ("volumes", "issues", "editions"):
            if _apart(getattr(one, name), getattr(other, name), figures):
                return "hard"
        if _apart(one.pages, other.pages, first_page) or _apart(one.numbers, other.numbers, str.casefold):
            return "hard"
        if _in_one_list(one, other) and containers_fit(self.containers(one.iri), self.containers(other.iri)) not in (
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
                    if stub != iri and (not is_stub(one) or stub < iri):
                        found = self._stub_of(stub, iri, year)
                        if found is not None:
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


def _years(one: Work, other: Work) -> int | None:
    mine, theirs = [int(y) for y in one.years], [int(y) for y in other.years]
    return min((a - b for a in mine for b in theirs), key=abs, default=None)


def _suffixes_differ(one: Work, other: Work) -> bool:
    """Whether some capture tells the two apart by year letters; letters of two captures mean nothing to each other."""
    mine, theirs = one.suffixes, other.suffixes
    shared = {graph for graph, _ in mine} & {graph for graph, _ in theirs}
    return any({v for g, v in mine if g == graph}.isdisjoint(v for g, v in theirs if g == graph) for graph in shared)


def _apart(mine: tuple[str, ...], theirs: tuple[str, ...], normal: Callable[[str], str]) -> bool:
    a, b = {normal(v) for v in mine} - {""}, {normal(v) for v in theirs} - {""}
    return bool(a and b and not a & b)


def _same_place(one: Work, other: Work) -> bool:
    """Whether both stand on the same page, or as the same article number, of the same volume."""
    volume = _shared(one.volumes, other.volumes, figures)
    return volume and (_shared(one.pages, other.pages, first_page) or _shared(one.numbers, other.numbers, str.casefold))


def _shared(mine: tuple[str, ...], theirs: tuple[str, ...], normal: Callable[[str], str]) -> bool:
    return bool(({normal(v) for v in mine} & {normal(v) for v in theirs}) - {""})


def _in_one_list(one: Work, other: Work) -> bool:
    mine, theirs = one.graphs, other.graphs
    return any(bits & theirs.get(graph, 0) & DESCRIBED for graph, bits in mine.items())


def _words(one: Work, other: Work) -> int:
    """The words of the longer main titles that both have, roughly."""
    return min(max((title.count(" ") + 1 for title in titles(work)), default=0) for work in (one, other))


def _doubted(edge: Edge) -> Candidate:
    return Candidate("possiblySameAs", edge.a, edge.b, "like title and author", f"{edge.evidence}; another work fits as well", WEAK - 0.1)
