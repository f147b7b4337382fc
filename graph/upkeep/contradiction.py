"""Contradictions in the resolved graph: found by the rules in the store, told by the fewest facts that still contradict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.store import IRI, RESOLVED
from ontology.chaining import explained
from ontology.rules import contradictions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.store import Store, Term
    from ontology.chaining import Fact

SHOWN = 50
"""Rows of one axiom that are told; one more is asked for, to say that there are more."""
NEAR = 200
"""Statements about an offender that an explanation looks at."""


@dataclass(frozen=True, slots=True)
class Found:
    """One contradiction: the axiom, the things to name, the statements that clash, and, once explained, the fewest facts behind it.

    `derived`: those of `fewest` that no source and no person said, since only the resolved graph has them. `confirmed`: whether
    HermiT finds the fewest facts inconsistent too; None where it was not asked.
    """

    name: str
    axiom: str
    offenders: tuple[str, ...]
    premises: tuple[Fact, ...]
    fewest: tuple[Fact, ...] = ()
    derived: tuple[Fact, ...] = ()
    confirmed: bool | None = None


def found(store: Store) -> Iterator[Found]:
    """Every contradiction in the resolved graph, by axiom; at most SHOWN of one axiom."""
    for contradiction in contradictions():
        rows = store.select(contradiction.select(SHOWN), graph=RESOLVED)
        for row in rows:
            terms = {name: plain(term) for name, term in zip(rows.variables, row, strict=True) if term is not None}
            offenders = tuple(dict.fromkeys(terms[name[1:]] for name in contradiction.offenders))
            yield Found(contradiction.name, contradiction.axiom, offenders, contradiction.premises(terms))


def explain(store: Store, one: Found) -> Found:
    """The contradiction with its fewest facts: only what sources or persons said where that suffices, else derived facts among them."""
    near = sorted(_near(store, one))
    said = [fact for fact in near if _said(store, fact)]
    fewest = explained(said) or explained(near)
    return replace(one, fewest=fewest, derived=tuple(fact for fact in fewest if fact not in said))


def confirm(one: Found, *, seconds: float = 120) -> Found:
    """The explained contradiction with HermiT's word on it; where it agrees, with no fact that it can do without.

    Raises:
        ontology.hermit.ReasonerError: HermiT cannot run here, or failed.
    """
    from ontology.reason import minimal_contradiction

    proven = minimal_contradiction(one.fewest, seconds=seconds)
    kept = proven or one.fewest
    return replace(one, fewest=kept, derived=tuple(fact for fact in one.derived if fact in kept), confirmed=bool(proven))


def _near(store: Store, one: Found) -> set[Fact]:
    """The clashing statements and those about or to each offender that is a thing."""
    near = set(one.premises)
    for offender in one.offenders:
        if offender.startswith('"'):
            continue
        thing = IRI(offender)
        about = store.select(f"SELECT ?p ?o WHERE {{ {thing} ?p ?o }} LIMIT {NEAR}", graph=RESOLVED)
        near |= {(offender, plain(p), plain(o)) for p, o in about if p is not None and o is not None}
        towards = store.select(f"SELECT ?s ?p WHERE {{ ?s ?p {thing} }} LIMIT {NEAR}", graph=RESOLVED)
        near |= {(plain(s), plain(p), offender) for s, p in towards if s is not None and p is not None}
    return near


def _said(store: Store, fact: Fact) -> bool:
    """Whether a source or a person says so: the fact stands in a graph besides the resolved one."""
    query = f"ASK {{ GRAPH ?g {{ {' '.join(map(written, fact))} }} FILTER(?g != <{RESOLVED}>) }}"
    return store.ask(query, graph=None)


def plain(term: Term) -> str:
    """An IRI bare, a literal in N-Triples form."""
    return term.value if isinstance(term, IRI) else str(term)


def written(term: str) -> str:
    """The reverse of `plain`: the term as N-Triples and SPARQL write it."""
    return term if term.startswith('"') else str(IRI(term))


def as_lines(facts: Iterable[Fact]) -> tuple[str, ...]:
    """Facts as N-Triples lines."""
    return tuple(f"{' '.join(map(written, fact))} ." for fact in facts)
