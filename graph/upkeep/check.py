"""`govgraph check`: what is wrong with the graph and its ontology, each trouble naming the thing, the reason and what to do."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from graph.plural import counted
from graph.store import IRI, RESOLVED
from graph.upkeep import contradiction
from ontology.hermit import ReasonerError, unavailable
from ontology.terms import GOV, RDF_TYPE
from ontology.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.store import Store
    from graph.upkeep.contradiction import Found
    from ontology.chaining import Fact

Kind: TypeAlias = Literal["contradiction", "term", "shape", "hygiene", "reasoner"]

EXPLAINED = 5
"""Contradictions that are explained in one run: each costs HermiT some seconds."""
SHAPED = 20_000
"""Things that the shapes are run on at most, taken evenly: about 20 s; `things` picks others."""
BATCH = 1_000
"""Things whose statements pySHACL gets at a time, which bounds its memory."""
REASONED = 20_000
"""Statements that HermiT is given at most. Consistency alone took 3 s on 5,000 and 17 s on 21,000 of them (two busy cores)."""
SECONDS = 120.0
TOLD = 12
"""Troubles of one kind and message that the text names; the JSON has all."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong. `where` are IRIs, `facts` N-Triples lines, `warning` tells a gap from a fault."""

    kind: Kind
    where: tuple[str, ...]
    what: str
    facts: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    confirmed: bool | None = None
    warning: bool = False


