"""What is hidden: things that people suppressed, and what exists only because of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.decisions.decided import rejected as decided_rejected
from graph.identify import ID, key_of, kind_of
from graph.store import CURATED, IDENTITY, IRI, META, RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.store import Store

HIDDEN = f"<{terms.OWL_DEPRECATED}>"
_OWNED_BY = frozenset(f"<{p}>" for p in (terms.STATED_IN, terms.MENTIONED_BY))
_EVIDENCE = f"<{terms.EVIDENCED_BY}>"
_KEYED = ("case", "person", "organisation")


def suppressed(store: Store) -> set[str]:
    """What people hid, what they added that rests on it, and the claims that they rejected, as IRIs in brackets."""
    return _said_hidden(store) | decided_rejected(store)


def _said_hidden(store: Store) -> set[str]:
    """What people hid, and what they added that rests on it."""
    rows = store.select(f"SELECT ?s WHERE {{ ?s {HIDDEN} true }}", graph=CURATED)
    hidden = {str(row[0]) for row in rows if isinstance(row[0], IRI)}
    return hidden | _added(store, {iri for iri in hidden if kind_of(iri[1:]) == "source"})


def _added(store: Store, sources: set[str]) -> set[str]:
    """The evidence that people took from hidden sources, and the claims that they added on nothing else."""
    if not sources:
        return set()
    gone: set[str] = set()
    resting: dict[str, set[bool]] = defaultdict(set)
    query = f"SELECT ?c ?e ?s WHERE {{ ?c {_EVIDENCE} ?e . ?e <{terms.FOUND_IN}> ?s }}"
    for claim, place, source in store.select(query, graph=CURATED):
        resting[str(claim)].add(str(source) in sources)
        if str(source) in sources:
            gone.add(str(place))
    return gone | {claim for claim, hidden in resting.items() if hidden == {True}}


def left_out(store: Store, *, rejected: bool = False) -> Hidden:
    """What people hid and rejected and all that goes with it, as the last resolution wrote it down.

    With `rejected` not the claims that were only rejected: their works and sources tell which of them are hidden.
    """
    hidden = _said_hidden(store)
    if rejected and not hidden:
        return Hidden(())
    gone = decided_rejected(store)
    seeds = hidden | gone
    if seeds:
        rows = store.select(f"SELECT ?s WHERE {{ ?s {HIDDEN} true }}", graph=IDENTITY)
        seeds |= {iri for row in rows if kind_of((iri := str(row[0]))[1:]) != "person"}  # of persons, records without a work are marked too
    if rejected:
        seeds -= gone - hidden
    return Hidden(seeds)


def graphs_with_hidden(store: Store) -> set[str]:
    """The graphs that speak of what people hid, not for strangers: captures are never rewritten, and decisions tell of it by name."""
    rows = store.select(f"SELECT ?s WHERE {{ ?s {HIDDEN} true }}", graph=CURATED)
    seeds = " ".join(sorted(str(row[0]) for row in rows if isinstance(row[0], IRI)))
    if not seeds:
        return set()
    same = f"?s <{terms.OWL_SAME_AS}> ?best . ?m <{terms.OWL_SAME_AS}> ?best"
    ways = f"{{ {same} }} UNION {{ ?s <{terms.OWL_SAME_AS}> ?m }} UNION {{ ?m <{terms.OWL_SAME_AS}> ?s }}"
    records = store.select(f"SELECT DISTINCT ?m WHERE {{ VALUES ?s {{ {seeds} }} {ways} }}", graph=IDENTITY)
    things = f"{seeds} {' '.join(str(row[0]) for row in records)}"
    either = "{ GRAPH ?g { ?s ?p ?o } } UNION { GRAPH ?g { ?other ?q ?s } }"
    found = store.select(f"SELECT DISTINCT ?g WHERE {{ VALUES ?s {{ {things} }} {either} }}", graph=None)
    return {row[0].value for row in found if isinstance(row[0], IRI)} - {RESOLVED} | {CURATED, IDENTITY, META}


class Hidden:
    """The things that the resolved graph leaves out.

    With a work go the claims it makes, the mentions in it and what is keyed under it; with a claim the evidence that bears out
    nothing else, unless it is `kept`: claims that people added rest on it.
    """

    def __init__(self, seeds: Iterable[str], kept: Iterable[str] = ()) -> None:
        self.things = set(seeds)
        self._kept = set(kept)
        self._prefixes: tuple[str, ...] = ()
        self._find_prefixes()

    def __bool__(self) -> bool:
        return bool(self.things)

    def __contains__(self, term: str) -> bool:
        if not self.things:
            return False
        return term in self.things or (term.startswith(self._prefixes) if self._prefixes else False)

    def _find_prefixes(self) -> None:
        keys = [key_of(iri[1:-1]) for iri in self.things if kind_of(iri[1:]) == "work"]
        self._prefixes = tuple(f"<{ID}{kind}/{key}/" for key in keys for kind in _KEYED)

    def widen(self, same: dict[str, list[str]], canonical: dict[str, str]) -> None:
        """Hide all records of what is hidden."""
        for iri in list(self.things):
            best = canonical.get(iri, iri)
            self.things.update((best, *same.get(best, ())))
        self._find_prefixes()

    def follow(self, statements: Iterator[tuple[str, str, str]], again: Iterator[tuple[str, str, str]]) -> None:
        """Hide what the statements tie to hidden things; `again` gives the same statements a second time."""
        for s, p, o in statements:
            if p in _OWNED_BY and o in self:
                self.things.add(s)
        hidden: set[str] = set()
        shown: set[str] = set()
        for s, p, o in again:
            if p == _EVIDENCE:
                (hidden if s in self else shown).add(o)
        self.things |= hidden - shown - self._kept
