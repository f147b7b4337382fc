"""Why a statement of the resolved graph stands: who says it and where, or which rule gives it from which premises, down to what is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.decisions.judging import STATUS
from graph.decisions.told import told_of, told_of_statement
from graph.errors import UsageError
from graph.linkage.identity import POSSIBLE_AUTHOR, POSSIBLY, canonical_of, members_of, reason_node
from graph.resolution.entailment import TYPE, kind
from graph.resolution.settle import ALT, LABEL, PREF, SINGLE
from graph.resolve import active_graphs
from graph.store import CURATED, IDENTITY, RESOLVED, SCHEME, Literal
from ontology import terms
from ontology.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store, Term
    from ontology.rules import Rule

_TRIES = 20
"""Instances of a rule that are looked at for one whose premises can be explained without going in a circle."""
_DEPTH = 12
_OF_PLACES = frozenset((TYPE, f"<{terms.WITHIN}>", f"<{terms.IN_COUNTRY}>", f"<{terms.ISO_CODE}>"))


@dataclass(frozen=True, slots=True)
class Saying:
    """One graph that says the statement: its source, the records it names, and where in its text it bears it out.

    `cited` tells that the capture only cites the work it speaks of; `places` are (start, end, page) in the captured text.
    """

    graph: str
    source: str
    subject: str
    object: str
    cited: bool = False
    places: tuple[tuple[int, int, str], ...] = ()


@dataclass(slots=True)
class Explanation:
    """Why one statement stands; `premises` are explained in turn."""

    statement: tuple[str, str, str]
    labels: tuple[str, str, str]
    said: list[Saying] = field(default_factory=list)
    rule: str = ""
    axiom: str = ""
    premises: list[Explanation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The explanation as plain values."""
        s, p, o = self.statement
        told: dict[str, Any] = {
            "subject": s.strip("<>"),
            "predicate": p.strip("<>"),
            "object": o[1:-1] if o[0] == "<" else o,
            "labels": list(self.labels),
        }
        if self.said:
            told["said"] = [_saying_json(one) for one in self.said]
        if self.rule:
            told |= {"rule": self.rule, "axiom": self.axiom, "premises": [one.as_json() for one in self.premises]}
        if self.notes:
            told["notes"] = list(self.notes)
        return told

    def as_text(self) -> str:
        """The explanation in words, premises indented below what follows from them."""
        return "\n".join(self._lines(0))

    def _lines(self, depth: int) -> Iterator[str]:
        indent = "  " * depth
        yield f"{indent}{self.labels[0]} — {self.labels[1]} — {self.labels[2]}"
        for one in self.said:
            cites = ", which cites the work" if one.cited else ""
            places = "; ".join(f"characters {start} to {end}{f' (page {page})' if page else ''}" for start, end, page in one.places)
            yield f"{indent}  said by {one.source}{cites}{f': {places}' if places else ''}"
        if self.rule:
            yield f"{indent}  follows by the rule {self.rule}: {self.axiom}"
        for note in self.notes:
            yield f"{indent}  {note}"
        for premise in self.premises:
            yield from premise._lines(depth + 2)  # noqa: SLF001 - itself


def _saying_json(one: Saying) -> dict[str, Any]:
    places = [{"start": start, "end": end, **({"page": page} if page else {})} for start, end, page in one.places]
    told: dict[str, Any] = {"graph": one.graph, "source": one.source, "subject": one.subject.strip("<>"), "object": one.object}
    return told | ({"cited": True} if one.cited else {}) | ({"places": places} if places else {})


def why(store: Store, s: Term, p: Term, o: Term) -> Explanation:
    """Explain a statement.

    Args:
        store: any store.
        s: the subject's IRI; that of a record which was joined with others will do.
        p: the property's IRI.
        o: an IRI, or a literal; one without language or datatype stands for any of the same text.

    Raises:
        UsageError: the statement does not stand in the resolved graph; the error says what does.
    """
    explainer = _Explainer(store)
    statement = explainer.standing(str(s), str(p), o)
    found = explainer.explain(statement, frozenset(), 0)
    if found is None:
        return Explanation(statement, explainer.labels(statement), notes=["nothing in the store bears it out: rebuild the resolved graph"])
    return found


