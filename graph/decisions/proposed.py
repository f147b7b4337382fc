"""What language models proposed: which claims wait for a reader, who proposed a claim, and the claim as a person's own once it is accepted.

Their answers are captures of their own, which count only as far as a person accepts them: an accepted claim is written down whole in
`graph/curated`, and stays there whatever the next model answers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.decisions.addition import Addition, NewCase, NewConcept
from graph.decisions.decided import alike, statuses
from graph.decisions.hidden import left_out
from graph.linkage.identity import canonical_of
from graph.resolve import active_graphs, proposals_waiting
from graph.store import CURATED, IRI, RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from graph.record import ConceptKind
    from graph.store import Store

BUILT_IN = "govgraph"
"""What the reader that is part of the program is called among those who propose."""
_KINDS: dict[str, ConceptKind] = {
    terms.THEORY: "theory",
    terms.PARADIGM: "paradigm",
    terms.PRACTICE: "practice",
    terms.ISSUE: "issue",
}
_STANCES = " ".join(f"<{iri}>" for iri in terms.STANCE_PROPERTIES.values())


@dataclass(frozen=True, slots=True)
class Proposed:
    """A claim that only models propose and nobody decided on: how sure they say they are, 0 to 1, its theory and place by name."""

    claim: str
    sure: float
    theory: str
    place: str


def waiting_proposals(store: Store, narrowed: str = "") -> list[Proposed]:
    """The claims that wait; `narrowed` are filters on ?t, the theory, and ?case."""
    graphs = _values(proposals_waiting(store))
    if not graphs:
        return []
    query = f"""SELECT ?c (MIN(?work) AS ?w) (MAX(?own) AS ?sure) (MIN(?name) AS ?theory) (MIN(?where) AS ?place) WHERE {{
      VALUES ?g {{ {graphs} }} VALUES ?p {{ {_STANCES} }}
      GRAPH ?g {{ ?c ?p ?t ; <{terms.STATED_IN}> ?work OPTIONAL {{ ?c <{terms.MODEL_CONFIDENCE}> ?own }} ?t <{terms.RDFS_LABEL}> ?name }}
      OPTIONAL {{ GRAPH ?g {{ ?c <{terms.RESTS_ON_CASE}> ?case }}
        OPTIONAL {{ GRAPH <{RESOLVED}> {{ ?case <{terms.CASE_IN}>/<{terms.RDFS_LABEL}> ?where }} }} }}
      {narrowed}
      FILTER NOT EXISTS {{ GRAPH <{RESOLVED}> {{ ?c <{terms.STATED_IN}> ?standing }} }} }} GROUP BY ?c"""
    rows = [[term.value if term is not None else "" for term in row] for row in store.select(query, graph=None)]
    if not rows:
        return []
    decided, hidden = statuses(store).keys() | alike(store).keys(), left_out(store)
    return [
        Proposed(claim, float(sure or 0), theory, place)
        for claim, work, sure, theory, place in rows
        if claim and claim not in decided and f"<{claim}>" not in hidden and f"<{work}>" not in hidden
    ]


def proposers(store: Store, claims: Iterable[str]) -> dict[str, list[str]]:
    """Claim → who proposes it now: `govgraph`, and models as "NAME at HOST, task VERSION"."""
    listed, found = _values(claims), defaultdict[str, list[str]](list)
    if not listed:
        return found
    counting = active_graphs(store) | proposals_waiting(store)
    agent = f"?a <{terms.MODEL_NAME}> ?model ; <{terms.MODEL_HOST}> ?host ; <{terms.PROMPT_VERSION}> ?task"
    read = f'?c <{terms.CLAIM_STATUS}> "EXTRACTED" OPTIONAL {{ ?c <{terms.PROPOSED_BY}> ?a . {agent} }}'
    query = f"SELECT DISTINCT ?g ?c ?model ?host ?task WHERE {{ VALUES ?c {{ {listed} }} GRAPH ?g {{ {read} }} }}"
    for graph, claim, model, host, task in store.select(query, graph=None):
        if graph is not None and claim is not None and graph.value in counting:
            named = f"{model.value} at {host.value}, task {task.value}" if model and host and task else BUILT_IN
            if named not in found[claim.value]:
                found[claim.value].append(named)
    return {claim: sorted(names, key=lambda name: (name != BUILT_IN, name)) for claim, names in found.items()}


def confidences(store: Store, claims: Iterable[str]) -> dict[str, float]:
    """Claim → how sure the models say they are that propose it now."""
    listed = _values(claims)
    if not listed:
        return {}
    counting = active_graphs(store) | proposals_waiting(store)
    query = f"SELECT ?g ?c ?sure WHERE {{ VALUES ?c {{ {listed} }} GRAPH ?g {{ ?c <{terms.MODEL_CONFIDENCE}> ?sure }} }}"
    found: dict[str, float] = {}
    for graph, claim, sure in store.select(query, graph=None):
        if graph is not None and claim is not None and sure is not None and graph.value in counting:
            found[claim.value] = max(found.get(claim.value, 0.0), float(sure.value))
    return found


def labelled(store: Store, things: Collection[str]) -> dict[str, tuple[str, str, bool]]:
    """Thing that the resolved graph has no label of → its canonical IRI, a label, and whether that is only what models' answers say."""
    best = canonical_of(store, sorted(str(IRI(thing)) for thing in things)) if things else {}
    found: dict[str, tuple[str, str, bool]] = {}
    for thing in things:
        canonical = best.get(f"<{thing}>", f"<{thing}>")
        query = f"SELECT ?l WHERE {{ GRAPH ?g {{ {canonical} <{terms.RDFS_LABEL}> ?l }} }} ORDER BY DESC(?g = <{RESOLVED}>) ?l LIMIT 1"
        label = next((row[0].value for row in store.select(query, graph=None) if row[0] is not None), "")
        found[thing] = (canonical[1:-1], label, bool(label) and not _stands(store, canonical[1:-1]))
    return found


