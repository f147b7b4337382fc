"""What a GraphQL question of three levels costs beside the SPARQL it stands for, and how that grows with the graph.

A page of 20 works, 5 works that each cites, and the authors of those, at a degree that does not grow with the graph:
from the works of one concept (`nested`), and from all works (`all`). `over_raw`: the time against the same answer from queries written
by hand, with their serialisation, and `again_over_raw` when it is asked once more. `growth`: the time on the larger graph against that
on the smaller one. `hub`: the works of a concept that a twentieth of all works name; its list is kept after the first time
(`hub_first_time_ms`; `warmed_…_ms` where a server had asked for it beforehand, and `warming_s` what that took it on the larger graph).

`selections`: every way of up to four links from a concept of sixty works, three things a link: there is no cliff where none of them grows
by more than the graph's own growth lets it. `facets`: the works by year, kept, against the aggregate itself. `lateral`: the hand-written
queries, which any engine answers, against one query with Oxigraph's own LATERAL. `filters`: conditions that name nothing.

All is processor time of the thread that answers, which the engine shares: others who use the machine lengthen it less than the time on the
wall. The files of both stores are merged first, as a server does.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import defaultdict
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import orjson

from api.graphql.answer import Answerer, Asked
from api.graphql.kept import Answers
from api.graphql.warming import Warming
from benchmarks._linked import CONCEPT_SIZE, statements
from graph.engines.oxigraph import EmbeddedStore
from graph.opening import open_store
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.store import Store

PAGE = 20
AT_MOST_OVER_RAW, AT_MOST_OVER_LATERAL, AT_MOST_GROWTH, AT_LEAST_FACETS, HUB_MS = 1.25, 1.1, 2.5, 100, 20
"""What is asked for; the last is milliseconds of a hub's level."""
NESTED = """edges { node { id title publicationYear doi
  cites(first: 5) { edges { node { id title publicationYear authors { label orcid } } } } } }"""
FROM_CONCEPT = (
    f"""query Nested($slug: String) {{ works(first: 20, where: {{mentions: {{some: {{slug: {{eq: $slug}}}}}}}}) {{ {NESTED} }} }}"""
)
FROM_ALL = f"query Nested {{ works(first: 20) {{ {NESTED} }} }}"
CLAIMS = """query Claims($slug: String) { claims(first: 20, where: {bearsOn: {slug: {eq: $slug}}}) { edges { node { id stance
  case { id label } work { id title publicationYear authors { label } } } } } }"""
FACETS = "{ works { byYear: groupBy(field: publicationYear, first: 50) { value count } } }"
ORDERED = "{ works(first: 20, orderBy: [{publicationYear: DESC}]) { edges { node { id title } } } }"
FILTERS = {
    "contains": '{title: {contains: "Title 12345"}}',
    "nothing": '{abstract: {contains: "xyz"}}',
    "or": '{or: [{title: {contains: "99999"}}, {doi: {contains: "99999"}}]}',
    "not": "{not: {publicationYear: {lte: 2022}}}",
    "link": '{authors: {some: {orcid: {startsWith: "0000-0000-0000001"}}}}',
}
"""Conditions on works that name no thing, so that an engine has to look at a property of all of them."""
LINKS = {
    "Concept": {"mentionedIn": "Work", "claims": "Claim"},
    "Work": {"cites": "Work", "citedBy": "Work", "mentions": "Concept", "claims": "Claim", "authors": "Author"},
    "Claim": {"work": "Work", "case": "Case", "bearsOn": "Concept"},
    "Author": {"works": "Work"},
    "Case": {"claims": "Claim"},
}
"""Links whose number of things does not grow with the graph."""
SINGLE = {"work", "case", "bearsOn", "authors"}
DEPTH = 4
HUB = '{ concept(slug: "hub") { mentionedIn(first: 20) { totalCount edges { node { id title } } } } }'


def raw(store: Store, slug: str) -> bytes:
    """The answer of `FROM_CONCEPT` by queries written for it, one a level, as JSON."""
    gov, label = terms.GOV, terms.RDFS_LABEL

    def rows(query: str) -> list[list[str | None]]:
        return [[None if term is None else term.value for term in row] for row in store.select(query)]

    first = rows(
        f"""SELECT ?w ?t ?y ?d WHERE {{
          {{ SELECT DISTINCT ?w WHERE {{ ?w <{gov}mentionsConcept> ?c . ?c <{gov}slug> "{slug}" . ?w a <{gov}Work> }}
            ORDER BY ?w LIMIT {PAGE} }}
          OPTIONAL {{ ?w <{gov}title> ?t }} OPTIONAL {{ ?w <{gov}publicationYear> ?y }} OPTIONAL {{ ?w <{gov}doi> ?d }} }}"""
    )
    works = " ".join(f"<{row[0]}>" for row in first)
    second = rows(
        f"""SELECT ?w ?c ?t ?y WHERE {{ VALUES ?w {{ {works} }} ?w <{gov}cites> ?c .
          OPTIONAL {{ ?c <{gov}title> ?t }} OPTIONAL {{ ?c <{gov}publicationYear> ?y }} }}"""
    )
    cited = " ".join({f"<{row[1]}>" for row in second})
    third = rows(
        f"""SELECT ?c ?a ?l ?o ?n WHERE {{ VALUES ?c {{ {cited} }}
          ?c <{gov}hasContribution> ?h . ?h <{gov}contributor> ?a ; <{gov}ordinal> ?n .
          OPTIONAL {{ ?a <{label}> ?l }} OPTIONAL {{ ?a <{gov}orcid> ?o }} }}"""
    )
    return orjson.dumps([first, second, third])


