"""What people decide, kept in `graph/curated`: hide a thing, join two records or keep them apart; and the way back.

Each decision has a note (an `rdf:Statement`) with its reason and who decided; when stands in `graph/meta`. A decision counts for all
loads to come. Pairs change what they touch; for the rest the resolved graph is computed anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from graph.errors import UsageError
from graph.identify import ID, digest, kind_of
from graph.linkage.identity import DIFFERENT, LEFT_OUT, SAME_AS, TRUE
from graph.linkage.matching import pair
from graph.loads import journal
from graph.resolve import rebuild, reconsider
from graph.store import CURATED, IDENTITY, META
from graph.text import literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store


@dataclass(frozen=True, slots=True)
class Doubt:
    """A pair that the program did not decide on: two things that may be one, or a work and a person who may have written it."""

    first: str
    second: str
    relation: str
    rule: str
    evidence: str
    score: float


def suppress(store: Store, iri: str, *, reason: str, by: str = "") -> None:
    """Hide a thing, all its records and what exists because of it; loading it again does not bring it back.

    The versions that are kept of earlier loads go: they show it still.

    Raises:
        UsageError: nothing in the store has this IRI.
    """
    known = _known(store, iri)
    store.history.forget()
    _decide(store, (known, LEFT_OUT, TRUE), reason, by)


def unsuppress(store: Store, iri: str, *, reason: str, by: str = "") -> None:
    """Show a thing again.

    Raises:
        UsageError: it is not hidden.
    """
    _take_back(store, (f"<{iri}>", LEFT_OUT, TRUE), reason, by)


def accept(store: Store, first: str, second: str, *, reason: str, by: str = "") -> None:
    """Two records are one thing.

    Raises:
        UsageError: a record is unknown, or they are things of two kinds.
    """
    a, b = _pair(store, first, second)
    _decide(store, (a, SAME_AS, b), reason, by, instead=(a, DIFFERENT, b))


def reject(store: Store, first: str, second: str, *, reason: str, by: str = "") -> None:
    """Two records are not one thing, whatever the rules find; what joined them falls apart.

    Raises:
        UsageError: a record is unknown, or they are things of two kinds.
    """
    a, b = _pair(store, first, second)
    _decide(store, (a, DIFFERENT, b), reason, by, instead=(a, SAME_AS, b))


def undo(store: Store, first: str, second: str, *, reason: str, by: str = "") -> None:
    """Forget what was decided of two records: the rules decide again.

    Raises:
        UsageError: nothing was decided.
    """
    a, b = pair(f"<{first}>", f"<{second}>")
    held = [p for p in (SAME_AS, DIFFERENT) if store.ask(f"ASK {{ {a} {p} {b} }}", graph=CURATED)]
    if not held:
        raise UsageError(f"nothing was decided of {first} and {second}")
    _take_back(store, (a, held[0], b), reason, by)


def doubts(store: Store) -> Iterator[Doubt]:
    """The pairs that wait for a person, the surest first."""
    rdf = terms.RDF
    query = (
        f"SELECT ?a ?p ?b ?rule ?words ?score WHERE {{ VALUES ?p {{ <{terms.POSSIBLY_SAME_AS}> <{terms.POSSIBLE_AUTHOR}> }} "
        f"?n <{rdf}predicate> ?p ; <{rdf}subject> ?a ; <{rdf}object> ?b ; <{terms.RULE}> ?rule ; <{terms.CONFIDENCE}> ?score "
        f"OPTIONAL {{ ?n <{terms.DCTERMS}description> ?words }} }} ORDER BY DESC(?score) ?a ?b"
    )
    for a, p, b, rule, words, score in store.select(query, graph=IDENTITY):
        if a is not None and p is not None and b is not None and rule is not None and score is not None:
            relation = p.value.removeprefix(terms.GOV)
            yield Doubt(a.value, b.value, relation, rule.value, words.value if words is not None else "", float(score.value))


def _known(store: Store, iri: str) -> str:
    if not iri.startswith(ID):
        raise UsageError(f"{iri} is not the IRI of a thing: those begin with {ID}")
    s = f"<{iri}>"
    if not store.ask(f"ASK {{ {{ GRAPH ?g {{ {s} ?p ?o }} }} UNION {{ GRAPH ?h {{ ?x ?q {s} }} }} }}", graph=None):
        raise UsageError(f"nothing in the store has the IRI {iri}")
    return s


def _pair(store: Store, first: str, second: str) -> tuple[str, str]:
    if kind_of(first) != kind_of(second):
        raise UsageError(f"{first} and {second} are things of two kinds and cannot be one")
    if first == second:
        raise UsageError(f"{first} is one record; give two")
    return pair(_known(store, first), _known(store, second))


def _decide(store: Store, said: tuple[str, str, str], reason: str, by: str, *, instead: tuple[str, str, str] | None = None) -> None:
    journal.begin(store, rebuild)
    if instead is not None:
        _forget(store, instead)
    noted(store, said, reason, by)
    _follow(store, said)
    journal.end(store)


def noted(store: Store, said: tuple[str, str, str], reason: str, by: str) -> None:
    """Write down a statement that a person makes, with a note of who, when and why."""
    _forget(store, said)
    node = _note(said)
    parts = zip(("subject", "predicate", "object"), said, strict=True)
    lines = [" ".join(said), *(f"{node} <{terms.RDF}{part}> {term}" for part, term in parts)]
    lines.append(f"{node} <{terms.DCTERMS}description> {literal(reason)}")
    if by:
        lines.append(f"{node} <{terms.DCTERMS_CREATOR}> {literal(by)}")
    store.update(f"INSERT DATA {{ GRAPH <{CURATED}> {{ {' . '.join(lines)} }} }}")
    _log(store, node, "decided", reason, by)


def forgotten(store: Store, said: tuple[str, str, str], reason: str, by: str) -> None:
    """Take out a statement that a person made, and note who did and why."""
    _forget(store, said)
    _log(store, _note(said), "taken back", reason, by)


def _take_back(store: Store, said: tuple[str, str, str], reason: str, by: str) -> None:
    if not store.ask(f"ASK {{ {' '.join(said)} }}", graph=CURATED):
        raise UsageError(f"{said[0][1:-1]} was not hidden; there is nothing to undo")
    journal.begin(store, rebuild)
    forgotten(store, said, reason, by)
    _follow(store, said)
    journal.end(store)


def _follow(store: Store, said: tuple[str, str, str]) -> None:
    """Bring the resolved graph up to date with a decision."""
    if said[1] in (SAME_AS, DIFFERENT):
        reconsider(store, (said[0], said[2]))
    else:
        rebuild(store)


def _forget(store: Store, said: tuple[str, str, str]) -> None:
    node = _note(said)
    store.update(f"DELETE DATA {{ GRAPH <{CURATED}> {{ {' '.join(said)} }} }} ; DELETE WHERE {{ GRAPH <{CURATED}> {{ {node} ?p ?o }} }}")


def _note(said: tuple[str, str, str]) -> str:
    return f"<{CURATED}#{digest(' '.join(said), 20)}>"


def _log(store: Store, node: str, what: str, reason: str, by: str) -> None:
    now = datetime.now(UTC)
    event = f"<{META}#decision-{now:%Y%m%dT%H%M%S%f}>"
    lines = [
        f"{event} <{terms.RDF_TYPE}> <{terms.PROV_ACTIVITY}>",
        f"{event} <{terms.PROV_USED}> {node}",
        f"{event} <{terms.RDFS_LABEL}> {literal(what)}",
        f"{event} <{terms.DCTERMS}description> {literal(reason)}",
        f'{event} <{terms.PROV_ENDED_AT_TIME}> "{now:%Y-%m-%dT%H:%M:%S.%fZ}"^^<{terms.XSD_DATE_TIME}>',
        *([f"{event} <{terms.DCTERMS_CREATOR}> {literal(by)}"] if by else []),
    ]
    store.update(f"INSERT DATA {{ GRAPH <{META}> {{ {' . '.join(lines)} }} }}")
