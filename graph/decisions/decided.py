"""What people decided holds for the same claim found again: in a newer capture of the page, or by a program that reads it anew.

A claim's IRI is a function of where its evidence stands, so a page that was captured again gives it another one. It is the same claim when
work (or page), stance, theory and cases agree and the words of its evidence do. Decisions about one are read as decisions about the other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.store import CURATED, IRI, RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.store import Store

_AT_ONCE = 200
_STANCES = ", ".join(f"<{iri}>" for iri in terms.STANCE_PROPERTIES.values())


@dataclass(slots=True)
class Content:
    """What a claim says, its places aside."""

    works: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    said: set[tuple[str, str]] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    def same(self, other: Content) -> bool:
        """Whether the other is the same claim."""
        near = bool(self.works & other.works or self.pages & other.pages)
        return near and bool(self.words) and (self.said, self.cases, self.words) == (other.said, other.cases, other.words)


def statuses(store: Store) -> dict[str, str]:
    """Claim → the status that people gave it."""
    rows = store.select(f"SELECT ?c ?status WHERE {{ ?c <{terms.CLAIM_STATUS}> ?status }}", graph=CURATED)
    return {claim.value: status.value for claim, status in rows if isinstance(claim, IRI) and status is not None}


def alike(store: Store) -> dict[str, str]:
    """Claim → the status that it has because people decided of the same claim elsewhere; a rejection goes before a confirmation."""
    decided = statuses(store)
    found: dict[str, str] = {}
    names = sorted(decided)
    for start in range(0, len(names), _AT_ONCE):
        known = contents(store, names[start : start + _AT_ONCE])
        others = contents(store, _candidates(store, known) - decided.keys())
        by_said: dict[frozenset[tuple[str, str]], list[str]] = defaultdict(list)
        for claim, content in others.items():
            by_said[frozenset(content.said)].append(claim)
        for claim, content in known.items():
            for other in by_said.get(frozenset(content.said), ()):
                if content.same(others[other]) and found.get(other) != "REJECTED":
                    found[other] = decided[claim]
    return found


def same_decided(store: Store, claim: str) -> set[str]:
    """The claims elsewhere that people decided on and that are the same as this one."""
    known = contents(store, [claim])
    others = contents(store, (_candidates(store, known) & statuses(store).keys()) - {claim}) if known else {}
    return {other for other, content in others.items() if content.same(known[claim])}


def contents(store: Store, claims: Iterable[str]) -> dict[str, Content]:
    """What claims say, in whichever capture."""
    listed = " ".join(str(IRI(claim)) for claim in sorted(claims))
    if not listed:
        return {}
    query = f"""SELECT ?c ?w ?p ?t ?case ?quote ?page WHERE {{ VALUES ?c {{ {listed} }}
      GRAPH ?g {{ ?c <{terms.STATED_IN}> ?w ; ?p ?t ; <{terms.DESCRIBED_IN}> ?source FILTER(?p IN ({_STANCES}))
        OPTIONAL {{ ?c <{terms.RESTS_ON_CASE}> ?case }} OPTIONAL {{ ?c <{terms.EVIDENCED_BY}>/<{terms.QUOTE}> ?quote }} }}
      FILTER(?g != <{RESOLVED}>)
      OPTIONAL {{ GRAPH ?h {{ ?source <{terms.RETRIEVED_FROM}> ?page }} FILTER(?h != <{RESOLVED}>) }} }}"""
    found: dict[str, Content] = defaultdict(Content)
    for claim, work, prop, theory, case, quote, page in store.select(query, graph=None):
        if claim is None or work is None or prop is None or theory is None:
            continue
        one = found[claim.value]
        one.works.add(work.value)
        one.said.add((prop.value, theory.value))
        if case is not None:
            one.cases.add(case.value.rpartition("/")[2])
        if quote is not None:
            one.words.add(" ".join(quote.value.split()))
        if page is not None:
            one.pages.add(page.value)
    return found


def _candidates(store: Store, known: dict[str, Content]) -> set[str]:
    """Claims of the same works and pages on the same theories in the same stances."""
    by_work = {(w, p, t) for one in known.values() for w in one.works for p, t in one.said}
    by_page = {(page, p, t) for one in known.values() for page in one.pages for p, t in one.said}
    found: set[str] = set()
    if by_work:
        listed = " ".join(f"(<{w}> <{p}> <{t}>)" for w, p, t in sorted(by_work))
        query = f"SELECT ?c WHERE {{ VALUES (?w ?p ?t) {{ {listed} }} GRAPH ?g {{ ?c <{terms.STATED_IN}> ?w ; ?p ?t }} }}"
        found.update(row[0].value for row in store.select(query, graph=None) if row[0] is not None)
    if by_page:
        from graph.text import literal

        listed = " ".join(f"({literal(page)} <{p}> <{t}>)" for page, p, t in sorted(by_page))
        query = f"""SELECT ?c WHERE {{ VALUES (?page ?p ?t) {{ {listed} }} GRAPH ?g {{ ?source <{terms.RETRIEVED_FROM}> ?page }}
          GRAPH ?h {{ ?c <{terms.DESCRIBED_IN}> ?source ; ?p ?t ; <{terms.STATED_IN}> ?w }} }}"""
        found.update(row[0].value for row in store.select(query, graph=None) if row[0] is not None)
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