def lateral(store: Store, slug: str) -> bytes:
    """The same in one query that only Oxigraph understands."""
    gov, label = terms.GOV, terms.RDFS_LABEL
    query = f"""SELECT ?w ?t ?y ?d ?c ?ct ?cy ?a ?l ?o ?n WHERE {{
      {{ SELECT DISTINCT ?w WHERE {{ ?w <{gov}mentionsConcept> ?m . ?m <{gov}slug> "{slug}" . ?w a <{gov}Work> }}
        ORDER BY ?w LIMIT {PAGE} }}
      LATERAL {{
        {{ OPTIONAL {{ ?w <{gov}title> ?t }} OPTIONAL {{ ?w <{gov}publicationYear> ?y }} OPTIONAL {{ ?w <{gov}doi> ?d }} }} UNION
        {{ ?w <{gov}cites> ?c OPTIONAL {{ ?c <{gov}title> ?ct }} OPTIONAL {{ ?c <{gov}publicationYear> ?cy }}
          LATERAL {{ ?c <{gov}hasContribution> ?h . ?h <{gov}contributor> ?a ; <{gov}ordinal> ?n
            OPTIONAL {{ ?a <{label}> ?l }} OPTIONAL {{ ?a <{gov}orcid> ?o }} }} }} }} }}"""
    return orjson.dumps([[None if term is None else term.value for term in row] for row in store.select(query)])


def by_year(store: Store) -> int:
    """The works by year, asked of the store."""
    query = f"SELECT ?y (COUNT(?w) AS ?c) WHERE {{ ?w a <{terms.GOV}Work> ; <{terms.GOV}publicationYear> ?y }} GROUP BY ?y"
    return sum(1 for _ in store.select(query))


def selections(kind: str = "Concept", depth: int = DEPTH) -> Iterator[tuple[str, str]]:
    """Every way of up to so many links, with what is selected along it."""
    yield "", "id label"
    if not depth:
        return
    for link, target in LINKS[kind].items():
        for way, below in selections(target, depth - 1):
            inner = f"{{ {below} }}" if link in SINGLE else f"(first: 3) {{ totalCount edges {{ node {{ {below} }} }} }}"
            yield f"{link} {way}".strip(), f"id {link}{inner}"


class _Asked:
    """Questions asked of one graph."""

    def __init__(self, folder: Path, works: int) -> None:
        self.store = open_store(str(folder))
        self.store.load(line.encode() for line in statements(works))
        if isinstance(self.store, EmbeddedStore):
            self.store.optimize()
        self._answerer = Answerer(self.store)
        self._answers = Answers(self.store)

    def ask(self, query: str, slug: str) -> bytes:
        """The body of an answer."""
        answer = self._answerer.answer(Asked(query, {"slug": slug} if "$slug" in query else None))
        assert not answer.errors, answer.errors
        return answer.body()

    def warmed(self) -> dict[str, float]:
        """What questions take for the first time that a server asked beforehand, and how long that took it."""
        answerer = Answerer(self.store)
        taken = {"warming_s": _seconds(partial(Warming(self.store, answerer, 600.0).warm, answerer.version() or 0))}
        asked = {"hub": HUB, "facets": FACETS, "order": ORDERED}
        return taken | {f"warmed_{name}_ms": 1000 * _seconds(partial(answerer.answer, Asked(query))) for name, query in asked.items()}

    def whole(self) -> dict[str, float]:
        """What questions take that an engine answers by looking at all works, each for the first time but `facets_over_aggregate`."""
        ordered = 1000 * _seconds(partial(self.ask, ORDERED, ""))
        first, kept = (min(_seconds(partial(self.ask, FACETS, "")) for _ in range(times)) for times in (1, 20))
        aggregate = min(_seconds(partial(by_year, self.store)) for _ in range(3))
        filters = {
            f"filter_{name}_ms": 1000 * _seconds(partial(self.ask, f"{{ works(first: 5, where: {where}) {{ totalCount }} }}", ""))
            for name, where in FILTERS.items()
        }
        taken = {"order_first_time_ms": ordered, "facets_first_time_ms": 1000 * first, "facets_over_aggregate": aggregate / kept}
        return taken | filters | self.warmed()

    def again(self, slug: str) -> bytes:
        """The nested answer as the endpoint gives it: made once, then kept until something is written."""
        asked = Asked(FROM_CONCEPT, {"slug": slug})
        kept = self._answers.kept(asked)
        return (kept or self._answers.keep(asked, self._answers.version(), self._answerer.answer(asked))).body()

    def questions(self) -> dict[str, Callable[[str], bytes]]:
        """What is measured, by name."""
        named = {"nested": FROM_CONCEPT, "claims": CLAIMS, "all": FROM_ALL, "hub": HUB}
        asked: dict[str, Callable[[str], bytes]] = {name: partial(self.ask, query) for name, query in named.items()}
        return {**asked, "again": self.again, "raw": partial(raw, self.store), "lateral": partial(lateral, self.store)}


