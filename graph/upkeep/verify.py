"""Re-checks what is stored: captures against their digests, every quotation against its place, the store's indexes against each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from graph.errors import StoreError
from graph.plural import counted
from graph.resolve import proposals_waiting
from graph.sources.quotation import same_words
from graph.store import RESOLVED, Literal
from ontology import terms

if TYPE_CHECKING:
    from graph.store import Store


@dataclass(slots=True)
class Verified:
    """What was checked, and every fault with its place."""

    captures: int = 0
    evidence: int = 0
    statements: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing was wrong."""
        return not self.faults

    def as_json(self) -> dict[str, object]:
        """One JSON document."""
        return {"captures": self.captures, "evidence": self.evidence, "statements": self.statements, "ok": self.ok, "faults": self.faults}

    def as_text(self) -> str:
        """For people."""
        captures, quotations = counted(self.captures, "capture"), counted(self.evidence, "quotation")
        told = f"{captures}, {quotations} and {counted(self.statements, 'statement')} checked"
        return "\n".join([*self.faults, f"{told}: {'all sound' if self.ok else counted(len(self.faults), 'fault')}"])


def verify(store: Store) -> Verified:
    """Check everything that can be checked without the sources' sites.

    Returns:
        What was checked and what was wrong; a fault names the thing, what was expected and what stands there.
    """
    report = Verified()
    texts: dict[str, str] = {}
    for digest in store.captures.digests():
        report.captures += 1
        try:
            store.captures.data(digest)
            texts[digest] = store.captures.text(digest)
        except StoreError as error:
            report.faults.append(str(error))
    _evidence(store, texts, report)
    _indexes(store, report)
    return report


def _evidence(store: Store, texts: dict[str, str], report: Verified) -> None:
    gov = terms.GOV
    where = f"?e <{gov}quote> ?quote ; <{gov}position> ?start ; <{gov}endPosition> ?end ; <{gov}foundIn> ?source"
    query = f"SELECT ?e ?quote ?start ?end ?digest WHERE {{ {where} . ?source <{gov}contentHash> ?digest }}"
    rows = [store.select(query, graph=RESOLVED)]
    query = f"SELECT ?e ?quote ?start ?end (REPLACE(STR(?source), '^.*/', '') AS ?digest) WHERE {{ {where} }}"
    rows += [store.select(query, graph=graph) for graph in sorted(proposals_waiting(store))]
    for place, quote, start, end, digest in chain.from_iterable(rows):
        if place is None or quote is None or start is None or end is None or digest is None:
            continue
        report.evidence += 1
        name = digest.value.removeprefix("sha256:")
        if name not in texts:
            report.faults.append(f"{place.value}: its capture {name[:12]} is not kept here; load the document again or restore it")
            continue
        cut = texts[name][int(start.value) : int(end.value)]
        if not same_words(quote.value, cut):
            report.faults.append(f"{place.value}: quotes {quote.value[:60]!r}, but the capture has {cut[:60]!r} there")


def _indexes(store: Store, report: Verified) -> None:
    """The same statements must be found by subject, by property and by object; a damaged index finds fewer or more."""
    by_graph: dict[str, int] = defaultdict(int)
    for quad in store.quads(RESOLVED):
        by_graph[quad.predicate.value] += 1
    report.statements = sum(by_graph.values())
    counted = store.select("SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p", graph=RESOLVED)
    by_property = {row[0].value: int(row[1].value) for row in counted if row[0] is not None and isinstance(row[1], Literal)}
    for prop in sorted(by_graph.keys() | by_property.keys()):
        one, other = by_graph.get(prop, 0), by_property.get(prop, 0)
        if one != other:
            report.faults.append(f"{prop}: {one} statements by graph, {other} by property: the store is damaged; restore a backup")
