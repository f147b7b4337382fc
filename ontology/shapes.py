"""The SHACL shapes run over statements given as text; pySHACL and rdflib are imported only when that happens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Graph

SHAPES_FILE = Path(__file__).with_name("shapes.ttl")
Severity: TypeAlias = Literal["violation", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One result: the thing, the property ("" for the whole thing or a path), the value as text, what is wrong and how bad."""

    focus: str
    path: str
    value: str
    message: str
    severity: Severity


@cache
def _shapes() -> Graph:
    from rdflib import Graph

    return Graph().parse(SHAPES_FILE)


@cache
def whole_graph_properties() -> frozenset[str]:
    """The properties whose statements must all be there at once: those that a key or a cycle is told of."""
    from rdflib import SH

    return frozenset(str(node) for node in _shapes().objects(None, SH.targetNode))


def faults(lines: Iterable[str], *, focus: Iterable[str] | None = None) -> tuple[Fault, ...]:
    """Every fault of the statements, N-Triples lines with derived types among them, worst first then by thing.

    `focus` limits the work to these things (IRIs); their neighbours' types must be among the lines.
    """
    from pyshacl import validate
    from rdflib import Graph, URIRef

    data = Graph().parse(data="\n".join(lines), format="nt")
    chosen: list[str | URIRef] | None = None if focus is None else [URIRef(iri) for iri in focus]
    if chosen == []:
        return ()
    _, report, _ = validate(data, shacl_graph=_shapes(), inference="none", focus_nodes=chosen, allow_warnings=True)
    return tuple(sorted(_read(report), key=lambda fault: (fault.severity != "violation", fault)))


def _read(report: Any) -> Iterable[Fault]:
    from rdflib import RDF, SH

    for result in report.subjects(RDF.type, SH.ValidationResult):
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        yield Fault(
            focus=str(report.value(result, SH.focusNode)),
            path=_path(path),
            value="" if value is None else str(value),
            message=str(report.value(result, SH.resultMessage) or "breaks its shape"),
            severity="violation" if report.value(result, SH.resultSeverity) == SH.Violation else "warning",
        )


def _path(path: Any) -> str:
    from rdflib import URIRef

    return str(path) if isinstance(path, URIRef) else ""
