"""Why a statement of the resolved graph stands: who says it, what settled it, or the rule and the premises it follows from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.errors import UsageError
from graph.identify import GRAPH, ID
from graph.identity import members_of
from graph.resolve import active_graphs
from graph.store import CURATED, IRI, META, RESOLVED, Literal
from ontology import terms
from ontology.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store, Term
    from ontology.rules import Pattern, Rule

DEEPEST = 12
"""Steps of derivation that are followed."""
TRIED = 8
"""Ways in which one rule may give a statement that are tried before the next rule."""
Statement = tuple[str, str, str]
"""Subject, predicate and object as they stand in N-Triples."""


@dataclass(slots=True)
class Said:
    """One capture that says the statement: its source, label and address; or a person, in `graph/curated`."""

    source: str
    label: str = ""
    address: str = ""


@dataclass(slots=True)
class Explanation:
    """A statement and why it stands: `said_by` captures, or the `rule` (its `axiom` in words) and its `premises`.

    `settled` tells where sources disagreed: by which rule this value was chosen, and which were not.
    """

    statement: Statement
    words: str
    said_by: list[Said] = field(default_factory=list)
    rule: str = ""
    axiom: str = ""
    premises: list[Explanation] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)

    @property
    def derived(self) -> bool:
        """Whether it stands in no capture and no curation."""
        return not self.said_by

    def as_json(self) -> dict[str, object]:
        """One JSON document, premises nested."""
        told: dict[str, object] = {"statement": list(self.statement), "words": self.words, "derived": self.derived}
        if self.said_by:
            told["saidBy"] = [{"source": one.source, "label": one.label, "retrievedFrom": one.address} for one in self.said_by]
        else:
            told |= {"rule": self.rule, "axiom": self.axiom, "premises": [premise.as_json() for premise in self.premises]}
        if self.settled:
            told["settled"] = self.settled
        return told

    def as_text(self, depth: int = 0) -> str:
        """For people: a statement a line, what bears it out below it."""
        indent = "  " * depth
        lines = [f"{indent}{self.words}"]
        lines += [f"{indent}  said by {one.label or one.source}" + (f" ({one.address})" if one.address else "") for one in self.said_by]
        lines += [f"{indent}  {told}" for told in self.settled]
        if self.derived and self.axiom:
            lines.append(f"{indent}  because {self.axiom}:")
            lines += [premise.as_text(depth + 2) for premise in self.premises]
        return "\n".join(lines)


def why(store: Store, subject: Term, predicate: Term, value: Term) -> Explanation:
    """Explain a statement of the resolved graph.

    Raises:
        UsageError: the statement does not stand; the text says what does, where a merged thing was meant.
    """
    s = _current(store, subject)
    o = _current(store, value)
    asked = (str(s), str(predicate), str(o))
    if not _stands(store, asked):
        asked = _as_written(store, asked) or asked
        if not _stands(store, asked):
            raise UsageError(f"the graph does not say {' '.join(asked)}")
    return _Search(store).explain(asked)


def _stands(store: Store, statement: Statement) -> bool:
    return store.ask(f"ASK {{ {' '.join(statement)} }}", graph=RESOLVED)


def _as_written(store: Store, statement: Statement) -> Statement | None:
    """A text is meant in whatever language or type it stands there."""
    if not statement[2].startswith('"'):
        return None
    text = statement[2][: statement[2].rindex('"') + 1]
    query = f"SELECT ?o WHERE {{ {statement[0]} {statement[1]} ?o FILTER(STR(?o) = {text}) }} LIMIT 1"
    found = next((row[0] for row in store.select(query, graph=RESOLVED)), None)
    return (statement[0], statement[1], str(found)) if found is not None else None


def _current(store: Store, term: Term) -> Term:
    """The IRI that a merged thing is known by now."""
    if not isinstance(term, IRI):
        return term
    query = f"SELECT ?new WHERE {{ {term} <{terms.DCTERMS}isReplacedBy> ?new }} LIMIT 1"
    return next((row[0] for row in store.select(query, graph=META) if row[0] is not None), term)


class _Search:
    """One question: looks among the captures first, then for a rule whose premises can be explained in turn."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._graphs = [*sorted(active_graphs(store)), CURATED]
        self._labels: dict[str, str] = {}

    def explain(self, statement: Statement) -> Explanation:
        """The explanation; one without sources and rule tells that none was found."""
        return self._explained(statement, frozenset(), 0) or Explanation(statement, self._words(statement))

    def _explained(self, statement: Statement, above: frozenset[Statement], depth: int) -> Explanation | None:
        if statement in above or depth > DEEPEST:
            return None
        said = self._said_by(statement)
        if said:
            return Explanation(statement, self._words(statement), said, settled=self._settled(statement))
        for rule, bindings in self._ways(statement):
            premises = []
            for pattern in rule.body:
                premise = self._explained(_bound(pattern, bindings), above | {statement}, depth + 1)
                if premise is None:
                    break
                premises.append(premise)
            else:
                return Explanation(statement, self._words(statement), rule=rule.name, axiom=rule.axiom, premises=premises)
        return None

    def _said_by(self, statement: Statement) -> list[Said]:
        s, p, o = statement
        everywhere = members_of(self._store, [term for term in (s, o) if term.startswith("<")])
        subjects, objects = ([term, *everywhere.get(term, [])] for term in (s, o))
        records = f"VALUES ?s {{ {' '.join(subjects)} }} VALUES ?o {{ {' '.join(objects)} }}"
        query = f"SELECT DISTINCT ?g WHERE {{ {records} GRAPH ?g {{ ?s {p} ?o }} }}"
        graphs = [row[0].value for row in self._store.select(query, graph=RESOLVED, named=self._graphs) if row[0] is not None]
        return [self._source(graph) for graph in sorted(graphs)]

    def _source(self, graph: str) -> Said:
        if graph == CURATED:
            return Said(CURATED, "a person's decision")
        source = ID + "source/" + graph.removeprefix(GRAPH)
        parts = [
            f"OPTIONAL {{ <{source}> <{p}> ?{name} }}" for p, name in ((f"{terms.RDFS}label", "label"), (terms.RETRIEVED_FROM, "from"))
        ]
        query = f"SELECT ?label ?from WHERE {{ {' '.join(parts)} }}"
        label, address = next(iter(self._store.select(query, graph=RESOLVED)), (None, None))
        return Said(source, label.value if label is not None else "", address.value if address is not None else "")

    def _settled(self, statement: Statement) -> list[str]:
        s, p, _ = statement
        gov = terms.GOV
        of = (
            f"?d <{gov}disagreesOn> {p} ; <{gov}otherValue> ?other ; <{gov}rule> ?rule FILTER(STRSTARTS(STR(?d), {Literal(s[1:-1] + '#')}))"
        )
        rows = self._store.select(f"SELECT ?other ?rule WHERE {{ {of} }} ORDER BY ?other", graph=RESOLVED)
        return [f"chosen before “{o.value}”: {r.value}" for o, r in rows if o is not None and r is not None]

    def _ways(self, statement: Statement) -> Iterator[tuple[Rule, dict[str, str]]]:
        """Rules that may give the statement, each with bindings under which its premises stand; rules of one premise first."""
        for rule in sorted(rules(), key=lambda rule: (len(rule.body), rule.name)):
            given = _unified(rule.head, statement)
            if given is None:
                continue
            body = " . ".join(" ".join(_term(term, given) for term in pattern) for pattern in rule.body)
            free = sorted({term for pattern in rule.body for term in pattern if term.startswith("?") and term not in given})
            if not free:
                if self._store.ask(f"ASK {{ {body} }}", graph=RESOLVED):
                    yield rule, given
                continue
            query = f"SELECT DISTINCT {' '.join(free)} WHERE {{ {body} }} ORDER BY {' '.join(free)} LIMIT {TRIED}"
            for row in self._store.select(query, graph=RESOLVED):
                yield rule, {**given, **{name: str(term) for name, term in zip(free, row, strict=True)}}

    def _words(self, statement: Statement) -> str:
        return " ".join(self._name(term) for term in statement)

    def _name(self, term: str) -> str:
        if not term.startswith("<"):
            return f"“{term[1 : term.rindex(chr(34))]}”"
        if term not in self._labels:
            query = f"SELECT ?l WHERE {{ {term} <{terms.RDFS}label> ?l }} LIMIT 1"
            label = next((row[0].value for row in self._store.select(query, graph=RESOLVED) if row[0] is not None), "")
            self._labels[term] = f"[{label}]" if label else term[1:-1].removeprefix(terms.GOV).removeprefix(ID)
        return self._labels[term]


def _term(term: str, given: dict[str, str]) -> str:
    return given.get(term, term) if term.startswith("?") else f"<{term}>"


def _bound(pattern: Pattern, given: dict[str, str]) -> Statement:
    s, p, o = (_term(term, given) for term in pattern)
    return s, p, o


def _unified(head: Pattern, statement: Statement) -> dict[str, str] | None:
    """The bindings under which a rule's head is the statement; None where it cannot be."""
    given: dict[str, str] = {}
    for term, value in zip(head, statement, strict=True):
        if not term.startswith("?"):
            if f"<{term}>" != value:
                return None
        elif given.setdefault(term, value) != value:
            return None
    return given
