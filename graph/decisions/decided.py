"""What people decided holds for the same claim found again: in a newer capture of the page, or by a program that reads it anew.

A claim's IRI is a function of where its evidence stands, so a page that was captured again gives it another one. It is the same claim when
stance, theory, cases and the words of its evidence agree, and the work; or, where the page has another work now, when it is the only one
there that says so. Decisions about one are read as decisions about the other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.store import CURATED, IRI, RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.rights import Readable
    from graph.store import Store

_AT_ONCE = 200
_STANCES = ", ".join(f"<{iri}>" for iri in terms.STANCE_PROPERTIES.values())


@dataclass(slots=True)
class Content:
    """What a claim says, its places aside; and where it stands."""

    works: set[str] = field(default_factory=set)
    said: set[tuple[str, str]] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)

    def same(self, other: Content) -> bool:
        """Whether the other says the same."""
        return bool(self.words) and (self.said, self.cases, self.words) == (other.said, other.cases, other.words)


def statuses(store: Readable) -> dict[str, str]:
    """Claim → the status that people gave it."""
    rows = store.select(f"SELECT ?c ?status WHERE {{ ?c <{terms.CLAIM_STATUS}> ?status }}", graph=CURATED)
    return {claim.value: status.value for claim, status in rows if isinstance(claim, IRI) and status is not None}


def standing(store: Readable, claims: Iterable[str]) -> dict[str, str]:
    """Claim → its status now, by people or as its source has it; those that stand nowhere are left out."""
    listed = " ".join(str(IRI(claim)) for claim in claims)
    rows = store.select(f"SELECT ?c ?status WHERE {{ VALUES ?c {{ {listed} }} ?c <{terms.CLAIM_STATUS}> ?status }}", graph=RESOLVED)
    found = {claim.value: status.value for claim, status in rows if claim is not None and status is not None}
    rows = store.select(f"SELECT ?c ?status WHERE {{ VALUES ?c {{ {listed} }} ?c <{terms.CLAIM_STATUS}> ?status }}", graph=CURATED)
    return found | {claim.value: status.value for claim, status in rows if claim is not None and status is not None}


def alike(store: Store) -> dict[str, str]:
    """Claim → the status that it has because people decided of the same claim elsewhere; a rejection goes before a confirmation."""
    decided = statuses(store)
    found: dict[str, str] = {}
    names = sorted(decided)
    for start in range(0, len(names), _AT_ONCE):
        for claim, other in _same(store, contents(store, names[start : start + _AT_ONCE])):
            if other not in decided and found.get(other) != "REJECTED":
                found[other] = decided[claim]
    return found


def decided_alike(store: Readable, claims: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(claim, another elsewhere that people decided on and that is the same as it)."""
    pairs = [*_same(store, contents(store, claims))]
    listed = " ".join(sorted({str(IRI(other)) for _, other in pairs}))
    rows = store.select(f"SELECT ?c WHERE {{ VALUES ?c {{ {listed} }} ?c <{terms.CLAIM_STATUS}> ?status }}", graph=CURATED) if pairs else ()
    decided = {row[0].value for row in rows if row[0] is not None}
    yield from ((claim, other) for claim, other in pairs if other in decided)


def contents(store: Readable, claims: Iterable[str]) -> dict[str, Content]:
    """What claims say, in whichever capture."""
    listed = " ".join(str(IRI(claim)) for claim in sorted(claims))
    found: dict[str, Content] = defaultdict(Content)
    if not listed:
        return found

    def told(pattern: str) -> Iterator[list[str]]:
        # one small query a property: several optional ones in one are a scan of the whole graph
        query = f"SELECT ?c ?x ?y WHERE {{ VALUES ?c {{ {listed} }} GRAPH ?g {{ {pattern} }} FILTER(?g != <{RESOLVED}>) }}"
        yield from ([term.value if term is not None else "" for term in row] for row in store.select(query, graph=None))

    for claim, prop, theory in told(f"?c ?x ?y FILTER(?x IN ({_STANCES}))"):
        found[claim].said.add((prop, theory))
    for claim, work, source in told(f"?c <{terms.STATED_IN}> ?x ; <{terms.DESCRIBED_IN}> ?y"):
        found[claim].works.add(work)
        found[claim].sources.add(source)
    for claim, case, _ in told(f"?c <{terms.RESTS_ON_CASE}> ?x"):
        found[claim].cases.add(case.rpartition("/")[2])
    for claim, quote, _ in told(f"?c <{terms.EVIDENCED_BY}> ?y . ?y <{terms.QUOTE}> ?x"):
        found[claim].words.add(" ".join(quote.split()))
    return {claim: one for claim, one in found.items() if one.works and one.said}


def _same(store: Readable, known: dict[str, Content]) -> Iterator[tuple[str, str]]:
    """(claim, another that is the same): of the same work, or the only one that says so in a capture of its page that lacks its work."""
    by_work, by_page = of_works(store, known), _of_pages(store, known)
    asked = {other for one in known for group in (by_work[one], *by_page[one]) for other in group}
    others = contents(store, asked - known.keys()) | known
    for claim, content in known.items():
        for other in sorted(by_work[claim] - {claim}):
            if other in others and content.same(others[other]):
                yield claim, other
        for group in by_page[claim]:
            alone = [other for other in sorted(group) if other in others and content.same(others[other])]
            if len(alone) == 1:
                yield claim, alone[0]