@dataclass(slots=True)
class Report:
    """What was looked at, what is wrong, and what could not be looked at and why."""

    ran: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing but warnings was found."""
        return all(trouble.warning for trouble in self.troubles)

    def as_json(self) -> dict[str, Any]:
        """The report as a JSON object."""
        return {"ok": self.ok, "ran": self.ran, "skipped": self.skipped, "troubles": [asdict(one) for one in self.troubles]}

    def as_text(self) -> str:
        """The report for people, faults first; of many alike the first few."""
        lines = [*(f"ran: {what}" for what in self.ran), *(f"left out: {what}" for what in self.skipped)]
        shown: Counter[tuple[str, str]] = Counter()
        for one in sorted(self.troubles, key=lambda trouble: trouble.warning):
            alike = one.kind, one.what
            shown[alike] += 1
            if shown[alike] <= TOLD:
                lines += _told(one)
        lines += [f"… and {count - TOLD} more: {what}" for (_, what), count in shown.items() if count > TOLD]
        faults = sum(not one.warning for one in self.troubles)
        lines.append(f"{counted(faults, 'fault')}, {counted(len(self.troubles) - faults, 'warning')}")
        return "\n".join(lines)


def _told(one: Trouble) -> Iterator[str]:
    yield f"{'warning' if one.warning else one.kind}: {' · '.join(one.where) or 'as a whole'}: {one.what}"
    for fact in one.facts:
        yield f"    {fact}{' (derived)' if fact in one.derived else ''}"
    if one.confirmed is not None:
        yield f"    {'HermiT agrees' if one.confirmed else 'HermiT alone would take the different IRIs for one thing'}"


def check(store: Store, *, explain: bool = False, shapes: bool = True, hermit: bool = True, things: Iterable[str] | None = None) -> Report:
    """Look at the resolved graph and at the ontology.

    Args:
        store: where the graph is.
        explain: give each contradiction its fewest facts.
        shapes: run the SHACL shapes, on `things` (IRIs) or on all.
        hermit: ask HermiT where Java is present: about a second for the ontology, more with the graph's size.
        things: the things touched, where only these are to be looked at by the shapes.

    """
    report = Report()
    _contradictions(store, report, explain=explain, hermit=hermit)
    _unknown_terms(store, report)
    if shapes:
        _shapes(store, report, things)
    _hygiene(report)
    if hermit:
        _reasoner(store, report)
    else:
        report.skipped.append("HermiT: not asked for")
    return report


def _contradictions(store: Store, report: Report, *, explain: bool, hermit: bool) -> None:
    report.ran.append("contradiction rules")
    found = list(contradiction.found(store))
    if explain:
        found = [contradiction.explain(store, one) for one in found[:EXPLAINED]] + found[EXPLAINED:]
        if hermit and not unavailable():
            found = _confirmed(found, report)
    for one in found:
        report.troubles.append(
            Trouble(
                kind="contradiction",
                where=one.offenders,
                what=one.axiom,
                facts=contradiction.as_lines(one.fewest or one.premises),
                derived=contradiction.as_lines(one.derived),
                confirmed=one.confirmed,
            )
        )


def _confirmed(found: list[Found], report: Report) -> list[Found]:
    """The explained contradictions after HermiT has looked at each set of facts once."""
    known: dict[frozenset[Fact], Found] = {}
    told = []
    try:
        for one in found:
            facts = frozenset(one.fewest)
            if facts and facts not in known:
                known[facts] = contradiction.confirm(one, seconds=SECONDS)
            same = known.get(facts, one)
            told.append(replace(one, fewest=same.fewest, derived=same.derived, confirmed=same.confirmed))
    except ReasonerError as error:
        report.skipped.append(f"HermiT's word on the contradictions: {error}")
    return told + found[len(told) :]


def _unknown_terms(store: Store, report: Report) -> None:
    """Terms in our namespace that the ontology does not have: nothing would be inferred from them and no query would ask for them."""
    report.ran.append("terms")
    words = vocabulary()
    properties = {term.iri for term in words.properties} | {term.iri for term in words.annotations}
    classes = {term.iri for term in words.classes}
    for query, known, what in (
        ("SELECT ?term (SAMPLE(?s) AS ?thing) WHERE { ?s ?term ?o } GROUP BY ?term", properties, "property"),
        (f"SELECT ?term (SAMPLE(?s) AS ?thing) WHERE {{ ?s <{RDF_TYPE}> ?term }} GROUP BY ?term", classes, "class"),
    ):
        for term, thing in store.select(query, graph=RESOLVED):
            if isinstance(term, IRI) and thing is not None and term.value.startswith(GOV) and term.value not in known:
                told = f"the ontology has no {what} {term.value}: correct the statement or declare the term in ontology/govgraph.ttl"
                report.troubles.append(Trouble("term", (thing.value,), told))


def _shapes(store: Store, report: Report, things: Iterable[str] | None) -> None:
    from ontology.shapes import faults, whole_graph_properties

    subjects = sorted(set(things)) if things is not None else _subjects(store)
    chosen = subjects[:: -(-len(subjects) // SHAPED)] if subjects else []
    report.ran.append(f"shapes on {counted(len(chosen), 'thing')}, keys and cycles on all")
    if len(chosen) < len(subjects):
        report.skipped.append(f"shapes on {len(subjects) - len(chosen)} of {len(subjects)} things: too many for one run")
    every_key = _lines(store, "?p", whole_graph_properties())
    parts = [(every_key, whole_graph_properties())]
    batches = (chosen[start : start + BATCH] for start in range(0, len(chosen), BATCH))
    for lines, focus in (*parts, *((_lines(store, "?s", batch), batch) for batch in batches)):
        for fault in faults(lines, focus=focus):
            where = (fault.value,) if fault.focus in whole_graph_properties() else (fault.focus,)
            told = f"{fault.message} ({re.split('[#/]', fault.path)[-1]})" if fault.path else fault.message
            value = f": {fault.value!r}" if fault.value and fault.path else ""
            report.troubles.append(Trouble("shape", where, told + value, warning=fault.severity == "warning"))


def _subjects(store: Store) -> list[str]:
    rows = store.select("SELECT DISTINCT ?s WHERE { ?s ?p ?o }", graph=RESOLVED)
    return sorted(subject.value for (subject,) in rows if isinstance(subject, IRI))


def _lines(store: Store, place: str, iris: Iterable[str]) -> list[str]:
    """The statements whose subject (?s) or property (?p) is one of these, as N-Triples lines."""
    values = " ".join(str(IRI(iri)) for iri in iris)
    rows = store.select(f"SELECT ?s ?p ?o WHERE {{ VALUES {place} {{ {values} }} ?s ?p ?o }}", graph=RESOLVED)
    return [f"{s} {p} {o} ." for s, p, o in rows]


def _hygiene(report: Report) -> None:
    from ontology.hygiene import shipped_offences

    report.ran.append("hygiene rules")
    report.troubles += [Trouble("hygiene", (one.term,), str(one)) for one in shipped_offences()]


def _reasoner(store: Store, report: Report) -> None:
    """HermiT over the ontology, and over the graph with it where that is small enough."""
    if reason := unavailable():
        report.skipped.append(f"HermiT: {reason}")
        return
    from ontology import reason as hermit

    try:
        alone = hermit.entailments(seconds=SECONDS)
        report.ran.append("HermiT on the ontology")
        report.troubles += [Trouble("reasoner", (iri,), "the class can have no instance") for iri in alone.unsatisfiable]
        lines = list(islice(hermit.worth_reasoning(_statements(store)), REASONED + 1))
        if not alone.consistent:
            report.troubles.append(Trouble("reasoner", (), "the ontology contradicts itself"))
        elif len(lines) > REASONED:
            report.skipped.append(f"HermiT on the graph: more than {REASONED} statements, which takes minutes; the rules did run on all")
        elif hermit.consistent(lines, seconds=SECONDS):
            report.ran.append(f"HermiT on {counted(len(lines), 'statement')} of the graph")
        else:
            report.troubles.append(Trouble("reasoner", (), _pointed(report.troubles)))
    except ReasonerError as error:
        report.skipped.append(f"HermiT: {error}")


def _statements(store: Store) -> Iterator[str]:
    return (f"{quad.subject} {quad.predicate} {quad.object} ." for quad in store.quads(RESOLVED))


def _pointed(troubles: Sequence[Trouble]) -> str:
    if any(trouble.kind == "contradiction" for trouble in troubles):
        return "HermiT finds the graph inconsistent too: see the contradictions"
    return "HermiT finds the graph inconsistent where no rule does: most likely a value is outside its property's datatype"