def _seconds(ask: Callable[[], object]) -> float:
    """The processor time of one question."""
    began = time.thread_time()
    ask()
    return time.thread_time() - began


def _measured(graphs: list[_Asked], slugs: list[str], rounds: int = 7) -> dict[str, list[float]]:
    """Median milliseconds of each question on each graph: they take turns, so that a busy machine is busy for all of them."""
    turns = [graph.questions() for graph in graphs]
    taken: dict[tuple[str, int], list[float]] = defaultdict(list)
    for turn in range(rounds + 1):
        for number, slug in enumerate(slugs):
            names = list(turns[0])
            for name in names if (turn + number) % 2 else reversed(names):  # who asks first of a concept reads its blocks for the others
                for place, questions in enumerate(turns):
                    seconds = _seconds(partial(questions[name], slug))
                    if turn:  # the first round reads files and makes plans
                        taken[name, place].append(seconds)
    return {name: [1000 * median(taken[name, place]) for place in range(len(graphs))] for name in turns[0]}


def _grown(graphs: list[_Asked], slugs: list[str], rounds: int = 3) -> dict[str, float]:
    """For each way the least time on the larger graph against that on the smaller one: the least, since others use the machine, too."""
    grown: dict[str, float] = {}
    for way, selected in selections():
        query = f"query Way($slug: String) {{ concept(slug: $slug) {{ {selected} }} }}"
        least = [[float("inf")] * len(slugs) for _ in graphs]
        for _ in range(rounds):
            for place, graph in enumerate(graphs):
                for number, slug in enumerate(slugs):
                    least[place][number] = min(least[place][number], _seconds(partial(graph.ask, query, slug)))
        grown[way] = sum(least[1]) / sum(least[0])
    return grown


def run(works: list[int] | None = None) -> dict[str, float]:
    """Ratios and milliseconds for a smaller and a larger graph."""
    sizes = (works or [10_000, 100_000])[:2]
    with tempfile.TemporaryDirectory() as folder:
        graphs = [_Asked(Path(folder) / f"store-{size}", size) for size in sizes]
        slugs = [f"c{n}" for n in range(min(20, min(sizes) // CONCEPT_SIZE))]
        graphs[1].ask(FROM_CONCEPT, slugs[0])
        hub = 1000 * _seconds(partial(graphs[1].ask, HUB, ""))  # nothing is kept yet
        found = _measured(graphs, slugs)
        grown = sorted(_grown(graphs, slugs[:5]).values())
        whole = graphs[1].whole()
        for graph in graphs:
            graph.store.close()
    figures = _beside(found, sizes) | {"hub_first_time_ms": hub, "selections": len(grown), "selections_growth": median(grown)}
    figures |= {"selections_growth_p95": grown[len(grown) * 95 // 100], "selections_growth_worst": grown[-1], **whole}
    holds = (
        all(figures[f"over_raw_{size}"] <= AT_MOST_OVER_RAW for size in sizes)
        and all(figures[f"portable_over_lateral_{size}"] <= AT_MOST_OVER_LATERAL for size in sizes)
        and grown[-1] <= AT_MOST_GROWTH
        and hub <= HUB_MS
        and figures["facets_over_aggregate"] >= AT_LEAST_FACETS
    )
    return {**{name: round(value, 2) for name, value in figures.items()}, "holds": holds}


def _beside(found: dict[str, list[float]], sizes: list[int]) -> dict[str, float]:
    """The milliseconds of each question on each graph, what they are beside others, and how they grow."""
    figures = {f"{name}_ms_{size}": held[place] for name, held in found.items() for place, size in enumerate(sizes)}
    for place, size in enumerate(sizes):
        figures[f"over_raw_{size}"] = found["nested"][place] / found["raw"][place]
        figures[f"again_over_raw_{size}"] = found["again"][place] / found["raw"][place]
        figures[f"portable_over_lateral_{size}"] = found["raw"][place] / found["lateral"][place]
    return figures | {f"growth_{name}": many / few for name, (few, many) in found.items()}


if __name__ == "__main__":
    print(orjson.dumps(run([int(one) for one in sys.argv[1:]] or None), option=orjson.OPT_INDENT_2).decode())
