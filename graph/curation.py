"""What people decide, as data in `graph/curated` that survives reloading: two records are one or are not, a thing is hidden, undone again.

Each decision has a node of its own that says who, when and why. Every decision is followed by a rebuild of the resolved graph, since it
may take statements away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from graph.errors import UsageError
from graph.hidden import HIDDEN
from graph.identify import digest
from graph.identity import DIFFERENT, SAME_AS
from graph.resolve import rebuild
from graph.store import BASE, CURATED, IDENTITY, IRI, META, RESOLVED, Literal
from graph.text import literal
from ontology import terms

if TYPE_CHECKING:
    from graph.store import Store

_CANDIDATE = (terms.POSSIBLY_SAME_AS, terms.POSSIBLE_AUTHOR)
_DECISION = f"{BASE}id/decision/"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two things that may be one and wait for a person: by which rule, on what evidence, how sure (0–1)."""

    one: str
    other: str
    one_label: str
    other_label: str
    relation: str
    rule: str
    evidence: str
    score: float


def candidates(store: Store) -> list[Candidate]:
    """The open candidates, the surest first."""
    either = " ".join(f"<{name}>" for name in _CANDIDATE)
    rdf, label = terms.RDF, f"<{terms.RDFS}label>"
    pairs = list(store.select(f"SELECT ?a ?p ?b WHERE {{ VALUES ?p {{ {either} }} ?a ?p ?b }}", graph=IDENTITY))
    found = []
    for a, p, b in pairs:
        if not (isinstance(a, IRI) and isinstance(p, IRI) and isinstance(b, IRI)):
            continue
        node = f"?n <{rdf}subject> {a} ; <{rdf}predicate> {p} ; <{rdf}object> {b} ; <{terms.RULE}> ?rule ; <{terms.CONFIDENCE}> ?score"
        query = f"SELECT ?rule ?score ?why WHERE {{ {node} OPTIONAL {{ ?n <{terms.DCTERMS}description> ?why }} }} LIMIT 1"
        rule, score, why = next(iter(store.select(query, graph=IDENTITY)), (None, None, None))
        names = [
            next((row[0].value for row in store.select(f"SELECT ?l WHERE {{ {x} {label} ?l }}", graph=RESOLVED) if row[0]), "")
            for x in (a, b)
        ]
        told = [term.value if term is not None else "" for term in (rule, why)]
        relation = p.value.rpartition("#")[2]
        found.append(Candidate(a.value, b.value, names[0], names[1], relation, told[0], told[1], float(score.value) if score else 0.0))
    return sorted(found, key=lambda c: (-c.score, c.one, c.other))


def accept(store: Store, one: str, other: str, *, reason: str, by: str = "") -> None:
    """The two are one thing; a rejection of the same pair is taken back."""
    _decide(store, one, SAME_AS, other, instead_of=DIFFERENT, reason=reason, by=by)


def reject(store: Store, one: str, other: str, *, reason: str, by: str = "") -> None:
    """The two are never joined, whatever speaks for it; an acceptance of the same pair is taken back."""
    _decide(store, one, DIFFERENT, other, instead_of=SAME_AS, reason=reason, by=by)


def undo(store: Store, one: str, other: str, *, reason: str, by: str = "") -> None:
    """Take back what was decided of the pair; the rules decide again.

    Raises:
        UsageError: nothing was decided.
    """
    a, b = _known(store, one), _known(store, other)
    decided = [
        f"{x} {p} {y}" for p in (SAME_AS, DIFFERENT) for x, y in ((a, b), (b, a)) if store.ask(f"ASK {{ {x} {p} {y} }}", graph=CURATED)
    ]
    if not decided:
        raise UsageError(f"nothing was decided of {one} and {other}")
    for statement in decided:
        _retract(store, statement)
    _note(store, "undone", [a, b], reason, by)
    rebuild(store)
    store.flush()


def suppress(store: Store, thing: str, *, reason: str, by: str = "") -> None:
    """Hide a thing for good: it and what exists only because of it leave the resolved graph, reloading included."""
    iri = _known(store, thing)
    store.update(f"INSERT DATA {{ GRAPH <{CURATED}> {{ {iri} {HIDDEN} true }} }}")
    _note(store, "suppressed", [iri], reason, by)
    rebuild(store)
    store.flush()


def unsuppress(store: Store, thing: str, *, reason: str, by: str = "") -> None:
    """Show a hidden thing again.

    Raises:
        UsageError: it is not hidden.
    """
    iri = str(IRI(thing))
    if not store.ask(f"ASK {{ {iri} {HIDDEN} true }}", graph=CURATED):
        raise UsageError(f"{thing} is not hidden")
    _retract(store, f"{iri} {HIDDEN} true")
    _note(store, "shown again", [iri], reason, by)
    rebuild(store)
    store.flush()


def _decide(store: Store, one: str, relation: str, other: str, *, instead_of: str, reason: str, by: str) -> None:
    a, b = _known(store, one), _known(store, other)
    if a == b:
        raise UsageError("a thing is always itself; name two")
    for x, y in ((a, b), (b, a)):
        _retract(store, f"{x} {instead_of} {y}")
    store.update(f"INSERT DATA {{ GRAPH <{CURATED}> {{ {a} {relation} {b} }} }}")
    _note(store, "same" if relation == SAME_AS else "different", [a, b], reason, by)
    rebuild(store)
    store.flush()


def _known(store: Store, thing: str) -> str:
    """The thing's IRI in brackets.

    Raises:
        UsageError: it is no IRI, or no graph speaks of it.
    """
    try:
        iri = str(IRI(thing))
    except ValueError as error:
        raise UsageError(f"'{thing}' is not a valid IRI") from error
    if not store.ask(f"ASK {{ {{ {iri} ?p ?o }} UNION {{ GRAPH ?g {{ {iri} ?q ?r }} }} }}", graph=RESOLVED, named=store.graphs()):
        raise UsageError(f"no graph speaks of {thing}; `govgraph search` finds names")
    return iri


def _retract(store: Store, statement: str) -> None:
    store.update(f"DELETE DATA {{ GRAPH <{CURATED}> {{ {statement} }} }}")


def _note(store: Store, what: str, things: list[str], reason: str, by: str) -> None:
    """Who decided what, when and why: in `graph/meta`, for the record."""
    when = datetime.now(UTC).isoformat(timespec="seconds")
    node = f"<{_DECISION}{digest(' '.join([what, when, *things]), 16)}>"
    said = [
        f"<{terms.RDFS}label> {literal(what)}",
        f"<{terms.DCTERMS}created> {Literal(when)}",
        f"<{terms.DCTERMS}description> {literal(reason)}",
    ]
    said += [f"<{terms.DCTERMS}creator> {literal(by)}"] if by else []
    said += [f"<{terms.DCTERMS}subject> {thing}" for thing in things]
    store.update(f"INSERT DATA {{ GRAPH <{META}> {{ {node} {' ; '.join(said)} }} }}")