def of_works(store: Readable, known: dict[str, Content]) -> dict[str, set[str]]:
    """Claim → those of the same works on the same theories in the same stances."""
    asked: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for claim, one in known.items():
        for work in one.works:
            for said in one.said:
                asked[work, *said].add(claim)
    return _asked(store, asked, terms.STATED_IN)


def _of_pages(store: Readable, known: dict[str, Content]) -> dict[str, list[set[str]]]:
    """Claim → for each other capture of its page that does not have its work, those on the same theories in the same stances."""
    captures = _captures(store, {source for one in known.values() for source in one.sources})
    found: dict[str, list[set[str]]] = defaultdict(list)
    if not captures:
        return found
    holding = _holding(store, {work for one in known.values() for work in one.works})
    asked: dict[str, dict[tuple[str, ...], set[str]]] = defaultdict(lambda: defaultdict(set))
    for claim, one in known.items():
        elsewhere = {pair for source in one.sources for pair in captures.get(source, ())}
        for source, graph in elsewhere:
            if source not in one.sources and not any(graph in holding[work] for work in one.works):
                for said in one.said:
                    asked[source][source, *said].add(claim)
    for source in sorted(asked):
        for claim, group in _asked(store, asked[source], terms.DESCRIBED_IN).items():
            found[claim].append(group)
    return found


def _asked(store: Readable, asked: dict[tuple[str, ...], set[str]], by: str) -> dict[str, set[str]]:
    """Claim → those that have the same value of a property, stance and theory as was asked for it."""
    found: dict[str, set[str]] = defaultdict(set)
    if asked:
        listed = " ".join(f"(<{x}> <{p}> <{t}>)" for x, p, t in sorted(asked))
        where = f"VALUES (?x ?p ?t) {{ {listed} }} GRAPH ?g {{ ?c <{by}> ?x ; ?p ?t }} FILTER(?g != <{RESOLVED}>)"
        query = f"SELECT ?x ?p ?t ?c WHERE {{ {where} }}"
        for *key, other in store.select(query, graph=None):
            if other is not None:
                for claim in asked[tuple(term.value for term in key if term is not None)]:
                    found[claim].add(other.value)
    return found


def _captures(store: Readable, sources: set[str]) -> dict[str, set[tuple[str, str]]]:
    """Source → the others that were captured from the same page, each with its graph."""
    listed = " ".join(str(IRI(source)) for source in sorted(sources))
    page = f"<{terms.RETRIEVED_FROM}> ?page"
    query = f"""SELECT ?s ?other ?h WHERE {{ VALUES ?s {{ {listed} }} GRAPH ?g {{ ?s {page} }} FILTER(?g != <{RESOLVED}>)
      GRAPH ?h {{ ?other {page} }} FILTER(?h != <{RESOLVED}> && ?other != ?s) }}"""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for source, other, graph in store.select(query, graph=None):
        if source is not None and other is not None and graph is not None:
            found[source.value].add((other.value, graph.value))
    return found


def _holding(store: Readable, works: set[str]) -> dict[str, set[str]]:
    """Work → the graphs that describe it."""
    listed = " ".join(str(IRI(work)) for work in sorted(works))
    found: dict[str, set[str]] = defaultdict(set)
    query = f"SELECT ?w ?g WHERE {{ VALUES ?w {{ {listed} }} GRAPH ?g {{ ?w <{terms.RDF_TYPE}> ?type }} }}"
    for work, graph in store.select(query, graph=None):
        if work is not None and graph is not None:
            found[work.value].add(graph.value)
    return found


def rejected(store: Store) -> set[str]:
    """The claims that people rejected, in brackets, wherever they are found again."""
    held = {claim for claim, status in statuses(store).items() if status == "REJECTED"}
    return {f"<{claim}>" for claim in held | {claim for claim, status in alike(store).items() if status == "REJECTED"}}


def kept(store: Store) -> set[str]:
    """The evidence, in brackets, of claims that people added and that stand."""
    query = f"""SELECT ?e WHERE {{ ?c <{terms.EVIDENCED_BY}> ?e FILTER NOT EXISTS {{ ?c <{terms.CLAIM_STATUS}> "REJECTED" }} }}"""
    return {str(row[0]) for row in store.select(query, graph=CURATED) if isinstance(row[0], IRI)}


def status_rows(store: Store) -> list[tuple[str, str, str, str]]:
    """The rows (graph, claim, property, value) that the resolved graph reads besides those that stand in the curated graph."""
    confirmed = sorted(claim for claim, status in alike(store).items() if status == "CURATED")
    return [(CURATED, f"<{claim}>", f"<{terms.CLAIM_STATUS}>", '"CURATED"') for claim in confirmed]