class _Explainer:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.active = active_graphs(store)
        self._labels: dict[str, str] = {}
        self._known: dict[tuple[str, str, str], Explanation] = {}

    def standing(self, s: str, p: str, o: Term) -> tuple[str, str, str]:
        """The statement as the resolved graph has it."""
        same = canonical_of(self.store, [one for one in (s, str(o)) if one[0] == "<"])
        s, value = same.get(s, s), same.get(str(o), str(o))
        if self._stands(s, p, value):
            return s, p, value
        others = [str(row[0]) for row in self.store.select(f"SELECT ?o WHERE {{ {s} {p} ?o }} ORDER BY ?o", graph=RESOLVED)]
        if isinstance(o, Literal):
            of_text = f"SELECT ?o WHERE {{ {s} {p} ?o FILTER(STR(?o) = {Literal(o.value)}) }} ORDER BY ?o"
            for row in self.store.select(of_text, graph=RESOLVED):
                return s, p, str(row[0])
        told = f"; it says {', '.join(self._label(one) for one in others[:5])}" if others else ""
        if p == STATUS and not others and (decided := told_of(self.store, s[1:-1])):
            told = f": the claim does not stand, {'; '.join(decided)}"
        raise UsageError(f"the resolved graph does not say {self._label(s)} {self._label(p)} {self._label(value)}{told}")

    def _stands(self, s: str, p: str, o: str) -> bool:
        return self.store.ask(f"ASK {{ {s} {p} {o} }}", graph=RESOLVED)

    def explain(self, statement: tuple[str, str, str], above: frozenset[tuple[str, str, str]], depth: int) -> Explanation | None:
        """Why it stands, without resting on one of the statements above it; None where that cannot be told."""
        if statement in self._known:
            return self._known[statement]
        made = Explanation(statement, self.labels(statement))
        made.said = list(self._sayings(statement))
        self._settled(made)
        if made.said and kind(statement[0]) == "jurisdiction" and statement[1] in _OF_PLACES:
            made.notes.append("the source names the place; this is what ISO 3166 says of it")
        if statement[1] == STATUS:
            made.notes += told_of(self.store, statement[0][1:-1])
        elif any(one.graph == CURATED for one in made.said):
            made.notes += told_of_statement(self.store, statement)
        if (
            not made.said
            and not (made.notes and statement[1] == STATUS)
            and not self._doubt(made)
            and not self._made(made)
            and (depth > _DEPTH or not self._by_rule(made, above | {statement}, depth))
        ):
            return None
        self._known[statement] = made
        return made

    def _sayings(self, statement: tuple[str, str, str]) -> Iterator[Saying]:
        s, p, o = statement
        groups = members_of(self.store, [one for one in (s, o) if kind(one)])
        subjects, values = [s, *groups.get(s, [])], [o, *groups.get(o, [])]
        pairs = " ".join(f"({subject} {value})" for subject in subjects for value in values)
        query = f"SELECT ?g ?s ?o WHERE {{ VALUES (?s ?o) {{ {pairs} }} GRAPH ?g {{ ?s {p} ?o }} }} ORDER BY ?g ?s ?o"
        for g, subject, value in self.store.select(query, graph=None):
            graph = g.value if g is not None else ""
            if graph in self.active or graph in (CURATED, SCHEME):
                record, other = str(subject), str(value)
                cited = kind(record) == "work" and self._ask_in(graph, f"?any <{terms.CITES}> {record}")
                yield Saying(graph, self._source(graph), record, other, cited, tuple(self._places(graph, record, p, other)))

    def _ask_in(self, graph: str, pattern: str) -> bool:
        return self.store.ask(f"ASK {{ {pattern} }}", graph=graph)

    def _places(self, graph: str, s: str, p: str, o: str) -> Iterator[tuple[int, int, str]]:
        """Where in its text a capture bears the statement out: the mentions of a concept, or the evidence of the thing."""
        node = f"{s} <{terms.EVIDENCED_BY}> ?e ."
        if p == f"<{terms.MENTIONS_CONCEPT}>":
            node = f"?e <{terms.MENTIONED_BY}> {s} ; <{terms.MENTION_OF}> {o} ."
        elif p == f"<{terms.EVIDENCED_BY}>":
            node = f"VALUES ?e {{ {o} }}"
        query = (
            f"SELECT ?start ?end ?page WHERE {{ {node} ?e <{terms.POSITION}> ?start ; <{terms.END_POSITION}> ?end "
            f"OPTIONAL {{ ?e <{terms.PAGE_LOCATOR}> ?page }} }} ORDER BY ?start LIMIT 20"
        )
        for start, end, page in self.store.select(query, graph=graph):
            if start is not None and end is not None:
                yield int(start.value), int(end.value), page.value if page is not None else ""

    def _settled(self, made: Explanation) -> None:
        """Which other values were not chosen, and by which part of the rule."""
        s, p, _ = made.statement
        if p not in SINGLE and p != TYPE:
            return
        query = (
            f"SELECT ?other ?rule WHERE {{ ?n <{terms.DISAGREES_ON}> {p} ; <{terms.CHOSEN_VALUE}> ?chosen ; <{terms.OTHER_VALUE}> ?other ; "
            f'<{terms.RULE}> ?rule FILTER(STRSTARTS(STR(?n), "{s[1:-1]}#disagreement-")) }} ORDER BY ?other'
        )
        for other, rule in self.store.select(query, graph=RESOLVED):
            if other is not None and rule is not None:
                made.notes.append(f"chosen over {other.value}: {rule.value}")

    def _made(self, made: Explanation) -> bool:
        """Whether settling made the statement of what captures say in other words."""
        s, p, o = made.statement
        if kind(s) == "disagreement":
            made.notes.append(f"sources give {self._label(s.partition('#')[0] + '>')} several values of a property that has one")
            return True
        if p == ALT:
            for other in (LABEL, PREF):
                made.said += self._sayings((s, other, o))
            if made.said:
                made.notes.append("another label goes before it, so that it stands beside that one")
        return bool(made.said)

    def _doubt(self, made: Explanation) -> bool:
        """Whether it tells of two records that may be one; the reason stands in the identity graph."""
        s, p, o = made.statement
        if p not in (POSSIBLY, POSSIBLE_AUTHOR):
            return False
        for a, b in ((s, o), (o, s)):
            node = reason_node(p, a, b)
            told = {str(q): v.value for q, v in self.store.select(f"SELECT ?p ?o WHERE {{ {node} ?p ?o }}", graph=IDENTITY) if q and v}
            if told:
                rule, words, score = (told.get(f"<{q}>", "") for q in (terms.RULE, f"{terms.DCTERMS}description", terms.CONFIDENCE))
                made.notes.append(f"a person has to say: {rule} ({words}), score {score}")
                return True
        return False

    def _by_rule(self, made: Explanation, above: frozenset[tuple[str, str, str]], depth: int) -> bool:
        """Find a rule with premises that can be explained; rules of one premise first."""
        s, p, o = made.statement
        for rule in rules():
            bound = _unified(rule, s, p, o)
            if bound is None:
                continue
            for premises in self._instances(rule, bound):
                if any(one in above for one in premises):
                    continue
                told = [self.explain(one, above, depth + 1) for one in premises]
                if all(one is not None for one in told):
                    made.rule, made.axiom = rule.name, rule.axiom
                    made.premises = [one for one in told if one is not None]
                    return True
        return False

    def _instances(self, rule: Rule, bound: dict[str, str]) -> Iterator[list[tuple[str, str, str]]]:
        patterns = [tuple(_term(term, bound) for term in part) for part in rule.body]
        free = sorted({term for part in patterns for term in part if term.startswith("?")})
        if not free:
            if all(self._stands(*part) for part in patterns):
                yield [(part[0], part[1], part[2]) for part in patterns]
            return
        where = " . ".join(" ".join(part) for part in patterns)
        names = " ".join(free)
        query = f"SELECT {names} WHERE {{ {where} }} ORDER BY {names} LIMIT {_TRIES}"
        for row in self.store.select(query, graph=RESOLVED):
            found = dict(zip(free, map(str, row), strict=True))
            yield [(found.get(s, s), found.get(p, p), found.get(o, o)) for s, p, o in patterns]

    def labels(self, statement: tuple[str, str, str]) -> tuple[str, str, str]:
        s, p, o = statement
        return self._label(s), self._label(p), self._label(o)

    def _label(self, term: str) -> str:
        if term[0] == '"':
            return term[: term.rindex('"') + 1]
        if term not in self._labels:
            rows = self.store.select(f"SELECT ?l WHERE {{ {term} <{terms.RDFS_LABEL}> ?l }} ORDER BY ?l LIMIT 1", graph=RESOLVED)
            self._labels[term] = next((row[0].value for row in rows if row[0] is not None), _short(term))
        return self._labels[term]

    def _source(self, graph: str) -> str:
        if graph == CURATED:
            return "a person (curated)"
        if graph == SCHEME:
            return "the concept scheme"
        source = f"<{terms.BASE}id/source/{graph.rpartition('/')[2]}>"
        return self._label(source)


def _short(term: str) -> str:
    iri = term[1:-1]
    return iri.removeprefix(f"{terms.BASE}id/") if iri.startswith(f"{terms.BASE}id/") else iri.replace("#", "/").rpartition("/")[2]


def _term(term: str, bound: dict[str, str]) -> str:
    return bound.get(term, term) if term.startswith("?") else f"<{term}>"


def _unified(rule: Rule, s: str, p: str, o: str) -> dict[str, str] | None:
    """The variables of a rule's head bound to a statement, or None where it is not of that form."""
    bound: dict[str, str] = {}
    for term, value in zip(rule.head, (s, p, o), strict=True):
        if term.startswith("?"):
            if bound.setdefault(term, value) != value:
                return None
        elif f"<{term}>" != value:
            return None
    return bound