def adopted(store: Store, claim: str, as_said: Callable[[Store, str], Addition | None]) -> Addition | None:
    """A claim that only models' answers make, whole and with whose they are, for the curated graph to keep; None of any other."""
    rows = store.select(f"SELECT ?g WHERE {{ GRAPH ?g {{ <{claim}> <{terms.STATED_IN}> ?w }} }}", graph=None)
    graphs = {row[0].value for row in rows if row[0] is not None}
    if graphs & {RESOLVED, CURATED} or not graphs & proposals_waiting(store) or graphs & active_graphs(store):
        return None
    said = as_said(store, claim)
    if said is None:
        return None
    made = whole(store, said)
    by = f"<{terms.PROPOSED_BY}>"
    rows = store.select(f"SELECT DISTINCT ?a WHERE {{ VALUES ?g {{ {_values(graphs)} }} GRAPH ?g {{ <{claim}> {by} ?a }} }}", graph=None)
    made.lines += sorted(f"<{made.iri}> {by} {row[0]}" for row in rows)
    return made


def whole(store: Store, said: Addition) -> Addition:
    """The claim with what the graph does not hold yet, its theory or cases, as new."""
    theory = said.theory
    if isinstance(theory, str) and not _stands(store, theory):
        label, kinds = _described(store, theory)
        theory = NewConcept(label, next((_KINDS[kind] for kind in kinds if kind in _KINDS), "concept")) if label else theory
    cases: list[str | NewCase] = []
    for case in said.cases:
        label = _described(store, case)[0] if isinstance(case, str) and not _stands(store, case) else ""
        cases.append(NewCase(label) if label else case)
    return replace(said, theory=theory, cases=cases)


def _stands(store: Store, thing: str) -> bool:
    return store.ask(f"ASK {{ <{thing}> <{terms.RDFS_LABEL}> ?l }}", graph=RESOLVED)


def _described(store: Store, thing: str) -> tuple[str, list[str]]:
    """The label and classes that models' answers give a thing."""
    query = f"SELECT ?l ?k WHERE {{ GRAPH ?g {{ <{thing}> <{terms.RDFS_LABEL}> ?l ; <{terms.RDF_TYPE}> ?k }} }} ORDER BY ?l ?k"
    rows = [(row[0].value, row[1].value) for row in store.select(query, graph=None) if row[0] is not None and row[1] is not None]
    return (rows[0][0] if rows else ""), [kind for _, kind in rows]


def _values(iris: Iterable[str]) -> str:
    return " ".join(str(IRI(iri)) for iri in sorted(set(iris)))
